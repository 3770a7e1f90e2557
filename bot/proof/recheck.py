"""The gate for computed claims: operands are cited, the arithmetic comes out again, every number is its own."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from bot.computing.arithmetic import (
    Condition,
    difference,
    growth,
    mean,
    plain,
    ranking,
    ratio,
    result,
    share,
    tally,
    total,
)
from bot.schema import Computation, Draft
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE, hedged, words
from ingest.schema import Figure, Span
from ingest.view import clean

S = TypeVar("S", bound=Span)
Number = tuple[Decimal, Decimal | None, str, str | None]
_TESTED = re.compile(r"^([>≥<≤=])(\d+(?:\.\d+)?)\S*：")
_MEAN = re.compile(r"÷ (\d+) ")


def miscalculation(draft: Draft) -> str | None:
    """What is wrong with a computed draft, ``None`` where it stands.

    The calculation must come out again to the shown precision, hedge and text, and every number of the claim must be an
    operand's, the result's, what was tested against, or how many there are.
    """
    done = draft.computed
    if done is None:
        return "没有算式"
    if missing := uncited(draft.spans, done.operands):
        return f"{words(missing)} 的出处不在引文里"
    if any(not inside for inside in held(draft.spans, done.operands)):
        return "引文里没有算式的数"
    if (again := _again(done)) != done:
        return f"{done.text} 重算得 {again.text if again else '不出结果'}"
    if strange := numbers_in(clean(draft.text)) - _known(done):
        return f"{number_words(min(strange, key=str))} 不是算式里的数"
    return None


def uncited(spans: Iterable[tuple[str, Span]], figures: Iterable[tuple[str, Figure]]) -> Figure | None:
    """The first figure that lies in none of the spans."""
    places = _by_report(spans)
    for rid, figure in figures:
        if not any(span.start <= figure.start and figure.end <= span.end for span in places.get(rid, ())):
            return figure
    return None


def held(spans: Iterable[tuple[str, Span]], figures: Iterable[tuple[str, Figure]]) -> Iterable[bool]:
    """For every span whether one of the figures lies in it."""
    places = _by_report(figures)
    for rid, span in spans:
        yield any(span.start <= figure.start and figure.end <= span.end for figure in places.get(rid, ()))


def _by_report(places: Iterable[tuple[str, S]]) -> dict[str, list[S]]:
    found: dict[str, list[S]] = {}
    for rid, place in places:
        found.setdefault(rid, []).append(place)
    return found


def condition_of(done: Computation) -> Condition | None:
    """What a count tested its operands against, as its text shows it."""
    test = _TESTED.match(done.text) if done.op == "count" else None
    if test is None:
        return None
    unit = test[0].rstrip("：").lstrip(">≥<≤=0123456789.")
    return Condition(sign=test[1], value=Decimal(test[2]), unit=unit)


def _again(done: Computation) -> Computation | None:
    """The same operation over the same operands, from their values alone."""
    one, *rest = done.operands
    if done.op == "sum":
        return mean(done.operands) if _MEAN.search(done.text) else total(done.operands)
    if done.op in {"largest", "smallest"}:
        return ranking(done.operands, done.op)
    if done.op == "count":
        condition = condition_of(done)
        return tally(done.operands, condition, done.unit) if condition else None
    pairs: Mapping[str, Callable[[], Computation]] = {
        "difference": lambda: difference(one, rest[0]),
        "accumulated": lambda: difference(one, rest[0], "accumulated"),
        "ratio": lambda: ratio(one, rest[0]),
        "share": lambda: share(one, rest),
        "growth": lambda: growth(one, rest[0]),
    }
    return pairs[done.op]() if rest else None


def _known(done: Computation) -> set[Number]:
    said = [words(figure) for _, figure in done.operands]
    said += [result(done), hedged(plain(abs(done.value)), done.unit, done.hedge)]
    known = set().union(*(numbers_in(one) for one in said))
    counts = {len(done.operands), len(done.operands) - 1}
    if test := _TESTED.match(done.text) if done.op == "count" else None:
        known |= numbers_in(test[0])
    if done.op in {"largest", "smallest"}:
        counts |= set(range(1, len(done.operands)))
    return known | {(Decimal(n), None, unit, None) for n in counts for unit in ("份", "家", "个", "类", "年")}


def numbers_in(text: str, ones: bool = False) -> set[Number]:
    """(value, upper end, unit, hedge) of every number with a unit in a cleaned text.

    With ``ones``, 一件 counts too: evidence for 1件, though in a claim 一 is as often no number.
    """
    return set(_read(FIGURE.finditer(text), 0 if ones else 1))


def number_words(number: Number) -> str:
    """A number as it may be printed."""
    value, upper, unit, hedge = number
    return f"{value}{f'-{upper}' if upper else ''}{hedge or ''}{unit}"


def _read(matches: Iterable[re.Match[str]], above: int) -> Iterable[Number]:
    for match in matches:
        value, unit = parse_number(match["number"]), "%" if match["percent"] else match["unit"]
        if unit and value is not None and (match["number"][0].isdigit() or value > above):
            scale = (parse_number("1" + match["scale"]) if match["scale"] else None) or 1
            upper = parse_number(match["upper"]) if match["upper"] else None
            yield value * scale, upper, unit, match["middle"] or match["after"]
