"""A number is no answer to a question for another thing, however alike the words."""

import pytest

from bot.reading.singled_out import may_be_of


def may(question: str, before: str, own: str = "") -> bool:
    return may_be_of(question, question, own or before, before)


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("用电价格听证会来了多少人", "举行用水价格听证会、用电价格听证会2次,参加人共"),
        ("人才公寓那个查阅点接待了多少人次", "在政务服务大厅、人才公寓、澄湖街道设查阅点3个,接待查阅"),
        ("职称评审没评上的有多少人", "公示职称评审通过人员"),
        ("抽查中不合格的批次有几个", "食品抽查检验共"),
        ("企业服务群里有多少家是外资企业", "企业服务群12个,入群企业"),
        ("各县(市)收到的申请有几件", "行署本级收到申请"),
    ],
)
def test_what_is_said_of_another_thing(question: str, before: str):
    assert not may(question, before)


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("用水价格听证会和用电价格听证会一共来了多少人", "举行用水价格听证会、用电价格听证会2次,参加人共"),
        ("行政处罚公示了多少件", "公示行政许可3件、行政处罚"),
        ("“三公”经费支出决算多少万元", "首次公开部门预算和“三公”经费,三公经费财政拨款支出决算为"),
        ("制定了多少项制度", "制定和完善制度"),
        ("没接通政务专网的乡镇有几个", "有七个乡镇尚未接通政务专网,共"),
        ("申请里有几件是信函申请", "其中信函申请"),
        ("各部门和本级一共多少件", "本级收到申请"),
    ],
)
def test_what_may_be_the_answer(question: str, before: str):
    assert may(question, before)
