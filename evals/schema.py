"""The nouns of the evals floor: generated reports with their gold, cases, scores."""

from typing import Any, Literal

from pydantic import Field, model_validator

from ingest.schema import Noun

MetricKey = Literal[
    "disclosed_total", "disclosed_cumulative", "categories", "channels", "interpretation", "applications_received",
    "applications_handled", "fees", "reviews", "lawsuits", "organisation", "staff", "training", "inquiries",
    "problems", "plans",
]  # fmt: skip
Split = Literal["dev", "test"]
Status = Literal["answered", "no_evidence", "needs_clarification"]
CaseKind = Literal["ask", "summary", "outline", "search"]
LibraryKind = Literal["seeds", "wide", "own"]
Condition = Literal["closed_book", "oracle", "given", "whole"]


class Pattern(Noun):
    """One sentence template; the grammar of ``text`` is told in ``evals/generate.py``.

    ``states`` are the metrics its marks state; ``hints`` are metrics its wording touches without stating them, so that
    a report which uses it makes no claim about them either way.
    """

    id: str
    split: Split
    topic: str
    states: tuple[MetricKey, ...] = ()
    hints: tuple[MetricKey, ...] = ()
    text: str
    zero_ok: bool = False
    since: int = 2008
    until: int = 2023


class StatedFact(Noun):
    """One number the text states; offsets are code points into the report's text.

    ``label`` is "" for the metric's own headline number, and the part's name for a part of it (网络申请, 专职 …).
    ``metric`` "other" marks a true number that belongs to no summary field: a distractor.
    """

    metric: MetricKey | Literal["other"]
    label: str = ""
    value: str
    unit: str
    hedge: str | None
    scope: str
    period: str
    start: int
    end: int
    quote: str
    pattern: str


class Statement(Noun):
    """A metric told in words, without a number: a problem, a plan, a channel."""

    metric: MetricKey
    start: int
    end: int
    quote: str
    pattern: str


class HeadingGold(Noun):
    """One line of the outline; ``start`` is the first character of the number, ``title`` has no closing mark."""

    level: int
    number: str
    title: str
    start: int
    kind: Literal["title", "addressee", "preamble", "heading", "run_in"]


class GeneratedReport(Noun):
    """A report and everything that is certain about it; construction fails when a quote is not the text's.

    ``not_stated`` are the metrics on which the text is silent. A metric in neither list is touched in words without
    being stated (``Pattern.hints``): nothing is claimed about it. ``patterns`` are the ids used, in text order.
    """

    filename: str
    text: str
    agency: str
    year: int
    title: str
    facts: tuple[StatedFact, ...]
    statements: tuple[Statement, ...]
    not_stated: tuple[MetricKey, ...]
    headings: tuple[HeadingGold, ...]
    patterns: tuple[str, ...]

    @model_validator(mode="after")
    def _quotes_are_the_text(self) -> "GeneratedReport":
        for said in (*self.facts, *self.statements):
            if self.text[said.start : said.end] != said.quote:
                raise ValueError(f"quote {said.quote!r} is not text[{said.start}:{said.end}] of {self.filename!r}")
        return self


class GoldNumber(Noun):
    """A number that a right answer says; what is "" or ``None`` is not asked about.

    ``body`` is a part of the agency's name; ``scope`` is ``Figure.scope``; ``hedge`` None: the text gives none.
    ``metric`` is what the number is of, for whoever reads or falsifies the case; recall does not ask for it.
    """

    value: str
    value_max: str | None = None
    unit: str = ""
    hedge: str | None = None
    metric: str = ""
    label: str = ""
    body: str = ""
    year: int | None = None
    scope: str | None = None


class Nugget(Noun):
    """One thing that a right answer tells: one of ``any_of`` (when given) and all ``numbers``; half of it is partial.

    ``partly`` are weaker wordings: one of them without any of ``any_of`` is partial support.
    """

    text: str
    importance: Literal["vital", "okay"] = "vital"
    any_of: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    numbers: tuple[GoldNumber, ...] = ()


class GoldSpan(Noun):
    """Where the answer stands: grade 2 holds the answer, 1 is the right report and section without it.

    ``report`` is a report id, a sha256, or a file's name without its folder (with or without ``.txt``).
    """

    report: str
    start: int
    end: int
    quote: str
    grade: Literal[1, 2] = 2


class GoldItem(Noun):
    """One line of a list field; ``value`` None: a line without a number."""

    label: str
    value: str | None = None
    unit: str = ""


class GoldField(Noun):
    """One field of a right summary; ``items`` are the lines of a list field."""

    key: str
    kind: Literal["number", "date", "enum", "text", "list"]
    status: Literal["stated", "not_stated", "conflicting"]
    value: str | None = None
    unit: str = ""
    hedge: str | None = None
    scope: str | None = None
    text: str = ""
    items: tuple[GoldItem, ...] = ()


class Case(Noun):
    """One question and what a right answer shows. An entry of ``must`` or ``must_not`` may be any-of: ``甲|乙``.

    ``kind`` is what is asked of the product: an answer, a summary, the outline, or a search. Cases with one ``group``
    ask for the same in other words. A ``critical`` case that begins to fail fails the gate by itself.
    """

    id: str
    suite: str
    cluster: str
    split: Split
    question: str
    report: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    after: tuple[str, ...] = ()
    expect: Status
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    unanswerable_type: (
        Literal["wrong_year", "wrong_agency", "indicator_absent", "out_of_domain", "false_premise", "blank_cell"] | None
    ) = None
    numbers: tuple[GoldNumber, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    spans: tuple[GoldSpan, ...] = ()
    fields: tuple[GoldField, ...] = ()
    answers: tuple[str, ...] = ()
    headings: tuple[HeadingGold, ...] = ()
    kind: CaseKind = "ask"
    library: LibraryKind = "seeds"
    group: str = ""
    critical: bool = False
    note: str = ""


class Score(Noun):
    """What one metric says of one answer; ``value`` is None where it could not be scored, which is never "wrong".

    ``hits`` of ``of`` are the counts behind a share, for micro averages; None where the value is no share.
    """

    metric: str
    value: float | None = Field(ge=0, le=1)
    answer: str
    explanation: str
    hits: int | None = None
    of: int | None = None


class SmokeReport(Noun):
    """The outcome of a run: scores below 1, by case id; a case that is not there passed."""

    cases: int
    failures: dict[str, tuple[Score, ...]]


class Manifest(Noun):
    """What a run is: made of which code, in which mode, over which questions and texts.

    ``code`` is a hash of the product's sources and prompts; ``suites`` and ``texts`` hold dataset hashes by name.
    """

    run: str
    created: str
    code: str
    commit: str | None
    mode: str
    encoder: str
    python: str
    conditions: tuple[Condition, ...]
    selection: dict[str, Any]
    suites: dict[str, str]
    texts: dict[str, str]
    cases: int


class Sample(Noun):
    """One thing asked and what came back; ``key`` hashes the case with the run's configuration.

    ``answer`` is the product's JSON ``Answer`` or ``Summary``, ``{"hits": […]}`` or ``{"sections": […]}``; where the
    product raised instead, it is None and ``error`` says what.
    """

    case: str
    key: str
    condition: Condition
    answer: dict[str, Any] | None
    seconds: float
    error: str | None = None


class Scored(Noun):
    """One sample with its scores: only what could be scored; ``faults`` explains every score below 1.

    ``said`` is the status that came back (None: an error, or not an answer); ``measures`` gate nothing.
    """

    case: str
    condition: Condition
    passed: bool
    said: str | None
    error: str | None = None
    scores: dict[str, float]
    counts: dict[str, tuple[int, int]] = {}
    faults: dict[str, str] = {}
    measures: dict[str, float] = {}


class BaselineRow(Noun):
    """What the accepted run said of one case; ``scores`` are in the order of `Baseline.metrics`, None: not scored."""

    case: str
    passed: bool
    scores: tuple[float | None, ...]


class Baseline(Noun):
    """An accepted run, with the reason and everything that a later run is compared with; a row a case (its hash)."""

    accepted: str
    reason: str
    manifest: Manifest
    metrics: tuple[str, ...]
    cases: dict[str, BaselineRow]
