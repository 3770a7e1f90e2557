"""Questions in English are read by a glossary into Chinese ones; what it does not know is refused."""

import pytest

from bot.english import is_english, label, read_english
from ingest.schema import Figure
from tests.libraries import said


def figure(**more: object) -> Figure:
    given = {
        "metric": "fees",
        "label": "收费",
        "value": "0",
        "unit": "元",
        "start": 0,
        "end": 2,
        "section": (),
        "quote": "收费",
    }
    return Figure(**given | more)


@pytest.mark.parametrize(
    ("text", "english"),
    [("How many items?", True), ("平凉公开了多少条", False), ("WeChat 公众号发布了多少条信息", False), ("GB18030", False),
     ("Did 丰台 charge fees?", True), ("", False)],
)  # fmt: skip
def test_which_language(text, english):
    assert is_english(text) is english


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("How many pieces of government information did Pingliang Industrial Park publish in 2013?", "平凉工业园区2013年主动公开了多少条政府信息？"),
        ("How many applications did Cuigezhuang receive?", "崔各庄收到多少件依申请公开？"),
        ("How many applications did Cui Ge Zhuang Township receive?", "崔各庄乡收到多少件依申请公开？"),
        ("What problems does Baoji High-tech Zone report?", "宝鸡高新区存在哪些问题？"),
        ("Which body published the most information in 2013?", "2013年哪个单位公开政府信息最多？"),
        ("How many bodies received no applications in 2013?", "2013年有几家没有收到依申请公开？"),
        ("How is secrecy review done?", "怎么做保密审查？"),
        ("What is the share of financial information in Pingliang?", "平凉财务信息占比是多少？"),
    ],
)  # fmt: skip
def test_a_reading(seeds, text, chinese):
    reading = read_english(text, seeds.library.reports())
    assert (reading.chinese, reading.strange) == (chinese, ())


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("How many items did Hangzhou publish?", ("Hangzhou",)),
        ("Does Pingliang have a swimming pool?", ("swimming", "pool")),
    ],
)
def test_what_nobody_knows_is_named_and_refused(seeds, text, strange):
    assert read_english(text, seeds.library.reports()).strange == strange
    answer = seeds.invoke(text)
    assert answer.status == "no_evidence" and all(word in answer.notes[0] for word in strange)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How many pieces of government information did Pingliang Industrial Park publish in 2013?", "information disclosed in the year: 595 items — 平凉工业园区2013年"),
        ("How many items has Cuigezhuang published since 2008 in total?", "703"),
        ("Was anyone in Pingliang sued?", "administrative lawsuits: 0 cases"),
        ("What problems does Baoji High-tech Zone report?", "In the report's words — "),
    ],
)  # fmt: skip
def test_the_answer_quotes_the_chinese_and_labels_it(seeds, text, words):
    answer = seeds.invoke(text)
    assert answer.status == "answered" and words in said(answer) and answer.question == text
    assert all(citation.quote for citation in answer.citations)


def test_notes_are_in_the_askers_language(seeds):
    assert (
        seeds.invoke("How many items did Pingliang publish in 2016?").notes[0].startswith("The library holds no report")
    )
    assert seeds.invoke("平凉2016年公开了多少条？").notes[0].startswith("库里没有")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "fees charged: 0 yuan"),
        ({"metric": "disclosed_total", "value": "5300", "unit": "条", "hedge": "余"}, "information disclosed in the year: more than 5300 items"),
        ({"metric": "disclosed_cumulative", "value": "703", "unit": "条", "scope": "累计"}, "information disclosed, accumulated: 703 items (accumulated over the years)"),
        ({"metric": "rate", "label": "回复率", "value": "100", "unit": "%"}, "rate: 100%"),
        ({"metric": "other", "label": "专栏", "value": "3", "value_max": "5", "unit": "个"}, "专栏: 3–5"),
    ],
)  # fmt: skip
def test_a_figure_in_english(given, words):
    assert label(figure(**given)) == words


@pytest.mark.parametrize(
    "text",
    [
        "豐臺科技園區2013年公開了多少條政府信息？",
        "丰台科技园区２０１３年公开了多少条政府信息？",
        "豐台科技园区2013年公开了幾條信息？",
    ],
)
def test_traditional_and_full_width_ask_the_same(seeds, text):
    assert "273条" in said(seeds.invoke(text))


@pytest.mark.parametrize(
    ("hedge", "words"),
    [("超过", "more than 190"), ("千余", "more than 190"), ("不少于", "at least 190"), ("以上", "at least 190"), ("左右", "about 190"),
     ("不足", "less than 190"), ("近", "nearly 190"), (None, "190")],
)  # fmt: skip
def test_a_hedge_is_kept_in_english(hedge, words):
    said = label(figure(metric="disclosed_total", value="190", unit="条", hedge=hedge))
    assert said == f"information disclosed in the year: {words} items"
