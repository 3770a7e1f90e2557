"""Answers and summaries as Markdown that can be pasted into a document, with their sources."""

import re
from collections.abc import Sequence

from bot.schema import Answer, Citation, Claim, Summary, SummaryField
from ingest.figures import hedged

_STATUS = {"stated": "已核对", "not_stated": "未提及", "conflicting": "矛盾"}


def answer_markdown(answer: Answer) -> str:
    """The claims with footnote numbers, then the notes, then every source with its exact quotation."""
    lines = [f"**问：{_plain(answer.standalone_question)}**", ""]
    lines += [f"- {_plain(speaker(answer, claim) + claim.text)}{_marks(claim.citations)}" for claim in answer.claims]
    lines += ["", *(f"> {_plain(note)}" for note in answer.notes)] if answer.notes else []
    lines += _sources("出处", answer.citations) + _sources("最接近的原文", answer.closest)
    lines += (
        ["", *(f"- {_plain(r.agency or r.title)}（{r.year or '年份不详'}）" for r in answer.candidates)]
        if answer.candidates
        else []
    )
    return "\n".join(lines).strip() + "\n"


def speaker(answer: Answer, claim: Claim) -> str:
    """Whose words a quotation is, where an answer quotes several bodies: a quotation itself does not say."""
    cited = {c.n: c for c in answer.citations}
    if claim.kind != "quote" or len({c.report_id for c in answer.citations}) < 2:
        return ""
    first = cited[claim.citations[0]]
    return f"{first.agency or '单位不详'}（{first.year}年）：" if first.year else f"{first.agency or '单位不详'}："


def summary_markdown(summary: Summary) -> str:
    """The field table, the key points by section, the sources and the source's hash."""
    lines = [
        f"# {_plain(summary.title)}",
        "",
        f"{_plain(summary.agency or '单位不详')} · {summary.year or '年份不详'} 年度",
        "",
    ]
    lines += ["| 项目 | 内容 | 状态 | 出处 |", "|---|---|---|---|"]
    lines += [
        f"| {f.label} | {_cell(f)} | {_STATUS[f.status]} | {_marks(f.citations)} |" for f in summary.fields.values()
    ]
    for section in summary.sections:
        lines += ["", f"## {_plain(' / '.join(section.path))}", ""]
        lines += [f"- {_plain(point.text)}{_marks(point.citations)}" for point in section.points]
    lines += _sources("出处", summary.citations)
    lines += ["", f"原文 SHA-256：`{summary.sha256}`"]
    return "\n".join(lines) + "\n"


def field_words(field: SummaryField) -> str:
    """A field's content in words: the number with its hedge, unit and scope, else its text."""
    if field.value is None:
        return field.text or ""
    said = hedged(format(field.value, "f"), field.unit or "", field.hedge)
    return f"{said}（{field.scope}）" if field.scope and field.scope != "本年" else said


def _cell(field: SummaryField) -> str:
    return _plain(field_words(field)) or "—"


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _sources(title: str, citations: Sequence[Citation]) -> list[str]:
    if not citations:
        return []
    return ["", f"**{title}**", "", *(_source(citation) for citation in citations)]


def _source(c: Citation) -> str:
    where = " / ".join(c.section) or "导语"
    whose = f"{_plain(c.agency or '单位不详')} {c.year or '年份不详'}"
    return f"{c.n}. {whose}，{_plain(where)}（{c.report_id} {c.start}–{c.end}）：「{_plain(c.quote)}」"


def _plain(text: str) -> str:
    """Report text is data: line ends folded, Markdown and HTML marks escaped."""
    return re.sub(r"([\\`*_\[\]<>|#!])", r"\\\1", re.sub(r"\s*\n\s*", " ", text))
