"""A file's bytes to its canonical text: exactly the characters it holds, a byte-order mark aside.

The errors are in Chinese: they stand in the table that a person reads after `gongkai ingest`.
"""

import codecs
import hashlib
import os
import re
from pathlib import Path

from ingest.errors import ReadError

SUPPORTED = {".txt", ".md"}

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# The words any Chinese official text is full of, simplified and traditional: they tell GB18030 from Big5.
_FREQUENT = set("的一是在公府信息工作不年度部和有了情中国國人大会會开開请請报報管理")


def read_text(path: Path) -> tuple[str, str]:
    """The canonical text of a plain-text file and the SHA-256 (hex) of its bytes.

    UTF-8, UTF-16 and UTF-32 with a byte-order mark, UTF-8 without, GB18030 (with GBK and GB2312) and Big5 are told
    apart by strict decoding. Newlines and blanks stay as they are.

    Raises:
        ReadError: the file is missing, a folder, unreadable, of another type, binary, empty, or in no known encoding.
    """
    data = _bytes(path)
    text = _decode(data, path)
    if not text.strip("\ufeff\x00 \t\r\n\u3000\xa0\x0b\x0c"):
        raise ReadError(f"{str(path)!r} 是空的，没有文字可读：请重新导出报告")
    return text, hashlib.sha256(data).hexdigest()


def _bytes(path: Path) -> bytes:
    if not os.path.exists(path):
        raise ReadError(f"{str(path)!r} 不存在：请检查路径")
    if path.is_dir():
        raise ReadError(f"{str(path)!r} 是文件夹，读不了：请指定其中的文件，或检查文件夹的权限")
    if path.suffix.lower() not in SUPPORTED:
        kinds = "、".join(sorted(SUPPORTED))
        raise ReadError(f"{str(path)!r} 不是支持的文件类型（{kinds}）：请先另存为纯文本")
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadError(f"{str(path)!r} 读不了（{error}）：请检查文件及其权限") from error


def _decode(data: bytes, path: Path) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _strictly(data, encoding, path)
    if b"\x00" in data:
        raise ReadError(f"{str(path)!r} 像是二进制文件：请把报告另存为纯文本（UTF-8）")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data, path)
    if len(_CONTROL.findall(text)) > len(text) / 100:
        raise ReadError(f"{str(path)!r} 像是二进制文件：请把报告另存为纯文本（UTF-8）")
    return text


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{str(path)!r} 标明是 {encoding}，但已损坏：请重新另存为 UTF-8") from error


def _legacy(data: bytes, path: Path) -> str:
    """The likelier of GB18030 and Big5: of the readings that decode, the one with more everyday characters."""
    readings = []
    for encoding in ("gb18030", "big5"):
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = max(readings, key=_plausibility, default="")
    if _plausibility(text) < 0.05:
        raise ReadError(f"{str(path)!r} 的编码不在 UTF-8、UTF-16、GB18030、Big5 之列：请另存为 UTF-8")
    return text


def _plausibility(text: str) -> float:
    """The share of everyday characters among those beyond ASCII, 0 to 1; Chinese prose has 0.1 to 0.4."""
    foreign = [c for c in text if not c.isascii()]
    return sum(c in _FREQUENT for c in foreign) / len(foreign) if foreign else 0.0
