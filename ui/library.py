"""The tab 报告库: uploads staged with what is recognised, corrected, taken in; reports removed and put back; health.

Files come in pieces through a server function of this desk: Gradio's own upload, which is open to everybody and keeps
what it is given where anybody may read it, stays closed.
"""

import base64
import binascii
import logging
import time
from collections.abc import Iterator
from secrets import token_hex
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.chain import AnswerChain
from bot.keeping.jobs import Jobs
from bot.keeping.uploads import LARGEST_UPLOAD
from ingest.errors import LibraryError
from ingest.formats.kinds import SUPPORTED
from ui.background import Run
from ui.tabs import STAGE, View, answered, held

if TYPE_CHECKING:
    import gradio as gr

    from ingest.schema import Report

PIECE = 256 * 1024  # bytes of a file that are sent at a time
INCOMING = 16  # files on their way at once, for the whole desk
PATIENCE = 120.0  # seconds without a piece after which a file is given up
SHOWN = 100  # reports listed at a time
SCRIPT = "Desk.library({ element, server })"

log = logging.getLogger(__name__)


class _Incoming(NamedTuple):
    name: str
    file: Any
    at: float


class Shelf:
    """What the tab shows and does; every method may be called from any thread."""

    def __init__(self, chain: AnswerChain) -> None:
        """Over an open chain; whose library was opened for reading is shown and not changed."""
        self.library = chain.library
        self._incoming: dict[str, _Incoming] = {}
        self._lock = Lock()
        self._run: Run | None = None
        self._checks: list[dict[str, Any]] | None = None
        try:
            self.jobs: Jobs | None = Jobs(self.library)
        except (LibraryError, AttributeError) as error:
            log.info("the library can only be read here: %s", error)
            self.jobs = None

    def look(self, asked: object) -> View:
        """All that the tab shows; ``{find}`` narrows the list of reports."""
        find = str(asked.get("find") or "")[:80].strip() if isinstance(asked, dict) else ""
        reports = [r for r in self.library.reports() if find in f"{r.agency or ''}{r.year or ''}{r.title}"]
        jobs = self.jobs
        return {
            "writable": jobs is not None,
            "kinds": sorted(SUPPORTED),
            "largest": LARGEST_UPLOAD,
            "piece": PIECE,
            "found": len(reports),
            "reports": [_row(report) for report in reports[:SHOWN]],
            "jobs": [job.model_dump(mode="json") for job in jobs.list()] if jobs else [],
            "progress": jobs.progress().model_dump(mode="json") if jobs else None,
            "removed": [one.model_dump(mode="json") for one in jobs.removed()] if jobs else [],
            "run": self._run.told() if self._run else None,
            "checks": self._checks,
        }

    def put(self, asked: object) -> View:
        """Take a piece of a file: ``{id, name, data, last}``; ``id`` is what the first piece was answered with.

        Raises:
            ValueError: Not a piece, of too large a file, or of one that is not on its way.
        """
        jobs, piece = self._writing(), _piece(asked)
        with self._lock:
            self._give_up()
            id_ = asked.get("id") or self._begin(asked.get("name"))
            incoming = self._incoming.pop(id_, None)
            if incoming is None:
                raise ValueError(f"no file {id_!r:.80} is on its way")
            incoming.file.write(piece)
            if incoming.file.tell() > LARGEST_UPLOAD + PIECE:
                raise ValueError(f"too large: {incoming.name!r:.200}")
            if not asked.get("last"):
                self._incoming[id_] = incoming._replace(at=time.monotonic())
                return {"id": id_}
        incoming.file.seek(0)
        jobs.stage([(incoming.name, incoming.file.read())])
        return {"id": None}

    def act(self, asked: object) -> View:
        """Do one thing: ``{do, …}``; returns what is shown then.

        Raises:
            ValueError: Not a thing to do.
            GongkaiError: It cannot be done.
        """
        if not isinstance(asked, dict):
            raise ValueError(f"not a request: {asked!r:.200}")
        does = {
            "edit": self._edit, "accept": self._several, "discard": self._several, "retry": self._several,
            "replace": self._replace, "remove": self._remove, "undo": self._undo, "correct": self._correct,
            "check": self._check, "reindex": self._reindex,
        }  # fmt: skip
        does[str(asked.get("do"))](asked) if asked.get("do") in does else _refuse(asked)
        return self.look(asked)

    def _writing(self) -> Jobs:
        if self.jobs is None:
            raise LibraryError("the library was opened for reading: stop the other process and start the desk again")
        return self.jobs

    def _begin(self, name: object) -> str:
        if not isinstance(name, str) or not name.strip() or len(self._incoming) >= INCOMING:
            raise ValueError(f"no file to begin with: {name!r:.200}")
        id_ = token_hex(12)
        file = SpooledTemporaryFile(1 << 20)  # noqa: SIM115 - it lives until its last piece
        self._incoming[id_] = _Incoming(name[:255], file, time.monotonic())
        return id_

    def _give_up(self) -> None:
        over = [id_ for id_, one in self._incoming.items() if time.monotonic() - one.at > PATIENCE]
        for id_ in over:
            self._incoming.pop(id_).file.close()

    def _edit(self, asked: dict[str, Any]) -> None:
        self._writing().edit(_text(asked, "id"), agency=_body(asked), year=_year(asked))

    def _several(self, asked: dict[str, Any]) -> None:
        ids = asked.get("ids")
        if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
            raise ValueError(f"not ids: {ids!r:.200}")
        getattr(self._writing(), asked["do"])(ids)

    def _replace(self, asked: dict[str, Any]) -> None:
        self._writing().replace(_text(asked, "id"), asked.get("on") is True)

    def _remove(self, asked: dict[str, Any]) -> None:
        self._writing().remove(held(self.library, asked.get("report_id")).report_id)

    def _undo(self, asked: dict[str, Any]) -> None:
        self._writing().undo(_text(asked, "id"))

    def _correct(self, asked: dict[str, Any]) -> None:
        self._writing()
        report = held(self.library, asked.get("report_id"))
        self.library.edit(report.report_id, agency=_body(asked), year=_year(asked))
        self.library.flush()

    def _check(self, asked: dict[str, Any]) -> None:
        self._checks = [check._asdict() for check in self.library.check()]

    def _reindex(self, asked: dict[str, Any]) -> None:
        self._writing()
        if self._run is None or self._run.finished:
            self._run = Run(self._encode(), len(self.library.reports()))

    def _encode(self) -> Iterator[None]:
        def count(done: int, total: int) -> None:
            if self._run is not None:
                self._run.done, self._run.total = min(done, total - 1), total

        self.library.reindex(self.library.encoder, count)
        if self._run is not None:
            self._run.done = self._run.total - 1
        yield


def library_tab(chain: AnswerChain, desk: "gr.Blocks", tab: "gr.Tab") -> Shelf:
    """Build the tab: one component that draws itself from what the server tells."""
    import gradio as gr

    shelf = Shelf(chain)

    def get_library(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401 - whatever a browser sends
        return answered(lambda: shelf.look(asked), "library.failed", request)

    def put_piece(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401
        return answered(lambda: shelf.put(asked), "library.upload.failed", request)

    def act(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401
        return answered(lambda: shelf.act(asked), "library.refused", request)

    gr.HTML(html_template=STAGE, js_on_load=SCRIPT, server_functions=[get_library, put_piece, act],
            elem_id="library", apply_default_css=False)  # fmt: skip
    return shelf


def _row(report: "Report") -> dict[str, Any]:
    kept = report.model_dump(mode="json", include={"report_id", "agency", "year", "title", "era", "chars", "region"})
    return kept | {"file": report.path.replace("\\", "/").rsplit("/", 1)[-1]}  # never where it lies on the server


def _piece(asked: object) -> bytes:
    data = asked.get("data") if isinstance(asked, dict) else None
    if not isinstance(data, str) or len(data) > PIECE * 4 // 3 + 8:
        raise ValueError("not a piece of a file")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ValueError("not a piece of a file") from error


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise ValueError(f"no {name}: {value!r:.200}")
    return value


def _body(asked: dict[str, Any]) -> str | None:
    value = asked.get("agency")
    if value is not None and (not isinstance(value, str) or not value.strip() or len(value) > 80):
        raise ValueError(f"not a body's name: {value!r:.200}")
    return value


def _year(asked: dict[str, Any]) -> int | None:
    value = asked.get("year")
    if value is not None and (type(value) is not int or not 1949 <= value <= 2099):
        raise ValueError(f"not a year: {value!r:.200}")
    return value


def _refuse(asked: dict[str, Any]) -> None:
    raise ValueError(f"not a thing to do: {asked.get('do')!r:.80}")
