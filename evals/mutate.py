"""The metrics' own test: plant one fault in a right answer; some metric must fall, and an equal rewording must not.

    answer = {"claims": [{"text": "丰台科技园区2013年：主动公开273条", …}], …}
    mutants(case, answer, world) → number_plus_one: …274条 (kill) · same_in_chinese: …二百七十三条 (survive) · …

Faults in the words come from ``evals/mutants.py``, those that need citations or the library from ``evals/faults.py``.
Run over many right answers this gives the kill matrix (``evals/kill.py``), operator by metric (evals.md 2.10).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from bot.question.naming import names
from evals.faults import ANSWER_FAULTS, Right, renamed
from evals.metrics.reading import read
from evals.metrics.world import Answer, World, is_answer
from evals.mutants import TEXT_EQUIVALENTS, TEXT_FAULTS
from evals.schema import Case
from ingest.schema import Report

MOST = 3  # mutants of one operator from one answer
Expected = Literal["kill", "survive"]


@dataclass(frozen=True)
class Mutant:
    """A changed answer: a fault that must be seen (``kill``) or the same in other words (``survive``)."""

    operator: str
    expected: Expected
    answer: Answer


def mutants(case: Case, answer: Answer, world: World) -> Iterator[Mutant]:
    """At most ``MOST`` of every operator that fits the answer, in a fixed order."""
    right = Right(case, answer, world)
    if not is_answer(answer):
        operators: Mapping[str, Callable[[Right], Iterator[Answer]]] = FIELD_FAULTS if "fields" in answer else {}
        yield from (Mutant(name, "kill", one) for name, make in operators.items() for one in islice(make(right), MOST))
        return
    for name, fault in TEXT_FAULTS.items():
        yield from (Mutant(name, "kill", one) for one in islice(_reworded(right, fault), MOST))
    for name, make in ANSWER_FAULTS.items():
        yield from (Mutant(name, "kill", one) for one in islice(make(right), MOST))
    for name, rewrite in TEXT_EQUIVALENTS.items():
        yield from (Mutant(name, "survive", one) for one in islice(_reworded(right, rewrite, quotes=False), MOST))
    for name, make in ANSWER_EQUIVALENTS.items():
        yield from (Mutant(name, "survive", one) for one in islice(make(right), MOST))


def _reworded(right: Right, change: Callable[[str], Iterator[str]], quotes: bool = True) -> Iterator[Answer]:
    """Claims with changed words; ``quotes``: quotations too (a changed quotation is never an equal one)."""
    for at, claim in enumerate(right.answer["claims"]):
        if claim["kind"] != "absence" and (quotes or claim["kind"] != "quote"):
            yield from (right.with_claim(at, text=text) for text in change(claim["text"]))


# ---- equal answers ----


def claims_reversed(right: Right) -> Iterator[Answer]:
    """The claims in another order."""
    if len(right.answer["claims"]) > 1:
        yield {**right.answer, "claims": list(reversed(right.answer["claims"]))}


def official_alias(right: Right) -> Iterator[Answer]:
    """The body under another of its own names."""

    def others(report: Report) -> Iterator[str]:
        yield from sorted(name for name in names(report) if len(name) > 3)

    yield from renamed(right, others)


# ---- fields of a summary ----


def _with_fields(right: Right, **changed: dict[str, Any]) -> Answer:
    fields = right.answer["fields"]
    return {**right.answer, "fields": {key: {**field, **changed.get(key, {})} for key, field in fields.items()}}


def _filled(right: Right) -> list[str]:
    gold = {one.key for one in right.case.fields if one.kind == "number" and one.status == "stated"}
    return [key for key, field in right.answer["fields"].items() if key in gold and field["value"] is not None]


def _empty(right: Right) -> list[str]:
    silent = {one.key for one in right.case.fields if one.status == "not_stated"}
    return [key for key, field in right.answer["fields"].items() if key in silent and field["status"] == "not_stated"]


def field_dropped(right: Right) -> Iterator[Answer]:
    """A stated number is left out."""
    for key in _filled(right):
        yield _with_fields(right, **{key: {"status": "not_stated", "value": None, "unit": None, "citations": []}})


def fields_swapped(right: Right) -> Iterator[Answer]:
    """Two fields change values."""
    fields, keys = right.answer["fields"], _filled(right)
    for one, other in zip(keys, keys[1:], strict=False):
        a, b = fields[one], fields[other]
        if a["value"] != b["value"]:
            yield _with_fields(right, **{one: {"value": b["value"]}, other: {"value": a["value"]}})


def field_invented(right: Right) -> Iterator[Answer]:
    """A field on which the text is silent gets a number."""
    for key in _empty(right):
        yield _with_fields(right, **{key: {"status": "stated", "value": "7", "unit": "件", "text": "7件"}})


def null_filled(right: Right) -> Iterator[Answer]:
    """Not mentioned becomes nought."""
    for key in _empty(right):
        yield _with_fields(right, **{key: {"status": "stated", "value": "0", "unit": "件", "text": "0件"}})


def field_off_by_one(right: Right) -> Iterator[Answer]:
    """A field's number is one more."""
    for key in _filled(right):
        value = read(f"{right.answer['fields'][key]['value']}件")
        if value:
            yield _with_fields(right, **{key: {"value": format(value[0].value + 1, "f")}})


FIELD_FAULTS: dict[str, Callable[[Right], Iterator[Answer]]] = {
    make.__name__: make for make in (field_dropped, fields_swapped, field_invented, null_filled, field_off_by_one)
}
ANSWER_EQUIVALENTS: dict[str, Callable[[Right], Iterator[Answer]]] = {
    "same_claim_order": claims_reversed,
    "same_alias": official_alias,
}
OPERATORS = (*TEXT_FAULTS, *ANSWER_FAULTS, *FIELD_FAULTS, *TEXT_EQUIVALENTS, *ANSWER_EQUIVALENTS)
