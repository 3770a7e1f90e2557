"""Numbers that a report does not print but settles: 其余通过公开栏公开, 接听1,108个…办结1,093个, 总收入 and 总支出.

Each is worked out only where part and whole are clearly of one thing: told in one sentence or under one heading, in one
unit, without a hedge.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.computing.compute_figures import Asked
from bot.computing.compute_left import left_over
from bot.computing.compute_pairs import of_two_parts
from bot.computing.compute_shares import share_claim
from bot.computing.operations import Task
from bot.question.asked import residual
from bot.question.wording import Term, bigram_recall, terms
from bot.reading.deeds import deed_asked, done
from bot.reading.headline import headline
from bot.reading.numbers import figure_draft, figure_drafts
from bot.reading.sentences import sentence_around, worded
from bot.reading.zones import Zones
from bot.schema import Draft, Drafted, Question
from ingest.schema import Figure, Report, Span
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_RATE = re.compile(r"(?P<deed>办结|办复|答复|回复|回应|采纳|收回|回收|整改|解决|反馈)率[^,。?]*")
_REST = re.compile(r"(?:其余|其他|其它|余下|剩余)(?P<told>[^,，;；。\d]*)[。;；]?\s*$")
_NUMERAL = re.compile(r"\d|[一二三四五六七八九十百千万]{2,}|[一二两三四五六七八九十]+[条件份]")
_DIVIDED = re.compile(r"按.{1,8}分|从.{1,8}看|其中|分别")
_OTHER_WAYS = re.compile(r"其余|其他|其它|余下|另外")
_BALANCE = re.compile(r"收支(?:结余|相抵|差额|余额|盈余|结存|之差)|(?:收入|收支).{0,4}结余|(?:当年|年度|年末|全年)结余")
_INCOME = re.compile(r"(?P<kind>总|财政拨款|全年|年度|本年)?收入(?:合计|总额|总计)?$")
_SPENDING = re.compile(r"(?P<kind>总|财政拨款|全年|年度|本年)?支出(?:合计|总额|总计)?$")
_NAMED = 0.6


def implied(question: Question, library: "Library") -> Drafted | None:
    """What follows from the figures of the reports of one body, where none of them states it; else ``None``."""
    ids = set(question.scope.reports)
    reports = [r for r in library.reports() if r.report_id in ids]
    years = question.scope.years
    if question.intent != "number" or len({r.agency or r.path for r in reports}) != 1:
        return None
    drafts: list[Draft] = []
    for report in (r for r in reports if not years or r.year in years):
        stored = library.stored(report.report_id)
        asked = Asked(question, Task(kind="difference", plain=question.rest), library, (report,))
        if _OTHER_WAYS.search(question.rest) and (rest := _rest(asked, report)):
            drafts += rest
        elif not figure_drafts(question, report, stored.text, stored.figures):
            drafts += next((found for found in _ways(asked, report) if found), ())
    return Drafted(drafts=tuple(drafts)) if drafts else None


def _ways(asked: Asked, report: Report) -> Iterator[Sequence[Draft]]:
    yield _rest(asked, report)
    yield _rate(asked, report)
    yield _balance(asked, report)


def _rest(asked: Asked, report: Report) -> Sequence[Draft]:
    """其余通过公开栏公开: the year's whole less the parts that the same sentence counts."""
    asking, stored = asked.question.rest, asked.library.stored(asked.reports[0].report_id)
    found = headline(stored.figures, "disclosed_total", report.year)
    whole = found.best if found else None
    if "disclosed_total" not in asked.question.metrics or whole is None or whole.hedge:
        return ()
    wanted = [t for t in residual(_OTHER_WAYS.sub(" ", asking), ("disclosed_total",)) if t.text not in {"渠道", "途径"}]
    for sentence, told in _remainders(stored.text, stored.figures):
        named = all(bigram_recall(t.text, told) >= _NAMED for t in wanted)
        named = named and bool(_OTHER_WAYS.search(asking) or _all_named(told, asking))
        inside = [f for f in stored.figures if sentence.start <= f.start < sentence.end and f is not whole]
        parts = list({f.start: f for f in inside}.values())
        alike = all(f.unit == whole.unit and not f.hedge and f.scope == whole.scope for f in parts)
        beside = parts and alike and parts[0].section == whole.section and whole.start < parts[0].start
        if named and beside and 0 < sum(f.value for f in parts) < whole.value:
            return left_over(asked, report, whole, parts)
    return ()


def _all_named(told: str, asking: str) -> bool:
    """Whether a question names every one of the others, of which only the sum is known."""
    items = [t.text for item in re.split(r"、|和|及|与", told) for t in terms(_OTHER_WAYS.sub(" ", item))]
    return bool(items) and all(bigram_recall(item, asking) >= _NAMED for item in items)


def _remainders(text: str, figures: Sequence[Figure]) -> Iterator[tuple[Span, str]]:
    """The sentences that count some parts and end with the others uncounted, and what these are."""
    for sentence in {sentence_around(text, Span(start=f.start, end=f.end)) for f in figures}:
        said = worded(sentence.of(text))
        found = _REST.search(said)
        if found and not _NUMERAL.search(found["told"]) and _DIVIDED.search(said):
            yield sentence, found[0]


def _rate(asked: Asked, report: Report) -> Sequence[Draft]:
    """便民热线办结率: what was done of what came in, both told in one sentence."""
    said = _RATE.search(asked.question.rest)
    part = f"{asked.question.rest[: said.start()]}{said['deed']}多少" if said else ""
    deeds = deed_asked(part)
    if not said or deeds is None or "申请" in part:
        return ()
    stored = asked.library.stored(report.report_id)
    own = [f for f in stored.figures if f.scope in {"本年", None} and not f.hedge]
    zones = Zones(stored.text, own)
    dealt = next(iter(done(part, deeds, zones, own)), None)
    whole = dealt and _came_in(dealt, terms(re.sub(deeds, " ", part)), zones)
    if dealt is None or whole is None:
        return ()
    claim = share_claim(asked, report, dealt, whole)
    return [claim, *(figure_draft(report, stored.text, figure) for figure in (dealt, whole))]


def _came_in(dealt: Figure, asked: Sequence[Term], zones: Zones) -> Figure | None:
    """The whole of what was dealt with: the first number of its sentence in its unit, which the others do not pass."""
    around = sentence_around(zones.text, Span(start=dealt.start, end=dealt.end))
    before = [f for f in zones.figures if around.start <= f.start < dealt.start]
    alike = [f for f in before if f.unit == dealt.unit]
    named = [
        f
        for f in alike
        if all(bigram_recall(t.text, worded(zones.text[around.start : f.end])) >= _NAMED for t in asked)
    ]
    if not named or not named[0].value or dealt.value > named[0].value:
        return None
    between = sum(f.value for f in alike if f.start > named[0].start)
    return named[0] if between <= named[0].value else None


def _balance(asked: Asked, report: Report) -> Sequence[Draft]:
    """收支结余: the income less the spending of one sentence."""
    if not _BALANCE.search(asked.question.rest):
        return ()
    stored = asked.library.stored(report.report_id)
    own = [f for f in stored.figures if f.unit.endswith("元") and f.scope in {"本年", None} and not f.hedge]
    pairs = [(one, other) for one in own for other in own if _opposite(one, other, stored.text)]
    return of_two_parts(asked, report, *pairs[0]) if len(pairs) == 1 else ()


def _opposite(one: Figure, other: Figure, text: str) -> bool:
    """Whether the two are income and spending of one kind in one sentence."""
    income, spending = _INCOME.search(clean(one.label)), _SPENDING.search(clean(other.label))
    near = sentence_around(text, Span(start=one.start, end=one.end))
    return bool(
        income
        and spending
        and income["kind"] == spending["kind"]
        and near.start <= other.start < near.end
        and one.unit == other.unit
    )
