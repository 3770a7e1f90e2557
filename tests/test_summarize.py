"""The summaries of the five seeds: fields, key points, exact citations."""

from decimal import Decimal

import pytest

from bot.chain import AnswerChain
from bot.fields import FIELDS
from bot.schema import Summary, SummaryField
from bot.summarize import summarize
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
    assert set(used) == {c.n for c in summary.citations} >= set(items)


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
        ("桐乡", "reviews", 0, "件", None, "本年"), ("崔各庄", "applications_received", 0, "件", None, "本年"),
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
