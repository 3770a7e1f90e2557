"""The extractive reader drafts quotations that are short, stand alone and answer what was asked."""

import pytest

from bot.chain import AnswerChain
from bot.reader import read
from bot.retrieve import retrieve
from bot.schema import Draft
from bot.understand import understand
from tests.libraries import said


def drafts(chain: AnswerChain, question: str) -> list[Draft]:
    library = chain.library
    understood = understand(question, library.reports())
    return read(understood, library, retrieve(library, understood)[0])


def texts(chain: AnswerChain, question: str) -> list[str]:
    return [draft.text for draft in drafts(chain, question)]


def test_quotations_are_their_spans(seeds: AnswerChain):
    found = drafts(seeds, "丰台怎么拓展信息公开渠道？")
    assert found
    for draft in found:
        ((report_id, span),) = draft.spans
        assert draft.kind == "quote" and span.of(seeds.library.text(report_id)) == draft.text and len(draft.text) <= 160


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("崔各庄怎么做保密审查？", "先审查后公开"),
        ("桐乡的领导小组组长是谁？", "主任为组长"),
        ("平凉的领导小组组长是谁？", "为组长"),
        ("崔各庄怎么追究责任？", "谁主管"),
        ("宝鸡通过什么渠道公开？", "微博"),
        ("平凉的网站有哪些栏目？", "栏目"),
        ("丰台的报告写给谁？", "区政府信息公开办"),
        ("崔各庄的领导小组是哪年成立的？", "2009年"),
        ("崔各庄怎么考核？", "考核"),
        ("宝鸡为什么政策解读做得不好？", "专业团队"),
        ("平凉的政务服务中心多大？", "970平方米"),
    ],
)
def test_the_sentence_that_says_it(seeds: AnswerChain, question: str, words: str):
    found = seeds.invoke(question)
    shown = said(found) + "".join(c.quote for c in found.citations)
    assert found.status == "answered" and words in shown, (found.status, shown)


def test_a_lead_in_takes_its_sentence_along(seeds: AnswerChain):
    first = texts(seeds, "崔各庄怎么做保密审查？")[0]
    assert not first.endswith("一是健全政府信息公开的保密审查制度。")


def test_headings_are_not_statements(seeds: AnswerChain):
    assert not any(
        text.startswith("（一）公开的") or text == "三、存在问题" for text in texts(seeds, "宝鸡存在什么问题？")
    )


def test_a_question_for_problems_lists_the_points_in_text_order(seeds: AnswerChain):
    found = drafts(seeds, "宝鸡存在什么问题？")
    assert [draft.text[:2] for draft in found] == ["一是", "二是", "三是"]
    starts = [draft.spans[0][1].start for draft in found]
    assert starts == sorted(starts)


def test_a_question_for_plans_is_not_answered_with_problems(seeds: AnswerChain):
    found = "".join(texts(seeds, "桐乡下一步打算怎么做？"))
    assert "进一步健全制度" in found and "有待" not in found


def test_the_plans_for_the_next_year(seeds: AnswerChain):
    assert "提高认识" in "".join(texts(seeds, "崔各庄2014年有什么计划？"))


def test_quotations_do_not_overlap(seeds: AnswerChain):
    spans = sorted((d.spans[0][1].start, d.spans[0][1].end) for d in drafts(seeds, "平凉政务公开工作机制怎么完善？"))
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    "question",
    [
        "丰台开展了多少次培训？",
        "桐乡花了多少经费？",
        "崔各庄开了几次新闻发布会？",
        "宝鸡的航天工程怎么样？",
        "丰台哪年成立的图书馆？",
    ],
)
def test_what_is_not_said_is_not_drafted(seeds: AnswerChain, question: str):
    assert drafts(seeds, question) == []


def test_a_statutory_question_is_answered_by_figures_alone(seeds: AnswerChain):
    found = drafts(seeds, "平凉有没有收费？")
    assert {draft.kind for draft in found} == {"figure"}
    assert drafts(seeds, "丰台有没有收费？") == []


def test_heldout_reports_are_read_too(heldout: AnswerChain):
    found = heldout.invoke("岭东省粮食局2008年收到几件公开申请？")
    assert found.status == "answered" and "11件" in said(found)
    assert "十一件" in found.citations[0].quote
