"""Faults planted in a text, one at a time: pure functions from a string to the strings that are wrong in one place.

``TEXT_FAULTS`` make a statement false; ``TEXT_EQUIVALENTS`` say the same in another way. They know no answer and no
case, so that they serve the metrics' own test (``evals/mutate.py``) and the test of the product's gate alike.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from evals.metrics.reading import HEDGES, Number, read

Operator = Callable[[str], Iterator[str]]

_UNITS_SWAPPED = {
    "件": ("人", "元"),
    "条": ("人", "元"),
    "份": ("元",),
    "人": ("元",),
    "人次": ("元",),
    "元": ("件",),
    "次": ("元",),
    "篇": ("人",),
}
_ITEMS = re.compile(r"\d[\d,.]*")
_NEGATIONS = re.compile(
    r"未(?=收到|发生|接到|受理|收取|出现|产生|引发|提起|公开|建立|开展)|没有(?=收到|发生)|不(?=收取|予|存在|公开)"
)
_AFFIRMED = re.compile(r"(?<![未没不有])(?:收到|接到|受理|开展|建立|举办|收取|公开)(?=[\u4e00-\u9fff])")
_DIRECTIONS = {
    "增长": "下降",
    "增加": "减少",
    "上升": "下降",
    "提高": "降低",
    "下降": "增长",
    "减少": "增加",
    "降低": "提高",
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")


def _at(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _counts(text: str) -> list[Number]:
    """Numbers in plain digits that are no years, dates or identifiers; these are the ones to falsify."""
    kinds = ("count", "money", "percent", "pp")
    return [n for n in read(text) if n.kind in kinds and _ITEMS.search(text[n.start : n.end])]


def _digits(text: str, change: Callable[[str], str | None]) -> Iterator[str]:
    """Every plain number with its digits changed, one at a time."""
    for number in _counts(text):
        match = _ITEMS.search(text, number.start, number.end)
        new = change(match[0].rstrip(",.")) if match else None
        if match and new is not None and new != match[0]:
            yield _at(text, match.start(), match.start() + len(match[0].rstrip(",.")), new)


def _added(step: int) -> Callable[[str], str | None]:
    def change(digits: str) -> str | None:
        value = Decimal(digits.replace(",", "")) + step
        return format(value, "f") if value >= 0 else None

    return change


def plus_one(text: str) -> Iterator[str]:
    """37条 → 38条."""
    yield from _digits(text, _added(1))


def minus_one(text: str) -> Iterator[str]:
    """37条 → 36条."""
    yield from _digits(text, _added(-1))


def transposed(text: str) -> Iterator[str]:
    """37条 → 73条: the first two neighbouring digits that differ change places."""

    def change(digits: str) -> str | None:
        for at in range(len(digits) - 1):
            a, b = digits[at], digits[at + 1]
            if a.isdigit() and b.isdigit() and a != b and not (at == 0 and b == "0"):
                return digits[:at] + b + a + digits[at + 2 :]
        return None

    yield from _digits(text, change)


def tenfold(text: str) -> Iterator[str]:
    """37条 → 370条."""
    yield from _digits(
        text, lambda digits: format(Decimal(digits.replace(",", "")) * 10, "f") if digits.strip("0.") else None
    )


def myriads_swapped(text: str) -> Iterator[str]:
    """1.2万 → 1.2亿 and back; a plain number gets a 万."""
    for match in re.finditer(r"(?<=\d)[万亿]", text):
        yield _at(text, *match.span(), "亿" if match[0] == "万" else "万")
    for number in _counts(text):
        match = _ITEMS.search(text, number.start, number.end)
        if (
            match
            and number.value > 0
            and text[match.end() : match.end() + 1] not in ("万", "亿")
            and number.kind != "percent"
        ):
            yield _at(text, match.end(), match.end(), "万")


def units_swapped(text: str) -> Iterator[str]:
    """37件 → 37人, 37元."""
    for number in _counts(text):
        for new in _UNITS_SWAPPED.get(number.unit, ()):
            at = text.find(number.unit, number.start, number.end)
            if at >= 0 and text[at - 1 : at] not in ("万", "亿"):
                yield _at(text, at, at + len(number.unit), new)


def percent_points(text: str) -> Iterator[str]:
    """12% → 12个百分点 and back."""
    for match in re.finditer(r"(?<=\d)(?:[%％]|个百分点)", text):
        yield _at(text, *match.span(), "个百分点" if match[0] in "%％" else "%")


def direction_flipped(text: str) -> Iterator[str]:
    """增长12% → 下降12%."""
    for match in re.finditer("|".join(_DIRECTIONS), text):
        if any(0 <= number.start - match.end() <= 4 for number in read(text)):
            yield _at(text, *match.span(), _DIRECTIONS[match[0]])


def hedge_dropped(text: str) -> Iterator[str]:
    """37余条 → 37条, 约3次 → 3次."""
    words = sorted(HEDGES, key=len, reverse=True)
    for number in read(text):
        if number.hedge:
            said = text[number.start : number.end]
            plain = re.sub("|".join(map(re.escape, words)), "", said, count=1)
            if plain != said and re.search(r"[\d一二三四五六七八九十百千万]", plain):
                yield _at(text, number.start, number.end, plain)


def cells_swapped(text: str) -> Iterator[str]:
    """许可15件、处罚2件 → 许可2件、处罚15件: two neighbouring numbers of one unit change places."""
    numbers = _counts(text)
    for one, other in zip(numbers, numbers[1:], strict=False):
        a, b = _ITEMS.search(text, one.start, one.end), _ITEMS.search(text, other.start, other.end)
        if a and b and one.value != other.value and one.unit == other.unit:
            yield text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def year_next(text: str) -> Iterator[str]:
    """2013年 → 2014年."""
    for match in _YEAR.finditer(text):
        yield _at(text, *match.span(1), str(int(match[1]) + 1))


def year_before(text: str) -> Iterator[str]:
    """2013年 → 2012年."""
    for match in _YEAR.finditer(text):
        yield _at(text, *match.span(1), str(int(match[1]) - 1))


def negation_removed(text: str) -> Iterator[str]:
    """未收到申请 → 收到申请."""
    for match in _NEGATIONS.finditer(text):
        yield _at(text, *match.span(), "")


def negation_added(text: str) -> Iterator[str]:
    """收到申请 → 未收到申请; where a nought is said already (收到0件), a denial changes little and is left out."""
    if any(number.value == 0 for number in _counts(text)):
        return
    for match in _AFFIRMED.finditer(text):
        yield _at(text, match.start(), match.start(), "未")


def char_changed(text: str) -> Iterator[str]:
    """One character in the middle becomes another."""
    if text:
        at = len(text) // 2
        yield _at(text, at, at + 1, "某" if text[at] != "某" else "各")


TEXT_FAULTS: dict[str, Operator] = {
    "number_plus_one": plus_one,
    "number_minus_one": minus_one,
    "number_transposed": transposed,
    "number_tenfold": tenfold,
    "myriads_swapped": myriads_swapped,
    "units_swapped": units_swapped,
    "percent_points": percent_points,
    "direction_flipped": direction_flipped,
    "hedge_dropped": hedge_dropped,
    "cells_swapped": cells_swapped,
    "year_next": year_next,
    "year_before": year_before,
    "negation_removed": negation_removed,
    "negation_added": negation_added,
}


def in_chinese(text: str) -> Iterator[str]:
    """37条 → 三十七条; whole numbers below a hundred million."""
    yield from _rewritten(
        text, lambda digits: hanzi(int(digits)) if digits.isdigit() and 1 < int(digits) < 10**8 else None
    )


def full_width(text: str) -> Iterator[str]:
    """37 → ３７, everywhere."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in text)
    if wide != text:
        yield wide


def in_myriads(text: str) -> Iterator[str]:
    """12000条 → 1.2万条, where nothing is lost."""

    def change(digits: str) -> str | None:
        value = Decimal(digits.replace(",", ""))
        whole = value >= 10000 and value == value.to_integral_value() and value % 1000 == 0
        return f"{format((value / 10000).normalize(), 'f')}万" if whole else None

    yield from _rewritten(text, change)


def separated(text: str) -> Iterator[str]:
    """1234条 → 1,234条."""
    yield from _rewritten(text, lambda digits: f"{int(digits):,}" if digits.isdigit() and len(digits) > 3 else None)


def unseparated(text: str) -> Iterator[str]:
    """1,234条 → 1234条."""
    yield from _rewritten(text, lambda digits: digits.replace(",", "") if "," in digits else None)


def _rewritten(text: str, change: Callable[[str], str | None]) -> Iterator[str]:
    """Each number rewritten, where the text still reads as the same numbers; words quoted are not ours to change."""
    if "“" in text:
        return
    for new in _digits(text, change):
        if [(n.value, n.unit, n.hedge) for n in read(new)] == [(n.value, n.unit, n.hedge) for n in read(text)]:
            yield new


def quotes_restyled(text: str) -> Iterator[str]:
    """“甲” → 「甲」."""
    new = text.translate(str.maketrans("“”‘’", "「」『』"))
    if new != text:
        yield new


def spaced(text: str) -> Iterator[str]:
    """Blanks between the characters and the numbers: 公开37条 → 公开 37 条."""
    new = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text)
    if new != text:
        yield new


TEXT_EQUIVALENTS: dict[str, Operator] = {
    "same_in_chinese": in_chinese,
    "same_full_width": full_width,
    "same_in_myriads": in_myriads,
    "same_separated": separated,
    "same_unseparated": unseparated,
    "same_quote_style": quotes_restyled,
    "same_spaced": spaced,
}


def hanzi(value: int) -> str:
    """A whole number below a hundred million in Chinese numerals (12 is 十二, 205 is 二百零五)."""
    if value >= 10000:
        high, low = divmod(value, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return hanzi(high) + "万" + (gap + hanzi(low) if low else "")
    words, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            words += ("零" if zero and words else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words or "零"
