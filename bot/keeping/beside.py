"""A SQLite file of its own beside the library: one transaction a call, readers beside each other, writers in turn."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ingest.errors import LibraryError

_PATIENCE = 10  # seconds that a writer waits for another


@contextmanager
def transaction(path: Path, schema: str, kept: str, *, writing: bool) -> Iterator[sqlite3.Connection]:
    """A connection in one transaction: all that is done in it happens, or nothing; tables are made where they lack.

    Raises:
        LibraryError: the file cannot be read or written; the message says what is ``kept`` in it.
    """
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as file:
            file.executescript("PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;" + schema)
            with file:
                file.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                yield file
    except sqlite3.Error as error:
        raise LibraryError(
            f"{kept} cannot be kept in {str(path)!r} ({error}): check the disk and its permissions"
        ) from error
