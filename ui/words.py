"""The desk's own words in Chinese and English: one ``assets/words.<tab>.yaml`` a tab, ``key: [中文, English]``.

A text may hold ``{name}`` and ``{name|one|many}`` (the number, then the word that goes with it). The browser gets the
same table and fills it the same way (``Desk.say`` in ``assets/dom.js``).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import gradio as gr

LANGUAGES = ("zh", "en")
COOKIE = "gongkai_language"
_ASSETS = Path(__file__).parent / "assets"
_SLOT = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")


@cache
def table() -> Mapping[str, tuple[str, str]]:
    """Every text by its key, in the order of `LANGUAGES`.

    Raises:
        ValueError: A key stands in two files, or a text lacks a language.
    """
    told: dict[str, tuple[str, str]] = {}
    for path in sorted(_ASSETS.glob("words.*.yaml")):
        for key, both in yaml.safe_load(path.read_text("utf-8")).items():
            if key in told or len(both) != len(LANGUAGES) or not all(isinstance(text, str) for text in both):
                raise ValueError(f"{path.name}: {key!r} must stand once, as [中文, English]")
            told[key] = tuple(both)
    return told


def say(key: str, language: str = "zh", **values: object) -> str:
    """The text of a key with its slots filled.

    Raises:
        KeyError: There is no such text, or a slot has no value.
    """

    def slot(found: re.Match[str]) -> str:
        value, one, many = values[found[1]], found[2], found[3]
        return str(value) if one is None else f"{value} {one if value == 1 else many}"

    return _SLOT.sub(slot, table()[key][LANGUAGES.index(language)])


def slots(text: str) -> set[str]:
    """The names of a text's slots."""
    return {found[1] for found in _SLOT.finditer(text)}


def script() -> str:
    """The table as JavaScript, safe inside a ``<script>`` element."""
    texts = {language: {key: both[at] for key, both in table().items()} for at, language in enumerate(LANGUAGES)}
    safe = json.dumps(texts, ensure_ascii=False).replace("</", "<\\/")
    return f"window.DeskWords = {safe};"


@cache
def i18n() -> "gr.I18n":
    """The table for Gradio's own components; the browser chooses by the language that ``head.js`` reports."""
    import gradio as gr

    names = {"zh-CN": 0, "zh": 0, "en": 1}
    return gr.I18n(**{name: {key: both[at] for key, both in table().items()} for name, at in names.items()})


def label(key: str) -> "gr.I18nData":
    """A text for a component's ``label``, ``placeholder``, ``info`` or ``value``; it must have no slots."""
    if slots(table()[key][0]):
        raise ValueError(f"{key!r} has slots: fill it with say() instead")
    return i18n()(key)


def language(request: Any) -> str:  # noqa: ANN401 - Gradio's request, or Starlette's
    """The language that a visitor chose; Chinese where none was."""
    cookies = getattr(request, "cookies", None) or {}
    try:
        chosen = cookies.get(COOKIE)
    except AttributeError:  # Gradio may hand cookies over as an object
        chosen = getattr(cookies, COOKIE, None)
    return chosen if chosen in LANGUAGES else "zh"
