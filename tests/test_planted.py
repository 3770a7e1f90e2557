"""Faults planted in what the product says of the five seeds: the gate lets none of the hard ones through."""

import json
from collections.abc import Sequence

import pytest

from bot import verify
from bot.chain import AnswerChain
from bot.schema import Draft
from evals.planted import FLOOR, HARD, HARD_FLOOR, SURVIVAL, Desk, kills, matrix, outcome, planted, survivors
from tests.libraries import HELDOUT, ROOT

QUESTIONS = [
    json.loads(line)["question"]
    for path in (ROOT / "evals/cases/smoke.jsonl", HELDOUT / "questions_seeds.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines()
]
MOST = 2  # mutants of one operator from one draft


@pytest.fixture(scope="module")
def desk(seeds: AnswerChain) -> Desk:
    return Desk(seeds.library)


@pytest.fixture(scope="module")
def drafts(desk: Desk) -> Sequence[Draft]:
    return desk.standing(QUESTIONS, summaries=True)


def test_there_is_something_of_every_kind(drafts: Sequence[Draft]):
    assert {one.kind for one in drafts} == {"quote", "figure", "computed", "verdict", "absence", "generated"}
    assert len(drafts) > 300


def test_planted_faults_fall(desk: Desk, drafts: Sequence[Draft]):
    table = kills(desk, drafts, MOST)
    hard, every = outcome(table, HARD), outcome(table)
    assert set(table) >= HARD
    assert hard.killed >= HARD_FLOOR and every.killed >= FLOOR, f"{hard} {every}\n{matrix(table)}"


def test_what_says_the_same_survives(desk: Desk, drafts: Sequence[Draft]):
    table = survivors(desk, drafts, MOST)
    told = outcome(table)
    assert told.stood >= SURVIVAL * told.mutants > 500, f"{told}\n{matrix(table)}"


def test_without_its_checks_the_gate_is_seen_to_fail(
    desk: Desk, drafts: Sequence[Draft], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.verify._CHECKS", (verify._check_quote,))
    some = [one for one in drafts if one.kind in {"generated", "computed", "verdict"}][:40]
    assert outcome(kills(desk, some, 1), {"number_plus_one", "body_swapped", "verdict_flipped"}).killed == 0


def test_what_is_no_fault_is_not_planted(desk: Desk, drafts: Sequence[Draft]):
    quoted = next(one for one in drafts if one.kind == "quote")
    only_a_year = quoted.model_copy(update={"text": "（2013年度）", "kind": "generated"})
    assert "citation_moved" not in {name for name, _ in planted(desk, only_a_year)}
    renumbered = quoted.model_copy(update={"text": "1.加强宣传", "kind": "generated"})
    assert "number_plus_one" not in {name for name, _ in planted(desk, renumbered)}
