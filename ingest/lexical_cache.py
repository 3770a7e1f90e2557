"""The word index beside the truth: brought up to date, mended, or stood in for by one in memory."""

from collections.abc import Callable
from pathlib import Path

from ingest import lexical
from ingest.lexical import Lexical
from ingest.stamp import Stamp
from ingest.store import Held, Store

SearchTexts = Callable[[Held], dict[int, str]]
SMALL = 5_000  # passages; up to here an index is built anew in a few seconds, which is cleaner than changing it


class LexicalCache:
    """The word index: on disk for everybody, in memory for a reader whose library's disk index is not current."""

    def __init__(self, folder: Path, store: Store, texts: SearchTexts) -> None:
        """Nothing is opened yet."""
        self._folder, self._store, self._texts = folder / "lexical", store, texts
        self._stamp = Stamp(folder / "lexical.stamp")
        self._disk: Lexical | None = None
        self._memory: Lexical | None = None
        self._seen = -1

    def current(self) -> Lexical:
        """An index of exactly what the library holds now."""
        if self.ready() and self._disk is not None:
            self._memory = None
            return self._disk
        if self._memory is None:
            self._memory = Lexical()
        self._bring_up(self._memory)
        return self._memory

    def ready(self, *, thoroughly: bool = False) -> bool:
        """Whether the index on disk is stamped current and, when that is news or ``thoroughly``, holds the truth."""
        change = self._store.change
        if self._stamp.read().get("change") != change:
            return False
        if thoroughly or self._disk is None or self._seen != change:
            self._seen = change if self._reload() else -1
        return self._seen == change

    def update(self) -> None:
        """Bring the index on disk up to the truth, from nothing if it is broken; for the writing process."""
        change = self._store.change
        self._stamp.drop()
        try:
            self._disk = self._disk or Lexical(self._folder, create=True)
            compact = self._bring_up(self._disk, at_most=SMALL)
        except Exception:  # tantivy raises plain ValueErrors for whatever is wrong with its files
            compact = False
        if not compact:
            self.destroy()
            self._disk = Lexical(self._folder, create=True)
            self._bring_up(self._disk)
        self._stamp.write(change=change)
        self._seen, self._memory = change, None

    def destroy(self) -> None:
        """Delete the index on disk."""
        self._stamp.drop()
        self._disk, self._seen = None, -1
        lexical.destroy(self._folder)

    def _reload(self) -> bool:
        if not self._folder.is_dir():
            return False
        try:
            self._disk = self._disk or Lexical(self._folder)
            self._disk.reload()
            found = self._disk.revisions()
        except Exception:
            self._disk = None
            return False
        return found == {held.revision: held.count for held in self._store.held().values() if held.count}

    def _bring_up(self, index: Lexical, at_most: int | None = None) -> bool:
        """Make ``index`` equal to the truth; False, and nothing done, if it takes removals and a rebuild is cheap."""
        with self._store.snapshot():
            truth = {key: held for key, held in self._store.held().items() if held.count}
            have = index.revisions()
            gone = [key for key, count in have.items() if key not in truth or truth[key].count != count]
            if gone and at_most is not None and sum(held.count for held in truth.values()) <= at_most:
                return False
            missing = [held for key, held in truth.items() if key not in have or key in gone]
            if gone or missing:
                index.update(gone, ((held.revision, held.report_id, self._texts(held)) for held in missing))
        return True
