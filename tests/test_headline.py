"""The figure of a metric for a report: the year's own first, rivals only where they count the same whole."""

from decimal import Decimal

import pytest

from bot.reading.headline import contradict, headline
from ingest.schema import Figure


def figure(quote: str, value: object = 10, unit: str = "条", metric: str = "disclosed_total", **more: object) -> Figure:
    figure.at += 100
    given = {"label": quote, "scope": "本年", "period": "2013", "section": ("主动公开情况",)} | more
    return Figure(
        metric=metric,
        value=Decimal(str(value)),
        unit=unit,
        start=figure.at,
        end=figure.at + len(quote),
        quote=quote,
        **given,
    )


figure.at = 0


def best(*figures: Figure, metric: str = "disclosed_total", year: int | None = 2013) -> Decimal | None:
    found = headline(figures, metric, year)
    return found.best.value if found and found.best else None


def rivals(*figures: Figure, metric: str) -> list[Decimal]:
    found = headline(figures, metric, 2013)
    return [rival.value for rival in found.rivals] if found else []


def test_nothing_is_nothing():
    assert headline([], "fees", 2013) is None
    assert headline([figure("主动公开信息10条")], "fees", 2013) is None


@pytest.mark.parametrize(
    "other",
    [
        figure("自2008年以来累计公开700条", 700, metric="disclosed_cumulative", scope="累计", period=None),
        figure("截至2013年底共公开信息90条", 90, scope="截至", period="截至2013年底"),
        figure("2012年主动公开信息80条", 80, period="2012"),
        figure("全县共主动公开9000条", 9000, scope="上级"),
    ],
    ids=["accumulated", "until", "another year", "a wider area"],
)
def test_another_scope_is_never_the_years_figure(other: Figure):
    alone = headline([other], "disclosed_total", 2013)
    assert alone.best is None and alone.elsewhere == (other,) and not alone.conflicting
    both = headline([other, own := figure("主动公开信息10条")], "disclosed_total", 2013)
    assert (both.best, both.elsewhere, both.rivals) == (own, (other,), ())


@pytest.mark.parametrize(
    "never",
    [
        figure("公开率达90%", 90, "%"),
        figure("力争公开信息500条", 500, scope="计划"),
        figure("少数科室全年公开信息不足5条", 5, section=("五、存在的问题",)),
        figure("公开信息80条", 80, section=("六、下一步打算",)),
    ],
    ids=["share", "plan", "shortcoming", "under plans"],
)
def test_what_is_no_statement_of_the_year(never: Figure):
    assert headline([never], "disclosed_total", 2013) is None


def test_an_accumulated_metric_is_at_home_in_its_scope():
    total = figure("2008年以来累计公开700条", 700, metric="disclosed_cumulative", scope="累计", period=None)
    assert best(total, metric="disclosed_cumulative") == 700


def test_the_same_number_until_the_years_end_is_not_beside_it():
    said = [figure("主动公开信息10条"), figure("截至2013年底共公开信息10条", scope="截至", period="截至2013年底")]
    assert headline(said, "disclosed_total", 2013).elsewhere == ()


def test_without_a_year_of_its_own_a_report_keeps_its_figures():
    assert best(figure("主动公开信息10条", period=None), year=None) == 10


def test_a_whole_comes_before_its_parts():
    received = {"metric": "applications_received", "unit": "件"}
    parts = [figure("其中网上申请6件", 6, **received), figure("共收到申请9件", 9, **received)]
    assert best(*parts, metric="applications_received") == 9


@pytest.mark.parametrize(
    ("metric", "one", "other", "expected"),
    [
        ("applications_received", ("全年收到申请9件", 9, "件"), ("共收到申请11件", 11, "件"), [11]),
        ("applications_received", ("未收到申请", 0, "件"), ("共收到申请11件", 11, "件"), [11]),
        ("applications_received", ("全年收到申请9件", 9, "件"), ("共收到申请9条", 9, "条"), []),
        ("applications_received", ("全年收到申请9件", 9, "件"), ("其中当面申请4件", 4, "件"), []),
        ("applications_received", ("全年收到申请9件", 9, "件"), ("上半年共收到申请4件", 4, "件"), []),
        ("applications_received", ("全县共收到申请90件", 90, "件"), ("县政府办公室收到申请9件", 9, "件"), []),
        ("applications_handled", ("共答复申请41件", 41, "件"), ("2件尚在答复期限内", 2, "件"), []),
        ("disclosed_total", ("全年主动公开信息5300条", 5300, "条"), ("共主动公开信息5312条", 5312, "条"), [5312]),
        ("disclosed_total", ("全年主动公开信息300条", 300, "条"), ("通过网站主动公开信息200条", 200, "条"), []),
        ("inquiries", ("共接待来访300人次", 300, "人次"), ("接待咨询电话80件", 80, "件"), []),
        ("reviews", ("发生行政复议4件", 4, "件"), ("复议维持3件", 3, "件"), []),
        ("disclosed_total", ("全年主动公开政府信息326条", 326, "条"), ("主动公开财政信息41条", 41, "条"), []),
        ("disclosed_total", ("全年主动公开政府信息326条", 326, "条"), ("全年主动公开文件20件", 20, "件"), []),
        ("disclosed_total", ("全年主动公开政府信息326条", 326, "条"), ("共公开各类政务信息330条", 330, "条"), [330]),
        ("applications_received", ("共收到公民、法人和其他组织申请9件", 9, "件"), ("收到企业申请4件", 4, "件"), []),
        ("applications_received", ("共收到公民、法人和其他组织申请9件", 9, "件"), ("全年受理申请8件", 8, "件"), [8]),
        ("inquiries", ("大厅接待咨询640人次", 640, "人次"), ("中心接待咨询500人次", 500, "人次"), []),
        ("lawsuits", ("发生行政诉讼4件", 4, "件"), ("未发生行政诉讼败诉案件", 0, "件"), []),
        ("fees", ("收取复印费316元", 316, "元"), ("未收取其他费用", 0, "元"), []),
        ("fees", ("收取复印费316元", 316, "元"), ("未收取任何费用", 0, "元"), [0]),
        ("fees", ("共收取费用1.2万元", "1.2", "万元"), ("全年收取费用12000元", 12000, "元"), []),
    ],
)
def test_rivals_count_the_same_whole(metric: str, one: tuple, other: tuple, expected: list[int]):
    said = [figure(*one, metric=metric), figure(*other, metric=metric)]
    assert rivals(*said, metric=metric) == expected


@pytest.mark.parametrize(
    ("metric", "first", "second"),
    [
        ("disclosed_total", ("通过网站主动公开信息200条", 200, "条"), ("全年主动公开信息300条", 300, "条")),
        ("disclosed_total", ("主动公开财政信息41条", 41, "条"), ("主动公开政府信息326条", 326, "条")),
        ("fees", ("对困难群众免费提供", 0, "元"), ("收取复印费316元", 316, "元")),
        ("reviews", ("复议维持3件", 3, "件"), ("发生行政复议4件", 4, "件")),
    ],
)
def test_the_whole_is_chosen_wherever_it_stands(metric: str, first: tuple, second: tuple):
    said = [figure(*first, metric=metric), figure(*second, metric=metric)]
    assert best(*said, metric=metric) == best(*reversed(said), metric=metric) == second[1]


def test_hedged_numbers_are_intervals():
    about = figure("主动公开信息5300余条", 5300, hedge="余")
    assert not contradict(about, figure("主动公开信息5312条", 5312))
    assert contradict(about, figure("主动公开信息5300条", 5300))
    assert contradict(about, figure("主动公开信息5500条", 5500))


def test_parts_without_a_whole_are_no_headline():
    received = {"metric": "applications_received", "unit": "件"}
    parts = figure("当面申请3件", 3, **received), figure("网上申请6件", 6, **received)
    found = headline(parts, "applications_received", 2013)
    assert found.best is None and found.parts == parts
    assert best(parts[0], metric="applications_received") == 3  # alone it may be all there was


def test_staff_of_two_kinds_is_not_the_first_kind():
    kinds = figure("专职人员1名", 1, "名", "staff"), figure("兼职人员2名", 2, "名", "staff")
    assert headline(kinds, "staff", 2013).parts == kinds
    assert best(*kinds, figure("现有专兼职人员3名", 3, "名", "staff"), metric="staff") == 3
