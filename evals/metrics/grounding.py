"""Does a number of the answer stand in the cited text? Level 1: value, unit, hedge and direction occur there."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.reading.amounts import place
from evals.metrics.reading import Number, hedge_class, kind_of, normal_value, read
from evals.metrics.world import World
from ingest.facts.zeros import zero_statements
from ingest.schema import Figure
from ingest.view import View

_CLASSES = (
    {"条", "件", "份", "篇", "项", "个", "起", "例", "宗", "类", "批", "批次", "部", "方面", "部分", "条次",
     "件次", "条(次)", "件(次)", "大"},
    {"人", "名", "位", "个"},
    {"人次", "人(次)", "次", "条次", "件次"},
    {"次", "场", "期", "届", "轮", "批", "批次", "个"},
    {"天", "个工作日"},
)  # fmt: skip
_SAME = ({"人", "名", "位"}, {"人次", "人(次)"}, {"条", "条(次)", "条次"}, {"件", "件(次)", "件次"}, {"批", "批次"})
CONTEXT = 16


def fault(said: Number, evidence: Number) -> str | None:
    """Why ``evidence`` does not ground ``said``: value, unit, direction, hedge_dropped, hedge; None when it does."""
    if said.kind == "identifier" or evidence.kind == "identifier":
        return None if said.kind == evidence.kind and said.words == evidence.words else "value"
    if not compatible(said, evidence):
        return "unit"
    if said.sign and said.sign != evidence.sign:
        return "direction" if said.value == evidence.value else "value"
    if said.upper != evidence.upper:
        return "value"
    if said.hedge == evidence.hedge:
        return None if said.value == evidence.value else "value"
    if evidence.hedge:
        return "hedge_dropped" if said.value == evidence.value and not said.hedge else "value"
    return None if _fits(said.value, said.hedge, evidence.value) else "hedge"


def _fits(said: Decimal, hedge: str | None, exact: Decimal) -> bool:
    """Whether a hedged number may be said of an exact one; u is its lowest non-zero place (evals.md 2.3)."""
    unit = place(said)
    return {
        "more": said < exact < said + unit,
        "about": abs(exact - said) <= unit / 2,
        "near": said - unit < exact < said,
        "least": said <= exact < said + unit,
        "under": said - unit < exact < said,
    }.get(hedge or "", False)


def compatible(said: Number, evidence: Number) -> bool:
    """Whether two numbers can count the same; a number without a unit fits any count, never money or a share."""
    if said.kind != evidence.kind:
        return False
    if said.kind != "count" or said.unit == evidence.unit or not (said.unit and evidence.unit):
        return said.unit == evidence.unit or said.kind == "count"
    return any(said.unit in units and evidence.unit in units for units in _CLASSES)


def same_unit(one: str, other: str) -> bool:
    """Whether two units are one: the same word, or 人 for 名, 条 for 条(次)."""
    return one == other or any(one in units and other in units for units in _SAME)


def evidence_numbers(world: World, citation: Mapping[str, Any]) -> tuple[Number, ...]:
    """The numbers inside a citation's span; one that the span cuts through (37 of 37余) is not there."""
    text = world.texts.get(citation["report_id"])
    if text is None or world.cited(citation) is None:
        return ()
    return _inside(text, citation["start"], citation["end"]) + tuple(
        as_number(figure) for figure in world.figures_in(citation) if figure.value == 0
    )


@lru_cache(65536)
def _inside(text: str, start: int, end: int) -> tuple[Number, ...]:
    low, high = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    near = text[low:high]
    found = [n for n in read(near) if start <= n.start + low and n.end + low <= end]
    zeros = [figure for figure in zero_statements(View(text[start:end]), (), None)]
    return (*found, *(as_number(figure) for figure in zeros))


def as_number(figure: Figure) -> Number:
    """A figure as a number of a text, to be compared with one."""
    unit = "%" if figure.unit == "‰" else "元" if kind_of(figure.unit) == "money" else figure.unit
    upper = normal_value(figure.value_max, figure.unit) if figure.value_max is not None else None
    hedge = hedge_class(figure.hedge)
    value, kind = normal_value(figure.value, figure.unit), kind_of(figure.unit)
    return Number(value, upper, unit, kind, hedge, "", figure.quote, figure.start, figure.end, before=figure.label)


def first_fault(said: Number, evidence: Iterable[Number]) -> str | None:
    """None when any number of the evidence grounds ``said``; else the most telling reason."""
    faults = [fault(said, one) for one in evidence]
    if None in faults:
        return None
    return next((why for why in ("hedge_dropped", "direction", "hedge") if why in faults), "not in the cited text")
