"""What stands around a question: the asker, the purpose, requests, and what is not meant."""

import pytest

from bot.question.around import asked_alone
from bot.question.dialect import as_reported
from bot.question.wording import terms
from bot.understand import understand
from ingest.schema import Report


def report(agency: str, year: int) -> Report:
    fields = dict.fromkeys(Report.model_fields) | {"agency": agency, "year": year, "title": f"{agency}{year}年报告"}
    kept = {"report_id": agency, "chars": 1, "sha256": "0", "path": agency, "era": "2008-2013", "aliases": ()}
    return Report(**fields | kept)


REPORTS = (report("青岭市", 2010), report("江源省水利厅", 2012))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("我想写一篇治水的稿子，江源省水利厅2012年收到多少件申请？", "江源省水利厅2012年收到多少件申请？"),
        ("我是基层干部，想了解青岭市2010年公开了多少条信息", "青岭市2010年公开了多少条信息"),
        ("我是青岭市的村民，2010年主动公开了多少条信息？", "青岭市2010年主动公开了多少条信息？"),
        ("我们正在做2010年年报的比较研究，青岭市主动公开了多少条？", "2010年青岭市主动公开了多少条？"),
        ("作为一名记者，想知道青岭市2010年收到多少件申请", "青岭市2010年收到多少件申请"),
        ("本人正在写毕业论文，请提供青岭市2010年行政复议件数。", "青岭市2010年行政复议件数。"),
        ("青岭市2010年收到多少件申请？我写论文要用。", "青岭市2010年收到多少件申请？"),
        ("因上级督查需要，请报青岭市2010年申请件数。", "青岭市2010年申请件数。"),
        ("为计算增幅基数，请查青岭市2009年的公开申请总数。", "青岭市2009年的公开申请总数。"),
        ("家里有孩子，想问问青岭市2010年抽检食品多少批次不合格", "青岭市2010年抽检食品多少批次不合格"),
        ("领导催着要数据，麻烦查一下青岭市2010年收到多少件申请", "青岭市2010年收到多少件申请"),
        ("有网友反映收费高，请核实青岭市2010年收了多少费用", "青岭市2010年收了多少费用"),
        ("请核对：青岭市2010年公开了多少条", "青岭市2010年公开了多少条"),
        ("青岭市本级（不含部门、区县）2010年收到几件申请？", "青岭市本级2010年收到几件申请？"),
        ("江源省水利厅2012年自己网站上公开多少条？别把市州的算进去。", "江源省水利厅2012年自己网站上公开多少条？"),
        ("青岭市2010年公开了多少条信息（不是历年累计）？", "青岭市2010年公开了多少条信息？"),
        ("青岭市2010年实际收了多少工本费？免掉的不算。", "青岭市2010年实际收了多少工本费？"),
        ("青岭市2009年公开了多少条？可以从2010年的数倒推。", "青岭市2009年公开了多少条？"),
        ("青岭市2010年比2009年变化如何？把两年的数都给我。", "青岭市2010年比2009年变化如何？"),
        ("青岭市申请10年多还是12年多？请附数字。", "青岭市申请10年多还是12年多？"),
    ],
)
def test_what_stands_around_is_taken_away(text: str, asked: str):
    assert asked_alone(text, REPORTS) == asked


@pytest.mark.parametrize(
    "text",
    [
        "为民服务中心收到几件申请？", "我局2012年公开了多少条？", "我局正在写材料，2012年公开了多少条？", "想念亲人的来信有几封",
        "请示报告有几份？", "请报送信息多少条", "请告知书发了几份", "读者来信专栏有多少封来信？", "家里有困难的低保户，救助了多少户？",
        "为了方便群众，设了几个查阅点？", "因机构改革，撤销了几个部门？", "因涉及商业秘密，不予公开的有几件？",
        "由于系统升级，网站中断了几天？", "我收到一份不予公开的答复，理由是什么？", "我在写不予公开的文章，这类2012年有几件？",
        "我要投诉，电话是多少", "听说有3件不予公开，理由是什么？", "请核实青岭市2010年公开703条", "作为重点工作，2012年做了什么？",
        "有群众反映公示不及时，后来怎么处理的？", "我是云州市的市民，2010年主动公开了多少条信息？",
    ],
)  # fmt: skip
def test_what_is_asked_about_stays(text: str):
    assert asked_alone(text, REPORTS) == text


@pytest.mark.parametrize(
    "text",
    [
        "青岭市公开了多少条？各县区的不算", "青岭市公开了多少条？不含微博", "青岭市收到多少件申请？上年结转的不算",
        "请核对：青岭市2010年当年（不是历年累计）归集了多少亿元。", "我写论文用，青岭市公开了多少条？微信不算",
    ],
)  # fmt: skip
def test_what_must_not_be_counted_stays_where_the_question_does_not_say_so_otherwise(text: str):
    assert asked_alone(text, REPORTS) == text


def test_a_body_of_the_preamble_is_whom_the_question_is_about():
    question = understand("有读者来信反映向江源省水利厅要材料被拒，请核实2012年度那3件不予公开各是什么缘由。", REPORTS)
    assert question.scope.reports == ("江源省水利厅",)
    assert question.standalone == "江源省水利厅2012年那3件不予公开各是什么缘由。"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("给来年列了哪些任务", "给明年列了哪些任务"),
        ("三年来年均多少件", "三年来年均多少件"),
        ("近年来年年如此吗", "近年来年年如此吗"),
    ],
)
def test_the_coming_year_as_the_reports_say_it(text: str, read: str):
    assert as_reported(text) == read


def test_words_at_the_edge_of_an_aside_are_no_content():
    assert [term.text for term in terms("年报里点名的前三个")] == []
    assert [term.text for term in terms("点名的单位")] == ["点名"]
    assert [term.text for term in terms("收到过书面申请")] == ["书面", "申请"]
