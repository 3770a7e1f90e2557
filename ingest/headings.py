"""One line of a report: does it open a section, and what belongs to its heading?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.schema import SectionKind
from ingest.view import View

_HAN = r"[一二三四五六七八九十]{1,3}"
_ORDINAL = rf"(?:{_HAN}|\d{{1,2}})"
# From the outermost to the innermost style; the index is the style's rank where a text's own nesting does not tell.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", rf"第({_ORDINAL})(?:部分|编|篇)[、.:]?"),
        ("chapter", rf"第({_ORDINAL})章[、.:]?"),
        ("section", rf"第({_ORDINAL})节[、.:]?"),
        ("han", rf"({_HAN})(?:[、.:](?![二三四五六七八九十](?:[、级线类期届季等层]|是))|(?= ))"),
        ("han_stop", rf"({_HAN})[。,]"),
        ("han_paren", rf"\(({_HAN})\)(?:[、.:。](?!\())?(?![、和至项款,])"),
        ("han_half", rf"({_HAN})\)[、.]?"),
        ("arabic", r"(\d{1,2})(?:、(?!\d{1,2}[、月日号])|\.(?!\d)|\.(?=(?:19|20)\d\d年))"),
        ("arabic_stop", r"(\d{1,2})[。,](?!\d)"),
        ("decimal2", r"\d{1,2}\.(\d{1,2})(?:\.(?!\d)|、|(?= ))"),
        ("decimal3", r"\d{1,2}\.\d{1,2}\.(\d{1,2})(?:\.(?!\d)|、|(?= ))"),
        ("arabic_paren", r"\((\d{1,2})\)(?:[、.:。](?!\())?(?![、和至项款,])"),
        ("arabic_half", r"(\d{1,2})\)[、.]?"),
        ("circled", r"([①-⑳])[、.]?"),
    )
)
# The _stop styles are closed by the wrong sign (一。组织领导): only beside their like, as a broken line may begin so.
_MISCLOSED = re.compile(rf"^(?:#+|\*\*)?({_HAN}|\d{{1,2}})[。,](?=[^\n\d])", re.MULTILINE)
# A heading inside a line: behind a full stop or a blank.
_INLINE = re.compile(rf"({_HAN})、(?![二三四五六七八九十][、级线类期届季等层])")
_FEWEST_INLINE = 3
RANK = {name: rank for rank, (name, _) in enumerate(_STYLES)}
_ORNAMENT = re.compile(r"[■□◆◇▲△▼▽▪▫★☆※►▶➤❖◎○·]{1,3}")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九十")}

_UNIT = "条件次人个项份篇元户起宗例名期场批类部%‰余"
_FIGURE = rf"\d[\d,.]*(?:余|多|几)?(?:万|亿|千|百)?[{_UNIT}]"
_STATEMENT = re.compile(rf"{_FIGURE}|(?:未|没有|无)(?:收到|发生|接到|受理|收取|产生|出现|因)|^(?:截[至止]|年内)")
NOMINAL = re.compile(r"(?:情况|问题|措施|打算|计划|事项|概述|概况)$")
LONGEST_HEADING = 50
LONGEST_RUN_IN = 32
LONGEST_LABEL = 16
_WIDEST_CELL = 20
_SHORTEST_TEXT = 15
# Columns: a Chinese character takes two, and a paragraph's first line is two characters shorter.
_NARROWEST, _WIDEST = 36, 160
_INDENT = 4
_FULL_SHARE = 0.3


@dataclass(frozen=True)
class Mark:
    """A line that opens a section. All positions are indexes of the view; ``depth`` counts Markdown's ``#``, else 0."""

    style: str
    value: int
    kind: SectionKind
    line: int
    start: int
    number_end: int
    title_end: int
    body: int
    depth: int = 0


def read_mark(view: View, start: int, end: int, *, followed: bool) -> Mark | None:
    """The mark on the line ``[start, end)`` of the view, or None for a line of plain text.

    ``followed``: a line of plain text comes next, so that a short sentence standing alone may be a heading over it.
    """
    at, depth = _markdown(view, start, end)
    found = _number(view, at, end)
    stop = end - 2 if view.text.startswith("**", max(at, end - 2)) else end
    if found is None:
        return Mark("plain", 0, "heading", start, at, at, _closed(view.text, at, stop), end, depth) if depth else None
    style, value, number_end = found
    if number_end >= stop or _is_cells(view, number_end, stop):
        return None
    kind, title_end, body = ("heading", stop, stop) if depth else _shape(view, number_end, stop, followed)
    if _is_bare(view, at, number_end) and kind != "heading":
        return None
    title_end = _closed(view.text, number_end, title_end) if kind != "numbered" else number_end
    return Mark(style, value, kind, start, at, number_end, title_end, body if body < stop else end, depth)


def paragraphs(view: View) -> list[tuple[int, int]]:
    """The view's lines that are not blank; where a text was broken at a fixed width, its broken lines joined again."""
    lines = [(start, end) for start, end in view.lines if end > start]
    columns = [_columns(view.text[start:end]) for start, end in lines]
    full = _full_line(columns)
    joined: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(lines):
        if full and i and columns[i - 1] >= full and _continues(view, joined[-1][1], start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def inline_paragraphs(view: View, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``lines`` with those cut before every heading that hold a run of them (…。一、…。二、…。三、…)."""
    return [piece for line in lines for piece in _cut_inline(view, *line)]


def _cut_inline(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts: list[int] = []
    for match in _INLINE.finditer(view.text, start, end):
        at = match.start()
        opens = at == start or view.text[at - 1] in "。!?" or blank_before(view, at)
        if opens and _value(match[1]) == len(cuts) + 1:
            cuts.append(at)
    if len(cuts) < _FEWEST_INLINE:
        cuts = []
    edges = [start, *(at for at in cuts if at > start), end]
    yield from zip(edges, edges[1:], strict=False)


def _columns(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _full_line(columns: list[int]) -> int:
    """From how many columns on a line is full, in a text broken at a fixed width; 0 for one line a paragraph."""
    longest = max(columns, default=0)
    full = longest - _INDENT
    is_broken = _NARROWEST <= longest <= _WIDEST and sum(c >= full for c in columns) >= len(columns) * _FULL_SHARE
    return full if is_broken else 0


def _continues(view: View, before: int, start: int, end: int) -> bool:
    """Whether the line ``[start, end)`` goes on with the full line that ends at ``before``."""
    if start != before + 1 or view.text[before - 1] in "。:!?;|" or view.text[start] == "|":
        return False
    return not is_numbered(view, start, end)


def is_numbered(view: View, start: int, end: int) -> bool:
    """Whether the line begins with a number of some outline style, or is a Markdown heading."""
    at, depth = _markdown(view, start, end)
    return depth > 0 or _number(view, at, end) is not None


def is_statement(text: str) -> bool:
    """Whether a cleaned text reports something (a figure, an absence, a date) and so is no heading."""
    return bool(_STATEMENT.search(text))


def blank_before(view: View, index: int) -> bool:
    """Whether the original has a blank before the view's character ``index``."""
    if not 0 < index < len(view):
        return False
    between = re.sub(r"\[[^\]]*\]", "", view.original[view.at(index - 1) + 1 : view.at(index)])
    return any(c.isspace() for c in between) or view.text[index - 1] == " "


def _markdown(view: View, start: int, end: int) -> tuple[int, int]:
    """Where the line's words begin after ``##``, ``**`` or an ornament (■ 一、), and how many ``#`` there were."""
    sharps = re.compile(r"#{1,6}(?!#)").match(view.text, start, end)
    at = sharps.end() if sharps else start
    depth = at - start if sharps and at < end and blank_before(view, at) else 0
    at = at if depth else start
    at = at + 2 if view.text.startswith("**", at, end) else at
    ornament = _ORNAMENT.match(view.text, at, end)
    return (ornament.end() if ornament else at), depth


def _number(view: View, start: int, end: int) -> tuple[str, int, int] | None:
    """The style, the value and the end of the number that the line begins with."""
    line = view.text[start : min(end, start + 12)]
    if _opens_decimals(view, start, line):
        return "arabic", int(re.match(r"\d+", line)[0]), start + len(re.match(r"\d+", line)[0])
    for name, pattern in _STYLES:
        match = pattern.match(_spaced(view, start, line) if "(?= )" in pattern.pattern else line)
        if match and (not name.endswith("_stop") or _has_neighbour(view.text, match[1])):
            return name, _value(match[1]), start + match.end()
    return None


def _has_neighbour(text: str, number: str) -> bool:
    """Whether the number before or after it opens a line in the same way, closed by the wrong sign."""
    return bool({_value(number) - 1, _value(number) + 1} & _misclosed(text)[number.isdigit()])


@lru_cache(maxsize=2)
def _misclosed(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """The Chinese and the Arabic numbers that open a line closed by the wrong sign."""
    numbers = _MISCLOSED.findall(text)
    han, arabic = ([n for n in numbers if n.isdigit() == digits] for digits in (False, True))
    return frozenset(map(_value, han)), frozenset(map(_value, arabic))


def _opens_decimals(view: View, start: int, line: str) -> bool:
    """Whether a bare number and a blank (``1 概述``) stand over a section ``1.1``."""
    number = re.match(r"\d{1,2}(?=[^\d.]{2})", line)
    if not number or not blank_before(view, start + number.end()):
        return False
    return re.search(rf"^{number[0]}\.1(?!\d)", view.text, re.MULTILINE) is not None


def _spaced(view: View, start: int, line: str) -> str:
    """The line with one blank put back after a leading number that the original parts from its title with a blank."""
    head = re.match(rf"{_HAN}|\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}", line)
    if not head or line[head.end() :][:1] in "、.:" or not blank_before(view, start + head.end()):
        return line
    return line[: head.end()] + " " + line[head.end() :]


def _is_bare(view: View, start: int, number_end: int) -> bool:
    return re.fullmatch(_HAN, view.text[start:number_end]) is not None


def _value(text: str) -> int:
    if text in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(text) - ord("①") + 1
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens[-1]] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones[-1]] if ones else 0)


def _shape(view: View, start: int, end: int, followed: bool) -> tuple[SectionKind, int, int]:
    """Heading, run-in heading or plain numbered paragraph; the end of the title; the beginning of the body."""
    rest = view.text[start:end]
    stop = rest.find("。")
    run_in = _run_in(view, start, end)
    if run_in:
        return "run_in", start + run_in, start + run_in + (rest[run_in] in "。:")
    if 0 <= stop < len(rest) - 1 or rest[-1] in ",;、":
        return "numbered", start, start
    bare = rest.rstrip("。:")
    if not bare or len(bare) > LONGEST_HEADING or is_statement(bare):
        return "numbered", start, start
    if stop >= 0 and not (len(bare) <= LONGEST_RUN_IN and (followed or NOMINAL.search(bare))):
        return "numbered", start, start
    return "heading", end, end


def _run_in(view: View, start: int, end: int) -> int:
    """How many characters the title takes when the text goes on behind it in the same line; 0 when it does not."""
    rest = view.text[start:end]
    for sign, longest in ((":", LONGEST_LABEL), ("。", LONGEST_RUN_IN)):
        title, _, more = rest.partition(sign)
        if more and 2 <= len(title) <= longest and not is_statement(title) and _is_title(title, sign):
            return len(title)
    for i in range(2, min(len(rest), LONGEST_LABEL)):
        if rest[i - 1] in ",;:。、":
            break
        if blank_before(view, start + i) and not is_statement(rest[:i]) and _goes_on(rest[:i], rest[i:]):
            return i
    return 0


def _goes_on(title: str, more: str) -> bool:
    """Whether ``more`` is text behind a title and a blank: long enough, or a whole sentence behind a word like 情况."""
    if len(more) > _SHORTEST_TEXT:
        return re.search("[,。]", more) is not None
    return more[-1:] == "。" and len(more) > 2 and NOMINAL.search(title) is not None


def _is_title(title: str, sign: str) -> bool:
    return title[-1] not in ",;" and not re.search(r"[;!?]" if sign == "。" else r"[,;。!?]", title)


def _closed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "。:*#":
        end -= 1
    return end


def _is_cells(view: View, start: int, end: int) -> bool:
    """Whether the rest of the line is the cells of a flattened table rather than words."""
    raw = view.original[slice(*view.span(start, end))]
    cells = [cell for cell in re.split(r"\t| {3,}", raw) if cell.strip()]
    many_short = len(cells) > 2 and len(raw) < _WIDEST_CELL * len(cells)
    return "|" in raw or many_short or re.search(r"(?:\s+[-+]?\d[\d.,]*){2,}\s*$", raw) is not None
