"""The quality tables of the READMEs are the accepted run's figures."""

import json
from pathlib import Path

import pytest

from evals.gate import baseline_path, read_baseline
from evals.quality import between_markers, language_of, quality_table, read_summary, rewritten
from evals.suites import DATASET

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "README.zh-CN.md"]


@pytest.mark.parametrize("page", PAGES)
def test_the_table_is_the_accepted_run(page: str):
    path = ROOT / page
    wanted = quality_table(read_summary(), language_of(path))
    assert between_markers(path.read_text(encoding="utf-8")) == wanted, "stale: python -m evals.quality " + " ".join(
        PAGES
    )


def test_the_figures_are_those_of_the_baseline():
    summary, baseline = read_summary(), read_baseline(baseline_path("extractive"))
    assert summary["run"] == baseline.manifest.run
    assert summary["overall"]["cases"] == len(baseline.cases)
    passed = sum(row.passed for row in baseline.cases.values())
    assert summary["overall"]["passed"]["value"] == pytest.approx(passed / len(baseline.cases))


def test_the_accepted_run_was_asked_the_questions_of_this_tree():
    dataset = json.loads(DATASET.read_text(encoding="utf-8"))
    summary = read_summary()
    assert summary["texts_sha256"] == dataset["texts"]
    assert summary["suites_sha256"] == {name: told["sha256"] for name, told in dataset["suites"].items()}


def test_a_stale_table_is_seen():
    text = "a\n<!-- quality -->\nold\n<!-- /quality -->\nb"
    assert between_markers(rewritten(text, "new\nlines")) == "new\nlines"
    assert between_markers(text) != quality_table(read_summary())
