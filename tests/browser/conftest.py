"""A desk to browse: a scripted chain over the five seed reports and a hostile one, served to a real Chromium."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.schema import (
    Answer,
    Citation,
    Claim,
    Coverage,
    Finding,
    Item,
    Scope,
    SectionPoints,
    Summary,
    SummaryField,
    Withheld,
)
from ingest.errors import ReportNotFoundError
from ingest.schema import Report, Section, Stored

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
BODIES = ("丰台科技园区", "平凉工业园区", "崔各庄乡", "振东新区", "宝鸡高新区管委会")
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
HOSTILE = """<script>window.hacked=1</script>政府信息公开年度报告
𠮷😀<img src=x onerror="window.hacked=2"> ${Object.assign(window,{hacked:3})}
{{constructor.constructor("window.hacked=4")()}}
一、概述<svg onload=window.hacked=5>
本单位主动公开信息9条。![](https://evil.invalid/?q=1)[点这里](javascript:window.hacked=6)</textarea></script>`${window.hacked=7}`
"""


def _heading(match: re.Match[str]) -> Section:
    number, title = match[1], match[2]
    level = 1 if number.endswith("、") else 2
    return Section(
        number=number,
        title=title,
        level=level,
        path=(number + title,),
        kind="heading",
        start=match.start(),
        end=match.end(),
        body=match.end(),
    )


def _stored(name: str, text: str, agency: str | None) -> Stored:
    year = re.search(r"20\d\d", text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    report = Report(
        report_id=sha256[:12],
        agency=agency,
        year=int(year[0]) if year else None,
        title=text.splitlines()[0][:40],
        region=None,
        addressee=None,
        period=None,
        era="unknown",
        chars=len(text),
        sha256=sha256,
        path=name,
    )
    headings = re.finditer(r"^([一二三四五六七八九]、|（[一二三四五六七八九]）)([^。\n]{2,24})$", text, re.MULTILINE)
    return Stored(report=report, text=text, sections=tuple(map(_heading, headings)), passages=(), figures=())


class ScriptedLibrary:
    """The part of the library that the desk reads, over texts in memory."""

    def __init__(self) -> None:
        files = zip(sorted(SEEDS.glob("*.txt")), BODIES, strict=True)
        held = [_stored(file.name, file.read_text("utf-8-sig"), body) for file, body in files]
        self._held = {s.report.report_id: s for s in [*held, _stored("evil<b>.txt", HOSTILE, None)]}

    def reports(self) -> tuple[Report, ...]:
        return tuple(stored.report for stored in self._held.values())

    def stored(self, report_id: str) -> Stored:
        if report_id not in self._held:
            raise ReportNotFoundError(f"no report {report_id!r}")
        return self._held[report_id]

    def cite(self, n: int, report: Report, pattern: str) -> Citation:
        """The first match of ``pattern`` in the report, as citation ``n``."""
        stored = self.stored(report.report_id)
        match = re.search(pattern, stored.text)
        assert match, f"{pattern} is not in {report.path}"
        above = [section for section in stored.sections if section.start <= match.start()]
        return Citation(
            n=n,
            report_id=report.report_id,
            agency=report.agency,
            year=report.year,
            quote=match[0],
            section=above[-1].path if above else (),
            start=match.start(),
            end=match.end(),
        )


@dataclass
class ScriptedChain:
    """Answers by script: a word of the question picks the status, the quotations are looked up in the texts."""

    library: ScriptedLibrary = field(default_factory=ScriptedLibrary)
    asked: list[dict] = field(default_factory=list)

    def invoke(self, request: dict) -> Answer:
        self.asked.append(request)
        question, reports = request["question"], self.library.reports()
        chosen = [r for r in reports if r.report_id in request.get("report", ())] or list(reports)
        if "故障" in question:
            raise RuntimeError("planted: /secret/path")
        if "诉讼赔偿" in question:
            closest = tuple(self.library.cite(n, r, r"[^。\n]*公开[^。\n]*。") for n, r in enumerate(reports[:3], 1))
            return self._answer(question, "no_evidence", closest=closest, confidence=0.1)
        if "该单位" in question and len(chosen) > 1:
            return self._answer(question, "needs_clarification", candidates=reports[:5])
        return self._figures(question, chosen)

    def _figures(self, question: str, chosen: list[Report]) -> Answer:
        cited = tuple(self.library.cite(n, r, r"[^。；，,\n]*\d+余?条[^。；，,\n]*") for n, r in enumerate(chosen, 1))
        claims = tuple(
            Claim(text=f"{c.agency or '未署名单位'}：{c.quote}", kind="figure", citations=(c.n,)) for c in cited
        )
        both = Claim(text="两项合计 384 条", kind="computed", citations=(1, len(cited)), computation="273 + 111 = 384")
        silent = Claim(text="其余单位未提及", kind="absence", searched=(chosen[0].report_id,))
        return self._answer(
            question,
            "answered",
            claims=(*claims, both, silent),
            citations=cited,
            notes=("各单位统计口径不同，不宜直接相加。",),
            withheld=(Withheld(text="平凉公开了 596 条", check="数字绑定", reason="原文为 595 条"),),
            coverage=Coverage(answered=len(cited), of=len(chosen) + 1, missing=(chosen[0].report_id,)),
            suggestions=("依申请公开收到多少件？",),
            confidence=0.9,
        )

    def _answer(self, question: str, status: str, confidence: float = 0.0, **given: object) -> Answer:
        scope = Scope(reports=tuple(r.report_id for r in self.library.reports()))
        return Answer(
            id="a1",
            question=question,
            standalone_question=question,
            status=status,
            scope=scope,
            confidence=confidence,
            **given,
        )


def scripted_summary(library: ScriptedLibrary, report_id: str) -> Summary:
    """A summary with every kind of field: a figure, a list, a silence, a contradiction."""
    report = library.stored(report_id).report
    one, two = (
        library.cite(1, report, r"[^。；，,\n]*\d+余?条[^。；，,\n]*"),
        library.cite(2, report, r"[^。\n]*公开[^。\n]*"),
    )
    value = re.search(r"(\d+)余?条", one.quote)[1]
    fields = {
        "disclosed_total": SummaryField(
            label="主动公开总数", status="stated", value=value, unit="条", hedge="余", scope="本年", citations=(1,)
        ),
        "categories": SummaryField(
            label="公开类别",
            status="stated",
            citations=(1,),
            items=(
                Item(label="机构职能", value="21", unit="条", citations=(1,)),
                Item(label="政策法规", value="63", unit="条", citations=(2,)),
            ),
        ),
        "fees": SummaryField(label="收费及减免", status="not_stated"),
        "problems": SummaryField(label="存在问题", status="stated", text=two.quote[:60], citations=(2,)),
        "applications_received": SummaryField(
            label="收到申请", status="conflicting", text="前后数字不一致", citations=(1, 2)
        ),
    }
    point = Claim(text=two.quote, kind="quote", citations=(2,))
    finding = Finding(
        rule="sum", severity="error", message="分项之和与总数不符", computation="21 + 63 = 84 ≠ 595", citations=(one,)
    )
    return Summary(
        report_id=report_id,
        agency=report.agency,
        year=report.year,
        title=report.title,
        period="2013 年",
        sha256=report.sha256,
        fields=fields,
        sections=(SectionPoints(path=two.section, points=(point,)),),
        findings=(finding,),
        citations=(one, two),
    )


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


@pytest.fixture(scope="module")
def chain() -> ScriptedChain:
    return ScriptedChain()


@pytest.fixture(scope="module")
def address(browser: object, chain: ScriptedChain) -> Iterator[str]:
    """The address of a desk over the scripted chain, served from this process."""
    import gradio as gr

    import ui.summary
    from ui.desk import launch_desk

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ui.summary, "_summarize", lambda chain, report_id: scripted_summary(chain.library, report_id))
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
        page.on(
            "console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("request", lambda r: self.faults.append(f"left the host: {r.url}") if _foreign(r.url, own) else None)
        page.on("response", lambda r: self.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)


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


@pytest.fixture
def page(windows: dict, address: str, size: str) -> Iterator["Page"]:  # noqa: F821
    """The desk over the scripted chain."""
    with _desk(windows[size], address) as shown:
        yield shown


@pytest.fixture(scope="module")
def served(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real thing: `gongkai ingest` and `gongkai serve` over the seeds and the hostile report."""
    folder = tmp_path_factory.mktemp("served")
    hostile = folder / "hostile.txt"
    hostile.write_text(HOSTILE, "utf-8")
    library = ("--library", str(folder / "library"))
    door = [sys.executable, str(ROOT / "app.py")]
    environ = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2", "PYTHONUNBUFFERED": "1"}
    seeds = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    subprocess.run(
        [*door, "ingest", *library, *seeds, str(hostile)], check=True, env=environ, stdout=subprocess.DEVNULL
    )
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
