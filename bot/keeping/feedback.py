"""A reader's "this is wrong" becomes a case of the eval suite, to be worded and completed by a person."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal, get_args

from bot.schema import Answer
from ingest.errors import GongkaiError

LOCAL = Path(__file__).parents[1] / "evals" / "cases" / "local.jsonl"
LONGEST_COMMENT = 500  # characters
Reason = Literal["number", "citation", "missing", "off_topic", "should_refuse", "should_answer", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)


def append_case(
    asked: dict[str, Any], told: Answer, reason: Reason, comment: str = "", place: Path | None = None
) -> str:
    """Append one line of `evals.schema.Case` to a .jsonl file (default `LOCAL`); returns the case's id.

    What a right answer says is not known: the case expects a status, and its note holds the reason, the reader's words
    and what was said, so that a person can complete it.

    Raises:
        GongkaiError: The file cannot be written to.
    """
    case = _case(asked, told, reason, comment)
    place = place or LOCAL
    line = json.dumps(case, ensure_ascii=False) + "\n"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        # One write of one line to a file opened for appending: writers beside each other do not mix.
        file = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, line.encode("utf-8"))
        finally:
            os.close(file)
    except OSError as error:
        raise GongkaiError(f"cannot append a case to {str(place)!r}: {error.strerror or error}") from None
    return case["id"]


def _case(asked: dict[str, Any], told: Answer, reason: Reason, comment: str) -> dict[str, Any]:
    cited = told.citations or told.closest
    return {
        "id": f"local-desk-{datetime.now(UTC):%Y%m%d%H%M%S}-{token_hex(3)}",
        "suite": "local",
        "library": "own",
        "cluster": cited[0].report_id if cited else "desk",
        "split": "dev",
        "question": asked["question"],
        **{key: list(asked[key]) for key in ("report", "year", "after") if asked.get(key)},
        "expect": "no_evidence" if reason == "should_refuse" else "answered",
        "note": _note(told, reason, comment),
    }


def _note(told: Answer, reason: Reason, comment: str) -> str:
    said = "；".join(claim.text for claim in told.claims) or told.status
    own = re.sub(r"\s+", " ", comment).strip()[:LONGEST_COMMENT]
    return f"thumbs down ({reason}, {told.mode}){f': {own}' if own else ''} | said: {said}"
