"""How much of level 1 is luck: swap every number said for a random plausible one of its kind; how often is it "found"?

Report tables are full of 0, 1 and 2, so that a score of level 1 means little without this beside it.
"""

import random
from decimal import Decimal

from evals.metrics.grounding import evidence_numbers, first_fault
from evals.metrics.reading import Number, kind_of, normal_value, read
from evals.metrics.world import Answer, World, is_answer
from evals.schema import Case

DRAWS = 20


def chance_rate(case: Case, answer: Answer, world: World) -> float | None:
    """The share of random substitutes found in the cited text; drawn from the library's figures, seeded by the case."""
    if not is_answer(answer):
        return None
    rng = random.Random(case.id)  # noqa: S311
    by_n = {citation["n"]: citation for citation in answer["citations"]}
    found = [
        first_fault(Number(**{**vars(number), "value": value, "upper": None}), evidence) is None
        for claim in answer["claims"]
        if (evidence := [e for n in claim["citations"] if n in by_n for e in evidence_numbers(world, by_n[n])])
        for number in read(claim["text"])
        if number.kind in ("count", "money", "percent")
        for value in _draw(rng, _others(number, world))
    ]
    return sum(found) / len(found) if found else None


def _others(number: Number, world: World) -> list[Decimal]:
    """The library's values of the same kind and unit but the one said; of the kind where the unit is rare."""
    values = pool(world)
    same = values.get((number.kind, number.unit), [])
    alike = same if len(same) > 5 else [v for (kind, _), found in values.items() if kind == number.kind for v in found]
    return [value for value in alike if value != number.value]


def _draw(rng: random.Random, values: list[Decimal]) -> list[Decimal]:
    return [rng.choice(values) for _ in range(DRAWS)] if values else []


def pool(world: World) -> dict[tuple[str, str], list[Decimal]]:
    """The values of the library's figures by kind and unit."""
    found: dict[tuple[str, str], list[Decimal]] = {}
    for figures in world.figures.values():
        for figure in figures:
            kind = kind_of(figure.unit)
            unit = {"money": "元", "percent": "%"}.get(kind, figure.unit)
            found.setdefault((kind, unit), []).append(normal_value(figure.value, figure.unit))
    return found
