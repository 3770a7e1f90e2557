"""Automatic numbers of a Word document: which number each paragraph shows, worked out as Word does.

ECMA-376 part 1, 17.9: a paragraph, or its style, names a list and a level; the list's definition says how the level
counts, and a level begins anew after one above it.
"""

import copy
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ingest.formats.numbering import counted

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_LONGEST_CHAIN = 20  # styles based on styles


class Level(NamedTuple):
    """How one level of a list counts and what it puts around the number."""

    format: str
    text: str
    start: int
    suffix: str
    plain: bool  # isLgl: the levels above are shown in digits


class Numbers:
    """The counters of a document; `next` gives a paragraph's number and moves them on."""

    def __init__(self, document: "Document") -> None:
        """Read the definitions; a document without any numbers nothing."""
        self._counters: dict[str, list[int | None]] = {}
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self._starts: dict[tuple[str, int], int] = {}
        self._styles = {s.get(f"{_W}styleId"): s for s in document.styles.element.findall(f"{_W}style")}
        part = next((rel.target_part for rel in document.part.rels.values() if _is_numbering(rel)), None)
        if part is not None:
            self._read(part.element)

    def aside(self) -> Self:
        """A copy whose counting does not show here."""
        other = copy.copy(self)
        other._counters = copy.deepcopy(self._counters)
        other._restarted = set(self._restarted)
        return other

    def style_name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, empty without one."""
        name = getattr(self._style(paragraph), "find", lambda _: None)(f"{_W}name")
        return name.get(f"{_W}val", "") if name is not None else ""

    def next(self, paragraph: Any) -> str:
        """The number that a paragraph shows, with the sign or blank behind it; empty where it shows none."""
        list_id, depth = self._place(paragraph)
        abstract, levels = self._lists.get(list_id, ("", {}))
        if depth not in levels:
            return ""
        numbers = self._counters.setdefault(abstract, [None] * 9)
        self._advance(numbers, list_id, depth, levels)
        level = levels[depth]
        if level.format == "bullet":
            return ""
        said = _PLACE.sub(lambda m: _shown(numbers, levels, int(m[1]) - 1, level.plain), level.text)
        return said if not said or level.suffix == "nothing" or not said[-1].isalnum() else said + " "

    def _advance(self, numbers: list[int | None], list_id: str, depth: int, levels: dict[int, Level]) -> None:
        start = self._starts.get((list_id, depth))
        if start is not None and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            numbers[depth] = start
        else:
            before = numbers[depth]
            numbers[depth] = levels[depth].start if before is None else before + 1
        numbers[depth + 1 :] = [None] * (8 - depth)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else its style's, else that of the style below."""
        properties = paragraph.find(f"{_W}pPr")
        own = properties.find(f"{_W}numPr") if properties is not None else None
        list_id, depth = _named(own)
        style = self._style(paragraph)
        for _ in range(_LONGEST_CHAIN):
            if style is None or (list_id is not None and depth is not None):
                break
            below = _named(style.find(f"{_W}pPr/{_W}numPr"))
            list_id, depth = list_id if list_id is not None else below[0], depth if depth is not None else below[1]
            based = style.find(f"{_W}basedOn")
            style = self._styles.get(based.get(f"{_W}val")) if based is not None else None
        return list_id or "", depth or 0

    def _style(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(named.get(f"{_W}val")) if named is not None else None

    def _read(self, numbering: Any) -> None:
        abstracts = {a.get(f"{_W}abstractNumId"): a for a in numbering.findall(f"{_W}abstractNum")}
        for num in numbering.findall(f"{_W}num"):
            list_id, abstract = num.get(f"{_W}numId"), _val(num, "abstractNumId")
            if abstract not in abstracts or list_id == "0":
                continue
            levels = dict(map(_level, abstracts[abstract].findall(f"{_W}lvl")))
            for override in num.findall(f"{_W}lvlOverride"):
                depth = int(override.get(f"{_W}ilvl", "0"))
                levels.update(map(_level, override.findall(f"{_W}lvl")))
                if (start := _val(override, "startOverride")).isdigit():
                    self._starts[list_id, depth] = int(start)
            self._lists[list_id] = (abstract, levels)


def _is_numbering(relation: Any) -> bool:
    return not relation.is_external and relation.reltype.endswith("/numbering")


def _named(properties: Any) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    list_id, depth = _val(properties, "numId"), _val(properties, "ilvl")
    return list_id or None, int(depth) if depth.isdigit() else None


def _level(lvl: Any) -> tuple[int, Level]:
    start = _val(lvl, "start")
    return int(lvl.get(f"{_W}ilvl", "0")), Level(
        format=_val(lvl, "numFmt") or "decimal",
        text=_val(lvl, "lvlText"),
        start=int(start) if start.isdigit() else 0,
        suffix=_val(lvl, "suff") or "tab",
        plain=lvl.find(f"{_W}isLgl") is not None,
    )


def _shown(numbers: list[int | None], levels: dict[int, Level], depth: int, plain: bool) -> str:
    level = levels.get(depth)
    number = numbers[depth]
    if number is None:
        number = level.start if level else 1
    return counted(number, "decimal" if plain or level is None else level.format)


def _val(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""
