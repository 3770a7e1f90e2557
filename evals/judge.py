"""A judge model, if somebody wants one: it reports beside the metrics and gates nothing.

A judge is any callable that says how likely a text supports a statement. Its verdicts go into a run's report with its
name (model and prompt hash), never into ``METRICS`` or the baseline; calibrate it on hand labels first (``agreement``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from evals.metrics.support import needing, supports
from evals.metrics.world import Answer, World, is_answer
from evals.schema import Case


class Judge(Protocol):
    """Something that can say whether a text supports a statement; pin its model and its prompt in ``name``."""

    name: str

    def __call__(self, evidence: str, statement: str) -> float | None:
        """How surely, 0 to 1; None when it cannot say."""
        ...


@dataclass(frozen=True)
class Opinion:
    """What a judge and the rule say of one sentence of an answer."""

    statement: str
    judged: float | None
    ruled: bool


def opinions(judge: Judge, case: Case, answer: Answer, world: World) -> list[Opinion]:
    """One opinion for every sentence that needs a citation; none for a refusal."""
    if not is_answer(answer):
        return []
    by_n = {citation["n"]: citation for citation in answer["citations"]}
    found = []
    for claim in answer["claims"]:
        cited = [by_n[n] for n in claim["citations"] if n in by_n]
        evidence = "\n".join(world.cited(citation) or "" for citation in cited)
        for one in needing(claim, case.question):
            found.append(Opinion(one.text, judge(evidence, one.text), supports(cited, one, world)))
    return found


def agreement(judged: Sequence[bool], labelled: Sequence[bool]) -> float | None:
    """Cohen's kappa of a judge with hand labels; None where chance alone decides (all of one kind) or nothing is."""
    if len(judged) != len(labelled):
        raise ValueError(f"{len(judged)} verdicts for {len(labelled)} labels")
    count = len(judged)
    if not count:
        return None
    same = sum(a == b for a, b in zip(judged, labelled, strict=True)) / count
    yes = sum(judged) / count * sum(labelled) / count
    chance = yes + (1 - sum(judged) / count) * (1 - sum(labelled) / count)
    return None if chance == 1 else (same - chance) / (1 - chance)


def bias_corrected(judged_rate: float, sensitivity: float, specificity: float) -> float | None:
    """The true rate behind a judge's (Rogan and Gladen 1978), by its rates on hand labels; None when it is no test."""
    power = sensitivity + specificity - 1
    return min(1.0, max(0.0, (judged_rate + specificity - 1) / power)) if power > 0 else None
