"""How the desk looks: paper white, ink navy, hairlines; amber only where a source is lit up."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ui.words import script

if TYPE_CHECKING:
    import gradio as gr

ASSETS = Path(__file__).parent / "assets"
# What the scripts of the tabs build upon, in this order.
FIRST = ("head.js", "dom.js", "shell.js", "source.js", "panel.js", "popover.js")
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif")
INK, PAPER, TEXT, HAIRLINE = "#1f3a5f", "#ffffff", "#1c2530", "#dfe4ea"


@cache
def head() -> str:
    """The style, the words and the scripts, inlined: every ``.css`` and ``.js`` file in ``assets``.

    Not Gradio's ``css=``, which rewrites selectors, drops ``@supports`` and loses rules inside ``@media`` (6.31).
    """
    style = "\n".join(path.read_text("utf-8") for path in styles())
    code = "\n".join([script(), *(path.read_text("utf-8") for path in scripts())])
    return f"<style>{style}</style><script>{code}</script>"


def styles() -> list[Path]:
    """The style sheets: the desk's own, then every tab's."""
    return sorted(ASSETS.glob("*.css"), key=lambda path: (path.name != "desk.css", path.name))


def scripts() -> list[Path]:
    """The scripts in an order that lets every tab's build upon the shell's."""
    others = sorted(path for path in ASSETS.glob("*.js") if path.name not in FIRST)
    return [*(ASSETS / name for name in FIRST), *others]


def theme() -> "gr.themes.Base":
    """The native components (inputs, buttons, lists) in the desk's colours, light and dark alike."""
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
