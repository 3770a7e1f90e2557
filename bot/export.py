"""Answers and summaries as Markdown that can be pasted into a document, with their sources."""

import os
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.schema import Answer, Citation, Claim, Finding, Item, Summary, SummaryField
from ingest.errors import GongkaiError
from ingest.figures import hedged

FIELD_STATUS = {"stated": "已核对", "not_stated": "未提及", "conflicting": "矛盾"}
SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside it first, then in its place.

    Raises:
        GongkaiError: the place cannot be written to; the message says why.
    """
    beside = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask)
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise GongkaiError(f"cannot write to {str(path)!r}: {error.strerror or error}; choose another path") from None


def answer_markdown(answer: Answer) -> str:
    """The claims with footnote numbers, then the notes, then every source with its exact quotation."""
    lines = [f"**问：{escaped(answer.standalone_question)}**", ""]
    lines += [f"- {escaped(speaker(answer, claim) + _said(claim))}{marks(claim.citations)}" for claim in answer.claims]
    lines += ["", *(f"> {escaped(note)}" for note in answer.notes)] if answer.notes else []
    lines += _sources("出处", answer.citations) + _sources("最接近的原文", answer.closest)
    lines += (
        ["", *(f"- {escaped(r.agency or r.title)}（{r.year or '年份不详'}）" for r in answer.candidates)]
        if answer.candidates
        else []
    )
    return "\n".join(lines).strip() + "\n"


def _said(claim: Claim) -> str:
    computed = claim.computation if claim.computation and claim.computation not in claim.text else None
    return f"{claim.text}（{computed}）" if computed else claim.text


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
        f"# {escaped(summary.title)}",
        "",
        f"{escaped(summary.agency or '单位不详')} · {summary.year or '年份不详'} 年度",
        "",
    ]
    lines += ["| 项目 | 内容 | 状态 | 出处 |", "|---|---|---|---|"]
    lines += [
        f"| {f.label} | {_cell(f)} | {FIELD_STATUS[f.status]} | {marks(f.citations)} |" for f in summary.fields.values()
    ]
    for section in summary.sections:
        lines += ["", f"## {escaped(' / '.join(section.path))}", ""]
        lines += [f"- {escaped(point.text)}{marks(point.citations)}" for point in section.points]
    lines += _findings(summary)
    lines += _sources("出处", summary.citations)
    lines += ["", f"原文 SHA-256：`{summary.sha256}`"]
    return "\n".join(lines) + "\n"


def field_words(field: SummaryField) -> str:
    """A field's content in words: the number with its hedge, unit and scope, else its text."""
    if field.value is None:
        return field.text or ""
    number = plain_number(field.value) + (f"-{plain_number(field.value_max)}" if field.value_max is not None else "")
    said = hedged(number, field.unit or "", field.hedge)
    return f"{said}（{field.scope}）" if field.scope and field.scope != "本年" else said


def plain_number(value: Decimal) -> str:
    """A value without an exponent or idle zeros behind the point: ``5300``, ``362.5``."""
    return format(value.normalize() if value == value.to_integral_value() else value, "f")


def field_lines(field: SummaryField) -> list[str]:
    """A field's content line by line: both sides of a contradiction, every item with its number, or its words."""
    if field.status == "conflicting":
        return [field.text or ""]
    said = [item_words(item) for item in field.items] or [field_words(field)]
    return [line for line in said if line]


def item_words(item: Item) -> str:
    """An item's label with its number, hedge and unit; a point of a list is its label alone."""
    if item.value is None:
        return item.label
    return f"{item.label} {hedged(plain_number(item.value), item.unit or '', item.hedge)}"


def _cell(field: SummaryField) -> str:
    return "；".join(escaped(line).rstrip("。；") for line in field_lines(field)) or "—"


def finding_words(found: Finding) -> str:
    """A finding with its severity and arithmetic."""
    return f"【{SEVERITY[found.severity]}】{found.message}" + (f"（{found.computation}）" if found.computation else "")


def finding_sources(found: Finding, cited: Sequence[Citation]) -> tuple[str, list[str]]:
    """The footnote numbers of a finding's places among ``cited``, and the others in full."""
    here = marks([citation.n for citation in found.citations if citation in cited])
    return here, [source_words(citation) for citation in found.citations if citation not in cited]


def _findings(summary: Summary) -> list[str]:
    said = []
    for found in summary.findings:
        here, others = finding_sources(found, summary.citations)
        said += [f"- {escaped(finding_words(found))}{here}", *(f"  - {escaped(line)}" for line in others)]
    return ["", "**核查发现**", "", *said] if said else []


def marks(numbers: Sequence[int]) -> str:
    """Footnote numbers: ``[1][2]``."""
    return "".join(f"[{n}]" for n in numbers)


def _sources(title: str, citations: Sequence[Citation]) -> list[str]:
    if not citations:
        return []
    return ["", f"**{title}**", "", *(_source(citation) for citation in citations)]


def _source(c: Citation) -> str:
    return f"{c.n}. {escaped(source_words(c))}"


def source_words(c: Citation) -> str:
    """Where a quotation stands, and the quotation: body, year, section, report id and offsets."""
    where = " / ".join(c.section) or "导语"
    whose = f"{c.agency or '单位不详'} {c.year or '年份不详'}"
    return f"{whose}，{where}（{c.report_id} {c.start}–{c.end}）：「{c.quote}」"


def escaped(text: str) -> str:
    """Report text is data: line ends folded, Markdown and HTML marks escaped."""
    return re.sub(r"([\\`*_\[\]<>|#!])", r"\\\1", re.sub(r"\s*\n\s*", " ", text))
