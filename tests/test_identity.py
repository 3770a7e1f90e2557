import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import parse
from ingest.identity import era, identify
from ingest.names import extends, is_generic, reads_as_name, split_places
from ingest.outline import outline
from ingest.view import View

ROOT = Path(__file__).parent.parent
GOLD = json.loads((Path(__file__).parent / "fixtures" / "seed_identities.json").read_text(encoding="utf-8"))
REST = "\n一、概述\n我局认真贯彻《条例》。\n二、主动公开情况\n共公开信息5条。\n"


def identity(text):
    view = View(text)
    return identify(view, outline(view))


@pytest.mark.parametrize("name", sorted(GOLD))
def test_seeds(name):
    found = identity((ROOT / "seeds" / name).read_text(encoding="utf-8")).model_dump()
    wanted = dict(GOLD[name])
    assert set(wanted.pop("aliases")) <= set(found.pop("aliases"))
    assert found == wanted


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("杭州市西湖区北山街道办事处2021年政府信息公开工作年度报告", "杭州市西湖区北山街道办事处", 2021),
        ("2020年北京市海淀区教育委员会政府信息公开工作年度报告", "北京市海淀区教育委员会", 2020),
        ("2015年度国家税务总局宁波市税务局信息公开年度报告", "国家税务总局宁波市税务局", 2015),
        ("中华人民共和国杭州海关2020年政府信息公开工作年度报告", "中华人民共和国杭州海关", 2020),
        ("宁波大学2012—2013学年信息公开工作年度报告", "宁波大学", 2012),
        ("平阳县人民政府信息公开工作年度报告（2011年度）", "平阳县人民政府", 2011),
        ("宁波经济技术开发区管委会政府信息公开2010年年报", "宁波经济技术开发区管委会", 2010),
        ("《2013年度滨海县政府信息公开工作年度报告》", "滨海县", 2013),
        ("临海市汛桥镇二〇一二年政府信息公开年度报告", "临海市汛桥镇", 2012),
        ("关于报送２０１６年某市审计局政府信息公开工作情况的报告", "某市审计局", 2016),
        ("商洛市公安局交通警察支队\n政府信息公开工作2011年年度报告", "商洛市公安局交通警察支队", 2011),
        ("舟山市自然资源和规划局\n关于2019年度政府信息公开工作的总结", "舟山市自然资源和规划局", 2019),
        ("自治区人民政府办公厅\n南宁市市场监督管理局2022年政府信息公开工作年度报告", "南宁市市场监督管理局", 2022),
    ],
)
def test_body_and_year_from_the_title(title, agency, year):
    found = identity(title + "\n" + REST)
    assert (found.agency, found.year) == (agency, year)


@pytest.mark.parametrize(
    ("opening", "agency", "year"),
    [
        ("本报告由永康市卫生局编制。\n2012年，我局公开信息5条。", "永康市卫生局", 2012),
        ("本报告由永康市古山镇人民政府（以下简称“我镇”）负责编制的2012年度报告。", "永康市古山镇人民政府", 2012),
        ("根据《条例》要求，永康市气象局组织编制了2014年度政府信息公开年度报告。", "永康市气象局", 2014),
        ("现将永康市教育局2015年政府信息公开工作情况报告如下。", "永康市教育局", 2015),
        ("2016年，永康市财政局认真贯彻落实市政府《2014年工作要点》要求。", "永康市财政局", 2016),
        ("二○○九年，石柱镇高度重视信息公开。", "石柱镇", 2009),
        ("按照市政府办公室要求，我局高度重视。2011年公开5条，2011年无收费，2010年未统计。", None, 2011),
        ("本机关认真贯彻落实。", None, None),
        ("国务院办公厅高度重视，省政府办公厅认真部署，市委、市政府大力推进。", None, None),
    ],
)
def test_body_and_year_from_the_first_sentences(opening, agency, year):
    found = identity("政府信息公开工作年度报告\n\n市政府办公室：\n" + opening + REST)
    assert (found.agency, found.year, found.addressee) == (agency, year, "市政府办公室")


ODD = [
    *("江西省将乐县人民政府", "哈尔滨市对青山镇人民政府", "为民街道办事处", "其塔木镇人民政府", "与儿街街道办事处"),
    *("由拳路街道办事处", "是源村镇人民政府", "北京市朝阳区将台乡人民政府", "无为市人民政府", "从化区财政局"),
]
KINDS = [
    *("中国人民银行长春中心支行", "中国农业银行厦门市分行", "国家外汇管理局厦门市分局", "永康市税务局稽查局"),
    *("永康市人民检察院", "永康市中级人民法院", "永康市公路管理处", "永康市农业科学研究院", "国家统计局贵州调查总队"),
    *("中华人民共和国教育部", "永康市第四中学", "厦门海事局", "永康市水务集团"),
]


@pytest.mark.parametrize("agency", [*ODD, *KINDS])
def test_every_kind_of_body_is_named_by_title_or_opening(agency):
    assert identity(f"{agency}2015年政府信息公开工作年度报告\n{REST}").agency == agency
    assert identity(f"政府信息公开工作年度报告\n本报告由{agency}编制。{REST}").agency == agency


@pytest.mark.parametrize(
    "opening",
    [
        "按照要求，为石柱镇人民政府编制本报告。",
        "本报告由为石柱镇人民政府编制的2013年工作总结改写。石柱镇人民政府高度重视。",
        "由县局对各乡镇编制的报告汇总。",
        "由全市为各街道编制。",
        "由市政府办公室会同相关处编制，由信息公开处编制。",
        "由办公室在工作基础上与各办公室编制。",
    ],
)
def test_a_piece_of_a_sentence_is_no_name(opening):
    assert identity("政府信息公开工作年度报告\n" + opening + REST).agency in (None, "石柱镇人民政府")


def test_a_word_of_grammar_is_part_of_a_name_that_recurs():
    assert not reads_as_name("将乐县", "2013年，将乐县高度重视。")
    assert reads_as_name("将乐县", "2013年，将乐县高度重视。将乐县政府网站。")
    assert not reads_as_name("将乐县", "2013年，将乐县高度重视。将乐县与乐县相邻。")


def test_a_name_is_not_cut_at_a_verb_inside_it():
    opening = "2013年，朝阳区将台乡人民政府高度重视。"
    assert identity("政府信息公开工作年度报告\n" + opening + REST).agency == "朝阳区将台乡人民政府"
    opening = "2013年，朝阳区将台乡列为试点。朝阳区积极推进。"
    assert identity("政府信息公开工作年度报告\n" + opening + REST).agency == "朝阳区"


@pytest.mark.parametrize(
    ("report", "title"),
    [
        ("【政府信息公开年报】永康市水务局（本级）2020年度政府信息公开工作年度报告\n" + REST, None),
        ("永康市水务局2020年政府信息公开年报【原创】\n" + REST, None),
        ("永康市水务局2020年政府信息公开年报 根据《条例》编制。一、概述 无。", "永康市水务局2020年政府信息公开年报"),
        ("永康市水务局2020年政府信息公开年报根据《条例》编制。公开5条。", "永康市水务局2020年政府信息公开年报"),
        ("关于永康市水务局2020年政府信息公开工作的情况汇报\n" + REST, None),
    ],
)
def test_titles_with_labels_and_with_the_text_behind_them(report, title):
    found = identity(report)
    assert (found.agency, found.year, found.title) == ("永康市水务局", 2020, title or report.split("\n")[0])


@pytest.mark.parametrize(
    "line", ["根据2013年政府信息公开年度报告 的格式编制。", "永康市水务局开展工作总结 和信息公开。"]
)
def test_a_sentence_on_the_first_line_is_no_title(line):
    assert identity(line + REST).title == ""


@pytest.mark.parametrize(
    "signed",
    ["永康市水务局  二〇一四年三月五日", "永康市水务局（盖章）\n二〇一四年三月五日", "永康市水务局\n2014-03-05"],
)
def test_body_from_a_signature_in_other_dress(signed):
    assert identity("政府信息公开工作年度报告\n" + REST * 3 + signed).agency == "永康市水务局"


def test_body_from_the_signature():
    found = identity("政府信息公开工作年度报告\n" + REST * 3 + "\n              永康市水务局\n   2014年3月5日\n")
    assert found.agency == "永康市水务局"


def test_a_fuller_form_of_the_same_body_wins_but_no_other_body():
    text = "崔家镇2013年政府信息公开年度报告\n本报告由安徽省肥东县崔家镇人民政府编制，报肥东县人民政府。" + REST
    assert identity(text).agency == "安徽省肥东县崔家镇人民政府"
    assert extends("北京市朝阳区崔各庄乡人民政府", "崔各庄乡")
    assert not extends("平凉市人民政府", "平凉工业园区")
    assert not extends("永康市教育局办公室", "永康市教育局")


@pytest.mark.parametrize(
    "name", ["我局", "本机关", "市政府办公室", "区人民政府", "各有关单位", "市委", "全县", "县政府", "国务院"]
)
def test_names_that_identify_nobody(name):
    assert is_generic(name)


@pytest.mark.parametrize(
    "name", ["本溪市财政局", "全南县人民政府", "国家税务总局宁波市税务局", "振东新区", "石柱镇", "宁波海关"]
)
def test_names_that_identify_somebody(name):
    assert not is_generic(name)


@pytest.mark.parametrize(
    ("agency", "aliases", "others"),
    [
        ("杭州市西湖区北山街道办事处", {"北山街道", "北山", "北山街道办事处"}, {"西湖区", "西湖", "杭州"}),
        ("浙江省永康市教育局", {"永康市教育局", "永康教育局"}, {"永康", "永康市", "永康市人民政府"}),
        ("陕西省西安市碑林区人民政府", {"碑林区", "碑林", "西安市碑林区", "碑林区政府"}, {"西安", "西安市"}),
        ("宁波经济技术开发区管委会", {"宁波经济技术开发区", "宁波"}, {"开发区", "宁波市"}),
        ("国家税务总局永康市税务局", {"永康市税务局", "永康税务局"}, {"永康", "国家税务总局"}),
    ],
)
def test_aliases_are_parts_of_the_name_and_never_another_body(agency, aliases, others):
    found = set(identity(f"{agency}2013年政府信息公开工作年度报告\n{REST}").aliases)
    assert aliases <= found
    assert not others & found
    assert agency not in found


def test_a_declared_short_form_is_an_alias():
    text = (
        "永康市自然资源和规划局2020年政府信息公开年度报告\n永康市自然资源和规划局（以下简称“市资规局”）认真贯彻。"
        + REST
    )
    assert "市资规局" in identity(text).aliases


@pytest.mark.parametrize(
    ("stated", "period"),
    [
        ("统计期限自2013年1月1日起，至2013年12月31日止", "2013-01-01/2013-12-31"),
        ("统计数据时限为2013年1月1日至12月31日", "2013-01-01/2013-12-31"),
        ("数据统计时间为２０１３年１月１日—１２月３１日", "2013-01-01/2013-12-31"),
        ("统计期限为2013年1月至12月", "2013-01-01/2013-12-31"),
        ("统计时段：2013.1.1-2013.12.31", "2013-01-01/2013-12-31"),
        ("统计期限为2012年9月1日至2013年8月31日", "2012-09-01/2013-08-31"),
        ("统计期限自二〇一三年1月1日起至12月31日止", "2013-01-01/2013-12-31"),
        ("截至2013年12月31日", None),
        ("培训班于2013年3月1日至3月5日举办", None),
        ("统计期限为2013年1月1日至2013年13月41日", None),
    ],
)
def test_the_statistical_period(stated, period):
    assert identity(f"某镇政府信息公开年度报告\n本报告{stated}。\n{REST}").period == period


@pytest.mark.parametrize(
    ("agency", "text", "place"),
    [
        ("安徽省肥东县崔家镇人民政府", "", "安徽省肥东县"),
        ("安徽省肥东县人民政府", "", "安徽省肥东县"),
        ("滨江工业园区", "按照滨江市要求。", "滨江市"),
        ("滨江工业园区", "", None),
        ("永康市教育局", "", "永康市"),
    ],
)
def test_region(agency, text, place):
    assert identity(f"{agency}2013年政府信息公开工作年度报告\n{text}{REST}").region == place


def test_places_of_a_name():
    assert split_places("北京市朝阳区崔各庄乡人民政府") == (["北京市", "朝阳区"], "崔各庄乡人民政府")
    assert split_places("桐乡市振东新区") == (["桐乡市"], "振东新区")
    assert split_places("永康市市场监督管理局") == (["永康市"], "市场监督管理局")


def test_eras():
    years = (None, 2007, 2008, 2013, 2014, 2018, 2019, 2020, 2021, 2030)
    assert [era(year) for year in years] == [
        *("unknown", "unknown", "2008-2013", "2008-2013", "2014-2018", "2014-2018"),
        *("2019-2020", "2019-2020", "2021-", "2021-"),
    ]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("今天天气很好，大家都很高兴。\n明天见。", ["标题", "编制单位", "年度"]),
        ("政府信息公开工作年度报告\n" + REST, ["编制单位", "年度"]),
        ("永康市教育局2013年政府信息公开工作年度报告\n公开了5条。", []),
    ],
)
def test_what_a_text_does_not_say_is_a_warning(text, warned):
    warnings = parse(text, path="a.txt", sha256="0" * 64).warnings
    assert len(warnings) == len(warned)
    assert all(word in warning for word, warning in zip(warned, warnings, strict=True))


@given(
    st.lists(
        st.sampled_from(["市", "县", "教育局", "人民政府", "2013年", "由", "编制", "公开", "报告", "\n", "，", "《"])
    )
)
def test_any_text_has_an_identity(pieces):
    found = identity("".join(pieces))
    assert found.agency is None or found.agency not in found.aliases
