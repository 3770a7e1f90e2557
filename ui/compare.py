"""The tab 对比: bodies × metrics and years × metrics, each number with its source, every absence by its kind."""

import logging
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.chain import AnswerChain
from bot.compare import HAS_VALUE, compared, remark, with_gaps
from bot.export import plain_number
from bot.output.columns import COLUMNS, DEFAULT, columns
from bot.output.export_csv import long_csv, wide_csv
from bot.output.fields import FieldRule
from bot.schema import Beside, Cell, Citation, Comparison, Row
from ingest.schema import Noun, Report
from ui.comparison import numbered
from ui.tabs import STAGE, View, answered, file, sent

if TYPE_CHECKING:
    import gradio as gr

SCRIPT = "Desk.compare({ element, props, watch, server, compare: (payload) => trigger('compare', payload) })"
MOST_REPORTS, MOST_METRICS = 200, 12
KEPT = 4096  # rows
STEP = 20  # reports between two notices of progress

log = logging.getLogger(__name__)
Numbers = dict[tuple[str, int, int], int]


class Asked(Noun):
    """What is to be compared: report ids and metric keys, both in the order that they are shown in."""

    reports: tuple[str, ...]
    metrics: tuple[str, ...]


class Rows:
    """The rows of a library's reports, each made once for a state of its report and a choice of metrics."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401 - a Library
        self.library = library
        self._made = lru_cache(KEPT)(self._make)

    def of(self, asked: Asked) -> Iterator[Row]:
        """One row after another, by body and year, with a bare row for a year that a chosen body has no report of."""
        held = self.library.reports()
        for one in with_gaps([report for report in held if report.report_id in asked.reports], held):
            yield self._made(one, asked.metrics) if isinstance(one, Report) else self._make(one, asked.metrics)

    def _make(self, one: Report | Row, metrics: tuple[str, ...]) -> Row:
        return next(compared(self.library, columns(metrics), [one]))


def compare_tab(chain: AnswerChain, desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the tab: one component, drawn by ``assets/compare.js``."""
    import gradio as gr

    rows = Rows(chain.library)

    def get_shelf(asked: Any, request: gr.Request) -> View:  # noqa: ANN401 - whatever a browser sends
        return answered(lambda: shelf(chain.library.reports()), "compare.failed", request)

    def get_csv(asked: Any, request: gr.Request) -> View:  # noqa: ANN401
        return answered(lambda: exported(rows, asked), "compare.export.failed", request)

    def on_compare(event: gr.EventData) -> Iterator[View]:
        asked = sent(event)
        for view in comparing(rows, asked):
            yield view | {"ticket": asked.get("ticket")}

    page = gr.HTML({"kind": "start"}, html_template=STAGE, elem_id="compare", apply_default_css=False,
                   js_on_load=SCRIPT, server_functions=[get_shelf, get_csv])  # fmt: skip
    # Gradio (6.31) defers an "always_last" event without its data: all are run, and the script takes the last one's.
    page.compare(on_compare, None, page, show_progress="hidden", trigger_mode="multiple", api_visibility="private")


def shelf(reports: Sequence[Report]) -> View:
    """What can be compared: the reports, the metrics, and those chosen at first."""
    return {
        "reports": [report.model_dump(include={"report_id", "agency", "year", "title"}) for report in reports],
        "metrics": [{"key": key, "label": rule.label} for key, rule in COLUMNS.items()],
        "default": list(DEFAULT),
        "most": {"reports": MOST_REPORTS, "metrics": MOST_METRICS},
    }


def read_asked(library: Any, asked: object) -> Asked:  # noqa: ANN401
    """What a browser wants compared; reports removed meanwhile are left out.

    Raises:
        ValueError: No list of reports and known metrics, none held, or too many of either.
    """
    if not isinstance(asked, dict):
        raise ValueError(f"not a comparison: {asked!r:.200}")
    reports, metrics = (asked.get(name) for name in ("reports", "metrics"))
    if not isinstance(reports, list) or not isinstance(metrics, list) or not set(map(str, metrics)) <= set(COLUMNS):
        raise ValueError(f"not a comparison: {asked!r:.200}")
    wanted = set(map(str, reports))
    known = tuple(report.report_id for report in library.reports() if report.report_id in wanted)
    keys = tuple(dict.fromkeys(map(str, metrics)))
    if not 0 < len(known) <= MOST_REPORTS or not 0 < len(keys) <= MOST_METRICS:
        raise ValueError(f"{len(known)} reports × {len(keys)} metrics")
    return Asked(reports=known, metrics=keys)


def comparing(rows: Rows, wanted: object) -> Iterator[View]:
    """The views of one comparison: progress, then the table; or one error that a reader can act on."""
    try:
        asked = read_asked(rows.library, wanted)
    except ValueError as error:
        log.info("no comparison: %s", error)
        yield {"kind": "error", "message": "compare.choose"}
        return
    try:
        made: list[Row] = []
        for row in rows.of(asked):
            if len(made) % STEP == 0:
                yield {"kind": "loading", "done": len(made), "total": len(asked.reports)}
            made.append(row)
        yield compare_view(made, columns(asked.metrics))
    except Exception:
        log.exception("comparing failed: %r", asked)
        yield {"kind": "error", "message": "compare.failed"}


def compare_view(rows: Sequence[Row], rules: Sequence[FieldRule]) -> View:
    """The table as the browser draws it: cells with the numbers of their citations, remarks and coverage by metric."""
    cited = numbered(Comparison(rows=tuple(rows)))
    numbers = {_place(citation): citation.n for citation in cited}
    heads = {"report_id", "agency", "year", "title"}
    return {
        "kind": "comparison",
        "metrics": [
            {"key": rule.key, "label": rule.label} | remark(rows, rule.key).model_dump(mode="json") for rule in rules
        ],
        "rows": [
            row.model_dump(include=heads)
            | {"cells": {key: cell_view(cell, numbers) for key, cell in row.cells.items()}}
            for row in rows
        ],
        "citations": [citation.model_dump(mode="json") for citation in cited],
    }


def cell_view(cell: Cell, numbers: Numbers) -> View:
    """A cell: its status, its own number, and as ``lines`` what stands beside it (parts, rivals, other scopes)."""
    own = cell.citations[0] if cell.citations and cell.status not in ("other_scope", "in_parts") else None
    beside = (("part", cell.parts), ("rival", cell.rivals), ("elsewhere", cell.elsewhere))
    return {
        "status": cell.status,
        **_amount(cell),
        "text": cell.text if cell.status in HAS_VALUE or cell.status == "in_words" else None,
        "cite": numbers[_place(own)] if own else None,
        "lines": [_line(kind, other, numbers) for kind, others in beside for other in others],
    }


def _line(kind: str, other: Beside, numbers: Numbers) -> View:
    label = other.label if kind == "part" else None
    return {"kind": kind, "label": label, "text": other.text, "cite": numbers[_place(other.citation)]} | _amount(other)


def _amount(said: Cell | Beside) -> View:
    """Numbers as exact strings; the browser needs them as floats for lengths only."""
    low, high = (None if number is None else plain_number(number) for number in (said.value, said.value_max))
    return {"value": low, "value_max": high, "unit": said.unit, "hedge": said.hedge}


def exported(rows: Rows, wanted: object) -> View:
    """The same table as CSV: one line a figure, or with ``wide`` one line a report.

    Raises:
        ValueError: Not a comparison.
    """
    asked = read_asked(rows.library, wanted)
    comparison, rules = Comparison(rows=tuple(rows.of(asked))), columns(asked.metrics)
    wide = bool(isinstance(wanted, dict) and wanted.get("wide"))
    data = wide_csv(comparison, rules) if wide else long_csv(comparison, rules)
    return file(f"对比-{len(asked.reports)}份-{'宽表' if wide else '长表'}.csv", "text/csv", data)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.report_id, citation.start, citation.end
