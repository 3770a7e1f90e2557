"""A report opened for the rules: its cleaned text, its sentences and every number in them, tables left out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bot.reading.amounts import Amount, amount
from ingest.facts.flow import Flow
from ingest.facts.mentions import Mention, mentions
from ingest.figures import hedged
from ingest.frame import closing_offset
from ingest.schema import Figure, Section, Span, Stored
from ingest.view import View

LIMIT = 160
# Schools, hospitals and enterprises report by rules of their own (2019 第五十五条), with titles of their own.
_UNBOUND = re.compile(r"(?:大学|学院|学校|[中小]学|幼儿园|医院|公司|集团)$")
_SCHOOL = re.compile(r"(?:大学|学院|学校|[中小]学|幼儿园)$")
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?[”\"')]*")
_BOUNDARY = re.compile(r"[,;。:、\n!?()]")
_ONE = re.compile(
    r"(?:不存在|不予公开|不公开|不予处理|不明确|不掌握|不属于[^,。;]{0,10}|无法提供)[”\"]?(?:的|答复|有|共)?(?P<one>一(?P<unit>[件条例宗起份]))(?=[^一-龥]|$)"
)
Range = tuple[int, int]


@dataclass(frozen=True)
class Number:
    """A number with its unit, in view indexes; ``label`` is what its clause says before it, ``sign`` what parts it."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    hedge: str | None
    label: str
    sign: str
    first: int

    @property
    def amount(self) -> Amount:
        """Every value that the number may stand for."""
        return amount(self)  # type: ignore[arg-type]

    @property
    def words(self) -> str:
        """The number as printed, without its unit."""
        return hedged(plain(self.value), "", self.hedge)

    @property
    def said(self) -> str:
        """The number as printed, with unit and hedge."""
        return hedged(plain(self.value), self.unit, self.hedge)


class Page:
    """One report for the rules. Positions are indexes of the view; `span` gives the citation behind them."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.report = stored.report
        self.rid = stored.report.report_id
        self.view = Flow(View(stored.text), stored.sections)  # a sentence goes on over lines of fixed width
        self.text = self.view.text

    @property
    def year(self) -> int | None:
        """The year that the report is about."""
        return self.report.year

    @property
    def unbound(self) -> bool:
        """Whether the body is no administrative organ, so that the form and the items of these do not bind it."""
        return bool(_UNBOUND.search(self.report.agency or ""))

    @property
    def school_year(self) -> bool:
        """Whether the report is of a school's year from September to August (教育部令第29号)."""
        return "学年" in self.text and bool(_SCHOOL.search(self.report.agency or "") or "学年" in self.report.title)

    @cached_property
    def lines(self) -> list[Range]:
        """The lines of prose: not blank, not of a table, not of the closing."""
        closing = self.view.find(closing_offset(self.view.original, 0, len(self.view.original)))
        return [(s, e) for s, e in self.view.lines if s < e and s < closing and not self._is_row(s, e)]

    def _is_row(self, start: int, end: int) -> bool:
        original = self.view.original[self.view.at(start) : self.view.at(end - 1) + 1]
        return "\t" in original or original.count("|") > 1

    @cached_property
    def sentences(self) -> list[Range]:
        """Sentences of prose, in order; one never crosses a line."""
        return [m.span() for s, e in self.lines for m in _SENTENCE.finditer(self.text, s, e)]

    @cached_property
    def numbers(self) -> list[Number]:
        """Every number with a unit, in order."""
        found: list[Number] = []
        for mention in sorted([*mentions(self.text), *self._ones()], key=lambda m: m.start):
            if (
                mention.unit[0] != "/"
                and self.in_lines(mention.start)
                and not (found and mention.start < found[-1].end)
            ):
                found.append(self._number(mention, found[-1].end if found else 0))
        return found

    def _ones(self) -> Iterable[Mention]:
        """一件 behind an outcome that is worded as a denial (信息不存在的一件): one, and no idiom."""
        for match in _ONE.finditer(self.text):
            at, end = match.start("one"), match.end()
            yield Mention(at, end, Decimal(1), None, match["unit"], None, "", "", "", "", "")

    def in_lines(self, position: int) -> bool:
        """Whether a position is in a line of prose."""
        at = bisect_right(self._starts, position) - 1
        return at >= 0 and position < self.lines[at][1]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.lines]

    def within(self, start: int, end: int) -> list[Number]:
        """The numbers that begin in ``[start, end)``."""
        keys = self._number_starts
        return self.numbers[bisect_left(keys, start) : bisect_left(keys, end)]

    @cached_property
    def _number_starts(self) -> list[int]:
        return [n.start for n in self.numbers]

    def _number(self, mention: Mention, previous: int) -> Number:
        at = mention.start
        while at > previous and not _BOUNDARY.match(self.text[at - 1]):
            at -= 1
        said = self.text[at : mention.start] + ("占" if self.text.startswith("约占", mention.start) else "")
        sign = self.text[at - 1] if at > 0 else ""
        return Number(
            mention.start, mention.end, mention.value, mention.upper, mention.unit, mention.hedge, said, sign, at
        )

    def of(self, span: Range) -> str:
        """The cleaned words of a range."""
        return self.text[slice(*span)]

    def sentence_at(self, position: int) -> Range:
        """The sentence that holds a position; the position alone where it stands in no prose."""
        at = bisect_right(self._sentence_starts, position) - 1
        held = at >= 0 and position < self.sentences[at][1]
        return self.sentences[at] if held else (position, position + 1)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def paragraph_at(self, position: int) -> Range:
        """The line that holds a position."""
        return next(((s, e) for s, e in self.view.lines if s <= position <= e), (position, position))

    def place(self, figure: Figure) -> Range:
        """A figure's range in the view."""
        return self.view.find(figure.start), self.view.find(figure.end)

    def sentence_of(self, figure: Figure) -> str:
        """The cleaned sentence that a figure stands in."""
        return self.of(self.sentence_at(self.place(figure)[0]))

    def in_prose(self, figure: Figure) -> bool:
        """Whether a figure is not a table's."""
        return self.in_lines(self.place(figure)[0])

    def span(self, start: int, end: int) -> tuple[str, Span]:
        """The citation behind a range, cut to `LIMIT` characters: its report and its place in the text."""
        first, last = self.view.span(start, end)
        return self.rid, Span(start=first, end=min(last, first + LIMIT))

    def spans(self, ranges: Iterable[Range]) -> tuple[tuple[str, Span], ...]:
        """The citations behind ranges: one where they fit into one quotation, else one each."""
        inside = sorted(ranges)
        if not inside:
            return ()
        first, last = self.view.span(inside[0][0], max(e for _, e in inside))
        if last - first <= LIMIT:
            return ((self.rid, Span(start=first, end=last)),)
        return tuple(dict.fromkeys(self.span(s, e) for s, e in inside))

    def figure_span(self, figure: Figure) -> tuple[str, Span]:
        """The citation of a figure."""
        return self.rid, Span(start=figure.start, end=min(figure.end, figure.start + LIMIT))

    @cached_property
    def title_spans(self) -> tuple[tuple[str, Span], ...]:
        """The title, or the first line: the place of what the report as a whole has or lacks."""
        title = next((s for s in self.stored.sections if s.kind == "title"), None)
        if title is None:
            return self.spans(self.lines[:1])
        return ((self.rid, Span(start=title.start, end=min(title.end, title.start + LIMIT))),)

    @cached_property
    def headings(self) -> list[Section]:
        """The titled sections of the outline, annexes left out."""
        return [s for s in self.stored.sections if s.level > 0 and not s.title.startswith("附")]


def plain(value: Decimal) -> str:
    """A value in digits, without an exponent or idle zeros."""
    return format(value.normalize() if value % 1 else value.to_integral_value(), "f")
