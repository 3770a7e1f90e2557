"""False premises are contradicted with the quotation, true ones never; a supposed number is weighed with its hedge and scope."""

import pytest

from bot.chain import AnswerChain
from tests.libraries import bodies, said

CONTRADICTED = ("不一致", "口径不同", "无法确认")


@pytest.mark.parametrize(
    ("question", "verdict", "number"),
    [
        ("宝鸡公开了5400条对吗？", "不一致", "5300余条"),
        ("宝鸡公开了5300余条对吗？", "一致", "5300余条"),
        ("宝鸡公开了5300条对吗？", "基本一致", "5300余条"),
        ("宝鸡公开了5350条，是吗？", "无法确认", "5300余条"),
        ("宝鸡公开超过5000条对吗？", "一致", "5300余条"),
        ("宝鸡公开超过6000条对吗？", "不一致", "5300余条"),
        ("宝鸡公开不到5000条对吗？", "不一致", "5300余条"),
        ("丰台公开373条是不是真的？", "不一致", "273条"),
        ("平凉公开了595条对吗？", "一致", "595条"),
        ("平凉有5名专职人员对吗？", "不一致", "2名"),
        ("平凉上报信息408条对吗？", "一致", "408条"),
        ("宝鸡公布的行政处罚是121项吗？", "一致", "121项"),
        ("宝鸡行政许可260项对吗？", "不一致", "26项"),
        ("宝鸡收到3件申请是吗？", "不一致", "2件"),
        ("崔各庄累计公开703条，对吗？", "一致", "703条（历年累计）"),
    ],
)
def test_a_supposed_number(seeds: AnswerChain, question: str, verdict: str, number: str):
    answer = seeds.invoke(question)
    first = answer.claims[0]
    assert (answer.status, first.kind) == ("answered", "verdict"), (answer.status, said(answer), answer.withheld)
    assert f"：{verdict}：" in first.text and first.text.endswith(number) and first.computation and first.citations


@pytest.mark.parametrize(
    ("question", "year", "elsewhere"),
    [
        ("崔各庄703条是怎么在2013年公开的？", "111条", "703条（历年累计）"),
        ("崔各庄2013年公开703条信息是真的吗？", "111条", "703条（历年累计）"),
        ("桐乡2013年公开了327条，对吗？", "55条", "327条（历年累计）"),
        ("桐乡今年公开272条对吧？", "55条", "272条（以前年度）"),
    ],
)
def test_a_number_of_another_scope_is_told_with_it(seeds: AnswerChain, question: str, year: str, elsewhere: str):
    first, second = seeds.invoke(question).claims
    assert first.kind == "verdict" and "口径不同" in first.text and first.text.endswith(year)
    assert second.kind == "figure" and second.text.endswith(elsewhere)


def test_the_number_of_another_years_report(heldout: AnswerChain):
    answer = heldout.invoke("桥西区2023年公开了23418条是吗？")
    assert "口径不同" in answer.claims[0].text and "（以前年度）" in answer.claims[1].text
    assert "：一致：" in said(heldout.invoke("桥西区2022年公开了23418条对吗？"))


@pytest.mark.parametrize(
    ("library", "question", "denial"),
    [
        ("seeds", "宝鸡为什么被告上法庭？", "行政诉讼案件"),
        ("seeds", "平凉为什么收取了复印费？", "未对任何政府信息公开进行收费"),
        ("seeds", "平凉的行政诉讼输了吗？", "没有因政府信息公开工作"),
        ("seeds", "桐乡为什么拒绝了全部申请？", "无依申请公开事项"),
        ("seeds", "桐乡的复议结果是什么？", "未发生一例"),
        ("seeds", "崔各庄收到的三件申请是谁提的？", "未收到"),
        ("seeds", "宝鸡为什么会出现泄密事故？", "错误公开事故"),
        ("heldout", "石桥镇的行政诉讼是怎么判的？", "未发生"),
        ("heldout", "青溪县教育局为什么被申请行政复议？", "未发生"),
        ("heldout", "长乐街道为什么收费？", "未收取任何费用"),
        ("heldout", "桥西区2023年为什么收了1280元信息处理费？", "未收取信息处理费"),
        ("heldout", "云州市市场监管局为什么收取信息处理费？", "未收取信息处理费"),
    ],
)
def test_an_event_that_did_not_happen(library: str, question: str, denial: str, request: pytest.FixtureRequest):
    answer = request.getfixturevalue(library).invoke(question)
    assert answer.status == "answered" and len(bodies(answer)) == 1
    assert any(denial in citation.quote for citation in answer.citations), [c.quote for c in answer.citations]


def test_a_denial_that_is_false_is_contradicted_too(seeds: AnswerChain, heldout: AnswerChain):
    assert "2件" in said(seeds.invoke("宝鸡为什么没有收到申请？"))
    assert "1280元" in said(heldout.invoke("桥西区2022年为什么没收信息处理费？"))


@pytest.mark.parametrize(
    ("library", "question"),
    [
        ("seeds", "宝鸡为什么公开了5300余条？"),
        ("seeds", "平凉为什么公开了321条综合信息？"),
        ("seeds", "平凉为什么没有收费？"),
        ("seeds", "桐乡2013年以前公开272条对吗？"),
        ("heldout", "望川市教育局为什么被复议？"),
        ("heldout", "岭东省粮食局为什么被申请复议？"),
        ("heldout", "桥西区2022年为什么收了1280元信息处理费？"),
        ("heldout", "青溪县受理申请43件吗？"),
    ],
)
def test_nothing_true_is_contradicted(library: str, question: str, request: pytest.FixtureRequest):
    answer = request.getfixturevalue(library).invoke(question)
    assert not [word for word in CONTRADICTED if word in said(answer)], said(answer)
    assert not any(claim.text.endswith(("0件）", "0元）")) for claim in answer.claims) or "没有" in question


@pytest.mark.parametrize("question", ["丰台为什么被提起诉讼？", "崔各庄为什么被复议？", "丰台的申请人为什么被拒绝？"])
def test_what_a_report_does_not_say_is_refused(seeds: AnswerChain, question: str):
    answer = seeds.invoke(question)
    assert answer.status == "no_evidence" and any("未提及" in note for note in answer.notes)


def test_who_leaked_is_answered_with_who_says_that_none_did(seeds: AnswerChain):
    answer = seeds.invoke("谁泄密了？")
    assert bodies(answer) == {"平凉工业园区", "宝鸡高新区管委会"}
    assert not any("审查" in claim.text for claim in answer.claims)


def test_a_question_of_practice_supposes_nothing(seeds: AnswerChain):
    assert "信息督查科" in said(seeds.invoke("平凉依申请公开的申请是怎么受理的？"))
    assert "信息督查科" in said(seeds.invoke("平凉依申请公开的申请由谁受理？"))
