"""The truth: one SQLite file in WAL mode, its schema, its transactions, its bookkeeping rows.

``change`` counts the transactions that altered what a search may find; an index brought up to the same number is
current. ``revision`` is the change at which a report's search text was last set, so it names one state of one report.
Embeddings lie as one float32 block per version and generation, row i belonging to passage ``first_passage + i``: a
scope is scored by reading a few blocks, whatever the size of the library.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import NamedTuple, Self

import numpy as np

from ingest.errors import LibraryError

_CACHE_KIB = 64 * 1024  # at most; SQLite takes what it has read

# One script for each schema version; a library of version n runs those from n on. Never edit a released one: append.
_MIGRATIONS = (
    """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports(
    report_id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, agency_edit TEXT, year_edit INTEGER,
    version_id INTEGER NOT NULL REFERENCES versions DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE versions(
    version_id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id TEXT NOT NULL REFERENCES reports ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    revision INTEGER NOT NULL, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
    stored_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sha256 TEXT NOT NULL, text_sha TEXT NOT NULL, text TEXT NOT NULL, chars INTEGER NOT NULL,
    agency TEXT, year INTEGER, title TEXT NOT NULL, region TEXT, addressee TEXT, period TEXT, era TEXT NOT NULL,
    aliases TEXT NOT NULL, warnings TEXT NOT NULL);
CREATE INDEX versions_by_report ON versions(report_id);
CREATE INDEX versions_by_text ON versions(text_sha);
CREATE INDEX versions_by_agency ON versions(agency);
CREATE INDEX reports_by_edit ON reports(agency_edit) WHERE agency_edit IS NOT NULL;
CREATE TABLE sections(
    version_id INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE, position INTEGER NOT NULL,
    number TEXT NOT NULL, title TEXT NOT NULL, level INTEGER NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, body INTEGER NOT NULL,
    PRIMARY KEY(version_id, position)) WITHOUT ROWID;
CREATE TABLE passages(
    passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
    path TEXT NOT NULL, section INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, tokens INTEGER NOT NULL);
CREATE INDEX passages_by_version ON passages(version_id);
CREATE TABLE figures(
    version_id INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE, position INTEGER NOT NULL,
    metric TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, value_max TEXT, unit TEXT NOT NULL, hedge TEXT,
    period TEXT, scope TEXT, section TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY(version_id, position)) WITHOUT ROWID;
CREATE TABLE embeddings(
    version_id INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE, generation INTEGER NOT NULL,
    vectors BLOB NOT NULL);
CREATE UNIQUE INDEX embeddings_by_version ON embeddings(version_id, generation);
INSERT INTO meta VALUES ('change', '0'), ('generation', '1'), ('library_id', lower(hex(randomblob(8))));
""",
)


class Held(NamedTuple):
    """One state of one report, as the indexes hold it: its passages are ``range(first, first + count)``."""

    revision: int
    report_id: str
    version_id: int
    first: int
    count: int

    @property
    def ids(self) -> range:
        """The passage ids."""
        return range(self.first, self.first + self.count)


class Store:
    """An open library file; every method is safe to call from any thread."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open ``path``; only a writer creates and migrates it.

        Raises:
            LibraryError: there is no library there, it is no SQLite file, or a newer version of the program made it.
        """
        self.path = path
        self._lock = RLock()
        mode = "rwc" if write else "rw"  # even a reader of a WAL file must be able to touch its shared memory
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}",
                uri=True,
                timeout=30,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.DatabaseError as error:
            raise LibraryError(f"{str(path)!r} cannot be opened as a library: {error}") from error
        try:
            self._prepare(write)
        except BaseException as error:
            self._db.close()
            if isinstance(error, sqlite3.DatabaseError):
                raise LibraryError(f"{str(path)!r} cannot be opened as a library: {error}") from error
            raise

    def _prepare(self, write: bool) -> None:
        # A reader that comes while the file is being made waits for it: WAL is switched on before anything is in it.
        if write:
            self._db.execute("PRAGMA journal_mode=WAL")
        # Passages found anywhere in a big library are read anew for every question from SQLite's usual 2 MB.
        self._db.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        # FULL: a report that was announced as stored survives a power cut too; it costs one fsync a report.
        self._db.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(_MIGRATIONS):
            raise LibraryError(f"{str(self.path)!r} was made by a newer gongkai (schema {version}): update the program")
        if write:
            for number in range(version, len(_MIGRATIONS)):
                script = f"BEGIN IMMEDIATE; {_MIGRATIONS[number]} PRAGMA user_version={number + 1}; COMMIT;"
                self._db.executescript(script)
        elif version < len(_MIGRATIONS):
            raise LibraryError(f"{str(self.path)!r} holds no finished library: ingest something into it first")
        else:
            self._db.execute("PRAGMA query_only=ON")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.DatabaseError as error:  # full disk, file damaged or held too long by another program
                raise LibraryError(f"{str(self.path)!r}: {error}") from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """All rows of one statement."""
        with self._alone():
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple | None:
        """The first row of one statement."""
        with self._alone():
            return self._db.execute(sql, values).fetchone()

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """One statement for many rows."""
        with self._alone():
            self._db.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """All or nothing; other threads wait, other processes go on reading what was before."""
        with self._alone():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Several reads of one and the same state, whatever a writer commits meanwhile."""
        with self._lock:
            if self._db.in_transaction:
                yield self
                return
            self._db.execute("BEGIN")
            try:
                yield self
            finally:
                self._db.execute("ROLLBACK")

    def shrink(self) -> None:
        """Leave nothing of deleted rows in the write-ahead log; a reader in the middle of a query delays it."""
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def meta(self, key: str) -> str | None:
        """A bookkeeping value."""
        found = self.row("SELECT value FROM meta WHERE key=?", (key,))
        return found[0] if found else None

    def set_meta(self, **values: str | int) -> None:
        """Set bookkeeping values."""
        self.many("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in values.items()])

    def drop_meta(self, *keys: str) -> None:
        """Forget bookkeeping values."""
        self.many("DELETE FROM meta WHERE key=?", [(key,) for key in keys])

    def set_encoder(self, name: str, fingerprint: str, dim: int) -> None:
        """Note which encoder the embeddings in use come from."""
        self.set_meta(encoder_name=name, encoder_fingerprint=fingerprint, encoder_dim=dim)

    @property
    def change(self) -> int:
        """The number of the last transaction that altered what a search may find."""
        return int(self.meta("change") or 0)

    @property
    def generation(self) -> int:
        """Which set of embeddings is in use."""
        return int(self.meta("generation") or 1)

    def bump(self) -> int:
        """The next change number; call inside a transaction."""
        number = self.change + 1
        self.set_meta(change=number)
        return number

    def held(self) -> dict[int, Held]:
        """By revision, every current state that an index has to hold."""
        found = self.rows(
            "SELECT v.revision, v.report_id, v.version_id, v.first_passage, v.passages"
            " FROM reports r JOIN versions v USING (version_id) ORDER BY v.first_passage"
        )
        return {row[0]: Held(*row) for row in found}

    def scope(self, report_ids: Sequence[str]) -> list[Held]:
        """The current states of some reports, by primary key."""
        return [
            Held(*row)
            for part in _parts(sorted(set(report_ids)))
            for row in self.rows(
                "SELECT v.revision, v.report_id, v.version_id, v.first_passage, v.passages"
                f" FROM reports r JOIN versions v USING (version_id) WHERE r.report_id IN ({_marks(part)})",
                part,
            )
        ]

    def vectors(self, held: Held, generation: int) -> np.ndarray:
        """Embeddings of one report: float32 (passages, dim); (0, 0) where there are none."""
        found = self.row(
            "SELECT vectors FROM embeddings WHERE version_id=? AND generation=?", (held.version_id, generation)
        )
        if not found or not found[0] or not held.count:
            return np.zeros((0, 0), np.float32)
        return np.frombuffer(found[0], np.float32).reshape(held.count, -1)

    def set_vectors(self, version_id: int, generation: int, vectors: np.ndarray) -> None:
        """Store one version's embeddings, row i for its i-th passage."""
        block = np.ascontiguousarray(vectors, np.float32).tobytes()
        self.rows("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", (version_id, generation, block))


def by_parts(store: Store, sql: str, values: Sequence[object]) -> list[tuple]:
    """``sql`` with ``{}`` standing for the marks of an IN list, however long the list is."""
    return [row for part in _parts(values) for row in store.rows(sql.format(_marks(part)), part)]


def _parts(values: Sequence[object]) -> Iterator[Sequence[object]]:
    for at in range(0, len(values), 500):
        yield values[at : at + 500]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
