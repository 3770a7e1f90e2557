"""A year whose report is not held: the year before told or worked back, the year after only as plans."""

from collections.abc import Iterator

import pytest

from bot.chain import AnswerChain
from tests.libraries import opened, said

REPORT = """青溪县人民政府2009年政府信息公开工作年度报告

一、工作情况
县财政落实信息公开工作经费三十五万元，比上年增加十万元。聘请社会监督员二十名。
二、依申请公开情况
全年共收到政府信息公开申请17件，较上年的9件有较大增长。
三、下一步打算
2010年，我们将着力抓好三件事：一是力争全年公开信息突破四千条；二是铺设政务专网；三是把信息公开列入乡镇考核。

青溪县人民政府
2010年1月28日
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    folder = tmp_path_factory.mktemp("beside")
    (folder / "reports").mkdir()
    (folder / "reports" / "qingxi.txt").write_text(REPORT, encoding="utf-8")
    with opened(folder / "library", folder / "reports") as made:
        yield made


def test_money_of_the_year_before_is_worked_back(chain: AnswerChain):
    told = said(chain.invoke("青溪县2008年信息公开工作经费是多少万元？"))
    assert "前一年，经费为25万元" in told


def test_what_the_year_before_had_is_no_change(chain: AnswerChain):
    told = said(chain.invoke("青溪县2008年收到几件申请？"))
    assert "9件" in told and "8件" not in told


@pytest.mark.parametrize("asked", ["青溪县2008年聘请社会监督员多少名？", "青溪县2007年信息公开工作经费是多少万元？"])
def test_nothing_is_worked_back_without_a_change(chain: AnswerChain, asked: str):
    assert chain.invoke(asked).status == "no_evidence"


def test_plans_of_the_next_year_are_told_as_plans(chain: AnswerChain):
    answer = chain.invoke("青溪县2010年准备抓哪几件事？")
    assert "四千条" in said(answer) and "政务专网" in said(answer)
    assert any("2009 年的报告" in note for note in answer.notes)


@pytest.mark.parametrize(
    "asked", ["青溪县2010年抓了哪几件事？", "青溪县2010年收到几件申请？", "青溪县2011年准备抓哪几件事？"]
)
def test_facts_of_the_next_year_are_not_told(chain: AnswerChain, asked: str):
    assert chain.invoke(asked).status == "no_evidence"
