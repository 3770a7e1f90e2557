"""What people read: every state of an answer, every kind of field, and no report text taken for markup."""

import json
from decimal import Decimal

import pytest

from bot.schema import Answer, Citation, Claim, Item, Scope, Summary, SummaryField, Withheld
from ingest.schema import Outcome, Report
from ui import terminal

CITATION = Citation(
    n=1, report_id="r1", agency="某乡", year=2013, section=("一、概述",), start=3, end=9, quote="[bold]公开\n5条"
)
REPORT = Report(
    report_id="r1", agency="某乡", year=2013, title="年度[/bold]报告", region=None, addressee=None, period=None,
    era="unknown", chars=100, sha256="0" * 64, path="a.txt",
)  # fmt: skip


def answer(status: str, **more: object) -> Answer:
    more = {
        "id": "1",
        "question": "问",
        "standalone_question": "问",
        "confidence": 1,
        "scope": Scope(reports=()),
    } | more
    return Answer(status=status, **more)


def test_an_answer_shows_claims_sources_and_notes(capsys: pytest.CaptureFixture[str]):
    claims = (
        Claim(text="某乡公开 5 条", kind="figure", citations=(1,)),
        Claim(text="合计 7 条", kind="computed", citations=(1,), computation="5+2 = 7"),
    )
    terminal.answer(answer("answered", claims=claims, citations=(CITATION,), notes=("口径不同",)))
    shown = capsys.readouterr().out
    for part in (
        "某乡公开 5 条[1]",
        "（5+2 = 7）[1]",
        "注：口径不同",
        "[1] 某乡 2013年 · 一、概述",
        "“[bold]公开 5条”",
    ):
        assert part in shown


def test_a_refusal_shows_the_nearest_passages(capsys: pytest.CaptureFixture[str]):
    terminal.answer(answer("no_evidence", notes=("没有找到原文",), closest=(CITATION,), suggestions=("那换个问法？",)))
    shown = capsys.readouterr().out
    assert "没有找到原文" in shown and "最接近的原文" in shown and "那换个问法？" in shown


def test_a_question_back_lists_the_candidates(capsys: pytest.CaptureFixture[str]):
    terminal.answer(answer("needs_clarification", candidates=(REPORT,)))
    assert "某乡 2013年《年度[/bold]报告》（r1）" in capsys.readouterr().out


def test_an_explanation_shows_what_fell_at_the_gate(capsys: pytest.CaptureFixture[str]):
    fallen = (Withheld(text="公开 6 条", check="数字", reason="原文是 5 条"),)
    passage = {"report_id": "r1", "section": ["一"], "start": 3, "end": 9, "score": 1.5, "lexical": 2, "dense": None}
    explain = {"terms": ["公开"], "query": "公开 条", "passages": [passage]}
    terminal.answer(answer("no_evidence", withheld=fallen, explain=explain, timings={"retrieve": 0.012}))
    shown = capsys.readouterr().out
    for part in (
        "用词",
        "检索式  公开 条",
        "1.500（字词 2.000，语义 –）  r1 3–9  一",
        "未通过核对（数字）：公开 6 条：原文是 5 条",
        "retrieve 12 毫秒",
    ):
        assert part in shown


def test_a_summary_tells_silence_from_zero(capsys: pytest.CaptureFixture[str]):
    fields = {
        "fees": SummaryField(label="收费", status="not_stated"),
        "reviews": SummaryField(label="复议", status="stated", value=Decimal(0), unit="件", citations=(1,)),
        "staff": SummaryField(label="人员", status="conflicting", text="3 人与 4 人", citations=(1,)),
    }
    summary = Summary(
        report_id="r1", agency="某乡", year=2013, title="报告", period=None, sha256="0", fields=fields, sections=(),
        citations=(CITATION,),
    )  # fmt: skip
    terminal.summary(summary)
    shown = capsys.readouterr().out
    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "未提及" in lines["收费"] and "0" not in lines["收费"]
    assert "0件[1]" in lines["复议"]
    assert "原文自相矛盾" in lines["人员"] and "3 人与 4 人[1]" in shown


@pytest.mark.parametrize(
    ("value", "shown"), [("32000.0", " 32000条"), ("3.2E+4", " 32000条"), ("12.5", " 12.5条"), ("0", " 0条")]
)
def test_a_whole_number_has_no_decimals(value: str, shown: str):
    assert terminal._item(Item(label="网站", value=Decimal(value), unit="条", citations=(1,))) == f"网站{shown}[1]"


def test_tables_take_no_text_for_markup(capsys: pytest.CaptureFixture[str]):
    terminal.reports([REPORT])
    terminal.outcomes([Outcome(path="[red]a.txt", status="failed", error="不是文本[/]")])
    shown = capsys.readouterr().out
    assert "年度[/bold]报告" in shown and "[red]a.txt" in shown and "不是文本[/]" in shown


def test_json_is_one_document_and_progress_stays_off_it(capsys: pytest.CaptureFixture[str]):
    assert list(terminal.progress(iter([1, 2]), total=2)) == [1, 2]
    terminal.show((REPORT,), True, terminal.reports, terminal.report_row)
    assert json.loads(capsys.readouterr().out)[0]["title"] == "年度[/bold]报告"
