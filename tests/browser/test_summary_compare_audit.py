"""The tabs 摘要, 对比 and 审计 in a real browser, at a desk's and a phone's width, over real reports and a hostile one."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest

from tests.browser.conftest import HOSTILE, Watched
from tests.libraries import HELDOUT, SEEDS, opened
from tests.test_desk_tabs import LINES, text

pytestmark = pytest.mark.browser
BODIES = ("丰台科技园区", "平凉工业园区", "崔各庄乡", "振东新区", "宝鸡高新区管委会")
EAST = "东山区人民政府"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator["AnswerChain"]:  # noqa: F821
    """The five seeds, a report without faults, a body over several years, and the hostile report."""
    folder = tmp_path_factory.mktemp("tabs")
    (folder / "reports").mkdir()
    faultless = next(path for path in (HELDOUT / "reports").iterdir() if "望川市教育局" in path.read_text("utf-8"))
    for path in (*SEEDS.glob("*.txt"), faultless):
        (folder / "reports" / path.name).write_bytes(path.read_bytes())
    for (body, year), lines in LINES.items():
        (folder / "reports" / f"{body}{year}.txt").write_text(text(body, year, lines), "utf-8")
    (folder / "reports" / "evil<b>.txt").write_text(HOSTILE, "utf-8")
    with opened(folder / "library", folder / "reports") as made:
        yield made


@pytest.fixture(scope="module")
def address(browser: object, chain: object) -> Iterator[str]:
    import gradio as gr

    from ui.desk import launch_desk

    yield launch_desk(chain, port=None, block=False)
    gr.close_all(verbose=False)


class Desk:
    """One page of the desk, opened at a tab."""

    def __init__(self, page: "Page", address: str, chain: object) -> None:  # noqa: F821
        self.page, self.address, self.chain = page, address, chain

    def open(self, tab: str, language: str = "zh", **more: str) -> "Page":  # noqa: F821
        self.page.context.add_cookies([{"name": "gongkai_language", "value": language, "url": self.address}])
        query = "&".join(f"{key}={value}" for key, value in {"tab": tab, **more}.items())
        self.page.goto(f"{self.address}/?{query}")
        return self.page

    def report(self, body: str) -> "Report":  # noqa: F821
        return next(r for r in self.chain.library.reports() if body in (r.agency or r.title))

    def lit(self, click: object) -> str:
        """Click on a citation: its exact span is lit up, in view and focused; Escape gives focus back."""
        from playwright.sync_api import expect

        click.click()
        mark = self.page.locator("mark")
        expect(mark).to_be_focused()
        expect(mark).to_be_in_viewport()
        quote = mark.evaluate("node => node.textContent")
        whole = self.page.locator(".source .text").evaluate("node => node.textContent")
        assert whole in {self.chain.library.text(r.report_id) for r in self.chain.library.reports()}
        self.page.keyboard.press("Escape")
        expect(click).to_be_focused()
        return quote

    def fits(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]


@pytest.fixture
def desk(windows: dict, address: str, chain: object, size: str) -> Iterator[Desk]:
    """Fails the test afterwards if anything went wrong on the page: an exception, an error, a foreign host."""
    watched = Watched(windows[size].new_page(), address)
    watched.page.set_default_timeout(15_000)
    yield Desk(watched.page, address, chain)
    watched.page.close()
    assert watched.faults == []


def desktop(test: object) -> object:
    return pytest.mark.parametrize("size", ["desktop"], indirect=True)(test)


def assert_accessible(page: "Page") -> None:  # noqa: F821
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    grave = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == [], [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in grave]


def download(page: "Page", button: object) -> tuple[str, bytes]:  # noqa: F821
    with page.expect_download() as got:
        button.click()
    return got.value.suggested_filename, got.value.path().read_bytes()


# 摘要


def test_a_report_is_summarized_with_proof_for_every_line(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("summary")
    page.locator("#report input").click()
    page.get_by_role("option", name=re.compile("宝鸡高新区")).click()
    row = page.get_by_role("row", name=re.compile("^主动公开总数"))
    expect(row).to_contain_text("5300余条")
    expect(row).to_contain_text("已核对")
    expect(row).to_contain_text("约数")
    expect(page.get_by_text("未提及 ≠ 0")).to_be_visible()
    assert "5300余条" in desk.lit(row.locator(".chip").first)
    assert "5300余条" not in desk.lit(page.locator(".summary .group .chip").last)
    desk.fits()
    assert_accessible(page)


@desktop
def test_every_chip_of_every_seed_lights_up_its_exact_span(desk: Desk, size: str):
    page = desk.open("summary")
    page.locator("#report input").wait_for()
    for body in BODIES:
        report = desk.report(body)
        page.evaluate("doc => Desk.go('summary', { doc })", report.report_id)
        page.get_by_role("article", name="摘要").get_by_role("heading", name=report.title).wait_for()
        cited = {c.n: c for c in desk.chain.summarize(report.report_id).citations}
        for n in sorted(cited)[:: max(1, len(cited) // 5)]:
            assert desk.lit(page.locator(f".summary .chip[data-n='{n}']").first) == cited[n].quote


@desktop
def test_a_summary_goes_home_in_three_formats(desk: Desk, size: str):
    report = desk.report("崔各庄乡")
    page = desk.open("summary", doc=report.report_id)
    actions = page.locator(".summary .actions")
    name, data = download(page, actions.get_by_role("button", name="JSON"))
    assert name.endswith("2013摘要.json") and json.loads(data)["fields"]["disclosed_total"]["value"] == "111"
    assert "111条" in download(page, actions.get_by_role("button", name="Markdown"))[1].decode()
    word = docx.Document(io.BytesIO(download(page, actions.get_by_role("button", name="Word"))[1]))
    assert any("111条" in cell.text for row in word.tables[0].rows for cell in row.cells)
    assert any(report.sha256 in paragraph.text for paragraph in word.paragraphs)


@desktop
def test_all_reports_come_in_one_file_and_a_reload_forgets_nothing(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("summary")
    batch = page.get_by_role("group", name="全部生成")
    batch.get_by_role("button", name="Word", exact=True).click()
    save = batch.get_by_role("button", name="下载 Word 压缩包")
    expect(save).to_be_visible()
    page.reload()
    expect(save).to_be_visible()
    name, data = download(page, save)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        lines = list(csv.DictReader(io.StringIO(packed.read("index.csv").decode("utf-8-sig"))))
        assert {line["report_id"] for line in lines} == {r.report_id for r in desk.chain.library.reports()}
        for line in lines:
            docx.Document(io.BytesIO(packed.read(line["file"])))


# 对比


def choose(page: "Page", name: str) -> None:  # noqa: F821
    """Choose the reports that a search finds, and no other."""
    picker = page.locator(".picker", has_text="报告")
    picker.locator("summary").click()
    picker.get_by_role("button", name="清空").click()
    picker.get_by_role("searchbox").fill(name)
    picker.get_by_role("button", name="全选").click()
    page.keyboard.press("Escape")


def test_bodies_side_by_side_tell_absences_apart(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("compare")
    table = page.locator("#compare table")
    choose(page, EAST)
    expect(table.locator("tbody tr")).to_have_count(4)
    cells = table.locator("tbody tr td:nth-child(2)")
    assert [re.sub(r"\s", "", text) for text in cells.all_inner_texts()] == [
        "320条",
        "约410条",
        "矛盾512条530条",
        "口径不同另：4200条（累计）",
    ]
    assert cells.evaluate_all("all => all.map(one => one.className)") == [
        "is-stated",
        "is-stated",
        "is-conflicting",
        "is-other_scope",
    ]
    fees = table.locator("tbody tr td.is-zero")
    expect(fees.first).to_have_text("0元")
    expect(table.locator("td.is-not_stated").first).to_have_text("未提及")
    for number in ("约410条", "530条", "4200条（累计）"):
        assert number.rstrip("（累计）") in desk.lit(
            table.get_by_role("button", name=re.compile(number.replace("（", ".").replace("）", "."))).first
        )
    expect(page.locator("#compare .notes")).to_contain_text("1 个为约数")
    expect(page.locator("#compare .legend")).to_contain_text("无此报告")
    bars = page.locator("#compare .bar")
    widths = bars.evaluate_all("all => all.map(bar => bar.getBoundingClientRect().width)")
    assert widths[0] / widths[1] == pytest.approx(320 / 410, rel=0.02)  # lengths begin at zero
    assert page.locator("#compare .bar.hedged").count() == 1
    assert page.locator("#compare .bars .axis .track span").first.inner_text() == "0"
    assert desk.lit(page.locator("#compare .bars .number").first) == "本年主动公开政府信息320条"
    desk.fits()


def test_years_side_by_side_leave_gaps_open_and_the_chart_proves_itself(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("compare")
    choose(page, EAST)
    page.get_by_role("button", name="年份 × 指标").click()
    expect(page.get_by_role("button", name="年份 × 指标")).to_be_focused()
    rows = page.locator("#compare tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.nth(2)).to_contain_text("无此报告")
    chart = page.get_by_role("group", name="主动公开总数")
    points = chart.locator(".dot")
    assert points.count() == 3 and chart.locator(".dot.hedged").count() == 1
    assert chart.locator("path.line").count() == 1  # 2012–2013; never across the missing 2014
    expect(chart.locator(".absent").first).to_have_text("无此报告")
    points.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(re.compile("约410条"))
    page.keyboard.press("Escape")
    expect(points.nth(1)).to_be_focused()
    before, seen = chart.get_attribute("width"), page.viewport_size
    page.set_viewport_size({"width": seen["width"] - 40 if size == "phone" else 1000, "height": seen["height"]})
    expect(chart).not_to_have_attribute("width", before)  # a narrower chart moves its points, focus stays
    expect(points.nth(1)).to_be_focused()
    page.set_viewport_size(seen)
    desk.fits()
    assert_accessible(page)


def test_a_table_drawn_anew_gives_the_focus_back(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("compare")
    choose(page, EAST)
    expect(page.locator("#compare tbody tr")).to_have_count(4)
    number = page.locator("#compare tbody").get_by_role("button", name="320条").first
    number.evaluate("(one) => { window.first = one; }")
    number.click()
    expect(page.locator("mark")).to_have_text(re.compile("320条"))
    page.evaluate("document.querySelector('#compare select').dispatchEvent(new Event('change'))")
    assert not page.evaluate("window.first.isConnected")
    page.keyboard.press("Escape")
    if size == "phone":
        expect(number).to_be_focused()
    number.focus()
    page.evaluate("document.querySelector('#compare select').dispatchEvent(new Event('change'))")
    expect(number).to_be_focused()


@desktop
def test_one_metric_of_several_bodies_over_the_years(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("compare")
    choose(page, "6 年")
    page.get_by_role("button", name="年份 × 指标").click()
    page.get_by_label("单位", exact=True).select_option("*")
    expect(page.locator("#compare thead th")).to_have_text(["年份", EAST, "西水镇人民政府"])
    expect(page.locator("#compare .lines .key li")).to_have_text([EAST, "西水镇人民政府"])
    page.get_by_label("指标", exact=True).select_option("applications_received")
    expect(page.locator("#compare tbody tr")).to_contain_text(["11件"])
    picker = page.locator(".picker", has_text="报告")
    picker.locator("summary").click()
    picker.get_by_role("searchbox").fill("")
    picker.get_by_role("button", name="清空").click()
    picker.get_by_label(f"{EAST} · 2012 年").check()
    picker.get_by_label(re.compile("丰台.* · 2013 年")).check()
    expect(page.locator("#compare tbody tr")).to_have_count(2)
    told = page.locator("#compare tbody tr").all_inner_texts()
    # 东山 has a report of 2013, which was not chosen: it is not told as missing
    assert [text.split("\t")[0] for text in told] == ["2012", "2013"] and "未选" in told[1] and "无此报告" in told[0]


@desktop
def test_the_comparison_goes_home_as_csv(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("compare")
    choose(page, EAST)
    expect(page.locator("#compare tbody tr")).to_have_count(4)
    _, long = download(page, page.get_by_role("button", name="CSV 长表"))
    lines = list(csv.DictReader(io.StringIO(long.decode("utf-8-sig"))))
    assert {"已载明", "矛盾", "口径不同", "无此报告", "未提及", "载明为零"} <= {line["status"] for line in lines}
    _, wide = download(page, page.get_by_role("button", name="CSV 宽表"))
    assert len(list(csv.reader(io.StringIO(wide.decode("utf-8-sig"))))) == 1 + 5


# 审计


def test_findings_are_filtered_computed_and_lit_up(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("audit")
    expect(page.locator("#audit .status")).to_contain_text("已核查 12 份报告")
    expect(page.get_by_text("未发现问题的报告")).to_be_visible()
    if size == "phone":
        page.locator("#audit .rules summary").click()
    rule = page.get_by_role("checkbox", name=re.compile("^A12"))
    rule.check()
    expect(page.locator("#audit .status")).to_contain_text("发现 1 项，涉及 1 份报告")
    expect(rule).to_be_focused()
    finding = page.locator("#audit .finding")
    expect(finding).to_contain_text("前后数据一致")
    assert "512" in desk.lit(finding.locator(".chip").first)
    rule.uncheck()
    page.locator("#audit .search").fill("西水镇")
    expect(page.locator("#audit .group h3")).to_have_count(1)
    desk.fits()
    assert_accessible(page)


@desktop
def test_findings_go_home(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("audit")
    page.get_by_role("checkbox", name=re.compile("^错误")).check()
    expect(page.locator("#audit .severity-info")).to_have_count(0)
    found = page.locator("#audit .finding").count()
    lines = list(
        csv.DictReader(io.StringIO(download(page, page.get_by_role("button", name="导出 CSV"))[1].decode("utf-8-sig")))
    )
    told = json.loads(download(page, page.get_by_role("button", name="导出 JSON"))[1])
    assert len(lines) == len(told) == found > 0
    assert {one["severity"] for one in told} == {"error"}


@desktop
def test_a_report_of_a_finding_opens_as_a_summary(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("audit")
    page.locator("#audit .group h3 button", has_text=EAST).first.click()
    expect(page.get_by_role("article", name="摘要")).to_contain_text(EAST)
    assert "tab=summary" in page.url and "doc=" in page.url


# All of them


@desktop
def test_a_hostile_report_runs_nothing_in_any_tab(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("summary", doc=desk.report("hacked").report_id)
    expect(page.get_by_role("heading", name=re.compile("<script>"))).to_be_visible()
    page.get_by_role("tab", name="对比").click()
    page.locator("#compare tbody th", has_text="<script>").wait_for()
    page.get_by_role("tab", name="审计").click()
    page.locator("#audit .group h3", has_text="<script>").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript'], img[src*=evil], svg[onload]").count() == 0


@desktop
def test_the_tabs_speak_english(desk: Desk, size: str):
    from playwright.sync_api import expect

    page = desk.open("summary", "en", doc=desk.report("振东新区").report_id)
    try:
        expect(page.get_by_role("row", name=re.compile("^Items disclosed"))).to_contain_text("Verified")
        page.get_by_role("tab", name="Compare").click()
        expect(page.get_by_role("button", name="Years × metrics")).to_be_visible()
        expect(page.locator("#compare thead")).to_contain_text("Requests received")
        page.get_by_role("tab", name="Audit").click()
        expect(page.locator("#audit .status")).to_contain_text("12 reports checked")
    finally:
        page.context.clear_cookies()
