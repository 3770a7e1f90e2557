"""Questions in English are read by a glossary into Chinese ones; what it does not know is refused."""

import pytest

from bot.question.english import is_english, label, read_english
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


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("How many items did Zhendong New District of Tongxiang disclose in 2013 alone?", "桐乡市振东新区2013年主动公开了多少条政府信息？"),
        ("What problems does Tongxiang's Zhendong New District report?", "桐乡市振东新区存在哪些问题？"),
        ("how many items did CUI-GE-ZHUANG xiang disclose", "崔各庄乡主动公开了多少条政府信息？"),
        ("Ｈｏｗ ｍａｎｙ ｉｔｅｍｓ ｄｉｄ Ｆｅｎｇｔａｉ ｄｉｓｃｌｏｓｅ？", "丰台主动公开了多少条政府信息？"),
        ("How many items did Pingliang and Fengtai publish together in 2013?", "平凉、丰台2013年一共主动公开了多少条政府信息？"),
        ("How many items did Tongxiang disclose before 2013?", "桐乡2013年以前主动公开了多少条政府信息？"),
        ("How many items has Cuigezhuang disclosed since 2008?", "崔各庄累计主动公开了多少条政府信息？"),
        ("How many supervisors did Pingliang hire?", "平凉聘请了多少名监督员？"),
        ("How many full-time staff does Pingliang have?", "平凉有多少名专职工作人员？"),
        ("What is the floor area of the Pingliang government service centre?", "平凉政务服务中心面积是多少？"),
        ("How many more items did Pingliang disclose than Fengtai?", "平凉比丰台多公开多少条政府信息？"),
        ("By how much do Pingliang and Fengtai differ in 2013?", "平凉和丰台2013年公开的政府信息相差多少条？"),
        ("How many times as much information did Pingliang release as Fengtai?", "平凉公开的政府信息是丰台的几倍？"),
        ("Which disclosed more, Fengtai or Cuigezhuang?", "丰台、崔各庄谁公开的政府信息更多？"),
        ("Did Pingliang receive fewer applications than Baoji?", "平凉收到的依申请公开比宝鸡少吗？"),
        ("Rank them by applications, fewest first.", "各单位收到的依申请公开按从少到多排名？"),
        ("Name the top two bodies by items published in 2013.", "2013年公开政府信息最多的前二名？"),
        ("Who published the least in 2013?", "2013年哪个单位公开政府信息最少？"),
        ("What is the average number of items disclosed per report in 2013?", "各单位2013年平均主动公开了多少条政府信息？"),
        ("Which bodies received more than 50 applications?", "哪些单位收到超过50件依申请公开？"),
        ("Did Fengtai receive more than 5 applications?", "丰台收到的依申请公开超过5件吗？"),
        ("How many of the five reports had at least one application?", "有几家收到不少于1件依申请公开？"),
        ("Which bodies did not charge any fees?", "哪些单位没有收取费用？"),
        ("Which bodies mention a long-term mechanism?", "哪些单位提到长效机制？"),
        ("Is it true that Cuigezhuang disclosed 703 items in 2013?", "崔各庄2013年公开703条政府信息，对吗？"),
        ("Does Pingliang intend to recruit technicians?", "平凉打算聘请专业技术人员吗？"),
        ("Which measures is Cuigezhuang planning for 2014?", "崔各庄2014年计划采取哪些措施？"),
        ("Why is Baoji's policy interpretation not professional enough?", "宝鸡为什么政策解读专业性不够？"),
        ("How do they check secrecy before publishing?", "怎么做保密审查？"),
        ("Do the percentages in the Fengtai report add up correctly?", "丰台报告百分比算得对吗？"),
        ("Is anything repeated in the Cuigezhuang report?", "崔各庄报告有没有重复的内容？"),
        ("Which statutory items are missing from Cuigezhuang's report?", "崔各庄报告缺少哪些法定内容？"),
        ("Who leads the disclosure leading group at Zhendong?", "振东领导小组组长是谁？"),
        ("How many items did Fengtai publish and did it charge fees?", "丰台主动公开了多少条政府信息？有没有收费？"),
        ("And Fengtai?", "丰台呢？"),
        ("What about applications?", "那依申请公开呢？"),
        ("And the fewest?", "最少的呢？"),
        ("Why?", "为什么？"),
    ],
)  # fmt: skip
def test_another_reading(seeds, text, chinese):
    reading = read_english(text, seeds.library.reports())
    assert (reading.chinese, reading.strange) == (chinese, ())


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("How many cats live in Fengtai?", ("cats", "live")),
        ("How many items did Pingliang disclose in January 2013?", ("January",)),
        ("What is the budget of the army in Pingliang?", ("army",)),
        ("Do the percentages of sausages in the Fengtai report add up?", ("sausages",)),
        ("How many items did Haidian District and Fengtai disclose?", ("Haidian",)),
    ],
)
def test_no_unknown_word_is_passed_over(seeds, text, strange):
    assert set(strange) <= set(read_english(text, seeds.library.reports()).strange)
    assert seeds.invoke(text).status == "no_evidence"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which disclosed more, Fengtai or Cuigezhuang?", "273"),
        ("How many more items did Pingliang disclose than Fengtai?", "322"),
        ("Add up what Fengtai and Pingliang disclosed in 2013.", "868"),
        ("How many items did Tongxiang disclose before 2013?", "272"),
        ("How many bodies received no applications in 2013?", "3家"),
    ],
)
def test_an_answer_across(seeds, text, words):
    answer = seeds.invoke(text)
    assert answer.status == "answered" and words in said(answer)


@pytest.mark.parametrize(
    ("after", "text", "words"),
    [
        (["How many items did Pingliang disclose in 2013?"], "And Fengtai?", "273"),
        (["How many items did Pingliang disclose in 2013?"], "What about applications?", "未接到"),
        (["Which body disclosed the most items in 2013?"], "And the fewest?", "55"),
    ],
)
def test_a_follow_up(seeds, after, text, words):
    answer = seeds.invoke({"question": text, "after": after})
    assert answer.status == "answered" and words in said(answer)
