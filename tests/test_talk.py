"""The tab 问答 without a browser: conversations, questions on their way, scope, notes, exports, feedback."""

import asyncio
import json
from threading import Semaphore
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import Field

from bot.chain import AnswerChain
from bot.keeping.conversations import Conversations, NoConversationError
from ingest.library import Library
from tests.fakes import FakeEncoder
from ui import ask, asking, talk
from ui.asking import Run, Runs
from ui.refused import RefusedError
from ui.talk import LONGEST_QUESTION, Talk
from ui.words import table

QUESTION = "平凉2013年公开了多少条？"
ALL = "各单位主动公开了多少条信息？"


class Paced(AnswerChain):
    """The real chain; a question with 慢 grows by one claim at every release, one with 故障 fails."""

    asked: list[dict] = Field(default_factory=list)
    steps: Any = Field(default_factory=lambda: Semaphore(0))

    def stream(self, input, config=None, **kwargs):  # noqa: A002
        self.asked.append(input)
        if "故障" in input["question"]:
            raise RuntimeError("/root/secret")
        told = self.invoke(input | {"question": input["question"].replace("慢", "")})
        if "慢" in input["question"]:
            for n in range(1, len(told.claims) + 1):
                self.steps.acquire(timeout=10)
                yield told.model_copy(update={"claims": told.claims[:n], "notes": ()})
            self.steps.acquire(timeout=10)
        yield told


@pytest.fixture
def chain(seeds):
    return Paced(library=seeds.library)


@pytest.fixture
def desk(chain, tmp_path, monkeypatch):
    """A desk whose answers come at once, with conversations of this test's own."""
    monkeypatch.setattr(talk, "AT_ONCE", 20)
    made = Talk(chain)
    made.kept = Conversations(tmp_path)
    made.runs = Runs(chain, made.kept)
    yield made
    chain.steps.release(200)


def quick(monkeypatch):
    monkeypatch.setattr(talk, "AT_ONCE", 0.02)


def look(desk, view, owner=""):
    """News of a run after the last view."""
    return asyncio.run(desk.look({"run": view["run"], "seq": view["seq"]}, owner, "zh"))


# Asking


def test_a_quick_answer_comes_back_at_once_and_is_kept(desk):
    view = desk.ask({"question": QUESTION}, "", "zh")
    assert (view["state"], view["turn"]["n"], view["title"]) == ("done", 1, QUESTION)
    assert "595" in json.dumps(view["turn"]["answer"]["claims"], ensure_ascii=False)
    assert view["turn"]["answer"]["found"] > 0 and not {"explain", "scope"} & set(view["turn"]["answer"])
    opened = desk.open({"id": view["conversation"]}, "", "zh")
    assert opened["turns"] == [view["turn"]] and opened["run"] is None and opened["notes"] == []
    json.dumps(opened)


def test_a_follow_up_is_read_in_the_light_of_what_the_server_kept(desk, chain):
    first = desk.ask({"question": QUESTION}, "", "zh")
    desk.ask({"question": "丰台呢？", "conversation": first["conversation"], "after": ["伪造"]}, "", "zh")
    desk.ask({"question": QUESTION, "conversation": first["conversation"]}, "", "zh")
    assert [asked.get("after") for asked in chain.asked] == [None, [QUESTION], ["丰台呢？"]]


@pytest.mark.parametrize("question", ["", "  \n ", None, 7, ["问"], "问" * (LONGEST_QUESTION + 1), "\u202e\u200b"])
def test_a_question_that_is_none_never_reaches_the_chain(desk, chain, question):
    with pytest.raises(RefusedError) as refused:
        desk.ask({"question": question}, "", "zh")
    assert refused.value.told("zh") and refused.value.told("en") and chain.asked == [] and desk.kept.list() == ()


def test_a_question_goes_through_tidied(desk, chain):
    desk.ask({"question": " 平凉公开了\x00多\u202e少？\n"}, "", "zh")
    assert chain.asked[0]["question"] == "平凉公开了 多 少？"


def test_a_failure_tells_what_to_do_and_not_what_broke_and_leaves_nothing_behind(desk):
    view = desk.ask({"question": "故障"}, "", "en")
    assert view["state"] == "failed" and "try again" in view["error"] and "secret" not in json.dumps(view)
    assert view["title"] is None and desk.kept.list() == ()


def test_a_failure_after_an_answer_leaves_the_conversation(desk):
    first = desk.ask({"question": QUESTION}, "", "zh")
    desk.ask({"question": "故障", "conversation": first["conversation"]}, "", "zh")
    assert [turn["n"] for turn in desk.open({"id": first["conversation"]}, "", "zh")["turns"]] == [1]


# A long answer


def test_claims_come_as_they_pass_and_the_last_look_has_the_turn(desk, chain, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "", "zh")
    assert view["state"] in {"waiting", "running"} and view["answer"] is None
    seen = []
    while view["turn"] is None:
        chain.steps.release()
        view = look(desk, view)
        seen.append(len((view["answer"] or {"claims": ()})["claims"]))
    assert view["state"] == "done" and seen[:2] != [0, 0] and sorted(seen[:-1]) == seen[:-1]
    assert look(desk, {"run": view["run"], "seq": -1})["turn"] == view["turn"]


def test_nobody_looks_at_stops_or_sees_anothers_question(desk, chain, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "甲", "zh")
    assert look(desk, view, "乙") == {"state": "gone"} == desk.stop({"run": view["run"]}, "乙", "zh")
    for act in (desk.open, desk.delete, desk.export):
        with pytest.raises(NoConversationError):
            act({"id": view["conversation"]}, "乙", "zh")
    assert desk.start({}, "乙", "zh")["conversations"] == []


def test_a_stopped_answer_keeps_what_passed_and_says_so(desk, chain, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "", "zh")
    chain.steps.release()
    while not (view["answer"] and view["answer"]["claims"]):
        view = look(desk, view)
    stopped = desk.stop({"run": view["run"]}, "", "zh")
    assert stopped["state"] == "stopped" and len(stopped["turn"]["answer"]["claims"]) == 1
    assert "已由用户停止，只含停止前核对通过的陈述。" in stopped["turn"]["answer"]["notes"]
    chain.steps.release(50)
    assert look(desk, stopped | {"seq": -1})["turn"]["answer"] == stopped["turn"]["answer"]
    assert len(desk.open({"id": view["conversation"]}, "", "zh")["turns"]) == 1


def test_stopping_before_anything_passed_leaves_nothing(desk, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "", "zh")
    stopped = desk.stop({"run": view["run"]}, "", "zh")
    assert (stopped["state"], stopped["turn"], stopped["title"]) == ("stopped", None, None) and stopped["error"]
    assert desk.kept.list() == ()


def test_a_page_that_comes_back_finds_the_question_on_its_way(desk, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "", "zh")
    again = desk.start({"id": view["conversation"]}, "", "zh")
    assert again["open"]["run"]["run"] == view["run"] and again["open"]["turns"] == []


def test_a_full_desk_says_come_back_and_one_question_at_a_time(desk, monkeypatch):
    quick(monkeypatch)
    first = desk.ask({"question": QUESTION}, "", "zh")
    while first["turn"] is None:
        first = look(desk, first)
    second = {"question": f"慢{ALL}", "conversation": first["conversation"]}
    desk.ask(second, "", "zh")
    with pytest.raises(RefusedError) as refused:
        desk.ask(second | {"question": QUESTION}, "", "zh")
    assert refused.value.key == "ask.error.running"
    monkeypatch.setattr(asking, "MOST", 1)
    with pytest.raises(RefusedError) as refused:
        desk.ask({"question": QUESTION}, "", "zh")
    assert refused.value.key == "desk.busy" and len(desk.kept.list()) == 1


def test_an_answer_that_cannot_be_stored_has_failed(desk, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(desk.kept, "add", full)
    view = desk.ask({"question": QUESTION}, "", "zh")
    assert view["state"] == "failed" and view["turn"] is None and view["error"]


def test_only_the_first_end_of_a_run_counts():
    run = Run("", "c", {"question": "问"}, "zh")
    assert run.tell("running") and run.tell("stopped") and not run.tell("done")
    assert run.look().state == "stopped" and run.look().seq == 2


# Scope


def test_the_scope_goes_to_the_chain(desk, chain):
    reports = {report.agency: report for report in chain.library.reports()}
    one = reports["平凉工业园区"].report_id
    desk.ask({"question": ALL, "only": [one]}, "", "zh")
    desk.ask({"question": ALL, "but": [one]}, "", "zh")
    desk.ask({"question": ALL, "years": [2019]}, "", "zh")
    asked = chain.asked
    assert asked[0]["report"] == [one] and one not in asked[1]["report"] and len(asked[1]["report"]) == 4
    assert asked[2]["year"] == [2019] and "report" not in asked[2]
    turns = desk.open({"id": desk.kept.list()[0].id}, "", "zh")["turns"]
    assert turns[0]["limited"] == {"reports": 0, "years": [2019]} and len(turns[0]["answer"]["citations"]) >= 1


@pytest.mark.parametrize(
    ("given", "key"),
    [({"only": ["r9"]}, "scope"), ({"only": "r1"}, "scope"), ({"but": [3]}, "scope"), ({"years": [True]}, "scope"),
     ({"years": ["2013"]}, "scope"), ({"only": []}, "nothing"), ({"years": [1999]}, "nothing")],
)  # fmt: skip
def test_a_scope_that_is_none_is_refused(desk, chain, given, key):
    with pytest.raises(RefusedError) as refused:
        desk.ask({"question": ALL} | given, "", "zh")
    assert refused.value.key == f"ask.error.{key}" and chain.asked == []


# What is kept


def test_conversations_are_renamed_exported_and_deleted(desk):
    id_ = desk.ask({"question": QUESTION}, "", "zh")["conversation"]
    assert desk.rename({"id": id_, "title": "核对 <b>"}, "", "zh")["conversation"]["title"] == "核对 <b>"
    with pytest.raises(RefusedError):
        desk.rename({"id": id_, "title": " "}, "", "zh")
    whole, one = desk.export({"id": id_}, "", "zh"), desk.export({"id": id_, "n": 1}, "", "zh")
    assert whole["name"] == "核对b.md" and whole["text"].startswith("# ") and "**出处**" in one["text"]
    assert desk.delete({"id": id_}, "", "zh") == {"conversations": []}
    assert desk.start({"id": id_}, "", "zh")["missing"]


def test_deleting_stops_the_question_on_its_way(desk, chain, monkeypatch):
    quick(monkeypatch)
    view = desk.ask({"question": f"慢{ALL}"}, "", "zh")
    chain.steps.release()
    while not (view["answer"] and view["answer"]["claims"]):
        view = look(desk, view)
    desk.delete({"id": view["conversation"]}, "", "zh")
    assert desk.runs.of("", view["conversation"]) is None and desk.kept.list() == ()


def test_a_note_quotes_the_report_and_not_the_browser(desk):
    view = desk.ask({"question": QUESTION}, "", "zh")
    cited = view["turn"]["answer"]["citations"][0]
    sent = {key: cited[key] for key in ("report_id", "start", "end", "n")} | {"quote": "伪造", "agency": "伪造"}
    note = desk.note({"id": view["conversation"], "text": "看这里", "citation": sent}, "", "zh")["note"]
    assert note["citation"]["quote"] == cited["quote"] and note["citation"]["agency"] == cited["agency"]
    assert note["citation"]["section"] == cited["section"]
    assert desk.open({"id": view["conversation"]}, "", "zh")["notes"] == [note]
    desk.unnote({"id": view["conversation"], "note": note["id"]}, "", "zh")
    assert desk.open({"id": view["conversation"]}, "", "zh")["notes"] == []


@pytest.mark.parametrize(
    "sent", [{"report_id": "r9", "start": 0, "end": 1}, {"start": 0, "end": 1}, "x", {"report_id": 3}]
)
def test_a_note_on_no_span_is_refused(desk, sent):
    id_ = desk.ask({"question": QUESTION}, "", "zh")["conversation"]
    served = ask._door(desk.note, SimpleNamespace)
    told = served({"id": id_, "text": "x", "citation": sent}, SimpleNamespace(username="", cookies={}))
    assert told["error"] and desk.open({"id": id_}, "", "zh")["notes"] == []


def test_a_thumbs_down_becomes_a_case(desk, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.keeping.feedback.LOCAL", tmp_path / "local.jsonl")
    view = desk.ask({"question": QUESTION}, "", "zh")
    given = {"id": view["conversation"], "n": 1, "reason": "number", "comment": "不对"}
    id_ = desk.complain(given, "", "zh")["case"]
    assert json.loads((tmp_path / "local.jsonl").read_text("utf-8"))["id"] == id_
    for wrong in ({"reason": "rude"}, {"n": 2}, {"comment": 3}, {"comment": "长" * 501}):
        with pytest.raises(RefusedError):
            desk.complain(given | wrong, "", "zh")


def test_an_answer_of_a_removed_report_is_told_as_such(desk):
    view = desk.ask({"question": QUESTION}, "", "zh")
    desk.kept.forget(view["turn"]["answer"]["citations"][0]["report_id"])
    assert desk.open({"id": view["conversation"]}, "", "zh")["turns"][0]["answer"] is None
    with pytest.raises(RefusedError):
        desk.export({"id": view["conversation"], "n": 1}, "", "zh")


# What stands first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_is_answered(desk, seeds, language):
    for question in desk.start({}, "", language)["examples"]:
        assert seeds.invoke(question).status == "answered", question


def test_an_empty_library_offers_no_examples(tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder(), create=True) as library:
        shown = Talk(AnswerChain(library=library)).start({}, "", "zh")
    assert (shown["reports"], shown["examples"], shown["years"]) == (0, [], [])


@pytest.mark.parametrize("given", [None, [], "x", 3, {"id": 5}, {"id": "x" * 999}, {"id": "unknown"}, {}])
@pytest.mark.parametrize("act", [name for name in ask.ACTS if name not in {"start", "scope"}])
def test_whatever_a_browser_sends_gets_words_and_no_exception(desk, act, given):
    request = SimpleNamespace(username="", cookies={"gongkai_language": "en"})
    told = ask._door(getattr(desk, act), SimpleNamespace)(given, request)
    assert told.get("error") or told.get("state") == "gone"
    assert told.get("error") in {
        None,
        *(english for _, english in table().values()),
        "A note has 1 to 2000 characters.",
    }
