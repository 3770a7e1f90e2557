"""A comparison as a grid of words: which way round it reads, what stands in each cell, which sources it has."""

from collections.abc import Iterator, Sequence

from bot.output.export_csv import STATUS
from bot.output.fields import FieldRule
from bot.schema import Cell, Citation, Comparison

_MOST_ACROSS = 6


def grid(value: Comparison, rules: Sequence[FieldRule], cited: Sequence[Citation]) -> tuple[list[str], list[list[str]]]:
    """Column headings, and lines that begin with their own heading.

    Reports go down and metrics across; a few reports with many metrics go the other way round.
    """
    numbers = {_key(citation): citation.n for citation in cited}
    cells = [[_words(row.cells[rule.key], numbers) for rule in rules] for row in value.rows]
    names = [_name(row.agency or row.title, row.year) for row in value.rows]
    labels = [rule.label for rule in rules]
    if 0 < len(names) < len(labels) and len(names) <= _MOST_ACROSS:
        return names, [[label, *line] for label, line in zip(labels, zip(*cells, strict=True), strict=True)]
    return labels, [[name, *line] for name, line in zip(names, cells, strict=True)]


def numbered(value: Comparison) -> list[Citation]:
    """Every citation of a comparison once, numbered from 1 in reading order."""
    found = {_key(it): it for row in value.rows for cell in row.cells.values() for it in _citations(cell)}
    return [citation.model_copy(update={"n": n}) for n, citation in enumerate(found.values(), 1)]


def _citations(cell: Cell) -> Iterator[Citation]:
    yield from cell.citations
    yield from (other.citation for other in cell.elsewhere)


def _words(cell: Cell, numbers: dict[tuple[str, int, int], int]) -> str:
    """The number, or what kind of absence it is; rivals and other scopes on lines of their own."""

    def mark(citation: Citation) -> str:
        return f"[{numbers[_key(citation)]}]"

    said = (cell.text or "") if cell.value is not None else ""
    lines = [said if cell.status in {"stated", "zero"} else f"{STATUS[cell.status]} {said}".strip()]
    if cell.citations and cell.status not in {"other_scope", "in_parts"}:
        lines[0] += mark(cell.citations[0])
    lines += [f"{part.label}{part.text}{mark(part.citation)}" for part in cell.parts]
    lines += [f"{rival.text}{mark(rival.citation)}" for rival in cell.rivals]
    return "\n".join([*lines, *(f"另：{other.text}{mark(other.citation)}" for other in cell.elsewhere)])


def _name(body: str | None, year: int | None) -> str:
    return f"{body or '机构不详'} {f'{year}年' if year else '年份不详'}"


def _key(citation: Citation) -> tuple[str, int, int]:
    return citation.report_id, citation.start, citation.end
