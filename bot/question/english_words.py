"""The words of a question in English: phrases that the glossary knows with their Chinese, and words none knows."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.schema import Noun

_TOKEN = re.compile(r"§\d+|[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d,.]*\d|\d|[?.;:,!]")
_END = ""  # where a phrase of the tree ends
_SECTIONS = ("plain", "counted", "words", "ways", "deeds", "results")  # a later section's phrase replaces an earlier's
_OWN = {"goods", "news", "arms", "customs"}  # no plurals
_DOUBLED = re.compile(r"(?:nn|pp|tt|gg|rr|mm|dd|ll)$")


class Piece(Noun):
    """One phrase: ``role`` is its section of the glossary, ``unit`` and ``verb`` go with what is counted."""

    role: str
    chinese: str = ""
    unit: str = ""
    verb: str = ""
    english: str = ""
    at: int = 0


@cache
def glossary() -> dict[str, Any]:
    """The glossary as it stands in ``glossary.yaml``."""
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("glossary.yaml").read_text(encoding="utf-8"))
    return data


def pieces(text: str) -> tuple[Piece, ...]:
    """The phrases of a text in lower case, the longest first at every word; an unknown word's role is ``strange``."""
    tokens = list(_TOKEN.finditer(text))
    words = [token.group().rstrip("'") for token in tokens]
    found: list[Piece] = []
    at = 0
    while at < len(words):
        piece, length = _longest(words, at)
        found.append(piece.model_copy(update={"at": tokens[at].start(), "english": " ".join(words[at : at + length])}))
        at += length
    return tuple(found)


def _longest(words: Sequence[str], at: int) -> tuple[Piece, int]:
    best: tuple[Piece, int] | None = None
    nodes, end = [_tree()], at
    while nodes and end < len(words):
        nodes = [node[form] for node in nodes for form in forms(words[end]) if form in node]
        end += 1
        best = next(((node[_END], end - at) for node in nodes if _END in node), best)
    if best:
        return best
    role = _other(words[at])
    return Piece(role=role, chinese=words[at] if role == "number" else ""), 1


def _other(word: str) -> str:
    if word.startswith("§"):
        return "body"
    if word[0].isdigit():
        return "number"
    return "strange" if len(word) > 1 and word[0].isalpha() else "plain"


def forms(word: str) -> Iterator[str]:
    """What a word may be a form of: applications, application; planned, plan; handled, handle."""
    word = re.sub(r"(?:'s|')$", "", word)
    yield word
    if word in _OWN:
        return
    yield from _irregular().get(word, ())
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("ied"):
        yield word[:-3] + "y"
    for end in ("es", "s", "ing", "ed", "d", "ly"):
        if word.endswith(end) and len(word) - len(end) > 1:
            stem = word[: -len(end)]
            yield stem
            if end == "ing":
                yield stem + "e"
            if end in {"ing", "ed"} and _DOUBLED.search(stem):
                yield stem[:-1]


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    pairs = (
        "built:build held:hold ran:run drew:draw sued:lawsuit sue:lawsuit suing:lawsuit "
        "court:lawsuit courts:lawsuit found:find made:make"
        " drawn:draw sent:send spent:spend began:begin took:take taken:take withdrew:withdraw withdrawn:withdraw"
        " said:say dealt:deal won:win chose:choose spoke:speak given:give"
    )
    return {form: (base,) for form, base in (pair.split(":") for pair in pairs.split())}


@cache
def _tree() -> dict[str, Any]:
    """The phrases as a tree of words; what is under ``_END`` is the phrase's piece."""
    tree: dict[str, Any] = {}
    known = glossary()
    for section in _SECTIONS:
        phrases = {word: "" for word in known[section].split()} if section == "plain" else known[section]
        for phrase, said in phrases.items():
            node = tree
            for word in phrase.split():
                node = node.setdefault(word, {})
            chinese, unit, verb = [*str(said).split(), "", "", ""][:3]
            node[_END] = Piece(role=section, chinese=chinese, unit=unit, verb=verb)
    return tree
