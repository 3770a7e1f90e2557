"""Follow-up questions: what they leave out comes from the conversation, and the whole question is shown."""

import re
from pathlib import Path

import pytest

from bot.question.thread import about, joined, topic_of
from bot.schema import Question
from bot.understand import understand
from ingest.schema import Report
from tests.libraries import HELDOUT, SEEDS, parsed, rows

CASES = rows(Path(__file__).parent / "fixtures" / "followups.jsonl")
SHORT = {
    "seeds": {"000": "丰台", "001": "平凉", "002": "崔各庄", "003": "桐乡", "004": "宝鸡"},
    "heldout": {
        "r01": "粮食局", "r02": "青溪县", "r03": "青溪教育局", "r04": "长乐", "r05": "望川教育局", "r06": "卫健委", "r07": "石桥",
        "r08": "市监局", "r09": "桥西2022", "r10": "桥西2023",
    },
}  # fmt: skip


def held(folder: Path, names: dict[str, str]) -> tuple[Report, ...]:
    found = []
    for path in sorted(path for path in folder.iterdir() if path.name[:3] in names):
        document = parsed(path)
        kept = {"report_id": names[path.name[:3]], "chars": 1, "sha256": document.sha256, "path": document.path}
        found.append(Report(**document.identity.model_dump(), **kept))
    return tuple(found)


LIBRARIES = {"seeds": held(SEEDS, SHORT["seeds"]), "heldout": held(HELDOUT / "reports", SHORT["heldout"])}
SEED_REPORTS = LIBRARIES["seeds"]


def asked(*turns: str, library: str = "seeds") -> Question:
    return understand(turns[-1], LIBRARIES[library], after=turns[:-1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_follow_up_stands_alone(case: dict):
    question = asked(*case["turns"], library=case["library"])
    everybody = {report.report_id for report in LIBRARIES[case["library"]]}
    assert set(question.scope.reports) == (everybody if case["reports"] == ["*"] else set(case["reports"]))
    assert list(question.scope.years) == case["years"]
    assert set(case["metrics"]) <= set(question.metrics)
    assert question.scope.vague is None and question.scope.unknown == ()
    assert question.scope.everyone or not case.get("everyone")
    assert [words for words in case["says"] if not re.search(words, question.standalone)] == []
    assert [words for words in case["never"] if re.search(words, question.standalone)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_stands_alone_is_understood_the_same_without_the_conversation(case: dict):
    question = asked(*case["turns"], library=case["library"])
    again = understand(question.standalone, LIBRARIES[case["library"]])
    assert (again.scope, again.metrics, again.rest) == (question.scope, question.metrics, question.rest)


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (("平凉2013年公开了多少？", "丰台呢？"), "丰台科技园区2013年公开了多少？"),
        (("平凉2013年公开了多少？", "那依申请公开呢？"), "平凉工业园区2013年依申请公开有多少？"),
        (("平凉2013年公开了多少？", "丰台呢？", "和桐乡比呢？"), "丰台科技园区和桐乡市振东新区2013年公开了多少，谁多？"),
        (("平凉公开了多少条？", "丰台呢？", "差多少？"), "平凉工业园区和丰台科技园区公开信息差多少？"),
        (("崔各庄公开了多少条信息？", "不对，我问的是累计的"), "北京市朝阳区崔各庄乡人民政府累计公开了多少条信息？"),
        (("宝鸡有没有收费？", "诉讼呢"), "宝鸡高新区管委会有没有诉讼？"),
        (("平凉公开了多少？", "真的吗？"), "平凉公开了多少？"),
    ],
)  # fmt: skip
def test_the_standalone_question_is_a_sentence(turns: tuple[str, ...], whole: str):
    assert asked(*turns).standalone == whole


@pytest.mark.parametrize(
    "text", ["换个问题，怎么做保密审查？", "不说这个了，怎么做保密审查？", "谢谢，换个话题，怎么做保密审查？"]
)
def test_a_new_topic_inherits_nothing(text: str):
    question = asked("平凉2013年公开了多少？", text)
    assert question.standalone == "怎么做保密审查？" and question.scope.years == ()


@pytest.mark.parametrize("text", ["谢谢", "好的，谢谢！"])
def test_thanks_ask_nothing(text: str):
    assert asked("平凉2013年公开了多少？", text).standalone == text


def test_a_pronoun_after_a_question_of_everybody_is_not_guessed():
    assert asked("2013年哪家公开的信息最多？", "它有没有收费？").scope.vague == "它"


def test_a_refused_body_stays_refused():
    assert asked("平凉市人民政府公开了多少？", "收费吗？").scope.unknown == ("平凉市人民政府",)


def test_part_of_a_name_is_no_pronoun():
    assert asked("卫健委收到几件申请？", "那市监局有没有公众号？", library="heldout").scope.reports == ("市监局",)


def test_blank_turns_and_a_long_conversation_are_harmless():
    turns = ["平凉2013年公开了多少？", "", "  "] + ["丰台呢？", "平凉呢？"] * 20 + ["收费了吗？"]
    assert asked(*turns).scope.reports == ("平凉",)


def test_limits_from_outside_hold_in_a_conversation():
    question = understand("收费了吗？", SEED_REPORTS, only=["桐乡"], after=["公开了多少条？"])
    assert question.scope.reports == ("桐乡",)


@pytest.mark.parametrize(
    ("topic", "thing"),
    [
        ("公开了多少条信息", "公开信息"), ("主动公开了多少", "主动公开信息"), ("收到几件申请", "收到申请"), ("怎么做保密审查", "保密审查"),
        ("有没有收费", "收费"), ("综合信息公开了多少条", "综合信息公开"), ("有几名专职人员", "专职人员"), ("公开的信息最多", "公开的信息"),
    ],
)  # fmt: skip
def test_the_thing_a_topic_is_about(topic: str, thing: str):
    assert about(topic) == thing


def test_a_topic_leaves_out_whom_it_was_asked_of():
    assert topic_of("  和  各公开了多少条?") == "公开了多少条"
    assert topic_of("各单位怎么做培训?") == "怎么做培训"
    assert topic_of("领导小组的组长是谁?") == "领导小组的组长是谁"


def test_names_in_a_row():
    assert [joined(names) for names in ((), ("甲",), ("甲", "乙"), ("甲", "乙", "丙"))] == [
        "",
        "甲",
        "甲和乙",
        "甲、乙和丙",
    ]
