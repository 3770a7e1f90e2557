"""Two runs over the same cases: what flipped, and how every metric changed, with intervals and verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evals.metrics import PRIMARY
from evals.schema import Baseline, BaselineRow, Case, Scored
from evals.score import MUST_BE_WHOLE, Pairs
from evals.statistics import ALPHA, Change, Pair, Verdict, compare_pairs, holm

MARGIN = 0.05  # declared before any run: a drop of five points or more is not "not worse"
KEPT = tuple(dict.fromkeys((*PRIMARY, *MUST_BE_WHOLE, "RR@10", "nDCG@10")))
MOST_PRIMARY = 3
DIGITS = 4


@dataclass(frozen=True)
class Row:
    """One case in one run."""

    passed: bool
    scores: Mapping[str, float]


@dataclass(frozen=True)
class Compared:
    """One metric between two runs; ``p`` is Holm's where it is a primary metric."""

    metric: str
    primary: bool
    change: Change
    p: float
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two runs; case ids in the order of the cases."""

    metrics: tuple[Compared, ...]
    broken: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    cases: int = 0
    missing: tuple[str, ...] = field(default=())

    @property
    def primary(self) -> tuple[Compared, ...]:
        """The metrics declared before the run."""
        return tuple(one for one in self.metrics if one.primary)


def rows_of(scored: Iterable[Scored]) -> dict[str, Row]:
    """The rows of a run over the whole library, by case id; scores as finely as a baseline keeps them."""
    return {
        one.case: Row(one.passed, {name: round(value, DIGITS) for name, value in one.scores.items()})
        for one in scored
        if one.condition == "whole"
    }


def rows_of_baseline(baseline: Baseline) -> dict[str, Row]:
    """The rows of an accepted run, by case id."""
    return {id: Row(row.passed, _named(baseline.metrics, row)) for id, row in baseline.cases.items()}


def _named(metrics: Sequence[str], row: BaselineRow) -> dict[str, float]:
    return {name: value for name, value in zip(metrics, row.scores, strict=True) if value is not None}


def compare_runs(
    cases: Sequence[Case], base: Mapping[str, Row], candidate: Mapping[str, Row], margin: float = MARGIN
) -> Comparison:
    """Compare over ``cases``; those that either run lacks are named as missing, never dropped in silence."""
    held = [case for case in cases if case.id in base and case.id in candidate]
    return Comparison(
        metrics=tuple(_compared(held, base, candidate, margin)),
        broken=tuple(c.id for c in held if base[c.id].passed and not candidate[c.id].passed),
        mended=tuple(c.id for c in held if candidate[c.id].passed and not base[c.id].passed),
        cases=len(held),
        missing=tuple(case.id for case in cases if case.id not in base or case.id not in candidate),
    )


def _compared(
    cases: Sequence[Case], base: Mapping[str, Row], candidate: Mapping[str, Row], margin: float
) -> list[Compared]:
    changes: dict[str, Change] = {}
    for name in KEPT:
        pairs = _pairs(cases, base, candidate, name)
        if any(pair.base[1] for pair in pairs) and any(pair.candidate[1] for pair in pairs):
            changes[name] = compare_pairs(pairs)
    primary = [name for name in PRIMARY[:MOST_PRIMARY] if name in changes]
    adjusted = holm({name: changes[name].p for name in primary})
    return [
        Compared(name, name in adjusted, one, adjusted.get(name, one.p), _verdict(one, adjusted.get(name), margin))
        for name, one in changes.items()
    ]


def _verdict(change: Change, adjusted: float | None, margin: float) -> Verdict:
    """A primary metric has regressed when its interval says so and its adjusted p does too."""
    found = change.verdict(margin)
    return "INCONCLUSIVE" if found == "REGRESSED" and adjusted is not None and adjusted > ALPHA else found


def _pairs(cases: Sequence[Case], base: Mapping[str, Row], candidate: Mapping[str, Row], name: str) -> list[Pair]:
    return [Pair(case.cluster, _part(base[case.id], name), _part(candidate[case.id], name)) for case in cases]


def _part(row: Row, name: str) -> tuple[float, float]:
    return (row.scores[name], 1.0) if name in row.scores else (0.0, 0.0)


def rows_of_pairs(scored: Pairs) -> dict[str, Row]:
    """The rows of scored pairs."""
    return rows_of(one for _, one in scored)
