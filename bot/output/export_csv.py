"""Comparisons as CSV that a spreadsheet opens as meant: UTF-8 with a mark, and no cell is a formula.

OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a carriage return (or the full-width forms, which some
spreadsheets fold) is a formula; a leading apostrophe makes it text.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.export import plain_number
from bot.output.fields import FieldRule
from bot.schema import Beside, Cell, Citation, Comparison, Row

STATUS = {
    "stated": "已载明",
    "zero": "载明为零",
    "conflicting": "矛盾",
    "in_parts": "仅有分项",
    "in_words": "有提及，无数字",
    "other_scope": "口径不同",
    "not_stated": "未提及",
    "no_report": "无此报告",
}
LONG = (
    "agency", "year", "metric", "label", "status", "value", "value_max", "unit", "hedge", "scope", "text", "beside",
    "quote", "section", "start", "end", "report_id",
)  # fmt: skip
_WIDE = ("状态", "数值", "单位", "限定", "口径", "原文")
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠﹢﹣−]|^[\t\r\n]")


def long_csv(comparison: Comparison, rules: Sequence[FieldRule]) -> bytes:
    """One line a cell, contradicting values on lines of their own; only the year's own figures stand under ``value``.

    Figures in other scopes are told in ``beside`` and quoted where there is nothing else, never given as the value.
    """
    lines = (line for row in comparison.rows for rule in rules for line in _long(row, rule))
    return _written([list(LONG), *([line.get(name) for name in LONG] for line in lines)])


def wide_csv(comparison: Comparison, rules: Sequence[FieldRule]) -> bytes:
    """One line a report, six columns a metric: status, value, unit, hedge, scope, exact quotation."""
    head = ["机构", "年度", *(f"{rule.label}·{name}" for rule in rules for name in _WIDE), "报告编号"]
    lines = (
        [row.agency, row.year, *(part for rule in rules for part in _wide(row.cells[rule.key])), row.report_id]
        for row in comparison.rows
    )
    return _written([head, *lines])


def safe(value: object) -> str:
    """A cell's text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _long(row: Row, rule: FieldRule) -> Iterator[dict[str, Any]]:
    cell = row.cells[rule.key]
    head = {
        "agency": row.agency,
        "year": row.year,
        "metric": rule.key,
        "label": rule.label,
        "status": STATUS[cell.status],
        "report_id": row.report_id,
        "beside": "；".join(other.text for other in cell.elsewhere),
    }
    yield head | _figure(cell) | _source(cell.citations[0] if cell.citations else None)
    for rival in cell.rivals:
        yield head | _figure(rival) | _source(rival.citation)


def _figure(said: Cell | Beside) -> dict[str, Any]:
    low, high = (None if number is None else plain_number(number) for number in (said.value, said.value_max))
    return {
        "value": low,
        "value_max": high,
        "unit": said.unit,
        "hedge": said.hedge,
        "scope": said.scope,
        "text": said.text,
    }


def _source(citation: Citation | None) -> dict[str, Any]:
    if citation is None:
        return {}
    where = {"section": " / ".join(citation.section), "start": citation.start, "end": citation.end}
    return where | {"quote": citation.quote}


def _wide(cell: Cell) -> list[Any]:
    said: Mapping[str, Any] = _figure(cell)
    number = said["value"] if said["value_max"] is None else f"{said['value']}~{said['value_max']}"
    if cell.rivals:
        number = "；".join([cell.text or "", *(rival.text for rival in cell.rivals)])
    quotes = "；".join(citation.quote for citation in cell.citations)
    return [STATUS[cell.status], number, said["unit"], said["hedge"], said["scope"], quotes]


def _written(lines: Iterable[Sequence[Any]]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([safe(value) for value in line] for line in lines)
    return held.getvalue().encode("utf-8-sig", "replace")
