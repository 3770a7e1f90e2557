"""Which bodies and years a question means, and which longer names are other bodies."""

import pytest

from bot.question.bodies import distinct, in_years, nearest, understand_scope
from bot.question.naming import names
from bot.question.register import register
from bot.question.typos import spelled
from bot.schema import Scope
from ingest.schema import Report
from ingest.view import clean
from tests.libraries import NAMES, SEEDS, parsed


def report(name: str) -> Report:
    document = parsed(SEEDS / f"{NAMES[name]}.txt")
    kept = {"report_id": name, "chars": len(document.text), "sha256": document.sha256, "path": document.path}
    return Report(**document.identity.model_dump(), **kept)


REPORTS = tuple(report(name) for name in NAMES)


def scope(question: str, **limits: object) -> Scope:
    return understand_scope(clean(question), REPORTS, **limits)[0]


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        ("丰台", "丰台"), ("丰台科技园", "丰台"), ("丰台科技园区", "丰台"), ("丰台园区", "丰台"), ("丰台科技园区管委会", "丰台"),
        ("平凉", "平凉"), ("平凉工业园区", "平凉"), ("平凉工业园区管委会", "平凉"), ("平凉工业园区管理委员会", "平凉"), ("平凉园区", "平凉"),
        ("崔各庄", "崔各庄"), ("崔各庄乡", "崔各庄"), ("崔各庄乡政府", "崔各庄"), ("崔各庄乡人民政府", "崔各庄"), ("朝阳区崔各庄乡", "崔各庄"),
        ("北京市朝阳区崔各庄乡人民政府", "崔各庄"), ("桐乡", "桐乡"), ("振东", "桐乡"), ("振东新区", "桐乡"), ("桐乡市振东新区", "桐乡"),
        ("宝鸡", "宝鸡"), ("宝鸡高新区", "宝鸡"), ("宝鸡高新区管委会", "宝鸡"), ("宝鸡高新管委会", "宝鸡"), ("高新区", "宝鸡"),
        ("宝鸡　高新区", "宝鸡"),
    ],
)  # fmt: skip
def test_names_and_short_names(asked: str, body: str):
    found = scope(f"{asked}公开了多少条信息？")
    assert (found.reports, found.unknown, found.named) == ((body,), (), True)
    assert found.vague is None


@pytest.mark.parametrize(
    "asked",
    [
        "平凉市人民政府", "平凉市", "平凉市政府", "平凉市教育局", "朝阳区人民政府", "朝阳区", "宝鸡市", "宝鸡市人民政府", "上海市", "上海",
        "西安高新区", "海淀区教育局", "桐乡市人民政府", "桐乡市", "来广营乡", "甘肃省人民政府", "丰台区", "丰台区人民政府",
    ],
)  # fmt: skip
def test_other_bodies(asked: str):
    found = scope(f"{asked}公开了多少条信息？")
    assert found.unknown and found.reports == ()


@pytest.mark.parametrize(
    "asked",
    [
        "丰台区政府",
        "丰台市政府",
    ],
)
def test_the_government_of_a_district_is_not_its_science_park(asked: str):
    found = scope(f"{asked}公开了多少条信息？")
    assert found.unknown and found.reports == ()


def test_one_held_and_one_other_body():
    found = scope("平凉工业园区和上海市各公开了多少条？")
    assert (found.reports, found.unknown) == (("平凉",), ("上海市",))


def test_two_held_bodies():
    assert set(scope("丰台和崔各庄谁公开得多？").reports) == {"丰台", "崔各庄"}


@pytest.mark.parametrize(
    ("kind", "fits"), [("园区", {"丰台", "平凉"}), ("该单位", set(NAMES)), ("本机关", set(NAMES)), ("他们", set(NAMES))]
)
def test_words_that_point_at_one_unnamed_body(kind: str, fits: set[str]):
    found = scope(f"{kind}公开了多少条？")
    assert found.vague and set(found.reports) == fits and not found.named


@pytest.mark.parametrize(
    ("kind", "body"),
    [("乡政府", "崔各庄"), ("高新区", "宝鸡"), ("这个乡", "崔各庄"), ("工业园区", "平凉"), ("新区", "桐乡")],
)
def test_a_kind_that_only_one_body_is(kind: str, body: str):
    found = scope(f"{kind}公开了多少条？")
    assert found.reports == (body,) and found.vague is None


@pytest.mark.parametrize(
    "asked",
    ["各单位怎么做保密审查？", "哪些单位搞了培训？", "所有单位一共公开多少？", "有没有单位搞培训？", "谁公开得最多？"],
)
def test_everybody(asked: str):
    found = scope(asked)
    assert found.everyone and set(found.reports) == set(NAMES) and not found.named


@pytest.mark.parametrize(
    "asked", ["怎么做保密审查？", "老百姓怎么查文件？", "社区宣传怎么做？", "上级部门有什么要求？", "农村怎么公开？"]
)
def test_no_body_at_all(asked: str):
    found = scope(asked)
    assert set(found.reports) == set(NAMES) and found.unknown == () and not found.named


def test_townships_in_general():
    assert set(scope("乡镇怎么公开？").reports) == set(NAMES)


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("丰台2013年公开多少", (2013,)), ("丰台２０１３年公开多少", (2013,)), ("丰台二〇一三年公开多少", (2013,)), ("丰台二零一三年公开多少", (2013,)),
        ("丰台2013年度公开多少", (2013,)), ("2012至2014年丰台公开多少", (2012, 2013, 2014)), ("2012-2014年丰台公开多少", (2012, 2013, 2014)),
        ("2012年到2014年丰台公开多少", (2012, 2013, 2014)), ("丰台2013年和2019年公开多少", (2013, 2019)), ("丰台公开多少", ()), ("2013丰台公开多少", (2013,)),
        ("丰台电话64379211是谁的", ()),
    ],
)  # fmt: skip
def test_years(asked: str, years: tuple[int, ...]):
    assert scope(asked).years == years


def test_years_limit_the_reports():
    assert in_years(scope("2019年谁公开得最多？"), REPORTS) == ("宝鸡",)
    assert in_years(scope("2016年谁公开得最多？"), REPORTS) == ()
    assert set(in_years(scope("谁公开得最多？"), REPORTS)) == set(NAMES)


def test_limits_from_outside():
    found = scope("公开了多少条？", only=["桐乡"], years=[2013])
    assert (found.reports, found.years, found.named, found.vague) == (("桐乡",), (2013,), True, None)


def test_a_body_outside_the_limits_is_not_held():
    assert "崔各庄" not in scope("崔各庄公开了多少条？", only=["桐乡"]).reports


def test_bodies_and_years_are_taken_out_of_the_rest():
    _, rest = understand_scope(clean("丰台科技园区2013年怎么做保密审查？"), REPORTS)
    assert "丰台" not in rest and "2013" not in rest and "保密审查" in rest


@pytest.mark.parametrize(
    ("asked", "body"), [("西安高新区", "宝鸡"), ("宝鸡市", "宝鸡"), ("朝阳区人民政府", "崔各庄"), ("桐乡市", "桐乡")]
)
def test_the_nearest_held_name(asked: str, body: str):
    assert nearest(asked, REPORTS).report_id == body


def test_the_nearest_name_shares_the_place_and_not_the_kind():
    assert nearest("平凉市人民政府", REPORTS).report_id == "平凉"


def test_nothing_near():
    assert nearest("格陵兰", REPORTS) is None


def test_names_have_no_brackets():
    assert all("（" not in name and "(" not in name and name for held in REPORTS for name in names(held))


@pytest.mark.parametrize(
    ("asked", "bodies"),
    [
        ("单看2013年这一年，崔各庄比桐乡多公开几条？", {"崔各庄", "桐乡"}), ("论历年累计，崔各庄跟桐乡振东新区谁公开得更多？", {"崔各庄", "桐乡"}),
        ("宝鸡给市委、市政府上报了多少条政务信息？", {"宝鸡"}), ("平凉同桐乡比谁公开多？", {"平凉", "桐乡"}), ("丰台较平凉少多少？", {"丰台", "平凉"}),
        ("宝鸡公开的条数大概顶平凉几个？", {"宝鸡", "平凉"}), ("丰台说百分比是多少？", {"丰台"}), ("平凉占全市多少？", {"平凉"}),
    ],
)  # fmt: skip
def test_verbs_and_comparisons_are_no_part_of_a_name(asked: str, bodies: set[str]):
    found = scope(asked)
    assert set(found.reports) == bodies and found.unknown == ()


@pytest.mark.parametrize(
    "asked",
    [
        "这几份报告里谁写了收费？", "五份报告一共公开多少？", "这些单位里谁最多？", "库里哪家公开最多？", "所有报告都写了吗？", "哪一年公开最多？",
        "收到申请超过100件的报告有几份？", "有几份报告的复议在10件以上？", "多少份报告没有诉讼？", "公开量排前三的是哪几家？", "公开信息不足500条的有几份报告？",
        "平均每个单位公开多少？", "哪几份报告没写收费？", "主动公开条数从多到少排一下", "两个园区各公开多少？",
    ],
)  # fmt: skip
def test_nobody_is_asked_back_whom_such_words_mean(asked: str):
    found = scope(asked)
    assert found.everyone and found.vague is None and found.unknown == ()


@pytest.mark.parametrize("asked", ["公开了多少条？", "各类信息公开了多少条？", "印发了3份文件吗？", "用了几个居民群？"])
def test_such_words_mean_nobody_in_particular(asked: str):
    assert not scope(asked).everyone


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("对照2007年条例，丰台缺什么？", ()), ("条例2019年修订后宝鸡怎么做？", ()), ("按《政府信息公开条例》(2019年修订)宝鸡缺什么？", ()),
        ("国办发〔2014〕14号文件怎么落实？", ()), ("崔各庄2008年以来累计公开了多少？", ()), ("崔各庄自2008年5月起至今公开了多少？", ()),
        ("宝鸡2013年以来公开多少？", ()), ("宝鸡2020年以来公开多少？", (2020,)), ("公开过2013条的是谁？", ()), ("超过2000条的有几家？", ()), ("丰台最近一年公开多少？", (2013,)),
        ("最近一年谁公开最多？", (2019,)), ("最早的报告是谁的？", (2013,)), ("13年谁公开最多？", (2013,)), ("15年谁公开最多？", ()),
        ("崔各庄到2012年底累计公开多少？", (2012,)), ("丰台，2013年公开多少", (2013,)), ("丰台2013年比2012年多公开多少？", (2012, 2013)),
        ("丰台2013年起诉了谁？", (2013,)), ("丰台2013年版块有哪些？", (2013,)),
    ],
)  # fmt: skip
def test_years_of_reports_and_other_years(asked: str, years: tuple[int, ...]):
    assert scope(asked).years == years


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("崔各庒乡收费吗？", "崔各庄乡收费吗？"), ("崔各庒公开多少条", "崔各庒公开多少条"), ("平凉工叶园区公开多少？", "平凉工业园区公开多少？"),
        ("丰台科计园区和平凉公开多少？", "丰台科技园区和平凉公开多少？"), ("岭南省粮食局公开多少？", "岭南省粮食局公开多少？"), ("怎么做保密审查？", "怎么做保密审查？"),
        ("丰台公开多少？", "丰台公开多少？"), ("平凉工农园区公开多少？", "平凉工农园区公开多少？"),
    ],
)  # fmt: skip
def test_a_name_typed_by_its_sound(asked: str, said: str):
    assert spelled(asked, REPORTS) == said


def test_a_mistyped_name_that_is_not_read_is_refused_with_the_nearest():
    found = scope("平凉工农园区公开多少？")
    assert found.unknown and nearest(found.unknown[0], REPORTS).report_id == "平凉"


def made(agency: str, region: str | None = None, year: int = 2020, **more: object) -> Report:
    document = parsed(SEEDS / f"{NAMES['丰台']}.txt")
    fields = document.identity.model_dump() | {"agency": agency, "region": region, "year": year, "aliases": ()} | more
    path = f"{region}{agency}{year}.txt"
    return Report(**fields, report_id=f"{region or ''}{agency}{year}", chars=1, sha256="0", path=path)


@pytest.mark.parametrize(
    ("agency", "asked"),
    [
        ("云州市市场监督管理局", "云州市市监局"), ("望川市卫生健康委员会", "望川市卫健委"), ("石城县发展和改革局", "石城县发改局"), ("石城县教育体育局", "石城县教体局"),
        ("石城县人力资源和社会保障局", "石城县人社局"), ("石城县住房和城乡建设局", "石城县住建局"), ("石城县城市管理局", "石城县城管局"), ("石城县交通运输局", "石城县交运局"),
        ("石城县自然资源和规划局", "石城县自规局"), ("石城县应急管理局", "石城县应急局"), ("石城县退役军人事务局", "石城县退役军人局"), ("石城县医疗保障局", "石城县医保局"),
        ("石城县文化和旅游局", "石城县文旅局"), ("石城县生态环境局", "石城县环境局"), ("石城经济技术开发区管理委员会", "石城经开区管委会"), ("城东街道办事处", "城东街道办"),
    ],
)  # fmt: skip
def test_usual_abbreviations(agency: str, asked: str):
    reports = (made(agency), made("别处县财政局"))
    found = understand_scope(f"{asked}公开了多少条?", reports)[0]
    assert (found.reports, found.unknown) == ((reports[0].report_id,), ())


def test_the_same_name_in_two_regions_is_two_bodies():
    reports = (made("城关镇人民政府", "甲县", aliases=("城关镇",)), made("城关镇人民政府", "乙县", aliases=("城关镇",)))
    assert distinct(reports) == 2
    assert understand_scope("城关镇公开了多少条?", reports)[0].vague == "城关镇"
    assert understand_scope("乙县城关镇公开了多少条?", reports)[0].reports == (reports[1].report_id,)
    assert understand_scope("乙县的城关镇公开了多少条?", reports)[0].vague is None


def test_one_body_in_two_years_is_one_body():
    reports = (made("城关镇人民政府", "甲县", 2019), made("城关镇人民政府", None, 2020))
    assert distinct(reports) == 1


def test_all_bodies_but_several():
    assert set(scope("除丰台科技园区、平凉工业园区以外，其他单位公开了多少？").reports) == {"崔各庄", "桐乡", "宝鸡"}


def test_a_quoted_title_is_no_body():
    reports = (made("云州市市场监督管理局", "云州市"), made("别处县财政局"))
    assert understand_scope("“云州市场监管”公众号有多少粉丝?", reports)[0].unknown == ()


def test_government_procurement_is_no_body():
    found, rest = understand_scope("崔各庄乡政府采购花了多少钱?", REPORTS)
    assert found.reports == ("崔各庄",) and "政府采购" in rest


def test_names_are_looked_up_once_for_a_library():
    assert register(REPORTS) is register(REPORTS) is register(tuple(REPORTS))
    assert register(REPORTS[:2]) is not register(REPORTS)
