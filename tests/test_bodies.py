"""Which bodies and years a question means, and which longer names are other bodies."""

import pytest

from bot.bodies import in_years, nearest, understand_scope
from bot.naming import names
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
