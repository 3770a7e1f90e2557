"""Ingestion jobs and removed reports, in a SQLite file of their own beside the library."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from bot.keeping.beside import transaction
from ingest.errors import LibraryError
from ingest.schema import Noun

FILE = "jobs.sqlite"
JobStatus = Literal["queued", "parsing", "staged", "accepted", "storing", "done", "failed", "interrupted"]
STATUS: dict[JobStatus, str] = {
    "queued": "排队", "parsing": "解析", "staged": "待入库", "accepted": "排队入库", "storing": "入库", "done": "完成",
    "failed": "失败", "interrupted": "中断",
}  # fmt: skip
BUSY: tuple[JobStatus, ...] = ("queued", "parsing", "accepted", "storing")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs(
    id TEXT PRIMARY KEY, n INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    status TEXT NOT NULL, phase TEXT NOT NULL, agency TEXT, year INTEGER, edited TEXT NOT NULL, title TEXT, era TEXT,
    chars INTEGER NOT NULL, same_as TEXT, relation TEXT, replaces TEXT, remark TEXT, warnings TEXT NOT NULL,
    error TEXT, report_id TEXT, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS removed(
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, held TEXT NOT NULL,
    until REAL NOT NULL);
"""


class Job(Noun):
    """One file on its way into the library.

    ``agency`` and ``year`` are what the text says, or what a person corrected them to (``edited`` names those);
    ``relation`` tells whether the library holds this text (duplicate) or another one of the same body and year
    (version), namely ``same_as``; ``remark`` says so in words. ``replaces`` is the report whose new version it becomes.
    """

    id: str
    name: str
    status: JobStatus
    agency: str | None = None
    year: int | None = None
    edited: tuple[str, ...] = ()
    title: str | None = None
    era: str | None = None
    chars: int = 0
    relation: Literal["duplicate", "version", "twin"] | None = None
    same_as: str | None = None
    replaces: str | None = None
    remark: str | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    report_id: str | None = None
    at: str


class Removed(Noun):
    """A report taken out that can still be put back ``until`` (seconds since the epoch)."""

    id: str
    report_id: str
    name: str
    until: float


class Rows:
    """The file; every method is one transaction, from any thread."""

    def __init__(self, folder: Path) -> None:
        """Nothing is written before the first job is."""
        self._path = folder / FILE

    def add(self, row: dict[str, Any]) -> None:
        """A new job; ``row`` holds its columns, those left out are empty."""
        row = {"phase": "parse", "edited": "[]", "warnings": "[]", "chars": 0, "at": _now()} | row
        with self._open() as file:
            ((n,),) = file.execute("SELECT COALESCE(max(n), 0) + 1 FROM jobs")
            names, marks = ", ".join(["n", *row]), ", ".join("?" * (len(row) + 1))
            file.execute(f"INSERT INTO jobs({names}) VALUES ({marks})", (n, *row.values()))

    def update(self, id_: str, **values: Any) -> None:
        """Set columns of a job; tuples are packed."""
        packed = {k: json.dumps(v, ensure_ascii=False) if isinstance(v, tuple) else v for k, v in values.items()}
        with self._open() as file:
            sets = ", ".join(f"{name}=?" for name in packed)
            file.execute(f"UPDATE jobs SET {sets}, at=? WHERE id=?", (*packed.values(), _now(), id_))

    def move(self, before: Sequence[JobStatus], status: JobStatus, ids: Sequence[str] | None = None) -> list[str]:
        """Give the jobs of some statuses (and ids) another; returns the ids of those that were moved."""
        moved = [job.id for job in self.jobs() if job.status in before and (ids is None or job.id in ids)]
        with self._open() as file:
            marks = [(status, _now(), id_, *before) for id_ in moved]
            same = ", ".join("?" * len(before))
            file.executemany(f"UPDATE jobs SET status=?, at=? WHERE id=? AND status IN ({same})", marks)
        return moved

    def jobs(self) -> tuple[Job, ...]:
        """All jobs in the order in which they came."""
        return tuple(_job(row) for row in self._read("SELECT * FROM jobs ORDER BY n"))

    def first(self, status: JobStatus) -> sqlite3.Row | None:
        """The oldest job of a status, all its columns."""
        return next(iter(self._read("SELECT * FROM jobs WHERE status=? ORDER BY n LIMIT 1", status)), None)

    def row(self, id_: str) -> sqlite3.Row:
        """All columns of a job.

        Raises:
            LibraryError: there is none of that id.
        """
        found = self._read("SELECT * FROM jobs WHERE id=?", id_)
        if not found:
            raise LibraryError(f"there is no job {id_!r}: it may have been discarded")
        return found[0]

    def drop(self, id_: str) -> None:
        """Forget a job."""
        with self._open() as file:
            file.execute("DELETE FROM jobs WHERE id=?", (id_,))

    def keep(self, removed: Removed, path: str, held: str) -> None:
        """Note a removed report with all that is needed to put it back."""
        with self._open() as file:
            row = (removed.id, removed.report_id, path, removed.name, held, removed.until)
            file.execute("INSERT INTO removed VALUES (?, ?, ?, ?, ?, ?)", row)

    def removed(self) -> list[sqlite3.Row]:
        """All that can be put back, or is to be forgotten, the first to go first."""
        return self._read("SELECT * FROM removed ORDER BY until")

    def forget(self, id_: str) -> None:
        """A removed report is put back, or gone for good."""
        with self._open() as file:
            file.execute("DELETE FROM removed WHERE id=?", (id_,))

    def _read(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        if not self._path.is_file():
            return []
        with self._open(writing=False) as file:
            return file.execute(sql, values).fetchall()

    @contextmanager
    def _open(self, *, writing: bool = True) -> Iterator[sqlite3.Connection]:
        with transaction(self._path, _SCHEMA, "jobs", writing=writing) as file:
            file.row_factory = sqlite3.Row
            yield file


def _job(row: sqlite3.Row) -> Job:
    values = {name: row[name] for name in Job.model_fields}
    return Job(**values | {"edited": tuple(json.loads(row["edited"])), "warnings": tuple(json.loads(row["warnings"]))})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
