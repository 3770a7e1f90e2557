"""Arithmetic keeps hedges, and the gate does it again: whatever is not the operands' own falls."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.computing.arithmetic import (
    Condition,
    addable,
    bounds,
    difference,
    growth,
    leaders,
    mean,
    ordered,
    ranking,
    ratio,
    result,
    same_kind,
    scaled,
    share,
    tally,
    total,
)
from bot.proof.recheck import miscalculation, numbers_in
from bot.schema import Computation, Draft
from ingest.schema import Figure, Span

EXACT = st.integers(0, 10**7).map(Decimal)
HEDGES = st.sampled_from([None, None, "余", "多", "约", "左右", "近", "不足", "以上", "超过", "不少于"])


def figure(value: object, unit: str = "条", hedge: str | None = None, at: int = 0) -> Figure:
    return Figure(
        metric="disclosed_total", label="主动公开", value=Decimal(str(value)), unit=unit, hedge=hedge, scope="本年", section=(),
        start=at, end=at + 5, quote="五个字符吧",
    )  # fmt: skip


def operands(*figures: Figure) -> list[tuple[str, Figure]]:
    return [(f"r{n}", one) for n, one in enumerate(figures)]


FENGTAI, PINGLIANG, BAOJI = figure(273), figure(595), figure(5300, hedge="余")


@pytest.mark.parametrize(
    ("done", "text", "said"),
    [
        (total(operands(figure(21), figure(63))), "21条 + 63条 = 84条", "84条"),
        (total(operands(FENGTAI, BAOJI)), "273条 + 5300余条 = 5573余条", "5573余条"),
        (total(operands(figure(90, hedge="近"), figure(5))), "近90条 + 5条 = 不到95条", "不到95条"),
        (total(operands(figure(90, hedge="近"), BAOJI)), "近90条 + 5300余条 = 约5390条", "约5390条"),
        (total(operands(figure(2, "名"), figure(3, "人"))), "2名 + 3人 = 5名", "5名"),
        (total(operands(figure("1.2", "万元"), figure(500, "元"))), "1.2万元 + 500元 = 12500元", "12500元"),
        (total(operands(figure(0, "件"), figure(7, "条"))), "0件 + 7条 = 7条", "7条"),
        (mean(operands(FENGTAI, PINGLIANG)), "(273条 + 595条) ÷ 2 = 434条", "434条"),
        (mean(operands(figure(1), figure(1), figure(2))), "(1条 + 1条 + 2条) ÷ 3 ≈ 1.3条", "1.3条"),
        (difference(*operands(PINGLIANG, FENGTAI)), "595条 - 273条 = 322条", "322条"),
        (difference(*operands(BAOJI, PINGLIANG)), "5300余条 - 595条 = 4705余条", "4705余条"),
        (difference(*operands(figure(23418), figure(21000, hedge="余"))), "23418条 - 21000余条 = 不到2418条", "不到2418条"),
        (difference(*operands(figure(703), figure(111)), "accumulated"), "703条 - 111条 = 592条", "592条"),
        (ratio(*operands(PINGLIANG, FENGTAI)), "595条 ÷ 273条 ≈ 2.18倍", "2.18倍"),
        (ratio(*operands(figure(600), figure(300))), "600条 ÷ 300条 = 2倍", "2倍"),
        (ratio(*operands(BAOJI, PINGLIANG)), "5300余条 ÷ 595条 ≈ 约8.91倍", "约8.91倍"),
        (share(("a", figure(111)), [("a", figure(703))]), "111条 ÷ 703条 ≈ 15.8%", "15.8%"),
        (share(("a", figure(1)), operands(figure(1), figure(3))), "1条 ÷ (1条 + 3条) = 25%", "25%"),
        (growth(*operands(figure(248), figure(211))), "(248条 - 211条) ÷ 211条 ≈ 17.5%", "17.5%"),
        (growth(*operands(figure(90), figure(120))), "(90条 - 120条) ÷ 120条 = -25%", "-25%"),
        (ranking(operands(FENGTAI, PINGLIANG, BAOJI), "largest"), "5300余条 > 595条 > 273条", "5300余条"),
        (ranking(operands(PINGLIANG, FENGTAI, figure(273)), "smallest"), "273条 = 273条 < 595条", "273条"),
        (ranking(operands(BAOJI, figure(5350)), "largest"), "5300余条 ≷ 5350条", "5300余条"),
        (ranking(operands(BAOJI, BAOJI), "largest"), "5300余条 ≈ 5300余条", "5300余条"),
    ],
)  # fmt: skip
def test_the_calculation_as_shown(done: Computation, text: str, said: str):
    assert (done.text, result(done)) == (text, said)


def test_a_long_calculation_shows_its_ends_and_counts_its_operands():
    done = total(operands(*(figure(n) for n in range(1, 41))))
    assert done.value == 820 and len(done.operands) == 40
    assert done.text.startswith("1条 + 2条 + ") and "共 40 个数" in done.text and done.text.endswith("40条 = 820条")
    assert len(done.text) < 120


@pytest.mark.parametrize(
    ("done", "low", "high"),
    [
        (total(operands(FENGTAI, BAOJI)), 5573, 5673),
        (difference(*operands(BAOJI, PINGLIANG)), 4705, 4805),
        (ratio(*operands(BAOJI, PINGLIANG)), "8.91", "9.08"),
        (growth(*operands(figure(21000, hedge="余"), figure(23418))), "-10.3", "-6.1"),
        (share(("r0", BAOJI), operands(BAOJI, figure(1034))), "83.7", "83.9"),
    ],
)
def test_a_hedged_result_lies_between_bounds(done: Computation, low: object, high: object):
    assert bounds(done) == (Decimal(str(low)), Decimal(str(high)))


def test_an_exact_result_has_no_bounds():
    assert bounds(total(operands(FENGTAI, PINGLIANG))) is None
    assert bounds(ranking(operands(FENGTAI, BAOJI), "largest")) is None


@pytest.mark.parametrize(
    ("figures", "order", "first", "sure"),
    [
        ((BAOJI, figure(5200)), "largest", {0}, True),
        ((BAOJI, figure(5350)), "largest", {0, 1}, False),
        ((BAOJI, figure(5350)), "smallest", {0, 1}, False),
        ((BAOJI, figure(5400)), "largest", {1}, True),
        ((figure(7), figure(7), figure(3)), "largest", {0, 1}, True),
        ((figure(7), figure(7, "件"), figure(3)), "smallest", {2}, True),
        ((BAOJI, BAOJI), "largest", {0, 1}, False),
    ],
)
def test_who_comes_first(figures: tuple[Figure, ...], order: str, first: set[int], sure: bool):
    found, known = leaders(operands(*figures), order)
    assert ({int(rid[1:]) for rid, _ in found}, known) == (first, sure)


@pytest.mark.parametrize(
    ("sign", "bar", "one", "answer"),
    [
        (">", 500, PINGLIANG, True), (">", 595, PINGLIANG, False), ("≥", 595, PINGLIANG, True), ("<", 595, PINGLIANG, False),
        ("≤", 595, PINGLIANG, True), ("=", 595, PINGLIANG, True), (">", 5300, BAOJI, True), (">", 5350, BAOJI, None),
        ("<", 5350, BAOJI, None), (">", 5400, BAOJI, False), ("≥", 5300, BAOJI, True), ("=", 5300, BAOJI, False),
        ("=", 0, figure(0, "件"), True), (">", 0, figure(0, "件"), False), (">", 0, BAOJI, True), ("≤", 5400, BAOJI, True),
        (">", 10000, figure("1.2", "万元"), True), ("≥", 100, figure(100, hedge="近"), False), ("<", 100, figure(100, hedge="约"), None),
    ],
)  # fmt: skip
def test_a_condition_knows_what_it_cannot_know(sign: str, bar: int, one: Figure, answer: bool | None):
    assert Condition(sign=sign, value=Decimal(bar)).holds(one) is answer


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (figure(100), True),
        (figure(300), True),
        (figure(99), False),
        (figure(301), False),
        (figure(290, hedge="余"), True),
        (figure(300, hedge="余"), False),
        (figure(300, hedge="约"), None),
    ],
)
def test_a_range_has_two_ends(one: Figure, answer: bool | None):
    assert Condition(sign="≥", value=Decimal(100), unit="条", upto=Decimal(300)).holds(one) is answer


def test_a_range_is_read_back_as_it_is_written():
    between = Condition(sign="≥", value=Decimal(100), unit="条", upto=Decimal(300))
    assert str(between) == "≥100条且≤300条"
    assert Condition(sign="≥", value=Decimal(100), unit="条且≤300条") == between
    assert miscalculation(claim(tally(operands(FENGTAI, PINGLIANG), between, "家"), "100条到300条之间的有1家")) is None


def test_counting_lists_who_does_who_does_not_and_who_may():
    done = tally(operands(FENGTAI, PINGLIANG, BAOJI), Condition(sign=">", value=Decimal(5350), unit="条"), "家")
    assert (done.value, done.text) == (0, ">5350条：不符合 273条、595条；无法确定 5300余条；计 0家")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("条", "件", True), ("条", "份", True), ("人", "名", True), ("人次", "人", False), ("期", "次", True), ("元", "万元", True),
        ("条", "个", False), ("条", "人次", False), ("人(次)", "人次", True), ("%", "%", True), ("%", "条", False),
    ],
)  # fmt: skip
def test_kinds_of_units(one: str, other: str, kind: bool):
    assert same_kind(one, other) is same_kind(other, one) is kind


def test_what_is_compared_is_not_always_added():
    assert addable(figure(1), figure(2)) and not addable(figure(1), figure(2, "件"))
    assert addable(figure(1), figure(0, "件")) and addable(figure(1, "名"), figure(2, "人"))


# ---- against exact fractions ----


@given(st.lists(EXACT, min_size=1, max_size=20))
def test_sums_and_means_are_exact_to_the_shown_place(values: list[Decimal]):
    assert total(operands(*map(figure, values))).value == sum(values)
    shown = mean(operands(*map(figure, values))).value
    assert abs(Fraction(shown) - Fraction(sum(values)) / len(values)) <= Fraction(1, 20)


@given(EXACT, EXACT.filter(bool))
def test_quotients_are_exact_to_the_shown_place(one: Decimal, other: Decimal):
    pair = operands(figure(one), figure(other))
    for done, exact, place in (
        (ratio(*pair), Fraction(one) / Fraction(other), 2),
        (share(pair[0], pair[1:]), Fraction(one) * 100 / Fraction(other), 1),
        (growth(*pair), (Fraction(one) - Fraction(other)) * 100 / Fraction(other), 1),
    ):
        assert abs(Fraction(done.value) - exact) <= Fraction(1, 2 * 10**place)
        assert (" = " in done.text) is (Fraction(done.value) == exact)


@given(st.lists(st.tuples(EXACT, HEDGES), min_size=2, max_size=8))
def test_a_hedged_sum_never_claims_more_than_its_operands(drawn: list[tuple[Decimal, str | None]]):
    done = total(operands(*(figure(value, hedge=hedge) for value, hedge in drawn)))
    amounts = [scaled(one) for _, one in done.operands]
    assert (done.hedge is None) is all(one.exact for one in amounts)
    if done.hedge:
        low, high = bounds(done)
        assert low == sum(one.low for one in amounts) and high == sum(one.high for one in amounts)


@given(st.lists(st.tuples(EXACT, HEDGES), min_size=1, max_size=8), st.sampled_from(["largest", "smallest"]))
def test_nobody_surely_passes_a_leader(drawn: list[tuple[Decimal, str | None]], order: str):
    line = operands(*(figure(value, hedge=hedge) for value, hedge in drawn))
    first, sure = leaders(line, order)
    assert first and {rid for rid, _ in ordered(line, order)} == {rid for rid, _ in line}
    for _, leader in first:
        for _, other in line:
            less, more = (leader, other) if order == "largest" else (other, leader)
            assert not scaled(less).surely_less(scaled(more))
    if sure and len(first) > 1:
        assert len({scaled(one) for _, one in first}) == 1


# ---- the gate ----


def claim(done: Computation, text: str, **changes: object) -> Draft:
    spans = tuple((rid, Span(start=one.start, end=one.end)) for rid, one in done.operands)
    return Draft(
        **{"text": text, "kind": "computed", "spans": spans, "figures": done.operands, "computed": done} | changes
    )


SUM = total(operands(FENGTAI, BAOJI))
TEST = tally(operands(FENGTAI, PINGLIANG), Condition(sign=">", value=Decimal(500), unit="条"), "家")
EVERY = [
    SUM, TEST, mean(operands(FENGTAI, BAOJI)), difference(*operands(BAOJI, FENGTAI)), ratio(*operands(PINGLIANG, FENGTAI)),
    share(("r0", FENGTAI), operands(FENGTAI, PINGLIANG)), growth(*operands(FENGTAI, PINGLIANG)), ranking(operands(FENGTAI, BAOJI), "smallest"),
    difference(*operands(PINGLIANG, FENGTAI), "accumulated"), tally(operands(figure(0)), Condition(sign="=", value=Decimal(0)), "家"),
]  # fmt: skip


@pytest.mark.parametrize("done", EVERY, ids=lambda done: done.text)
def test_what_was_calculated_stands(done: Computation):
    assert miscalculation(claim(done, f"结果是{result(done)}")) is None


@pytest.mark.parametrize("done", EVERY, ids=lambda done: done.text)
@pytest.mark.parametrize(
    "change", [{"value": Decimal("4711")}, {"text": "1条 + 1条 = 2条"}, {"hedge": "约"}, {"unit": "份"}]
)
def test_a_tampered_calculation_falls(done: Computation, change: dict[str, object]):
    if change == {"hedge": done.hedge}:
        change = {"hedge": None}
    assert miscalculation(claim(done.model_copy(update=change), "结果"))


@pytest.mark.parametrize(
    ("done", "text", "stands"),
    [
        (SUM, "2份报告合计5573余条", True), (SUM, "273条加5300余条", True), (SUM, "合计5573条", False), (SUM, "合计5574余条", False),
        (SUM, "合计5573余件", False), (SUM, "3份报告合计5573余条", False), (TEST, "超过500条的有1家", True), (TEST, "超过600条的有1家", False),
        (TEST, "超过500条的有2家，共2份", True), (TEST, "超过500条的有9家", False),
    ],
)  # fmt: skip
def test_every_number_of_the_claim_is_the_calculations(done: Computation, text: str, stands: bool):
    assert (miscalculation(claim(done, text)) is None) is stands


def test_an_operand_without_citation_falls():
    assert "出处" in (miscalculation(claim(SUM, "合计5573余条", spans=(("r0", Span(start=0, end=5)),))) or "")
    assert miscalculation(claim(SUM, "合计5573余条", computed=None))


def test_one_in_words_grounds_one_in_digits():
    assert numbers_in("被申请复议一件", ones=True) == numbers_in("被申请复议1件")
    assert not numbers_in("被申请复议一件")
