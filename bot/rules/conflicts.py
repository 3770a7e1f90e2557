"""What an answer has to add where a figure that it gives is in doubt: an audit's finding beside the figure."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.audit import checks, last_year
from bot.rules.check import Check
from bot.schema import Claim, Draft
from ingest.figures import words
from ingest.schema import Figure
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

_NUMERIC = {"A5", "A6", "A7", "A8", "A10", "A11", "A12", "A13", "A14", "X8", "T3", "Y1", "Y3", "Y7"}
_MOST_REPORTS = 10
_MOST_NOTES = 3


def conflict_notes(library: "Library", drafts: Sequence[Draft], claims: Sequence[Claim]) -> list[str]:
    """A note for every finding that touches a figure which the claims state; only the reports stated are audited."""
    said = {claim.text for claim in claims}
    figures: dict[str, list[Figure]] = {}
    for rid, figure in (pair for draft in drafts if draft.text in said for pair in _stated(draft)):
        figures.setdefault(rid, []).append(figure)
    notes: dict[str, None] = {}
    for rid, stated in list(figures.items())[:_MOST_REPORTS]:
        stored = library.stored(rid)
        failed = [c for c in checks(stored, last_year(library, stored.report), _NUMERIC) if c.verdict == "fails"]
        notes |= dict.fromkeys(
            _note(f, check) for check in failed for f in stated[:_MOST_NOTES] if _touches(check, rid, f)
        )
    return list(notes)[:_MOST_NOTES]


def _stated(draft: Draft) -> Iterable[tuple[str, Figure]]:
    yield from draft.figures
    yield from draft.computed.operands if draft.computed else ()


def _touches(check: Check, rid: str, figure: Figure) -> bool:
    places = (span for other, span in check.touches or check.spans if other == rid)
    return check.severity != "info" and any(s.start < figure.end and figure.start < s.end for s in places)


def _note(figure: Figure, check: Check) -> str:
    return fill("conflict", figure=words(figure), rule=check.rule, message=check.message, shown=check.computation or "")
