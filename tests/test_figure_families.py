"""Families of sentences that state a metric without its usual word: categories, applications by way, training, staff."""

import pytest

from ingest.figures import extract_figures
from ingest.schema import Figure, Identity
from ingest.view import View

OWN = Identity(
    agency="安河县水利局", year=2015, title="年度报告", region=None, addressee=None, period=None, era="2014-2018"
)


def figures(text: str) -> tuple[Figure, ...]:
    return extract_figures(View(text), (), OWN)


STATED = [
    (
        "主动公开信息96条，其中属于机构职能的12条，属于财政预决算的84条。",
        [("disclosed_category", 12), ("disclosed_category", 84)],
    ),
    (
        "在公开的信息中，属于政策法规的有31条，属于工作动态的有205条。",
        [("disclosed_category", 31), ("disclosed_category", 205)],
    ),
    (
        "按内容划分，属于行政审批的共18条，属于社会救助的共7条。",
        [("disclosed_category", 18), ("disclosed_category", 7)],
    ),
    (
        "公开的政府信息里，涉及民生保障的46条，涉及重大项目的9条。",
        [("disclosed_category", 46), ("disclosed_category", 9)],
    ),
    (
        "全年公开信息140条，属规划计划的22条、属人事管理的118条。",
        [("disclosed_category", 22), ("disclosed_category", 118)],
    ),
    (
        "主动公开政府信息300条。其中，属于公共服务方面的110条，属于应急管理方面的190条。",
        [("disclosed_category", 110), ("disclosed_category", 190)],
    ),
    (
        "从类别看，归属于组织机构的15条，归属于统计数据的33条。",
        [("disclosed_category", 15), ("disclosed_category", 33)],
    ),
    (
        "本年度公开的88条信息中，属于法规文件的8条，属于通知公告的80条。",
        [("disclosed_category", 8), ("disclosed_category", 80)],
    ),
    (
        "发布信息512条，其中：属于“三农”政策的有64条，属于招商引资的有448条。",
        [("disclosed_category", 64), ("disclosed_category", 448)],
    ),
    ("更新信息70条，其中属于业务工作的52条。", [("disclosed_category", 52)]),
    (
        "公开政府信息65条，属于概况信息的5条，属于计划总结的20条，属于其他的40条。",
        [("disclosed_category", 5), ("disclosed_category", 20), ("disclosed_category", 40)],
    ),
    ("依申请公开方面，当面提交3件，网络提交9件，合计12件。", [("applications_received", 12)]),
    ("共受理公开申请，其中当面提交5件、信函提交6件，共计11件。", [("applications_received", 11)]),
    ("申请方式：现场提出2件，电子邮件提出4件，总计6件。", [("applications_received", 6)]),
    ("收到信息公开申请：当面提交1件，传真提交2件，合计3件。", [("applications_received", 3)]),
    ("在依申请公开工作中，网上申请15件，书面申请8件，合计23件，均已答复。", [("applications_received", 23)]),
    ("信函提交7件，网络提交20件，两项合计27件。", [("applications_received", 27)]),
    ("依申请公开情况\n2015年当面提交4件，信函提交3件，网络提交13件，合计20件。", [("applications_received", 20)]),
    ("当面提交申请2件，传真提交申请1件，网络提交申请9件，共12件。", [("applications_received", 12)]),
    ("依申请公开信息的提交方式为：现场提交30件，邮寄提交11件，合计41件。", [("applications_received", 41)]),
    ("群众当面递交6件，网上递交12件，合计18件申请。", [("applications_received", 18)]),
    ("全年的申请中，网络渠道提交8件，信函渠道提交4件，合计为12件。", [("applications_received", 12)]),
    ("公民提出申请5件，法人提出申请3件，合计8件。", [("applications_received", 8)]),
    ("组织开办专题学习班10期。", [("training", 10)]),
    ("举办政务公开专题学习班3期，120人次参加。", [("training", 3), ("training", 120)]),
    ("先后办了4次政府信息公开业务学习会。", [("training", 4)]),
    ("全年开办信息公开专题讲座2场。", [("training", 2)]),
    ("组织信息公开专题辅导5次，参加人员230人次。", [("training", 5), ("training", 230)]),
    ("开设信息员学习班6期，受训干部280余人次。", [("training", 6), ("training", 280)]),
    ("以会代训3次，参训人员95人。", [("training", 3), ("training", 95)]),
    ("举办全县政务公开学习班一期。", [("training", 1)]),
    ("开展《条例》专题学习8次。", [("training", 8)]),
    ("举行信息公开知识讲座2期，听课人员160人次。", [("training", 2), ("training", 160)]),
    ("共开办专题班7期，培训人员350人次。", [("training", 7), ("training", 350)]),
    ("组织工作人员集中学习11次。", [("training", 11)]),
    ("从事政府信息公开工作的人员共12人。", [("staff", 12)]),
    ("专（兼）职工作队伍达到15人。", [("staff", 15)]),
    ("全局从事信息公开工作人员达到8名。", [("staff", 8)]),
    ("信息公开工作队伍共有9人，其中专职2人、兼职7人。", [("staff", 9), ("staff", 2), ("staff", 7)]),
    ("具体从事政务公开工作的干部有4人。", [("staff", 4)]),
    ("从事此项工作的人员达到21人。", [("staff", 21)]),
    ("我局承担信息公开工作的人员为5人。", [("staff", 5)]),
    ("政务公开专兼职队伍发展到33人。", [("staff", 33)]),
    ("从事依申请公开办理工作的同志共3名。", [("staff", 3)]),
    ("信息公开队伍有专职人员2名、兼职人员16名。", [("staff", 2), ("staff", 16)]),
    ("工作队伍达到40余人。", [("staff", 40)]),
    ("全系统从事信息公开的人员共计62人。", [("staff", 62)]),
]


@pytest.mark.parametrize(("text", "stated"), STATED)
def test_a_family_is_read(text: str, stated: list[tuple[str, int]]):
    found = [(f.metric, int(f.value)) for f in figures(text)]
    assert [one for one in stated if one not in found] == []
    assert all(text[f.start : f.end] == f.quote for f in figures(text))


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("当面提交3件，网络提交9件，合计13件。", "applications_received", 13),  # no sum of those
        ("收到建议，其中属于环保的31条。", "disclosed_category", 31),
        ("收到申请9件，属于主动公开范围的3件。", "disclosed_category", 3),
        ("执法工作队伍达到40人。", "staff", 40),
        ("走访群众230人次。", "training", 230),
    ],
)
def test_what_only_looks_like_it_is_not(text: str, metric: str, value: int):
    assert (metric, value) not in [(f.metric, int(f.value)) for f in figures(text)]


def test_the_total_of_the_ways_is_the_one_not_marked_as_a_way():
    found = {int(f.value): f for f in figures("从申请方式看，信函提交17件、网络提交29件，合计46件。")}
    assert found[46].label == "申请合计" and found[17].label == "信函提交"


def test_categories_that_add_up_to_the_year_are_the_years():
    text = "历年公开信息累计已达900条，其中本年度公开30条，以前年度公开870条。其中：人事管理类21条；财政资金类9条。"
    scopes = {f.label: f.scope for f in figures(text) if f.metric == "disclosed_category"}
    assert scopes == {"人事管理类": "本年", "财政资金类": "本年"}


@pytest.mark.parametrize(("text", "unit"), [("明年再新建信息查阅点一个。", "个"), ("增设政务公开栏一处。", "处")])
def test_one_thing_built_is_a_number(text: str, unit: str):
    assert [(int(f.value), f.unit) for f in figures(text)] == [(1, unit)]


@pytest.mark.parametrize("text", ["按照统一部署开展工作。", "这是一个创新。", "建立一个平台的设想。"])
def test_one_in_an_idiom_is_none(text: str):
    assert figures(text) == ()
