"""Which words of a sentence belong to which of its figures.

In 机构职能信息21条、财务信息6条 the words 财务信息 are the second figure's alone: a question for them must not be
answered with the first.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from bot.question.wording import HEADING_WEIGHT, Term
from bot.reading.sentences import flowing, sentence_around, worded
from ingest.schema import Figure, Span

_STOP = re.compile(r"[,，;；。\n]")


class Zones:
    """The figures of one report with the words that each owns and the words that its sentence shares."""

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        self.text = text
        self.figures = sorted(figures, key=lambda f: (f.start, f.end))

    @cached_property
    def cleaned(self) -> str:
        """The whole text, cleaned once."""
        return flowing(self.text)

    @cached_property
    def _ends(self) -> dict[tuple[int, int], int]:
        """Where each figure's own words end: at the next stop, or where the next figure's words begin."""
        starts = sorted({f.start for f in self.figures})
        ends = {}
        for figure in self.figures:
            stop = _STOP.search(self.text, figure.end)
            following = next((start for start in starts if start >= figure.end), len(self.text))
            ends[figure.start, figure.end] = min(stop.start() if stop else len(self.text), following)
        return ends

    def own(self, figure: Figure) -> str:
        """The cleaned words that belong to this figure alone, its label included."""
        return worded(figure.label + self.text[figure.start : self._ends[figure.start, figure.end]])

    def shared(self, figure: Figure) -> str:
        """The cleaned words of its sentence and headings that belong to no other figure."""
        around = sentence_around(self.text, Span(start=figure.start, end=figure.end))
        others = [
            range(start, stop)
            for (start, end), stop in self._ends.items()
            if end <= figure.start or start >= figure.end
        ]
        near = [other for other in others if other.start < around.end and other.stop > around.start]
        words = "".join(self.text[i] for i in range(around.start, around.end) if not any(i in other for other in near))
        return worded(words + "".join(figure.section))

    def fit(self, asked: Sequence[Term], figure: Figure) -> float:
        """How well a figure carries the terms asked for, 0 to 1; what only its sentence shares counts for less."""
        own, shared = self.own(figure), self.shared(figure)
        if asked and max(term.covered(own) for term in asked) < 0.5:
            return 0.0
        pairs = [(t.weight, max(t.covered(own), HEADING_WEIGHT * t.covered(shared))) for t in asked]
        total = sum(weight for weight, _ in pairs)
        return sum(weight * covered for weight, covered in pairs) / total if total else 1.0
