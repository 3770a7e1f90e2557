"""Which sentences carry what is asked, and which of them comes first."""

import re
from collections.abc import Sequence

from bot.question.wording import Term, bigram_recall, coverage
from bot.reading.points import PLANS, PROBLEMS
from bot.reading.sentences import QUOTE_LIMIT, line_end, sentences, worded
from bot.schema import Question
from ingest.schema import Span
from ingest.view import clean

ENOUGH = 0.63
MAIN = 0.1
UNDER_WEIGHT = 0.05
PHRASE_WEIGHT = 0.1
RICHNESS_WEIGHT = 0.02
ASIDE_WEIGHT = 0.06
TOPIC_WEIGHT = 0.1
Place = tuple[tuple[str, ...], Span]
_LEAD_IN = 30
_POINT = re.compile(r"^(?:[一二三四五六七八九十]是|\d[.、]|[(（][一二三四五六七八九十\d]+[)）])")
_SAID_COUNT = re.compile(r"[一二三四五六七八九十]+(?:项|个|方面|条|种|类)")
_PARTS = re.compile(r"(?:全文|报告|年报)[^,。]{0,6}由.{8,}|由.{8,}[\d一二三四五六七八九十]+个?(?:部分|章)组成")


def scored_sentences(
    text: str, places: Sequence[Place], question: Question, asked: Sequence[Term], years: tuple[int, ...]
) -> list[tuple[float, Span]]:
    """Sentences that carry what is asked, with their rank: coverage decides who is in, the rest only who is first."""
    found = []
    for path, place in places:
        heading = clean("".join(path))
        for span in sentences(text, place.start, place.end):
            words = worded(span.of(text))
            if (
                is_heading(words, path)
                or _lists_parts(question, words)
                or (years and not any(str(year) in words for year in years))
            ):
                continue
            covered = coverage(asked, words, heading)
            if covered >= ENOUGH and _carries_main(asked, words, heading):
                found.append((covered + _rank(question, asked, words, heading), with_lead_in(text, span)))
    return found


def _lists_parts(question: Question, words: str) -> bool:
    """Whether a sentence only lists the parts of the report, which have the words of every question."""
    return bool(_PARTS.search(words)) and not re.search(r"部分|结构|组成|构成|章", question.rest)


def _rank(question: Question, asked: Sequence[Term], words: str, heading: str) -> float:
    """What makes one fitting sentence better than another: wordings, phrases, heading; problems and plans come last."""
    rich = min(4, sum(term.richness(words) for term in asked))
    phrase = bigram_recall("".join(term.text for term in asked), words) if len(asked) > 1 else 0.0
    counted = sum(said in words for said in _SAID_COUNT.findall(clean(question.rest)))
    aside = ASIDE_WEIGHT if PLANS.search(heading) or PROBLEMS.search(heading) else 0.0
    aside *= 2 if question.intent == "number" else 1  # a number that is planned stands beside none that is told
    return (
        RICHNESS_WEIGHT * rich
        + UNDER_WEIGHT * coverage(asked, heading)
        + PHRASE_WEIGHT * (phrase + counted)
        + _opens(asked, words)
        - aside
    )


def _opens(asked: Sequence[Term], words: str) -> float:
    """A sentence that begins with the thing (环境信息方面，…) is about it, the others only have its words."""
    begins = (re.match(rf".{{0,4}}{re.escape(term.text)}[^,。]{{0,4}}(?:方面|上,|:)", words) for term in asked)
    return TOPIC_WEIGHT if any(begins) else 0.0


def _carries_main(asked: Sequence[Term], words: str, heading: str) -> bool:
    """The weightiest term must be there in its own or official words: the others alone would answer something else."""
    main = max(asked, key=lambda term: (term.weight, len(term.text)), default=None)
    return main is None or max(main.covered(words), main.covered(heading)) >= MAIN


def with_lead_in(text: str, span: Span) -> Span:
    """A short lead-in (一是健全保密审查制度。) says little without the sentence after it."""
    if span.end - span.start > _LEAD_IN or not _POINT.match(worded(span.of(text))):
        return span
    after = next(iter(following(text, span)), None)
    return Span(start=span.start, end=after.end) if after and after.end - span.start <= QUOTE_LIMIT else span


def is_heading(words: str, path: tuple[str, ...]) -> bool:
    """Whether cleaned words are only the heading that they stand under."""
    return bool(path) and clean(path[-1]) == words.rstrip("。:")


def following(text: str, span: Span) -> list[Span]:
    """The sentence after a span in the same line, if there is one."""
    return list(sentences(text, span.end, line_end(text, span.end)))[:1]
