"""How sure are we? Intervals, paired clustered tests, power and verdicts (``../shared/design/evals.md`` section 3).

Every score is a ratio of sums: a mean is sum(value) / sum(1), an F1 is sum(2tp) / sum(2tp + fp + fn). A case brings its
numerator and denominator from the base and from the candidate run; cases of one source report go together (a cluster),
because they succeed and fail together: testing them one by one alarms on a quarter of all harmless changes.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

import numpy as np
from scipy import stats

Verdict = Literal["REGRESSED", "NOT WORSE", "IMPROVED", "INCONCLUSIVE"]
RESAMPLES = 9_999
ALPHA = 0.05
POWER = 0.8
_SEED = 20130101


@dataclass(frozen=True)
class Interval:
    """A confidence interval; an end is ``None`` where the data allow none."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Pair:
    """One case in two runs: numerator and denominator of each; a case not scored in a run has 0 over 0 there."""

    cluster: str
    base: tuple[float, float]
    candidate: tuple[float, float]


@dataclass(frozen=True)
class Change:
    """What became of one metric between two runs; shares, so 0.05 is five points.

    ``p`` is one-sided (the candidate is worse), by sign flips of whole clusters. ``detectable`` is the smallest true
    drop that this comparison would have found with power 0.8. ``bound`` is three over the number of clusters where no
    case differs: what a run without a difference still cannot exclude.
    """

    base: float
    candidate: float
    delta: float
    interval: Interval
    p: float
    detectable: float | None
    clusters: int
    cases: int
    bound: float | None = None

    def verdict(self, margin: float) -> Verdict:
        """Worse, better, not worse by more than ``margin``, or not known; never "no regression" for "not known"."""
        low, high = self.interval.low, self.interval.high
        if low is None or high is None:
            return "INCONCLUSIVE"
        if high < 0:
            return "REGRESSED"
        if low > 0:
            return "IMPROVED"
        worst = low if self.bound is None else -self.bound
        return "NOT WORSE" if worst > -margin else "INCONCLUSIVE"


class _Clusters:
    """Sums by cluster: row ``i`` is cluster ``i`` in the base run, row ``size + i`` the same in the candidate's."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        names = sorted({pair.cluster for pair in pairs})
        place = {name: i for i, name in enumerate(names)}
        self.size = len(names)
        self.sums = np.zeros((2 * self.size, 2))
        for pair in pairs:
            self.sums[place[pair.cluster]] += pair.base
            self.sums[self.size + place[pair.cluster]] += pair.candidate

    def score(self, rows: np.ndarray, axis: int = -1) -> np.ndarray:
        """The ratio of sums over the clusters in ``rows``, along ``axis``; NaN where nothing was scored."""
        top, bottom = (self.sums[rows, part].sum(axis=axis) for part in (0, 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            return top / bottom

    def delta(self, drawn: np.ndarray, axis: int = -1) -> np.ndarray:
        """Candidate minus base over the drawn clusters."""
        return self.score(drawn + self.size, axis) - self.score(drawn, axis)

    def differ(self) -> bool:
        """Whether any cluster differs between the runs."""
        return not np.array_equal(self.sums[: self.size], self.sums[self.size :])


def compare_pairs(pairs: Sequence[Pair], *, resamples: int = RESAMPLES, alpha: float = ALPHA) -> Change:
    """The change between two runs over the same cases, with a BCa cluster bootstrap and a cluster sign-flip test.

    Raises:
        ValueError: no case was scored in one of the runs, so there is nothing to compare.
    """
    clusters = _Clusters(pairs)
    everything = np.arange(clusters.size)
    base, candidate = float(clusters.score(everything)), float(clusters.score(everything + clusters.size))
    if not (isfinite(base) and isfinite(candidate)):
        raise ValueError("no case was scored in one of the runs")
    if not clusters.differ():
        bound = rule_of_three(clusters.size)
        return Change(base, candidate, 0.0, Interval(0.0, 0.0), 1.0, bound, clusters.size, len(pairs), bound)
    interval, error = _bootstrap(clusters, resamples, alpha)
    return Change(
        base=base,
        candidate=candidate,
        delta=candidate - base,
        interval=interval,
        p=_sign_flip(clusters, resamples),
        detectable=detectable_effect(error, clusters.size, alpha) if error else None,
        clusters=clusters.size,
        cases=len(pairs),
    )


def _sign_flip(clusters: _Clusters, resamples: int) -> float:
    """One-sided p for "the candidate is worse": the labels of whole clusters are swapped."""

    def statistic(base: np.ndarray, candidate: np.ndarray, axis: int = -1) -> np.ndarray:
        return clusters.score(candidate, axis) - clusters.score(base, axis)

    rows = np.arange(clusters.size)
    if clusters.size < 2:
        return 1.0
    found = stats.permutation_test(
        (rows, rows + clusters.size), statistic, permutation_type="samples", alternative="less", vectorized=True,
        n_resamples=resamples, rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return float(found.pvalue)


def _bootstrap(clusters: _Clusters, resamples: int, alpha: float) -> tuple[Interval, float | None]:
    """The interval of the difference and its standard error; the percentile method where BCa is not defined."""
    if clusters.size < 2:
        return Interval(None, None), None
    for method in ("BCa", "percentile"):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", stats.DegenerateDataWarning)  # answered by the next method
            found = stats.bootstrap(
                (np.arange(clusters.size),), clusters.delta, method=method, confidence_level=1 - alpha,
                n_resamples=resamples, vectorized=True, rng=np.random.default_rng(_SEED),
            )  # fmt: skip
        low, high = (float(end) for end in found.confidence_interval)
        if isfinite(low) and isfinite(high):
            return Interval(low, high), float(found.standard_error)
    return Interval(None, None), None


def wilson(hits: float, cases: int, alpha: float = ALPHA) -> Interval:
    """The Wilson score interval of a share; none for no cases."""
    if cases == 0:
        return Interval(None, None)
    z = float(stats.norm.ppf(1 - alpha / 2))
    share, bottom = hits / cases, 1 + z * z / cases
    middle = (share + z * z / (2 * cases)) / bottom
    half = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / bottom
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def cluster_interval(parts: Mapping[str, Sequence[tuple[float, float]]], *, resamples: int = 1_999) -> Interval:
    """The interval of one run's ratio of sums, clusters drawn whole; Wilson's where every cluster says the same."""
    sums = np.array([[sum(top for top, _ in one), sum(low for _, low in one)] for one in parts.values()])
    sums = sums[sums[:, 1] > 0] if len(sums) else sums
    if len(sums) == 0:
        return Interval(None, None)
    top, bottom = sums.sum(axis=0)
    if len(sums) < 2 or np.allclose(sums[:, 0] * bottom, sums[:, 1] * top):
        return wilson(top / bottom * len(sums), len(sums))
    drawn = np.random.default_rng(_SEED).integers(len(sums), size=(resamples, len(sums)))
    shares = sums[drawn, 0].sum(axis=1) / sums[drawn, 1].sum(axis=1)
    low, high = np.quantile(shares, [ALPHA / 2, 1 - ALPHA / 2])
    return Interval(float(low), float(high))


def rule_of_three(cases: int) -> float:
    """The 95 % upper bound of a share of which ``cases`` draws showed none."""
    return min(1.0, 3 / cases) if cases else 1.0


def perfect_bound(cases: int, alpha: float = ALPHA) -> float:
    """The exact one-sided lower bound of a share that held in all of ``cases``: 100 of 100 is 0.970 or more."""
    return alpha ** (1 / cases)


def mcnemar(losses: int, wins: int, *, one_sided: bool = True) -> float:
    """Exact p that ``losses`` against ``wins`` is chance; for one yes-or-no question a report."""
    if losses + wins == 0:
        return 1.0
    alternative = "greater" if one_sided else "two-sided"
    return float(stats.binomtest(losses, losses + wins, alternative=alternative).pvalue)


def holm(values: Mapping[str, float]) -> dict[str, float]:
    """p-values adjusted for their number (Holm's step-down), at most 1 and never out of order."""
    adjusted, least = {}, 0.0
    for rank, (name, p) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        least = max(least, min(1.0, p * (len(values) - rank)))
        adjusted[name] = least
    return adjusted


def detectable_effect(error: float, clusters: int, alpha: float = ALPHA, power: float = POWER) -> float:
    """The smallest true drop that the one-sided sign-flip test finds with the given power, for that bootstrap error."""
    least, enough = (float(stats.t.ppf(share, clusters - 1)) for share in (1 - alpha, power))
    errors = least + enough
    for _ in range(3):  # a true drop widens the null distribution too: signs are flipped around zero, not around it
        errors = least * sqrt(1 + errors**2 / clusters) + enough
    return errors * error * sqrt(clusters / (clusters - 1))  # the bootstrap's error is that of the sample


def detectable_drop(cases: int, improved: float = 0.0, alpha: float = ALPHA, power: float = POWER) -> float:
    """The smallest drop (a share, in steps of half a point) that exact McNemar finds with the given power.

    ``improved`` is the share of cases that get better at the same time; every case is a cluster of its own. A drop that
    no size reaches is 1.
    """
    drops = (step / 200 for step in range(1, 201))
    return next((drop for drop in drops if _mcnemar_power(cases, drop, improved, alpha) >= power), 1.0)


def _mcnemar_power(cases: int, drop: float, improved: float, alpha: float) -> float:
    lost = drop + improved
    changed = lost + improved
    if changed > 1:
        return 0.0
    counts = np.arange(1, cases + 1)
    critical = stats.binom.isf(alpha, counts, 0.5) + 1  # P(losses >= critical) <= alpha
    caught = stats.binom.sf(critical - 1, counts, lost / changed)
    return float((stats.binom.pmf(counts, cases, changed) * caught).sum())
