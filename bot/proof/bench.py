"""What the gate looks at: the reports, each read once, and which of their bodies the claims name."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.question.naming import names, plain
from bot.reading.sentences import unbroken
from bot.schema import Draft
from ingest.schema import Figure, Report, Section, Stored
from ingest.view import clean

Name = tuple[str, str]
_SHORTEST = 3  # 丰台 is as often a part of another name as a body


_KEPT = 512  # reports held at a time: a calculation over more reads them once a check


class _Page(NamedTuple):
    """What most checks need of a report beside its text."""

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]


def _page(stored: Stored) -> _Page:
    return _Page(stored.sections, stored.figures)


class Bench:
    """One look at some drafts: reports by id, their texts and parts, what a draft quotes, the bodies it names."""

    def __init__(
        self,
        drafts: Iterable[Draft],
        reports: Mapping[str, Report],
        text_of: Callable[[str], str],
        stored_of: Callable[[str], Stored],
    ) -> None:
        """``text_of`` gives the canonical text of a report, ``stored_of`` all of it."""
        self.reports = reports
        self.stored = stored_of
        self._text = text_of
        self._page = lru_cache(_KEPT)(lambda rid: _page(stored_of(rid)))
        self._drafts = tuple(drafts)
        self._quoted: dict[int, str] = {}

    def text(self, report_id: str) -> str:
        """The canonical text of a report."""
        return self._text(report_id)

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The outline of a report."""
        return self._page(report_id).sections

    def figures(self, report_id: str) -> tuple[Figure, ...]:
        """The figures that the report was read to have."""
        return self._page(report_id).figures

    def quoted(self, draft: Draft) -> str:
        """All that a draft cites, cleaned, its places parted by blanks."""
        if id(draft) not in self._quoted:
            self._quoted[id(draft)] = clean(" ".join(unbroken(self.text(rid), span) for rid, span in draft.spans))
        return self._quoted[id(draft)]

    def cited(self, draft: Draft) -> list[Report]:
        """The reports that a draft cites, each once, in order of use."""
        return [self.reports[rid] for rid in dict.fromkeys(rid for rid, _ in draft.spans)]

    @cached_property
    def named(self) -> tuple[tuple[str, str, Report], ...]:
        """``(plain name, name, report)`` for every body that any of the drafts may name; the others are left alone."""
        said = plain(clean("\n".join(draft.text for draft in self._drafts if draft.kind not in {"quote", "absence"})))
        return tuple(
            (short, name, report) for report in self.reports.values() for short, name in _names(report) if short in said
        )

    def before(self, report: Report) -> Stored | None:
        """The same body's report of the year before, where it is held."""
        if report.agency is None or report.year is None:
            return None
        wanted = (report.agency, report.year - 1)
        found = next((r for r in self.reports.values() if (r.agency, r.year) == wanted), None)
        return self.stored(found.report_id) if found else None


@lru_cache(16384)
def _names(report: Report) -> tuple[Name, ...]:
    """The names of a body long enough to be told from another's, in plain form and as they are."""
    return tuple((plain(name), name) for name in names(report) if len(name) >= _SHORTEST)
