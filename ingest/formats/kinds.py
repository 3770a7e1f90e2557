"""What a file is: by its extension, and by its first bytes, which must agree."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from ingest.errors import ReadError

Kind = Literal["text", "html", "docx", "pdf"]
_KIND_OF: dict[str, Kind] = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
SUPPORTED = frozenset(_KIND_OF)
_NAMES = {
    "html": "网页", "docx": "Word 文档", "pdf": "PDF", "doc": "旧版 Office 文件", "encrypted": "加密的 Office 文件",
    "xlsx": "Excel 表格", "pptx": "幻灯片", "ofd": "OFD 文件", "rtf": "RTF 文件", "image": "图片", "archive": "压缩包",
    "mhtml": "网页存档（MHT）",
}  # fmt: skip
_TO_DO = {
    "html": "请把扩展名改为 .html", "docx": "请把扩展名改为 .docx", "pdf": "请把扩展名改为 .pdf",
    "doc": "请用 Word 或 WPS 打开，另存为 .docx", "encrypted": "请先去掉密码，另存为 .docx",
    "xlsx": "请把内容粘贴到 Word，另存为 .docx", "pptx": "请另存为 .docx 或纯文本", "ofd": "请导出为 PDF",
    "rtf": "请另存为 .docx", "image": "需要文字识别（OCR）后另存为 .docx 或 .txt", "archive": "请先解压",
    "mhtml": "请用浏览器打开，另存为“网页，仅 HTML”",
}  # fmt: skip
_KNOWN = {
    ".doc": "doc", ".wps": "doc", ".dot": "doc", ".xls": "xlsx", ".xlsx": "xlsx", ".et": "xlsx", ".csv": "xlsx",
    ".ppt": "pptx", ".pptx": "pptx", ".ofd": "ofd", ".rtf": "rtf", ".zip": "archive", ".rar": "archive",
    ".7z": "archive", ".jpg": "image", ".jpeg": "image", ".png": "image", ".gif": "image", ".bmp": "image",
    ".tif": "image", ".tiff": "image", ".mht": "mhtml", ".mhtml": "mhtml",
}  # fmt: skip
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"), (b"{\\rtf", "rtf"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"), (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"),
)  # fmt: skip
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"(?:From: <Saved by|MIME-Version: 1\.0)", re.I)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096  # bytes


def must_be(data: bytes, name: str) -> Kind:
    """The kind of a file whose extension and first bytes agree.

    Raises:
        ReadError: the type is not supported, or the content is of another type than the name says.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in _KIND_OF:
        raise ReadError(f"{name!r} {advice(suffix)}")
    kind, found = _KIND_OF[suffix], sniff(data)
    if not data.strip():
        raise ReadError(f"{name!r} 是空的，没有文字可读：请重新导出报告")
    if found == kind or (kind in {"text", "html"} and found in {None, "html"}):
        return kind
    if kind == "text":
        if found in _NAMES and found not in {"mhtml", "rtf"}:
            raise ReadError(f"{name!r} 像是二进制文件（{_NAMES[found]}）：{_TO_DO[found]}")
        return kind
    if found is None:
        raise ReadError(f"{name!r} 不是有效的{_NAMES[kind]}，可能已损坏：请重新下载或另存")
    raise ReadError(f"{name!r} 的扩展名是 {suffix}，内容却是{_NAMES[found]}：{_TO_DO[found]}")


def advice(suffix: str) -> str:
    """Why a file of that extension cannot be read and what to do, in Chinese, to stand behind its name."""
    kinds = "、".join(sorted(SUPPORTED))
    known = _KNOWN.get(suffix.lower())
    return f"不是支持的文件类型（{kinds}）：{_TO_DO[known] if known else '请先另存为纯文本'}"


def sniff(data: bytes) -> str | None:
    """What the first bytes say a file is; None for plain text and for what is not known."""
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return "encrypted" if kind == "doc" and _ENCRYPTED in data else kind
    if b"%PDF-" in head[:1024] and not _PAGE.match(head):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _package(data)
    if _MAIL.match(head):
        return "mhtml"
    return "html" if _PAGE.match(head) else None


def _package(data: bytes) -> str:
    """Which kind of Office file an archive is; only its list of contents is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "docx"  # the reader will say that it is broken
    if "OFD.xml" in names:
        return "ofd"
    parts = {name.split("/")[0] for name in names}
    offices = (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"))
    return next((kind for part, kind in offices if part in parts), "archive")
