"""Files made for the readers' tests: the statutory tables as grids of cells, and reports as HTML, Word and PDF."""

import io
from collections.abc import Sequence

Row = Sequence[tuple[str, int, int] | str]  # (text, rowspan, colspan), or a plain cell

_REFUSED = (
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
    "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
)  # fmt: skip
_GROUPS = (
    ("（三）不予公开", _REFUSED),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    ("（五）不予处理", ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息")),
    ("（六）其他处理", ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他")),
)  # fmt: skip
T2: tuple[Row, ...] = (
    [("第二十条第（一）项", 1, 4)],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "9", "11", "84"],
    [("第二十条第（五）项", 1, 4)],
    ["信息内容", ("本年处理决定数量", 1, 3)],
    ["行政许可", ("16102", 1, 3)],
    [("第二十条第（八）项", 1, 4)],
    ["信息内容", ("本年收费金额（单位：万元）", 1, 3)],
    ["行政事业性收费", ("7730.28", 1, 3)],
)


def _numbers(first: int) -> list[str]:
    row = [first, first % 3, 0, 0, first % 2, 0]
    return [*map(str, row), str(sum(row))]


def t3() -> list[Row]:
    """Section three's table as notice 30/2021 prints it, with its merged cells; one place is left blank."""
    rows: list[Row] = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        [("一、本年新收政府信息公开申请数量", 1, 3), *_numbers(216)],
        [("二、上年结转政府信息公开申请数量", 1, 3), *_numbers(10)],
        [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2), "118", "14", "", "0", "5", "0", "137"],
        [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2), *_numbers(26)],
    ]
    for group, members in _GROUPS:
        for at, member in enumerate(members):
            rows.append([*([(group, len(members), 1)] if not at else []), member, *_numbers(at)])
    rows += [[("（七）总计", 1, 2), *_numbers(218)], [("四、结转下年度继续办理", 1, 3), *_numbers(8)]]
    return rows


_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
T4: tuple[Row, ...] = (
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [*((name, 2, 1) for name in _OUTCOMES), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    [*_OUTCOMES, *_OUTCOMES],
    ["8", "2", "3", "1", "14", "5", "1", "0", "2", "8", "3", "0", "0", "0", "3"],
)
STATISTICS: tuple[Row, ...] = (
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "——", "——"],
    ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "595"],
    ["其中：主动公开规范性文件数", "条", "12"],
    ["三、依申请公开情况", "——", "——"],
    ["（一）收到申请数", "件", "38"],
    ["6.申请信息不存在数", "件", "2"],
    ["七、依申请公开信息收取的费用", "万元", "0"],
)
TABLES = {"T2": T2, "T3": tuple(t3()), "T4": T4, "statistics": STATISTICS}


def cell(one: tuple[str, int, int] | str) -> tuple[str, int, int]:
    return (one, 1, 1) if isinstance(one, str) else one


def html_table(rows: Sequence[Row]) -> str:
    def td(one: tuple[str, int, int] | str) -> str:
        text, rowspan, colspan = cell(one)
        return f'<td rowspan="{rowspan}" colspan="{colspan}"><p>{text or "&nbsp;"}</p></td>'

    return "<table border=1>" + "".join(f"<tr>{''.join(map(td, row))}</tr>" for row in rows) + "</table>"


def html_page(text: str, *tables: Sequence[Row]) -> str:
    """A report on the page of a site: the site's own parts around it."""
    paragraphs = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for line in text.split("\n"))
    body = paragraphs + "".join(map(html_table, tables))
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>某网站</title><style>p{color:red}</style></head><body>'
        "<nav>首页 &gt; 政务公开</nav><script>var 件 = 99;</script><div class='article'>" + body + "</div>"
        "<div class='share-box'>分享到：微信</div><footer>版权所有 12345件</footer></body></html>"
    )


def word(text: str, *tables: Sequence[Row]) -> bytes:
    """A Word document of the paragraphs and tables."""
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    for rows in tables:
        _word_table(document, rows)
    return saved(document)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document, rows: Sequence[Row]) -> None:
    taken: set[tuple[int, int]] = set()
    width = sum(cell(one)[2] for one in rows[0])
    table = document.add_table(len(rows), width)
    places = [list(row.cells) for row in table.rows]
    for r, row in enumerate(rows):
        c = 0
        for text, rowspan, colspan in map(cell, row):
            while (r, c) in taken:
                c += 1
            last = r + rowspan - 1, c + colspan - 1
            taken |= {(i, j) for i in range(r, last[0] + 1) for j in range(c, last[1] + 1)}
            places[r][c].merge(places[last[0]][last[1]]).text = text
            c += colspan


# ---- PDF, written by hand: a Chinese font of every reader's own, text, rules and nothing else ----

SIZE, LEFT, TOP, STEP, PER_LINE, PER_PAGE = 16, 80, 100, 28, 27, 22
WIDTH, HEIGHT = 595, 842


def pdf(pages: Sequence[str], extra: str = "") -> bytes:
    """A PDF of content streams; ``extra`` goes into the trailer."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120"
        "/ItalicAngle 0/CapHeight 880/StemV 93>>",
    ]
    for n, content in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>>>/Contents {7 + 2 * n} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    xref = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{xref}trailer<</Size {count}/Root 1 0 R{extra}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


def shown(x: float, top: float, text: str, size: float = SIZE) -> str:
    """An operator that shows a text at a place measured from the upper left corner."""
    return f"BT /F1 {size} Tf {x} {HEIGHT - top} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def wrapped(paragraph: str, per_line: int = PER_LINE) -> list[str]:
    """A paragraph as printed: the first line begins two characters in, ASCII takes half a character."""
    lines, room = [""], per_line - 2.0
    for char in paragraph:
        need = 0.5 if char.isascii() else 1.0
        if room < need:
            lines.append("")
            room = float(per_line)
        lines[-1] += char
        room -= need
    return lines


def pdf_report(text: str, header: str = "") -> bytes:
    """A report set in pages: title in the middle, paragraphs indented and broken, page numbers, a running head."""
    title, *rest = [line.strip() for line in text.split("\n") if line.strip()]
    rows = [(LEFT + max(0, PER_LINE - len(title)) * SIZE / 2, title)]
    for paragraph in rest:
        rows += [(LEFT + (2 * SIZE if not at else 0), line) for at, line in enumerate(wrapped(paragraph))]
    pages = []
    for first in range(0, len(rows), PER_PAGE):
        content = "".join(shown(x, TOP + n * STEP, line) for n, (x, line) in enumerate(rows[first : first + PER_PAGE]))
        pages.append(content + shown(WIDTH / 2, HEIGHT - 40, f"- {len(pages) + 1} -", 10) + shown(LEFT, 40, header, 9))
    return pdf(pages)


def pdf_table(rows: Sequence[Row], top: float = 150, size: float = 8) -> str:
    """The operators of a ruled table with its merged cells."""
    width = sum(cell(one)[2] for one in rows[0])
    column, line, out = (WIDTH - 60) / width, 40, ""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for text, rowspan, colspan in map(cell, row):
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(rowspan) for j in range(colspan)}
            x, y = 30 + c * column, top + r * line
            out += f"{x} {HEIGHT - y - rowspan * line} {colspan * column} {rowspan * line} re S\n"
            fits = max(1, int((colspan * column - 4) / size))
            parts = [text[n : n + fits] for n in range(0, len(text), fits)]
            out += "".join(shown(x + 2, y + 2 + (n + 1) * size, part, size) for n, part in enumerate(parts))
            c += colspan
    return out
