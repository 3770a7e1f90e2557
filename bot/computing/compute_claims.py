"""The claims and notes of a computed answer: the computed sentence, each body's figure, who is not in it and why."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.computing.arithmetic import bounds, plain
from bot.computing.compute_figures import ELSEWHERE, IN_WORDS, OTHER_UNIT, SILENT, Asked, Holding, ruling_asked
from bot.question.asked import residual
from bot.question.wording import terms
from bot.reader import MOST_BODIES, called
from bot.reading.numbers import figure_draft
from bot.schema import Computation, Coverage, Draft, Drafted
from ingest.facts.metrics import LABELS
from ingest.figures import words
from ingest.schema import Figure, Report, Span
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

MOST_NAMED = 30
_BESIDE = 2
TOPICS = {
    "disclosed_total": "主动公开政府信息数",
    "disclosed_cumulative": "历年累计主动公开政府信息数",
    "disclosed_earlier": "以前年度公开政府信息数",
    "applications_received": "收到申请数",
    "applications_handled": "办理申请数",
    "reviews": "行政复议数",
    "lawsuits": "行政诉讼数",
    "complaints": "申诉举报数",
    "staff": "人员数",
    "messages": "留言信件数",
}


def computed_draft(library: "Library", text: str, done: Computation) -> Draft:
    """The claim of a calculation; it cites every operand, in its sentence or, where they are many, by its own words."""
    few = len(done.operands) <= MOST_BODIES
    held = {r.report_id: r for r in library.reports()} if few else {}
    spans = []
    for rid, figure in done.operands:
        own = Span(start=figure.start, end=figure.end)
        spans.append((rid, figure_draft(held[rid], library.text(rid), figure).spans[0][1] if few else own))
    return Draft(text=text, kind="computed", spans=tuple(spans), figures=done.operands, computed=done)


def shown_draft(
    library: "Library", report: Report, text: str, shown: str, figures: Iterable[Figure], more: Iterable[Span] = ()
) -> Draft:
    """The claim of a calculation of more steps than one: it cites its figures' sentences, the gate does it again."""
    source = library.text(report.report_id)
    operands = tuple((report.report_id, figure) for figure in figures)
    spans = [figure_draft(report, source, figure).spans[0] for _, figure in operands]
    spans += [(report.report_id, span) for span in more]
    return Draft(text=text, kind="verdict", spans=tuple(dict.fromkeys(spans)), figures=operands, computation=shown)


def evidence_drafts(library: "Library", found: Iterable[Holding]) -> tuple[Draft, ...]:
    """One claim a report with its figure as it words it; of one body two at most, beside the computed one."""
    shown: list[Holding] = []
    said: Counter[str] = Counter()
    for one in found:
        body = one.report.agency or one.report.path
        if one.figure is not None and said[body] < _BESIDE and len(shown) < MOST_BODIES:
            said[body] += 1
            shown.append(one)
    return tuple(figure_draft(one.report, library.text(one.report.report_id), one.figure) for one in shown)


def drafted(
    library: "Library", claims: Sequence[Draft], used: Sequence[Holding], found: Sequence[Holding],
    notes: Sequence[str] = (), shown: Sequence[Holding] | None = None,
) -> Drafted:  # fmt: skip
    """The whole answer: claims, the figures ``used`` (or those ``shown``), coverage over all that was ``found``."""
    counted = set(used)
    missing = [one for one in found if one not in counted]
    coverage = None
    if len(found) > 1:
        names = tuple(called(one.report) for one in missing)
        coverage = Coverage(answered=len(found) - len(missing), of=len(found), missing=names)
    evidence = evidence_drafts(library, used if shown is None else shown)
    return Drafted(
        drafts=(*claims, *evidence),
        notes=(*notes, *_hedges(claims), *rival_notes(used), *missing_notes(missing)),
        coverage=coverage,
    )


def _hedges(claims: Iterable[Draft]) -> list[str]:
    return [note for claim in claims if claim.computed for note in hedge_notes(claim.computed)]


def missing_notes(missing: Iterable[Holding]) -> list[str]:
    """Who is not in the calculation, by reason; a silent report is never counted as nought."""
    missing = list(missing)
    notes = []
    if silent := [one for one in missing if one.why == SILENT]:
        notes.append(fill("computed_silent", bodies=_listed(silent)))
    for why in (IN_WORDS, ELSEWHERE, OTHER_UNIT):
        if others := [one for one in missing if one.why == why]:
            notes.append(fill("computed_left_out", bodies=_listed(others), why=why))
    return notes


def rival_notes(used: Iterable[Holding]) -> list[str]:
    """Reports that state the same whole more than once and not alike."""
    return [
        fill(
            "computed_rivals",
            body=called(one.report),
            said="、".join(dict.fromkeys(words(f) for f in one.rivals)),
            used=words(one.figure),
        )
        for one in used
        if one.rivals and one.figure
    ]


def beside_notes(used: Iterable[Holding]) -> list[str]:
    """Figures of other scopes that stand beside those used: a year's number and an accumulated one are never added."""
    beside = {
        f"{called(one.report)}{words(figure)}（{figure.scope}）": None
        for one in used
        for figure in one.elsewhere
        if figure.scope in {"累计", "以前年度"}
    }
    return [fill("computed_beside", figures=listed(tuple(beside)))] if beside else []


def unit_notes(used: Sequence[Holding]) -> list[str]:
    """Numbers put in order although the reports count in different units."""
    units = list(dict.fromkeys(one.figure.unit for one in used if one.figure and one.figure.value))
    return [fill("computed_units", units="、".join(units))] if len(units) > 1 else []


def hedge_notes(done: Computation) -> list[str]:
    """Between which bounds a hedged result lies."""
    ends = bounds(done)
    if ends is None:
        return []
    low, high = (f"{plain(abs(end))}{done.unit}" for end in sorted(ends, key=abs))
    return [fill("computed_hedged", low=low, high=high)]


def topic(asked: Asked) -> str:
    """What is counted, in the metric's words with the question's own qualifiers, else in the question's words."""
    plain_question, metric = asked.task.plain, asked.metric
    if metric is None:
        said = (term.text for term in terms(plain_question) if re.search(r"[\u4e00-\u9fff]", term.text))
        return "".join(said) or "所问数字"
    if ruling_asked(plain_question, metric):  # 行政复议被纠正 counts outcomes, not reviews
        return f"{LABELS['disputes_outcome']}（{''.join(term.text for term in terms(plain_question))}）"
    said = TOPICS.get(metric) or LABELS.get(metric, metric)
    beyond = "、".join(term.text for term in residual(plain_question, (metric,)))
    return f"{said}（{beyond}）" if beyond else said


def entry(name: str, figure: Figure | None) -> str:
    """A body with its number: ``平凉工业园区（595条）``, ``平凉工业园区（2013年）595条``."""
    said = words(figure) if figure else ""
    return f"{name}{said}" if name.endswith("）") else f"{name}（{said}）"


def named(used: Sequence[Holding]) -> dict[str, str]:
    """How each report is called among the others: by body, by year, by both where both differ."""
    bodies = {one.report.agency or one.report.title for one in used}
    years = {one.report.year for one in used}
    return {one.report.report_id: _name(one.report, len(bodies) == 1, len(years) == 1) for one in used}


def when(used: Sequence[Holding]) -> str:
    """The year that all reports are of, as the head of a topic; empty where they differ."""
    years = {one.report.year for one in used}
    year = next(iter(years)) if len(years) == 1 else None
    return f"{year}年" if year else ""


def _name(report: Report, one_body: bool, one_year: bool) -> str:
    body = report.agency or report.title
    if one_year or report.year is None:
        return body
    return f"{report.year}年" if one_body else f"{body}（{report.year}年）"


def _listed(found: Sequence[Holding]) -> str:
    names = "、".join(called(one.report) for one in found[:MOST_NAMED])
    return names if len(found) <= MOST_NAMED else f"{names}等{len(found)}份"


def listed(names: Sequence[str]) -> str:
    """Names with the enumeration comma, the first of many."""
    return "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
