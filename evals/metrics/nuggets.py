"""Nugget recall by the AutoNuggetizer's formulas (Pradeep et al. 2024): support 1, partial 0.5, none 0.

``strict_vital`` is the primary one. Without vital nuggets it is None (nuggetizer gives 0).
"""

from collections.abc import Sequence

from evals.metrics.basics import contains
from evals.metrics.norm import norm
from evals.metrics.numbers import says
from evals.metrics.reading import read
from evals.metrics.world import Answer, World, claim_text, is_answer, no_score, share
from evals.schema import Case, Nugget, Score


def assignment(nugget: Nugget, answer: Answer, world: World) -> float:
    """1 when one of ``any_of`` and all numbers are said in claims, 0.5 when some of it is, else 0."""
    said = claim_text(answer)
    plain = norm(said)
    worded = [any(contains(said, one) or norm(one) in plain for one in nugget.any_of)] if nugget.any_of else []
    parts = worded + [says(number, answer, world) for number in nugget.numbers]
    if parts and all(parts):
        return 1.0
    return 0.5 if any(parts) or any(norm(one) in plain for one in nugget.partly) else 0.0


def _mean(metric: str, case: Case, answer: Answer, world: World, vital: bool, strict: bool) -> Score:
    nuggets = [one for one in case.nuggets if one.importance == "vital" or not vital]
    if not nuggets or not is_answer(answer):
        return no_score(metric, "no nugget of that kind")
    given = [assignment(one, answer, world) for one in nuggets]
    missing = [one.text for one, got in zip(nuggets, given, strict=True) if got < 1]
    told = f"missing: {missing}" if missing else ""
    points = sum(got == 1 for got in given) if strict else sum(given)
    return Score(metric=metric, value=points / len(nuggets), answer=claim_text(answer), explanation=told)


def strict_vital(case: Case, answer: Answer, world: World) -> Score:
    """Vital nuggets in full."""
    return _mean("nugget_strict_vital", case, answer, world, vital=True, strict=True)


def vital(case: Case, answer: Answer, world: World) -> Score:
    """Vital nuggets, halves counted."""
    return _mean("nugget_vital", case, answer, world, vital=True, strict=False)


def strict_all(case: Case, answer: Answer, world: World) -> Score:
    """All nuggets in full."""
    return _mean("nugget_strict_all", case, answer, world, vital=False, strict=True)


def everything(case: Case, answer: Answer, world: World) -> Score:
    """All nuggets, halves counted."""
    return _mean("nugget_all", case, answer, world, vital=False, strict=False)


def precision(case: Case, answer: Answer, world: World) -> Score:
    """A proxy: the share of the claims that carry a wording or a number of some nugget."""
    if not case.nuggets or not is_answer(answer):
        return no_score("nugget_precision")
    claims = [claim for claim in answer["claims"] if claim["kind"] != "absence"]
    kept = [claim for claim in claims if _belongs(claim["text"], case.nuggets)]
    strays = [claim["text"][:30] for claim in claims if claim not in kept]
    return share("nugget_precision", len(kept), len(claims), str(len(claims)), f"belong to no nugget: {strays}")


def _belongs(text: str, nuggets: Sequence[Nugget]) -> bool:
    plain, values = norm(text), {str(number.value) for number in read(text)}
    return any(
        any(norm(one) in plain for one in (*nugget.any_of, *nugget.partly))
        or any(number.value in values for number in nugget.numbers)
        for nugget in nuggets
    )
