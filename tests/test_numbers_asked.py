"""Number questions in many words: thresholds, who is silent, what is left, the year before, both ends, all others."""

import pytest

from bot.chain import AnswerChain
from bot.computing.operations import task_of
from bot.computing.plain_question import plain_question
from bot.schema import Answer
from tests.libraries import said

WORDINGS = {
    "count": """
        公开信息不足120条的单位有几个,都是谁?|明确写了没有收费的有几家|报告里明说没有发生行政复议的一共几家|真正收到过申请的有几家|公开条数在100到300之间的单位有多少个
        公开量介于100条至600条之间的有哪些单位|申请件数介于30件和60件之间的有几家|当年公开不满300条的单位都有谁|多少份报告明确没有发生行政诉讼|写明一分钱没收的报告有几份
        公开没到100条的有哪几家|有几类信息不到20条|哪几份报告明确说没有收到申请|当年真收过申请人钱的有几份报告""",
    "stated": "交代了历年累计公开数的报告有几份|写明专职人员人数的有几个单位|哪几家公布了留言数量|有多少单位写了收费金额|有几份报告写明了培训次数",
    "silent": "哪几份报告压根没写收费|哪些报告没有交代收费|收费这一项,哪些单位写的是零,哪些根本没提|哪些单位没有写行政诉讼|一次培训也没写的报告有哪些",
    "remainder": """
        那273条扣掉业务动态类还剩几条|595条刨去综合信息和工作动态,其余几类合计多少条|980余条里,除了高新新闻和通知公告,大约还剩多少|3408条里去掉门户网站的还有多少条
        公开的信息里没放到门户网站上的有几条|剔除规划计划以外还有多少条""",
    "sum": "两家的公开条数加一块儿有多少|全部十份报告的主动公开量加总是多少|收过费的几家总共收了多少钱|十份报告新收的公开申请总数是多少件|合在一块儿公开多少条",
    "ratio": "公开的条数大概顶平凉几个|申请量相当于丰桥街道的多少倍",
    "ranking": "培训办得最勤的是哪家,一年几次|四类信息从多到少怎么排|新闻发布会开得最频繁的是哪家",
    "growth": "行政复议比上年增长百分之几|专区一年里添了几个|公开量比上年涨了多少",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (kind, one.strip())
        for kind, many in WORDINGS.items()
        for line in many.split("\n")
        for one in line.split("|")
        if one.strip()
    ],
)
def test_the_calculation_asked_for(kind: str, question: str):
    task = task_of(question, question)
    assert task is not None and task.kind == kind


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("报告里明说没有发生行政复议的一共几家", "行政复议多少"), ("培训办得最勤的是哪家,一年几次", "培训几次"), ("新闻发布会开得最频繁的是哪家", "新闻发布会多少"),
        ("一次培训也没写的报告有哪些", "培训多少"), ("新收的申请一共多少件", "收到申请多少件"),
    ],
)  # fmt: skip
def test_the_plain_question_left(question: str, plain: str):
    task = task_of(question, question)
    assert (task.plain if task else plain_question(question)) == plain


def ask(chain: AnswerChain, question: str) -> Answer:
    return chain.invoke({"question": question})


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("2013年公开信息不足120条的单位有几个，都是谁？", "2家 崔各庄 振东"),
        ("当年公开条数在100到300之间的单位有多少个？", "2家 丰台 崔各庄"),
        ("明确写了没有收费的有几家？", "2家 宝鸡 平凉"),
        ("写明专职人员人数的有几个单位？", "2家 崔各庄 平凉"),
        ("哪几份报告压根没写收费？", "未提及 丰台 崔各庄 振东"),
        ("平凉有几类信息不到20条？", "3类 规划计划 财务信息 人事信息"),
        ("平凉公开的信息里哪一类最多、哪一类最少？", "综合信息（321条） 财务信息（6条）"),
        ("振东新区2013年以前公开的信息，最多的是哪一类？", "以前年度分类公开 政策文件类（87条）"),
        ("桐乡的政策文件类，2013年和以前年度合计多少条", "104条"),
        ("桐乡往年公开的信息里，政策文件和报告统计加起来有多少条？", "124条"),
        ("丰台那273条扣掉业务动态类还剩几条？", "86条"),
        ("平凉595条刨去综合信息和工作动态，其余几类合计多少条？", "145条"),
        ("桐乡2013年那55条里，政策文件和报告统计两类加起来占几成？", "65.5%"),
        ("桐乡2013年新公开的部分占总数327条的比例", "16.8%"),
        ("宝鸡门户网站公开的信息约占主动公开总量多少？", "980余条 18.5%"),
        ("2013年四家总量当中平凉占多少比例？", "57.5%"),
        ("宝鸡高新区跟平凉工业园区两家的公开条数加一块儿有多少", "5895余条"),
        ("除宝鸡外谁公开得最多", "平凉工业园区 595条"),
        ("哪些单位公开的条数没有丰台多？", "不足273条 2家 崔各庄 振东"),
        ("谁公开的比丰台多", "超过273条 平凉"),
        ("宝鸡高新区通过自己门户网站公开的是多少条，不是总数", "980余条"),
        ("平凉往市门户网站报了多少条信息？", "408条"),
        ("宝鸡高新区向申请人收了多少复印费？", "未收取任何费用"),
        ("平凉对收到的公开申请答复率有多高？", "未接到要求公开政府信息的申请"),
        ("平凉是真没收过费，还是没说？", "未对任何政府信息公开进行收费"),
        ("桐乡的55加272是不是正好327？", "一致 55+272 = 327"),
        ("宝鸡前后两处写的主动公开条数一不一样？", "一致 5300余条"),
        ("对照旧条例第三十二条，振东新区的年报少了哪一项？", "缺少法定内容 收费"),
        ("哪几家提到长效机制不健全或有待完善？", "崔各庄 振东"),
        ("哪些单位抱怨自己人手少或者人员不固定？", "人员偏少 人员的不固定性"),
        ("哪些单位把编便民手册写进了下一年打算？", "丰台 平凉 计划"),
    ],
)
def test_answers_over_the_seeds(seeds: AnswerChain, question: str, says: str):
    answer = ask(seeds, question)
    assert [word for word in says.split(" ") if word not in said(answer) and word != "="] == []


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("望川市教育局2014年收到几件公开申请？", "26件"),
        ("云州市监局2020年新收了多少件申请？", "140件"),
        ("望川卫健委2017年公开了多少条政府信息？", "2896条 以前年度"),
        ("青溪县教育局2011年比上年多公开多少条信息？", "68条 31.3%"),
        ("云州市监局2021年新收申请比上年下降了百分之几？", "减少10%"),
        ("望川教育局申请量比上年增加了几成？", "46.2%"),
        ("十份报告新收的公开申请总数是多少件？", "739件"),
        ("收过费的几家总共收了多少钱？", "1958.5元"),
        ("写明一分钱没收的报告有几份？", "6份"),
        ("多少份报告明确没有发生行政诉讼？", "4份 粮食局 长乐"),
        ("哪些报告没有交代收费？", "未提及 青溪县教育局（2011年）"),
        ("青溪县本级公开的占全县公开量的比例是多少？", "1032条 8.3%"),
        ("“云州市场监管”公众号有多少粉丝？", "5.2万"),
        ("粮食局公开的信息里没放到门户网站上的有几条？", "15条"),
        ("卫健委微博和微信加起来占公开总量的百分之几？", "12.8%"),
        ("长乐街道四类信息从多到少怎么排？", "社区服务（43条）、民政救助（31条）、城市管理（26条）、党建动态（19条）"),
        ("培训办得最勤的是哪家，一年几次？", "桥西区 6次"),
        ("青溪县教育局四类信息加起来是285吗？", "一致 118+64+47+56"),
        ("青溪县96.2%的全文电子化率经得起算吗？", "一致 12011÷12486"),
        ("云州市监局2021年公开了多少条？数字可靠吗？", "不一致 2913"),
        ("卫健委的依申请公开办理系统上线了没有？", "计划 上线依申请公开办理系统"),
        ("哪些单位的答复在复议中被纠正或撤销过？", "望川市教育局 市场监督管理局 纠错1件"),
        ("哪家已经做了视频解读，哪家还只是打算做？", "市场监督管理局2021年：是 卫生健康委员会2018年：计划"),
        ("桥西区2022年信息公开追责了几个人？", "无责任追究"),
        ("青溪县教育局那件行政复议最后维持了吗？", "未发生因政府信息公开引起的行政复议"),
    ],
)
def test_answers_over_the_held_out_reports(heldout: AnswerChain, question: str, says: str):
    answer = ask(heldout, question)
    assert [word for word in says.split(" ") if word not in said(answer)] == []


def test_what_is_not_held_nor_told_is_refused(heldout: AnswerChain):
    """The year before the year before is no matter of one report."""
    assert ask(heldout, "望川市教育局2012年收到几件公开申请？").status == "no_evidence"


def test_the_earlier_years_are_not_called_the_years_own(seeds: AnswerChain):
    assert "2013年分类公开" not in said(ask(seeds, "振东新区2013年以前公开的信息，最多的是哪一类？"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("石桥镇除了“其他”，哪类信息公开得最多？", "扶贫信息"),
        ("除了云州市桥西区人民政府，谁公开得最多？", "青溪县人民政府 12486条"),
    ],
)
def test_a_part_left_out_is_no_body_left_out(heldout: AnswerChain, question: str, says: str):
    assert [word for word in says.split(" ") if word not in said(ask(heldout, question))] == []


def test_whom_it_was_reported_to_stays_where_it_is_asked(seeds: AnswerChain):
    assert "500余条" in said(ask(seeds, "宝鸡给市委、市政府上报了多少条政务信息？"))
