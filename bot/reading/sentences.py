"""Sentences as spans of the original text, and quotations cut from them."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ingest.facts.flow import Flow
from ingest.schema import Span
from ingest.view import View, clean

QUOTE_LIMIT = 160
_STOPS = "。！？；;!?\n"
_CLOSERS = "”’』」）)》"
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_WIDE = 90  # characters on a typical full line: wider than any text broken at a fixed number
_MAY_GO_ON = re.compile(r"[\d，,、.．][^\S\n]*\n")


@lru_cache(maxsize=128)
def _flow(text: str) -> tuple[str, frozenset[int]]:
    """The cleaned text read as one, and the offsets of the line ends that only break its paragraphs."""
    if not _may_be_broken(text):
        return clean(text), frozenset()
    view = View(text)
    flow = Flow(view)
    kept = {flow.at(i) for i, char in enumerate(flow.text) if char == "\n"}
    return flow.text, frozenset(view.at(i) for i, char in enumerate(view.text) if char == "\n") - kept


def _may_be_broken(text: str) -> bool:
    """A cheap look first: most texts have whole paragraphs on their lines."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return bool(lengths) and (lengths[int(0.97 * (len(lengths) - 1))] <= _WIDE or bool(_MAY_GO_ON.search(text)))


def flowing(text: str) -> str:
    """A whole text cleaned, without the line ends at which a text of fixed width was broken."""
    return _flow(text)[0]


def worded(words: str) -> str:
    """The words of one sentence cleaned, without such line ends."""
    return clean(words).replace("\n", "")


def unbroken(text: str, span: Span) -> str:
    """The characters of ``span`` without the line ends that only break a paragraph; others stay."""
    broken = _flow(text)[1]
    return "".join(text[i] for i in range(span.start, span.end) if i not in broken) if broken else span.of(text)


def line_end(text: str, at: int) -> int:
    """Where the paragraph that holds ``at`` ends."""
    broken = _flow(text)[1]
    end = text.find("\n", at)
    while end in broken:
        end = text.find("\n", end + 1)
    return end if end >= 0 else len(text)


def _line_start(text: str, at: int) -> int:
    broken = _flow(text)[1]
    start = text.rfind("\n", 0, at)
    while start in broken:
        start = text.rfind("\n", 0, start)
    return start + 1


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of ``text[start:end]``, trimmed of blanks; one never crosses the end of a paragraph."""
    at, broken = start, _flow(text)[1]
    for i in range(start, end):
        if text[i] not in _STOPS or i < at or i in broken:
            continue
        stop = i + 1
        while text[i] != "\n" and stop < end and text[stop] in _CLOSERS:
            stop += 1
        yield from _trimmed(text, at, stop)
        at = stop
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(c.isalnum() for c in text[start:end]):
        yield Span(start=start, end=end)


def sentence_around(text: str, span: Span) -> Span:
    """The shortest run of whole sentences, within one paragraph, that covers ``span``."""
    line = sentences(text, _line_start(text, span.start), line_end(text, span.end))
    inside = [s for s in line if s.end > span.start and s.start < span.end]
    return Span(start=min(inside[0].start, span.start), end=max(inside[-1].end, span.end)) if inside else span


def shorten(
    text: str, span: Span, score: Callable[[str], float], keep: Span | None = None, limit: int = QUOTE_LIMIT
) -> Span:
    """The run of whole clauses of at most ``limit`` characters with the best ``score``, the shortest of equals.

    ``keep`` is a span that the quotation must hold. A single clause over the limit is cut at the limit.
    """
    if span.end - span.start <= limit:
        return span
    cuts = [span.start + m.start() for m in _CLAUSE.finditer(span.of(text))] + [span.end]
    runs = [
        Span(start=a, end=b)
        for i, a in enumerate(cuts)
        for b in cuts[i + 1 :]
        if b - a <= limit and (keep is None or (a <= keep.start and keep.end <= b))
    ]
    if not runs:
        start = keep.start if keep else span.start
        return Span(start=start, end=max(keep.end if keep else 0, min(span.end, start + limit)))
    best = max(runs, key=lambda run: (round(score(run.of(text)), 6), _reach(run, keep), -run.start))
    return Span(start=best.start, end=best.end - (text[best.end - 1] in "，,：:"))


def _reach(run: Span, keep: Span | None) -> int:
    """With a number to keep, more context is better; without, less."""
    return (run.end - run.start) if keep else -(run.end - run.start)
