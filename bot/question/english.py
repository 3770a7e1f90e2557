"""Questions in English about Chinese reports: read into a Chinese question by a glossary, never by guessing.

Bodies are known by the pinyin of their names and by the English for their kind (Pingliang Industrial Park is
平凉工业园区). A word that is in no list of the glossary is not understood, and the question is refused rather than
answered as if it had not been there.
"""

import re
import unicodedata
from collections.abc import Sequence

from bot.question.english_cues import blanked, cues_of, says_cue
from bot.question.english_places import named
from bot.question.english_said import Heard, said
from bot.question.english_words import Piece, glossary, pieces
from ingest.schema import Figure, Noun, Report

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SPAN = r"((?:19|20)\d{2})(?:\s*[-–—/]\s*((?:20)?\d{2}))?(?!\d)"
_ACADEMIC = re.compile(rf"{_SPAN} (?:academic|school) year|(?:academic|school) year (?:of )?{_SPAN}", re.IGNORECASE)
_SINCE = re.compile(r"since\s+(?:19|20)\d{2}", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSES = re.compile(r"[?;]+|,? and (?=(?:how|did|does|do|was|were|what|which|is|are|who|why|has|have)\b)|\.(?=\s)")
_MEANT = ("counted", "words", "ways", "deeds", "results", "number")  # the roles that say something of their own
_HEDGES = (
    (("余", "多", "几", "超", "超过", "逾", "突破"), "more than "),
    (("以上", "不少于", "不低于", "至少"), "at least "),
    (("约", "大约", "左右", "上下", "约占"), "about "),
    (("近", "将近", "接近"), "nearly "),
    (("不足", "不到", "以下"), "less than "),
)


class Reading(Noun):
    """``chinese`` is the question as understood; ``strange`` are names and words that nothing here knows."""

    chinese: str
    strange: tuple[str, ...] = ()


def is_english(text: str) -> bool:
    """Whether a question is written in English: Latin words, and hardly a Chinese character."""
    plain = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(plain)
    if len(words) == 1:
        return not _HAN.search(plain) and _is_known(words[0].lower())
    return len(words) >= 2 and len(_HAN.findall(plain)) <= 2 * len(words)


def _is_known(word: str) -> bool:
    return bool(cues_of(word).said) or all(piece.role != "strange" for piece in pieces(word))


def read_english(text: str, reports: Sequence[Report]) -> Reading:
    """An English question as a Chinese one."""
    text = text.replace("§", " ")  # the mark of a body below
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    plain = re.sub(r"\b(vs|no|approx)\. ?", r"\1 ", plain, flags=re.IGNORECASE)
    found = named(re.sub(r"(?<=[A-Za-z])[-–](?=[A-Za-z])", " ", plain), reports, _sounds)
    lowered = found.rest.lower()
    told, strange = [], []
    for clause in _CLAUSES.split(lowered):
        if clause.strip():
            heard, unknown = _heard(clause, found.bodies)
            told.append(said(heard))
            strange += unknown
    return Reading(chinese="".join(told), strange=tuple(dict.fromkeys(_as_written(word, plain) for word in strange)))


def _sounds(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(characters)


def _as_written(word: str, plain: str) -> str:
    match = re.search(rf"\b{re.escape(word)}", plain, re.IGNORECASE)
    return match.group() if match else word


def _heard(clause: str, bodies: Sequence[str]) -> tuple[Heard, list[str]]:
    """A clause taken apart, and the words in it that nothing knows."""
    academic = [_school_year(match) for match in _ACADEMIC.finditer(clause)]
    rest, asks = _asked(clause := _ACADEMIC.sub(" ", clause))
    cues = cues_of(rest)
    years = tuple(dict.fromkeys([*academic, *_YEAR.findall(_SINCE.sub(" ", clause))]))
    found = pieces(_YEAR.sub(" ", cues.rest))
    marks = list(dict.fromkeys(int(mark) for mark in re.findall(r"§(\d+)", clause)))
    heard = Heard(
        bodies=tuple(bodies[mark] for mark in marks),
        years=years,
        cues=cues,
        words=_in_chinese_order(found),
        asks=tuple(asks),
        text=clause,
    )
    return heard, [piece.english for piece in found if piece.role == "strange" and not says_cue(piece.english)]


def _school_year(match: re.Match[str]) -> str:
    """2016-17 academic year: 2016—2017学, before the 年 that stands behind every year."""
    begins, ends = match[1] or match[3], match[2] or match[4]
    return f"{begins}—{begins[: 4 - len(ends)]}{ends}学" if ends else f"{begins}学"


def _asked(clause: str) -> tuple[str, list[str]]:
    """The whole questions of the glossary that a clause asks, and the clause without them."""
    asks: list[str] = []
    if cues_of(clause).audits:
        return clause, asks
    for pattern, chinese in glossary()["asks"].items():
        if match := re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", clause):
            asks.append(chinese)
            clause = blanked(clause, match, pattern)
    return clause, asks


def _in_chinese_order(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The phrases that say something; what is of another thing comes after it: area of the centre, 中心面积."""
    told: list[Piece] = []
    joins = False
    for piece in found:
        if piece.role in _MEANT:
            at = len(told) - 1 if joins and told and told[-1].role == "words" and piece.role == "words" else len(told)
            told.insert(at, piece)
            joins = False
        else:
            joins = piece.english == "of" or (
                joins and (piece.role == "body" or piece.english in {"the", "its", "their"})
            )
    return tuple(told)


def label(figure: Figure) -> str:
    """A figure in English: what, how many, of when; the Chinese stands beside it."""
    known = glossary()
    what = known["metrics"].get(figure.metric, figure.label)
    unit = known["units"].get(figure.unit, figure.unit)
    number = f"{figure.value.normalize():f}" + (f"–{figure.value_max.normalize():f}" if figure.value_max else "")
    hedge = next((said for says, said in _HEDGES if (figure.hedge or "")[-1:] in says or figure.hedge in says), "")
    said = f"{hedge if figure.hedge else ''}{number}{'' if unit == '%' else ' '}{unit}".strip()
    scope = known["scopes"].get(figure.scope or "")
    return f"{what}: {said}" + (f" ({scope})" if scope else "")
