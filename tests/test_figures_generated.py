"""Figures of generated reports, whose facts are certain: recall, no wrong value, broken lines, many reports in a row."""

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from benchmarks.figures import fault, measure
from evals.generate import generate_library
from evals.schema import GeneratedReport
from ingest.document import parse
from ingest.schema import Figure
from tests.test_mentions import wrapped

COUNT = 40
RECALL = {"dev": 0.97, "test": 0.7}  # nobody tunes on the test half: its floor only shows a collapse


@cache
def reports(split: str) -> tuple[GeneratedReport, ...]:
    return tuple(generate_library(COUNT, seed=7, split=split))


def figures(text: str) -> tuple[Figure, ...]:
    return parse(text, path="a.txt", sha256="0").figures


@pytest.mark.parametrize("split", ["dev", "test"])
def test_stated_facts_are_found(split: str):
    tally = measure(reports(split), split)
    assert tally.stated.total() > 300
    assert tally.recall >= RECALL[split] and tally.precision >= 0.95
    assert not any("value" in said or "hedge" in said for said in tally.wrong), dict(tally.wrong)


def test_a_planted_miss_lowers_recall():
    report = next(r for r in reports("dev") if r.facts)
    wrong = report.facts[0].model_copy(update={"value": "987654"})
    assert measure([report], "dev").recall == 1
    assert measure([report.model_copy(update={"facts": (wrong, *report.facts[1:])})], "dev").recall < 1


@pytest.mark.parametrize(
    ("key", "value"), [("value", Decimal(7)), ("unit", "份"), ("hedge", "约"), ("scope", "累计"), ("metric", "views")]
)
def test_a_fault_names_what_differs(key: str, value: object):
    report = next(r for r in reports("dev") if r.facts and r.facts[0].metric not in {"other", "plans", "organisation"})
    fact = report.facts[0]
    figure = next(f for f in figures(report.text) if f.start < fact.end and fact.start < f.end and fault(fact, f) == "")
    assert fault(fact, figure.model_copy(update={key: value})) == key


@pytest.mark.parametrize("width", [24, 32, 40])
def test_lines_of_fixed_width_change_nothing(width: int):
    for report in reports("dev")[:12]:
        broken = "\n".join(wrapped(line, width) for line in report.text.split("\n"))
        found = figures(broken)
        assert facts(found) == facts(figures(report.text))
        assert all(broken[f.start : f.end] == f.quote for f in found)


def facts(found: tuple[Figure, ...]) -> Counter[tuple[object, ...]]:
    return Counter((f.metric, f.value, f.unit, f.hedge, f.scope) for f in found)


def test_every_figure_quotes_its_report():
    for split in RECALL:
        for report in reports(split):
            assert all(report.text[f.start : f.end] == f.quote and f.quote.strip() for f in figures(report.text))
