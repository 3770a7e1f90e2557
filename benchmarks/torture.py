"""kill -9 at random moments of an ingest: nothing finished is lost, nothing is there twice, the next start heals.

Run: ``python -m benchmarks.torture --kills 20 --reports 200 [--seed S]``. A child process ingests generated reports
into one library and is killed again and again: while it stores, while it writes an index, while it mends what the last
kill left. After each the library is opened as any next start would open it, and examined. At the end it is completed
and compared, row by row and answer by answer, with a library that was never interrupted. Exit code 1 on any fault.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evals.generate import generate_library
from ingest.encoder import load_encoder
from ingest.library import Library
from ingest.pipeline import ingest_paths

QUESTIONS = ("主动公开了多少条政府信息", "依申请公开受理情况", "存在的主要问题和改进措施", "2015年行政复议")
FLUSHES = (0.0, 0.1, 2.0)  # seconds between index writes: at 0 a kill all but always hits one
MENDS = 0.3  # share of kills aimed at a start that has both indexes to rebuild


class Blow(NamedTuple):
    """One kill: ``delay`` seconds after the child said ``mark``."""

    mark: str
    delay: float
    flush: float
    mend: bool


def main() -> int:
    """Run the torture; 0 when the library survived all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", nargs=3, metavar=("LIBRARY", "FOLDER", "FLUSH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(Path(options.child[0]), Path(options.child[1]), float(options.child[2]))
    with tempfile.TemporaryDirectory(prefix="gongkai-torture-") as scratch:
        return torture(Path(scratch), options.kills, options.reports, random.Random(options.seed))


def child(path: Path, folder: Path, flush: float) -> int:
    """Ingest ``folder``, telling each outcome as soon as it is given."""
    tell({"mark": "opening"})
    with Library.open(path, encoder=load_encoder, create=True) as library:
        tell({"mark": "open"})
        for outcome in ingest_paths(library, [folder], flush_after=flush):
            tell(outcome.model_dump(mode="json"))
    return 0


def tell(said: dict[str, object]) -> None:
    """One JSON line, out before anything else happens."""
    print(json.dumps(said, ensure_ascii=False), flush=True)


def torture(scratch: Path, kills: int, reports: int, dice: random.Random) -> int:
    """The whole story; returns the exit code."""
    began = time.monotonic()
    folder = scratch / "in"
    files = write_reports(folder, reports)
    seconds = uninterrupted(scratch / "whole", folder)
    print(f"{reports} reports ingested without a kill in {seconds:.1f} s", flush=True)
    victim = scratch / "victim"
    finished: dict[str, str] = {}
    faults: list[str] = []
    for number in range(1, kills + 1):
        blow = draw(dice, seconds, kills)
        finished |= strike(victim, folder, blow)
        found, held, healing = examine(victim, finished, files)
        faults += [f"kill {number}: {fault}" for fault in found]
        print(
            f"kill {number:2}  {blow.delay:5.2f} s after {blow.mark:7}{' (mending)' if blow.mend else '':10}"
            f"  finished {len(finished):3}  held {held:3}  healed in {healing:4.1f} s  " + ("; ".join(found) or "ok"),
            flush=True,
        )
    faults += complete(victim, folder, scratch / "whole", finished, files)
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{kills} kills, {len(faults)} faults, {time.monotonic() - began:.0f} s")
    return 1 if faults else 0


def write_reports(folder: Path, count: int) -> dict[str, str]:
    """Generated reports as files; ``{absolute path: text}``."""
    folder.mkdir()
    files = {}
    for report in generate_library(count, 0):
        path = folder / report.filename
        path.write_text(report.text, encoding="utf-8", newline="")
        files[str(path.resolve())] = report.text
    return files


def command(library: Path, folder: Path, flush: float) -> list[str]:
    """How to start the child."""
    return [sys.executable, "-m", "benchmarks.torture", "--child", str(library), str(folder), str(flush)]


def uninterrupted(library: Path, folder: Path) -> float:
    """Ingest everything in a child of its own; seconds from the open library to the end."""
    output = library.with_suffix(".out")
    with output.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command(library, folder, FLUSHES[-1]), stdout=out)
        wait_for(output, "open", process)
        began = time.monotonic()
        if process.wait():
            raise SystemExit("the ingest fails without any kill")
    return time.monotonic() - began


def draw(dice: random.Random, seconds: float, kills: int) -> Blow:
    """A moment: kills are spread so that, together, they walk once through the whole ingest."""
    if dice.random() < MENDS:
        return Blow("opening", dice.uniform(0, 1.5), dice.choice(FLUSHES), mend=True)
    return Blow("open", dice.uniform(0, 2 * seconds / (kills * (1 - MENDS))), dice.choice(FLUSHES), mend=False)


def strike(library: Path, folder: Path, blow: Blow) -> dict[str, str]:
    """Start the child, kill it at that moment; ``{path: report_id}`` of what it had told as finished."""
    if blow.mend:  # as a kill in the middle of an index write leaves it
        for stamp in library.glob("*.stamp"):
            stamp.unlink()
    output = library.with_suffix(".out")
    with output.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command(library, folder, blow.flush), stdout=out)
        wait_for(output, blow.mark, process)
        time.sleep(blow.delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
    told = lines(output)
    return {str((folder / Path(line["path"]).name).resolve()): line["report_id"] for line in told if "status" in line}


def wait_for(output: Path, mark: str, process: subprocess.Popen[bytes]) -> None:
    """Until the child has said ``mark`` or has ended."""
    while process.poll() is None and not any(line.get("mark") == mark for line in lines(output)):
        time.sleep(0.005)


def lines(output: Path) -> Iterator[dict[str, str]]:
    """The whole lines that a child has said so far."""
    for line in output.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line)


def examine(path: Path, finished: dict[str, str], files: dict[str, str]) -> tuple[list[str], int, float]:
    """What is wrong with a library at its next start, how many reports it holds, how many seconds the start took."""
    if not (path / "library.sqlite").exists():
        return (["finished reports and no library"] if finished else []), 0, 0.0
    began = time.monotonic()
    with Library.open(path, encoder=load_encoder, write=True) as library:
        healing = time.monotonic() - began
        held = {report.path: report.report_id for report in library.reports()}
        found = [f"{place} was finished and is lost" for place, key in finished.items() if held.get(place) != key]
        texts = {report.path: library.text(report.report_id) for report in library.reports()}
        found += [f"{place} is not its file" for place, text in texts.items() if files.get(place) != text]
        found += [f"{text[:20]!r} is there {n} times" for text, n in Counter(texts.values()).items() if n > 1]
        found += [f"{check.name}: {check.detail}" for check in library.check() if not check.ok]
    return found, len(held), healing


def complete(path: Path, folder: Path, whole: Path, finished: dict[str, str], files: dict[str, str]) -> list[str]:
    """Finish the ingest and compare with the library that was never interrupted."""
    with Library.open(path, encoder=load_encoder, create=True) as library:
        statuses = Counter(outcome.status for outcome in ingest_paths(library, [folder]))
    print(f"completed: {dict(statuses)}")
    faults = [] if statuses["unchanged"] >= len(finished) else ["a finished report was taken in again"]
    faults += examine(path, finished, files)[0]
    with Library.open(path, encoder=load_encoder) as one, Library.open(whole, encoder=load_encoder) as other:
        faults += [f"{name} differ from an uninterrupted ingest" for name in differences(one, other)]
    return faults


def differences(one: Library, other: Library) -> list[str]:
    """What two libraries of the same files do not agree on."""
    pairs = [(reading(one, name), reading(other, name)) for name in ("reports", "contents", "answers")]
    return [name for name, (a, b) in zip(("reports", "contents", "answers"), pairs, strict=True) if a != b]


def reading(library: Library, name: str) -> object:
    """One thing that a library says, in a form that does not depend on its numbering."""
    if name == "reports":
        return library.reports()
    if name == "contents":
        return [library.stored(report.report_id) for report in library.reports()]
    everything = [report.report_id for report in library.reports()]
    vectors = library.encoder.encode(QUESTIONS, query=True)
    found = [library.lexical(question, 20) for question in QUESTIONS]
    found += [library.dense(vector, 20, everything)[0] for vector in vectors]
    return [named(library, scores) for scores in found]


def named(library: Library, scores: dict[int, float]) -> list[tuple[str, int, float]]:
    """Scores by report and offset instead of passage id."""
    passages = library.passages(list(scores))
    return [(passages[key][0], passages[key][1].start, round(score, 3)) for key, score in scores.items()]


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    sys.exit(main())
