"""The story of an answer: understand, retrieve, draft, verify; with a chat model, claim by claim."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.asking import Asking
from bot.chat.dossier import dossier
from bot.chat.model import Model
from bot.drafters import draft
from bot.question.english import label
from bot.question.wording import coverage, terms
from bot.reader import called
from bot.reading.asked_lists import kinds_asked
from bot.reading.points import PLANS, PROBLEMS, sides
from bot.reading.polarity import last_year, when_said
from bot.reading.scoring import ENOUGH
from bot.reading.sentences import sentence_around, worded
from bot.refusal import ask_back, cannot_be_asked, no_evidence, other_body, other_year
from bot.retrieve import query_text, retrieve
from bot.rules.conflicts import conflict_notes
from bot.rules.verdict_asked import asked_rules
from bot.schema import Answer, Citation, Claim, Coverage, Draft, Drafted
from bot.suggest import suggestions
from bot.verify import Verified
from bot.writer import Written, write
from ingest.schema import Report, Span
from ingest.view import clean
from prompts import fill, speaking

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

    from ingest.library import Library

_KINDS = {
    "quote": "In the report's words",
    "generated": "As reported",
    "figure": "Figure",
    "computed": "Computed",
    "verdict": "Checked",
    "absence": "Not mentioned",
}
# 截至2012年底, 2012年以前, 2010年以来: such a year bounds a count and asks for no report.
_BOUND = re.compile(
    r"(?:截[至止]|自|从)(?:到|了)?((?:19|20)\d{2})|((?:19|20)\d{2})年?度?(?:\d+月)?(?:\d+日)?(?:底|末|以前|之前|前|以来|起)"
)
_SETTLED = {"computed", "verdict"}  # arithmetic and verdicts are not a chat model's to word


def answer(
    library: "Library", asked: Mapping[str, Any], model: Model | None = None, config: "RunnableConfig | None" = None
) -> Answer:
    """Answer ``{question, report, year, after, explain, id}`` from the library; a refusal is an answer too."""
    *_, last = answers(library, asked, model, config)
    return last


def answers(
    library: "Library", asked: Mapping[str, Any], model: Model | None = None, config: "RunnableConfig | None" = None
) -> Iterator[Answer]:
    """An answer as it grows, each one whole and verified, the last one final; without a model there is only that."""
    asking = Asking(library, asked)
    growing = _growing(asking, model, config)
    while True:
        try:
            with speaking(asking.language):  # only while one is made: whoever reads them speaks what he likes
                told = next(growing)
        except StopIteration as end:
            last = end.value
            break
        yield told
    with speaking(asking.language):
        last = _with_suggestions(asking, last)
    yield last


def _with_suggestions(asking: Asking, told: Answer) -> Answer:
    """The final answer with what could be asked next; those questions are tried without a model."""
    if asking.asked.get("suggest") is False or told.status == "needs_clarification":
        return told

    def ask(question: str) -> Answer:
        return answer(asking.library, {"question": question, "suggest": False})

    with asking.clock("suggest"):
        more = suggestions(asking, told, ask)
    return told.model_copy(update={"suggestions": more, "timings": dict(asking.timings)})


def _growing(asking: Asking, model: Model | None, config: "RunnableConfig | None") -> Generator[Answer, None, Answer]:
    with asking.clock("understand"):
        question = asking.question
    if refused := cannot_be_asked(asking):
        return _explained(asking, refused)
    with asking.clock("retrieve"):
        asking.evidence, asking.channel = retrieve(asking.library, question)
    with asking.clock("read"):
        drafted = draft(question, asking.library, asking.evidence)
    able = _able(drafted)
    if back := ask_back(asking, able):
        return _explained(asking, back)
    if model is None or any(d.kind in _SETTLED for d in drafted.drafts):
        return _concluded(asking, drafted, asking.verified(drafted.drafts))
    return (yield from _written(asking, drafted, model, config))


def _able(drafted: Drafted) -> set[str]:
    """The reports that could answer alone; a list over all of them is an answer already, a sum of nobody's is none."""
    summed = any(draft.kind == "computed" for draft in drafted.drafts)
    if drafted.coverage and not summed:
        return set()
    return {report_id for draft in drafted.drafts for report_id, _ in draft.spans}


def _written(
    asking: Asking, drafted: Drafted, model: Model, config: "RunnableConfig | None"
) -> Generator[Answer, None, Answer]:
    """The model's claims as each passes the gate; the extractive ones where none of its own stands."""
    given = dossier(asking.library, asking.question, drafted.drafts, asking.evidence, model.budget)
    written = Written(model=model.name)
    drafts: tuple[Draft, ...] = ()
    for one in write(model, asking.question, given, written, config) if given.items else ():
        if not drafted.drafts and not _to_the_point(asking, one):
            continue
        before = len(asking.verified(drafts).claims)
        drafts = (*drafts, one)
        if len((verified := asking.verified(drafts)).claims) > before:
            yield _concluded(asking, drafted, verified, written, growing=True)
    return _final(asking, drafted, asking.verified(drafts), written)


def _final(asking: Asking, drafted: Drafted, verified: Verified, written: Written) -> Answer:
    notes = [fill("trimmed", count=written.left_out)] if written.left_out else []
    if verified.claims:
        return _concluded(asking, _noted(drafted, notes), verified, written)
    if written.error:
        notes.append(fill("model_failed", model=written.model, reason=written.error))
    elif verified.withheld:
        notes.append(fill("model_withheld", model=written.model, count=len(verified.withheld)))
    own = asking.verified(drafted.drafts)
    fallen = own._replace(withheld=(*own.withheld, *verified.withheld))
    told = _concluded(asking, _noted(drafted, notes), fallen, written)
    return told.model_copy(update={"mode": "extractive"})


def _noted(drafted: Drafted, notes: Sequence[str]) -> Drafted:
    return drafted.model_copy(update={"notes": (*drafted.notes, *notes)})


def _to_the_point(asking: Asking, one: Draft) -> bool:
    """Whether its evidence carries the question: where the reader found nothing, other truths are no answer."""
    asked = terms(asking.question.rest)
    said = "".join(span.of(asking.library.text(rid)) for rid, span in one.spans)
    return bool(asked) and coverage(asked, clean(said)) >= ENOUGH


def _concluded(
    asking: Asking, drafted: Drafted, verified: Verified, written: Written | None = None, *, growing: bool = False
) -> Answer:
    """The answer of what stands; a refusal where nothing does."""
    if not verified.claims:
        told = no_evidence(asking, verified.withheld, drafted.notes)
    else:
        told = _answered(asking, drafted, verified)
    if written is not None:
        update = {"mode": f"chat:{written.model}", "prompt_hash": written.prompt_hash, "usage": written.usage()}
        told = told.model_copy(update=update)
    return told if growing else _explained(asking, told)


def _answered(asking: Asking, drafted: Drafted, verified: Verified) -> Answer:
    covered = drafted.coverage or _coverage(asking, verified.citations)
    notes = [fill("coverage", answered=covered.answered, of=covered.of)] if covered else []
    notes += drafted.notes
    notes += [other_body(name, tuple(asking.reports.values())) for name in asking.question.scope.unknown]
    notes += _planned(asking, verified.citations) + _years_missing(asking)
    notes += conflict_notes(asking.library, drafted.drafts, verified.claims)
    return Answer(
        **asking.base(),
        status="answered",
        claims=_labelled(drafted, verified.claims) if asking.language == "en" else verified.claims,
        citations=verified.citations,
        withheld=verified.withheld,
        notes=tuple(dict.fromkeys(notes)),
        confidence=_confidence(asking, verified.claims, verified.citations),
        coverage=covered,
    )


def _labelled(drafted: Drafted, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The verified claims with English before them: figures by the glossary, the rest by their kind alone."""
    figures = {one.text: one.figures[0][1] for one in drafted.drafts if one.kind == "figure" and one.figures}
    return tuple(
        claim.model_copy(update={"text": f"{label(figures[claim.text])} — {claim.text}"})
        if claim.text in figures
        else claim.model_copy(update={"text": f"{_KINDS[claim.kind]} — {claim.text}"})
        for claim in claims
    )


def _years_missing(asking: Asking) -> list[str]:
    """A note for every year asked for that no report in scope is about; of the next year a report tells its plans."""
    inside = asking.inside
    held = {year for r in inside for year in _told_years(r)}
    coming = {r.year + 1 for r in inside if r.year} - held
    bounds = {int(a or b) for a, b in _BOUND.findall(asking.question.standalone)}
    missing = [year for year in asking.question.scope.years if year not in held | bounds]
    planned = [fill("plans_before", year=year, before=year - 1) for year in missing if year in coming]
    missing = [year for year in missing if year not in coming]
    return [*([other_year(asking, missing, inside)] if missing else []), *planned]


def _told_years(report: Report) -> set[int]:
    """The years that a report tells of: both of an academic year, else its own."""
    began, _, ended = (report.period or "").partition("/")
    return {int(day[:4]) for day in (began, ended) if day} | ({report.year} if report.year else set())


def _planned(asking: Asking, citations: Sequence[Citation]) -> list[str]:
    """A quotation from a section on problems or plans tells of no practice: say so where neither was asked for."""
    rest = asking.question.rest
    if PLANS.search(rest) or PROBLEMS.search(rest) or kinds_asked(rest, coming=_coming(asking)):
        return []
    if asking.question.metrics or asked_rules(rest) is not None:
        return []
    aside = [c for c in citations if any(PLANS.search(title) or PROBLEMS.search(title) for title in c.section[-2:])]
    aside = [c for c in aside if _on_a_side(asking, c) and not _was_done(asking, c)]
    return [fill("planned", n=c.n, section=c.section[-1] if c.section else "") for c in aside]


def _on_a_side(asking: Asking, cited: Citation) -> bool:
    """Whether it is among the problems or plans: a section may begin with what went well (主要经验、存在的问题)."""
    told = sides(asking.library.stored(cited.report_id))
    return any(span.start < cited.end and cited.start < span.end for span, _ in told)


def _was_done(asking: Asking, cited: Citation) -> bool:
    """Whether it tells what was done in the report's own time, though it stands among the plans."""
    stored = asking.library.stored(cited.report_id)
    last = last_year(stored.report)
    start = sentence_around(stored.text, Span(start=cited.start, end=cited.end)).start
    return last is not None and when_said(worded(stored.text[start : cited.end]), last) == "past"


def _coming(asking: Asking) -> bool:
    """Whether the year asked for is the one after the reports: what is asked of it can only be planned."""
    held = {report.year for report in asking.inside}
    return bool(asking.question.scope.years) and not held & set(asking.question.scope.years)


def _coverage(asking: Asking, citations: Sequence[Citation]) -> Coverage | None:
    inside = asking.inside
    if len(inside) < 2:
        return None
    cited = {citation.report_id for citation in citations}
    missing = tuple(called(r) for r in inside if r.report_id not in cited)
    return Coverage(answered=len(inside) - len(missing), of=len(inside), missing=missing)


def _confidence(asking: Asking, claims: Sequence[Claim], citations: Sequence[Citation]) -> float:
    """Figures are read by rule; a quotation is as sure as it carries the question's terms."""
    if any(claim.kind in {"figure", *_SETTLED} for claim in claims):
        return 0.95
    asked = terms(asking.question.rest)
    best = max((coverage(asked, clean(c.quote + "".join(c.section))) for c in citations), default=0.0)
    return round(max(ENOUGH, min(best, 0.95)), 3)


def _explained(asking: Asking, told: Answer) -> Answer:
    """The answer with what the retriever did, where that was asked for: scope, terms, channels, scores."""
    if not asking.asked.get("explain"):
        return told
    question = asking.question
    passages = [
        {
            "report_id": e.report_id,
            "section": e.section,
            "start": e.span.start,
            "end": e.span.end,
            "score": round(e.score, 4),
            "lexical": e.lexical,
            "dense": e.dense,
        }
        for e in asking.evidence[:20]
    ]
    explain = {
        "scope": question.scope.model_dump(mode="json"),
        "intent": question.intent,
        "metrics": question.metrics,
        "terms": [{"term": t.text, "says": t.says} for t in terms(question.rest)],
        "query": query_text(question),
        "channels": {"lexical": "tantivy", "dense": asking.channel},
        "passages": passages,
    }
    return told.model_copy(update={"explain": explain})
