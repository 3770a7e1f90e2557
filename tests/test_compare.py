"""Figures side by side: every cell typed and cited, absences told apart, CSV that a spreadsheet cannot execute."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app import cli
from bot.chain import AnswerChain
from bot.compare import HAS_VALUE, compare, compared, notes
from bot.export import save
from bot.output.columns import COLUMNS, DEFAULT, columns
from bot.output.export_csv import LONG, STATUS, long_csv, safe, wide_csv
from bot.schema import Beside, Cell, Citation, Comparison, Row
from ingest.document import parse
from ingest.errors import GongkaiError, ReportNotFoundError
from ingest.library import Library
from tests.fakes import FakeEncoder
from tests.libraries import NAMES
from ui.comparison import grid, numbered

TEXTS = {
    ("东山县财政局", 2011): "2011年，我局共主动公开政府信息120条。\n二、依申请公开情况\n全年收到政府信息公开申请5件，全部按时答复。\n三、收费情况\n未收取任何费用。",
    ("东山县财政局", 2013): "2013年，我局共主动公开政府信息300余条。\n二、依申请公开情况\n全年收到政府信息公开申请7件。\n三、其他\n2013年共收到政府信息公开申请9件。",
    ("西水镇人民政府", 2013): "2013年，我镇共主动公开政府信息88条，全县共主动公开政府信息9000条。\n二、依申请公开情况\n2013年未收到政府信息公开申请。",
    ("南林区住房局", 2013): "自2008年以来，我局累计主动公开政府信息4100条。\n二、依申请公开情况\n我局认真受理群众的政府信息公开申请，依法予以答复。",
}  # fmt: skip


def text(agency: str, year: int, body: str) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告\n一、主动公开情况\n{body}\n"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("compare") / "library"
    with Library.open(folder, encoder=FakeEncoder(), create=True) as library:
        for (agency, year), body in TEXTS.items():
            whole = text(agency, year, body)
            library.put(parse(whole, path=f"/in/{agency}{year}.txt", sha256=str(len(whole))))
        yield library


def cell(made: Comparison, agency: str, year: int, metric: str) -> Cell:
    (row,) = [row for row in made.rows if (row.agency, row.year) == (agency, year)]
    return row.cells[metric]


@pytest.mark.parametrize(
    ("agency", "year", "metric", "status", "said"),
    [
        ("东山县财政局", 2011, "disclosed_total", "stated", "120条"),
        ("东山县财政局", 2013, "disclosed_total", "stated", "300余条"),
        ("西水镇人民政府", 2013, "disclosed_total", "stated", "88条"),
        ("东山县财政局", 2011, "fees", "zero", "0元"),
        ("西水镇人民政府", 2013, "applications_received", "zero", "0件"),
        ("南林区住房局", 2013, "disclosed_total", "other_scope", "4100条（累计）"),
        ("南林区住房局", 2013, "disclosed_cumulative", "stated", "4100条"),
        ("东山县财政局", 2013, "applications_received", "conflicting", "7件"),
        ("南林区住房局", 2013, "applications_received", "in_words", "我局认真受理群众的政府信息公开申请，依法予以答复。"),
        ("东山县财政局", 2013, "fees", "not_stated", None),
        ("东山县财政局", 2012, "fees", "no_report", None),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_is(held: Library, agency: str, year: int, metric: str, status: str, said: str | None):
    found = cell(compare(held), agency, year, metric)
    assert (found.status, found.text) == (status, said)
    assert (found.value is not None) == (status in HAS_VALUE)


def test_a_contradiction_shows_both_sides(held: Library):
    found = cell(compare(held), "东山县财政局", 2013, "applications_received")
    assert found.value == 7 and [rival.value for rival in found.rivals] == [9]
    assert [c.quote for c in found.citations] == ["全年收到政府信息公开申请7件", "2013年共收到政府信息公开申请9件"]


def test_another_scope_stands_beside_never_in_the_column(held: Library):
    found = cell(compare(held), "西水镇人民政府", 2013, "disclosed_total")
    assert [(one.value, one.scope, one.text) for one in found.elsewhere] == [(9000, "上级", "9000条（上级）")]
    alone = cell(compare(held), "南林区住房局", 2013, "disclosed_total")
    assert (
        alone.value is None and alone.elsewhere[0].value == 4100 and alone.citations == (alone.elsewhere[0].citation,)
    )


def test_every_citation_is_the_text(held: Library):
    made = compare(held)
    texts = {report.report_id: held.text(report.report_id) for report in held.reports()}
    cited = numbered(made)
    assert [c.n for c in cited] == list(range(1, len(cited) + 1)) and len(cited) >= 10
    for c in cited:
        assert texts[c.report_id][c.start : c.end] == c.quote and 0 < len(c.quote) <= 160 and c.section
    for row in made.rows:
        assert all(bool(one.citations) == (one.status not in {"not_stated", "no_report"}) for one in row.cells.values())


def test_parts_are_listed_and_not_taken_for_the_whole(seeds: AnswerChain):
    made = compare(seeds.library, ["staff"], ["崔各庄"])
    (row,) = made.rows
    found = row.cells["staff"]
    assert (found.status, found.value, [part.value for part in found.parts]) == ("in_parts", None, [1, 1])
    _, ((_, said),) = grid(made, columns(["staff"]), numbered(made))
    assert said.startswith("仅有分项\n") and said.endswith("1名[2]")


def test_missing_names_each_gap_and_why(held: Library):
    missing = {(m.agency, m.year, m.metric): m.status for m in compare(held, ["fees", "disclosed_total"]).missing}
    assert missing == {
        ("东山县财政局", 2012, "fees"): "no_report",
        ("东山县财政局", 2012, "disclosed_total"): "no_report",
        ("东山县财政局", 2013, "fees"): "not_stated",
        ("西水镇人民政府", 2013, "fees"): "not_stated",
        ("南林区住房局", 2013, "fees"): "not_stated",
        ("南林区住房局", 2013, "disclosed_total"): "other_scope",
    }


@pytest.mark.parametrize(
    ("reports", "years", "expected"),
    [
        ((), (), [("东山县财政局", 2011), ("东山县财政局", 2012), ("东山县财政局", 2013), ("南林区住房局", 2013), ("西水镇人民政府", 2013)]),
        (("东山",), (), [("东山县财政局", 2011), ("东山县财政局", 2012), ("东山县财政局", 2013)]),
        (("东山", "西水"), (2013,), [("东山县财政局", 2013), ("西水镇人民政府", 2013)]),
        (("西水",), (2012, 2013), [("西水镇人民政府", 2012), ("西水镇人民政府", 2013)]),
        ((), (2011,), [("东山县财政局", 2011)]),
        ((), (2012, 2013), [("东山县财政局", 2012), ("东山县财政局", 2013), ("南林区住房局", 2012), ("南林区住房局", 2013), ("西水镇人民政府", 2012), ("西水镇人民政府", 2013)]),
    ],
)  # fmt: skip
def test_bodies_and_years(held: Library, reports: tuple, years: tuple, expected: list[tuple[str, int]]):
    assert [(row.agency, row.year) for row in compare(held, ["fees"], reports, years).rows] == expected


def test_a_held_year_is_no_gap_though_it_was_not_asked_for(held: Library):
    first = next(r.report_id for r in held.reports() if (r.agency, r.year) == ("东山县财政局", 2011))
    assert compare(held, ["fees"], [first], [2013]).rows == ()
    assert [(row.year, row.report_id) for row in compare(held, ["fees"], [first], [2012, 2013]).rows] == [(2012, None)]


def test_a_name_of_two_bodies_is_ambiguous(held: Library):
    with pytest.raises(ReportNotFoundError, match="several"):
        compare(held, [], ["年度报告"])
    with pytest.raises(ReportNotFoundError):
        compare(held, [], ["北山县"])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("disclosed_total", "disclosed_total"), ("主动公开总数", "disclosed_total"), ("主动公开政府信息", "disclosed_total"), ("公开条数", "disclosed_total"),
        ("历年累计公开", "disclosed_cumulative"), ("累计公开", "disclosed_cumulative"), ("依申请收到", "applications_received"), ("收到申请", "applications_received"),
        ("申请", "applications_received"), ("答复申请", "applications_handled"), ("收费", "fees"), ("复议", "reviews"), ("行政诉讼", "lawsuits"),
        ("培训", "training"), ("人员", "staff"), ("政策解读", "interpretation"), ("咨询", "inquiries"), ("结转", "applications_carried"),
    ],
)  # fmt: skip
def test_a_metric_goes_by_its_key_and_its_names(name: str, key: str):
    assert [rule.key for rule in columns([name])] == [key]


@pytest.mark.parametrize("name", ["天气", "", "share", "绿化面积", "disclosed"])
def test_an_unknown_metric_lists_the_known(name: str):
    with pytest.raises(GongkaiError) as error:
        columns([name])
    assert repr(name) in str(error.value) and all(key in str(error.value) for key in COLUMNS)


def test_columns_stand_once_and_in_order():
    assert [rule.key for rule in columns(["收费", "复议", "fees"])] == ["fees", "reviews"]
    assert tuple(rule.key for rule in columns()) == DEFAULT


def test_notes_say_what_hinders_reading_down(held: Library):
    said = notes(
        compare(held, ["disclosed_total", "applications_received"]),
        columns(["disclosed_total", "applications_received"]),
    )
    assert said == ["主动公开总数：含约数，不能直接相加；1 份报告只有其他口径（累计）", "收到申请：有报告自相矛盾"]


def test_the_seeds_trap_scopes(seeds: AnswerChain):
    made = compare(seeds.library, ["disclosed_total", "disclosed_cumulative"])
    said = {row.agency: row.cells for row in made.rows}
    (xiang,) = [cells for agency, cells in said.items() if "崔各庄" in agency]
    assert xiang["disclosed_total"].text == "111条" and xiang["disclosed_cumulative"].text == "703条"
    assert (
        said["平凉工业园区"]["disclosed_total"].text == "595条"
        and said["平凉工业园区"]["disclosed_cumulative"].status == "not_stated"
    )
    assert len(made.rows) == len(NAMES)


# ---- The grid ----


def test_a_few_reports_with_many_metrics_stand_side_by_side(held: Library):
    made = compare(held, (), ["西水"])
    across, lines = grid(made, columns(), numbered(made))
    assert across == ["西水镇人民政府 2013年"] and [line[0] for line in lines] == [rule.label for rule in columns()]


def test_years_of_one_body_go_down(held: Library):
    made = compare(held, ["disclosed_total", "applications_received"], ["东山"])
    across, lines = grid(made, columns(["disclosed_total", "applications_received"]), numbered(made))
    assert across == ["主动公开总数", "收到申请"]
    assert lines == [
        ["东山县财政局 2011年", "120条[1]", "5件[2]"],
        ["东山县财政局 2012年", "无此报告", "无此报告"],
        ["东山县财政局 2013年", "300余条[3]", "矛盾 7件[4]\n9件[5]"],
    ]


def test_absences_read_apart(held: Library):
    made = compare(held, ["disclosed_total", "applications_received"], (), [2013])
    _, lines = grid(made, columns(["disclosed_total", "applications_received"]), numbered(made))
    assert ["南林区住房局 2013年", "口径不同\n另：4100条（累计）[4]", "有提及，无数字[5]"] in lines
    assert ["西水镇人民政府 2013年", "88条[6]\n另：9000条（上级）[7]", "0件[8]"] in lines


# ---- CSV ----


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_long_form_is_one_line_a_figure(held: Library):
    rules = columns(["disclosed_total", "applications_received"])
    rows = read(long_csv(compare(held, ["disclosed_total", "applications_received"]), rules))
    assert list(rows[0]) == list(LONG) and len(rows) == 5 * 2 + 1
    by = {(row["agency"], row["year"], row["metric"], row["text"]): row for row in rows}
    hedged = by["东山县财政局", "2013", "disclosed_total", "300余条"]
    assert (hedged["value"], hedged["unit"], hedged["hedge"], hedged["scope"], hedged["status"]) == (
        "300",
        "条",
        "余",
        "本年",
        "已载明",
    )
    assert [by["东山县财政局", "2013", "applications_received", said]["status"] for said in ("7件", "9件")] == [
        "矛盾",
        "矛盾",
    ]
    other = by["南林区住房局", "2013", "disclosed_total", "4100条（累计）"]
    assert (other["value"], other["status"], other["beside"]) == ("", "口径不同", "4100条（累计）")
    gap = by["东山县财政局", "2012", "disclosed_total", ""]
    assert (gap["status"], gap["value"], gap["quote"], gap["report_id"]) == ("无此报告", "", "", "")


def test_its_offsets_point_at_its_quotes(held: Library):
    rows = [row for row in read(long_csv(compare(held), columns())) if row["quote"]]
    assert len(rows) >= 10
    for row in rows:
        assert held.text(row["report_id"])[int(row["start"]) : int(row["end"])] == row["quote"]


def test_the_wide_form_is_one_line_a_report(held: Library):
    rules = columns(["disclosed_total", "applications_received"])
    rows = read(wide_csv(compare(held, ["disclosed_total", "applications_received"]), rules))
    assert len(rows) == 5
    (dong,) = [row for row in rows if row["机构"].startswith("东山") and row["年度"] == "2013"]
    assert (dong["主动公开总数·数值"], dong["主动公开总数·限定"], dong["收到申请·数值"]) == ("300", "余", "7件；9件")
    assert "未收到政府信息公开申请" in next(row["收到申请·原文"] for row in rows if row["机构"].startswith("西水"))


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1", "  =1"]
)
def test_no_cell_is_a_formula(evil: str):
    assert safe(evil) == f"'{evil}"
    citation = Citation(n=1, report_id="r", agency=evil, year=None, section=(evil,), start=0, end=len(evil), quote=evil)
    beside = Beside(label=evil, text=evil, value="1", unit="条", citation=citation)
    one = Cell(
        status="conflicting",
        value="1",
        unit=evil,
        hedge=evil,
        text=evil,
        citations=(citation,),
        rivals=(beside,),
        elsewhere=(beside,),
    )
    row = Row(report_id=evil, agency=evil, year=None, title=evil, cells={"fees": one})
    for data in (
        long_csv(Comparison(rows=(row,)), columns(["fees"])),
        wide_csv(Comparison(rows=(row,)), columns(["fees"])),
    ):
        for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            assert not any(
                field.lstrip()[:1] in {*"=+-@＝＋－＠"} or field[:1] in {*"\t\r\n"} for field in line if field
            )


@pytest.mark.parametrize("plain", ["595", "0", "12.5", "主动公开", "a=b", "1-2", "", None])
def test_what_is_no_formula_stays(plain: str | None):
    assert safe(plain) == (plain or "")


def test_commas_quotes_and_line_ends_come_back():
    evil = '甲,"乙"\n丙'
    citation = Citation(n=1, report_id="r", agency=evil, year=2013, section=("一",), start=0, end=len(evil), quote=evil)
    row = Row(
        report_id="r",
        agency=evil,
        year=2013,
        title=None,
        cells={"fees": Cell(status="in_words", text=evil, citations=(citation,))},
    )
    (back,) = read(long_csv(Comparison(rows=(row,)), columns(["fees"])))
    assert (back["agency"], back["quote"], back["status"]) == (evil, evil, STATUS["in_words"])


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path):
    target = tmp_path / "a.csv"
    save(target, b"one")
    save(target, b"two")
    assert target.read_bytes() == b"two" and list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 != 0o600
    (tmp_path / "folder").mkdir()
    for wrong in (tmp_path / "no" / "a.csv", tmp_path / "folder"):
        with pytest.raises(GongkaiError, match="cannot write"):
            save(wrong, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "folder"]


# ---- The command ----


def run(held: Library, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, arguments), "--library", str(held.path)])


def test_the_command_keeps_the_contract(held: Library):
    made = json.loads(run(held, "主动公开总数", "--report", "东山", "--json").stdout)
    assert list(made) == ["rows", "missing"] and made == compare(held, ["disclosed_total"], ["东山"]).model_dump(
        mode="json"
    )
    assert made["rows"][0]["cells"]["disclosed_total"]["value"] == "120"


def test_the_command_prints_a_table_with_its_sources(held: Library):
    shown = run(held, "主动公开总数", "收费", "--year", 2013).stdout
    assert "300余条[1]" in shown and "“2013年，我局共主动公开政府信息300余条”" not in shown.split("依据")[0]
    assert "注：主动公开总数：" in shown and "共主动公开政府信息300余条”" in shown.split("依据")[1]


def test_the_command_writes_csv(held: Library, tmp_path: Path):
    for name, options in (("long", ()), ("wide", ("--wide",))):
        result = run(held, "--csv", tmp_path / name, *options)
        assert (result.exit_code, result.stdout) == (0, "") and name in result.stderr
    assert len(read((tmp_path / "wide").read_bytes())) == 5
    assert len(read((tmp_path / "long").read_bytes())) == 5 * len(DEFAULT) + 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(("天气",), 2, "disclosed_total"), (("--wide",), 2, "--csv"), (("--report", "北山县"), 1, "北山县"), (("--csv", "/no/such/a.csv"), 1, "cannot write")],
)  # fmt: skip
def test_what_cannot_be_compared(held: Library, arguments: tuple, code: int, said: str):
    result = run(held, *arguments)
    assert result.exit_code == code and said in result.stderr


def test_reports_are_read_one_at_a_time(held: Library, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    stored = held.stored
    monkeypatch.setattr(held, "stored", lambda report_id: read.append(report_id) or stored(report_id))
    walk = compared(held, columns(["fees"]), held.reports())
    next(walk)
    assert len(read) == 1
    assert len(list(walk)) == len(TEXTS) - 1 and len(read) == len(TEXTS)
