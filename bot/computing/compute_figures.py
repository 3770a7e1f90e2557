"""What every report of a scope has for one plain question: its figure, or why it has none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from bot.computing.arithmetic import Operand, same_kind
from bot.computing.operations import Task
from bot.output.fields import FIELDS
from bot.question.asked import metrics_of, residual
from bot.question.wording import Term, bigram_recall, terms
from bot.reader import mentioned
from bot.reading.headline import Headline, headline
from bot.reading.numbers import figure_drafts
from bot.reading.sentences import sentence_around
from bot.schema import Question
from ingest.facts.metrics import BY_KEY
from ingest.facts.numerals import parse_number
from ingest.schema import Figure, Report, Span, Stored
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_BATCH = 100  # reports whose figures are in memory at a time
_BESIDE = {"disclosed_cumulative": "disclosed_total", "disclosed_earlier": "disclosed_total"}
_ASIDE = {"reviews", "lawsuits", "complaints", "fees", "fees_waived"}  # 被申请行政复议 counts no applications
_SO_MANY = re.compile(r"([一二两三四五六七八九十百\d]+)(?:家|个单位|份)")
_ABOUT = 0.5
_NO_ITEMS = re.compile(r"(?:多少|几)(?:笔|户|亩|公里|批(?!次)|辆|套|名|位|人|元|万元|亿元)")
_RATES = re.compile(r"率|%|百分|占比|比例|比重")  # a rate of the metric is not the metric
_SHARE_ASKED = re.compile(r"比例|比重|占比|百分比")  # 47件 is no share
_REVIEWED_FIRST = re.compile(r"审查|审核|审批|初审|把关")  # before publication: no answer to an application
_WHOLE_BODY = re.compile(r"(?:全[省市县区州旗镇乡校院厅局委办系集体]|本[级机单])[^,。;]{0,6}?(?:共|总|现|有)")
_RULINGS = tuple(re.compile(said) for said in ("纠[正错]", "维持", "撤销", "败诉", "未审结|审理中"))
_SUITS = {"reviews": re.compile(r"复议"), "lawsuits": re.compile(r"诉讼|起诉")}
SILENT, IN_WORDS, ELSEWHERE, OTHER_UNIT = "未提及", "提到但没有写明数字", "口径不同", "单位不同"


@dataclass(frozen=True)
class Asked:
    """A calculation asked for of the reports in scope."""

    question: Question
    task: Task
    library: "Library"
    reports: tuple[Report, ...]

    @cached_property
    def metric(self) -> str | None:
        """The metric of the plain question, if it asks for one."""
        return metric_of(self.task.plain)

    @cached_property
    def qualified(self) -> bool:
        """Whether the plain question asks for less than all that a metric counts (网站公开, 专职人员)."""
        return self.metric is None or bool(residual(self.task.plain, (self.metric,)))

    def about(self, plain: str) -> "Asked":
        """The same of another plain question."""
        return replace(self, task=self.task.model_copy(update={"plain": plain}))

    def among(self, reports: Iterable[Report]) -> "Asked":
        """The same of other reports."""
        return replace(self, reports=tuple(reports))


@dataclass(frozen=True)
class Holding:
    """One report's figure for the question; else ``why`` it has none.

    ``rivals`` contradict the figure, ``elsewhere`` are the metric's figures in other scopes (累计, 以前年度).
    """

    report: Report
    figure: Figure | None
    why: str = SILENT
    rivals: tuple[Figure, ...] = ()
    elsewhere: tuple[Figure, ...] = ()

    @property
    def operand(self) -> Operand:
        """The figure with its report's id."""
        assert self.figure is not None
        return self.report.report_id, self.figure


def metric_of(plain: str) -> str | None:
    """The one metric that a plain question asks for, if any."""
    if _RATES.search(plain):
        return None
    found = metrics_of(plain)
    if _NO_ITEMS.search(plain):  # 放了多少笔贷款 counts no information
        found = tuple(metric for metric in found if not metric.startswith("disclosed"))
    if aside := [metric for metric in found if metric in _ASIDE]:
        return aside[0]
    if "disclosed_total" in found and "申请" in plain and "主动" not in plain:
        found = tuple(metric for metric in found if metric != "disclosed_total")
    return found[0] if found else None


def everybody(asked: Asked) -> tuple[Report, ...]:
    """All reports that a body is measured against: those of its years, or all that the question counts (五家)."""
    held = asked.library.reports()
    years = {report.year for report in asked.reports}
    same = tuple(report for report in held if report.year in years)
    said = _SO_MANY.search(clean(asked.question.standalone))
    counted = parse_number(said[1]) if said else None
    bodies = {report.agency or report.path for report in held}
    all_of_them = not asked.question.scope.years and counted in {len(held), len(bodies)}
    return held if all_of_them or len(same) < 2 else same


def unit_of(plain: str) -> str | None:
    """The unit that a plain question names: 公开多少条, 多少人次."""
    found = re.search(r"(?:多少|几)(人次|万元|平方米|批次|[条件份次人名项期篇起元场%])", plain)
    return found[1] if found else "人次" if "人次" in plain else "%" if _SHARE_ASKED.search(plain) else None


def holdings(asked: Asked) -> list[Holding]:
    """What every report in scope holds, in one kind of unit: the one asked for, else the one most reports use."""
    metric = asked.metric
    found = list(_worded(asked) if metric is None or asked.qualified else _of_metric(asked, metric))
    wanted = unit_of(asked.task.plain) or _commonest(found)
    found = [_in_unit(asked, one, wanted) for one in found] if wanted else found
    silent = (one for one in found if one.figure is None and one.why == SILENT)
    spoken = {id(one) for one in silent if _speaks(asked, one.report)}
    return [replace(one, why=IN_WORDS) if id(one) in spoken else one for one in found]


def _speaks(asked: Asked, report: Report) -> bool:
    """Whether a report without a figure has the words for one: then it must not be called silent."""
    text = clean(asked.library.text(report.report_id))
    rule = next((rule for rule in FIELDS if rule.key == asked.metric), None)
    if rule is not None:
        return bool(rule.says.search(text))
    if asked.metric in BY_KEY:
        return bool(BY_KEY[asked.metric].says.search(text))
    return bool(mentioned(terms(asked.task.plain), text))


def figures_of(library: "Library", reports: Sequence[Report]) -> Iterator[tuple[Report, list[Figure]]]:
    """Every report with its figures, a batch at a time."""
    waiting = iter(reports)
    while batch := list(islice(waiting, _BATCH)):
        grouped: dict[str, list[Figure]] = {report.report_id: [] for report in batch}
        for rid, figure in library.figures(list(grouped)):
            grouped[rid].append(figure)
        yield from ((report, grouped[report.report_id]) for report in batch)


def _of_metric(asked: Asked, metric: str) -> Iterator[Holding]:
    for report, figures in figures_of(asked.library, asked.reports):
        beside = any(figure.metric == _BESIDE.get(metric) for figure in figures)
        yield _held(report, headline(figures, metric, report.year), ELSEWHERE if beside else SILENT)


def _held(report: Report, found: Headline | None, why: str = SILENT) -> Holding:
    if found is None:
        return Holding(report, None, why)
    return Holding(report, found.best, ELSEWHERE, found.rivals, found.elsewhere)


def _worded(asked: Asked) -> Iterator[Holding]:
    """By the question's own words, each report read as for a plain number question."""
    metric = asked.metric
    plain = asked.question.model_copy(
        update={"rest": asked.task.plain, "intent": "number", "metrics": (metric,) if metric else ()}
    )
    words = terms(asked.task.plain)
    for report in asked.reports:
        stored = asked.library.stored(report.report_id)
        told = [figure for figure in stored.figures if not _of_what_is_published(figure)]
        drafts = figure_drafts(plain, report, stored.text, told)
        figures = [figure for draft in drafts for _, figure in draft.figures]
        own = [f for f in figures if _fits(f, metric) and (metric or _says(f, words))]
        if own and metric == "staff":
            own = _of_the_whole(asked, own[0], stored)
        if ruling := ruling_asked(asked.task.plain, metric):
            own = _ruled(metric, ruling, stored)
        yield Holding(report, own[0] if own else None, ELSEWHERE if figures else SILENT)


def ruling_asked(plain: str, metric: str | None) -> re.Pattern[str] | None:
    """The ruling on reviews or lawsuits that a plain question asks for, if any."""
    if metric not in _SUITS or _RATES.search(plain):
        return None
    return next((ruling for ruling in _RULINGS if ruling.search(plain)), None)


def _ruled(metric: str, ruling: re.Pattern[str], stored: Stored) -> list[Figure]:
    """How many reviews, or lawsuits, ended so, in whatever words of that ruling (纠正, 纠错); of none, none did."""
    own = (f for f in stored.figures if f.metric == "disputes_outcome" and f.scope in {"本年", None} and f.unit != "%")
    found = [f for f in own if ruling.search(clean(f.label)) and _dispute_of(stored.text, f) == metric]
    if found:
        return found[:1] if len({f.value for f in found}) == 1 else []
    whole = headline(stored.figures, metric, stored.report.year)
    return [whole.best] if whole and whole.best and whole.best.value == 0 else []


def _dispute_of(text: str, figure: Figure) -> str | None:
    """Whether an outcome is told of the reviews or of the lawsuits: of those named last before it."""
    around = sentence_around(text, Span(start=figure.start, end=figure.end))
    said = clean(text[around.start : figure.end])
    last = {metric: max((m.end() for m in named.finditer(said)), default=0) for metric, named in _SUITS.items()}
    metric = max(last, key=lambda one: last[one])
    return metric if last[metric] else None


def _of_the_whole(asked: Asked, found: Figure, stored: Stored) -> list[Figure]:
    """The staff of that sort in the whole body, where its office and the body are both told; none where it is open.

    县政府办配备专职人员3名,全县共有工作人员86名,其中专职19名: the county has 19.
    """
    beyond = residual(asked.task.plain, ("staff",))
    alike = [f for f in stored.figures if f.metric == "staff" and _fits(f, "staff") and same_kind(f.unit, found.unit)]
    alike = [f for f in alike if beyond and all(bigram_recall(t.text, clean(f.label)) >= _ABOUT for t in beyond)]
    if len({f.value for f in alike}) < 2:
        return [found]
    whole = [f for f in alike if _WHOLE_BODY.search(_clauses_before(stored.text, f))]
    return whole[:1] if len({f.value for f in whole}) == 1 else []


def _clauses_before(text: str, figure: Figure) -> str:
    """The figure's clause and the one before it (全县共有工作人员86名,其中专职19名)."""
    around = sentence_around(text, Span(start=figure.start, end=figure.end))
    return ",".join(re.split(r"[,;]", clean(text[around.start : figure.end]))[-2:])


def _fits(figure: Figure, metric: str | None) -> bool:
    """Whether a figure found by words is of the metric's family and of the year, where the metric is a year's."""
    accumulated = metric in _BESIDE
    family = metric is None or figure.metric.split("_")[0] == metric.split("_")[0]
    family = family and (figure.metric == metric or not {figure.metric, metric} & {"fees", "fees_waived"})
    at_the_end = metric == "staff" and figure.scope == "截至"  # 截至年底共有专职5人: whoever serves is counted so
    return family and (accumulated or at_the_end or figure.scope in {"本年", None})


def _of_what_is_published(figure: Figure) -> bool:
    """经审查不予公开15条 of what was to be published answers no application."""
    here = clean("".join((*figure.section[-1:], figure.quote)))
    return (
        figure.metric == "applications_outcome"
        and "申请" not in here
        and bool(_REVIEWED_FIRST.search(clean(figure.quote)))
    )


def _says(figure: Figure, asked: Sequence[Term]) -> bool:
    """Whether the figure's own words, not its sentence's, are about what is asked."""
    own = clean(figure.label + figure.quote)
    return any(bigram_recall(term.text, own) >= _ABOUT for term in asked)


def _commonest(found: Iterable[Holding]) -> str | None:
    """The unit that stands for most reports' kind; a nought of another unit says nothing against it."""
    units = Counter(one.figure.unit for one in found if one.figure and one.figure.value)
    kinds = {unit: sum(n for other, n in units.items() if same_kind(unit, other)) for unit in units}
    return max(units, key=lambda unit: (kinds[unit], units[unit]), default=None)


def _in_unit(asked: Asked, one: Holding, unit: str) -> Holding:
    """The holding, or the report's headline among its figures of that kind of unit."""
    if one.figure is None or same_kind(unit, one.figure.unit) or (one.figure.value == 0):
        return one
    metric = asked.metric
    figures = asked.library.stored(one.report.report_id).figures if metric else ()
    found = headline([f for f in figures if same_kind(unit, f.unit)], metric, one.report.year) if metric else None
    return _held(one.report, found) if found and found.best else Holding(one.report, None, OTHER_UNIT)
