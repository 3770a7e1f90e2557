"""Tables to lines: every row says itself which row and which columns its values belong to.

A row of a flattened table begins and ends with ``|``: no reader of prose takes it for a heading or a sentence. Its
words are the table's own; nothing is added but the signs between them, and no value moves to another column.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from ingest.formats.safe import scrub


class Cell(NamedTuple):
    """One place of a grid; places that one merged cell covers share its ``id``."""

    text: str
    id: int


class Extracted(NamedTuple):
    """What a reader takes out of a file: its paragraphs, how many tables were flattened, remarks in Chinese."""

    lines: list[str]
    tables: int = 0
    notes: tuple[str, ...] = ()


Grid = list[list[Cell]]
Raw = tuple[str, int, int]  # text, rowspan, colspan
LARGEST = 20_000  # places of one grid
_LONG = 200  # characters: a cell of prose, not of a table
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_VALUE = re.compile(
    r"[-+±－＋]?[\d０-９][\d０-９,，]*(?:[.．]\d+)?\s*(?:[%％‰]|[万亿]?元|[条件次人个项篇份名期起例宗场部户]|人次)?"
)
_BLANK_MARK = re.compile(r"[/／\\—–\-－*＊]+|无")
_SERIAL = re.compile(r"序\s*号|编\s*号|项\s*次")
_UNIT = re.compile(r"(?:计量)?单\s*位")
# Where one of the statutory tables begins, for those that stand under each other without a gap.
_BLOCK = re.compile(r"第[一二三四五六七八九十百]+条|[（(]?本列数据的勾稽关系|行政复议$")


def grid_of(rows: Iterable[Sequence[Raw]]) -> Grid:
    """A grid out of rows of ``(text, rowspan, colspan)``, as HTML gives them; a rowspan of 0 reaches to the end."""
    taken: dict[tuple[int, int], Cell] = {}
    every = list(rows)
    for r, row in enumerate(every):
        c = 0
        for text, rowspan, colspan in row:
            while (r, c) in taken:
                c += 1
            down = min(rowspan or len(every), len(every) - r)
            if len(taken) + down * colspan > LARGEST:
                return _square(taken, len(every))
            cell = Cell(text, len(taken))
            taken.update({(r + i, c + j): cell for i in range(down) for j in range(colspan)})
            c += colspan
    return _square(taken, len(every))


def _square(taken: dict[tuple[int, int], Cell], height: int) -> Grid:
    width = max((c for _, c in taken), default=-1) + 1
    return [[taken.get((r, c)) or Cell("", -1 - r * width - c) for c in range(width)] for r in range(height)]


def is_layout(grid: Grid) -> bool:
    """Whether a table only arranges prose on the page: one column, or cells of whole paragraphs."""
    widest = max((len({cell.id for cell in row if cell.text}) for row in grid), default=0)
    return widest < 2 or any(len(cell.text) > _LONG for row in grid for cell in row)


def flat(grid: Grid) -> list[str]:
    """The lines of a table, in its order: ``| 一、本年新收申请数量：自然人 5 | … | 总计 5 |``.

    Rows of headings and rows of one cell stand as they are; a blank cell keeps its column's name without a value. A
    table of which no cell is a number is given row by row, without names put to the cells.
    """
    rows = _tidy(grid)
    if not any(_is_data(row, headed=True) for row in rows):
        return [_plain(row) for row in rows]
    return list(_lines(rows))


def _tidy(grid: Grid) -> Grid:
    """Without rows and columns of nothing, every text on one line and without our own sign."""
    grid = [[cell._replace(text=_one_line(cell.text)) for cell in row] for row in grid]
    grid = [row for row in grid if any(cell.text for cell in row)]
    kept = [c for c in range(len(grid[0]) if grid else 0) if any(row[c].text for row in grid)]
    return [[row[c] for c in kept] for row in grid]


def _one_line(text: str) -> str:
    """A cell's words on one line: breaks between Chinese characters are only the cell's narrowness."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", scrub(text).strip())
    return re.sub(r"\s+", " ", joined).replace("|", "｜").strip()


def _lines(rows: Grid) -> Iterator[str]:
    heads: Grid = []
    block = True  # whether a heading may begin here
    labels = 0
    for at, row in enumerate(rows):
        if _is_lone(row):
            block, heads = True, [] if _opens(rows, at) else heads
            yield _plain(row)
        elif _is_head(row, rows, at, heads, block):
            heads = [*heads, row] if block else [row]
            block = True
            yield _plain(row, heads[:-1])
        elif not block and _is_strange(row, labels):
            heads = []  # whose names these are is not clear: from here on no value is given one
            yield _plain(row)
        else:
            if block:
                labels = _labels(rows, at, heads)
            block = False
            yield from _data(row, heads, labels)


def _is_lone(row: Sequence[Cell]) -> bool:
    return len({cell.id for cell in row if cell.text}) == 1 and not _is_value(next(c.text for c in row if c.text))


def _opens(rows: Grid, at: int) -> bool:
    """Whether a row of one cell stands over a heading of its own."""
    following = next((row for row in rows[at + 1 :] if not _is_lone(row)), None)
    return following is not None and not _is_data(following, headed=False) and all(c.text for c in following)


def _is_head(row: Sequence[Cell], rows: Grid, at: int, heads: Grid, block: bool) -> bool:
    """Whether a row names columns: above the first values, or where a table begins anew further down."""
    if _is_data(row, headed=bool(heads)) or not any(_is_data(later, headed=True) for later in rows[at + 1 :]):
        return False
    first = row[0].text
    again = bool(_BLOCK.match(first)) or any(first and first == head[0].text for head in heads)
    return again or (block and (not heads or _still(row, heads)))


def _still(row: Sequence[Cell], heads: Grid) -> bool:
    """Whether a row goes on with the heading above it: a merged cell comes down, or a wide one is divided."""
    above = heads[-1]
    comes_down = any(a.id == b.id for a, b in zip(row, above, strict=False))
    divided = len({c.id for c in above}) < len({c.id for c in row})
    return comes_down or divided


def _is_data(row: Sequence[Cell], *, headed: bool) -> bool:
    texts = [cell.text for cell in row]
    values = [text for text in texts if _is_value(text)]
    years = [text for text in values if _YEAR.fullmatch(text)]
    marks = [text for text in texts[1:] if _BLANK_MARK.fullmatch(text)]
    return len(values) > len(years) or bool(headed and (years or marks))


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None


def _is_strange(row: Sequence[Cell], labels: int) -> bool:
    """Whether a row below the first values says words where they have numbers."""
    said = [cell.text for cell in row[labels:] if cell.text]
    return bool(said) and not any(_is_value(text) or _BLANK_MARK.fullmatch(text) for text in said)


def _labels(rows: Grid, first: int, heads: Grid) -> int:
    """How many columns on the left name the row, judged by the rows of values from ``first`` to the next heading."""
    data = list(takewhile(lambda row: _is_lone(row) or _is_data(row, headed=True), rows[first:]))
    data = [row for row in data if not _is_lone(row)]
    for c in range(len(rows[first])):
        named = sum(bool(row[c].text) and not _is_value(row[c].text) for row in data)
        if named * 2 <= len(data) and not _is_serial(heads, c):
            return c
    return 0


def _is_serial(heads: Grid, column: int) -> bool:
    return any(_SERIAL.fullmatch(head[column].text) for head in heads)


def _data(row: Sequence[Cell], heads: Grid, labels: int) -> Iterator[str]:
    numbers = (c for c in range(labels) if _is_value(row[c].text) and not _is_serial(heads, c))
    labels = next(numbers, labels)
    label = _label(row[:labels], heads)
    values = [
        (tuple(_head(heads, labels, column)), cell.text)
        for cell, column in _runs(row, labels)
        if cell.text or _head(heads, labels, column)
    ]
    if label or not heads:
        yield _said(label, values)
        return
    for group, members in groupby(values, key=lambda one: one[0][:-1]):
        yield _said(" ".join(group), [(path[len(group) :], text) for path, text in members])


def _label(cells: Sequence[Cell], heads: Grid) -> str:
    """What names a row, from the outermost in; the unit that its values count stands in brackets."""
    named = [cell for cell in cells if not _BLANK_MARK.fullmatch(cell.text)]
    units = {cell.id for at, cell in enumerate(cells) if at and any(_UNIT.fullmatch(head[at].text) for head in heads)}
    unit = "".join(f"（{text}）" for text in _distinct([cell for cell in named if cell.id in units]))
    return " ".join(_distinct([cell for cell in named if cell.id not in units])) + unit


def _runs(row: Sequence[Cell], first: int) -> Iterator[tuple[Cell, int]]:
    """Every cell from column ``first`` on, once, with its first column."""
    label_ids = {cell.id for cell in row[:first]}
    for id_, places in groupby(range(first, len(row)), key=lambda c: row[c].id):
        column = next(places)
        if id_ not in label_ids:
            yield row[column], column


def _head(heads: Grid, labels: int, column: int) -> list[str]:
    """The names of a column from the outermost in; what spans all columns of values tells none apart."""
    telling = [head for head in heads if len({cell.id for cell in head[labels:]}) > 1]
    return _distinct([head[column] for head in telling or heads])


def _said(label: str, values: Sequence[tuple[Sequence[str], str]]) -> str:
    cells = [" ".join([*path, text]).strip() for path, text in values]
    shown = f"{label.rstrip('：:')}：" if label and any(cells) else label
    return f"| {shown}{' | '.join(cells)} |"


def _plain(row: Sequence[Cell], shown: Sequence[Sequence[Cell]] = ()) -> str:
    """The row as it stands, without the merged cells that come down from the rows ``shown`` above it."""
    before = {cell.id for above in shown for cell in above}
    cells = (next(cells).text for id_, cells in groupby(row, key=lambda cell: cell.id) if id_ not in before)
    return f"| {' | '.join(cells)} |"


def _distinct(cells: Iterable[Cell]) -> list[str]:
    """The texts that are not blank, each merged cell and each wording once."""
    return list(dict.fromkeys(cell.text for cell in cells if cell.text))
