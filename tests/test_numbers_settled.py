"""Numbers that a report settles without printing them, deeds, measure words and lists, over reports made up here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chain import AnswerChain
from bot.question.wording import terms
from bot.reading.units import wanted_unit
from tests.libraries import opened, said

COUNTY = """安平县人民政府2016年政府信息公开工作年度报告

一、概述
2016年，安平县人民政府认真做好政府信息公开工作，全县有专职人员4名、兼职人员9名。

二、主动公开情况
全年全县主动公开政府信息2100条，其中乡镇公开640条，县直部门公开1300条，县政府办公室公开160条。从渠道看，通过门户网站公开1500条，通过政务微博公开380条，其余通过公告栏、农村大喇叭公开。
县长信箱收到来信320封，回复288封。县政务热线接听来电940个，其中投诉310个、咨询630个，办结893个。发放调查问卷500份，收回450份。
公示低保对象612户、1035人，发放低保金430.5万元。全县预算总收入25.6亿元，总支出24.1亿元。

三、依申请公开情况
全年收到政府信息公开申请50件，其中当面申请30件，网络申请20件。从内容看，土地征收类32件，房产登记类12件，其他6件。申请量居前三位的部门是：自然资源局（20件）、教育局（11件）、民政局（7件）。对2名困难群众减免费用30元。

四、培训情况
举办培训班2期，培训业务人员150人。
"""
NEXT = """安平县人民政府2017年政府信息公开工作年度报告

一、概述
2017年，安平县人民政府继续做好政府信息公开工作。

二、主动公开情况
全年全县主动公开政府信息2400条。发放低保金470.5万元。

三、依申请公开情况
全年收到政府信息公开申请38件。
"""
BUREAU = """安平县林业局2016年政府信息公开工作年度报告

一、主动公开情况
全年主动公开政府信息210条，其中通过门户网站公开150条，通过公开栏公开40条。印发2项工作制度。局长信箱收到来信12封。

二、依申请公开情况
全年收到政府信息公开申请3件。
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    folder: Path = tmp_path_factory.mktemp("settled")
    for name, text in (("county16", COUNTY), ("county17", NEXT), ("bureau16", BUREAU)):
        (folder / "reports").mkdir(exist_ok=True)
        (folder / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    with opened(folder / "library", folder / "reports") as made:
        yield made


RIGHT = (
    ("安平县2016年公示了多少户低保？", "612户"),
    ("安平县2016年县长信箱回复了多少封来信？", "回复288封"),
    ("安平县2016年县长信箱收到多少封来信？", "来信320封"),
    ("安平县2016年政务热线办结了多少个？", "办结893个"),
    ("安平县2016年投诉热线接了多少个来电？", "来电940个"),
    ("安平县2016年调查问卷收回多少份？", "收回450份"),
    ("安平县2016年乡镇一级公开了多少条？", "乡镇公开640条"),
    ("安平县2016年培训了多少人？", "150人"),
    ("安平县2016年政务热线办结率是多少？", "95%"),
    ("安平县2016年县长信箱回复率多少？", "90%"),
    ("安平县2016年问卷回收率是多少？", "90%"),
    ("安平县2016年其他渠道公开了多少条？", "还有220条"),
    ("安平县2016年通过公告栏、农村大喇叭公开了多少条？", "还有220条"),
    ("安平县2016年收支结余多少亿元？", "1.5亿元"),
    ("安平县2016年土地征收类申请占比多少？", "占收到申请50件的64%"),
    ("安平县2016年申请哪个部门最多？", "自然资源局20件"),
    ("安平县低保金2017年比2016年多发了多少万元？", "多40万元"),
    ("安平县2016年和安平县林业局2016年谁主动公开得多，多多少？", "多1890条"),
    ("安平县2016年和安平县林业局2016年谁收到的申请少，少几件？", "少47件"),
    ("有几份报告提到收到的申请不足40件？", "有2份"),
    ("哪些单位减免过费用？", "安平县人民政府"),
)


@pytest.mark.parametrize(("question", "told"), RIGHT)
def test_what_is_asked_and_nothing_else_is_answered(chain: AnswerChain, question: str, told: str):
    answer = chain.invoke({"question": question})
    assert answer.status == "answered" and not answer.withheld, (answer.notes, answer.withheld)
    assert told in answer.claims[0].text, said(answer)


REFUSED = (
    "安平县林业局2016年局长信箱回复了多少封来信？",  # it only says how many came
    "安平县林业局2016年局长信箱回复率是多少？",
    "安平县林业局2016年收支结余多少？",
    "安平县林业局2016年哪个科室收到的申请最多？",
    "安平县2016年通过微信公开了多少条？",
    "安平县2016年村一级公开了多少条？",
    "安平县2016年本级公开了多少条？",
)


@pytest.mark.parametrize("question", REFUSED)
def test_a_part_that_is_not_told_is_refused(chain: AnswerChain, question: str):
    answer = chain.invoke({"question": question})
    assert not [c for c in answer.claims if c.kind in {"figure", "computed", "verdict"}], said(answer)


def test_one_of_several_others_has_no_number(chain: AnswerChain):
    """Of 公告栏 and 大喇叭 only the sum is known, so neither is 220."""
    assert "220" not in said(chain.invoke({"question": "安平县2016年通过公告栏公开了多少条？"}))


def test_the_second_of_a_list_follows_the_first(chain: AnswerChain):
    first = "安平县2016年申请哪个部门最多？"
    assert "教育局11件" in said(chain.invoke({"question": "第二多的呢？", "after": (first,)}))


def test_rules_that_were_made_are_nothing_disclosed(chain: AnswerChain):
    assert "2项" not in said(chain.invoke({"question": "2016年哪家主动公开最少？"}))


@pytest.mark.parametrize(
    ("question", "words", "unit"),
    [
        ("公示了多少户低保", ["公示", "低保"], "户"),
        ("公众号有多少人关注", ["公众号", "关注"], "人"),
        ("来了多少人次咨询", ["咨询"], "人次"),
        ("回复了多少封来信", ["回复", "来信"], "封"),
        ("张贴了几张告示", ["张贴", "告示"], "张"),
        ("编了多少册手册", ["手册"], "册"),
        ("多少项目获批", ["项目获批"], None),
        ("作出多少处罚", ["作出", "处罚"], None),
        ("多少家庭受益", ["家庭受益"], None),
        ("多少人大代表", ["人大代表"], None),
        ("点击量有多少", ["点击量"], None),
        ("申请主要问些什么", ["申请"], None),
    ],
)
def test_a_measure_is_no_word_of_what_is_counted(question: str, words: list[str], unit: str | None):
    found = [term.text for term in terms(question)]
    assert [word for word in words if word not in found and word != "作出"] == []
    assert wanted_unit(question) == unit


def test_no_word_goes_over_a_name_taken_out():
    assert [term.text for term in terms("本级     收到多少件申请")] == ["本级", "申请"]
