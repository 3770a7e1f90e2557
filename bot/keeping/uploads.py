"""Uploaded originals: what is accepted, under which name, and where it lies until nothing is read from it."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path, PurePosixPath, PureWindowsPath

from ingest.errors import ReadError
from ingest.formats.kinds import SUPPORTED, advice
from ingest.formats.safe import scrub
from prompts import fill

LARGEST_UPLOAD = 20_000_000  # bytes
_LONGEST_NAME = 120  # bytes of UTF-8
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


class Uploads:
    """The folder of originals beside a library, each in a folder of its own."""

    def __init__(self, library: Path) -> None:
        """Nothing is written before the first upload is."""
        self._folder = (library / "uploads").resolve()

    def put(self, id_: str, name: str, data: bytes) -> Path:
        """Keep an original; returns where."""
        path = self._folder / id_ / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        return path

    def delete(self, path: str, used: Collection[str]) -> None:
        """Delete an original that lies here and is not among those ``used``."""
        if self._folder in Path(path).parents and path not in used:
            shutil.rmtree(Path(path).parent, ignore_errors=True)


def checked(name: str, content: bytes | Path) -> bytes:
    """The bytes of an upload.

    Raises:
        ReadError: of a type that is not read, or too large; the message is in Chinese.
    """
    if PurePosixPath(name).suffix.lower() not in SUPPORTED:
        raise ReadError(f"{name!r} {advice(PurePosixPath(name).suffix)}")
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > LARGEST_UPLOAD:
        raise ReadError(fill("job_too_large", file=name, limit=LARGEST_UPLOAD // 1_000_000))
    return content if isinstance(content, bytes) else content.read_bytes()


def safe_name(name: str) -> str:
    """A file's own name without folders, and without what a path or a page could trip over; its type stays."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = PurePosixPath(_UNSAFE.sub("", scrub(last)).strip(" .") or "upload")
    stem = clean.stem.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
    return stem + clean.suffix[:10]
