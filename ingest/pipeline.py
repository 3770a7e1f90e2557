"""A file becomes a report: read, take apart, store; one outcome a file, as it happens."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from ingest.document import parse
from ingest.errors import ReadError
from ingest.formats.kinds import advice
from ingest.library import Library
from ingest.read import SUPPORTED, Reading, read_file
from ingest.schema import Document, Outcome

_FLUSH_AFTER = 2.0  # seconds; how far the indexes may lag behind the truth for readers in other processes


class Found(NamedTuple):
    """A file to be ingested, or, with a reason, to be passed over."""

    path: Path
    skip: str | None = None


def discover(paths: Sequence[Path]) -> list[Found]:
    """The files behind ``paths`` in order: those named, and those inside folders, sorted by name.

    A file that is named outright is never passed over, whatever it is called.
    """
    return [found for path in paths for found in (_inside(path) if path.is_dir() else [Found(path)])]


def nothing_to_take(paths: Sequence[Path]) -> list[Outcome]:
    """The outcomes where no path leads to a file of a supported type, so that no library is made for nothing.

    Empty as soon as there is one such file; what is wrong with it is for `ingest_paths` to find out.
    """
    found = discover(paths)
    if any(one.skip is None and one.path.suffix.lower() in SUPPORTED and os.path.isfile(one.path) for one in found):
        return []
    return [_skipped(one) if one.skip else _unread(one.path) for one in found]


def ingest_paths(library: Library, paths: Sequence[Path], *, flush_after: float = _FLUSH_AFTER) -> Iterator[Outcome]:
    """Take files and folders into the library; each outcome is yielded when its report is safely stored.

    The indexes follow every ``flush_after`` seconds and at the end.

    Raises:
        LibraryError: the library itself cannot take anything in (read-only, encoder mismatch).
    """
    flushed = monotonic()
    try:
        for found in discover(paths):
            yield _skipped(found) if found.skip else _ingest(library, found.path)
            if monotonic() - flushed >= flush_after:
                library.flush()
                flushed = monotonic()
    finally:
        library.flush()


def _ingest(library: Library, path: Path) -> Outcome:
    try:
        place = _printable(path.resolve())
        reading = read_file(path)
        if known := library.recognise(place, reading.text):
            return known.model_copy(update={"path": _printable(path)})
        document = taken_apart(reading, place)
    except (ReadError, OSError) as error:
        return _failed(path, error)
    return library.put(document).model_copy(update={"path": _printable(path)})


def taken_apart(reading: Reading, place: str) -> Document:
    """The document behind a text that was read from ``place``.

    Raises:
        ReadError: the text trips a bug.
    """
    try:
        document = parse(reading.text, path=place, sha256=reading.sha256)
        return document.model_copy(update={"warnings": reading.warnings + document.warnings})
    except Exception as error:  # one file that trips a bug must not stop the others
        raise ReadError(f"{place!r} 解析时程序出错（{type(error).__name__}: {error}）：请反馈这个问题") from error


def _unread(path: Path) -> Outcome:
    try:
        read_file(path)
    except ReadError as error:
        return _failed(path, error)
    return _failed(path, ReadError(f"{_printable(path)!r} 不是普通文件：请先另存为文件"))


def _failed(path: Path, error: Exception) -> Outcome:
    return Outcome(path=_printable(path), status="failed", error=str(error))


def _skipped(found: Found) -> Outcome:
    return Outcome(path=_printable(found.path), status="skipped", error=found.skip)


def _inside(folder: Path) -> Iterator[Found]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        inside = []
        yield Found(folder)  # fails when its turn comes, with the reason
    for path in inside:
        reason = _reason(path)
        if reason is None and path.is_dir():
            yield from _inside(path)
        else:
            yield Found(path, reason)


def _reason(path: Path) -> str | None:
    if path.name.startswith("."):
        return "隐藏文件"
    if path.is_dir():
        return "指向文件夹的链接" if path.is_symlink() else None  # links can go round in circles
    if path.name.lower().startswith("readme"):
        return "README，不是报告"
    return None if path.suffix.lower() in SUPPORTED else f"{path.suffix!r} {advice(path.suffix)}"


def _printable(path: Path) -> str:
    """A path as text, even where its name is not valid UTF-8."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
