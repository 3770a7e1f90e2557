"""The audit over real and generated reports: what must be found, what must not, exact citations, flat numbering."""

import json
from collections import Counter

import pytest
from typer.testing import CliRunner

from app import cli
from bot.audit import audit, audit_library, checks
from bot.summarize import summarize
from evals.generate import generate_library
from ingest.document import parse
from tests.audited import at, stored
from tests.libraries import HELDOUT, NAMES, SEEDS, inexact

ARITHMETIC = {"A5", "A6", "A7", "A8", "A10", "A11", "A12", "A13", "A14", "X8"}
# By hand, from the texts: what an audit of the five seeds has to report, and nothing else of the kind.
FOUND = {
    "丰台": {"A6": 3, "A8": 1, "S3": 1, "S7": 1, "Q7": 2},
    "平凉": {"S7": 1},
    "崔各庄": {"S3": 1, "S5": 1, "S7": 1, "Q5": 1, "Q7": 1},
    "桐乡": {"A14": 1, "S3": 1, "S4": 1},
    "宝鸡": {"S1": 1, "S2": 1, "S7": 1, "Q4": 1, "Q5": 1, "T4": 2},
}
HOLDS = {
    "丰台": {("A5", "2+5+5+187+74 = 273"), ("A6", "2÷273 = 0.7%")},
    "平凉": {("A5", "21+63+19+27+6+9+321+129 = 595"), ("S9", "3 = 3"), ("S9", "4 = 4"), ("X8", None), ("S3", None)},
    "崔各庄": {("A10", "703 ≥ 111"), ("A12", "111 = 111"), ("S4", "4 = 4"), ("S9", "6 = 6"), ("S9", "3 = 3"), ("T1", None)},
    "桐乡": {("A11", "55+272 = 327"), ("A5", "2+17+19+2+10+4+1 = 55"), ("A5", "29+87+37+32+23+16+13+7+28 = 272"), ("T1", None)},
    "宝鸡": {("A12", "5300余 ≈ 5300余"), ("A12", "2 = 2"), ("A12", "0 = 0")},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_findings_of_a_seed(name: str):
    report = at(SEEDS / f"{NAMES[name]}.txt")
    found = audit(report)
    assert Counter(finding.rule for finding in found) == FOUND[name]
    ids = {report.report.report_id: report.text}
    assert not inexact([c for finding in found for c in finding.citations], ids)
    assert all(finding.citations for finding in found)


@pytest.mark.parametrize("name", NAMES)
def test_what_holds_in_a_seed(name: str):
    holding = {(c.rule, c.computation) for c in checks(at(SEEDS / f"{NAMES[name]}.txt")) if c.verdict == "holds"}
    assert holding >= HOLDS[name]


def test_the_three_wrong_percentages_and_their_sum():
    shown = [f.computation for f in audit(at(SEEDS / f"{NAMES['丰台']}.txt")) if f.rule in {"A6", "A8"}]
    assert shown[:3] == ["5÷273 = 1.8% ≠ 1.3%左右", "5÷273 = 1.8% ≠ 1.3%左右", "187÷273 = 68.5% ≠ 96%左右"]
    assert "99.3%" in shown[3] and "72.9%" in shown[3]


def test_findings_of_the_heldout_reports():
    found = {
        path.name[:3]: [(f.rule, f.computation) for f in audit(at(path)) if f.rule in ARITHMETIC]
        for path in sorted((HELDOUT / "reports").iterdir())
    }
    assert found.pop("r08") == [("A5", "2310+486+117 = 2913 ≠ 2931")]
    assert not any(found.values()), found


def test_two_years_of_one_body(heldout):
    (report,) = [r for r in heldout.library.reports() if r.agency == "云州市桥西区人民政府" and r.year == 2023]
    found = list(audit_library(heldout.library, [report]))
    assert [f.rule for f in found if f.rule.startswith("Y")] and {f.rule for f in found} <= {"Y6", "S7"}


def test_generated_reports_hold():
    """Their arithmetic is right by construction, their headings and words are clean."""
    false = []
    for drawn in generate_library(60, 21):
        report = stored(parse(drawn.text, path=drawn.filename, sha256="0"))
        false += [(drawn.filename, f) for f in audit(report) if f.rule in ARITHMETIC - {"X8"} or f.rule[0] in "QT"]
        false += [(drawn.filename, f) for f in audit(report) if f.rule in {"S4", "S5", "S8", "S9"}]
    assert not false


def test_citations_are_numbered_through_a_library(seeds):
    found = list(audit_library(seeds.library))
    numbers = {}
    for citation in (c for finding in found for c in finding.citations):
        place = (citation.report_id, citation.start, citation.end)
        assert numbers.setdefault(citation.n, place) == place
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert {f.rule for f in audit_library(seeds.library, only={"A6"})} == {"A6"}


def test_a_summary_carries_the_findings_in_its_own_numbers(seeds):
    report = seeds.library.find("丰台")
    summary = summarize(seeds.library, report.report_id)
    assert Counter(f.rule for f in summary.findings) == FOUND["丰台"]
    known = {c.n: c for c in summary.citations}
    assert all(known[c.n] == c for f in summary.findings for c in f.citations)


def test_the_command(tmp_path):
    run = CliRunner().invoke
    library = ["--library", str(tmp_path / "library")]
    assert run(cli, ["ingest", str(SEEDS), *library]).exit_code == 0
    found = json.loads(run(cli, ["audit", "丰台", "--rule", "a6", "--json", *library]).stdout)
    assert [f["rule"] for f in found] == ["A6"] * 3
    assert set(found[0]) == {"rule", "severity", "message", "computation", "citations"}
    everything = run(cli, ["audit", *library])
    assert everything.exit_code == 0 and "宝鸡高新区管委会" in everything.stdout and "错误" in everything.stdout
    assert run(cli, ["audit", "丰台", "--rule", "Z1", *library]).exit_code == 2
    assert run(cli, ["audit", "--year", "2013", *library]).exit_code == 2


def test_the_benchmark_runs_the_whole_way():
    from benchmarks.audit import run

    done = run(4, seed=2)
    assert len(done.parse) == len(done.audit) == len(done.peaks) == 4 and min(done.audit) > 0
    assert all(severity in {"error", "warning", "info"} for _, severity in done.found)
