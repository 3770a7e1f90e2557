"""The desk: one page, its tabs and the evidence panel beside them, and how it is served."""

import os
from typing import TYPE_CHECKING, Any

from ingest.errors import SettingsError
from ui.ask import View, ask_tab, start_view
from ui.evidence import evidence_panel
from ui.look import ASSETS, head, theme
from ui.security import Guard
from ui.summary import choices, summary_tab

if TYPE_CHECKING:
    import gradio as gr

    from bot.chain import Chain
    from ingest.schema import Report

TITLE = "公开 · 报告核对台"
MASTHEAD = """
<header class="masthead"><h1>公开<span>政府信息公开报告核对台</span></h1><p class="holdings"></p></header>
"""
AT_ONCE = 4  # questions and summaries worked on together; the rest wait their turn


def build_desk(chain: "Chain") -> "gr.Blocks":
    """The page over an open chain; what it shows of the library is read anew at every page load."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr

    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as desk:
        masthead = gr.HTML(html_template=MASTHEAD, js_on_load="Desk.masthead({ element, props, watch })",
                           elem_id="masthead", apply_default_css=False)  # fmt: skip
        with gr.Column(elem_id="work"), gr.Tabs(elem_id="tabs"):
            with gr.Tab("问答", id="ask", render_children=True) as asking:
                answer = ask_tab(chain)
            with gr.Tab("摘要", id="summary", render_children=True) as summarizing:
                reports, _ = summary_tab(chain)
        evidence_panel(chain)
        asking.select(None, js="() => { Desk.panel.show('ask'); }")
        summarizing.select(None, js="() => { Desk.panel.show('summary'); }")

        def on_load() -> tuple[View, View, gr.Dropdown]:
            held = chain.library.reports()
            listed = choices(held)
            return holdings(held), start_view(held), gr.Dropdown(choices=listed, value=listed[0][1] if listed else None)

        desk.load(on_load, None, [masthead, answer, reports], show_progress="hidden", api_visibility="private")
    return desk.queue(max_size=64, default_concurrency_limit=AT_ONCE)


def holdings(reports: tuple["Report", ...]) -> View:
    """How many reports of which years the library holds."""
    years = sorted({report.year for report in reports if report.year})
    span = f"{years[0]}–{years[-1]} 年" if len(years) > 1 else f"{years[0]} 年" if years else ""
    return {"reports": len(reports), "years": span}


def launch_desk(chain: "Chain", *, host: str = "127.0.0.1", port: int | None = 7860, block: bool = True) -> str:
    """Serve the desk and return its address; ``port=None`` takes a free one.

    With ``block`` the address is printed and the call returns when the server is stopped.

    Raises:
        SettingsError: The address cannot be listened on.
    """
    desk = build_desk(chain)
    try:
        _, address, _ = desk.launch(server_name=host, server_port=port, prevent_thread_lock=True, **_manners(host))
    except OSError as error:
        raise SettingsError(f"cannot listen on {host}:{port}: {error}; choose another --port") from error
    address = address.rstrip("/")
    if block:
        print(address, flush=True)
        desk.block_thread()
    return address


def _manners(host: str) -> dict[str, Any]:
    """Gradio's launch settings: nothing shared, nothing remembered, nothing of its own on the page."""
    from starlette.middleware import Middleware

    return {
        "quiet": True, "share": False, "ssr_mode": False, "run_history": False, "footer_links": [],
        "enable_monitoring": False, "show_error": False, "strict_cors": True, "state_session_capacity": 500,
        "max_file_size": "1kb", "theme": theme(), "head": head(), "favicon_path": ASSETS / "favicon.svg",
        "app_kwargs": {"middleware": [Middleware(Guard, host=host)]},
    }  # fmt: skip
