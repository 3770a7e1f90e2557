"""Ruled tables of a PDF to grids, believed only where two parsers read the same."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.flatten import Cell, Grid
from ingest.pdf_lines import Block, Table, lines_of
from ingest.safe import scrub

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdfium2 import PdfTextPage

_Box = tuple[float, float, float, float]
_NEAR = 2.0  # points


def tables_on(page: "Page") -> list[Any]:
    """The ruled tables of a page as pdfplumber finds them: two columns and two rows at least, no mere frames.

    Where a page's end cuts a table, its rules run out without a rule across: one is supposed there.
    """
    if not (page.lines or page.rects or page.curves):
        return []
    ends = _ends(sorted((e["top"], e["bottom"]) for e in page.edges if e["orientation"] == "v"))
    found = page.find_tables({"explicit_horizontal_lines": ends}) if ends else []
    return [table for table in found if _is_ruled(table)]


def _ends(uprights: Iterable[tuple[float, float]]) -> list[float]:
    """Where upright rules that overlap begin and end; ``uprights`` in order."""
    bands: list[list[float]] = []
    for top, bottom in uprights:
        if bands and top <= bands[-1][1] + _NEAR:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    return [end for band in bands for end in band]


def _is_ruled(table: Any) -> bool:
    return len(table.rows) > 1 and max(sum(cell is not None for cell in row.cells) for row in table.rows) > 1


def table_of(table: Any, chars: Sequence[dict[str, Any]], check: "PdfTextPage", page: "Page") -> Grid | None:
    """The grid of a table found by pdfplumber; None where a character lies in no cell or the digits differ.

    Some parsers move the point of 7730.28 or take it to the line below: so every cell's digits and points have to
    come in the order in which pdfium gives them.
    """
    boxes: dict[_Box, list[dict[str, Any]]] = {box: [] for row in table.rows for box in row.cells if box is not None}
    for char in chars:
        if char["text"].strip():
            home = _home(char, boxes)
            if home is None:
                return None
            boxes[home].append(char)
    cells = {box: Cell(_text(inside, page), n) for n, (box, inside) in enumerate(boxes.items())}
    if any(_digits(cell.text) != _digits(_bounded(check, box, page)) for box, cell in cells.items()):
        return None
    return _grid(cells)


def _home(char: dict[str, Any], boxes: Iterable[_Box]) -> _Box | None:
    return _over((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, boxes)


def _over(x: float, y: float, boxes: Iterable[_Box]) -> _Box | None:
    return next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def _text(chars: Sequence[dict[str, Any]], page: "Page") -> str:
    return "\n".join(line.text for line in lines_of(chars, page.width, page.height))


def _bounded(check: "PdfTextPage", box: _Box, page: "Page") -> str:
    x0, top, x1, bottom = box
    left, base = page.bbox[0], page.bbox[3]
    return check.get_text_bounded(left=x0 - left, bottom=base - bottom, right=x1 - left, top=base - top)


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", scrub(text))


def _grid(cells: dict[_Box, Cell]) -> Grid:
    """Every place between two rules, with the cell that covers it."""
    columns, rows = _places(cells)
    grid = []
    for r, (top, bottom) in enumerate(pairwise(rows)):
        line = []
        for c, (left, right) in enumerate(pairwise(columns)):
            box = _over((left + right) / 2, (top + bottom) / 2, cells)
            line.append(cells[box] if box else Cell("", -1 - r * len(columns) - c))
        grid.append(line)
    return grid


def _places(boxes: Iterable[_Box]) -> tuple[list[float], list[float]]:
    """The rules between columns and between rows."""
    every = list(boxes)
    columns, rows = (_rules(box[i + j] for box in every for j in (0, 2)) for i in (0, 1))
    return columns, rows


def _rules(edges: Iterable[float]) -> list[float]:
    """The rules behind edges that lie within a line's breadth of each other."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _NEAR:
            rules.append(edge)
    return rules


def joined(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """All blocks in order; a table that opens a page goes on with the one of as many columns that closed the last."""
    blocks: list[Block] = []
    for page in pages:
        for at, block in enumerate(page):
            before = blocks[-1] if blocks else None
            if at == 0 and isinstance(block, Table) and isinstance(before, Table) and _same_width(before, block):
                blocks[-1] = before._replace(grid=_continued(before.grid, block.grid))
            else:
                blocks.append(block)
    return blocks


def _same_width(before: Table, after: Table) -> bool:
    return len(before.grid[0]) == len(after.grid[0])


def _continued(before: Grid, after: Grid) -> Grid:
    """The rows of both; a heading printed again is left out, a merged cell cut by the page's end goes on."""
    while after and len(after) > 1 and _texts(after[0]) in [_texts(row) for row in before[:3]]:
        after = after[1:]
    moved = 1 + max(cell.id for row in before for cell in row)
    low = min(cell.id for row in before for cell in row)
    rest = [[cell._replace(id=cell.id + (moved if cell.id >= 0 else low)) for cell in row] for row in after]
    heirs: dict[int, Cell] = {}
    for cell, above in zip(rest[0], before[-1], strict=True):
        if cell.text:
            break
        heirs[cell.id] = above
    return before + [[heirs.get(cell.id, cell) for cell in row] for row in rest]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]
