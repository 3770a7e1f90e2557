"""Runs in a process of its own, under limits: a PDF's bytes on standard input, its paragraphs as JSON on the output.

Characters and rules come from pdfplumber; pdfium, another parser, opens the file first and has to agree with every
digit of a table.
"""

import gc
import io
import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.formats.flatten import flat
from ingest.formats.pdf_lines import Block, Line, Table, lines_of, paragraphs, without_furniture
from ingest.formats.pdf_tables import joined, table_of, tables_on
from ingest.formats.safe import LARGEST_TEXT, limit_self, scrub

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdfium2 import PdfTextPage

_MOST_PAGES = 500
_FEWEST = 10  # visible characters on a page that has any text worth the name
_MOST_CHARS = 30_000  # on one page: more is a drawing
_TURNED = 0.3  # of the characters: no watermark, but a page that lies on its side
_UNPLACED = -1.0  # a page width that no page has
_UNREAD = re.compile(r"\(cid:\d+\)")


class Refused(Exception):  # noqa: N818 (a verdict, no fault)
    """Why a file is not read: a key that the parent has words for."""


def main() -> None:
    """Read standard input, answer on standard output."""
    limit_self()
    logging.disable()  # pdfminer tells every token
    gc.set_threshold(100_000)
    try:
        found = read(sys.stdin.buffer.read())
    except Refused as refused:
        found = {"refused": str(refused)}
    except MemoryError:
        found = {"refused": "greedy"}
    except Exception as error:  # both parsers raise many kinds for a broken file
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        found = {"refused": "broken"}
    json.dump(found, sys.stdout)


def read(data: bytes) -> dict[str, Any]:
    """``{lines, tables, notes}``.

    Raises:
        Refused: encrypted, scanned, broken, too many pages, too much text.
    """
    import pdfplumber

    document = _opened(data)
    pages: list[list[Block]] = []
    doubtful: list[int] = []
    size = 0
    with pdfplumber.open(io.BytesIO(data)) as plumbed:
        for number, page in enumerate(plumbed.pages, 1):
            blocks, sound = _blocks(page, document[number - 1].get_textpage())
            doubtful += [] if sound else [number]
            size += sum(len(line.text) for block in blocks if isinstance(block, Line) for line in [block])
            if size > LARGEST_TEXT:
                raise Refused("long")
            pages.append(blocks)
            page.close()
    return _told(pages, doubtful, [len(_visible(document, n)) for n in range(len(pages))])


def _opened(data: bytes) -> Any:
    """The document as pdfium sees it: not encrypted, not too long, not without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "assword" in str(error) or "ecurity" in str(error) else "broken") from error
    if not len(document):
        raise Refused("broken")
    if len(document) > _MOST_PAGES:
        raise Refused("pages")
    if all(len(_visible(document, n)) < _FEWEST for n in range(len(document))):
        raise Refused("scanned")
    return document


def _visible(document: Any, number: int) -> str:
    return re.sub(r"\s", "", document[number].get_textpage().get_text_range())


def _blocks(page: "Page", check: "PdfTextPage") -> tuple[list[Block], bool]:
    """A page's lines and tables from top to bottom, and whether every table agreed with the text layer."""
    every = page.dedupe_chars().chars
    chars = [char for char in every if _is_level(char)]  # what lies aslant is a watermark
    turned = len(every) - len(chars) > _TURNED * len(every)
    if len(chars) > _MOST_CHARS or turned or any(_UNREAD.search(char["text"]) for char in chars) or not chars:
        return list(_unplaced(check.get_text_range())), True
    sound = True
    blocks: list[Block] = []
    for table in tables_on(page):
        inside = [char for char in chars if _within(char, table.bbox)]
        ruled = table_of(table, inside, check, page)
        if ruled is None:
            sound = False
            continue
        chars = [char for char in chars if not _within(char, table.bbox)]
        blocks.append(ruled)
    blocks += lines_of(chars, page.width, page.height)
    return sorted(blocks, key=lambda block: block.top), sound


def _is_level(char: dict[str, Any]) -> bool:
    along, up = char["matrix"][:2]
    return abs(up) <= 0.1 * abs(along)


def _within(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _unplaced(text: str) -> Iterator[Line]:
    """The lines of a page whose characters only pdfium can place, in the order of its text layer.

    Their lengths are counted in characters, so they share no margins with the pages measured in points.
    """
    texts = [line.strip() for line in scrub(text).split("\n") if line.strip()]
    for number, words in enumerate(texts):
        wide = sum(0.5 if char.isascii() else 1.0 for char in words)
        yield Line(words, 0.0, wide, float(number), number + 1.0, 1.0, _UNPLACED, float(len(texts)))


def _told(pages: Sequence[list[Block]], doubtful: Sequence[int], visible: Sequence[int]) -> dict[str, Any]:
    lines: list[str] = []
    tables = 0
    for block in paragraphs(joined(without_furniture(pages))):
        if isinstance(block, Table):
            tables += 1
            lines += flat(block.grid)
        else:
            lines.append(block)
    return {"lines": lines, "tables": tables, "notes": list(_notes(doubtful, visible))}


def _notes(doubtful: Sequence[int], visible: Sequence[int]) -> Iterator[str]:
    if doubtful:
        yield f"第{_listed(doubtful)}页的表格与文字层对不上，按原来的行照录"
    if empty := [number for number, count in enumerate(visible, 1) if count < _FEWEST]:
        yield f"第{_listed(empty)}页没有文字，可能是扫描图片，需要OCR"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")
