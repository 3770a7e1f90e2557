"""A7: changes recomputed where both years are stated in one sentence (growth rates, differences)."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from bot.rules.check import Check
from bot.rules.kinds import is_ago
from bot.rules.page import Number, Page, plain
from bot.rules.shares import fits, last

_BEFORE = re.compile(r"(?:上年|去年|上一年|上一?学年|同期|(?:19|20)\d\d年度?|前年)[^,。;]{0,8}$")
_CHANGE = re.compile(r"增加|减少|增长|下降|上升|提高|降低|净增|[比较].{0,6}[增减多少]")
_THEN = re.compile(r"[比较](?:上一?|去|前|[\d\-—]{4,9})学?年度?(?:同期)?的?[^,。;]{0,8}$")
_COMPARED = re.compile(r"[比较由从]|上年为|去年为|同比|上年同期|去年同期")
_FALLEN = re.compile(r"减|下降|降低|[比较][^,。;]{0,8}少")
_HOW = r"(?:同比|环比|总体|共|净|实际|比上年|较上年|比去年|较去年|相比|则|即|,)*"
_TAIL = r"(?:了|达到|达|约|近|率为?|幅度为?|幅为?)*"
_UP = re.compile(rf"{_HOW}(?:增长|增加|上升|提高|增|升){_TAIL}")
_DOWN = re.compile(rf"{_HOW}(?:下降|减少|降低|减|降){_TAIL}")
_BARRED = re.compile(r"分别|翻|倍|平均|年均|每年|逐年")
_COUNTED = "条件份篇次人名个项起宗"  # counted one by one; amounts of money are rounded


def growth(page: Page) -> Iterator[Check]:
    """Every change whose two values stand in its sentence, recomputed."""
    for sentence in page.sentences:
        numbers = page.within(*sentence)
        if len(numbers) < 3 or _BARRED.search(page.of(sentence)):
            continue
        for i, change in enumerate(numbers):
            sign = 1 if _UP.fullmatch(change.label) else -1 if _DOWN.fullmatch(change.label) else 0
            if sign and i > 1 and (check := _change(page, numbers[i - 2], numbers[i - 1], change, sign)):
                yield check


def _change(page: Page, first: Number, second: Number, change: Number, sign: int) -> Check | None:
    """The check of a change behind two numbers: two years' values, or a value and by how much it changed."""
    near = change.start - second.end < 16 and second.start - first.end < 24 and change.sign != ";"
    if not near or first.unit != second.unit or change.unit not in {"%", first.unit} or second.unit == "%":
        return None
    if _BEFORE.search(first.label) and re.search(r"[由从]", first.label) and re.search(r"[到至为]$", second.label):
        return _check(page, second, first, change, sign)
    if _CHANGE.search(second.label):
        if change.unit != "%":
            return None
        of = _by_base if _is_of_then(page, first) else _by_difference
        return of(page, first, second, change, sign)
    if _BEFORE.search(second.label) and (_COMPARED.search(second.label) or second.sign == "("):
        return _check(page, first, second, change, sign)
    return None


def _is_of_then(page: Page, number: Number) -> bool:
    """Whether a number is the earlier year's own, told to measure by it (较2022年的432件增加54件)."""
    changed = _CHANGE.search(number.label)
    return not changed and (bool(_THEN.search(number.label)) or is_ago(page, number))


def _by_base(page: Page, then: Number, by: Number, change: Number, sign: int) -> Check | None:
    """较2022年的432件增加54件,同比增长12.5%: the base is the earlier number itself."""
    down = bool(_FALLEN.search(by.label))
    if (sign < 0) != down or then.value <= 0:
        return None
    right, true = fits(by.value, then.value, change), _percent(by.value, then.value, change.value)
    shown = f"{plain(by.value)}÷{plain(then.value)} = {true}" + _against(right, true, change)
    exact = then.unit[0] in _COUNTED and not (then.hedge or by.hedge)
    return _made(page, (then, by, change), right, exact, shown)


def _by_difference(page: Page, now: Number, by: Number, change: Number, sign: int) -> Check | None:
    """285条，比上年增加68条，增长31.3%: the base is this year's less the difference."""
    down = bool(_FALLEN.search(by.label))
    then = now.value + by.value if down else now.value - by.value
    if (sign < 0) != down or then <= 0:
        return None
    right, true = fits(by.value, then, change), _percent(by.value, then, change.value)
    side = f"{plain(by.value)}÷({plain(now.value)}{'+' if down else '-'}{plain(by.value)})"
    exact = now.unit[0] in _COUNTED and not (now.hedge or by.hedge)
    return _made(page, (now, by, change), right, exact, f"{side} = {true}" + _against(right, true, change))


def _check(page: Page, now: Number, then: Number, change: Number, sign: int) -> Check:
    by = sign * (now.value - then.value)
    exact = now.unit[0] in _COUNTED and not (now.hedge or then.hedge)
    if change.unit == "%":
        right = then.value > 0 and fits(by, then.value, change)
        true = _percent(by, then.value, change.value) if then.value else "0%"
        high, low = (now, then) if sign > 0 else (then, now)
        shown = f"({plain(high.value)}-{plain(low.value)})÷{plain(then.value)} = {true}" + _against(right, true, change)
    else:
        right = by == change.value or bool(change.hedge)
        shown = f"{plain(now.value)}-{plain(then.value)} = {plain(now.value - then.value)}"
        shown += "" if right else f" ≠ {'-' if sign < 0 else ''}{change.words}"
    return _made(page, (now, then, change), right, exact, shown)


def _against(right: bool, true: str, change: Number) -> str:
    if right and true == change.said:
        return ""
    return f" {'≈' if right else '≠'} {change.said}"


def _made(page: Page, numbers: tuple[Number, ...], right: bool, exact: bool, shown: str) -> Check:
    change = numbers[-1]
    return Check(
        rule="A7",
        verdict="holds" if right else "fails" if exact else "cannot_tell",
        message=f"增减幅度与两年的数{'相符' if right else '不符'}（{change.label}{change.said}）",
        computation=shown,
        spans=page.spans([(n.first, n.end) for n in numbers]),
        touches=(page.span(change.first, change.end),),
    )


def _percent(by: Decimal, base: Decimal, said: Decimal) -> str:
    step = min(last(said), Decimal("0.1"))
    return f"{(100 * by / base).quantize(step, rounding=ROUND_HALF_UP)}%"
