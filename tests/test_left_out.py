"""Names with their inner parts left out, and the other bodies that begin alike."""

import pytest

from bot.question.bodies import understand_scope
from bot.question.wording import terms
from bot.question.years import years_said
from ingest.schema import Report
from ingest.view import clean
from tests.test_bodies import made

HELD = (
    made("乌龙岭国家级自然保护区管理局"),
    made("四川卧虎国家级自然保护区管理局"),
    made("望河市梧山省级风景名胜区管理委员会"),
    made("白云山国家森林公园管理处"),
    made("棠城市住房公积金管理中心", "棠城市", aliases=("住房公积金管理中心",)),
    made("青坪彝族苗族乡人民政府"),
    made("双江拉祜族佤族布朗族傣族自治县人民政府"),
    made("延边朝鲜族自治州财政局", "延边朝鲜族自治州"),
    made("桐山市经济开发区管理委员会", "桐山市"),
    made("岭东省安全生产监督管理局", "岭东省", aliases=("安全生产监督管理局",)),
    made("海陵省食品药品监督管理局", "海陵省", aliases=("海陵食品药品监督管理局",)),
)


def whose(question: str, held: tuple[Report, ...] = HELD) -> tuple[set[str | None], list[str]]:
    found, rest = understand_scope(clean(question), held)
    inside = {r.agency for r in held if r.report_id in found.reports}
    return (inside if found.named else set()), [term.text for term in terms(rest)]


@pytest.mark.parametrize(
    ("asked", "agency"),
    [
        ("乌龙岭保护区", HELD[0]), ("乌龙岭保护区管理局", HELD[0]), ("乌龙岭自然保护区", HELD[0]), ("乌龙岭管理局", HELD[0]), ("卧虎保护区", HELD[1]),
        ("梧山景区", HELD[2]), ("梧山风景区管委会", HELD[2]), ("白云山森林公园", HELD[3]), ("棠城公积金", HELD[4]), ("棠城公积金管理中心", HELD[4]),
        ("棠城中心", HELD[4]), ("青坪乡", HELD[5]), ("青坪", HELD[5]), ("青坪民族乡政府", HELD[5]), ("双江县", HELD[6]), ("双江自治县政府", HELD[6]),
        ("延边州财政局", HELD[7]), ("桐山开发区", HELD[8]), ("桐山市经开区管委会", HELD[8]), ("岭东安监", HELD[9]), ("岭东省的安监局", HELD[9]),
        ("岭东那边的安监局", HELD[9]), ("海陵药监局", HELD[10]), ("海陵省药监局", HELD[10]),
    ],
)  # fmt: skip
def test_inner_parts_left_out(asked: str, agency: Report):
    assert whose(f"{asked}受理了几件申请？") == ({agency.agency}, ["受理", "申请"])


@pytest.mark.parametrize(
    "asked",
    [
        "乌龙岭镇", "乌龙山保护区", "青坪镇", "青坪县", "青坪县政府", "青坪街道", "青坪开发区", "青坪派出所", "棠城市财政局", "棠城", "棠城中心医院",
        "棠城市中心", "棠城公积金管委会", "岭东省", "岭东安监站", "岭东发改委", "岭南省的安监局", "海西的安监局", "延边州", "延边州教育局", "桐山高新区",
        "桐山市政府", "双江镇", "海陵县药监局",
    ],
)  # fmt: skip
def test_other_bodies_that_begin_alike(asked: str):
    assert whose(f"{asked}受理了几件申请？")[0] == set()


def test_a_body_of_that_very_name_comes_first():
    held = (*HELD, made("青坪乡人民政府", aliases=("青坪乡",)))
    assert whose("青坪乡受理了几件申请？", held)[0] == {"青坪乡人民政府"}


def test_what_stands_between_a_place_and_its_body_is_asked_for():
    inside, said = whose("岭东省14个市州的安监局收到几件申请？")
    assert inside == {HELD[9].agency} and "市州" in said


def test_two_bodies_shortened_alike_are_asked_back():
    held = (made("甲山国家级自然保护区管理局"), made("甲山省级湿地自然保护区管理处"))
    assert understand_scope("甲山保护区公开了多少条?", held)[0].vague == "甲山保护区"


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("一六年批了几笔", {2016}), ("一二年给举报人发了多少", {2012}), ("一六年和一七年各多少", {2016, 2017}), ("16年多还是17年多", {2016, 2017}),
        ("近一二年", set()), ("十六年", set()), ("一二年级", set()), ("一二年内", set()), ("运行16年多了", set()), ("一九年", set()),
    ],
)  # fmt: skip
def test_years_said_short(asked: str, years: set[int]):
    assert years_said(asked, (2012, 2016, 2017)).named == years


def test_the_end_of_a_year_makes_no_word_with_what_follows():
    assert "底公示" not in whose("青坪乡2013年底公示的是多少户？")[1]
