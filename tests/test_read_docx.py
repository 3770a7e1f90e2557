"""Word documents: paragraphs and tables in order, automatic numbers written out, changes accepted."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from evals.generate import generate_report
from ingest.document import parse
from ingest.errors import ReadError
from ingest.formats.numbering import counted
from ingest.read import read_data
from tests.read_samples import saved, word

NS = nsdecls("w")


def read(document) -> list[str]:
    return read_data(saved(document), "a.docx").text.splitlines()


def add(document, inner: str):
    document.element.body.insert(-1, parse_xml(f"<w:p {NS}>{inner}</w:p>"))


def numbered(document, levels: str, *, style: str | None = None) -> None:
    """A list of its own, 77, with these levels."""
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {NS} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def level(depth: int, format_: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def item(text: str, depth: int = 0, list_id: int = 77) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r>'


def test_automatic_numbers_are_written_out():
    document = Document()
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    numbered(document, levels)
    for text, depth in (
        ("概述", 0),
        ("主动公开", 0),
        ("数量", 1),
        ("形式", 1),
        ("网站", 2),
        ("微博", 2),
        ("收费", 0),
        ("情况", 1),
    ):
        add(document, item(text, depth))
    assert read(document) == [
        "一、概述",
        "二、主动公开",
        "（一）数量",
        "（二）形式",
        "1.网站",
        "2.微博",
        "三、收费",
        "（一）情况",
    ]


def test_numbers_of_styles_several_levels_and_restarts():
    document = Document()
    more = "<w:isLgl/>"
    numbered(document, level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", more=more))
    document.part.numbering_part.element.append(parse_xml(
        f'<w:num {NS} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    ))  # fmt: skip
    style = document.styles.add_style("章", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {NS}><w:numId w:val="77"/></w:numPr>'))
    document.add_paragraph("总则", style="章")
    add(document, item("范围", 1))
    add(document, item("附则", 0, 78))
    add(document, item("不再编号", 0, 0))
    assert read(document) == ["第一章 总则", "1.1 范围", "第五章 附则", "不再编号"]


def test_bullets_have_no_number_and_word_numbers_its_own_lists():
    document = Document()
    document.add_paragraph("甲", style="List Bullet")
    document.add_paragraph("乙", style="List Number")
    document.add_paragraph("丙", style="List Number")
    assert read(document) == ["甲", "1.乙", "2.丙"]


@pytest.mark.parametrize(
    ("number", "format_", "said"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (11, "japaneseCounting", "十一"),
        (20, "chineseCounting", "二十"), (101, "chineseCounting", "一百零一"), (110, "chineseCounting", "一百一十"),
        (1000, "chineseCounting", "1000"), (3, "decimal", "3"), (3, "decimalZero", "03"), (2, "lowerLetter", "b"),
        (28, "upperLetter", "BB"), (14, "lowerRoman", "xiv"), (9, "upperRoman", "IX"), (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"), (12, "chineseLegalSimplified", "拾贰"), (5, "bullet", ""), (7, "unheardOf", "7"),
    ],
)  # fmt: skip
def test_formats_of_numbers(number, format_, said):
    assert counted(number, format_) == said


def test_changes_are_accepted_and_hidden_words_left_out():
    document = Document()
    run = "<w:r><w:t>{}</w:t></w:r>".format
    add(
        document,
        f"{run('公开')}<w:del w:id='1' w:author='a'><w:r><w:delText>594</w:delText></w:r></w:del><w:ins w:id='2' w:author='a'>{run('595')}</w:ins>{run('条')}",
    )
    add(
        document,
        f"{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>乙</w:t></w:r>",
    )
    add(
        document,
        "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t><w:noBreakHyphen/></w:r>",
    )
    add(
        document,
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>",
    )
    assert read(document) == ["公开595条", "甲乙", "上", "下 右-", "3"]


def test_text_boxes_follow_their_paragraph_and_are_read_once():
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框中</w:t></w:p></w:txbxContent>".replace("</w:t></w:p>", "</w:t></w:r></w:p>")
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    add(
        document,
        f"<w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert read(document) == ["正文", "框中"]


def test_order_headers_contents_and_controls():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("甲")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("指标", "数量", "公开数", "5"), strict=True):
        cell.text = text
    document.add_paragraph("乙")
    body = "<w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(-1, parse_xml(f"<w:sdt {NS}>{body.format('控件')}</w:sdt>"))
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    document.element.body.insert(-1, parse_xml(f"<w:sdt {NS}>{gallery}{body.format('一、概述 1')}</w:sdt>"))
    assert read(document) == ["甲", "| 指标 | 数量 |", "| 公开数：数量 5 |", "乙", "控件"]


def test_a_table_that_frames_the_report_is_no_table():
    document = Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "一、概述"
    inner = frame.add_table(2, 2)
    for cell, text in zip((c for row in inner.rows for c in row.cells), ("指标", "数量", "公开数", "5"), strict=True):
        cell.text = text
    assert read(document) == ["一、概述", "| 指标 | 数量 |", "| 公开数：数量 5 |"]


def test_what_cannot_be_opened_is_refused_by_name():
    whole = word("甲")
    with pytest.raises(ReadError, match="'a.docx' 已损坏"):
        read_data(whole[: len(whole) // 2], "a.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(ReadError, match="'a.docx' 打不开"):
        read_data(out.getvalue(), "a.docx")
    with pytest.raises(ReadError, match="是空的"):
        read_data(word(""), "a.docx")


def test_entities_stay_what_they_are(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("机密")
    source, out = zipfile.ZipFile(io.BytesIO(word("甲"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:document ", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document '.encode(), 1
                ).replace("甲".encode(), "甲&e;".encode())
            archive.writestr(name, data)
    assert "机密" not in read_data(out.getvalue(), "a.docx").text


def test_a_generated_report_gives_the_same_headings_and_figures():
    for seed in range(3):
        text = generate_report(seed).text
        was, now = (parse(t, path="a", sha256="") for t in (text, read_data(word(text), "a.docx").text))
        assert [(s.level, s.number, s.title, s.kind) for s in now.sections] == [
            (s.level, s.number, s.title, s.kind) for s in was.sections
        ]
        assert [(f.metric, f.value, f.unit, f.hedge, f.scope) for f in now.figures] == [
            (f.metric, f.value, f.unit, f.hedge, f.scope) for f in was.figures
        ]
