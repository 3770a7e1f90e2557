"""The cases stand: as many as promised, every gold value in its span, halves apart, hashes as committed."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from evals.own_cases import check_cases
from evals.schema import Case, GoldNumber, GoldSpan
from evals.sources import GENERATED, generated, name_of, texts_of
from evals.suites import (
    DATASET,
    PENDING,
    SUITES,
    cases_sha256,
    choose,
    dataset,
    faults,
    lines_of,
    read_cases,
    shipped_cases,
)
from ingest.errors import GongkaiError

CASES = shipped_cases()
UNANSWERABLE = {"wrong_year", "wrong_agency", "indicator_absent", "out_of_domain", "false_premise", "blank_cell"}


def test_as_many_as_promised():
    over_seeds = [case for case in CASES if case.library == "seeds"]
    over_generated = [case for case in CASES if case.cluster.startswith("generated-")]
    assert len(CASES) >= 300 and len(over_seeds) >= 80
    assert len({case.cluster for case in over_generated}) >= 60
    assert len({case.id for case in CASES}) == len(CASES)


def test_every_suite_has_cases():
    sizes = Counter(case.suite for case in CASES)
    assert set(sizes) == set(SUITES) - {"local"} and min(sizes.values()) >= 18
    assert set(SUITES) > PENDING == frozenset()


def test_every_gold_value_stands_in_its_span():
    assert [(case.id, told) for case in CASES if (told := faults(case))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"numbers": (GoldNumber(value="274", unit="条"),)},
        {"spans": (GoldSpan(report="000_504c661b44bdf89f", start=0, end=3, quote="不是它"),)},
        {"spans": (GoldSpan(report="999", start=0, end=3, quote="政府信"),)},
    ],
)
def test_a_wrong_gold_is_noticed(change: dict):
    case = next(case for case in CASES if case.id == "seed-fig-fengtai-total")
    assert faults(case) == [] != faults(case.model_copy(update=change))


def test_the_dataset_is_the_one_committed():
    committed = json.loads(DATASET.read_text(encoding="utf-8"))
    assert dataset() == committed, "cases or texts have moved; if that is wanted: python -m evals.suites"


def test_halves_are_apart():
    halves = defaultdict(set)
    for case in CASES:
        if case.cluster not in ("all", "none"):
            halves[case.cluster].add(case.split)
    assert {len(splits) for splits in halves.values()} == {1}
    sizes = Counter(case.split for case in CASES)
    assert 0.3 < sizes["test"] / len(CASES) < 0.6


def test_all_reasons_of_no_answer_are_there_in_both_halves():
    for split in ("dev", "test"):
        assert {case.unanswerable_type for case in CASES if case.split == split} >= UNANSWERABLE
    for case in CASES:
        if case.unanswerable_type and case.unanswerable_type != "false_premise":
            assert case.expect == "no_evidence" and not case.numbers


def test_bodies_that_are_held_are_not_asked_as_strangers():
    held = {generated(number).agency for number in GENERATED}
    for case in CASES:
        if case.unanswerable_type == "wrong_agency" and case.library == "wide":
            assert not any(agency in case.question for agency in held), case.id
        if case.unanswerable_type == "wrong_year" and case.library == "wide":
            gold = generated(int(case.cluster.rpartition("-")[2]))
            (asked,) = map(int, re.findall(r"20\d\d", case.question))
            assert gold.agency in case.question and abs(asked - gold.year) >= 2


def test_questions_are_varied():
    """No more than a tenth of the questions about generated reports share their words, bodies and numbers aside."""
    asked = [case for case in CASES if case.suite in ("figures", "traps", "unanswerable") and case.library == "wide"]
    agencies = {name_of(number): generated(number).agency for number in GENERATED}
    shapes = Counter(re.sub(r"\d+", "#", c.question.replace(agencies[c.cluster], "")) for c in asked)
    assert shapes.most_common(1)[0][1] <= len(asked) / 20
    assert len(shapes) > 100


def test_traps_forbid_the_other_number():
    kinds = Counter(
        case.id.split("-trap-")[1].split("-")[0] for case in CASES if "gen-" in case.id and "-trap-" in case.id
    )
    assert {"this_year", "cumulative", "last_year", "plans"} == set(kinds)
    assert all(c.must_not for c in CASES if c.suite == "traps" and c.id.endswith("this_year"))


def test_limit_takes_the_same_cases_of_every_suite():
    few = choose(limit=3)
    assert [case.id for case in few] == [case.id for case in choose(limit=3)]
    assert set(Counter(case.suite for case in few).values()) == {3}
    assert {case.id for case in few} <= {case.id for case in choose(limit=5)} | {case.id for case in CASES}


@pytest.mark.parametrize(
    ("options", "told"), [({"suites": ("nonsense",)}, "no suite 'nonsense'"), ({"suites": ("local",)}, "cannot read")]
)
def test_a_choice_that_cannot_be(options: dict, told: str, tmp_path: Path):
    with pytest.raises(GongkaiError, match=told):
        choose(**options, local=tmp_path / "none.jsonl")


def test_lines_come_back_as_the_same_cases(tmp_path: Path):
    path = tmp_path / "some.jsonl"
    path.write_text(lines_of(CASES[:200]), encoding="utf-8")
    assert read_cases(path) == CASES[:200]
    assert cases_sha256(CASES[:200]) == cases_sha256(reversed(CASES[:200])) != cases_sha256(CASES[:199])


def test_a_line_that_is_no_case_is_named(tmp_path: Path):
    path = tmp_path / "mine.jsonl"
    path.write_text(lines_of(CASES[:1]) + '{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"mine\.jsonl:2 is no case: suite"):
        read_cases(path)


def test_seed_texts_are_the_files():
    assert len(texts_of("seeds")) == 5 and len(texts_of("wide")) == 66


def test_checking_a_file_counts_doubles(tmp_path: Path):
    case: Case = CASES[0]
    path = tmp_path / "twice.jsonl"
    path.write_text(lines_of([case, case]), encoding="utf-8")
    assert check_cases(path, None) == (2, [f"{case.id}：编号重复"])
