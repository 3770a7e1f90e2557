"""The metrics' own test: every operator makes what it says, every hard fault is seen, equal rewordings are not."""

from typing import Any

import pytest

from bot.chain import AnswerChain
from evals.degenerate import SANE, SYSTEMS, broken_floors, degenerate
from evals.faults import ANSWER_FAULTS
from evals.kill import HARD, KillMatrix, kill_matrix
from evals.metrics import METRICS, passes, score_all
from evals.metrics.reading import read
from evals.metrics.world import World
from evals.mutants import TEXT_EQUIVALENTS, TEXT_FAULTS, char_changed, hanzi
from evals.mutate import ANSWER_EQUIVALENTS, FIELD_FAULTS, OPERATORS, Mutant, mutants
from evals.schema import Case, GoldField, GoldNumber
from evals.smoke import SMOKE_CASES
from evals.suites import read_cases
from tests.metrics_world import TOTAL, WORLD, answer, case, cite, claim, right

# ---- faults in words ----


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        ("number_plus_one", "2013年公开37条、12件", ["2013年公开38条、12件", "2013年公开37条、13件"]),
        ("number_plus_one", "公开1,234条", ["公开1235条"]),
        ("number_minus_one", "收到0件，公开37条", ["收到0件，公开36条"]),
        ("number_transposed", "公开37条", ["公开73条"]),
        ("number_transposed", "公开33条", []),
        ("number_transposed", "公开1,203条", ["公开1,023条"]),
        ("number_tenfold", "公开37条，0件", ["公开370条，0件"]),
        ("myriads_swapped", "公开1.2万条", ["公开1.2亿条"]),
        ("myriads_swapped", "公开37条", ["公开37万条"]),
        ("units_swapped", "收到37件", ["收到37人", "收到37元"]),
        ("percent_points", "增长12%", ["增长12个百分点"]),
        ("percent_points", "增长12个百分点", ["增长12%"]),
        ("direction_flipped", "同比增长12%", ["同比下降12%"]),
        ("direction_flipped", "提高认识", []),
        ("hedge_dropped", "公开5300余条", ["公开5300条"]),
        ("hedge_dropped", "约30人次，90%以上", ["30人次，90%以上", "约30人次，90%"]),
        ("hedge_dropped", "公开5300条", []),
        ("cells_swapped", "许可15件、处罚2件", ["许可2件、处罚15件"]),
        ("cells_swapped", "许可15件、收费2元", []),
        ("year_next", "2013年公开2013条", ["2014年公开2013条"]),
        ("year_before", "2013年", ["2012年"]),
        ("negation_removed", "未收到申请", ["收到申请"]),
        ("negation_added", "收到申请2件", ["未收到申请2件"]),
        ("negation_added", "未收到申请", []),
    ],
)
def test_a_fault_in_words(operator: str, text: str, expected: list[str]):
    assert list(TEXT_FAULTS[operator](text)) == expected


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        ("same_in_chinese", "公开37条", ["公开三十七条"]),
        ("same_in_chinese", "公开5300余条", ["公开五千三百余条"]),
        ("same_full_width", "公开37条", ["公开３７条"]),
        ("same_in_myriads", "公开12000条", ["公开1.2万条"]),
        ("same_in_myriads", "公开12345条", []),
        ("same_separated", "公开1234条", ["公开1,234条"]),
        ("same_unseparated", "公开1,234条", ["公开1234条"]),
        ("same_quote_style", "“公开”", ["「公开」"]),
        ("same_spaced", "公开37条", ["公开 37 条"]),
    ],
)
def test_an_equal_rewording(operator: str, text: str, expected: list[str]):
    found = list(TEXT_EQUIVALENTS[operator](text))
    assert found == expected
    for one in found:
        assert [(n.value, n.unit, n.hedge) for n in read(one)] == [(n.value, n.unit, n.hedge) for n in read(text)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (110, "一百一十"),
        (205, "二百零五"),
        (1005, "一千零五"),
        (12000, "一万二千"),
        (10205, "一万零二百零五"),
    ],
)
def test_hanzi(value: int, words: str):
    assert hanzi(value) == words


def test_one_character_changes():
    assert list(char_changed("政府信息")) == ["政府某息"]
    assert list(char_changed("")) == []


# ---- faults in answers ----

GOLD = {"numbers": [GoldNumber(value="273", unit="条", body="东山", year=2013)], "bodies": ["东山"]}
RIGHT = answer(
    [claim("东山区人民政府2013年：主动公开政府信息273条", 1), claim("东山区人民政府：累计公开5300余条（历年累计）", 2)],
    [cite(1, "east13", TOTAL), cite(2, "east13", "累计公开5300余条。")],
)  # fmt: skip


def by_operator(one: Case, given: dict[str, Any]) -> dict[str, list[Mutant]]:
    found: dict[str, list[Mutant]] = {}
    for mutant in mutants(one, given, WORLD):
        found.setdefault(mutant.operator, []).append(mutant)
    return found


def test_the_right_answer_passes():
    assert passes(score_all(case(**GOLD), RIGHT, WORLD))


def test_mutants_leave_the_answer_alone_and_are_new():
    before = repr(RIGHT)
    found = by_operator(case(**GOLD), RIGHT)
    assert repr(RIGHT) == before
    assert all(mutant.answer != RIGHT for same in found.values() for mutant in same)
    assert all(len(same) <= 3 for same in found.values())
    assert set(found) <= set(OPERATORS)


@pytest.mark.parametrize("operator", [*TEXT_FAULTS, *ANSWER_FAULTS])
def test_every_fault_is_seen(operator: str):
    found = by_operator(case(**GOLD), RIGHT).get(operator, [])
    for mutant in found:
        assert mutant.expected == "kill"
        assert not passes(score_all(case(**GOLD), mutant.answer, WORLD)), mutant.answer["claims"]


@pytest.mark.parametrize("operator", [*TEXT_EQUIVALENTS, *ANSWER_EQUIVALENTS])
def test_no_equal_rewording_moves_a_score(operator: str):
    base = score_all(case(**GOLD), RIGHT, WORLD)
    for mutant in by_operator(case(**GOLD), RIGHT).get(operator, []):
        assert mutant.expected == "survive"
        scores = score_all(case(**GOLD), mutant.answer, WORLD)
        assert [one.value for one in scores] == [one.value for one in base], mutant.answer["claims"]


def test_every_answer_operator_is_tried_somewhere():
    """Faults that need no unanswerable case, no second year and no area above the body fit the answer by hand."""
    elsewhere = {"answer_on_unanswerable", "hedge_then_answer", "body_parent", "number_other_scope"}
    elsewhere |= {"percent_points", "direction_flipped", "cells_swapped", "negation_removed"}
    found = by_operator(case(**GOLD), RIGHT)
    assert {*TEXT_FAULTS, *ANSWER_FAULTS} - set(found) <= elsewhere


@pytest.mark.parametrize("operator", ["answer_on_unanswerable", "hedge_then_answer"])
def test_answering_the_unanswerable_is_seen(operator: str):
    one = case(expect="no_evidence")
    (mutant,) = by_operator(one, answer([], []))[operator]
    assert mutant.answer["claims"]
    assert not passes(score_all(one, mutant.answer, WORLD))


def test_a_report_of_another_year_is_seen():
    (mutant,) = [m for m in mutants(case(**GOLD), right(), WORLD) if m.operator == "cited_other_report"]
    assert mutant.answer["citations"][0]["report_id"] == "east14"
    (mutant,) = [m for m in mutants(case(**GOLD), right(), WORLD) if m.operator == "number_other_year"]
    assert mutant.answer["claims"][0]["text"].endswith("301条")


# ---- faults in summaries ----

FIELDS = {
    "disclosed_total": {"status": "stated", "value": "273", "unit": "条", "hedge": None, "scope": "本年", "text": None, "items": [], "citations": [1]},
    "training": {"status": "stated", "value": "2", "unit": "次", "hedge": None, "scope": "本年", "text": None, "items": [], "citations": [2]},
    "fees": {"status": "not_stated", "value": None, "unit": None, "hedge": None, "scope": None, "text": None, "items": [], "citations": []},
}  # fmt: skip
GOLD_FIELDS = (
    GoldField(key="disclosed_total", kind="number", status="stated", value="273", unit="条"),
    GoldField(key="training", kind="number", status="stated", value="2", unit="次"),
    GoldField(key="fees", kind="number", status="not_stated"),
)
SUMMARY = {
    "report_id": "east13",
    "fields": FIELDS,
    "sections": [],
    "citations": [cite(1, "east13", TOTAL), cite(2, "east13", "开展培训2次")],
}


def test_every_fault_of_a_summary_is_seen():
    one = case(fields=GOLD_FIELDS)
    assert passes(score_all(one, SUMMARY, WORLD))
    found = by_operator(one, SUMMARY)
    assert set(found) == set(FIELD_FAULTS)
    for same in found.values():
        for mutant in same:
            assert not passes(score_all(one, mutant.answer, WORLD)), mutant.operator


# ---- the matrix ----


def test_the_matrix_counts():
    matrix = kill_matrix([(case(**GOLD), RIGHT), (case(expect="no_evidence"), RIGHT)], WORLD)
    assert matrix.answers == 1
    assert matrix.tried["quote_char"] == 2
    assert matrix.rate("quote_char", "quote_exact") == matrix.rate("quote_char") == 1
    assert matrix.rate("quote_char", "status") == 0
    assert matrix.rate("no such operator") is None
    assert matrix.broken() == []
    assert "quote_char" in matrix.table()


def test_a_broken_promise_is_told():
    matrix = KillMatrix(1, {"quote_char": 3}, {("quote_char", "quote_exact"): 2}, (), ())
    assert matrix.broken() == ["quote_char: quote_exact saw 2 of 3"]


def test_a_blind_metric_is_found_out(monkeypatch: pytest.MonkeyPatch):
    """The matrix can fail: a metric that always says 1 kills nothing."""
    monkeypatch.setitem(
        METRICS,
        "quote_exact",
        lambda c, a, w: METRICS["status"](c, a, w).model_copy(update={"metric": "quote_exact", "value": 1.0}),
    )
    assert "quote_char: quote_exact saw 0 of 2" in kill_matrix([(case(**GOLD), RIGHT)], WORLD).broken()


def test_a_touchy_metric_is_found_out(monkeypatch: pytest.MonkeyPatch):
    """A metric that compares characters raises a false alarm on another numeral."""

    def touchy(c: Case, a: dict, w: World):
        return METRICS["status"](c, a, w).model_copy(
            update={"metric": "must", "value": float("273" in str(a["claims"]))}
        )

    monkeypatch.setitem(METRICS, "must", touchy)
    assert any(one.startswith("same_in_chinese") for one in kill_matrix([(case(**GOLD), RIGHT)], WORLD).broken())


def test_right_answers_of_the_product_over_the_seeds(seeds: AnswerChain):
    """Every hard fault planted in the product's own right answers is seen; no equal rewording alarms."""
    world = World.of(seeds.library)
    cases = read_cases(SMOKE_CASES)[::3]
    keys = {"question", "report", "year", "after", "id"}
    samples = [(one, seeds.invoke(one.model_dump(include=keys)).model_dump(mode="json")) for one in cases]
    matrix = kill_matrix(samples, world)
    assert matrix.answers >= 8
    assert matrix.broken() == []
    assert set(HARD) - set(matrix.tried) == set()
    for operator in TEXT_FAULTS:
        if matrix.tried.get(operator) and not operator.startswith("negation"):
            assert matrix.rate(operator) == 1, operator


# ---- degenerate systems ----

MIXED = (
    case(id="total", **GOLD),
    case(
        id="west", bodies=["西水"], numbers=[GoldNumber(value="55", unit="条", body="西水", metric="disclosed_total")]
    ),
    case(id="train", bodies=["东山"], numbers=[GoldNumber(value="2", unit="次", metric="training", body="东山")]),
    case(id="none", expect="no_evidence", question="北海市公开了多少条？", unanswerable_type="wrong_agency"),
)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_degenerate_system_breaks_a_floor(name: str):
    assert broken_floors(name, MIXED, WORLD)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_degenerate_answer_can_be_scored(name: str):
    for one in MIXED:
        given = degenerate(name, one, WORLD)
        assert {score.metric for score in score_all(one, given, WORLD)} == set(METRICS)


def test_floors_are_metrics():
    assert set(SANE) - {"refused"} <= set(METRICS)
