"""A web page to paragraphs: what a reader of the page sees of the report, without the site around it.

Parsed by BeautifulSoup over lxml's HTML parser, which fetches nothing and expands no entity from elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.formats.decode import decode_page
from ingest.formats.flatten import Extracted, Grid, Raw, flat, grid_of, is_layout
from ingest.formats.numbering import counted
from ingest.formats.safe import LARGEST_TEXT, scrub

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_LARGEST = 5 * LARGEST_TEXT  # bytes of markup
_DEEPEST = 200
_WIDEST = 200  # columns that one cell may cover
_NEVER = _words(
    "script style nav footer aside noscript template iframe object embed svg math canvas audio video"
    " button select textarea input head link meta dialog map applet frameset rp rt"
)
_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby s samp"
    " small span strike strong sub sup time tt u var wbr o:p st1:chsdate"
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# What sites call the parts around an article, word by word of their ids and classes.
_AROUND = _words(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs bread footer foot copyright"
    " share sharing bdsharebuttonbox sidebar toolbar topbar bottombar login search searchbox related"
    " relate recommend pagination pager weizhi dqwz position location qrcode ewm erweima friendlink links"
    " prevnext prenext"
)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_ARTICLE = (
    "article", "main", "[role=main]", "#UCAP-CONTENT", ".TRS_UEDITOR", ".TRS_Editor", "#zoom", "#Zoom", "#content",
    ".article-content", ".article_content", ".articleContent", ".news_content", ".pages_content", ".content",
    "#article", ".article",
)  # fmt: skip
_NUMBERED = re.compile(r"[一二三四五六]、")
_TITLE = re.compile(r"年度报告|年报|信息公开.{0,12}(?:报告|总结)")
_LIST_STYLES = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting", "cjk-decimal": "chineseCounting",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_NO_LABEL = {"none", "disc", "circle", "square"}
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…]"
_BROKEN = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]+\s*(?={_HAN})")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


def read_html(data: bytes, name: str) -> Extracted:
    """The paragraphs of a web page in its order, headings on lines of their own, tables row by row.

    Raises:
        ReadError: in no known encoding, too large, or nested beyond reading.
    """
    from bs4 import BeautifulSoup

    if len(data) > _LARGEST:
        raise ReadError(f"{name!r} 超过 {_LARGEST // 1_000_000} MB：请只保存网页正文")
    markup, broken = decode_page(data, name)
    try:
        page = _Page()
        page.take(_article(_seen(BeautifulSoup(markup, "lxml"))))
    except RecursionError as error:
        raise ReadError(f"{name!r} 的网页层次过深，读不了：请另存为 .docx 或纯文本") from error
    notes = (f"有{broken}处文字编码损坏，显示为“\ufffd”",) if broken else ()
    return Extracted(page.lines, page.tables, notes)


def _seen(soup: "BeautifulSoup") -> "Tag":
    """The body without what is not shown and without what sites put around an article."""
    from bs4 import CData, Comment, Declaration, Doctype, ProcessingInstruction

    unseen = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
    for part in soup.find_all(string=lambda said: isinstance(said, unseen)):
        part.extract()
    for tag in soup.find_all(sorted(_NEVER)):
        tag.decompose()
    for tag in soup.find_all(_is_hidden):
        if not tag.decomposed:
            tag.decompose()
    body = soup.body or soup
    whole = _length(body)
    for tag in body.find_all(_is_around):
        if not tag.decomposed and _length(tag) * 5 < whole and not _NUMBERED.search(tag.get_text()):
            tag.decompose()
    return body


def _is_hidden(tag: "Tag") -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    return _HIDING.search(str(tag.get("style") or "")) is not None


def _is_around(tag: "Tag") -> bool:
    names = [str(tag.get("id") or ""), *(tag.get("class") or [])]
    return any(word.lower() in _AROUND for name in names for word in [name, *_WORD.findall(name)])


def _article(body: "Tag") -> "Tag":
    """The smallest known container of an article that holds nearly all of the page with the report's title, or all."""
    whole = _length(body)
    held = [tag for tag in body.select(", ".join(_ARTICLE)) if _length(tag) * 10 >= whole * 6]
    titled = [tag for tag in held if _TITLE.search(tag.get_text()[:200])]
    return min(titled, key=_length) if titled else body


def _length(tag: "Tag") -> int:
    return sum(len(text.strip()) for text in tag.strings)


class _Page:
    """Walks the tree and gathers paragraphs; ``tables`` counts those that were flattened."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables = 0
        self._words: list[str] = []

    def take(self, tag: "Tag") -> None:
        """All of a tag."""
        self._children(tag, 0)
        self._end()

    def _end(self) -> None:
        """Close the paragraph."""
        paragraph = _collapsed("".join(self._words))
        self._words = []
        self.lines += [line for line in (part.strip(" ") for part in paragraph.split("\v")) if line.strip()]

    def _children(self, tag: "Tag", depth: int) -> None:
        for child in tag.children:
            if getattr(child, "name", None) is None:
                self._words.append(str(child).replace("\v", " "))
            elif depth > _DEEPEST:
                self._words.append(child.get_text())
            else:
                self._tag(child, depth + 1)

    def _tag(self, tag: "Tag", depth: int) -> None:
        if tag.name == "br":
            self._words.append("\v")
        elif tag.name == "pre":
            self._end()
            self.lines += [line.strip() for line in tag.get_text().splitlines() if line.strip()]
        elif tag.name == "table":
            self._end()
            self._table(tag, depth)
        elif tag.name == "ol":
            self._end()
            self._list(tag, depth)
        elif tag.name in _INLINE:
            self._children(tag, depth)
        else:
            self._end()
            self._children(tag, depth)
            self._end()

    def _list(self, tag: "Tag", depth: int) -> None:
        style = _LIST_STYLE.search(str(tag.get("style") or ""))
        kind = style[1].lower() if style else str(tag.get("type") or "1")
        number = _whole(tag.get("start"), 1)
        for child in tag.find_all(recursive=False):
            if child.name == "li":
                number = _whole(child.get("value"), number)
                self._words.append(_label(kind, number, child.get_text()))
                number += 1
            self._children(child, depth)
            self._end()

    def _table(self, tag: "Tag", depth: int) -> None:
        caption = tag.find("caption", recursive=False)
        if caption is not None:
            self._children(caption, depth)
            self._end()
        rows = list(_rows(tag))
        grid = _grid(rows)
        if tag.find("table") is not None or is_layout(grid):
            for cell in (cell for row in rows for cell in _cells(row)):
                self._children(cell, depth)
                self._end()
            return
        self.tables += 1
        self.lines += flat(grid)


def _collapsed(text: str) -> str:
    """Blanks as a browser shows them; a line broken between two Chinese characters has none."""
    text = _BROKEN.sub("", scrub_keeping_breaks(text))
    return re.sub(r" ?\v ?", "\v", _BLANKS.sub(" ", text))


def scrub_keeping_breaks(text: str) -> str:
    """As `scrub`, but for the sign that stands for ``<br>`` here."""
    return "\v".join(scrub(part) for part in text.split("\v"))


def _label(kind: str, number: int, said: str) -> str:
    """The number that a browser puts before an item, unless the item says its own."""
    if kind in _NO_LABEL or re.match(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])", said):
        return ""
    format_ = _LIST_STYLES.get(kind, "decimal")
    return counted(number, format_) + ("、" if format_ == "chineseCounting" else ".")


def _whole(value: object, default: int) -> int:
    return int(str(value)) if re.fullmatch(r"\d{1,4}", str(value or "")) else default


def _rows(table: "Tag") -> Iterator["Tag"]:
    """The rows of a table, not those of a table inside it."""
    for child in table.find_all(["tr", "thead", "tbody", "tfoot"], recursive=False):
        if child.name == "tr":
            yield child
        else:
            yield from child.find_all("tr", recursive=False)


def _cells(row: "Tag") -> Iterable["Tag"]:
    return row.find_all(["td", "th"], recursive=False)


def _grid(rows: Iterable["Tag"]) -> Grid:
    return grid_of([[_raw(cell) for cell in _cells(row)] for row in rows])


def _raw(cell: "Tag") -> Raw:
    inner = _Page()
    inner.take(cell)
    rowspan = min(_whole(cell.get("rowspan"), 1), 1000)
    return "\n".join(inner.lines), rowspan, max(1, min(_whole(cell.get("colspan"), 1), _WIDEST))
