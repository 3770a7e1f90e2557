"""The gate's second look at a verdict: its computation is done again from the characters that are shown.

A computation is one or more relations, parted by ``，`` or ``；``: sides of numbers, ``+ - ÷ ( ) %`` and hedges, joined
by ``= ≈ ≠ < > ≤ ≥``. Pure; knows nothing of the rules.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from bot.schema import Draft
from ingest.facts.mentions import FIGURE, mentions
from ingest.facts.numerals import parse_number
from ingest.view import clean

_RELATION = re.compile(r"\s*(≈|=|≠|≤|≥|<|>)\s*")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[-+÷()]")
_ASIDE = re.compile(r"[余多几约近超逾上下左右以不少于低大将接至到%\s]|[一-龥]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def recheck(draft: Draft, evidence: str) -> str | None:
    """What is wrong with a verdict's arithmetic, ``None`` where it stands; ``evidence`` is what it cites, cleaned.

    Every relation must hold, the operands of every calculation must be numbers of the evidence, and every number with a
    unit that the claim says must be the evidence's or the computation's.
    """
    shown = draft.computation or ""
    said = {Decimal(n) for n in _NUMBER.findall(shown)}
    cited = _values(evidence)
    derived: set[Decimal] = set()
    for relation in re.split(r"[，；]", shown):
        if "→" not in relation and (fault := _fault(relation, cited | derived)):
            return fault
        derived |= {Decimal(n) for n in _NUMBER.findall(_RELATION.split(relation)[-1])}
    known = said | cited
    strange = [m.value for m in mentions(clean(draft.text)) if m.value not in known]
    return f"{strange[0]} 不在引文和算式里" if strange else None


def _values(text: str) -> set[Decimal]:
    """Every number of a cleaned text, with or without a unit, and 0 where something is denied."""
    values = {m.value for m in mentions(text)}
    for found in FIGURE.finditer(text):
        if (value := parse_number(found["number"] or "")) is not None:
            values.add(value)
    values |= {Decimal(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text) if n.strip(",")}
    return values | ({Decimal(0)} if re.search(r"未|没有|无|零|不", text) else set())


def _fault(relation: str, cited: set[Decimal]) -> str | None:
    pieces = _RELATION.split(relation.strip())
    sides, signs = pieces[::2], pieces[1::2]
    if len(sides) < 2:
        return None
    numbers = [{Decimal(n) for n in _NUMBER.findall(side)} for side in sides]
    calculated = [n for side, n in zip(sides, numbers, strict=True) if re.search(r"\d\S*[-+÷]", side)]
    operands = set().union(*calculated) if calculated else set()
    if missing := operands - cited:
        return f"{min(missing)} 不在引文里"
    if not calculated and not any(n & cited for n in numbers):
        return f"{relation} 的数都不在引文里"
    for left, sign, right in zip(sides, signs, sides[1:], strict=False):
        if not _holds(left, sign, right):
            return f"{left} {sign} {right} 重算不成立"
    return None


def _holds(left: str, sign: str, right: str) -> bool:
    a, b = _value(left), _value(right)
    if a is None or b is None:
        return False
    if "%" in right and "÷" in left:
        a *= 100
    step = Decimal(1).scaleb(min(_places(left), _places(right)))
    same = a == b or ("÷" in left and a.quantize(step, rounding=ROUND_HALF_UP) == b)
    rough = sign == "≈"
    return {"=": same, "≈": rough, "≠": not same, "<": a < b, ">": a > b, "≤": a <= b, "≥": a >= b}[sign]


def _places(side: str) -> int:
    """The exponent of the last place printed; 0 for whole numbers and for calculations."""
    if re.search(r"[-+÷]", side.lstrip("-")):
        return 0
    match = re.search(r"\.(\d+)", side)
    return -len(match[1]) if match else 0


def _value(side: str) -> Decimal | None:
    """The value of one side, hedges and units left out; ``None`` for what is no calculation."""
    tokens = iter([*_TOKEN.findall(_ASIDE.sub("", side)), ""])
    try:
        value, last = _sum(tokens)
    except (InvalidOperation, DivisionByZero):
        return None
    return value if last == "" else None


def _sum(tokens: Iterator[str]) -> tuple[Decimal, str]:
    value, sign = _product(tokens, next(tokens))
    while sign in {"+", "-"} and sign:
        more, following = _product(tokens, next(tokens))
        value, sign = value + more if sign == "+" else value - more, following
    return value, sign


def _product(tokens: Iterator[str], token: str) -> tuple[Decimal, str]:
    value, sign = _atom(tokens, token), next(tokens)
    while sign == "÷":
        value, sign = value / _atom(tokens, next(tokens)), next(tokens)
    return value, sign


def _atom(tokens: Iterator[str], token: str) -> Decimal:
    if token == "-":
        return -_atom(tokens, next(tokens))
    if token == "(":
        return _sum(tokens)[0]
    return Decimal(token)
