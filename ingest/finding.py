"""Which report a person means, and which reports are two of a kind."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NoReturn

from ingest.errors import ReportNotFoundError
from ingest.schema import Identity, Report
from ingest.view import clean

_SHOWN = 12


def find(reports: Sequence[Report], name: str, year: int | None = None) -> Report:
    """The one report that ``name`` means: by id, by exact body name, by alias, by part of body, alias or title.

    A longer name than the body's is another body (平凉市人民政府 is not 平凉工业园区), so parts only count one way.

    Raises:
        ReportNotFoundError: none or several do; the message lists the candidates or what is held.
    """
    wanted = clean(name)
    if wanted:
        for answers in _WAYS:
            named = [report for report in reports if answers(report, wanted)]
            dated = [report for report in named if year is None or report.year == year]
            if len(dated) == 1:
                return dated[0]
            if dated:
                raise ReportNotFoundError(f"{name!r} fits several reports, name one by its id: {_listing(dated, True)}")
            if named:
                raise ReportNotFoundError(f"no report of {name!r} for {year}; held for that name: {_listing(named)}")
    unknown(name, reports)


def unknown(name: str, reports: Sequence[Report]) -> NoReturn:
    """Say that nothing answers to ``name`` and what is held, the likest names first.

    Raises:
        ReportNotFoundError: always.
    """
    if not reports:
        raise ReportNotFoundError(f"no report {name!r}: the library is empty")
    nearest = sorted(reports, key=lambda report: -_likeness(report, name))
    raise ReportNotFoundError(f"no report {name!r}; the library holds: {_listing(nearest)}")


def twins(reports: Sequence[Report], identity: Identity, report_id: str | None) -> tuple[str, ...]:
    """A warning when another report has the same (agency, year, title); with a gap in it, nothing is the same."""
    key = (identity.agency, identity.year, identity.title)
    if None in key[:2]:
        return ()
    same = [one for one in reports if (one.agency, one.year, one.title) == key and one.report_id != report_id]
    held = "；".join(f"{one.report_id}（{one.path}）" for one in same[:_SHOWN])
    return (f"库中另有同一机构、年度、标题的报告：{held}",) if same else ()


def _parts(report: Report, wanted: str) -> bool:
    return any(wanted in clean(held) for held in (report.agency, report.title, *report.aliases) if held)


_WAYS: tuple[Callable[[Report, str], bool], ...] = (
    lambda report, wanted: report.report_id == wanted,
    lambda report, wanted: report.agency is not None and clean(report.agency) == wanted,
    lambda report, wanted: wanted in map(clean, report.aliases),
    _parts,
)


def _likeness(report: Report, name: str) -> float:
    return SequenceMatcher(None, clean(name), clean(report.agency or report.title)).ratio()


def _listing(reports: Sequence[Report], paths: bool = False) -> str:
    shown = "; ".join(_named(report) + (f" from {report.path!r}" if paths else "") for report in reports[:_SHOWN])
    return shown + (f"; … {len(reports)} in all" if len(reports) > _SHOWN else "")


def _named(report: Report) -> str:
    return f"{report.report_id} {report.agency or report.title} {report.year or '(year unknown)'}"
