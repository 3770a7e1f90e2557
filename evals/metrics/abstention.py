"""Did it answer, refuse or ask back as the case expects? Read from ``status``, never from a phrase.

The score of one answer; precision, recall, coverage and the risk-coverage curve are of many: ``aggregate``.
"""

from evals.metrics.world import Answer, World, is_answer, no_score, whole
from evals.schema import Case, Score


def status(case: Case, answer: Answer, world: World) -> Score:
    """1 when the status is the expected one."""
    if not is_answer(answer):
        return no_score("status")
    got = str(answer["status"])
    return whole("status", got == case.expect, got, f"expected {case.expect!r}")
