"""The kill matrix: which metric sees which planted fault, with Wilson intervals, and what no metric sees.

matrix = kill_matrix([(case, right_answer), …], world)
print(matrix.table()); matrix.broken()  # [] when every promise holds
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evals.metrics import METRICS, passes, score_all
from evals.metrics.world import Answer, World
from evals.mutate import OPERATORS, Mutant, mutants
from evals.schema import Case, Score
from evals.statistics import wilson

# What must be seen every time, and by which metric (evals.md 2.10: the hard invariants).
HARD = {
    "quote_char": "quote_exact",
    "quote_spliced": "quote_exact",
    "citation_out_of_range": "citations_resolve",
    "cited_other_report": "quote_exact",
    "cited_other_year": "citations_resolve",
    "number_plus_one": "numbers_bound",
    "number_minus_one": "numbers_bound",
    "abstain_on_answerable": "status",
    "answer_on_unanswerable": "status",
    "hedge_then_answer": "silence",
}


@dataclass(frozen=True)
class Survivor:
    """A fault that the gate let pass, or an equal rewording that it did not."""

    operator: str
    case: str
    said: str
    fell: tuple[str, ...]


@dataclass(frozen=True)
class KillMatrix:
    """``killed[operator, metric]`` of ``tried[operator]``; the gate's flips stand under the metric ``gate``."""

    answers: int
    tried: Mapping[str, int]
    killed: Mapping[tuple[str, str], int]
    survivors: tuple[Survivor, ...]
    false_alarms: tuple[Survivor, ...]

    def rate(self, operator: str, metric: str = "gate") -> float | None:
        """The share of an operator's mutants that a metric sees; None of none."""
        tried = self.tried.get(operator, 0)
        return self.killed.get((operator, metric), 0) / tried if tried else None

    def broken(self) -> list[str]:
        """Promises that do not hold: a hard fault unseen once, an equal rewording that moved a score."""
        hard = [
            f"{operator}: {metric} saw {self.killed.get((operator, metric), 0)} of {self.tried[operator]}"
            for operator, metric in HARD.items()
            if self.tried.get(operator) and self.killed.get((operator, metric), 0) < self.tried[operator]
        ]
        return hard + [f"{one.operator}: {one.case} fell in {', '.join(one.fell)}" for one in self.false_alarms]

    def table(self) -> str:
        """One line an operator: mutants, the gate's kills with their interval, and the metrics that see most."""
        lines = [f"{'operator':<26}{'n':>6}  {'gate':>6}  {'95 % interval':<15} seen by"]
        for operator in OPERATORS:
            tried = self.tried.get(operator, 0)
            if tried:
                flips = self.killed.get((operator, "gate"), 0)
                likely = wilson(flips, tried)
                rates = f"{flips / tried:>6.1%}  {f'{likely.low:.3f}–{likely.high:.3f}':<15}"
                lines.append(f"{operator:<26}{tried:>6}  {rates} {self._seen(operator)}")
        return "\n".join([*lines, f"from {self.answers} right answers; same_*: equal rewordings, 0 % is right"])

    def _seen(self, operator: str, most: int = 4) -> str:
        tried = self.tried[operator]
        rates = [(self.killed.get((operator, name), 0) / tried, name) for name in METRICS]
        seen = sorted((pair for pair in rates if pair[0]), key=lambda pair: -pair[0])[:most]
        return ", ".join(f"{name} {rate:.0%}" for rate, name in seen)


def kill_matrix(samples: Iterable[tuple[Case, Answer]], world: World) -> KillMatrix:
    """Every mutant of every answer that passes the gate; answers that do not pass are no start and are left out."""
    answers, tried, killed = 0, Counter[str](), Counter[tuple[str, str]]()
    survivors: list[Survivor] = []
    alarms: list[Survivor] = []
    for case, answer in samples:
        base = score_all(case, answer, world)
        if not passes(base):
            continue
        answers += 1
        for mutant in mutants(case, answer, world):
            scores = score_all(case, mutant.answer, world)
            fell = list(_fallen(base, scores))
            fell += [] if passes(scores) else ["gate"]
            tried[mutant.operator] += 1
            killed.update((mutant.operator, name) for name in fell)
            if mutant.expected == "kill" and "gate" not in fell:
                survivors.append(_survivor(mutant, case, answer, fell))
            if mutant.expected == "survive" and set(fell) - _WORDS:
                alarms.append(_survivor(mutant, case, answer, fell))
    return KillMatrix(answers, dict(tried), dict(killed), tuple(survivors), tuple(alarms))


# EM and F1 compare strings by definition: another numeral is another string to them.
_WORDS = {"em", "f1", "bag_f1"}


def _fallen(base: Iterable[Score], scores: Iterable[Score]) -> Iterator[str]:
    """Metrics that fell, or that could not be scored before and are below 1 now."""
    for before, after in zip(base, scores, strict=True):
        if after.value is not None and after.value < (1.0 if before.value is None else before.value) - 1e-9:
            yield after.metric


def _survivor(mutant: Mutant, case: Case, answer: Answer, fell: list[str]) -> Survivor:
    before = [claim["text"] for claim in answer.get("claims", ())]
    said = [claim["text"] for claim in mutant.answer.get("claims", ()) if claim["text"] not in before]
    return Survivor(mutant.operator, case.id, " / ".join(said)[:200], tuple(fell))
