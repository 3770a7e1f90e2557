"""What only many answers show: abstention precision, recall and F1 by type, coverage, risk against coverage.

The positive class is abstaining (``no_evidence``). Undefined is None: no abstention, no precision.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from evals.metrics.world import Answer
from evals.schema import Case, Score

Asked = tuple[Case, Answer]
ABSTAIN = "no_evidence"


def abstention(asked: Sequence[Asked]) -> dict[str, float | None]:
    """precision, recall, f1 of abstaining; over-refusal; answered when unanswerable; coverage."""
    kept = [(case.expect == ABSTAIN, answer["status"] == ABSTAIN) for case, answer in asked]
    hits = sum(gold and got for gold, got in kept)
    said, due = sum(got for _, got in kept), sum(gold for gold, _ in kept)
    precision, recall = _over(hits, said), _over(hits, due)
    return {
        "abstention_precision": precision,
        "abstention_recall": recall,
        "abstention_f1": _over(2 * hits, said + due),
        "over_refusal": _over(said - hits, len(kept) - due),
        "answered_when_unanswerable": _over(sum(gold and not got for gold, got in kept), due),
        "coverage": _over(sum(answer["status"] == "answered" for _, answer in asked), len(asked)),
    }


def abstention_by_type(asked: Iterable[Asked]) -> dict[str, tuple[int, int]]:
    """(right status, cases) by the type of the unanswerable."""
    found: dict[str, list[bool]] = defaultdict(list)
    for case, answer in asked:
        if case.unanswerable_type:
            found[case.unanswerable_type].append(answer["status"] == case.expect)
    return {kind: (sum(right), len(right)) for kind, right in sorted(found.items())}


def selective_accuracy(answered: Sequence[tuple[Answer, bool]]) -> float | None:
    """The share of right ones among what was answered; the bool says whether the answer passed."""
    right = [passed for answer, passed in answered if answer["status"] == "answered"]
    return _over(sum(right), len(right))


def risk_coverage_auc(answered: Sequence[tuple[Answer, bool]]) -> float | None:
    """The mean risk (share of wrong answers) as coverage grows from the surest answer down; lower is better.

    Answers of equal confidence come in together: the mean over their orders is taken, so that no order is a choice.
    """
    said = [(float(answer["confidence"]), passed) for answer, passed in answered if answer["status"] == "answered"]
    if not said:
        return None
    groups: dict[float, list[bool]] = defaultdict(list)
    for confidence, passed in said:
        groups[confidence].append(passed)
    risks, seen, wrong = [], 0, 0.0
    for confidence in sorted(groups, reverse=True):
        share = groups[confidence].count(False) / len(groups[confidence])
        for _ in groups[confidence]:
            seen, wrong = seen + 1, wrong + share
            risks.append(wrong / seen)
    return sum(risks) / len(risks)


def eligible(case: Case, score: Score, answer: Answer) -> float | None:
    """A score as it goes into a mean: abstaining from an answerable question is 0 of it (FACTS' eligibility)."""
    if case.expect == "answered" and answer.get("status") == ABSTAIN and score.value is None:
        return 0.0 if score.metric in _OF_ANSWERS else None
    return score.value


_OF_ANSWERS = {"numbers_found", "numbers_bound", "citation_recall", "citation_precision", "citation_f1"}


def means(scores: Iterable[Score]) -> dict[str, tuple[float | None, int, int]]:
    """By metric: mean of what could be scored, how many could, how many could not."""
    found: dict[str, list[float | None]] = defaultdict(list)
    for score in scores:
        found[score.metric].append(score.value)
    return {metric: (_mean(values), *_counted(values)) for metric, values in found.items()}


def micro(scores: Iterable[Score]) -> dict[str, float | None]:
    """By metric: hits over all, where the scores are shares; ``number_precision`` is meant to be read so."""
    hits: dict[str, int] = defaultdict(int)
    of: dict[str, int] = defaultdict(int)
    for score in scores:
        if score.hits is not None and score.of is not None:
            hits[score.metric] += score.hits
            of[score.metric] += score.of
    return {metric: _over(hits[metric], of[metric]) for metric in of}


def totals(measured: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The mean of every measure over the answers that have it."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in measured:
        for name, value in one.items():
            found[name].append(value)
    return {name: sum(values) / len(values) for name, values in found.items()}


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _over(sum(known), len(known))


def _counted(values: Sequence[float | None]) -> tuple[int, int]:
    known = sum(value is not None for value in values)
    return known, len(values) - known


def _over(part: float, whole: float) -> float | None:
    return part / whole if whole else None
