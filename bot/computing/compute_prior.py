"""The year before a report's own, from what the report itself says of it: 较上年2896条增长17.7%, 比上年增加12件.

望川市教育局2014年收到几件申请 is answered by the report of 2015; 公开量比上年涨了多少 by one report alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.computing.arithmetic import addable, difference, growth, plain, result, round_percent, total
from bot.computing.compute_claims import computed_draft, shown_draft, topic
from bot.computing.compute_figures import Asked, holdings
from bot.computing.compute_parts import figure_said
from bot.question.wording import bigram_recall, terms
from bot.reading.numbers import figure_draft
from bot.reading.sentences import sentence_around
from bot.schema import Draft, Drafted
from ingest.schema import Figure, Report, Span
from ingest.view import clean
from prompts import fill

_LESS = re.compile(r"减少|下降|降低|降幅|少")
_MORE = re.compile(r"增|升|多|涨|提高")
_EACH = re.compile(r"分别|各")
_PERCENT = re.compile(r"百分|几成|率|幅|%|比例")
_SINCE_LAST = re.compile(
    r"[比较](?:上一?|去|前一|头一?)学?年度?(?:同期)?(?:净|又|共|分别|各|略有|有所)*(?:增|减|下降|上升|提高|多|少)"
)
# 较上年的九件有较大增长: what that year had, and no change.
_OF_LAST = re.compile(
    r"[比较](?:上一?|去|前一|头一?|20\d\d)学?年度?(?:同期)?的(?=[\d〇零一二两三四五六七八九十百千万])"
)
_COMPARED = re.compile(r"[比较]((?:19|20)\d\d)年")
_RATE_ASKED = re.compile(
    r"(?P<rate>占比|比重|比例|[\u4e00-\u9fff]*?(?:(?<!增长)(?<!下降)(?<!增)率|(?:满意|知晓|认可|支持|信任)度))"
    r"(?:多少|几|[?。\s])*$"
)
_HOW_MUCH = re.compile(r"多少|几")
_ABOUT = 0.6
_SHARES = {"占比", "比重", "比例"}
_POINTS = "个百分点"
_RATE_NEAR = 24  # a change in points stands right behind its rate
CHANGE_NEAR = 60  # a change stands in the sentence of what changed, near it


@dataclass(frozen=True)
class _Told:
    """What one report tells of the year before: its own figure, that year's, the change in number and in hundredths."""

    report: Report
    own: Figure
    before: Figure | None
    change: Figure | None
    percent: Figure | None


def year_before(asked: Asked, *, told: bool = False) -> Drafted | None:
    """A body's number of a year whose report is not held, told or worked out by the next year's report.

    With ``told`` the year named is that of the report itself, which is asked what the year before was.
    """
    years = asked.question.scope.years
    later = [r for r in asked.reports if r.year and (r.year in years or not years if told else r.year - 1 in years)]
    return _year_before(asked, _told(asked, later)) if len(years) == 1 or told else None


def _year_before(asked: Asked, told: _Told | None) -> Drafted | None:
    if told is None:
        return None
    text = asked.library.text(told.report.report_id)
    if told.before is not None:
        return Drafted(drafts=(figure_draft(told.report, text, told.before),))
    if told.change is None or not (way := way_of_change(told.change, text)):
        return None
    rid = told.report.report_id
    operands = ((rid, told.own), (rid, told.change))
    done = total(operands) if way < 0 else difference(*operands)
    said = prior_words(told.report, topic(asked), result(done))
    evidence = (figure_draft(told.report, text, told.own), figure_draft(told.report, text, told.change))
    return Drafted(drafts=(computed_draft(asked.library, said, done), *evidence))


def grown_since(asked: Asked) -> Drafted | None:
    """By how much a number changed since the year before, where only one report is held and says so itself."""
    if len(asked.reports) == 1 and (rate := _RATE_ASKED.search(asked.task.plain)):
        return _rate_changed(asked, asked.reports[0], rate["rate"])
    told = _told(asked, asked.reports) if len(asked.reports) == 1 else None
    if told is None:
        return None
    text = asked.library.text(told.report.report_id)
    printed = [f for f in (told.percent, told.change) if f is not None]
    drafts = [*_worked_out(asked, told, text), *(figure_draft(told.report, text, f) for f in printed)]
    if not drafts:  # what it changed since another year is no answer
        return Drafted(drafts=()) if _of_another_year(text, told.own, told.report) else None
    if _PERCENT.search(asked.question.rest):
        drafts.sort(key=lambda d: "%" not in d.text)
    shown = [figure_draft(told.report, text, f) for f in (told.own, told.before) if f is not None]
    return Drafted(drafts=(*drafts, *shown))


def _rate_changed(asked: Asked, report: Report, rate: str) -> Drafted | None:
    """By how many points a rate changed, told right behind it: 纠错率14.3%,比上年下降2.8个百分点.

    Nothing where no rate of that name is told with its change: the change beside it is another's.
    """
    stored = asked.library.stored(report.report_id)
    inside = sorted({f.start: f for f in stored.figures}.values(), key=lambda f: f.start)
    found = [
        (own, change)
        for own, change in zip(inside, inside[1:], strict=False)
        if change.unit == _POINTS and _changed_rate(stored.text, own, change) and _since_last(change, report)
        if _is_rate_asked(asked.task.plain, rate, own, stored.text)
    ]
    if len({change.value for _, change in found}) != 1:
        return Drafted(drafts=()) if _HOW_MUCH.search(asked.question.standalone) else None
    own, change = found[0]
    return Drafted(drafts=tuple(figure_draft(report, stored.text, figure) for figure in (change, own)))


def _changed_rate(text: str, own: Figure, change: Figure) -> bool:
    """Whether a change in points stands right behind a rate, with nothing in between."""
    between = clean(text[own.end : change.start])
    near = own.unit == "%" and 0 <= change.start - own.end < _RATE_NEAR and not re.search(r"[;。:]", between)
    return near and way_of_change(change, text) != 0


def _since_last(change: Figure, report: Report) -> bool:
    """Whether a change is since the year before: one since another year is named so (比2018年提高)."""
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", clean(change.quote))}
    return report.year is None or years <= {report.year, report.year - 1}


def _is_rate_asked(plain: str, rate: str, own: Figure, text: str) -> bool:
    """Whether a rate is the one asked for: by its own name, and in a sentence that says what it is the rate of."""
    label = clean(own.label)
    if rate in _SHARES:
        named = [t.text for t in terms(plain) if t.text not in _SHARES]
        return "占" in clean(own.quote) and bool(named) and all(bigram_recall(word, label) >= _ABOUT for word in named)
    around = sentence_around(text, Span(start=own.start, end=own.end))
    said = clean(text[around.start : own.end])
    asking = [t.text for t in terms(plain)]
    if not asking or not all(bigram_recall(word, said) >= _ABOUT for word in asking):
        return False
    # 满意度调查…“满意”的占93.6%
    return label.endswith(asking[-1]) or (rate.endswith("度") and asking[-1][-3:-1] in label)


def _worked_out(asked: Asked, told: _Told, text: str) -> list[Draft]:
    """The change from that year's figure, or the hundredths from a change in number, where they can be had."""
    rid, own = told.report.report_id, told.own
    if told.before is not None and told.before.value:
        return [
            computed_draft(asked.library, growth_words(told.report, topic(asked), result(done)), done)
            for done in (difference((rid, own), (rid, told.before)), growth((rid, own), (rid, told.before)))
        ]
    way = way_of_change(told.change, text) if told.change is not None else 0
    if told.change is None or not way or told.change.hedge or own.hedge:
        return []
    before = own.value - way * told.change.value
    if before <= 0:
        return []
    value = round_percent(told.change.value, before)
    sign = "-" if way > 0 else "+"
    shown = f"{plain(told.change.value)}÷({plain(own.value)}{sign}{plain(told.change.value)}) = {value}%"
    said = growth_words(told.report, topic(asked), f"{'-' if way < 0 else ''}{value}%")
    return [shown_draft(asked.library, told.report, said, shown, (own, told.change))]


def prior_words(report: Report, counted: str, value: str) -> str:
    """The sentence of a number worked back to the year before a report's own."""
    body = report.agency or report.title
    return fill("computed_prior", body=body, year=report.year, topic=counted, value=value)


def growth_words(report: Report, counted: str, value: str) -> str:
    """The sentence of a change since the year before, by one report alone; ``value`` is negative for a fall."""
    return fill(
        "computed_prior_growth",
        body=report.agency or report.title,
        year=report.year,
        topic=counted,
        way="减少" if "-" in value else "增长",
        value=value.replace("-", ""),
    )


def _told(asked: Asked, reports: Sequence[Report]) -> _Told | None:
    """What the report says, ``None`` where its own figure cannot be told; ``reports`` holds one."""
    if len(reports) != 1 or reports[0].year is None:
        return None
    (report,) = reports
    scope = asked.question.scope.model_copy(update={"years": (report.year,)})
    its_own = replace(asked, question=asked.question.model_copy(update={"scope": scope}))
    held = holdings(its_own.among([report]))
    own = (held[0].figure if held else None) or (figure_said(asked, asked.task.plain, report) if asked.metric else None)
    if own is None or own.unit == "%":
        return None
    stored = asked.library.stored(report.report_id)
    last = str(report.year - 1)
    if _of_another_year(stored.text, own, report):
        return _Told(report, own, None, None, None)
    before = _beside(stored.text, stored.figures, own)
    if before is None and asked.metric and not asked.qualified:
        before = next((f for f in stored.figures if _is_before(f, own, last)), None)
    near = [f for f in _changes(stored.text, stored.figures, own) if _since_last(f, report)]
    counts = [f for f in near if addable(f, own) or f.unit == own.unit]
    percents = [f for f in near if f.unit == "%"]
    return _Told(report, own, before, counts[0] if counts else None, percents[0] if percents else None)


def _of_another_year(text: str, own: Figure, report: Report) -> bool:
    """Whether a number is measured against another year than the one before: 较2019年的216件增加54件 in 2023."""
    around = sentence_around(text, Span(start=own.start, end=own.end))
    said = _COMPARED.search(clean(text[own.end : min(around.end, own.end + CHANGE_NEAR)]))
    return bool(said and report.year and int(said[1]) != report.year - 1)


def _is_before(figure: Figure, own: Figure, last: str) -> bool:
    dated = figure.period in {last, f"{last}年"} and figure.scope == "以前年度"
    return dated and figure.metric == own.metric != "other" and addable(figure, own)


def _beside(text: str, figures: Sequence[Figure], own: Figure) -> Figure | None:
    """What the year before had, told right beside a figure: 十七件，较上年的九件有较大增长."""
    near = (f for f in figures if 0 <= f.start - own.end < CHANGE_NEAR and f.unit == own.unit)
    first = next(iter(sorted(near, key=lambda f: f.start)), None)
    return first if first and _OF_LAST.search(clean(text[max(0, first.start - 12) : first.end])) else None


def is_change(figure: Figure) -> bool:
    """Whether a figure tells a change since the year before; one in money is of no metric (比上年增加十万元)."""
    said = clean(figure.quote)
    if _OF_LAST.search(said):
        return False
    return figure.metric == "change" or (figure.metric == "other" and _SINCE_LAST.search(said) is not None)


def _changes(text: str, figures: Sequence[Figure], own: Figure) -> list[Figure]:
    """The changes told of a figure in its sentence, nearest first.

    分别增加2件、1件 go with 复议14件、诉讼11件 in order.
    """
    sentence = sentence_around(text, Span(start=own.start, end=own.end))
    inside = sorted((f for f in figures if sentence.start <= f.start < sentence.end), key=lambda f: f.start)
    after = [f for f in inside if is_change(f) and f.start >= own.end - 1]
    if not after:
        return []
    counted = [f for f in inside if not is_change(f) and f.start < after[0].start and f.unit not in {"%", "‰"}]
    counted = list({f.start: f for f in counted}.values())
    if _EACH.search(clean(after[0].quote)):
        place = next((i for i, f in enumerate(counted) if f.start == own.start), 0) - max(0, len(counted) - len(after))
        return after[place : place + 1] if place >= 0 else []
    between = [f for f in counted if f.start > own.start and f.scope != "以前年度"]
    return [] if between else [f for f in after if f.start - own.end < CHANGE_NEAR]


def way_of_change(change: Figure, text: str) -> int:
    """1 for more, -1 for less, 0 where the words do not say."""
    said = clean(text[max(0, change.start - 12) : change.end])
    return -1 if _LESS.search(said) else 1 if _MORE.search(said) else 0
