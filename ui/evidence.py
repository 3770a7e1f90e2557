"""The evidence panel: a report's text with one span lit up.

The browser counts UTF-16 units and Python code points, so no offset is ever applied there: the server cuts the text
and sends segments. Report text travels as JSON and becomes text nodes; no template ever holds it.
"""

import logging
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.errors import GongkaiError
from ingest.schema import Section, Stored

if TYPE_CHECKING:
    import gradio as gr

    from bot.chain import Chain

TEMPLATE = """
<aside class="evidence" aria-label="依据">
  <header class="bar">
    <div role="tablist" aria-label="依据">
      <button type="button" role="tab" id="tab-cards" aria-controls="pane-cards" aria-selected="true">引文</button>
      <button type="button" role="tab" id="tab-source" aria-controls="pane-source" aria-selected="false">原文</button>
    </div>
    <button type="button" class="plain-button close">关闭</button>
  </header>
  <div class="cards" id="pane-cards" role="tabpanel" aria-labelledby="tab-cards"></div>
  <div class="source" id="pane-source" role="tabpanel" aria-labelledby="tab-source" hidden></div>
</aside>
"""

log = logging.getLogger(__name__)


def evidence_panel(chain: "Chain") -> "gr.HTML":
    """The panel as one constant component; its script asks ``get_span`` for text."""
    import gradio as gr

    def get_span(request: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a browser sends
        try:
            return lit(chain.library.stored(_report_id(request)), request.get("start"), request.get("end"))
        except (GongkaiError, ValueError) as error:
            log.info("no span for %.200r: %s", request, error)
            return {"error": "未能定位原文：报告已不在库中，或引文位置无效。"}

    return gr.HTML(
        html_template=TEMPLATE,
        js_on_load="Desk.panel.mount({ element, server })",
        server_functions=[get_span],
        elem_id="evidence",
        apply_default_css=False,
    )


def lit(stored: Stored, start: object, end: object) -> dict[str, Any]:
    """``{before, quote, after}`` of a report: ``quote`` is ``text[start:end]``, the others are pieces around it.

    Raises:
        ValueError: The offsets are not a non-empty span of the text.
    """
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(stored.text):
        raise ValueError(f"not a span of {len(stored.text)} characters: {start!r}..{end!r}")
    return {
        "before": pieces(stored.text, stored.sections, 0, start),
        "quote": stored.text[start:end],
        "after": pieces(stored.text, stored.sections, end, len(stored.text)),
    }


def pieces(text: str, sections: tuple[Section, ...], start: int, end: int) -> list[dict[str, Any]]:
    """``text[start:end]`` cut at headings: ``{text, level}``, where ``level`` is ``None`` for what is not a heading."""
    levels = {section.start: section.level for section in sections if section.body > section.start}
    edges = {edge for section in sections for edge in (section.start, section.body) if start < edge < end}
    cuts = pairwise(sorted({start, end, *edges}))
    return [{"text": text[low:high], "level": levels.get(low)} for low, high in cuts]


def _report_id(request: object) -> str:
    if not isinstance(request, dict) or not isinstance(request.get("report_id"), str):
        raise ValueError(f"not a request for a span: {request!r:.200}")
    return request["report_id"]
