"""Every report's summary in one zip file, made in the background; a page may be reloaded or left meanwhile."""

import csv
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, BinaryIO

from bot.output.export_csv import safe
from bot.schema import Summary
from ingest.schema import Report
from ui.background import Run
from ui.tabs import file as downloaded

KINDS = ("docx", "md", "json")
PART = 3 * 256 * 1024  # bytes of the file sent at a time; in threes, so that the pieces' base64 can be joined
AT_ONCE = 0.3  # seconds to wait for a small library, which is done by then

log = logging.getLogger(__name__)


class Batch:
    """At most one run at a time for the whole desk: its files hold what every visitor may read anyway.

    ``make(report, kind)`` gives one report's file.
    """

    def __init__(self, library: Any, make: Callable[[Report, str], bytes]) -> None:  # noqa: ANN401 - a Library
        self._library, self._make = library, make
        self._lock = Lock()
        self._run: Run | None = None
        self._kind = ""
        self._of: tuple[Report, ...] = ()
        self._file: BinaryIO | None = None

    def told(self, asked: object) -> dict[str, Any]:
        """Do what a browser asks: ``{do: "look" | "start" | "stop" | "part", format, offset}``; tells how far it is.

        Raises:
            ValueError: None of these, an unknown format, or an offset outside the finished file.
        """
        if not isinstance(asked, dict) or asked.get("do") not in ("look", "start", "stop", "part"):
            raise ValueError(f"not a request for the batch: {asked!r:.200}")
        with self._lock:
            if asked["do"] == "part":
                return self._part(asked.get("offset"))
            if asked["do"] == "start":
                self._start(asked.get("format"))
            if asked["do"] == "stop" and self._run:
                self._run.stop()
            return self._state()

    def _start(self, kind: object) -> None:
        if kind not in KINDS:
            raise ValueError(f"not a format: {kind!r:.200}")
        if self._run and not self._run.finished:
            return
        self._kind, self._of = str(kind), tuple(self._library.reports())
        self._file = TemporaryFile()  # noqa: SIM115 - it lives until the next run
        self._run = Run(self._steps(self._file, self._kind, self._of), len(self._of))
        self._run.wait(AT_ONCE)

    def _state(self) -> dict[str, Any]:
        state = {"reports": len(self._library.reports()), "run": None}
        if self._run is None:
            return state
        stale = self._run.finished and self._of != tuple(self._library.reports())
        return state | {"run": None if stale else self._run.told() | {"format": self._kind}}

    def _part(self, offset: object) -> dict[str, Any]:
        run, file = self._run, self._file
        if run is None or file is None or not run.finished or run.failed or run.stopped:
            raise ValueError("no finished file")
        size = file.seek(0, io.SEEK_END)
        if type(offset) is not int or not 0 <= offset < size:
            raise ValueError(f"not an offset into {size} bytes: {offset!r:.200}")
        file.seek(offset)
        data = file.read(PART)
        more = offset + len(data) < size
        name = f"摘要-{self._kind}-{len(self._of)}.zip"
        return downloaded(name, "application/zip", data) | {"next": offset + len(data) if more else None}

    def _steps(self, file: BinaryIO, kind: str, reports: tuple[Report, ...]) -> Iterator[None]:
        """One report a step; a report that fails stands in the index with that fact and hinders no other."""
        index: list[tuple[Any, ...]] = [("file", "agency", "year", "title", "report_id", "sha256", "status")]
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for n, report in enumerate(reports, 1):
                name = f"{n:04d}-{file_stem(report)}.{kind}"
                status = self._pack(packed, name, report, kind)
                row = (report.agency, report.year, report.title, report.report_id, report.sha256, status)
                index.append((name if status == "ok" else "", *row))
                if n == len(reports):
                    packed.writestr("index.csv", _table(index))
                yield

    def _pack(self, packed: zipfile.ZipFile, name: str, report: Report, kind: str) -> str:
        try:
            packed.writestr(name, self._make(report, kind))
        except Exception:
            log.exception("no summary of %r for the batch", report.report_id)
            return "failed"
        return "ok"


def file_stem(of: Report | Summary) -> str:
    """A file's name without its ending, safe on every system: body and year, or the title."""
    who = re.sub(r"[^\w（）-]+", "", of.agency or of.title)[:60]
    return f"{who}{of.year or ''}摘要"


def _table(lines: list[tuple[Any, ...]]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([safe(value) for value in line] for line in lines)
    return held.getvalue().encode("utf-8-sig", "replace")
