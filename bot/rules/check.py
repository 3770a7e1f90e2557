"""What a rule finds out: a check that holds, fails, or cannot be told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.rules.page import Page
from ingest.schema import Noun, Span

Verdict = Literal["holds", "fails", "cannot_tell"]
Severity = Literal["error", "warning", "info"]


class Check(Noun):
    """One comparison that a rule made: ``message`` and ``computation`` as shown, ``spans`` by report id.

    ``severity`` counts for a check that fails. ``computation`` is arithmetic that `bot.rules.recheck` can do again.
    ``touches`` are the numbers in doubt where a check fails, by report id; all of ``spans`` where it is empty.
    """

    rule: str
    verdict: Verdict
    severity: Severity = "warning"
    message: str
    computation: str | None = None
    spans: tuple[tuple[str, Span], ...] = ()
    touches: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule of the audit: its id, its title in Chinese, its source, and how it is checked on one report."""

    id: str
    title: str
    source: str
    run: Callable[[Page], Iterable[Check]]


@dataclass(frozen=True)
class YearRule:
    """A rule over two reports of one body: this year's and last year's."""

    id: str
    title: str
    source: str
    run: Callable[[Page, Page], Iterable[Check]]
