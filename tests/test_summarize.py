"""The summaries of the five seeds: fields, key points, exact citations."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from bot.chain import AnswerChain
from bot.output.fields import FIELDS
from bot.schema import Summary, SummaryField
from bot.summarize import summarize
from evals.generate import generate_library
from ingest.document import parse
from ingest.schema import Document, Report, Stored
from tests.libraries import NAMES, inexact, seed_text

KEYS = [
    "disclosed_total",
    "disclosed_cumulative",
    "categories",
    "channels",
    "interpretation",
    "applications_received",
    "applications_handled",
    "fees",
    "reviews",
    "lawsuits",
    "organisation",
    "staff",
    "training",
    "inquiries",
    "problems",
    "plans",
]


@pytest.fixture(scope="module")
def summaries(seeds: AnswerChain) -> dict[str, Summary]:
    held = {
        name: r.report_id for r in seeds.library.reports() for name in NAMES if r.path.endswith(f"{NAMES[name]}.txt")
    }
    return {name: summarize(seeds.library, held[name]) for name in NAMES}


def field(summaries: dict[str, Summary], name: str, key: str) -> SummaryField:
    return summaries[name].fields[key]


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_is_the_text(summaries: dict[str, Summary], name: str):
    summary = summaries[name]
    assert inexact(summary.citations, {summary.report_id: seed_text(name)}) == []
    assert [c.n for c in summary.citations] == list(range(1, len(summary.citations) + 1))
    points = [n for section in summary.sections for point in section.points for n in point.citations]
    used = [n for one in summary.fields.values() for n in one.citations] + points
    items = [n for one in summary.fields.values() for item in one.items for n in item.citations]
    audited = [c.n for finding in summary.findings for c in finding.citations]
    assert {*used, *audited} == {c.n for c in summary.citations} >= set(items)


@pytest.mark.parametrize("name", NAMES)
def test_the_keys_of_the_contract(summaries: dict[str, Summary], name: str):
    assert list(summaries[name].fields) == KEYS == [rule.key for rule in FIELDS]
    for one in summaries[name].fields.values():
        if one.status == "not_stated":
            assert (one.value, one.text, one.items, one.citations) == (None, None, (), ())
        else:
            assert one.citations and one.text


@pytest.mark.parametrize(
    ("name", "key", "value", "unit", "hedge", "scope"),
    [
        ("丰台", "disclosed_total", 273, "条", None, "本年"), ("平凉", "disclosed_total", 595, "条", None, "本年"),
        ("桐乡", "disclosed_total", 55, "条", None, "本年"), ("桐乡", "disclosed_cumulative", 327, "条", None, "累计"),
        ("崔各庄", "disclosed_cumulative", 703, "条", None, "累计"), ("宝鸡", "disclosed_total", 5300, "条", "余", "本年"),
        ("宝鸡", "interpretation", 200, "条", "余", "本年"), ("宝鸡", "applications_received", 2, "件", None, "本年"),
        ("丰台", "applications_received", 1, "条", None, "本年"), ("平凉", "inquiries", 1200, "人(次)", "多", "本年"),
        ("平凉", "applications_received", 0, "件", None, "本年"), ("平凉", "fees", 0, "元", None, "本年"),
        ("平凉", "reviews", 0, "件", None, "本年"), ("平凉", "lawsuits", 0, "件", None, "本年"), ("宝鸡", "fees", 0, "元", None, "本年"),
        ("桐乡", "reviews", 0, "例", None, "本年"), ("崔各庄", "applications_received", 0, "件", None, "本年"),
    ],
)  # fmt: skip
def test_numbers(
    summaries: dict[str, Summary], name: str, key: str, value: int, unit: str, hedge: str | None, scope: str
):
    found = field(summaries, name, key)
    assert (found.status, found.value, found.unit, found.hedge, found.scope) == (
        "stated",
        Decimal(value),
        unit,
        hedge,
        scope,
    )


def test_the_years_total_of_cuigezhuang(summaries: dict[str, Summary]):
    assert field(summaries, "崔各庄", "disclosed_total").value == 111


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("丰台", "fees"), ("丰台", "reviews"), ("丰台", "lawsuits"), ("崔各庄", "fees"), ("崔各庄", "reviews"), ("桐乡", "fees"), ("桐乡", "training"),
        ("平凉", "disclosed_cumulative"), ("平凉", "training"), ("宝鸡", "training"), ("丰台", "inquiries"), ("桐乡", "inquiries"),
    ],
)  # fmt: skip
def test_not_stated_is_not_nought(summaries: dict[str, Summary], name: str, key: str):
    assert field(summaries, name, key).status == "not_stated"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "平凉",
            {
                "机构职能信息": 21,
                "政策法规": 63,
                "规划计划": 19,
                "项目建设": 27,
                "财务信息": 6,
                "人事信息": 9,
                "综合信息": 321,
                "工作动态": 129,
            },
        ),
        (
            "桐乡",
            {
                "机构概况类": 2,
                "政策文件类": 17,
                "报告统计类": 19,
                "规划计划类": 2,
                "工作信息类": 10,
                "社会管理类": 4,
                "公共服务类": 1,
            },
        ),
    ],
)
def test_categories_are_the_years_and_add_up(summaries: dict[str, Summary], name: str, labels: dict[str, int]):
    items = {item.label: item.value for item in field(summaries, name, "categories").items}
    assert items == labels
    assert sum(items.values()) == field(summaries, name, "disclosed_total").value


@pytest.mark.parametrize(
    ("name", "key", "count", "words"),
    [
        ("丰台", "problems", 3, "平衡"), ("平凉", "problems", 4, "人员偏少"), ("崔各庄", "problems", 3, "长效机制"), ("桐乡", "problems", 2, "认识"),
        ("宝鸡", "problems", 3, "参与度不够"), ("丰台", "plans", 3, "网上互动平台"), ("平凉", "plans", 5, "信息化建设"), ("崔各庄", "plans", 3, "健全制度"),
        ("桐乡", "plans", 3, "长效机制"), ("宝鸡", "plans", 3, "舆情监测"),
    ],
)  # fmt: skip
def test_lists(summaries: dict[str, Summary], name: str, key: str, count: int, words: str):
    found = field(summaries, name, key)
    assert len(found.items) == count and words in found.text


def test_staff(summaries: dict[str, Summary]):
    assert [(i.value, i.unit) for i in field(summaries, "崔各庄", "staff").items] == [(1, "名"), (1, "名")]
    assert [(i.label, i.value) for i in field(summaries, "平凉", "staff").items] == [("专职工作人员", 2)]


def test_a_shortcoming_is_no_staffing(summaries: dict[str, Summary]):
    assert "不固定性" not in (field(summaries, "宝鸡", "staff").text or "")


@pytest.mark.parametrize("name", NAMES)
def test_key_points_are_quotations_under_their_own_heading(summaries: dict[str, Summary], name: str):
    summary = summaries[name]
    cited = {c.n: c for c in summary.citations}
    assert len(summary.sections) >= 5 and all(1 <= len(section.points) <= 3 for section in summary.sections)
    assert len({section.path for section in summary.sections}) >= 5
    for section in summary.sections:
        for point in section.points:
            (n,) = point.citations
            assert point.text == cited[n].quote and cited[n].section == section.path


def test_identity_and_hash(summaries: dict[str, Summary], seeds: AnswerChain):
    rows = {r.report_id: r for r in seeds.library.reports()}
    for summary in summaries.values():
        row = rows[summary.report_id]
        assert (summary.agency, summary.year, summary.title, summary.sha256) == (
            row.agency,
            row.year,
            row.title,
            row.sha256,
        )


def test_a_summary_is_the_same_each_time_and_travels(summaries: dict[str, Summary], seeds: AnswerChain):
    first = summaries["平凉"]
    assert summarize(seeds.library, first.report_id) == first
    assert Summary.model_validate_json(first.model_dump_json()) == first


def test_heldout_summaries_cite_exactly(heldout: AnswerChain):
    for report in heldout.library.reports():
        summary = summarize(heldout.library, report.report_id)
        assert inexact(summary.citations, {report.report_id: heldout.library.text(report.report_id)}) == []
        assert sum(one.status != "not_stated" for one in summary.fields.values()) >= 3, report.title


# ---- Fields rest on figures ----


def of(body: str) -> Summary:
    """The summary of an invented report with this body, without a library."""
    text = f"东山县财政局2013年政府信息公开工作年度报告\n一、公开情况\n{body}\n"
    return _summary(parse(text, path="/in/a.txt", sha256="0" * 64))


def _summary(document: Document) -> Summary:
    report = Report(
        **document.identity.model_dump(), report_id="r", chars=len(document.text), sha256="0" * 64, path=document.path
    )
    parts = document.model_dump(include={"text"}) | {
        "sections": document.sections,
        "passages": document.passages,
        "figures": document.figures,
    }
    held = SimpleNamespace(stored=lambda _: Stored(report=report, **parts))
    return summarize(held, "r")


def test_a_contradiction_is_shown_from_both_sides():
    found = of("全年收到政府信息公开申请7件。\n二、其他\n2013年共收到政府信息公开申请9件。").fields[
        "applications_received"
    ]
    assert (found.status, found.value, len(found.citations)) == ("conflicting", 7, 2)
    assert found.text == "全年收到政府信息公开申请7件；2013年共收到政府信息公开申请9件"


@pytest.mark.parametrize(
    ("body", "key", "value", "hedge", "scope"),
    [
        ("我局主动公开政府信息5300余条。", "disclosed_total", 5300, "余", "本年"),
        ("截至2013年12月31日，我局共主动公开政府信息90条。", "disclosed_total", 90, None, "截至"),
        ("自2008年以来，我局累计主动公开政府信息4100条。", "disclosed_total", None, None, None),
        ("自2008年以来，我局累计主动公开政府信息4100条。", "disclosed_cumulative", 4100, None, "累计"),
        ("未收取任何费用。", "fees", 0, None, "本年"),
        ("我局高度重视。", "fees", None, None, None),
        ("公布行政事业性收费项目和标准，教育收费类12条。", "fees", None, None, None),
    ],
)
def test_a_field_has_the_figures_value_hedge_and_scope(
    body: str, key: str, value: int | None, hedge: str | None, scope: str | None
):
    found = of(body).fields[key]
    assert (found.value, found.hedge, found.scope) == (value, hedge, scope)
    assert found.status == ("not_stated" if value is None and key == "fees" else found.status)


def test_the_text_of_a_number_is_an_exact_quotation(summaries: dict[str, Summary]):
    for name, summary in summaries.items():
        for rule in FIELDS:
            found = summary.fields[rule.key]
            if found.value is not None and found.status == "stated":
                assert found.text in seed_text(name)


def test_parts_keep_their_hedges():
    found = of("共主动公开政府信息500条，其中：网站公开300余条，微信公开150条。").fields["channels"]
    assert [(item.value, item.hedge) for item in found.items] == [(300, "余"), (150, None)]


def test_a_heading_like_point_brings_its_sentence():
    body = "主动公开信息5条。\n二、下一步打算\n（一）健全工作制度。修订完善审核发布制度。\n（二）强化队伍建设。选配业务熟的同志。"
    assert [item.label for item in of(body).fields["plans"].items] == [
        "（一）健全工作制度。修订完善审核发布制度。",
        "（二）强化队伍建设。选配业务熟的同志。",
    ]


@pytest.mark.parametrize(
    "outline",
    [
        "报告包括：概述、政府信息公开的收费及减免情况、行政复议和行政诉讼情况、存在的问题。",
        "本报告由概述、依申请公开政府信息的收费情况、行政复议和诉讼情况等六部分组成。",
        "本报告的电子版可在东山县政府门户网站下载。",
    ],
)
def test_what_a_report_says_of_itself_states_no_field(outline: str):
    fields = of(f"根据规定编制。{outline}").fields
    assert {key for key, one in fields.items() if one.status != "not_stated"} == set()


def test_generated_reports_are_summed_up_without_a_wrong_value():
    hits = misses = nulls = wrong_nulls = 0
    for made in generate_library(15, 5):
        fields = _summary(parse(made.text, path=made.filename, sha256="0" * 64)).fields
        stated = {fact.metric for fact in (*made.facts, *made.statements)}
        for rule in FIELDS:
            found = fields[rule.key]
            heads = {(Decimal(f.value), f.hedge) for f in made.facts if f.metric == rule.key and not f.label}
            if heads and found.value is not None:
                assert (found.value, found.hedge) in heads, (made.filename, rule.key, found.text)
            hits += rule.key in stated and found.status != "not_stated"
            misses += rule.key in stated and found.status == "not_stated"
            nulls += rule.key in made.not_stated and found.status == "not_stated"
            wrong_nulls += rule.key in made.not_stated and found.status != "not_stated"
    assert hits > 100 and hits / (hits + misses) >= 0.97
    assert nulls > 30 and nulls / (nulls + wrong_nulls) >= 0.97


@pytest.mark.parametrize("title", ["（一）存在不足。", "1、存在的主要问题。", "（二）改进措施。"])
def test_a_heading_that_only_names_the_side_is_no_point(title: str):
    fields = of(f"主动公开信息5条。\n二、存在问题和改进措施\n{title}\n一是公开意识不强。\n").fields
    assert [item.label for item in fields["problems"].items + fields["plans"].items] == ["一是公开意识不强。"]


def test_who_printed_a_report_is_no_plan():
    body = "主动公开信息5条。\n二、下一步打算\n加强培训；完善制度。\n东山县财政局办公室        2014年3月25日印发"
    assert "印发" not in of(body).fields["plans"].text


def test_what_is_said_under_problems_is_no_channel():
    body = "主动公开信息5条。\n二、存在问题\n更新不及时，网站全年仅公开信息50条。"
    assert of(body).fields["channels"].items == ()


def test_only_the_accumulated_total_is_not_the_years_total_in_words():
    fields = of("自条例施行以来，我局累计公开信息320条。").fields
    assert fields["disclosed_total"].status == "not_stated" and fields["disclosed_cumulative"].value == 320
