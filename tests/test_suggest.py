"""Suggested questions are answered when they are asked."""

import pytest

ASKED = [
    "平凉工业园区2013年公开了多少条？", "各单位存在哪些问题？", "保密审查怎么做？", "丰台的食堂好吃吗？",
    "How many items did Pingliang publish?",
]  # fmt: skip


@pytest.mark.parametrize("question", ASKED)
def test_every_suggestion_is_answered(seeds, question):
    offered = seeds.invoke(question).suggestions
    assert 1 <= len(offered) <= 3 and len(set(offered)) == len(offered)
    for suggested in offered:
        assert seeds.invoke(suggested).status == "answered", suggested


def test_what_was_asked_is_not_offered_again(seeds):
    first = seeds.invoke("平凉工业园区2013年公开了多少条？").suggestions
    again = seeds.invoke({"question": "平凉工业园区2013年公开了多少条？", "after": list(first)}).suggestions
    assert not set(first) & set(again)


def test_a_question_back_offers_bodies_and_no_questions(seeds):
    answer = seeds.invoke("该单位公开了多少条？")
    assert answer.status == "needs_clarification" and answer.candidates and not answer.suggestions


def test_an_empty_library_offers_nothing(library):
    from bot.answer import answer

    assert answer(library, {"question": ""}).suggestions == ()
