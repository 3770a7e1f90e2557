"""What every metric sees beside the case and the answer: the texts, the reports and their figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from evals.schema import Case, Score
from ingest.schema import Figure, Report

if TYPE_CHECKING:
    from ingest.library import Library

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """A library as data, by report id: canonical texts, rows, figures."""

    texts: Mapping[str, str]
    reports: Mapping[str, Report]
    figures: Mapping[str, tuple[Figure, ...]]

    @classmethod
    def of(cls, library: "Library") -> "World":
        """Everything that a library holds."""
        stored = [library.stored(report.report_id) for report in library.reports()]
        return cls(
            texts={one.report.report_id: one.text for one in stored},
            reports={one.report.report_id: one.report for one in stored},
            figures={one.report.report_id: one.figures for one in stored},
        )

    def resolve(self, name: str) -> str | None:
        """The id of the report that a gold span names: by id, sha256, or file name with or without its ending."""
        if name in self.reports:
            return name
        return next((rid for rid, report in self.reports.items() if name in _keys(report)), None)

    def cited(self, citation: Mapping[str, Any]) -> str | None:
        """The text that a citation points at; None when there is no such report or place."""
        text = self.texts.get(citation["report_id"])
        start, end = citation["start"], citation["end"]
        return text[start:end] if text is not None and 0 <= start < end <= len(text) else None

    def figures_in(self, citation: Mapping[str, Any]) -> list[Figure]:
        """The figures that lie wholly inside a citation's span."""
        figures = self.figures.get(citation["report_id"], ())
        return [f for f in figures if citation["start"] <= f.start and f.end <= citation["end"]]


Metric = Callable[[Case, Answer, World], Score]


@lru_cache(65536)
def _keys(report: Report) -> frozenset[str]:
    path = PurePath(report.path)
    return frozenset({report.sha256, path.name, path.stem})


def no_score(metric: str, why: str = "nothing to score") -> Score:
    """A score that could not be given."""
    return Score(metric=metric, value=None, answer="", explanation=why)


def share(metric: str, hits: int, of: int, answer: str, fault: str = "") -> Score:
    """``hits`` of ``of``, with the counts kept for micro averages; None of nothing."""
    if of == 0:
        return no_score(metric)
    value = hits / of
    return Score(metric=metric, value=value, answer=answer, explanation="" if hits == of else fault, hits=hits, of=of)


def whole(metric: str, right: bool, answer: str, fault: str = "") -> Score:
    """1 or 0, with what was wrong."""
    return Score(metric=metric, value=float(right), answer=answer, explanation="" if right else fault)


def is_answer(answer: Answer) -> bool:
    """Whether this is an ``Answer`` (and not a summary or a list of hits)."""
    return "status" in answer and "claims" in answer


def claim_text(answer: Answer) -> str:
    """Everything an answer claims, a claim a line."""
    return "\n".join(claim["text"] for claim in answer["claims"])
