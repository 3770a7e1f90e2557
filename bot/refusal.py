"""What is said instead of an answer: why there is none, what comes closest, whom the question could mean."""

from collections.abc import Sequence

from bot.asking import Asking
from bot.question.bodies import distinct, nearest
from bot.question.wording import Term, coverage, terms
from bot.reader import called, mentioned
from bot.reading.scoring import is_heading
from bot.reading.sentences import sentences, shorten
from bot.retrieve import retrieve
from bot.schema import Answer, Citation, Evidence, Withheld
from bot.verify import cite
from ingest.schema import Report, Span
from ingest.view import clean
from prompts import fill

CLOSEST = 3


def cannot_be_asked(asking: Asking) -> Answer | None:
    """The refusal of a question that cannot go to the reports at all."""
    scope = asking.question.scope
    notes: list[str] = []
    if asking.reading and (asking.reading.strange or not asking.question.standalone):
        notes = [fill("english_unknown", words=", ".join(asking.reading.strange) or asking.text)]
    elif not asking.question.standalone:
        notes = [fill("empty_question")]
    elif not asking.reports:
        notes = [fill("empty_library")]
    elif scope.unknown and not scope.named:
        notes = [other_body(name, tuple(asking.reports.values())) for name in scope.unknown]
    return _refusal(asking, notes, closest=_near(asking)) if notes else None


def ask_back(asking: Asking, able: set[str]) -> Answer | None:
    """The question back, where the wording points at one unnamed body and more than one fits.

    A number asked of nobody is asked back only where more than one report could answer it (``able``).
    """
    fits = _fitting(asking, able)
    if distinct(fits) < 2:
        return None
    note = fill("needs_clarification", count=len(fits))
    return Answer(**asking.base(), status="needs_clarification", notes=(note,), candidates=tuple(fits), confidence=0.0)


def _fitting(asking: Asking, able: set[str]) -> list[Report]:
    scope = asking.question.scope
    inside = [r for r in asking.inside if r.report_id in scope.reports]
    fits = [r for r in inside if r.report_id in able]
    pointed = scope.vague is not None
    if (scope.everyone and not pointed) or not (pointed or (asking.question.intent == "number" and not scope.named)):
        return []
    return inside if pointed and len(fits) < 2 else fits


def no_evidence(asking: Asking, withheld: Sequence[Withheld], notes: Sequence[str] = ()) -> Answer:
    """The refusal of a question that nothing in the reports answers, with the closest passages."""
    inside, years = asking.inside, asking.question.scope.years
    told = [fill("no_evidence", searched=len(inside))]
    if years and not any(report.year in years for report in inside):
        told.insert(0, other_year(asking, years, inside))
    elif len(inside) == 1:
        told += _silence(asking, inside[0])
    closest = _closest(asking, asking.evidence, terms(asking.question.rest))
    return _refusal(asking, [*told, *notes], closest, tuple(withheld))


def _refusal(
    asking: Asking, notes: Sequence[str], closest: tuple[Citation, ...] = (), withheld: tuple[Withheld, ...] = ()
) -> Answer:
    return Answer(
        **asking.base(),
        status="no_evidence",
        notes=tuple(dict.fromkeys(notes)),
        withheld=withheld,
        closest=closest,
        confidence=0.0,
    )


def other_body(name: str, reports: Sequence[Report]) -> str:
    """A note on a body that is not held, with the nearest one that is."""
    near = nearest(name, reports)
    return fill("other_body", asked=name, nearest=called(near)) if near else fill("other_body_none", asked=name)


def other_year(asking: Asking, years: Sequence[int], reports: Sequence[Report]) -> str:
    """A note on years that no report in scope is about, with those that are held."""
    named = asking.question.scope.named
    bodies = "、".join(dict.fromkeys(r.agency or r.title for r in reports[:5])) if named else "各单位"
    held = "、".join(sorted({str(r.year) for r in reports if r.year}))
    return fill("other_year", bodies=bodies, years="、".join(map(str, years)), held=held or "不详")


def _silence(asking: Asking, report: Report) -> list[str]:
    """What one report says nothing of, kept apart from what it mentions without answering."""
    asked = terms(asking.question.rest)[:4]
    here = mentioned(asked, clean(asking.library.text(report.report_id)))
    absent = [term.text for term in asked if term not in here]
    notes = [fill("not_mentioned", bodies=called(report), topic="、".join(absent))] if absent else []
    return notes + ([fill("only_mentioned", topic="、".join(term.text for term in here))] if here else [])


def _near(asking: Asking) -> tuple[Citation, ...]:
    """The closest passages of the nearest bodies, for a question about one that is not held."""
    question, reports = asking.question, asking.reports
    if not question.scope.unknown or not reports:
        return ()
    near = [found.report_id for name in question.scope.unknown if (found := nearest(name, tuple(reports.values())))]
    scope = question.scope.model_copy(update={"reports": tuple(dict.fromkeys(near)) or tuple(reports)})
    evidence, _ = retrieve(asking.library, question.model_copy(update={"scope": scope}), CLOSEST)
    return _closest(asking, evidence, terms(question.rest))


def _closest(asking: Asking, evidence: Sequence[Evidence], asked: Sequence[Term]) -> tuple[Citation, ...]:
    """The best sentence of each of the closest passages, for a reader to judge."""
    found = []
    for n, item in enumerate(evidence[:CLOSEST], 1):
        stored = asking.library.stored(item.report_id)
        best = max(
            sentences(stored.text, item.span.start, item.span.end),
            key=lambda s: (_carried(asked, s.of(stored.text)), not is_heading(clean(s.of(stored.text)), item.section)),
            default=item.span,
        )
        keep = None if _carried(asked, best.of(stored.text)) else Span(start=best.start, end=best.start + 1)
        span = shorten(stored.text, best, lambda words: _carried(asked, words), keep=keep)
        found.append(cite(n, stored.report, span, stored.text, stored.sections))
    return tuple(found)


def _carried(asked: Sequence[Term], words: str) -> float:
    return coverage(asked, clean(words))
