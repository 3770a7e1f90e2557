"""Plans, spared fees, denied kinds and grown numbers as figures; sums that fall short; averages; grounds of refusal."""

from collections.abc import Iterator

import pytest

from bot.chain import AnswerChain
from ingest.figures import extract_figures, words
from ingest.outline import outline
from ingest.schema import Identity
from ingest.view import View
from tests.audited import verdicts
from tests.libraries import opened, said

REPORT = """石梁县交通运输局2014年政府信息公开工作年度报告

一、主动公开情况
全年主动公开政府信息1520条，比上年增加220条。其中县政府网站公开980条，公开栏公开300条，广播、报纸公开190条。
全年举办从业人员培训班4期，参训310人次。办理贷款贴息125笔。比预算节约3.5万元。
新建候车公告栏12块，全县累计达到96块。

二、依申请公开情况
收到申请20件，全部办结。不予公开6件。
不予公开的理由：涉及国家秘密的1件，个人隐私的3件，其余2件为过程性信息。
对2名低保户免收费用，全年收取复印费75元。复议、诉讼两项均为零。

三、2015年工作安排
培训不少于6期，轮训800人。
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    reports = tmp_path_factory.mktemp("reports")
    (reports / "石梁县交通运输局2014.txt").write_text(REPORT, encoding="utf-8")
    with opened(tmp_path_factory.mktemp("library"), reports) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "must", "never"),
    [
        ("石梁县交通运输局2014年主动公开总数和分项对得上吗？差多少？", "= 50", "一致："),
        ("石梁县交通运输局2013年主动公开了多少条？可以从2014年的数倒推。", "1300条", "1520条。"),
        ("石梁县交通运输局2014年培训班平均每期参训多少人次？", "77.5人次", "800"),
        ("石梁县交通运输局2014年以个人隐私为由不予公开的有几件？", "3件", "6件"),
        ("石梁县交通运输局2014年办理贷款贴息多少笔？", "125笔", "3.5"),
        ("石梁县交通运输局2014年候车公告栏累计多少块？", "96块", "12块"),
        ("石梁县交通运输局2014年有几件行政复议？", "0件", "2项"),
        ("石梁县交通运输局2014年收费多少元？", "75元", "0 ≠"),
    ],
)
def test_answers(chain: AnswerChain, question: str, must: str, never: str):
    answer = chain.invoke({"question": question})
    assert answer.status == "answered" and must in said(answer) and never not in said(answer)


@pytest.mark.parametrize(
    "question",
    [
        "石梁县交通运输局2014年以商业秘密为由不予公开的有几件？",
        "石梁县交通运输局2014年平均每条信息多少人次？",
    ],
)
def test_refuses(chain: AnswerChain, question: str):
    assert chain.invoke({"question": question}).status != "answered"


def test_short_by_less_than_the_least_part():
    short = "共公开信息1520条，其中网站公开980条，公开栏公开300条，广播、报纸公开{}条。"
    assert verdicts("A5", short.format(190)) == {"fails"}
    assert verdicts("A5", short.format(240)) == {"holds"}
    assert verdicts("A5", short.format(60)) == {"cannot_tell"}  # a way may have been left out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("监督员由25人增加到40人。", [("25人", "以前年度"), ("40人", "本年")]),
        ("与上年相比调整了5个学区。", [("5个", "本年")]),
        ("提前预约12人次，约30人到场。", [("12人次", "本年"), ("约30人", "本年")]),
        ("一、2014年工作安排\n再建公开栏40块。", [("40块", "计划")]),
        ("一、问题和改进措施\n再建公开栏40块。", [("40块", "本年")]),
        ("公布二期工程概算80万元。", [("80万元", "本年")]),
    ],
)
def test_figures(text: str, told: list[tuple[str, str]]):
    identity = Identity(
        agency="东山县教育局", year=2013, title="年报", region=None, addressee=None, period=None, era="unknown"
    )
    view = View(text)
    assert [(words(f), f.scope) for f in extract_figures(view, outline(view), identity)] == told
