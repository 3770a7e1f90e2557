"""Markdown and Word that can be handed on: every source is there, and report text cannot become markup."""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner

from app import cli
from bot.chain import AnswerChain
from bot.export import answer_markdown, field_lines, field_words, item_words, summary_markdown
from bot.output.export_docx import summary_docx
from bot.schema import Answer, Citation, Claim, Finding, Item, Scope, SectionPoints, Summary, SummaryField
from bot.summarize import summarize

MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CITATION = Citation(n=1, report_id="r", agency="甲局", year=2013, section=("一、概述",), start=3, end=6, quote="共3条")
FINDING = Finding(
    rule="parts",
    severity="error",
    message="分项之和不等于总数",
    computation="1条 + 1条 = 2条 ≠ 3条",
    citations=(CITATION,),
)


def test_an_answer_with_its_sources(seeds: AnswerChain):
    found = seeds.invoke("平凉2013年公开了多少条？")
    said = answer_markdown(found)
    assert said.startswith("**问：平凉2013年公开了多少条？**\n")
    assert re.search(r"^- .*595条\[1\]$", said, re.MULTILINE)
    (citation,) = found.citations
    assert (
        "1. 平凉工业园区 2013，" in said
        and f"{citation.start}–{citation.end}" in said
        and f"「{citation.quote}」" in said
    )
    assert said.endswith("\n") and not said.endswith("\n\n")


def test_a_refusal_shows_its_notes_and_the_closest(seeds: AnswerChain):
    said = answer_markdown(seeds.invoke("丰台收取了多少信息公开费用？"))
    assert "> 未提及" in said and "**最接近的原文**" in said and "**出处**" not in said


def test_asking_back_lists_the_candidates(seeds: AnswerChain):
    said = answer_markdown(seeds.invoke("园区公开了多少条？"))
    assert "- 丰台科技园区（2013）" in said and "- 平凉工业园区（2013）" in said


def test_a_summary_has_every_field_and_source(seeds: AnswerChain):
    for report in seeds.library.reports():
        summary = summarize(seeds.library, report.report_id)
        said = summary_markdown(summary)
        assert said.count("\n| ") == len(summary.fields) + 1
        assert len(re.findall(r"^\d+\. ", said, re.MULTILINE)) == len(summary.citations)
        assert summary.sha256 in said
        marks = {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", said)}
        assert marks == {c.n for c in summary.citations}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": "5300", "unit": "条", "hedge": "余"}, "5300余条"),
        ({"value": "1200", "unit": "人(次)", "hedge": "多"}, "1200多人(次)"),
        ({"value": "3", "unit": "次", "hedge": "约"}, "约3次"),
        ({"value": "90", "unit": "%", "hedge": "以上"}, "90%以上"),
        ({"value": "327", "unit": "条", "scope": "累计"}, "327条（累计）"),
        ({"value": "55", "unit": "条", "scope": "本年"}, "55条"),
        ({"value": "0", "unit": "件"}, "0件"),
        ({"value": "362.5", "unit": "元"}, "362.5元"),
        ({"text": "通过网站公开。"}, "通过网站公开。"),
        ({}, ""),
    ],
)
def test_a_field_in_words(given: dict[str, str], said: str):
    assert field_words(SummaryField(label="x", status="stated", **given)) == said


def test_report_text_is_never_markup():
    evil = "<script>alert(1)</script> | **粗** [链](http://a) # `x`\n![图](y)"
    citation = Citation(n=1, report_id="r", agency=evil, year=None, section=(evil,), quote="好", start=0, end=1)
    claim = Claim(text=evil, kind="quote", citations=(1,))
    field = SummaryField(label="字段", status="stated", text=evil, citations=(1,))
    summary = Summary(
        report_id="r", agency=evil, year=None, title=evil, period=None, sha256="0", fields={"x": field},
        sections=(SectionPoints(path=(evil,), points=(claim,)),), citations=(citation,),
    )  # fmt: skip
    said = summary_markdown(summary)
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[链|(?<!\\)\*\*粗|(?<!\\)!\\\[|(?<!\\)`x", said)
    (row,) = re.findall(r"^\| 字段.*$", said, re.MULTILINE)
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert "年份不详" in said


def test_a_conflict_and_an_omission_are_called_so():
    fields = {key: SummaryField(label=key, status=key) for key in ("stated", "not_stated", "conflicting")}
    said = summary_markdown(
        Summary(report_id="r", agency="甲", year=2013, title="t", period=None, sha256="0", fields=fields, sections=())
    )
    assert "| not_stated | — | 未提及 |  |" in said and "| conflicting | — | 矛盾 |  |" in said


# ---- Findings, items, computations ----


def made(**more: object) -> Summary:
    given = {
        "report_id": "r", "agency": "甲局", "year": 2013, "title": "甲局2013年年度报告", "period": None, "sha256": "abc123",
        "fields": {}, "sections": (), "citations": (CITATION,),
    }  # fmt: skip
    return Summary(**given | more)


def test_findings_stand_with_their_arithmetic_and_source():
    said = summary_markdown(made(findings=(FINDING,)))
    assert "**核查发现**" in said and "- 【错误】分项之和不等于总数（1条 + 1条 = 2条 ≠ 3条）" in said
    assert "≠ 3条）[1]\n" in said and said.count("（r 3–6）：「共3条」") == 1
    assert "核查发现" not in summary_markdown(made())
    other = FINDING.model_copy(update={"citations": (CITATION.model_copy(update={"report_id": "last", "n": 1}),)})
    assert "  - 甲局 2013，一、概述（last 3–6）：「共3条」" in summary_markdown(made(findings=(other,)))


def test_a_computed_claim_shows_its_computation_once():
    claims = (
        Claim(text="两家合计84条", kind="computed", citations=(1,), computation="21条 + 63条 = 84条"),
        Claim(text="21条 + 63条 = 84条", kind="computed", citations=(1,), computation="21条 + 63条 = 84条"),
    )
    answer = Answer(
        id="1", question="问", standalone_question="问", status="answered", claims=claims, citations=(CITATION,), confidence=1,
        scope=Scope(reports=()),
    )  # fmt: skip
    said = answer_markdown(answer)
    assert "- 两家合计84条（21条 + 63条 = 84条）[1]" in said and said.count("21条 + 63条 = 84条") == 2


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Item(label="微信", value=Decimal(300), unit="条", hedge="余"), "微信 300余条"),
        (Item(label="网站", value=Decimal("3.2E+4"), unit="条"), "网站 32000条"),
        (Item(label="一是认识不足"), "一是认识不足"),
    ],
)
def test_an_item_in_words(item: Item, said: str):
    assert item_words(item) == said


def test_a_range_keeps_both_ends():
    field = SummaryField(label="x", status="stated", value=Decimal(3), value_max=Decimal(5), unit="次", hedge="约")
    assert field_words(field) == "约3-5次"


def test_a_field_in_lines():
    items = (Item(label="甲", value=Decimal(1), unit="条"), Item(label="乙", value=Decimal(2), unit="条"))
    assert field_lines(SummaryField(label="x", status="stated", text="甲乙", items=items)) == ["甲 1条", "乙 2条"]
    assert field_lines(SummaryField(label="x", status="conflicting", text="7件；9件", value=Decimal(7))) == ["7件；9件"]
    assert field_lines(SummaryField(label="x", status="not_stated")) == []


# ---- Word ----


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def words(word: docx.document.Document) -> str:
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_a_word_file_has_every_field_and_source(seeds: AnswerChain):
    for report in seeds.library.reports():
        summary = summarize(seeds.library, report.report_id)
        word = opened(summary_docx(summary, MADE))
        (table,) = word.tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == ["字段", "值", "状态", "出处"]
        assert [row[0] for row in rows[1:]] == [field.label for field in summary.fields.values()]
        said = words(word)
        for citation in summary.citations:
            assert f"[{citation.n}] " in said and f"「{citation.quote}」" in said
        for section in summary.sections:
            assert all(point.text in said for point in section.points)
        assert summary.sha256 in said and "2026-03-01T09:30:00+00:00" in said
        assert word.paragraphs[0].text == summary.title == word.core_properties.title


def test_silence_zero_and_contradiction_read_apart_in_word():
    fields = {
        "a": SummaryField(label="收费", status="not_stated"),
        "b": SummaryField(
            label="复议", status="stated", value=Decimal(0), unit="件", text="未发生复议", citations=(1,)
        ),
        "c": SummaryField(
            label="申请", status="conflicting", value=Decimal(7), unit="件", text="收到7件；收到9件", citations=(1,)
        ),
    }
    (table,) = opened(summary_docx(made(fields=fields), MADE)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["收费", "—", "未提及", ""],
        ["复议", "0件", "已核对", "[1]"],
        ["申请", "收到7件；收到9件", "矛盾", "[1]"],
    ]


def test_word_has_the_findings():
    said = words(opened(summary_docx(made(findings=(FINDING,)), MADE)))
    assert "核查发现" in said and "【错误】分项之和不等于总数（1条 + 1条 = 2条 ≠ 3条）" in said
    assert "核查发现" not in words(opened(summary_docx(made(), MADE)))


def test_chinese_text_names_a_chinese_font():
    word = opened(summary_docx(made(), MADE))
    for name, font in (("Normal", "宋体"), ("List Bullet", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体")):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font and fonts.get(qn("w:eastAsiaTheme")) is None


def test_word_takes_any_text():
    evil = "甲\x00\x0b\x1f\ud800\uffff<w:p>&\n乙"
    word = opened(summary_docx(made(title=evil, agency=evil), MADE))
    assert "<w:p>&" in word.paragraphs[0].text and "乙" in word.paragraphs[0].text


def test_the_command_writes_word(seeds: AnswerChain, tmp_path: Path):
    def run(*options: object):
        arguments = ["summarize", "平凉", "--library", seeds.library.path, "--format", "docx", *options]
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    assert run("--out", tmp_path / "a.docx").exit_code == 0
    assert "595条" in words(opened((tmp_path / "a.docx").read_bytes()))
    without = run()
    assert without.exit_code == 2 and "--out" in without.stderr
    nowhere = run("--out", tmp_path / "no" / "a.docx")
    assert nowhere.exit_code == 1 and "cannot write" in nowhere.stderr
