"""Tables row by row: every value keeps its row and its columns, and no reader of prose takes a row for its own."""

import pytest

from ingest.document import parse
from ingest.formats.flatten import Cell, flat, grid_of, is_layout
from ingest.read import read_data
from tests.read_samples import STATISTICS, T2, T4, TABLES, cell, html_page, t3, word

PROSE = (
    "东山县人民政府2021年政府信息公开工作年度报告\n一、总体情况\n2021年主动公开政府信息37条。\n二、主动公开政府信息情况"
)


def lines(rows):
    return flat(grid_of([[cell(one) for one in row] for row in rows]))


def test_rows_name_their_columns():
    assert lines(T2) == [
        "| 第二十条第（一）项 |",
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "| 规章：本年制发件数 0 | 本年废止件数 0 | 现行有效件数 0 |",
        "| 行政规范性文件：本年制发件数 9 | 本年废止件数 11 | 现行有效件数 84 |",
        "| 第二十条第（五）项 |",
        "| 信息内容 | 本年处理决定数量 |",
        "| 行政许可：本年处理决定数量 16102 |",
        "| 第二十条第（八）项 |",
        "| 信息内容 | 本年收费金额（单位：万元） |",
        "| 行政事业性收费：本年收费金额（单位：万元） 7730.28 |",
    ]


def test_merged_labels_and_headings_come_down_to_every_row():
    found = lines(t3())
    assert len(found) == 3 + 25
    assert found[5] == (  # the place left blank keeps its name and gets no value
        "| 三、本年度办理结果 （一）予以公开：自然人 118 | 法人或其他组织 商业企业 14 | 法人或其他组织 科研机构 |"
        " 法人或其他组织 社会公益组织 0 | 法人或其他组织 法律服务机构 5 | 法人或其他组织 其他 0 | 总计 137 |"
    )
    assert found[8].startswith("| 三、本年度办理结果 （三）不予公开 2.其他法律行政法规禁止公开：自然人 1 |")
    assert found[-1].startswith("| 四、结转下年度继续办理：自然人 8 |")


def test_a_table_without_labels_is_grouped_by_its_headings():
    assert lines(T4)[-3:] == [
        "| 行政复议：结果维持 8 | 结果纠正 2 | 其他结果 3 | 尚未审结 1 | 总计 14 |",
        "| 行政诉讼 未经复议直接起诉：结果维持 5 | 结果纠正 1 | 其他结果 0 | 尚未审结 2 | 总计 8 |",
        "| 行政诉讼 复议后起诉：结果维持 3 | 结果纠正 0 | 其他结果 0 | 尚未审结 0 | 总计 3 |",
    ]


def test_units_stand_with_what_they_count():
    assert lines(STATISTICS)[-3:] == [
        "| （一）收到申请数（件）：统计数 38 |",
        "| 6.申请信息不存在数（件）：统计数 2 |",
        "| 七、依申请公开信息收取的费用（万元）：统计数 0 |",
    ]


def test_tables_that_follow_without_a_gap_keep_their_own_headings():
    width = 10
    rows = [*([*row[:-1], (cell(row[-1])[0], 1, cell(row[-1])[2] + 6)] for row in T2), *t3()]
    assert max(len(row) for row in grid_of([[cell(c) for c in row] for row in rows])) == width
    assert lines(rows)[-1] == lines(t3())[-1] and lines(rows)[6] == lines(T2)[6]


def test_names_that_are_not_sure_are_not_given():
    rows = [["项目", "甲", "乙"], ["一", "1", "2"], ["项次", "丙", "丁"], ["二", "3", "4"]]
    assert lines(rows) == ["| 项目 | 甲 | 乙 |", "| 一：甲 1 | 乙 2 |", "| 项次 | 丙 | 丁 |", "| 二：3 | 4 |"]


def test_years_may_be_columns_and_serial_numbers_are_no_values():
    assert lines([["指标", "2020年", "2021年"], ["公开数", "5", "6"]])[1] == "| 公开数：2020年 5 | 2021年 6 |"
    assert lines([["序号", "指标", "数量"], ["1", "公开数", "5"]])[1] == "| 1 公开数：数量 5 |"


def test_a_table_of_words_stands_as_it_is():
    assert lines([["问题", "措施"], ["不够细", "加强|培训"]]) == ["| 问题 | 措施 |", "| 不够细 | 加强｜培训 |"]


def test_a_cell_broken_for_its_narrowness_is_one_line():
    assert lines([["三\n、\n本年", "a\nb"], ["x", "1"]])[0] == "| 三、本年 | a b |"


def test_wild_spans_end_where_the_table_does():
    grid = grid_of([[("a", 0, 1), ("b", 999, 1)], [("c", 1, 1)]])
    assert [[c.text for c in row] for row in grid] == [["a", "b", ""], ["a", "b", "c"]]
    assert len(grid_of([[("a", 1000, 1000)]] * 40)) == 40


def test_a_table_that_only_arranges_a_page_is_none():
    assert is_layout([[Cell("字" * 300, 0), Cell("", 1)]]) and is_layout([[Cell("a", 0)], [Cell("b", 1)]])
    assert not is_layout([[Cell("a", 0), Cell("1", 1)]])


@pytest.mark.parametrize(
    "make", [lambda *a: (html_page(*a).encode(), "a.html"), lambda *a: (word(*a), "a.docx")], ids=["html", "docx"]
)
def test_tables_make_neither_sections_nor_figures(make):
    plain, tabled = read_data(*make(PROSE)), read_data(*make(PROSE, *TABLES.values()))
    before, after = (parse(reading.text, path="a", sha256="") for reading in (plain, tabled))
    assert [s.title for s in after.sections] == [s.title for s in before.sections]
    assert [(f.metric, f.quote) for f in after.figures] == [(f.metric, f.quote) for f in before.figures]
    assert tabled.warnings == ("含4个表格，逐行展开，未逐格核对",) and plain.warnings == ()
    expected = [line for rows in TABLES.values() for line in lines(rows)]
    assert tabled.text.splitlines()[-len(expected) :] == expected
    assert all(line.count("|") > 1 for line in expected)  # what the rules take for a row
