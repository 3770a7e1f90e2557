"""Status, nuggets, CMRC's EM and F1, retrieval, summary fields, consistency, and what only many answers show."""

import pytest
from hypothesis import given as sampled
from hypothesis import strategies as st

from evals.metrics import FLOORS, GATE, METRICS, PRIMARY, measures, passes, score_all
from evals.metrics.aggregate import (
    abstention,
    abstention_by_type,
    eligible,
    means,
    micro,
    risk_coverage_auc,
    selective_accuracy,
    totals,
)
from evals.metrics.consistency import consistency
from evals.metrics.text import char_bag_f1, cmrc_em, cmrc_f1, tokens
from evals.schema import GoldField, GoldItem, GoldNumber, GoldSpan, Nugget, Score
from tests.metrics_world import TEXTS, TOTAL, WORLD, answer, case, cite, claim, right


def value(name: str, given: dict, **gold) -> float | None:
    return METRICS[name](case(**gold), given, WORLD).value


def test_gates_and_floors_are_metrics():
    assert set(GATE) | set(FLOORS) | set(PRIMARY) <= set(METRICS)
    assert [score.metric for score in score_all(case(), right(), WORLD)] == list(METRICS)


def test_an_answer_passes_when_nothing_of_the_gate_falls():
    assert passes(score_all(case(), right(), WORLD))
    assert not passes(score_all(case(expect="no_evidence"), right(), WORLD))


def test_must_reads_numerals_and_bounds_numbers():
    assert value("must", right("公开二百七十三条"), must=["273"]) == 1
    assert value("must", right("公开1273条"), must=["1273"]) == 1
    given = answer([claim("公开1273条")], [])
    assert value("must", given, must=["273"]) == 0
    assert value("must_not", given, must_not=["273"]) == 1
    assert value("must_not", right("公开二百七十三条"), must_not=["273"]) == 0


def test_a_long_answer_is_not_brief():
    given = answer([claim(f"公开{i}条", 1) for i in range(9)], [cite(1, "east13", TOTAL)])
    assert value("brief", given) == 0
    assert value("brief", right()) == 1


# ---- nuggets ----

NUGGETS = (
    Nugget(text="总数", numbers=(GoldNumber(value="273", unit="条"),)),
    Nugget(text="保密审查", any_of=("保密审查", "审查制度"), partly=("审查",)),
    Nugget(text="培训", importance="okay", any_of=("培训",)),
)


@pytest.mark.parametrize(
    ("text", "strict", "vital", "strict_all", "everything"),
    [
        ("主动公开273条，保密审查，培训", 1, 1, 1, 1),
        ("主动公开273条，审查", 0.5, 0.75, 1 / 3, 0.5),
        ("主动公开272条", 0, 0, 0, 0),
        ("培训", 0, 0, 1 / 3, 1 / 3),
    ],
)
def test_nuggets(text: str, strict: float, vital: float, strict_all: float, everything: float):
    names = ("nugget_strict_vital", "nugget_vital", "nugget_strict_all", "nugget_all")
    got = [value(name, right(text), nuggets=NUGGETS) for name in names]
    assert got == [pytest.approx(one) for one in (strict, vital, strict_all, everything)]


def test_a_nugget_with_words_and_number_is_partial_with_one_of_them():
    both = (Nugget(text="培训2次", any_of=("培训",), numbers=(GoldNumber(value="2", unit="次"),)),)
    assert value("nugget_vital", right("培训3次"), nuggets=both) == 0.5
    assert value("nugget_strict_vital", right("培训3次"), nuggets=both) == 0
    assert value("nugget_strict_vital", right("培训两次"), nuggets=both) == 1


def test_no_vital_nugget_is_no_score():
    assert value("nugget_strict_vital", right(), nuggets=NUGGETS[2:]) is None
    assert value("nugget_all", right(), nuggets=()) is None


def test_claims_of_no_nugget_cost_precision():
    given = answer([claim("主动公开273条", 1), claim("天气很好", 1)], [cite(1, "east13", TOTAL)])
    assert value("nugget_precision", given, nuggets=NUGGETS) == 0.5


# ---- CMRC ----


@pytest.mark.parametrize(
    ("prediction", "reference", "em", "f1"),
    [
        ("北京大学", "北京大学", 1, 1),
        ("《北京大学》。", "北京大学", 1, 1),
        ("北大学京", "北京大学", 0, 2 * (2 / 4) * (2 / 4) / (4 / 4)),
        ("在北京大学读书", "北京大学", 0, 2 * 4 / (7 + 4)),
        ("南开", "北京大学", 0, 0),
        ("2013年", "2013年", 1, 1),
        ("ABC", "abc", 1, 1),
    ],
)
def test_cmrc_by_hand(prediction: str, reference: str, em: float, f1: float):
    assert cmrc_em(prediction, [reference]) == em
    assert cmrc_f1(prediction, [reference]) == pytest.approx(f1)


def test_the_longest_common_run_is_contiguous():
    """A subsequence or a bag would give all four tokens of 甲乙丙丁; the run has two."""
    assert cmrc_f1("甲乙X丙丁", ["甲乙丙丁"]) == pytest.approx(2 * 2 / (5 + 4))
    assert char_bag_f1("甲乙X丙丁", ["甲乙丙丁"]) == pytest.approx(2 * 4 / (5 + 4))


def test_the_quirks_of_the_official_script():
    assert tokens("公开……了") == ["公", "开", "…", "…", "了"]
    assert cmrc_em("公开…", ["公开"]) == 0
    assert cmrc_em("公开.", ["公开"]) == 0
    assert cmrc_em("公开，", ["公开"]) == 1
    assert tokens("共3.5万, 1,234条") == ["共", "3.5", "万", ",", "1,234", "条"]


def test_the_best_reference_counts():
    assert cmrc_f1("公开条例", ["公开", "公开条例", "别的"]) == 1


@sampled(st.text(alphabet="公开信息条例，。a1 ", max_size=12), st.text(alphabet="公开信息条例，。a1 ", max_size=12))
def test_f1_is_symmetric_bounded_and_never_above_the_bag(one: str, other: str):
    run, bag = cmrc_f1(one, [other]), char_bag_f1(one, [other])
    assert run == cmrc_f1(other, [one])
    assert 0 <= run <= bag <= 1


def test_em_and_f1_need_references():
    assert value("em", right()) is value("f1", right()) is value("bag_f1", right()) is None
    assert value("em", right("273条"), answers=["273条", "二百七十三条"]) == 1


# ---- retrieval ----

GOLD = TEXTS["east13"].index("主动公开政府信息273条")
SPANS = (
    GoldSpan(report="east13", start=GOLD, end=GOLD + 20, quote=TEXTS["east13"][GOLD : GOLD + 20]),
    GoldSpan(report="sha-east14", start=10, end=30, quote=TEXTS["east14"][10:30], grade=1),
)


def hit(rid: str, start: int, end: int) -> dict:
    return {"report_id": rid, "start": start, "end": end}


RIGHT, HALF, LESS, NEAR, WRONG = (
    hit("east13", GOLD, GOLD + 20), hit("east13", GOLD - 10, GOLD + 10), hit("east13", GOLD - 11, GOLD + 9),
    hit("east14", 0, 40), hit("west13", 0, 20),
)  # fmt: skip


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ([RIGHT], {"hit@1": 1, "RR@10": 1, "AP": 1, "R@5": 1, "doc_hit@1": 1, "right_report@5": 1}),
        (
            [WRONG, HALF],
            {"hit@1": 0, "hit@5": 1, "RR@10": 0.5, "AP": 0.5, "doc_hit@1": 0, "doc_hit@5": 1, "right_report@5": 0.5},
        ),
        ([LESS], {"hit@1": 0, "RR@10": 0, "AP": 0, "R@5": 0, "doc_hit@1": 1}),
        ([NEAR], {"hit@1": 0, "doc_hit@1": 1, "right_report@5": 1}),
        ([], {"hit@1": 0, "hit@10": 0, "RR@10": 0, "nDCG@10": 0, "AP": 0, "doc_hit@1": 0, "right_report@5": None}),
    ],
)
def test_retrieval(hits: list[dict], expected: dict):
    got = {name: value(name, {"hits": hits}, spans=SPANS) for name in expected}
    assert got == {name: one if one is None else pytest.approx(one) for name, one in expected.items()}


def test_ndcg_is_graded():
    both, swapped = ({"hits": hits} for hits in ([RIGHT, NEAR], [NEAR, RIGHT]))
    assert value("nDCG@10", both, spans=SPANS) == pytest.approx(1)
    assert 0.5 < value("nDCG@10", swapped, spans=SPANS) < 1


def test_the_same_place_twice_is_no_second_find():
    again = {"hits": [RIGHT, RIGHT, HALF]}
    assert value("AP", again, spans=SPANS) == 1
    assert value("R@10", again, spans=SPANS) == 1


def test_a_span_of_a_report_that_is_not_there_is_no_score():
    lost = GoldSpan(report="nowhere", start=0, end=2, quote="xx")
    assert value("hit@1", {"hits": [RIGHT]}, spans=(lost,)) is None
    assert value("hit@1", right(), spans=SPANS) is None


# ---- fields of a summary ----


def field(status: str = "stated", **known) -> dict:
    plain = {"label": "", "status": status, "value": None, "unit": None, "hedge": None, "scope": None, "text": None}
    return plain | {"items": [], "citations": []} | known


def summary(**fields: dict) -> dict:
    return {"report_id": "east13", "fields": fields, "citations": [cite(1, "east13", TOTAL)], "sections": []}


TOTAL_GOLD = GoldField(key="disclosed_total", kind="number", status="stated", value="273", unit="条", scope="本年")
FEES_GOLD = GoldField(key="fees", kind="number", status="not_stated")
RULES_GOLD = GoldField(key="organisation", kind="text", status="stated", text="建立了保密审查制度")
PARTS_GOLD = GoldField(
    key="categories", kind="list", status="stated",
    items=(GoldItem(label="财务信息", value="12", unit="条"), GoldItem(label="业务动态", value="187", unit="条")),
)  # fmt: skip
STATED = field(value="273", unit="条", scope="本年", citations=[1])


@pytest.mark.parametrize(
    ("fees", "total", "precision", "recall", "null"),
    [
        (field("not_stated"), STATED, 1, 1, 1),
        (field(value="0", unit="元"), STATED, 1 / 2, 1, 0),
        (field("not_stated"), STATED | {"value": "272"}, 0, 0, 1),
        (field("not_stated"), STATED | {"hedge": "余"}, 0, 0, 1),
        (field("not_stated"), STATED | {"scope": "累计"}, 0, 0, 1),
        (field("not_stated"), STATED | {"unit": "元"}, 0, 0, 1),
        (field("not_stated"), field("not_stated"), None, 0, 1),
    ],
)
def test_number_fields(fees: dict, total: dict, precision: float | None, recall: float, null: float):
    given, gold = summary(disclosed_total=total, fees=fees), (TOTAL_GOLD, FEES_GOLD)
    assert value("field_precision", given, fields=gold) == precision
    assert value("field_recall", given, fields=gold) == recall
    assert value("field_null_accuracy", given, fields=gold) == null


def test_text_fields_match_at_four_fifths():
    for text, right_one in (("建立了保密审查制度", 1), ("建立了保密审查制度。", 1), ("召开了领导小组会议", 0)):
        assert value("field_f1", summary(organisation=field(text=text)), fields=(RULES_GOLD,)) == right_one


def test_list_fields_match_one_to_one():
    def item(label: str, number: str | None) -> dict:
        return {"label": label, "value": number, "unit": "条", "citations": []}

    lines = [item("业务动态", "187"), item("财务信息", "13"), item("机构职能", "2")]
    given = summary(categories=field(items=lines))
    one = METRICS["field_precision"](case(fields=(PARTS_GOLD,)), given, WORLD)
    assert (one.hits, one.of) == (1, 3)
    two = METRICS["field_recall"](case(fields=(PARTS_GOLD,)), given, WORLD)
    assert (two.hits, two.of) == (1, 2)


def test_a_filled_field_is_supported_by_its_citation():
    assert value("field_support", summary(disclosed_total=STATED)) == 1
    assert value("field_support", summary(disclosed_total=STATED | {"value": "999"})) == 0
    assert value("field_support", summary(disclosed_total=STATED | {"citations": []})) == 0


def test_parts_must_make_the_total_where_the_golds_do():
    gold = (TOTAL_GOLD.model_copy(update={"value": "199"}), PARTS_GOLD)
    lines = [{"label": "财务信息", "value": "12", "unit": "条"}, {"label": "业务动态", "value": "187", "unit": "条"}]
    for total, adds_up in (("199", 1), ("200", 0)):
        given = summary(disclosed_total=field(value=total, unit="条"), categories=field(items=lines))
        assert value("field_parts", given, fields=gold) == adds_up
    assert value("field_parts", given, fields=(TOTAL_GOLD, PARTS_GOLD)) is None


def test_an_answer_has_no_fields():
    assert value("field_f1", right(), fields=(TOTAL_GOLD,)) is None
    assert value("status", summary()) is None


# ---- consistency ----


def test_consistency_is_the_share_of_pairs():
    same = right("东山区人民政府2013年：主动公开政府信息二百七十三条")
    other = right("东山区人民政府2013年：主动公开政府信息187条")
    assert consistency([right(), same]).value == 1
    assert consistency([right(), same, other]).value == pytest.approx(1 / 3)
    assert consistency([right(), answer([], [])]).value == 0
    assert consistency([right()]).value is None


# ---- many answers ----


def asked(expect: str, status: str, kind: str | None = None, confidence: float = 1.0) -> tuple:
    return case(expect=expect, unanswerable_type=kind), answer([], [], status=status, confidence=confidence)


def test_abstention_counts():
    pairs = [asked("no_evidence", "no_evidence", "wrong_year")] * 3 + [
        asked("no_evidence", "answered", "out_of_domain")
    ]
    pairs += [asked("answered", "answered")] * 5 + [asked("answered", "no_evidence")]
    found = abstention(pairs)
    assert found["abstention_precision"] == found["abstention_recall"] == found["abstention_f1"] == 0.75
    assert found["over_refusal"] == pytest.approx(1 / 6)
    assert found["answered_when_unanswerable"] == 0.25
    assert found["coverage"] == 0.6
    assert abstention_by_type(pairs) == {"out_of_domain": (0, 1), "wrong_year": (3, 3)}


def test_undefined_is_none():
    found = abstention([asked("answered", "answered")])
    assert found["abstention_precision"] is found["abstention_recall"] is found["abstention_f1"] is None
    assert selective_accuracy([]) is None
    assert risk_coverage_auc([]) is None


def test_risk_coverage():
    def pair(confidence: float, passed: bool) -> tuple:
        return answer([claim("x")], [], confidence=confidence), passed

    assert risk_coverage_auc([pair(0.9, True), pair(0.5, False)]) == pytest.approx((0 + 1 / 2) / 2)
    assert risk_coverage_auc([pair(0.9, False), pair(0.5, True)]) == pytest.approx((1 + 1 / 2) / 2)
    tied = [pair(0.5, True), pair(0.5, False)]
    assert risk_coverage_auc(tied) == risk_coverage_auc(tied[::-1]) == pytest.approx(0.5)
    assert selective_accuracy(tied) == 0.5


def test_abstaining_earns_nothing_on_an_answerable_question():
    refusal = answer([], [])
    score = METRICS["citation_recall"](case(), refusal, WORLD)
    assert score.value is None
    assert eligible(case(), score, refusal) == 0
    assert eligible(case(expect="no_evidence"), score, refusal) is None


def test_means_leave_out_what_could_not_be_scored_and_say_how_many():
    scores = [
        Score(metric="m", value=v, answer="", explanation="", hits=h, of=o)
        for v, h, o in ((1, 1, 1), (0.25, 1, 4), (None, None, None))
    ]
    assert means(scores) == {"m": (0.625, 2, 1)}
    assert micro(scores) == {"m": 0.4}


def test_measures():
    given = right() | {"timings": {"retrieve": 0.25, "read": 0.5}, "usage": {"input_tokens": 100, "output_tokens": 7}}
    found = measures(case(), given, WORLD)
    assert (found["latency_s"], found["tokens_in"], found["tokens_out"]) == (0.75, 100, 7)
    assert totals([found, {"latency_s": 0.25}])["latency_s"] == 0.5
    assert "tokens_in" not in measures(case(), right(), WORLD)
