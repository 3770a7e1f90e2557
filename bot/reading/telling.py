"""The sentences of a report that tell of a metric in words, found where no figure states it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.output.fields import FieldRule
from bot.reading.points import PLANS, PROBLEMS
from bot.reading.sentences import sentences, shorten, worded
from ingest.schema import Span, Stored
from ingest.view import clean

_NUMBERING = re.compile(r"^[(]?[一二三四五六七八九十\d]+[)、.]+")
# What a report says of itself (本报告由概述、…等六部分组成，可在网站下载) tells of nothing else.
_OF_ITSELF = re.compile(r"(?:本|该|此)(?:年度|年|份)?报告|报告(?:由|主要|包括|分为|共分|内容)|部分(?:组成|内容)")
_ROW = re.compile(r"[^,。;:!?]*(?:数|数量|情况)")  # a line of a table that lost its lines: a label, no sentence
_MANY = 3


@dataclass(frozen=True)
class Sentence:
    """A sentence of prose: its span, its cleaned words, the headings above it.

    An ``aside`` states nothing of the year: it is about the report itself, or a shortcoming, or a plan.
    """

    span: Span
    said: str
    path: tuple[str, ...]
    aside: bool


def prose(stored: Stored) -> tuple[Sentence, ...]:
    """Every sentence of a report in text order; headings and table rows are none."""
    headings = {clean(section.title) for section in stored.sections}
    titles = [title for title in headings if len(title) > 3]
    found = []
    for passage in stored.passages:
        late = any(PLANS.search(title) or PROBLEMS.search(title) for title in passage.path)
        for span in sentences(stored.text, passage.start, passage.end):
            words = span.of(stored.text)
            said = worded(words)
            if "\t" in words or words.count("|") > 1 or _ROW.fullmatch(said):
                continue
            if _NUMBERING.sub("", said.rstrip("。:")) in headings:
                continue
            found.append(Sentence(span, said, passage.path, late or _is_outline(said, titles)))
    return tuple(found)


def telling(told: Iterable[Sentence], rule: FieldRule) -> list[Span]:
    """The sentences that tell of the rule's field, those under a heading that names it first; no asides."""
    found = [one for one in told if not one.aside and rule.says.search(one.said)]
    found.sort(key=lambda one: (not any(map(rule.titled.search, one.path)), one.span.start))
    return [one.span for one in found]


def quotation(text: str, span: Span, rule: FieldRule) -> Span:
    """As much of a telling sentence as a quotation may hold, around the words that tell."""
    return shorten(text, span, lambda said: float(bool(rule.says.search(worded(said)))), keep=_match(text, span, rule))


def _match(text: str, span: Span, rule: FieldRule) -> Span | None:
    """Where in a sentence the rule's words stand; ``None`` when they run too long to be kept in a quotation."""
    found = rule.says.search(span.of(text))
    if not found or found.end() - found.start() >= 120:
        return None
    return Span(start=span.start + found.start(), end=span.start + found.end())


def _is_outline(said: str, titles: Sequence[str]) -> bool:
    """Whether a sentence tells of the report itself, or lists what its sections are called."""
    return bool(_OF_ITSELF.search(said)) or sum(title in said for title in titles) >= _MANY
