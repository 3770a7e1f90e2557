"""Reports made for audit tests: a few sentences under a title of a body and year, taken apart and held."""

from collections.abc import Sequence
from pathlib import Path

from bot.audit import checks
from bot.rules.check import Check
from ingest.document import parse
from ingest.schema import Report, Stored
from tests.libraries import parsed

TITLE = "东山县教育局{year}年政府信息公开工作年度报告"


def held(body: str, year: int = 2013, report_id: str = "r") -> Stored:
    """A report of these words, as the library would hold it."""
    document = parse(f"{TITLE.format(year=year)}\n\n{body}\n", path=f"/in/{report_id}.txt", sha256=report_id)
    return stored(document, report_id)


def stored(document, report_id: str = "r") -> Stored:
    identity = document.identity.model_dump()
    report = Report(**identity, report_id=report_id, chars=len(document.text), sha256="0", path=document.path)
    parts = {name: getattr(document, name) for name in ("text", "sections", "passages", "figures", "warnings")}
    return Stored(report=report, **parts)


def at(path: Path) -> Stored:
    """The report in a file."""
    return stored(parsed(path), path.name)


def made(rule: str, body: str, year: int = 2013, others: Sequence[Stored] = ()) -> list[Check]:
    """The checks that one rule makes on a report of these words."""
    return list(checks(held(body, year), others, {rule}))


def verdicts(rule: str, body: str, year: int = 2013) -> set[str]:
    return {check.verdict for check in made(rule, body, year)}
