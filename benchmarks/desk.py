"""How the desk feels: the first paint, a citation while an answer grows, many users at once.

    python -m benchmarks.desk [--users 50] [--crowd 200] [--cores 2] [--runs 5]

The server is a process of its own over the reports of ``seeds/``, held to ``--cores`` cores; the browser and the users
share the rest of the machine. *paint*: from the address to a question box that takes a question, in a new window with
an empty cache. *click*: from a citation's click to the lit-up, focused quotation in the whole report, while the answer
above it still grows (a scripted model says a claim every 0.2 s); Playwright's own time is not in it. *users*: each
asks one question over HTTP as the page does, all at the same moment; a second round, *crowd*, asks more than the desk
takes, and those that are too many must be told so in a sentence. Targets: paint 2 s, click 0.1 s, no error.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.chain import AnswerChain
from ui.words import say

ROOT = Path(__file__).parents[1]
QUESTIONS = (
    "各单位2013年主动公开了多少条政府信息？", "崔各庄乡2013年主动公开了多少条？", "振东新区收到多少件依申请公开？",
    "平凉工业园区公开工作还存在哪些问题？", "丰台科技园区怎么查阅公开的信息？", "宝鸡高新区有没有发生行政复议？",
)  # fmt: skip
GROWING = "各单位主动公开了多少条信息？"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync")  # fmt: skip
TARGETS = {"paint": 2.0, "click": 0.1}
PATIENCE = 120.0  # seconds that a user waits for an answer
# From the click to the quotation standing lit up and focused in the panel, in milliseconds of the page's own clock.
CLICK = """async (n) => {
  const chips = document.querySelectorAll('.claims .chip');
  const chip = chips[n % chips.length];
  const old = document.querySelector('mark');
  const began = performance.now();
  chip.click();
  while (performance.now() - began < 5000) {
    const mark = document.querySelector('mark');
    if (mark && mark !== old && document.activeElement === mark) return performance.now() - began;
    await new Promise((next) => setTimeout(next, 1));
  }
  return null;
}"""


class GrowingChain(AnswerChain):
    """Says one claim of the real answer every 0.2 s, and goes on growing for ten seconds, as a slow model would."""

    def stream(self, input: Any, config: Any = None, **kwargs: Any) -> Iterator[Any]:  # noqa: A002, ANN401
        """The answer, growing."""
        told = self.invoke(input)
        for tick in range(50):
            shown = {"claims": told.claims[: tick + 1], "notes": (f"{tick}",), "suggestions": (), "explain": None}
            yield told.model_copy(update=shown)
            time.sleep(0.2)
        yield told


def serve(library: Path, growing: bool, cores: int) -> None:
    """The server's process: print the address and stay."""
    from bot.chain import open_chain
    from ui.desk import launch_desk

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    with open_chain(library, write=True) as chain:
        launch_desk(GrowingChain(library=chain.library) if growing else chain, port=None)


@contextmanager
def served(library: Path, growing: bool, cores: int) -> Iterator[str]:
    """The address of a desk in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.desk", "--serve", str(library), "--cores", str(cores)]
    environ = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": str(cores), "PYTHONUNBUFFERED": "1"}
    command += ["--growing"] if growing else []
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            yield next(line.strip() for line in server.stdout or () if line.startswith("http://"))
        finally:
            server.terminate()


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's browser, or None where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM])
        yield browser
        browser.close()


def paints(browser: Any, address: str, runs: int) -> list[float]:  # noqa: ANN401
    """Seconds to a usable page, each in a window of its own."""
    seconds = []
    for _ in range(runs):
        window = browser.new_context(viewport={"width": 1440, "height": 900})
        page = window.new_page()
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator("#asking textarea:visible").first.wait_for()
        seconds.append(time.perf_counter() - began)
        window.close()
    return seconds


def clicks(browser: Any, address: str, runs: int) -> list[float]:  # noqa: ANN401
    """Seconds from a click on a citation to its quotation, while the answer grows."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    box = page.locator("#asking textarea:visible").first
    box.fill(GROWING)
    box.press("Enter")
    page.locator(".claims .chip").nth(1).wait_for()
    found = []
    for n in range(2 * runs):
        found.append(page.evaluate(CLICK, n))
        page.wait_for_timeout(150)
    if any(one is None for one in found):
        sys.exit("a citation did not open within five seconds")
    return [one / 1000 for one in found]


async def crowd(address: str, users: int) -> dict[str, list[Any]]:
    """All users at once: seconds of those that were answered, sentences of those sent away, errors of the rest."""
    import httpx

    limits = httpx.Limits(max_connections=users, keepalive_expiry=2)  # the server drops idle ones after five
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        config = (await client.get("/config")).json()
        asking = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "asking")
        told = await asyncio.gather(*(_user(client, asking, n) for n in range(users)))
    return {kind: [what for one, what in told if one == kind] for kind in ("answered", "busy", "error")}


async def _user(client: Any, asking: int, n: int) -> tuple[str, Any]:  # noqa: ANN401
    """Ask one question and follow it to its end."""

    async def call(act: str, given: dict[str, Any]) -> dict[str, Any]:
        body = {"component_id": asking, "fn_name": f"do_{act}", "data": given, "session_hash": f"user-{n}"}
        reply = await client.post("/gradio_api/component_server", json=body)
        reply.raise_for_status()
        return reply.json()

    began = time.perf_counter()
    try:
        told = await call("ask", {"question": QUESTIONS[n % len(QUESTIONS)]})
        while told.get("state") in ("waiting", "running"):
            told = await call("look", {"run": told["run"], "seq": told["seq"]})
    except Exception as error:  # every failure counts, whatever it is
        return "error", repr(error)
    if told.get("state") == "done" or told.get("state") == "gone":
        return "answered", time.perf_counter() - began
    return ("busy" if told.get("error") == say("desk.busy") else "error"), told.get("error") or json.dumps(told)


def tell(name: str, seconds: list[float], extra: str = "") -> None:
    """One line of the table."""
    if not seconds:
        return print(f"{name:<20}{'–':>8}{extra}")
    p95 = quantiles(seconds, n=20, method="inclusive")[18] if len(seconds) > 1 else seconds[0]
    print(f"{name:<20}{median(seconds):8.3f}{p95:8.3f}{max(seconds):8.3f}{TARGETS.get(name, ''):>8}{extra}")


def main() -> None:
    """Measure and print a table of seconds."""
    parser = argparse.ArgumentParser(description="How the desk feels.")
    for name, default in (("users", 50), ("crowd", 200), ("cores", 2), ("runs", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--growing", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        return serve(asked.serve, asked.growing, asked.cores)
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch) / "library"
        take_in = [sys.executable, "app.py", "ingest", "seeds", "--library", str(library)]
        subprocess.run(take_in, cwd=ROOT, check=True, capture_output=True)
        measure(library, asked)


def measure(library: Path, asked: argparse.Namespace) -> None:
    """The three measurements over a library."""
    print(f"{'seconds':<20}{'median':>8}{'p95':>8}{'most':>8}{'target':>8}")
    with served(library, growing=True, cores=asked.cores) as address, chromium() as browser:
        if browser is None:
            print("no Chromium here: paint and click are skipped", file=sys.stderr)
        else:
            tell("paint", paints(browser, address, asked.runs))
            tell("click", clicks(browser, address, asked.runs))
    with served(library, growing=False, cores=asked.cores) as address:
        asyncio.run(crowd(address, 2))  # the first question loads the encoder
        for name, users in (("users", asked.users), ("crowd", asked.crowd)):
            found = asyncio.run(crowd(address, users))
            extra = f"   answered {len(found['answered'])}, busy {len(found['busy'])}, errors {len(found['error'])}"
            tell(f"{name} {users}", found["answered"], extra)
            for line in sorted({*found["busy"], *found["error"]})[:3]:
                print(f"{'':<20}{line}")


if __name__ == "__main__":
    main()
