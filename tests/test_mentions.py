"""Every written form of a number with a unit, what is no figure, and lines broken in the middle of one."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.flow import Flow
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE, extract_figures, words
from ingest.schema import Figure, Identity
from ingest.view import View
from tests.test_numerals import chinese

IDENTITY = Identity(
    agency="东山县教育局", year=2013, title="年报", region=None, addressee=None, period=None, era="unknown"
)


def figures(text: str) -> tuple[Figure, ...]:
    return extract_figures(View(text), (), IDENTITY)


def said(text: str) -> list[str]:
    return [words(figure) for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开信息壹佰贰拾叁条", "123条"), ("公开信息一百二十三条", "123条"), ("公开信息一二〇三条", "1203条"), ("公开信息两千零五条", "2005条"),
        ("公开信息1，234条", "1234条"), ("公开信息１，２３４条", "1234条"), ("公开信息3千余条", "3000余条"), ("公开信息5百多条", "500多条"),
        ("投入资金3亿5千万元", "350000000元"), ("投入资金三亿五千万元", "350000000元"), ("投入资金1.2亿元", "1.2亿元"), ("投入资金三百万元", "300万元"),
        ("发放资料百余份", "百余份"), ("发放资料千余份", "千余份"), ("发放资料万余份", "万余份"), ("发放资料一千三百份", "1300份"), ("发放资料三万五份", "35000份"),
        ("参与率百分之九十八点五", "98.5%"), ("办结率百分之百", "100%"), ("办结率百分百", "100%"), ("误差千分之三", "3‰"), ("误差0.5‰", "0.5‰"), ("提高2.5个百分点", "2.5个百分点"),
        ("满意度超九成", "超9成"), ("满意度近七成", "近7成"), ("占三成左右", "3成左右"), ("约三分之二的乡镇", "约2/3"), ("占总数的十分之一", "1/10"),
        ("超过一半的乡镇", "超过1/2"), ("半数以上的乡镇", "1/2以上"), ("培训半天", "0.5天"), ("增长1.5倍", "1.5倍"), ("提速一倍", "1倍"), ("翻两番", "2番"),
        ("培训3至5次", "3-5次"), ("培训3—5次", "3-5次"), ("培训3~5次", "3-5次"), ("培训三到五次", "3-5次"), ("培训二三十人次", "20-30人次"), ("接待两三百人次", "200-300人次"),
        ("提供资料十五六种", "15-16种"), ("培训三五次", "3-5次"), ("访问1至2万人次", "10000-20000人次"), ("占5%—8%", "5-8%"),
        ("三批次漏洞", "3批次"), ("等六方面进行考核", "6方面"), ("2名专职人员", "2名"), ("实现三大功能", "3项"), ("收到申请数（件）：38", "38件"), ("收到申请数(件)38", "38件"),
        ("每件不低于2次", "不低于2次"), ("将近300条信息", "将近300条"), ("公开信息逾300条", "逾300条"), ("公开信息不足50条", "不足50条"), ("公开信息不到50条", "不到50条"),
        ("公开信息300条以下", "300条以下"), ("公开信息超300条", "超300条"), ("公开信息十几条", "十几条"), ("访问量20多万次", "200000多次"),
        ("收到信函一件，", "1件"), ("尚有一件申请未答复", "1件"), ("一名副局长分管", "1名"), ("培训一期。", "1期"),
    ],
)  # fmt: skip
def test_a_written_form(text: str, expected: str):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "第三十二条", "第9至12条", "第三十一、三十二条", "第二十条第（五）项", "第3、4款第2项", "国办发〔2021〕30号", "（一）3.主动公开", "一条龙服务", "一站式服务",
        "任何一件", "每月一次", "一年一次", "一件件", "同一件", "逐一件", "唯一一份", "几十条", "数百条", "三公开一监督", "五公开", "一成不变", "由三成员组成",
        "2013—2015年", "8:30-12:00", "1月1日至12月31日", "361000", "0592-2891234转8", "QQ群12345", "3千米", "2点30分", "十八大", "两会", "两级", "三农", "上半年", "半年报",
        "未发生一件", "没有一次", "无一例",
    ],
)  # fmt: skip
def test_no_figure(text: str):
    assert [figure for figure in figures(text) if figure.value] == []


def test_a_pattern_reads_like_re():
    (found,) = FIGURE.finditer("约三大功能")
    assert (found["before"], found["number"], found["unit"], found["percent"]) == ("约", "三", "项", None)
    assert found.string[found.start() : found.end()] == "约三大"


@given(st.integers(2, 10**8), st.sampled_from(["条", "件", "人次", "份"]))
def test_a_chinese_number_written_is_the_number_read(n: int, unit: str):
    (figure,) = figures(f"共有{chinese(n)}{unit}。")
    assert (figure.value, figure.unit) == (n, unit)


@given(st.integers(0, 1000), st.sampled_from(["‰", "%", "个百分点", "倍"]))
def test_shares_round_trip(tenths: int, unit: str):
    (figure,) = figures(f"比例达到{tenths / 10:.1f}{unit}。")
    assert (figure.value, figure.unit) == (Decimal(tenths) / 10, unit)


@given(st.integers(2, 5000), st.integers(1, 5000), st.sampled_from(["至", "到", "-", "—", "~", "——"]))
def test_ranges_round_trip(low: int, more: int, sign: str):
    (figure,) = figures(f"培训{low}{sign}{low + more}人次。")
    assert (figure.value, figure.value_max) == (low, low + more)


@given(st.integers(1, 99), st.integers(2, 99))
def test_fractions_round_trip(parts: int, base: int):
    (figure,) = figures(f"占总数的{chinese(base)}分之{chinese(parts)}。")
    assert figure.value == parts and figure.unit == {100: "%", 1000: "‰"}.get(base, f"/{base}")


@given(
    st.from_regex(
        re.compile(r"[\d零〇一二两三四五六七八九十百千万亿壹贰叁,.，点半分之成至—~-]{1,24}[条件%元成倍]"),
        fullmatch=True,
    )
)
def test_no_mixture_of_numerals_raises(text: str):
    for figure in figures(text):
        assert figure.quote == text[figure.start : figure.end]
        assert figure.value_max is None or figure.value_max > figure.value
    parse_number(text)


WRAPPED = "2013年，我局主动公开政府信息1,286条，其中政策法规类321条、工作动态类965条。未收到要求公开政府信息的申请，也未收取任何费用。"


@pytest.mark.parametrize("width", range(16, 60))
def test_lines_broken_anywhere_change_no_figure(width: int):
    """The other paragraphs make the text look broken at that width, as a whole report would."""
    text = "\n".join(wrapped(paragraph, width) for paragraph in [WRAPPED, "认真贯彻落实条例。" * 30])
    found = [f for f in figures(text) if f.start < len(wrapped(WRAPPED, width))]
    assert {(f.metric, f.value) for f in found} == {(f.metric, f.value) for f in figures(WRAPPED)}
    assert all(text[f.start : f.end] == f.quote for f in found)


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("我局全年主动公开政府信息12\n86条，效果良好。", True),
        ("我局全年主动公开政府信息1286\n条，效果良好。", True),
        ("我局全年主动公开政府信息，\n内容涉及各个方面。", True),
        ("行政许可\n16102\n行政处罚\n7950", False),
        ("本年新收政府信息公开申请数量 216\n上年结转政府信息公开申请数量 10", False),
        ("我局全年主动公开政府信息1286条。\n条例宣传效果良好。", False),
        ("| 行政许可事项处理决定数量 | 12\n件数 |", False),
    ],
)
def test_which_lines_go_on(text: str, joined: bool):
    assert ("\n" not in Flow(View(text)).text) == joined


def test_a_flow_maps_back():
    view = View("我局全年主动公开政府信息12\n  86条，\r\n效果　良好。\n\n一、概况\n")
    flow = Flow(view)
    assert flow.original == view.original
    assert [flow.original[flow.at(i)] for i in range(len(flow)) if flow.text[i].isdigit()] == list("1286")
