"""Derived numbers: a claim may say a sum, difference or share that no report prints, if it shows the arithmetic.

``computation`` is the contract's text: ``2条 + 6条 = 8条``, ``(5条 - 4条) ÷ 4条 = 25%``, ``≥5条：符合 7条；计 1家``.
Every operand must stand in the cited evidence, and doing it again must agree within the precision shown; a hedged
operand needs a hedged result. A long one that shows its ends only (``…``) must be the sum of one metric's figures.
"""

import ast
import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from typing import Any

from evals.metrics.binding import Known
from evals.metrics.grounding import first_fault
from evals.metrics.reading import Number, read

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_SIGNS = str.maketrans("×÷＋－−（）／＝≈", "*/+--()/==")
_BAR = re.compile(r"(?:达到|超过|不少于|不低于|不足|不到|少于|多于|高于|低于)$")
_COUNT = re.compile(r"^(?P<sign>[>≥<≤=])(?P<bar>[^:：]+)[:：](?P<groups>.*)[;；]计(?P<count>.+)$")
_TESTS = {">": operator.gt, "≥": operator.ge, "<": operator.lt, "≤": operator.le, "=": operator.eq}
_COUNTED = ("", "家", "份", "个", "年")
_PLAIN_UNITS = ("year", "date", "identifier")


def derived(computation: str | None, known: Sequence[Known]) -> tuple[Number, ...]:
    """The numbers that a computation which holds gives: recomputed, with every operand among the known."""
    if not computation:
        return ()
    if counted := _COUNT.match(computation.replace(" ", "")):
        return tuple(_counted(counted, known))
    return tuple(
        result
        for equation in re.split(r"[;；。\n，]|,(?!\d)", computation.translate(_SIGNS))
        for result in _results(equation.partition("≠")[0], known)
    )


def _results(computation: str, known: Sequence[Known]) -> Iterator[Number]:
    left, equals, right = computation.rpartition("=")
    if not equals:
        return
    results = [n for n in read(right.replace(" ", "")) if n.kind not in _PLAIN_UNITS]
    operands = _operands(left)
    if len(results) != 1 or not operands or any(_is_strange(one, operands, known) for one in operands):
        return
    result = results[0]
    if any(one.hedge for one in operands) and not result.hedge:
        return
    value = _sum_of_a_metric(known, result) if "…" in left else _value(left)
    if value is None or not _agrees(value, result):
        return
    growth = result.kind == "percent" and "-" in left
    signs = (("down",) if value < 0 else ("", "up")) if growth else ("", "up", "down")
    yield from (Number(**{**vars(result), "sign": sign}) for sign in signs)


def _operands(left: str) -> list[Number]:
    pieces = re.split(r"[-+*/()=…]", left.replace(" ", ""))
    return [number for piece in pieces for number in read(piece) if number.kind not in _PLAIN_UNITS]


def operands(computation: str | None) -> list[Number]:
    """The numbers that a computation goes over, its result among them where it is one of them (a ranking)."""
    pieces = re.split(r"[-+*/()=…><≥≤≷≠:：;；、]|计(?=\d)", (computation or "").translate(_SIGNS).replace(" ", ""))
    return [number for piece in pieces for number in read(piece) if number.kind not in _PLAIN_UNITS]


def _is_strange(operand: Number, operands: Sequence[Number], known: Sequence[Known]) -> bool:
    """Not in what is cited; how many numbers are meant (÷ 5), and 100%, need no evidence."""
    if not operand.unit and operand.value in (len(operands) - 1, len(known), len({k.report.report_id for k in known})):
        return False
    if not operand.unit and any(operand.value == one.number.value for one in known):
        return False  # 0.7+1.3 = 2%: the unit is said once
    hundred = operand.kind == "percent" and operand.value == 100
    return not hundred and first_fault(operand, [one.number for one in known]) is not None


@lru_cache(4096)
def _value(left: str) -> Decimal | None:
    """The value of the left side; words other than numbers and signs are names of operands and do not count."""
    terms: list[str] = []
    for piece in re.split(r"([-+*/()])", left.rpartition("=")[2].replace(" ", "")):
        if piece in ("-", "+", "*", "/", "(", ")"):
            terms.append(piece)
        elif numbers := [n for n in read(piece) if n.kind not in _PLAIN_UNITS]:
            terms.append(f"d{format(numbers[-1].value, 'f').replace('.', '_')}")
    try:
        return _evaluate(ast.parse("".join(terms), mode="eval").body)
    except (SyntaxError, ValueError, DivisionByZero, InvalidOperation):
        return None


def _evaluate(node: ast.expr) -> Decimal:
    if isinstance(node, ast.Name):
        return Decimal(node.id.removeprefix("d").replace("_", "."))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right))
    raise ValueError(ast.dump(node))


def _agrees(value: Decimal, result: Number) -> bool:
    """Equal as far as the result is shown; a share may be shown of 1 or of 100."""
    shown = Decimal(1).scaleb(min(0, int(result.value.as_tuple().exponent)))
    scales = (Decimal(1), Decimal(100)) if result.kind == "percent" else (Decimal(1),)
    return any(abs(abs(value * scale) - result.value) <= shown / 2 for scale in scales)


def _sum_of_a_metric(known: Sequence[Known], result: Number) -> Decimal | None:
    """The sum over the cited figures of one metric, where that is the result; else None."""
    sums: dict[tuple[str, str | None], Decimal] = {}
    for one in known:
        if one.figure and one.number.unit == result.unit:
            key = (one.figure.metric, one.figure.scope)
            sums[key] = sums.get(key, Decimal(0)) + one.number.value
    return next((total for total in sums.values() if total == result.value), None)


def _counted(match: re.Match[str], known: Sequence[Known]) -> Iterator[Number]:
    """How many operands meet a condition: each group is tested again; what was tested against may be said too."""
    bars, counts = read(match["bar"]), read(match["count"])
    if len(bars) != 1 or len(counts) != 1:
        return
    test, bar, yes = _TESTS[match["sign"]], bars[0], 0
    for group in re.split(r"[;；]", match["groups"]):
        numbers = [number for piece in group.split("、") for number in read(piece)]
        right = not group.startswith(("不符合", "无法确定"))
        yes += len(numbers) if right else 0
        if any(first_fault(number, [one.number for one in known]) for number in numbers):
            return
        sure = [number for number in numbers if not number.hedge and "无法确定" not in group]
        if any(test(number.value, bar.value) != right for number in sure):
            return
    if yes == counts[0].value or "…" in match["groups"]:
        yield from (bar, Number(**{**vars(bar), "hedge": {">": "least", "≥": "least"}.get(match["sign"])}), counts[0])


@dataclass(frozen=True)
class Accounts:
    """What a claim's arithmetic accounts for beside the cited text: results, operands, counts of reports."""

    results: tuple[Number, ...] = ()
    over: frozenset[Decimal] = frozenset()
    counts: frozenset[Decimal] = frozenset()
    bars: tuple[Decimal, ...] = ()

    @classmethod
    def of(
        cls, claim: Mapping[str, Any], known: Sequence[Known], coverage: Mapping[str, Any] | None = None
    ) -> "Accounts":
        """The accounts of a claim; a counted answer (计 2家) must come out of its own count."""
        computation = claim.get("computation") or ""
        counts = {Decimal(str(coverage["of"]))} if coverage and coverage.get("of") is not None else set()
        if claim["kind"] in ("computed", "verdict") and not _COUNT.match(computation.replace(" ", "")):
            counts.add(Decimal(len({one.report.report_id for one in known})))
        values = {one.number.value for one in known}
        over = frozenset(n.value for n in operands(computation) if n.value in values)
        counted = _COUNT.match(computation.replace(" ", ""))
        bars = tuple(bar.value for bar in read(counted["bar"])) if counted else ()
        return cls(derived(computation, known), over, frozenset(counts if computation else ()), bars)

    def misses_its_bar(self, number: Number) -> bool:
        """Whether a number that a count is said to be tested against is another than the computation's."""
        return bool(self.bars and _BAR.search(number.before)) and number.value not in self.bars

    def holds(self, number: Number) -> bool:
        """Whether a number is a result, an operand whose unit is left out, or counts the reports gone over (五家)."""
        if any(first_fault(number, (result,)) is None for result in self.results):
            return True
        if number.kind != "count":
            return False
        bare = {result.value for result in self.results} | self.over
        return (not number.unit and number.value in bare) or (number.unit in _COUNTED and number.value in self.counts)
