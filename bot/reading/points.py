"""The enumerated points of a report's sections on problems and on plans, kept apart where one section holds both."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.reading.lists import TURN, lists_of
from bot.reading.sentences import QUOTE_LIMIT, sentences, worded
from ingest.frame import closing_offset
from ingest.schema import Span, Stored
from ingest.view import clean

Kind = Literal["problems", "plans"]
PROBLEMS = re.compile(r"问题(?=和|及|与|以|、|,|$)|(?:存在|主要|突出|工作中|出现).{0,6}问题|不足|差距|困难|薄弱")
PLANS = re.compile(r"下一步|打算|计划|改进|对策|下步|下阶段|工作安排|思路|今后|努力方向|工作重点|重点工作")
_POINT = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][,是]|[(]?[一二三四五六七八九十\d]{1,2}[)、.])"
)
_INNER = re.compile(r"一是")
# 主要经验、存在的问题和改进措施 begins with what was done well.
_DONE_FIRST = re.compile(r"(?:经验|做法|成效|成绩|亮点).*(?:问题|不足|困难|打算|计划|改进)")
_COLON = re.compile(r"[：:]")
_GOES_ON = re.compile(r"[；;：:]$")
_LACK = re.compile(r"不|有待|还需|尚需|缺|差距|少|难|漏|欠|薄弱|滞后|需进一步|需要进一步|没有|偏")


def section_points(stored: Stored, kind: Kind) -> list[Span]:
    """The points on problems or on plans, in text order; empty when no section's title names them."""
    wanted = [span for span, side in sides(stored) if side == kind]
    if items := _items(stored.text, wanted):
        return items
    said = [worded(span.of(stored.text)) for span in wanted]
    points = [span for span, words in zip(wanted, said, strict=True) if _POINT.match(words) or _INNER.search(words)]
    runs = _runs(stored.text, wanted)
    if len(points) == 1:  # （一）存在的问题：甲；乙。 is one list, and its number that of the heading
        points = next((run for run in runs if points[0] in run), points)
    if kind == "problems":
        lacking = [run for run in runs if any(_LACK.search(span.of(stored.text)) for span in run)]
        return points or [span for run in lacking for span in run] or wanted
    led = next((run for run in runs if len(run) > 1 and _COLON.search(run[0].of(stored.text))), [])
    return points or led or [s for s, words in zip(wanted, said, strict=True) if not words.endswith(":")] or wanted


def _items(text: str, wanted: Sequence[Span]) -> list[Span]:
    """The items of the lists that begin among the sentences wanted, and the points beside them; a list is whole."""
    found: list[Span] = []
    for listing in lists_of(text):
        if not (found and listing.start < found[-1].end):
            inside = [_clipped(text, item, wanted) for item in listing.items]
            found += [item for item in inside if item]
    if len(found) < 2:
        return []
    free = [span for span in wanted if all(span.end <= f.start or f.end <= span.start for f in found)]
    beside = [span for span in free if _POINT.match(worded(span.of(text)))]
    return sorted(found + beside, key=lambda span: span.start)


def _clipped(text: str, item: Span, wanted: Sequence[Span]) -> Span | None:
    """An item as far as it is wanted and can be quoted, with a short lead-in of its sentence (下一步：一是…)."""
    own = [span for span in wanted if span.start < item.end and item.start < span.end]
    if not own or own[0].end <= item.start:
        return None
    start = own[0].start if item.end - own[0].start <= QUOTE_LIMIT else max(item.start, own[0].start)
    ends = [span.end for span in own if min(span.end, item.end) - start <= QUOTE_LIMIT] or [own[0].end]
    return Span(start=start, end=min(ends[-1], item.end))


def led_runs(stored: Stored, lead: re.Pattern[str]) -> list[Span]:
    """What a lead-in with a colon (存在以下不足：甲；乙。) lists between semicolons, anywhere in a report."""
    for run in _runs(stored.text, [s for p in stored.passages for s in sentences(stored.text, p.start, p.end)]):
        before, colon, _ = worded(run[0].of(stored.text)).partition(":") if run else ("", "", "")
        if len(run) > 1 and colon and lead.search(f"{before}:"):
            return run
    return []


def _runs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Sentences that are one by their stops: what stands between semicolons is one list (甲不足；乙；丙。)."""
    runs: list[list[Span]] = [[]]
    for span in spans:
        if runs[-1] and not _GOES_ON.search(runs[-1][-1].of(text)):
            runs.append([])
        runs[-1].append(span)
    return runs


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
            side = None if _DONE_FIRST.search(titles[-1]) else side
        mixed = any(PROBLEMS.search(t) for t in titles)
        if closing_offset(stored.text, passage.start, passage.end) == passage.start:
            continue
        for span in _sentences(stored, passage):
            if mixed and TURN.match(worded(span.of(stored.text))):
                side = "plans"
            elif side is None and PROBLEMS.search(_opening(stored.text, passage, span, titles[-1])):
                side = "problems"
            if side is not None:
                found.append((span, side))
    return found


def _opening(text: str, passage: Span, span: Span, title: str) -> str:
    """The words that lead into a sentence and its first, without the heading that they may run in from."""
    words = worded(text[max(passage.start, span.start - 16) : span.start + len(title) + 16])
    return words.replace(clean(title), " ")[:32]


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
        if inner and inner.start() > 0 and not (TURN.match(worded(words)) and len(words) <= QUOTE_LIMIT):
            spans.append(Span(start=span.start + inner.start(), end=span.end))
        else:
            spans.append(span)
    return spans


def _names_the_side(title: str) -> bool:
    """A run-in heading such as 改进措施。 names what follows and is no point of it."""
    return len(title) < 8 and bool(PROBLEMS.search(title) or PLANS.search(title))
