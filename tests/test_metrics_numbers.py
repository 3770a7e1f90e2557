"""Number grounding and binding: right and wrong answers made by hand, with the exact score and the reason."""

import pytest

from evals.metrics import METRICS
from evals.metrics.chance import chance_rate
from evals.metrics.grounding import fault
from evals.metrics.reading import read
from evals.schema import GoldNumber
from tests.metrics_world import TOTAL, WORLD, answer, case, cite, claim, right


def score(name: str, given: dict, **gold):
    return METRICS[name](case(**gold), given, WORLD)


@pytest.mark.parametrize(
    ("said", "evidence", "why"),
    [
        ("37条", "37条", None),
        ("三十七条", "37条", None),
        ("37件", "37人", "unit"),
        ("37件", "37元", "unit"),
        ("1.2万元", "12000元", None),
        ("12%", "12个百分点", "unit"),
        ("37余条", "37余条", None),
        ("37条", "37余条", "hedge_dropped"),
        ("5300余条", "5350条", None),
        ("5300余条", "5300条", "hedge"),
        ("5300余条", "5400条", "hedge"),
        ("约30人", "30人", None),
        ("约30人", "35人", None),
        ("约30人", "36人", "hedge"),
        ("近40人", "39人", None),
        ("近40人", "40人", "hedge"),
        ("超30人", "30人", None),
        ("30人以上", "39人", None),
        ("30人以上", "40人", "hedge"),
        ("不足40人", "31人", None),
        ("不到40人", "30人", "hedge"),
        ("增长12%", "下降12%", "direction"),
        ("增长12%", "增长12%", None),
        ("国办发〔2021〕30号", "国办发〔2021〕30号", None),
        ("国办发〔2021〕30号", "国办发〔2021〕31号", "value"),
        ("2至3个", "2个", "value"),
    ],
)
def test_what_a_number_grounds(said: str, evidence: str, why: str | None):
    assert fault(read(said)[0], read(evidence)[0]) == why


@pytest.mark.parametrize(
    ("text", "found", "bound"),
    [
        ("东山区人民政府2013年：主动公开政府信息273条", 1, 1),
        ("东山区人民政府2013年：主动公开政府信息二百七十三条", 1, 1),
        ("东山区人民政府２０１３年：主动公开政府信息 ２７３ 条", 1, 1),
        ("东山区人民政府2013年：主动公开政府信息274条", 0, 0),
        ("东山区人民政府2013年：主动公开政府信息187条", 1, 0),
        ("东山区人民政府2013年：财务信息187条、业务动态12条", 1, 0),
        ("东山区人民政府2013年：财务信息12条、业务动态187条", 1, 1),
        ("东山区人民政府2014年：主动公开政府信息273条", 0, 0),
        ("西水镇人民政府2013年：主动公开政府信息273条", 1, 0),
        ("东山区人民政府东关街道办事处2013年：主动公开政府信息273条", 1, 0),
        ("东山区人民政府2013年：累计主动公开政府信息273条", 1, 0),
        ("东山区人民政府2013年：主动公开政府信息273件", 1, 0),
        ("东山区人民政府2013年：主动公开政府信息273人", 0, 0),
        ("东山区人民政府2013年：主动公开政府信息273余条", 0, 0),
    ],
)
def test_found_and_bound(text: str, found: int, bound: int):
    given = right(text)
    assert score("numbers_found", given).value == found
    assert score("numbers_bound", given).value == bound


def test_a_dropped_hedge_is_named():
    given = answer([claim("东山区人民政府：累计公开5300条", 1)], [cite(1, "east13", "累计公开5300余条")])
    assert score("numbers_bound", given).value == 0
    assert "hedge_dropped" in score("numbers_bound", given).explanation
    kept = answer([claim("东山区人民政府：累计公开5300余条", 1)], [cite(1, "east13", "累计公开5300余条")])
    assert score("numbers_bound", kept).value == 1


def test_an_accumulated_number_must_say_so():
    given = answer([claim("东山区人民政府2013年：公开5300余条", 1)], [cite(1, "east13", "累计公开5300余条")])
    assert "scope" in score("numbers_bound", given).explanation


def test_nought_stands_on_words_of_denial():
    quote = "未收到政府信息公开申请"
    given = answer(
        [claim("东山区人民政府2013年：未收到政府信息公开申请（收到申请0件）", 1)], [cite(1, "east13", quote)]
    )
    assert score("numbers_bound", given).value == 1
    assert score("number_recall", given, numbers=[GoldNumber(value="0", unit="件", body="东山", year=2013)]).value == 1


def test_nought_does_not_stand_on_silence():
    given = answer([claim("东山区人民政府2013年：收到申请0件", 1)], [cite(1, "east13", "开展培训2次")])
    assert score("numbers_found", given).value == 0


def test_a_number_cut_in_two_is_not_there():
    text = "累计公开5300"
    given = answer([claim("东山区人民政府：累计公开5300", 1)], [cite(1, "east13", text)])
    assert score("numbers_found", given).value == 0


def test_precision_counts_numbers():
    given = right("东山区人民政府2013年：主动公开政府信息273条，财务信息13条")
    one = score("number_precision", given)
    assert (one.hits, one.of, one.value) == (2, 3, pytest.approx(2 / 3))


def test_no_number_is_no_score():
    assert score("numbers_bound", answer([], [])).value is None
    given = answer([claim("建立了保密审查制度", 1)], [cite(1, "east13", "东山区建立了保密审查制度。")])
    assert score("numbers_found", given).value is None


@pytest.mark.parametrize(
    ("gold", "value"),
    [
        ({"value": "273", "unit": "条"}, 1),
        ({"value": "273", "unit": "条", "body": "东山", "year": 2013}, 1),
        ({"value": "273", "unit": "条", "body": "西水"}, 0),
        ({"value": "273", "unit": "条", "year": 2014}, 0),
        ({"value": "273", "unit": "元"}, 0),
        ({"value": "273", "unit": "条", "hedge": "余"}, 0),
        ({"value": "273", "unit": "条", "scope": "累计"}, 0),
        ({"value": "273", "unit": "条", "label": "财务信息"}, 0),
        ({"value": "187", "unit": "条"}, 0),
    ],
)
def test_recall_asks_for_body_year_scope_and_hedge(gold: dict, value: int):
    assert score("number_recall", right(), numbers=[GoldNumber(**gold)]).value == value


def test_recall_reads_any_notation():
    given = answer([claim("西水镇人民政府2013年：收取检索费12000元", 1)], [cite(1, "west13", "收取检索费1.2万元")])
    assert score("number_recall", given, numbers=[GoldNumber(value="1.2", unit="万元")]).value == 1
    assert score("numbers_bound", given).value == 1


TWO = [cite(1, "east13", "主动公开政府信息273条"), cite(2, "west13", "主动公开政府信息55条")]


@pytest.mark.parametrize(
    ("text", "computation", "bound"),
    [
        ("两家合计328条", "273条 + 55条 = 328条", 1),
        ("两家合计329条", "273条 + 55条 = 329条", 0),
        ("两家合计328条", "270条 + 58条 = 328条", 0),
        ("两家合计328条", None, 0),
        ("东山区比西水镇多218条", "273条 - 55条 = 218条", 1),
        ("东山区是西水镇的约4.96倍", "273条 ÷ 55条 ≈ 约4.96倍", 1),
        ("西水镇占20.1%", "55条 ÷ 273条 ≈ 20.1%", 1),
        ("西水镇占20.2%", "55条 ÷ 273条 ≈ 20.2%", 0),
        ("比西水镇增长396.4%", "(273条 - 55条) ÷ 55条 ≈ 396.4%", 1),
        ("比西水镇下降396.4%", "(273条 - 55条) ÷ 55条 ≈ 396.4%", 0),
        ("超过100条的有1家", ">100条：符合 273条；不符合 55条；计 1家", 1),
        ("超过100条的有2家", ">100条：符合 273条、55条；计 2家", 0),
        ("最多的是东山区人民政府（273条）", "273条 > 55条", 1),
        ("分项之和不等于总数：273+12 = 285 ≠ 187", "273+12 = 285 ≠ 187", 1),
        ("分项之和不等于总数：273+12 = 286 ≠ 187", "273+12 = 286 ≠ 187", 0),
        ("最多的是西水镇人民政府（273条）", "273条 > 55条", 0),
    ],
)
def test_a_derived_number_shows_its_arithmetic(text: str, computation: str | None, bound: int):
    cites = [cite(1, "east13", TOTAL), TWO[1]] if "≠" in text else TWO
    given = answer([claim(text, 1, 2, kind="computed", computation=computation)], cites)
    assert score("numbers_bound", given).value == bound


def test_a_hedged_operand_keeps_its_hedge():
    cites = [cite(1, "east13", "累计公开5300余条"), cite(2, "west13", "主动公开政府信息55条")]
    for said, bound in (("5355余条", 1), ("5355条", 0)):
        one = claim(f"合计{said}", 1, 2, kind="computed", computation=f"5300余条 + 55条 = {said}")
        assert score("numbers_bound", answer([one], cites)).value == bound


def test_numbers_of_two_bodies_belong_to_the_body_named_before_them():
    right_way = "东山区人民政府2013年主动公开政府信息273条，西水镇人民政府2013年主动公开政府信息55条"
    swapped = right_way.replace("273", "x").replace("55", "273").replace("x", "55")
    for text, bound in ((right_way, 1), (swapped, 0)):
        assert score("numbers_bound", answer([claim(text, 1, 2, kind="generated")], TWO)).value == bound


def test_chance_is_high_where_the_evidence_is_full_of_numbers():
    """A random figure of the library is found in a whole report far more often than in one figure's words."""

    def rate(quote: str) -> float:
        given = answer([claim("东山区人民政府2013年：主动公开政府信息273条", 1)], [cite(1, "east13", quote)])
        return chance_rate(case(), given, WORLD)

    narrow, wide = rate("主动公开政府信息273条"), rate(TOTAL)
    assert narrow == 0
    assert wide > narrow
    assert wide == rate(TOTAL)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("In 2013 东山区人民政府 disclosed over 5,300 items in all (累计)", 1),
        ("In 2013 东山区人民政府 disclosed 5,300 items in all (累计)", 0),
        ("In 2013 东山区人民政府 disclosed over 5,400 items in all (累计)", 0),
    ],
)
def test_english_answers_keep_value_and_hedge(text: str, bound: int):
    given = answer([claim(text, 1, kind="generated")], [cite(1, "east13", "累计公开5300余条")])
    assert score("numbers_bound", given).value == bound
