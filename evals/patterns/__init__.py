"""The sentence patterns, layouts and names of the generator: data files, and the reader of their grammar.

Grammar of a pattern's text: ``{year} {last} {next} {short}`` are filled in; ``[slot/条|公开{n}条]`` states the slot's
number in that unit and is the fact's quote; ``[slot~余/条|{n}余条]`` the same, hedged; ``[a,b/件|未发生…]`` without
``{n}`` states that all its slots are 0; ``[each:slot/条/，|{label}{n}条]`` repeats for each part, joined by ``，``;
``[!metric|…]`` tells a metric in words. A pattern belongs to the split ``dev`` or ``test``: what reads reports may be
tuned on sentences of the first only.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from evals.patterns.draw import HEDGES, Slots
from evals.schema import Pattern
from ingest.errors import GongkaiError

_FOLDER = Path(__file__).parent
_MARK = re.compile(r"\[(?P<head>[^|\]]+)\|(?P<body>[^\]]*)\]")
_HEAD = re.compile(r"(?P<each>each:)?(?P<slots>[a-z_,]+)(?:~(?P<hedge>[^/]+))?/(?P<unit>[^/]+)(?:/(?P<join>.))?")
_MUST_STATE = {"received": "carried_in", "handled": "carried"}  # else the stated numbers would not add up


class Mark(NamedTuple):
    """One marked stretch of a pattern; ``metric`` is set for a statement in words, else ``slots`` are."""

    body: str
    metric: str = ""
    slots: tuple[str, ...] = ()
    unit: str = ""
    hedge: str | None = None
    join: str | None = None

    @property
    def numeric(self) -> bool:
        """Whether it shows a number, rather than saying that there was none."""
        return "{n}" in self.body


@cache
def load_data(name: str) -> Any:
    """A JSON data file of this folder: ``names``, ``layouts`` or ``items``."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def load_patterns() -> dict[str, tuple[Pattern, ...]]:
    """All sentence patterns by topic, in file order."""
    topics: dict[str, list[Pattern]] = {}
    for name in ("sentences.jsonl", "filler.jsonl"):
        for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
            pattern = Pattern.model_validate_json(line)
            topics.setdefault(pattern.topic, []).append(pattern)
    return {topic: tuple(found) for topic, found in topics.items()}


@cache
def parse(text: str) -> tuple[str | Mark, ...]:
    """A pattern's text as literals and marks, in order; GongkaiError names a mark that cannot be read."""
    pieces: list[str | Mark] = []
    at = 0
    for hit in _MARK.finditer(text):
        pieces += [text[at : hit.start()], _parse_mark(hit["head"], hit["body"])]
        at = hit.end()
    return tuple(piece for piece in (*pieces, text[at:]) if piece)


def _parse_mark(head: str, body: str) -> Mark:
    if head.startswith("!"):
        return Mark(body, metric=head[1:])
    hit = _HEAD.fullmatch(head)
    if not hit or bool(hit["each"]) != bool(hit["join"]):
        raise GongkaiError(f"mark {head!r} is not slot[~hedge]/unit or each:slot/unit/joiner: correct the pattern")
    return Mark(body, "", tuple(hit["slots"].split(",")), hit["unit"], hit["hedge"], hit["join"])


def usable(pattern: Pattern, slots: Slots, year: int) -> bool:
    """Whether the drawn numbers can truthfully be worded by this pattern."""
    if not pattern.since <= year <= pattern.until:
        return False
    marks = [piece for piece in parse(pattern.text) if isinstance(piece, Mark) and not piece.metric]
    if not all(_fits(mark, name, slots, pattern.zero_ok) for mark in marks for name in mark.slots):
        return False
    owed = _MUST_STATE.get(pattern.topic)
    return not owed or not slots[owed][0].value or any(owed in mark.slots for mark in marks)


def _fits(mark: Mark, name: str, slots: Slots, zero_ok: bool) -> bool:
    drawn = slots.get(name, ())
    if not drawn or any(part.rough != HEDGES.get(mark.hedge or "", "") for part in drawn):
        return False
    if not mark.numeric:
        return all(part.value == 0 for part in drawn)
    return zero_ok or all(part.value != 0 for part in drawn)
