"""The tab 报告库 in a real Chromium: upload, correct, take in, remove, undo; a reload loses nothing."""

import pytest
from playwright.sync_api import Page, expect

from evals.generate import generate_library
from tests.libraries import SEEDS

pytestmark = pytest.mark.browser
REPORTS = list(generate_library(3, seed=515))


def opened(page: Page) -> Page:
    page.get_by_role("tab", name="报告库").click()
    expect(page.get_by_role("heading", name="库中报告")).to_be_visible()
    return page


def upload(page: Page, *files: dict) -> None:
    page.locator("#library input[type=file]").set_input_files(list(files))


def report(at: int, name: str | None = None) -> dict:
    made = REPORTS[at]
    return {"name": name or made.filename, "mimeType": "text/plain", "buffer": made.text.encode()}


@pytest.fixture
def shelf(real_page: Page) -> Page:
    return opened(real_page)


def row(page: Page, words: str):
    return page.locator("#library tr", has_text=words)


def test_a_file_is_staged_corrected_taken_in_removed_and_put_back(shelf: Page, size: str):
    name = f"upload-{size}.txt"
    upload(shelf, report(0 if size == "desktop" else 1, name))
    staged = row(shelf, name)
    expect(staged.locator(".state")).to_have_text("待入库", timeout=20_000)
    body = staged.get_by_role("textbox", name="单位")
    body.fill(f"改名测试局{len(size)}")
    body.press("Enter")
    body.blur()
    shelf.reload()
    opened(shelf)
    expect(row(shelf, name).get_by_role("textbox", name="单位")).to_have_value(f"改名测试局{len(size)}")
    row(shelf, name).get_by_role("button", name="入库", exact=True).click()
    expect(row(shelf, name).first.locator(".state")).to_have_text("已入库", timeout=20_000)
    held = shelf.locator("#library .held tr", has_text=f"改名测试局{len(size)}")
    expect(held).to_be_visible()
    held.get_by_role("button", name="移除").click()
    held.get_by_role("button", name="确定移除").click()
    expect(held).to_have_count(0)
    gone = shelf.locator("#library .removed", has_text=f"改名测试局{len(size)}")
    gone.get_by_role("button", name="撤销移除").first.click()
    expect(held).to_be_visible()
    held.get_by_role("button", name="移除").click()
    held.get_by_role("button", name="确定移除").click()
    expect(held).to_have_count(0)


def test_what_cannot_be_taken_says_why(shelf: Page, size: str):
    seed = next(iter(sorted(SEEDS.glob("*.txt"))))
    upload(
        shelf,
        {"name": f"scan-{size}.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(50)},
        {"name": f"again-{size}.txt", "mimeType": "text/plain", "buffer": seed.read_bytes()},
    )
    expect(row(shelf, f"scan-{size}.png").locator(".failure")).to_contain_text("不是支持的文件类型")
    twin = row(shelf, f"again-{size}.txt")
    expect(twin.locator(".state")).to_have_text("待入库", timeout=20_000)
    expect(twin).to_contain_text("丰台科技园区")
    expect(twin.get_by_role("button", name="入库", exact=True)).to_have_count(0)
    for name in (f"scan-{size}.png", f"again-{size}.txt"):
        row(shelf, name).get_by_role("button", name="不要").click()
        expect(row(shelf, name)).to_have_count(0)


def test_reports_are_found_and_lead_on(shelf: Page):
    shelf.get_by_role("searchbox", name="按单位、年份、标题查找").fill("平凉")
    expect(shelf.locator("#library .held tbody tr")).to_have_count(1)
    shelf.locator("#library .held").get_by_role("button", name="摘要").click()
    expect(shelf.get_by_role("article", name="摘要")).to_contain_text("平凉", timeout=20_000)


def test_health_is_told(shelf: Page):
    shelf.get_by_role("button", name="健康检查").click()
    expect(shelf.locator("#library").get_by_text("全部正常")).to_be_visible(timeout=20_000)
