"""Questions in English about Chinese reports: read into a Chinese question by a glossary, never by guessing.

Bodies are known by the pinyin of their names and by the English for their kind (Pingliang Industrial Park is
平凉工业园区). A word that is in no list of the glossary is not understood, and the question is refused rather than
answered as if it had not been there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import yaml

from bot.naming import names
from ingest.schema import Figure, Noun, Report

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SINCE = re.compile(r"since\s+(?:19|20)\d{2}", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_HEDGES = (
    (("余", "多", "几", "超", "超过", "逾", "突破"), "more than "),
    (("以上", "不少于", "不低于", "至少"), "at least "),
    (("约", "大约", "左右", "上下", "约占"), "about "),
    (("近", "将近", "接近"), "nearly "),
    (("不足", "不到", "以下"), "less than "),
)
_LONGEST_NAME = 5  # English words that one place's name is written in
_FIRST_NAMED = 2  # syllables that a place's name has at the least


class Reading(Noun):
    """``chinese`` is the question as understood; ``strange`` are names and words that nothing here knows."""

    chinese: str
    strange: tuple[str, ...] = ()


def is_english(text: str) -> bool:
    """Whether a question is written in English: Latin words, and hardly a Chinese character."""
    return len(_WORD.findall(text)) >= 2 and len(_HAN.findall(text)) <= 2 * len(_WORD.findall(text))


def read_english(text: str, reports: Sequence[Report]) -> Reading:
    """An English question as a Chinese one."""
    plain = text.replace("’", "'")
    places, rest = _places(plain, reports)
    lowered = rest.lower()
    asks = _asks(lowered)
    known = _glossary()
    others = [known["words"][word] for word in _words(lowered) if word in known["words"]]
    strange = _strange(rest, asks)
    years = "、".join(f"{year}年" for year in dict.fromkeys(_YEAR.findall(_SINCE.sub(" ", plain))))
    said = "、".join(dict.fromkeys([*places, *re.findall(r"[\u3400-\u9fff]+", plain)]))
    return Reading(chinese=f"{said}{years}{_composed(asks, others)}", strange=strange)


def _composed(asks: Sequence[str], others: Sequence[str]) -> str:
    """One Chinese question: a ranking or a count frames what is counted."""
    frames = [ask for ask in asks if ask.startswith(("哪个单位最", "有几家", "一共"))]
    rest = [ask for ask in asks if ask not in frames]
    topic = (rest or ["公开了多少条政府信息" if frames else ""])[0]
    if frames and frames[0].startswith("哪个单位最"):
        counted = re.sub(r"了?多少[条件次人名]*", "", topic)
        return f"哪个单位{counted}{frames[0][4:]}？"
    if frames and frames[0].startswith("有几家"):
        counted = re.sub(r"多少[条件次人名]*|有没有", "", topic)
        return f"{frames[0]}{counted}？"
    if frames:
        return f"{frames[0]}？"
    said = [topic, *rest[1:]] if topic else []
    if "占比" in others and len(others) > 1:
        return f"{next(other for other in others if other != '占比')}占比是多少？"
    if others:
        said = [*said, *(f"{other}怎么样" for other in others)]
    return "？".join(said) + "？" if said else ""


def _asks(lowered: str) -> list[str]:
    """What is asked, each piece of the question's words used once."""
    found: list[tuple[int, str]] = []
    taken: list[range] = []
    for pattern, chinese in _glossary()["asks"].items():
        match = re.search(pattern, lowered)
        frame = chinese.startswith(("哪个单位最", "有几家"))
        if match is None or any(match.start() in span or span.start in range(*match.span()) for span in taken):
            continue
        found.append((match.start(), chinese))
        taken += [] if frame else [range(*match.span())]
    return [chinese for _, chinese in found]


def _places(text: str, reports: Sequence[Report]) -> tuple[list[str], str]:
    """The Chinese names of the bodies that an English question names, and the question without them."""
    words = list(_WORD.finditer(text))
    spoken = _spoken(tuple(reports))
    found: list[str] = []
    blanked = text
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            run = words[at : at + length]
            chinese = spoken.get(_squeezed(word.group() for word in run))
            if chinese:
                kind, end = _kind_after(text, run[-1].end())
                found.append(chinese + kind)
                blanked = blanked[: run[0].start()] + " " * (end - run[0].start()) + blanked[end:]
                at += length
                break
        else:
            at += 1
    return found, blanked


def _kind_after(text: str, at: int) -> tuple[str, int]:
    """The kind of body that is named right after its place, in Chinese, and where its words end."""
    kinds: dict[str, str] = _glossary()["kinds"]
    said, end = "", at
    while True:
        rest = text[end:]
        for english in sorted(kinds, key=len, reverse=True):
            if match := re.match(rf"\s*,?\s*{re.escape(english)}\b", rest, re.IGNORECASE):
                said, end = said + kinds[english], end + match.end()
                break
        else:
            return said, end


@lru_cache(8)
def _spoken(reports: tuple[Report, ...]) -> dict[str, str]:
    """The pinyin of every run of syllables that a body's name begins a word with → those characters.

    崔各庄 is found in 北京市朝阳区崔各庄乡人民政府; what two bodies would share is left to the longer run.
    """
    from pypinyin import lazy_pinyin

    spoken: dict[str, str] = {}
    for report in reports:
        for name in names(report):
            parts = re.split(r"(?<=[省市县区州盟旗])", name)
            for part in parts:
                syllables = lazy_pinyin(part)
                if len(syllables) != len(part):
                    continue
                for length, sound in enumerate(accumulate(syllables), 1):
                    if _FIRST_NAMED <= length <= 6:
                        spoken.setdefault(sound, part[:length])
    return spoken


def _squeezed(words: Iterable[str]) -> str:
    return re.sub(r"[^a-z]", "", "".join(words).lower().replace("ü", "v"))


def _strange(rest: str, asks: Sequence[str]) -> tuple[str, ...]:
    """Words that no list has; inside what a pattern matched everything is understood."""
    known = _glossary()
    lowered = rest.lower()
    for pattern in known["asks"]:
        lowered = re.sub(rf"\w*(?:{pattern})\w*", lambda m: " " * len(m.group()), lowered)
    for kind in known["kinds"]:
        lowered = re.sub(rf"\b{re.escape(kind)}s?\b", lambda m: " " * len(m.group()), lowered)
    unknown = [m for m in _WORD.finditer(lowered) if not _is_known(m.group(), known)]
    named = [m.group() for m in _WORD.finditer(rest) if m.group()[0].isupper() and m.start() > 0]
    named = [word for word in named if not _is_known(word.lower(), known) and not _in_asks(word, known)]
    return tuple(dict.fromkeys([*named, *(rest[m.start() : m.end()] for m in unknown)]))


def _is_known(word: str, known: dict[str, Any]) -> bool:
    word = word.removesuffix("'s")
    return len(word) < 2 or word in known["plain"] or word in known["words"]


def _in_asks(word: str, known: dict[str, Any]) -> bool:
    return any(re.search(pattern, word.lower()) for pattern in known["asks"])


def _words(lowered: str) -> Iterator[str]:
    return (match.group().removesuffix("'s") for match in _WORD.finditer(lowered))


@cache
def _glossary() -> dict[str, Any]:
    data = yaml.safe_load(files(__package__).joinpath("glossary.yaml").read_text(encoding="utf-8"))
    return data | {"plain": frozenset(data["plain"].split())}


def label(figure: Figure) -> str:
    """A figure in English: what, how many, of when; the Chinese stands beside it."""
    known = _glossary()
    what = known["metrics"].get(figure.metric, figure.label)
    unit = known["units"].get(figure.unit, figure.unit)
    number = f"{figure.value.normalize():f}" + (f"–{figure.value_max.normalize():f}" if figure.value_max else "")
    hedge = next((said for says, said in _HEDGES if (figure.hedge or "")[-1:] in says or figure.hedge in says), "")
    said = f"{hedge if figure.hedge else ''}{number}{'' if unit == '%' else ' '}{unit}".strip()
    scope = known["scopes"].get(figure.scope or "")
    return f"{what}: {said}" + (f" ({scope})" if scope else "")
