"""A report on one page: every field with its quotation, the key points of every section, all verified."""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.audit import audit
from bot.output.fields import FIELDS, FieldRule
from bot.reading.headline import Headline, headline, states
from bot.reading.numbers import figure_draft
from bot.reading.points import section_points
from bot.reading.sentences import QUOTE_LIMIT, sentences, shorten
from bot.reading.telling import prose, quotation, telling
from bot.schema import Citation, Claim, Draft, Finding, Item, SectionPoints, Summary, SummaryField
from bot.verify import verify
from ingest.figures import words
from ingest.schema import Figure, Section, Span, Stored
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_MOST_ITEMS = 12
_MOST_PARTS = 40
_MOST_POINTS = 3
_HEADING_LIKE = 24
_VERB = re.compile(r"^(?:其中|全[县区市镇乡]|现|共|还)*(?:涉及|配备|明确|确定|安排|落实|设立|设有|设|聘请|有)了?(?=..)")
# The last line (who printed it, when), and a heading that names the side (（一）存在不足。) are no points.
_NO_POINT = re.compile(
    r"[^,。;]*\d{4}年\d{1,2}月\d{1,2}日(?:印发)?"
    r"|[(]?[一二三四五六七八九十\d]*[)、.]*(?:存在|主要|突出)?的?(?:主要)?(?:问题|不足|差距|困难|改进|整改)?(?:措施|情况|方向|打算|计划)?[。:]"
)


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
        self.prose = prose(stored)
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
            findings=self._findings(),
            citations=tuple(self.citations.values()),
        )

    def _findings(self) -> tuple[Finding, ...]:
        """What the audit finds, cited with this summary's numbers."""
        return tuple(
            finding.model_copy(update={"citations": tuple(self._numbered(c) for c in finding.citations)})
            for finding in audit(self.stored)
        )

    def _numbered(self, citation: Citation) -> Citation:
        key = (citation.start, citation.end)
        return self.citations.setdefault(key, citation.model_copy(update={"n": len(self.citations) + 1}))

    def _claim(self, draft: Draft) -> Claim | None:
        """The draft's claim if it stands at the gate, with its citations numbered in this summary."""
        report = self.stored.report
        held = self.stored
        claims, cited, _ = verify([draft], {self.rid: report}, lambda _: self.text, lambda _: held)
        if not claims:
            return None
        numbers = []
        for citation in cited:
            numbers.append(self._numbered(citation).n)
        return claims[0].model_copy(update={"citations": tuple(numbers)})

    def _field(self, rule: FieldRule) -> SummaryField:
        made = {"number": self._number, "text": self._text, "items": self._items, "list": self._list}[rule.kind](rule)
        return made or SummaryField(label=rule.label, status="not_stated")

    def _number(self, rule: FieldRule) -> SummaryField | None:
        """The headline figure with what contradicts it; words where the report has no number of its own."""
        found = headline(self.stored.figures, rule.key, self.stored.report.year)
        best = _shown(found, rule.key) if found else None
        told = [(f, claim) for f in (best, *found.rivals) if (claim := self._figure_claim(f))] if found and best else []
        if not told or told[0][0] is not best:
            return self._text(rule)
        return SummaryField(
            label=rule.label,
            status="conflicting" if len(told) > 1 else "stated",
            value=best.value,
            value_max=best.value_max,
            unit=best.unit,
            hedge=best.hedge,
            scope=best.scope,
            text="；".join(_quoted(f) for f, _ in told),
            citations=_numbers(claim.citations for _, claim in told),
        )

    def _figure_claim(self, figure: Figure) -> Claim | None:
        return self._claim(figure_draft(self.stored.report, self.text, figure))

    def _items(self, rule: FieldRule) -> SummaryField | None:
        """The year's parts, each once, with their numbers."""
        figures = [f for f in self.stored.figures if f.metric in rule.metrics and _is_item(f, rule)]
        parts = {(clean(f.label), f.value, f.unit): f for f in reversed(figures)}
        own = sorted(parts.values(), key=lambda f: f.start)[:_MOST_PARTS]
        told = [(f, claim) for f in own if (claim := self._figure_claim(f))]
        if not told:
            return self._text(rule)
        return SummaryField(
            label=rule.label,
            status="stated",
            text="；".join(f"{_label(f)}{words(f)}" for f, _ in told),
            items=tuple(
                Item(label=_label(f), value=f.value, unit=f.unit, hedge=f.hedge, citations=claim.citations)
                for f, claim in told
            ),
            citations=_numbers(claim.citations for _, claim in told),
        )

    def _text(self, rule: FieldRule) -> SummaryField | None:
        """The best sentences that tell it."""
        claims = [claim for span in telling(self.prose, rule)[:2] if (claim := self._quote(span, rule))]
        if not claims:
            return None
        return SummaryField(
            label=rule.label,
            status="stated",
            text="；".join(c.text for c in claims),
            citations=_numbers(c.citations for c in claims),
        )

    def _list(self, rule: FieldRule) -> SummaryField | None:
        """The points on problems or plans."""
        spans = section_points(self.stored, "plans" if rule.key == "plans" else "problems")
        spans = [span for span in spans if not _NO_POINT.fullmatch(clean(span.of(self.text)))]
        whole = [self._with_its_sentence(span, after) for span, after in zip_longest(spans, spans[1:])]
        claims = [claim for span in whole[:_MOST_ITEMS] if (claim := self._quote(span, rule))]
        if not claims:
            return None
        return SummaryField(
            label=rule.label,
            status="stated",
            text="；".join(c.text.rstrip("。；;") for c in claims),
            items=tuple(Item(label=c.text, citations=c.citations) for c in claims),
            citations=_numbers(c.citations for c in claims),
        )

    def _with_its_sentence(self, point: Span, after: Span | None) -> Span:
        """A point that is but a run-in heading (1.健全制度。) with the sentence that follows it in its line."""
        if point.end - point.start > _HEADING_LIKE or not point.of(self.text).endswith(("。", "：", ":")):
            return point
        line_end = self.text.find("\n", point.end)
        stop = min(line_end if line_end >= 0 else len(self.text), after.start if after else len(self.text))
        said = next(sentences(self.text, point.end, stop), None)
        fits = said is not None and said.end - point.start <= QUOTE_LIMIT
        return Span(start=point.start, end=said.end) if said is not None and fits else point

    def _quote(self, span: Span, rule: FieldRule) -> Claim | None:
        return self._exactly(quotation(self.text, span, rule))

    def _exactly(self, span: Span) -> Claim | None:
        return self._claim(Draft(text=span.of(self.text), kind="quote", spans=((self.rid, span),)))

    def _point(self, span: Span) -> Claim | None:
        """A key point: the sentence, or as much of it as fits around its first figure."""
        inside = [f for f in self.stored.figures if span.start <= f.start and f.end <= span.end]
        keep = Span(start=inside[0].start, end=inside[0].end) if inside else Span(start=span.start, end=span.start + 1)
        return self._exactly(shorten(self.text, span, lambda _: 0.0, keep=keep))

    def _points(self, section: Section) -> SectionPoints:
        """The leading sentences of the section's own text, as claims; its children speak for themselves."""
        own = [one.span for one in self.prose if one.path == section.path]
        ranked = sorted(own, key=lambda s: (not any(c.isdigit() for c in s.of(self.text)), s.start))[:_MOST_POINTS]
        claims = [claim for span in sorted(ranked, key=lambda s: s.start) if (claim := self._point(span))]
        return SectionPoints(path=section.path, points=tuple(claims))


def _is_item(figure: Figure, rule: FieldRule) -> bool:
    """Whether a figure is one of the year's own parts, of the kind that the field lists."""
    ours = figure.scope in {None, "本年", "截至"} and states(figure)
    return ours and (not rule.units or figure.unit[0] in rule.units) and bool(rule.names.search(clean(figure.quote)))


def _label(figure: Figure) -> str:
    """What was counted, without the verb before it (配备专职人员: 专职人员)."""
    return _VERB.sub("", figure.label) or figure.label


def _shown(found: Headline, metric: str) -> Figure | None:
    """The figure of a field: the year's own, else one counted up to a date (截至), whose scope is said beside it."""
    until = (f for f in found.elsewhere if f.metric == metric and f.scope == "截至")
    return found.best or next(until, None)


def _quoted(figure: Figure) -> str:
    """The figure's own words; of a clause too long to quote, its end, where the number stands."""
    return figure.quote[-QUOTE_LIMIT:]


def _numbers(cited: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for numbers in cited for n in numbers))
