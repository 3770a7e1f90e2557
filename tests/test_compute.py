"""Counting, ranking and arithmetic in words: over all figures in scope, covered, cited, hedges and scopes kept."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.chain import AnswerChain
from bot.computing.compute import computed_drafts
from bot.computing.operations import task_of
from bot.schema import Answer, Claim, Drafted
from bot.understand import understand
from evals.generate import generate_library
from evals.schema import GeneratedReport
from ingest.document import parse
from ingest.library import Library
from ingest.rows import text_sha
from tests.fakes import FakeEncoder
from tests.libraries import inexact

# ---- the operation asked for, in everyday and official words ----

WORDINGS = {
    "ranking": """
        2013年哪个单位公开的政府信息最多？|谁收到的申请最少|公开信息前三名是哪些单位|按公开量排个名|公开量从高到低排列|公开条数倒数第一是谁
        谁公开得多|哪家最多|平凉哪类信息公开最多|平凉哪一类最少|前三类是什么|哪一年公开最多|公开信息最少的两家单位|五家里面公开量第二的是谁
        收费最高的是哪家|把各单位的公开数量由多到少排一下|垫底的是哪个单位|平凉和丰台哪个公开得少|公开数量排名前五的单位""",
    "count": """
        2013年有几家没有收到依申请公开？|哪些单位没有收到申请|多少家公开超过500条|有几家被提起行政复议|超过一百条的有谁|有几家单位一件申请都没收到
        公开不足一百条的单位有哪些|申请在10件以上的有几个单位|哪几家公开量过百|零申请的单位有几家|没被复议过的单位有哪些|不收费的有几家|哪些单位收取了费用
        有多少个单位收到的申请不超过1件|谁没有收到申请|行政诉讼和行政复议都没有的单位有哪些|有多少单位收到过行政复议|留言超过100条的单位|有没有单位收到过申请|哪些单位被提起诉讼了""",
    "sum": """
        五份报告一共公开了多少条？|各单位公开的信息总和是多少|把五家公开的条数加起来|丰台和平凉一共公开多少|政策法规和规划计划加起来多少|总共收到多少件申请
        五家合计多少|所有单位总计公开多少条|四家单位共公开了多少条|丰台、平凉、桐乡三家相加是多少条|桐乡2013年和以前年度加起来是多少条|各单位收到的申请合计几件
        拢共公开了多少|两家合起来多少|公开条数之和""",
    "mean": "平均每家公开多少条|各单位平均收到多少件申请|公开量的平均值是多少|五家平均公开多少|平均下来一份报告公开几条|均值是多少",
    "difference": """
        丰台比平凉多多少|丰台和平凉的公开量相差多少|丰台比平凉少多少条|平凉比崔各庄多公开多少条信息|两家差多少|公开最多的和最少的相差多少
        2023年的申请比2022年多了多少|平凉比丰台多出多少|丰台和平凉差距有多大|高新新闻比通知公告多多少条|丰台跟平凉差了多少条|平凉比丰台多发布几条
        丰台比平凉少收到多少申请|两个单位公开数的差额|平凉比桐乡高出多少""",
    "compare": """
        崔各庄比桐乡公开得多吗？|丰台公开的信息比平凉少吗|平凉主动公开的条数是不是比丰台多|平凉公开量超过丰台了吗|丰台的公开量不如平凉吧|平凉比丰台多还是少
        丰台比桐乡公开得更多吗|桐乡的政策文件类比报告统计类多吗|丰台赶得上平凉吗|平凉收到的申请比宝鸡多么""",
    "ratio": "平凉公开的信息是丰台的几倍|宝鸡是平凉的多少倍|平凉的公开量为桐乡的几倍|公开量是去年的几倍|宝鸡的公开量是桐乡公开量的倍数",
    "share": """
        机构职能信息占总数的百分之几|崔各庄的公开数占累计的百分之几？|平凉占五家总数的百分之几|财务信息占全部信息的比重|业务动态占多大比例|网上申请占几成
        同意公开的占全部申请的百分之几|政策法规类占比是多少|社区服务类占总数的比例|人事信息占多少""",
    "growth": """
        比上年增长多少|申请量的增长率|公开信息同比增加了多少|申请比去年多了多少|公开量的增幅|收到的申请下降了多少|比上一年减少了多少|涨幅是多少|环比增长多少|行政复议是增加还是减少了""",
    "trend": "这几年公开量的变化|桥西区历年收到的申请|公开量逐年是多少|近几年来申请的趋势|每年收到多少申请",
    "before": """
        2012年底累计多少|到2012年底崔各庄一共公开了多少|截至2012年底累计公开多少条|2013年以前公开了多少条|崔各庄2012年末累计公开几条|2010年底总共公开多少""",
    "place": "丰台排第几|丰台的公开量在五家里排名第几|平凉收到的申请排第几|桐乡公开量的名次",
}  # fmt: skip


def wordings() -> Iterator[tuple[str, str]]:
    for kind, lines in WORDINGS.items():
        yield from (
            (kind, question.strip()) for line in lines.split("\n") for question in line.split("|") if question.strip()
        )


@pytest.mark.parametrize(("kind", "question"), list(wordings()))
def test_the_calculation_asked_for(kind: str, question: str):
    task = task_of(question, question)
    assert task is not None and task.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "平凉2013年公开了多少条", "桐乡和丰台各公开多少", "丰台为什么被提起诉讼", "平凉最大的问题是什么", "依申请公开由哪个部门受理？", "申请信息公开该找谁？",
        "分类条数加起来等于总数吗", "业务动态占96%算得对吗", "丰台的百分比对得上吗", "收到两件申请，是谁提出的？", "哪些信息不予公开？", "收费标准怎么定的？", "怎么增加公开渠道？",
        "哪些申请没有收费", "最近开了什么会", "公开了哪些信息？", "领导小组组长是谁", "谁负责答复申请", "哪些单位没有提到收费？", "丰台公开了400条，比平凉多，对吗", "谁提到过行政复议", "信息公开工作怎么排名的",
    ],
)  # fmt: skip
def test_no_calculation_is_asked_for(question: str):
    assert task_of(question, question) is None


@pytest.mark.parametrize(
    ("question", "plain", "fewest", "top", "nth", "among", "condition"),
    [
        ("谁收到的申请最少", "收到的申请多少", True, 1, None, "bodies", "None"),
        ("公开信息前三名是哪些单位", "公开信息多少", False, 3, None, "bodies", "None"),
        ("公开信息倒数前两名", "公开信息多少", True, 2, None, "bodies", "None"),
        ("按公开量排个名", "公开量多少", False, None, None, "bodies", "None"),
        ("公开量第二的是谁", "公开量多少", False, 1, 2, "bodies", "None"),
        ("哪一类公开最少", "公开多少", True, 1, None, "category", "None"),
        ("哪个渠道公开最多", "公开多少", False, 1, None, "channel", "None"),
        ("哪一年收到的申请最多", "收到的申请多少", False, 1, None, "years", "None"),
        ("公开超过五百条的有几家", "公开多少条", False, 1, None, "bodies", ">500条"),
        ("申请不少于1.2万件的有谁", "申请多少件", False, 1, None, "bodies", "≥12000件"),
        ("收到申请10件以下的单位", "收到申请多少件", False, 1, None, "bodies", "≤10件"),
        ("哪些单位没有收到申请", "收到申请多少", False, 1, None, "bodies", "=0"),
    ],
)  # fmt: skip
def test_a_task_taken_apart(
    question: str, plain: str, fewest: bool, top: int | None, nth: int | None, among: str, condition: str
):
    task = task_of(question, question)
    assert (task.fewest, task.top, task.nth, task.among, str(task.condition)) == (fewest, top, nth, among, condition)
    assert task.plain == plain


# ---- whole answers ----


def first(answer: Answer) -> Claim:
    assert answer.status == "answered" and not answer.withheld, (answer.notes, answer.withheld)
    return answer.claims[0]


@pytest.mark.parametrize(
    ("question", "said", "computation", "cited"),
    [
        ("2013年哪个单位公开的政府信息最多？", "平凉工业园区（595条）", "595条 > 273条 > 111条 > 55条", 4),
        ("2013年有几家没有收到依申请公开？", "3家", "=0：符合 0件、0件、0件；不符合 1条；计 3家", 4),
        ("五份报告一共公开了多少条？", "6334余条", "273条 + 111条 + 5300余条 + 595条 + 55条 = 6334余条", 5),
        ("2013年公开量倒数第一是谁", "桐乡市振东新区（55条）", "55条 < 111条 < 273条 < 595条", 4),
        ("谁收到的申请最少", "并列", "0件 = 0件 = 0件 < 1条 < 2件", 5),
        ("2013年四家单位一共公开了多少条", "1034条", "273条 + 111条 + 595条 + 55条 = 1034条", 4),
        ("2013年各单位平均公开多少条", "258.5条", "(273条 + 111条 + 595条 + 55条) ÷ 4 = 258.5条", 4),
        ("多少家公开超过500条", "有2家", "计 2家", 5),
        ("丰台比平凉多多少", "少322条", "595条 - 273条 = 322条", 2),
        ("丰台公开的信息比平凉少吗", "是的", "595条 - 273条 = 322条", 2),
        ("丰台公开得比平凉多吗", "不是", "595条 - 273条 = 322条", 2),
        ("平凉公开的信息是丰台的几倍", "2.18倍", "595条 ÷ 273条 ≈ 2.18倍", 2),
        ("公开最多的和最少的相差多少", "5245余条", "5300余条 - 55条 = 5245余条", 2),
        ("平凉占五家总数的百分之几", "9.4%", "595条 ÷ (273条 + 111条 + 5300余条 + 595条 + 55条) ≈ 约9.4%", 5),
        ("崔各庄乡2013年的公开数占累计的百分之几？", "15.8%", "111条 ÷ 703条 ≈ 15.8%", 2),
        ("崔各庄2012年底累计多少", "592条", "703条 - 111条 = 592条", 2),
        ("振东新区2013年和以前年度加起来是多少条？", "327条", "55条 + 272条 = 327条", 2),
        ("平凉哪类信息公开最多", "综合信息（321条）", "321条 > 129条 > 63条 > 27条 > 21条 > 19条 > 9条 > 6条", 1),
        ("桐乡前三类是什么", "报告统计类（19条）、政策文件类（17条）、工作信息类（10条）", "19条 > 17条 > 10条 > 4条 > 2条 = 2条 > 1条", 1),
        ("平凉政策法规和规划计划加起来多少", "82条", "63条 + 19条 = 82条", 1),
        ("宝鸡高新区网站上的高新新闻比通知公告多多少条？", "约340条", "620余条 - 280余条 = 约340条", 1),
        ("2013年丰台排第几", "排第2", "595条 > 273条 > 111条 > 55条", 4),
        ("累计公开最多的是哪家", "703条", "703条 > 327条", 2),
        ("谁公开的比丰台多", "有1家，即平凉工业园区", ">273条：符合 595条", 4),
        ("2013年哪些单位公开的比丰台少", "有2家", "<273条：符合 111条、55条", 4),
        ("2013年平凉公开的信息最多吗", "排第1", "595条 > 273条 > 111条 > 55条", 4),
        ("园区里谁公开得最多", "平凉工业园区（595条）", "595条 > 273条", 2),
        ("丰台哪一类占比最低", "机构职能类信息（0.7%左右）", "0.7%左右 < 1.3%左右 ≈ 1.3%左右 < 96%左右", 4),
        ("桐乡的政策文件类比报告统计类多吗", "不是", "19条 - 17条 = 2条", 1),
    ],
)  # fmt: skip
def test_seeds(seeds: AnswerChain, question: str, said: str, computation: str, cited: int):
    answer = seeds.invoke(question)
    claim = next(claim for claim in answer.claims if claim.kind == "computed")
    assert said in claim.text and computation in (claim.computation or "")
    assert len(claim.citations) == cited and not answer.withheld
    texts = {r.report_id: seeds.library.text(r.report_id) for r in seeds.library.reports()}
    assert not inexact(answer.citations, texts)


@pytest.mark.parametrize(
    ("question", "said", "computation"),
    [
        ("桥西区2023年的申请比2022年多了多少？", "多37件", "248件 - 211件 = 37件"),
        ("桥西区2023年的申请比上年增长多少？", "多37件", "248件 - 211件 = 37件"),
        ("桥西区哪一年公开的信息最多", "2022年（23418条）", "23418条 > 21000余条"),
        ("桥西区两年一共收到多少申请", "459件", "211件 + 248件 = 459件"),
        ("哪些单位收取了信息公开费用？", "有3份", "符合 1280元、362.5元、316元"),
        ("哪些单位没有收到公开申请？", "长乐街道办事处", "计 1份"),
        ("十份报告一共收到多少件申请", "739件", "= 739件"),
        ("有多少单位收到过行政复议", "有7份", "计 7份"),
        ("行政诉讼和行政复议都没有的单位有哪些", "行政复议数为零的有3份", "计 3份"),
        ("桥西区的行政复议是增加还是减少了", "多2件", "14件 - 12件 = 2件"),
        ("青溪县石桥镇扶贫信息比惠农补贴多多少条", "多35条", "97条 - 62条 = 35条"),
        ("2018年望川市卫健委予以公开的占办结的比例", "51.8%", "29件 ÷ 56件 ≈ 51.8%"),
        ("哪家培训人次最多", "1100余人次", "1100余人次 > 520余人次"),
        ("青溪县教育局2010年底累计公开多少", "761条", "1046条 - 285条 = 761条"),
        ("青溪县政府专职和兼职人员一共多少", "244名", "81名 + 163名 = 244名"),
        ("岭东省粮食局网上申请占几成", "54.5%", "6件 ÷ 11件 ≈ 54.5%"),
        ("哪个局公开的信息最多", "云州市市场监督管理局", "2931条 > 2186条"),
        ("2019年以后谁公开得最多", "桥西区", "23418条 > 21000余条 > 2931条 > 326条"),
        ("云州市市场监督管理局哪个渠道公开最多", "网站公开", "2310条 > 486条 > 117条"),
    ],
)  # fmt: skip
def test_heldout(heldout: AnswerChain, question: str, said: str, computation: str):
    answer = heldout.invoke(question)
    claim = first(answer)
    assert claim.kind == "computed" and said in claim.text and computation in (claim.computation or "")


def test_growth_says_the_percentage_too(heldout: AnswerChain):
    claims = heldout.invoke("桥西区2023年的申请比上年增长多少？").claims
    assert "增长17.5%" in claims[1].text and claims[1].computation == "(248件 - 211件) ÷ 211件 ≈ 17.5%"


def test_a_printed_share_is_said_beside_the_computed_one(seeds: AnswerChain):
    answer = seeds.invoke("丰台业务动态占总数的百分之几？")
    assert "96%左右" in answer.claims[0].text and "68.5%" in answer.claims[1].text
    assert any("96%左右" in note and "68.5%" in note for note in answer.notes)


def test_coverage_names_who_is_missing(seeds: AnswerChain):
    answer = seeds.invoke("有几家被提起行政复议")
    assert (answer.coverage.answered, answer.coverage.of) == (3, 5)
    assert {name[:2] for name in answer.coverage.missing} == {"丰台", "北京"}
    assert any("未计入" in note and "丰台" in note and "崔各庄" in note for note in answer.notes)


def test_other_years_and_other_scopes_are_said(seeds: AnswerChain):
    notes = " ".join(seeds.invoke("五份报告一共公开了多少条？").notes)
    assert "2013年、2019年" in notes and "6334条" in notes and "6434条" in notes
    assert (
        "没有相加" in notes and "703条（累计）" in notes and "327条（累计）" in notes and "272条（以前年度）" in notes
    )
    notes = " ".join(seeds.invoke("累计公开最多的是哪家").notes)
    assert "口径不同" in notes and "平凉" in notes


def test_an_unheld_body_is_refused_by_name(seeds: AnswerChain):
    answer = seeds.invoke("丰台公开的信息比杭州多多少")
    assert [claim.kind for claim in answer.claims] == ["figure"] and any("杭州" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "一共有几家单位？",
        "平均每份报告多少字",
        "那最少的呢？",
        "哪些单位没有公开年度报告",
        "问题最多的单位是哪个",
        "2016年的报告里谁公开得最多？",
        "崔各庄比上年增长多少",
    ],
)
def test_what_cannot_be_computed_is_not(seeds: AnswerChain, question: str):
    assert not [claim for claim in seeds.invoke(question).claims if claim.kind == "computed"]


# ---- reports made for a question ----

NAMES = ("东山县", "西水县", "南岭县", "北原县", "中洲县")


def made(folder: Path, *facts: str, year: int = 2013) -> Library:
    library = Library.open(folder, encoder=FakeEncoder(), create=True)
    for name, fact in zip(NAMES, facts, strict=False):
        text = (
            f"{name}人民政府{year}年政府信息公开工作年度报告\n一、概述\n本报告由{name}人民政府编制。\n"
            f"二、主动公开政府信息情况\n{fact}\n"
        )
        library.put(parse(text, path=f"/in/{name}{year}.txt", sha256=text_sha(text)))
    return library


def ask(library: Library, question: str) -> Answer:
    with library:
        return AnswerChain(library=library).invoke(question)


def over_years(folder: Path, *facts: str) -> Library:
    """One body's reports of 2013, 2014, …"""
    library = made(folder)
    for year, fact in enumerate(facts, 2013):
        text = f"东山县人民政府{year}年政府信息公开工作年度报告\n一、概述\n{year}年，我县主动公开政府信息{fact}。\n"
        library.put(parse(text, path=f"/in/{year}.txt", sha256=text_sha(text)))
    return library


TOTAL = "{}年，我县主动公开政府信息{}。"


@pytest.mark.parametrize(
    ("figures", "question", "said", "relation"),
    [
        (("5300余条", "5200条"), "哪个单位公开最多", "最多的是东山县人民政府（5300余条）", "5300余条 > 5200条"),
        (("5300余条", "5350条"), "哪个单位公开最多", "无法确定", "≷"),
        (("5300余条", "5350条"), "东山县比西水县多多少", "无法确定", "≷"),
        (("5300余条", "5400条"), "东山县比西水县公开得多吗", "不是", "5400条 - 5300余条 = 不到100条"),
        (("120条", "120条", "80条"), "哪个单位公开最多", "并列", "120条 = 120条 > 80条"),
        (("120条", "120条", "80条"), "公开最多的前一名是谁", "并列", "120条 = 120条 > 80条"),
        (("120条", "120条"), "东山县和西水县公开量相差多少", "一样多", "120条 - 120条 = 0条"),
        (("约100条", "90条", "300条"), "公开超过100条的有几家", "有1家，即南岭县人民政府", "无法确定 约100条"),
        (("120条",), "公开最多的前三名", "没有别的可比", "120条"),
    ],
)  # fmt: skip
def test_hedges_and_ties(tmp_path: Path, figures: tuple[str, ...], question: str, said: str, relation: str):
    library = made(
        tmp_path / "lib", *(TOTAL.format(2013, one) for one in figures), *([""] if len(figures) == 1 else [])
    )
    claim = first(ask(library, question))
    assert claim.kind == "computed" and said in claim.text and relation in (claim.computation or "")


def test_top_places_go_on_where_they_are_level(tmp_path: Path):
    library = made(tmp_path / "lib", *(TOTAL.format(2013, f"{n}条") for n in (90, 120, 90, 50)))
    text = first(ask(library, "公开最多的前两名")).text
    assert text.index("西水") < text.index("东山") < text.index("南岭") and "北原" not in text


def test_other_units_and_other_scopes_are_not_added(tmp_path: Path):
    facts = (
        TOTAL.format(2013, "120条"), TOTAL.format(2013, "30条"), TOTAL.format(2013, "7件"),
        "自条例施行以来，累计主动公开政府信息900条。", "坚持以公开为原则。",
    )  # fmt: skip
    answer = ask(made(tmp_path / "lib", *facts), "五家一共公开了多少条信息")
    assert first(answer).computation == "120条 + 30条 = 150条" and "2份报告" in first(answer).text
    assert (answer.coverage.answered, answer.coverage.of) == (2, 5)
    assert {
        "南岭": any("单位不同" in n and "南岭" in n for n in answer.notes),
        "北原": any("口径不同" in n and "北原" in n for n in answer.notes),
        "中洲": any("未提及" in n and "中洲" in n for n in answer.notes),
    } == dict.fromkeys(("南岭", "北原", "中洲"), True)


def test_silence_is_not_nought(tmp_path: Path):
    facts = ("2013年未收到政府信息公开申请。", "2013年收到政府信息公开申请3件。", "主动公开政府信息5条。")
    answer = ask(made(tmp_path / "lib", *facts), "有几家没有收到申请？")
    assert (
        "有1家，即东山县人民政府" in first(answer).text
        and first(answer).computation == "=0：符合 0件；不符合 3件；计 1家"
    )
    assert (answer.coverage.answered, answer.coverage.of) == (2, 3) and any(
        "未提及" in n and "南岭" in n for n in answer.notes
    )


def test_nobody_meets_the_condition(tmp_path: Path):
    answer = ask(made(tmp_path / "lib", *(TOTAL.format(2013, f"{n}条") for n in (5, 6))), "公开超过100条的有几家")
    assert "没有一份" in first(answer).text and len(first(answer).citations) == 2


def test_a_rival_total_is_told(tmp_path: Path):
    facts = ("2013年共主动公开政府信息120条。全年共主动公开政府信息150条。", TOTAL.format(2013, "30条"))
    answer = ask(made(tmp_path / "lib", *facts), "哪个单位公开最多")
    assert any("150条" in note and "120条" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("facts", "question", "said"),
    [
        (("100条", "150条", "90条"), "东山县哪一年公开最多", ["2014年（150条）"]),
        (("100条", "150条", "90条"), "东山县三年一共公开多少条", ["340条"]),
        (("100条", "150条", "90条"), "东山县这几年公开量的变化", ["2015年", "少10条", "下降10%", "2014年（150条）、2013年（100条）、2015年（90条）"]),
        (("100条", "150条", "90条"), "东山县2014年公开量比上年增长多少", ["多50条", "增长50%"]),
        (("100条", "150条", "90条"), "东山县2015年比2013年少公开多少", ["少10条"]),
        (("140余条", "150条"), "东山县2014年公开量的增长率", ["多不到10条", "增长约7.1%"]),
        (("0条", "150条"), "东山县2014年公开量比上年增长多少", ["多150条"]),
        (("100条",), "东山县2014年公开量比上年增长多少", []),
    ],
)  # fmt: skip
def test_one_body_over_its_years(tmp_path: Path, facts: tuple[str, ...], question: str, said: list[str]):
    answer = ask(over_years(tmp_path / "lib", *facts), question)
    computed = [claim.text for claim in answer.claims if claim.kind == "computed"]
    assert len(answer.claims) <= 3 and not answer.withheld
    assert all(any(words in text for text in computed) for words in said) and bool(computed) is bool(said)


# ---- against the facts that reports were drawn from ----

DRAWN = tuple(generate_library(60, seed=5))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("drawn") / "library", encoder=FakeEncoder(), create=True) as library:
        for report in DRAWN:
            library.put(parse(report.text, path=f"/in/{report.filename}", sha256=text_sha(report.text)))
        yield library


def compute(library: Library, question: str) -> Drafted:
    return computed_drafts(understand(question, library.reports()), library, ())


def facts_of(library: Library, metric: str) -> dict[str, set[tuple[Decimal, str]]]:
    """By report id, what each report states of its own year: (value, unit); no entry where it states nothing."""
    by_path = {report.path.rsplit("/", 1)[-1]: report.report_id for report in library.reports()}
    return {by_path[report.filename]: said for report in DRAWN if (said := _stated(report, metric))}


def _stated(report: GeneratedReport, metric: str) -> set[tuple[Decimal, str]]:
    return {(Decimal(f.value), f.unit) for f in report.facts if (f.metric, f.label, f.scope) == (metric, "", "本年")}


@pytest.mark.parametrize(
    ("question", "metric", "least"),
    [
        ("哪个单位公开的政府信息最多", "disclosed_total", 47), ("哪个单位收到的申请最多", "applications_received", 40),
        ("哪个单位收费最多", "fees", 39), ("哪个单位行政复议最多", "reviews", 28), ("哪个单位行政诉讼最少", "lawsuits", 33),
        ("哪个单位咨询人次最多", "inquiries", 36), ("哪个单位办结的申请最多", "applications_handled", 28),
    ],
)  # fmt: skip
def test_every_operand_is_a_drawn_fact(drawn: Library, question: str, metric: str, least: int):
    facts = facts_of(drawn, metric)
    answer = compute(drawn, question)
    done = answer.drafts[0].computed
    assert len(done.operands) >= least and answer.coverage.of == len(DRAWN)
    assert [
        (rid, f.value) for rid, f in done.operands if f.value not in {value for value, _ in facts.get(rid, ())}
    ] == []
    assert answer.coverage.answered == len(done.operands)


def test_the_sum_is_the_drawn_facts_sum(drawn: Library):
    """Of those that count 条: the reports that count 件 are left out and named."""
    facts = facts_of(drawn, "disclosed_total")
    answer = compute(drawn, "所有报告一共公开了多少条")
    done = answer.drafts[0].computed
    added = {
        rid: next(value for value, unit in facts[rid] if (value, unit) == (f.value, "条")) for rid, f in done.operands
    }
    assert done.value == sum(added.values()) and len(added) > 35
    other_unit = [rid for rid, said in facts.items() if {unit for _, unit in said} == {"件"}]
    assert other_unit and not {*other_unit} & {*added} and any("单位不同" in note for note in answer.notes)


def test_the_count_is_the_drawn_facts_count(drawn: Library):
    facts = facts_of(drawn, "reviews")
    done = compute(drawn, "有几家被提起行政复议").drafts[0].computed
    assert done.value == sum(max(value for value, _ in said) > 0 for said in facts.values()) > 0


def test_years_restrict(drawn: Library):
    years = {report.year for report in DRAWN}
    year = max(years, key=lambda one: sum(report.year == one for report in DRAWN))
    answer = compute(drawn, f"{year}年哪个单位公开的政府信息最多")
    assert answer.coverage.of == sum(report.year == year for report in DRAWN) > 2
