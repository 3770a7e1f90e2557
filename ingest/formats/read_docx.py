"""A Word document to paragraphs: text and tables in order, automatic numbers written out, changes accepted.

Opened by python-docx, whose XML parser expands no entity; what the document links to is never fetched, and macros are
bytes like any other. Headers, footers, notes and hidden text are left out.
"""

import io
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.formats.docx_numbers import Numbers
from ingest.formats.flatten import Cell, Extracted, Grid, flat, is_layout
from ingest.formats.safe import check_zip

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")}
_MARKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_THROUGH = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_CONTENTS = "Table of Contents"
_OFF = {"0", "false", "off"}


def read_docx(data: bytes, name: str) -> Extracted:
    """The paragraphs of a Word document in their order, tables row by row.

    Raises:
        ReadError: broken, not a Word document, or unpacking to too much.
    """
    from docx import Document

    check_zip(data, name)
    try:
        document = Document(io.BytesIO(data))
        walk = _Walk(document)
        walk.blocks(document.element.body)
    except RecursionError as error:
        raise ReadError(f"{name!r} 的层次过深，读不了：请把内容粘贴到新文档再保存") from error
    except Exception as error:  # python-docx and lxml raise many kinds for a broken package
        raise ReadError(f"{name!r} 打不开，可能已损坏：请用 Word 或 WPS 打开后另存为 .docx") from error
    return Extracted(walk.lines, walk.tables)


class _Walk:
    """Goes through the body and gathers paragraphs; ``tables`` counts those that were flattened."""

    def __init__(self, document: "Document") -> None:
        self.lines: list[str] = []
        self.tables = 0
        self._numbers = Numbers(document)

    def blocks(self, parent: Any) -> None:
        """Every paragraph and table below ``parent``, in order."""
        for child in parent.iterchildren():
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in _THROUGH and not _is_contents(child):
                self.blocks(child)
            elif child.tag == f"{_MC}AlternateContent":
                self.blocks(_chosen(child))

    def _paragraph(self, paragraph: Any) -> None:
        if self._numbers.style_name(paragraph).lower().startswith(("toc ", "目录")):
            return
        boxes: list[Any] = []
        text = "".join(_words(paragraph, boxes)).strip()
        if text:  # an empty paragraph shows no number, but counts
            self.lines.append(self._numbers.next(paragraph) + text)
        for box in boxes:
            self.blocks(box)

    def _table(self, table: Any) -> None:
        grid = self._grid(table)
        if not any(cell.text for row in grid for cell in row):
            return
        if next(table.iterdescendants(f"{_W}tbl"), None) is not None or is_layout(grid):
            for cell in _cells(table):
                self.blocks(cell)
            return
        self.tables += 1
        self.lines += flat(grid)

    def _grid(self, table: Any) -> Grid:
        """The table's places; a cell merged downwards is the one above it."""
        grid: list[dict[int, Cell]] = []
        serial = count()
        for row in _rows(table):
            places: dict[int, Cell] = {}
            column = _count(row, "trPr/gridBefore")
            for tc in _row_cells(row):
                width = max(1, _count(tc, "tcPr/gridSpan"))
                above = grid[-1].get(column) if grid and _goes_down(tc) else None
                cell = above or Cell(self._inside(tc), next(serial))
                places.update({column + i: cell for i in range(width)})
                column += width
            grid.append(places)
        width = max((max(places) + 1 for places in grid if places), default=0)
        return [[places.get(c) or Cell("", -1 - r * width - c) for c in range(width)] for r, places in enumerate(grid)]

    def _inside(self, tc: Any) -> str:
        """The words of a cell, its automatic numbers among them, without moving the counters on."""
        inner = _Walk.__new__(_Walk)
        inner.lines, inner.tables, inner._numbers = [], 0, self._numbers.aside()
        inner.blocks(tc)
        return "\n".join(inner.lines)


def _words(parent: Any, boxes: list[Any]) -> Iterator[str]:
    """The visible words below ``parent``; text boxes are put aside to follow their paragraph."""
    for child in parent.iterchildren():
        tag = child.tag
        if tag in _GONE or (tag == f"{_W}r" and _is_hidden(child)):
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag == f"{_MC}AlternateContent":
            yield from _words(_chosen(child), boxes)
        else:
            yield from _words(child, boxes)


def _chosen(alternate: Any) -> Any:
    """Of the ways to say the same thing, the first."""
    found = next(alternate.iterchildren(f"{_MC}Choice"), None)
    return found if found is not None else next(alternate.iterchildren(f"{_MC}Fallback"), alternate)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in _OFF


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == _CONTENTS


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, not those deleted, nor those of a table inside it."""
    for child in table.iterchildren():
        if child.tag == f"{_W}tr" and child.find(f"{_W}trPr/{_W}del") is None:
            yield child
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _THROUGH:
            yield from _row_cells(child)


def _cells(table: Any) -> Iterator[Any]:
    return (tc for row in _rows(table) for tc in _row_cells(row) if not _goes_down(tc))


def _goes_down(tc: Any) -> bool:
    merge = tc.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _count(element: Any, path: str) -> int:
    found = element.find("/".join(f"{_W}{part}" for part in path.split("/")))
    value = found.get(f"{_W}val", "0") if found is not None else "0"
    return min(int(value), 200) if value.isdigit() else 0
