"""The desk: one page, its tabs and the evidence panel beside them, and how it is served."""

import logging
import os
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.chain import AnswerChain
from ingest.errors import SettingsError
from ui.api import serve_api
from ui.ask import ask_tab
from ui.audit import audit_tab
from ui.compare import compare_tab
from ui.evals import evals_tab
from ui.evidence import evidence_panel
from ui.front import Front
from ui.library import library_tab
from ui.look import ASSETS, theme
from ui.security import Guard
from ui.summary import summary_tab
from ui.words import i18n, label

if TYPE_CHECKING:
    import gradio as gr

    from ingest.schema import Report
    from ui.login import Users
    from ui.runs import EvalDesk

TITLE = "公开 · 报告核对台"
MCP = "/gradio_api/mcp/"
MASTHEAD = '<header class="masthead"></header>'
AT_ONCE = 4  # summaries and the like worked on together; the rest wait their turn
WAITING = 256  # events that may wait in Gradio's queue
FOLLOWED = 80  # events served at once; questions have a tighter limit of their own (ui/asking.py)

log = logging.getLogger(__name__)


class Tab(NamedTuple):
    """One tab: ``build(chain, desk, tab)`` fills it, in a file of its own.

    It may hang its own ``desk.load`` and ``tab.select`` events. ``beside``: the evidence panel always stands beside
    it; else the tab has the whole width, and the panel comes over it when a citation is opened.
    """

    id: str
    build: Callable[[AnswerChain, "gr.Blocks", "gr.Tab"], Any]
    beside: bool = True


TABS = (
    Tab("ask", ask_tab),
    Tab("summary", summary_tab),
    Tab("library", library_tab, beside=False),
    Tab("compare", compare_tab, beside=False),
    Tab("audit", audit_tab),
)


def build_desk(chain: AnswerChain, evals: "EvalDesk | None" = None) -> "gr.Blocks":
    """The page over an open chain; what it shows of the library is read anew at every page load.

    The tab 评测 is there where it was given what to show.
    """
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr

    tabs = (*TABS, Tab("evals", evals_tab(evals), beside=False)) if evals else TABS
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as desk:
        masthead = gr.HTML(html_template=MASTHEAD, js_on_load="Desk.masthead({ element, props, watch })",
                           elem_id="masthead", apply_default_css=False)  # fmt: skip
        with gr.Column(elem_id="work"), gr.Tabs(elem_id="tabs"):
            for one in tabs:
                with gr.Tab(label(f"tab.{one.id}"), id=one.id, elem_id=f"tab-{one.id}", render_children=True) as tab:
                    one.build(chain, desk, tab)
                tab.select(None, js=f"() => {{ Desk.shown({one.id!r}, {'true' if one.beside else 'false'}); }}")
        evidence_panel(chain)
        serve_api(chain)
        desk.load(lambda: holdings(chain), None, masthead, show_progress="hidden", api_visibility="private")
    return desk.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)


def holdings(chain: AnswerChain) -> dict[str, Any]:
    """What stands in the masthead: how many reports of which years, the mode, the version."""
    from importlib.metadata import version

    reports: tuple[Report, ...] = chain.library.reports()
    years = sorted({report.year for report in reports if report.year})
    model = getattr(chain, "model", None)
    return {
        "reports": len(reports),
        "years": [years[0], years[-1]] if years else [],
        "model": model.name if model else None,
        "version": version("gongkai"),
    }


def launch_desk(
    chain: AnswerChain, *, host: str = "127.0.0.1", port: int | None = 7860, block: bool = True,
    evals: "EvalDesk | None" = None, users: "Users | None" = None, mcp: bool = False,
) -> str:  # fmt: skip
    """Serve the desk and return its address; ``port=None`` takes a free one.

    With ``block`` the address is printed and the call returns when the server is stopped. With ``users`` only they
    come in; with ``mcp`` the functions of `ui.api` are served to MCP clients too.

    Raises:
        SettingsError: The address cannot be listened on, or MCP cannot be served as asked.
    """
    manners = _manners(host) | _served_to(users, mcp)
    desk = build_desk(chain, evals)
    try:
        _, address, _ = desk.launch(server_name=host, server_port=port, prevent_thread_lock=True, **manners)
    except OSError as error:
        raise SettingsError(f"cannot listen on {host}:{port}: {error}; choose another --port") from error
    address = address.rstrip("/")
    Thread(target=_warm, args=(chain,), name="desk-warm", daemon=True).start()
    if block:
        print(address, flush=True)
        if mcp:
            print(f"MCP: {address}{MCP}", flush=True)
        desk.block_thread()
    return address


def _warm(chain: AnswerChain) -> None:
    """Load what the first search would wait for: the encoder, the indexes."""
    from bot.search import search

    try:
        search(chain, "公开", 1)
    except Exception:
        log.info("the first question will load the encoder itself", exc_info=True)


def _served_to(users: "Users | None", mcp: bool) -> dict[str, Any]:
    """The launch settings for a login and for MCP clients."""
    from importlib.util import find_spec

    if mcp and users:
        raise SettingsError("--mcp knows no login (Gradio 6.31): serve it without --auth, on a port of its own")
    if mcp and find_spec("mcp") is None:
        raise SettingsError("--mcp needs a package that is not installed: pip install 'gongkai[mcp]'")
    return {"auth": users.check if users else None, "mcp_server": mcp}


def _manners(host: str) -> dict[str, Any]:
    """Gradio's launch settings: nothing shared, nothing remembered, nothing of its own on the page."""
    from starlette.middleware import Middleware

    return {
        "quiet": True, "share": False, "ssr_mode": False, "run_history": False, "footer_links": [],
        "enable_monitoring": False, "show_error": False, "strict_cors": True, "state_session_capacity": 500,
        "max_file_size": "1kb", "max_threads": FOLLOWED, "theme": theme(), "i18n": i18n(),
        "favicon_path": ASSETS / "favicon.svg",
        "app_kwargs": {"middleware": [Middleware(Guard, host=host), Middleware(Front)]},
    }  # fmt: skip
