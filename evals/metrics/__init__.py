"""The metrics: plain functions ``(case, answer, world) -> Score``, deterministic and offline; definitions in each file.

Every score is better when higher and lies in 0..1; None could not be scored. ``answer`` is the product's JSON
``Answer`` or ``Summary``, or ``{"hits": [...]}`` of a search. A metric that does not fit the kind of answer gives None.
"""

from evals.metrics import abstention, basics, citations, fields, nuggets, numbers, quotes, retrieval, text
from evals.metrics.cost import measures
from evals.metrics.world import Answer, Metric, World
from evals.schema import Case, Score

METRICS: dict[str, Metric] = {
    "status": abstention.status,
    "silence": basics.silence,
    "must": basics.must,
    "must_not": basics.must_not,
    "bodies": basics.bodies,
    "brief": basics.brief,
    "quote_exact": quotes.exact,
    "citations_resolve": citations.resolve,
    "citation_recall": citations.recall,
    "citation_precision": citations.precision,
    "citation_f1": citations.f1,
    "numbers_found": numbers.all_found,
    "numbers_bound": numbers.all_bound,
    "number_precision": numbers.precision,
    "number_recall": numbers.recall,
    "nugget_strict_vital": nuggets.strict_vital,
    "nugget_vital": nuggets.vital,
    "nugget_strict_all": nuggets.strict_all,
    "nugget_all": nuggets.everything,
    "nugget_precision": nuggets.precision,
    "em": text.em,
    "f1": text.f1,
    "bag_f1": text.bag_f1,
    **retrieval.METRICS,
    **fields.METRICS,
}

# The answer-level gate: an answer passes when each of these that could be scored is 1.
GATE = (
    "status", "silence", "must", "must_not", "bodies", "brief", "quote_exact", "citations_resolve", "citation_recall",
    "citation_precision", "numbers_found", "numbers_bound", "number_recall", "nugget_strict_vital", "field_f1",
)  # fmt: skip
# Invariants: the mean over all cases must be 1, in every mode (evals.md 2.1 to 2.3).
FLOORS = {"quote_exact": 1.0, "citations_resolve": 1.0, "silence": 1.0}
# Declared before any run; Holm's correction goes over these (evals.md 3.6).
PRIMARY = ("nugget_strict_vital", "numbers_bound", "status")

__all__ = ["FLOORS", "GATE", "METRICS", "PRIMARY", "Answer", "Metric", "World", "measures", "passes", "score_all"]


def score_all(case: Case, answer: Answer, world: World) -> list[Score]:
    """Every metric of one answer, in the order of ``METRICS``."""
    return [metric(case, answer, world) for metric in METRICS.values()]


def passes(scores: list[Score]) -> bool:
    """The answer-level gate: no score of ``GATE`` is below 1."""
    return all(one.value is None or one.value >= 1 for one in scores if one.metric in GATE)
