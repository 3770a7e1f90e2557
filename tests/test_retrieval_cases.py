"""The retrieval cases stand on their texts: spans are whole sentences, splits are apart, everyday words are everyday."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evals.generate import generate_report

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "evals" / "cases" / "retrieval.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]
FIELDS = {"id", "question", "style", "split", "report", "spans", "named", "note"}
SEED_BODIES = {
    "000_504c661b44bdf89f.txt": "丰台", "001_f843b8d3fb49b13b.txt": "平凉", "002_8f38e6278bd335ce.txt": "崔各庄",
    "003_c4cfa57f45cffb20.txt": "振东", "004_6ba6c3a8cce380d2.txt": "宝鸡",
}  # fmt: skip
CLOSING = "。；;：:"  # a generated list is introduced by a colon


def seed_of(report: str) -> int:
    return int(report.removeprefix("generated:"))


def is_generated(case: dict[str, Any]) -> bool:
    return case["report"].startswith("generated:")


@cache
def text_of(report: str) -> str:
    if report.startswith("generated:"):
        return generate_report(seed_of(report)).text
    return (ROOT / "seeds" / report).read_bytes().decode()


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether the span opens where a sentence or item opens and closes where one closes."""
    if not 0 <= start < end <= len(text):
        return False
    quote, before = text[start:end], text[:start].rstrip(" \t\u3000\u00a0")
    opens = not before or before[-1] in CLOSING + "\n" or before.endswith("]")  # an editor's mark in one seed
    opens = opens or re.search(r"(\d[.、．]|[)）])$", before) is not None  # after a run-in number
    return bool(opens and quote == quote.strip() and quote[-1] in CLOSING)


def longest_shared(one: str, other: str) -> int:
    sizes = range(1, len(one) + 1)
    return max((n for n in sizes if any(one[i : i + n] in other for i in range(len(one) - n + 1))), default=0)


def names_the_body(case: dict[str, Any]) -> bool:
    if is_generated(case):
        return longest_shared(generate_report(seed_of(case["report"])).agency, case["question"]) >= 3
    return SEED_BODIES[case["report"]] in case["question"]


def pairs(text: str) -> set[str]:
    text = re.sub(r"\W", "", text)
    return {text[i : i + 2] for i in range(len(text) - 1)}


def shared_share(case: dict[str, Any]) -> float:
    """The share of the question's character pairs that stand in its best answer."""
    asked, text = pairs(case["question"]), text_of(case["report"])
    return max(len(asked & pairs(text[a:b])) / len(asked) for a, b, grade in case["spans"] if grade == 2)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


# --- spans ---


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_span_is_a_sentence_of_its_report(case: dict[str, Any]):
    assert any(grade == 2 for _, _, grade in case["spans"])
    for start, end, grade in case["spans"]:
        assert grade in (1, 2)
        assert is_sentence(text_of(case["report"]), start, end), text_of(case["report"])[start:end]
    for report, start, end in case.get("also", []):
        assert report != case["report"]
        assert is_sentence(text_of(report), start, end), (report, text_of(report)[start:end])


def test_no_span_is_listed_twice():
    for case in CASES:
        found = [(case["report"], start, end) for start, end, _ in case["spans"]]
        found += [tuple(one) for one in case.get("also", [])]
        assert len(found) == len(set(found)), case["id"]


def test_a_shifted_span_is_noticed():
    """What guards the offsets against a changed generator can fail."""
    spans = [(text_of(c["report"]), *span[:2]) for c in CASES for span in c["spans"]]
    assert not any(is_sentence(text, start + 1, end + 1) for text, start, end in spans)


# --- shape ---


def test_fields_and_ids():
    assert all(FIELDS <= set(case) <= FIELDS | {"also"} for case in CASES)
    assert len({case["id"] for case in CASES}) == len({case["question"] for case in CASES}) == len(CASES)
    assert {case["style"] for case in CASES} == {"direct", "paraphrase"}


def test_as_many_as_promised():
    seeds, generated = ([c for c in CASES if is_generated(c) is made] for made in (False, True))
    assert len(seeds) >= 90 and len({c["report"] for c in seeds}) == 5
    assert len(generated) >= 100 and len({c["report"] for c in generated}) >= 40
    assert all(9000 <= seed_of(c["report"]) <= 9060 for c in generated)


def test_splits_are_apart_and_alike():
    assert {case["split"] for case in CASES} == {"dev", "test"}
    assert len({(case["report"], case["split"]) for case in CASES}) == len({case["report"] for case in CASES})
    for made in (False, True):
        sizes = Counter(case["split"] for case in CASES if is_generated(case) is made)
        assert 0.4 <= sizes["test"] / sizes.total() <= 0.6


def test_half_name_a_body():
    assert [c["id"] for c in CASES if c["named"] != names_the_body(c)] == []
    assert 0.4 <= mean([case["named"] for case in CASES]) <= 0.6
    assert not [c["id"] for c in CASES if c["named"] and c.get("also")]


# --- words ---


@pytest.mark.parametrize("split", ["dev", "test"])
@pytest.mark.parametrize("made", [False, True])
def test_at_least_half_are_paraphrases(split: str, made: bool):
    half = [case for case in CASES if case["split"] == split and is_generated(case) is made]
    assert mean([case["style"] == "paraphrase" for case in half]) >= 0.5


def test_paraphrases_share_little_with_their_answers():
    shares = {style: [shared_share(c) for c in CASES if c["style"] == style] for style in ("direct", "paraphrase")}
    assert mean(shares["paraphrase"]) < 0.1 < 0.3 < mean(shares["direct"])
    assert max(shares["paraphrase"]) < 0.5
