"""Cases for single figures of generated reports: ``figures`` and ``traps`` (this year, 累计, last year, plans).

E.g. {who}{year}年收到多少件政府信息公开申请？  ->  38 件, cited from the sentence that the generator wrote for it
"""

import random
from collections.abc import Iterator, Sequence

from evals.schema import Case, GeneratedReport, GoldNumber, StatedFact
from evals.sources import GENERATED, generated, name_of, span, split_of, wordings

_PARAPHRASED = 24  # reports whose headline number is asked in every wording
_LABELLED = {"categories", "applications_handled", "applications_received", "inquiries"}


def figure_cases() -> Iterator[Case]:
    """Two figures a report: a headline number and a part or a lesser one; some in several wordings."""
    for place, number in enumerate(GENERATED):
        gold, rng = generated(number), random.Random(f"figures|{number}")
        keys = sorted({key_of(fact) for fact in gold.facts if fact.scope == "本年" and templates(key_of(fact))})
        headline = [key for key in keys if "/" not in key]
        lesser = [key for key in keys if "/" in key]
        for key in [*rng.sample(headline, min(1, len(headline))), *rng.sample(lesser, min(2, len(lesser)))]:
            again = 3 if place < _PARAPHRASED and "/" not in key else 1
            asked = rng.sample(templates(key), min(again, len(templates(key))))
            for nth, template in enumerate(asked, 1):
                yield _figure(number, key, template, nth, len(asked) > 1)


def _figure(number: int, key: str, template: str, nth: int, grouped: bool) -> Case:
    facts = facts_of(generated(number), key)
    name = f"gen-{number}-{key.replace('/', '-')}"
    return Case(
        id=f"{name}-{nth}" if grouped else name,
        suite="figures",
        question=worded(template, number, facts[0]),
        group=name if grouped else "",
        critical=facts[0].hedge is not None,
        **answered(number, facts, part=facts[0].metric in _LABELLED),
    )


def trap_cases() -> Iterator[Case]:
    """The same words, another scope: this year against 累计, last year or a plan, and the other way round."""
    for number in GENERATED:
        gold, rng = generated(number), random.Random(f"traps|{number}")
        total = facts_of(gold, "disclosed_total")
        summed = facts_of(gold, "disclosed_cumulative", "累计")
        last = [f for f in gold.facts if f.scope == "以前年度" and f.period == str(gold.year - 1)]
        others = {f.value for f in (*summed, *last)} - {f.value for f in total}
        if total and others:
            yield _trap(rng, number, "this_year", total, tuple(sorted(others)))
        if summed:
            yield _trap(rng, number, "cumulative", summed, tuple({f.value for f in total} - {summed[0].value}))
        if last:
            yield _trap(rng, number, "last_year", last, ())
        for label in ("培训", "查阅点"):
            if planned := [f for f in gold.facts if f.scope == "计划" and f.label == label]:
                yield _trap(rng, number, f"plans/{label}", planned, ())


def _trap(rng: random.Random, number: int, kind: str, facts: Sequence[StatedFact], others: tuple[str, ...]) -> Case:
    template = rng.choice(wordings()["traps"][kind])
    return Case(
        id=f"gen-{number}-trap-{kind.replace('/', '-')}",
        suite="traps",
        question=worded(template, number, facts[0]),
        must_not=tuple(value for value in others if len(value) > 1),
        critical=True,
        **answered(number, facts),
    )


def answered(number: int, facts: Sequence[StatedFact], part: bool = False) -> dict[str, object]:
    """The fields that every case about one figure of one generated report shares."""
    return placed(number) | {
        "expect": "answered",
        "bodies": (generated(number).agency,),
        "numbers": (gold_number(number, facts[0], part),),
        "spans": spans(number, facts),
    }


def placed(number: int) -> dict[str, object]:
    """Where a case about one generated report stands."""
    name = name_of(number)
    return {"cluster": name, "split": split_of(name), "library": "wide"}


def gold_number(number: int, fact: StatedFact, part: bool = False) -> GoldNumber:
    """A stated fact as the number that an answer must say; ``part``: its label belongs to it."""
    gold = generated(number)
    return GoldNumber(
        value=fact.value, unit=fact.unit, hedge=fact.hedge, label=fact.label if part else "",
        body=gold.agency, year=gold.year, scope=fact.scope,
    )  # fmt: skip


def spans(number: int, facts: Sequence[StatedFact]) -> tuple:
    """Where the report states them."""
    return tuple(dict.fromkeys(span(name_of(number), fact.start, fact.end) for fact in facts))


def key_of(fact: StatedFact) -> str:
    """``applications_received`` for a headline number, ``applications_received/网络`` for a part of it."""
    return f"{fact.metric}/{fact.label}" if fact.label else fact.metric


def facts_of(gold: GeneratedReport, key: str, scope: str = "本年") -> list[StatedFact]:
    """Every place where the report states that number, first the first."""
    return [fact for fact in gold.facts if key_of(fact) == key and fact.scope == scope]


def templates(key: str) -> list[str]:
    """The wordings for a number, none where nobody would ask for it."""
    found = wordings()["figures"]
    return found.get(key) or (found.get(f"{key.partition('/')[0]}/*", []) if "/" in key else [])


def worded(template: str, number: int, fact: StatedFact) -> str:
    """A template with the report's body and years and the fact's unit and label."""
    gold = generated(number)
    return template.format(
        who=gold.agency, year=gold.year, last=gold.year - 1, next=gold.year + 1, unit=fact.unit, label=fact.label
    )
