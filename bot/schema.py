"""The nouns of answering: Scope, Question, Evidence, Draft, Citation, Claim, Answer, Field, Summary, Comparison."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from ingest.schema import Exact, Figure, Noun, Report, Span

ClaimKind = Literal["quote", "figure", "computed", "absence", "verdict", "generated"]
Status = Literal["answered", "no_evidence", "needs_clarification"]
Intent = Literal["number", "practice", "yes_no"]
Operation = Literal["sum", "difference", "ratio", "share", "growth", "accumulated", "largest", "smallest", "count"]
FieldStatus = Literal["stated", "not_stated", "conflicting"]
CellStatus = Literal[
    "stated", "zero", "conflicting", "in_parts", "in_words", "other_scope", "not_stated", "no_report"
]  # fmt: skip


class Scope(Noun):
    """The reports and years that a question is about.

    ``reports`` are ids; ``named`` says whether the question itself named bodies; ``unknown`` are bodies that it names
    and the library does not hold; ``vague`` is the wording that points at one unnamed body, if any.
    """

    reports: tuple[str, ...]
    years: tuple[int, ...] = ()
    named: bool = False
    everyone: bool = False
    unknown: tuple[str, ...] = ()
    vague: str | None = None


class Question(Noun):
    """A question understood: what it asks, of whom, about which metrics; ``rest`` leaves out its bodies and years."""

    text: str
    standalone: str
    scope: Scope
    intent: Intent
    metrics: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    rest: str = ""


class Evidence(Noun):
    """A passage retrieved for a question, with its score in every channel (``None``: the channel did not return it)."""

    report_id: str
    passage_id: int
    section: tuple[str, ...]
    span: Span
    quote: str
    score: float
    lexical: float | None = None
    dense: float | None = None


class Citation(Span):
    """An exact quotation: ``quote == text[start:end]`` of the report's canonical text."""

    n: int = Field(ge=1)
    report_id: str
    agency: str | None
    year: int | None
    section: tuple[str, ...]
    quote: str


class Computation(Noun):
    """Arithmetic that anybody can do again: ``op`` over ``operands`` (report id, figure), in order, gives ``value``.

    ``text`` is the calculation as shown (``21条 + 63条 = 84条``); ``hedge`` is kept from hedged operands.
    """

    op: Operation
    operands: tuple[tuple[str, Figure], ...]
    value: Exact
    unit: str
    hedge: str | None = None
    text: str


class Draft(Noun):
    """A claim before the gate: its words and the spans it rests on, by report.

    ``absent`` are the words that none of the ``searched`` reports may have, for an ``absence`` claim. ``asked`` is the
    question that it answers: what a claim worded by code says (是, 不一致, what is counted) depends on it.
    """

    text: str
    kind: ClaimKind
    spans: tuple[tuple[str, Span], ...] = ()
    figures: tuple[tuple[str, Figure], ...] = ()
    computed: Computation | None = None
    computation: str | None = None
    searched: tuple[str, ...] | None = None
    absent: tuple[str, ...] = ()
    asked: Question | None = None


class Claim(Noun):
    """One sentence or less that stands, with the numbers of its citations."""

    text: str
    kind: ClaimKind
    citations: tuple[int, ...] = ()
    computation: str | None = None
    searched: tuple[str, ...] | None = None


class Withheld(Noun):
    """A claim that fell at the gate, with the check that it failed and why."""

    text: str
    check: str
    reason: str


class Coverage(Noun):
    """How many of the reports in scope an answer speaks for, and which are missing."""

    answered: int
    of: int
    missing: tuple[str, ...] = ()


class Drafted(Noun):
    """What a drafter hands to the gate: claims to be checked, and what it knows of its own completeness.

    ``coverage`` is given by a drafter that went over all figures of the scope; else it follows from the citations.
    """

    drafts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()
    coverage: Coverage | None = None


class Answer(Noun):
    """What comes back for every question; a refusal is an Answer too."""

    id: str
    question: str
    standalone_question: str
    status: Status
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    closest: tuple[Citation, ...] = ()
    candidates: tuple[Report, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = Field(ge=0, le=1)
    scope: Scope
    coverage: Coverage | None = None
    mode: str = "extractive"
    prompt_hash: str | None = None
    usage: dict[str, Any] | None = None
    timings: dict[str, float] = {}
    explain: dict[str, Any] | None = Field(default=None, exclude_if=lambda value: value is None)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.status != "answered" and (self.claims or self.citations):
            raise ValueError(f"a {self.status} answer makes no claims")
        known = {citation.n for citation in self.citations}
        if dangling := {n for claim in self.claims for n in claim.citations} - known:
            raise ValueError(f"claims cite unknown numbers {sorted(dangling)}")
        return self


class Item(Noun):
    """One line of a list field."""

    label: str
    value: Exact | None = None
    unit: str | None = None
    hedge: str | None = Field(default=None, exclude_if=lambda hedge: hedge is None)
    citations: tuple[int, ...] = ()


class SummaryField(Noun):
    """One field of a summary; a field that is not stated has no value, which is not zero."""

    label: str
    status: FieldStatus
    value: Exact | None = None
    value_max: Exact | None = Field(default=None, exclude_if=lambda most: most is None)
    unit: str | None = None
    hedge: str | None = None
    scope: str | None = None
    text: str | None = None
    items: tuple[Item, ...] = ()
    citations: tuple[int, ...] = ()


class SectionPoints(Noun):
    """The key points of one section, as claims."""

    path: tuple[str, ...]
    points: tuple[Claim, ...]


class Finding(Noun):
    """What an audit rule found, with its arithmetic."""

    rule: str
    severity: Literal["error", "warning", "info"]
    message: str
    computation: str | None = None
    citations: tuple[Citation, ...] = ()


class Summary(Noun):
    """One report on one page: fields, key points by section, findings."""

    report_id: str
    agency: str | None
    year: int | None
    title: str
    period: str | None
    sha256: str
    fields: dict[str, SummaryField]
    sections: tuple[SectionPoints, ...]
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()


class Beside(Noun):
    """A figure beside a cell's own: a rival that contradicts it, the metric in another scope, or a part of it."""

    label: str
    text: str
    value: Exact
    value_max: Exact | None = None
    unit: str
    hedge: str | None = None
    scope: str | None = None
    period: str | None = None
    citation: Citation


class Cell(Noun):
    """What one report says of one metric for its own year; only ``stated``, ``zero``, ``conflicting`` have a value.

    ``other_scope``: the report has the figure for another scope only (``elsewhere``, never in ``value``);
    ``in_parts``: it states parts and no whole (``parts``); ``in_words``: it speaks of it without a number;
    ``not_stated``: figures and sentences were searched in vain;
    ``no_report``: the body has no report of that year. ``text`` is value, hedge and unit as a person writes them.
    """

    status: CellStatus
    value: Exact | None = None
    value_max: Exact | None = None
    unit: str | None = None
    hedge: str | None = None
    scope: str | None = None
    text: str | None = None
    citations: tuple[Citation, ...] = ()
    rivals: tuple[Beside, ...] = ()
    elsewhere: tuple[Beside, ...] = ()
    parts: tuple[Beside, ...] = ()


class Row(Noun):
    """One report's cells by metric key; ``report_id`` is ``None`` where the body has no report of that year."""

    report_id: str | None
    agency: str | None
    year: int | None
    title: str | None
    cells: dict[str, Cell]


class Missing(Noun):
    """A cell without a value of its own, and why."""

    report_id: str | None
    agency: str | None
    year: int | None
    metric: str
    label: str
    status: CellStatus


class Comparison(Noun):
    """Figures side by side: one row a report (by body, then year), the same metrics in the same order in each."""

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...] = ()
