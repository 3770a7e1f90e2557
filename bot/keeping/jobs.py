"""Files into the library in the background: staged with what is recognised, corrected, taken in, removed, put back.

One worker thread does one step after the other; what it has done stands in `jobs.sqlite` beside the library, so that a
page that is loaded again, or a desk that was killed, goes on from there. Originals lie in the library's ``uploads``.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from secrets import token_hex
from sqlite3 import Row
from threading import Condition, Thread
from typing import Any, Self

from bot.keeping.job_rows import BUSY, Job, JobStatus, Removed, Rows
from bot.keeping.removals import Removals
from bot.keeping.uploads import Uploads, checked, safe_name
from ingest.errors import GongkaiError, LibraryError
from ingest.formats.safe import check_text
from ingest.library import Library
from ingest.pipeline import taken_apart
from ingest.read import read_data
from ingest.schema import Document, Noun, Report
from prompts import fill

MOST_AT_ONCE = 200  # files
_YEARS = range(1949, 2101)


class Progress(Noun):
    """How far the work is: jobs waiting or under way, and the file that is worked on."""

    busy: int
    staged: int
    done: int
    failed: int
    name: str | None


class Jobs:
    """The ingestion jobs of a library that is open for writing; every method may be called from any thread."""

    def __init__(self, library: Library, *, run: bool = True) -> None:
        """Take up the jobs of the library; what a killed process left half done is marked as interrupted.

        ``run=False`` starts no worker: `step` is then called by hand.

        Raises:
            LibraryError: the library was opened for reading.
        """
        library.flush()  # only a writer may
        self._library, self._rows = library, Rows(library.path)
        self._uploads = Uploads(library.path)
        self._removals = Removals(library, self._rows, self._uploads)
        self._bell = Condition()
        self._closed = False
        for id_ in self._rows.move(BUSY, "interrupted"):
            self._rows.update(id_, error=fill("job_interrupted"))
        self._removals.purge()
        self._worker = Thread(target=self._work, name="gongkai-jobs", daemon=True) if run else None
        if self._worker:
            self._worker.start()

    def close(self) -> None:
        """Finish the step under way and stop; what still waits is taken up as interrupted at the next start."""
        with self._bell:
            self._closed = True
            self._bell.notify_all()
        if self._worker:
            self._worker.join()

    def __enter__(self) -> Self:
        """The jobs themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        self.close()

    def stage(self, files: Sequence[tuple[str, bytes | Path]]) -> tuple[Job, ...]:
        """Take over uploads, ``(name, content or where it lies)``; returns their jobs.

        A file of a type or size that is not taken is a failed job with its reason; the others go on.

        Raises:
            LibraryError: more files at once than anybody has.
        """
        if len(files) > MOST_AT_ONCE:
            raise LibraryError(f"{len(files)} files at once are too many: upload at most {MOST_AT_ONCE}")
        ids = [self._receive(safe_name(name), content) for name, content in files]
        self._ring()
        return tuple(job for job in self.list() if job.id in ids)

    def list(self) -> tuple[Job, ...]:
        """All jobs in the order in which they came."""
        return self._rows.jobs()

    def progress(self) -> Progress:
        """How far the work is."""
        jobs = self.list()
        count = {status: sum(job.status == status for job in jobs) for status in {job.status for job in jobs}}
        current = next((job.name for job in jobs if job.status in {"parsing", "storing"}), None)
        return Progress(
            busy=sum(count.get(status, 0) for status in BUSY),
            staged=count.get("staged", 0),
            done=count.get("done", 0),
            failed=count.get("failed", 0) + count.get("interrupted", 0),
            name=current,
        )

    def edit(self, id_: str, *, agency: str | None = None, year: int | None = None) -> Job:
        """Correct what was recognised before the file is taken in; ``None`` leaves as it is.

        Raises:
            LibraryError: no such job, it is on its way in already, or the value is none.
        """
        row = self._rows.row(id_)
        if row["status"] not in {"staged", "failed", "interrupted"}:
            raise LibraryError(f"{row['name']!r} is not waiting to be taken in: correct the report itself")
        if agency is not None and not agency.strip():
            raise LibraryError("a body's name cannot be empty: give the right one")
        if year is not None and year not in _YEARS:
            raise LibraryError(f"{year!r} is no year of a report: give one such as 2013")
        job = self._job(id_)
        new = {"agency": agency.strip() if agency else None, "year": year}
        new = {key: value for key, value in new.items() if value is not None and value != getattr(job, key)}
        self._rows.update(id_, **new, edited=tuple(sorted({*job.edited, *new})))
        if row["status"] == "staged" and job.relation != "duplicate":
            self._rows.update(id_, **self._relation(self._job(id_), row["sha256"]))
        return self._job(id_)

    def replace(self, id_: str, replaces: bool) -> Job:
        """Whether a staged file becomes the new version of the report of its body and year, or a second report."""
        job = self._job(id_)
        if replaces and (job.status, job.relation) != ("staged", "version"):
            raise LibraryError(f"{job.name!r} is no new version of a report that the library holds")
        self._rows.update(id_, replaces=job.same_as if replaces else None)
        return self._job(id_)

    def accept(self, ids: Sequence[str]) -> tuple[Job, ...]:
        """Have staged files taken in; returns those that now wait for it."""
        moved = self._rows.move(["staged"], "accepted", ids)
        for id_ in moved:
            self._rows.update(id_, phase="store")
        self._ring()
        return tuple(job for job in self.list() if job.id in moved)

    def retry(self, ids: Sequence[str]) -> tuple[Job, ...]:
        """Try again what failed or was interrupted, from where it was."""
        chosen = [job.id for job in self.list() if job.id in ids and job.status in {"failed", "interrupted"}]
        chosen = [id_ for id_ in chosen if Path(self._rows.row(id_)["path"]).is_file()]
        for id_ in chosen:
            status = "accepted" if self._rows.row(id_)["phase"] == "store" else "queued"
            self._rows.update(id_, status=status, error=None)
        self._ring()
        return tuple(job for job in self.list() if job.id in chosen)

    def discard(self, ids: Sequence[str]) -> int:
        """Forget jobs that nobody works on; returns how many. Originals go too unless a report was read from them."""
        gone = [job for job in self.list() if job.id in ids and job.status not in {"parsing", "accepted", "storing"}]
        for job in gone:
            path = self._rows.row(job.id)["path"]
            self._rows.drop(job.id)
            self._uploads.delete(path, self._removals.used())
        return len(gone)

    def remove(self, report_id: str) -> Removed:
        """Take a report out of the library and its answers out of the conversations; for a while it can be put back."""
        return self._removals.remove(report_id)

    def removed(self) -> tuple[Removed, ...]:
        """What can still be put back."""
        return self._removals.list()

    def undo(self, id_: str) -> Report:
        """Put a removed report back, with its corrections. Answers that quoted it are not brought back.

        Raises:
            LibraryError: the time for it is over.
        """
        return self._removals.undo(id_)

    def step(self) -> bool:
        """Do the next piece of work; False when there is none."""
        if row := self._rows.first("queued"):
            self._attempt(row, "parsing", self._parse)
        elif row := self._rows.first("accepted"):
            self._attempt(row, "storing", self._store)
        else:
            return False
        return True

    def _work(self) -> None:
        while not self._closed:
            with suppress(LibraryError):  # a full disk today may have room tomorrow
                self._removals.purge()
                if self.step():
                    continue
            with self._bell:
                if not self._closed and not self._waiting():
                    self._bell.wait(30.0)

    def _waiting(self) -> bool:
        with suppress(LibraryError):
            return bool(self._rows.first("queued") or self._rows.first("accepted"))
        return False

    def _ring(self) -> None:
        with self._bell:
            self._bell.notify_all()

    def _attempt(self, row: Row, status: JobStatus, work: Callable[[Row], None]) -> None:
        self._rows.update(row["id"], status=status, error=None)
        try:
            work(row)
        except (GongkaiError, OSError) as error:
            self._rows.update(row["id"], status="failed", error=str(error))
        except Exception as error:  # a file that trips a bug must not stop the others
            reason = fill("job_broken", file=row["name"], reason=f"{type(error).__name__}: {error}")
            self._rows.update(row["id"], status="failed", error=reason)

    def _parse(self, row: Row) -> None:
        document = self._read(row)
        identity = document.identity
        told = {"title": identity.title, "era": identity.era, "agency": identity.agency, "year": identity.year}
        kept = {key: value for key, value in told.items() if key not in self._job(row["id"]).edited}
        self._rows.update(row["id"], **kept, chars=len(document.text), warnings=document.warnings)
        known = self._library.recognise(document.path, document.text)
        relation = self._duplicate(known.report_id) if known else self._relation(self._job(row["id"]), row["sha256"])
        self._rows.update(row["id"], **relation, status="staged")

    def _store(self, row: Row) -> None:
        job = self._job(row["id"])
        document = self._read(row)
        if job.replaces:
            held = self._library.find(job.replaces)
            document = document.model_copy(update={"path": held.path})
        outcome = self._library.put(document)
        if outcome.status != "duplicate" and job.edited:
            edits = {key: getattr(job, key) for key in job.edited}
            self._library.edit(str(outcome.report_id), **edits)
        self._library.flush()
        said = self._duplicate(outcome.report_id) if outcome.status == "duplicate" else {}
        self._rows.update(row["id"], **said, status="done", report_id=outcome.report_id, warnings=outcome.warnings)

    def _read(self, row: Row) -> Document:
        """The document of an upload; its errors name the file as its owner does."""
        reading = read_data(Path(row["path"]).read_bytes(), row["name"])
        check_text(reading.text, row["name"])
        return taken_apart(reading, row["path"])

    def _duplicate(self, report_id: str | None) -> dict[str, Any]:
        report = self._library.find(str(report_id))
        remark = fill("job_duplicate", body=_name(report), title=report.title)
        return {"relation": "duplicate", "same_as": report.report_id, "remark": remark, "replaces": None}

    def _relation(self, job: Job, digest: str) -> dict[str, Any]:
        """What else there is of this text or of this body and year."""
        earlier = takewhile(lambda one: one.id != job.id, self.list())
        twin = next((one for one in earlier if self._is_twin(one, digest)), None)
        if twin:
            return {"relation": "twin", "remark": fill("job_twin", file=twin.name), "same_as": None, "replaces": None}
        key = (job.agency, job.year)
        held = [report for report in self._library.reports() if (report.agency, report.year) == key]
        if not held or None in key:
            return {"relation": None, "remark": None, "same_as": None, "replaces": None}
        remark = fill("job_version", body=_name(held[0]), title=held[0].title)
        return {"relation": "version", "remark": remark, "same_as": held[0].report_id, "replaces": None}

    def _is_twin(self, other: Job, digest: str) -> bool:
        return other.status in {"staged", "accepted", "storing"} and self._rows.row(other.id)["sha256"] == digest

    def _receive(self, name: str, content: bytes | Path) -> str:
        id_ = token_hex(8)
        try:
            data = checked(name, content)
        except (GongkaiError, OSError) as error:
            self._rows.add({"id": id_, "name": name, "path": "", "sha256": "", "status": "failed", "error": str(error)})
            return id_
        path, digest = self._uploads.put(id_, name, data), sha256(data).hexdigest()
        self._rows.add({"id": id_, "name": name, "path": str(path), "sha256": digest, "status": "queued"})
        return id_

    def _job(self, id_: str) -> Job:
        self._rows.row(id_)
        return next(job for job in self.list() if job.id == id_)


def _name(report: Report) -> str:
    return f"{report.agency or '机构不详'}{f'{report.year}年' if report.year else ''}"
