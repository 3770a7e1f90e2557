"""Rules of structure, time and wording: a text that holds and one that fails for each, and what is never called wrong."""

import pytest

from tests.audited import made, verdicts

FULL = (
    "一、概述\n本局高度重视信息公开。\n二、主动公开政府信息情况\n主动公开政府信息37条。\n三、依申请公开政府信息情况\n未收到申请。\n"
    "四、收费及减免情况\n未收取任何费用。\n五、复议、诉讼情况\n没有发生行政复议、行政诉讼。\n六、存在的主要问题及改进措施\n一是更新不够及时，下一步将加强管理，及时更新。"
)
SIX = (
    "一、总体情况\n考核工作扎实。\n二、主动公开政府信息情况\n有。\n三、收到和处理政府信息公开申请情况\n有。\n四、政府信息公开行政复议、行政诉讼情况\n有。\n"
    "五、存在的主要问题及改进情况\n更新不够及时，将加强。\n六、其他需要报告的事项\n无。"
)
LONG = "我局不断规范公开内容，扩大公开范围，强化公开监督，使该项工作在规范权力运行过程中达到公开透明，并在加强机关效能建设方面发挥了重要作用。"
NEAR = "本局不断规范公开内容，扩大公开的范围，强化公开监督，使该项工作在规范权力的运行过程中达到公开透明，并在加强机关效能建设方面发挥重要作用。"


@pytest.mark.parametrize(
    ("rule", "text", "year"),
    [
        ("S3", FULL, 2013),
        ("S3", SIX, 2021),
        ("S3", FULL.replace("四、收费及减免情况\n未收取任何费用。\n", ""), 2019),  # no item of the later Regulation
        ("S1", SIX, 2021),
        ("S4", "全文由概述，主动公开政府信息情况，存在的主要问题三个部分组成。\n一、概述\n有。\n二、主动公开政府信息情况\n有。\n三、存在的主要问题\n有。", 2013),
        ("S4", "全文包括概述、公开情况、存在的问题。\n一、基本情况\n有。\n二、主动公开情况\n有。\n三、问题与不足\n有。", 2013),
        ("S5", "一、概述\n有。\n二、公开情况\n（一）数量。有。\n（二）形式。有。\n三、问题\n（一）认识不足。有。\n（二）更新不快。有。", 2013),
        ("S9", "2014年抓好三项工作：一是提高认识；二是加强监督；三是健全制度。", 2013),
        ("S9", "一、打算\n重点做好以下两个方面工作。\n（一）提高认识。有。\n（二）加强监督。有。", 2013),
        ("S9", "分为“优秀”、“良好”、“合格”、“不合格”四个等次。", 2013),
        ("S9", "实现了“政务公开、公共服务、公众参与”三大功能。", 2013),
        ("S9", "从组织领导、公开内容、公开重点等三方面进行考核。", 2013),
        ("T1", "统计期限自2013年1月1日起，至2013年12月31日止。", 2013),
        ("T1", "统计期限自2008年5月1日起，至2008年12月31日止。", 2008),
        ("Q4", FULL, 2013),
        ("Q5", FULL, 2013),
        ("S7", FULL, 2013),
    ],
)  # fmt: skip
def test_what_holds(rule: str, text: str, year: int):
    assert verdicts(rule, text, year) == {"holds"}, [(c.verdict, c.message) for c in made(rule, text, year)]


@pytest.mark.parametrize(
    ("rule", "text", "year", "severity", "said"),
    [
        ("S3", FULL.replace("四、收费及减免情况\n未收取任何费用。\n", ""), 2013, "error", "（三）收费及减免情况"),
        ("S3", FULL.replace("五、复议、诉讼情况\n没有发生行政复议、行政诉讼。\n", ""), 2013, "error", "（四）行政复议"),
        ("S3", FULL.replace("未收取任何费用", "公开公益性收费、行政事业性收费项目").replace("收费及减免情况", "其他"), 2013, "error", "（三）"),
        ("S3", SIX.replace("四、政府信息公开行政复议、行政诉讼情况\n有。\n", ""), 2021, "error", "（三）行政复议"),
        ("S1", FULL, 2021, "warning", "其他需要报告的事项"),
        ("S1", "一、基本情况\n有。\n二、存在问题\n有。\n三、下一步打算\n有。", 2021, "error", "主动公开|收到和处理|复议|其他需要报告的事项"),
        ("S2", SIX, 2021, "warning", "没有找到法定表格"),
        ("S4", "全文由概述，主动公开政府信息情况，存在的主要问题三个部分组成。\n一、概述\n有。\n二、主动公开政府信息情况\n有。", 2013, "warning", "“存在的主要问题”"),
        ("S4", "全文包括概述、主动公开政府信息的情况、依申请公开办理情况、存在的主要问题。\n一、概述\n有。\n二、主动公开政府信息的情况\n有。\n三、存在的问题\n有。", 2013, "warning", "依申请公开办理情况"),
        ("S5", "一、概述\n有。\n二、公开情况\n有。\n二、问题\n有。", 2013, "warning", "重复"),
        ("S5", "一、概述\n有。\n二、公开情况\n有。\n四、问题\n有。", 2013, "warning", "跳号"),
        ("S5", "一、概 述\n有。\n一、健全组织，加强宣传\n有。\n二、完善机制，落实责任\n有。\n二、主动公开政府信息情况\n有。\n三、依申请公开情况\n有。", 2013, "warning", "之内又用"),
        ("S8", "一、概述\n有。\n二、依申请公开政府信息情况\n三、存在的主要问题\n更新不够及时，人员不足。", 2013, "warning", "没有内容"),
        ("S8", "一、概述\n有。\n二、存在的主要问题\n无。", 2013, "warning", "只有“无”"),
        ("S9", "2014年抓好三项工作：一是提高认识；二是加强监督。", 2013, "warning", "列出的数目为 2"),
        ("S9", "分为“优秀”、“良好”、“合格”四个等次。", 2013, "warning", "列出的数目为 3"),
        ("T1", "统计期限自2012年11月1日起，至2013年10月31日止。", 2013, "error", "2012-11-01"),
        ("T3", "一、公开情况\n2012年，我局共主动公开政府信息37条。", 2013, "warning", "2012年的数"),
        ("T4", "截止2013年12月31日，共公开信息37条。", 2013, "info", "截至"),
        ("Q4", "[bookmark: _GoBack]一、概述\n有。", 2013, "warning", "_GoBack"),
        ("Q4", "一、概述\n见错误！未找到引用源。所示。", 2013, "warning", "未找到引用源"),
        ("Q4", "一、概述\n××局公开信息37条。", 2013, "warning", "××"),
        ("Q4", "一、概述\nXX县XX局公开信息37条。", 2013, "warning", "XX"),
        ("Q4", "一、概述\n共公开信息____条。", 2013, "warning", "____"),
        ("Q5", f"一、概述\n{LONG}\n二、公开情况\n公开信息37条。{LONG}", 2013, "warning", "逐字重复"),
        ("Q5", f"一、概述\n{LONG}\n二、公开情况\n{NEAR}", 2013, "warning", "高度相似"),
        ("Q7", "提高群众对政府信息信息公开的知晓率。", 2013, "info", "信息信息"),
        ("Q7", "不符合分开条件的坚决杜绝公开。", 2013, "info", "分开"),
        ("Q7", "动态类信息187条，约占总数的96%左右。", 2013, "info", "约占总数的96%左右"),
    ],
)  # fmt: skip
def test_what_fails(rule: str, text: str, year: int, severity: str, said: str):
    found = [check for check in made(rule, text, year) if check.verdict == "fails"]
    assert found and found[0].severity == severity
    assert any(all(word in check.message for word in said.split("|")) for check in found), found
    assert all(check.spans for check in found)


@pytest.mark.parametrize(
    ("rule", "text", "year"),
    [
        ("S1", FULL, 2013),
        ("S2", FULL, 2013),
        ("S4", "本报告由东山县教育局根据《条例》和县政府办公室要求编制，数据统计期限为2013年。\n一、概述\n有。\n二、公开情况\n有。\n三、问题\n有。", 2013),
        ("S5", "一、概述\n1.组织领导。有。\n2.制度建设。有。\n二、公开情况\n1.数量。有。\n2.形式。有。", 2013),
        ("S8", "一、主动公开情况\n（一）数量\n公开37条。\n二、其他需要报告的事项\n无。", 2013),
        ("S8", "一、打算\n1.进一步加强学习\n2.进一步完善制度\n3.进一步强化监督", 2013),
        ("S9", "设置了政务公开、园区动态、公告公示等25个栏目。", 2013),
        ("S9", "从事办理计生、低保、征地拆迁、医疗救助、政策咨询等22项业务。", 2013),
        ("S9", "抓好三项工作，成效明显。主要做法：一是提高认识；二是加强监督。", 2013),
        ("T1", "如有疑问，请于工作时间联系。", 2013),
        ("T3", "一、公开情况\n公开信息37条，2012年公开信息30条。", 2013),
        ("T3", "一、公开情况\n较2012年的30条增加7条，2013年公开信息37条。", 2013),
        ("T4", "报名截止后公示名单，截至2013年底共公开37条。", 2013),
        ("Q4", "二○一三年三月，公开信息37条，访问http://www.gov.cn/a_b。", 2013),
        ("Q5", "一、概述\n一是加强领导。\n二、打算\n一是加强领导。", 2013),
        ("Q7", "新兴产业创业创新平台，方方面面，很多很多，上一年度年度报告。", 2013),
        ("Q7", "分开存放，约占总数的96%。", 2013),
    ],
)  # fmt: skip
def test_what_is_never_called_wrong(rule: str, text: str, year: int):
    assert "fails" not in verdicts(rule, text, year), [c.message for c in made(rule, text, year)]


def test_a_government_has_more_to_report():
    from bot.audit import audit
    from ingest.document import parse
    from tests.audited import stored

    title = "东山县人民政府2021年政府信息公开工作年度报告\n\n"
    silent, speaking = (title + SIX.replace("考核", word) for word in ("公开", "考核"))
    found = [audit(stored(parse(text, path="/in/a", sha256="a"))) for text in (silent, speaking)]
    assert ["工作考核" in " ".join(f.message for f in one) for one in found] == [True, False]


def test_cited_residues_are_exact():
    from bot.audit import audit
    from tests.audited import held

    report = held("[bookmark: _GoBack]一、概述\n有。")
    (found,) = [finding for finding in audit(report) if finding.rule == "Q4"]
    assert [c.quote for c in found.citations] == ["[bookmark: _GoBack]"]
