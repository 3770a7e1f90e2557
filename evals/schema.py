"""The nouns of the evals floor: generated reports with their gold, cases, scores."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

MetricKey = Literal[
    "disclosed_total", "disclosed_cumulative", "categories", "channels", "interpretation", "applications_received",
    "applications_handled", "fees", "reviews", "lawsuits", "organisation", "staff", "training", "inquiries",
    "problems", "plans",
]  # fmt: skip
Split = Literal["dev", "test"]
Status = Literal["answered", "no_evidence", "needs_clarification"]


class _Noun(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pattern(_Noun):
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


class StatedFact(_Noun):
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


class Statement(_Noun):
    """A metric told in words, without a number: a problem, a plan, a channel."""

    metric: MetricKey
    start: int
    end: int
    quote: str
    pattern: str


class HeadingGold(_Noun):
    """One line of the outline; ``start`` is the first character of the number, ``title`` has no closing mark."""

    level: int
    number: str
    title: str
    start: int
    kind: Literal["title", "addressee", "preamble", "heading", "run_in"]


class GeneratedReport(_Noun):
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


class Case(_Noun):
    """One question and what a right answer shows. An entry of ``must`` or ``must_not`` may be any-of: ``甲|乙``."""

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
    note: str = ""


class Score(_Noun):
    """What one metric says of one answer; ``value`` is None where it could not be scored, which is never "wrong"."""

    metric: str
    value: float | None = Field(ge=0, le=1)
    answer: str
    explanation: str


class SmokeReport(_Noun):
    """The outcome of a run: scores below 1, by case id; a case that is not there passed."""

    cases: int
    failures: dict[str, tuple[Score, ...]]
