"""Ruled tables of a PDF to grids, believed only where two parsers read the same."""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.formats.flatten import Cell, Grid
from ingest.formats.pdf_lines import Block, Table, lines_of
from ingest.formats.safe import scrub

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdfium2 import PdfTextPage

_Box = tuple[float, float, float, float]
_NEAR = 2.0  # points
_INSIDE = 1.0


def tables_on(page: "Page") -> list[Any]:
    """The ruled tables of a page as pdfplumber finds them: of two columns at least, no mere frames.

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
    widest = max(sum(cell is not None for cell in row.cells) for row in table.rows)
    return widest > 1 if len(table.rows) > 1 else widest > 2  # a row alone may be the rest of the page before


def table_of(table: Any, chars: Sequence[dict[str, Any]], check: "PdfTextPage", page: "Page") -> Table | None:
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
    return Table(table.bbox[1], table.bbox[3], page.height, tuple(_places(cells)[0]), _grid(cells))


def _home(char: dict[str, Any], boxes: Iterable[_Box]) -> _Box | None:
    return _over((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, boxes)


def _over(x: float, y: float, boxes: Iterable[_Box]) -> _Box | None:
    return next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def _text(chars: Sequence[dict[str, Any]], page: "Page") -> str:
    return "\n".join(line.text for line in lines_of(chars, page.width, page.height))


def _bounded(check: "PdfTextPage", box: _Box, page: "Page") -> str:
    """What pdfium reads in a cell: a little inside its rules, for it takes in whatever touches them."""
    x0, top, x1, bottom = box[0] + _INSIDE, box[1] + _INSIDE, box[2] - _INSIDE, box[3] - _INSIDE
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
    """All blocks in order; a table that opens a page goes on with the one between its rules that closed the last."""
    blocks: list[Block] = []
    for page in pages:
        for at, block in enumerate(page):
            before = blocks[-1] if blocks else None
            if at == 0 and isinstance(block, Table) and isinstance(before, Table) and _same_rules(before, block):
                blocks[-1] = before._replace(grid=_continued(before.grid, _between(before.columns, block)))
            else:
                blocks.append(block)
    return blocks


def _same_rules(before: Table, after: Table) -> bool:
    """Whether all upright rules of a table are also rules of the one before, the outer ones among them."""
    ends = abs(before.columns[0] - after.columns[0]), abs(before.columns[-1] - after.columns[-1])
    near = (min(abs(x - rule) for rule in before.columns) <= _NEAR for x in after.columns)
    return max(ends) <= _NEAR and all(near)


def _between(columns: Sequence[float], table: Table) -> Grid:
    """The table's grid with a place between all of ``columns``: what is merged in all of its rows has several."""
    middles = [(left + right) / 2 for left, right in pairwise(columns)]
    places = [min(bisect(table.columns, x) - 1, len(table.columns) - 2) for x in middles]
    return [[row[place] for place in places] for row in table.grid]


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
