"""Growth as it is told: the base is the earlier number itself, and a change is of what stands before it."""

import pytest

from bot.chain import AnswerChain
from bot.rules import check_report
from bot.rules.page import Page
from ingest.figures import extract_figures, words
from ingest.library import Library
from ingest.outline import outline
from ingest.pipeline import ingest_paths
from ingest.schema import Identity
from ingest.view import View
from tests.audited import made

DISTRICT = """松源区人民政府2022年政府信息公开工作年度报告
本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。
一、总体情况
全年主动公开政府信息8,640条，比2021年的8,000条增长8.0%。公开规划计划65件，同比减少7.1%；发布政策解读90篇，解读率由2021年的55.0%提高到75.5%。
区政府网站访问量902万人次，比上年下降4.4%。群众来信办结率98.0%。
二、收到和处理政府信息公开申请情况
新收政府信息公开申请330件，较2021年的300件增加30件，同比增长10%。从渠道看，网络申请231件，占70.0%，较上年提高6.5个百分点；信函申请99件。
全年举办培训8次，较2018年的5次增加3次。
三、行政复议、行政诉讼情况
被申请行政复议20件，比2021年的16件增加4件，其中维持17件、纠正3件，纠错率15.0%，比上年下降3.8个百分点。被提起行政诉讼9件，比2021年减少3件。
四、存在的主要问题及改进情况
栏目更新不够及时。
"""
SCHOOL = """北川农业大学2020—2021学年信息公开工作年度报告
统计期限为2020年9月1日至2021年8月31日。
一、概述
本学年，学校主动公开信息6,600条，比上一学年的6,000条增加600条，同比增长10%。
二、依申请公开情况
学校受理信息公开申请5件，均已答复。
三、师生评议情况
满意度调查中，对信息公开工作表示“满意”的师生占91.2%，较上一学年提高2.3个百分点。
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("growth-told")
    files = [folder / f"{n}.txt" for n in range(2)]
    for file, text in zip(files, (DISTRICT, SCHOOL), strict=True):
        file.write_text(text, encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        assert [outcome.status for outcome in ingest_paths(library, files)] == ["new"] * 2
        yield AnswerChain(library=library)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松源区2022年收到的申请比2021年减少了吗？", "收到申请数比上年增长30件"),
        ("松源区收到的申请比2021年下降了没有？", "收到申请数比上年增长30件"),
        ("松源区2022年比2021年申请多多少？", "收到申请数比上年增长30件"),
        ("松源区2022年主动公开比2021年减少了吗？", "主动公开政府信息数比上年增长640条"),
        ("松源区行政复议纠错率比上年下降多少？", "比上年下降3.8个百分点"),
        ("松源区网络申请占比比上年提高了多少？", "较上年提高6.5个百分点"),
        ("松源区行政诉讼比2021年少了吗？", "比2021年减少3件"),
        ("北川农业大学主动公开比上学年增长多少？", "主动公开政府信息数比上年增长600条"),
        ("北川农业大学主动公开比上一学年增加了吗？", "主动公开政府信息数比上年增长600条"),
        ("北川农业大学师生满意度比上一学年提高多少？", "较上一学年提高2.3个百分点"),
    ],
)
def test_a_change_is_of_the_thing_asked(chain: AnswerChain, question: str, told: str):
    answer = chain.invoke(question)
    assert answer.status == "answered" and not answer.withheld
    assert any(told in claim.text for claim in answer.claims[:3]), [claim.text for claim in answer.claims]


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("松源区信函申请占比比上年提高多少？", ("6.5", "4.4", "3.8")),
        ("松源区来信办结率比上年提高多少？", ("6.5", "4.4", "3.8")),
        ("松源区行政诉讼纠错率比上年下降多少？", ("3.8", "4.4")),
        ("松源区2022年比2018年申请多多少？", ("增加30件", "增长30件", "10%")),
        ("松源区申请比2018年增加了多少？", ("增加30件", "增长30件", "10%")),
        ("松源区培训比上年增加多少次？", ("增长3次", "增加3次")),
    ],
)
def test_anothers_change_is_no_answer(chain: AnswerChain, question: str, never: tuple[str, ...]):
    told = [claim.text for claim in chain.invoke(question).claims]
    assert not any(words in text for words in never for text in told), told


@pytest.mark.parametrize(
    ("text", "verdict", "shown"),
    [
        ("新收申请330件，较2012年的300件增加30件，同比增长10%。", "holds", "30÷300 = 10.0% ≈ 10%"),
        ("公开信息6,600条，比上一学年的6,000条增加600条，同比增长10%。", "holds", "600÷6000 = 10.0% ≈ 10%"),
        ("公开信息900条，较上年同期的1,000条减少100条，下降10%。", "holds", "100÷1000 = 10.0% ≈ 10%"),
        ("新收申请330件，较2012年的300件增加30件，同比增长9%。", "fails", "30÷300 = 10.0% ≠ 9%"),
        ("公开信息330条，比上年增加30条，增长10%。", "holds", "30÷(330-30) = 10.0% ≈ 10%"),
    ],
)
def test_the_base_of_a_change(text: str, verdict: str, shown: str):
    [check] = [c for c in made("A7", f"一、概述\n2013年，{text}") if "%" in (c.computation or "")]
    assert (check.verdict, check.computation) == (verdict, shown)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("答复申请9件。予以公开7件，因涉及个人隐私不予公开1件，告知向其他机关咨询1件。", set()),
        ("同意公开20件，内容涉及第三方权益部分公开2件，信息不存在3件。", set()),
        ("共公开信息55条：涉及机构概况类2条，政策文件类17条，工作信息类36条。", {"holds"}),
        ("收到申请9件，其中予以公开7件，不予公开3件。", {"fails"}),
    ],
)
def test_why_something_was_decided_begins_no_list(text: str, verdict: set[str]):
    assert {check.verdict for check in made("A5", f"二、依申请公开情况\n{text}")} == verdict


def test_a_school_is_judged_by_its_own_rules(chain: AnswerChain):
    school, district = (
        next(r for r in chain.library.reports() if r.agency.startswith(name)) for name in ("北川", "松源")
    )
    found = list(check_report(Page(chain.library.stored(school.report_id))))
    assert not [check for check in found if check.verdict == "fails"]
    assert [check.verdict for check in found if check.rule == "T1"] == ["holds"]
    assert not {check.rule for check in found} & {"S1", "S2", "S3"}
    assert {"S1", "S3"} <= {check.rule for check in check_report(Page(chain.library.stored(district.report_id)))}


@pytest.mark.parametrize("days", ["2012年9月1日至2013年8月31日", "2012年11月1日起至2013年10月31日止"])
def test_an_office_has_no_school_year(days: str):
    assert {check.verdict for check in made("T1", f"统计期限为{days}。本学年度全市学校运行平稳。")} == {"fails"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "公开信息6,600条，比上一学年的6,000条增加600条。",
            [("disclosed_total", "6600条"), ("disclosed_total", "6000条"), ("change", "600条")],
        ),
        ("回应率由2012年的55.0%提高到75.5%。", [("rate", "55%"), ("rate", "75.5%")]),
        ("监督员由2012年的25人增加到40人。", None),
    ],
)
def test_what_the_year_before_had(text: str, told: list[tuple[str, str]] | None):
    identity = Identity(
        agency="东山县教育局", year=2013, title="年报", region=None, addressee=None, period=None, era="unknown"
    )
    view = View(f"一、概述\n{text}")
    figures = extract_figures(view, outline(view), identity)
    assert told is None or [(f.metric, words(f)) for f in figures] == told
    assert [f.scope for f in figures[:2]] in (["以前年度", "本年"], ["本年", "以前年度"])
