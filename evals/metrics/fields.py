"""Summaries, field by field: precision, recall, F1, null accuracy, wrong against missing, citation support.

A wrong value is a false positive *and* misses the gold (both precision and recall fall); an invented one is a false
positive; an unfilled one is missing. Text fields match at CMRC F1 >= 0.8, list fields by the best one-to-one matching.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Literal

from evals.metrics.grounding import evidence_numbers, fault, same_unit
from evals.metrics.norm import norm
from evals.metrics.reading import Number, hedge_class, kind_of, normal_value
from evals.metrics.text import cmrc_f1
from evals.metrics.world import Answer, Metric, World, no_score, share
from evals.schema import Case, GoldField, GoldItem, Score

TEXT_ALIKE = 0.8
Verdict = Literal["right", "wrong", "invented", "missing", "null"]
Field = Mapping[str, Any]


@dataclass(frozen=True)
class Counts:
    """What became of the fields of one summary; list fields count by line."""

    right: int = 0
    wrong: int = 0
    invented: int = 0
    missing: int = 0
    null: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def precision(self) -> tuple[int, int]:
        """Right of all filled."""
        return self.right, self.right + self.wrong + self.invented

    @property
    def recall(self) -> tuple[int, int]:
        """Right of all that the text states."""
        return self.right, self.right + self.wrong + self.missing

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when there is nothing to find and nothing was said."""
        said = self.precision[1] + self.recall[1]
        return 2 * self.right / said if said else None


def judge(gold: GoldField, field: Field | None) -> Counts:
    """The counts of one field."""
    filled = bool(field) and field["status"] != "not_stated"  # type: ignore[index]
    if gold.status == "not_stated":
        return Counts(invented=1) if filled else Counts(null=1)
    if gold.kind == "list" and gold.items:
        return _items(gold.items, field["items"] if field and filled else ())
    if not filled or field is None:
        return Counts(missing=1)
    return Counts(right=1) if _is_right(gold, field) else Counts(wrong=1)


def _is_right(gold: GoldField, field: Field) -> bool:
    if gold.status == "conflicting" or field["status"] == "conflicting":
        return gold.status == field["status"]
    if gold.kind == "number":
        return _same_number(gold, field)
    said = field["text"] or "" if gold.kind != "enum" else field["text"] or field["value"] or ""
    if gold.kind in ("enum", "date"):
        return norm(str(said)) == norm(gold.text or gold.value or "")
    lines = [said, *(item["label"] for item in field.get("items", ()))]
    return max(cmrc_f1(line, [gold.text]) for line in [*lines, "".join(lines)]) >= TEXT_ALIKE


def _same_number(gold: GoldField, field: Field) -> bool:
    try:
        same = normal_value(Decimal(gold.value or ""), gold.unit) == normal_value(
            Decimal(str(field["value"])), field["unit"] or ""
        )
    except InvalidOperation:
        return False
    kinds = kind_of(gold.unit) == kind_of(field["unit"] or "")
    units = not gold.unit or kind_of(gold.unit) != "count" or same_unit(gold.unit, field["unit"] or "")
    hedges = hedge_class(gold.hedge) == hedge_class(field["hedge"])
    return same and kinds and units and hedges and gold.scope in (None, field["scope"])


def _items(gold: Sequence[GoldItem], lines: Sequence[Field]) -> Counts:
    """The best one-to-one matching of lines; a line with the right label and another number is wrong."""
    if not lines:
        return Counts(missing=len(gold))
    from scipy.optimize import linear_sum_assignment

    likeness = [[_likeness(one, line) for line in lines] for one in gold]
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    pairs = [likeness[i][j] for i, j in zip(rows, columns, strict=True)]
    right, wrong = sum(p >= 2 for p in pairs), sum(1 <= p < 2 for p in pairs)
    met = right + wrong
    return Counts(right=right, wrong=wrong, invented=len(lines) - met, missing=len(gold) - met)


def _likeness(gold: GoldItem, line: Field) -> float:
    """2 and more: the same line; 1 and more: its label with another number; below: another line."""
    alike = cmrc_f1(norm(line["label"]), [norm(gold.label)])
    if alike < TEXT_ALIKE and norm(gold.label) not in norm(line["label"]):
        return alike / 10
    same = gold.value is None or (line["value"] is not None and Decimal(gold.value) == Decimal(str(line["value"])))
    units = not gold.unit or not line["unit"] or same_unit(gold.unit, line["unit"])
    return (2.0 if same and units else 1.0) + alike / 10


def counts(case: Case, answer: Answer) -> dict[str, Counts]:
    """The counts of every gold field, by key."""
    return {gold.key: judge(gold, answer["fields"].get(gold.key)) for gold in case.fields}


def _total(case: Case, answer: Answer) -> Counts:
    return sum(counts(case, answer).values(), Counts())


def _share(name: str, which: str, case: Case, answer: Answer, world: World) -> Score:
    if not case.fields or "fields" not in answer:
        return no_score(name, "no gold fields, or no summary")
    total = _total(case, answer)
    hits, of = total.precision if which == "precision" else total.recall
    return share(name, hits, of, str(total), _told(case, answer))


def _told(case: Case, answer: Answer) -> str:
    by_key = counts(case, answer).items()
    return "; ".join(f"{key}: {found}" for key, found in by_key if found.wrong or found.invented or found.missing)


def micro_f1(case: Case, answer: Answer, world: World) -> Score:
    """F1 over all fields and lines together."""
    if not case.fields or "fields" not in answer or (value := _total(case, answer).f1) is None:
        return no_score("field_f1", "no gold fields, or no summary")
    return Score(metric="field_f1", value=value, answer=str(_total(case, answer)), explanation=_told(case, answer))


def macro_f1(case: Case, answer: Answer, world: World) -> Score:
    """The mean of the fields' own F1."""
    values = [one.f1 for one in counts(case, answer).values()] if case.fields and "fields" in answer else []
    known = [value for value in values if value is not None]
    if not known:
        return no_score("field_macro_f1", "no gold fields, or no summary")
    return Score(metric="field_macro_f1", value=sum(known) / len(known), answer=str(len(known)), explanation="")


def null_accuracy(case: Case, answer: Answer, world: World) -> Score:
    """The share of the fields on which the text is silent that are left empty."""
    silent = [one for one in case.fields if one.status == "not_stated"]
    if not silent or "fields" not in answer:
        return no_score("field_null_accuracy", "no silent field, or no summary")
    invented = [one.key for one in silent if judge(one, answer["fields"].get(one.key)).invented]
    return share(
        "field_null_accuracy", len(silent) - len(invented), len(silent), str(len(silent)), f"invented: {invented}"
    )


def support(case: Case, answer: Answer, world: World) -> Score:
    """The share of the filled number fields whose own citations hold the value."""
    if "fields" not in answer:
        return no_score("field_support", "no summary")
    by_n = {citation["n"]: citation for citation in answer["citations"]}
    filled = {key: f for key, f in answer["fields"].items() if f["status"] == "stated" and f["value"] is not None}
    loose = [
        key for key, f in filled.items() if not _supported(f, [by_n[n] for n in f["citations"] if n in by_n], world)
    ]
    return share("field_support", len(filled) - len(loose), len(filled), str(len(filled)), f"unsupported: {loose}")


def _supported(field: Field, cited: Sequence[Field], world: World) -> bool:
    unit = field["unit"] or ""
    kind = kind_of(unit)
    said = Number(
        normal_value(Decimal(str(field["value"])), unit), None, {"money": "元", "percent": "%"}.get(kind, unit), kind,
        hedge_class(field["hedge"]), "", "", 0, 0,
    )  # fmt: skip
    numbers = [number for citation in cited for number in evidence_numbers(world, citation)]
    return any(fault(said, Number(**{**vars(one), "upper": None})) is None for one in numbers)


def parts_add_up(case: Case, answer: Answer, world: World) -> Score:
    """Where the gold's parts make its total, the summary's must, exactly; a free oracle (evals.md 2.8)."""
    gold = {one.key: one for one in case.fields}
    if "fields" not in answer or not _adds_up(gold):
        return no_score("field_parts", "the gold's parts make no total")
    fields = answer["fields"]
    total, lines = fields["disclosed_total"], fields["categories"]["items"]
    if total["value"] is None or not lines:
        return no_score("field_parts", "no total or no parts")
    added = sum(Decimal(str(line["value"] or 0)) for line in lines)
    return share("field_parts", int(added == Decimal(str(total["value"]))), 1, str(added), f"is not {total['value']}")


def _adds_up(gold: Mapping[str, GoldField]) -> bool:
    total, parts = gold.get("disclosed_total"), gold.get("categories")
    if not total or not parts or not total.value or total.hedge or not parts.items:
        return False
    return sum(Decimal(item.value or 0) for item in parts.items) == Decimal(total.value)


METRICS: dict[str, Metric] = {
    "field_precision": partial(_share, "field_precision", "precision"),
    "field_recall": partial(_share, "field_recall", "recall"),
    "field_f1": micro_f1,
    "field_macro_f1": macro_f1,
    "field_null_accuracy": null_accuracy,
    "field_support": support,
    "field_parts": parts_add_up,
}
