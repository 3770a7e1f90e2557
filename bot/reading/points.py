"""The enumerated points of a report's sections on problems and on plans, kept apart where one section holds both."""

import re
from typing import Literal

from bot.reading.sentences import QUOTE_LIMIT, sentences, worded
from ingest.frame import closing_offset
from ingest.schema import Span, Stored
from ingest.view import clean

Kind = Literal["problems", "plans"]
PROBLEMS = re.compile(r"问题(?=和|及|与|以|、|,|$)|(?:存在|主要|突出|工作中|出现).{0,6}问题|不足|差距|困难|薄弱")
PLANS = re.compile(r"下一步|打算|计划|改进|下步|下阶段|工作安排|思路|今后|努力方向|工作重点|重点工作")
_TURN = re.compile(
    r"^(?:下一步|下步|今后|下阶段|接下来|新的一年|明年|为此|针对(?:上述|以上|存在)|\d{4}年,?.{0,12}(?:重点|将|继续|要)|\d{4}年,.{0,6}一是|(?:改进|整改)(?:方向|措施|办法|思路)[:,])"
)
_POINT = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][,是]|[(]?[一二三四五六七八九十\d]{1,2}[)、.])"
)
_INNER = re.compile(r"一是")
_LACK = re.compile(r"不|有待|还需|尚需|缺|差距|少|难|漏|欠|薄弱|滞后|需进一步|需要进一步|没有|偏")


def section_points(stored: Stored, kind: Kind) -> list[Span]:
    """The points on problems or on plans, in text order; empty when no section's title names them."""
    wanted = [span for span, side in sides(stored) if side == kind]
    said = [worded(span.of(stored.text)) for span in wanted]
    points = [span for span, words in zip(wanted, said, strict=True) if _POINT.match(words) or _INNER.search(words)]
    if kind == "problems":
        return points or [span for span in wanted if _LACK.search(span.of(stored.text))] or wanted
    return points or [s for s, words in zip(wanted, said, strict=True) if not words.endswith(":")] or wanted


def sides(stored: Stored) -> list[tuple[Span, Kind]]:
    """Every sentence under a fitting title with the side it is on; a turn (下一步…) leads from problems to plans."""
    found: list[tuple[Span, Kind]] = []
    side: Kind | None = None
    under: tuple[str, ...] = ()
    for passage in stored.passages:
        titles = [t for t in passage.path if PROBLEMS.search(t) or PLANS.search(t)]
        if not titles:
            side, under = None, ()
            continue
        if tuple(titles) != under:
            under, side = tuple(titles), "problems" if PROBLEMS.search(titles[-1]) else "plans"
        mixed = any(PROBLEMS.search(t) for t in titles)
        if closing_offset(stored.text, passage.start, passage.end) == passage.start:
            continue
        for span in _sentences(stored, passage):
            if mixed and _TURN.match(worded(span.of(stored.text))):
                side = "plans"
            found.append((span, side or "plans"))
    return found


def _sentences(stored: Stored, passage: Span) -> list[Span]:
    """Sentences of a passage without headings; one that leads into 一是 is cut before it."""
    spans = []
    titles = {clean(s.title) for s in stored.sections if s.kind == "heading" or _names_the_side(s.title)}
    for span in sentences(stored.text, passage.start, passage.end):
        words = span.of(stored.text)
        bare = re.sub(r"^[(]?[一二三四五六七八九十\d]+[)、.]+", "", worded(words)).rstrip("。:")
        inner = _INNER.search(words)
        if bare in titles:
            continue
        if inner and inner.start() > 0 and not (_TURN.match(worded(words)) and len(words) <= QUOTE_LIMIT):
            spans.append(Span(start=span.start + inner.start(), end=span.end))
        else:
            spans.append(span)
    return spans


def _names_the_side(title: str) -> bool:
    """A run-in heading such as 改进措施。 names what follows and is no point of it."""
    return len(title) < 8 and bool(PROBLEMS.search(title) or PLANS.search(title))
