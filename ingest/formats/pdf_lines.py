"""What stands on the pages of a PDF, line by line, and how lines become paragraphs again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from ingest.formats.flatten import Grid


class Line(NamedTuple):
    """One printed line; lengths in points, measured from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    width: float
    height: float


class Table(NamedTuple):
    """A ruled table in its place on a page."""

    top: float
    bottom: float
    height: float
    columns: tuple[float, ...]  # where its upright rules stand
    grid: Grid


Block = Line | Table
_EDGE = 0.12  # of the page's height, above and below, is where running heads and page numbers stand
_MOST_EDGE_LINES = 2
_NUMBERED_PAGE = re.compile(
    r"[-—–~·•|\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,3}\s*页?)?[-—–~·•|\s]*"
)
_ENDS = "。！？：；!?:;"
_OPENS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+[章节部]|\d{1,2}[、.．](?!\d)"
    r"|[（(]\d{1,2}[）)]|[①-⑳]|附[件表录]"
)
# Fonts draw 一 and the radical ⼀ with one glyph, and many programs write the radical's code into the text layer. NFKC
# undoes that for the Kangxi block; of the supplement it leaves out the simplified forms.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺎⺏⺐⺑⺒⺓⺕⺛⺝⺟⺠⺢⺧⺩⺫⺬⺮⺶⺷⺸⺻⺼⺽⻁⻂⻃⻄⻅⻆⻇⻉⻊⻋⻌⻍⻎⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "兀尣尢尣巳幺彐旡月母民氺牛王目示竹羊羊羊聿月臼虎衤西西见角角贝足车辶辶辶长长长门青韦页风飞食食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟",
)
_RADICALS |= {0x2E3A: "——"}
_SLACK = 2.2  # characters that a full line may be short of the margin: no line begins with 。 or ）
_INDENT = 0.8  # characters
_ALIKE = 1.15  # ratio of sizes within a paragraph
_FAR = 1.8  # times the usual distance of lines parts paragraphs


def lines_of(chars: Iterable[dict[str, Any]], width: float, height: float) -> list[Line]:
    """The characters of pdfplumber as lines from top to bottom; a wide gap is one blank."""
    rows: list[list[dict[str, Any]]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: c["top"] + c["bottom"]):
        at = (char["top"] + char["bottom"]) / 2
        if not rows or at - middle > 0.5 * max(char["size"], rows[-1][0]["size"]):
            rows.append([])
            middle = at
        rows[-1].append(char)
    return [_line(row, width, height) for row in rows]


def _line(row: list[dict[str, Any]], width: float, height: float) -> Line:
    row.sort(key=lambda char: char["x0"])
    size = median(char["size"] for char in row)
    text = row[0]["text"]
    for left, right in pairwise(row):
        near = 0.2 if left["text"].isascii() and right["text"].isascii() else 0.6
        text += (" " if right["x0"] - left["x1"] > near * size else "") + right["text"]
    tops, bottoms = [c["top"] for c in row], [c["bottom"] for c in row]
    text = text.translate(_RADICALS)
    return Line(text, row[0]["x0"], max(c["x1"] for c in row), min(tops), max(bottoms), size, width, height)


def without_furniture(pages: Sequence[list[Block]]) -> list[list[Block]]:
    """The pages without page numbers, and without what stands at the edge of most of them."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    repeated = {key for key, count in seen.items() if count > 1 and count * 2 >= len(pages)}
    kept = []
    for page in pages:
        gone = {id(line) for line in _edge(page) if _NUMBERED_PAGE.fullmatch(line.text) or _key(line) in repeated}
        kept.append([block for block in page if id(block) not in gone])
    return kept


def _edge(page: Sequence[Block]) -> Iterator[Line]:
    lines = [block for block in page if isinstance(block, Line)]
    for line in {id(line): line for line in [*lines[:_MOST_EDGE_LINES], *lines[-_MOST_EDGE_LINES:]]}.values():
        if line.bottom < line.height * _EDGE or line.top > line.height * (1 - _EDGE):
            yield line


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def paragraphs(blocks: Sequence[Block]) -> Iterator[str | Table]:
    """Lines joined where they go on with the one before; tables in their places."""
    lines = [block for block in blocks if isinstance(block, Line)]
    margins = {width: _Margins([line for line in lines if line.width == width]) for width in {x.width for x in lines}}
    words = ""
    before: Line | None = None
    for block in blocks:
        if isinstance(block, Line) and before is not None and margins[block.width].goes_on(before, block):
            words = _glued(words, block.text)
        else:
            if words:
                yield words
            words = block.text if isinstance(block, Line) else ""
        if isinstance(block, Table):
            yield block
        before = block if isinstance(block, Line) else None
    if words:
        yield words


def _glued(before: str, after: str) -> str:
    """Two halves of a line; only between Latin words is there a blank."""
    if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha():
        return f"{before} {after}"
    return before + after


class _Margins:
    """Where the lines of a document's pages begin and end, and how far they are apart."""

    def __init__(self, lines: Sequence[Line]) -> None:
        ends = sorted(line.x1 for line in lines)
        self.size = median(line.size for line in lines)
        self.right = ends[min(len(ends) - 1, int(len(ends) * 0.95))]
        self.left = _leftmost([line.x0 for line in lines], self.size)
        self.indented = sum(line.x0 > self.left + _INDENT * self.size for line in lines) * 20 >= len(lines)
        gaps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 6 * self.size]
        self.step = median(gaps) if gaps else 2 * self.size

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether ``line`` belongs to the paragraph of the line before it, on the same page or the next."""
        if before.x1 < self.right - _SLACK * self.size and not self._too_wide(before, line):
            return False
        if self._goes_on_centred(before, line):
            return True
        if line.x0 > self.left + _INDENT * self.size or not 1 / _ALIKE < line.size / before.size < _ALIKE:
            return False
        if line.top > before.top and line.top - before.top > _FAR * self.step:
            return False
        if not self.indented and (before.text[-1] in _ENDS or _OPENS.match(line.text)):
            return False
        return before.width == line.width

    def _goes_on_centred(self, before: Line, line: Line) -> bool:
        """Whether both are lines of one title, larger than the text, that was too long for a line."""
        if min(before.size, line.size) < _ALIKE * self.size or not 1 / _ALIKE < line.size / before.size < _ALIKE:
            return False
        aside = (line.x0 - self.left) - (self.right - line.x1)
        return abs(aside) < 2 * line.size and 0 < line.top - before.top < 3 * line.size

    def _too_wide(self, before: Line, line: Line) -> bool:
        """Whether the first word of ``line`` had no room behind the line before it, as a web address has not."""
        word = re.match(r"[!-~]+", line.text)
        share = (line.x1 - line.x0) / max(1, len(line.text))
        return word is not None and before.x1 + len(word[0]) * share > self.right


def _leftmost(starts: Sequence[float], size: float) -> float:
    """The left margin: the leftmost place where several lines begin."""
    counts = Counter(round(start / (size / 2)) for start in starts)
    several = [start for start in starts if counts[round(start / (size / 2))] * 20 >= len(starts)]
    return min(several or starts)
