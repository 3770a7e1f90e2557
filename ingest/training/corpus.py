"""What an encoder learns from: passages, queries with their passages, and what everyday words mean in official ones.

A corpus is a folder of two JSON-lines files, plain or ``.xz``: ``passages.jsonl`` (``source``, ``title``, ``text``) and
``pairs.jsonl`` (``kind``, ``query``, ``passage``). Paraphrases are a JSON-lines file of groups: every wording of
``asks`` asks for every sentence of ``says``, which stands ``under`` a heading of a disclosure report.
"""

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ingest.errors import EncoderError
from ingest.tokens import MODELS

PARAPHRASES = MODELS / "paraphrases.jsonl"
OFFICIAL = ("law", "gov")
CLAUSE_END = r"[，。；：！？,;:!?\n]"


class Passage(NamedTuple):
    """A passage to learn from, the title of the document it stands in, and where it came from."""

    source: str
    title: str
    text: str


class Pair(NamedTuple):
    """A query and the passage that answers it; ``kind`` says where the pair comes from."""

    kind: str
    query: str
    passage: str


class Group(NamedTuple):
    """Everyday wordings and the official sentences that answer any of them."""

    under: str
    asks: list[str]
    says: list[str]


class Corpus(NamedTuple):
    """What is learned from, and the pairs kept back: no held-out passage is among the first two."""

    passages: list[Passage]
    pairs: list[Pair]
    held_out: list[Pair]
    groups: list[Group]


def read_corpus(folder: Path, held_out: int, seed: int, paraphrases: Path | None = None) -> Corpus:
    """Read the files; keep ``held_out`` pairs of official text, and half as many questions, out of training.

    Of a small corpus no more than a fifth is kept out.

    Out with them goes whatever shares a long clause with their passages. Raises EncoderError for a missing or broken
    file.
    """
    pairs = list(read_rows(folder, "pairs", Pair))
    passages = list(read_rows(folder, "passages", Passage))
    official = {pair.passage: pair for pair in pairs if pair.kind.startswith(OFFICIAL)}
    questions = {pair.passage: pair for pair in pairs if not pair.kind.startswith(OFFICIAL)}
    rng = np.random.default_rng(seed)
    kept = [
        list(group.values())[i]
        for group, number in ((official, held_out), (questions, held_out // 2))
        for i in rng.permutation(len(group))[: min(number, max(1, len(group) // 5))]
    ]
    secret = set().union(*(_long_clauses(pair.passage) for pair in kept))
    return Corpus(
        [passage for passage in passages if secret.isdisjoint(_long_clauses(passage.text))],
        [pair for pair in pairs if secret.isdisjoint(_long_clauses(pair.passage))],
        kept,
        list(_rows(paraphrases, Group)) if paraphrases else [],
    )


def clauses(text: str) -> list[str]:
    """A passage cut at its punctuation; the whole where nothing longer than three characters is left."""
    return [clause for clause in re.split(CLAUSE_END, text) if len(clause) > 3] or [text]


def _long_clauses(text: str, least: int = 16) -> set[str]:
    """What gives a passage away when a collection cuts the same document elsewhere; a short passage is one clause."""
    return {clause for clause in re.split(CLAUSE_END, text) if len(clause) >= least} or {text}


def read_rows(folder: Path, name: str, noun: type[NamedTuple]) -> Iterator[Any]:
    """The rows of a corpus file. Raises EncoderError."""
    packed, plain = folder / f"{name}.jsonl.xz", folder / f"{name}.jsonl"
    if not packed.exists() and not plain.exists():
        raise EncoderError(f"corpus {str(folder)!r} has no {plain.name} (or .xz): see the docstring of {__name__}")
    yield from _rows(packed if packed.exists() else plain, noun)


def _rows(path: Path, noun: type[NamedTuple]) -> Iterator[Any]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                yield noun(*(row[field] for field in noun._fields))
            except (ValueError, KeyError, TypeError) as error:
                wanted = ", ".join(noun._fields)
                raise EncoderError(f"line {number} of {str(path)!r} is no JSON object with {wanted}: {error}") from None
