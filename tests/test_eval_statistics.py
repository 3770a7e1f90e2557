"""The statistics tested on themselves: false alarms, planted drops, all-equal runs, published figures."""

import numpy as np
import pytest

from evals.statistics import (
    Pair,
    cluster_interval,
    compare_pairs,
    detectable_drop,
    holm,
    mcnemar,
    perfect_bound,
    rule_of_three,
    wilson,
)

REPORTS, QUESTIONS = 40, 5


def runs(rng, drop=0.0, reports=REPORTS, questions=QUESTIONS):
    """Two runs: in each of them a report is easy or hard as a whole; ``drop`` is the true mean loss."""
    ease = [np.clip(0.7 + 0.25 * rng.standard_normal((reports, 1)), 0, 1) for _ in range(2)]
    base, candidate = (rng.random((reports, questions)) < chance for chance in ease)
    lost = rng.random(candidate.shape) < drop / ease[1].mean()
    return base.astype(float), (candidate & ~lost).astype(float)


def paired(base, candidate, clustered=True):
    return [
        Pair(f"r{i}" if clustered else f"r{i}q{j}", (base[i, j], 1), (candidate[i, j], 1))
        for i in range(len(base))
        for j in range(base.shape[1])
    ]


def alarms(clustered, times=150, drop=0.0, seed=7):
    rng = np.random.default_rng(seed)
    pairs = [paired(*runs(rng, drop), clustered) for _ in range(times)]
    return np.mean([compare_pairs(one, resamples=199).p <= 0.05 for one in pairs])


def test_a_harmless_change_rarely_alarms_by_report_and_often_by_question():
    by_report, by_question = alarms(clustered=True), alarms(clustered=False)
    assert by_report <= 0.08  # 5 % nominal, 150 repetitions
    assert by_question >= 0.10


def test_the_interval_covers_no_change():
    rng = np.random.default_rng(11)
    found = [compare_pairs(paired(*runs(rng)), resamples=199).verdict(0.05) for _ in range(120)]
    assert found.count("REGRESSED") <= 9


def test_a_planted_drop_is_caught_with_the_claimed_power():
    rng = np.random.default_rng(3)
    drop = 0.16
    claimed = float(np.median([compare_pairs(paired(*runs(rng, drop)), resamples=199).detectable for _ in range(25)]))
    assert 0.7 <= alarms(clustered=True, times=150, drop=claimed) <= 0.9
    assert alarms(clustered=True, times=60, drop=claimed / 3) < 0.5


def test_runs_that_are_equal_do_not_crash():
    pairs = [Pair(f"r{i}", (1, 1), (1, 1)) for i in range(66)]
    change = compare_pairs(pairs)
    assert (change.delta, change.interval.low, change.interval.high, change.p) == (0, 0, 0, 1)
    assert change.bound == pytest.approx(3 / 66)
    assert change.verdict(0.05) == "NOT WORSE"
    assert change.verdict(0.01) == "INCONCLUSIVE"  # 66 reports cannot exclude a drop of one point


def test_the_same_loss_everywhere_is_a_regression():
    change = compare_pairs([Pair(f"r{i}", (1, 1), (0, 1)) for i in range(20)])
    assert change.delta == -1 and change.verdict(0.05) == "REGRESSED" and change.p < 0.001


def test_one_cluster_says_nothing():
    change = compare_pairs([Pair("only", (1, 1), (0, 1)) for _ in range(50)])
    assert change.verdict(0.05) == "INCONCLUSIVE" and change.p == 1


def test_improved():
    rng = np.random.default_rng(5)
    pairs = [Pair(f"r{i}", (float(rng.random() < 0.5), 1), (1.0, 1)) for i in range(80)]
    assert compare_pairs(pairs).verdict(0.05) == "IMPROVED"


def test_f1_is_a_ratio_of_sums():
    """Numerator 2tp, denominator 2tp + fp + fn: 3 right, 1 missed, 2 false."""
    pairs = [Pair(str(i), part, part) for i, part in enumerate([(2, 2)] * 3 + [(0, 1)] * 3 + [(0, 0)])]
    assert compare_pairs(pairs).base == pytest.approx(6 / 9)


def test_nothing_scored_is_an_error():
    with pytest.raises(ValueError, match="no case was scored"):
        compare_pairs([Pair("a", (0, 0), (0, 0))])


def test_the_same_data_give_the_same_figures():
    pairs = paired(*runs(np.random.default_rng(1)))
    assert compare_pairs(pairs) == compare_pairs(pairs)


@pytest.mark.parametrize(("hits", "cases", "low", "high"), [(90, 100, 0.826, 0.945), (270, 300, 0.861, 0.929)])
def test_wilson(hits, cases, low, high):
    found = wilson(hits, cases)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_intervals_of_nothing_and_of_one_voice():
    assert wilson(0, 0).low is None
    assert cluster_interval({}).low is None
    assert cluster_interval({"a": [(1, 1)] * 5, "b": [(1, 1)]}) == wilson(2, 2)
    mixed = cluster_interval({str(i): [(i % 2, 1)] * 3 for i in range(40)})
    assert 0.3 < mixed.low < 0.5 < mixed.high < 0.7


@pytest.mark.parametrize(("cases", "bound"), [(100, 0.970), (200, 0.985), (300, 0.990)])
def test_perfect_runs(cases, bound):
    assert round(perfect_bound(cases), 3) == bound
    assert rule_of_three(cases) == pytest.approx(3 / cases)


def test_mcnemar_needs_five_losses():
    assert mcnemar(5, 0) < 0.05 < mcnemar(4, 0)
    assert mcnemar(6, 0, one_sided=False) < 0.05 < mcnemar(5, 0, one_sided=False)
    assert mcnemar(0, 0) == 1


@pytest.mark.parametrize(
    ("cases", "points"),
    [
        (100, (7.0, 8.5, 9.5, 12.5)),
        (150, (4.5, 6.0, 7.0, 9.5)),
        (200, (3.5, 5.0, 6.0, 8.0)),
        (300, (2.5, 3.5, 4.5, 6.0)),
    ],
)
def test_the_published_table_of_detectable_drops(cases, points):
    found = tuple(round(100 * detectable_drop(cases, improved), 1) for improved in (0, 0.01, 0.02, 0.05))
    assert found == points


def test_holm():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == pytest.approx({"b": 1.0, "a": 1.0})
