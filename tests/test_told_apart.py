"""One invented report, and plain questions whose words stand in it beside something else."""

import pytest

from bot.chain import AnswerChain
from ingest.library import Library
from ingest.pipeline import ingest_paths
from tests.libraries import said

REPORT = """沅水市供水集团有限公司2021年信息公开工作年度报告
■ 一、总体情况
公司下辖6座水厂、17个供水营业所。全年主动公开信息1208条，其中网站公开640条，政务新媒体发布568条。全年归集水费4.2亿元，\
自2001年成立以来累计归集51.6亿元。发布政策解读31篇。
■ 二、依申请公开情况
收到申请96件。按受理机关分，公司本级21件，各营业所75件。在客户大厅、城东驿站设查阅点2处，接待查阅430人次。
■ 三、监督和保障
服务热线接到举报投诉512件，查实207件，查实的均已反馈。收到信息公开申诉2件，处理投诉380件。开展专项检查3次，发现问题14个，\
已整改12个。回收有效问卷906份，水质综合合格率99.9%。配备工作人员18名，其中专职5名。现行有效规范性文件40件，废止9件。\
对更新不及时的四个单位进行了通报批评。公司副总经理任组长。
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("told-apart")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        assert [outcome.status for outcome in ingest_paths(library, [folder / "report.txt"])] == ["new"]
        yield AnswerChain(library=library)


@pytest.mark.parametrize(
    ("question", "told", "never"),
    [
        ("沅水市供水集团归集水费多少亿元？", "4.2亿元", "51.6"),
        ("沅水市供水集团归集了多少亿元？", "4.2亿元", "51.6"),
        ("沅水市供水集团累计归集了多少亿元？", "51.6亿元", "4.2亿"),
        ("沅水市供水集团服务热线查实了几件？", "查实207件", "512"),
        ("沅水市供水集团收到信息公开申诉几件？", "申诉2件", "380"),
        ("沅水市供水集团整改了多少个问题？", "整改12个", "14个"),
        ("沅水市供水集团规范性文件废止多少件？", "废止9件", "40"),
        ("沅水市供水集团政策解读发布了多少篇？", "31篇", "1208"),
        ("沅水市供水集团回收问卷多少份？", "906份", "380"),
        ("沅水市供水集团水质合格率是多少？", "99.9%", "1208"),
        ("沅水市供水集团有多少座水厂？", "6座水厂", "568"),
        ("沅水市供水集团本级受理多少件依申请公开？", "本级21件", "96件"),
        ("沅水市供水集团有多少名专职人员？", "专职5名", "18名，共"),
    ],
)
def test_the_number_of_the_thing_asked(chain: AnswerChain, question: str, told: str, never: str):
    answer = chain.invoke(question)
    assert answer.status == "answered", answer.notes
    shown = said(answer).replace(",", "")
    assert told in shown and never not in shown


@pytest.mark.parametrize(
    "question",
    [
        "沅水市供水集团城东驿站那个查阅点接待了多少人次？",
        "沅水市供水集团的96件申请里，女性提出的有多少件？",
        "沅水市供水集团查阅点一共花了多少钱？",
        "沅水市供水集团微博发布了多少条？",
        "沅水市供水集团被通报批评的四个单位分别是谁？",
        "沅水市供水集团总经理叫什么名字？",
    ],
)
def test_what_is_not_told_is_refused(chain: AnswerChain, question: str):
    answer = chain.invoke(question)
    assert answer.status == "no_evidence", said(answer)
    assert answer.closest
