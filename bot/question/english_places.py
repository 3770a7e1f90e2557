"""The bodies that a question in English names: known by the pinyin of their names and the English for their kind."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from bot.question.english_kinds import as_held
from bot.question.english_words import glossary
from bot.question.naming import names
from ingest.schema import Noun, Report

_WORD = re.compile(r"[A-Za-zü]+(?:'[A-Za-z]+)?|[\u3400-\u9fff]+")
_LONGEST_NAME = 6  # English words that one place's name is written in
_SYLLABLES = (2, 7)  # of a run of a name's characters that is known by its sound
# Characters of place names that are read in two ways; which one, no table of words tells for a small place.
_OTHER_SOUNDS = {
    "长": "chang zhang",
    "重": "chong zhong",
    "乐": "le yue",
    "朝": "chao zhao",
    "单": "shan dan",
    "行": "xing hang",
    "都": "du dou",
    "番": "pan fan",
    "蚌": "beng bang",
    "厦": "xia sha",
    "六": "liu lu",
    "莘": "shen xin",
    "解": "xie jie",
    "尉": "wei yu",
    "会": "hui kuai",
    "大": "da dai",
    "泊": "bo po",
    "铅": "yan qian",
    "藏": "zang cang",
    "涡": "guo wo",
    "浚": "xun jun",
    "柏": "bai bo",
    "宿": "su xiu",
    "阿": "a e",
    "堡": "bao bu pu",
    "埔": "pu bu",
    "叶": "ye she",
    "车": "che ju",
    "陂": "pi bei",
}
_BETWEEN = re.compile(r"(?:'s?|,|\s|\bof\b|\bthe\b)*")

Sounds = Callable[[str], list[str]]


class Named(Noun):
    """``bodies`` are the Chinese names in the question's order; ``rest`` has a mark (§0) where each of them stood."""

    bodies: tuple[str, ...]
    rest: str


class _Place(Noun):
    chinese: str
    start: int
    end: int


def named(text: str, reports: Sequence[Report], sounds: Sounds) -> Named:
    """Find the bodies of a plain text (straight apostrophes, no hyphens); ``sounds`` gives the pinyin of characters."""
    found = _joined(text, _kept(text, _found(text, tuple(reports), sounds)), reports)
    bodies = tuple(dict.fromkeys(place.chinese for place in found))
    rest, at = "", 0
    for place in found:
        rest += f"{text[at : place.start]}§{bodies.index(place.chinese)}"
        at = place.end
    return Named(bodies=bodies, rest=rest + text[at:])


def _found(text: str, reports: tuple[Report, ...], sounds: Sounds) -> list[_Place]:
    words = [match for match in _WORD.finditer(text)]
    spoken, found, at = _spoken(reports, sounds), [], 0
    while at < len(words):
        if re.match(r"[\u3400-\u9fff]", words[at].group()):
            found.append(_Place(chinese=words[at].group(), start=words[at].start(), end=words[at].end()))
            at += 1
            continue
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            run = words[at : at + length]
            if chinese := spoken.get(_squeezed(word.group() for word in run)):
                span = (run[0].start(), run[-1].end())
                found.append(_with_kind(text, chinese, span, found[-1].end if found else 0, reports))
                at = next((n for n in range(at, len(words)) if words[n].start() >= found[-1].end), len(words))
                break
        else:
            at += 1
    return found


def _with_kind(text: str, chinese: str, span: tuple[int, int], since: int, reports: tuple[Report, ...]) -> _Place:
    """A place with the kind of body named right after it or before it (Education Bureau of Qingxi County)."""
    start = span[0]
    kind, end = _kind_after(text, span[1])
    before = text[since:start]
    for english, said in _kinds():
        if match := re.search(rf"\b{re.escape(english)} (?:of|in|for) (?:the )?$", before, re.IGNORECASE):
            return _Place(chinese=as_held(chinese, kind + said, reports), start=since + match.start(), end=end)
    return _Place(chinese=as_held(chinese, kind, reports) if kind else chinese, start=start, end=end)


def _kind_after(text: str, at: int) -> tuple[str, int]:
    """The kind of body that is named right after its place, in Chinese, and where its words end."""
    said, end = "", at
    while True:
        for english, kind in _kinds():
            if match := re.compile(
                rf"(?:'s)?\s*,?\s*{re.escape(english)}\b(?!\s+(?:information|affairs|service))", re.IGNORECASE
            ).match(text, end):
                said, end = said + kind, match.end()
                break
        else:
            return said, end


def _kept(text: str, found: list[_Place]) -> list[_Place]:
    """The places, and the bodies that only their kind names (the park), none of them twice."""
    kinds = [kind for kind in _kinds() if kind[1] not in {"政府", "市", "区", "省", "州", "局", "委员会", "人民政府"}]
    for english, said in kinds:
        for match in re.finditer(rf"\b(?:the|this|that) ({re.escape(english)})\b", text, re.IGNORECASE):
            if all(match.end() <= place.start or place.end <= match.start() for place in found):
                found = [*found, _Place(chinese=said, start=match.start(1), end=match.end(1))]
    return sorted(found, key=lambda place: place.start)


def _joined(text: str, found: list[_Place], reports: Sequence[Report]) -> list[_Place]:
    """Two parts of one body's name that stand side by side are that body: Zhendong New District of Tongxiang."""
    for one, other in pairwise(found):
        if _BETWEEN.fullmatch(text[one.end : other.start].lower()):
            cuts = {cut for r in reports for name in names(r) if (cut := _spanning(name, one, other))}
            whole = max(sorted(cuts), key=len, default="")
            if whole:
                at = found.index(one)
                both = _Place(chinese=whole, start=one.start, end=other.end)
                return _joined(text, [*found[:at], both, *found[at + 2 :]], reports)
    return found


def _spanning(name: str, one: _Place, other: _Place) -> str | None:
    """The part of a name that runs from one place to the other, whichever comes first in Chinese."""
    first, last = sorted((one.chinese, other.chinese), key=name.find)
    start, end = name.find(first), name.rfind(last)
    return name[start : end + len(last)] if 0 <= start < end else None


@lru_cache(1)
def _kinds() -> tuple[tuple[str, str], ...]:
    kinds: dict[str, str] = {**_offices(), **glossary()["kinds"]}
    return tuple(sorted(kinds.items(), key=lambda kind: -len(kind[0])))


def _offices() -> dict[str, str]:
    """Every usual English for an office of the glossary's fields: pricing bureau, bureau of pricing."""
    forms = ("{} bureau", "{} department", "{} administration", "{} office", "{} authority", "bureau of {}")
    forms += ("department of {}", "{} commission", "commission of {}")
    return {form.format(field): said for field, said in glossary()["offices"].items() for form in forms}


@lru_cache(8)
def _spoken(reports: tuple[Report, ...], sounds: Sounds) -> dict[str, str]:
    """The pinyin of every run of syllables that a body's name begins a word with → those characters.

    崔各庄 is found in 北京市朝阳区崔各庄乡人民政府. Characters that sound the same in two bodies' names are both meant.
    """
    spoken: dict[str, str] = {_squeezed([english]): chinese for english, chinese in glossary()["named"].items()}
    for report in reports:
        for name in sorted(names(report)):
            for part in re.split(r"(?<=[省市县区州盟旗])", name):
                for syllables in _readings(part, sounds(part)):
                    for length, sound in enumerate(accumulate(syllables), 1):
                        if _SYLLABLES[0] <= length <= _SYLLABLES[1]:
                            _also(spoken, sound, part[:length])
    return spoken


def _readings(part: str, syllables: list[str]) -> Iterator[list[str]]:
    """How a name may be read: as it stands, and with another sound of a character that places have two of (长柳)."""
    if len(syllables) != len(part):
        return
    yield syllables
    for at, character in enumerate(part[: _SYLLABLES[1]]):
        for other in _OTHER_SOUNDS.get(character, "").split():
            if other != syllables[at]:
                yield [*syllables[:at], other, *syllables[at + 1 :]]


def _also(spoken: dict[str, str], sound: str, chinese: str) -> None:
    for said in {sound, sound.replace("v", "u") if "v" in sound else sound}:
        held = spoken.get(said, chinese)
        spoken[said] = held if chinese in held.split("、") else f"{held}、{chinese}"


def _squeezed(words: Iterable[str]) -> str:
    return re.sub(r"[^a-z]", "", re.sub(r"'s$", "", "".join(words).lower().replace("ü", "v")))
