"""Limits on files that somebody else made: how large, how long, and nothing that hides in a text."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import ReadError

LARGEST_TEXT = 2_000_000  # bytes of UTF-8; the longest report known has a twentieth of it
LARGEST_FILE = 50_000_000  # bytes
_LARGEST_ZIP = 50_000_000  # bytes unpacked
_STEEPEST = 100  # unpacked : packed
_SMALL = 1_000_000  # below it no ratio harms
_MOST_ENTRIES = 2000
_MEMORY = 2 << 30  # bytes of address space
_PROCESSOR = 60  # seconds
_PATIENCE = 90.0  # seconds
_CHUNK = 1 << 16
# Controls, zero-width characters, directions (bidi), variation of nothing: they show nothing, or something else.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE = re.compile(r"[\ud800-\udfff]")
_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.formats.pdf_child import main; main()"


def scrub(text: str) -> str:
    """``text`` without characters that cannot be seen, every kind of line end as a newline."""
    return _LONE.sub("\ufffd", _HIDDEN.sub("", _LINES.sub("\n", text)))


def check_size(data: bytes, name: str) -> None:
    """Refuse a file that is larger than any report.

    Raises:
        ReadError: it is.
    """
    if len(data) > LARGEST_FILE:
        raise ReadError(f"{name!r} 超过 {LARGEST_FILE // 1_000_000} MB：请去掉其中的图片后另存")


def check_text(text: str, name: str) -> None:
    """Refuse a text that is longer than any report.

    Raises:
        ReadError: it is.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_TEXT:
        raise ReadError(f"{name!r} 的文字超过 {LARGEST_TEXT // 1_000_000} MB，不像一份报告：请拆开后分别入库")


def check_zip(data: bytes, name: str) -> frozenset[str]:
    """The names inside an archive whose contents are of a size that can be unpacked; headers are not believed.

    Raises:
        ReadError: it is broken, or it unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            packed = sum(entry.compress_size for entry in entries)
            _must_fit(sum(entry.file_size for entry in entries), packed, len(entries), name)
            _count(archive, packed, name)
            return frozenset(entry.filename for entry in entries)
    except ReadError:
        raise
    except Exception as error:  # whatever zipfile and its unpackers say of bytes that they cannot read
        raise ReadError(f"{name!r} 已损坏，打不开：请重新下载或另存") from error


def _must_fit(size: int, packed: int, entries: int, name: str) -> None:
    steep = size > _SMALL and size > packed * _STEEPEST
    if size > _LARGEST_ZIP or entries > _MOST_ENTRIES or steep:
        raise ReadError(f"{name!r} 解开后过大（疑似压缩炸弹），没有读取：请重新另存一份")


def _count(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Unpack everything once, keeping nothing, and stop as soon as it is more than it may be."""
    size = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                _must_fit(size, packed, 0, name)


def limit_self() -> None:
    """Bind this process to its share of memory and processor time, where the system can; called by the child."""
    try:
        import resource
    except ImportError:  # Windows has none: there the parent's patience is the only limit
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _PROCESSOR), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))


def in_child(data: bytes, name: str, patience: float = _PATIENCE) -> Mapping[str, Any]:
    """Give a PDF to a process of its own and return what it found; the child knows nothing of our environment.

    Raises:
        ReadError: the child was too slow, too greedy or crashed.
    """
    command = [sys.executable, "-I", "-c", _START, str(Path(__file__).parents[1])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=patience, env={}, check=False)
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"{name!r} 解析超时，已停止：请拆成较小的文件，或另存为 .docx") from error
    except ValueError as error:
        raise ReadError(f"{name!r} 解析时出错，可能已损坏：请重新导出 PDF，或另存为 .docx") from error
