"""The tab 问答: a question in, an answer with its citations out, conversations that stay.

The page is drawn by ``assets/ask.js``; what it asks for goes through the server functions below, outside Gradio's
queue, so that neither a citation nor another reader's question waits for an answer that is being written.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.chain import AnswerChain
from bot.keeping.conversations import NoConversationError
from ingest.errors import GongkaiError
from ui.refused import RefusedError
from ui.talk import Talk
from ui.turns import View
from ui.visitor import owner
from ui.words import language, say

if TYPE_CHECKING:
    import gradio as gr

TEMPLATE = '<div class="stage"></div>'
SCRIPT = "Desk.ask({ element, server })"
ACTS = ("start", "scope", "open", "ask", "stop", "rename", "delete", "export", "note", "unnote", "complain")
Act = Callable[[View, str, str], View]

log = logging.getLogger(__name__)


def ask_tab(chain: AnswerChain, desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the tab: one component, drawn in the browser."""
    import gradio as gr

    talk = Talk(chain)
    doors = [_door(getattr(talk, name), gr.Request) for name in ACTS]
    gr.HTML(html_template=TEMPLATE, js_on_load=SCRIPT, elem_id="asking", apply_default_css=False,
            server_functions=[*doors, _open_door(talk.look, gr.Request)])  # fmt: skip


def _door(act: Act, request_type: type) -> Callable[..., View]:
    """An act as a server function: whatever a browser sends goes in, JSON with an answer or an ``error`` comes out."""

    def served(given: Any, request: request_type) -> View:  # noqa: ANN401
        try:
            return act(_dict(given), owner(request), language(request))
        except Exception as error:
            return _told(error, act.__name__, language(request))

    served.__name__ = f"do_{act.__name__}"
    return served


def _open_door(act: Callable[[View, str, str], Awaitable[View]], request_type: type) -> Callable[..., Awaitable[View]]:
    """As `_door`, for an act that waits without holding a thread."""

    async def served(given: Any, request: request_type) -> View:  # noqa: ANN401
        try:
            return await act(_dict(given), owner(request), language(request))
        except Exception as error:
            return _told(error, act.__name__, language(request))

    served.__name__ = f"do_{act.__name__}"
    return served


def _dict(given: object) -> View:
    if not isinstance(given, dict):
        raise RefusedError("ask.error.request")
    return given


def _told(error: Exception, act: str, speaking: str) -> View:
    """The error in words that say what to do and nothing of the insides; those go to the log."""
    if isinstance(error, RefusedError):
        return {"error": error.told(speaking)}
    if isinstance(error, NoConversationError):
        return {"error": say("ask.gone", speaking)}
    log.error("%s failed", act, exc_info=error)
    kinds = {GongkaiError: "ask.unsaved", ValueError: "ask.error.request", Exception: "ask.failed"}
    return {"error": say(next(key for kind, key in kinds.items() if isinstance(error, kind)), speaking)}
