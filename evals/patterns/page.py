"""The page a generated report is typed on: every piece put on it is placed, and its gold kept."""

from dataclasses import dataclass, field
from typing import NamedTuple

from evals.patterns import Mark, parse
from evals.patterns.draw import Drawn, Slots
from evals.schema import HeadingGold, Pattern, StatedFact, Statement

_HANZI = "〇一二三四五六七八九十"
_HALF = str.maketrans("，：；（）", ",:;()")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


class Style(NamedTuple):
    """The typing habits of one report; ``levels`` are the number forms of heading levels 1 to 3."""

    half_width: bool
    digits: str
    levels: tuple[str, str, str]
    run_in: bool
    itemised: bool
    indent: str
    gap: str
    wordiness: int


class Identity(NamedTuple):
    """Who reports, for which year, and how it calls itself."""

    agency: str
    year: int
    short: str
    county: str


def hanzi(number: int) -> str:
    """A Chinese numeral from 一 to 十九."""
    return _HANZI[number] if number <= 10 else f"十{_HANZI[number - 10]}"


def render(value: int | str, digits: str) -> str:
    """A number as typed: ``digits`` is plain, comma, full, hanzi (to ten) or wan (from 10,000); text stays as it is."""
    if isinstance(value, str):
        return value
    if digits == "hanzi" and 0 < value <= 10:
        return "两" if value == 2 else _HANZI[value]
    if digits == "wan" and value >= 10000 and value % 100 == 0:
        return f"{value / 10000:g}万"
    if digits == "comma":
        return f"{value:,}"
    return str(value).translate(_FULL) if digits == "full" else str(value)


def _period(scope: str, year: int) -> tuple[str, str]:
    """(scope, period) as the gold names them."""
    if scope == "上年":
        return "以前年度", str(year - 1)
    periods = {"累计": f"截至{year}年底", "以前年度": f"{year}年以前", "计划": str(year + 1)}
    return scope, periods.get(scope, str(year))


@dataclass
class Page:
    """A text under way, with the gold of what has been put on it so far."""

    who: Identity
    style: Style
    slots: Slots
    parts: list[str] = field(default_factory=list)
    length: int = 0
    facts: list[StatedFact] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    headings: list[HeadingGold] = field(default_factory=list)

    def words(self) -> dict[str, object]:
        """What the placeholders of a pattern stand for."""
        year = self.who.year
        return {"year": year, "last": year - 1, "next": year + 1, "short": self.who.short}

    def put(self, text: str) -> tuple[int, int, str]:
        """Appends; returns (start, end, the text as it stands)."""
        text = text.translate(_HALF) if self.style.half_width else text
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length, text

    def paragraph(self) -> None:
        """Starts a new paragraph, unless one has just begun."""
        if self.parts[-2:] != [self.style.gap, self.style.indent]:
            self.put(self.style.gap)
            self.put(self.style.indent)

    def heading(self, level: int, number: int, title: str, run_in: bool = False) -> None:
        """A numbered heading on a line of its own, or run in before its text."""
        self.paragraph()
        start, _, form = self.put(self.style.levels[level - 1].format(h=hanzi(number), d=number))
        _, _, title = self.put(title)
        kind = "run_in" if run_in else "heading"
        self.headings.append(HeadingGold(level=level, number=form, title=title, start=start, kind=kind))
        if run_in:
            self.put("。")
        else:
            self.paragraph()

    def sentence(self, pattern: Pattern) -> None:
        """Words one pattern with the drawn numbers."""
        for piece in parse(pattern.text):
            if isinstance(piece, str):
                self.put(piece.format(**self.words()))
            elif piece.metric:
                self.statement(piece.metric, piece.body.format(**self.words()), pattern.id)
            else:
                self._mark(piece, pattern.id)

    def statement(self, metric: str, text: str, pattern: str) -> None:
        """Tells a metric in words."""
        start, end, quote = self.put(text)
        self.statements.append(Statement(metric=metric, start=start, end=end, quote=quote, pattern=pattern))

    def _mark(self, mark: Mark, pattern: str) -> None:
        if not mark.numeric:
            place = self.put(mark.body.format(**self.words()))
            for name in mark.slots:
                self._fact(self.slots[name][0], mark, place, pattern)
            return
        for index, drawn in enumerate(self.slots[mark.slots[0]]):
            if index:
                self.put(mark.join or "")
            number = render(drawn.value, self.style.digits)
            place = self.put(mark.body.format(n=number, label=drawn.label, **self.words()))
            self._fact(drawn, mark, place, pattern)

    def _fact(self, drawn: Drawn, mark: Mark, place: tuple[int, int, str], pattern: str) -> None:
        scope, period = _period(drawn.scope, self.who.year)
        start, end, quote = place
        self.facts.append(
            StatedFact(
                metric=drawn.metric, label=drawn.label, value=str(drawn.value), unit=mark.unit, hedge=mark.hedge,
                scope=scope, period=period, start=start, end=end, quote=quote, pattern=pattern,
            )
        )  # fmt: skip
