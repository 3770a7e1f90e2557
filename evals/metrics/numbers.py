"""Number grounding: level 1 (occurs in the cited text), level 2 (bound to its label), recall against the gold.

``2013年主动公开273条`` citing a sentence that says 公开273条: found and bound. Citing one that lists 273 for another
thing: found, not bound. ``37条`` for 37余条: neither (hedge_dropped).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from evals.metrics.binding import SCOPE_WORDS, binding_fault, known_numbers
from evals.metrics.derived import Accounts
from evals.metrics.grounding import evidence_numbers, fault, first_fault
from evals.metrics.norm import bigram_share, norm, statements
from evals.metrics.reading import Number, hedge_class, kind_of, normal_value, read
from evals.metrics.world import Answer, World, is_answer, no_score, share, whole
from evals.schema import Case, GoldNumber, Score
from ingest.facts.zeros import zero_statements
from ingest.view import View


@dataclass(frozen=True)
class Said:
    """One number that an answer says, with why it is not found (level 1) or not bound (level 2) in what is cited."""

    number: Number
    found_fault: str | None
    bound_fault: str | None


def said_numbers(answer: Answer, world: World) -> list[Said]:
    """Every number of every claim but ``absence``, judged against that claim's own citations."""
    by_n = {citation["n"]: citation for citation in answer["citations"]}
    return [
        one
        for claim in answer["claims"]
        if claim["kind"] != "absence"
        for one in _judged(claim, [by_n[n] for n in claim["citations"] if n in by_n], answer, world)
    ]


def _judged(
    claim: Mapping[str, Any], cited: Sequence[Mapping[str, Any]], answer: Answer, world: World
) -> Iterator[Said]:
    evidence = [number for citation in cited for number in evidence_numbers(world, citation)]
    known = known_numbers(world, cited)
    accounts = Accounts.of(claim, known, answer.get("coverage"))
    verbatim = any(norm(claim["text"]) in norm(world.cited(citation) or "") for citation in cited)
    for statement in statements(claim["text"]):
        for number in read(statement):
            if accounts.misses_its_bar(number):
                yield Said(number, None, "another bar than the computation's")
                continue
            if accounts.holds(number):
                yield Said(number, None, None)
                continue
            missing = _year_fault(number, cited, world) if number.kind == "year" else first_fault(number, evidence)
            bound = None if verbatim else binding_fault(number, statement, known, world, accounts.over)
            yield Said(number, missing, missing or bound)


def _year_fault(number: Number, cited: Sequence[Mapping[str, Any]], world: World) -> str | None:
    """A year may be the evidence's or its report's."""
    evidence = [one for citation in cited for one in evidence_numbers(world, citation)]
    if first_fault(number, evidence) is None:
        return None
    own = {world.reports[c["report_id"]].year for c in cited if c["report_id"] in world.reports}
    return None if int(number.value) in own else "not in the cited text"


def _told(said: Sequence[Said], level: str) -> str:
    return "; ".join(f"{one.number.words}: {why}" for one in said if (why := getattr(one, level)))


def all_found(case: Case, answer: Answer, world: World) -> Score:
    """Level 1, the whole answer: every number stands in what its claim cites."""
    said = said_numbers(answer, world) if is_answer(answer) else []
    if not said:
        return no_score("numbers_found", "no number said")
    told = _told(said, "found_fault")
    return whole("numbers_found", not told, _words(said), told)


def all_bound(case: Case, answer: Answer, world: World) -> Score:
    """Level 2, the whole answer: every number is the one that its words name. The gate looks at this."""
    said = said_numbers(answer, world) if is_answer(answer) else []
    if not said:
        return no_score("numbers_bound", "no number said")
    told = _told(said, "bound_fault")
    return whole("numbers_bound", not told, _words(said), told)


def precision(case: Case, answer: Answer, world: World) -> Score:
    """Level 2, by number: the share of the numbers said that are bound."""
    said = said_numbers(answer, world) if is_answer(answer) else []
    right = sum(one.bound_fault is None for one in said)
    return share("number_precision", right, len(said), _words(said), _told(said, "bound_fault"))


def _words(said: Sequence[Said]) -> str:
    return "、".join(one.number.words for one in said)


def recall(case: Case, answer: Answer, world: World) -> Score:
    """The share of the gold numbers that a claim says: value, unit, hedge, of that body, year and scope."""
    if not case.numbers or not is_answer(answer):
        return no_score("number_recall")
    missing = [gold for gold in case.numbers if not says(gold, answer, world)]
    told = "missing: " + "、".join(f"{gold.value}{gold.unit}" for gold in missing)
    return share("number_recall", len(case.numbers) - len(missing), len(case.numbers), _claims(answer), told)


def _claims(answer: Answer) -> str:
    return " / ".join(claim["text"] for claim in answer["claims"])


def says(gold: GoldNumber, answer: Answer, world: World) -> bool:
    """Whether some claim says a gold number and cites the right body and year for it."""
    by_n = {citation["n"]: citation for citation in answer["citations"]}
    return any(
        _is_gold(number, gold) and _of_body(claim, by_n, gold, world) and _labelled(number, gold)
        for claim in answer["claims"]
        if claim["kind"] != "absence"
        for number in (*read(claim["text"]), *_zeros(claim["text"]))
        if claim["kind"] == "computed" or _in_scope(claim["text"], gold)
    )


def _zeros(text: str) -> Iterator[Number]:
    for figure in zero_statements(View(text), (), None):
        yield Number(Decimal(0), None, "", "count", None, "", figure.quote, 0, 0, figure.quote, "")


def _is_gold(number: Number, gold: GoldNumber) -> bool:
    try:
        value = normal_value(Decimal(gold.value), gold.unit)
        upper = normal_value(Decimal(gold.value_max), gold.unit) if gold.value_max else None
    except InvalidOperation:
        return False
    unit = {"money": "元", "percent": "%"}.get(kind_of(gold.unit), gold.unit)
    wanted = Number(value, upper, unit, kind_of(gold.unit), hedge_class(gold.hedge), "", "", 0, 0)
    if value == 0 and number.value == 0 and number.kind in ("count", wanted.kind):
        return True
    return number.hedge == wanted.hedge and number.upper == upper and fault(_unsigned(number), wanted) is None


def _unsigned(number: Number) -> Number:
    return Number(**{**vars(number), "sign": ""})


def _of_body(claim: Mapping[str, Any], by_n: Mapping[int, Mapping[str, Any]], gold: GoldNumber, world: World) -> bool:
    """A computed claim may cite several reports; one of them must be of the gold's body and year."""
    if not gold.body and gold.year is None:
        return True
    cited = [world.reports.get(by_n[n]["report_id"]) for n in claim["citations"] if n in by_n]
    return any(
        report and (not gold.body or gold.body in (report.agency or report.title)) and gold.year in (None, report.year)
        for report in cited
    )


def _labelled(number: Number, gold: GoldNumber) -> bool:
    return not gold.label or (bigram_share(gold.label, number.before + number.after) or 0) >= 0.5


def _in_scope(text: str, gold: GoldNumber) -> bool:
    words = SCOPE_WORDS.get(gold.scope or "")
    return words is None or bool(words.search(norm(text)))
