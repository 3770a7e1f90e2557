"""What the gate costs an answer, beside five reports and in a library of thousands.

    python -m benchmarks.gate [--reports 2000] [--runs 5]

The questions are the smoke cases', asked of the seeds alone and of the seeds among generated reports, and calculations
over everybody in the large library. Times are the answers' own ``timings``, in milliseconds: the mean over questions of
the median of ``--runs`` runs, and the slowest question. Targets: 5 ms an answer beside five reports, 20 ms in the large
library; of a calculation the gate's share of the whole is told. Exit code 1 where a target is missed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from benchmarks.scale import Clustered, parsed
from bot.answer import answer
from evals.generate import generate_library
from ingest.document import parse
from ingest.library import Library
from ingest.read import read_text

ROOT = Path(__file__).parents[1]
EVERYBODY = (
    "各单位主动公开政府信息多少条，从多到少排",
    "全部单位一共主动公开多少条政府信息",
    "有几家单位没有收到公开申请",
)
TARGETS = {"5 reports": 5.0, "large": 20.0}


class Cost(NamedTuple):
    """Milliseconds of the gate for one question, and of the whole answer."""

    question: str
    gate: float
    whole: float


def costs(library: Library, questions: Iterable[str], runs: int) -> list[Cost]:
    """What each question costs, the median of so many runs."""
    found = []
    for question in questions:
        told = [answer(library, {"question": question, "suggest": False}).timings for _ in range(runs)]
        gate = median(1000 * one.get("verify", 0.0) for one in told)
        found.append(Cost(question, gate, median(1000 * sum(one.values()) for one in told)))
    return found


def fill(library: Library, generated: int) -> None:
    """Take in the seeds, and so many generated reports."""
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        text, sha256 = read_text(path)
        library.put(parse(text, path=str(path), sha256=sha256))
    for report in generate_library(generated):
        library.put(parsed(report))
    library.flush()


def show(title: str, found: Sequence[Cost]) -> float:
    """Print a line; the mean cost of the gate."""
    slowest = max(found, key=lambda cost: cost.gate)
    every = mean(cost.gate for cost in found)
    share = sum(cost.gate for cost in found) / sum(cost.whole for cost in found)
    print(f"{title:<28} gate {every:8.2f} ms, {share:4.0%} of the answer; most {slowest.gate:.1f} {slowest.question}")
    return every


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args(arguments)
    smoke = (ROOT / "evals/cases/smoke.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in smoke]
    told = {}
    for name, generated in (("5 reports", 0), ("large", wanted.reports)):
        with (
            tempfile.TemporaryDirectory() as folder,
            Library.open(Path(folder) / "library", encoder=Clustered(), create=True) as library,
        ):
            fill(library, generated)
            told[name] = show(f"{name} ({len(library.reports())})", costs(library, questions, wanted.runs))
            if generated:
                show(f"calculations ({len(library.reports())})", costs(library, EVERYBODY, 1))
    return int(any(told[name] > target for name, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
