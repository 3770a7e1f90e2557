"""Faults planted in drafts that stand: the product's own gate must let none of them through.

Every claim that the product makes of a report, in an answer or in a summary, is falsified in one place and handed to
the gate again: its words (`evals.mutants`), its verdict, its body, its citations, its figures. The same is done to each
figure and quotation told as a chat model would tell it (kind ``generated``), where no template of the house helps the
gate. Rewrites that say the same survive.

A mutant that is no fault is not planted: one whose canonical words are the draft's own, one that only numbers a point
of a list anew, a citation moved away from a claim that says no more than its report's year.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.computing.arithmetic import result, total
from bot.drafters import draft
from bot.proof.canonical import canonical
from bot.reading.numbers import figure_draft
from bot.reading.sentences import sentence_around
from bot.retrieve import retrieve
from bot.schema import Draft, SummaryField
from bot.summarize import summarize
from bot.understand import understand
from bot.verify import Verified, verify
from evals.mutants import TEXT_EQUIVALENTS, TEXT_FAULTS, char_changed
from ingest.schema import Report, Span

if TYPE_CHECKING:
    from ingest.library import Library

_NUMBERING = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+")
_YEAR_ALONE = re.compile(r"(?:^|：)[(（]?\d{4}年?度?[)）]?$")
_VERDICTS = (
    ("：一致：", "：不一致："), ("：是：", "：否："), ("：计划：", "：是："), ("：有：", "：没有："),
    ("：未说明：", "：是："),
    ("：口径不同：", "：一致："), ("是的，", "不是，"), ("最多", "最少"), ("由多到少", "由少到多"), ("超过", "不足"),
    ("为零", "大于零"), ("当年的数", "历年累计，不是当年的数"),
)  # fmt: skip
Planter = Callable[["Desk", Draft], Iterator[Draft]]
HARD = frozenset(
    {
        "number_plus_one", "number_minus_one", "number_transposed", "number_tenfold", "hedge_dropped", "body_swapped",
        "quote_char_changed", "quote_spliced", "quote_off_by_one", "citation_dangling", "citation_missing", "year_next",
        "year_before", "units_swapped", "cells_swapped", "verdict_flipped", "figure_forged",
    }
)  # fmt: skip
HARD_FLOOR, FLOOR, SURVIVAL = 1.0, 0.98, 0.99


class Outcome(NamedTuple):
    """So many mutants, so many that the gate let through."""

    mutants: int
    stood: int

    @property
    def killed(self) -> float:
        """The share that fell; 1 where there was nothing to kill."""
        return 1 - self.stood / self.mutants if self.mutants else 1.0


class Desk:
    """A library with its gate."""

    def __init__(self, library: "Library") -> None:
        """Over an open library."""
        self.library = library
        self.reports: Mapping[str, Report] = {report.report_id: report for report in library.reports()}

    def gate(self, one: Draft) -> Verified:
        """What the gate says of one draft."""
        return verify([one], self.reports, self.library.text, self.library.stored)

    def standing(self, questions: Iterable[str], *, summaries: bool = False) -> list[Draft]:
        """The drafts of the questions' answers (and of every summary) that stand, each once; each also told freely."""
        found: dict[tuple[object, ...], Draft] = {}
        for one in (*self._answers(questions), *(self._summaries() if summaries else ())):
            if self.gate(one).claims:
                found.setdefault((one.text, one.kind, one.spans), one)
        free = [self.freely(one) for one in found.values() if one.kind in {"figure", "quote"}]
        return [*found.values(), *(one for one in free if self.gate(one).claims)]

    def _answers(self, questions: Iterable[str]) -> Iterator[Draft]:
        for text in questions:
            question = understand(text, self.library.reports())
            evidence, _ = retrieve(self.library, question)
            yield from draft(question, self.library, evidence).drafts

    def _summaries(self) -> Iterator[Draft]:
        """The claims of every report's summary: its figures, its quotations, its points, and its fields' texts."""
        for rid in self.reports:
            told = summarize(self.library, rid)
            places = {c.n: (rid, Span(start=c.start, end=c.end)) for c in told.citations}
            for field in told.fields.values():
                yield from self._of_field(rid, field, [places[n] for n in field.citations])
            for claim in (point for section in told.sections for point in section.points):
                yield Draft(text=claim.text, kind=claim.kind, spans=tuple(places[n] for n in claim.citations))

    def _of_field(self, rid: str, field: SummaryField, spans: Sequence[tuple[str, Span]]) -> Iterator[Draft]:
        stored = self.library.stored(rid)
        values = {field.value, *(item.value for item in field.items)} - {None}
        for _, span in spans:
            for figure in stored.figures:
                if span.start <= figure.start and figure.end <= span.end and figure.value in values:
                    yield figure_draft(stored.report, stored.text, figure)
            if not values:
                yield Draft(text=span.of(stored.text), kind="quote", spans=((rid, span),))
        if field.text and not values:
            yield Draft(text=field.text, kind="generated", spans=tuple(spans))

    def freely(self, one: Draft) -> Draft:
        """The same claim in the form of a chat model's."""
        report = self.reports[one.spans[0][0]]
        head = f"{report.agency or report.title}{report.year or ''}{'年' if report.year else ''}："
        said = _NUMBERING.sub("", one.text)
        text = one.text if "：" in one.text and one.kind == "figure" else head + said
        return Draft(text=text, kind="generated", spans=one.spans)


def kills(desk: Desk, drafts: Sequence[Draft], most: int | None = None) -> dict[str, Counter[str]]:
    """For every operator, how many faults fell at which check; ``stood`` counts those that were let through.

    ``most`` limits the mutants of one operator from one draft.
    """
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drafts:
        made: Counter[str] = Counter()
        for name, wrong in planted(desk, one):
            made[name] += 1
            if most is None or made[name] <= most:
                fallen = desk.gate(wrong).withheld
                table[name][fallen[0].check if fallen else "stood"] += 1
    return dict(table)


def survivors(desk: Desk, drafts: Sequence[Draft], most: int | None = None) -> dict[str, Counter[str]]:
    """For every rewrite that says the same, how many stood, and at which check the others fell."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drafts:
        for name, rewrite in TEXT_EQUIVALENTS.items():
            for text in islice(rewrite(one.text), most):
                fallen = desk.gate(one.model_copy(update={"text": text})).withheld
                table[name][fallen[0].check if fallen else "stood"] += 1
    return dict(table)


def outcome(table: Mapping[str, Counter[str]], names: Iterable[str] | None = None) -> Outcome:
    """The mutants of these operators (of all) together."""
    rows = [row for name, row in table.items() if names is None or name in set(names)]
    return Outcome(sum(row.total() for row in rows), sum(row["stood"] for row in rows))


def holds(table: Mapping[str, Counter[str]]) -> bool:
    """Whether the gate kills every hard fault and nearly all of the others."""
    return outcome(table, HARD).killed >= HARD_FLOOR and outcome(table).killed >= FLOOR


def planted(desk: Desk, one: Draft) -> Iterator[tuple[str, Draft]]:
    """Every fault that can be planted in a draft, with its operator."""
    own = canonical(one.text)
    for name, falsify in TEXT_FAULTS.items():
        for text in falsify(one.text):
            if canonical(text) != own and _NUMBERING.sub("", text) != _NUMBERING.sub("", one.text):
                yield name, one.model_copy(update={"text": text})
    if one.kind == "quote":
        for text in char_changed(one.text):
            yield "quote_char_changed", one.model_copy(update={"text": text})
    for name, plant in (_PLANTERS if one.spans else _SPANLESS).items():
        for wrong in plant(desk, one):
            yield name, wrong


def _other_body(desk: Desk, one: Draft) -> Iterator[Draft]:
    report = desk.reports[_of(one)]
    other = next((r for r in desk.reports.values() if r.agency and r.agency != report.agency), None)
    if other and report.agency and report.agency in one.text:
        yield one.model_copy(update={"text": one.text.replace(report.agency, other.agency or "")})


def _of(one: Draft) -> str:
    return one.spans[0][0] if one.spans else (one.searched or ("",))[0]


def _other_report(desk: Desk, one: Draft) -> Iterator[Draft]:
    """The same offsets in another report."""
    rid, span = one.spans[0]
    other = next((r for r in desk.reports if r != rid and len(desk.library.text(r)) > span.end), None)
    if other:
        yield one.model_copy(update={"spans": ((other, span), *one.spans[1:])})


def _moved(desk: Desk, one: Draft) -> Iterator[Draft]:
    """A sentence of the same report that says something else."""
    rid, span = one.spans[0]
    text = desk.library.text(rid)
    at = next(
        (p.start for p in desk.library.stored(rid).passages[::-1] if p.end < span.start or p.start > span.end), None
    )
    if at is not None and len(one.spans) == 1 and not _YEAR_ALONE.search(one.text):
        there = sentence_around(text, Span(start=at, end=at + 1))
        if text[there.start : there.end].strip() not in one.text and there.end - there.start <= 160:
            yield one.model_copy(update={"spans": ((rid, there),)})


def _dangling(desk: Desk, one: Draft) -> Iterator[Draft]:
    yield one.model_copy(update={"spans": (*one.spans, ("nobody", one.spans[0][1]))})
    beyond = Span(start=len(desk.library.text(one.spans[0][0])) - 1, end=len(desk.library.text(one.spans[0][0])) + 9)
    yield one.model_copy(update={"spans": (*one.spans, (one.spans[0][0], beyond))})


def _missing(desk: Desk, one: Draft) -> Iterator[Draft]:
    yield one.model_copy(update={"spans": ()})


def _off_by_one(desk: Desk, one: Draft) -> Iterator[Draft]:
    rid, span = one.spans[0]
    if one.kind == "quote" and span.start > 0:
        yield one.model_copy(update={"spans": ((rid, Span(start=span.start - 1, end=span.end - 1)),)})


def _spliced(desk: Desk, one: Draft) -> Iterator[Draft]:
    """A quotation whose end is another place's."""
    rid, span = one.spans[0]
    text = desk.library.text(rid)
    tail = text[span.end + 1 : span.end + 9].strip()
    if one.kind == "quote" and len(one.text) > 16 and tail:
        yield one.model_copy(update={"text": one.text[:-8] + tail})


def _verdict_flipped(desk: Desk, one: Draft) -> Iterator[Draft]:
    """一致 for 不一致, 否 for 是, the least for the most: in words that code wrote."""
    if one.kind not in {"verdict", "computed"}:
        return
    for said, other in (*_VERDICTS, *((b, a) for a, b in _VERDICTS)):
        if said in one.text and not (said == "一致" and "不一致" in one.text):
            yield one.model_copy(update={"text": one.text.replace(said, other, 1)})


def _figure_forged(desk: Desk, one: Draft) -> Iterator[Draft]:
    """A figure that its report does not have, with the words and the calculation to match."""
    if one.kind == "figure" and len(one.figures) == 1:
        ((rid, figure),) = one.figures
        forged = figure.model_copy(update={"value": figure.value + 1})
        stored = desk.library.stored(rid)
        yield figure_draft(stored.report, stored.text, forged).model_copy(update={"spans": one.spans})
    done = one.computed
    if done and done.op == "sum" and "÷" not in done.text:
        (rid, figure), *more = done.operands
        again = total([(rid, figure.model_copy(update={"value": figure.value + 1})), *more])
        text = one.text.replace(result(done), result(again))
        yield one.model_copy(update={"text": text, "computed": again, "figures": again.operands})
        yield one.model_copy(update={"text": text, "computed": again})


def _named_beside(desk: Desk, one: Draft) -> Iterator[Draft]:
    """One more report that was not looked at."""
    more = next((r for r in desk.reports.values() if r.report_id not in (one.searched or ()) and r.agency), None)
    if more and "：" in one.text:
        yield one.model_copy(update={"text": one.text.replace("：", f"：{more.agency}（{more.year}年）、", 1)})


def _unsearched(desk: Desk, one: Draft) -> Iterator[Draft]:
    yield one.model_copy(update={"searched": ()})
    yield one.model_copy(update={"searched": (one.searched or ())[:-1]})


_PLANTERS: dict[str, Planter] = {
    "body_swapped": _other_body,
    "citation_other_report": _other_report,
    "citation_moved": _moved,
    "citation_dangling": _dangling,
    "citation_missing": _missing,
    "quote_off_by_one": _off_by_one,
    "quote_spliced": _spliced,
    "verdict_flipped": _verdict_flipped,
    "figure_forged": _figure_forged,
}
_SPANLESS: dict[str, Planter] = {
    "body_swapped": _other_body,
    "body_added": _named_beside,
    "citation_missing": _unsearched,
}


def matrix(table: Mapping[str, Counter[str]]) -> str:
    """Operator × check as lines of text; the last column is what stood."""
    checks = sorted({check for row in table.values() for check in row} - {"stood"})
    head = f"{'':<24}" + "".join(f"{check:>13}" for check in (*checks, "stood"))
    rows = [f"{name:<24}" + "".join(f"{row[c]:>13}" for c in (*checks, "stood")) for name, row in sorted(table.items())]
    return "\n".join([head, *rows])
