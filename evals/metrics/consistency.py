"""Does the answer stay the same when only the wording of the question, its script or its width changes?

The key of an answer is (status, the numbers its claims say, the reports it cites): the words may differ.
"""

from collections.abc import Sequence
from itertools import combinations

from evals.metrics.reading import read
from evals.metrics.world import Answer, no_score, share
from evals.schema import Score

Key = tuple[str, frozenset[tuple[str, str, str | None]], frozenset[str]]


def answer_key(answer: Answer) -> Key:
    """What must not change: status, (value, unit, hedge) of every number said, the reports cited."""
    numbers = {
        (format(n.value.normalize(), "f"), n.unit, n.hedge)
        for claim in answer["claims"]
        for n in read(claim["text"])
        if n.kind != "identifier"
    }
    return str(answer["status"]), frozenset(numbers), frozenset(c["report_id"] for c in answer["citations"])


def consistency(answers: Sequence[Answer]) -> Score:
    """The share of pairs among the answers to one question, variously put, that agree; None below two."""
    pairs = list(combinations([answer_key(one) for one in answers], 2))
    if not pairs:
        return no_score("consistency", "one wording only")
    agree = sum(a == b for a, b in pairs)
    return share(
        "consistency", agree, len(pairs), str(len(answers)), f"{len(pairs) - agree} of {len(pairs)} pairs differ"
    )
