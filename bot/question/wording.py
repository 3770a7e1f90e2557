"""What a question asks about, once its words of asking are taken away, and how well a sentence carries it."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from pydantic import ValidationError

from bot.question.measures import HOW_MANY_OF, without_measure
from bot.settings import Settings
from ingest.errors import SettingsError
from ingest.schema import Noun
from ingest.view import clean

HEADING_WEIGHT = 0.75
_PUT_IN = r"[^,。;:、没未不无]{1,3}"


@dataclass(frozen=True)
class Term:
    """One thing asked about: its own words and the official wordings that say the same."""

    text: str
    says: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """Longer words carry more of a question."""
        return 1.0 + 0.25 * min(len(self.text), 6)

    def covered(self, text: str) -> float:
        """How much of this term ``text`` carries, 0 to 1.

        An official wording counts in full; else it is the share of character bigrams, squared: half a word is little.
        """
        if self.text in text:
            return 1.0
        if any(said in text for said in self.says):
            return 0.98
        if parted(self.text) and re.search(parted(self.text), text):
            return 0.9
        return bigram_recall(self.text, text) ** 2

    def richness(self, text: str) -> int:
        """How many different official wordings of this term ``text`` has: the more, the more it is about it."""
        return sum(said in text for said in self.says)


@lru_cache(4096)
def parted(words: str) -> str:
    """A pattern for a longer word with a little put into it (回收问卷: 回收有效问卷); empty for a short one."""
    halves = (words[:at] + _PUT_IN + words[at:] for at in range(2, len(words) - 1))
    return "|".join(halves) if re.fullmatch(r"[\u4e00-\u9fff]{4,8}", words) else ""


def bigram_recall(words: str, text: str) -> float:
    """The share of the character bigrams of ``words`` that occur in ``text``."""
    grams = {words[i : i + 2] for i in range(len(words) - 1)} or {words}
    return sum(gram in text for gram in grams) / len(grams)


def coverage(terms: Iterable[Term], text: str, heading: str = "") -> float:
    """The weighted share of the terms that ``text`` (cleaned) carries; 0 when nothing is asked.

    A term that only the ``heading`` carries counts for less: the sentence speaks of something under it.
    """
    pairs = [(t.weight, max(t.covered(text), HEADING_WEIGHT * t.covered(heading) if heading else 0.0)) for t in terms]
    total = sum(weight for weight, _ in pairs)
    return sum(weight * covered for weight, covered in pairs) / total if total else 0.0


_SO_MANY = re.compile(r"^[那这]?[一二两三四五六七八九十百几]+[件份个条次名位家项]")
_LEADING = "些那此会能可要想用让使在到去来出不未无过得以而但并且又再才"
_TRAILING = "过到得上下中里内等之以"
_SMALL = re.compile(r"\d{1,2}|[A-Za-z]")  # says nothing by itself, and every text has it
_PERIOD = r"\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年"
_LEVEL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:这?一级|这?一层级?|层面)$")
_TAKEN_OUT = re.compile(r"\s{2,}")  # where a name or a year was taken out: no word goes over it
_COUNTED = r"(?:第?[一二两三四五六七八九十几\d]+)[项点个种家份条件名类次位](?![一-龥])"


class Synonyms(Noun):
    """One entry of the thesaurus: everyday wordings and the official ones that say the same."""

    entry: tuple[str, ...]
    expansions: tuple[str, ...]
    note: str | None = None


def read_thesaurus(text: str, name: str) -> tuple[Synonyms, ...]:
    """The entries of a thesaurus file.

    Raises:
        SettingsError: the text is no list of entries in that form; the message names the file.
    """
    try:
        return tuple(Synonyms.model_validate(entry) for entry in yaml.safe_load(text) or ())
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise SettingsError(
            f"thesaurus {name!r} is not a list of `entry`, `expansions`, `note`: {str(error).splitlines()[0]}"
        ) from error


@cache
def thesaurus() -> tuple[Synonyms, ...]:
    """The shipped entries and the user's own (``GONGKAI_THESAURUS``)."""
    shipped = read_thesaurus(
        files(__package__).joinpath("thesaurus.yaml").read_text(encoding="utf-8"), "thesaurus.yaml"
    )
    own = Settings.from_env(os.environ).thesaurus
    if own is None:
        return shipped
    try:
        return (*shipped, *read_thesaurus(own.read_text(encoding="utf-8"), str(own)))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"thesaurus {str(own)!r} cannot be read ({error}): check GONGKAI_THESAURUS") from error


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    data = yaml.safe_load(files(__package__).joinpath("wording.yaml").read_text(encoding="utf-8"))
    entries: dict[str, tuple[str, ...]] = {}
    for synonyms in thesaurus():
        for word in synonyms.entry:
            entries[word] = tuple(dict.fromkeys((*entries.get(word, ()), *synonyms.expansions)))
    whole = sorted({*entries, *data["whole"].split()}, key=len, reverse=True)
    frame = sorted(data["frame"].split(), key=len, reverse=True)
    scanner = re.compile(
        rf"(?P<whole>{_any(whole)})|(?P<frame>{_COUNTED}|{HOW_MANY_OF}|{_any(frame)})|(?P<word>{_PERIOD}|[A-Za-z0-9.%]+)"
        r"|(?P<han>[\u3400-\u9fff])|(?P<gap>.)",
        re.DOTALL,
    )
    return scanner, entries


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def terms(question: str) -> tuple[Term, ...]:
    """The terms of a question in order, without its words of asking; repeated ones once.

    ``question`` should have its bodies and years taken out already.
    """
    scanner, entries = _lexicon()
    found: list[Term] = []
    run = ""
    for match in (m for piece in _TAKEN_OUT.split(question) for m in scanner.finditer(f"{clean(piece)} ")):
        if match["han"]:
            run += match["han"]
            continue
        found += _run(run)
        run = ""
        if (word := match["whole"] or match["word"]) and not _SMALL.fullmatch(word):
            found.append(Term(word, entries.get(word, ())))
    return tuple(dict.fromkeys(found + _run(run)))


def _run(run: str) -> list[Term]:
    run, before = _SO_MANY.sub("", run), ""
    while run != before:
        before, run = run, without_measure(run).lstrip(_LEADING)
    run = run.rstrip(_TRAILING)
    return [Term(run, _stem(run))] if len(run) > 1 else []


def _stem(run: str) -> tuple[str, ...]:
    """工作动态类 is what a report may list as 工作动态, 乡镇一级 as 乡镇."""
    if level := _LEVEL.search(run):
        return (run[: level.start()],)
    return (run[:-1],) if len(run) > 2 and run.endswith("类") else ()
