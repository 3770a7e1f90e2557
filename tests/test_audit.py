"""Arithmetic rules: one text that holds and one that fails for each, and what is approximate or open is never wrong."""

from decimal import Decimal

import pytest

from bot.rules import RULES, TITLES, YEAR_RULES
from bot.rules.parts import Listing
from bot.rules.recheck import recheck
from bot.schema import Draft
from ingest.schema import Span
from ingest.view import clean
from tests.audited import held, made, verdicts

ONE = "一、概述\n2013年，"


@pytest.mark.parametrize(
    ("rule", "text", "shown"),
    [
        ("A5", "共主动公开政府信息100条，其中机构职能类20条，政策法规类30条，工作动态类50条。", "20+30+50 = 100"),
        ("A5", "共公开信息55条：涉及机构概况类2条，政策文件类17条，工作信息类36条。", "2+17+36 = 55"),
        ("A5", "收到申请57件（网络44件、信函9件、当面4件）。", "44+9+4 = 57"),
        ("A5", "收到申请57件，加上上年结转2件，共59件。", "57+2 = 59"),
        ("A5", "当面提交3件、网络提交22件，合计25件。", "3+22 = 25"),
        ("A5", "办结的56件中，予以公开50件，不予公开6件。", "50+6 = 56"),
        ("A5", "已答复十件，其中“同意公开”七件，“同意部分公开”一件，“信息不存在”二件。", "7+1+2 = 10"),
        (
            "A5",
            "公开信息四百一十二条。其中：机构职能类２３条，政策法规类八十六条，动态类三百零三条。",
            "23+86+303 = 412",
        ),
        ("A5", "被申请行政复议4件，其中维持3件，撤回1件；被提起行政诉讼2件，驳回1件，在审1件。", "3+1 = 4"),
        ("A6", "主动公开政府信息1032条，其中网站公开826条，占总数的80%。", "826÷1032 = 80.0%"),
        ("A6", "公开信息400条，其中图解类61条，占15.2%。", "61÷400 = 15.3%"),  # cut off instead of rounded
        ("A6", "全县公开政府信息12,486条，全文电子化12,011条，全文电子化率96.2%。", "12011÷12486 = 96.2%"),
        (
            "A8",
            "共公开信息200条，其中职能类50条，占总数的25%；法规类60条，占总数的30%；动态类90条，占总数的45%。",
            "25+30+45 = 100%",
        ),
        ("A7", "主动公开政府信息285条，比2012年的217条增长31.3%。", "(285-217)÷217 = 31.3%"),
        ("A7", "主动公开政府信息285条，比上年增加68条，增长31.3%。", "68÷(285-68) = 31.3%"),
        ("A7", "主动公开政府信息180条，较上年的200条减少10%。", "(200-180)÷200 = 10.0%"),
        ("A7", "公开信息由2012年的100条增加到150条，增长50%。", "(150-100)÷100 = 50.0%"),
        ("A10", "主动公开政府信息111条。自《条例》施行以来，累计主动公开政府信息703条。", "703 ≥ 111"),
        ("A11", "主动公开政府信息累计已达327条，其中本年度公开55条，以前年度公开272条。", "55+272 = 327"),
        ("A12", "共主动公开政府信息111条。\n二、主动公开情况\n本局2013年共主动公开政府信息111条。", "111 = 111"),
        ("A13", "新收政府信息公开申请57件，上年结转2件，办结56件，结转下年3件。", "57+2 = 59 = 56+3"),
        (
            "A5",
            "全年主动公开政府信息285条。\n公开类别。招生考试类118条，教师管理类64条，教育收费类47条，其他类56条。",
            "118+64+47+56 = 285",
        ),
        ("X8", "未收到政府信息公开申请，未收取任何费用，没有行政复议和行政诉讼。", None),
    ],
)
def test_what_holds(rule: str, text: str, shown: str | None):
    found = [check for check in made(rule, ONE + text) if check.verdict == "holds"]
    assert found and not [check for check in made(rule, ONE + text) if check.verdict == "fails"]
    assert shown is None or any(shown in (check.computation or "") for check in found)


@pytest.mark.parametrize(
    ("rule", "text", "severity", "shown"),
    [
        ("A5", "共主动公开政府信息100条，其中机构职能类20条，政策法规类40条，工作动态类50条。", "error", "= 110 > 100"),
        ("A5", "公开信息30条，其中动态类32条。", "error", "32 > 30"),
        ("A5", "主动公开政府信息2931条，其中网站公开2310条，公众号公开486条，其他方式公开117条。", "warning", "= 2913 ≠ 2931"),
        ("A5", "收到申请57件（网络40件、信函9件、当面4件）。", "warning", "= 53 ≠ 57"),
        ("A5", "当面提交3件、网络提交22件，合计27件。", "error", "3+22 = 25"),
        ("A5", "主动公开各类信息1,548条，同比增长12.3%（2012年为1,378条）。其中招商类416条，土地类629条，审批类363条，财务类130条。", "info", "= 1538 ≠ 1548"),
        ("A5", "主动公开信息300条，比上年增加250条。其中法规类100条，动态类120条，职能类90条。", "error", "= 310 > 300"),
        ("A7", "主动公开政府信息285条，比2012年的217条\n增长41.3%，按内容分为法规类和动态类等多个类别。", "warning", "31.3% ≠ 41.3%"),
        ("A6", "主动公开信息595条，其中法规类10条，占总数的1.8%。", "error", "10÷595 = 1.7% ≠ 1.8%"),
        ("A6", "共公开信息273条，其中动态类187条，约占总数的96%左右。", "error", "187÷273 = 68.5% ≠ 96%左右"),
        ("A8", "共公开信息200条，其中职能类50条，占总数的35%；法规类60条，占总数的40%；动态类90条，占总数的45%。", "error", "120 ≠ 100"),
        ("A7", "主动公开政府信息285条，比2012年的217条增长41.3%。", "warning", "31.3% ≠ 41.3%"),
        ("A7", "主动公开政府信息285条，比上年增加68条，增长41.3%。", "warning", "31.3% ≠ 41.3%"),
        ("A7", "主动公开政府信息285条，比上年的217条增加78条。", "warning", "285-217 = 68 ≠ 78"),
        ("A10", "主动公开政府信息111条。自《条例》施行以来，累计主动公开政府信息73条。", "error", "73 < 111"),
        ("A11", "主动公开政府信息累计已达337条，其中本年度公开55条，以前年度公开272条。", "error", "= 327 ≠ 337"),
        ("A12", "共主动公开政府信息111条。\n二、主动公开情况\n本局2013年共主动公开政府信息113条。", "error", "111 ≠ 113"),
        ("A12", "全年未收到政府信息公开申请。\n二、依申请公开情况\n全年共收到政府信息公开申请3件。", "error", "0 ≠ 3"),
        ("A13", "新收政府信息公开申请57件，上年结转2件，办结56件，结转下年5件。", "error", "57+2 ≠ 56+5"),
        ("A5", "收到申请8件，其中当面申请1件，网络申请4件。", "warning", "1+4 = 5 ≠ 8"),
        ("A5", "累计公开信息16531条，其中本年度公开5750条，以前年度公开11931条。", "error", "> 16531"),
        ("A6", "主动公开政府信息54条。\n二、公开渠道\n政府网站公开信息2条，占公开总数的13.7%。", "error", "2÷54 = 3.7% ≠ 13.7%"),
        ("A12", "共收到政府信息公开申请35件。\n二、申请情况\n2013年收到依申请公开28件。", "error", "35 ≠ 28"),
        ("A13", "收到政府信息公开申请45件，办结34件，结转下年2件。", "warning", "45 ≠ 34+2"),
        ("A14", "二、公开情况\n（一）2013年度主动公开政府信息共计327条。\n（二）2013年度公开信息55条。\n（三）2013年度以前公开信息272条。", "warning", "55+272 = 327"),
        ("X8", "未收到政府信息公开申请。对申请予以公开的有3件。", "error", "0 < 3"),
        ("X8", "未收到政府信息公开申请。因政府信息公开被申请行政复议2件。", "warning", "0 < 2"),
    ],
)  # fmt: skip
def test_what_fails(rule: str, text: str, severity: str, shown: str):
    found = [check for check in made(rule, ONE + text) if check.verdict == "fails"]
    assert [check.severity for check in found] and found[0].severity == severity
    assert any(shown in (check.computation or "") for check in found), [check.computation for check in found]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # hedged numbers are intervals
        ("A5", "在门户网站公开政府信息980余条，其中新闻620余条、公告280余条。"),
        ("A5", "公开信息近100条，其中法规类约50条，动态类40余条，职能类10条。"),
        ("A6", "公开信息1000余条，其中法规类300余条，占总数的30%左右。"),
        ("A6", "公开信息300条，其中网上公开类275条，占总数的90%以上。"),
        ("A7", "公开信息300余条，比上年的200余条增长40%。"),
        ("A10", "主动公开政府信息5300余条。自《条例》施行以来，累计主动公开政府信息5300多条。"),
        ("A11", "主动公开政府信息累计已达320余条，其中本年度公开55条，以前年度公开272条。"),
        ("A12", "共主动公开政府信息2186条。\n二、公开情况\n全年共主动公开政府信息2100余条。"),
        # a part is not the whole, and one item may be counted twice
        ("A5", "全年公开信息12486条，其中县政府本级公开1032条。"),
        ("A5", "公开信息300条，其中通过网站公开280条，通过微信公开190条，通过公开栏公开150条。"),
        ("A5", "工作人员20人，其中大学以上18人，党员12人。"),
        ("A5", "公开信息300条，其中全文电子化280条，主动公开250条。"),
        ("A5", "行政复议14件，行政诉讼11件，比上年分别增加2件、1件。"),
        ("A5", "公开信息100条，其中通知类50条、动态类50条，收到留言31条，回复率100%。"),
        ("A5", "安排资金9000元，其中培训费7000元，印刷费2500元。"),
        ("A5", "举办培训3次，培训人员152人次，其中校长60人次。"),
        # what is told of all of them, and a part of a part, are no further parts
        ("A5", "热线接听来电1108个，其中咨询类703个，求助类254个，投诉类151个，办结1093个。"),
        ("A5", "接待咨询342人次，其中现场接待207人次（含窗口119人次），电话135人次。"),
        ("A5", "主动公开信息600条（2012年为300条），其中法规类200条，动态类400条。"),
        # the base may be another, or not stated
        ("A5", "公开政务信息972件。从申请方式看，网络提交18件、当面提交1件、传真提交6件。"),
        ("A12", "共收到政府信息公开申请35件。\n二、申请情况\n2013年受理申请28件。"),
        ("A13", "收到政府信息公开申请30件，办结34件，结转下年2件。"),
        ("A6", "收到申请50件，公开信息200条，其中法规类20条，占10%。"),
        ("A6", "网站公开信息27条，占公开总数的77.1%。"),
        ("A6", "职能类2条、法规类5条、动态类3条。其中动态类占30%。"),
        ("A6", "公共服务24条、社会管理45条。网站公开信息20条，占公开总数的20.4%。"),
        ("A6", "办结率100%，群众满意率98.6%，收到申请38件，办结37件，按期办结率100%。"),
        ("A7", "公开信息1000条，年均增长12%，比2010年的500条翻了一番。"),
        ("A7", "公开信息300条，较上年有所增加，收到留言20条，同比增长50%。"),
        # other scopes, bodies and times
        ("A12", "全县公开政府信息12486条。\n二、公开情况\n本局公开政府信息1032条。"),
        ("A12", "上半年共主动公开政府信息60条。\n二、公开情况\n2013年共主动公开政府信息111条。"),
        ("A12", "共主动公开政府信息111条。\n二、公开情况\n上年共主动公开政府信息98条。"),
        ("A12", "本年度未收到书面申请。\n二、申请情况\n收到网上申请3件。"),
        ("A13", "收到政府信息公开申请38件，办结37件，另1件于2014年1月办结。"),
        ("A13", "新收政府信息公开申请57件，办结56件，结转下年3件。"),
        ("X8", "未收到政府信息公开申请。办理网民留言答复30件，咨询答复12件。"),
        ("X8", "未收到新的政府信息公开申请，上年结转2件，答复申请2件。"),
    ],
)  # fmt: skip
def test_what_is_never_called_wrong(rule: str, text: str):
    assert "fails" not in verdicts(rule, ONE + text), [(c.message, c.computation) for c in made(rule, ONE + text)]


def test_the_year_s_accumulated_total_is_no_contradiction():
    text = ONE + "通过各种方式累计公开各类政务信息595条，其中职能信息21条、法规63条、动态511条。"
    assert verdicts("A5", text) == {"holds"} and not made("A14", text)


def test_every_rule_has_a_title_and_a_source():
    assert all(rule.title and rule.source for rule in (*RULES, *YEAR_RULES))
    assert len(TITLES) > 25


@pytest.mark.parametrize(
    ("computation", "evidence", "stands"),
    [
        ("2+17+36 = 55", "公开信息55条：概况类2条，文件类17条，工作类36条", True),
        ("2+17+36 = 56", "公开信息56条：概况类2条，文件类17条，工作类36条", False),
        ("2+17+36 = 55", "公开信息55条：概况类2条，文件类17条", False),  # 36 is nowhere
        ("187÷273 = 68.5% ≠ 96%左右", "共公开信息273条，其中动态类187条，占96%左右", True),
        ("187÷273 = 68.4% ≠ 96%左右", "共公开信息273条，其中动态类187条，占96%左右", False),
        ("703 ≥ 111", "公开111条，累计703条", True),
        ("111 ≥ 703", "公开111条，累计703条", False),
        ("620余+280余 ≈ 900 < 980余", "公开980余条，其中新闻620余条、公告280余条", True),
        ("(285-217)÷217 = 31.3%", "公开285条，比上年的217条增长31.3%", True),
        ("2 ≠ 2", "公开2条", False),
        ("", "公开5条", True),
    ],
)
def test_the_gate_does_a_verdict_s_sum_again(computation: str, evidence: str, stands: bool):
    draft = Draft(text="某局：一致", kind="verdict", spans=(("r", Span(start=0, end=2)),), computation=computation)
    assert (recheck(draft, clean(evidence)) is None) is stands


def test_a_verdict_says_no_number_of_its_own():
    draft = Draft(text="某局：公开了7条", kind="verdict", spans=(("r", Span(start=0, end=2)),), computation="2+3 = 5")
    assert recheck(draft, "公开2条和3条,共5条") == "7 不在引文和算式里"


def test_every_computation_stands_at_the_gate():
    body = ONE + (
        "共公开信息273条，其中职能类2条，占总数的0.7%左右；法规类5条，占总数的1.3%左右；动态类187条，占总数的96%左右；"
        "公文类79条。主动公开政府信息285条，比2012年的217条增长41.3%。"
    )
    report = held(body)
    from bot.audit import checks

    for check in checks(report):
        evidence = clean(" ".join(span.of(report.text) for _, span in check.spans))
        draft = Draft(
            text=check.message.split("，依据")[0], kind="verdict", spans=check.spans, computation=check.computation
        )
        assert recheck(draft, evidence) is None, check


def test_parts_are_summed_as_intervals():
    from bot.rules.page import Page
    from bot.rules.parts import listings

    (listing,) = [x for x in listings(Page(held(ONE + "公开信息980余条，其中新闻620余条、公告280余条。"))) if x.parts]
    assert isinstance(listing, Listing) and (listing.sum.low, listing.sum.high) == (Decimal(900), Decimal(920))
