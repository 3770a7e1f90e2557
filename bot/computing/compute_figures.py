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
from bot.schema import Question
from ingest.facts.metrics import BY_KEY
from ingest.facts.numerals import parse_number
from ingest.schema import Figure, Report
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
    return found[1] if found else "人次" if "人次" in plain else None


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
        drafts = figure_drafts(plain, report, stored.text, stored.figures)
        figures = [figure for draft in drafts for _, figure in draft.figures]
        own = [f for f in figures if _fits(f, metric) and (metric or _says(f, words))]
        yield Holding(report, own[0] if own else None, ELSEWHERE if figures else SILENT)


def _fits(figure: Figure, metric: str | None) -> bool:
    """Whether a figure found by words is of the metric's family and of the year, where the metric is a year's."""
    accumulated = metric in _BESIDE
    family = metric is None or figure.metric.split("_")[0] == metric.split("_")[0]
    family = family and (figure.metric == metric or not {figure.metric, metric} & {"fees", "fees_waived"})
    return family and (accumulated or figure.scope in {"本年", None})


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
