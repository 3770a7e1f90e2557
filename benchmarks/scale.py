"""What a big library costs a question: inside a scope as little as a small one, unscoped little more than it must.

    python -m benchmarks.scale [--passages 100000] [--small 1000] [--runs 5] [--encoder NAME] [--keep DIR]

Two libraries of generated reports, the small one the beginning of the big one. Inside a scope: a report that both hold
is asked the same in both; the target is 1.2 times the small library's time. Unscoped: the big library alone, against
what nothing can do without, one exact product of all vectors with the question's (numpy, in memory) and one tantivy
query, both for as many passages as the retriever wants; the target is 1.5 times that. The parts of a retrieval are told
too: words, vectors, and the rest (fusing, reading the passages). Times are medians, in milliseconds, over interleaved
rounds of all questions, after one that does not count. Understanding the question is not in them: it is told by itself.
Vectors are clustered random ones unless ``--encoder`` names a model. ``--keep`` leaves the libraries in a folder and
takes up those that are there. Exit code 1 where a target is missed.
"""

import argparse
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

import numpy as np

from bot import retrieve
from bot.schema import Question, Scope
from bot.understand import understand
from evals.generate import generate_library
from evals.schema import GeneratedReport
from ingest.document import parse
from ingest.encoder import Encoder, load_encoder, unit
from ingest.library import FILE, Library
from ingest.rows import text_sha
from ingest.schema import Document

QUESTIONS = (
    "主动公开了多少条政府信息",
    "依申请公开受理和答复情况",
    "存在的主要问题和改进措施",
    "行政复议和行政诉讼",
    "有没有举办培训",
    "收费和减免情况",
    "老百姓怎么查文件",
)
SCOPE_TARGET, WHOLE_TARGET = 1.2, 1.5
CLUSTERS, SPREAD = 500, 0.5
WORKERS, BATCH = 2, 64
SCOPES = 5  # reports that are asked

Call = Callable[[Question], object]


class Clustered:
    """An encoder for speed: a text's own unit vector, near one of some hundred centres; no likeness of meaning."""

    name, fingerprint, dim, weight = "clustered", "clustered", 256, 0.1

    def __init__(self) -> None:
        """Draw the centres."""
        self._centres = unit(np.random.default_rng(0).standard_normal((CLUSTERS, self.dim)))

    def encode(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        """Unit rows, float32, shape (len(texts), dim), the same for the same texts."""
        return unit(np.concatenate([np.zeros((0, self.dim), np.float32), *(self._row(text) for text in texts)]))

    def _row(self, text: str) -> np.ndarray:
        dice = np.random.default_rng(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big"))
        noise = dice.standard_normal(self.dim)
        return (self._centres[dice.integers(CLUSTERS)] + SPREAD * noise / np.linalg.norm(noise))[None]


class Ratio(NamedTuple):
    """A measured ratio and its target."""

    name: str
    value: float
    target: float

    def __str__(self) -> str:
        """One line."""
        verdict = "met" if self.value <= self.target else "MISSED"
        return f"{self.name:<48}{self.value:8.2f}   target {self.target}: {verdict}"


def documents(passages: int) -> Iterator[Document]:
    """Generated reports, taken apart, until they have so many passages."""
    count = 0
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:  # a fork of a threaded process can hang
        reports = generate_library(passages)  # each has a passage at the least
        while count < passages:
            batch = [report for report, _ in zip(reports, range(BATCH), strict=False)]
            for document in pool.map(parsed, batch, chunksize=8):
                if count < passages:
                    yield document
                    count += len(document.passages)


def parsed(report: GeneratedReport) -> Document:
    """A generated report as a document."""
    return parse(report.text, path=f"/generated/{report.filename}", sha256=text_sha(report.text))


def opened(folder: Path, passages: int, encoder: Encoder) -> Library:
    """The library of that size in ``folder``, made now unless it is there; times and sizes are printed."""
    there = (folder / FILE).is_file()
    began = time.perf_counter()
    library = Library.open(folder, encoder=encoder, create=True)
    if not there:
        for document in documents(passages):
            library.put(document)
    stored = time.perf_counter()
    library.flush()
    ended = time.perf_counter()
    mib = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    print(
        f"{len(vectors(library))} passages of {len(library.reports())} reports, {mib:.0f} MiB on disk:"
        f" {'opened' if there else 'stored'} in {stored - began:.0f} s, indexed in {ended - stored:.0f} s",
        flush=True,
    )
    return library


def vectors(library: Library) -> np.ndarray:
    """All embeddings that a library holds: float32 (passages, dim)."""
    with closing(sqlite3.connect(library.path / FILE)) as file:
        blocks = file.execute("SELECT vectors FROM embeddings ORDER BY version_id").fetchall()
    return np.frombuffer(b"".join(block for (block,) in blocks), np.float32).reshape(-1, library.encoder.dim)


def asked(text: str, reports: Sequence[str]) -> Question:
    """A question of some reports, already understood."""
    return Question(text=text, standalone=text, rest=text, scope=Scope(reports=tuple(reports)), intent="practice")


def interleaved(calls: Mapping[str, Call], questions: Sequence[Question], runs: int) -> dict[str, float]:
    """Median milliseconds of each call over all questions and runs; the first run does not count.

    The calls take turns after all questions, not after each: a scan of all vectors would empty the processor's caches
    before every other call, which is no part of what that one costs. For the same reason each run shuffles the turns.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    dice = Random(0)
    for run in range(runs + 1):
        for name, call in dice.sample(sorted(calls.items()), len(calls)):
            for question in questions:
                began = time.perf_counter()
                call(question)
                times[name] += [1000 * (time.perf_counter() - began)] * (run > 0)
    return {name: median(taken) for name, taken in times.items()}


def parts(library: Library, name: str) -> dict[str, Call]:
    """A retrieval as the product makes it, and its two searches by themselves."""
    everything = len(library.reports())

    def search(question: Question, channel: str) -> object:
        reports, k = question.scope.reports, wanted(question)
        scope = None if len(reports) == everything else reports
        if channel == "words":
            queries = retrieve.word_queries(question)
            return library.lexical(queries, k * len(queries), scope)
        return library.dense(library.encoder.encode([retrieve.asked_text(question)], query=True)[0], k, scope)

    return {
        f"{name}: retrieve": lambda question: retrieve.retrieve(library, question),
        f"{name}: words": lambda question: search(question, "words"),
        f"{name}: vectors": lambda question: search(question, "vectors"),
    }


def wanted(question: Question) -> int:
    """How many passages the retriever takes from each channel."""
    return min(retrieve.MOST, retrieve.PER_REPORT * max(len(question.scope.reports), 3))


def in_scope(small: Library, big: Library, runs: int) -> Ratio:
    """The same questions of the same reports in both libraries."""
    held = small.reports()
    some = held[:: max(1, len(held) // SCOPES)][:SCOPES]
    questions = [asked(text, [report.report_id]) for report in some for text in QUESTIONS]
    times = interleaved(parts(small, "small") | parts(big, "big"), questions, runs)
    show("inside a scope of one report", times)
    return Ratio("inside a scope, big to small", times["big: retrieve"] / times["small: retrieve"], SCOPE_TARGET)


def unscoped(big: Library, runs: int) -> Ratio:
    """Questions of the whole library against one exact product and one query of the word index."""
    matrix, everything = vectors(big), [report.report_id for report in big.reports()]

    def least(question: Question) -> None:
        k = wanted(question)
        big.lexical(retrieve.query_text(question), k)
        scores = matrix @ big.encoder.encode([retrieve.asked_text(question)], query=True)[0]
        best = np.argpartition(-scores, min(k, len(scores) - 1))[:k]
        best[np.argsort(-scores[best], kind="stable")]

    questions = [asked(text, everything) for text in QUESTIONS]
    times = interleaved(parts(big, "big") | {"numpy and tantivy": least}, questions, runs)
    channel = big.dense(big.encoder.encode(QUESTIONS[:1], query=True)[0], 1)[1]
    show(f"unscoped, {wanted(questions[0])} passages, vectors by {channel}", times)
    return Ratio("unscoped, to numpy and tantivy", times["big: retrieve"] / times["numpy and tantivy"], WHOLE_TARGET)


def understanding(small: Library, big: Library, runs: int) -> None:
    """Print what reading the question itself takes, which has to look at every name that is held."""
    report = small.reports()[0]
    questions = [asked(f"{report.agency}{report.year}年{text}", []) for text in QUESTIONS]
    calls = {
        name: lambda question, library=library: understand(question.text, library.reports())
        for name, library in (("small", small), ("big", big))
    }
    show("understanding the question", interleaved(calls, questions, runs))


def show(title: str, times: Mapping[str, float]) -> None:
    """Print medians."""
    print(f"\n{title}, ms")
    for name, value in times.items():
        print(f"  {name:<28}{value:10.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--encoder", help="a model folder or hub name; default: clustered random vectors")
    parser.add_argument("--keep", type=Path, help="a folder for the libraries")
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.encoder) if options.encoder else Clustered()
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-scale-")))
        small, big = (
            stack.enter_context(opened(folder / f"{Path(encoder.name).name}-{passages}", passages, encoder))
            for passages in (options.small, options.passages)
        )
        ratios = [in_scope(small, big, options.runs), unscoped(big, options.runs)]
        understanding(small, big, options.runs)
    print("", *ratios, sep="\n")
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return int(any(ratio.value > ratio.target for ratio in ratios))


if __name__ == "__main__":
    sys.exit(main())
