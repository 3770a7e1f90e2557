"""它 after a ranking: the body that the earlier answer puts first, or the question back where there is none."""

from collections.abc import Iterator

import pytest

from bot.chain import AnswerChain
from bot.question.winner import winner
from bot.schema import Answer, Claim
from tests.libraries import SEEDS, bodies, opened, said
from tests.test_followup import SEED_REPORTS


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    with opened(tmp_path_factory.mktemp("winner") / "library", SEEDS) as made:
        yield made


def asked(chain: AnswerChain, *turns: str) -> Answer:
    return chain.invoke({"question": turns[-1], "after": list(turns[:-1])})


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (("2013年公开信息最多的是哪个单位？", "它有几名专职人员？"), "平凉工业园区2013年有几名专职人员？"),
        (("2013年公开信息最多的是哪个单位？", "它有几名专职人员？", "它收费吗？"), "平凉工业园区2013年收费吗？"),
        (("哪家收到的申请最多？", "该单位的主要渠道有哪些？"), "宝鸡高新区管委会的主要渠道有哪些？"),
        (("哪家收到的申请最多？", "这家收费了没有？"), "宝鸡高新区管委会收费了没有？"),
        (("2013年谁公开得最少？", "这个单位的组长是谁？"), "桐乡市振东新区2013年的组长是谁？"),
        (("丰台和平凉谁公开得多？", "它收费吗？"), "平凉工业园区收费吗？"),
        (("丰台和平凉谁公开得少？", "它收费吗？"), "丰台科技园区收费吗？"),
        (("哪个单位聘请了监督员？", "它收费吗？"), "平凉工业园区收费吗？"),
        (("哪个园区公开的信息最多？", "那家收费吗？"), "平凉工业园区收费吗？"),
        (("2013年公开信息最多的是哪个单位？", "好的谢谢", "它收费吗？"), "平凉工业园区2013年收费吗？"),
    ],
)
def test_a_pronoun_stands_for_the_first(chain: AnswerChain, turns: tuple[str, ...], whole: str):
    answer = asked(chain, *turns)
    assert answer.standalone_question == whole
    assert bodies(answer) <= {whole.split("201")[0].split("收费")[0].split("的主要")[0]} or not answer.claims


def test_nobody_is_guessed_where_several_come_first(chain: AnswerChain):
    assert asked(chain, "哪些单位没有收费？", "它有几名专职人员？").status == "needs_clarification"


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("谁最多？", "2013年主动公开政府信息数最多的是平凉工业园区（595条）。", ("平凉工业园区",)),
        ("谁最少？", "收到申请数最少的是平凉工业园区和桐乡市振东新区（0件）。", ()),
        ("谁多？", "平凉工业园区的公开数比丰台科技园区多322条。", ("平凉工业园区",)),
        ("谁少？", "平凉工业园区的公开数比丰台科技园区多322条。", ("丰台科技园区",)),
        ("谁多？", "丰台科技园区的公开数比平凉工业园区少322条。", ("平凉工业园区",)),
    ],
)
def test_the_first_of_a_computed_answer(question: str, text: str, names: tuple[str, ...]):
    claim = Claim(kind="computed", text=text, citations=(1,), computation="1 > 0")
    assert winner(question, (claim,), (), SEED_REPORTS) == names


def test_a_ranking_that_was_not_computed_has_no_first():
    claim = Claim(kind="quote", text="通过网站公开信息273条。", citations=(1,))
    assert winner("哪家最多？", (claim,), (), SEED_REPORTS) == ()


def test_every_part_of_a_question_in_three_is_answered(chain: AnswerChain):
    answer = asked(chain, "平凉公开了多少条？收费了没有？有没有被起诉？")
    assert all(words in said(answer) for words in ("595条", "收费", "诉讼"))


def test_a_wrong_number_behind_so_few_is_contradicted(chain: AnswerChain):
    for question in ("平凉2013年才公开8条信息，怎么这么少？", "平凉2013年为什么只公开了8条信息？"):
        assert "595条" in said(asked(chain, question)) and "不一致" in said(asked(chain, question))


def test_sums_and_differences_in_a_conversation(chain: AnswerChain):
    assert "1034条" in said(asked(chain, "五份报告一共公开了多少条？", "不算宝鸡呢？"))
    assert "322条" in said(asked(chain, "平凉2013年公开了多少条政务信息？", "跟丰台比谁多？", "多多少条？"))
    assert "104条" in said(asked(chain, "桐乡2013年政策文件类公开多少条？", "2013年以前的呢？", "两个加起来呢？"))
