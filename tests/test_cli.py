"""The command line keeps its contract: what goes to standard output, what to standard error, and the exit codes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app import cli

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
HEAVY = {"torch", "gradio", "chromadb", "langchain", "langchain_core", "tantivy", "sentence_transformers", "tiktoken"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def done(*arguments: object) -> Result:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr or result.exception
    return result


def data(*arguments: object):
    return json.loads(done(*arguments, "--json").stdout)


def process(*arguments: object, **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "app.py"), *map(str, arguments)]
    return subprocess.run(command, env=os.environ | {"HF_HUB_OFFLINE": "1"} | environ, capture_output=True)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seeds, taken in through the door; tests only read it."""
    folder = tmp_path_factory.mktemp("cli") / "library"
    done("ingest", ROOT / "seeds", "--library", folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A library of one report for a test to change."""
    done("ingest", SEEDS[3], "--library", tmp_path / "library")
    return tmp_path / "library"


def test_ingest_reports_every_file_and_is_idempotent(tmp_path: Path):
    first = data("ingest", ROOT / "seeds", "--library", tmp_path)
    again = data("ingest", ROOT / "seeds", "--library", tmp_path)
    keys = "path status report_id agency year title sections passages warnings error"
    assert all(list(row) == keys.split() for row in first)
    assert sorted(row["status"] for row in first) == ["new"] * 5 + ["skipped"]
    assert sorted(row["status"] for row in again) == ["skipped"] + ["unchanged"] * 5
    assert all(row["sections"] and row["passages"] for row in first if row["status"] == "new")


def test_one_unreadable_file_fails_and_the_others_go_in(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "b.txt").write_bytes(SEEDS[0].read_bytes())
    result = run("ingest", tmp_path, "--library", tmp_path / "library", "--json")
    rows = {Path(row["path"]).name: row for row in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert (rows["a.txt"]["status"], rows["b.txt"]["status"]) == ("failed", "new")
    assert rows["a.txt"]["error"]


def test_what_is_not_there_makes_no_library(tmp_path: Path):
    result = run("ingest", tmp_path / "nowhere", "--library", tmp_path / "library", "--json")
    (row,) = json.loads(result.stdout)
    assert (result.exit_code, row["status"]) == (1, "failed")
    assert "不存在" in row["error"] and not (tmp_path / "library").exists()


def test_a_library_where_none_can_be_is_a_clear_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", "/proc/gongkai"):
        result = process("ingest", SEEDS[3], "--library", place)
        assert (result.returncode, result.stdout) == (1, b"")
        assert str(place).encode() in result.stderr and b"Traceback" not in result.stderr


def test_two_versions_of_a_report_are_told_apart(own: Path, tmp_path: Path):
    other = tmp_path / "second.txt"
    other.write_text(SEEDS[3].read_text(encoding="utf-8-sig") + "\n补充说明。\n", encoding="utf-8")
    assert "同一机构" in data("ingest", other, "--library", own)[0]["warnings"][0]
    result = run("show", "振东新区", "--year", 2013, "--library", own)
    assert (result.exit_code, result.stdout) == (1, "")
    for row in data("reports", "--library", own):
        assert row["report_id"] in result.stderr and row["path"] in result.stderr
        assert data("show", row["report_id"], "--library", own)["report_id"] == row["report_id"]


def test_reports_has_the_agreed_columns(library: Path):
    rows = data("reports", "--library", library)
    assert len(rows) == 5
    keys = ["report_id", "agency", "year", "title", "region", "era", "chars", "sha256", "path"]
    assert all(sorted(row) == sorted(keys) for row in rows)
    assert {row["sha256"] for row in rows} == {hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS}


def test_text_is_the_decoded_file_byte_for_byte(library: Path):
    for row in data("reports", "--library", library):
        out = done("text", row["report_id"], "--library", library).stdout_bytes
        assert out == Path(row["path"]).read_bytes().removeprefix(b"\xef\xbb\xbf")


def test_show_takes_a_report_apart(library: Path):
    for row in data("reports", "--library", library):
        text = done("text", row["report_id"], "--library", library).stdout_bytes.decode("utf-8")
        shown = data("show", row["report_id"], "--library", library)
        keys = ["report_id", "agency", "year", "title", "region", "addressee", "period", "era", "sections", "figures"]
        assert sorted(shown) == sorted(keys)
        assert all(
            sorted(s) == sorted(["number", "title", "level", "path", "start", "end", "kind"]) for s in shown["sections"]
        )
        assert shown["figures"]
        for figure in shown["figures"]:
            assert isinstance(figure["value"], str)
            assert figure["quote"] == text[figure["start"] : figure["end"]]


def test_a_report_answers_to_an_unambiguous_part_of_its_name(library: Path):
    row = next(row for row in data("reports", "--library", library) if Path(row["path"]) == SEEDS[3])
    assert data("show", "振东新区", "--library", library)["report_id"] == row["report_id"]
    assert data("show", "振东新区", "--year", 2013, "--library", library)["report_id"] == row["report_id"]


def test_an_ambiguous_or_unknown_name_is_a_clear_error(library: Path):
    for name in ("园区", "火星市人民政府"):
        result = run("show", name, "--library", library)
        assert (result.exit_code, result.stdout) == (1, "")
        assert name in result.stderr


def test_ask_proves_what_it_says(library: Path):
    answer = data("ask", "振东新区2013年主动公开了多少条信息？", "--library", library)
    assert answer["status"] == "answered"
    assert answer["citations"]
    for it in answer["citations"]:
        text = done("text", it["report_id"], "--library", library).stdout_bytes.decode("utf-8")
        assert it["quote"] == text[it["start"] : it["end"]]


def test_ask_shows_its_sources_to_people(library: Path):
    arguments = ("ask", "振东新区2013年主动公开了多少条信息？", "--library", library)
    answer, shown = data(*arguments), done(*arguments).stdout
    for it in answer["citations"]:
        assert f"[{it['n']}] {it['agency']} {it['year']}年" in shown
        assert "".join(it["quote"].split()) in "".join(shown.split())
    assert all(claim["text"] in shown for claim in answer["claims"])


def test_ask_explain_adds_how_and_changes_nothing_else(library: Path):
    arguments = ("ask", "哪些单位组织了培训？", "--library", library)
    plain, explained = data(*arguments), data(*arguments, "--explain")
    assert "explain" not in plain
    assert explained["explain"]
    assert [claim["text"] for claim in plain["claims"]] == [claim["text"] for claim in explained["claims"]]
    assert "过程" in done(*arguments, "--explain").stdout


def test_ask_in_markdown_names_every_source(library: Path):
    arguments = ("ask", "振东新区2013年主动公开了多少条信息？", "--library", library)
    answer, pasted = data(*arguments), done(*arguments, "--format", "md").stdout
    assert all(it["agency"] in pasted for it in answer["citations"])


def test_a_refusal_is_an_answer(library: Path):
    result = done("ask", "今天天气怎么样？", "--library", library)
    answer = data("ask", "今天天气怎么样？", "--library", library)
    assert (answer["status"], answer["claims"], answer["citations"]) == ("no_evidence", [], [])
    assert result.stdout.strip()


def test_report_and_year_narrow_the_question(library: Path):
    held = {row["year"]: row["report_id"] for row in data("reports", "--library", library)}
    asked = ("ask", "主动公开了多少条信息？", "--library", library)
    for arguments in (("--year", 2019), ("--report", held[2019])):
        answer = data(*asked, *arguments)
        assert {it["report_id"] for it in answer["citations"]} == {held[2019]}


def test_many_questions_come_back_in_order_with_their_own_ids(library: Path, tmp_path: Path):
    rows = [
        {"id": "乙", "question": "振东新区主动公开了多少条信息？"},
        {"id": 7, "question": "主动公开了多少条信息？", "year": [2019], "report": None},
        {
            "id": "a",
            "question": "那它收费了吗？",
            "after": ["崔各庄乡2013年收到多少申请？"],
            "report": [],
            "topic": "x",
        },
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    answers = [json.loads(row) for row in done("ask", "--file", file, "--library", library).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["乙", 7, "a"]
    assert [answer["question"] for answer in answers] == [row["question"] for row in rows]
    assert {it["year"] for it in answers[1]["citations"]} == {2019}


def test_questions_come_by_standard_input_too(library: Path):
    lines = '{"id": 1, "question": "振东新区主动公开了多少条信息？"}\r\n'
    command = ["ask", "--file", "-", "--library", str(library)]
    result = CliRunner().invoke(cli, command, input=lines.encode())
    assert (result.exit_code, json.loads(result.stdout)["id"]) == (0, 1)
    bad = CliRunner().invoke(cli, command, input=lines.encode() + b"{")
    assert (bad.exit_code, bad.stdout) == (1, "") and "-:2: not JSON" in bad.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("many", [True, False])
def test_a_full_disk_is_one_line(library: Path, tmp_path: Path, many: bool):
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "振东新区主动公开了多少条信息？"}')
    asked = ["ask", "--file", str(tmp_path / "q.jsonl")] if many else ["reports", "--json"]
    with open("/dev/full", "w") as full:
        command = [sys.executable, str(ROOT / "app.py"), *asked, "--library", str(library)]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert result.returncode == 1
    assert result.stderr.startswith("gongkai: ") and "No space left" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        '{"question": "没有编号"}',
        '{"id": "1"}',
        '{"id": "1", "question": 3}',
        '{"id": "1", "question": "甲", "year": "去年"}',
        '{"id": "1", "question": "甲", "report": "一个字符串"}',
    ],
)
def test_a_bad_line_is_named_before_anything_runs(library: Path, tmp_path: Path, line: str):
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "0", "question": "好问题"}\n' + line + "\n", encoding="utf-8")
    result = run("ask", "--file", file, "--library", library)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{file}:2" in result.stderr


def test_an_empty_question_in_a_file_is_refused_like_any_other(library: Path, tmp_path: Path):
    file = tmp_path / "questions.jsonl"
    rows = [{"id": "空", "question": " "}, {"id": "1", "question": "平凉2013年公开了多少条？"}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second = map(json.loads, run("ask", "--file", file, "--library", library).stdout.splitlines())
    assert (first["id"], first["status"], second["status"]) == ("空", "no_evidence", "answered") and first["notes"]


def test_an_unknown_report_is_named_before_anything_runs(library: Path, tmp_path: Path):
    file = tmp_path / "questions.jsonl"
    rows = [{"id": "0", "question": "好问题"}, {"id": "九", "question": "好问题", "report": ["火星市人民政府"]}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    result = run("ask", "--file", file, "--library", library)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "九" in result.stderr and "火星市人民政府" in result.stderr


def test_search_ranks_passages_with_their_scores(library: Path):
    hits = data("search", "依申请公开", "-k", 4, "--library", library)
    assert len(hits) == 4
    assert all(
        sorted(hit) == sorted(["report_id", "section", "start", "end", "quote", "score", "lexical", "dense"])
        for hit in hits
    )
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert "字词" in done("search", "依申请公开", "--library", library).stdout


@pytest.mark.parametrize("query", ["😀", "？", "zzqx"])
def test_words_that_no_passage_has_find_nothing(library: Path, query: str):
    assert data("search", query, "--library", library) == []


def test_a_summary_comes_in_three_forms(library: Path, tmp_path: Path):
    arguments = ("summarize", "振东新区", "--library", library)
    summary, out = data(*arguments), tmp_path / "summary.md"
    assert json.loads(done(*arguments, "--format", "json").stdout) == summary
    written = done(*arguments, "--out", out)
    assert written.stdout == ""
    assert out.read_text(encoding="utf-8") == done(*arguments, "--format", "md").stdout
    shown = done(*arguments).stdout
    assert all(field["label"] in shown for field in summary["fields"].values())
    assert "未提及" in shown


def test_a_file_that_cannot_be_written_is_an_error(library: Path, tmp_path: Path):
    result = run("summarize", "振东新区", "--library", library, "--out", tmp_path / "no" / "folder.md")
    assert result.exit_code == 1
    assert "folder.md" in result.stderr


def test_an_edit_outranks_the_text_and_survives_ingesting_again(own: Path):
    before = data("reports", "--library", own)[0]
    edited = data("edit", before["report_id"], "--agency", "某新区管委会", "--year", 2014, "--library", own)
    assert (edited["agency"], edited["year"]) == ("某新区管委会", 2014)
    assert edited["report_id"] == before["report_id"]
    done("ingest", SEEDS[3], "--library", own)
    assert data("reports", "--library", own) == [edited]


def test_a_removed_report_is_gone_everywhere(own: Path):
    report_id = data("reports", "--library", own)[0]["report_id"]
    assert data("remove", "振东新区", "--library", own) == {"report_id": report_id, "removed": True}
    assert data("reports", "--library", own) == []
    assert data("search", "信息公开", "--library", own) == []
    assert run("text", report_id, "--library", own).exit_code == 1


def test_doctor_finds_a_fresh_library_well(own: Path):
    health = data("doctor", "--library", own)
    assert health["ok"] is True
    assert health["checks"]
    assert data("doctor", "--rebuild", "--library", own)["ok"] is True


def test_reindex_encodes_every_passage(own: Path):
    passages = data("ingest", SEEDS[3], "--library", own)[0]["passages"]
    again = data("reindex", "--library", own)
    assert again["passages"] == passages > 0
    assert again["encoder"]


def test_only_writers_take_the_lock(own: Path):
    from ingest.library import Library

    with Library.open(own, write=True):
        assert data("ask", "主动公开了多少条信息？", "--library", own)["status"] == "answered"
        writer = process("remove", "振东新区", "--library", own)
    assert writer.returncode == 1
    assert b"Traceback" not in writer.stderr
    assert len(data("reports", "--library", own)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ask"],
        ["ask", "  "],
        ["ask", "问题", "--file", "q.jsonl"],
        ["ask", "问题", "--year", "去年"],
        ["ask", "问题", "--format", "docx"],
        ["ask", "问题", "--year", "1948"],
        ["ask", "问题", "--year", "2013", "--year", "2100"],
        ["edit", "某单位"],
        ["edit", "某单位", "--agency", ""],
        ["edit", "某单位", "--agency", "　"],
        ["edit", "某单位", "--year", "1948"],
        ["edit", "某单位", "--year", "2100"],
        ["search", ""],
        ["search", " "],
        ["ingest"],
        ["search", "词", "-k", "0"],
        ["serve", "--port", "99999"],
        ["--library", "elsewhere", "reports"],
    ],
)
def test_wrong_usage_exits_2(arguments: list[str]):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


@pytest.mark.parametrize("command", ["reports", "ask 问题", "show 某单位", "search 词", "doctor", "remove 某单位"])
def test_a_library_that_is_not_there_is_an_error_and_is_not_made(command: str, tmp_path: Path):
    result = run(*command.split(), "--library", tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nowhere" in result.stderr
    assert not (tmp_path / "nowhere").exists()


def test_the_environment_names_the_library(library: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_LIBRARY", str(library))
    assert len(data("reports")) == 5


def test_without_a_command_the_desk_is_served(library: Path, monkeypatch: pytest.MonkeyPatch):
    served = []
    monkeypatch.setattr(
        "ui.desk.launch_desk",
        lambda chain, **how: served.append((len(chain.library.reports()), how["host"], how["port"])),
    )
    done("--library", library)
    done("serve", "--host", "0.0.0.0", "--port", 0, "--library", library)
    assert served == [(5, "127.0.0.1", 7860), (5, "0.0.0.0", None)]


def test_help_loads_nothing_heavy():
    code = "import sys, app\ntry: app.main()\nfinally: print(*{n.split('.')[0] for n in sys.modules}, file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code, "--help"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert "ingest" in result.stdout
    assert set(result.stderr.split()) & HEAVY == set()


def test_a_reader_that_goes_away_is_no_crash(library: Path):
    command = [
        sys.executable,
        str(ROOT / "app.py"),
        "ask",
        "--json",
        "各单位主动公开了多少条信息？",
        "--library",
        library,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        asking.stdout.close()
        assert b"Traceback" not in asking.stderr.read()


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_an_old_terminal_gets_sound_json_and_no_crash(library: Path, encoding: str):
    asked = ("ask", "振东新区主动公开了多少条信息？", "--library", library)
    spoken = process(*asked, "--json", PYTHONIOENCODING=encoding)
    assert spoken.returncode == 0, spoken.stderr
    assert json.loads(spoken.stdout.decode(encoding))["question"] == asked[1]
    assert process(*asked, PYTHONIOENCODING=encoding).returncode == 0


def test_bytes_that_are_no_text_are_refused(library: Path):
    result = process("ask", "问\udcff题", "--library", library)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
