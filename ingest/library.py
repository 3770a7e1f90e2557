"""The library: one folder, SQLite for the truth, two indexes beside it, one writer and any number of readers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

import numpy as np
from filelock import FileLock

from ingest import finding, health, reindex, rows, scan
from ingest.encoder import Encoder, load_encoder
from ingest.errors import EncoderMismatchError, LibraryBusyError, LibraryError
from ingest.health import Check
from ingest.lexical import Lexical
from ingest.lexical_cache import SMALL, LexicalCache
from ingest.locks import hold, holder
from ingest.passages import search_text
from ingest.reranker import Reranker
from ingest.schema import Document, Figure, Identity, Outcome, Passage, Report, Stored
from ingest.store import Held, Store
from ingest.vector_cache import VectorCache

FILE = "library.sqlite"
_PATIENCE = 2.0  # seconds; a reader that mends an index holds the writing lock for about that long
_KEPT_REPORTS, _KEPT_TEXTS = 32, 1024


class Library:
    """An open library; make one with `Library.open`. Every method may be called from any thread."""

    def __init__(
        self, path: Path, store: Store, encoder: Encoder | Callable[[], Encoder], url: str | None, lock: FileLock | None
    ) -> None:
        """Called by `open`."""
        self.path = path
        self._store, self._given, self._lock = store, encoder, lock
        self._encoder: Encoder | None = None
        self._writing = RLock()  # one change at a time, and no look at the indexes in the middle of one
        self._lexical = LexicalCache(path, store, partial(rows.search_texts, store))
        self._vectors = VectorCache(path, store, url)
        self._listed: tuple[int, tuple[Report, ...]] = (-1, ())
        self._stored = lru_cache(_KEPT_REPORTS)(partial(rows.stored, store))
        self._text = lru_cache(_KEPT_TEXTS)(partial(rows.text, store))
        self._closed = False
        self._beside = ThreadPoolExecutor(1, "gongkai-search")  # starts its thread only when one is needed
        self.reranker: Reranker | None = None  # set by whoever opens the library, where one is configured
        self._mended = -1  # the change at which a reader last tried

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        encoder: Encoder | Callable[[], Encoder] | None = None,
        write: bool = False,
        create: bool = False,
        chroma_url: str | None = None,
    ) -> Self:
        """Open the library in folder ``path``; a writer mends whatever a killed one left behind.

        ``encoder`` may be a function that loads one; it is called when first needed; by default, the shipped encoder.

        Raises:
            LibraryError: there is no library in ``path`` (and ``create`` is off), or it cannot be read.
            LibraryBusyError: ``write``, and another process is writing.
        """
        path = Path(path)
        file = path / FILE
        try:
            lock = _entered(path, file, write=write, create=create)
        except OSError as error:
            reason = error.strerror or error
            raise LibraryError(f"{str(path)!r} cannot hold a library ({reason}): choose another folder") from None
        try:
            library = cls(path, Store(file, write=lock is not None), encoder or load_encoder, chroma_url, lock)
            if lock is not None:
                library.flush()  # whatever a killed writer left behind
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return library

    def close(self) -> None:
        """Bring the indexes up to date, then let everything go."""
        with self._writing:
            if self._closed:
                return
            self._closed = True
            self._beside.shutdown()
            try:
                if self._lock is not None:
                    self._update_indexes()
            finally:
                self._vectors.close()
                self._store.close()
                if self._lock is not None:
                    self._lock.release()

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded now if it was not.

        Raises:
            EncoderMismatchError: the library was encoded with another one.
        """
        with self._writing:
            if self._encoder is None:
                self._encoder = self._given() if callable(self._given) else self._given
        built = self._store.meta("encoder_fingerprint")
        if built is not None and self._store.row("SELECT 1 FROM reports") and built != self._encoder.fingerprint:
            raise EncoderMismatchError(
                f"the library in {str(self.path)!r} was encoded with {self._store.meta('encoder_name')!r} ({built}),"
                f" not with {self._encoder.name!r} ({self._encoder.fingerprint}): run `gongkai reindex`, or configure"
                " the encoder that it was made with"
            )
        return self._encoder

    def reports(self) -> tuple[Report, ...]:
        """All reports by (agency, year, path), without their texts."""
        change = self._store.change
        if self._listed[0] != change:
            self._listed = (change, rows.reports(self._store))
        return self._listed[1]

    def find(self, name: str, year: int | None = None) -> Report:
        """The report that goes by ``name``: an id, a body's name or alias, or an unambiguous part of name or title.

        Raises:
            ReportNotFoundError: none or several do; the message lists the candidates or what is held.
        """
        return finding.find(self.reports(), name, year)

    def stored(self, report_id: str) -> Stored:
        """One report, whole."""
        return self._stored(self._held(report_id))

    def text(self, report_id: str) -> str:
        """One report's canonical text."""
        return self._text(self._held(report_id))

    def figures(self, report_ids: Sequence[str] | None = None) -> list[tuple[str, Figure]]:
        """``(report_id, figure)`` of the given reports, or of all, in text order within a report."""
        with self._store.snapshot():
            return rows.figures(self._store, self._scope(report_ids))

    def passages(self, passage_ids: Sequence[int]) -> dict[int, tuple[str, Passage]]:
        """``{passage_id: (report_id, passage)}``; ids no longer held are left out."""
        return rows.passages_by_id(self._store, passage_ids)

    def excerpts(self, passage_ids: Sequence[int]) -> dict[int, rows.Excerpt]:
        """``{passage_id: its words and where they stand}``; ids no longer held are left out."""
        return rows.excerpts_by_id(self._store, passage_ids)

    def lexical(self, query: str | Sequence[str], k: int, reports: Sequence[str] | None = None) -> dict[int, float]:
        """BM25 scores of the ``k`` best passages, best first, within ``reports`` if given; several queries add up."""
        return self._words().search(query, k, reports)

    def search(
        self, queries: Sequence[str], vector: np.ndarray, k: int, reports: Sequence[str] | None = None
    ) -> tuple[dict[int, float], dict[int, float], str]:
        """`lexical` of the queries, ``k`` for each, and `dense` of the vector; both at once for the whole library."""
        words, many = self._words(), k * len(queries)
        if reports is not None:
            return words.search(queries, many, reports), *self.dense(vector, k, reports)
        waiting = self._beside.submit(self.dense, vector, k)
        return words.search(queries, many), *waiting.result()

    def _words(self) -> Lexical:
        with self._writing:
            if not self._lexical.ready():
                self._mend()
            return self._lexical.current()

    def dense(self, vector: np.ndarray, k: int, reports: Sequence[str] | None = None) -> tuple[dict[int, float], str]:
        """Cosines of the ``k`` nearest passages, nearest first, and the channel: ``"chroma"`` or ``"sqlite"``.

        Chroma answers for the whole library only; within ``reports`` the score is an exact dot product over their rows.

        Raises:
            EncoderMismatchError: ``vector`` is not of the library's dimension.
        """
        self._must_fit(vector)
        if reports is None:
            with self._writing:
                if not self._vectors.ready():
                    self._mend()
                if (found := self._vectors.search(vector, k)) is not None:
                    return found, "chroma"
        with self._store.snapshot():
            return scan.nearest(self._store, self._scope(reports), vector, k), "sqlite"

    def recognise(self, path: str, text: str) -> Outcome | None:
        """The outcome for a text that the library already has; None for one that would have to go in."""
        same = rows.same_text(self._store, text)
        if not same:
            return None
        if path in same:
            return rows.outcome(self._store, path, "unchanged", self._held(same[path]), ())
        before = rows.id_at(self._store, path)
        warnings = (f"{path!r} 原先是报告 {before!r}，该报告按上次读到的内容保留",) if before else ()
        return rows.outcome(self._store, path, "duplicate", self._held(min(same.values())), warnings)

    def put(self, document: Document) -> Outcome:
        """Take a document in: encoded, stored in one transaction, in the indexes at the next `flush` or question.

        Raises:
            EncoderMismatchError: the library was encoded with another encoder.
        """
        with self._writing:
            self._must_write()
            known = self.recognise(document.path, document.text)
            return known or self._add(document, rows.id_at(self._store, document.path))

    def edit(self, report_id: str, *, agency: str | None = None, year: int | None = None) -> Report:
        """Correct a report's body or year; outranks the text, survives re-ingest; ``None`` leaves as it is."""
        if agency is not None and not agency.strip():
            raise LibraryError("a body's name cannot be empty: give the right one")
        with self._writing:
            self._must_write()
            held, report = self._held(report_id), self._row(report_id)
            update = {key: value for key, value in (("agency", agency), ("year", year)) if value is not None}
            stored = self._stored(held)
            vectors = self._encode(report.model_copy(update=update), stored.passages, stored.text)
            with self._store.transaction() as store:
                rows.correct(store, held, agency, year, vectors)
            return self._row(report_id)

    def remove(self, report_id: str) -> Report:
        """Take a report out of the truth, its history and every index."""
        with self._writing:
            self._must_write()
            report = self._row(report_id)
            with self._store.transaction() as store:
                store.rows("DELETE FROM reports WHERE report_id=?", (report_id,))
                store.bump()
            self._stored.cache_clear()
            self._text.cache_clear()
            self._store.shrink()
            self._lexical.destroy()  # both indexes only mark rows as deleted: built anew, they hold no trace of them
            if self._size() <= SMALL:
                self._vectors.rebuild()
            self._update_indexes()
            return report

    def flush(self) -> None:
        """Bring both indexes up to the truth."""
        with self._writing:
            self._must_write()
            self._update_indexes()

    def check(self) -> list[Check]:
        """Health of truth and indexes, line by line; a dirty or broken index that may be mended is mended first."""
        with self._writing:
            truth = health.truth(self._store, lambda: self.encoder.name)
            if not (self._lexical.ready(thoroughly=True) and self._vectors.ready()):
                self._mend(patient=True)
            return [*truth, *health.indexes(self._store, self._lexical, self._vectors, self._other_writer())]

    def rebuild(self) -> None:
        """Delete both indexes and build them again from SQLite; nothing is encoded."""
        with self._writing:
            self._must_write()
            self._lexical.destroy()
            self._lexical.update()
            self._vectors.rebuild()

    def reindex(self, encoder: Encoder, progress: Callable[[int, int], None] | None = None) -> int:
        """Encode everything anew with ``encoder`` and change over when complete; a killed run is taken up again.

        ``progress`` is told (reports done, reports in all). Returns the number of passages.
        """
        with self._writing:
            self._must_write()
            count = reindex.reencode(self._store, encoder, partial(rows.search_texts, self._store), progress)
            self._given = self._encoder = encoder
            self._update_indexes()
            return count

    def _update_indexes(self) -> None:
        if not self._lexical.ready():
            self._lexical.update()
        self._vectors.update()

    def _mend(self, *, patient: bool = False) -> None:
        """Bring the indexes up to date if this process may: a writer always, a reader while nobody writes.

        In a big library a reader rather scans than keep its user waiting, unless ``patient``.
        """
        if self._lock is not None:
            self._update_indexes()
            return
        change = self._store.change
        if not patient and (self._mended == change or self._size() > SMALL):
            return
        with suppress(LibraryBusyError, OSError):
            lock = hold(self.path / "write.lock")
            try:
                self._update_indexes()
            finally:
                lock.release()
            self._mended = change

    def _other_writer(self) -> str | None:
        """Who else is writing; None for nobody."""
        path = self.path / "write.lock"
        try:
            if self._lock is None:
                hold(path).release()
        except LibraryBusyError:
            return holder(path)
        except OSError:
            return None
        return None

    def _size(self) -> int:
        return sum(held.count for held in self._store.held().values())

    def _must_write(self) -> None:
        if self._lock is None:
            raise LibraryError(f"the library in {str(self.path)!r} was opened for reading: open it with write=True")

    def _must_fit(self, vector: np.ndarray) -> None:
        dim = self._store.meta("encoder_dim")
        if dim is not None and vector.shape != (int(dim),):
            raise EncoderMismatchError(
                f"a vector of shape {vector.shape} for a library of dimension {dim}: run `gongkai reindex`"
            )

    def _row(self, report_id: str) -> Report:
        found = rows.reports(self._store, report_id)
        return found[0] if found else finding.unknown(report_id, self.reports())

    def _held(self, report_id: str) -> Held:
        found = self._store.scope([report_id])
        return found[0] if found else finding.unknown(report_id, self.reports())

    def _scope(self, report_ids: Sequence[str] | None) -> list[Held]:
        return list(self._store.held().values()) if report_ids is None else self._store.scope(report_ids)

    def _encode(self, identity: Identity, passages: Sequence[Passage], text: str) -> np.ndarray:
        texts = [search_text(identity, passage, text) for passage in passages]
        return self.encoder.encode(texts) if texts else np.zeros((0, self.encoder.dim), np.float32)

    def _twins(self, identity: Identity, report_id: str | None) -> tuple[str, ...]:
        held = rows.namesakes(self._store, identity.agency) if identity.agency else ()
        return finding.twins(held, identity, report_id)

    def _add(self, document: Document, report_id: str | None) -> Outcome:
        identity = rows.corrected(self._store, document.identity, report_id)
        vectors = self._encode(identity, document.passages, document.text)
        warnings = (*document.warnings, *self._twins(identity, report_id))
        with self._store.transaction() as store:
            held = rows.store_document(store, document, report_id, warnings)
            store.set_vectors(held.version_id, store.generation, vectors)
            store.set_encoder(self.encoder.name, self.encoder.fingerprint, self.encoder.dim)
        return rows.outcome(self._store, document.path, "replaced" if report_id else "new", held, warnings)


def _entered(path: Path, file: Path, *, write: bool, create: bool) -> FileLock | None:
    if not create and not file.is_file():
        raise LibraryError(f"there is no library in {str(path)!r}: make one with `gongkai ingest PATH…`")
    if create or write:
        path.mkdir(parents=True, exist_ok=True)
        return hold(path / "write.lock", wait=_PATIENCE)
    return None
