"""Systems that deserve no trust: each must fall below a floor, or the metrics reward it.

always_abstain · dump_everything · cite_everything · echo_question · random_sentence · last_year. On a mixed suite every
one of them breaks a floor of ``SANE`` (evals.md 2.10; RGB gives "dump everything" 100 %).
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.reading.sentences import sentences
from evals.metrics import score_all
from evals.metrics.aggregate import eligible
from evals.metrics.world import Answer, World
from evals.schema import Case
from ingest.figures import words
from ingest.schema import Figure, Report, Span

# What any honest system reaches on answerable and unanswerable questions together; a mean below it is a failed gate.
# ``refused`` is the status of the unanswerable ones alone.
SANE = {
    "status": 0.6,
    "refused": 0.4,
    "brief": 0.8,
    "must": 0.4,
    "bodies": 0.6,
    "number_recall": 0.4,
    "nugget_strict_vital": 0.3,
    "citation_recall": 0.6,
    "citation_precision": 0.6,
    "quote_exact": 1.0,
    "citations_resolve": 1.0,
    "silence": 1.0,
}


def degenerate(name: str, case: Case, world: World) -> Answer:
    """What the system ``name`` answers; one of ``SYSTEMS``."""
    return SYSTEMS[name](case, world)


def broken_floors(name: str, cases: Iterable[Case], world: World) -> dict[str, float]:
    """The metrics whose mean over the cases falls below ``SANE``, for a degenerate system."""
    values: dict[str, list[float]] = {}
    for case in cases:
        answer = degenerate(name, case, world)
        for score in score_all(case, answer, world):
            value = eligible(case, score, answer)
            if score.metric == "status" and case.expect == "no_evidence" and value is not None:
                values.setdefault("refused", []).append(value)
            if score.metric in SANE and value is not None:
                values.setdefault(score.metric, []).append(value)
    means = {metric: sum(found) / len(found) for metric, found in values.items()}
    return {metric: mean for metric, mean in means.items() if mean < SANE[metric]}


def always_abstain(case: Case, world: World) -> Answer:
    """Knows nothing, ever."""
    return _answer(case, "no_evidence", (), ())


def dump_everything(case: Case, world: World) -> Answer:
    """Every sentence of a right report, quoted exactly."""
    report = _report(case, world)
    spans = list(_spans(report, world))
    return _quoted(case, [(report, span) for span in spans], world)


def cite_everything(case: Case, world: World) -> Answer:
    """One right sentence that cites the whole report."""
    report = _report(case, world)
    spans = list(_spans(report, world))
    gold = next((span.quote for span in case.spans if world.resolve(span.report) == report.report_id), None)
    text = gold or spans[0].of(world.texts[report.report_id])
    citations = [_citation(n, report, span, world) for n, span in enumerate(spans, 1)]
    return _answer(case, "answered", (_claim(text, [c["n"] for c in citations]),), citations)


def echo_question(case: Case, world: World) -> Answer:
    """The question as a statement, with some citation."""
    report = _report(case, world)
    span = next(_spans(report, world))
    text = case.question.rstrip("？?吗呢")
    return _answer(case, "answered", (_claim(text, [1]),), [_citation(1, report, span, world)])


def random_sentence(case: Case, world: World) -> Answer:
    """Any sentence of any report, quoted exactly."""
    rng = random.Random(case.id)  # noqa: S311
    report = rng.choice(sorted(world.reports.values(), key=lambda r: r.report_id))
    return _quoted(case, [(report, rng.choice(list(_spans(report, world))))], world)


def last_year(case: Case, world: World) -> Answer:
    """The right metric from another report: of the same body's other year where the library has one."""
    right = _report(case, world)
    others = sorted(world.reports.values(), key=lambda r: (r.agency != right.agency, -(r.year or 0), r.report_id))
    metrics = [number.metric for number in case.numbers if number.metric] or ["disclosed_total"]
    found = ((r, f) for r in others if r != right for f in world.figures[r.report_id] if f.metric in metrics)
    report, figure = next(found, (others[-1], None))
    if figure is None:
        return _quoted(case, [(report, next(_spans(report, world)))], world)
    citation = _citation(1, report, Span(start=figure.start, end=figure.end), world)
    return _answer(case, "answered", (_claim(_stated(report, figure), [1], "figure"),), [citation])


SYSTEMS: dict[str, Callable[[Case, World], Answer]] = {
    make.__name__: make
    for make in (always_abstain, dump_everything, cite_everything, echo_question, random_sentence, last_year)
}


def _report(case: Case, world: World) -> Report:
    """A right report of the case where it names one, else the first."""
    named = [rid for span in case.spans if (rid := world.resolve(span.report))]
    by_body = [r for body in case.bodies for r in world.reports.values() if body in (r.agency or "")]
    return world.reports[named[0]] if named else next(iter([*by_body, *world.reports.values()]))


def _spans(report: Report, world: World) -> Iterable[Span]:
    text = world.texts[report.report_id]
    return (span for span in sentences(text, 0, len(text)))


def _stated(report: Report, figure: Figure) -> str:
    return f"{report.agency or report.title}{report.year or ''}年：{figure.label}{words(figure)}"


def _quoted(case: Case, places: Sequence[tuple[Report, Span]], world: World) -> Answer:
    citations = [_citation(n, report, span, world) for n, (report, span) in enumerate(places, 1)]
    claims = [_claim(citation["quote"], [citation["n"]], "quote") for citation in citations]
    return _answer(case, "answered", claims, citations)


def _claim(text: str, citations: Sequence[int], kind: str = "generated") -> dict[str, Any]:
    return {"text": text, "kind": kind, "citations": list(citations), "computation": None, "searched": None}


def _citation(n: int, report: Report, span: Span, world: World) -> dict[str, Any]:
    quote = span.of(world.texts[report.report_id])
    return {
        "n": n, "report_id": report.report_id, "agency": report.agency, "year": report.year, "section": [],
        "start": span.start, "end": span.end, "quote": quote,
    }  # fmt: skip


def _answer(
    case: Case, status: str, claims: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]]
) -> Answer:
    return {
        "id": case.id, "question": case.question, "standalone_question": case.question, "status": status,
        "claims": list(claims), "citations": list(citations), "closest": [], "candidates": [], "notes": [],
        "confidence": 1.0, "coverage": None, "timings": {}, "usage": None,
    }  # fmt: skip
