"""The story of an audit: every rule over a report, what fails becomes a finding with its computation and citations."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.proof.citing import cite
from bot.rules import check_report
from bot.rules.check import Check
from bot.rules.page import Page
from bot.schema import Finding
from ingest.schema import Report, Stored

if TYPE_CHECKING:
    from ingest.library import Library

_RANK = {"error": 0, "warning": 1, "info": 2}


def audit(stored: Stored, others: Sequence[Stored] = ()) -> tuple[Finding, ...]:
    """The findings on one report, errors first; ``others`` may hold its body's report of last year."""
    return findings(checks(stored, others), stored, *others)


def checks(stored: Stored, others: Sequence[Stored] = (), only: Collection[str] = ()) -> tuple[Check, ...]:
    """Everything that the rules (``only`` some, where named) compared on one report: what holds, fails, is open."""
    before = next((other for other in others if precedes(other.report, stored.report)), None)
    return tuple(dict.fromkeys(check_report(Page(stored), Page(before) if before else None, only)))


def findings(made: Sequence[Check], *reports: Stored, first: int = 1) -> tuple[Finding, ...]:
    """The failed checks as findings; citations are numbered from ``first``, each place once."""
    by_id = {stored.report.report_id: stored for stored in reports}
    numbers: dict[tuple[str, int, int], int] = {}
    found = []
    for check in sorted((c for c in made if c.verdict == "fails"), key=lambda c: _RANK[c.severity]):
        citations = []
        for rid, span in check.spans:
            n = numbers.setdefault((rid, span.start, span.end), len(numbers) + first)
            stored = by_id[rid]
            citations.append(cite(n, stored.report, span, stored.text, stored.sections))
        found.append(
            Finding(
                rule=check.rule,
                severity=check.severity,
                message=check.message,
                computation=check.computation,
                citations=tuple(citations),
            )
        )
    return tuple(found)


def precedes(other: Report, report: Report) -> bool:
    """Whether ``other`` is the same body's report of the year before."""
    same = other.agency is not None and other.agency == report.agency
    return same and other.year is not None and report.year is not None and other.year == report.year - 1


def audit_library(
    library: "Library", reports: Iterable[Report] | None = None, only: Collection[str] = ()
) -> Iterator[Finding]:
    """The findings on reports of a library (all, or those given), report by report; memory stays flat."""
    number = 1
    for report in library.reports() if reports is None else reports:
        stored = library.stored(report.report_id)
        others = last_year(library, report)
        for finding in findings(checks(stored, others, only), stored, *others, first=number):
            number = max([number, *(c.n + 1 for c in finding.citations)])
            yield finding


def last_year(library: "Library", report: Report) -> tuple[Stored, ...]:
    """The body's report of the year before, where the library holds it."""
    return tuple(library.stored(r.report_id) for r in library.reports() if precedes(r, report))[:1]
