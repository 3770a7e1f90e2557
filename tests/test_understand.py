"""What a question asks: metrics, intent, qualifiers, scope."""

import pytest

from bot.schema import Question
from bot.understand import residual_terms, understand
from tests.test_bodies import REPORTS


def asked(text: str, **limits: object) -> Question:
    return understand(text, REPORTS, **limits)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("丰台2013年公开了多少条政府信息？", "disclosed_total"),
        ("丰台的信息公开数量", "disclosed_total"),
        ("谁公开得最多？", "disclosed_total"),
        ("崔各庄自《条例》施行以来累计公开了多少条？", "disclosed_cumulative"),
        ("桐乡以前年度公开了多少？", "disclosed_earlier"),
        ("平凉收费了吗？", "fees"),
        ("宝鸡有没有行政复议？", "reviews"),
        ("宝鸡被告上法庭过吗？", "lawsuits"),
        ("桐乡有没有人申诉？", "complaints"),
        ("宝鸡收到几件申请？", "applications_received"),
        ("宝鸡的申请答复了吗？", "applications_handled"),
        ("平凉发生过泄密吗？", "incidents"),
        ("平凉有几名专职人员？", "staff"),
        ("平凉接待咨询多少人次？", "inquiries"),
        ("平凉收到多少条留言？", "messages"),
        ("宝鸡解读政策多少条？", "interpretation"),
        ("宝鸡培训了多少人次？", "training"),
    ],
)
def test_metrics(text: str, metric: str):
    assert metric in asked(text).metrics


@pytest.mark.parametrize(
    "text", ["怎么做保密审查？", "老百姓怎么查文件？", "今天天气怎么样？", "领导小组的组长是谁？", "网站有哪些栏目？"]
)
def test_no_metric(text: str):
    assert asked(text).metrics == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("公开了多少条？", "number"), ("占比是多少？", "number"), ("收到几件申请？", "number"), ("平凉收费了吗？", "yes_no"),
        ("有没有行政复议？", "yes_no"), ("怎么做保密审查？", "practice"), ("有没有单位搞培训？", "practice"), ("有几家单位搞了培训？", "practice"),
    ],
)  # fmt: skip
def test_intent(text: str, intent: str):
    assert asked(text).intent == intent


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("收到公开申请最多的是哪份报告，多少件？", ("applications_received",)), ("各家收到的依申请公开加总是多少？", ("applications_received",)),
        ("宝鸡收了多少信息处理费？", ("fees",)), ("丰台信息公开花了多少经费？", ()), ("崔各庄信息公开的联系电话是多少？", ()), ("发布政策解读最多的是谁？", ("interpretation",)),
        ("平凉谁家专职人员多？", ("staff",)), ("公开信息不足500条的有几份报告？", ("disclosed_total",)), ("公开量排前三的是哪几家？", ("disclosed_total",)),
        ("写明一分钱没收的有几家？", ("fees",)), ("群众来信、留言数量最大的是谁？", ("messages",)), ("平凉信息公开追责了几名干部？", ()),
    ],
)  # fmt: skip
def test_nothing_else_is_asked(text: str, metrics: tuple[str, ...]):
    assert asked(text).metrics == metrics


def test_the_accumulated_total_is_not_the_years():
    assert "disclosed_total" not in asked("崔各庄累计公开了多少条信息？").metrics


@pytest.mark.parametrize("text", ["丰台公开了多少条信息？", "平凉收费了吗？", "宝鸡有没有行政复议？"])
def test_a_metrics_own_words_are_no_qualifier(text: str):
    assert residual_terms(asked(text)) == ()


def test_what_goes_beyond_the_metric_is_a_qualifier():
    assert [term.text for term in residual_terms(asked("丰台业务动态类公开了多少条？"))] == ["业务动态类"]


def test_years_narrow_the_scope():
    assert asked("2019年哪些单位公开得多？").scope.reports == ("宝鸡",)


def test_a_year_not_held_leaves_the_bodies_in_scope():
    question = asked("平凉2016年公开了多少条？")
    assert (question.scope.reports, question.scope.years) == (("平凉",), (2016,))


def test_limits_from_outside():
    question = asked("公开了多少条？", only=["崔各庄"])
    assert question.scope.reports == ("崔各庄",) and question.scope.named


def test_the_text_is_kept_as_typed():
    assert asked("  丰台公开了多少条？ ").text == "  丰台公开了多少条？ "
    assert asked("  丰台公开了多少条？ ").standalone == "丰台公开了多少条？"


def test_an_empty_question():
    question = asked("")
    assert (question.standalone, question.metrics, question.terms) == ("", (), ())
