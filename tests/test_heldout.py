"""Held-out questions: what fails is exactly what is pinned, so that a regression and an unnoticed improvement both show.

After a change that is meant: ``HF_HUB_OFFLINE=1 PYTHONPATH=. python tests/heldout/pin.py``.
"""

import json

import pytest

from bot.chain import AnswerChain
from bot.schema import Answer
from tests.heldout.pin import PINNED, QUESTIONS, failures, faults, stands
from tests.libraries import HELDOUT, inexact, rows

KNOWN = json.loads(PINNED.read_text(encoding="utf-8"))
SETS = ("questions", "chain"), [(name, name.removeprefix("questions_").removeprefix("free_")) for name in QUESTIONS]


@pytest.mark.parametrize(*SETS)
def test_what_fails_is_what_is_pinned(questions: str, chain: str, request: pytest.FixtureRequest):
    found = failures(request.getfixturevalue(chain), questions)
    known = KNOWN[questions]
    worse = {key: fault for key, fault in found.items() if key not in known}
    better = set(known) - set(found)
    assert not worse and not better, f"worse: {worse}; better, pin again: {sorted(better)}"


def test_every_known_failure_has_its_reason_and_its_question():
    assert set(KNOWN) == set(QUESTIONS)
    for questions, known in KNOWN.items():
        assert set(known) <= {row["id"] for row in rows(HELDOUT / f"{questions}.jsonl")}
        assert all(reason and "\n" not in reason for reason in known.values())


@pytest.mark.parametrize(*SETS)
def test_every_citation_of_every_answer_is_exact(questions: str, chain: str, request: pytest.FixtureRequest):
    opened: AnswerChain = request.getfixturevalue(chain)
    texts = {r.report_id: opened.library.text(r.report_id) for r in opened.library.reports()}
    asked = [{"question": r["question"], "after": r.get("after", ())} for r in rows(HELDOUT / f"{questions}.jsonl")]
    answers: list[Answer] = [opened.invoke(one) for one in asked]
    assert len(answers) >= 70 and sum(len(a.citations) + len(a.closest) for a in answers) >= 60
    assert [
        inexact([*a.citations, *a.closest], texts) for a in answers if inexact([*a.citations, *a.closest], texts)
    ] == []


def test_a_fault_is_seen(seeds: AnswerChain):
    row = {
        "id": "x",
        "question": "",
        "expect": "answered",
        "must": ["595条"],
        "must_not": [],
        "bodies": ["平凉工业园区"],
    }
    right = seeds.invoke("平凉2013年公开了多少条？")
    assert faults(row, right) is None
    assert faults({**row, "must": ["95条"]}, right) == "不见 95条"
    assert faults({**row, "must_not": ["595"]}, right) == "说了 595"
    assert faults({**row, "bodies": ["桐乡市振东新区"]}, right) == "未引 桐乡市振东新区"
    assert faults({**row, "expect": "no_evidence"}, right) == "answered, not no_evidence"


def test_a_number_stands_alone():
    assert stands("31条", "留言31条") and not stands("31条", "留言131条")
    assert stands("12,486条", "12486条") and not stands("2", "27")
