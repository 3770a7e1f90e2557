"""The desk in a real browser, at a desk's and a phone's width: what a reader does, and what must never happen."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SEEDS = Path(__file__).parents[2] / "seeds"
ASK = "各单位主动公开了多少条信息？"


def ask(page: "Page", question: str, *, by_key: bool = True) -> None:  # noqa: F821
    page.get_by_role("textbox", name="问题").fill(question)
    if by_key:
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name="提问").click()
    page.get_by_role("article", name="回答").get_by_role("heading", name=question).wait_for()


def summarize(page: "Page", body: str) -> None:  # noqa: F821
    page.get_by_role("tab", name="摘要").click()
    page.get_by_role("listbox", name="报告").or_(page.get_by_label("报告", exact=True)).first.click()
    page.get_by_role("option", name=re.compile(body)).click()
    page.get_by_role("button", name="生成摘要").click()
    page.get_by_role("article", name="摘要").wait_for()


def focused(page: "Page") -> str:  # noqa: F821
    return page.evaluate("document.activeElement.textContent")


def assert_fits(page: "Page") -> None:  # noqa: F821
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_every_citation_lights_up_its_exact_span(page, chain, size):
    from playwright.sync_api import expect

    ask(page, ASK)
    answer = chain.invoke({"question": ASK})
    for citation in answer.citations:
        page.locator(f".claims .chip[data-n='{citation.n}']").first.click()
        mark = page.locator("mark")
        expect(mark).to_have_text(re.compile(".+"))
        assert mark.evaluate("node => node.textContent") == citation.quote
        expect(mark).to_be_in_viewport(ratio=1)
        expect(mark).to_be_focused()
        whole = page.get_by_role("region", name="报告原文").evaluate("node => node.textContent")
        assert whole == chain.library.stored(citation.report_id).text
        page.keyboard.press("Escape")
    assert_fits(page)


def test_the_keyboard_alone_opens_a_citation_and_comes_back(page, size):
    from playwright.sync_api import expect

    ask(page, ASK)
    chip = page.locator(".claims .chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


def test_cards_lead_to_the_source_and_on_to_the_next_one(page, size):
    from playwright.sync_api import expect

    ask(page, ASK)
    close = page.locator(".evidence").get_by_role("button", name="关闭")
    if size == "phone":
        page.get_by_role("button", name=re.compile("^查看引文")).click()
    expect(close).to_be_visible(visible=size == "phone")
    quotes = page.locator(".card .quote").all_text_contents()
    card = page.locator(".card").nth(1)
    card.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(quotes[1])
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("mark")).to_have_text(quotes[2])
    page.get_by_role("tab", name="原文").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".card[aria-current] .quote")).to_have_text(quotes[2])


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_on_a_phone_the_panel_is_a_sheet_that_closes_and_gives_focus_back(page, size):
    from playwright.sync_api import expect

    panel = page.locator(".evidence")
    expect(panel).to_be_hidden()
    ask(page, ASK)
    chip = page.locator(".claims .chip").nth(1)
    chip.tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="关闭").tap()
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()


def test_a_refusal_shows_the_closest_passages(page, chain, size):
    from playwright.sync_api import expect

    ask(page, "有没有诉讼赔偿？", by_key=False)
    article = page.get_by_role("article", name="回答")
    expect(article.get_by_text("未找到依据")).to_be_visible()
    assert article.locator(".claim").count() == 0
    closest = chain.invoke({"question": "有没有诉讼赔偿？"}).closest
    article.locator(".closest .chip").nth(1).click()
    expect(page.locator("mark")).to_be_focused()
    assert page.locator("mark").evaluate("node => node.textContent") == closest[1].quote


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_asking_back_offers_bodies_and_the_choice_goes_to_the_chain(page, chain, size):
    from playwright.sync_api import expect

    ask(page, "该单位公开了多少条？")
    page.get_by_role("button", name=re.compile("崔各庄乡")).click()
    expect(page.locator(".claims")).to_contain_text("111条")
    assert chain.asked[-1]["report"] == [chain.library.reports()[2].report_id]
    assert page.get_by_role("textbox", name="问题").input_value() == "该单位公开了多少条？"


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_an_example_is_one_click(page, size):
    from playwright.sync_api import expect

    page.get_by_role("button", name=ASK).click()
    expect(page.get_by_role("article", name="回答").get_by_role("heading", name=ASK)).to_be_visible()


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_withheld_claims_and_gaps_are_told(page, size):
    from playwright.sync_api import expect

    ask(page, ASK)
    page.get_by_text("未通过核对而未采用：1 条").click()
    expect(page.get_by_text("数字绑定：原文为 595 条")).to_be_visible()
    expect(page.get_by_text("计算：273 + 111 = 384")).to_be_visible()
    expect(page.get_by_text("覆盖 6/7 份报告")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_failures_are_told_without_their_insides(page, size):
    from playwright.sync_api import expect

    page.get_by_role("textbox", name="问题").fill("故障")
    page.keyboard.press("Enter")
    alert = page.locator("#answer").get_by_role("alert")
    expect(alert).to_contain_text("没有完成")
    assert "secret" not in page.content()
    page.get_by_role("textbox", name="问题").fill("   ")
    page.keyboard.press("Enter")
    expect(alert).to_have_text("请输入问题。")


def test_a_summary_names_what_is_stated_silent_and_contradictory(page, size):
    from playwright.sync_api import expect

    summarize(page, "平凉工业园区")
    row = page.locator("table.fields tbody tr")
    expect(row.nth(0)).to_contain_text("595余条")
    expect(row.nth(0)).to_contain_text("已核对")
    expect(row.nth(2)).to_contain_text("未提及")
    expect(row.nth(4)).to_contain_text("原文矛盾")
    row.nth(0).locator(".chip").click()
    expect(page.locator("mark")).to_contain_text("595条")
    assert_fits(page)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_summary_can_be_taken_home(page, chain, size):
    summarize(page, "崔各庄乡")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 JSON").click()
    assert download.value.suggested_filename == "崔各庄乡2013摘要.json"
    summary = json.loads(download.value.path().read_text("utf-8"))
    assert summary["report_id"] == chain.library.reports()[2].report_id
    assert summary["fields"]["disclosed_total"]["value"] == "111"


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_tabs_keep_their_content_and_the_panel_follows_them(page, size):
    from playwright.sync_api import expect

    ask(page, ASK)
    summarize(page, "振东新区")
    expect(page.locator("#tab-cards")).to_have_text("引文（2）")
    page.get_by_role("tab", name="问答").click()
    expect(page.get_by_role("article", name="回答")).to_be_visible()
    expect(page.locator("#tab-cards")).to_have_text("引文（6）")
    page.get_by_role("tab", name="摘要").click()
    expect(page.get_by_role("article", name="摘要")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_hostile_report_is_shown_and_nothing_of_it_runs(page, chain, size):
    from playwright.sync_api import expect

    evil = chain.library.reports()[-1]
    ask(page, ASK)
    page.locator(".claims .chip[data-n='6']").first.click()
    expect(page.locator("mark")).to_have_text("本单位主动公开信息9条")
    shown = page.get_by_role("region", name="报告原文").evaluate("node => node.textContent")
    assert shown == chain.library.stored(evil.report_id).text
    page.keyboard.press("Escape")
    summarize(page, "hacked")
    expect(page.get_by_role("heading", name=re.compile("<script>"))).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript'], img[src*=evil], svg[onload]").count() == 0


def test_no_serious_accessibility_violation(page, size):
    from axe_playwright_python.sync_playwright import Axe

    ask(page, ASK)
    assert_accessible(page, Axe())
    page.locator(".claims .chip").first.click()
    page.locator("mark").wait_for()
    page.wait_for_timeout(250)
    assert_accessible(page, Axe())
    page.keyboard.press("Escape")
    summarize(page, "丰台")
    assert_accessible(page, Axe())


def assert_accessible(page: "Page", axe: "Axe") -> None:  # noqa: F821
    violations = axe.run(page).response["violations"]
    grave = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == [], [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in grave]


def test_the_page_is_chinese_light_and_bare_of_gradio(page, size):
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator(".dark").count() == 0
    assert page.locator("footer:visible").count() == 0
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert page.title() == "公开 · 报告核对台"
    assert_fits(page)


# The real chain behind the desk


def test_the_real_desk_proves_its_answers_in_the_source(real_page, size):
    from playwright.sync_api import expect

    ask(real_page, "平凉工业园区2013年累计公开了多少条政务信息？")
    chip = real_page.locator(".claims .claim", has_text="595").locator(".chip").first
    chip.click()
    mark = real_page.locator("mark")
    expect(mark).to_contain_text("595条")
    expect(mark).to_be_in_viewport()
    texts = [path.read_bytes().decode("utf-8-sig") for path in SEEDS.glob("*.txt")]
    assert real_page.get_by_role("region", name="报告原文").evaluate("node => node.textContent") in texts
    real_page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    assert_fits(real_page)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_the_real_desk_summarizes_with_proof(real_page, size):
    from playwright.sync_api import expect

    summarize(real_page, "宝鸡高新区")
    row = real_page.get_by_role("row", name=re.compile("^主动公开总数"))
    expect(row).to_contain_text("5300余条")
    row.locator(".chip").first.click()
    expect(real_page.locator("mark")).to_contain_text("5300余条")
    real_page.keyboard.press("Escape")
    with real_page.expect_download() as download:
        real_page.get_by_role("button", name="导出 Markdown").click()
    assert "5300余条" in download.value.path().read_text("utf-8")
    assert_fits(real_page)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_the_real_desk_runs_nothing_of_a_hostile_report(real_page, size):
    from playwright.sync_api import expect

    ask(real_page, "各单位主动公开了多少条信息？")
    real_page.locator(".claims .claim", has_text="公开信息9条").locator(".chip").first.click()
    expect(real_page.locator("mark")).to_contain_text("本单位主动公开信息9条")
    real_page.keyboard.press("Escape")
    summarize(real_page, "hacked")
    assert real_page.evaluate("window.hacked") is None
