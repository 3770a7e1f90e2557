"""Generated reports are certain of their gold, and the smoke scorers see planted faults."""

import copy
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from evals.generate import generate_library, generate_report, main
from evals.metrics.basics import must
from evals.metrics.world import World
from evals.patterns import Mark, load_data, load_patterns, parse
from evals.schema import Case, GeneratedReport, MetricKey, StatedFact
from evals.smoke import SMOKE_CASES, run_smoke, score
from evals.suites import read_cases
from ingest.errors import GongkaiError

LIBRARY = tuple(generate_library(600, seed=3))
PATTERNS = {pattern.id: pattern for found in load_patterns().values() for pattern in found}

TELLTALES = [
    ("fees", "费用|收费|信息处理费"), ("reviews", "行政复议"), ("lawsuits", "行政诉讼"), ("staff", "专职|兼职|名同志"),
    ("training", "培训|轮训|学习班"), ("inquiries", "咨询"), ("applications_received", "收到.{0,9}申请|受理(依|数)"),
    ("applications_handled", "办结|已答复|办理完毕"), ("organisation", "领导小组|查阅点|查阅场所"),
    ("disclosed_total", r"主动公开[^。，]{0,12}\d|共公开"), ("interpretation", "解读|访谈|发布会|回应社会"),
]  # fmt: skip


def _body(report: GeneratedReport) -> str:
    """The text without headings, addressee and the outline that the preamble declares: they name, they do not state."""
    first = next(heading.start for heading in report.headings if heading.level == 1)
    text = report.text[first:]
    for heading in report.headings:
        text = text.replace(heading.number + heading.title, "") if heading.level else text
    return text


def _values(report: GeneratedReport, metric: str, label: str = "", scope: str = "本年") -> set[Decimal]:
    return {Decimal(f.value) for f in report.facts if f.metric == metric and f.label == label and f.scope == scope}


def _parts(report: GeneratedReport, pattern: str, metric: str) -> list[StatedFact]:
    return [f for f in report.facts if f.pattern == pattern and f.metric == metric and f.label]


def _shown(fact: StatedFact) -> str:
    return fact.quote.translate(str.maketrans("０１２３４５６７８９", "0123456789")).replace(",", "")


# --- gold ---


def test_every_quote_stands_at_its_offsets() -> None:
    for report in LIBRARY:
        for said in (*report.facts, *report.statements):
            assert report.text[said.start : said.end] == said.quote != ""


def test_every_quote_shows_its_number_and_hedge() -> None:
    hanzi = "零一两三四五六七八九十"
    for fact in (fact for report in LIBRARY for fact in report.facts):
        number = Decimal(fact.value)
        shapes = {fact.value, f"{number / 10000:f}".rstrip("0").rstrip(".") + "万"}
        shapes |= {hanzi[int(number)]} if number == int(number) and number <= 10 else set()
        nothing = ("未", "没有", "无", "零")
        assert any(shape in _shown(fact) for shape in (*shapes, *(nothing if number == 0 else ()))), fact
        assert not fact.hedge or fact.hedge in fact.quote
        assert number == 0 or fact.unit in fact.quote


def test_a_wrong_quote_cannot_be_constructed() -> None:
    broken = LIBRARY[0].model_dump()
    broken["facts"][0]["quote"] += "。"
    with pytest.raises(ValidationError, match="is not text"):
        GeneratedReport.model_validate(broken)


def test_headings_stand_where_the_outline_says() -> None:
    for report in LIBRARY:
        assert [heading.start for heading in report.headings] == sorted(heading.start for heading in report.headings)
        for heading in report.headings:
            rest = report.text[heading.start :].replace("\n", "", heading.kind == "title")
            assert rest.startswith(heading.number + heading.title)
            assert bool(heading.number) == (heading.level > 0)


def test_agency_and_year_are_in_the_text() -> None:
    for report in LIBRARY:
        assert report.agency in report.text.replace("\n", "")
        assert str(report.year) in report.text


def test_not_stated_and_stated_do_not_meet() -> None:
    for report in LIBRARY:
        assert not {said.metric for said in (*report.facts, *report.statements)} & set(report.not_stated)
    assert {key for report in LIBRARY for key in report.not_stated} >= set(get_args(MetricKey)) - {"problems", "plans"}


@pytest.mark.parametrize(("metric", "word"), TELLTALES)
def test_what_is_not_stated_is_not_in_the_words(metric: str, word: str) -> None:
    silent = [report for report in LIBRARY if metric in report.not_stated]
    assert silent
    for report in silent:
        assert not re.search(word, _body(report)), (report.filename, metric)


def test_texts_are_as_long_as_reports_are() -> None:
    assert all(1000 <= len(report.text) <= 4000 for report in LIBRARY)


# --- sums ---


@pytest.mark.parametrize(
    ("pattern", "metric"),
    [("c01", "categories"), ("c02", "categories"), ("c03", "categories"), ("c04", "categories"), ("c05", "categories")],
)
def test_categories_sum_to_the_total(pattern: str, metric: str) -> None:
    stating = [report for report in LIBRARY if pattern in report.patterns]
    assert stating
    for report in stating:
        assert {sum(Decimal(f.value) for f in _parts(report, pattern, metric))} == _values(report, "disclosed_total")


@pytest.mark.parametrize(
    ("pattern", "metric"),
    [
        ("r01", "applications_received"), ("r08", "applications_received"), ("h01", "applications_handled"),
        ("h04", "applications_handled"), ("p04", "reviews"), ("s02", "staff"), ("q01", "inquiries"),
    ],
)  # fmt: skip
def test_parts_sum_to_their_headline(pattern: str, metric: str) -> None:
    stating = [report for report in LIBRARY if pattern in report.patterns]
    assert stating
    for report in stating:
        assert {sum(Decimal(f.value) for f in _parts(report, pattern, metric))} == _values(report, metric)


def test_received_and_carried_in_are_handled_or_carried_over() -> None:
    both = 0
    for report in LIBRARY:
        received, handled = _values(report, "applications_received"), _values(report, "applications_handled")
        if not received or not handled:
            continue
        both += 1
        carried_in, carried = _values(report, "other", "上年结转"), _values(report, "other", "结转下年度")
        assert sum(received) + sum(carried_in) == sum(handled) + sum(carried)
    assert both > 20


def test_cumulative_is_this_year_and_before() -> None:
    seen = 0
    for report in LIBRARY:
        for cumulative in _values(report, "disclosed_cumulative", scope="累计"):
            seen += 1
            (total,) = _values(report, "disclosed_total")
            before = [f for f in report.facts if f.period == f"{report.year}年以前"]
            assert cumulative >= total
            assert all(Decimal(f.value) + total == cumulative for f in before)
    assert seen > 10


def test_one_report_never_states_two_totals_or_two_ways_of_rounding() -> None:
    side = {"余": "above", "多": "above", "以上": "above", "超过": "above"}
    for report in LIBRARY:
        totals = [f for f in report.facts if f.metric == "disclosed_total" and f.scope == "本年"]
        assert len({(f.value, side.get(f.hedge or "", f.hedge)) for f in totals}) <= 1


# --- patterns and libraries ---


def test_same_seed_same_report() -> None:
    assert generate_report(41) == generate_report(41)
    assert generate_report(41).text != generate_report(42).text
    assert tuple(generate_library(20, seed=3)) == LIBRARY[:20]


def test_identities_are_distinct_and_can_be_asked_for() -> None:
    assert len({(report.agency, report.year) for report in LIBRARY}) == len(LIBRARY)
    asked = generate_report(7, agency="临河县水利局", year=2012)
    assert (asked.agency, asked.year) == ("临河县水利局", 2012)
    assert "临河县水利局" in asked.text.replace("\n", "")
    with pytest.raises(GongkaiError, match="1999"):
        generate_report(7, year=1999)


def test_every_pattern_is_reached() -> None:
    reached = {used for report in LIBRARY for used in report.patterns}
    assert reached == set(PATTERNS)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_a_split_library_uses_all_of_its_patterns_and_no_other(split: Any) -> None:
    used = {name for report in generate_library(400, seed=9, split=split) for name in report.patterns}
    assert used == {name for name, pattern in PATTERNS.items() if pattern.split == split}


def test_patterns_are_many_and_tagged_with_what_they_state() -> None:
    stating = 0
    for pattern in PATTERNS.values():
        marks = [piece for piece in parse(pattern.text) if isinstance(piece, Mark)]
        stating += bool(marks)
        uses = [report for report in LIBRARY if pattern.id in report.patterns]
        said = {f.metric for f in (*uses[0].facts, *uses[0].statements) if f.pattern == pattern.id}
        assert said - {"other"} == set(pattern.states), pattern.id
        assert all(f"{{n}}{mark.unit}" in mark.body.replace(mark.hedge or "", "") for mark in marks if mark.numeric)
    assert stating >= 60


def test_layouts_and_habits_all_occur() -> None:
    openings = {report.headings[0].title for report in LIBRARY}
    kinds = {heading.kind for report in LIBRARY for heading in report.headings}
    assert kinds == {"title", "addressee", "preamble", "heading", "run_in"}
    assert "政府信息公开工作年度报告" in openings
    first = {tuple(h.title for h in report.headings if h.level == 1) for report in LIBRARY}
    for layout in load_data("layouts"):
        assert any(all(t in s["titles"] for t, s in zip(one, layout["sections"], strict=False)) for one in first)
    assert any("(一)" in report.text for report in LIBRARY) and any("（一）" in report.text for report in LIBRARY)
    assert any("\n" in report.text[: len(report.title)] for report in LIBRARY)


def test_an_unreadable_mark_is_named() -> None:
    with pytest.raises(GongkaiError, match="total条"):
        parse("[total条|公开{n}条]")


def test_command_writes_texts_and_gold(tmp_path: Any) -> None:
    main(["--count", "5", "--out", str(tmp_path), "--seed", "2"])
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [GeneratedReport.model_validate_json(line) for line in lines]
    assert len(reports) == 5
    assert all((tmp_path / report.filename).read_bytes().decode() == report.text for report in reports)


# --- smoke scorers ---

TEXT = "一、概述。本单位2013年共主动公开政府信息111条。全乡累计主动公开政府信息703条。"
CASE = Case(
    id="c", suite="smoke", cluster="r1", split="dev", question="公开了多少条？", expect="answered",
    must=("111", "本单位|本机关"), must_not=("703",), bodies=("崔各庄",),
)  # fmt: skip
QUOTE = "本单位2013年共主动公开政府信息111条"


def _citation(n: int, quote: str = QUOTE) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "n": n, "report_id": "r1", "agency": "崔各庄乡人民政府", "year": 2013, "section": ["一、概述"],
        "start": start, "end": start + len(quote), "quote": quote,
    }  # fmt: skip


def _answer() -> dict[str, Any]:
    claim = {"text": "2013年主动公开111条。", "kind": "figure", "citations": [1]}
    return {
        "status": "answered", "claims": [claim], "citations": [_citation(1)], "closest": [], "candidates": [],
    }  # fmt: skip


def _failed(answer: dict[str, Any], case: Case = CASE) -> set[str]:
    return {one.metric for one in score(case, answer, {"r1": TEXT}) if one.value is not None and one.value < 1}


def test_a_right_answer_passes_every_scorer() -> None:
    assert _failed(_answer()) == set()
    assert all(one.value == 1 for one in score(CASE, _answer(), {"r1": TEXT}))


@pytest.mark.parametrize(
    ("metric", "path", "value"),
    [
        ("status", ["status"], "no_evidence"),
        ("must", ["citations", 0, "quote"], QUOTE.replace("111", "1111")),
        ("must_not", ["claims", 0, "text"], "公开７０３条，其中111条"),
        ("quote_exact", ["citations", 0, "quote"], QUOTE.replace("政府", "政务")),
        ("quote_exact", ["citations", 0, "start"], 0),
        ("quote_exact", ["citations", 0, "report_id"], "r2"),
        ("quote_exact", ["closest"], [_citation(9) | {"start": 1}]),
        ("numbers", ["claims", 0, "citations"], [99]),
        ("numbers", ["claims", 0, "citations"], [1, 1]),
        ("numbers", ["claims", 0, "citations"], []),
        ("numbers", ["citations"], [_citation(1), _citation(1)]),
        ("numbers", ["citations"], [_citation(1), _citation(2)]),
        ("bodies", ["citations", 0, "agency"], "振东新区"),
        ("bodies", ["citations", 0, "agency"], None),
        ("silence", ["claims"], []),
    ],
)
def test_a_planted_fault_is_caught(metric: str, path: list[Any], value: object) -> None:
    answer = copy.deepcopy(_answer())
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    if metric == "must":
        answer["claims"][0]["text"] = "公开1111条"
    assert metric in _failed(answer)


def test_a_second_body_is_a_fault_only_in_a_question_about_one() -> None:
    answer = _answer()
    answer["citations"].append(_citation(2) | {"agency": "振东新区"})
    assert "bodies" in _failed(answer)
    assert "bodies" not in _failed(answer, CASE.model_copy(update={"cluster": "all"}))


def test_refusals_keep_silent_and_ask_back_with_candidates() -> None:
    refusal = _answer() | {"status": "no_evidence", "claims": [], "citations": []}
    expected = Case(id="n", suite="smoke", cluster="none", split="dev", question="？", expect="no_evidence")
    assert _failed(refusal, expected) == set()
    assert all(one.value is None for one in score(expected, refusal, {}) if one.metric in ("quote_exact", "must"))
    assert _failed(_answer() | {"status": "no_evidence"}, expected) == {"silence"}
    back = expected.model_copy(update={"expect": "needs_clarification"})
    asked = refusal | {"status": "needs_clarification", "candidates": ["r1"]}
    assert _failed(asked, back) == {"silence"}
    assert _failed(asked | {"candidates": ["r1", "r2"]}, back) == set()


def test_equal_wordings_are_equal() -> None:
    answer = _answer()
    answer["claims"][0]["text"] = "２０１３年 主动公开 １１１ 条"
    assert _failed(answer) == set()


def test_the_smoke_suite_has_thirty_cases_of_every_sort() -> None:
    cases = read_cases(SMOKE_CASES)
    assert len({case.id for case in cases}) == len(cases) == 30
    assert {case.expect for case in cases} == {"answered", "no_evidence", "needs_clarification"}
    assert {case.split for case in cases} == {"dev", "test"}
    assert all(bool(case.must) == (case.expect == "answered") for case in cases)
    assert all(case.unanswerable_type for case in cases if case.expect == "no_evidence")


SEEDS = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "seeds").glob("*.txt")}


@pytest.mark.parametrize("case", [case for case in read_cases(SMOKE_CASES) if case.must], ids=lambda case: case.id)
def test_the_evidence_of_a_smoke_case_is_in_its_report(case: Case) -> None:
    texts = SEEDS if case.cluster == "all" else {case.cluster: SEEDS[case.cluster]}
    citation = {"quote": "\n".join(texts.values())}
    answer = {"status": "answered", "claims": [], "citations": [citation]}
    assert must(case, answer, World(texts={}, reports={}, figures={})).value == (1 if case.must else None)
    assert all(any(body in text for text in texts.values()) for body in case.bodies)


def test_run_smoke_reports_failures_by_case() -> None:
    wrong = CASE.model_copy(update={"id": "wrong", "must": ("999",)})
    report = run_smoke(lambda case: _answer(), {"r1": TEXT}, (CASE, wrong))
    assert report.cases == 2
    assert {case: [one.metric for one in failed] for case, failed in report.failures.items()} == {"wrong": ["must"]}
