"""Figures side by side: what stands between two of them, and how one is read anew."""

import re

from ingest.schema import Figure
from ingest.view import View

STOP = re.compile(r"[。!?]|(?<![,;:、])\n")


def changed(figure: Figure, **update: object) -> Figure:
    """The figure with some of its fields read anew."""
    return figure.model_copy(update=update)


def same_sentence(view: View, one: Figure, other: Figure) -> bool:
    """Whether ``other`` stands behind ``one`` with no end of a sentence between them."""
    return other.start - one.end < 400 and not STOP.search(between(view, one, other))


def between(view: View, one: Figure, other: Figure) -> str:
    """The words between two figures."""
    return view.text[view.find(one.end) : view.find(other.start)]


def begins(view: View, figure: Figure) -> str:
    """The first words of a figure's quotation."""
    at = view.find(figure.start)
    return view.text[at : min(at + 12, view.find(figure.end))]
