"""What one figure tells of those behind it, and numbers that are plans, another body's or a title's."""

import pytest

from ingest.figures import extract_figures
from ingest.schema import Identity
from ingest.view import View

OWN = Identity(
    agency="安河县水利局", year=2015, title="年度报告", region=None, addressee=None, period=None, era="2014-2018"
)


def stated(text: str) -> list[tuple[str, int, str]]:
    return [(f.metric, int(f.value), f.scope) for f in extract_figures(View(text), (), OWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附属医院公开信息3,047条，未包括在上述数据中。", [("disclosed_total", 3047, "他单位")]),
        ("直属单位公开信息300条（不计入本局总数）。", [("disclosed_total", 300, "他单位")]),
        ("主动公开信息300条，不包括各镇公开的信息。", [("disclosed_total", 300, "本年")]),
        ("本局公开信息90条，未包括上述下属学校的信息。", [("disclosed_total", 90, "本年")]),
        (
            "全市水利系统共公开信息800条，受理申请9件，我局受理申请2件。",
            [("disclosed_total", 800, "上级"), ("applications_received", 9, "上级"), ("applications_received", 2, "本年")],
        ),
        ("举办全市水利系统信息公开培训班1期。", [("training", 1, "本年")]),
        ("改进措施：（1）聘请顾问2名；（2）培训3次。", [("other", 2, "计划"), ("training", 3, "计划")]),
        ("上年改进措施落实情况：（1）召开会议2次；（2）培训3次。", [("meetings", 2, "本年"), ("training", 3, "本年")]),
        ("二○一六年，我们将抓好三件事：一是力争公开信息突破四千条。", [("disclosed_total", 4000, "计划")]),
        (
            "收到信息公开申请5项，其中网络3项、信函2项，答复5项，同意公开4项。",
            [
                ("applications_received", 5, "本年"),
                ("applications_received", 3, "本年"),
                ("applications_received", 2, "本年"),
                ("applications_handled", 5, "本年"),
                ("applications_outcome", 4, "本年"),
            ],
        ),
        ("收到科研项目申请5项，答复5项。", [("other", 5, "本年"), ("other", 5, "本年")]),
        (
            "收到申请8件。从途径看，网上3件、传真5件；从内容看，征地类6件，其他2件。",
            [
                ("applications_received", 8, "本年"),
                ("applications_received", 3, "本年"),
                ("applications_received", 5, "本年"),
                ("other", 6, "本年"),
                ("other", 2, "本年"),
            ],
        ),
        ("印发《政府信息公开办法》《信息发布规程》等5项配套制度。", [("other", 5, "本年")]),
        ("主动公开526条，较上年的489条净增37条。", [("disclosed_total", 526, "本年"), ("disclosed_total", 489, "以前年度"), ("change", 37, "本年")]),
        ("收到申请17件，较上年的九件有较大增长。", [("applications_received", 17, "本年"), ("applications_received", 9, "以前年度")]),
        ("收取复印费36元，免除困难申请人1人费用12元。", [("fees", 36, "本年"), ("other", 1, "本年"), ("fees_waived", 12, "本年")]),
        ("行政复议3件，其中2件维持，1件撤销。", [("reviews", 3, "本年"), ("disputes_outcome", 2, "本年"), ("disputes_outcome", 1, "本年")]),
        (
            "公开信息20条。其中：\n组织机构 6条\n财政资金 14条\n办理提案 3件\n",
            [
                ("disclosed_total", 20, "本年"),
                ("disclosed_category", 6, "本年"),
                ("disclosed_category", 14, "本年"),
                ("proposals", 3, "本年"),
            ],
        ),
        ("修订公开事项清单（2017版）。", []),
    ],
)  # fmt: skip
def test_what_is_read(text, expected):
    assert stated(text) == expected


def test_the_second_year_of_a_school_year_is_no_plan():
    school = OWN.model_copy(update={"period": "2015-09-01/2016-08-31"})
    found = extract_figures(View("2016年录取新生120人。2017年公开课程40项。"), (), school)
    assert [figure.scope for figure in found] == ["本年", "计划"]


def test_the_whole_region_is_a_prefecture_s_own():
    region = OWN.model_copy(update={"agency": "宁川地区行政公署"})
    found = extract_figures(View("全区共主动公开政府信息2.86万条。"), (), region)
    assert [figure.scope for figure in found] == ["本年"]
