"""Short forms of whole kinds of body, things named after a place, academic years."""

import pytest

from bot.question.bodies import understand_scope
from bot.question.english import read_english
from bot.question.short_names import short_names
from bot.question.years import resolved, years_said
from ingest.schema import Report
from ingest.view import clean
from tests.test_bodies import made

HELD = (
    made("云岭地区行政公署", "云岭地区", 2008),
    made("北原盟行政公署", "北原盟", 2009),
    made("江宁理工大学", None, 2016),
    made("江宁农业大学", None, 2016),
    made("柳川市第一人民医院", "柳川市", 2019),
    made("柳川市自来水有限责任公司", "柳川市", 2019),
    made("海东省水利厅", "海东省", 2012),
    made("文山市物价局", "文山市", 2010),
    made("东桥区长溪街道办事处", "东桥区", 2015),
    made("清远县人民政府", "清远县", 2009),
)


def whose(question: str, held: tuple[Report, ...] = HELD) -> tuple[set[str | None], tuple[str, ...]]:
    found = understand_scope(clean(question), held)[0]
    inside = {r.agency for r in held if r.report_id in found.reports}
    return (inside if found.named else set()), found.unknown


@pytest.mark.parametrize(
    ("asked", "agency"),
    [
        ("云岭地区", "云岭地区行政公署"), ("云岭行署", "云岭地区行政公署"), ("云岭地区行署", "云岭地区行政公署"), ("云岭", "云岭地区行政公署"),
        ("北原盟", "北原盟行政公署"), ("北原盟行署", "北原盟行政公署"), ("江宁理工", "江宁理工大学"), ("江宁理工大", "江宁理工大学"),
        ("江宁农大", "江宁农业大学"), ("柳川市一院", "柳川市第一人民医院"), ("柳川第一人民医院", "柳川市第一人民医院"),
        ("柳川自来水公司", "柳川市自来水有限责任公司"),
    ],
)  # fmt: skip
def test_short_forms(asked: str, agency: str):
    assert whose(f"{asked}收到几件申请？") == ({agency}, ())


@pytest.mark.parametrize(
    "asked",
    [
        "云岭地区财政局",
        "云岭地区安平县",
        "江宁师范大学",
        "江宁理工学院",
        "江宁理工外国语学院",
        "文山市财政局",
        "文山市",
        "文山门户网站",
    ],
)
def test_other_bodies(asked: str):
    inside, unknown = whose(f"{asked}收到几件申请？")
    assert inside == set() and unknown


def test_a_topic_is_no_short_name():
    assert "江宁农业" not in set(short_names("江宁农业大学"))
    assert list(short_names("北京大学")) == []


@pytest.mark.parametrize("thing", ["文山价格网", "文山日报", "文山水务微博", "文山电视台", "“文山价格网”"])
def test_a_thing_named_after_a_place_is_looked_up_where_it_lies(thing: str):
    assert whose(f"{thing}点击量是多少？") == ({"文山市物价局"}, ())


def test_a_thing_of_everybody_is_asked_of_everybody():
    found = understand_scope("哪些单位在文山价格网公开信息？", HELD)[0]
    assert len(found.reports) == len(HELD) and found.unknown == ()


@pytest.mark.parametrize(
    ("asked", "held", "years"),
    [
        ("2016—2017学年", (2016, 2017), (2016,)), ("2016-17学年", (2016,), (2016,)), ("2016/2017学年度", (2016,), (2016,)),
        ("2016学年", (2016,), (2016,)), ("2016至2017学年", (2017,), (2017,)), ("2014—2015学年", (2016,), (2014,)),
        ("2016—2017年", (2016, 2017), (2016, 2017)),
    ],
)  # fmt: skip
def test_academic_years(asked: str, held: tuple[int, ...], years: tuple[int, ...]):
    reports = tuple(made("江宁理工大学", None, year) for year in held)
    assert resolved(years_said(clean(f"江宁理工{asked}收到几项申请？"), held), reports) == years


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Haidong provincial water resources department", "海东省水利厅"), ("Haidong Department of Water Conservancy", "海东省水利厅"),
        ("Yunling Prefecture", "云岭地区行政公署"), ("Changxi sub-district", "长溪街道"), ("Changxi Street", "长溪街道"),
        ("Jiangning University of Technology", "江宁理工大学"), ("Qingyuan County", "清远县"),
        ("Wenshan Finance Bureau", "文山财政局"), ("Qingyuan City", "清远市"), ("Haidong Education Department", "海东教育局"),
    ],
)  # fmt: skip
def test_english_kinds_by_the_held_names(asked: str, name: str):
    reading = read_english(f"How many applications did {asked} receive in 2012?", HELD)
    assert (reading.chinese, reading.strange) == (f"{name}2012年收到多少件依申请公开？", ())


def test_an_academic_year_in_english():
    reading = read_english(
        "How many applications did Jiangning University of Technology receive in academic year 2016/17?", HELD
    )
    assert reading.chinese == "江宁理工大学2016—2017学年收到多少件依申请公开？"


def test_a_deed_with_money_is_not_dropped():
    assert "退还了多少钱" in read_english("How much money did Wenshan Price Bureau refund?", HELD).chinese
