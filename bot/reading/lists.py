"""Lists in running text: 一是…；二是…, （一）…（二）…, 1. … 2. …, 首先…其次…, each with its lead-in and whole items."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.sentences import QUOTE_LIMIT, line_end, sentences, worded
from ingest.schema import Span

_HAN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?P<edge>^|[。！？；;!?：:，,\n”）)])(?P<blank>[\s　]*)"
    rf"(?:(?P<shi>[{_HAN}]{{1,2}})是|第(?P<di>[{_HAN}]{{1,2}})(?:[，,、：:]|是)|[（(](?P<han>[{_HAN}]{{1,2}})[）)]"
    rf"|[（(](?P<num>[\d０-９]{{1,2}})[）)]|(?P<dot>[\d０-９]{{1,2}})(?:[.．](?!\d(?!\d{{3}}年))|、)"
    r"|(?P<word>首先|其次|再次|再者|还有就是|最后)(?![一-龥]{0,2}的))"
)
_WORDS = ("首先", "其次", "再次", "再者", "还有就是", "最后")
_IN_A_SENTENCE = "，,”）)"  # behind these only words count: (2) may be a reference
_LONG = 420  # characters: what is longer is a section of the report, no item of a list
TURN = re.compile(
    r"^(?:下一步|下步|下一?(?:个?学?年度?|阶段)|今后|接下来|新的一年|明年|为此|针对(?:上述|以上|存在)|\d{4}年,?.{0,12}(?:重点|将|继续|要)|\d{4}年,.{0,6}一是|(?:改进|整改)(?:方向|措施|办法|思路)[:,])"
)
_LINE = 24
_SPOKEN = {"shi", "di", "word"}


@dataclass(frozen=True)
class Listing:
    """One list: the words that lead into it (cleaned, perhaps none) and its items, in order."""

    lead: str
    items: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where its first item begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where its last item ends."""
        return self.items[-1].end


@dataclass
class _Open:
    """A list that is being read: its style and where its items begin."""

    style: str
    number: int
    starts: list[int]
    lead: str


@lru_cache(maxsize=64)
def lists_of(text: str) -> tuple[Listing, ...]:
    """The lists of at least two items in text order; an item may hold a list of another style."""
    found: list[_Open] = []
    stack: list[_Open] = []
    for mark in _MARK.finditer(text):
        style = str(mark.lastgroup)
        if mark["edge"] and mark["edge"] in _IN_A_SENTENCE and style not in _SPOKEN:
            continue
        number = _number(mark[style], style)
        at = mark.end("blank")
        open_at = next((i for i in range(len(stack) - 1, -1, -1) if _goes_on(stack[i], style, number)), None)
        if open_at is not None:
            del stack[open_at + 1 :]
            stack[-1].starts.append(at)
            stack[-1].number = number
        elif number == 1:
            stack = [one for one in stack if one.style != style]
            stack.append(_Open(style, 1, [at], _lead(text, at)))
            found.append(stack[-1])
    return tuple(one for one in (_listing(text, each) for each in found) if one)


def _number(said: str, style: str) -> int:
    if style == "word":
        return _WORDS.index(said) + 1
    if style in {"num", "dot"}:
        return int(said)
    tens, _, ones = said.rpartition("十")
    ten = 10 * (_HAN.index(tens) + 1 if tens else 1) if "十" in said else 0
    return ten + (_HAN.index(ones) + 1 if ones else 0)


def _goes_on(one: _Open, style: str, number: int) -> bool:
    """Whether this is the next item of an open list; among words one may be passed over (首先, 还有就是)."""
    return one.style == style and (number == one.number + 1 or (style == "word" and number > one.number))


def _lead(text: str, at: int) -> str:
    """The words that lead into a list: those of its sentence before it, else the sentence before."""
    before = text[:at].rstrip()
    line = list(sentences(text, max(0, before.rfind("\n", 0, max(0, len(before) - 1)) + 1), len(before)))
    return worded(line[-1].of(text)) if line else ""


def _listing(text: str, one: _Open) -> Listing | None:
    """The list read, if its items are each of one paragraph: longer ones are sections of the report."""
    items = [_trimmed(text, start, end) for start, end in zip(one.starts, one.starts[1:], strict=False)]
    if not items or any(i.end - i.start > _LONG or _in_paragraphs(text, i) for i in items):
        return None
    return Listing(one.lead, (*items, _last(text, one.starts[-1], items)))


def _in_paragraphs(text: str, item: Span) -> bool:
    """Whether an item goes over the end of a paragraph; a full line that ends amid its words is only broken."""
    end = line_end(text, item.start)
    return end < item.end and (end - item.start < _LINE or text[:end].rstrip()[-1] in "。！？；;!?：:")


def _last(text: str, start: int, before: list[Span]) -> Span:
    """The last item: one sentence, or more of its paragraph where the others have more; never what comes next year."""
    first, *rest = sentences(text, start, line_end(text, start))
    if all(len(list(sentences(text, item.start, item.end))) == 1 for item in before):
        return first
    end = first.end
    for sentence in rest:
        if sentence.end - start > QUOTE_LIMIT or TURN.match(worded(sentence.of(text))):
            break
        end = sentence.end
    return Span(start=start, end=end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end)
