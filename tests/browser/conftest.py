"""A desk to browse: the real chain over the five seed reports and a hostile one, served to a real Chromium."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Semaphore
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import Field

from bot.chain import AnswerChain
from bot.schema import Answer, Withheld
from tests.libraries import opened

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNTOUCHED = "!document.body.className && Desk.tab === 'ask' && Desk.lang === 'zh' && !document.querySelector('#scope.narrow, #ask[hidden]')"
HOSTILE = """<script>window.hacked=1</script>政府信息公开年度报告
𠮷😀<img src=x onerror="window.hacked=2"> ${Object.assign(window,{hacked:3})}
{{constructor.constructor("window.hacked=4")()}}
一、概述<svg onload=window.hacked=5>
本单位主动公开信息9条。![](https://evil.invalid/?q=1)[点这里](javascript:window.hacked=6)</textarea></script>`${window.hacked=7}`
"""


class ScriptedChain(AnswerChain):
    """The real chain; a question with 慢 grows claim by claim as the test lets it, one with 故障 fails."""

    asked: list[dict] = []
    steps: Any = Field(default_factory=lambda: Semaphore(0))

    def stream(self, input, config=None, **kwargs):  # noqa: A002
        self.asked.append(input)
        if "故障" in input["question"]:
            raise RuntimeError("planted: /secret/path")
        told = self.invoke(input | {"question": input["question"].replace("慢", "")})
        told = told.model_copy(update={"question": input["question"]})
        if "慢" in input["question"]:
            yield from self._growing(told)
            fallen = Withheld(text="平凉公开了 596 条", check="数字绑定", reason="原文为 595 条")
            told = told.model_copy(update={"withheld": (fallen,), "mode": "chat:测试模型"})
        yield told

    def _growing(self, told: Answer) -> Iterator[Answer]:
        for n in range(1, len(told.claims) + 1):
            self.steps.acquire(timeout=20)
            update = {"claims": told.claims[:n], "notes": (), "suggestions": (), "coverage": None, "explain": None}
            yield told.model_copy(update=update)
        self.steps.acquire(timeout=20)


def _must_have(what: str, found: bool) -> None:
    """Skip without a browser, unless this is a run that promised one."""
    if found:
        return
    if os.environ.get("GONGKAI_REQUIRE_BROWSER") == "1":
        pytest.fail(f"GONGKAI_REQUIRE_BROWSER=1, but there is no {what}")
    pytest.skip(f"no {what} on this machine: browser tests skipped")


def _has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


# Module scope: a running Playwright occupies the thread's event loop, and later tests may need one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:  # noqa: F821
    """The system's Chromium; the Chinese font decides whether anything on the page can be read."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    _must_have("Chromium", program is not None)
    _must_have("Chinese font (fonts-noto-cjk)", _has_chinese_font())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seeds and a hostile report."""
    folder = tmp_path_factory.mktemp("reports")
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, folder)
    (folder / "hostile.txt").write_text(HOSTILE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def chain(browser: object, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptedChain]:
    with opened(tmp_path_factory.mktemp("desk") / "library", reports) as real:
        yield ScriptedChain(library=real.library)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the desk of this process appends cases."""
    return tmp_path_factory.mktemp("cases") / "local.jsonl"


@pytest.fixture(scope="module")
def address(browser: object, chain: ScriptedChain, cases: Path) -> Iterator[str]:
    """The address of a desk over the scripted chain, served from this process."""
    import gradio as gr

    import bot.keeping.feedback
    from ui.desk import launch_desk

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.keeping.feedback, "LOCAL", cases)
        yield launch_desk(chain, port=None, block=False)
        gr.close_all(verbose=False)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a real Chromium")


class Watched:
    """A page and everything that went wrong on it."""

    def __init__(self, page: "Page", address: str) -> None:  # noqa: F821
        self.page, self.faults = page, []
        own = urlsplit(address).netloc
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if _grave(m) else None)
        page.on("request", lambda r: self.faults.append(f"left the host: {r.url}") if _foreign(r.url, own) else None)
        page.on("response", lambda r: self.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)


def _grave(message: "ConsoleMessage") -> bool:  # noqa: F821
    """Errors and warnings; not Gradio's complaint that a reload ended its event stream."""
    ended = "AbortError" in message.text or "Connection errored out" in message.text
    return message.type in ("error", "warning") and not ended


def _foreign(url: str, own: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != own


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def windows(browser: "Browser") -> Iterator[dict[str, "BrowserContext"]]:  # noqa: F821
    """One window a size, shared by the tests: its cache keeps Gradio's scripts from page to page."""
    yield {
        name: browser.new_context(viewport=size, locale="zh-CN", color_scheme="dark", has_touch=name == "phone")
        for name, size in SIZES.items()
    }


@contextmanager
def _desk(window: "BrowserContext", address: str) -> Iterator["Page"]:  # noqa: F821
    """The desk in a new page; fails the test afterwards if anything went wrong on the page."""
    watched = Watched(window.new_page(), address)
    watched.page.set_default_timeout(15_000)
    watched.page.goto(address)
    watched.page.get_by_text("可以这样问").wait_for()
    yield watched.page
    watched.page.close()
    assert watched.faults == []


@pytest.fixture(scope="module")
def desks(windows: dict, address: str) -> dict[str, "Watched"]:
    """The desk over the scripted chain, once in every size."""
    return {name: Watched(window.new_page(), address) for name, window in windows.items()}


@pytest.fixture
def page(desks: dict, address: str, size: str) -> Iterator["Page"]:  # noqa: F821
    """The desk over the scripted chain with a new conversation; fails the test if anything went wrong on the page."""
    watched = desks[size]
    watched.faults.clear()
    if watched.page.url.startswith(address) and watched.page.evaluate(UNTOUCHED):
        watched.page.locator("#new-talk").click()
    else:
        watched.page.set_default_timeout(15_000)
        watched.page.goto(address)
    watched.page.get_by_text("可以这样问").wait_for()
    yield watched.page
    assert watched.faults == []


@pytest.fixture(scope="module")
def served(browser: object, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real thing: `gongkai ingest` and `gongkai serve` over the seeds and the hostile report."""
    folder = tmp_path_factory.mktemp("served")
    library = ("--library", str(folder / "library"))
    door = [sys.executable, str(ROOT / "app.py")]
    environ = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2", "PYTHONUNBUFFERED": "1"}
    subprocess.run([*door, "ingest", *library, str(reports)], check=True, env=environ, stdout=subprocess.DEVNULL)
    serve = [*door, "serve", *library, "--port", "0"]
    with subprocess.Popen(serve, env=environ, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield next(line.strip() for line in server.stdout if line.startswith("http://127.0.0.1:"))
        finally:
            server.terminate()


@pytest.fixture
def real_page(windows: dict, served: str, size: str) -> Iterator["Page"]:  # noqa: F821
    """The desk over the real chain."""
    with _desk(windows[size], served) as shown:
        yield shown
