"""Where the time of one `gongkai ask` goes.

    python -m benchmarks.ask [--library DIR] [--runs N] [QUESTION]

Each run is a fresh process. A first one tells which modules the command loads; the others load these beforehand, so
that ``import`` is all of it and no other part holds any. ``start`` is what the interpreter takes before its first
line and after its last. ``open`` is opening the library and loading the encoder, which the command by itself would do
when it first searches. understand, retrieve (with opening the indexes), read and verify are the answer's own
``timings``; ``rest`` is parsing the command, printing and closing. Without ``--library`` the reports of ``seeds/`` are
taken in first. Targets: 2.5 s in all, 0.3 s of it beside start and import.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
QUESTION = "各单位2013年主动公开了多少条政府信息？"
STAGES = ("understand", "retrieve", "read", "verify")
TARGETS = {"in all": 2.5, "working": 0.3}


def child(arguments: list[str]) -> None:
    """Run the command in this process; the last line of standard error is what it measured."""
    began = time.perf_counter()
    for module in json.load(sys.stdin):
        with suppress(Exception):  # some names in sys.modules cannot be imported, only made by another module
            import_module(module)
    loaded = time.perf_counter()
    import app

    opening = watch_opening()
    try:
        app.cli(arguments, prog_name="gongkai")
    finally:
        times = {"import": loaded - began, "open": sum(opening), "working": time.perf_counter() - loaded}
        print(json.dumps(times | {"modules": list(sys.modules)}), file=sys.stderr)


def watch_opening() -> list[float]:
    """Have the command's chain opened with its encoder; the seconds are in the list once it was."""
    import bot.chain

    seconds: list[float] = []
    really = bot.chain.open_chain

    def opened(library: Path) -> "bot.chain.AnswerChain":
        began = time.perf_counter()
        chain = really(library)
        _ = chain.library.encoder
        seconds.append(time.perf_counter() - began)
        return chain

    bot.chain.open_chain = opened
    return seconds


def run(question: str, library: Path, modules: list[str]) -> tuple[dict[str, float], list[str]]:
    """One fresh process: its seconds by part, and the modules it had loaded at its end."""
    command = [sys.executable, "-m", "benchmarks.ask", "--child", "ask", question, "--json", "--library", str(library)]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(modules), capture_output=True, encoding="utf-8")
    total = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stderr)
    told, stages = json.loads(done.stderr.splitlines()[-1]), json.loads(done.stdout)["timings"]
    imports, opening, working = told["import"], told["open"], told["working"]
    parts = {"start": total - imports - working, "import": imports, "open": opening}
    parts |= {stage: stages.get(stage, 0.0) for stage in STAGES}
    rest = working - opening - sum(stages.values())
    return parts | {"rest": rest, "working": working, "in all": total}, told["modules"]


def main() -> None:
    """Measure and print a table of least and median seconds."""
    parser = argparse.ArgumentParser(description="Where the time of one `gongkai ask` goes.")
    parser.add_argument("question", nargs="?", default=QUESTION)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        library = asked.library.resolve() if asked.library else Path(scratch)
        if not asked.library:
            take_in = [sys.executable, "app.py", "ingest", "seeds", "--library", str(library)]
            subprocess.run(take_in, cwd=ROOT, check=True, capture_output=True)
        _, modules = run(asked.question, library, [])
        runs = [run(asked.question, library, modules)[0] for _ in range(asked.runs)]
    print(f"{asked.question}  ({asked.runs} fresh processes)\n{'seconds':<16}{'least':>8}{'median':>8}{'target':>8}")
    for part in runs[0]:
        seconds = [parts[part] for parts in runs]
        print(f"{part:<16}{min(seconds):8.3f}{median(seconds):8.3f}{TARGETS.get(part, ''):>8}")


if __name__ == "__main__":
    child(sys.argv[2:]) if sys.argv[1:2] == ["--child"] else main()
