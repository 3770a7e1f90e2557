"""A text to its section tree: which lines are headings, and how deep each one lies."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.frame import Frame, Range, contents_lines, read_frame
from ingest.headings import (
    LONGEST_RUN_IN,
    NOMINAL,
    RANK,
    Mark,
    blank_before,
    inline_paragraphs,
    is_numbered,
    paragraphs,
    read_mark,
)
from ingest.parts import STATUTORY, alike, declared_parts, is_statutory
from ingest.schema import Section, SectionKind
from ingest.view import View

# Rows of the statutory tables of notices 60/2019 and 30/2021, as they read when a table is flattened.
_ROW = re.compile(
    r"(?:(?:予以|部分|不予)公开|无法提供|(?:不予|其他)处理|总计|重复申请|本(?:年(?:度(?:办理?)?)?)?|本年度办理结果"
    r"|(?:本年新收|上年结转|结转下年|属于国家秘密|其他法律行政|危及.三安全|保护第三方合法权益|属于[三四]类|属于行政(?:执法|查询)"
    r"|本机关不掌握|没有现成信息|补正后申请内容|信访举报投诉类|要求提供公开出版物|无正当理由大量|要求行政机关确认"
    r"|申请人无正当理由逾期|申请人逾期未按收费)[^。]{0,40})(?:\([^)]*\)?)?[\d\s|.%-]*"
)
# Headings of a report that numbers none: alone on their lines, or before a blank and the text. Parts that the
# Regulation asks for show that a report has such headings; then others of the same shape are headings too.
_LIKE_NAMED = re.compile(r"[^,。;:|\d\n]{0,26}(?:情况|问题|措施|打算|计划|事项|概述|概况|建议|不足|意见)")
_NAMED = re.compile(rf"(?=[^\n]*(?:{STATUTORY})){_LIKE_NAMED.pattern}")
_OUTER = {"part", "chapter", "section", "han", "han_stop"}
_FEWEST_NAMED = 2
_DEEPEST = 8
_SHORTEST_TEXT = 15
_ANNEX = re.compile(
    r"(?:附[件表录]?[一二三四五六七八九十\d]*[:.、]?)?[^。,;]{0,40}统计表(?:\(.{0,12}\))?"
    r"|附[件表录][一二三四五六七八九十\d]*:?|统计指标.{0,12}"
)
_TABLE = re.compile(r"统计表(?:\(.{0,12}\))?$")


def outline(view: View) -> tuple[Section, ...]:
    """The sections of a text, flat and in text order; any text has an outline, perhaps an empty one.

    Levels follow the nesting of the numbering styles as they appear, not a fixed table: 一、 over 1. makes 1. level 2.
    """
    marks = _marks(view)
    first = next((m.line for m in marks if m.style != "plain"), len(view))
    frame = read_frame(view, first)
    nodes = _nest(view, [m for m in marks if m.line >= frame.after])
    return tuple(_framing(view, frame, nodes)) + tuple(_tree(view, nodes))


def _marks(view: View) -> list[Mark]:
    lines = paragraphs(view)
    marks = _numbered_marks(view, lines)
    if len(marks) <= 1:
        lines = inline_paragraphs(view, lines)
        marks = _numbered_marks(view, lines)
    if any(m.style in _OUTER or m.depth for m in marks):
        return marks
    marked = {m.line for m in marks}
    plain = [(s, e) for s, e in lines if s not in marked]
    named = [mark for s, e in plain if (mark := _named(view, s, e, _NAMED))]
    # Numbers that come before any named heading number the report itself, whatever their style.
    if len(named) < _FEWEST_NAMED or (marks and marks[0].line < named[0].line):
        return marks
    others = [mark for s, e in plain if s >= named[0].line and (mark := _named(view, s, e, _LIKE_NAMED))]
    return sorted([*marks, *others], key=lambda m: m.line)


def _named(view: View, start: int, end: int, pattern: re.Pattern[str]) -> Mark | None:
    """The mark of a line that is a heading without a number (主动公开情况), or begins with one and a blank."""
    if pattern.fullmatch(view.text, start, end):
        return Mark("named", 0, "heading", start, start, start, end, end)
    for at in range(start + 2, min(end - _SHORTEST_TEXT, start + LONGEST_RUN_IN)):
        if blank_before(view, at):
            runs_in = pattern.fullmatch(view.text, start, at) and re.search("[,。]", view.text[at:end])
            return Mark("named", 0, "run_in", start, start, start, at, at) if runs_in else None
    return None


def _numbered_marks(view: View, lines: list[Range]) -> list[Mark]:
    skipped = contents_lines(view, lines)
    marks: list[Mark] = []
    row = False
    for i, (start, end) in enumerate(lines):
        if i in skipped:
            continue
        mark = _mark(view, lines, i)
        if mark:
            row = _is_row(view, mark, end, after_row=row)
        elif marks and _ANNEX.fullmatch(view.text, start, end):
            mark, row = Mark("annex", 0, "heading", start, start, start, _without_colon(view, end), end), False
        if mark and not row:
            marks.append(mark)
            if mark.style == "annex" or _TABLE.search(view.text[start:end]):
                skipped.update(range(i + 1, _after_table(view, lines, i + 1, marks)))
    return marks


def _mark(view: View, lines: list[Range], index: int) -> Mark | None:
    followed = index + 1 < len(lines) and not is_numbered(view, *lines[index + 1])
    return read_mark(view, *lines[index], followed=followed)


def _after_table(view: View, lines: list[Range], first: int, marks: list[Mark]) -> int:
    """The line where the report goes on behind an annexed table, whose rows are numbered like sections.

    It does if the next number of an outer style continues the report's own; else the table is the rest of the text.
    """
    last = next((m for m in reversed(marks) if m.style in _OUTER), None)
    for i in range(first, len(lines)):
        mark = _mark(view, lines, i)
        if mark and mark.style in _OUTER:
            goes_on = last is not None and (mark.style, mark.value) == (last.style, last.value + 1)
            return i if goes_on else len(lines)
    return len(lines)


def _without_colon(view: View, end: int) -> int:
    return end - 1 if view.text[end - 1] == ":" else end


def _is_row(view: View, mark: Mark, end: int, *, after_row: bool) -> bool:
    rest = view.text[mark.number_end : end]
    return bool(_ROW.fullmatch(rest)) or (after_row and mark.style == "arabic" and rest.rstrip("0123456789|") == "其他")


def _nest(view: View, marks: list[Mark]) -> list[tuple[Mark, int]]:
    """Every mark with its level, 1 for the outermost; marks that continue no list are dropped."""
    parts = declared_parts(view.text[: marks[0].line]) if marks else ()
    nodes: list[tuple[Mark, int]] = []
    stack: list[Mark] = []
    for i, mark in enumerate(marks):
        depth = _depth(view, stack, marks, i, parts)
        if depth is None:
            continue
        mark = _evened(view, stack[depth] if depth < len(stack) else None, mark)
        stack[depth:] = [mark]
        nodes.append((mark, depth + 1))
    return nodes


def _evened(view: View, before: Mark | None, mark: Mark) -> Mark:
    """A sentence taken for a heading is one more item of a list of sentences when the item before it is."""
    title = view.text[mark.number_end : mark.title_end]
    if before is None or (before.style, before.kind) != (mark.style, "numbered") or mark.kind != "heading":
        return mark
    if view.text[mark.title_end : mark.title_end + 1] != "。" or NOMINAL.search(title):
        return mark
    return replace(mark, kind="numbered", title_end=mark.number_end, body=mark.number_end)


def _depth(view: View, stack: list[Mark], marks: list[Mark], index: int, parts: tuple[str, ...]) -> int | None:
    """How many of the open sections stay open above ``marks[index]``; None when it is no member of any list."""
    mark = marks[index]
    if mark.style in ("annex", "named"):
        return 0
    if mark.depth:
        return sum(1 for m in stack if 0 < m.depth < mark.depth)
    same = [i for i, m in enumerate(stack) if m.style == mark.style]
    if not same:
        listed = mark.value > 1 and view.text[max(mark.line - 2, 0) : mark.line].strip("\n")[-1:] in {";", ","}
        return (
            None if listed else _new_style(stack, mark)
        )  # …（三）…；（四）…: a list inside a paragraph, its line broken
    continued = [i for i in same if stack[i].value + 1 == mark.value]
    if len(continued) > 1:
        return continued[0] if _rises(view, marks, index, parts) else continued[-1]
    if continued:
        return continued[0]
    return _restart(stack, same[-1]) if mark.value == 1 else _irregular(stack, same, mark)


def _new_style(stack: list[Mark], mark: Mark) -> int | None:
    """A style not open yet nests inside what is open, but not in a list item whose style is by custom the finer one."""
    if mark.value > 1 and mark.kind == "numbered":
        return None
    depth = len(stack)
    while depth and _is_finer(stack[depth - 1], mark):
        depth -= 1
    return depth


def _is_finer(inner: Mark, mark: Mark) -> bool:
    if inner.style == "annex":
        return mark.style in _OUTER
    return RANK.get(inner.style, -1) > RANK[mark.style] and (mark.value > 1 or inner.kind != "heading")


def _restart(stack: list[Mark], inner: int) -> int:
    """A list that starts again under a heading of its own style lies inside it; after a list item it is a new list."""
    return len(stack) if stack[inner].kind == "heading" and len(stack) < _DEEPEST else inner


def _irregular(stack: list[Mark], same: list[int], mark: Mark) -> int | None:
    """A number left out, doubled or out of order: still a heading, but a mere paragraph has to come close."""
    near = [i for i in same if stack[i].value <= mark.value <= stack[i].value + 3]
    if not near and mark.kind == "numbered":
        return None
    return near[-1] if near else same[0]


def _rises(view: View, marks: list[Mark], index: int, parts: tuple[str, ...]) -> bool:
    """Whether a number that continues both an inner and an outer list of one style continues the outer one.

    It does when it opens a part that the report declared, or else, if the number does not come again before the list
    restarts, a part that the Regulation asks for.
    """
    mark = marks[index]
    title = view.text[mark.number_end : mark.title_end]
    if parts:
        return any(alike(title, part) for part in parts)
    following = [m.value for m in marks[index + 1 :] if m.style == mark.style]
    before_restart = following[: following.index(1)] if 1 in following else following
    return mark.value not in before_restart and is_statutory(title)


def _framing(view: View, frame: Frame, nodes: list[tuple[Mark, int]]) -> Iterator[Section]:
    """Title and addressee, and as preamble whatever text lies before, between and after them."""
    done = 0
    for kind, span in (("title", frame.title), ("addressee", frame.addressee)):
        if span:
            yield from _preamble(view, done, span[0])
            yield _framed(view, kind, span)
            done = span[1]
    yield from _preamble(view, done, nodes[0][0].line if nodes else len(view))


def _framed(view: View, kind: SectionKind, span: Range) -> Section:
    start, end = view.span(*span)
    title = _one_line(view.original[start:end]).rstrip(":：").strip()
    return Section(start=start, end=end, number="", title=title, level=0, path=(title,), kind=kind, body=end)


def _preamble(view: View, start: int, end: int) -> Iterator[Section]:
    inner = _visible(view, start, end)
    if inner[0] < inner[1]:
        first, last = view.span(*inner)
        yield Section(
            start=first, end=last, number="", title="导语", level=0, path=("导语",), kind="preamble", body=first
        )


def _visible(view: View, start: int, end: int) -> Range:
    """The range without newlines and Markdown's signs at its ends."""
    while start < end and view.text[start] in "\n#*":
        start += 1
    while end > start and view.text[end - 1] in "\n#*":
        end -= 1
    return start, end


def _tree(view: View, nodes: list[tuple[Mark, int]]) -> Iterator[Section]:
    path: list[str] = []
    ends = _ends(view, nodes)
    for (mark, level), until in zip(nodes, ends, strict=True):
        number, title = _words(view, mark.start, mark.number_end), _words(view, mark.number_end, mark.title_end)
        path[level - 1 :] = [number + title]
        start, end = view.span(mark.start, until)
        yield Section(
            start=start,
            end=end,
            number=number,
            title=title,
            level=level,
            path=tuple(path),
            kind=mark.kind,
            body=min(view.at(mark.body), end),
        )


def _ends(view: View, nodes: list[tuple[Mark, int]]) -> list[int]:
    """For every node the view index after its subtree's last visible character."""
    ends: list[int] = []
    for i, (mark, level) in enumerate(nodes):
        following = next((m.line for m, depth in nodes[i + 1 :] if depth <= level), len(view))
        ends.append(max(mark.title_end, mark.number_end, _visible(view, mark.start, following)[1]))
    return ends


def _words(view: View, start: int, end: int) -> str:
    first, last = view.span(start, end)
    return _one_line(view.original[first:last]).strip("*")


def _one_line(words: str) -> str:
    return "".join(line.strip() for line in words.splitlines())
