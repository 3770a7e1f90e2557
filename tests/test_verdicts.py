"""Every rule of the audit can be asked for in words; what holds is shown too, and no other question is taken."""

import json
import re
from pathlib import Path

import pytest

from bot.chain import AnswerChain
from bot.rules.verdict_asked import EVERYTHING, asked_rules, asks_scope
from bot.rules.verdicts import _numbers
from ingest.library import Library
from ingest.view import clean
from tests.libraries import HELDOUT, bodies, said
from tests.libraries import rows as lines


def asked(chain: AnswerChain, question: str, **more):
    return chain.invoke({"question": question, **more})


@pytest.mark.parametrize(
    ("question", "body", "must"),
    [
        ("丰台的百分比对得上吗", "丰台", ["不一致", "1.8%", "68.5%", "1.3%", "96%"]),
        ("丰台科技园区业务动态占96%算得对吗？", "丰台", ["不一致", "187", "273", "68.5%"]),
        ("丰台的各类加起来等于总数吗", "丰台", ["一致", "2+5+5+187+74 = 273"]),
        ("平凉工业园区分类条数加起来等于总数吗？", "平凉", ["一致", "595", "21+63"]),
        ("平凉的595条是当年的还是累计的", "平凉", ["595条是当年的数"]),
        ("崔各庄的703条是当年的还是累计的", "崔各庄", ["703条是历年累计"]),
        ("桐乡振东新区的327条是2013年的还是累计的", "振东", ["327条是历年累计", "55+272 = 327"]),
        ("崔各庄的报告里有没有重复的段落", "崔各庄", ["逐字重复", "虽然我乡"]),
        ("桐乡的报告缺了哪些法定内容", "振东", ["收费及减免情况"]),
        ("平凉的法定内容齐全吗", "平凉", ["法定内容齐全"]),
        ("桐乡说的四部分和实际一致吗", "振东", ["不一致", "依申请公开政府信息办理情况", "4 ≠ 3"]),
        ("崔各庄说的四部分和实际一致吗", "崔各庄", ["一致", "4 = 4"]),
        ("宝鸡高新区的报告有没有模板残留", "宝鸡", ["[bookmark: _GoBack]"]),
        ("平凉的报告有没有模板残留", "平凉", ["没有发现模板"]),
        ("55和272加起来是327吗", "振东", ["一致", "55+272 = 327"]),
        ("桐乡的数字前后矛盾吗", "振东", ["327", "55+272 = 327"]),
        ("崔各庄的六方面列全了吗", "崔各庄", ["一致", "6 = 6"]),
        ("崔各庄的编号有没有重复", "崔各庄", ["编号重复"]),
        ("崔各庄的统计期限是完整的一年吗", "崔各庄", ["2013-01-01", "2013-12-31"]),
        ("丰台的报告有没有错别字", "丰台", ["不符合分开"]),
        ("宝鸡的报告标题规范吗", "宝鸡", ["法定名称"]),
    ],
)
def test_one_report(seeds, question: str, body: str, must: list[str]):
    answer = asked(seeds, question)
    assert answer.status == "answered" and {claim.kind for claim in answer.claims} == {"verdict"}
    assert all(word in said(answer) for word in must), said(answer)
    assert all(body in name for name in bodies(answer)) and not answer.withheld


@pytest.mark.parametrize(
    ("question", "must", "claims"),
    [
        ("各类加起来等于总数吗", ["273", "595", "未穷尽"], 4),
        ("哪些报告有算错的地方", ["丰台", "1.8%"], 1),
        ("有没有重复的段落", ["崔各庄", "宝鸡", "没有发现重复"], 5),
        ("哪些报告有模板残留", ["宝鸡", "bookmark"], 1),
        ("哪几份报告缺法定内容", ["丰台", "崔各庄", "振东"], 4),
    ],
)
def test_one_line_a_body(seeds, question: str, must: list[str], claims: int):
    answer = asked(seeds, question)
    assert answer.status == "answered" and len(answer.claims) == claims
    assert all(word in said(answer) for word in must), said(answer)
    assert answer.coverage and answer.coverage.of == 5
    heads = [claim.text.split("：")[0] for claim in answer.claims]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize(
    ("question", "must"),
    [
        ("云州市市场监督管理局各渠道公开数加起来等于2931吗？", ["不一致", "2310", "486", "117", "2913"]),
        ("青溪县教育局说增长31.3%算得对吗", ["一致", "(285-217)÷217 = 31.3%"]),
        ("望川市卫生健康委员会新收和结转对得上吗", ["一致", "57+2 = 59 = 56+3"]),
        ("桥西区2023年的结转跟上年衔接得上吗", ["一致", "12 = 12"]),
        ("长乐街道的分类合计和总数对得上吗", ["一致", "43+31+26+19 = 119"]),
    ],
)
def test_reports_nobody_wrote_the_rules_on(heldout, question: str, must: list[str]):
    answer = asked(heldout, question)
    assert answer.status == "answered"
    assert all(word in said(answer) for word in must), said(answer)


def test_a_figure_in_doubt_says_so(heldout, seeds):
    doubted = asked(heldout, "云州市市场监督管理局2021年主动公开多少条？")
    assert any("2310+486+117 = 2913 ≠ 2931" in note and "A5" in note for note in doubted.notes)
    sound = asked(seeds, "平凉工业园区2013年公开了多少条？")
    assert sound.status == "answered" and not any("有疑问" in note for note in sound.notes)


def test_a_sum_that_nobody_states_is_not_affirmed(seeds):
    answer = asked(seeds, "55和272加起来是330吗")
    assert "一致" not in said(answer)


def test_a_verdict_with_nothing_to_compare_is_refused(tmp_path: Path, library: Library):
    answer = asked(AnswerChain(library=library), "西水镇的百分比对得上吗")
    assert answer.status == "no_evidence" and not answer.claims


ORDINARY = [
    "丰台业务动态类信息占多少",
    "五份报告一共公开了多少条？",
    "有没有重复申请的情况",
    "怎么避免重复的内容",
    "网页上写错字、点不开的地方有人管吗？",
    "存在哪些问题",
    "2013年累计公开多少条",
    "哪个单位公开最多",
    "丰台为什么被提起诉讼",
    "信息公开审查有哪些制度",
    "工作人员考核占多少分",
    "报告由哪几部分组成",
    "申请答复率是多少",
    "比上年增长多少",
    "有没有收费",
]


@pytest.mark.parametrize("question", ORDINARY)
def test_no_other_question_is_taken(question: str):
    assert asked_rules(clean(question)) is None and not asks_scope(clean(question))


def test_few_questions_of_the_held_out_sets_are_taken():
    """Those that ask for a verdict and no others."""
    for path in sorted(HELDOUT.glob("questions_*.jsonl")):
        for row in lines(path):
            text = clean(row["question"])
            taken = asked_rules(text) is not None or asks_scope(text)
            assert taken == ("verdict" in row["note"]), (row["question"], json.dumps(row["note"], ensure_ascii=False))


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        ("审计一下这份报告", EVERYTHING),
        ("报告有没有错误", EVERYTHING),
        ("数据有没有错误", {"A5", "A6"}),
        ("有没有自相矛盾的地方", {"A12", "X8"}),
        ("新收和结转对得上吗", {"A13", "Y1"}),
        ("正文是不是照抄去年的", {"Y5", "Y6"}),
        ("第三十二条要求的都写了吗，缺什么", {"S3"}),
        ("有没有空白的章节", {"S8"}),
        ("六项工作列齐了吗", {"S9"}),
    ],
)
def test_which_rules_are_asked_for(question: str, rules: set[str]):
    found = asked_rules(clean(question))
    assert found is not None and found >= rules and bool(found) == bool(rules)


def test_every_rule_can_be_asked_for():
    from bot.rules import TITLES, verdict_asked

    named = set(re.findall(r"\b[ASTXYQ]\d+\b", Path(verdict_asked.__file__).read_text(encoding="utf-8")))
    assert set(TITLES) <= named


def test_a_number_asked_with_a_comma_is_one_number():
    assert _numbers("分类加起来和总数1,548对得上吗") == {1548}
    assert _numbers("55、272加起来是327吗") == {55, 272, 327}
