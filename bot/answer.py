"""The story of an answer: understand, retrieve, read, verify."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.bodies import nearest
from bot.drafters import draft
from bot.points import PLANS, PROBLEMS
from bot.reader import ENOUGH, called, is_heading, mentioned
from bot.retrieve import query_text, retrieve
from bot.schema import Answer, Citation, Claim, Coverage, Drafted, Evidence, Question, Withheld
from bot.sentences import sentences, shorten
from bot.understand import understand
from bot.verify import cite, verify
from bot.wording import coverage, terms
from ingest.schema import Report, Span
from ingest.view import clean
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

CLOSEST = 3


def answer(library: "Library", asked: Mapping[str, Any]) -> Answer:
    """Answer ``{question, report, year, after, explain, id}`` from the library; a refusal is an answer too."""
    clock = _Clock()
    reports = library.reports()
    with clock("understand"):
        question = _understood(library, asked)
    if reason := _cannot_be_asked(question, reports):
        return _refusal(asked, question, clock, *reason, closest=_near(library, question))
    with clock("retrieve"):
        evidence, channel = retrieve(library, question)
    with clock("read"):
        drafted = draft(question, library, evidence)
    if several := _several(question, reports, {d.spans[0][0] for d in drafted.drafts if d.spans}):
        return _refusal(
            asked, question, clock, "needs_clarification", [fill("needs_clarification", count=len(several))], several
        )
    with clock("verify"):
        claims, citations, withheld = verify(
            drafted.drafts, {r.report_id: r for r in reports}, library.text, lambda rid: library.stored(rid).sections
        )
    explained = _explain(question, evidence, channel) if asked.get("explain") else None
    if not claims:
        return _no_evidence(library, asked, question, evidence, withheld, clock, explained)
    return _answered(library, asked, question, drafted, claims, citations, withheld, clock, explained)


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - start, 5)


def _understood(library: "Library", asked: Mapping[str, Any]) -> Question:
    years = asked.get("year") or ()
    limits = [library.find(name, years[0] if len(years) == 1 else None).report_id for name in asked.get("report") or ()]
    return understand(
        str(asked.get("question") or ""),
        library.reports(),
        only=limits,
        years=asked.get("year") or (),
        after=asked.get("after") or (),
    )


def _cannot_be_asked(question: Question, reports: Sequence[Report]) -> tuple[str, list[str], list[Report]] | None:
    """Status, notes and candidates where the question cannot go to the reports at all."""
    scope = question.scope
    if not question.standalone:
        return "no_evidence", [fill("empty_question")], []
    if not reports:
        return "no_evidence", [fill("empty_library")], []
    if scope.unknown and not scope.named:
        return "no_evidence", [_other_body(name, reports) for name in scope.unknown], []
    return None


def _several(question: Question, reports: Sequence[Report], able: set[str]) -> list[Report]:
    """The reports to ask back about: the wording points at one unnamed body and more than one fits.

    A number asked of nobody is asked back only where more than one report could answer it (``able``).
    """
    scope = question.scope
    inside = [r for r in reports if r.report_id in scope.reports]
    fits = [r for r in inside if r.report_id in able]
    pointed = scope.vague is not None
    if (scope.everyone and not pointed) or not (pointed or (question.intent == "number" and not scope.named)):
        return []
    fits = inside if pointed and len(fits) < 2 else fits
    return fits if len({r.agency or r.path for r in fits}) > 1 else []


def _near(library: "Library", question: Question) -> tuple[Citation, ...]:
    """The closest passages of the nearest bodies, for a question about one that is not held."""
    reports = {r.report_id: r for r in library.reports()}
    if not question.scope.unknown or not reports:
        return ()
    near = [found.report_id for name in question.scope.unknown if (found := nearest(name, tuple(reports.values())))]
    scope = question.scope.model_copy(update={"reports": tuple(dict.fromkeys(near)) or tuple(reports)})
    wider = question.model_copy(update={"scope": scope})
    return _closest(library, wider, retrieve(library, wider, CLOSEST)[0], reports)


def _other_body(name: str, reports: Sequence[Report]) -> str:
    near = nearest(name, reports)
    return fill("other_body", asked=name, nearest=called(near)) if near else fill("other_body_none", asked=name)


def _base(asked: Mapping[str, Any], question: Question, clock: _Clock) -> dict[str, Any]:
    key = hashlib.sha256(f"{question.text}|{question.scope.model_dump_json()}".encode()).hexdigest()[:12]
    return {
        "id": str(asked.get("id") or key),
        "question": question.text,
        "standalone_question": question.standalone,
        "scope": question.scope,
        "timings": clock.timings,
    }


def _refusal(
    asked: Mapping[str, Any],
    question: Question,
    clock: _Clock,
    status: str,
    notes: list[str],
    candidates: list[Report],
    closest: tuple[Citation, ...] = (),
) -> Answer:
    return Answer(
        **_base(asked, question, clock),
        status=status,
        notes=tuple(notes),
        candidates=tuple(candidates),
        closest=closest,
        confidence=0.0,
    )


def _no_evidence(
    library: "Library",
    asked: Mapping[str, Any],
    question: Question,
    evidence: Sequence[Evidence],
    withheld: tuple[Withheld, ...],
    clock: _Clock,
    explained: dict[str, Any] | None,
) -> Answer:
    by_id = {r.report_id: r for r in library.reports()}
    inside = [by_id[rid] for rid in question.scope.reports]
    notes = [fill("no_evidence", searched=len(inside))]
    if question.scope.years and not any(r.year in question.scope.years for r in inside):
        notes.insert(0, _other_year(question, inside))
    elif len(inside) == 1:
        notes += _silence(question, inside[0], clean(library.text(inside[0].report_id)))
    return Answer(
        **_base(asked, question, clock),
        status="no_evidence",
        notes=tuple(notes),
        withheld=withheld,
        closest=_closest(library, question, evidence, by_id),
        confidence=0.0,
        explain=explained,
    )


def _silence(question: Question, report: Report, text: str) -> list[str]:
    """What one report says nothing of, kept apart from what it mentions without answering."""
    asked = terms(question.rest)[:4]
    here = mentioned(asked, text)
    absent = [term.text for term in asked if term not in here]
    notes = [fill("not_mentioned", bodies=called(report), topic="、".join(absent))] if absent else []
    return notes + ([fill("only_mentioned", topic="、".join(term.text for term in here))] if here else [])


def _other_year(question: Question, reports: Sequence[Report]) -> str:
    bodies = "、".join(dict.fromkeys(r.agency or r.title for r in reports[:5])) if question.scope.named else "各单位"
    held = "、".join(sorted({str(r.year) for r in reports if r.year}))
    return fill("other_year", bodies=bodies, years="、".join(map(str, question.scope.years)), held=held or "不详")


def _closest(
    library: "Library", question: Question, evidence: Sequence[Evidence], reports: Mapping[str, Report]
) -> tuple[Citation, ...]:
    """The best sentence of each of the closest passages, for a reader to judge."""
    asked = terms(question.rest)
    found = []
    for n, item in enumerate(evidence[:CLOSEST], 1):
        text = library.text(item.report_id)
        best = max(
            sentences(text, item.span.start, item.span.end),
            key=lambda s: (coverage(asked, clean(s.of(text))), not is_heading(clean(s.of(text)), item.section)),
            default=item.span,
        )
        keep = None if coverage(asked, clean(best.of(text))) else Span(start=best.start, end=best.start + 1)
        span = shorten(text, best, lambda words: coverage(asked, clean(words)), keep=keep)
        found.append(cite(n, reports[item.report_id], span, text, library.stored(item.report_id).sections))
    return tuple(found)


def _answered(
    library: "Library",
    asked: Mapping[str, Any],
    question: Question,
    drafted: Drafted,
    claims: tuple[Claim, ...],
    citations: tuple[Citation, ...],
    withheld: tuple[Withheld, ...],
    clock: _Clock,
    explained: dict[str, Any] | None,
) -> Answer:
    covered = drafted.coverage or _coverage(library, question, citations)
    notes = [fill("coverage", answered=covered.answered, of=covered.of)] if covered else []
    notes += drafted.notes
    notes += [_other_body(name, library.reports()) for name in question.scope.unknown]
    notes += _planned(question, citations) + _years_missing(library, question)
    return Answer(
        **_base(asked, question, clock),
        status="answered",
        claims=claims,
        citations=citations,
        withheld=withheld,
        notes=tuple(notes),
        confidence=_confidence(question, claims, citations),
        coverage=covered,
        explain=explained,
    )


def _years_missing(library: "Library", question: Question) -> list[str]:
    """A note for every year asked for that no report in scope is about."""
    inside = [r for r in library.reports() if r.report_id in set(question.scope.reports)]
    held = {r.year for r in inside} | {r.year + 1 for r in inside if r.year}
    missing = [year for year in question.scope.years if year not in held]
    return (
        [
            _other_year(
                question.model_copy(update={"scope": question.scope.model_copy(update={"years": tuple(missing)})}),
                inside,
            )
        ]
        if missing
        else []
    )


def _planned(question: Question, citations: Sequence[Citation]) -> list[str]:
    """A quotation from a section on problems or plans tells of no practice: say so where neither was asked for."""
    if PLANS.search(question.rest) or PROBLEMS.search(question.rest) or question.metrics:
        return []
    aside = [c for c in citations if any(PLANS.search(title) or PROBLEMS.search(title) for title in c.section[-2:])]
    return [fill("planned", n=c.n, section=c.section[-1] if c.section else "") for c in aside]


def _coverage(library: "Library", question: Question, citations: Sequence[Citation]) -> Coverage | None:
    inside = [r for r in library.reports() if r.report_id in set(question.scope.reports)]
    if len(inside) < 2:
        return None
    cited = {citation.report_id for citation in citations}
    missing = tuple(called(r) for r in inside if r.report_id not in cited)
    return Coverage(answered=len(inside) - len(missing), of=len(inside), missing=missing)


def _confidence(question: Question, claims: Sequence[Claim], citations: Sequence[Citation]) -> float:
    """Figures are read by rule; a quotation is as sure as it carries the question's terms."""
    if any(claim.kind == "figure" for claim in claims):
        return 0.95
    asked = terms(question.rest)
    best = max((coverage(asked, clean(c.quote + "".join(c.section))) for c in citations), default=0.0)
    return round(max(ENOUGH, min(best, 0.95)), 3)


def _explain(question: Question, evidence: Sequence[Evidence], channel: str) -> dict[str, Any]:
    """What the retriever did: scope, terms, channels and every passage's scores."""
    return {
        "scope": question.scope.model_dump(mode="json"),
        "intent": question.intent,
        "metrics": question.metrics,
        "terms": [{"term": t.text, "says": t.says} for t in terms(question.rest)],
        "query": query_text(question),
        "channels": {"lexical": "tantivy", "dense": channel},
        "passages": [
            {
                "report_id": e.report_id,
                "section": e.section,
                "start": e.span.start,
                "end": e.span.end,
                "score": round(e.score, 4),
                "lexical": e.lexical,
                "dense": e.dense,
            }
            for e in evidence[:20]
        ],
    }
