"""The smoke suite: thirty questions over the five seed reports, scored by the metrics that need no figures.

``texts`` holds every report's canonical text by report id.
A score is 1 (right), 0 (wrong) or None (nothing to score: a refusal has no quotation).
"""

from collections.abc import Callable, Mapping

from evals.metrics.abstention import status
from evals.metrics.basics import bodies, must, must_not, silence
from evals.metrics.citations import dangling, unused
from evals.metrics.quotes import exact
from evals.metrics.world import Answer, World, no_score, whole
from evals.schema import Case, Score, SmokeReport
from evals.sources import CASES
from evals.suites import read_cases

SMOKE_CASES = CASES / "smoke.jsonl"
SMOKE_METRICS = (status, must, must_not, bodies, exact, silence)
_CITING = {"quote", "figure", "computed", "generated", "verdict"}


def score(case: Case, answer: Answer, texts: Mapping[str, str]) -> list[Score]:
    """Every smoke metric of one answer."""
    world = World(texts=texts, reports={}, figures={})
    return [*(metric(case, answer, world) for metric in SMOKE_METRICS), score_numbers(answer)]


def run_smoke(
    ask: Callable[[Case], Answer], texts: Mapping[str, str], cases: tuple[Case, ...] | None = None
) -> SmokeReport:
    """Asks every case and keeps the scores below 1 by case id; what ``ask`` raises goes through."""
    cases = read_cases(SMOKE_CASES) if cases is None else cases
    failures = {}
    for case in cases:
        failed = tuple(one for one in score(case, ask(case), texts) if one.value is not None and one.value < 1)
        if failed:
            failures[case.id] = failed
    return SmokeReport(cases=len(cases), failures=failures)


def score_numbers(answer: Answer) -> Score:
    """Claims cite numbers that exist, once each; kinds that must cite do; no citation is left over; none is doubled."""
    faults = [f"[{n}] leads to no one citation" for n in dangling(answer)]
    faults += [f"[{n}] used by no claim" for n in unused(answer)]
    for claim in answer["claims"]:
        used = claim["citations"]
        faults += [f"{claim['text']!r} cites twice"] if len(used) != len(set(used)) else []
        faults += [f"{claim['text']!r} cites nothing"] if claim["kind"] in _CITING and not used else []
    if not answer["citations"] and not answer["claims"]:
        return no_score("numbers")
    return whole("numbers", not faults, str([citation["n"] for citation in answer["citations"]]), "; ".join(faults))
