"""Statements of nought: which indicators a clause denies, and which clauses only sound like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import parse
from ingest.facts.zeros import zero_statements
from ingest.schema import Figure
from ingest.view import View


def zeros(text: str) -> tuple[Figure, ...]:
    return tuple(zero_statements(View(text), (), "2013"))


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("未收到政府信息公开申请。", {"applications_received"}),
        ("2013年未接到要求公开政府信息的申请，", {"applications_received"}),
        ("振东新区无依申请公开事项", {"applications_received"}),
        ("没有收到依申请公开", {"applications_received"}),
        ("未对任何政府信息公开进行收费", {"fees"}),
        ("对政府信息公开申请未收取任何费用。", {"fees"}),
        ("所有信息免费提供", {"fees"}),
        ("免费提供信息，不收取费用", {"fees"}),
        ("未发生行政复议。", {"reviews"}),
        ("未发生一例因信息公开引起的行政复议、诉讼和申诉情况", {"reviews", "lawsuits", "complaints"}),
        ("未发生行政复议、行政诉讼案件", {"reviews", "lawsuits"}),
        ("也没有被申请行政复议或被提起行政诉讼的情况", {"reviews", "lawsuits"}),
        ("全年无一起政府信息公开泄密的情况发生", {"incidents"}),
        ("零投诉", {"complaints"}),
        ("没有收到行政复议申请", {"reviews"}),
        ("全年没有收到针对信息公开的行政复议申请和行政诉讼", {"reviews", "lawsuits"}),
        ("未收到因政府信息公开申请引起的行政复议", {"reviews"}),
        ("未收到依申请公开行政复议", {"reviews"}),
        ("未收到公开申请、行政复议和行政诉讼", {"applications_received", "reviews", "lawsuits"}),
        ("没有收到公开政府信息的申请和行政复议申请", {"applications_received", "reviews"}),
    ],
)
def test_what_is_denied(text: str, metrics: set[str]):
    found = zeros(text)
    assert {figure.metric for figure in found} == metrics
    assert all(figure.value == 0 and figure.quote in text and figure.scope == "本年" for figure in found)


@pytest.mark.parametrize(
    "text",
    [
        "无法提供申请内容的信息", "没有条件公开收费标准", "无障碍申请通道", "收到申请2件，全部按时答复，未超期", "因无关诉讼",
        "未及时公开信息", "没有专业团队", "收费标准已公开", "受理行政复议3件", "无偿办理",
    ],
)  # fmt: skip
def test_what_is_not_denied(text: str):
    assert zeros(text) == ()


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("依申请公开政府信息的受理数为零。", "applications_received"), ("2013年，行政诉讼案件数为0。", "lawsuits"), ("收取费用金额为零。", "fees"),
    ],
)  # fmt: skip
def test_a_number_that_is_nought(text: str, metric: str):
    assert [(figure.metric, figure.value) for figure in zeros(text)] == [(metric, 0)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("未发生一例行政复议", "例"),
        ("全年无一起泄密", "起"),
        ("没有收到一宗申请公开", "宗"),
        ("未发生行政诉讼", "件"),
        ("未收取任何费用", "元"),
    ],
)
def test_the_unit_is_the_one_denied(text: str, unit: str):
    assert {figure.unit for figure in zeros(text)} == {unit}


def test_a_list_goes_on_over_a_comma():
    assert {f.metric for f in zeros("未发生行政复议，行政诉讼。")} == {"reviews", "lawsuits"}


def test_a_full_stop_ends_a_denial():
    assert {f.metric for f in zeros("未发生行政复议。行政诉讼2件。")} == {"reviews"}


@pytest.mark.parametrize("body", ["无。", "无", "没有。", "2013年无此类情况。", "零"])
def test_a_section_that_says_nothing_but_none(body: str):
    text = f"东山县教育局2013年政府信息公开工作年度报告\n一、主动公开情况\n公开信息3条。\n二、行政复议和行政诉讼情况\n{body}\n三、存在问题\n人手不足。\n"
    found = [f for f in parse(text, path="a.txt", sha256="0").figures if f.value == 0]
    assert {f.metric for f in found} == {"reviews", "lawsuits"}
    assert all(text[f.start : f.end] == f.quote for f in found)


@given(
    st.lists(
        st.sampled_from(
            [
                "未收到",
                "无",
                "没有",
                "申请",
                "收费",
                "复议",
                "诉讼",
                "，",
                "。",
                "、",
                "\n",
                "未发生",
                "行政",
                "泄密",
                "\u3000",
                "３",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_every_quote_is_the_text(text: str):
    assert all(text[f.start : f.end] == f.quote for f in zeros(text))
