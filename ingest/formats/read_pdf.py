"""A PDF with a text layer to paragraphs; `ingest.formats.pdf_child` parses it in a process of its own."""

from ingest.errors import ReadError
from ingest.formats.flatten import Extracted
from ingest.formats.safe import in_child

_REFUSED = {
    "encrypted": "有密码，读不了：请去掉密码后重新保存",
    "scanned": "是扫描件，没有文字层，需要OCR：请先做文字识别，或找可复制文字的版本",
    "broken": "已损坏，打不开：请重新下载或导出",
    "pages": "超过 500 页，不像一份报告：请拆开后分别入库",
    "long": "文字超过 2 MB，不像一份报告：请拆开后分别入库",
    "greedy": "占用内存过多，已停止：请另存为 .docx",
}


def read_pdf(data: bytes, name: str) -> Extracted:
    """The paragraphs of a PDF: broken lines joined, page numbers and running heads left out, tables row by row.

    A table whose cells disagree with the text layer is given line by line as printed.

    Raises:
        ReadError: encrypted, scanned, broken, too long, or too slow to parse.
    """
    found = in_child(data, name)
    if reason := found.get("refused"):
        raise ReadError(f"{name!r} {_REFUSED[reason]}")
    return Extracted(found["lines"], found["tables"], tuple(found["notes"]))
