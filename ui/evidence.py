"""The evidence panel: citations, a report's text with one span lit up, and the notes of the conversation.

The browser counts UTF-16 units and Python code points, so no offset is ever applied there: the server cuts the text
and sends segments. Report text travels as JSON and becomes text nodes; no template ever holds it.
"""

import logging
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.chain import AnswerChain
from ingest.errors import GongkaiError
from ingest.schema import Section, Stored, path_at
from ui.words import language, say

if TYPE_CHECKING:
    import gradio as gr

    from ingest.library import Library

TEMPLATE = '<aside class="evidence"></aside>'

log = logging.getLogger(__name__)


def evidence_panel(chain: AnswerChain) -> "gr.HTML":
    """The panel as one constant component; its script asks ``get_span`` for text."""
    import gradio as gr

    def get_span(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401 - whatever a browser sends
        try:
            stored, span = place(chain.library, asked)
            return lit(stored, *span)
        except (GongkaiError, ValueError) as error:
            log.info("no span for %.200r: %s", asked, error)
            return {"error": say("panel.source.lost", language(request))}

    return gr.HTML(
        html_template=TEMPLATE,
        js_on_load="Desk.panel.mount({ element, server })",
        server_functions=[get_span],
        elem_id="evidence",
        apply_default_css=False,
    )


def place(library: "Library", asked: Any) -> tuple[Stored, tuple[int, int]]:  # noqa: ANN401
    """The report and the span that a browser asked for.

    Raises:
        GongkaiError: The report is not held.
        ValueError: It is not a request for a span of it.
    """
    report_id = _report_id(asked)
    stored = library.stored(report_id)
    return stored, _span(stored, asked.get("start"), asked.get("end"))


def lit(stored: Stored, start: object, end: object) -> dict[str, Any]:
    """Whose report it is, and ``{before, quote, after}``: ``quote`` is ``text[start:end]``, around it pieces.

    Raises:
        ValueError: The offsets are not a non-empty span of the text.
    """
    start, end = _span(stored, start, end)
    report = stored.report
    return {
        "agency": report.agency,
        "year": report.year,
        "title": report.title,
        "section": list(path_at(stored.sections, start)),
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


def _span(stored: Stored, start: object, end: object) -> tuple[int, int]:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(stored.text):
        raise ValueError(f"not a span of {len(stored.text)} characters: {start!r}..{end!r}")
    return start, end


def _report_id(asked: object) -> str:
    if not isinstance(asked, dict) or not isinstance(asked.get("report_id"), str):
        raise ValueError(f"not a request for a span: {asked!r:.200}")
    return asked["report_id"]
