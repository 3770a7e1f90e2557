"""The page of a run and the commands: self-contained, escaped, flips first; exit codes as promised."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import cli
from evals.gate import gate, make_baseline
from evals.quality import between_markers, quality_table, rewritten, trimmed
from evals.report import report_html, share, trend_points
from evals.schema import Case, Sample
from evals.score import Pairs, score_sample, summarise
from evals.story import Selection, ask
from evals.suites import PENDING
from ingest.errors import GongkaiError

RUN = CliRunner()
NASTY = '<script>alert("甲&乙")</script>'


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory):
    return ask(Selection(suites=("smoke",)), out=tmp_path_factory.mktemp("runs") / "one")


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href", "srcset", "action") and value]

    def handle_data(self, data):
        self.text += data


def read(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    return parser


def broken_run(told) -> tuple[Pairs, list[Sample], Case]:
    """The same run with one case that now fails, and a question that tries to be a tag."""
    cases = list(told.cases)
    cases[5] = cases[5].model_copy(update={"question": NASTY})
    samples = [
        s if s.case != cases[5].id else s.model_copy(update={"answer": None, "error": NASTY}) for s in told.samples
    ]
    by_id = {case.id: case for case in cases}
    pairs = [(by_id[s.case], one) for s, (_, one) in zip(samples, told.scored, strict=True)]
    failing = score_sample(cases[5], samples[5], None)
    pairs[5] = (cases[5], failing.model_copy(update={"error": None}))
    return pairs, samples, cases[5]


def test_nothing_from_elsewhere_and_everything_escaped(smoke):
    pairs, samples, case = broken_run(smoke)
    page = report_html(summarise(smoke.manifest, pairs, samples), pairs, samples)
    parsed = read(page)
    assert parsed.links == [] and "script" not in parsed.tags and "@import" not in page and "url(" not in page
    assert NASTY not in page and NASTY in parsed.text
    for row, _ in pairs:
        assert row.question in parsed.text


def test_flips_come_first(smoke):
    pairs, samples, case = broken_run(smoke)
    cases = [one for one, _ in pairs]
    whole = smoke.manifest.model_copy(update={"selection": {}})
    kept = [(case, before) for (case, _), (_, before) in zip(pairs, smoke.scored, strict=True)]
    before = make_baseline(whole, kept, cases, "first")
    verdict = gate(before, whole, pairs, cases)
    assert verdict.exit_code == 1 and verdict.critical == (case.id,)
    page = report_html(summarise(whole, pairs, samples), pairs, samples, gated=verdict, baseline=before)
    details = page[page.index("每一题") :]
    assert details.index("由对变错") < details.index("<details>")
    assert f"critical case {case.id} passed and fails now" in read(page).text


def test_every_case_shows_question_expectation_answer_and_quotation(smoke):
    text = read((smoke.folder / "report.html").read_text(encoding="utf-8")).text
    assert "丰台科技园区2013年一共公开了多少条信息？" in text and "须有：273" in text
    assert "通过丰台科技园区信息网站共公开信息273条" in text


def test_trend_is_drawn_from_two_runs_on():
    def told(run: str, value: float | None) -> dict:
        return {"run": run, "overall": {"passed": {"value": value}, "cases": 3}}

    points = trend_points([told("a", 0.0), told("none", None), told("b", 1.0)])
    assert [point["run"] for point in points] == ["a", "b"]
    assert points[0]["x"] < points[1]["x"] and points[0]["y"] > points[1]["y"]


def test_undefined_is_a_dash_and_never_a_number():
    assert share(None) == "–" and share(0.0) == "0.0 %"


# --- the quality table ---


def test_the_table_names_every_suite_its_counts_and_hashes(smoke):
    figures = trimmed(smoke.summary)
    for language in ("en", "zh"):
        table = quality_table(figures, language)
        assert "| smoke | 30 | " in table and smoke.manifest.run in table and "quote_exact" in table
    assert not PENDING & set(figures["suites"])
    assert len(json.dumps(figures)) < 20_000


@pytest.mark.parametrize(
    "text", ["no markers", "<!-- quality -->\nx\n", "<!-- quality -->\na\n<!-- /quality -->\n" * 2]
)
def test_markers_must_be_there_once(text: str):
    with pytest.raises(GongkaiError, match="expected one"):
        between_markers(text)


def test_the_table_is_put_between_its_markers():
    text = "甲\n<!-- quality -->\nold\n<!-- /quality -->\n乙"
    assert rewritten(text, "new") == "甲\n<!-- quality -->\nnew\n<!-- /quality -->\n乙"


# --- the commands ---


def test_gate_without_a_baseline_has_no_verdict(smoke, tmp_path: Path):
    found = RUN.invoke(cli, ["eval", "gate", str(smoke.folder), "--baseline", str(tmp_path / "none.json")])
    assert found.exit_code == 2 and "no baseline" in found.stderr


def test_a_part_cannot_become_the_baseline(smoke, tmp_path: Path):
    path = tmp_path / "b.json"
    found = RUN.invoke(cli, ["eval", "accept", str(smoke.folder), "--reason", "x", "--baseline", str(path)])
    assert found.exit_code == 1 and "over all cases" in found.stderr and not path.exists()


def test_gate_and_compare_over_the_same_run(smoke, tmp_path: Path):
    manifest = json.loads((smoke.folder / "manifest.json").read_text(encoding="utf-8"))
    whole = smoke.manifest.model_copy(update={"selection": {}})
    from evals.gate import write_baseline

    write_baseline(tmp_path / "b.json", make_baseline(whole, smoke.scored, smoke.cases, "first"))
    found = RUN.invoke(cli, ["eval", "gate", str(smoke.folder), "--baseline", str(tmp_path / "b.json"), "--json"])
    told = json.loads(found.stdout)
    assert (found.exit_code, told["exit"], told["run"]) == (0, 0, manifest["run"])
    assert told["comparison"]["cases"] == 30
    found = RUN.invoke(cli, ["eval", "gate", str(smoke.folder), "--baseline", str(tmp_path / "b.json"), "--md"])
    assert found.stdout.startswith("## Evals: 通过 (exit 0)") and "| status * | +0.0 |" in found.stdout
    found = RUN.invoke(cli, ["eval", "compare", str(smoke.folder), str(smoke.folder), "--json"])
    assert found.exit_code == 0 and json.loads(found.stdout)["broken"] == []


def test_run_prints_one_document(tmp_path: Path):
    found = RUN.invoke(
        cli, ["eval", "run", "--suite", "outline", "--limit", "2", "--out", str(tmp_path / "r"), "--json"]
    )
    told = json.loads(found.stdout)
    assert found.exit_code == 0 and told["overall"]["cases"] == 2 and told["errors"] == 0


def test_mutate_prints_the_matrix_and_the_systems():
    found = RUN.invoke(cli, ["eval", "mutate", "--suite", "smoke", "--limit", "6", "--json"])
    told = json.loads(found.stdout)
    assert found.exit_code == bool(told["broken"])
    assert told["matrices"]["seeds"]["tried"]["quote_char"] > 0
    assert told["degenerate"]["seeds always_abstain"]["status"] < 0.6


def test_cases_list_and_check(tmp_path: Path):
    sizes = json.loads(RUN.invoke(cli, ["eval", "cases", "list", "--json"]).stdout)
    assert sum(sizes.values()) >= 300
    lines = RUN.invoke(cli, ["eval", "cases", "list", "--suite", "smoke"]).stdout.splitlines()
    assert len(lines) == 30 and json.loads(lines[0])["suite"] == "smoke"
    bad = json.loads(lines[0]) | {"spans": [{"report": "000_504c661b44bdf89f", "start": 0, "end": 2, "quote": "不是"}]}
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(bad) + "\n", encoding="utf-8")
    found = RUN.invoke(cli, ["eval", "cases", "check", str(path)])
    assert found.exit_code == 1 and "不是" in found.stdout


def test_own_cases_from_template_to_score(tmp_path: Path):
    library, mine = str(tmp_path / "library"), str(tmp_path / "mine.jsonl")
    assert RUN.invoke(cli, ["ingest", "seeds/001_f843b8d3fb49b13b.txt", "--library", library]).exit_code == 0
    made = RUN.invoke(cli, ["eval", "cases", "new", "平凉", "--cases", mine, "--library", library])
    assert made.exit_code == 0, made.stderr
    count = len(Path(mine).read_text(encoding="utf-8").splitlines())
    assert count >= 10
    assert RUN.invoke(cli, ["eval", "cases", "check", mine, "--library", library]).exit_code == 0
    again = RUN.invoke(cli, ["eval", "cases", "new", "平凉", "--cases", mine, "--library", library])
    assert again.exit_code == 1 and "already" in again.stderr
    ran = RUN.invoke(
        cli, ["eval", "run", "--cases", mine, "--library", library, "--out", str(tmp_path / "r"), "--json"]
    )
    assert ran.exit_code == 0, ran.stderr
    assert json.loads(ran.stdout)["suites"]["local"]["cases"] == count


def test_no_run_and_no_suite_are_told():
    found = RUN.invoke(cli, ["eval", "score", "no-such-run"])
    assert found.exit_code == 1 and "no run in" in found.stderr
    found = RUN.invoke(cli, ["eval", "run", "--suite", "nonsense"])
    assert found.exit_code == 1 and "no suite 'nonsense'" in found.stderr
