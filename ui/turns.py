"""Turns, answers and notes as the browser draws them: JSON of their nouns, less what nobody is shown."""

from collections.abc import Sequence
from typing import Any

from bot.keeping.conversations import Note, Turn
from bot.schema import Answer
from ingest.schema import Report
from ui.asking import Look, Run

UNSHOWN = {"scope", "explain", "usage", "prompt_hash", "id"}
NAMED = 12  # searched reports that are told by name

View = dict[str, Any]


def name(report: Report) -> str:
    """A report in a few words: body and year, or its title where the text names no body."""
    who = report.agency or report.title
    return f"{who}（{report.year}）" if report.year else who


def turn_view(turn: Turn, reports: Sequence[Report]) -> View:
    """A turn; ``answer`` is ``None`` where a report that it quoted has been removed."""
    shown = None if turn.answer is None else answer_view(turn.answer, reports)
    return {"n": turn.n, "question": turn.asked["question"], "at": turn.at, "limited": _limited(turn), "answer": shown}


def answer_view(answer: Answer, reports: Sequence[Report]) -> View:
    """An answer with the names of the reports that it searched, and how many passages were retrieved for it."""
    searched = {one for claim in answer.claims for one in (claim.searched or ())[:NAMED]}
    return answer.model_dump(mode="json", exclude=UNSHOWN) | {
        "names": {report.report_id: name(report) for report in reports if report.report_id in searched},
        "found": len((answer.explain or {}).get("passages", ())) or None,
        "of": len(answer.scope.reports),
    }


def run_view(run: Run, now: Look, reports: Sequence[Report]) -> View:
    """A question on its way: what has passed the gate so far, or the turn that it has become."""
    return {
        "run": run.id,
        "seq": now.seq,
        "state": now.state,
        "conversation": run.conversation,
        "question": run.asked["question"],
        "answer": now.answer and now.turn is None and answer_view(now.answer, reports) or None,
        "turn": now.turn and turn_view(now.turn, reports),
    }


def note_view(note: Note) -> View:
    """A note."""
    return note.model_dump(mode="json")


def _limited(turn: Turn) -> View | None:
    """What the question was limited to: how many reports, which years."""
    asked = turn.asked
    if not asked.get("report") and not asked.get("year"):
        return None
    return {"reports": len(asked.get("report") or ()), "years": asked.get("year") or []}
