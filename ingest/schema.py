"""The nouns of ingestion: Span, Section, Figure, Passage, Report.

All offsets are Unicode code points into a report's canonical text, half open: ``quote == text[start:end]``.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

SectionKind = Literal["title", "addressee", "preamble", "heading", "run_in", "numbered"]
Era = Literal["2008-2013", "2014-2018", "2019-2020", "2021-", "unknown"]
Exact = Annotated[Decimal, PlainSerializer(lambda d: format(d, "f"), return_type=str)]


class Noun(BaseModel):
    """A frozen value: equal by content, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Noun):
    """A half-open range ``[start, end)`` of code points in a canonical text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: {self.start}..{self.end}")
        return self

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]


class Section(Span):
    """One node of the outline, flat and in text order; ``end`` is the end of its whole subtree.

    ``level`` is 0 for title, addressee and preamble, 1 for the top headings. ``title`` is without its number and
    without a closing ``。`` or ``：``. ``body`` is where the section's own text begins, after the heading.
    """

    number: str
    title: str
    level: int = Field(ge=0)
    path: tuple[str, ...]
    kind: SectionKind
    body: int = Field(ge=0, exclude=True, repr=False)


def path_at(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    """The heading path of the innermost section that holds ``offset``; empty outside every section."""
    inside = [section for section in sections if section.start <= offset < section.end]
    return max(inside, key=lambda section: section.level).path if inside else ()


class Figure(Span):
    """A number in prose as a typed fact.

    ``value`` is exact as printed in ``unit``; ``hedge`` keeps 余, 约, 左右 …; ``scope`` is one of 本年, 累计, 以前年度,
    截至, 计划, 上级 (a whole area that is not the body's own), 他单位 (another body that the text names).
    """

    metric: str
    label: str
    value: Exact
    value_max: Exact | None = None
    unit: str
    hedge: str | None = None
    period: str | None = None
    scope: str | None = None
    section: tuple[str, ...]
    quote: str


class Passage(Span):
    """A piece of one section, small enough for the encoder; ``path`` is search context, not part of the span."""

    path: tuple[str, ...]
    section: int = Field(ge=0)
    tokens: int = Field(ge=0)


class Identity(Noun):
    """Whose report of which year this is, as its own text tells it; ``None`` where the text does not."""

    agency: str | None
    year: int | None
    title: str
    region: str | None
    addressee: str | None
    period: str | None
    era: Era
    aliases: tuple[str, ...] = ()


class Document(Noun):
    """A file read and taken apart: everything that follows from its text alone."""

    path: str
    sha256: str
    text: str
    identity: Identity
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...] = ()


class Report(Identity):
    """A report in the library without its text: the row that scope is decided on."""

    report_id: str
    chars: int
    sha256: str
    path: str


class Stored(Noun):
    """A report of the library, whole."""

    report: Report
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...] = ()


class Outcome(Noun):
    """What became of one path given to ``ingest``."""

    path: str
    status: Literal["new", "unchanged", "replaced", "duplicate", "skipped", "failed"]
    report_id: str | None = None
    agency: str | None = None
    year: int | None = None
    title: str | None = None
    sections: int = 0
    passages: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
