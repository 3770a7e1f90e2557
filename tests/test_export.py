"""Markdown that can be pasted: every source is there, and report text cannot become markup."""

import re

import pytest

from bot.chain import AnswerChain
from bot.export import answer_markdown, field_words, summary_markdown
from bot.schema import Citation, Claim, SectionPoints, Summary, SummaryField
from bot.summarize import summarize


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
