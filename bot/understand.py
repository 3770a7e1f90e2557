"""A question becomes a scope, metrics, an intent and the terms to look for."""

import re
from collections.abc import Iterable, Sequence

from bot.asked import BODIES_COUNTED, NUMBER, YES_NO, metrics_of, residual
from bot.bodies import in_years, understand_scope
from bot.schema import Intent, Question, Scope
from bot.wording import Term, terms
from ingest.schema import Report
from ingest.view import clean


def understand(
    text: str,
    reports: Sequence[Report],
    *,
    only: Iterable[str] = (),
    years: Iterable[int] = (),
    after: Sequence[str] = (),
) -> Question:
    """Read a question in the light of the conversation's earlier questions (``after``, oldest first)."""
    limits = {"only": tuple(only), "years": tuple(years)}
    standalone = text.strip()
    if after and standalone:
        earlier = understand(after[-1], reports, **limits, after=after[:-1])
        standalone = _standing_alone(standalone, earlier, reports)
    scope, rest = understand_scope(clean(standalone), reports, **limits)
    rest = BODIES_COUNTED.sub(" ", rest)
    inside = in_years(scope, reports)
    scope = scope.model_copy(update={"reports": inside or scope.reports})
    metrics = metrics_of(rest)
    return Question(
        text=text,
        standalone=standalone,
        scope=scope,
        intent=_intent(rest, metrics),
        metrics=metrics,
        terms=tuple(term.text for term in terms(rest)),
        rest=rest,
    )


def _standing_alone(text: str, earlier: Question, reports: Sequence[Report]) -> str:
    """The question with what it leaves out taken from the one before: bodies and years, or what was asked of them."""
    scope, rest = understand_scope(clean(text), reports)
    bare = re.sub(r"^\s*(?:那么|那|再|还有|以及|和|跟|换成)|呢?[?。!\s]*$", "", rest).strip()
    asks_nothing = not terms(bare) and not metrics_of(bare)
    if asks_nothing and (scope.named or scope.years):
        named = scope.named and _named(scope, reports) or _named(earlier.scope, reports)
        years = scope.years or earlier.scope.years
        return f"{named}{_years_said(years)}{earlier.rest.strip()}"
    if scope.named or scope.everyone or scope.unknown or not earlier.scope.named or len(reports) == 1:
        return text
    years = "" if scope.years else _years_said(earlier.scope.years)
    return f"{_named(earlier.scope, reports)}{years}{re.sub(r'^那么?', '', text)}"


def _named(scope: Scope, reports: Sequence[Report]) -> str:
    held = {r.report_id: r.agency or "" for r in reports}
    return "、".join(dict.fromkeys(held[rid] for rid in scope.reports if held.get(rid))) if scope.named else ""


def _years_said(years: Sequence[int]) -> str:
    return "、".join(f"{year}年" for year in years)


_ASKS = re.compile(r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|为何|咋")
_NEXT = re.compile(r"[?？;；。!]|,(?!\d)")


def parts_of(question: Question) -> list[Question]:
    """The questions that a question is made of: each part that asks for something of its own, else the whole."""
    pieces = [piece for piece in _NEXT.split(question.rest) if _ASKS.search(piece)]
    pieces = [piece for piece in pieces if terms(piece) or metrics_of(piece)]
    if len(pieces) < 2 or question.intent == "number" and all(NUMBER.search(piece) for piece in pieces):
        return [question]
    return [_part(question, piece) for piece in pieces]


def _part(question: Question, piece: str) -> Question:
    metrics = metrics_of(piece)
    asked = tuple(term.text for term in terms(piece))
    return question.model_copy(
        update={"rest": piece, "metrics": metrics, "intent": _intent(piece, metrics), "terms": asked}
    )


def residual_terms(question: Question) -> tuple[Term, ...]:
    """What a question says beyond its metrics' own words."""
    return residual(question.rest, question.metrics)


def _intent(rest: str, metrics: tuple[str, ...]) -> Intent:
    if NUMBER.search(rest):
        return "number"
    if metrics and YES_NO.search(rest):
        return "yes_no"
    return "practice"
