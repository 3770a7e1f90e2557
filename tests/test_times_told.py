"""When it was: what is still to come is no deed, what was done is no plan, one academic year is no other."""

import pytest

from bot.chain import AnswerChain
from bot.question.years import resolved, years_said
from bot.reading.polarity import mood, when_said
from bot.rules.verdicts import _rules
from ingest.identity import academic_year
from ingest.library import Library
from ingest.pipeline import ingest_paths
from ingest.schema import Report
from ingest.view import clean
from tests.libraries import said

COUNTY = """芦溪县人民政府2020年政府信息公开工作年度报告
本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。
一、总体情况
全年主动公开信息2310条。举办公文培训班3期，培训140人次。惠农资金方面，公示补贴对象1920户，补贴资金61万元。
二、依申请公开情况
收到政府信息公开申请21件，均已答复。
三、存在的主要问题及改进情况
存在的问题：一是栏目更新不及时；二是解读形式单一。
改进情况：一是2021年下半年建成政策问答平台；二是在2021年6月底前将粮食补贴发放明细上墙公示；三是2021年举办公文培训班不少于5期。
针对2019年报告提出的问题，2020年已建立信息抽查制度，全年印发抽查通报6期。
"""
TOWN = """石门镇人民政府2021年政府信息公开工作年度报告
本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。
一、总体情况
全年主动公开信息310条。举办公文培训班1期，参加人员40人次。
二、依申请公开情况
本年度未收到政府信息公开申请。
"""
SCHOOL = """南浦师范大学2018—2019学年信息公开工作年度报告
本报告的统计期限为2018年9月1日至2019年8月31日。
一、概述
本学年学校主动公开信息5120条。
二、依申请公开情况
本学年学校共收到信息公开申请7件，均已答复。未收取任何费用。
三、存在的问题和改进措施
存在的问题：一是栏目更新不及时。改进措施：一是每学期组织一次保密培训。本学年共举办保密培训2场，参加90人次。
四、清单事项公开情况
清单共50条，学校已公开48条，另有2条（来华留学情况、中外合作项目）因学校未承担此类工作没有相关信息可公开。
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("times-told")
    for n, text in enumerate((COUNTY, TOWN, SCHOOL)):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        assert [outcome.status for outcome in ingest_paths(library, [folder / f"{n}.txt" for n in range(3)])] == [
            "new"
        ] * 3
        yield AnswerChain(library=library)


@pytest.mark.parametrize(
    ("question", "told", "never"),
    [
        ("芦溪县政策问答平台建成了吗？", "计划：", "：是："),
        ("芦溪县2020年建成政策问答平台了吗？", "计划：", "：是："),
        ("芦溪县建立信息抽查制度了吗？", "是：", "计划："),
        ("芦溪县粮食补贴明细上墙了没有？", "计划：", "一致"),
        ("芦溪县2021年打算搞公文培训吗？", "不少于5期", "3期"),
        ("哪些单位打算2021年搞公文培训？", "不少于5期", "1期"),
        ("南浦师范大学举办保密培训了吗？", "保密培训2场", "计划："),
        ("南浦师范大学来华留学公开了吗？", "否：", "是："),
        ("南浦师范大学2018—2019学年收到多少件申请？", "申请7件", "5120"),
        ("南浦师范大学2018年至2019年收到多少件申请？", "申请7件", "5120"),
    ],
)
def test_the_time_that_is_told(chain: AnswerChain, question: str, told: str, never: str):
    answer = chain.invoke(question)
    assert answer.status == "answered", answer.notes
    assert told in said(answer) and never not in said(answer)


@pytest.mark.parametrize(
    "question",
    [
        "南浦师范大学2017—2018学年收到多少件申请？",
        "南浦师范大学2017-18学年收费了吗？",
        "南浦师范大学2017年至2018年收到多少件申请？",
        "南浦师范大学2019—2020学年主动公开信息多少条？",
        "芦溪县惠农资金明细公示了没有？",
    ],
)
def test_what_no_report_tells_is_refused(chain: AnswerChain, question: str):
    answer = chain.invoke(question)
    assert answer.status == "no_evidence", said(answer)


def test_what_is_done_already_is_no_plan(chain: AnswerChain):
    lines = [claim.text for claim in chain.invoke("哪些单位打算举办公文培训？").claims]
    assert lines[0].startswith("芦溪县人民政府2020年：计划：")
    assert [line.partition("：")[2][:3] for line in lines if line.startswith("石门镇")] == ["已做："]


@pytest.mark.parametrize(
    ("words", "last", "when"),
    [
        ("三是2022年底前建成数据平台", 2021, "coming"),
        ("(2)2022年上半年,开通热线,增设专栏", 2021, "coming"),
        ("到2022年6月底实现全覆盖", 2021, "coming"),
        ("2021年已开通热线,全年接听312次", 2021, "past"),
        ("本年度共编印手册200册", 2021, "past"),
        ("2021年1月30日发布年报", 2020, None),
        ("2022年预算全部公开", 2021, None),
        ("三是2021年12月底前建成数据平台", 2021, None),
        ("2021年工作中,培训2次仍不够,要加强培训", 2021, None),
        ("2021年完成试点的基础上,继续推广", 2021, None),
        ("自2019年9月起开通热线", 2021, None),
        ("开通热线", 2021, None),
    ],
)
def test_when_a_clause_is(words: str, last: int, when: str | None):
    assert when_said(words, last) == when


@pytest.mark.parametrize(
    ("clause", "thing", "says"),
    [
        ("留学生情况因本校未招收此类学生无相关信息可公开", "留学生", "denied"),
        ("行政强制事项我局没有承担该项职能", "行政强制", "denied"),
        ("行政强制结果全部公开", "行政强制", "done"),
        ("网站说明学校未开展此项工作", "网站", "done"),
        ("培训对象包括未开展此项工作的单位", "培训", "done"),
        ("专栏无相关信息可公开的予以关停", "专栏", "done"),
    ],
)
def test_denied_behind_the_thing(clause: str, thing: str, says: str):
    at = clause.index(thing)
    assert mood(clause, [(at, at + len(thing))], planned=False) == says


@pytest.mark.parametrize(
    ("asked", "audited"),
    [
        ("补贴发放明细公开了吗", False),
        ("各类信息都公示了没有", False),
        ("扶贫资金使用明细张榜公布了吗", False),
        ("公开明细与总数对得上吗", True),
        ("各渠道公开数加起来等于总数吗", True),
        ("分类明细之和公开了5400条对吗", True),
    ],
)
def test_details_published_are_no_sum(asked: str, audited: bool):
    assert (_rules(clean(asked)) is not None) == audited


def _held(year: int, period: str | None, title: str = "") -> Report:
    return Report(
        agency="甲大学",
        year=year,
        title=title,
        region=None,
        addressee=None,
        period=period,
        era="unknown",
        aliases=(),
        report_id=f"{year}",
        chars=1,
        sha256="",
        path=f"{year}.txt",
    )


@pytest.mark.parametrize(
    ("report", "years"),
    [
        (_held(2018, "2018-09-01/2019-08-31"), (2018, 2019)),
        (_held(2018, "2018-01-01/2018-12-31", "甲大学2018—2019学年报告"), None),
        (_held(2018, None, "甲大学2018—2019学年信息公开工作报告"), (2018, 2019)),
        (_held(2018, None, "甲大学2018-19学年信息公开工作报告"), (2018, 2019)),
        (_held(2018, None, "甲大学2018年信息公开工作报告"), None),
    ],
)
def test_the_academic_year_of_a_report(report: Report, years: tuple[int, int] | None):
    assert academic_year(report) == years


@pytest.mark.parametrize(
    ("asked", "held", "years"),
    [
        ("2018—2019学年收到几件", ((2018, "2018-09-01/2019-08-31"),), (2018,)),
        ("2017—2018学年收到几件", ((2018, "2018-09-01/2019-08-31"),), (2017,)),
        ("2017—2018学年收到几件", ((2018, None),), (2018,)),
        ("2017年至2018年收到几件", ((2018, "2018-09-01/2019-08-31"),), (2017,)),
        ("2017年至2018年收到几件", ((2017, None), (2018, None)), (2017, 2018)),
        ("打算2018年搞几次", ((2017, None), (2018, None)), (2017,)),
        ("打算2018年搞几次", ((2017, None),), (2018,)),
        ("2018年工作计划2019年怎么说", ((2018, None), (2019, None)), (2018, 2019)),
    ],
)
def test_the_years_meant(asked: str, held: tuple[tuple[int, str | None], ...], years: tuple[int, ...]):
    reports = [_held(year, period) for year, period in held]
    assert resolved(years_said(clean(asked), [year for year, _ in held]), reports) == years
