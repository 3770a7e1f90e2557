"""The libraries that questions go to: built once from the texts, kept in a cache folder, opened as a chain."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.sources import texts_of, texts_sha256
from ingest.errors import GongkaiError

if TYPE_CHECKING:
    import numpy as np

    from bot.chain import AnswerChain
    from evals.schema import Case, LibraryKind
    from ingest.library import Library
    from ingest.schema import Figure, Report, Stored

ROOT = Path(__file__).parents[1]
RUNS = Path(__file__).parent / "runs"
_KEPT = 4
_BIG = 2_000_000  # bytes; a model file is known by its name and size
_CODE = {".py", ".md", ".yaml", ".json", ".jsonl", ".txt", ".safetensors", ".tiktoken"}


@cache
def code_sha256(*floors: str) -> str:
    """A hash of the sources, prompts and models of the named floors."""
    told = sha256()
    for floor in floors:
        files = (path for path in (ROOT / floor).rglob("*") if path.suffix in _CODE and path.is_file())
        for path in sorted(files):
            told.update(f"{path.relative_to(ROOT)}|{path.stat().st_size}|".encode())
            told.update(path.read_bytes() if path.stat().st_size < _BIG else b"")
    return told.hexdigest()


def library_folder(kind: "LibraryKind", cache_folder: Path | None = None) -> Path:
    """The folder of the library of that kind, built now if it is not there; a killed build leaves nothing behind."""
    from bot.settings import Settings

    encoder = Settings.from_env(os.environ).encoder or "shipped"
    made_of = f"{texts_sha256(kind)}|{code_sha256('ingest')}|{encoder}"
    folder = (cache_folder or RUNS / "libraries") / f"{kind}-{sha256(made_of.encode()).hexdigest()[:16]}"
    if not folder.exists():
        _build(folder, texts_of(kind))
    return folder / "library"


def _build(folder: Path, texts: Mapping[str, str]) -> None:
    """Build beside the place and move there when done: two runs may do so at once, the first one's stays."""
    from bot.settings import open_library
    from ingest.pipeline import ingest_paths

    made = folder.with_name(f".{folder.name}-{os.getpid()}")
    shutil.rmtree(made, ignore_errors=True)
    (made / "reports").mkdir(parents=True)
    for name, text in texts.items():
        (made / "reports" / f"{name}.txt").write_bytes(text.encode("utf-8"))
    with open_library(made / "library", write=True, create=True) as library:
        failed = [one for one in ingest_paths(library, [made / "reports"]) if one.status == "failed"]
    if failed:
        raise GongkaiError(f"the eval library cannot be built: {failed[0].path}: {failed[0].error}")
    try:
        made.rename(folder)
    except OSError:  # another run was quicker
        shutil.rmtree(made, ignore_errors=True)
    _forget_old(folder)


def _forget_old(folder: Path) -> None:
    """Keep the newest few libraries of a kind: another run may be reading one of them."""
    kind = folder.name.rpartition("-")[0]
    for old in sorted(folder.parent.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def empty_library() -> "Iterator[AnswerChain]":
    """A chain over a library that holds nothing: what is answered then comes from no report."""
    from tempfile import TemporaryDirectory

    from bot.chain import open_chain
    from bot.settings import open_library

    with TemporaryDirectory() as folder:
        open_library(folder, write=True, create=True).close()
        with open_chain(folder) as chain:
            yield chain


class OracleLibrary:
    """A library that holds the gold passages and nothing else: what still goes wrong is wrong reading.

    Everything that is not about passages and figures is the library's own.
    """

    def __init__(self, library: "Library", case: "Case", resolve: Callable[[str], str | None]) -> None:
        placed = [(resolve(span.report), span) for span in case.spans]
        self._library = library
        self._spans = [(rid, span.start, span.end) for rid, span in placed if rid]
        self._held = {rid for rid, *_ in self._spans}
        self._shown = dict.fromkeys(self._held, frozenset[int]())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def reports(self) -> "tuple[Report, ...]":
        """The reports of the gold spans."""
        return tuple(report for report in self._library.reports() if report.report_id in self._held)

    def stored(self, report_id: str) -> "Stored":
        """A report with its gold passages and their figures only."""
        stored = self._library.stored(report_id)
        shown = [p for p in stored.passages if self._is_gold(report_id, p.start, p.end)]
        figures = [f for f in stored.figures if any(p.start <= f.start and f.end <= p.end for p in shown)]
        return stored.model_copy(update={"passages": tuple(shown), "figures": tuple(figures)})

    def figures(self, report_ids: Sequence[str] | None = None) -> "list[tuple[str, Figure]]":
        """Figures of the gold passages."""
        held = sorted(self._held) if report_ids is None else report_ids
        return [(rid, figure) for rid in held for figure in self.stored(rid).figures]

    def search(
        self, queries: Sequence[str], vector: "np.ndarray", k: int, reports: Sequence[str] | None = None
    ) -> tuple[dict[int, float], dict[int, float], str]:
        """Word and vector scores of the gold passages, however far behind the others they are."""
        words, dense, channel = self._library.search(queries, vector, 1000, reports or sorted(self._held))
        return self._only_gold(words), self._only_gold(dense), channel

    def _only_gold(self, scores: Mapping[int, float]) -> dict[int, float]:
        places = self._library.passages(list(scores))
        return {pid: scores[pid] for pid, (rid, p) in places.items() if self._is_gold(rid, p.start, p.end)}

    def _is_gold(self, report_id: str, start: int, end: int) -> bool:
        return any(rid == report_id and start < high and low < end for rid, low, high in self._spans)
