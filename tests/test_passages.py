import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.frame import closing_offset
from ingest.outline import outline
from ingest.passages import BUDGET, search_text, split_passages
from ingest.schema import Identity
from ingest.tokens import count_tokens
from ingest.view import View, clean

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PIECES = [
    "一、概述\n",
    "（一）组织。",
    "1.人员\n",
    "我局认真贯彻《条例》，",
    "公开信息1,024.5条；",
    "。",
    "\n",
    " ",
    "２０１３",
    "“好”",
    "# ",
    *("永康市水务局\n", "2014年3月5日\n", "附件：统计表\n"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)


def passages(text, budget=BUDGET):
    sections = outline(View(text))
    return sections, split_passages(text, sections, budget)


def own_text(sections, index):
    following = sections[index + 1].start if index + 1 < len(sections) else sections[index].end
    return sections[index].body, min(sections[index].end, following)


def check(text, budget):
    sections, found = passages(text, budget)
    assert [p.start for p in found] == sorted(p.start for p in found)
    covered = [0] * len(text)
    for p in found:
        assert p.of(text) == p.of(text).strip()
        assert p.tokens == count_tokens(p.of(text))
        assert p.path == sections[p.section].path
        assert sections[p.section].start <= p.start < p.end <= sections[p.section].end
        for i in range(p.start, p.end):
            covered[i] += 1
    assert max(covered, default=0) <= 1
    for index, section in enumerate(sections):
        start, end = own_text(sections, index)
        if section.kind not in ("title", "addressee"):
            lost = "".join(text[i] for i in range(start, end) if not covered[i])
            assert clean(lost).strip("#*\n") == ""
    return found


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
@pytest.mark.parametrize("budget", [BUDGET, 40, 8])
def test_seeds_are_covered_once_within_the_budget(path, budget):
    text = path.read_text(encoding="utf-8")
    found = check(text, budget)
    assert all(p.tokens <= budget for p in found)
    for p in found:
        assert not re.fullmatch(r"\d[.,]?\d|\d\d", text[max(0, p.start - 1) : p.start + 1])


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seed_passages_end_with_sentences(path):
    text = path.read_text(encoding="utf-8")
    _, found = passages(text)
    assert all(p.of(text)[-1] in "。；：:”;0123456789条止情况" for p in found)


def test_a_run_in_heading_goes_with_its_passage_and_a_heading_alone_is_one():
    text = "一、概述\n导言。\n（一）组织有力。成立了小组。\n二、其他\n（一）人员少\n（二）经费少\n"
    _, found = passages(text)
    assert [p.of(text) for p in found] == ["导言。", "（一）组织有力。成立了小组。", "（一）人员少", "（二）经费少"]


def test_titles_addressees_and_residues_give_no_passage():
    text = "某局2013年政府信息公开年度报告\n市政府：\n一、概述\n[bookmark: _GoBack]（一）内容。有。"
    _, found = passages(text)
    assert [p.of(text) for p in found] == ["（一）内容。有。"]


def test_a_long_sentence_is_cut_between_clauses_and_never_in_a_number():
    text = "一、概述\n" + "公开信息1,234,567.89条，" * 30 + "完。"
    _, found = passages(text, 20)
    assert len(found) > 10
    assert all(p.of(text)[-1] in "，。" for p in found)
    _, pieces = passages(text, 5)
    assert all(re.search(r"1,234,567\.89|^\D*$", p.of(text)) for p in pieces)


CLOSINGS = [
    "永康市水务局\n    2010年2月3日",
    "永康市水务局  二〇一〇年二月三日\n",
    "特此报告。\n\n永康市水务局（盖章）\n2010-2-3\n（此件公开发布）",
    "附件：1.公开目录\n永康市水务局\n2010年2月\n联系人：王某  联系电话：123",
    "永康市水务局",
    "为民街道办事处\n2010年2月3日\n- 3 -",
    "填报日期：2010年2月3日",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("closing", CLOSINGS)
def test_the_closing_lies_in_a_passage_of_its_own(closing, newline):
    text = ("一、概述\n公开5条。\n二、改进计划\n加强检查。\n    " + closing).replace("\n", newline)
    _, found = passages(text)
    assert [p.of(text) for p in found[1:]] == ["加强检查。", closing.strip().replace("\n", newline)]
    view = View(text)
    start = closing_offset(text, 0, len(text))
    said = clean(closing.replace("\n", newline)) + view.text[len(view.text.rstrip("\n")) :]
    assert start < len(text) and view.text[view.find(start) :] == said
    assert closing_offset(text, found[-1].start, found[-1].end) == found[-1].start


@pytest.mark.parametrize(
    "before", ["一、概述\n有。\n", "某局2013年政府信息公开年度报告 一、甲。有。二、乙。有。三、丙。有。"]
)
def test_a_closing_behind_a_full_stop_is_cut_off_too(before):
    text = before + "人员不足。 永康市水务局 2010年2月3日"
    assert [p.of(text) for p in passages(text)[1]][-1] == "永康市水务局 2010年2月3日"


def test_a_closing_before_an_annex_is_cut_off():
    text = "一、改进\n加强检查。\n永康市水务局\n2010年2月3日\n附件：\n政府信息公开情况统计表\n公开数 5"
    assert [p.of(text) for p in passages(text)[1]][:2] == ["加强检查。", "永康市水务局\n2010年2月3日"]


@pytest.mark.parametrize(
    "end",
    ["成员单位有：\n教育局\n水务局", "2010年2月3日举行会议。", "实行的是加强市局", "公开数\n5\n0", "三是加强检查。"],
)
def test_what_is_no_closing(end):
    text = f"一、改进\n加强检查，\n{end}"
    assert closing_offset(text, 0, len(text)) == len(text)
    assert len(passages(text)[1]) == 1


def test_a_long_text_without_punctuation_is_counted_once_and_not_for_every_character(monkeypatch):
    counted = []
    monkeypatch.setattr("ingest.passages.count_tokens", lambda words: counted.append(len(words)) or len(words))
    text = "公开" * 5000
    found = passages(text)[1]
    assert all(p.tokens <= BUDGET for p in found) and len(found) >= len(text) / BUDGET
    assert sum(counted) < 20 * len(text)


def test_a_budget_below_one_is_refused():
    with pytest.raises(ValueError, match="0"):
        split_passages("一", (), 0)


def test_search_text_names_the_report_and_the_path():
    text = "一、概 述\n（一）人员。专职1名。"
    _, found = passages(text)
    who = Identity(
        agency="某局", year=2013, title="年度报告", region=None, addressee=None, period=None, era="2008-2013"
    )
    assert search_text(who, found[0], text) == "某局 2013年 年度报告\n一、概述 (一)人员\n(一)人员。专职1名。"
    nobody = who.model_copy(update={"agency": None, "year": None, "title": ""})
    assert search_text(nobody, found[0], text).startswith("一、概述")


@given(TEXTS, st.integers(1, 40))
@settings(deadline=None)
def test_any_text_is_covered_once(text, budget):
    check(text, budget)
