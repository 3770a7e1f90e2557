"""The tab 评测 without a browser: run folders in, figures, flips and cases out; a run that outlives the page."""

import base64
import json
from pathlib import Path
from threading import Event

import pytest

from evals import desk as evals_desk
from tests.eval_runs import CASES, CITATION, figure, make_run
from ui.evals import PAGE, Page, overview
from ui.runs import EvalDesk, Runs, flips


def shown(folder: Path, start=lambda suite, limit: (0, iter(()))) -> Page:
    eval_desk = EvalDesk(folder / "runs", folder / "baselines", ("smoke", "figures"), lambda: CASES, start)
    return Page(eval_desk, lambda: {"held"})


@pytest.fixture
def two(tmp_path: Path) -> Path:
    make_run(tmp_path / "runs", "one", 1, {"a": True, "b": False})
    make_run(tmp_path / "runs", "two", 2, {"a": False, "b": True, "c": False})
    return tmp_path


def test_no_run_is_an_empty_view_with_the_suites_to_start(tmp_path):
    told = shown(tmp_path).told({"do": "look"})
    assert told == {"runs": [], "baselines": [], "job": None, "suites": ["smoke", "figures"], "run": None}


def test_the_newest_run_is_shown_against_the_one_before_it(two):
    told = shown(two).told({"do": "look"})
    assert (told["run"], told["base"]) == ("two", "one")
    assert told["flips"] == {"both": 2, "broken": 1, "mended": 1}
    assert told["failed"] == 2
    assert [point["name"] for point in told["trend"]] == ["one", "two"]
    assert told["headline"][0] == {"name": "passed", **figure(1 / 3, 3)}
    assert [one["name"] for one in told["headline"]] == ["passed", "status"]
    assert told["table"][0]["suite"] == "smoke"
    assert told["floors"] == {"quote_exact": 1}
    assert told["seconds"] == {"p50": 0.1, "p95": 0.4}


def test_runs_over_other_cases_are_no_trend_and_no_default_base(two):
    make_run(two / "runs", "other", 3, {"a": True}, suites="s2")
    told = shown(two).told({"do": "look"})
    assert (told["run"], told["base"], len(told["trend"])) == ("other", None, 1)
    assert shown(two).told({"do": "look", "base": "one"})["flips"]["both"] == 1


def test_a_run_that_is_being_written_is_passed_over(two):
    (two / "runs" / "half").mkdir()
    (two / "runs" / "half" / "summary.json").write_text('{"overall": ')
    (two / "runs" / "two" / "scores.jsonl").open("a").write('{"case": "c", "cond')
    assert list(Runs(two / "runs", two / "none").summaries()) == ["two", "one"]
    assert len(Runs(two / "runs", two / "none").rows("two")) == 3


def test_cases_begin_with_what_flipped_and_can_be_filtered(two):
    page = shown(two)
    whole = page.told({"do": "cases", "run": "two", "base": "one"})
    assert [(row["id"], row["flip"], row["was"]) for row in whole["rows"]] == [("a", "broken", True), ("b", "mended", False), ("c", "", None)]  # fmt: skip
    only = lambda **given: [r["id"] for r in page.told({"do": "cases", "run": "two", "base": "one", **given})["rows"]]  # noqa: E731
    assert only(state="failed") == ["a", "c"]
    assert only(state="mended") == ["b"]
    assert only(suite="figures") == ["c"]
    assert only(offset=2) == ["c"]


def test_many_cases_come_page_by_page(tmp_path):
    make_run(tmp_path / "runs", "big", 1, {f"case-{n:03}": True for n in range(PAGE + 3)})
    told = shown(tmp_path).told({"do": "cases", "run": "big"})
    assert (told["total"], len(told["rows"])) == (PAGE + 3, PAGE)
    assert told["rows"][0]["question"] == "case-000", "a case that is no longer in the set still shows its id"
    assert len(shown(tmp_path).told({"do": "cases", "run": "big", "offset": PAGE})["rows"]) == 3


def test_one_case_side_by_side(two):
    told = shown(two).told({"do": "case", "run": "two", "base": "one", "case": "a"})
    assert told["expected"] == CASES["a"]["expected"]
    assert (told["before"]["passed"], told["now"]["passed"]) == (True, False)
    assert told["now"]["lines"] == [{"text": "丰台273条", "citations": [1]}, {"text": "注", "citations": [], "note": True}]  # fmt: skip
    assert told["now"]["citations"] == [CITATION | {"held": True}]
    assert told["now"]["faults"] == [{"metric": "status", "text": "为何"}]
    assert told["now"]["seconds"] == 0.5


def test_evidence_of_a_report_elsewhere_is_not_offered_for_opening(tmp_path):
    make_run(tmp_path / "runs", "one", 1, {"a": True}, answer={"status": "no_evidence", "claims": [], "closest": [CITATION | {"report_id": "gone"}]})  # fmt: skip
    now = shown(tmp_path).told({"do": "case", "run": "one", "case": "a"})["now"]
    assert (now["lines"], now["citations"][0]["held"]) == ([], False)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ({"fields": {"x": {"label": "收费", "status": "not_stated"}}}, "收费：—"),
        ({"fields": {"x": {"label": "总数", "status": "stated", "value": "37", "hedge": "余", "unit": "条"}}}, "总数：37余条"),
        ({"sections": [{"level": 2, "number": "（一）", "title": "概述"}]}, "　（一）概述"),
    ],
)  # fmt: skip
def test_summaries_and_outlines_are_lines_too(tmp_path, answer, line):
    make_run(tmp_path / "runs", "one", 1, {"a": True}, answer=answer)
    assert shown(tmp_path).told({"do": "case", "run": "one", "case": "a"})["now"]["lines"][0]["text"] == line


def test_hits_of_a_search_are_numbered(tmp_path):
    hit = {"report_id": "held", "section": [], "start": 0, "end": 2, "quote": "甲乙", "score": 1.0}
    make_run(tmp_path / "runs", "one", 1, {"a": True}, answer={"hits": [hit, hit]})
    now = shown(tmp_path).told({"do": "case", "run": "one", "case": "a"})["now"]
    assert [one["n"] for one in now["citations"]] == [1, 2]


def test_a_baseline_tells_outcomes_and_says_that_it_keeps_no_answers(two):
    (two / "baselines").mkdir()
    rows = {"a": {"case": "h", "passed": True, "scores": [1.0, None]}}
    accepted = {"accepted": "2026-10-01", "metrics": ["status", "must"], "cases": rows}
    (two / "baselines" / "extractive.json").write_text(json.dumps(accepted))
    (two / "baselines" / "extractive.summary.json").write_text("{}")
    page = shown(two)
    assert page.told({"do": "look"})["baselines"] == [{"name": "baseline:extractive", "created": "2026-10-01"}]
    told = page.told({"do": "look", "base": "baseline:extractive"})
    assert (told["base"], told["flips"]) == ("baseline:extractive", {"both": 1, "broken": 1, "mended": 0})
    before = page.told({"do": "case", "run": "two", "base": "baseline:extractive", "case": "a"})["before"]
    assert (before["passed"], before["kept"], before["lines"]) == (True, False, [])


def test_files_come_in_parts_and_are_whole(two, monkeypatch):
    monkeypatch.setattr("ui.evals.PART", 100)
    page, data, offset = shown(two), b"", 0
    while offset is not None:
        told = page.told({"do": "part", "run": "two", "file": "samples.jsonl", "offset": offset})
        data, offset = data + base64.b64decode(told["base64"]), told["next"]
    assert data == (two / "runs" / "two" / "samples.jsonl").read_bytes()
    assert told["name"] == "two-samples.jsonl"


@pytest.mark.parametrize(
    "asked",
    [
        None, [], {}, {"do": "__init__"}, {"do": "part", "run": "two", "file": "../summary.json", "offset": 0},
        {"do": "part", "run": "../runs/two", "file": "summary.json", "offset": 0}, {"do": "part", "run": "two", "file": "report.html", "offset": 0},
        {"do": "part", "run": "two", "file": "scores.jsonl", "offset": -1}, {"do": "cases", "run": "none"}, {"do": "cases", "run": "two", "offset": "0"},
        {"do": "cases", "run": "two", "state": "x"}, {"do": "case", "run": "two", "case": ["a"]}, {"do": "case", "run": "two", "base": "baseline:../x", "case": "a"},
        {"do": "start", "suite": "x", "limit": 1}, {"do": "start", "suite": "smoke", "limit": 0}, {"do": "start", "suite": "smoke", "limit": True},
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(two, asked):
    with pytest.raises(ValueError):
        shown(two).told(asked)


def test_one_run_at_a_time_seen_by_every_page_and_stopped_by_any(tmp_path):
    go, asked = Event(), []

    def start(suite, limit):
        asked.append((suite, limit))
        return 3, _steps(go)

    page = shown(tmp_path, start)
    assert page.told({"do": "start", "suite": "smoke", "limit": 3})["job"]["finished"] is False
    again = page.told({"do": "start", "suite": "", "limit": None})["job"]
    assert (asked, again["suite"], again["total"]) == ([("smoke", 3)], "smoke", 3)
    assert page.told({"do": "look"})["job"]["finished"] is False, "a page that comes later sees it"
    page.told({"do": "stop"})
    go.set()
    page._job.wait(5)
    assert page.told({"do": "job"})["job"] == {"done": 1, "total": 3, "finished": True, "failed": False, "stopped": True, "suite": "smoke", "limit": 3}  # fmt: skip


def _steps(go: Event):
    for _ in range(3):
        go.wait(5)
        yield


def test_flips_are_between_cases_that_both_were_asked():
    was = {"a": {"passed": True}, "b": {"passed": False}, "x": {"passed": True}}
    now = {"a": {"passed": False}, "b": {"passed": True}, "c": {"passed": False}}
    assert flips(was, now) == {"a": "broken", "b": "mended"}


def test_the_overview_of_an_older_summary_lacks_what_it_lacks():
    old = {"overall": {"cases": 0, "passed": figure(1, 0), "metrics": {}}, "suites": {}}
    assert overview(old)["seconds"] == {"p50": None, "p95": None}


def test_the_cases_that_the_door_hands_over():
    rows = evals_desk.case_rows()
    assert len(rows) > 500
    one = rows["seed-fig-fengtai-total"]
    assert {"kind": "number", "text": "丰台 273条 本年"} in one["expected"]
    assert one["expected"][0] == {"kind": "status", "text": "answered"}


def test_every_kind_of_expectation_suite_and_reason_has_words():
    from ui.words import table

    rows = evals_desk.case_rows().values()
    wanted = {f"evals.expect.{one['kind']}" for row in rows for one in row["expected"]}
    wanted |= {f"evals.reason.{one['text']}" for row in rows for one in row["expected"] if one["kind"] == "reason"}
    wanted |= {f"evals.suite.{name}" for name in evals_desk.SUITE_NAMES}
    assert wanted - set(table()) == set()


def scripted(monkeypatch, program: str) -> list[int]:
    """Steps of a child that runs this program."""
    import sys

    popen = evals_desk.subprocess.Popen
    monkeypatch.setattr(
        evals_desk.subprocess, "Popen", lambda command, **given: popen([sys.executable, "-c", program], **given)
    )
    return evals_desk._steps({"suite": "smoke", "limit": 1, "library": None})


def test_a_started_run_tells_each_case_also_those_of_an_earlier_one(monkeypatch):
    steps = scripted(monkeypatch, 'for n in (2, 3, 3): print(\'{"done": %d, "total": 3}\' % n)')
    assert len(list(steps)) == 3


def test_a_run_that_breaks_off_is_an_error(monkeypatch):
    from ingest.errors import GongkaiError

    with pytest.raises(GongkaiError, match="exit code 3"):
        list(scripted(monkeypatch, "raise SystemExit(3)"))


def test_ending_the_steps_ends_the_process(monkeypatch):
    steps = scripted(monkeypatch, 'import time; print(\'{"done": 1, "total": 2}\', flush=True); time.sleep(60)')
    next(steps)
    steps.close()  # hangs for a minute where the process is not ended


def test_how_many_cases_a_run_will_ask(tmp_path):
    total, steps = evals_desk.starter(tmp_path)("smoke", 4)
    assert total == 4
    steps.close()
