"""Derived numbers: a claim may say a sum, difference or share that no report prints, if it shows the arithmetic.

``computation`` is the contract's text: ``2条 + 6条 = 8条``, ``(5条 - 4条) ÷ 4条 = 25%``, ``≥5条：符合 7条；计 1家``.
Every operand must stand in the cited evidence, and doing it again must agree within the precision shown; a hedged
operand needs a hedged result. A long one that shows its ends only (``…``) must be the sum of one metric's figures.
"""

import ast
import operator
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache

from evals.metrics.binding import Known
from evals.metrics.grounding import first_fault
from evals.metrics.reading import Number, read

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_SIGNS = str.maketrans("×÷＋－−（）／＝≈", "*/+--()/==")
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
    if "=" in computation or "≈" in computation:
        return tuple(_results(computation.translate(_SIGNS), known))
    return ()


def _results(computation: str, known: Sequence[Known]) -> Iterator[Number]:
    left, _, right = computation.rpartition("=")
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
    pieces = re.split(r"[-+*/()=…><≥≤≷:：;；、]|计(?=\d)", (computation or "").translate(_SIGNS).replace(" ", ""))
    return [number for piece in pieces for number in read(piece) if number.kind not in _PLAIN_UNITS]


def _is_strange(operand: Number, operands: Sequence[Number], known: Sequence[Known]) -> bool:
    """Not in what is cited; how many numbers are meant (÷ 5), and 100%, need no evidence."""
    if not operand.unit and operand.value in (len(operands) - 1, len(known), len({k.report.report_id for k in known})):
        return False
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


def tallies(answer_coverage: dict[str, object] | None, known: Sequence[Known]) -> set[Decimal]:
    """Counts that a computed claim may say of its own evidence: how many reports and numbers it goes over."""
    reports = {one.report.report_id for one in known}
    said = {Decimal(len(reports)), Decimal(len(known))}
    coverage = answer_coverage or {}
    said |= {Decimal(str(coverage[key])) for key in ("answered", "of") if coverage.get(key) is not None}
    return said


def is_tally(number: Number, said: set[Decimal]) -> bool:
    """Whether a number only counts the reports or numbers gone over (五家, 3份)."""
    return number.kind == "count" and number.unit in _COUNTED and number.value in said
