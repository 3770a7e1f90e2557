"""A report on one page: every field with its quotation, the key points of every section, all verified."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.fields import FIELDS, FieldRule
from bot.numbers import figure_draft
from bot.points import PLANS, PROBLEMS, section_points
from bot.schema import Citation, Claim, Draft, Item, SectionPoints, Summary, SummaryField
from bot.sentences import sentences, shorten
from bot.verify import verify
from ingest.figures import words
from ingest.schema import Figure, Section, Span, Stored
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_MOST_ITEMS = 12
_MOST_POINTS = 3


def summarize(library: "Library", report_id: str) -> Summary:
    """The structured summary of one report; extractive, deterministic."""
    return _Writer(library, library.stored(report_id)).write()


class _Writer:
    """Collects a report's fields and points while numbering the citations they share."""

    def __init__(self, library: "Library", stored: Stored) -> None:
        self.library = library
        self.stored = stored
        self.text = stored.text
        self.rid = stored.report.report_id
        self.citations: dict[tuple[int, int], Citation] = {}

    def write(self) -> Summary:
        report = self.stored.report
        fields = {rule.key: self._field(rule) for rule in FIELDS}
        sections = tuple(
            self._points(section) for section in self.stored.sections if section.title and section.kind != "title"
        )
        return Summary(
            report_id=self.rid,
            agency=report.agency,
            year=report.year,
            title=report.title,
            period=report.period,
            sha256=report.sha256,
            fields=fields,
            sections=tuple(s for s in sections if s.points),
            citations=tuple(self.citations.values()),
        )

    def _claim(self, draft: Draft) -> Claim | None:
        """The draft's claim if it stands at the gate, with its citations numbered in this summary."""
        report = self.stored.report
        claims, cited, _ = verify([draft], {self.rid: report}, lambda _: self.text, lambda _: self.stored.sections)
        if not claims:
            return None
        numbers = []
        for citation in cited:
            key = (citation.start, citation.end)
            kept = self.citations.setdefault(key, citation.model_copy(update={"n": len(self.citations) + 1}))
            numbers.append(kept.n)
        return claims[0].model_copy(update={"citations": tuple(numbers)})

    def _field(self, rule: FieldRule) -> SummaryField:
        made = {"number": self._number, "text": self._text, "items": self._items, "list": self._list}[rule.kind](rule)
        return made or SummaryField(label=rule.label, status="not_stated")

    def _number(self, rule: FieldRule) -> SummaryField | None:
        figures = [
            f
            for f in self.stored.figures
            if f.metric in rule.metrics and f.scope not in {"计划", "上级"} and "%" not in f.unit
        ]
        if not figures:
            return self._text(rule)
        best = min(figures, key=_preference)
        rivals = [
            f
            for f in figures
            if _preference(f)[:2] == _preference(best)[:2] and (f.value, f.unit) != (best.value, best.unit)
        ]
        conflicting = [f for f in rivals if f.value != best.value and _whole(f)]
        cited = [self._figure_claim(f) for f in [best, *conflicting]]
        numbers = tuple(dict.fromkeys(n for claim in cited if claim for n in claim.citations))
        if not numbers or cited[0] is None:
            return None
        return SummaryField(
            label=rule.label,
            status="conflicting" if conflicting else "stated",
            value=best.value,
            unit=best.unit,
            hedge=best.hedge,
            scope=best.scope,
            text="；".join(c.text for c in cited if c),
            citations=numbers,
        )

    def _figure_claim(self, figure: Figure) -> Claim | None:
        return self._claim(figure_draft(self.stored.report, self.text, figure))

    def _items(self, rule: FieldRule) -> SummaryField | None:
        figures = [f for f in self.stored.figures if f.metric in rule.metrics and f.scope in {"本年", "截至"}]
        items = [(f, self._figure_claim(f)) for f in figures[: _MOST_ITEMS * 2]]
        listed = tuple(
            Item(label=f.label, value=f.value, unit=f.unit, citations=claim.citations) for f, claim in items if claim
        )
        if not listed:
            return self._text(rule)
        cited = tuple(dict.fromkeys(n for item in listed for n in item.citations))
        text = "；".join(f"{f.label}{words(f)}" for f, claim in items if claim)
        return SummaryField(label=rule.label, status="stated", text=text, items=listed, citations=cited)

    def _text(self, rule: FieldRule) -> SummaryField | None:
        """The best sentences that say it: under a heading that names it first, never a shortcoming or a plan."""
        found = [s for s in self._sentences() if rule.says.search(clean(s.of(self.text))) and not self._is_aside(s)]
        found.sort(key=lambda s: (not self._under(s, rule), s.start))
        claims = [claim for span in found[:2] if (claim := self._quote(span, rule))]
        if not claims:
            return None
        return SummaryField(
            label=rule.label,
            status="stated",
            text="；".join(c.text for c in claims),
            citations=tuple(n for c in claims for n in c.citations),
        )

    def _list(self, rule: FieldRule) -> SummaryField | None:
        """The points on problems or plans."""
        spans = section_points(self.stored, "plans" if rule.key == "plans" else "problems")
        claims = [claim for span in spans[:_MOST_ITEMS] if (claim := self._quote(span, rule))]
        if not claims:
            return None
        return SummaryField(
            label=rule.label,
            status="stated",
            text="；".join(c.text.rstrip("。；;") for c in claims),
            items=tuple(Item(label=c.text, citations=c.citations) for c in claims),
            citations=tuple(n for c in claims for n in c.citations),
        )

    def _quote(self, span: Span, rule: FieldRule) -> Claim | None:
        cut = shorten(
            self.text, span, lambda said: float(bool(rule.says.search(clean(said)))), keep=self._match(span, rule)
        )
        return self._claim(Draft(text=cut.of(self.text), kind="quote", spans=((self.rid, cut),)))

    def _match(self, span: Span, rule: FieldRule) -> Span | None:
        found = rule.says.search(span.of(self.text))
        return (
            Span(start=span.start + found.start(), end=span.start + found.end())
            if found and found.end() - found.start() < 120
            else None
        )

    def _point(self, span: Span) -> Claim | None:
        """A key point: the sentence, or as much of it as fits around its first figure."""
        inside = [f for f in self.stored.figures if span.start <= f.start and f.end <= span.end]
        keep = Span(start=inside[0].start, end=inside[0].end) if inside else Span(start=span.start, end=span.start + 1)
        cut = shorten(self.text, span, lambda _: 0.0, keep=keep)
        return self._claim(Draft(text=cut.of(self.text), kind="quote", spans=((self.rid, cut),)))

    def _sentences(self) -> Iterable[Span]:
        headings = {clean(s.title) for s in self.stored.sections}
        for passage in self.stored.passages:
            for span in sentences(self.text, passage.start, passage.end):
                said = clean(span.of(self.text)).rstrip("。:")
                if "\t" in span.of(self.text) or span.of(self.text).count("|") > 1:
                    continue
                if re.sub(r"^[(]?[一二三四五六七八九十\d]+[)、.]+", "", said) not in headings:
                    yield span

    def _path(self, span: Span) -> tuple[str, ...]:
        return next((p.path for p in self.stored.passages if p.start <= span.start < p.end), ())

    def _under(self, span: Span, rule: FieldRule) -> bool:
        return any(rule.titled.search(title) for title in self._path(span))

    def _is_aside(self, span: Span) -> bool:
        return any(PLANS.search(title) or PROBLEMS.search(title) for title in self._path(span))

    def _points(self, section: Section) -> SectionPoints:
        """The leading sentences of the section's own text, as claims; its children speak for themselves."""
        own = [s for s in self._sentences() if self._path(s) == section.path]
        ranked = sorted(own, key=lambda s: (not any(c.isdigit() for c in s.of(self.text)), s.start))[:_MOST_POINTS]
        claims = [claim for span in sorted(ranked, key=lambda s: s.start) if (claim := self._point(span))]
        return SectionPoints(path=section.path, points=tuple(claims))


def _whole(figure: Figure) -> bool:
    return bool(re.search(r"共|总|累计|主动公开|收到|受理", figure.quote)) or figure.value == 0


def _preference(figure: Figure) -> tuple[int, int, int]:
    scopes = {"本年": 0, "截至": 0, "累计": 1, "以前年度": 2}
    return scopes.get(figure.scope or "本年", 3), 0 if _whole(figure) else 1, figure.start
