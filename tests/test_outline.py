import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.outline import outline
from ingest.parts import declared_parts
from ingest.view import View, clean

BODY = "我局认真做好政府信息公开的各项工作，取得了较好的成效，得到了群众的普遍认可和好评。"

PIECES = [
    *("一、", "二、", "三、", "（一）", "（二）", "1.", "2、", "１．", "(1)", "①", "第一部分", "1.1 "),
    *(
        "# ",
        "## ",
        "**",
        "目录",
        "……3",
        "。",
        "：",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u3000",
        "|",
        "\t",
        "概述",
        "主动公开情况",
    ),
    *("公开信息3条", "附件", "2013年", "统计表", "政府信息公开工作年度报告", "[bookmark: _GoBack]", "如下："),
    "属于国家秘密",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)


def sections(text):
    return outline(View(text))


def tree(text, *kinds):
    """(level, number + title) of every numbered or named section."""
    kept = kinds or ("heading", "run_in", "numbered")
    return [(s.level, s.number + s.title) for s in sections(text) if s.kind in kept]


def test_level_is_the_depth_of_nesting_whatever_the_style():
    text = (
        f"一、概况\n1.组织。{BODY}\n（1）人员。{BODY}\n①专职。{BODY}\n"
        f"二、公开\n（一）内容\n1、目录\n{BODY}\n（二）形式\n{BODY}"
    )
    assert tree(text) == [
        (1, "一、概况"), (2, "1.组织"), (3, "（1）人员"), (4, "①专职"),
        (1, "二、公开"), (2, "（一）内容"), (3, "1、目录"), (2, "（二）形式"),
    ]  # fmt: skip


def test_parts_and_chapters_lie_over_plain_numbers():
    text = f"第一部分  概述\n一、组织领导\n{BODY}\n二、制度\n{BODY}\n第二部分 公开情况\n一、内容\n{BODY}"
    assert tree(text) == [
        (1, "第一部分概述"), (2, "一、组织领导"), (2, "二、制度"), (1, "第二部分公开情况"), (2, "一、内容"),
    ]  # fmt: skip


def test_decimal_numbers_nest():
    text = f"1  概述\n1.1 组织\n{BODY}\n1.2 制度\n{BODY}\n2  公开情况\n2.1 渠道\n2.1.1 网站\n{BODY}\n2.1.2 年鉴\n{BODY}"
    assert tree(text) == [
        (1, "1概述"), (2, "1.1组织"), (2, "1.2制度"),
        (1, "2公开情况"), (2, "2.1渠道"), (3, "2.1.1网站"), (3, "2.1.2年鉴"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number",
    [
        *("一、", "一.", "一．", "一 、", "一：", "一　", "第一章 ", "（一）、", "（ 一 ）"),
        *("1．", "１、", "⒈", "㈠", "⑴", "1）", "①"),
    ],
)
def test_every_way_to_write_a_number(number):
    found = [s for s in sections(f"前言一段。\n  {number}工作概况\n{BODY}") if s.level == 1]
    assert [s.title for s in found] == ["工作概况"]
    assert found[0].number == number.strip()


def test_a_second_list_inside_an_open_heading_sinks_until_the_outer_goes_on():
    text = "".join(
        f"{number}{title}\n{BODY}\n"
        for number, title in (
            ("一、", "总体情况"), ("一、", "加强领导"), ("二、", "完善制度"),
            ("二、", "主动公开政府信息情况"), ("一、", "公开内容"), ("二、", "公开形式"), ("三、", "公开效果"),
            ("三、", "收到和处理政府信息公开申请情况"), ("四、", "存在的主要问题及改进情况"),
        )
    )  # fmt: skip
    assert [level for level, _ in tree(text)] == [1, 2, 2, 1, 2, 2, 2, 1, 1]


def test_declared_parts_decide_where_a_number_continues_two_lists():
    opening = "本报告由概述、队伍建设、经费保障三部分组成。\n"
    body = f"一、概述\n一、领导重视\n{BODY}\n二、队伍建设\n{BODY}\n三、经费保障\n{BODY}"
    assert [level for level, _ in tree(opening + body)] == [1, 2, 1, 1]
    assert [level for level, _ in tree(body)] == [1, 2, 2, 2]


def test_a_list_that_starts_again_after_items_is_a_new_list_beside_it():
    problems = "主要问题\n1、更新不及时。\n2、内容不全。\n"
    text = f"五、存在的问题\n{problems}打算\n1、加强学习。认真学习条例。\n2、加快更新。每周更新。"
    assert [level for level, _ in tree(text)] == [1, 2, 2, 2, 2]


def test_doubled_and_missing_numbers_stay_on_their_level():
    assert [level for level, _ in tree("一、甲情况\n三、乙情况\n四、丙情况\n四、丁情况\n五、戊情况")] == [1] * 5


@pytest.mark.parametrize(
    "line",
    [
        "2013年，我局共公开信息595条。",
        "1.5万条信息已经公开。",
        "3.14消费者权益活动",
        "12月31日前完成整改",
        "1、2月份开展培训",
        "一是加强领导。",
        "二要强化培训。",
        "一、二级单位均已公开",
        "（一）、（二）两项均已完成",
        "12条信息",
        "第二十条第（一）项",
        "概述",
    ],
)
def test_lines_that_are_no_headings(line):
    assert tree(f"一、概况\n{BODY}\n{line}\n{BODY}") == [(1, "一、概况")]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）主动公开。2013年公开信息5条。", "主动公开"),
        ("（一）公开形式：网站、公开栏。", "公开形式"),
        ("（一）依申请公开情况  2013年，未收到申请。全部办结完毕。", "依申请公开情况"),
        ("（一） 拓 展 渠 道 。开设专栏。", "拓 展 渠 道"),
    ],
)
def test_run_in_headings(line, title):
    found = next(s for s in sections(f"一、概况\n{line}") if s.level == 2)
    assert (found.kind, found.title) == ("run_in", title)


@pytest.mark.parametrize(
    "line",
    [
        "（一）2013年度公开信息55条：涉及机构概况类2条。",
        "（一）全年未收到申请。也未收费。",
        "（一）接待咨询20人次。办结率100%。",
        "（一）机构职能类信息3条；",
        "（一）" + "认真贯彻落实上级的各项部署和要求，" * 4 + "成效明显。",
    ],
)
def test_numbered_statements_are_no_headings(line):
    assert next(s for s in sections(f"一、概况\n{line}") if s.level == 2).kind == "numbered"


def test_closing_marks_blanks_and_residues_are_no_part_of_a_heading():
    text = f"[bookmark: _GoBack]一、概 述 。  \n{BODY}\n  **二、公开情况**：\n{BODY}"
    first, second = (s for s in sections(text) if s.level == 1)
    assert (first.number, first.title, text[first.start]) == ("一、", "概 述", "一")
    assert text[first.body : first.end].strip() == BODY
    assert (second.number, second.title, text[second.start]) == ("二、", "公开情况", "二")


def test_markdown_headings_nest_by_their_signs():
    text = (
        f"# 某局2013年政府信息公开年度报告\n\n## 概述\n{BODY}\n### （一）组织\n{BODY}\n"
        f"### （一）人员\n{BODY}\n## 二、公开\n1. 网站。{BODY}\n"
    )
    assert tree(text) == [(1, "概述"), (2, "（一）组织"), (2, "（一）人员"), (1, "二、公开"), (2, "1.网站")]
    assert sections(text)[0].title == "某局2013年政府信息公开年度报告"


@pytest.mark.parametrize("leader", ["", "……1", "........3", " 2"])
def test_tables_of_contents_give_no_headings(leader):
    entries = "".join(f"{e}{leader}\n" for e in ("一、概述", "二、公开情况", "三、问题"))
    body = f"一、概述\n{BODY}\n二、公开情况\n{BODY}\n三、问题\n{BODY}"
    text = f"某局2013年政府信息公开年度报告\n目  录\n{entries}\n{body}"
    assert tree(text) == [(1, "一、概述"), (1, "二、公开情况"), (1, "三、问题")]


ROWS = [
    *("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果", "（一）予以公开"),
    *("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（三）不予公开", "1.属于国家秘密"),
    *("2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "（四）无法提供"),
    *("1.本机关不掌握相关政府信息", "（五）不予处理", "2.重复申请", "（六）其他处理"),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    *("3.其他", "（七）总计", "四、结转下年度继续办理"),
]
BROKEN_ROWS = [
    "一、本年新收政府信",
    "三、本",
    "（二）部分公开（区分处理的，只计这一",
    "5.要求行政机关确认或重新",
    "四、结转下年",
]


@pytest.mark.parametrize("rows", [ROWS, BROKEN_ROWS])
@pytest.mark.parametrize("cells", ["", " 3 0 0 0 0 0 3", "\t3\t0\t0\t3", " | 3 | 0 | 3 |", "\n3\n0\n0\n3"])
def test_flattened_statutory_tables_leave_the_six_parts_alone(cells, rows):
    parts = [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip
    table = "\n".join(row + cells for row in rows)
    text = "\n".join(f"{part}\n{table if part.startswith('三') else BODY}" for part in parts)
    assert tree(text) == [(1, part) for part in parts]


def test_an_annexed_table_is_one_part():
    table = "政府信息公开情况统计表（2018年度）\n一、主动公开情况\n（一）主动公开政府信息数"
    text = f"一、概述\n{BODY}\n二、问题\n{BODY}\n附件：\n{table}"
    assert tree(text) == [(1, "一、概述"), (1, "二、问题"), (1, "附件")]


def test_a_report_goes_on_behind_an_annexed_table():
    table = "附表：\n政府信息公开情况统计表\n（一）公开数 5\n（二）申请数 0"
    text = f"一、概述\n{BODY}\n{table}\n二、问题\n{BODY}\n（一）不足\n{BODY}"
    assert tree(text) == [(1, "一、概述"), (1, "附表"), (1, "二、问题"), (2, "（一）不足")]


def test_a_numbered_table_keeps_its_rows():
    rows = "统计指标 单位 统计数\n一、主动公开情况\n（一）公开数\n四、行政复议数量\n"
    text = f"二、概述\n{BODY}\n三、政府信息公开情况统计表\n{rows}"
    assert tree(text) == [(1, "二、概述"), (1, "三、政府信息公开情况统计表")]


def test_headings_without_numbers_are_found_by_their_names():
    text = f"2010年政府信息公开年度报告\n\n概述\n{BODY}\n主动公开政府信息情况\n1.数量。{BODY}\n依申请公开情况\n{BODY}"
    assert tree(text) == [(1, "概述"), (1, "主动公开政府信息情况"), (2, "1.数量"), (1, "依申请公开情况")]


def test_headings_without_numbers_run_in_before_a_blank():
    text = (
        "北河大学2016—2017学年信息公开工作报告\n\n概述 学校由校长任组长，党委办公室牵头，各单位设信息员。\n"
        "主动公开情况 本学年主动公开信息312条，其中主页公开120条。\n重点领域公开情况\n1. 招生信息。录取本科生5420人，结果可查。\n"
        "对信息公开的评议情况 通过问卷开展满意度测评，师生表示满意。\n本年情况 较好。\n依申请公开 11项，均已答复。\n"
    )
    assert tree(text) == [
        (1, "概述"),
        (1, "主动公开情况"),
        (1, "重点领域公开情况"),
        (2, "1.招生信息"),
        (1, "对信息公开的评议情况"),
    ]


def test_an_item_of_a_list_inside_a_paragraph_opens_no_section_where_its_line_is_broken():
    text = "一、打算\n明年：（一）开办短信，订户争取达到一万户；（二）及时回复；（三）新增人员一名；\n（四）电子公示牌增加。\n二、附则\n无。"
    assert tree(text) == [(1, "一、打算"), (1, "二、附则")]


@pytest.mark.parametrize("numbers", ["（一）（二）（三）（四）", "1、2、3、4、"])
def test_a_heading_is_found_once_where_the_top_level_is_not_in_plain_chinese_numbers(numbers):
    one, two, three, four = (numbers[i : i + len(numbers) // 4] for i in range(0, len(numbers), len(numbers) // 4))
    text = (
        f"2010年政府信息公开年度报告\n{one}概述\n{BODY}\n{two}主动公开情况\n主动公开目录情况\n依申请公开目录情况\n"
        f"{BODY}\n{three}依申请公开情况\n{BODY}\n{four}存在的问题\n{BODY}"
    )
    assert tree(text) == [
        (1, f"{one}概述"), (1, f"{two}主动公开情况"), (1, f"{three}依申请公开情况"), (1, f"{four}存在的问题"),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", "。，")
@pytest.mark.parametrize("numbers", ["一二三", "123"])
def test_numbers_closed_by_the_wrong_sign_open_headings_beside_their_like(sign, numbers):
    titles = [f"{n}{sign}{title}" for n, title in zip(numbers, ("组织领导", "收费", "问题"), strict=True)]
    assert tree("\n".join(f"　　{title}\n{BODY}" for title in titles)) == [(1, title) for title in titles]


@pytest.mark.parametrize(
    "line", ["一。此外加强领导", "1。此外加强领导", "一，加强领导\n四，加强培训", "1,234条\n2,345条"]
)
def test_a_line_that_begins_so_by_chance_is_no_heading(line):
    assert tree(f"一、概况\n我局的公开工作排名全市第\n{line}\n{BODY}") == [(1, "一、概况")]


def test_numbers_closed_by_the_wrong_sign_are_a_list_of_their_own():
    text = f"一、概述\n{BODY}\n二、措施\n一，加强领导\n二，加强培训\n三、收费\n{BODY}"
    assert [level for level, _ in tree(text)] == [1, 1, 2, 2, 1]


def test_headings_inside_one_line_are_found_where_they_count_on():
    report = "某县林业局2014年政府信息公开年度报告 根据《条例》编制。一、概述 公开信息96条，全部在网上。"
    report += "二、依申请公开情况 收到申请2件。三、收费情况。无。四、问题：人员不足。"
    found = sections(report)
    assert [(s.level, s.kind, s.number + s.title) for s in found] == [
        (0, "title", "某县林业局2014年政府信息公开年度报告"), (0, "preamble", "导语"),
        (1, "run_in", "一、概述"), (1, "run_in", "二、依申请公开情况"), (1, "run_in", "三、收费情况"),
        (1, "run_in", "四、问题"),
    ]  # fmt: skip
    assert found[3].of(report) == "二、依申请公开情况 收到申请2件。"


@pytest.mark.parametrize(
    "line",
    ["做到一、二级单位公开。二、三级单位公开。", "分为：一、网站；二、公报；三、公示栏。", "其中二、公报。三、网站。"],
)
def test_numbers_in_a_sentence_are_no_headings(line):
    assert tree(f"某局2014年政府信息公开年度报告\n{line}{BODY}", "run_in", "heading") == []


def test_lines_broken_at_a_fixed_width_are_read_as_paragraphs():
    lines = [
        "根据《中华人民共和国政府信息公开条例》和《浙江省政府信息公开暂行",
        "办法》的有关规定，编制本报告。本报告由概述和主动公开情况组成。",
        "一、概述",
        "（一）健全组织，加强宣传，提高政府信息公开的科学管理水平和服务能",
        "力建设水平",
        "1、我镇全年主动公开政府信息，包括机构概况类信息、规划计划类信息、",
        "工作动态类信息，均在政府网站上公开，群众可以查阅。",
    ]
    found = [s for s in sections("\n".join(lines)) if s.level]
    assert [(s.level, s.kind) for s in found] == [(1, "heading"), (2, "heading"), (3, "numbered")]
    assert found[1].title == "健全组织，加强宣传，提高政府信息公开的科学管理水平和服务能力建设水平"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某县水利局\n关于2013年度政府信息公开\n工作情况的报告\n", "某县水利局关于2013年度政府信息公开工作情况的报告"),
        ("  某县政府信息公开工作年度报告\n（2013年度）\n", "某县政府信息公开工作年度报告（2013年度）"),
        ("索引号：001\n某局文件\n某发〔2014〕3号\n某局2013年政府信息公开年报\n", "某局2013年政府信息公开年报"),
        ("《2013年度某县政府信息公开年度报告》\n", "《2013年度某县政府信息公开年度报告》"),
    ],
)
def test_titles_over_several_lines_and_under_letterheads(head, title):
    text = f"{head}\n各镇人民政府：\n根据要求，现将情况报告如下：\n一、概述\n{BODY}"
    found = sections(text)
    assert [s.title for s in found if s.kind == "title"] == [title]
    assert [s.title for s in found if s.kind == "addressee"] == ["各镇人民政府"]
    assert [s.of(text)[-3:] for s in found if s.kind == "preamble"][-1] == "如下："


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "本报告由概述、主动公开情况、依申请公开情况、收费及减免情况、行政复议和行政诉讼情况、问题和改进措施六部分组成。",
            6,
        ),
        ("全文包括：总体情况，主动公开和依申请公开情况，存在的问题。", 4),
        ("报告包括概述、队伍建设和经费保障三部分。", 3),
        ("报告包括概述、队伍建设和经费保障。", 2),
        ("全文分为概述、公开情况、存在的问题、改进措施共4个部分。", 4),
        ("没有说由什么组成。", 0),
    ],
)
def test_declared_parts_are_told_apart_by_topic(text, count):
    assert len(declared_parts(clean(text))) == count


def test_depth_is_bounded():
    assert max(s.level for s in sections(f"一、概况\n{BODY}\n" * 50)) < 10


def check_nesting(text):
    found = sections(text)
    assert [s.start for s in found] == sorted(s.start for s in found)
    open_sections = []
    for s in found:
        assert 0 <= s.start <= s.body <= s.end <= len(text)
        open_sections = [o for o in open_sections if s.start < o.end]
        for outer in open_sections:
            assert s.end <= outer.end
        if s.level:
            assert [o.level for o in open_sections] == list(range(1, s.level))
            assert len(s.path) == s.level
            assert s.path[-1] == s.number + s.title
        open_sections.append(s)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_has_an_outline_that_nests(text):
    check_nesting(text)


@given(st.text(max_size=200))
def test_any_string_at_all(text):
    check_nesting(text)


@given(TEXTS)
def test_the_outline_is_a_function_of_the_text(text):
    assert sections(text) == sections(text)
