"""Faults planted in drafts that stand: the product's own gate must let none of them through.

Every claim that the product makes of a report is falsified in one place and handed to the gate again: its words
(`evals.mutants`), its body, its citations. The same is done to each figure and quotation told as a chat model
would tell it (kind ``generated``), where no template of the house helps the gate. Rewrites that say the same survive.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.drafters import draft
from bot.retrieve import retrieve
from bot.schema import Draft
from bot.sentences import sentence_around
from bot.understand import understand
from bot.verify import Verified, verify
from evals.mutants import TEXT_EQUIVALENTS, TEXT_FAULTS, char_changed
from ingest.schema import Report, Span

if TYPE_CHECKING:
    from ingest.library import Library

_NUMBERING = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+")
Planter = Callable[["Desk", Draft], Iterator[Draft]]
HARD = frozenset(
    {
        "number_plus_one", "number_minus_one", "number_transposed", "number_tenfold", "hedge_dropped", "body_swapped",
        "quote_char_changed", "quote_spliced", "quote_off_by_one", "citation_dangling", "citation_missing",
    }
)  # fmt: skip


class Desk:
    """A library with its gate."""

    def __init__(self, library: "Library") -> None:
        """Over an open library."""
        self.library = library
        self.reports: Mapping[str, Report] = {report.report_id: report for report in library.reports()}

    def gate(self, one: Draft) -> Verified:
        """What the gate says of one draft."""
        return verify([one], self.reports, self.library.text, self.library.stored)

    def standing(self, questions: Iterable[str]) -> list[Draft]:
        """The drafts of the questions' answers that stand, each once; and each told as a chat model would."""
        found: dict[tuple[object, ...], Draft] = {}
        for text in questions:
            question = understand(text, self.library.reports())
            evidence, _ = retrieve(self.library, question)
            for one in draft(question, self.library, evidence).drafts:
                if one.spans and self.gate(one).claims:
                    found[one.text, one.kind, one.spans] = one
        free = [self.freely(one) for one in found.values() if one.kind in {"figure", "quote"}]
        return [*found.values(), *(one for one in free if self.gate(one).claims)]

    def freely(self, one: Draft) -> Draft:
        """The same claim in the form of a chat model's."""
        report = self.reports[one.spans[0][0]]
        head = f"{report.agency or report.title}{report.year or ''}{'年' if report.year else ''}："
        said = _NUMBERING.sub("", one.text)
        text = one.text if "：" in one.text and one.kind == "figure" else head + said
        return Draft(text=text, kind="generated", spans=one.spans)


def kills(desk: Desk, drafts: Sequence[Draft]) -> dict[str, Counter[str]]:
    """For every operator, how many faults fell at which check; ``stood`` counts those that were let through."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drafts:
        for name, wrong in planted(desk, one):
            fallen = desk.gate(wrong).withheld
            table[name][fallen[0].check if fallen else "stood"] += 1
    return dict(table)


def survivors(desk: Desk, drafts: Sequence[Draft]) -> dict[str, Counter[str]]:
    """For every rewrite that says the same, how many stood, and at which check the others fell."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drafts:
        for name, rewrite in TEXT_EQUIVALENTS.items():
            for text in rewrite(one.text):
                fallen = desk.gate(one.model_copy(update={"text": text})).withheld
                table[name][fallen[0].check if fallen else "stood"] += 1
    return dict(table)


def planted(desk: Desk, one: Draft) -> Iterator[tuple[str, Draft]]:
    """Every fault that can be planted in a draft, with its operator."""
    for name, falsify in TEXT_FAULTS.items():
        for text in falsify(one.text):
            yield name, one.model_copy(update={"text": text})
    if one.kind == "quote":
        for text in char_changed(one.text):
            yield "quote_char_changed", one.model_copy(update={"text": text})
    for name, plant in _PLANTERS.items():
        for wrong in plant(desk, one):
            yield name, wrong


def _other_body(desk: Desk, one: Draft) -> Iterator[Draft]:
    report = desk.reports[one.spans[0][0]]
    other = next((r for r in desk.reports.values() if r.agency and r.agency != report.agency), None)
    if other and report.agency and report.agency in one.text:
        yield one.model_copy(update={"text": one.text.replace(report.agency, other.agency or "")})


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
    if at is not None and len(one.spans) == 1:
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


_PLANTERS: dict[str, Planter] = {
    "body_swapped": _other_body,
    "citation_other_report": _other_report,
    "citation_moved": _moved,
    "citation_dangling": _dangling,
    "citation_missing": _missing,
    "quote_off_by_one": _off_by_one,
    "quote_spliced": _spliced,
}


def matrix(table: Mapping[str, Counter[str]]) -> str:
    """Operator × check as lines of text; the last column is what stood."""
    checks = sorted({check for row in table.values() for check in row} - {"stood"})
    head = f"{'':<24}" + "".join(f"{check:>13}" for check in (*checks, "stood"))
    rows = [f"{name:<24}" + "".join(f"{row[c]:>13}" for c in (*checks, "stood")) for name, row in sorted(table.items())]
    return "\n".join([head, *rows])
