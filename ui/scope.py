"""What a question may be limited to: the reader's choice of bodies and years, as the browser sends it."""

from collections.abc import Sequence
from typing import Any

from ingest.schema import Report
from ui.refused import RefusedError


def choices(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """The reports that a reader chooses among; the browser groups them by body and year."""
    return [
        {"id": report.report_id, "agency": report.agency, "year": report.year, "title": report.title}
        for report in reports
    ]


def span(reports: Sequence[Report]) -> list[int]:
    """The first and the last year that reports are about; empty where none is known."""
    years = sorted({report.year for report in reports if report.year})
    return [years[0], years[-1]] if years else []


def limits(reports: Sequence[Report], given: dict[str, Any]) -> dict[str, Any]:
    """The chain's ``report`` and ``year`` from ``{only: [ids]}`` or ``{but: [ids]}``, and ``{years: [years]}``.

    Raises:
        RefusedError: Something else was sent, a report is no longer held, or nothing is left.
    """
    held = {report.report_id for report in reports}
    only, but, years = (given.get(key) for key in ("only", "but", "years"))
    for ids in (only, but):
        if ids is not None and not (isinstance(ids, list) and all(type(one) is str and one in held for one in ids)):
            raise RefusedError("ask.error.scope")
    if years is not None and not (isinstance(years, list) and all(type(year) is int for year in years)):
        raise RefusedError("ask.error.scope")
    chosen = [r for r in reports if _inside(r, only, but) and (years is None or r.year in years)]
    if not chosen:
        raise RefusedError("ask.error.nothing")
    limited = {"report": [report.report_id for report in chosen]} if only is not None or but is not None else {}
    return limited | ({"year": sorted(years)} if years is not None else {})


def _inside(report: Report, only: list[str] | None, but: list[str] | None) -> bool:
    return (only is None or report.report_id in only) and (but is None or report.report_id not in but)
