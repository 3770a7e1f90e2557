"""Rows of small statistics tables flattened to lines, and what they answer."""

import pytest

from bot.reading.polarity import mood
from ingest.facts.rows import row_numbers
from ingest.figures import extract_figures
from ingest.schema import Identity
from ingest.view import View

OWN = Identity(
    agency="安河县水利局", year=2015, title="年度报告", region=None, addressee=None, period=None, era="2014-2018"
)


def stated(text: str) -> list[tuple[str, str, float, str, str]]:
    found = extract_figures(View(text), (), OWN)
    assert all(figure.quote == text[figure.start : figure.end] for figure in found)
    return [(f.metric, f.label, float(f.value), f.unit, f.scope) for f in found]


READ = [
    (
        "指标名称 单位 数量\n行政复议数量 件 0\n政府信息公开专项经费 万元 2.4\n（当面申请 件 2）\n",
        [
            ("reviews", "行政复议数量", 0, "件", "本年"),
            ("funds", "政府信息公开专项经费", 2.4, "万元", "本年"),
            ("applications_received", "当面申请", 2, "件", "本年"),
        ],
    ),
    (
        "序号\t统计指标\t计量单位\t本年度\t历年累计\n1\t主动公开政府信息数\t条\t55\t1,327\n2\t行政诉讼数\t件\t0\t1\n",
        [
            ("disclosed_total", "主动公开政府信息数", 55, "条", "本年"),
            ("disclosed_cumulative", "主动公开政府信息数", 1327, "条", "累计"),
            ("lawsuits", "行政诉讼数", 0, "件", "本年"),
            ("lawsuits", "行政诉讼数", 1, "件", "累计"),
        ],
    ),
    (
        "| 项目 | 历年累计 | 本年度 | 单位 |\n| 主动公开信息数 | 1,405 | 312 | 条 |\n",
        [
            ("disclosed_cumulative", "主动公开信息数", 1405, "条", "累计"),
            ("disclosed_total", "主动公开信息数", 312, "条", "本年"),
        ],
    ),
    (
        "指标　　　数值　　单位\n微信公众号关注人数　　5,318　　人\n维持具体行政行为数　2　件\n",
        [
            ("other", "微信公众号关注人数", 5318, "人", "本年"),
            ("disputes_outcome", "维持具体行政行为数", 2, "件", "本年"),
        ],
    ),
    (
        "项目 2014年 2015年\n申请总数（件） 0 3\n",
        [
            ("applications_received", "申请总数", 0, "件", "以前年度"),
            ("applications_received", "申请总数", 3, "件", "本年"),
        ],
    ),
    (
        "指标 单位 数量\n一、 主动公开情况\n重点领域公开政府信息数 条 233\n其中：政府网站公开政府信息数 条 80\n否决公开数 件 1\n",
        [
            ("disclosed_category", "重点领域公开政府信息数", 233, "条", "本年"),
            ("disclosed_channel", "政府网站公开政府信息数", 80, "条", "本年"),
            ("applications_outcome", "否决公开数", 1, "件", "本年"),
        ],
    ),
    (
        "主动公开信息数 条 55\n举报投诉数量 件 1\n",  # two rows are a table, also without a header
        [("disclosed_total", "主动公开信息数", 55, "条", "本年"), ("complaints", "举报投诉数量", 1, "件", "本年")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_row_states_its_label_its_unit_and_its_number(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "指标 单位 第一季度 第二季度\n主动公开信息数 条 55 327\n行政复议数 件 0 1\n",  # columns of no known time
        "主动公开信息数 条 55 70\n行政复议数 件 1 3\n",  # two columns, no header
        "单位名称 单位 数量\n财政局 条 58\n教育局 条 70\n",  # rows of other bodies
        "指标 单位 本年度 历年累计\n主动公开信息数 条 55\n",  # a cell is missing
        "行政复议数 件 1\n",  # one line alone
        "详见附件 1\n联系电话 027 88\n办公地址 三楼 302 室\n",
    ],
)
def test_an_unclear_row_states_nothing(text):
    assert stated(text) == []


def test_the_gate_reads_a_row_by_its_shape():
    assert [(float(n), unit) for n, unit in row_numbers("（当面申请 件 2）")] == [(2, "件")]
    assert not list(row_numbers("全年收到申请，其中当面申请2件"))


@pytest.mark.parametrize(
    ("clause", "thing", "expected"),
    [
        ("参加或举办新闻发布会总次数次0", "新闻发布会", "denied"),
        ("行政复议数量(件)0", "行政复议", "denied"),
        ("参加或举办新闻发布会总次数次10", "新闻发布会", "done"),
        ("主动公开规范性文件数件0", "规范性文件", "mentioned"),
    ],
)
def test_a_row_of_nought_denies_its_thing(clause, thing, expected):
    at = clause.index(thing)
    assert mood(clause, [(at, at + len(thing))], planned=False) == expected
