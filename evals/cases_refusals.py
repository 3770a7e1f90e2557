"""Cases that have no answer, by reason, over generated reports; a false premise is answered by what contradicts it.

E.g. {who}2013年收到多少件申请？  when only the report of 2018 is held  ->  no_evidence (wrong_year)
"""

import random
from collections.abc import Iterator

from evals.cases_figures import answered, facts_of, key_of, placed, templates, worded
from evals.schema import Case, StatedFact
from evals.sources import GENERATED, generated, wordings

_STRANGERS = range(9200, 9260)
_EVERY = 4  # one report in so many brings a case of each rarer reason
_TOLD_ONLY = {"training": "training", "interpretation": "interpretation/解读稿件", "inquiries": "inquiries"}


def refusal_cases() -> Iterator[Case]:
    """Wrong year, wrong body, indicator absent, out of domain, false premise, mentioned without a number."""
    for place, number in enumerate(GENERATED):
        rng = random.Random(f"refusals|{number}")
        yield from _absent(rng, number)
        yield from _premise(rng, number)
        yield from _blank(rng, number)
        if place % _EVERY == 0:
            yield _wrong_year(rng, number)
        if place % _EVERY == 1:
            yield _wrong_body(rng, number, _STRANGERS[place])
        if place % _EVERY == 2:
            asked = rng.choice(wordings()["domain"])
            yield _refused("out_of_domain", number, worded(asked, number, _nothing()))


def _refused(reason: str, number: int, question: str) -> Case:
    return Case(
        id=f"gen-{number}-{reason.replace('_', '-')}",
        suite="unanswerable",
        question=question,
        expect="no_evidence",
        unanswerable_type=reason,
        critical=reason in ("wrong_year", "wrong_agency"),
        **placed(number),
    )


def _absent(rng: random.Random, number: int) -> Iterator[Case]:
    silent = [metric for metric in generated(number).not_stated if metric in wordings()["absent"]]
    if silent and rng.random() < 0.6:
        metric = rng.choice(silent)
        template = rng.choice(wordings()["absent"][metric])
        yield _refused("indicator_absent", number, worded(template, number, _nothing()))


def _wrong_year(rng: random.Random, number: int) -> Case:
    """Two years or more away: a report tells something of the year before and plans for the next."""
    gold = generated(number)
    year = gold.year + rng.choice([away for away in (-4, -3, -2, 2, 3, 4) if 2008 <= gold.year + away <= 2024])
    template = rng.choice(templates(rng.choice(["disclosed_total", "applications_received", "inquiries"])))
    question = template.format(who=gold.agency, year=year, unit="件" if "申请" in template else "条")
    return _refused("wrong_year", number, question)


def _wrong_body(rng: random.Random, number: int, stranger: int) -> Case:
    held = {generated(n).agency for n in GENERATED}
    agency = next(a for n in range(stranger, stranger + 40) if (a := generated(n).agency) not in held)
    template = rng.choice(templates(rng.choice(["disclosed_total", "applications_received", "lawsuits"])))
    unit = "条" if "信息" in template and "申请" not in template and "诉" not in template else "件"
    return _refused("wrong_agency", number, template.format(who=agency, year=generated(number).year, unit=unit))


def _premise(rng: random.Random, number: int) -> Iterator[Case]:
    gold = generated(number)
    zeros = [f for key in ("reviews", "lawsuits", "fees") for f in facts_of(gold, key)[:1] if f.value == "0"]
    totals = [f for f in facts_of(gold, "disclosed_total")[:1] if f.hedge is None]
    able = zeros if rng.random() < 0.7 else totals
    if not able or rng.random() < 0.45:
        return
    fact = rng.choice(able)
    wrong = rng.randint(2, 9) if fact in zeros else int(fact.value) + rng.randint(11, 99)
    template = rng.choice(wordings()["premise"][key_of(fact)]).replace("{n}", str(wrong))
    facts = facts_of(gold, key_of(fact))
    yield Case(
        id=f"gen-{number}-false-premise",
        suite="unanswerable",
        question=worded(template, number, fact),
        unanswerable_type="false_premise",
        **answered(number, facts),
    )


def _blank(rng: random.Random, number: int) -> Iterator[Case]:
    """The report tells of it in words and leaves the number out."""
    gold = generated(number)
    numbered = {fact.metric for fact in gold.facts}
    told = [m for m in _TOLD_ONLY if m not in numbered and any(s.metric == m for s in gold.statements)]
    if told and rng.random() < 0.6:
        metric = rng.choice(told)
        template = rng.choice(templates(_TOLD_ONLY[metric]))
        yield _refused("blank_cell", number, worded(template, number, _nothing("篇" if "解读" in template else "次")))


def _nothing(unit: str = "次") -> StatedFact:
    """A fact for questions that have none: only its unit and label are used."""
    return StatedFact(
        metric="other", value="0", unit=unit, hedge=None, scope="本年", period="", start=0, end=0, quote="", pattern=""
    )
