"""The main job on the five seeds: the right figure, refusals, asking back, answers across all, notes."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import answer
from bot.chain import AnswerChain
from bot.schema import Answer
from ingest.errors import ReportNotFoundError
from tests.libraries import NAMES, bodies, inexact, said, seed_text


def ask(chain: AnswerChain, question: str, **more: object) -> Answer:
    """An answer that holds what every answer must."""
    found = answer(chain.library, {"question": question, **more})
    texts = {r.report_id: chain.library.text(r.report_id) for r in chain.library.reports()}
    files = "".join(seed_text(name) for name in NAMES)
    assert inexact([*found.citations, *found.closest], texts) == []
    assert all(c.quote in files for c in [*found.citations, *found.closest])
    assert [c.n for c in found.citations] == list(range(1, len(found.citations) + 1))
    assert {n for claim in found.claims for n in claim.citations} == {c.n for c in found.citations}
    assert bool(found.claims) == (found.status == "answered")
    assert all(claim.text.strip() and (claim.citations or claim.searched) for claim in found.claims)
    assert found.question == question and 0 <= found.confidence <= 1
    return found


@pytest.mark.parametrize(
    ("question", "body", "number"),
    [
        ("丰台2013年公开了多少条政府信息？", "丰台", "273条"),
        ("丰台科技园区公开了几条信息", "丰台", "273条"),
        ("平凉2013年公开了多少条？", "平凉", "595条"),
        ("崔各庄2013年主动公开了多少条？", "崔各庄", "111条"),
        ("桐乡2013年公开了多少条？", "桐乡", "55条"),
        ("振东新区公开了多少条政府信息？", "桐乡", "55条"),
        ("宝鸡2019年主动公开了多少条信息？", "宝鸡", "5300余条"),
        ("崔各庄自条例施行以来累计公开了多少条？", "崔各庄", "703条（历年累计）"),
        ("平凉收到网上留言多少条？", "平凉", "31条"),
        ("平凉接待咨询多少人次？", "平凉", "1200多人(次)"),
        ("宝鸡收到几件依申请公开？", "宝鸡", "2件"),
        ("丰台业务动态类信息多少条？", "丰台", "187条"),
        ("桐乡政策文件类信息多少条？", "桐乡", "17条"),
        ("宝鸡公开了多少项行政处罚？", "宝鸡", "121项"),
    ],
)
def test_the_right_figure(seeds: AnswerChain, question: str, body: str, number: str):
    found = ask(seeds, question)
    first = found.claims[0]
    assert (found.status, first.kind) == ("answered", "figure")
    assert first.text.endswith(number)
    assert len(found.claims) <= 3 and len(bodies(found)) == 1
    quote = next(c.quote for c in found.citations if c.n == first.citations[0])
    assert "".join(filter(str.isdigit, number)) in quote and quote in seed_text(body)


def test_the_accumulated_total_stands_beside_and_is_called_so(seeds: AnswerChain):
    first, second = ask(seeds, "桐乡2013年公开了多少条？").claims
    assert first.text.endswith("55条") and "累计" not in first.text
    assert second.text.endswith("327条（历年累计）")


def test_messages_with_their_reply_rate(seeds: AnswerChain):
    found = ask(seeds, "平凉收到网上留言多少条，回复率是多少？")
    assert "31条" in said(found)
    assert any("回复率100%" in c.quote for c in found.citations)
    assert "100%" in said(ask(seeds, "平凉门户网站留言的回复率是多少？"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("宝鸡收取了多少信息公开费用？", "未收取任何费用"),
        ("平凉有没有行政复议？", "没有因政府信息公开工作而被申请行政复议"),
        ("崔各庄收到几件申请？", "未收到"),
        ("崔各庄2013年收到的那两件申请是怎么答复的？", "未收到"),
        ("平凉发生过泄密吗？", "无一起政府信息公开泄密"),
    ],
)
def test_noughts_and_false_premises_are_answered_with_the_denial(seeds: AnswerChain, question: str, words: str):
    found = ask(seeds, question)
    assert found.status == "answered" and any(words in c.quote for c in found.citations)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("上海市2013年公开了多少条？", "库里没有“上海市”的报告"),
        ("平凉2016年公开了多少条？", "库里没有 平凉工业园区 2016 年的报告；现有年份：2013"),
        ("丰台收取了多少信息公开费用？", "未提及不等于零"),
        ("平凉市人民政府2013年公开了多少条？", "名称最接近的是：平凉工业园区"),
        ("朝阳区人民政府2013年公开了多少条？", "名称最接近的是：北京市朝阳区崔各庄乡人民政府"),
        ("海淀区教育局2013年公开了多少条？", "库里没有“海淀区教育局”的报告"),
        ("今天天气怎么样？", "没有找到"),
        ("", "问题是空的"),
        ("   ", "问题是空的"),
        ("丰台开展了多少次航天发射？", "没有找到"),
    ],
)
def test_refusals_say_why(seeds: AnswerChain, question: str, note: str):
    found = ask(seeds, question)
    assert (found.status, found.claims, found.citations, found.confidence) == ("no_evidence", (), (), 0.0)
    assert any(note in line for line in found.notes), found.notes


def test_a_refusal_about_a_held_body_shows_the_closest(seeds: AnswerChain):
    found = ask(seeds, "丰台收取了多少信息公开费用？")
    assert found.closest and {c.agency for c in found.closest} == {"丰台科技园区"}


@pytest.mark.parametrize(
    ("question", "candidates"),
    [
        ("公开了多少条？", 5),
        ("该单位公开了多少条？", 5),
        ("园区公开了多少条？", 2),
        ("该单位领导小组的组长是谁？", 2),
        ("本机关有没有收费？", 2),
    ],
)
def test_asked_back(seeds: AnswerChain, question: str, candidates: int):
    found = ask(seeds, question)
    assert found.status == "needs_clarification"
    assert len(found.candidates) >= candidates
    assert f"{len(found.candidates)} 份报告" in found.notes[0]


def test_never_asked_back_with_one_report_in_scope(seeds: AnswerChain):
    for question in ("公开了多少条？", "该单位公开了多少条？", "园区公开了多少条？"):
        found = ask(seeds, question, report=["丰台"])
        assert found.status == "answered" and found.claims[0].text.endswith("273条")


@pytest.mark.parametrize(
    ("question", "words", "who"),
    [
        ("各单位怎么做保密审查？", "审查", {"桐乡", "崔各庄"}),
        ("有没有单位搞培训？", "培训", {"崔各庄"}),
        ("老百姓怎么查文件？", "查", {"平凉"}),
        ("哪些单位成立了领导小组？", "领导小组", {"丰台", "平凉", "崔各庄"}),
        ("各单位都存在什么问题？", "", set(NAMES)),
        ("各单位各公开了多少条？", "条", set(NAMES)),
    ],
)
def test_answered_across_all(seeds: AnswerChain, question: str, words: str, who: set[str]):
    found = ask(seeds, question)
    assert found.status == "answered" and found.coverage.of == 5
    held = {
        r.report_id: next(name for name in NAMES if r.path.endswith(f"{NAMES[name]}.txt"))
        for r in seeds.library.reports()
    }
    cited = [held[c.report_id] for c in found.citations]
    assert set(cited) >= who
    assert found.coverage.answered == len(set(cited)) == 5 - len(found.coverage.missing)
    assert f"{found.coverage.answered}/5" in found.notes[0]
    assert any(words in c.quote for c in found.citations)


def test_a_practice_across_all_has_one_line_a_body(seeds: AnswerChain):
    found = ask(seeds, "各单位怎么做保密审查？")
    quotes = [claim for claim in found.claims if claim.kind == "quote"]
    assert len(quotes) == len({c.report_id for c in found.citations})


def test_bodies_without_a_word_on_it_are_named(seeds: AnswerChain):
    found = ask(seeds, "有没有单位搞培训？")
    (absence,) = [claim for claim in found.claims if claim.kind == "absence"]
    cited = {c.report_id for c in found.citations}
    assert set(absence.searched) == set(found.scope.reports) - cited and absence.citations == ()
    assert all(name in absence.text for name in found.coverage.missing) and "不等于零" in absence.text


def test_plans_and_shortcomings_are_not_sold_as_practice(seeds: AnswerChain):
    found = ask(seeds, "有没有单位搞培训？")
    planned = [c.n for c in found.citations if c.agency in {"宝鸡高新区管委会", "丰台科技园区"}]
    assert planned and all(any(note.startswith(f"第 {n} 条出自") for note in found.notes) for n in planned)


def test_a_held_and_another_body_together(seeds: AnswerChain):
    found = ask(seeds, "平凉工业园区和上海市各公开了多少条？")
    assert found.status == "answered" and "595条" in said(found) and bodies(found) == {"平凉工业园区"}
    assert any("上海市" in note for note in found.notes)


def test_two_bodies(seeds: AnswerChain):
    found = ask(seeds, "丰台和崔各庄各公开了多少条信息？")
    assert "273条" in said(found) and "111条" in said(found) and len(bodies(found)) == 2


def test_limits_from_outside(seeds: AnswerChain):
    assert bodies(ask(seeds, "各公开了多少条？", year=[2019])) == {"宝鸡高新区管委会"}
    assert bodies(ask(seeds, "怎么做培训？", report=["崔各庄", "宝鸡"])) <= {
        "宝鸡高新区管委会",
        "北京市朝阳区崔各庄乡人民政府",
    }


def test_a_limit_that_is_not_held(seeds: AnswerChain):
    with pytest.raises(ReportNotFoundError, match="上海"):
        answer(seeds.library, {"question": "公开了多少条？", "report": ["上海"]})


def test_explain_names_the_channels_and_scores(seeds: AnswerChain):
    found = ask(seeds, "各单位怎么做保密审查？", explain=True)
    assert found.explain["channels"] == {"lexical": "tantivy", "dense": "chroma"}
    assert [term["term"] for term in found.explain["terms"]] == ["保密审查"]
    scores = [passage["score"] for passage in found.explain["passages"]]
    assert scores == sorted(scores, reverse=True) and scores
    assert ask(seeds, "各单位怎么做保密审查？").explain is None


def test_the_same_question_the_same_answer(seeds: AnswerChain):
    dumps = [ask(seeds, "各单位怎么做保密审查？").model_dump_json(exclude={"timings"}) for _ in range(2)]
    assert dumps[0] == dumps[1]
    assert ask(seeds, "丰台收费吗？").id != ask(seeds, "平凉收费吗？").id
    assert ask(seeds, "丰台收费吗？", id="q7").id == "q7"


def test_stages_are_timed(seeds: AnswerChain):
    assert set(ask(seeds, "丰台公开了多少条？").timings) == {"understand", "retrieve", "read", "verify", "suggest"}


def test_figures_are_surer_than_quotations(seeds: AnswerChain):
    assert ask(seeds, "丰台公开了多少条？").confidence >= ask(seeds, "哪些单位成立了领导小组？").confidence > 0


def test_an_answer_travels_as_json_and_comes_back(seeds: AnswerChain):
    found = ask(seeds, "公开了多少条？")
    assert Answer.model_validate_json(found.model_dump_json()) == found


def test_the_value_is_exact(seeds: AnswerChain):
    figures = [f for _, f in seeds.library.figures() if f.metric == "disclosed_total" and f.value == 595]
    assert [f.value for f in figures] == [Decimal("595")]


def test_a_question_for_fees_is_not_answered_with_disclosures(seeds: AnswerChain):
    assert "273" not in said(ask(seeds, "丰台科技园区2013年信息公开收了多少钱的费用？"))


def test_a_question_for_applications_is_answered_with_them(seeds: AnswerChain):
    assert ask(seeds, "丰台依申请公开收到几条？").claims[0].text.endswith("信息1条")


def test_only_the_years_total_where_nothing_is_mixed_up(seeds: AnswerChain):
    assert "703" not in said(ask(seeds, "崔各庄2013年主动公开了多少条？"))


def test_what_the_text_says_is_never_called_absent(seeds: AnswerChain):
    found = ask(seeds, "崔各庄的联系电话是多少？")
    assert not any("未提及" in line for line in [*found.notes, *(claim.text for claim in found.claims)])


def test_plans_asked_for_in_other_words(seeds: AnswerChain):
    assert "队伍建设" in said(ask(seeds, "宝鸡高新区接下来打算怎么改进？"))


def test_a_place_before_a_short_name(seeds: AnswerChain):
    assert "111条" in said(ask(seeds, "朝阳区崔各庄2013年公开了多少？"))


def test_a_province_before_a_full_name(seeds: AnswerChain):
    assert "595条" in said(ask(seeds, "甘肃平凉工业园区2013年公开了多少条？"))


def test_a_false_premise_is_contradicted(seeds: AnswerChain):
    assert "273条" in said(ask(seeds, "丰台2013年没有公开任何信息吗？"))


WORDS = ["丰台", "平凉", "上海市", "2013年", "2016年", "公开", "多少条", "怎么", "保密审查", "？", "收费", "各单位", "园区", "该单位", "〇", "\n", "，", "'", "培训", "没有", "%", "AND"]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=9).map("".join), st.text(max_size=20)))
def test_any_question_gets_an_honest_answer(seeds: AnswerChain, question: str):
    ask(seeds, question)
