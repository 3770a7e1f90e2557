"""Rows of small statistics tables flattened to lines: under 指标名称 单位 数量, 行政复议数量 件 0.

Blanks, tabs or bars part the cells, so rows are read from the original text. The header tells which column is the
year's and which accumulated; where it is unclear, or the cells do not fit it, a row states nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.facts.metrics import in_table
from ingest.facts.numerals import parse_number
from ingest.schema import Figure, Identity, Section, path_at
from ingest.view import View, clean

_UNIT = re.compile(
    r"人\(次\)|人次|条\(次\)|件\(次\)|条次|件次|场次|平方米|万元|亿元|[条件份篇次人名个项期起宗例户处场元册家部%]"
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"[(]?(?:\d{1,2}(?:[.-]\d{1,2})*|[一二三四五六七八九十]{1,3})[)、.]?|[①-⑳]")
_NUMBERING = re.compile(r"^(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.]+|[①-⑳]|其中[:,]?)+")
_UNIT_SAID = re.compile(r"\((?:单位:)?([^()]{1,2}|[人条件]\(次\))\)$")
_COLUMNS = (
    ("number", re.compile(r"序号|编号|代码|行次")),
    ("label", re.compile(r"(?:统计)?(?:指标|项目)(?:名称)?|名称|内容|事项")),
    ("unit", re.compile(r"(?:计量|计数)?单位")),
    ("本年", re.compile(r"(?:统计)?(?:数量|数值|数据|数|结果)|发生数|[本当]年度?(?:数[量值]?|累计数?|合计|发生数)?")),
    ("以前年度", re.compile(r"(?:上年|去年|上一年)度?(?:数[量值]?)?")),
    ("累计", re.compile(r"(?:历年|历次|历史)?累计(?:数[量值]?)?|历年(?:数[量值]?|合计)?")),
)
_VALUES = {"本年", "以前年度", "累计"}
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?(?:数[量值]?)?")
_LONGEST = 40
_CAPTION = 24


@dataclass(frozen=True)
class _Cell:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Row:
    label: _Cell
    unit: str
    unit_end: int
    values: tuple[_Cell, ...]
    bare: bool  # a unit in a cell of its own, not behind the label in brackets


def table_rows(view: View, sections: Sequence[Section], identity: Identity) -> tuple[Figure, ...]:
    """The figures of every row whose columns are clear, in text order."""
    return tuple(f for block in _blocks(view.original) for f in _figures(block, view.original, sections, identity))


def row_numbers(text: str) -> Iterator[tuple[Decimal, str]]:
    """The numbers, each with its unit, of the lines of a text that are rows of a table by their shape alone."""
    for match in re.finditer(r"[^\n]+", text):
        cells = _cells(match[0], 0)
        if row := _row(cells):
            yield from ((parse_number(cell.text), row.unit) for cell in row.values)


def _blocks(text: str) -> Iterator[list[list[_Cell]]]:
    """Lines on end that may be of one table; a sentence ends it, a caption or a blank line does not."""
    block: list[list[_Cell]] = []
    for match in re.finditer(r"[^\n]+", text):
        cells = _cells(match[0], match.start())
        if len(cells) > 1:
            block.append(cells)
        elif cells and len(cells[0].text) > _CAPTION or re.search(r"[,。;:]$", clean(match[0])):
            yield block
            block = []
    yield block


def _cells(line: str, at: int) -> list[_Cell]:
    """The cells of a line, cleaned; a pair of brackets or bars around all of them is none of theirs."""
    inside = re.fullmatch(r"\s*[(（](.*[\d%])[)）]\s*", line) or re.fullmatch(r"\s*[|｜](.*)[|｜]\s*", line)
    start = inside.start(1) if inside else 0
    words = inside[1] if inside else line.rstrip()
    parted = r"[^\t|｜]+" if re.search(r"[\t|｜]", line) else r"\S+"
    found = []
    for match in re.finditer(parted, words):
        if text := clean(match[0]):
            first = at + start + match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(_Cell(text, first, first + len(match[0].strip())))
    return found


def _figures(block: list[list[_Cell]], text: str, sections: Sequence[Section], identity: Identity) -> Iterator[Figure]:
    """The figures of one table. Without a header two rows at least, of one number each, show that it is one."""
    columns: list[str] | None = None
    in_doubt = False
    alone = sum((row := _row(cells)) is not None and row.bare and len(row.values) == 1 for cells in block) > 1
    for cells in block:
        row = _row(cells)
        if row is None:
            named = _columns(cells, identity.year)
            if named or _heads(cells, identity.year):
                columns, in_doubt = named, named is None
            continue
        if in_doubt or not (columns or (alone and row.bare)):
            continue
        scopes = columns or ["本年"]
        if len(scopes) == len(row.values):
            for scope, value in zip(scopes, row.values, strict=True):
                yield _figure(row, value, scope, text, sections, identity)


def _columns(cells: Sequence[_Cell], year: int | None) -> list[str] | None:
    """The scopes of a header's columns of numbers; None where it is none, or one of its cells is unknown."""
    kinds = [_kind(cell.text, year) for cell in cells]
    values = [kind for kind in kinds if kind in _VALUES]
    once = len(set(values)) == len(values)
    return values if None not in kinds and "label" in kinds and values and once else None


def _kind(name: str, year: int | None) -> str | None:
    name = re.sub(r"\(.{1,6}\)$", "", name)
    dated = _YEAR.fullmatch(name)
    if dated and year:
        return {0: "本年", 1: "以前年度"}.get(year - int(dated[1]))
    return next((kind for kind, says in _COLUMNS if says.fullmatch(name)), None)


def _heads(cells: Sequence[_Cell], year: int | None) -> bool:
    """Whether cells look like a header, known or not: words without a number; 二、 依申请公开情况 is a caption."""
    words = [cell.text for cell in cells if not _ORDINAL.fullmatch(cell.text)]
    if any(len(word) > 12 or _NUMBER.fullmatch(word) for word in words):
        return False
    return len(words) > 2 or len(words) == 2 and any(_kind(word, year) for word in words)


def _row(cells: Sequence[_Cell]) -> _Row | None:
    """A label, its unit and its numbers; the number may stand before the unit."""
    cells = list(cells)
    if len(cells) > 2 and _ORDINAL.fullmatch(cells[0].text):
        cells = cells[1:]
    first = next((i for i, c in enumerate(cells) if i and (_NUMBER.fullmatch(c.text) or _UNIT.fullmatch(c.text))), 0)
    words, rest = cells[:first], cells[first:]
    label = _label(words) if words else None
    if label is None:
        return None
    units = [c for c in rest if _UNIT.fullmatch(c.text)]
    values = tuple(c for c in rest if _NUMBER.fullmatch(c.text))
    said = _UNIT_SAID.search(label.text)
    if len(units) + len(values) != len(rest) or not values or len(units) > 1:
        return None
    if units and (rest[0] is units[0] or rest[-1] is units[0]):
        return _Row(label, units[0].text, units[0].end, values, True)
    return _Row(label, said[1], label.end, values, False) if said and not units and _UNIT.fullmatch(said[1]) else None


def _label(words: Sequence[_Cell]) -> _Cell | None:
    text = "".join(cell.text for cell in words)
    named = re.search(r"[一-龥].*[一-龥]", text) and not re.search(r"[,。;!?]|[:].*[:]|:$", text)
    return _Cell(text, words[0].start, words[-1].end) if named and len(text) <= _LONGEST else None


def _figure(row: _Row, cell: _Cell, scope: str, text: str, sections: Sequence[Section], identity: Identity) -> Figure:
    path = path_at(sections, row.label.start)
    label = _NUMBERING.sub("", row.label.text if row.bare else _UNIT_SAID.sub("", row.label.text))
    start, end = row.label.start, max(cell.end, row.unit_end)
    year = identity.year - (scope == "以前年度") if identity.year else None
    return Figure(
        metric=in_table(label, row.unit, accumulated=scope == "累计"),
        label=label,
        value=parse_number(cell.text),
        unit=row.unit,
        period=str(year) if year and scope != "累计" else None,
        scope=scope,
        section=path,
        start=start,
        end=end,
        quote=text[start:end],
    )
