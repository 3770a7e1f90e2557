"""Audit findings as files: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence

from bot.export import SEVERITY
from bot.output.export_csv import safe
from bot.rules import TITLES
from bot.schema import Finding
from ingest.schema import Report
from ui.tabs import View, file

FORMATS = {"csv": "text/csv", "json": "application/json"}
COLUMNS = (
    "agency", "year", "title", "rule", "rule_title", "severity", "message", "computation", "quotes", "sections",
    "places", "report_id",
)  # fmt: skip


def findings_file(told: Sequence[tuple[Report, Finding]], kind: str) -> View:
    """The findings with the reports that they are about, as a ``csv`` or ``json`` file for the browser to save."""
    data = _csv(told) if kind == "csv" else _json(told)
    return file(f"审计-{len(told)}项.{kind}", FORMATS[kind], data)


def _json(told: Sequence[tuple[Report, Finding]]) -> bytes:
    lines = [_whose(report) | {"rule_title": TITLES[one.rule]} | one.model_dump(mode="json") for report, one in told]
    return json.dumps(lines, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _csv(told: Sequence[tuple[Report, Finding]]) -> bytes:
    """One line a finding; its places are ``report:start-end``, in the order of the quotations."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(COLUMNS)
    writer.writerows([safe(line[name]) for name in COLUMNS] for line in (_line(*one) for one in told))
    return held.getvalue().encode("utf-8-sig", "replace")


def _line(report: Report, one: Finding) -> View:
    return _whose(report) | {
        "rule": one.rule,
        "rule_title": TITLES[one.rule],
        "severity": SEVERITY[one.severity],
        "message": one.message,
        "computation": one.computation,
        "quotes": "；".join(citation.quote for citation in one.citations),
        "sections": "；".join(" / ".join(citation.section) for citation in one.citations),
        "places": " ".join(f"{it.report_id}:{it.start}-{it.end}" for it in one.citations),
    }


def _whose(report: Report) -> View:
    return report.model_dump(include={"report_id", "agency", "year", "title"})
