"""The tabs 摘要, 对比 and 审计 without a browser: what they send, what they refuse, what can be taken home."""

import base64
import csv
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from bot.chain import AnswerChain
from bot.compare import with_gaps
from bot.output.columns import COLUMNS
from bot.output.fields import FIELDS
from bot.rules import TITLES
from bot.schema import Item, Row, Summary, SummaryField
from ingest.errors import ReportNotFoundError
from ingest.schema import Report
from tests.libraries import opened
from ui import audit, batch, compare, summary
from ui.background import Run
from ui.words import say, table

LINES = {
    ("东山区人民政府", 2012): ("本年主动公开政府信息320条。", "收到依申请公开5件，全部答复。", "收取费用0元。"),
    ("东山区人民政府", 2013): ("本年主动公开政府信息约410条。",),
    ("东山区人民政府", 2015): ("本年主动公开政府信息512条。", "共公开政府信息530条。", "收到依申请公开8件。"),
    ("东山区人民政府", 2016): ("自2008年以来累计主动公开政府信息4200条。", "收到依申请公开11件。"),
    ("西水镇人民政府", 2016): ("=本年主动公开政府信息12条。",),
}


def text(body: str, year: int, lines: tuple[str, ...]) -> str:
    said = "\n".join(lines)
    return (
        f"{body}{year}年政府信息公开工作年度报告\n\n统计期限为{year}年1月1日至{year}年12月31日。\n\n一、概述\n{said}\n\n"
        "二、存在的主要问题和改进措施\n公开的主动性有待加强。下一步将进一步健全制度。\n"
    )


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """A body over four years with one missing between, and another body of one year."""
    folder = tmp_path_factory.mktemp("tabs")
    (folder / "reports").mkdir()
    for (body, year), lines in LINES.items():
        (folder / "reports" / f"{body}{year}.txt").write_text(text(body, year, lines), "utf-8")
    with opened(folder / "library", folder / "reports") as made:
        yield made


def ids(chain: AnswerChain, body: str = "", *years: int) -> list[str]:
    return [r.report_id for r in chain.library.reports() if body in (r.agency or "") and (not years or r.year in years)]


def data(file: dict) -> bytes:
    return base64.b64decode(file["base64"])


# Words


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("summary.field", {rule.key: rule.label for rule in FIELDS}),
        ("compare.metric", {key: rule.label for key, rule in COLUMNS.items()}),
        ("audit.rule", TITLES),
    ],
)
def test_every_term_of_the_domain_has_its_english_word(group: str, labels: dict[str, str]):
    told = {key.removeprefix(f"{group}."): both for key, both in table().items() if key.startswith(f"{group}.")}
    assert {key: both[0] for key, both in told.items()} == labels
    assert all(both[1].strip() for both in told.values())


# Summaries


@pytest.mark.parametrize("chosen", [None, "r9", 5, ["r1"], {"$ne": ""}])
def test_only_held_reports_are_summarized(chain: AnswerChain, chosen: object):
    views = list(summary.summarizing(summary.Summaries(chain), chosen))
    assert views == [{"kind": "error", "message": "summary.choose"}]
    assert say(views[0]["message"]) == "请先选择一份报告。"


def test_a_summary_is_made_once_and_again_when_its_report_changes(monkeypatch: pytest.MonkeyPatch, chain: AnswerChain):
    made = []
    real = summary._summarize
    monkeypatch.setattr(summary, "_summarize", lambda *given: made.append(given[1]) or real(*given))
    summaries, [first] = summary.Summaries(chain), ids(chain, "东山", 2012)
    one = summaries.get(first)
    assert summaries.get(first) is one and made == [first]
    reports = chain.library.reports()
    edited = tuple(r.model_copy(update={"year": 1999}) if r.report_id == first else r for r in reports)
    monkeypatch.setattr(type(chain.library), "reports", lambda self: edited)
    summaries.get(first)
    assert made == [first, first]


def test_a_failure_tells_the_reader_what_to_do_and_not_what_broke(monkeypatch: pytest.MonkeyPatch, chain: AnswerChain):
    def broken(*_: object) -> None:
        raise RuntimeError("/root/secret")

    monkeypatch.setattr(summary, "_summarize", broken)
    views = list(summary.summarizing(summary.Summaries(chain), ids(chain)[0]))
    assert views == [{"kind": "loading"}, {"kind": "error", "message": "summary.failed"}]


def test_a_summary_view_keeps_hedges_ranges_and_silence_apart_from_zero():
    fields = {
        "disclosed_total": SummaryField(
            label="主动公开", status="stated", value="5300", unit="条", hedge="余", scope="本年"
        ),
        "fees": SummaryField(label="收费", status="not_stated"),
        "reviews": SummaryField(label="复议", status="stated", value="0", unit="件"),
        "inquiries": SummaryField(label="咨询", status="stated", value="10", value_max="12", unit="次"),
        "categories": SummaryField(
            label="类别",
            status="stated",
            items=(
                Item(label="财务", value="6", unit="条", hedge="约"),
                Item(label="人事", value="6", unit="条"),
            ),
        ),
    }
    made = Summary(
        report_id="r1", agency="甲乡", year=2013, title="报告", period=None, sha256="0", fields=fields, sections=()
    )
    lines = {line["key"]: line for line in summary.summary_view(made)["fields"]}
    assert [line["quantity"] for line in lines.values()] == ["5300余条", None, "0件", "10-12次", None]
    assert lines["disclosed_total"]["scope"] == "本年" and lines["disclosed_total"]["hedge"] == "余"
    assert lines["inquiries"]["ranged"] and not lines["reviews"]["ranged"]
    assert [item["quantity"] for item in lines["categories"]["items"]] == ["约6条", "6条"]


@pytest.mark.parametrize(
    "asked",
    [None, "r1", {"format": "md"}, {"report_id": "r9", "format": "md"}, {"report_id": 3, "format": ["md"]}],
)
def test_exports_are_of_held_reports_in_known_formats(chain: AnswerChain, asked: object):
    with pytest.raises(ValueError, match="not an export"):
        summary.export(summary.Summaries(chain), asked)
    with pytest.raises(ValueError, match="not an export"):
        summary.export(summary.Summaries(chain), {"report_id": ids(chain)[0], "format": "exe"})


def test_exports_read_back(chain: AnswerChain):
    summaries, [first] = summary.Summaries(chain), ids(chain, "东山", 2013)
    files = {kind: summary.export(summaries, {"report_id": first, "format": kind}) for kind in ("json", "md", "docx")}
    assert Summary.model_validate_json(data(files["json"])) == summaries.get(first)
    assert "约410条" in data(files["md"]).decode() and summaries.get(first).sha256 in data(files["md"]).decode()
    word = docx.Document(io.BytesIO(data(files["docx"])))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert any("约410条" in cell for cell in cells) and "未提及" in cells
    assert files["docx"]["name"] == "东山区人民政府2013摘要.docx"


@pytest.mark.parametrize(
    ("agency", "stem"), [("../../etc/甲<b>乡", "etc甲b乡2013摘要"), ("甲" * 200, "甲" * 60 + "2013摘要")]
)
def test_a_file_name_is_safe_anywhere(chain: AnswerChain, agency: str, stem: str):
    assert batch.file_stem(chain.library.reports()[0].model_copy(update={"agency": agency, "year": 2013})) == stem


# All at once


class Shelf:
    def __init__(self, *reports: Report) -> None:
        self.held = reports

    def reports(self) -> tuple[Report, ...]:
        return self.held


def whole(made: batch.Batch) -> zipfile.ZipFile:
    pieces, offset = [], 0
    while offset is not None:
        piece = made.told({"do": "part", "offset": offset})
        pieces.append(piece["base64"])
        offset = piece["next"]
    return zipfile.ZipFile(io.BytesIO(base64.b64decode("".join(pieces))))


def run_out(made: batch.Batch) -> dict:
    made._run.wait(20)
    return made.told({"do": "look"})


def test_all_summaries_come_in_one_file(monkeypatch: pytest.MonkeyPatch, chain: AnswerChain):
    monkeypatch.setattr(batch, "PART", 3000)
    summaries = summary.Summaries(chain)
    made = batch.Batch(chain.library, lambda r, kind: summary.exported(summaries.get(r.report_id), kind))
    assert made.told({"do": "look"}) == {"reports": 5, "run": None}
    made.told({"do": "start", "format": "json"})
    state = run_out(made)["run"]
    assert (state["done"], state["total"], state["finished"], state["failed"], state["format"]) == (
        5,
        5,
        True,
        False,
        "json",
    )
    packed = whole(made)
    assert packed.testzip() is None
    lines = list(csv.DictReader(io.StringIO(packed.read("index.csv").decode("utf-8-sig"))))
    assert [line["status"] for line in lines] == ["ok"] * 5
    kept = {Summary.model_validate_json(packed.read(line["file"])).report_id for line in lines}
    assert kept == set(ids(chain))


def test_one_report_that_fails_hinders_no_other_and_is_named(chain: AnswerChain):
    bad = ids(chain)[2]

    def make(report: Report, kind: str) -> bytes:
        if report.report_id == bad:
            raise ReportNotFoundError("gone")
        return b"x"

    made = batch.Batch(chain.library, make)
    made.told({"do": "start", "format": "md"})
    assert run_out(made)["run"]["done"] == 5
    packed = whole(made)
    lines = list(csv.DictReader(io.StringIO(packed.read("index.csv").decode("utf-8-sig"))))
    assert [line["report_id"] for line in lines if line["status"] != "ok"] == [bad]
    assert len(packed.namelist()) == 5


def test_a_run_can_be_looked_at_and_stopped_but_not_fetched_half_done(
    chain: AnswerChain, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch, "AT_ONCE", 0)
    go = threading.Event()
    made = batch.Batch(chain.library, lambda report, kind: go.wait(20) and b"x")
    started = made.told({"do": "start", "format": "docx"})["run"]
    assert (started["done"], started["total"], started["finished"]) == (0, 5, False)
    made.told({"do": "start", "format": "md"})  # one at a time: the first goes on
    with pytest.raises(ValueError, match="no finished file"):
        made.told({"do": "part", "offset": 0})
    made.told({"do": "stop"})
    go.set()
    state = run_out(made)["run"]
    assert (state["format"], state["stopped"], state["finished"]) == ("docx", True, True)
    with pytest.raises(ValueError, match="no finished file"):
        made.told({"do": "part", "offset": 0})


def test_a_finished_file_of_another_library_is_not_offered(chain: AnswerChain):
    shelf = Shelf(*chain.library.reports())
    made = batch.Batch(shelf, lambda report, kind: b"x")
    made.told({"do": "start", "format": "md"})
    assert run_out(made)["run"]["finished"]
    shelf.held = shelf.held[1:]
    assert made.told({"do": "look"}) == {"reports": 4, "run": None}


@pytest.mark.parametrize(
    "asked", [None, "start", {}, {"do": "rm"}, {"do": "start", "format": "exe"}, {"do": "start", "format": ["md"]}]
)
def test_a_batch_takes_no_other_orders(chain: AnswerChain, asked: object):
    with pytest.raises(ValueError, match="not a"):
        batch.Batch(chain.library, lambda report, kind: b"").told(asked)


@pytest.mark.parametrize("offset", [-1, 10**9, "0", None, True])
def test_only_the_file_itself_can_be_read(chain: AnswerChain, offset: object):
    made = batch.Batch(chain.library, lambda report, kind: b"x")
    made.told({"do": "start", "format": "md"})
    run_out(made)
    with pytest.raises(ValueError, match="not an offset"):
        made.told({"do": "part", "offset": offset})


def test_a_step_that_raises_ends_a_run_and_says_so():
    run = Run((1 / n for n in (1, 0, 1)), 3)
    run.wait(5)
    assert run.told() == {"done": 1, "total": 3, "finished": True, "failed": True, "stopped": False}


# Comparisons


def compared(chain: AnswerChain, reports: list[str], *metrics: str) -> dict:
    views = list(compare.comparing(compare.Rows(chain.library), {"reports": reports, "metrics": list(metrics)}))
    assert views[0]["kind"] == "loading" and views[0]["total"] == len(reports)
    return views[-1]


def test_every_kind_of_cell_is_told_apart_and_every_number_has_its_source(chain: AnswerChain):
    view = compared(chain, ids(chain, "东山"), "disclosed_total", "fees")
    assert [row["year"] for row in view["rows"]] == [2012, 2013, 2014, 2015, 2016]
    told = [row["cells"]["disclosed_total"] for row in view["rows"]]
    assert [cell["status"] for cell in told] == ["stated", "stated", "no_report", "conflicting", "other_scope"]
    assert [cell["text"] for cell in told] == ["320条", "约410条", None, "512条", None]
    assert told[4]["value"] is None and told[4]["lines"][0]["text"] == "4200条（累计）"
    assert view["rows"][0]["cells"]["fees"]["status"] == "zero"
    assert view["rows"][1]["cells"]["fees"]["status"] == "not_stated"
    quotes = {c["n"]: c for c in view["citations"]}
    for cell in (cell for row in view["rows"] for cell in row["cells"].values()):
        for said in ([cell] if cell["value"] else []) + cell["lines"]:
            source = quotes[said["cite"]]
            held = chain.library.text(source["report_id"])
            assert held[source["start"] : source["end"]] == source["quote"] and said["value"] in source["quote"]


def test_a_held_report_that_was_not_chosen_is_no_gap(chain: AnswerChain):
    view = compared(chain, ids(chain, "东山", 2012, 2015), "disclosed_total")
    assert [(row["year"], row["report_id"] is None) for row in view["rows"]] == [
        (2012, False),
        (2014, True),
        (2015, False),
    ]


def test_a_report_without_a_name_stands_alone(chain: AnswerChain):
    nameless = [r.model_copy(update={"agency": None}) for r in chain.library.reports()[:3]]
    assert with_gaps(nameless, nameless) == nameless
    undated = [r.model_copy(update={"year": None}) for r in chain.library.reports()[:1]]
    assert not any(isinstance(one, Row) for one in with_gaps(undated, undated))


def test_what_hinders_reading_a_column_is_told(chain: AnswerChain):
    [total] = compared(chain, ids(chain, "东山"), "disclosed_total")["metrics"]
    assert (total["answered"], total["of"], total["hedged"], total["conflicting"]) == (3, 4, 1, 1)
    assert (total["other_scope"], total["other_scopes"], total["units"]) == (1, ["累计"], ["条"])


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {"reports": "all", "metrics": ["fees"]},
        {"reports": [], "metrics": ["fees"]},
        {"reports": ["r9"], "metrics": ["fees"]},
        {"reports": [{}], "metrics": ["fees"]},
        {"reports": None, "metrics": None},
    ],
)
def test_a_comparison_needs_held_reports(chain: AnswerChain, asked: object):
    views = list(compare.comparing(compare.Rows(chain.library), asked))
    assert views == [{"kind": "error", "message": "compare.choose"}]
    with pytest.raises(ValueError):
        compare.exported(compare.Rows(chain.library), asked)


@pytest.mark.parametrize("metrics", [[], ["drop table"], [["fees"]], list(COLUMNS)])
def test_a_comparison_needs_known_metrics_and_not_too_many(chain: AnswerChain, metrics: list):
    with pytest.raises(ValueError):
        compare.read_asked(chain.library, {"reports": ids(chain), "metrics": metrics})


def test_a_failing_comparison_is_told_kindly(monkeypatch: pytest.MonkeyPatch, chain: AnswerChain):
    rows = compare.Rows(chain.library)
    monkeypatch.setattr(compare, "compared", lambda *_: 1 / 0)
    views = list(compare.comparing(rows, {"reports": ids(chain), "metrics": ["fees"]}))
    assert views[-1] == {"kind": "error", "message": "compare.failed"}


@pytest.mark.parametrize("wide", [False, True])
def test_the_table_goes_home_as_csv_and_no_cell_is_a_formula(chain: AnswerChain, wide: bool):
    file = compare.exported(
        compare.Rows(chain.library), {"reports": ids(chain), "metrics": ["disclosed_total"], "wide": wide}
    )
    lines = list(csv.DictReader(io.StringIO(data(file).decode("utf-8-sig"))))
    status, value = ("主动公开总数·状态", "主动公开总数·数值") if wide else ("status", "value")
    told = [(line[status], line[value]) for line in lines]
    assert ("无此报告", "") in told and ("口径不同", "") in told and ("已载明", "320") in told
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.values())


def test_the_shelf_lists_what_can_be_compared(chain: AnswerChain):
    told = compare.shelf(chain.library.reports())
    assert [one["report_id"] for one in told["reports"]] == ids(chain)
    assert set(told["default"]) <= {one["key"] for one in told["metrics"]}
    assert json.loads(json.dumps(told)) == told


# Audits


def test_the_findings_of_the_library_are_counted_filtered_and_cited(chain: AnswerChain):
    audits = audit.Audits(chain.library)
    audits.look()
    audits._run.wait(20)
    every = audit.audit_view(audits, audit.Wanted())
    counts = {one["id"]: one["n"] for one in every["rules"]}
    assert every["done"] == every["total"] == 5 and every["found"] == sum(counts.values()) == sum(
        every["severities"].values()
    )
    assert set(counts) == set(TITLES) and counts["A12"] == 1
    for one in every["findings"]:
        for cited in one["citations"]:
            assert chain.library.text(cited["report_id"])[cited["start"] : cited["end"]] == cited["quote"]
    [twice] = audit.audit_view(audits, audit.Wanted(rules=("A12",)))["findings"]
    assert twice["report"]["year"] == 2015 and "512" in twice["message"] + (twice["computation"] or "")
    errors = audit.audit_view(audits, audit.Wanted(severities=("error",)))
    assert {one["severity"] for one in errors["findings"]} == {"error"}
    west = audit.audit_view(audits, audit.Wanted(body=" 西水 "))
    assert {one["report"]["agency"] for one in west["findings"]} == {"西水镇人民政府"}
    assert audit.audit_view(audits, audit.Wanted(body="无此单位"))["found"] == 0


def test_citations_are_numbered_through_the_page(chain: AnswerChain):
    audits = audit.Audits(chain.library)
    audits.look()
    audits._run.wait(20)
    cited = [c for one in audit.audit_view(audits, audit.Wanted())["findings"] for c in one["citations"]]
    places = {(c["report_id"], c["start"], c["end"]): c["n"] for c in cited}
    assert sorted(places.values()) == list(range(1, len(places) + 1))


class Counting:
    """A library that counts what is read, and fails for one report."""

    def __init__(self, library: object, failing: str = "") -> None:
        self.library, self.failing, self.read = library, failing, []
        self.held = library.reports()

    def reports(self) -> tuple[Report, ...]:
        return self.held

    def stored(self, report_id: str) -> object:
        self.read.append(report_id)
        if report_id == self.failing:
            raise ReportNotFoundError(report_id)
        return self.library.stored(report_id)


def test_an_audit_is_worked_out_once_for_a_state_of_the_library(chain: AnswerChain):
    library = Counting(chain.library)
    audits = audit.Audits(library)
    library.held = library.held[:2]
    audits.look()
    audits._run.wait(20)
    first = len(library.read)
    assert audits.look()[1] == [] and len(library.read) == first
    library.held = tuple(chain.library.reports())[:3]
    audits.look()
    audits._run.wait(20)
    known, waiting = audits.look()
    assert len(known) == 3 and waiting == []
    assert library.read[first:].count(library.held[2].report_id) == 1
    assert library.read.count(library.held[0].report_id) <= 2  # itself, and as last year's of the next


def test_a_report_that_cannot_be_checked_is_named_and_hinders_no_other(chain: AnswerChain):
    bad = ids(chain, "西水")[0]
    audits = audit.Audits(Counting(chain.library, bad))
    audits.look()
    audits._run.wait(20)
    view = audit.audit_view(audits, audit.Wanted())
    assert [one["report_id"] for one in view["failed"]] == [bad] and view["done"] == 5
    assert bad not in {one["report_id"] for one in view["clean"]["reports"]}


def test_last_year_is_the_same_bodys(chain: AnswerChain):
    pairs = {
        (r.agency, r.year): before.year if before else None
        for r, before in audit.with_last_year(chain.library.reports())
    }
    assert pairs == {
        ("东山区人民政府", 2012): None,
        ("东山区人民政府", 2013): 2012,
        ("东山区人民政府", 2015): None,
        ("东山区人民政府", 2016): 2015,
        ("西水镇人民政府", 2016): None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"rules": ["A99"]},
        {"rules": "A5"},
        {"severities": ["fatal"]},
        {"body": 5},
        {"body": "x" * 81},
        {"limit": 0},
        {"limit": 10**6},
    ],
)
def test_filters_are_checked(asked: dict):
    with pytest.raises(ValueError):
        audit.read_wanted(asked)


def test_a_filter_that_is_no_filter_shows_everything():
    assert audit.read_wanted(None) == audit.read_wanted({"unknown": 1}) == audit.Wanted()


def test_findings_go_home_as_csv_and_json(chain: AnswerChain):
    audits = audit.Audits(chain.library)
    audits.look()
    audits._run.wait(20)
    found = audit.audit_view(audits, audit.Wanted())["found"]
    lines = list(csv.DictReader(io.StringIO(data(audit.exported(audits, {"format": "csv"})).decode("utf-8-sig"))))
    told = json.loads(data(audit.exported(audits, {"format": "json"})))
    assert len(lines) == len(told) == found
    assert [line["message"] for line in lines] == [one["message"] for one in told]
    for line, one in zip(lines, told, strict=True):
        places = [f"{c['report_id']}:{c['start']}-{c['end']}" for c in one["citations"]]
        assert line["places"].split() == places and line["rule_title"] == TITLES[one["rule"]]
    only = json.loads(data(audit.exported(audits, {"format": "json", "rules": ["A12"]})))
    assert [one["rule"] for one in only] == ["A12"]


@pytest.mark.parametrize(
    "asked", [None, {}, {"format": "exe"}, {"format": ["csv"]}, {"format": "csv", "rules": ["A99"]}]
)
def test_findings_are_exported_in_known_formats_only(chain: AnswerChain, asked: object):
    with pytest.raises(ValueError):
        audit.exported(audit.Audits(chain.library), asked)


def test_the_scripts_of_the_tabs_have_every_text_that_they_use():
    """A key that is written out in a script stands in the table (a missing one would break the page when drawn)."""
    import re

    assets = Path(summary.__file__).parent / "assets"
    used = set()
    for name in ("tabs", "picker", "chart", "summary", "compare", "audit"):
        code = (assets / f"{name}.js").read_text("utf-8")
        used |= set(re.findall(r"say\(\"([\w.]+)\"", code)) | set(
            re.findall(r"\"((?:summary|compare|audit)(?:\.\w+)+)\"", code)
        )
    groups = {"summary.field", "summary.scope", "compare.metric", "audit.rule"}
    assert len(used) > 60 and sorted(key for key in used - groups if key not in table()) == []
