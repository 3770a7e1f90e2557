"""How the desk looks: paper white, ink navy, hairlines; amber only where a source is lit up."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("head.js", "dom.js", "masthead.js", "panel.js", "answer.js", "summary.js")
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif")
INK, PAPER, TEXT, HAIRLINE = "#1f3a5f", "#ffffff", "#1c2530", "#dfe4ea"


@cache
def head() -> str:
    """The style and the scripts, inlined.

    Not Gradio's ``css=``, which rewrites selectors, drops ``@supports`` and loses rules inside ``@media`` (6.31).
    """
    style = (ASSETS / "desk.css").read_text("utf-8")
    scripts = "\n".join((ASSETS / name).read_text("utf-8") for name in SCRIPTS)
    return f"<style>{style}</style><script>{scripts}</script>"


def theme() -> "gr.themes.Base":
    """The few native components (question box, buttons, report list) in the desk's colours, light and dark alike."""
    import gradio as gr

    font = [gr.themes.Font(name) for name in FONTS]
    colours = {
        "body_background_fill": PAPER, "background_fill_primary": PAPER, "background_fill_secondary": PAPER,
        "block_background_fill": PAPER, "body_text_color": TEXT, "input_background_fill": PAPER,
        "input_border_color": "#8593a3", "input_border_color_focus": INK, "border_color_primary": HAIRLINE,
        "button_primary_background_fill": INK, "button_primary_background_fill_hover": "#16304f",
        "button_primary_text_color": PAPER, "color_accent_soft": "#eef2f7",
    }  # fmt: skip
    both = colours | {f"{name}_dark": value for name, value in colours.items()}
    base = gr.themes.Base(font=font, radius_size=gr.themes.sizes.radius_sm, spacing_size=gr.themes.sizes.spacing_md)
    return base.set(**both, color_accent=INK, block_border_width="0px", input_border_width="1px", block_padding="0px")
