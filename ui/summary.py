"""The tab 摘要: one report on one page, its exports, and all reports at once."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.chain import AnswerChain
from bot.rules import TITLES
from bot.schema import Item, Summary, SummaryField
from ui.batch import Batch, file_stem
from ui.tabs import STAGE, View, answered, file, held, sent
from ui.words import label

if TYPE_CHECKING:
    import gradio as gr

    from ingest.schema import Report

SCRIPT = "Desk.summary({ element, props, watch, server, open: (payload) => trigger('open', payload) })"
MIME = {
    "json": "application/json",
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KEPT = 128  # summaries

log = logging.getLogger(__name__)


class Summaries:
    """The summaries of a library's reports, each made once for a state of its report (text, body, year)."""

    def __init__(self, chain: AnswerChain) -> None:
        self.library = chain.library
        self._made = lru_cache(KEPT)(lambda report: _summarize(chain, report.report_id))

    def get(self, report_id: object) -> Summary:
        """The summary of a report.

        Raises:
            ValueError: The report is not held.
        """
        return self._made(held(self.library, report_id))


def summary_tab(chain: AnswerChain, desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the report list, the button and the page below."""
    import gradio as gr

    summaries = Summaries(chain)
    batch = Batch(chain.library, lambda report, kind: exported(summaries.get(report.report_id), kind))

    def get_export(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401 - whatever a browser sends
        return answered(lambda: export(summaries, asked), "summary.export.failed", request)

    def get_batch(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401
        return answered(lambda: batch.told(asked), "summary.batch.failed", request)

    def on_open(event: gr.EventData) -> Iterator[tuple[Any, View | Any]]:
        wanted, listed = sent(event).get("doc"), choices(chain.library.reports())
        known = wanted in {report_id for _, report_id in listed}
        shown = gr.Dropdown(choices=listed, **({"value": wanted} if known else {}))
        yield shown, gr.skip()
        for view in summarizing(summaries, wanted) if wanted else ():
            yield gr.skip(), view | {"doc": wanted}

    def on_choose(report_id: str | None) -> Iterator[View]:
        yield from summarizing(summaries, report_id)

    with gr.Row(elem_id="choosing"):
        reports = gr.Dropdown(label=label("summary.report"), choices=[], elem_id="report", container=False, scale=1)
        button = gr.Button(label("summary.make"), variant="primary", elem_id="summarize", scale=0, min_width=112)
    page = gr.HTML({"kind": "start"}, html_template=STAGE, elem_id="summary", apply_default_css=False,
                   js_on_load=SCRIPT, server_functions=[get_export, get_batch])  # fmt: skip
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([reports.input, button.click], on_choose, reports, page, trigger_mode="always_last", **quiet)
    # Gradio (6.31) defers an "always_last" event without its data: all are run, and the script takes the last one's.
    page.open(on_open, None, [reports, page], trigger_mode="multiple", **quiet)


def choices(reports: tuple["Report", ...]) -> list[tuple[str, str]]:
    """The report list's ``(label, report_id)``; reports that read alike are told apart by their file name."""
    names = [f"{r.agency or r.title}（{r.year}）" if r.year else r.agency or r.title for r in reports]
    files = [re.split(r"[/\\]", report.path)[-1] for report in reports]
    alike = Counter(names)
    labels = [f"{n} {f}" if alike[n] > 1 else n for n, f in zip(names, files, strict=True)]
    return list(zip(labels, (report.report_id for report in reports), strict=True))


def summarizing(summaries: Summaries, report_id: object) -> Iterator[View]:
    """The views of one click: loading, then the summary; or one error that a reader can act on."""
    try:
        held(summaries.library, report_id)
    except ValueError:
        yield {"kind": "error", "message": "summary.choose"}
        return
    yield {"kind": "loading"}
    try:
        yield summary_view(summaries.get(report_id))
    except Exception:
        log.exception("summarizing failed: %r", report_id)
        yield {"kind": "error", "message": "summary.failed"}


def summary_view(summary: Summary) -> View:
    """The summary as the browser draws it: fields as lines, values printed with hedge and unit."""
    findings = [one.model_dump(mode="json") | {"title": TITLES.get(one.rule)} for one in summary.findings]
    return {
        "kind": "summary",
        "summary": summary.model_dump(mode="json", exclude={"fields", "findings"}) | {"findings": findings},
        "fields": [_line(field) | {"key": key} for key, field in summary.fields.items()],
    }


def _line(field: SummaryField) -> dict[str, Any]:
    kept = field.model_dump(mode="json", include={"label", "status", "scope", "hedge", "text", "citations"})
    ranged = field.value_max is not None
    return kept | {"quantity": _quantity(field), "ranged": ranged, "items": [_item(item) for item in field.items]}


def _item(item: Item) -> dict[str, Any]:
    alone = SummaryField(label=item.label, status="stated", value=item.value, unit=item.unit, hedge=item.hedge)
    return {"label": item.label, "quantity": _quantity(alone), "citations": list(item.citations)}


def _quantity(field: SummaryField) -> str | None:
    """The number with hedge, range and unit; ``None`` for no value. Its scope has a place of its own on the page."""
    from bot.export import field_words

    return None if field.value is None else field_words(field.model_copy(update={"scope": None}))


def export(summaries: Summaries, asked: object) -> dict[str, Any]:
    """A summary as a file for the browser to save: ``{name, mime, base64}``.

    Raises:
        GongkaiError: The report is no longer held.
        ValueError: Not a report id of the library with a known format.
    """
    report_id, kind = (asked.get("report_id"), asked.get("format")) if isinstance(asked, dict) else (None, None)
    if (
        not isinstance(kind, str)
        or kind not in MIME
        or report_id not in {report.report_id for report in summaries.library.reports()}
    ):
        raise ValueError(f"not an export: {asked!r:.200}")
    summary = summaries.get(report_id)
    return file(f"{file_stem(summary)}.{kind}", MIME[kind], exported(summary, kind))


def exported(summary: Summary, kind: str) -> bytes:
    """A summary as the bytes of a ``json``, ``md`` or ``docx`` file."""
    from bot.export import summary_markdown
    from bot.output.export_docx import summary_docx

    if kind == "docx":
        return summary_docx(summary, datetime.now().astimezone())
    text = summary_markdown(summary) if kind == "md" else summary.model_dump_json(indent=2)
    return text.encode("utf-8", "replace")


def _summarize(chain: AnswerChain, report_id: str) -> Summary:
    return chain.summarize(report_id)
