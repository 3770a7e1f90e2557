"""How a question in English asks: whom it counts, ranks or adds up, of which time, with which bar."""

import re
from functools import cache
from typing import Any

from bot.question.english_words import glossary, pieces
from ingest.schema import Noun

_N = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|a|twenty|fifty|hundred)"
_BODIES = (
    r"(?:(?:bod(?:y|ies)|agenc(?:y|ies)|units?|governments|government(?= (?:disclos|publish|receiv|had|has|got))"
    r"|reports?|organi[sz]ations?|departments?|authorit(?:y|ies)"
    r"|institutions?|bureaus?|bureaux|offices?|places?|entit(?:y|ies)|parks?|zones?|townships?|towns?|count(?:y|ies)|districts?)\b)"
)
_ALL = rf"(?:of )?(?:all |these |those |the |each |every )*(?:{_N} )?(?:\d{{4}} |held |different |disclosure |annual )*"
_DID = (
    r"(?:publish|disclos|releas|receiv|got|had|has|have|use|using|charg|mention|say|said|report|plan|intend|did|does|do|held|hold|was|were|is|are"
    r"|admit|complain|lack|repeat|set|hire|refus|made|make|train|contain)\w*"
)
_DEALT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_DEALT |= {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "a": 1, "twenty": 20, "fifty": 50, "hundred": 100}
_YEAR = r"(?:19|20)\d{2}"
_PARTS = {"n": _N, "bodies": _BODIES, "all": _ALL, "did": _DID, "year": _YEAR}  # what <n> … stand for in the glossary
_HUNDREDS = {"hundred": "00", "thousand": "000"}


class Cues(Noun):
    """``said`` are the cues of a question with the number that goes with each, ``rest`` the question without them."""

    said: dict[str, str]
    rest: str

    def __contains__(self, cue: str) -> bool:
        return cue in self.said

    @property
    def audits(self) -> bool:
        """Whether a report's own consistency is asked about."""
        return any(cue.startswith("audit") for cue in self.said)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The cues in the glossary's order, each a whole number of words."""
    found = []
    for cue, words in glossary()["cues"].items():
        whole = re.sub(r"<(n|bodies|all|did|year)>", lambda part: _PARTS[part[1]], words)
        found.append((cue, re.compile(rf"(?<![a-z])(?:{whole})(?![a-z])")))
    return tuple(found)


def says_cue(word: str) -> bool:
    """Whether a word alone is some cue: one that a question gives twice says nothing new."""
    return any(pattern.fullmatch(word) for _, pattern in _patterns())


def cues_of(lowered: str) -> Cues:
    """Read the cues of a question in lower case, whose bodies are marks (§0)."""
    said: dict[str, str] = {}
    rest = re.sub(r"(\d+) (hundred|thousand)", lambda m: m[1] + _HUNDREDS[m[2]], lowered)
    for cue, pattern in _patterns():
        if match := pattern.search(rest):
            said[cue] = _number(match)
            rest = blanked(rest, match, pattern.pattern)
    return Cues(said=said, rest=rest)


def _kept(match: re.Match[str], pattern: str) -> list[str]:
    """What stands inside a cue's words and is no part of it: bodies, years, words that nothing knows."""
    said = set(re.findall(r"[a-z]{2,}", re.sub(r"\\[a-zA-Z]", " ", pattern)))
    inside = [piece for piece in pieces(match[0]) if piece.role in {"body", "number", "strange"}]
    return [
        piece.english
        for piece in inside
        if piece.role == "body"
        or re.fullmatch(_YEAR, piece.english)
        or (piece.role == "strange" and not any(_is_part(piece.english, part) for part in said))
    ]


def _is_part(word: str, literal: str) -> bool:
    return len(literal) > 2 and (word.startswith(literal) or word + "s" == literal)


def _number(match: re.Match[str]) -> str:
    given: Any = next((value for value in match.groupdict().values() if value), "")
    return str(_DEALT.get(given, given)).replace(",", "")


def blanked(text: str, match: re.Match[str], pattern: str) -> str:
    """The text without what a pattern matched, save for what is no part of the pattern's words."""
    return f"{text[: match.start()]} {' '.join(_kept(match, pattern))} {text[match.end() :]}"
