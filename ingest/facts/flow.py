"""A view without the line ends inside its paragraphs, for what is read by sentence rather than by line."""

import re
from collections.abc import Sequence

from ingest.headings import NOMINAL, is_numbered, paragraphs
from ingest.schema import Section
from ingest.view import View

# A line that breaks off inside a number or a date, or between a number and what it counts, goes on whatever its width.
_BROKEN_OFF = re.compile(r"[一-龥][^\n|]{9,}[\d,.]$")
_GOES_ON = re.compile(
    r"\d{0,6}(?:,\d{3})*(?:\.\d+)?[余多]?[万亿]?(?:[条件份篇次名个期起元%例宗位年月日号](?!案)|人(?!民)|项(?!目))"
)
_ENDS = "。:!?;|"
_NARROWEST, _WIDEST = 16, 80  # characters on a full line
_SLACK = 3
_FULL_SHARE = 0.2
# Where no line at all is longer, the short lines of tables and lists do not count against a fixed width.
_PROSE, _PROSE_SHARE, _FULL_LINES = 12, 0.15, 8
_TYPICAL = 0.97  # of the lines are no longer than the typical full one; the rest are titles and addresses


class Flow(View):
    """The same characters as ``view``, less the newlines at which a text of fixed width was broken.

    ``span`` still gives exact ranges of the original, which then hold the line ends that were left out here. No line
    end next to the heading of one of ``sections`` is left out.
    """

    def __init__(self, view: View, sections: Sequence[Section] = ()) -> None:
        """Join the broken lines of ``view``."""
        self.original = view.original
        joined = _joined(view, _edges(view, sections))
        if all("\n" not in view.text[start:end] for start, end in joined):
            self.text, self._offsets = view.text, view._offsets
            return
        kept: list[int] = []
        before = 0
        for start, end in joined:
            kept.extend(range(before, start))
            kept.extend(i for i in range(start, end) if view.text[i] != "\n")
            before = end
        kept.extend(range(before, len(view.text)))
        self.text = "".join(view.text[i] for i in kept)
        self._offsets = [view.at(i) for i in kept]


def _edges(view: View, sections: Sequence[Section]) -> set[int]:
    """Where in the view a section begins, or its text behind a heading on a line of its own."""
    return {view.find(at) for section in sections for at in (section.start, section.body)}


def _joined(view: View, edges: set[int]) -> list[tuple[int, int]]:
    """The paragraphs, those joined that go on with the one before."""
    lines = [piece for line in paragraphs(view) for piece in _without_heading(view, *line)]
    full = _full_length([end - start for start, end in view.lines if end > start])
    joined: list[tuple[int, int]] = []
    last = 0
    for start, end in lines:
        if joined and start not in edges and _goes_on(view, last, joined[-1][1], start, end, full):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = max(start, view.text.rfind("\n", start, end) + 1)
    return joined


def _without_heading(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """A joined paragraph less the heading on its first line, which only looked like a full line (四、…诉讼情况)."""
    first = view.text.find("\n", start, end)
    if first < 0 or not (is_numbered(view, start, first) and NOMINAL.search(view.text[start:first])):
        return [(start, end)]
    return [(start, first), (first + 1, end)]


def _full_length(lengths: Sequence[int]) -> int:
    """From how many characters on a line is full, in a text broken at a fixed number; a large number in any other."""
    ordered = sorted(lengths)
    typical = ordered[int(_TYPICAL * (len(ordered) - 1))] if ordered else 0
    full = typical - _SLACK
    is_broken = _NARROWEST <= typical <= _WIDEST and sum(n >= full for n in ordered) >= len(ordered) * _FULL_SHARE
    if not is_broken and ordered and _NARROWEST <= ordered[-1] <= _WIDEST:
        full = ordered[-1] - _SLACK
        prose = [n for n in ordered if n >= _PROSE]
        is_broken = sum(n >= full for n in prose) >= max(_FULL_LINES, len(prose) * _PROSE_SHARE)
    return full if is_broken else _WIDEST * 1000


def _goes_on(view: View, line: int, line_end: int, start: int, end: int, full: int) -> bool:
    """Whether the line ``[start, end)`` goes on with the one before it, ``[line, line_end)``."""
    if start != line_end + 1 or view.text[line_end - 1] in _ENDS or view.text[start] == "|":
        return False
    if _BROKEN_OFF.search(view.text[line:line_end]) and _GOES_ON.match(view.text[start:end]):
        return True
    if view.text[line_end - 1].isdigit():
        return False  # a row of a table: its number is whole
    if is_numbered(view, line, line_end) and NOMINAL.search(view.text[line:line_end]):
        return False
    long = line_end - line >= full or view.text[line_end - 1] in ",、"
    return long and not is_numbered(view, start, end)
