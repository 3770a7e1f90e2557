"""The tab 审计: the findings over the library, worked out in the background, filtered, each with its source."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field, ValidationError

from bot.audit import audit
from bot.chain import AnswerChain
from bot.rules import TITLES
from bot.schema import Citation, Finding
from ingest.schema import Noun, Report
from ui.background import Run
from ui.findings import FORMATS, findings_file
from ui.tabs import STAGE, View, answered

if TYPE_CHECKING:
    import gradio as gr

SCRIPT = "Desk.audit({ element, server })"
AT_ONCE = 0.4  # seconds that the first look waits: a small library is done by then
MOST_CLEAN = 300  # names of reports without findings

log = logging.getLogger(__name__)
Severity = Literal["error", "warning", "info"]
Pair = tuple[Report, Report | None]


class Wanted(Noun):
    """What a browser wants to see: rules and severities (all where empty), words of a body's name, how many."""

    rules: tuple[str, ...] = Field(default=(), max_length=len(TITLES))
    severities: tuple[Severity, ...] = Field(default=(), max_length=3)
    body: str = Field(default="", max_length=80)
    limit: int = Field(default=50, ge=1, le=2000)


class Told(NamedTuple):
    """One finding and the report that it is about."""

    report: Report
    finding: Finding


class Audits:
    """The findings on every report, each worked out once for a state of the report and of last year's."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401 - a Library
        self.library = library
        self._found: dict[Pair, tuple[Finding, ...] | None] = {}
        self._run: Run | None = None
        self._lock = Lock()

    def look(self) -> tuple[dict[Pair, tuple[Finding, ...] | None], list[Pair]]:
        """What is known (``None``: a report that could not be checked) and what is not yet; starts what is missing."""
        with self._lock:
            pairs = with_last_year(self.library.reports())
            open_ = [pair for pair in pairs if pair not in self._found]
            if open_ and (self._run is None or self._run.finished):
                self._found = {pair: self._found[pair] for pair in pairs if pair in self._found}
                self._run = Run(self._steps(open_), len(open_))
                self._run.wait(AT_ONCE)
            known = {pair: self._found[pair] for pair in pairs if pair in self._found}
            return known, [pair for pair in pairs if pair not in known]

    def _steps(self, pairs: Sequence[Pair]) -> Iterator[None]:
        found = self._found
        for report, before in pairs:
            try:
                others = [self.library.stored(before.report_id)] if before else []
                found[report, before] = audit(self.library.stored(report.report_id), others)
            except Exception:
                log.exception("no audit of %r", report.report_id)
                found[report, before] = None
            yield


def audit_tab(chain: AnswerChain, desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the tab: one component, drawn by ``assets/audit.js``."""
    import gradio as gr

    audits = Audits(chain.library)

    def get_findings(asked: Any, request: gr.Request) -> View:  # noqa: ANN401 - whatever a browser sends
        return answered(lambda: audit_view(audits, read_wanted(asked)), "audit.failed", request)

    def get_file(asked: Any, request: gr.Request) -> View:  # noqa: ANN401
        return answered(lambda: exported(audits, asked), "audit.export.failed", request)

    gr.HTML(html_template=STAGE, elem_id="audit", apply_default_css=False, js_on_load=SCRIPT,
            server_functions=[get_findings, get_file])  # fmt: skip


def with_last_year(reports: Sequence[Report]) -> list[Pair]:
    """Every report with its body's report of the year before, where the library holds it."""
    first: dict[tuple[str, int], Report] = {}
    for report in reports:
        if report.agency is not None and report.year is not None:
            first.setdefault((report.agency, report.year), report)
    return [(report, first.get((report.agency or "", (report.year or 0) - 1))) for report in reports]


def read_wanted(asked: object) -> Wanted:
    """What a browser sent.

    Raises:
        ValueError: Unknown rules or severities, or values of other kinds.
    """
    given = {key: asked[key] for key in Wanted.model_fields if key in asked} if isinstance(asked, dict) else {}
    try:
        wanted = Wanted.model_validate(given)
    except ValidationError as error:
        raise ValueError(f"not a filter: {asked!r:.200}") from error
    if not set(wanted.rules) <= set(TITLES):
        raise ValueError(f"unknown rules: {wanted.rules!r:.200}")
    return wanted


def audit_view(audits: Audits, wanted: Wanted) -> View:
    """How far the audit is, counts by rule and severity under the other filters, and the first findings."""
    known, waiting = audits.look()
    inside = {pair: found for pair, found in known.items() if wanted.body.strip() in _names(pair[0])}
    told = [Told(report, one) for (report, _), found in inside.items() for one in found or ()]
    shown = [one for one in told if _by_rule(one, wanted) and _by_severity(one, wanted)]
    clean = [report for (report, _), found in inside.items() if found == ()]
    return {
        "done": len(known),
        "total": len(known) + len(waiting),
        "rules": _counted(TITLES, (one.finding.rule for one in told if _by_severity(one, wanted))),
        "severities": dict(Counter(one.finding.severity for one in told if _by_rule(one, wanted))),
        "found": len(shown),
        "reports": len({one.report.report_id for one in shown}),
        "findings": _listed(shown[: wanted.limit]),
        "clean": {"n": len(clean), "reports": [_whose(report) for report in clean[:MOST_CLEAN]]},
        "failed": [_whose(report) for (report, _), found in inside.items() if found is None][:MOST_CLEAN],
    }


def exported(audits: Audits, asked: object) -> View:
    """The findings that the filters leave, as a file.

    Raises:
        ValueError: An unknown format or filter, or an audit still under way.
    """
    kind = asked.get("format") if isinstance(asked, dict) else None
    if not isinstance(kind, str) or kind not in FORMATS:
        raise ValueError(f"not a format: {kind!r:.200}")
    wanted = read_wanted(asked)
    known, waiting = audits.look()
    if waiting:
        raise ValueError(f"{len(waiting)} reports are not checked yet")
    told = [(report, one) for (report, _), found in known.items() for one in found or ()]
    kept = [Told(*one) for one in told if wanted.body.strip() in _names(one[0])]
    return findings_file([one for one in kept if _by_rule(one, wanted) and _by_severity(one, wanted)], kind)


def _names(report: Report) -> str:
    return f"{report.agency or ''} {report.title} {report.year or ''}"


def _by_rule(one: Told, wanted: Wanted) -> bool:
    return not wanted.rules or one.finding.rule in wanted.rules


def _by_severity(one: Told, wanted: Wanted) -> bool:
    return not wanted.severities or one.finding.severity in wanted.severities


def _counted(titles: dict[str, str], ids: Iterable[str]) -> list[View]:
    counts = Counter(ids)
    return [{"id": rule, "title": title, "n": counts[rule]} for rule, title in titles.items()]


def _whose(report: Report) -> View:
    return report.model_dump(include={"report_id", "agency", "year", "title"})


def _listed(told: Sequence[Told]) -> list[View]:
    """Findings with their citations numbered through the page, every place once."""
    numbers: dict[tuple[str, int, int], int] = {}

    def cited(citation: Citation) -> View:
        n = numbers.setdefault((citation.report_id, citation.start, citation.end), len(numbers) + 1)
        return citation.model_copy(update={"n": n}).model_dump(mode="json")

    return [
        {
            "report": _whose(report),
            "title": TITLES[one.rule],
            **one.model_dump(mode="json", exclude={"citations"}),
            "citations": [cited(citation) for citation in one.citations],
        }
        for report, one in told
    ]
