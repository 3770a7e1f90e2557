"""The shell and the tab 问答 in a real browser, at a desk's and a phone's width: what a reader does, what must not be."""

import json
import re

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from tests.browser.conftest import HOSTILE, SIZES, Watched

pytestmark = pytest.mark.browser
ASK = "各单位主动公开了多少条信息？"
ONE = "崔各庄乡2013年主动公开了多少条？"
desktop = pytest.mark.parametrize("size", ["desktop"], indirect=True)
phone = pytest.mark.parametrize("size", ["phone"], indirect=True)


def ask(page: Page, question: str, *, by_key: bool = True) -> None:
    before = page.get_by_role("article", name="回答").count()
    page.get_by_role("textbox", name="问题").fill(question)
    if by_key:
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name="提问", exact=True).click()
    newest = page.get_by_role("article", name="回答").nth(before)
    newest.locator(".actions, .failure").first.wait_for()


def last(page: Page):
    return page.get_by_role("article", name="回答").last


def lit(page: Page) -> str:
    mark = page.locator("mark")
    expect(mark).to_be_focused()
    return mark.evaluate("node => node.textContent")


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


# Answers and their proof


def test_every_citation_lights_up_its_exact_span(page, chain, size):
    ask(page, ASK)
    answer = chain.invoke({"question": ASK})
    assert len({citation.report_id for citation in answer.citations}) == 6
    for citation in answer.citations:
        page.locator(f".claims .chip[data-n='{citation.n}']").first.click()
        text = page.get_by_role("region", name="报告原文")
        expect(text).to_contain_text(citation.quote[:8])
        assert lit(page) == citation.quote
        expect(page.locator("mark")).to_be_in_viewport(ratio=0.9)
        assert text.evaluate("node => node.textContent") == chain.library.text(citation.report_id)
        page.keyboard.press("Escape")
    assert_fits(page)


@desktop
def test_the_number_that_is_claimed_stands_out_and_the_answer_tells_how_it_came(page, size):
    ask(page, ONE)
    expect(last(page)).to_contain_text(re.compile(r"检索 \d+ 段(以上)? → 采用 1 段 · [\d.]+ 秒"))
    expect(last(page)).to_contain_text("逐字摘录，未使用语言模型")
    last(page).locator(".chip").click()
    expect(page.locator("mark b")).to_have_text("111")


def test_the_keyboard_alone_opens_a_citation_and_comes_back(page, size):
    ask(page, ONE)
    chip = last(page).locator(".claims .chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


@desktop
def test_cards_lead_to_the_source_and_on_to_the_next_one(page, size):
    ask(page, ASK)
    close = page.locator(".evidence").get_by_role("button", name="关闭")
    if size == "phone":
        page.get_by_role("button", name=re.compile("^查看引文")).click()
    expect(close).to_be_visible(visible=size == "phone")
    quotes = page.locator(".card .quote").all_text_contents()
    page.locator(".card").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(quotes[1])
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("mark")).to_have_text(quotes[2])
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("mark")).to_have_text(quotes[1])
    page.get_by_role("tab", name="原文").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".card[aria-current] .quote")).to_have_text(quotes[1])


@desktop
def test_a_report_is_searched_and_its_outline_walked(page, chain, size):
    ask(page, ONE)
    report = chain.invoke({"question": ONE}).citations[0].report_id
    last(page).locator(".chip").click()
    expect(page.locator("mark")).to_be_focused()
    page.get_by_role("searchbox", name="在本报告中查找").fill("公开")
    hits = chain.library.text(report).count("公开")
    count = page.locator(".find .count")
    expect(count).to_have_text(f"1/{hits}")
    page.keyboard.press("Enter")
    expect(count).to_have_text(f"2/{hits}")
    page.get_by_role("button", name="上一个匹配").click()
    page.get_by_role("button", name="上一个匹配").click()
    expect(count).to_have_text(f"{hits}/{hits}")
    page.get_by_role("searchbox", name="在本报告中查找").fill("没有这几个字")
    expect(count).to_have_text("无")
    outline = page.get_by_role("combobox", name="跳到章节")
    heads = outline.locator("option").all_text_contents()
    assert len(heads) == 1 + len(page.locator(".source .heading").all())
    outline.select_option(index=len(heads) - 1)
    expect(page.locator(".source .heading").last).to_be_in_viewport()
    page.get_by_role("button", name="回到引文").click()
    expect(page.locator("mark")).to_be_in_viewport()


@phone
def test_on_a_phone_the_panel_is_a_sheet_that_closes_and_gives_focus_back(page, size):
    panel = page.locator(".evidence")
    expect(panel).to_be_hidden()
    ask(page, ASK)
    chip = page.locator(".claims .chip").nth(1)
    chip.tap()
    expect(page.get_by_role("dialog", name="依据")).to_be_visible()
    assert page.locator("#work").evaluate("node => node.inert")
    page.get_by_role("button", name="关闭").tap()
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()
    assert not page.locator("#work").evaluate("node => node.inert")


def test_a_refusal_shows_the_closest_passages(page, chain, size):
    ask(page, "有没有诉讼赔偿？", by_key=False)
    expect(last(page)).to_contain_text("未找到依据")
    assert last(page).locator(".claim").count() == 0
    closest = chain.invoke({"question": "有没有诉讼赔偿？"}).closest
    last(page).locator(".closest .chip").nth(1).click()
    assert lit(page) == closest[1].quote


@desktop
def test_asking_back_offers_bodies_and_the_choice_goes_to_the_chain(page, chain, size):
    ask(page, "该单位公开了多少条？")
    expect(last(page)).to_contain_text("请指明单位")
    page.get_by_role("button", name=re.compile("崔各庄乡")).click()
    expect(last(page).locator(".claims")).to_contain_text("111条")
    (report,) = chain.asked[-1]["report"]
    assert "崔各庄" in chain.library.stored(report).report.agency


@desktop
def test_examples_and_suggestions_are_one_click_and_earlier_questions_go_along(page, chain, size):
    page.get_by_role("button", name=ASK).click()
    suggestion = last(page).locator(".line-button").first
    words = suggestion.text_content()
    suggestion.click()
    expect(last(page).get_by_role("heading", name=words)).to_be_visible()
    expect(last(page).locator(".actions")).to_be_visible()
    assert (chain.asked[-1]["question"], chain.asked[-1]["after"]) == (words, [ASK])
    ask(page, "那崔各庄乡呢？")
    expect(last(page)).to_contain_text(re.compile("按此理解：.*崔各庄"))
    assert chain.asked[-1]["after"] == [ASK, words]
    expect(last(page).get_by_role("heading")).to_have_count(2)


# A long answer


@pytest.fixture
def growing(page, chain):
    """A question whose answer grows by one claim at every release."""
    while chain.steps.acquire(blocking=False):
        pass
    page.get_by_role("textbox", name="问题").fill(f"慢{ASK}")
    page.keyboard.press("Enter")
    yield page
    chain.steps.release(40)


def test_verified_claims_appear_as_they_pass_and_can_be_checked_meanwhile(growing, chain, size):
    expect(last(growing)).to_contain_text("正在检索并逐条核对原文")
    chain.steps.release()
    expect(last(growing).locator(".claim")).to_have_count(1)
    expect(last(growing)).to_contain_text("已核对 1 条，仍在核对")
    last(growing).locator(".chip").first.click()
    expect(growing.locator("mark")).to_be_focused()
    chain.steps.release()
    expect(last(growing).locator(".claim")).to_have_count(2)
    expect(growing.locator("mark")).to_be_visible()
    chain.steps.release(40)
    expect(last(growing)).to_contain_text("由 测试模型 起草，逐句核对")
    growing.keyboard.press("Escape")
    last(growing).get_by_text("未通过核对而未采用：1").click()
    expect(last(growing)).to_contain_text("数字绑定：原文为 595 条")


def test_a_stopped_answer_keeps_what_had_passed(growing, chain, size):
    chain.steps.release()
    expect(last(growing).locator(".claim")).to_have_count(1)
    growing.get_by_role("button", name="停止").click()
    expect(last(growing)).to_contain_text("已由用户停止")
    expect(growing.get_by_role("button", name="提问", exact=True)).to_be_visible()
    growing.reload()
    expect(last(growing).locator(".claim")).to_have_count(1)


@desktop
def test_a_reload_finds_the_answer_that_is_still_growing(growing, chain, size):
    chain.steps.release()
    expect(last(growing).locator(".claim")).to_have_count(1)
    growing.reload()
    expect(last(growing).locator(".claim")).to_have_count(1)
    expect(growing.get_by_role("button", name="停止")).to_be_visible()
    chain.steps.release(40)
    expect(last(growing).locator(".actions")).to_be_visible()


# Conversations


def test_a_conversation_survives_is_renamed_exported_and_deleted(page, chain, size):
    ask(page, ONE)
    ask(page, "收费了吗？")
    page.reload()
    expect(page.get_by_role("article", name="回答")).to_have_count(2)
    expect(page.get_by_role("article", name="回答").first).to_contain_text("111条")
    page.get_by_role("button", name="会话", exact=True).click()
    mine = page.locator(".talk").first
    mine.get_by_role("button", name=re.compile("^改名")).click()
    page.get_by_role("textbox", name="会话名称").fill("崔各庄核对")
    page.keyboard.press("Enter")
    expect(page.locator(".talk-title")).to_have_text("崔各庄核对")
    with page.expect_download() as download:
        page.locator(".talk").first.get_by_role("button", name=re.compile("^导出")).click()
    assert download.value.suggested_filename == "崔各庄核对.md"
    told = download.value.path().read_text("utf-8")
    assert told.startswith("# 崔各庄核对\n") and "**出处**" in told and "收费了吗" in told
    page.locator(".talk").first.get_by_role("button", name=re.compile("^删除")).click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".talk .title").first).to_have_text("崔各庄核对")
    page.locator(".talk").first.get_by_role("button", name=re.compile("^删除")).click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_text("可以这样问")).to_be_visible()
    assert "c=" not in page.url
    assert "崔各庄核对" not in [talk.title for talk in chain_talks(chain)]


def chain_talks(chain):
    from bot.keeping.conversations import Conversations

    return Conversations(chain.library.path).list()


@desktop
def test_another_conversation_opens_and_an_unknown_one_is_told(page, address, size):
    ask(page, ONE)
    first = page.url
    page.get_by_role("button", name="新会话").click()
    expect(page.get_by_text("可以这样问")).to_be_visible()
    ask(page, "公开工作还存在哪些问题？")
    assert page.url != first
    page.get_by_role("button", name="会话", exact=True).click()
    page.locator(".talk", has_text=ONE).first.locator(".line-button").click()
    expect(last(page).get_by_role("heading", name=ONE)).to_be_visible()
    page.goto(f"{address}/?c=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("找不到这个会话")
    expect(page.get_by_text("可以这样问")).to_be_visible()


def test_notes_are_kept_with_the_conversation(page, size):
    ask(page, ONE)
    last(page).locator(".chip").click()
    quote = lit(page)
    page.locator(".source").get_by_role("button", name="存为笔记").click()
    page.get_by_role("tab", name="笔记（1）").click()
    expect(page.locator(".note")).to_contain_text(quote)
    page.get_by_role("textbox", name="写一条笔记").fill("下周再核 <b>两遍</b>")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("tab", name="笔记（2）")).to_be_visible()
    page.keyboard.press("Escape")
    last(page).locator(".claim").first.hover()
    last(page).locator(".claim").first.get_by_role("button", name="存为笔记").click()
    expect(page.locator("#tab-notes")).to_have_text("笔记（3）")  # kept: a page reloaded sooner would cut the wish off
    page.reload()
    expect(last(page)).to_be_visible()
    if size == "phone":
        page.get_by_role("button", name=re.compile("^查看引文")).click()
    page.get_by_role("tab", name="笔记（3）").click()
    expect(page.locator(".note").nth(1)).to_contain_text("下周再核 <b>两遍</b>")
    page.locator(".note").nth(0).get_by_role("button", name="核对").click()
    assert lit(page) == quote
    page.get_by_role("tab", name="笔记（3）").click()
    page.locator(".note").nth(1).get_by_role("button", name="删除").click()
    expect(page.locator(".note")).to_have_count(2)


# Scope, feedback, taking an answer home


def test_the_scope_is_chosen_told_and_sent(page, chain, size):
    button = page.locator("#scope")
    expect(button).to_have_text("报告范围：6/6 份 · 2013–2019")
    button.click()
    picker = page.get_by_role("dialog", name=re.compile("报告范围"))
    picker.get_by_role("button", name="单位：全不选").click()
    expect(picker.get_by_role("alert")).to_contain_text("至少选一个单位")
    picker.get_by_role("searchbox", name="查找单位").fill("园区")
    picker.get_by_role("button", name="单位：全选").click()
    expect(button).to_have_text("报告范围：2/6 份 · 2013 年")
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(button).to_be_focused()
    ask(page, ASK)
    bodies = {chain.library.stored(one).report.agency for one in chain.asked[-1]["report"]}
    assert bodies == {"丰台科技园区", "平凉工业园区"} and "year" not in chain.asked[-1]
    expect(last(page)).to_contain_text("报告范围：2 份报告")
    button.click()
    picker.get_by_role("button", name="单位：全选").click()
    picker.get_by_role("searchbox", name="查找单位").fill("")
    picker.get_by_role("button", name="单位：全选").click()
    picker.get_by_role("checkbox", name=re.compile("^2013")).uncheck()
    picker.get_by_role("button", name="完成").click()
    ask(page, "主动公开了多少条信息？")
    assert chain.asked[-1]["year"] == [2019]


@desktop
def test_an_answer_goes_home_with_its_sources(page, size):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, ONE)
    last(page).get_by_role("button", name="复制（含出处）").click()
    expect(last(page).get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "111条[1]" in copied and re.search(r"\[1\] .*崔各庄乡.*：“.*111条", copied)
    with page.expect_download() as download:
        last(page).get_by_role("button", name="导出").click()
    assert "**出处**" in download.value.path().read_text("utf-8")


@desktop
def test_a_wrong_answer_becomes_a_case(page, cases, size):
    ask(page, ONE)
    last(page).get_by_role("button", name="有误").click()
    last(page).get_by_role("radio", name="数字不对").check()
    last(page).get_by_role("textbox", name="补充说明").fill("应为\n112")
    last(page).get_by_role("button", name="提交").click()
    expect(last(page)).to_contain_text("已记为用例 local-desk-")
    (case,) = [json.loads(line) for line in cases.read_text("utf-8").splitlines()]
    assert case["question"] == ONE and "应为 112" in case["note"] and "(number," in case["note"]


@desktop
def test_failures_are_told_without_their_insides_and_can_be_tried_again(page, chain, size):
    ask(page, "故障")
    expect(last(page).get_by_role("alert")).to_contain_text("没有完成")
    assert "secret" not in page.content()
    before = len(chain.asked)
    last(page).get_by_role("button", name="重试").click()
    expect(last(page).get_by_role("alert")).to_contain_text("没有完成")
    assert len(chain.asked) == before + 1
    page.get_by_role("textbox", name="问题").fill("   ")
    page.keyboard.press("Enter")
    expect(page.locator("#question-fault")).to_have_text("请输入问题。")


@desktop
def test_a_lost_connection_is_told_and_the_question_can_be_asked_again(page, desks, size):
    page.context.set_offline(True)
    try:
        ask(page, ONE)
        expect(last(page).get_by_role("alert")).to_contain_text("连接中断")
        expect(page.locator(".masthead .state")).to_have_text("连接中断")
    finally:
        page.context.set_offline(False)
    last(page).get_by_role("button", name="重试").click()
    expect(last(page).locator(".claims")).to_contain_text("111条")
    expect(page.locator(".masthead .state")).to_have_text("正常")
    lost = re.compile("ERR_INTERNET_DISCONNECTED|Failed to fetch")  # the browser's own report of it
    desks[size].faults[:] = [fault for fault in desks[size].faults if not lost.search(fault)]


# The shell


def test_every_tab_can_be_reached_and_is_found_again_by_its_address(page, address, size):
    names = page.locator("#tabs [role=tablist] [role=tab]").all_text_contents()
    assert names[:2] == ["问答", "摘要"]
    for name in [*names[1:], names[0]]:
        page.get_by_role("tab", name=name, exact=True).click()
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
        assert_fits(page)
    page.goto(f"{address}/?tab=summary")
    expect(page.get_by_role("tab", name="摘要", exact=True)).to_have_attribute("aria-selected", "true")


@desktop
def test_the_desk_speaks_english_and_remembers_it(browser, address, size):
    window = browser.new_context(viewport=SIZES[size])
    watched = Watched(window.new_page(), address)
    page = watched.page
    page.goto(address)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("tab", name="Ask", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    page.get_by_role("textbox", name="Question").fill("Which body published the most information?")
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="Answer")
    expect(answer).to_contain_text("Checked")
    answer.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    ours = page.locator(
        ".masthead, .talk-bar, .composer, .answer .status, .answer .method, .answer .actions, .evidence .bar"
    )
    said = " ".join(text for text in ours.all_inner_texts()).replace("中文", "")
    assert not re.search("[\u4e00-\u9fff]", said), said
    window.close()
    assert watched.faults == []


def test_the_page_is_chinese_light_and_bare_of_gradio(page, size):
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator(".dark").count() == 0
    assert page.locator("footer:visible").count() == 0
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert page.title() == "公开 · 报告核对台"
    assert_fits(page)


def test_no_serious_accessibility_violation(page, size):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    ask(page, ASK)
    page.locator("#scope").click()
    assert_accessible(page, axe)
    page.keyboard.press("Escape")
    last(page).get_by_role("button", name="有误").click()
    page.locator("#talks").click()
    assert_accessible(page, axe)
    page.keyboard.press("Escape")
    page.locator(".claims .chip").first.click()
    page.locator("mark").wait_for()
    page.wait_for_timeout(250)
    assert_accessible(page, axe)


def assert_accessible(page: Page, axe: "Axe") -> None:  # noqa: F821
    violations = axe.run(page).response["violations"]
    grave = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == [], [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in grave]


# Hostile text


@desktop
def test_a_hostile_report_is_shown_and_nothing_of_it_runs(page, chain, size):
    ask(page, ASK)
    chip = last(page).locator(".claim", has_text="信息9条").locator(".chip").first
    chip.click()
    assert "本单位主动公开信息9条" in lit(page)
    shown = page.get_by_role("region", name="报告原文").evaluate("node => node.textContent")
    assert shown == HOSTILE
    assert page.locator(".source .text").evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    page.locator(".source").get_by_role("button", name="存为笔记").click()
    page.get_by_role("tab", name="笔记（1）").click()
    ask(page, "<img src=x onerror='window.hacked=8'>${window.hacked=9}{{1}}\u202e公开了多少条？")
    page.reload()
    expect(last(page)).to_be_visible()
    page.locator("#scope").click()
    page.locator("#scope + .popover label").last.wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript'], img[src*=evil], img[src=x], svg[onload]").count() == 0


# The real thing: `gongkai serve`


def test_the_real_desk_proves_its_answers_and_survives_a_reload(real_page, size):
    ask(real_page, "平凉工业园区2013年累计公开了多少条政务信息？")
    chip = real_page.locator(".claims .claim", has_text="595").locator(".chip").first
    chip.click()
    expect(real_page.locator("mark")).to_contain_text("595条")
    real_page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    real_page.reload()
    expect(last(real_page)).to_contain_text("595条")
    assert_fits(real_page)
