"""One writing process, one owner of the vector store: lock files that say who holds them.

The kernel drops a lock when its process dies, however it dies; the note inside the file is only ever read while
somebody holds the lock, so a stale one misleads nobody.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import LibraryBusyError


def hold(path: Path, *, wait: float = 0.0) -> FileLock:
    """Take the lock at ``path``, trying for ``wait`` seconds; ``.release()`` gives it back.

    Raises:
        LibraryBusyError: somebody else holds it; the message says who, with which command, since when.
    """
    lock = FileLock(path, timeout=wait, thread_local=False, preserve_lock_file=True, on_acquired=_sign)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryBusyError(f"{str(path.parent)!r} is in use by {holder(path)}: wait or stop it") from None
    return lock


def holder(path: Path) -> str:
    """Who signed the lock file at ``path``: process id, command, since when."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return f"process {note['pid']} ({note['command']}) since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _sign(descriptor: int) -> None:
    note = {
        "pid": os.getpid(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
        "since": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
    }
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(note, ensure_ascii=False).encode("utf-8", "replace"), 0)
