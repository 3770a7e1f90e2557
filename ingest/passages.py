"""Sections to passages: pieces small enough for the encoder, each an exact span inside one section."""

import re
from collections.abc import Iterator, Sequence

from ingest.frame import closing_offset
from ingest.schema import Identity, Passage, Section
from ingest.tokens import count_tokens
from ingest.view import clean

BUDGET = 160
_RUNS = 8

_SENTENCE_END = re.compile(r"[。；！？;\n]+[”’」』）)》\"]*")
_CLAUSE_END = re.compile(r"(?<!\d)[，,、：:]|[，,、：:](?!\d)")
# A number with its sign, separators and unit: the one thing that is never cut.
_NUMBER = re.compile(r"[-+]?[\d０-９]+(?:[.,:/．，：-]?[\d０-９]+)*[余多]?[万亿千百]?[%％‰\w]?")
_ANNEX = re.compile(r"附|统计指标|.*统计表")
_UNQUOTED = {"title", "addressee"}
_WITH_HEADING = {"run_in", "numbered"}


def split_passages(text: str, sections: Sequence[Section], budget: int = BUDGET) -> tuple[Passage, ...]:
    """Passages of at most ``budget`` tokens, in text order, cut at sentence ends and never across sections.

    Every visible character of a section's own text (after its heading, before its first child) lies in exactly one
    passage. A run-in heading, a paragraph's number and a heading that nothing follows are quotable and so go with the
    passage; titles and addressees give none. Only a number longer than the budget makes a longer passage. Signature,
    date and notes at the end of the report, or before its annexes, lie in passages of their own.
    """
    if budget < 1:
        raise ValueError(f"a passage needs a budget of at least 1 token, not {budget!r}")
    passages: list[Passage] = []
    for index, section in enumerate(sections):
        if section.kind in _UNQUOTED:
            continue
        for start, end in _packed(text, sections, index, budget):
            tokens = count_tokens(text[start:end])
            passages.append(Passage(start=start, end=end, path=section.path, section=index, tokens=tokens))
    return tuple(passages)


def search_text(identity: Identity, passage: Passage, text: str) -> str:
    """What is indexed and encoded for a passage: the report's name, the heading path, then the passage itself."""
    year = f"{identity.year}年" if identity.year else None
    head = " ".join(part for part in (identity.agency, year, clean(identity.title)) if part)
    return "\n".join(part for part in (head, " ".join(map(clean, passage.path)), clean(passage.of(text))) if part)


def _packed(text: str, sections: Sequence[Section], index: int, budget: int) -> Iterator[tuple[int, int]]:
    start, end = _own_text(sections, index)
    following = sections[index + 1 : index + 2]
    is_last = not following or _ANNEX.match(following[0].title) is not None
    closing = closing_offset(text, max(start, sections[index].body), end) if is_last else end
    yield from _pack(text, start, closing, budget)
    if closing < end:
        yield from _pack(text, closing, end, budget)


def _own_text(sections: Sequence[Section], index: int) -> tuple[int, int]:
    section = sections[index]
    following = sections[index + 1].start if index + 1 < len(sections) else section.end
    end = max(section.body, min(section.end, following))
    is_leaf = following >= section.end
    with_heading = section.kind in _WITH_HEADING or (is_leaf and section.body >= section.end)
    return section.start if with_heading else section.body, end


def _pack(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """Joined pieces of ``[start, end)``, about equally long, without blanks and residues at their ends."""
    total = count_tokens(text[start:end].strip())
    share = total / max(1, -(-total // budget))
    open_at, taken = start, 0
    for piece_start, piece_end in _pieces(text, start, end, budget):
        grown = count_tokens(text[open_at:piece_end].strip())
        if taken and (taken >= share or grown > budget):
            yield from _trimmed(text, open_at, piece_start)
            open_at, grown = piece_start, count_tokens(text[piece_start:piece_end].strip())
        taken = grown
    yield from _trimmed(text, open_at, end)


def _pieces(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """Sentences; clauses of a sentence over the budget; runs of characters of a clause over it."""
    for sentence in _cut(_SENTENCE_END, text, start, end):
        if count_tokens(text[slice(*sentence)].strip()) <= budget:
            yield sentence
            continue
        for clause in _cut(_CLAUSE_END, text, *sentence):
            if count_tokens(text[slice(*clause)].strip()) <= budget:
                yield clause
            else:
                yield from _atoms(text, *clause, budget)


def _cut(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``[start, end)`` without gaps, cut after every match."""
    at = start
    for match in pattern.finditer(text, start, end):
        yield at, match.end()
        at = match.end()
    if at < end:
        yield at, end


def _atoms(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """Runs of a few characters, numbers whole.

    A run stays under the budget, at no more than four tokens a character, and is short against it; single characters
    would have their passage counted again for every one of them.
    """
    longest = max(1, budget // _RUNS)
    open_at = at = start
    while at < end:
        number = _NUMBER.match(text, at, end)
        following = number.end() if number else at + 1
        if open_at < at and following - open_at > longest:
            yield open_at, at
            open_at = at
        at = following
    if open_at < end:
        yield open_at, end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if clean(text[start:end]).strip("#*\n"):
        yield start, end
