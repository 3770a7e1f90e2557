"""Quotes and citations: ALCE's quirks are mended (out of range, duplicates), and denial is not assertion."""

import pytest

from evals.judge import agreement, bias_corrected, opinions
from evals.metrics import METRICS
from evals.metrics.citations import citation_measures
from evals.metrics.quotes import quote_measures
from evals.metrics.support import polarity_fault
from tests.metrics_world import TOTAL, WORLD, answer, case, cite, claim, right

TEXT = "东山区人民政府2013年：主动公开政府信息273条"


def value(name: str, given: dict, **gold) -> float | None:
    return METRICS[name](case(**gold), given, WORLD).value


def with_citations(*citations: int) -> dict:
    return answer([claim(TEXT, *citations)], [cite(1, "east13", TOTAL)])


def test_a_right_answer():
    for name in ("quote_exact", "citations_resolve", "citation_recall", "citation_precision", "citation_f1"):
        assert value(name, right()) == 1


def test_an_out_of_range_citation_lowers_precision():
    """ALCE's code leaves precision at 1.0 here, for [99] never enters its denominator."""
    given = with_citations(1, 99)
    assert value("citation_precision", given) == 0.5
    assert value("citation_recall", given) == 0
    assert value("citations_resolve", given) == pytest.approx(2 / 3)


def test_repeated_citations_cost():
    """[1][1][1] costs nothing in ALCE."""
    assert value("citation_precision", with_citations(1, 1, 1)) == pytest.approx(1 / 3)
    assert value("citation_recall", with_citations(1, 1, 1)) == 1


def test_a_citation_that_no_claim_uses_costs():
    given = answer([claim(TEXT, 1)], [cite(1, "east13", TOTAL), cite(2, "west13", "主动公开政府信息55条")])
    assert value("citation_precision", given) == 0.5


def test_a_citation_that_adds_nothing_is_wrong():
    given = answer([claim(TEXT, 1, 2)], [cite(1, "east13", TOTAL), cite(2, "east13", "开展培训2次")])
    assert value("citation_precision", given) == 0.5
    assert value("citation_recall", given) == 1
    assert citation_measures(given, WORLD)["citation_overcite_rate"] == 0.5


def test_two_citations_that_are_needed_together_are_right():
    text = "东山区人民政府2013年：主动公开政府信息273条，开展培训2次"
    given = answer([claim(text, 1, 2)], [cite(1, "east13", TOTAL), cite(2, "east13", "开展培训2次")])
    assert value("citation_precision", given) == value("citation_recall", given) == 1


def test_no_citation_is_no_support():
    assert value("citation_recall", with_citations()) == 0
    assert value("citation_precision", answer([claim(TEXT)], [])) is None


def test_a_refusal_is_not_scored():
    refusal = answer([], [])
    for name in ("quote_exact", "citations_resolve", "citation_recall", "citation_precision", "citation_f1", "brief"):
        assert value(name, refusal) is None


def test_an_absence_claim_needs_no_citation():
    given = right()
    given["claims"].append(claim("未提及收费：西水镇", kind="absence", searched=["west13"]))
    assert value("citation_recall", given) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": TOTAL.replace("公开", "公示", 1)},
        {"start": 0, "end": len(TOTAL)},
        {"report_id": "east14"},
        {"report_id": "none"},
    ],
)
def test_a_quote_is_the_text_code_point_for_code_point(changes: dict):
    given = answer([claim(TEXT, 1)], [cite(1, "east13", TOTAL, **changes)])
    assert value("quote_exact", given) == 0


def test_closest_passages_are_quotes_too():
    given = answer(
        [], [], closest=[cite(1, "east13", "开展培训2次"), cite(2, "east13", "开展培训2次", quote="开展培训3次")]
    )
    assert value("quote_exact", given) == 0.5


def test_a_quote_claim_is_its_quotation():
    given = answer([claim("主动公开政府信息273条。", 1, kind="quote")], [cite(1, "east13", "主动公开政府信息273条")])
    assert value("quote_exact", given) == 0.5


def test_a_quote_claim_may_have_a_foreign_lead_in():
    quote = "主动公开政府信息273条"
    for text, exact in ((f"In the report's words — {quote}", 1), (f"报告说{quote}", 0.5), (f"2014: {quote}", 0.5)):
        assert value("quote_exact", answer([claim(text, 1, kind="quote")], [cite(1, "east13", quote)])) == exact


def test_a_misnamed_report_does_not_resolve():
    given = answer([claim(TEXT, 1)], [cite(1, "east13", TOTAL, year=2014)])
    assert value("citations_resolve", given) == 0.5


def test_one_number_for_two_citations_is_ambiguous():
    given = answer([claim(TEXT, 1)], [cite(1, "east13", TOTAL), cite(1, "east13", "开展培训2次")])
    assert value("citations_resolve", given) < 1


@pytest.mark.parametrize(
    ("text", "told", "fits"),
    [
        ("未收到申请", "未收到申请。", True),
        ("收到申请", "未收到申请。", False),
        ("未收到申请", "收到申请2件。", False),
        ("收到申请0件", "未收到申请。", True),
        ("建立了制度", "不断完善，建立了制度。", True),
        ("未建立制度", "建立了制度，未建立台账。", True),
    ],
)
def test_denial_is_not_assertion(text: str, told: str, fits: bool):
    assert (polarity_fault(text, told) is None) == fits


def test_words_alone_need_support_too():
    quote = "东山区建立了保密审查制度。"
    told = {
        "建立了保密审查制度": 1,
        "建立了领导小组会议纪要": 0,
        "未建立保密审查制度": 0,
        "计划：“建立了会议纪要制度”": 0,
    }
    for text, support in told.items():
        given = answer([claim(f"东山区人民政府2013年：{text}", 1, kind="generated")], [cite(1, "east13", quote)])
        assert value("citation_recall", given) == support, text


def test_measures_are_beside_the_scores():
    given = right()
    assert quote_measures(given, WORLD) == {
        "quote_normalised": 1.0, "quote_chars_mean": len(TOTAL), "quote_chars_max": len(TOTAL), "quote_occurrences": 1.0,
    }  # fmt: skip
    assert citation_measures(given, WORLD)["cited_chars"] == len(TOTAL)
    assert citation_measures(with_citations(1, 99), WORLD)["citation_dangling_rate"] == 0.5


def test_a_judge_reports_beside_the_rule():
    class Doubter:
        name = "doubter"

        def __call__(self, evidence: str, statement: str) -> float:
            return 0.0

    (opinion,) = opinions(Doubter(), case(), right(), WORLD)
    assert (opinion.judged, opinion.ruled) == (0.0, True)


def test_agreement_is_kappa():
    assert agreement([True, True, False, False], [True, False, False, False]) == 0.5
    assert agreement([True, True], [True, True]) is None
    assert agreement([], []) is None
    with pytest.raises(ValueError, match="1 verdicts for 2 labels"):
        agreement([True], [True, False])


def test_a_judges_rate_is_corrected_by_its_errors():
    assert bias_corrected(0.7, 0.9, 0.8) == pytest.approx(0.5 / 0.7)
    assert bias_corrected(0.5, 0.5, 0.5) is None
