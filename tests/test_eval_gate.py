"""The gate: floors, critical flips, statistics, runs that say nothing; a baseline changes only for a reason."""

import json
from pathlib import Path

import pytest

from evals.compare import compare_runs, rows_of_baseline, rows_of_pairs
from evals.gate import gate, make_baseline, read_baseline, write_baseline
from evals.schema import Baseline, Case, Manifest, Scored
from evals.score import Pairs
from evals.statistics import rule_of_three
from ingest.errors import GongkaiError

TEXTS = {"seeds": "same"}


def case(number: int, **more) -> Case:
    given = {"suite": "figures", "cluster": f"r{number // 2}", "split": "dev", "expect": "answered"} | more
    return Case(id=f"c{number}", question=f"问{number}？", **given)


def scored(one: Case, passed: bool = True, **scores: float) -> tuple[Case, Scored]:
    known = {"status": float(passed), "numbers_bound": float(passed), "quote_exact": 1.0} | scores
    return one, Scored(case=one.id, condition="whole", passed=passed, said="answered", scores=known)


def manifest(**more) -> Manifest:
    given = {"run": "r", "created": "2026", "code": "c", "commit": None, "mode": "extractive", "encoder": "shipped",
             "python": "3.11", "conditions": ("whole",), "selection": {}, "suites": {}, "texts": TEXTS,
             "cases": 0}  # fmt: skip
    return Manifest(**(given | more))


CASES = tuple(case(n) for n in range(200))
RIGHT: Pairs = [scored(one) for one in CASES]


def baseline(pairs: Pairs = RIGHT) -> Baseline:
    return make_baseline(manifest(), pairs, [one for one, _ in pairs], "first")


def held(pairs: Pairs, cases=CASES, **more):
    return gate(baseline(), manifest(), pairs, cases, **more)


def test_the_same_run_passes():
    found = held(RIGHT)
    assert (found.exit_code, found.reasons, found.warnings) == (0, (), ())
    assert {one.verdict for one in found.comparison.primary} == {"NOT WORSE"}


def test_a_broken_floor_names_its_case():
    pairs = [scored(CASES[0], quote_exact=0.5), *RIGHT[1:]]
    found = held(pairs)
    assert found.exit_code == 1 and found.floors == (("quote_exact", "c0"),)
    assert "floor quote_exact broken by c0" in found.reasons


@pytest.fixture
def pending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.gate.PENDING", frozenset({"conversation", "english"}))


def test_a_floor_holds_for_pending_suites_too(pending):
    talk = case(999, suite="conversation")
    pairs = [*RIGHT, scored(talk, quote_exact=0.0)]
    assert held(pairs, (*CASES, talk)).exit_code == 1
    assert held([*RIGHT, scored(talk, passed=False)], (*CASES, talk)).exit_code == 0  # but nothing else does


@pytest.mark.parametrize(
    ("one", "alone"),
    [
        (case(0), False),
        (case(0, critical=True), True),
        (case(0, suite="smoke"), True),
        (case(0, suite="outline"), True),
        (case(0, suite="retrieval", note="direct"), True),
        (case(0, suite="retrieval", note="paraphrase"), False),
        (case(0, expect="no_evidence"), True),
    ],
)
def test_one_case_fails_the_gate_only_when_it_is_critical(one: Case, alone: bool):
    cases = (one, *CASES[1:])
    before = make_baseline(manifest(), [scored(one), *RIGHT[1:]], cases, "first")
    found = gate(before, manifest(), [scored(one, passed=False), *RIGHT[1:]], cases)
    assert found.comparison.broken == ("c0",)
    assert (found.exit_code, found.critical) == ((1, ("c0",)) if alone else (0, ()))


def test_many_harmless_flips_are_a_regression():
    pairs = [scored(one, passed=n % 5 != 0) for n, one in enumerate(CASES)]
    found = held(pairs)
    assert found.exit_code == 1 and not found.critical
    assert any("numbers_bound: REGRESSED" in reason for reason in found.reasons)


def test_too_few_reports_are_inconclusive_and_only_strict_minds():
    few = CASES[:20]
    before = make_baseline(manifest(), RIGHT[:20], few, "first")
    assert rule_of_three(10) > 0.05
    assert gate(before, manifest(), RIGHT[:20], few).exit_code == 0
    strict = gate(before, manifest(), RIGHT[:20], few, policy="strict")
    assert strict.exit_code == 3 and strict.warnings
    assert gate(before, manifest(), RIGHT[:20], few, policy="strict", margin=0.5).exit_code == 0


@pytest.mark.parametrize(
    ("pairs", "cases", "told"),
    [
        (RIGHT[:-2], CASES, "2 cases were not asked (c198、c199)"),
        (
            [(CASES[0], RIGHT[0][1].model_copy(update={"error": "boom"})), *RIGHT[1:]],
            CASES,
            "1 cases raised an error (c0)",
        ),
        ([*RIGHT, scored(case(200))], (*CASES, case(200)), "1 cases are not in the baseline (c200)"),
        ([scored(case(0, note="x")), *RIGHT[1:]], (case(0, note="x"), *CASES[1:]), "1 cases are not as they were (c0)"),
    ],
)
def test_a_run_that_says_nothing(pairs: Pairs, cases, told: str):
    found = held(pairs, cases)
    assert found.exit_code == 2 and found.comparison is None
    assert any(told in reason for reason in found.reasons)


@pytest.mark.parametrize("other", [{"mode": "chat:x"}, {"texts": {"seeds": "other"}}])
def test_another_mode_or_other_texts_cannot_be_held_against_it(other: dict):
    assert gate(baseline(), manifest(**other), RIGHT, CASES).exit_code == 2


def test_a_subset_is_held_against_its_part_of_the_baseline():
    found = gate(baseline(), manifest(), RIGHT[:50], CASES[:50])
    assert found.exit_code == 0 and found.comparison.cases == 50


def test_a_baseline_is_read_back(tmp_path: Path, pending):
    path = tmp_path / "b.json"
    pairs = [*RIGHT, scored(case(200, suite="english"))]
    made = make_baseline(manifest(), pairs, [one for one, _ in pairs], "because")
    write_baseline(path, made)
    assert read_baseline(path) == made
    assert "c200" not in made.cases and made.reason == "because"
    assert len(path.read_text(encoding="utf-8").splitlines()) >= len(CASES)
    assert json.loads(path.read_text(encoding="utf-8"))["cases"]["c0"]["passed"] is True
    rows = rows_of_baseline(made)
    assert rows["c0"].scores == rows_of_pairs(RIGHT)["c0"].scores


@pytest.mark.parametrize(
    ("pairs", "told", "more"),
    [
        (RIGHT, "give --reason", {"reason": " "}),
        (RIGHT, "over all cases", {"selection": {"suites": ["smoke"]}}),
        (RIGHT, "over all cases", {"selection": {"limit": 3}}),
        (RIGHT[1:], "not asked", {}),
        ([scored(CASES[0], quote_exact=0.0), *RIGHT[1:]], "floor quote_exact broken by c0", {}),
    ],
)
def test_what_cannot_be_accepted(pairs: Pairs, told: str, more: dict):
    with pytest.raises(GongkaiError, match=told):
        make_baseline(manifest(selection=more.get("selection", {})), pairs, CASES, more.get("reason", "why"))


@pytest.mark.parametrize(("text", "told"), [(None, "no baseline"), ("{}", "cannot read the baseline")])
def test_a_baseline_that_is_not_there_or_broken(tmp_path: Path, text: str | None, told: str):
    path = tmp_path / "b.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(GongkaiError, match=told):
        read_baseline(path)


def test_what_a_baseline_rounds_is_no_difference():
    pairs = [scored(one, number_recall=1 / 3 if n % 2 else 2 / 7) for n, one in enumerate(CASES)]
    found = gate(make_baseline(manifest(), pairs, CASES, "first"), manifest(), pairs, CASES)
    assert all(one.change.bound is not None for one in found.comparison.metrics)


def test_missing_cases_are_named_not_dropped():
    rows = rows_of_pairs(RIGHT)
    found = compare_runs(CASES, rows, {id: row for id, row in rows.items() if id != "c7"})
    assert found.missing == ("c7",) and found.cases == 199


def test_at_most_three_metrics_are_primary_and_corrected():
    pairs = [scored(one, passed=n % 3 != 0) for n, one in enumerate(CASES)]
    found = held(pairs).comparison
    assert 1 <= len(found.primary) <= 3
    assert all(one.p >= one.change.p for one in found.primary)
