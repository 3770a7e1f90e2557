"""Many questions in one file, one JSON object a line: ``{id, question, report: […], year: […], after: […]}``."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ingest.errors import GongkaiError, ReportNotFoundError


class QuestionFileError(GongkaiError):
    """A file of questions that cannot be read; the message names the file and the line."""


class Asked(BaseModel):
    """One line: ``id`` comes back unchanged with the answer; what else a line carries is not looked at."""

    id: str | int
    question: str  # an empty one is answered too: by a refusal that says so
    report: list[str] = []
    year: list[int] = []
    after: list[str] = []

    def given(self) -> dict[str, Any]:
        """What the chain takes."""
        return self.model_dump(exclude={"id"})


def read_questions(path: Path) -> list[Asked]:
    """Read the whole file, ``-`` for standard input, before anything runs; blank lines are passed over.

    Raises QuestionFileError for a file that cannot be read and for the first line that is no question.
    """
    try:
        data = sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"cannot read the questions in {str(path)!r}: {error}") from None
    return [_question(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def check_reports(questions: Iterable[Asked], find: Callable[[str], object]) -> None:
    """Look every report up beforehand, so that a wrong name does not stop the run in the middle.

    Raises QuestionFileError, which names the question's id, where ``find`` raises ReportNotFoundError.
    """
    for asked in questions:
        for name in asked.report:
            try:
                find(name)
            except ReportNotFoundError as error:
                raise QuestionFileError(f"question {asked.id!r}: {error}") from None


def _question(line: str, place: str) -> Asked:
    try:
        row = json.loads(line)
        return Asked.model_validate({key: value for key, value in row.items() if value is not None})
    except (ValueError, AttributeError) as error:
        wanted = 'a line is like {"id": "1", "question": "…", "report": [], "year": [2013], "after": []}'
        raise QuestionFileError(f"{place}: {_reason(error)}; {wanted}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))!r}: {e['msg']}" for e in error.errors())
    return "not JSON" if isinstance(error, json.JSONDecodeError) else "not a JSON object"
