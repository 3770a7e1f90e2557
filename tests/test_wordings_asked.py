"""Questions in other words than the reports': each wording asks for what it means and for nothing beside it."""

import pytest

from bot.chain import AnswerChain
from bot.question.asked import metrics_of, residual
from bot.question.wording import terms
from tests.libraries import said


@pytest.mark.parametrize(
    ("asked", "metrics"),
    [
        ("因为信息公开引起的复议有多少件", ("reviews",)),
        ("有几件信息公开方面的行政复议", ("reviews",)),
        ("信息公开引发了几起行政复议", ("reviews",)),
        ("因政府信息公开被申请行政复议几件", ("reviews",)),
        ("因为信息公开被起诉了几件", ("lawsuits",)),
        ("由于信息公开导致的诉讼有几件", ("lawsuits",)),
        ("发布了多少篇政策解读", ("interpretation",)),
        ("公开了几份解读材料", ("interpretation",)),
        ("答复了多少件信息公开申请", ("applications_handled",)),
        ("办结了几件公开申请", ("applications_handled",)),
        ("办理公开申请收了多少费用", ("fees",)),
        ("向申请人收了6元", ("fees",)),
        ("申请里予以公开的有几件", ("applications_outcome",)),
        ("结果为不属于本机关公开的是多少件", ("applications_outcome",)),
        ("收到申请多少件", ("applications_received",)),
        ("新公开了多少条信息", ("disclosed_total",)),
    ],
)
def test_only_what_is_counted_is_asked(asked: str, metrics: tuple[str, ...]):
    assert metrics_of(asked) == metrics


@pytest.mark.parametrize(
    "asked",
    [
        "因为信息公开引起的复议有多少件",
        "针对信息公开事项的诉讼有几件",
        "信息公开培训有多少人次参加",
        "有几个人专门做这件事",
        "从事信息公开的人员有几人",
        "本年度新公开多少条信息",
        "听说公开了多少条信息",
        "向你们提交的公开申请有多少件",
    ],
)
def test_nothing_is_asked_beyond_the_metric(asked: str):
    assert residual(asked, metrics_of(asked)) == ()


def test_a_category_is_asked_with_or_without_its_kind_word():
    (term,) = terms("工作动态类")
    assert term.covered("动态信息127条") > 0.9 and term.covered("政策法规12条") < 0.5


def test_a_board_is_a_board_whatever_stands_before_it():
    (term,) = (t for t in terms("政务公开栏更换了几期") if "栏" in t.text)
    assert term.covered("更换公开栏7期") > 0.9


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("听说丰台园区2013年公开了373条，是这个数吗？", "不一致"),
        ("据说平凉工业园区公开了180条，没错吧？", "595条"),
        ("丰台园区本年度新公开多少条信息？", "273条"),
        ("2013年以前，振东新区公开了多少条信息？", "272条"),
        ("此前，振东新区公开了多少条？", "272条"),
        ("丰台园区公开的信息里，机构职能类有几条？", "机构职能类信息2条"),
        ("平凉工业园区的信息公开引发了几起复议？", "行政复议0件"),
        ("平凉工业园区哪些工作做得还不到位？", "流程有待进一步规范"),
        ("丰台园区工作上还有哪里不够完善？", "还不够平衡"),
        ("振东新区今后要抓哪几项工作？", "进一步提高对公开工作的认识"),
        ("崔各庄乡2014年要抓好哪三项工作？", "一是"),
        ("振东新区领导小组由哪些人组成？", "分管副主任为副组长"),
        ("哪些单位走访过企业？", "走访企业"),
        ("丰台园区有百分之几的信息在网上发布？", "90%以上"),
    ],
)
def test_answered_in_any_wording(seeds: AnswerChain, question: str, words: str):
    told = seeds.invoke({"question": question})
    assert told.status == "answered" and words in said(told)


@pytest.mark.parametrize(
    "question",
    [
        "丰台园区发布了多少篇政策解读？",
        "丰台科技园区2013年办理公开申请收了多少费用？",
        "丰台科技园区答复了几件申请？",
        "振东新区信息公开领导小组一共有多少人？",
    ],
)
def test_no_other_number_stands_in(seeds: AnswerChain, question: str):
    assert seeds.invoke({"question": question}).status == "no_evidence"


def test_the_years_before_are_not_the_year(seeds: AnswerChain):
    assert "55条" not in said(seeds.invoke({"question": "2013年以前，振东新区公开了多少条信息？"}))


@pytest.mark.parametrize("question", ["一共公开了多少条？", "总共公开了多少条信息？", "本年度新公开多少条？"])
def test_a_number_of_nobody_is_asked_back(seeds: AnswerChain, question: str):
    assert seeds.invoke({"question": question}).status == "needs_clarification"


@pytest.mark.parametrize("question", ["五份报告一共公开了多少条？", "丰台和平凉一共公开了多少条？"])
def test_a_sum_over_named_reports_is_a_sum(seeds: AnswerChain, question: str):
    told = seeds.invoke({"question": question})
    assert told.status == "answered" and told.claims[0].kind == "computed"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("崔各庄乡2008年以来累计公开多少条？", False),
        ("振东新区截至2012年底公开了多少条？", False),
        ("振东新区2012年以前公开了多少条？", False),
        ("振东新区2011年和2013年公开了多少条？", True),
    ],
)
def test_a_year_that_bounds_a_count_is_no_missing_report(seeds: AnswerChain, question: str, missing: bool):
    told = seeds.invoke({"question": question})
    assert told.status != "answered" or any("库里没有" in note for note in told.notes) == missing
