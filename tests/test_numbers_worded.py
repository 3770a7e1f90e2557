"""Number questions in further wordings: first and last, bodies left out, two bars, the year before, what is not of a part, measures."""

import pytest

from bot.chain import AnswerChain
from bot.computing.operations import task_of
from bot.computing.plain_question import plain_question
from bot.rules.verdict_asked import asked_rules
from tests.libraries import said

KINDS = {
    "ranking": "行政复议案件数排在最前的是哪份报告|收到申请件数最靠后的是哪家|公开条数排最前面的是谁|咨询主要通过哪种渠道",
    "before": "该区说申请比上年减少14件，由此推出上年是多少件|复议比去年多了3件，据此倒推去年应该是几件",
    "growth": "群众满意度提高了几个百分点|知晓率下降了多少个百分点",
    "share": "申请里有百分之多少是网上提的|有百分之几的信息是在公报上发布的",
    "remainder": "没有数字化的信息共有多少条|不属于本级公开的有多少条|未电子化的信息有多少条",
    "sum": "新收和上年结转的申请总共多少件|连同去年结转的一起算要办多少件",
    "count": "主动公开过千条的报告有几份|公开量破万条的有哪几家",
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, many in KINDS.items() for one in many.split("|")])
def test_the_calculation_asked_for(kind: str, question: str):
    task = task_of(question, question)
    assert task is not None and task.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "不予公开的有多少件",
        "没有按时答复的有多少件",
        "没有收费的有几家",
        "不属于本机关公开的有多少件",
        "未办结的有多少件",
    ],
)
def test_a_part_with_a_number_of_its_own_is_no_remainder(question: str):
    task = task_of(question, question)
    assert task is None or task.kind != "remainder"


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("行政诉讼案件数排在最前的是哪份报告?", "行政诉讼多少"), ("收到申请的件数排最末的是谁", "收到申请多少"), ("新闻发布会开得最多的是哪一家,几场", "新闻发布会几场"),
        ("新收的申请是新收申请的多少倍", "收到申请多少"), ("复议比上年增加2件,由此推出上年是几件", "复议几件"), ("真正收到过申请的单位里,件数垫底的是哪家", "收到过申请多少"),
    ],
)  # fmt: skip
def test_the_plain_question_left(question: str, plain: str):
    task = task_of(question, question)
    assert (task.plain if task else plain_question(question)) == plain


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("复议至少有两件但不到六件的有几家", 2, 5),
        ("申请多于10件且不超过50件的有几份报告", 11, 50),
        ("公开超过100条却不足300条的有哪几家", 101, 299),
    ],
)
def test_two_bars_are_one_range(question: str, low: int, high: int):
    task = task_of(question, question)
    assert task and task.condition and (task.condition.value, task.condition.upto) == (low, high)


@pytest.mark.parametrize(
    "question", ["各类数字加得起吗", "七种处理结果加得拢吗", "正文说的12件和表里的12件合得上吗", "占比35%这个数准不准"]
)
def test_the_report_is_to_be_checked(question: str):
    assert asked_rules(question) is not None


def test_a_sum_of_two_is_no_check():
    assert asked_rules("政策文件和报告统计两类加起来占几成") is None


ANSWERS = [
    ("行政复议案件数排在最前的是哪份报告？", "行政复议数最多 2023年 14件"),
    ("新闻发布会召开得最少的是哪一家，几次？", "最少的是望川市教育局"),
    ("真正收到过申请的单位里，件数最少的是哪家？", "最少的是青溪县教育局（2011年）2件"),
    ("抛开云州市市场监督管理局不谈，申请收得最多的是谁？", "云州市桥西区人民政府（2023年）248件"),
    (
        "石桥镇和长乐街道比，谁发的信息少一些？",
        "长乐街道办事处（2012年）的主动公开政府信息数比青溪县石桥镇人民政府（2019年）少207条",
    ),
    ("桥西区群众满意度，2022年和2023年哪一年更低？", "满意度最低的是2022年（95.3%）"),
    ("桥西区公众满意度比上年提升了多少个百分点？", "高0.8个百分点"),
    ("主动公开超千条的报告有几份？", "6份"),
    ("全部报告的行政诉讼案件数合计多少？", "合计29件"),
    ("桥西区2023年新收的申请是石桥镇新收申请的几倍？", "82.67倍"),
    ("青溪县的申请里有百分之几是网上提的？", "41.9%"),
    ("云州市监局2021年有百分之几的信息是微信公众号公开的？", "16.6%"),
    ("桥西区2023年诉讼比上年增加1件，据此推算上年是多少件？", "10件"),
    ("青溪县公开的信息里没有全文电子化的有多少条？", "475条"),
    ("粮食局公开的信息里不属于业务动态类的有多少条？", "123条"),
    ("望川卫健委2018年算上上年结转的，一共要办多少件申请？", "59件"),
    ("云州市监局2021年新收和上年结转合计多少件？", "130件"),
    ("望川卫健委的申请主要来自哪个渠道？", "网络（44件）"),
    ("长乐街道用了多少块宣传栏？", "64块"),
    ("云州市监局抽检公示涉及几批次样品？", "6840批次"),
    ("长乐街道业务培训有多少人次参加？", "85人次"),
    ("桥西区2022年举办的全区培训有多少人次参训？", "1100余人次"),
    ("云州市监局六种处理结果之和等于124件吗？", "67+12+14+22+8+1 = 124"),
    ("桥西区2023年占比63.5%算得准不准？", "一致 61÷96"),
    ("望川市各单位合计收到多少件申请？", "合计95件"),
    ("云州市所有单位的行政诉讼件数相加是多少？", "合计26件"),
    ("长乐街道社区服务类占全部公开信息的百分之几？", "36.1%"),
    ("望川卫健委的4件复议都被撤销了吗？", "维持3件 申请人撤回1件"),
    ("望川市教育局的行政复议全部维持了吗？", "维持2件 被依法纠错1件"),
    ("哪些单位承认超期答复或超期发布？", "长乐街道办事处2012年：是 卫生健康委员会2018年：是"),
    ("谁已经有依申请公开法律顾问会商机制？", "望川市教育局2015年：计划"),
]


@pytest.mark.parametrize(("question", "says"), ANSWERS)
def test_answers_over_the_held_out_reports(heldout: AnswerChain, question: str, says: str):
    answer = heldout.invoke({"question": question})
    assert [word for word in says.split(" ") if word not in said(answer) and word != "="] == []


@pytest.mark.parametrize("question", ["长乐街道社区服务中心2012年公开了多少条信息？", "望川市2015年公开多少条信息？"])
def test_a_place_or_an_institution_of_a_body_is_not_the_body(heldout: AnswerChain, question: str):
    assert heldout.invoke({"question": question}).status == "no_evidence"


def test_who_has_none_is_named_beside_an_order_of_those_who_have_some(heldout: AnswerChain):
    answer = heldout.invoke({"question": "确实收到过申请的报告当中，件数垫底的是哪家？"})
    assert any("不参与排序" in note and "长乐街道" in note for note in answer.notes)


@pytest.mark.parametrize("question", ["哪些单位在微博上发布信息？", "谁在微博里公开信息？"])
def test_one_medium_is_not_another(heldout: AnswerChain, question: str):
    told = said(heldout.invoke({"question": question}))
    assert "望川市教育局2015年：是" in told and "石桥镇人民政府2019年：是" not in told and "公开486条" not in told


@pytest.mark.parametrize(
    "question", ["云州市监局的法人或其他组织里，哪类申请人提得最多？", "云州市监局无法提供的是什么？"]
)
def test_a_label_of_a_table_is_no_answer(heldout: AnswerChain, question: str):
    told = [claim.text for claim in heldout.invoke({"question": question}).claims]
    assert not {"法人或其他组织", "（四）无法提供"} & set(told)
