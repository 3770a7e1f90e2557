"""Arithmetic on figures as they are printed, hedges kept. Pure.

A hedged operand is an interval (`bot.reading.amounts`), and so is a result: 273条 + 5300余条 = 5573余条, and which of
5300余 and 5350 is more cannot be known.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, Literal

from pydantic import model_validator

from bot.reading.amounts import Amount, amount
from bot.schema import Computation, Operation
from ingest.figures import hedged, words
from ingest.schema import Figure, Noun

Operand = tuple[str, Figure]
Sign = Literal[">", "≥", "<", "≤", "="]
Order = Literal["largest", "smallest"]

SHOWN_OPERANDS = 12  # a longer calculation is shown by its ends, and says how many numbers it goes over
_SCALES = {"万元": Decimal(10**4), "亿元": Decimal(10**8)}
_KINDS = ("条件份篇项起例宗", "人名位户", "次场期届轮班", "元万亿")


class Condition(Noun):
    """What a number is tested against: ``sign`` ``value`` ``unit`` (> 500条); ``= 0`` is a denial.

    A range has its upper end in ``upto`` and is written ``≥100条且≤300条``; read back, that tail comes in ``unit``.
    """

    sign: Sign
    value: Decimal
    unit: str = ""
    upto: Decimal | None = None

    @model_validator(mode="before")
    @classmethod
    def _ranged(cls, given: dict[str, Any]) -> dict[str, Any]:
        unit, both, rest = str(given.get("unit", "")).partition("且≤")
        return given | {"unit": unit, "upto": re.sub(r"[^\d.]", "", rest)} if both else given

    def holds(self, figure: Figure) -> bool | None:
        """Whether the figure meets it; ``None`` where its hedge leaves both open."""
        if self.upto is not None:
            ends = [
                Condition(sign=sign, value=end).holds(figure) for sign, end in (("≥", self.value), ("≤", self.upto))
            ]
            return False if False in ends else None if None in ends else True
        said, bar = scaled(figure), Amount(self.value, self.value)
        above, below = bar.surely_less(said), said.surely_less(bar)
        sure, never = {
            ">": (above, said.high <= self.value),
            "≥": (said.low >= self.value, below),
            "<": (below, said.low >= self.value),
            "≤": (said.high <= self.value, above),
            "=": (said.exact and said == bar, above or below),
        }[self.sign]
        return True if sure else False if never else None

    def __str__(self) -> str:
        upto = "" if self.upto is None else f"且≤{plain(self.upto)}{self.unit}"
        return f"{self.sign}{plain(self.value)}{self.unit}{upto}"


def scaled(figure: Figure) -> Amount:
    """The interval of a figure; money in 元, whatever multiple it is printed in."""
    said, scale = amount(figure), _SCALES.get(figure.unit, Decimal(1))
    return Amount(said.low * scale, said.high * scale, said.low_open, said.high_open)


def same_kind(one: str, other: str) -> bool:
    """Whether two units count the same kind of thing, so that their numbers can be put in order (条 and 件)."""
    one, other = (unit.replace("(次)", "次") for unit in (one, other))
    if "人" in one + other and one != other:  # 人次 are visits, 人 are people
        return one[0] in _KINDS[1] and other[0] in _KINDS[1] and "次" not in one + other
    return one == other or any(one[0] in kind and other[0] in kind for kind in _KINDS)


def addable(one: Figure, other: Figure) -> bool:
    """Whether two figures may be added: the same unit, people as people, money as money; nought adds to its kind."""
    if not same_kind(one.unit, other.unit):
        return False
    kind = one.unit[0] in _KINDS[1] or one.unit[0] in _KINDS[3]
    return one.unit == other.unit or kind or 0 in (one.value, other.value)


def total(operands: Sequence[Operand]) -> Computation:
    """The sum, hedged where an operand is."""
    value, unit = _sum(operands)
    hedge = _hedge(value, _added(operands))
    return _shown("sum", operands, value / _SCALES.get(unit, 1), unit, hedge, _series(operands, " + "))


def mean(operands: Sequence[Operand]) -> Computation:
    """The sum by the number of operands, to one decimal place."""
    value, unit = _sum(operands)
    hedge = _hedge(value, _added(operands))
    value, same = _rounded(Fraction(value) / Fraction(_SCALES.get(unit, 1)) / len(operands), 1)
    said = f"({_series(operands, ' + ')}) ÷ {len(operands)}"
    return _shown("sum", operands, value, unit, hedge, said, same)


def difference(more: Operand, less: Operand, op: Operation = "difference") -> Computation:
    """``more`` less ``less``; ``accumulated`` is the same arithmetic, working back from a total at the year's end."""
    one, other = scaled(more[1]), scaled(less[1])
    unit = _unit((more, less))
    scale = _SCALES.get(unit, Decimal(1))
    unit = "个百分点" if unit == "%" else unit  # from 95.3% to 96.1% is 0.8 points, not 0.8%
    change = _value(more[1]) - _value(less[1])
    hedge = _hedge(change, one - other)
    return _shown(op, (more, less), change / scale, unit, hedge, _series((more, less), " - "))


def ratio(one: Operand, other: Operand) -> Computation:
    """How many times ``other`` goes into ``one``, to two decimal places; ``other`` is not nought."""
    value, same = _rounded(Fraction(_value(one[1])) / Fraction(_value(other[1])), 2)
    return _shown("ratio", (one, other), value, "倍", _loose(one, other), _series((one, other), " ÷ "), same)


def share(part: Operand, whole: Sequence[Operand]) -> Computation:
    """Hundredths of the whole (or of the sum of several wholes), to one decimal place; the whole is not nought."""
    value, same = _rounded(Fraction(_value(part[1])) * 100 / Fraction(_sum(whole)[0]), 1)
    under = words(whole[0][1]) if len(whole) == 1 else f"({_series(whole, ' + ')})"
    said = f"{words(part[1])} ÷ {under}"
    return _shown("share", (part, *whole), value, "%", _loose(part, *whole), said, same)


def round_percent(part: Decimal, whole: Decimal) -> str:
    """So many hundredths of the whole, to one decimal place, as printed (without the sign)."""
    return plain(_rounded(Fraction(part) * 100 / Fraction(whole), 1)[0])


def growth(now: Operand, before: Operand) -> Computation:
    """The change in hundredths of what was before, to one decimal place, negative for a fall; not from nought."""
    change = Fraction(_value(now[1]) - _value(before[1])) * 100 / Fraction(_value(before[1]))
    value, same = _rounded(change, 1)
    said = f"({_series((now, before), ' - ')}) ÷ {words(before[1])}"
    return _shown("growth", (now, before), value, "%", _loose(now, before), said, same)


def bounds(done: Computation) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a hedged result may be, rounded as shown; ``None`` for an exact one."""
    if done.hedge is None or done.op in {"largest", "smallest", "count"}:
        return None
    scale = Fraction(_SCALES.get(done.unit, 1))
    amounts = (scaled(f) for _, f in done.operands)
    ends = [(Fraction(said.low) / scale, Fraction(said.high) / scale) for said in amounts]
    found = {_exact(done, values) for values in _corners(ends, [o == done.operands[0] for o in done.operands])}
    places = max(1, -int(done.value.as_tuple().exponent))
    return _rounded(min(found), places)[0], _rounded(max(found), places)[0]


def _corners(ends: Sequence[tuple[Fraction, Fraction]], first: Sequence[bool]) -> Iterable[tuple[Fraction, ...]]:
    """Least and most of the first operand against those of all others; where the first is there twice it is one."""
    for one, side in product(ends[0], (0, 1)):
        yield tuple(one if same else end[side] for end, same in zip(ends, first, strict=True))


def _exact(done: Computation, values: tuple[Fraction, ...]) -> Fraction:
    one, *rest = values
    if done.op == "sum":
        return sum(values, Fraction(0)) / (len(values) if "÷" in done.text else 1)
    if done.op in {"difference", "accumulated"}:
        return one - rest[0]
    whole = sum(rest, Fraction(0))
    return {"ratio": one / whole, "share": 100 * one / whole, "growth": 100 * (one - whole) / whole}[done.op]


def ordered(operands: Iterable[Operand], order: Order) -> tuple[Operand, ...]:
    """From most to least (``largest``) or from least to most; equals stay in the order given."""
    sign = -1 if order == "largest" else 1
    return tuple(sorted(operands, key=lambda o: (sign * _middle(o[1]), sign * scaled(o[1]).high)))


def ranking(operands: Iterable[Operand], order: Order) -> Computation:
    """The extreme of all; the calculation is their chain.

    ``>`` is sure, ``=`` equal, ``≈`` hedged alike, ``≷`` cannot be known.
    """
    line = ordered(operands, order)
    relations = [_relation(a[1], b[1]) for a, b in pairwise(line)]
    said = [words(line[0][1])]
    said += [f"{sign} {words(figure)}" for sign, (_, figure) in zip(relations, line[1:], strict=True)]
    best = line[0][1]
    text = " ".join(_ends(said, "…"))
    if len(said) > SHOWN_OPERANDS:
        text += f"（共 {len(said)} 个数）"
    return Computation(op=order, operands=line, value=best.value, unit=best.unit, hedge=best.hedge, text=text)


def leaders(operands: Iterable[Operand], order: Order) -> tuple[tuple[Operand, ...], bool]:
    """Who comes first: all that no other surely passes, and whether that is sure (one alone, or exact equals)."""
    line = ordered(operands, order)
    first = [o for o in line if not any(_passes(other[1], o[1], order) for other in line)]
    equal = all(scaled(o[1]).exact and scaled(o[1]) == scaled(first[0][1]) for o in first)
    return tuple(first), len(first) == 1 or equal


def tally(operands: Sequence[Operand], condition: Condition, unit: str) -> Computation:
    """How many operands surely meet the condition; the calculation lists who does, who does not, who may."""
    kinds = {True: "符合", False: "不符合", None: "无法确定"}
    groups = {kind: [words(f) for _, f in operands if condition.holds(f) is answer] for answer, kind in kinds.items()}
    said = "；".join(f"{kind} {'、'.join(_ends(found, '…'))}" for kind, found in groups.items() if found)
    count = Decimal(len(groups["符合"]))
    text = f"{condition}：{said}；计 {plain(count)}{unit}"
    return Computation(op="count", operands=tuple(operands), value=count, unit=unit, text=text)


def result(done: Computation) -> str:
    """The result as said: ``84条``, ``6334余条``, ``约9倍``, ``15.8%``."""
    return hedged(plain(done.value), done.unit, done.hedge)


def plain(value: Decimal) -> str:
    """A value without exponent or idle noughts."""
    return format(value.normalize() if value == value.to_integral_value() else value, "f").removesuffix(".0")


def _shown(
    op: Operation, operands: Sequence[Operand], value: Decimal, unit: str, hedge: str | None, said: str,
    exact: bool = True,
) -> Computation:  # fmt: skip
    sign = "=" if exact else "≈"
    text = f"{said} {sign} {hedged(plain(value), unit, hedge)}"
    return Computation(op=op, operands=tuple(operands), value=value, unit=unit, hedge=hedge, text=text)


def _rounded(exact: Fraction, places: int) -> tuple[Decimal, bool]:
    """Half up to so many places, and whether nothing was lost."""
    step = Decimal(1).scaleb(-places)
    scaled_up = Decimal(exact.numerator) / Decimal(exact.denominator)
    value = scaled_up.quantize(step, ROUND_HALF_UP)
    value = value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    return value, Fraction(value) == exact


def _value(figure: Figure) -> Decimal:
    return figure.value * _SCALES.get(figure.unit, Decimal(1))


def _middle(figure: Figure) -> Decimal:
    said = scaled(figure)
    return (said.low + said.high) / 2


def _sum(operands: Sequence[Operand]) -> tuple[Decimal, str]:
    return sum((_value(f) for _, f in operands), Decimal(0)), _unit(operands)


def _unit(operands: Sequence[Operand]) -> str:
    """The unit of a result: that of the first operand that is not nought; money of several multiples in 元."""
    units = [f.unit for _, f in operands if f.value] or [operands[0][1].unit]
    return "元" if units[0] in _SCALES and len(set(units)) > 1 else units[0]


def _added(operands: Sequence[Operand]) -> Amount:
    amounts = [scaled(f) for _, f in operands]
    return sum(amounts[1:], amounts[0])


def _hedge(value: Decimal, said: Amount) -> str | None:
    """The word for an interval around its printed value: above it 余, from it 以上, below it 不到, around it 约."""
    if said.exact:
        return None
    if said.low == value:
        return "余" if said.low_open else "以上"
    return "不到" if said.high == value else "约"


def _loose(*operands: Operand) -> str | None:
    return None if all(scaled(f).exact for _, f in operands) else "约"


def _relation(before: Figure, after: Figure) -> str:
    one, other = scaled(before), scaled(after)
    if one == other:
        return "=" if one.exact else "≈"
    return "<" if one.surely_less(other) else ">" if other.surely_less(one) else "≷"


def _passes(one: Figure, other: Figure, order: Order) -> bool:
    less, more = (other, one) if order == "largest" else (one, other)
    return scaled(less).surely_less(scaled(more))


def _series(operands: Sequence[Operand], sign: str) -> str:
    return sign.join(_ends([words(f) for _, f in operands], f"…（共 {len(operands)} 个数）"))


def _ends(shown: list[str], gap: str) -> list[str]:
    if len(shown) <= SHOWN_OPERANDS:
        return shown
    half = SHOWN_OPERANDS // 2
    return [*shown[:half], gap, *shown[-half:]]
