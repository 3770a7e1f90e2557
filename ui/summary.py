"""The tab 摘要: one report on one page, and its exports."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.schema import Item, Summary, SummaryField
from ingest.errors import GongkaiError
from ui.ask import TEMPLATE, View, name

if TYPE_CHECKING:
    import gradio as gr

    from bot.chain import AnswerChain
    from ingest.schema import Report

MIME = {"json": "application/json", "md": "text/markdown"}

log = logging.getLogger(__name__)


def summary_tab(chain: "AnswerChain", desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the report list, the button and the page below."""
    import gradio as gr

    def get_export(request: Any) -> dict[str, str]:  # noqa: ANN401 - whatever a browser sends
        try:
            return export(chain, request)
        except (GongkaiError, ValueError) as error:
            log.info("no export for %.200r: %s", request, error)
            return {"error": "导出没有完成：报告已不在库中，或格式不支持。"}

    def on_choose(report_id: str | None) -> Iterator[View]:
        yield from summarizing(chain, report_id)

    with gr.Row(elem_id="choosing"):
        reports = gr.Dropdown(label="报告", choices=[], elem_id="report", container=False, scale=1)
        button = gr.Button("生成摘要", variant="primary", elem_id="summarize", scale=0, min_width=112)
    page = gr.HTML({"kind": "start"}, html_template=TEMPLATE, elem_id="summary", apply_default_css=False,
                   js_on_load="Desk.summary({ element, props, watch, server })",
                   server_functions=[get_export])  # fmt: skip
    button.click(on_choose, reports, page, show_progress="hidden", trigger_mode="once", api_visibility="private")

    def on_load() -> gr.Dropdown:
        listed = choices(chain.library.reports())
        return gr.Dropdown(choices=listed, value=listed[0][1] if listed else None)

    desk.load(on_load, None, reports, show_progress="hidden", api_visibility="private")


def choices(reports: tuple["Report", ...]) -> list[tuple[str, str]]:
    """The report list's ``(label, report_id)``; reports that read alike are told apart by their file name."""
    names = [name(report) for report in reports]
    files = [re.split(r"[/\\]", report.path)[-1] for report in reports]
    labels = [f"{n} {f}" if names.count(n) > 1 else n for n, f in zip(names, files, strict=True)]
    return list(zip(labels, (report.report_id for report in reports), strict=True))


def summarizing(chain: "AnswerChain", report_id: object) -> Iterator[View]:
    """The views of one click: loading, then the summary; or one error that a reader can act on."""
    if report_id not in {report.report_id for report in chain.library.reports()}:
        yield {"kind": "error", "message": "请先选择一份报告。"}
        return
    yield {"kind": "loading"}
    try:
        yield summary_view(_summarize(chain, report_id))
    except Exception:
        log.exception("summarizing failed: %r", report_id)
        yield {"kind": "error", "message": "这次没有生成摘要。请重试；若仍不行，请查看服务日志或运行 gongkai doctor。"}


def summary_view(summary: Summary) -> View:
    """The summary as the browser draws it: fields as lines, values printed with hedge and unit."""
    return {
        "kind": "summary",
        "summary": summary.model_dump(mode="json", exclude={"fields"}),
        "fields": [_line(field) for field in summary.fields.values()],
    }


def _line(field: SummaryField) -> dict[str, Any]:
    items = [_item(item) for item in field.items]
    return field.model_dump(mode="json", exclude={"value", "items"}) | {"quantity": _quantity(field), "items": items}


def _item(item: Item) -> dict[str, Any]:
    alone = SummaryField(label=item.label, status="stated", value=item.value, unit=item.unit)
    return {"label": item.label, "quantity": _quantity(alone), "citations": list(item.citations)}


def _quantity(field: SummaryField) -> str | None:
    """The number with hedge and unit; ``None`` for no value. Its scope has a place of its own on the page."""
    from bot.export import field_words

    return None if field.value is None else field_words(field.model_copy(update={"scope": None}))


def export(chain: "AnswerChain", request: object) -> dict[str, str]:
    """A summary as a file for the browser to save: ``{name, mime, text}``.

    Raises:
        GongkaiError: The report is not held.
        ValueError: The request is not a report id with a known format.
    """
    from bot.export import summary_markdown

    report_id, kind = (request.get("report_id"), request.get("format")) if isinstance(request, dict) else (None, None)
    if kind not in MIME or report_id not in {report.report_id for report in chain.library.reports()}:
        raise ValueError(f"not an export: {request!r:.200}")
    summary = _summarize(chain, report_id)
    text = summary_markdown(summary) if kind == "md" else summary.model_dump_json(indent=2)
    return {"name": f"{_file_stem(summary)}.{kind}", "mime": MIME[kind], "text": text}


def _summarize(chain: "AnswerChain", report_id: str) -> Summary:
    from bot.summarize import summarize

    return summarize(chain.library, report_id)


def _file_stem(summary: Summary) -> str:
    who = summary.agency or summary.title
    return re.sub(r"[^\w（）-]+", "", f"{who}{summary.year or ''}摘要")[:80]
