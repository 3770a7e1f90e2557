"""The tab 评测 in a real browser: figures, flips, a case side by side, its evidence, a run that outlives a reload."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.eval_runs import CASES, make_run
from ui.runs import EvalDesk

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.hacked=1">${window.hacked=2}{{x}}'


class Started:
    """A run that goes on when it is told to."""

    def __init__(self) -> None:
        self.go, self.asked = Event(), []

    def __call__(self, suite: str, limit: int | None) -> tuple[int, Iterator[None]]:
        self.asked.append((suite, limit))
        return 2, self._steps()

    def _steps(self) -> Iterator[None]:
        yield
        self.go.wait(20)
        yield


@pytest.fixture(scope="module")
def started() -> Started:
    return Started()


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("evals") / "runs"


@pytest.fixture(scope="module")
def cited(chain) -> dict:
    report = chain.library.find("平凉")
    found = re.search(r"[^。；，,\n]*595条[^。；，,\n]*", chain.library.text(report.report_id))
    place = {"start": found.start(), "end": found.end(), "quote": found[0], "section": ["一、"]}
    return {"n": 1, "report_id": report.report_id, "agency": report.agency, "year": report.year} | place


@pytest.fixture(scope="module")
def address(browser, chain, runs, cited, started) -> Iterator[str]:
    import gradio as gr

    from ui.desk import launch_desk

    answer = {"status": "answered", "claims": [{"text": HOSTILE, "citations": [1]}], "citations": [cited]}
    make_run(runs, "one", 1, {"a": True, "b": False}, answer=answer)
    make_run(runs, "two", 2, {"a": False, "b": True, "c": False}, answer=answer)
    (runs / "two" / "report.html").write_text("<!doctype html><title>报告</title>", "utf-8")
    shown = EvalDesk(runs, runs.parent / "none", ("smoke", "figures"), lambda: CASES, started)
    yield launch_desk(chain, port=None, block=False, evals=shown)
    gr.close_all(verbose=False)


def evals(page: "Page") -> "Locator":  # noqa: F821
    page.get_by_role("tab", name="评测").click()
    shown = page.locator(".evals")
    shown.get_by_role("heading", name="逐题对照").wait_for()
    return shown


def test_what_flipped_is_shown_first_with_its_evidence(page, size, cited):
    from playwright.sync_api import expect

    shown = evals(page)
    expect(shown.locator(".headline-figure").first).to_contain_text("33.3%")
    expect(shown.get_by_role("img", name=re.compile("共 2 次"))).to_be_visible()
    expect(shown.locator(".evals-table tbody tr")).to_have_count(1)
    expect(shown.locator(".case")).to_have_count(1)
    shown.get_by_role("button", name="甲问？").click()
    detail = shown.locator(".detail")
    expect(detail).to_contain_text("须有：273")
    expect(detail.locator(".half")).to_have_count(3)
    expect(detail.get_by_text(HOSTILE).first).to_be_visible()
    chip = detail.locator(".half").nth(2).locator(".said .chip")
    chip.focus()
    page.keyboard.press("Enter")
    mark = page.locator("mark")
    expect(mark).to_be_focused()
    assert mark.evaluate("node => node.textContent") == cited["quote"]
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_cases_are_filtered_and_the_base_is_chosen(page, size):
    from playwright.sync_api import expect

    shown = evals(page)
    shown.get_by_role("button", name="全部", exact=True).click()
    expect(shown.locator(".case")).to_have_count(3)
    shown.get_by_role("button", name="修复 1").click()
    expect(shown.locator(".case .question")).to_have_text(["乙问？"])
    shown.get_by_label("对照", exact=True).select_option("")
    expect(shown.get_by_role("button", name=re.compile("修复"))).to_have_count(0)
    expect(shown.locator(".case .question")).to_have_text(["甲问？", "丙问？"])


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_files_are_downloaded_whole(page, size, runs):
    shown = evals(page)
    with page.expect_download() as download:
        shown.get_by_role("button", name="下载回答 JSONL").click()
    assert download.value.suggested_filename == "two-samples.jsonl"
    assert Path(download.value.path()).read_bytes() == (runs / "two" / "samples.jsonl").read_bytes()
    with page.context.expect_page() as opened:
        shown.get_by_role("button", name="查看报告").click()
    opened.value.wait_for_load_state()
    assert opened.value.title() == "报告"
    opened.value.close()


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_run_goes_on_over_a_reload(page, size, started):
    from playwright.sync_api import expect

    evals(page).get_by_role("button", name="开始", exact=True).click()
    expect(page.locator(".job")).to_contain_text("1/2 题")
    expect(page.get_by_role("button", name="开始", exact=True)).to_be_disabled()
    page.reload()
    expect(page.locator(".job")).to_contain_text("1/2 题")
    started.go.set()
    expect(page.locator(".job")).to_contain_text("已完成 2 题")
    expect(page.get_by_role("button", name="开始", exact=True)).to_be_enabled()
    assert started.asked == [("", 20)]


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_nothing_serious_for_axe(page, size):
    from axe_playwright_python.sync_playwright import Axe

    evals(page).get_by_role("button", name="甲问？").click()
    page.locator(".detail").wait_for()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
