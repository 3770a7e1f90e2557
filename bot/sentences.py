"""Sentences as spans of the original text, and quotations cut from them."""

import re
from collections.abc import Callable, Iterator

from ingest.schema import Span

QUOTE_LIMIT = 160
_STOPS = "。！？；;!?\n"
_CLOSERS = "”’』」）)》"
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of ``text[start:end]``, trimmed of blanks; one never crosses a line end."""
    at = start
    for i in range(start, end):
        if text[i] not in _STOPS or i < at:
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
    """The shortest run of whole sentences, within one line, that covers ``span``."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    inside = [
        s
        for s in sentences(text, line_start, line_end if line_end >= 0 else len(text))
        if s.end > span.start and s.start < span.end
    ]
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
