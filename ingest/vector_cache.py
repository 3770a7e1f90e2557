"""The Chroma collection beside the truth: owned by one process, brought up to date, mended, or done without."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
from filelock import FileLock

from ingest import vectors
from ingest.errors import LibraryBusyError
from ingest.locks import hold, holder
from ingest.stamp import Stamp
from ingest.store import Held, Store
from ingest.vectors import Vectors, VectorsBroken

_UNREACHED = 0.005  # share of rows that a sound HNSW graph of many thousand may fail to reach


class VectorCache:
    """The Chroma collection: one process owns its folder; everybody else scans the embeddings of the truth."""

    def __init__(self, folder: Path, store: Store, url: str | None) -> None:
        """Nothing is opened yet; ``url`` names a Chroma server to use instead of a folder."""
        self._folder, self._store, self._url = folder / "chroma", store, url
        self._stamp = Stamp(folder / "chroma.stamp")
        self._lock_path = folder / "chroma.lock"
        self._lock: FileLock | None = None
        self._open: Vectors | None = None
        self._place: str | None = None
        self._bad: dict[str, Any] = {}
        self._holds: dict[int, Held] = {}
        self._state: tuple[int, int] = (-1, -1)

    def search(self, vector: np.ndarray, k: int) -> dict[int, float] | None:
        """Cosines of the ``k`` nearest passages; None where this process cannot vouch for the collection."""
        if not self.ready():
            return None
        try:
            return self._required().search(vector, k)
        except VectorsBroken:
            self._distrust()
            return None

    def ready(self) -> bool:
        """Whether this process owns the collection, complete and sound; the first time, it is searched whole."""
        state = self._wanted()
        if self._open is not None and self._state == state:
            return True
        return self._stamped() == state and not self.missed() and self._own() and self._load(state)

    def update(self) -> bool:
        """Bring the collection up to the truth; False where another process owns it or no server answers."""
        state, stamped = self._wanted(), self._stamped()
        if stamped == state:
            return True
        if not self._own():
            return False
        try:
            if self._open is None or self._state[1] != state[1]:
                self._resume(stamped, state)
            self._change_to(state)
        except VectorsBroken:
            return self.rebuild()
        return True

    def rebuild(self) -> bool:
        """Delete the collection and fill it again from the embeddings of the truth."""
        if not self._own():
            return False
        try:
            self.destroy()
            self._fill(self._connect(), self._wanted())
        except VectorsBroken:
            self._forget()
            return False
        return True

    def destroy(self) -> None:
        """Empty the store; only for its owner."""
        if not self._own():
            return
        self._stamp.drop()
        self._forget()
        self._place = None
        if self._url:
            self._connect().clear(self._prefix)
        else:
            vectors.destroy(self._folder)

    def ids(self) -> tuple[set[int], set[int]]:
        """Ids that the collection lists, and those that a search for everything reaches."""
        if self._open is None:
            return set(), set()
        probe = self._probe()
        return self._open.listed(), set() if probe is None else self._open.reachable(probe)

    def missed(self) -> int:
        """How many vectors of a collection built from nothing no search reached: such a one is kept but not asked."""
        said = self._stamp.read()
        return said.get("missed", 0) if self._stamped() == self._wanted() else 0

    def sound(self) -> bool:
        """Whether the open collection lists what it was made to hold, and searches find it."""
        return sound(*self.ids(), self.expected())

    def expected(self) -> set[int]:
        """Ids that the collection was last made to hold."""
        return {i for held in self._holds.values() for i in held.ids}

    def owner(self) -> str | None:
        """Who else owns the folder; None when this process does, or when there is a server."""
        return None if self._own() else holder(self._lock_path)

    def close(self) -> None:
        """Let go of the collection and its folder."""
        self._forget()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _wanted(self) -> tuple[int, int]:
        return self._store.change, self._store.generation

    def _stamped(self) -> tuple[int, int] | None:
        said = self._stamp.read()
        if not said or said == self._bad or said.get("url") != self._url:
            return None
        if not self._url and said.get("files") != vectors.footprint(self._folder / said.get("place", "")):
            return None
        return said.get("change", -1), said.get("generation", -1)

    def _required(self) -> Vectors:
        if self._open is None:
            raise VectorsBroken("the collection is closed")
        return self._open

    def _own(self) -> bool:
        if self._lock is None and not self._url:
            try:
                self._lock = hold(self._lock_path)
            except (LibraryBusyError, OSError):
                return False
        return True

    def _connect(self) -> Vectors:
        if self._open is None:
            # A new folder for each rebuild: after a crash Chroma keeps a broken client for the old path in memory.
            self._place = self._place or self._stamp.read().get("place") or token_hex(4)
            self._open = Vectors(self._url or self._folder / self._place, f"{self._prefix}{self._store.generation}")
        return self._open

    @property
    def _prefix(self) -> str:
        return f"gongkai-{self._store.meta('library_id')}-"

    def _forget(self) -> None:
        store, self._open, self._state = self._open, None, (-1, -1)
        if store is not None:
            with suppress(VectorsBroken):
                store.close()

    def _load(self, state: tuple[int, int]) -> bool:
        try:
            self._connect()
            self._holds, self._state = self._store.held(), state
            if not self.sound():
                raise VectorsBroken("the collection does not find what was put in")
        except VectorsBroken:
            self._distrust()
            return False
        return True

    def _distrust(self) -> None:
        """Believe this stamp no more; it is not ours to drop while another process may be setting a new one."""
        self._bad = self._stamp.read()
        self._forget()

    def _resume(self, stamped: tuple[int, int] | None, state: tuple[int, int]) -> None:
        """Take up a collection that was complete at an earlier change: what it holds is what is older than that."""
        if stamped is None or stamped[1] != state[1] or stamped[0] > state[0]:
            raise VectorsBroken("the collection was left unfinished")
        self._forget()
        open_ = self._connect()
        self._holds = {key: held for key, held in self._store.held().items() if key <= stamped[0]}
        self._state = stamped
        listed, reached = self.ids()
        if not self.expected() <= listed or not sound(listed, reached, listed):
            raise VectorsBroken("the collection does not find what was put in")
        self._stamp.drop()
        open_.delete(sorted(listed - self.expected()))

    def _probe(self) -> np.ndarray | None:
        some = next((held for held in self._store.held().values() if held.count), None)
        return None if some is None else next(iter(self._store.vectors(some, self._store.generation)), None)

    def _change_to(self, state: tuple[int, int]) -> None:
        truth = self._store.held()
        self._stamp.drop()
        open_, before = self._connect(), self._holds
        kept = {i for held in truth.values() for i in held.ids}
        open_.delete([i for held in before.values() if held.revision not in truth for i in held.ids if i not in kept])
        self._put(open_, (held for key, held in truth.items() if key not in before), state[1])
        self._finish(truth, state)

    def _fill(self, open_: Vectors, state: tuple[int, int]) -> None:
        truth = self._store.held()
        self._put(open_, iter(truth.values()), state[1])
        self._holds = truth
        listed, reached = self.ids()
        if listed != self.expected():
            raise VectorsBroken("the collection does not hold what was put in")
        missed = 0 if sound(listed, reached, listed) else len(listed - reached)
        self._finish(truth, state, missed)
        if missed:  # building it again would give no better graph: the embeddings are scanned from now on
            self._forget()

    def _finish(self, truth: dict[int, Held], state: tuple[int, int], missed: int = 0) -> None:
        self._holds, self._state = truth, state
        if (probe := self._probe()) is not None:  # makes Chroma work its log into the graph: the files stay as they are
            self._required().search(probe, 1)
        files = {} if self._url else vectors.footprint(self._folder / (self._place or ""))
        said = {"change": state[0], "generation": state[1], "url": self._url, "place": self._place, "files": files}
        self._stamp.write(**said, missed=missed)

    def _put(self, open_: Vectors, new: Iterator[Held], generation: int) -> None:
        rows: list[tuple[Held, np.ndarray]] = []
        waiting = 0
        for held in new:
            block = self._store.vectors(held, generation)
            if len(block) != held.count:
                raise VectorsBroken(f"the library has no embeddings of report {held.report_id!r}")
            if held.count:
                rows.append((held, block))
                waiting += held.count
            if waiting >= vectors.BATCH:
                self._upsert(open_, rows)
                rows, waiting = [], 0
        self._upsert(open_, rows)

    @staticmethod
    def _upsert(open_: Vectors, rows: list[tuple[Held, np.ndarray]]) -> None:
        if rows:
            ids = [i for held, _ in rows for i in held.ids]
            reports = [held.report_id for held, _ in rows for _ in held.ids]
            open_.upsert(ids, np.concatenate([block for _, block in rows]), reports)


def sound(listed: set[int], reached: set[int], expected: set[int]) -> bool:
    """Whether a collection lists exactly the truth and a search finds it, but for the few that a big graph misses."""
    return listed == expected and reached <= expected and len(expected - reached) <= _UNREACHED * len(expected)
