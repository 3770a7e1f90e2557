"""Bodies or years side by side: one typed, cited cell for every report and metric, absences told apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.output.columns import columns
from bot.output.fields import FieldRule
from bot.proof.citing import cite
from bot.reading.headline import Headline, headline
from bot.reading.sentences import QUOTE_LIMIT
from bot.reading.telling import Sentence, prose, quotation, telling
from bot.schema import Beside, Cell, Citation, Comparison, Missing, Row
from ingest.errors import ReportNotFoundError
from ingest.figures import words
from ingest.finding import find
from ingest.schema import Figure, Noun, Report, Stored
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

HAS_VALUE = {"stated", "zero", "conflicting"}


class Remark(Noun):
    """What there is to say of one metric's column; ``other_scope``: so many reports have it in another scope only."""

    answered: int
    of: int
    units: tuple[str, ...]
    hedged: int
    other_scopes: tuple[str, ...]
    other_scope: int
    conflicting: int


def compare(
    library: "Library", metrics: Sequence[str] = (), reports: Sequence[str] = (), years: Sequence[int] = ()
) -> Comparison:
    """The figures of these metrics (default: the summary's numbers) for these reports and years (default: all).

    ``metrics`` are keys or Chinese names, ``reports`` ids or body names; a body named brings all its years.

    Raises:
        GongkaiError: an unknown metric.
        ReportNotFoundError: a report that is not held, or a name that several bodies answer to.
    """
    rules = columns(metrics)
    chosen = with_gaps(_named(library, reports, years), library.reports(), years)
    rows = tuple(compared(library, rules, chosen))
    return Comparison(rows=rows, missing=tuple(_missing(rows, rules)))


def compared(library: "Library", rules: Sequence[FieldRule], chosen: Iterable[Report | Row]) -> Iterator[Row]:
    """One row after another, each made from its own report alone: no more than one report is held at a time."""
    for one in chosen:
        if isinstance(one, Row):
            yield one.model_copy(update={"cells": {rule.key: Cell(status="no_report") for rule in rules}})
            continue
        stored = library.stored(one.report_id)
        told = prose(stored)
        cells = {rule.key: cell(stored, told, rule) for rule in rules}
        yield Row(report_id=one.report_id, agency=one.agency, year=one.year, title=one.title, cells=cells)


def cell(stored: Stored, told: Sequence[Sentence], rule: FieldRule) -> Cell:
    """What one report, whose prose is ``told``, says of one metric for its own year."""
    report = stored.report
    found = headline(stored.figures, rule.key, report.year) or Headline(None)
    elsewhere = tuple(_beside(n, report, figure) for n, figure in enumerate(found.elsewhere, 1))
    if found.best is not None:
        return _stated(report, found).model_copy(update={"elsewhere": elsewhere})
    if found.parts:
        return _in_parts(report, found).model_copy(update={"elsewhere": elsewhere})
    if elsewhere:
        nearest = elsewhere[0]
        return Cell(status="other_scope", text=nearest.text, citations=(nearest.citation,), elsewhere=elsewhere)
    return _in_words(stored, told, rule) or Cell(status="not_stated")


def remark(rows: Iterable[Row], key: str) -> Remark:
    """How many reports state a metric, and what hinders reading its column straight down."""
    cells = [row.cells[key] for row in rows if row.report_id]
    said = [one for one in cells if one.status in HAS_VALUE]
    elsewhere = [one.elsewhere[0].scope or "" for one in cells if one.status == "other_scope"]
    return Remark(
        answered=len(said),
        of=len(cells),
        units=tuple(dict.fromkeys(one.unit for one in said if one.unit and one.value)),
        hedged=sum(bool(one.hedge) for one in said),
        other_scopes=tuple(dict.fromkeys(elsewhere)),
        other_scope=len(elsewhere),
        conflicting=sum(one.status == "conflicting" for one in cells),
    )


def notes(comparison: Comparison, rules: Sequence[FieldRule]) -> list[str]:
    """What hinders reading a column straight down: values in different units, values hedged, other scopes."""
    return [note for rule in rules if (note := _note(rule, remark(comparison.rows, rule.key)))]


def _note(rule: FieldRule, told: Remark) -> str | None:
    parts = [f"单位不一（{'、'.join(told.units)}）"] if len(told.units) > 1 else []
    parts += ["含约数，不能直接相加"] if told.hedged else []
    parts += [f"{told.other_scope} 份报告只有其他口径（{'、'.join(told.other_scopes)}）"] if told.other_scope else []
    parts += ["有报告自相矛盾"] if told.conflicting else []
    return f"{rule.label}：{'；'.join(parts)}" if parts else None


def with_gaps(chosen: Sequence[Report], held: Sequence[Report], years: Sequence[int] = ()) -> list[Report | Row]:
    """The chosen reports by body and year, with a bare row for every year that ``held`` has no report of its body for.

    Told are ``years``; without any, those between a body's first and last chosen report.
    """
    bodies: dict[str, list[Report]] = {}
    for report in chosen:
        bodies.setdefault(report.agency or report.report_id, []).append(report)
    known = {(report.agency, report.year) for report in held}
    found: list[Report | Row] = [report for report in chosen if not years or report.year in years]
    for own in bodies.values():
        found += [
            Row(report_id=None, agency=own[0].agency, year=year, title=None, cells={})
            for year in _told(own, years)
            if (own[0].agency, year) not in known
        ]
    return sorted(found, key=lambda one: (one.agency or "", one.year or 0))


def _told(own: Sequence[Report], years: Sequence[int]) -> Sequence[int]:
    """The years of one body that a comparison has a row for; none where nobody knows which body or when."""
    dated = [report.year for report in own if report.year]
    if not dated or not own[0].agency:
        return ()
    return sorted(set(years)) or range(min(dated), max(dated) + 1)


def _named(library: "Library", names: Sequence[str], years: Sequence[int]) -> list[Report]:
    """The reports of the bodies asked for, of whatever year; without any name, those of the years asked for."""
    held = library.reports()
    if not names:
        return [report for report in held if not years or report.year in years]
    return list({one.report_id: one for name in names for one in _of_body(library, name, held)}.values())


def _of_body(library: "Library", name: str, held: Sequence[Report]) -> list[Report]:
    """The one report that a name means, or every year's of the one body that it means."""
    try:
        return [library.find(name)]
    except ReportNotFoundError:
        named = [report for report in held if _answers(report, name)]
        exact = [report for report in named if clean(report.agency or "") == clean(name)]
        if len({report.agency for report in exact or named}) != 1 or not (exact or named)[0].agency:
            raise
        return exact or named


def _answers(report: Report, name: str) -> bool:
    try:
        return bool(find([report], name))
    except ReportNotFoundError:
        return False


def _stated(report: Report, found: Headline) -> Cell:
    best = found.best
    assert best is not None
    rivals = tuple(_beside(n, report, figure) for n, figure in enumerate(found.rivals, 2))
    zero = best.value == 0 and best.value_max is None
    return Cell(
        status="conflicting" if rivals else "zero" if zero else "stated",
        value=best.value,
        value_max=best.value_max,
        unit=best.unit,
        hedge=best.hedge,
        scope=best.scope,
        text=words(best),
        citations=(_cited(1, report, best), *(rival.citation for rival in rivals)),
        rivals=rivals,
    )


def _in_parts(report: Report, found: Headline) -> Cell:
    parts = tuple(_beside(n, report, figure) for n, figure in enumerate(found.parts, 1))
    said = "；".join(f"{part.label}{part.text}" for part in parts)
    return Cell(status="in_parts", text=said, citations=tuple(part.citation for part in parts), parts=parts)


def _in_words(stored: Stored, told: Sequence[Sentence], rule: FieldRule) -> Cell | None:
    spans = telling(told, rule)
    if not spans:
        return None
    citation = cite(1, stored.report, quotation(stored.text, spans[0], rule), stored.text, stored.sections)
    return Cell(status="in_words", text=citation.quote, citations=(citation,))


def _beside(n: int, report: Report, figure: Figure) -> Beside:
    kept = figure.model_dump(include={"label", "value", "value_max", "unit", "hedge", "scope", "period"})
    return Beside(text=_scoped(figure, report.year), citation=_cited(n, report, figure), **kept)


def _scoped(figure: Figure, year: int | None) -> str:
    """The figure in words with what it counts, where that is not the report's own year."""
    said, dated = words(figure), re.fullmatch(r"(\d{4})年?", figure.period or "")
    if figure.scope in {None, "本年", "以前年度"} and dated:
        return said if int(dated[1]) == year else f"{said}（{dated[1]}年）"
    if figure.scope in {None, "本年"}:
        return said
    return f"{said}（{figure.scope if dated or not figure.period else figure.period}）"


def _cited(n: int, report: Report, figure: Figure) -> Citation:
    """A figure's own words; of a clause too long to quote, its end, where the number stands."""
    cut = max(0, len(figure.quote) - QUOTE_LIMIT)
    return Citation(
        n=n,
        report_id=report.report_id,
        agency=report.agency,
        year=report.year,
        section=figure.section,
        start=figure.start + cut,
        end=figure.end,
        quote=figure.quote[cut:],
    )


def _missing(rows: Iterable[Row], rules: Sequence[FieldRule]) -> Iterator[Missing]:
    for row in rows:
        for rule in rules:
            if (status := row.cells[rule.key].status) not in HAS_VALUE:
                yield Missing(
                    report_id=row.report_id,
                    agency=row.agency,
                    year=row.year,
                    metric=rule.key,
                    label=rule.label,
                    status=status,
                )
