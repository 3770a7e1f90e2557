"""Lists are answered whole, the right one of two; how suits ended, what was late, why: quoted, never guessed."""

from collections.abc import Iterator

import pytest

from bot.chain import AnswerChain
from bot.reading.asked_lists import kinds_asked
from bot.reading.lists import lists_of
from bot.schema import Answer
from tests.libraries import opened, said

EAST = """东山县林业局2012年政府信息公开工作年度报告
一、主要做法
一是抓机构。成立领导小组，明确专职人员2名。
二是抓制度。印发《东山县林业局公开审查办法》。
三是抓督查。组织检查3次。
二、主动公开情况
公开载体有：（1）局门户网站。发布林业信息210条。（2）林业公告栏。张贴林业公告32期。（3）广播。播出林业政策18次。
三、依申请公开情况
全年收到信息公开申请9件，其中1件逾期答复。申请内容主要涉及林权证、采伐许可。
有2件因涉及个人隐私不予公开。
四、复议和诉讼
行政复议3件，市政府维持2件，撤销1件。
行政诉讼2件，一审均判决驳回原告诉讼请求。
开展“林农问政、局长答复”活动，收到提问57个。
五、不足与打算
工作中还存在以下不足：（一）更新不快；（二）没有开通微信公众号；（三）基层人手少。
下一步，我局将：（一）每周更新网站；（二）2013年开通微信公众号；（三）增加专职人员1名；（四）培训一次。
"""
WEST = """西河镇人民政府2012年政府信息公开工作年度报告
今年以来，我镇认真做好信息公开工作。全年公开信息88条，收到申请2件，均在法定期限内答复。
与群众期盼相比，我们还存在一些差距：首先是内容单一，其次是公开栏更新慢，还有就是村干部不够重视。
2013年，我镇将着力做好三件事：1.建好镇网站；2.办好公开栏；3.培训村干部。
新闻发布会次数 次 0
没有发生行政复议和行政诉讼。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    reports = tmp_path_factory.mktemp("reports")
    (reports / "east.txt").write_text(EAST, encoding="utf-8")
    (reports / "west.txt").write_text(WEST, encoding="utf-8")
    with opened(tmp_path_factory.mktemp("lists") / "library", reports) as chain:
        yield chain


def ask(chain: AnswerChain, question: str, *after: str) -> Answer:
    return chain.invoke({"question": question, "after": after})


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("东山县林业局存在哪些不足？", ["更新不快", "没有开通", "人手少"], ["每周", "培训一次"]),
        ("东山县林业局今后有什么打算？", ["每周更新", "2013年开通", "增加专职", "培训一次"], ["更新不快"]),
        ("东山县林业局针对不足提出了哪些改进措施？", ["每周更新", "培训一次"], ["更新不快"]),
        ("东山县林业局的不足打算怎么解决？", ["每周更新", "培训一次"], ["更新不快"]),
        ("东山县林业局有哪些不足和改进措施？", ["更新不快", "人手少", "每周更新", "培训一次"], []),
        ("东山县林业局是怎么推进信息公开工作的？", ["领导小组", "审查办法", "检查3次"], ["更新不快"]),
        ("东山县林业局通过哪些渠道公开林业信息？", ["门户网站", "公告栏", "广播"], ["不足"]),
        ("西河镇有哪些差距？", ["内容单一", "更新慢", "不够重视"], ["建好镇网站"]),
        ("西河镇2013年准备抓哪几件事？", ["建好镇网站", "办好公开栏", "培训村干部"], ["内容单一"]),
    ],
)
def test_a_list_is_answered_whole_and_no_other(asked: AnswerChain, question: str, has: list[str], lacks: list[str]):
    answer = ask(asked, question)
    assert answer.status == "answered"
    assert all(words in said(answer) for words in has), said(answer)
    assert not any(words in said(answer) for words in lacks), said(answer)
    assert all(len(citation.quote) <= 160 for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("东山县林业局的两起诉讼都败诉了吗？", "驳回原告", "复议"),
        ("东山县林业局行政诉讼输了吗？", "驳回原告", "复议"),
        ("东山县林业局的行政复议结果如何？", "维持2件，撤销1件", "驳回"),
        ("东山县林业局的申请都按时答复了吗？", "逾期答复", "驳回"),
        ("西河镇的申请都按期答复了吗？", "法定期限内答复", "公开信息88条，收到申请2件，其中"),
        ("东山县林业局那2件没公开的申请是什么原因？", "个人隐私", "逾期"),
        ("东山县林业局为什么有申请不予公开？", "个人隐私", "逾期"),
        ("“林农问政、局长答复”活动是怎么回事？", "提问57个", "驳回"),
    ],
)
def test_how_it_came_out_is_quoted(asked: AnswerChain, question: str, has: str, lacks: str):
    answer = ask(asked, question)
    assert has in said(answer) and lacks not in said(answer), said(answer)


def test_the_outcome_asked_for_after_the_number(asked: AnswerChain):
    assert "维持2件" in said(ask(asked, "那结果呢？", "东山县林业局2012年行政复议几件？"))


def test_a_plan_does_not_hide_the_denial_that_it_answers(asked: AnswerChain):
    told = said(ask(asked, "东山县林业局2012年已经开通微信公众号了吗？"))
    assert "否：“（二）没有开通微信公众号" in told and "计划：“（二）2013年开通" in told


def test_a_row_with_nought_is_a_no(asked: AnswerChain):
    told = said(ask(asked, "哪些单位召开过新闻发布会？"))
    assert "西河镇" in told and "是：“新闻发布会" not in told


@pytest.mark.parametrize(
    "question",
    [
        "西河镇的诉讼都败诉了吗？",  # there was none
        "东山县林业局的来信都按时回复了吗？",  # applications are no letters
        "西河镇通过哪些渠道公开林业信息？",
        "东山县林业局林权纠纷的行政诉讼结果如何？",  # the suits told of may be others
        "“局长接访日”活动是怎么回事？",
    ],
)
def test_what_no_list_tells_is_not_answered_with_another(asked: AnswerChain, question: str):
    told = said(ask(asked, question))
    assert not any(words in told for words in ("驳回", "逾期", "公告栏", "提问57个")), told


@pytest.mark.parametrize(
    ("rest", "kinds"),
    [
        ("有哪些问题?", ["problems"]),
        ("今后有什么打算?", ["plans"]),
        ("针对存在的问题有哪些改进方向?", ["plans"]),
        ("存在的不足之处和下一步打算是什么?", ["problems", "plans"]),
        ("还有哪些薄弱环节?", ["problems"]),
        ("面临的困难有哪些?", ["problems"]),
        ("哪些方面做得不够?", ["problems"]),
        ("人手做得不够吗?", []),
        ("群众咨询的问题有哪些?", []),
        ("政策解读有什么问题?", []),
    ],
)
def test_the_kinds_of_list_that_are_asked_for(rest: str, kinds: list[str]):
    assert kinds_asked(rest) == kinds


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("主要问题：一是甲不足，二是乙不够，三是丙少。另外，开支正常。", [3]),
        ("措施如下：\n1.建网站。共5个栏目。\n2.办培训。共2期。\n", [2]),
        ("公开率达1.5，比上年（2）高。", []),
        ("一是好。\n没有第二。\n", []),
        ("一、概述\n工作正常。\n二、公开\n公开3条。\n", []),
    ],
)
def test_the_lists_of_a_text(text: str, sizes: list[int]):
    assert [len(listing.items) for listing in lists_of(text)] == sizes
