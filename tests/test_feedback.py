"""A thumbs-down becomes one line that the eval suite can read."""

import json
from threading import Thread

import pytest

from bot.answer import answer
from bot.keeping.feedback import REASONS, append_case
from evals.schema import Case
from evals.suites import read_cases
from ingest.errors import GongkaiError


@pytest.fixture
def told(seeds):
    asked = {"question": "平凉2013年公开了多少条？", "report": [], "after": ["丰台呢？"], "explain": True}
    return asked, answer(seeds.library, asked)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_makes_a_case(told, tmp_path, reason):
    place = tmp_path / "new" / "local.jsonl"
    id_ = append_case(*told, reason, "  应为\n596条 ", place)
    (case,) = read_cases(place)
    assert isinstance(case, Case) and case.id == id_ and case.library == "own" and case.suite == "local"
    assert (case.question, case.after, case.report) == ("平凉2013年公开了多少条？", ("丰台呢？",), ())
    assert case.expect == ("no_evidence" if reason == "should_refuse" else "answered")
    assert f"({reason}, extractive)" in case.note and "应为 596条" in case.note and "595条" in case.note


def test_a_refusal_can_be_wrong_too(seeds, tmp_path):
    asked = {"question": "有没有诉讼赔偿？"}
    append_case(asked, answer(seeds.library, asked), "should_answer", place=tmp_path / "l.jsonl")
    (case,) = read_cases(tmp_path / "l.jsonl")
    assert case.expect == "answered" and "no_evidence" in case.note


def test_many_at_once_do_not_mix(told, tmp_path):
    place = tmp_path / "local.jsonl"
    writers = [Thread(target=append_case, args=(*told, "other", "长" * 400, place)) for _ in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len({json.loads(line)["id"] for line in place.read_text("utf-8").splitlines()}) == 16


def test_a_place_that_cannot_be_written_to_is_named(told, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GongkaiError, match="cannot append"):
        append_case(*told, "other", place=tmp_path / "file" / "local.jsonl")
