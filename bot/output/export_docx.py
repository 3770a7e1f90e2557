"""A summary as a Word document: identity, table of fields, key points, findings, every source quoted."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.export import FIELD_STATUS, field_lines, finding_sources, finding_words, marks, source_words
from bot.schema import Summary

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle

LATIN, CHINESE, HEADS = "Times New Roman", "宋体", "黑体"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML document can hold these


def summary_docx(summary: Summary, made: datetime) -> bytes:
    """The bytes of a .docx file; ``made`` is the time that it is said to be generated at."""
    import docx

    word = docx.Document()
    _set_fonts(word)
    word.core_properties.title = _xml(summary.title)
    word.core_properties.author = "公开 Gongkai"
    word.core_properties.created = word.core_properties.modified = made.replace(tzinfo=None)
    word.add_heading(_xml(summary.title), 0)
    _add_identity(word, summary)
    word.add_heading("一览", 1)
    _add_fields(word, summary)
    _add_points(word, summary)
    _add_findings(word, summary)
    _add_sources(word, summary, made)
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def _add_identity(word: "Word", summary: Summary) -> None:
    told = {
        "机构": summary.agency or "机构不详",
        "年度": summary.year or "年份不详",
        "统计期限": summary.period,
        "报告编号": summary.report_id,
    }
    for label, what in told.items():
        if what is not None:
            word.add_paragraph(_xml(f"{label}：{what}"))


def _add_fields(word: "Word", summary: Summary) -> None:
    lines = [
        (field.label, "\n".join(field_lines(field)) or "—", FIELD_STATUS[field.status], marks(field.citations))
        for field in summary.fields.values()
    ]
    _add_table(word, ("字段", "值", "状态", "出处"), lines)


def _add_table(word: "Word", head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    table = word.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = _xml(text)


def _add_points(word: "Word", summary: Summary) -> None:
    if summary.sections:
        word.add_heading("各部分要点", 1)
    for section in summary.sections:
        word.add_heading(_xml(" / ".join(section.path)), 2)
        for point in section.points:
            word.add_paragraph(_xml(point.text + marks(point.citations)), style="List Bullet")


def _add_findings(word: "Word", summary: Summary) -> None:
    if summary.findings:
        word.add_heading("核查发现", 1)
    for found in summary.findings:
        here, others = finding_sources(found, summary.citations)
        word.add_paragraph(_xml(finding_words(found) + here), style="List Bullet")
        for line in others:
            word.add_paragraph(_xml(line))


def _add_sources(word: "Word", summary: Summary, made: datetime) -> None:
    word.add_heading("出处", 1)
    for citation in summary.citations:
        word.add_paragraph(_xml(f"[{citation.n}] {source_words(citation)}"))
    word.add_paragraph(f"原文 SHA-256：{summary.sha256}")
    word.add_paragraph(f"生成时间：{made.isoformat(timespec='seconds')}")


def _set_fonts(word: "Word") -> None:
    """Chinese text asks for its own font (w:eastAsia), else Word takes whatever the reader's system falls back to."""
    for name in ("Normal", "List Bullet"):
        _set_font(word.styles[name], CHINESE)
    for name in ("Title", "Heading 1", "Heading 2"):
        _set_font(word.styles[name], HEADS)


def _set_font(style: "ParagraphStyle", chinese: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the name
    fonts.set(qn("w:eastAsia"), chinese)


def _xml(text: str) -> str:
    return _CONTROLS.sub("\ufffd", text)
