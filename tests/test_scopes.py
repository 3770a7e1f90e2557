"""Of which time and of whom a number speaks, what it measures, and what it is called, in general wordings."""

import pytest

from ingest.figures import extract_figures, words
from ingest.schema import Figure, Identity
from ingest.view import View

YEAR = 2013


def figures(text: str, agency: str = "东山县教育局") -> tuple[Figure, ...]:
    identity = Identity(agency=agency, year=YEAR, title="年报", region=None, addressee=None, period=None, era="unknown")
    return extract_figures(View(text), (), identity)


def read(text: str, agency: str = "东山县教育局") -> list[tuple[str, str, str | None]]:
    return [(f.metric, words(f), f.scope) for f in figures(text, agency)]


@pytest.mark.parametrize(
    ("text", "metric", "scope"),
    [
        ("2013年通过各种渠道累计公开政府信息595条。", "disclosed_total", "本年"),
        ("全年累计公开政府信息595条。", "disclosed_total", "本年"),
        ("今年以来，累计公开政府信息595条。", "disclosed_total", "本年"),
        ("一年来，我局累计公开政府信息595条。", "disclosed_total", "本年"),
        ("全年累计举办培训班3期。", "training", "本年"),
        ("累计接待咨询120人次。", "inquiries", "本年"),
        ("2008年以来累计公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("自《条例》施行以来，我局公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("自2008年5月1日至2013年底，共公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("历年累计主动公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("截至2013年12月31日，累计公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("十八大以来公开政府信息703条。", "disclosed_cumulative", "累计"),
        ("截至2013年底，共公开政府信息111条。", "disclosed_total", "截至"),
        ("截至目前，共公开政府信息111条。", "disclosed_total", "本年"),
        ("2012年以前公开政府信息272条。", "disclosed_earlier", "以前年度"),
        ("以前年度公开政府信息272条。", "disclosed_earlier", "以前年度"),
        ("2012年公开政府信息210条。", "disclosed_total", "以前年度"),
        ("去年公开政府信息210条。", "disclosed_total", "以前年度"),
        ("根据2007年颁布的《条例》，我局公开政府信息210条。", "disclosed_total", "本年"),
        ("依据《关于做好2012年工作的通知》，公开政府信息210条。", "disclosed_total", "本年"),
        ("按照2008年施行的《条例》要求，公开政府信息210条。", "disclosed_total", "本年"),
        ("2013年1月1日至12月31日，共公开政府信息210条。", "disclosed_total", "本年"),
        ("2014年，将公开政府信息500条。", "disclosed_total", "计划"),
        ("明年计划举办培训班4期。", "training", "计划"),
        ("下一步，我局将举办培训班4期。", "training", "计划"),
        ("上年结转申请4件。", "applications_carried", "本年"),
        ("加上2012年结转申请4件。", "applications_carried", "本年"),
        ("结转2014年继续办理申请4件。", "applications_carried", "本年"),
        ("比上年增加12条。", "change", "本年"),
        ("信息公开数量较2012年增加12条。", "change", "本年"),
        ("全县共公开政府信息12486条。", "disclosed_total", "上级"),
        ("全市各级行政机关主动公开政府信息12486条。", "disclosed_total", "上级"),
        ("自2008年以来，全市累计公开政府信息12486条。", "disclosed_cumulative", "上级"),
        ("少数乡镇全年公开信息不足50条。", "other", "本年"),
        ("平均每月公开信息50条。", "other", "本年"),
    ],
)
def test_metric_and_scope(text: str, metric: str, scope: str):
    assert [(f.metric, f.scope) for f in figures(text)] == [(metric, scope)]


@pytest.mark.parametrize(
    ("agency", "text", "scope"),
    [
        ("东山县人民政府", "全县共公开政府信息9条。", "本年"), ("东山区人民政府", "全县共公开政府信息9条。", "本年"), ("东山县人民政府", "全市共公开政府信息9条。", "上级"),
        ("东山镇人民政府", "全县共公开政府信息9条。", "上级"), ("东山高新区管委会", "全区共公开政府信息9条。", "本年"), ("东山区教育局", "全区共公开政府信息9条。", "上级"),
    ],
)  # fmt: skip
def test_a_whole_area_is_the_governments_own(agency: str, text: str, scope: str):
    assert [f.scope for f in figures(text, agency)] == [scope]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "截至2013年12月31日，累计公开信息3256条，其中2013年新增412条。",
            [("disclosed_cumulative", "3256条", "累计"), ("disclosed_total", "412条", "本年")],
        ),
        (
            "2008年以来共公开信息2100多条，今年公开310条。",
            [("disclosed_cumulative", "2100多条", "累计"), ("disclosed_total", "310条", "本年")],
        ),
        ("新增公开信息56条，累计达1203条。", [("disclosed_total", "56条", "本年"), ("disclosed_cumulative", "1203条", "累计")]),
        (
            "公开信息累计已达703条，其中本年度公开111条，以前年度公开592条。",
            [("disclosed_cumulative", "703条", "累计"), ("disclosed_total", "111条", "本年"), ("disclosed_earlier", "592条", "以前年度")],
        ),
        (
            "2013年公开信息285条，比2012年的217条增长31.3%。",
            [("disclosed_total", "285条", "本年"), ("disclosed_total", "217条", "以前年度"), ("change", "31.3%", "本年")],
        ),
        ("全年公开信息285条（上年为217条）。", [("disclosed_total", "285条", "本年"), ("disclosed_total", "217条", "以前年度")]),
        (
            "本年新收申请45件，上年结转3件，共48件。",
            [("applications_received", "45件", "本年"), ("applications_carried", "3件", "本年"), ("applications_total", "48件", "本年")],
        ),
        (
            "收到申请57件（网络44件、信函9件、当面4件）。",
            [("applications_received", n, "本年") for n in ("57件", "44件", "9件", "4件")],
        ),
        (
            "行政复议3件，其中维持2件，撤销1件；行政诉讼1件，正在审理。",
            [("reviews", "3件", "本年"), ("disputes_outcome", "2件", "本年"), ("disputes_outcome", "1件", "本年"), ("lawsuits", "1件", "本年")],
        ),
        (
            "行政诉讼数量1件，驳回原告诉讼请求数1件，其他情形数0件。",
            [("lawsuits", "1件", "本年"), ("disputes_outcome", "1件", "本年"), ("disputes_outcome", "0件", "本年")],
        ),
        (
            "制发规范性文件9件，废止11件，现行有效84件。",
            [("normative_documents", "9件", "本年"), ("normative_repealed", "11件", "本年"), ("normative_in_force", "84件", "本年")],
        ),
        (
            "按类别划分，行政审批信息62条，财政资金信息63条。",
            [("disclosed_category", "62条", "本年"), ("disclosed_category", "63条", "本年")],
        ),
        ("行政诉讼2起，未发生行政复议。", [("lawsuits", "2起", "本年"), ("reviews", "0起", "本年")]),
        ("公开率由85%提高到95%。", [("rate", "85%", "本年"), ("other", "95%", "本年")]),
    ],
)  # fmt: skip
def test_figures_that_speak_of_each_other(text: str, expected: list[tuple[str, str, str]]):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("予以公开20件申请", "applications_outcome"), ("对申请部分公开5件", "applications_outcome"), ("不予处理申请2件", "applications_outcome"),
        ("共办结申请48件", "applications_handled"), ("5件申请已全部答复", "applications_handled"), ("收到5件申请", "applications_received"),
        ("作出行政许可决定1203件", "permits"), ("行政处罚121件", "penalties"), ("行政强制8件", "coercions"), ("政府集中采购3项", "procurement"),
        ("制定规范性文件5件", "normative_documents"), ("举办新闻发布会2场", "briefings"), ("开展在线访谈3期", "interviews"), ("回应社会关切12次", "responses"),
        ("发布政策解读稿件26篇", "interpretation"), ("设置查阅点3个", "access_points"), ("专项经费20万元", "funds"), ("办理人大代表建议12件", "proposals"),
        ("确定14名同志负责信息公开工作", "staff"), ("参训85人次", "training"), ("更换政务公开栏4期", "disclosed_channel"), ("信息公示超过20个工作日", "other"),
        ("我局门户网站全年公开信息300条", "disclosed_channel"), ("依托各类平台公开信息300条", "disclosed_total"), ("共七个部分", "other"),
    ],
)  # fmt: skip
def test_the_metric_of_a_wording(text: str, metric: str):
    assert [f.metric for f in figures(text)] == [metric]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("其中，网络申请29件", ["网络申请"]), ("公开信息累计达12条", ["公开信息"]), ("机构职能类信息2条、人事类信息3条", ["机构职能类信息", "人事类信息"]),
        ("项目建设27条", ["项目建设"]), ("对申请答复信息不存在8件", ["对申请答复信息不存在"]), ("①社区服务43条；②民政救助31条", ["社区服务", "民政救助"]),
        ("三是推送信息12条", ["推送信息"]), ("乡镇和46个县直部门", ["县直部门"]), ("2名专职工作人员", ["专职工作人员"]), ("配备专职人员的3个村", ["配备专职人员的村"]),
        ("“东山发布”微信推送信息12条", ["东山发布微信推送信息"]), ("工作小组由15人组成", ["工作小组"]), ("办结率达到98%", ["办结率"]), ("园区90%以上的政务信息", ["园区政务信息"]),
        ("在15个工作日内答复", ["答复"]), ("比上年增加5件", ["比上年增加"]), ("较上年提高5个百分点", ["较上年提高"]), ("全市30个部门中排名靠前", ["部门"]),
        ("| 政府集中采购 | 4 | 86.35万元 |", ["政府集中采购"]), ("收到申请数（件）：38", ["收到申请数"]),
    ],
)  # fmt: skip
def test_labels_are_the_reports_own_words(text: str, labels: list[str]):
    assert [f.label for f in figures(text)] == labels
