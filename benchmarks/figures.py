"""How many of the numbers that generated reports state come out as the right figures, and what that costs.

    python -m benchmarks.figures [--count 300] [--seed 0] [--stream 1000] [--misses 0]

A stated fact is found by a figure that overlaps it with the same value, unit, hedge and scope and a metric that may
stand for the fact's (``KEYS``). A figure is right when it overlaps a stated fact and has its value, unit and hedge, or
when no fact is stated there but the pattern's own words hold the number (``stray`` counts those that nothing states).
Patterns are split: misses are told pattern by pattern for the development half only; of the test half only totals, so
that nobody tunes on it. ``--misses N`` prints N missed quotations of the development half. Then the time for a report,
and how far the memory grows over ``--stream`` reports taken apart one after the other.
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from evals.generate import generate_library
from evals.schema import GeneratedReport, Split, StatedFact
from ingest.document import parse
from ingest.figures import extract_figures, words
from ingest.identity import identify
from ingest.outline import outline
from ingest.schema import Figure
from ingest.view import View

KEYS = {
    "disclosed_total": {"disclosed_total", "disclosed_earlier"},
    "categories": {"disclosed_category"},
    "channels": {"disclosed_channel", "share"},
    "interpretation": {"interpretation", "responses", "interviews", "briefings"},
    "applications_received": {"applications_received", "applications_channel"},
    "applications_handled": {"applications_handled", "applications_outcome"},
    "reviews": {"reviews", "disputes_outcome"},
    "lawsuits": {"lawsuits", "disputes_outcome"},
}
ANY = {"other", "plans", "organisation"}  # the vocabulary has keys of its own, or none, for these
WARM_UP = 50


@dataclass
class Tally:
    """What was found of one split; ``missed`` and ``stated`` count by pattern."""

    split: Split
    stated: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    figures: int = 0
    right: int = 0
    stray: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Stated facts that a figure states in full, 0 to 1."""
        return 1 - self.missed.total() / max(1, self.stated.total())

    @property
    def precision(self) -> float:
        """Figures with the value, unit and hedge of a stated fact, 0 to 1."""
        return self.right / max(1, self.figures)


def measure(reports: Iterable[GeneratedReport], split: Split) -> Tally:
    """The figures of every report against what it is known to state."""
    tally = Tally(split)
    for report in reports:
        figures = parse(report.text, path=report.filename, sha256="0").figures
        for fact in report.facts:
            tally.stated[fact.pattern] += 1
            faults = [fault(fact, figure) for figure in figures if _overlap(fact, figure)]
            if "" not in faults:
                tally.missed[fact.pattern] += 1
                tally.wrong[min(faults, key=len, default="nothing found")] += 1
                tally.quotes.append(_miss(fact, [f for f in figures if _overlap(fact, f)]))
        _judge(tally, report.facts, figures)
    return tally


def fault(fact: StatedFact, figure: Figure) -> str:
    """In what the figure differs from the fact, in words; "" in nothing."""
    found = {"value": figure.value == Decimal(fact.value), "unit": figure.unit == fact.unit}
    found |= {"hedge": figure.hedge == fact.hedge, "scope": figure.scope == fact.scope}
    found["metric"] = fact.metric in ANY or figure.metric in KEYS.get(fact.metric, {fact.metric})
    return " ".join(name for name, same in found.items() if not same)


def _judge(tally: Tally, facts: Sequence[StatedFact], figures: Sequence[Figure]) -> None:
    for figure in figures:
        tally.figures += 1
        near = [fact for fact in facts if _overlap(fact, figure)]
        if any(not {"value", "unit", "hedge"} & set(fault(fact, figure).split()) for fact in near):
            tally.right += 1
        else:
            tally.stray.append(f"{figure.metric} {figure.label} {words(figure)} {figure.scope} | {figure.quote}")


def _overlap(fact: StatedFact, figure: Figure) -> bool:
    return fact.start < figure.end and figure.start < fact.end


def _miss(fact: StatedFact, near: Sequence[Figure]) -> str:
    got = "; ".join(f"{f.metric} {f.label} {words(f)} {f.scope} {f.period}" for f in near)
    said = f"{fact.metric} {fact.value} {fact.unit} {fact.hedge} {fact.scope} {fact.period}"
    return f"{fact.pattern} {fact.quote!r} is {said}; found: {got or 'nothing'}"


def stream(count: int, seed: int) -> tuple[float, float]:
    """(milliseconds a report for its figures alone, MiB that the process grew over ``count`` reports)."""
    spent, before, done = 0.0, 0.0, 0
    for done, report in enumerate(generate_library(count + WARM_UP, seed), 1):
        view = View(report.text)
        sections = outline(view)
        identity = identify(view, sections)
        start = time.perf_counter()
        extract_figures(view, sections, identity)
        spent += time.perf_counter() - start
        parse(report.text, path=report.filename, sha256="0")
        before = resident() if done == WARM_UP else before
    return 1000 * spent / max(1, done), resident() - before


def resident() -> float:
    """The process's resident memory, MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def lines(tally: Tally) -> Iterator[str]:
    """The tally in words; patterns and quotations for the development half only."""
    yield f"{tally.split}: recall {tally.recall:.2%} of {tally.stated.total()}, precision {tally.precision:.2%}"
    yield f"  of {tally.figures}; misses by what differs: {dict(tally.wrong.most_common())}"
    if tally.split == "dev":
        for pattern, missed in tally.missed.most_common():
            yield f"  {pattern}: {missed} of {tally.stated[pattern]} missed"


def main(arguments: list[str] | None = None) -> None:
    """Measure both halves, then speed and memory; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stream", type=int, default=1000)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--split", choices=("dev", "test", "both"), default="both")
    options = parser.parse_args(arguments)
    halves: tuple[Split, ...] = ("dev", "test") if options.split == "both" else (options.split,)
    for split in halves:
        tally = measure(generate_library(options.count, options.seed, split), split)
        print(*lines(tally), sep="\n")
        if split == "dev" and options.misses:
            print(*tally.quotes[: options.misses], *tally.stray[: options.misses], sep="\n")
    if options.stream:
        speed, grown = stream(options.stream, options.seed)
        print(f"{speed:.1f} ms a report for figures; {grown:+.1f} MiB over {options.stream} reports")


if __name__ == "__main__":
    main()
