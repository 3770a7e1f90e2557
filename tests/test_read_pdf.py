"""PDFs: broken lines joined, furniture left out, tables believed only where two parsers agree."""

import pytest

from evals.generate import generate_report
from ingest.document import parse
from ingest.errors import ReadError
from ingest.formats import pdf_child
from ingest.formats.pdf_child import Refused
from ingest.formats.pdf_lines import Line, paragraphs, without_furniture
from ingest.formats.pdf_tables import joined
from ingest.read import read_data
from tests.read_samples import LEFT, STATISTICS, T2, pdf, pdf_report, pdf_table, shown, t3
from tests.test_read_tables import lines as flattened

REPORT = (
    "东山县2013年政府信息公开工作年度报告\n一、概述\n"
    + "东山县高度重视政府信息公开工作，" * 12
    + "共公开信息595条。\n二、收费情况\n未收取费用。"
)


def lines(data: bytes) -> list[str]:
    return pdf_child.read(data)["lines"]


def test_a_report_through_the_child():
    data = pdf_report(REPORT)
    reading = read_data(data, "a.pdf")
    assert reading.text == REPORT + "\n" and reading.warnings == ()


def test_paragraphs_go_on_over_pages_without_numbers_and_running_heads():
    long = REPORT + "\n" + "各单位认真落实公开条例，" * 90 + "完。\n三、其他\n无。"
    data = pdf_report(long, header="东山县人民政府网")
    assert data.count(b"/Type/Page/") > 2 and lines(data) == long.split("\n")


def test_lines_of_different_paragraphs_stay_apart():
    def at(text, top, x0=LEFT, x1=510.0, size=16.0):
        return Line(text, x0, x1, top, top + size, size, 595, 842)

    body = [at("首" * 25, 100, LEFT + 32), at("中" * 27, 128), at("末。", 156, x1=112), at("新段" * 12, 184, LEFT + 32)]
    assert list(paragraphs(body)) == ["首" * 25 + "中" * 27 + "末。", "新段" * 12]
    title = [at("东山县人民政府2013年政府", 40, 90, 500, 22), at("信息公开年报", 68, 230, 360, 22)]
    assert list(paragraphs([*title, *body]))[0] == "东山县人民政府2013年政府信息公开年报"
    url = [at("见下列网址", 300, LEFT, 200), at("http://www.dongshan.gov.cn/public/report/2013", 328, LEFT, 500), *body]
    assert "见下列网址http" in "".join(paragraphs(url))


def test_only_what_repeats_at_the_edge_is_furniture():
    def page(number, body):
        return [
            Line(f"第{number}页 共3页", 250, 300, 800, 812, 10, 595, 842),
            Line("内部资料", 80, 200, 20, 32, 10, 595, 842),
            Line(body, 80, 400, 400, 416, 16, 595, 842),
        ]

    kept = without_furniture([page(n, "同样的正文") for n in (1, 2, 3)])
    assert [[line.text for line in one] for one in kept] == [["同样的正文"]] * 3


def test_statutory_tables_are_flattened():
    found = pdf_child.read(pdf([shown(80, 80, "二、主动公开") + pdf_table(T2), pdf_table(STATISTICS)]))
    assert found["lines"] == ["二、主动公开", *flattened(T2), *flattened(STATISTICS)]
    assert found["tables"] == 2 and found["notes"] == []


def test_a_table_over_two_pages_is_one():
    head, rest = t3()[:5], [[cell if isinstance(cell, str) else cell for cell in row] for row in t3()[-1:]]
    found = pdf_child.read(pdf([shown(80, 80, "三、申请情况") + pdf_table(head), pdf_table(rest)]))
    assert found["tables"] == 1 and found["lines"][-1] == flattened(t3())[-1]


def test_a_heading_printed_again_on_the_next_page_is_said_once():
    found = lines(pdf([pdf_table(STATISTICS[:3]), pdf_table([STATISTICS[0], *STATISTICS[3:]])]))
    assert found == flattened(STATISTICS)


def test_a_table_that_two_parsers_read_differently_is_given_as_printed(monkeypatch):
    monkeypatch.setattr("ingest.formats.pdf_tables._bounded", lambda check, box, page: "773028.")
    found = pdf_child.read(pdf([pdf_table(T2)]))
    assert found["tables"] == 0 and "第1页的表格与文字层对不上" in found["notes"][0]
    assert "行政事业性收费7730.28" in "".join(found["lines"]).replace(" ", "")


def test_radicals_that_stand_for_characters_are_those_characters():
    assert lines(pdf([shown(80, 100, "⼀、⼈⺠政府⼯作报告⻓期")]))[0] == "一、人民政府工作报告长期"


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (pdf([shown(80, 100, "1")]), "scanned"),
        (pdf(["0 0 m 10 10 l S"]), "scanned"),
        (b"%PDF-1.4\nnothing", "broken"),
        (pdf([]), "broken"),
        (pdf([shown(80, 100, "一、概述内容")] + [""] * 500), "pages"),
    ],
    ids=["a-page-number-only", "drawing", "torn", "no-pages", "too-many"],
)
def test_what_is_not_read(data, verdict):
    with pytest.raises(Refused, match=verdict):
        pdf_child.read(data)


def test_an_encrypted_file_is_refused_by_name():
    locked = "/Encrypt<</Filter/Standard/V 1/R 2/O<" + "00" * 32 + ">/U<" + "11" * 32 + ">/P -4>>/ID[<00><00>]"
    with pytest.raises(ReadError, match="'a.pdf' 有密码"):
        read_data(pdf([shown(80, 100, "一、概述")], locked), "a.pdf")


def test_a_scan_is_refused_with_what_to_do():
    with pytest.raises(ReadError, match="'扫描.pdf' 是扫描件.*需要OCR"):
        read_data(pdf([""]), "扫描.pdf")


def test_a_page_that_only_one_parser_can_place_is_joined_by_its_characters():
    printed = "二、主动公开\r\n" + "主" * 30 + "\r\n" + "动" * 30 + "\r\n公开。\r\n三、其他\r\n"
    assert list(paragraphs(list(pdf_child._unplaced(printed)))) == [
        "二、主动公开",
        "主" * 30 + "动" * 30 + "公开。",
        "三、其他",
    ]


def test_a_page_on_its_side_is_read_and_a_watermark_is_not():
    aslant = f"BT /F1 30 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{'内部'.encode('utf-16-be').hex()}> Tj ET\n"
    assert lines(pdf([shown(80, 100, "一、概述这里有很多文字") + aslant])) == ["一、概述这里有很多文字"]
    turned = f"BT /F1 16 Tf 0 1 -1 0 200 100 Tm <{'二、主动公开政府信息的情况'.encode('utf-16-be').hex()}> Tj ET\n"
    assert lines(pdf([turned])) == ["二、主动公开政府信息的情况"]


def test_a_page_without_text_among_others_is_remarked():
    assert "第2页没有文字" in pdf_child.read(pdf([shown(80, 100, "一、概述这里有很多文字"), ""]))["notes"][0]


def test_tables_of_other_widths_are_not_joined():
    assert pdf_child.read(pdf([pdf_table(T2), pdf_table(STATISTICS)]))["tables"] == 2
    assert joined([]) == []


def test_a_generated_report_gives_the_same_headings_and_figures():
    for seed in (1, 8):
        text = generate_report(seed).text
        found = "".join(f"{line}\n" for line in lines(pdf_report(text, header="某网站")))
        was, now = (parse(t, path="a", sha256="") for t in (text, found))
        assert [(s.level, s.number, s.title, s.kind) for s in now.sections] == [
            (s.level, s.number, s.title, s.kind) for s in was.sections
        ]
        assert [(f.metric, f.value, f.unit, f.hedge, f.scope) for f in now.figures] == [
            (f.metric, f.value, f.unit, f.hedge, f.scope) for f in was.figures
        ]
