"""A cleaned view of a text with a map back to it, so that nothing ever has to change the text itself."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

from ingest.script import simplified

_HIDDEN = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
_RESIDUE = re.compile(rf"\[bookmark:\s*\w*\s*\]|\r(?=\n)|\*\*|{_HIDDEN}", re.IGNORECASE)
_KEEP = set("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳…")
_FOLD = str.maketrans({"﹝": "〔", "﹞": "〕", "«": "《", "»": "》", "∶": ":", "︰": ":", "●": "·", "•": "·", "―": "—"})
_BLANK = re.compile(r"[^\S\n]")


class View:
    """``text`` is the cleaned form; ``span(start, end)`` gives the original range it came from.

    Cleaning folds full-width letters, digits and punctuation to half-width (NFKC, one character at a time) and
    traditional characters to simplified ones; it drops residues such as ``[bookmark: _GoBack]`` and zero-width
    characters, and blanks unless they part two ASCII words.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        chars: list[str] = []
        offsets: list[int] = []
        for at, char in _visible(original):
            for piece in _fold(char):
                chars.append(piece)
                offsets.append(at)
        kept = _without_blanks(chars)
        self.text = "".join(chars[i] for i in kept)
        self._offsets = [offsets[i] for i in kept]

    def __len__(self) -> int:
        return len(self.text)

    def at(self, index: int) -> int:
        """The original offset of the view's character ``index``; the original's length at the view's end."""
        return self._offsets[index] if index < len(self._offsets) else len(self.original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original range behind the view's ``[start, end)``; ends right after its last character."""
        if end <= start:
            return self.at(start), self.at(start)
        return self._offsets[start], self._offsets[end - 1] + 1

    def find(self, offset: int) -> int:
        """The first index of the view whose original offset is at or after ``offset``."""
        return bisect_left(self._offsets, offset)

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """``(start, end)`` in view indexes of every line, without its newline."""
        spans, start = [], 0
        for line in self.text.split("\n"):
            spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans


def clean(text: str) -> str:
    """The cleaned form alone, for strings that need no way back (questions, names); the same as ``View(text).text``."""
    folded = _RESIDUE.sub("", text).translate(_FOLDED)
    return _LOOSE_BLANK.sub("", re.sub(" +", " ", folded)).strip()


def _visible(text: str) -> list[tuple[int, str]]:
    hidden: set[int] = set()
    for match in _RESIDUE.finditer(text):
        hidden.update(range(*match.span()))
    return [(i, c) for i, c in enumerate(text) if i not in hidden]


def _fold(char: str) -> str:
    if char in "\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if _BLANK.match(char):
        return " "
    if char == "\n" or char in _KEEP:
        return char
    folded = unicodedata.normalize("NFKC", simplified(char.translate(_FOLD)))
    return folded if folded.strip() else " "


def _without_blanks(chars: list[str]) -> list[int]:
    kept: list[int] = []
    pending: int | None = None
    for i, char in enumerate(chars):
        if char == " ":
            pending = i
            continue
        if pending is not None and kept and _ascii_word(chars[kept[-1]]) and _ascii_word(char):
            kept.append(pending)
        pending = None
        kept.append(i)
    return kept


def _ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


class _Folded(dict[int, str]):
    """A translation table that folds a character when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


_FOLDED = _Folded()
_LOOSE_BLANK = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
