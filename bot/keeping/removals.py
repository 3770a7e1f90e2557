"""Reports out of the library and, for a while, back into it."""

from secrets import token_hex
from time import time
from typing import TYPE_CHECKING

from bot.keeping.conversations import Conversations
from bot.keeping.job_rows import Removed, Rows
from bot.keeping.uploads import Uploads
from ingest.document import parse
from ingest.errors import LibraryError
from ingest.schema import Document, Noun, Report

if TYPE_CHECKING:
    from ingest.library import Library

UNDO_FOR = 600.0  # seconds


class Kept(Noun):
    """What it takes to make a report again: its text as it was read, and its body and year as corrected."""

    path: str
    sha256: str
    text: str
    warnings: tuple[str, ...]
    agency: str | None
    year: int | None

    def document(self) -> Document:
        """The document that the report was: the same text gives the same."""
        document = parse(self.text, path=self.path, sha256=self.sha256)
        return document.model_copy(update={"warnings": self.warnings})


_OF_REPORT = ("path", "sha256", "agency", "year")


class Removals:
    """The removed reports of a library; what can no longer be put back is forgotten for good by `purge`."""

    def __init__(self, library: "Library", rows: Rows, uploads: Uploads) -> None:
        """Of one library, in its file of jobs."""
        self._library, self._rows, self._uploads = library, rows, uploads

    def remove(self, report_id: str) -> Removed:
        """Take a report out of the library and its answers out of the conversations; for a while it can be put back."""
        stored = self._library.stored(report_id)
        report = stored.report
        name = f"{report.agency or '机构不详'} {report.year or '年份不详'}《{report.title}》"
        removed = Removed(id=token_hex(8), report_id=report_id, name=name, until=time() + UNDO_FOR)
        kept = Kept(text=stored.text, warnings=stored.warnings, **{name: getattr(report, name) for name in _OF_REPORT})
        self._rows.keep(removed, report.path, kept.model_dump_json())
        self._library.remove(report_id)
        Conversations(self._library.path).forget(report_id)
        return removed

    def list(self) -> tuple[Removed, ...]:
        """What can still be put back."""
        self.purge()
        rows = self._rows.removed()
        return tuple(Removed(**{name: row[name] for name in Removed.model_fields}) for row in rows)

    def undo(self, id_: str) -> Report:
        """Put a removed report back, with its corrections. Answers that quoted it are not brought back.

        Raises:
            LibraryError: the time for it is over.
        """
        self.purge()
        row = next((row for row in self._rows.removed() if row["id"] == id_), None)
        if row is None:
            raise LibraryError(f"the removal {id_!r} cannot be undone any more: upload the file again")
        kept = Kept.model_validate_json(row["held"])
        outcome = self._library.put(kept.document())
        self._library.flush()
        if outcome.status == "duplicate":  # it has been uploaded again since
            report = self._library.find(str(outcome.report_id))
        else:
            report = self._corrected(str(outcome.report_id), kept.agency, kept.year)
        self._rows.forget(id_)
        return report

    def purge(self) -> None:
        """Forget for good what can no longer be put back, with its original where that was uploaded."""
        for row in self._rows.removed():
            if row["until"] <= time():
                self._rows.forget(row["id"])
                self._uploads.delete(row["path"], self.used())

    def used(self) -> set[str]:
        """The files that reports were read from, those that can still be put back among them."""
        return {report.path for report in self._library.reports()} | {row["path"] for row in self._rows.removed()}

    def _corrected(self, report_id: str, agency: str | None, year: int | None) -> Report:
        report = self._library.find(report_id)
        new = {"agency": agency if agency != report.agency else None, "year": year if year != report.year else None}
        return self._library.edit(report_id, **new) if any(new.values()) else report
