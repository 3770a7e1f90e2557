"""Pictures of every tab at a desk's and a phone's width, in both languages, into ``docs/screenshots``.

    make screenshots        (python -m benchmarks.screenshots [--out DIR] [--only TAB])

A real library of the five seed reports, real answers, two real eval runs over a few cases. Each picture has 256
colours at most and may not exceed 150 KB. A tab that is not there is passed over with a message.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.desk import ROOT, chromium

OUT = ROOT / "docs" / "screenshots"
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LANGUAGES = ("zh", "en")
QUESTION = "各单位2013年主动公开了多少条政府信息？"
COLOURS, MOST = 256, 150 * 1024
RUNS = ("20261101-first", "20261115-second")
SUITES = ("smoke", "figures", "unanswerable", "summaries")
PATIENCE = 30_000  # milliseconds


def ask(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """A question answered, one citation lit up."""
    page.goto(f"{address}/?tab=ask")
    box = page.locator("#asking textarea:visible")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".claims .chip").nth(2).wait_for()
    page.locator("#stop").wait_for(state="hidden")
    page.locator(".claims .chip").first.click()
    page.locator("mark").wait_for()
    if page.viewport_size["width"] < 820:
        page.keyboard.press("Escape")


def sheet(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """The evidence as a phone shows it."""
    ask(page, address, report)
    page.locator(".claims .chip").nth(1).click()
    page.locator("mark").wait_for()


def summary(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """One report's page."""
    page.goto(f"{address}/?tab=summary&doc={report}")
    page.locator("article.summary").wait_for()


def library(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """The shelf."""
    page.goto(f"{address}/?tab=library")
    page.locator("#library .held tbody tr").nth(4).wait_for()


def compare(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """All bodies side by side."""
    page.goto(f"{address}/?tab=compare")
    page.locator("#compare table tbody tr").first.wait_for()


def audit(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """What the reports contradict themselves in."""
    page.goto(f"{address}/?tab=audit")
    page.locator("#audit .chip").first.wait_for()


def evals(page: Any, address: str, report: str) -> None:  # noqa: ANN401
    """The latest run."""
    page.goto(f"{address}/?tab=evals")
    page.locator("#evals .case").first.wait_for()


VIEWS: dict[str, Callable[[Any, str, str], None]] = {
    "ask": ask, "evidence": sheet, "summary": summary, "library": library, "compare": compare, "audit": audit,
    "evals": evals,
}  # fmt: skip


def picture(data: bytes) -> bytes:
    """A screenshot with few colours, and so a small one."""
    from PIL import Image

    small = io.BytesIO()
    drawn = Image.open(io.BytesIO(data)).convert("RGB")
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def take(browser: Any, address: str, report: str, out: Path, only: str | None) -> int:  # noqa: ANN401
    """Every picture; how many could not be taken or are too big."""
    faults = 0
    for size, viewport in SIZES.items():
        for language in LANGUAGES:
            window = browser.new_context(viewport=viewport, locale="zh-CN", reduced_motion="reduce")
            window.set_default_timeout(PATIENCE)
            window.add_cookies([{"name": "gongkai_language", "value": language, "url": address}])
            for name, view in VIEWS.items():
                if only in (None, name) and (name != "evidence" or size == "phone"):
                    faults += not shot(window, view, address, report, out / f"{name}-{size}-{language}.png")
            window.close()
    return faults


def shot(window: Any, view: Callable[[Any, str, str], None], address: str, report: str, path: Path) -> bool:  # noqa: ANN401
    """One picture; whether it is good."""
    from playwright.sync_api import Error

    page = window.new_page()
    try:
        view(page, address, report)
        page.wait_for_timeout(400)  # charts and the panel come to rest
        data = picture(page.screenshot())
    except Error as error:
        print(f"{path.name}: not taken: {str(error).splitlines()[0]}")
        return False
    finally:
        page.close()
    path.write_bytes(data)
    print(f"{path.name}: {len(data) // 1024} KB{'' if len(data) <= MOST else ', too big'}")
    return len(data) <= MOST


def stage(folder: Path) -> None:
    """The library and the eval runs that the pictures show."""
    gongkai = [sys.executable, "app.py"]
    environ = os.environ | {"HF_HUB_OFFLINE": "1"}
    suites = [part for suite in SUITES for part in ("--suite", suite)]
    commands = [["ingest", "seeds", "--library", str(folder / "library")]]
    commands += [["eval", "run", *suites, "--limit", "12", "--out", str(folder / "runs" / name)] for name in RUNS]
    for command in commands:
        done = subprocess.run([*gongkai, *command], cwd=ROOT, env=environ, capture_output=True, encoding="utf-8")
        if done.returncode:
            sys.exit(f"gongkai {' '.join(command)} failed:\n{done.stderr[-2000:] or done.stdout[-2000:]}")


def main() -> None:
    """Stage, serve, take every picture; exits 1 where one is missing or too big."""
    parser = argparse.ArgumentParser(description="Pictures of every tab.")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", choices=VIEWS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        if browser is None:
            sys.exit("no Chromium here: apt install chromium fonts-noto-cjk")
        stage(Path(scratch))
        sys.exit(1 if pictures(browser, Path(scratch), asked.out, asked.only) else 0)


def pictures(browser: Any, folder: Path, out: Path, only: str | None) -> int:  # noqa: ANN401
    """Serve the staged desk from this process and take the pictures of it."""
    import gradio as gr

    from bot.chain import open_chain
    from evals.desk import SUITE_NAMES, case_rows, starter
    from evals.gate import BASELINES
    from ui.desk import launch_desk
    from ui.runs import EvalDesk

    shown = EvalDesk(folder / "runs", BASELINES, SUITE_NAMES, case_rows, starter(folder / "library"))
    with open_chain(folder / "library", write=True) as chain:
        address = launch_desk(chain, port=None, block=False, evals=shown)
        try:
            return take(browser, address, chain.library.find("平凉").report_id, out, only)
        finally:
            gr.close_all(verbose=False)


if __name__ == "__main__":
    main()
