"""Web pages: the report without the site around it, whatever the markup."""

import pytest

from evals.generate import generate_report
from ingest.document import parse
from ingest.errors import ReadError
from ingest.read import read_data
from tests.read_samples import html_page


def read(body: str, head: str = "") -> list[str]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_data(page.encode(), "a.html").text.splitlines()


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<h1>标题</h1><p>甲</p><div>乙<div>丙</div>丁</div>", ["标题", "甲", "乙", "丙", "丁"]),
        ("<p>一、概<b>述</b><br>二、<span>主动</span>公开</p>", ["一、概述", "二、主动公开"]),
        ("<p>公开信息\n  595条，use  of\nwords</p>", ["公开信息 595条，use of words"]),
        ("<p>公开\n   信息</p>", ["公开信息"]),
        ("<p>&nbsp;&nbsp;　　公开&#160;信息</p>", ["公开 信息"]),
        ("<pre>甲\n\n  乙</pre>丙", ["甲", "乙", "丙"]),
        ("甲<p>乙", ["甲", "乙"]),
        ("<p>1 &lt; 2 &amp; ${x} {{y}}</p>", ["1 < 2 & ${x} {{y}}"]),
    ],
)
def test_paragraphs(body, lines):
    assert read(body) == lines


@pytest.mark.parametrize(
    "gone",
    [
        "<script>var 件=1</script>", "<style>p{}</style>", "<nav>首页</nav>", "<footer>版权</footer>", "<!-- 注释 -->",
        "<p hidden>看不见</p>", "<p style='display: none'>看不见</p>", "<div style='VISIBILITY:hidden'>看<p>不见</p></div>",
        "<span aria-hidden='true'>x</span>", "<noscript>请开启</noscript>", "<iframe src=//x>x</iframe>",
        "<button>打印</button>", "<select><option>年</option></select>", "<ruby><rt>zheng</rt></ruby>",
        "<div class='breadcrumb'>您的位置</div>", "<div id=share>微信</div>", "<ul class='nav-list'><li>概况</li></ul>",
        "<template>t</template>", "<svg><text>图</text></svg>",
    ],
)  # fmt: skip
def test_what_is_not_the_report_is_left_out(gone):
    report = "<p>一、概述</p><p>" + "公开信息工作有序推进。" * 10 + "</p>"
    assert read(gone + report + gone) == read(report)


def test_what_looks_like_a_sites_part_but_holds_the_report_stays():
    assert read("<div class='content-nav'><p>一、概述</p><p>无。</p></div>") == ["一、概述", "无。"]
    assert read("<form id=aspnetForm><div class=main><p>一、概述</p></div></form>") == ["一、概述"]


def test_the_article_is_found_among_the_rest():
    long = "<p>" + "公开信息工作有序推进。" * 20 + "</p>"
    around = "<p>东山县欢迎您</p>"
    inside = "<h1>2013年政府信息公开工作年度报告</h1>" + long
    assert read(f"{around}<div class='article'>{inside}</div>{around}") == read(inside)
    assert (
        read(f"<h1>2013年年度报告</h1><div class='article'>{long}</div>")[0] == "2013年年度报告"
    )  # the title stands outside


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=3 type=a><li>甲</li><li value=7>乙</li></ol>", ["c.甲", "g.乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<ul><li>点</ul><li>乙</ol>", ["一、甲", "点", "二、乙"]),
        ("<ol style='list-style:none'><li>甲</ol>", ["甲"]),
        ("<ol><li>（一）甲</ol>", ["（一）甲"]),
    ],
)
def test_lists_keep_their_numbers(body, lines):
    assert read(body) == lines


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("gb2312", "gb2312"),
        ("gbk", "gb2312"),
        ("gb18030", "gbk"),
        ("gbk", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
    ],
)
def test_every_encoding_gives_the_same_text(encoding, declared):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>东山县2013年共公开政府信息595条。</p></body></html>"
    assert read_data(page.encode(encoding), "a.htm").text == "东山县2013年共公开政府信息595条。\n"


def test_a_few_broken_bytes_are_shown_and_remarked():
    page = '<meta charset="gbk"><p>' + "东山县公开政府信息。" * 200 + "</p>"
    reading = read_data(page.encode("gbk").replace("县公".encode("gbk"), b"\xff\xff" + "公".encode("gbk"), 1), "a.html")
    assert "\ufffd" in reading.text and "编码损坏" in reading.warnings[0]


def test_tables_inside_tables_arrange_the_page():
    inner = "<table><tr><td>指标</td><td>数量</td></tr><tr><td>公开数</td><td>5</td></tr></table>"
    assert read(f"<table><tr><td>栏目</td><td><p>一、概述</p>{inner}</td></tr></table>") == [
        "栏目", "一、概述", "| 指标 | 数量 |", "| 公开数：数量 5 |",
    ]  # fmt: skip


def test_what_is_nested_without_end_is_read_or_refused():
    try:
        assert "概述" in "".join(read("<div>" * 3000 + "一、概述" + "</div>" * 3000))
    except ReadError as error:
        assert "层次过深" in str(error)


def test_nothing_outside_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    evil = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>一、概述&x;</p></body></html>'
    assert "机密" not in read_data(evil.encode(), "a.html").text


def test_a_generated_report_gives_the_same_headings_and_figures():
    for seed in range(3):
        text = generate_report(seed).text
        was, now = (parse(t, path="a", sha256="") for t in (text, read_data(html_page(text).encode(), "a.html").text))
        assert [(s.level, s.number, s.title, s.kind) for s in now.sections] == [
            (s.level, s.number, s.title, s.kind) for s in was.sections
        ]
        assert [(f.metric, f.value, f.unit, f.hedge, f.period, f.scope) for f in now.figures] == [
            (f.metric, f.value, f.unit, f.hedge, f.period, f.scope) for f in was.figures
        ]
        assert now.identity == was.identity
