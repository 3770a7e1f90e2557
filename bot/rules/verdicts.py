"""Answers to questions about a report's own consistency: every rule of the audit can be asked for in words.

What holds is shown as well as what fails: a verdict is an answer either way, with its figures cited and its arithmetic.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.audit import checks, last_year
from bot.reader import MOST_BODIES, called
from bot.rules.check import Check
from bot.rules.verdict_asked import asked_rules, asks_scope, is_equation
from bot.schema import Coverage, Draft, Drafted, Evidence, Question
from ingest.facts.mentions import mentions
from ingest.figures import words
from ingest.schema import Figure, Report, Span, Stored
from ingest.view import clean
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

_MOST_CLAIMS = 8
_ORDER = {"fails": 0, "holds": 1, "cannot_tell": 2}
_RANK = {"error": 0, "warning": 1, "info": 2}
_WHICH = re.compile(r"哪[些家份个几]|谁|有没有(?:哪|谁)")
_SOURCE = re.compile(r"，依据.*$")  # an article's number is no number of the report
_BARE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*年)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PLACES = re.compile(r"[一二两三四五六七八九十几]+(?:处|家|份|个地方|种|类)")  # 前后两处 counts no figure
_GAP = re.compile(r"差(?!错|异|别|评)(?:了|的|额|值|是|有)*(?:多少|几|多大)|相差|差额|差值|差出|[少多]了?(?:多少|几)")
_SUM_FAILS = re.compile(r"(?P<parts>\d+(?:\+\d+)+) = (?P<sum>\d+) [≠<>] (?P<total>\d+)")
_SCOPES = {
    "本年": "当年的数",
    "累计": "历年累计，不是当年的数",
    "以前年度": "以前年度的数",
    "截至": "截至统计期末的数",
    "计划": "计划数",
    "上级": "全域的数，不是本单位的",
    "他单位": "其他单位的数，不是本单位的",
}
# 补贴明细上墙公开了吗, 各类信息都公开了没有: whether something is published, not whether its parts add up.
_PUBLISHED = re.compile(
    r"(?:明细|细目|清单|分类|各类|各项|几类|[两三四五六七八九十]类|类别|渠道)[^,。;?\d]{0,16}"
    r"(?:公开|公示|公布|发布|上墙|上网|张贴|张榜|晒)(?:出来|出去|到位|[过了])*(?:吗|么|没有?|与否|[?？]|$)"
)
_ADDED = re.compile(r"合计|小计|总数|总和|之和|总量|相加|加起|加总|加得|等于|相等|对得|对不上|一致|相符|吻合|勾稽|合得")
_DISCLOSED = {"disclosed_total", "disclosed_cumulative", "disclosed_earlier"}


def verdict_drafts(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted | None:
    """Verdicts for a question about consistency, ``None`` for any other; the fitting rules are run, nothing else."""
    asked = question.rest
    scope = asks_scope(clean(question.standalone))
    rules = _rules(asked)
    if not scope and rules is None:
        return None
    inside = [r for r in library.reports() if r.report_id in set(question.scope.reports)]
    numbers = _numbers(asked)
    found = {
        report.report_id: checked_again(question, library.stored(report.report_id), last_year(library, report))
        for report in inside
    }
    if not any(found.values()):
        return None if is_equation(asked) or scope else Drafted()
    if len(inside) == 1:
        return Drafted(drafts=_merged(line(inside[0], c) for c in found[inside[0].report_id][:_MOST_CLAIMS]))
    return _across(inside, found, numbered=bool(numbers), which=bool(_WHICH.search(question.standalone)))


def _rules(asked: str) -> frozenset[str] | None:
    """The rules that a question asks for; none where it asks whether the details of something are published."""
    return None if _PUBLISHED.search(asked) and not _ADDED.search(asked) else asked_rules(asked)


def _numbers(asked: str) -> frozenset[Decimal]:
    asked = _THOUSANDS.sub("", _PLACES.sub(" ", asked))
    return frozenset({m.value for m in mentions(asked)} | {Decimal(n) for n in _BARE.findall(asked) if len(n) > 1})


@dataclass(frozen=True, eq=False)
class _Same:
    """A report by identity, so that what was made of it can be kept."""

    stored: Stored

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.stored is self.stored

    def __hash__(self) -> int:
        return id(self.stored)


def checked_again(question: Question, stored: Stored, before: Sequence[Stored]) -> list[Check]:
    """The checks of one report that a question about consistency asks for; ``before`` may hold last year's report.

    The last answers are kept: the gate asks for what the drafter has just asked for.
    """
    return list(_checked_once(question, _Same(stored), tuple(map(_Same, before))))


@lru_cache(16)
def _checked_once(question: Question, report: _Same, years: tuple[_Same, ...]) -> list[Check]:
    stored, before = report.stored, [year.stored for year in years]
    asked, numbers = question.rest, _numbers(question.rest)
    if asks_scope(clean(question.standalone)):
        return _scopes(stored, numbers)
    rules = _rules(asked)
    made = [] if rules is None else _checked(stored, before, rules, numbers, is_equation(asked))
    made = _told(made if numbers else _on_metrics(question, stored, made))
    return [_with_gap(check) for check in made] if _GAP.search(asked) else made


def _with_gap(check: Check) -> Check:
    """A sum that fails with the difference worked out, for 差多少: every operand is one that the check cites."""
    found = _SUM_FAILS.fullmatch(check.computation or "")
    if not found or check.verdict != "fails":
        return check
    parts, made, total = found["parts"].split("+"), Decimal(found["sum"]), Decimal(found["total"])
    more = f"{found['total']}-{'-'.join(parts)} = {total - made}"
    less = f"{found['parts']}-{found['total']} = {made - total}"
    unit = re.search(rf"{found['total']}([^\d）]{{1,3}})）$", check.message)
    apart = f"，相差{abs(total - made)}{unit[1]}" if unit else ""
    computation = f"{check.computation}，{more if total > made else less}"
    return check.model_copy(update={"message": check.message + apart, "computation": computation})


def _on_metrics(question: Question, stored: Stored, made: list[Check]) -> list[Check]:
    """Of checks on numbers those that touch the metric asked about (前后写的公开条数), where there are any."""
    rid = stored.report.report_id
    places = [(f.start, f.end) for f in stored.figures if f.metric in question.metrics]
    about = [
        check
        for check in made
        if check.computation
        and any(
            r == rid and s.start < end and start < s.end
            for r, s in check.touches or check.spans
            for start, end in places
        )
    ]
    return about or made


def _checked(
    stored: Stored, before: Sequence[Stored], rules: Collection[str], numbers: frozenset[Decimal], equation: bool
) -> list[Check]:
    """The checks that a question asks for, what fails first; only those on its numbers where it says some."""
    made = checks(stored, before, rules)
    made = tuple(check for check in made if check.spans)
    about = [check for check in made if numbers and numbers & _said(check)]
    if equation:
        made = tuple(check for check in about if numbers <= _said(check))
        made = tuple(check for check in made if check.rule != "A14") or made  # the sum is asked about, not its wording
    elif about:
        most = max(len(numbers & _said(check)) for check in about)
        made = tuple(check for check in about if len(numbers & _said(check)) == most)
    return sorted(made, key=_urgency)


def _told(made: Sequence[Check]) -> list[Check]:
    """What can be told, where anything can."""
    return [check for check in made if check.verdict != "cannot_tell"] or list(made)


def _urgency(check: Check) -> tuple[int, int]:
    return _ORDER[check.verdict], _RANK[check.severity] if check.verdict == "fails" else 0


def _said(check: Check) -> set[Decimal]:
    shown = f"{check.computation or ''} {check.message}"
    return {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", shown)}


def _across(inside: Sequence[Report], found: dict[str, list[Check]], *, numbered: bool, which: bool) -> Drafted:
    """One line a body, what fails first; asked which ones fail, the others are only named."""
    told = [report for report in inside if found[report.report_id]]
    told.sort(key=lambda report: _urgency(found[report.report_id][0]))
    failing = [report for report in told if found[report.report_id][0].verdict == "fails"]
    shown = failing if which and failing else told
    drafts = [
        line(report, first, more=sum(check.verdict == "fails" for check in rest))
        for report, (first, *rest) in ((report, found[report.report_id]) for report in shown[:MOST_BODIES])
    ]
    silent = tuple(called(report) for report in inside if report not in told)
    clear = tuple(called(report) for report in told if report not in shown)
    notes = [fill("verdict_clear", bodies="、".join(clear[:MOST_BODIES]))] if clear else []
    notes += [fill("verdict_silent", bodies="、".join(silent[:MOST_BODIES]))] if silent and not numbered else []
    coverage = None if numbered else Coverage(answered=len(told), of=len(inside), missing=silent)
    return Drafted(drafts=_merged(drafts), notes=tuple(notes), coverage=coverage)


def _merged(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Drafts that say the same are one, with all their spans."""
    merged: dict[str, Draft] = {}
    for draft in drafts:
        before = merged.get(draft.text)
        spans = dict.fromkeys((*(before.spans if before else ()), *draft.spans))
        merged[draft.text] = draft.model_copy(update={"spans": tuple(spans)})
    return tuple(merged.values())


def line(report: Report, check: Check, more: int = 0) -> Draft:
    """One check of a report as a claim; ``more`` counts what else fails there."""
    said = f"{_word(check)}{_SOURCE.sub('', check.message)}"
    if check.computation:
        text = fill("verdict_shown", body=called(report), said=said, computation=check.computation)
    else:
        text = fill("verdict_line", body=called(report), said=said)
    text += fill("verdict_more", count=more) if more else ""
    return Draft(text=text, kind="verdict", spans=check.spans, computation=check.computation)


def _word(check: Check) -> str:
    """一致, 不一致, 未穷尽 before what was compared; nothing before what is only there or not there."""
    if check.rule == "A14" and check.verdict == "holds":
        return ""
    if check.rule[0] not in "AXY" and check.rule not in {"S4", "S9"} or check.rule in {"Y4", "Y5", "Y6"}:
        return ""
    if "未穷尽" in check.message:
        return ""
    return {"holds": "一致：", "fails": "不一致：", "cannot_tell": "无法核对："}[check.verdict]


def _scopes(stored: Stored, numbers: frozenset[Decimal]) -> list[Check]:
    """For the numbers asked about, else for what is called 累计: whether they are the year's or accumulated."""
    named = [f for f in stored.figures if f.value in numbers and f.unit != "%"]
    figures = named or [f for f in stored.figures if f.metric in _DISCLOSED and _counts_up(stored, f)]
    sums = [c for c in checks(stored, (), {"A5", "A11", "A14"}) if c.verdict == "holds" or c.rule == "A14"]
    made = [_scope(stored, figure, sums) for figure in figures if not numbers or named]
    return list({check.message: check for check in made}.values())[:3]


def _counts_up(stored: Stored, figure: Figure) -> bool:
    return figure.scope in {"累计", "以前年度"} or "累计" in figure.quote


def _scope(stored: Stored, figure: Figure, sums: Iterable[Check]) -> Check:
    said = words(figure)
    fitting = [c for c in sums if c.computation and c.computation.endswith(f"= {format(figure.value, 'f')}")]
    rid = stored.report.report_id
    own = (rid, Span(start=figure.start, end=min(figure.end, figure.start + 160)))
    spans = (own, *(fitting[0].spans if fitting else ()))
    return Check(
        rule="A14",
        verdict="holds",
        message=fill("verdict_scope", figure=said, scope=_SCOPES.get(figure.scope or "本年", "当年的数")),
        computation=fitting[0].computation if fitting else None,
        spans=tuple(dict.fromkeys(spans)),
    )
