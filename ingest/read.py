"""A file's bytes to its canonical text, by what the file is: plain text, a web page, a Word document, a PDF.

A plain text is kept exactly as it is, a byte-order mark aside; of the other kinds the text is derived, always in the
same way. The errors are in Chinese: they stand in the table that a person reads after `gongkai ingest`.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from ingest.errors import ReadError
from ingest.formats.decode import decode, is_blank
from ingest.formats.flatten import Extracted
from ingest.formats.kinds import SUPPORTED, advice, must_be, sniff
from ingest.formats.safe import check_size, check_text, scrub

__all__ = ["SUPPORTED", "Reading", "read_data", "read_file", "read_text"]


class Reading(NamedTuple):
    """A canonical text, the SHA-256 (hex) of the file's bytes, and what a user should know, in Chinese."""

    text: str
    sha256: str
    warnings: tuple[str, ...] = ()


def read_file(path: Path) -> Reading:
    """The canonical text of a file of a supported type.

    Raises:
        ReadError: the file is missing, a folder, unreadable, of another type, broken, encrypted, scanned or empty.
    """
    return read_data(_bytes(path), str(path))


def read_text(path: Path) -> tuple[str, str]:
    """The canonical text of a file and the SHA-256 (hex) of its bytes; raises as `read_file`."""
    return read_file(path)[:2]


def read_data(data: bytes, name: str) -> Reading:
    """The canonical text of a file's bytes; ``name`` tells the type, and stands in the errors.

    Raises:
        ReadError: as `read_file`.
    """
    kind = must_be(data, name)
    text, warnings = _plain(data, name) if kind == "text" else _derived(_extracted(data, name, kind), name)
    if is_blank(text):
        raise ReadError(f"{name!r} 是空的，没有文字可读：请重新导出报告")
    return Reading(text, hashlib.sha256(data).hexdigest(), warnings)


def _plain(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    is_page = sniff(data) == "html"
    return decode(data, name), ("内容是网页代码：把扩展名改为 .html 再入库，可去掉标签",) if is_page else ()


def _extracted(data: bytes, name: str, kind: str) -> Extracted:
    check_size(data, name)
    if kind == "html":
        from ingest.formats.read_html import read_html

        return read_html(data, name)
    if kind == "docx":
        from ingest.formats.read_docx import read_docx

        return read_docx(data, name)
    from ingest.formats.read_pdf import read_pdf

    return read_pdf(data, name)


def _derived(found: Extracted, name: str) -> tuple[str, tuple[str, ...]]:
    lines = (re.sub(r"[^\S\n]+$|^[^\S\n]+", "", line, flags=re.MULTILINE) for line in map(scrub, found.lines))
    text = "".join(f"{line}\n" for line in lines if line)
    check_text(text, name)
    tables = (f"含{found.tables}个表格，逐行展开，未逐格核对",) if found.tables else ()
    return text, tables + found.notes


def _bytes(path: Path) -> bytes:
    if not os.path.exists(path):
        raise ReadError(f"{str(path)!r} 不存在：请检查路径")
    if path.is_dir():
        raise ReadError(f"{str(path)!r} 是文件夹，读不了：请指定其中的文件，或检查文件夹的权限")
    if path.suffix.lower() not in SUPPORTED:
        raise ReadError(f"{str(path)!r} {advice(path.suffix)}")
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadError(f"{str(path)!r} 读不了（{error}）：请检查文件及其权限") from error
