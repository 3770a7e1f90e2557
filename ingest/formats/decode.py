"""Bytes to characters: which of the encodings of Chinese texts a file is in."""

import codecs
import re

from ingest.errors import ReadError

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
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,20})", re.I
)
_CODEC = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16",
}  # fmt: skip
_HEAD = 4096  # bytes
_FEW = 0.001  # of the characters may be broken in a web page


def decode(data: bytes, name: str) -> str:
    """The characters of a plain text, exactly; a byte-order mark is none.

    UTF-8, UTF-16 and UTF-32 with a byte-order mark, UTF-8 without, GB18030 (with GBK and GB2312) and Big5 are told
    apart by strict decoding. Newlines and blanks stay as they are.

    Raises:
        ReadError: binary, or in no known encoding.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    if b"\x00" in data:
        raise ReadError(f"{name!r} 像是二进制文件：请把报告另存为纯文本（UTF-8）")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data, name)
    if len(_CONTROL.findall(text)) > len(text) / 100:
        raise ReadError(f"{name!r} 像是二进制文件：请把报告另存为纯文本（UTF-8）")
    return text


def decode_page(data: bytes, name: str) -> tuple[str, int]:
    """The characters of a web page, and how many of its bytes could not be read.

    A byte-order mark counts first, then UTF-8 if it is that, then the likelier of GB18030 and Big5; what it declares
    decides where some bytes are broken. Many pages declare what they are not.

    Raises:
        ReadError: binary, or in no known encoding.
    """
    match = _DECLARED.search(data[:_HEAD])
    declared = _CODEC.get((match[1] or match[2]).decode("ascii").lower()) if match else None
    try:
        return decode(data, name), 0
    except ReadError:
        if text := _guessed(data, declared):
            return text
        raise


def _guessed(data: bytes, declared: str | None) -> tuple[str, int] | None:
    """The page by what it declares, a few broken bytes aside; else as charset-normalizer reads it."""
    if declared:
        text = data.decode(declared, "replace")
        if text.count("\ufffd") <= max(1, len(text) * _FEW):
            return text, text.count("\ufffd")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return (str(best), 0) if best and _plausibility(str(best)) >= 0.05 else None


def is_blank(text: str) -> bool:
    """Whether a text has no character to read."""
    return not text.strip("\ufeff\x00 \t\r\n\u3000\xa0\x0b\x0c")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{name!r} 标明是 {encoding}，但已损坏：请重新另存为 UTF-8") from error


def _legacy(data: bytes, name: str) -> str:
    """The likelier of GB18030 and Big5: of the readings that decode, the one with more everyday characters."""
    readings = []
    for encoding in ("gb18030", "big5"):
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = max(readings, key=_plausibility, default="")
    if _plausibility(text) < 0.05:
        raise ReadError(f"{name!r} 的编码不在 UTF-8、UTF-16、GB18030、Big5 之列：请另存为 UTF-8")
    return text


def _plausibility(text: str) -> float:
    """The share of everyday characters among those beyond ASCII, 0 to 1; Chinese prose has 0.1 to 0.4."""
    foreign = [c for c in text if not c.isascii()]
    return sum(c in _FREQUENT for c in foreign) / len(foreign) if foreign else 0.0
