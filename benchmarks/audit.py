"""What an audit costs: figures and rules of one report in milliseconds, and a long run of reports in flat memory.

Run: ``python -m benchmarks.audit [--reports 1000] [--seed 0]``. Generated reports are taken apart and audited one after
the other, none of them kept; the peak of memory is told at every tenth of the way.
"""

import argparse
import resource
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from bot.audit import audit
from evals.generate import generate_library
from ingest.document import parse
from ingest.schema import Report, Stored


@dataclass
class Run:
    """Milliseconds by stage, findings by rule, peak memory (MiB) at every tenth of the reports."""

    parse: list[float] = field(default_factory=list)
    audit: list[float] = field(default_factory=list)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    peaks: list[float] = field(default_factory=list)


def run(reports: int, seed: int = 0) -> Run:
    """Take ``reports`` generated reports apart, sections and figures and all, and audit each."""
    done = Run()
    for number, drawn in enumerate(generate_library(reports, seed), 1):
        begun = time.perf_counter()
        document = parse(drawn.text, path=drawn.filename, sha256="")
        taken_apart = time.perf_counter()
        identity = document.identity.model_dump()
        report = Report(**identity, report_id=drawn.filename, chars=len(document.text), sha256="", path=drawn.filename)
        parts = {name: getattr(document, name) for name in ("text", "sections", "passages", "figures")}
        findings = audit(Stored(report=report, **parts))
        done.parse.append(1000 * (taken_apart - begun))
        done.audit.append(1000 * (time.perf_counter() - taken_apart))
        done.found.update((finding.rule, finding.severity) for finding in findings)
        if number % max(1, reports // 10) == 0:
            done.peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return done


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    done = run(options.reports, options.seed)
    for name, times in (("outline, figures", done.parse), ("audit", done.audit)):
        cuts = statistics.quantiles(times, n=20)
        print(f"{name:17} {statistics.median(times):6.1f} ms median  {cuts[-1]:6.1f} ms p95  {max(times):6.1f} ms most")
    print("peak memory MiB  ", "  ".join(f"{peak:.0f}" for peak in done.peaks))
    print(
        "findings         ", "  ".join(f"{rule} {severity} {n}" for (rule, severity), n in sorted(done.found.items()))
    )


if __name__ == "__main__":
    main()
