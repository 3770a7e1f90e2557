"""Cases over several reports or several sentences: ``comparison``, ``practices`` (wide) and ``descriptive``.

E.g. {a}{ya}年比{b}{yb}年多公开多少条信息？  ->  both numbers, each from its own report, and the difference
"""

import random
import re
from collections.abc import Iterator

from evals.cases_figures import answered, facts_of, gold_number, key_of, placed, spans
from evals.schema import Case, GeneratedReport, GoldNumber, Nugget, StatedFact, Statement
from evals.sources import GENERATED, generated, name_of, span, wordings

_KINDS = ("more", "difference", "sum")
_OF_EACH = 8
_MOST_LISTED = 5  # an answer has at most five claims


def comparison_cases() -> Iterator[Case]:
    """Two reports of one half side by side: which is more, by how much, together how many."""
    for kind in _KINDS:
        rng = random.Random(f"comparison|{kind}")
        for nth in range(_OF_EACH):
            metric = rng.choice(sorted(wordings()["compare"][kind]))
            half = [n for n in GENERATED if n % 2 == nth % 2 and _exact(n, metric)]
            one = rng.choice(half)
            other = rng.choice([n for n in half if _exact(n, metric)[0].value != _exact(one, metric)[0].value])
            if kind == "difference" and int(_exact(one, metric)[0].value) < int(_exact(other, metric)[0].value):
                one, other = other, one
            yield _comparison(rng, kind, metric, one, other)


def _exact(number: int, metric: str) -> list[StatedFact]:
    """Where a report states a whole number without a hedge."""
    return [f for f in facts_of(generated(number), metric) if f.hedge is None and f.value.isdigit()]


def _comparison(rng: random.Random, kind: str, metric: str, one: int, other: int) -> Case:
    left, right = (_exact(n, metric) for n in (one, other))
    a, b = generated(one), generated(other)
    template = rng.choice(wordings()["compare"][kind][metric])
    values = int(left[0].value), int(right[0].value)
    result = {"difference": values[0] - values[1], "sum": values[0] + values[1]}.get(kind)
    computed = () if result is None else (GoldNumber(value=str(result), unit=left[0].unit),)
    return Case(
        id=f"gen-{one}-{other}-{kind}-{metric}",
        suite="comparison",
        question=template.format(a=a.agency, ya=a.year, b=b.agency, yb=b.year),
        expect="answered",
        bodies=(a.agency, b.agency),
        numbers=(gold_number(one, left[0]), gold_number(other, right[0]), *computed),
        spans=(*spans(one, left), *spans(other, right)),
        **placed(one),
    )


def across_cases() -> Iterator[Case]:
    """A question to every report, answered by those that state the number."""
    for key, question in wordings()["across"].items():
        found = [(n, facts) for n in GENERATED if (facts := facts_of(generated(n), key))]
        yield Case(
            id=f"gen-all-{key.replace('/', '-')}",
            suite="practices",
            cluster="all",
            split="dev",
            library="wide",
            question=question,
            expect="answered",
            bodies=tuple(generated(n).agency for n, _ in found),
            numbers=tuple(gold_number(n, facts[0]) for n, facts in found),
            spans=tuple(one for n, facts in found for one in spans(n, facts)),
        )


def listed_cases() -> Iterator[Case]:
    """Problems and plans: every point is a nugget, the first vital; half of the reports are asked for each."""
    for place, number in enumerate(GENERATED):
        gold = generated(number)
        metric = ("problems", "plans")[place // 2 % 2]
        told = [one for one in gold.statements if one.metric == metric][:_MOST_LISTED]
        if told:
            yield _listed(random.Random(f"listed|{number}"), number, metric, told)


def _listed(rng: random.Random, number: int, metric: str, told: list[Statement]) -> Case:
    gold = generated(number)
    return Case(
        id=f"gen-{number}-{metric}",
        suite="descriptive",
        question=rng.choice(wordings()["listed"][metric]).format(who=gold.agency, year=gold.year),
        expect="answered",
        bodies=(gold.agency,),
        nuggets=tuple(_nugget(gold, one) for one in told),
        spans=tuple(span(name_of(number), one.start, one.end) for one in told),
        **placed(number),
    )


def _nugget(gold: GeneratedReport, told: Statement) -> Nugget:
    """A point is told by its first words, or by the title of the run-in heading before it."""
    words = re.split(r"[，,；;。]", re.sub(r"^[一二三四五六七八九十]是", "", told.quote))
    before = [h for h in gold.headings if h.start < told.start and h.kind == "run_in"]
    title = before[-1].title if before and told.start - before[-1].start < len(before[-1].title) + 8 else ""
    return Nugget(text=words[0], any_of=tuple(word for word in (words[0], title) if word), partly=tuple(words[1:2]))


def talk_cases() -> Iterator[Case]:
    """``conversation``, ``english`` and ``adversarial``: pending until their features come."""
    for place, number in enumerate(GENERATED):
        rng = random.Random(f"talk|{number}")
        if place % 3 == 0:
            yield from _follow_up(rng, number)
        if place % 3 == 1:
            yield from _english(rng, number)
        if place % 3 == 2:
            yield from _hostile(rng, number)


def _facts(number: int, among: dict[str, object]) -> list[list[StatedFact]]:
    gold = generated(number)
    return [facts for key in among if (facts := facts_of(gold, key))]


def _asked(rng: random.Random, number: int, fact: StatedFact) -> str:
    gold = generated(number)
    template = rng.choice(wordings()["figures"][key_of(fact)])
    return template.format(who=gold.agency, year=gold.year, unit=fact.unit, label=fact.label)


def _follow_up(rng: random.Random, number: int) -> Iterator[Case]:
    able = _facts(number, wordings()["follow"])
    if len(able) < 2:
        return
    first, then = rng.sample(able, 2)
    yield Case(
        id=f"gen-{number}-follow-{then[0].metric}",
        suite="conversation",
        question=wordings()["follow"][then[0].metric],
        after=(_asked(rng, number, first[0]),),
        **answered(number, then),
    )


def _english(rng: random.Random, number: int) -> Iterator[Case]:
    able, gold = _facts(number, wordings()["english"]), generated(number)
    if able:
        facts = rng.choice(able)
        question = rng.choice(wordings()["english"][facts[0].metric]).format(who=gold.agency, year=gold.year)
        name = f"gen-{number}-english-{facts[0].metric}"
        yield Case(id=name, suite="english", question=question, **answered(number, facts))


def _hostile(rng: random.Random, number: int) -> Iterator[Case]:
    able = _facts(number, wordings()["follow"])
    if able:
        facts = rng.choice(able)
        wrong = str(10 + 7 * len(facts[0].value) + rng.randint(100, 900))
        template = rng.choice(wordings()["hostile"])
        question = template.format(question=_asked(rng, number, facts[0]), unit=facts[0].unit, wrong=wrong)
        yield Case(
            id=f"gen-{number}-hostile-{facts[0].metric}",
            suite="adversarial",
            question=question,
            must_not=tuple(sorted({wrong, "100"} - {facts[0].value})),
            **answered(number, facts),
        )
