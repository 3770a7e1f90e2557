"""A run: asked once whatever kills it, scored again at will, told in files that others can read."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.retrieve import retrieve
from bot.understand import understand
from evals.libraries import OracleLibrary
from evals.run import CONDITIONS, Worlds, case_key, conditions_of, manifest_of, read_samples, run_cases
from evals.schema import Case, Sample
from evals.story import Selection, ask, score
from evals.suites import choose
from ingest.errors import GongkaiError

ROOT = Path(__file__).parents[1]
SMALL = Selection(suites=("smoke",))
OPTIONS = ["--suite", "smoke", "--suite", "figures", "--suite", "traps", "--limit", "60"]


def lines(folder: Path) -> list[dict]:
    path = folder / "samples.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def start(folder: Path) -> subprocess.Popen:
    command = [sys.executable, "app.py", "eval", "run", *OPTIONS, "--out", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_killed_and_resumed_asks_nothing_twice(tmp_path: Path):
    folder = tmp_path / "run"
    first = start(folder)
    deadline = time.monotonic() + 60
    while not ((folder / "samples.jsonl").exists() and (folder / "samples.jsonl").read_bytes().count(b"\n") >= 5):
        assert first.poll() is None, first.stderr.read().decode()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    first.stderr.close()
    before = (folder / "samples.jsonl").read_bytes()
    with (folder / "samples.jsonl").open("ab") as file:
        file.write(b'{"case": "smoke-half-writ')  # as a kill in the middle of a line leaves it
    second = start(folder)
    told = second.communicate(timeout=120)[1].decode()
    assert second.returncode == 0, told
    after = (folder / "samples.jsonl").read_bytes()
    assert after.startswith(before[: before.rfind(b"\n") + 1])
    cases = choose(("smoke", "figures", "traps"), limit=60)
    assert Counter(row["case"] for row in lines(folder)) == Counter(case.id for case in cases)


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory):
    return ask(SMALL, out=tmp_path_factory.mktemp("runs") / "smoke")


def test_the_folder_holds_everything(smoke):
    names = {path.name for path in smoke.folder.iterdir()}
    assert names == {"manifest.json", "samples.jsonl", "scores.jsonl", "summary.json", "junit.xml", "report.html"}
    summary = json.loads((smoke.folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["overall"]["cases"] == summary["suites"]["smoke"]["cases"] == 30
    assert set(summary["suites_sha256"]) == {"smoke"} and set(summary["texts_sha256"]) == {"seeds"}


def test_scoring_again_asks_nothing(smoke):
    before = (smoke.folder / "samples.jsonl").read_bytes()
    assert score(smoke.folder).summary == smoke.summary
    assert (smoke.folder / "samples.jsonl").read_bytes() == before


def test_another_selection_does_not_share_a_folder(smoke):
    with pytest.raises(GongkaiError, match="holds another run"):
        ask(Selection(suites=("traps",), limit=1), out=smoke.folder)


def test_a_changed_case_is_asked_again():
    case = choose(("smoke",))[0]
    other = case.model_copy(update={"question": case.question + "？"})
    assert case_key(case, "whole") != case_key(other, "whole") != case_key(other, "given")


def test_an_error_is_kept_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(case: Case, condition: str, worlds: Worlds) -> dict:
        raise RuntimeError("out of luck")

    case = choose(("smoke",))[0]
    with monkeypatch.context() as patched, Worlds() as worlds:
        patched.setattr("evals.run.answer_of", broken)
        (sample,) = run_cases([case], tmp_path, worlds)
        assert sample.error == "RuntimeError: out of luck" and sample.answer is None
    with Worlds() as worlds:
        (again,) = run_cases([case], tmp_path, worlds)
    assert again.error is None
    assert [one.error for one in read_samples(tmp_path)] == [None]


def test_conditions_need_gold_spans():
    by_suite = {case.suite: case for case in choose()}
    assert conditions_of(by_suite["figures"], CONDITIONS) == list(CONDITIONS)
    for suite in ("retrieval", "outline", "summaries"):
        assert conditions_of(by_suite[suite], CONDITIONS) == ["whole"]
    refused = next(case for case in choose(("unanswerable",)) if case.expect == "no_evidence")
    assert conditions_of(refused, CONDITIONS) == ["whole"]


def test_conditions_tell_finding_from_reading(tmp_path: Path):
    told = ask(Selection(suites=("figures",), limit=6), CONDITIONS, tmp_path / "run")
    found = told.summary["conditions"]
    assert set(found) == set(CONDITIONS) and len({one["cases"] for one in found.values()}) == 1
    assert found["closed_book"]["passed"]["value"] == 0
    assert found["oracle"]["passed"]["value"] >= found["closed_book"]["passed"]["value"]


def test_the_oracle_shows_gold_passages_only():
    case = next(one for one in choose(("figures",)) if one.spans)
    with Worlds() as worlds:
        chain, world = worlds.of(case.library)
        whole = chain.library
        oracle = OracleLibrary(whole, case, world.resolve)
        gold = [(world.resolve(span.report), span.start, span.end) for span in case.spans]
        found = retrieve(oracle, understand(case.question, oracle.reports()))[0]
        figures, shown = oracle.figures(), {rid: oracle.stored(rid).passages for rid, *_ in gold}
        everything = retrieve(whole, understand(case.question, whole.reports()))[0]
    assert found and figures and len(found) < len(everything)
    for rid, start, end in [(one.report_id, one.span.start, one.span.end) for one in found]:
        assert any(rid == held and start < high and low < end for held, low, high in gold)
    assert all(any(p.start <= f.start and f.end <= p.end for p in shown[rid]) for rid, f in figures)


def test_junit(smoke):
    root = ElementTree.parse(smoke.folder / "junit.xml").getroot()
    (suite,) = root
    assert suite.get("name") == "smoke" and suite.get("tests") == "30"
    failed = sum(not one.passed for _, one in smoke.scored)
    assert int(suite.get("failures")) == failed == len(suite.findall("testcase/failure"))


def test_a_manifest_names_code_and_data():
    cases = choose(("smoke",))
    one, other = manifest_of(cases, {}, ("whole",)), manifest_of(cases[:3], {}, ("whole",))
    assert one.code == other.code and one.suites != other.suites and one.run != other.run


def test_half_a_line_is_cut_off(tmp_path: Path):
    whole = Sample(case="a", key="k", condition="whole", answer={"x": "甲"}, seconds=0.1).model_dump_json() + "\n"
    (tmp_path / "samples.jsonl").write_text(whole + whole[:20], encoding="utf-8")
    assert len(read_samples(tmp_path)) == 1
    assert (tmp_path / "samples.jsonl").read_text(encoding="utf-8") == whole
