"""A question for names, a person, a reason, a matter or a place is not answered by a sentence that only counts."""

import pytest

from bot.question.followup import standing_alone
from bot.question.thread import about
from bot.reading.asked_kind import kind_asked


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("评上优秀的八个单位分别是哪些?", "年终评出优秀单位八个。"),
        ("十一个处室分别是哪些?", "由局长任组长、两位副局长任副组长、十一个处室负责人为成员。"),
        ("37个QQ群是哪些?", "还利用宣传栏64块、楼道公示板和居民QQ群37个发布信息。"),
        ("6个不合格的单位是哪些?", "18个优秀、22个合格、6个不合格,不合格单位均在一个月内整改完毕。"),
        ("14个直属单位中哪3个没有更新?", "14个直属单位中有3个未按时更新公开目录。"),
        ("被责令整改的是哪个科室?", "年末考核有2个科室被评为先进,1个科室被责令整改。"),
        ("那件行政诉讼是哪家法院审的?", "引发行政诉讼1件,法院驳回原告诉讼请求。"),
        ("那件复议是哪个机关维持的?", "被申请行政复议一件,复议机关维持了我局的答复。"),
        ("3名申请人是谁?", "对3名低保户申请人减免费用84元。"),
        ("专职人员是谁?", "配备专职人员1名,兼职人员1名。"),
        ("被撤销的那件复议错在哪儿?", "全年被申请行政复议5件,其中维持3件,撤销1件。"),
        ("延期的2件为什么延期?", "另有2件按规定延期至2013年1月答复。"),
        ("收到的2件申请要的是什么?", "全年收到信息公开申请2件。"),
        ("两次在线访谈的主题是什么?", "围绕中考改革发布解读稿件11篇,开展在线访谈2次。"),
        ("3个查阅点设在哪里?", "公开渠道主要有局门户网站及查阅点3个。"),
        ("考核办法是哪份文件?", "出台了考核办法,按季度考核。"),
        ("第三方评估排第几?", "第三方评估得分88.5分。"),
    ],
)
def test_a_count_is_no_such_thing(question: str, words: str):
    told = kind_asked(question)
    assert told is not None and not told(words, False)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("评上优秀的八个单位分别是哪些?", "评出县财政局、水利局等优秀单位八个,八个单位分别是财政局、水利局、农业局。"),
        ("15个部门分别是哪些?", "国土、工商、司法等15个部门主要负责人为成员。"),
        ("5个管理站是哪几个?", "下设白水、鹿角、石门5个管理站。"),
        ("两项制度叫什么?", "印发《保密审查办法》和《办理规程》两项制度。"),
        ("挨了通报批评的是哪两家?", "对更新迟缓的大石镇、市水利局通报批评,两家单位均整改到位。"),
        ("哪个县物价局受理最多?", "7个县(市、区)物价局受理13件,其中桥北区物价局最多。"),
        ("那件行政诉讼是哪家法院审的?", "县人民法院驳回原告诉讼请求。"),
        ("组长是谁?", "由园区管委会副书记任组长。"),
        ("被撤销的那件复议错在哪儿?", "被撤销的1件,是答复“信息不存在”却没有说明检索过程。"),
        ("收到的2件申请要的是什么?", "全年收到申请2件,均为书面申请,内容为民办幼儿园审批结果。"),
        ("3个查阅点设在哪儿?", "在政务服务大厅、人才公寓、街道设查阅点3个。"),
        ("考核办法是哪份文件?", "制定了《政府信息公开考核暂行办法》。"),
        ("第三方评估排第几?", "得分88.5分,在36家单位中列第5位。"),
    ],
)
def test_what_names_it_answers(question: str, words: str):
    told = kind_asked(question)
    assert told is not None and told(words, True)


@pytest.mark.parametrize(
    "question",
    [
        "收到多少件申请?",
        "存在哪些问题?",
        "有没有被起诉?",
        "怎么公开的?",
        "采取了哪些措施?",
        "由谁负责受理?",
        "哪几类信息最多?",
    ],
)
def test_other_questions_ask_for_no_such_kind(question: str):
    assert kind_asked(question) is None


def test_a_third_party_is_no_third_place():
    assert about("第三方评估得了多少分") == "第三方评估得分"
    assert standing_alone("排第几？", (), ()).text == "排第几？"
