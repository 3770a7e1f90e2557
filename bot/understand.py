"""A question becomes a scope, metrics, an intent and the terms to look for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.question.around import asked_alone
from bot.question.asked import BODIES_COUNTED, NUMBER, YES_NO, metrics_of, residual
from bot.question.bodies import in_years, understand_scope
from bot.question.dialect import as_reported
from bot.question.followup import standing_alone
from bot.question.noise import is_noise, plainly
from bot.question.pronouns import points_at_one
from bot.question.thread import REMEMBERED, Turn, turn_of
from bot.question.typos import spelled
from bot.question.wording import Term, terms
from bot.schema import Intent, Question
from ingest.schema import Report
from ingest.view import clean

Meant = Callable[[str], tuple[str, ...]]


def understand(
    text: str,
    reports: Sequence[Report],
    *,
    only: Iterable[str] = (),
    years: Iterable[int] = (),
    after: Sequence[str] = (),
    meant: Meant | None = None,
) -> Question:
    """Read a question in the light of the conversation's earlier questions (``after``, oldest first).

    ``meant`` tells whom the answer to an earlier question was about, where only that says who 它 is (哪家最多 → 它).
    """
    limits: dict[str, Any] = {"only": tuple(only), "years": tuple(years)}
    standalone = _read(text, reports)
    if standalone and (thread := _thread(after, reports, limits, meant)):
        standalone = standing_alone(standalone, _answered(thread, standalone, meant), reports).text
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


def _read(text: str, reports: Sequence[Report]) -> str:
    """What is asked: names as they are spelled, words as the reports have them, without commands and asides."""
    return spelled(asked_alone(plainly(as_reported(text.strip())), reports), reports)


def _thread(
    after: Sequence[str], reports: Sequence[Report], limits: Mapping[str, tuple[Any, ...]], meant: Meant | None
) -> tuple[Turn, ...]:
    """The conversation's last questions, each read in the light of those before it; thanks and commands are none."""
    thread: tuple[Turn, ...] = ()
    for earlier in [text for text in after if not is_noise(text)][-REMEMBERED:]:
        said = _read(earlier, reports)
        whole = standing_alone(said, _answered(thread, said, meant), reports)
        question = understand(whole.text, reports, **limits)
        thread = (*thread, turn_of(question, reports, whole.topic, whole.base))
    return thread


def _answered(thread: tuple[Turn, ...], text: str, meant: Meant | None) -> tuple[Turn, ...]:
    """The thread with the body that the last question's answer is about, where the next one points at it (它)."""
    if not meant or not thread or not points_at_one(text):
        return thread
    last = thread[-1]
    if not last.seeks or not (names := meant(last.standalone)):
        return thread
    return (*thread[:-1], last.model_copy(update={"bodies": names, "everyone": False}))


_ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|有无|为何|咋|是不是|能不能|有[^,。]{1,8}没有?$|了没有?$|没有?(?=$)"
)
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
