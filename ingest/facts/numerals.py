"""Number words of Chinese prose (``1,234`` ``1.2万`` ``3亿5千万`` ``五千三百`` ``九十八点五``) to exact decimals.

Full-width digits are read too; in the cleaned view (``ingest.view``) they are already half-width. What a scale after
the last digit leaves out is read as spoken: 一千三 is 1300, 三万五 is 35000. Two neighbouring digits are a range, never
a number: 两三 is two to three.
"""

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"亿": 10**8, "万": 10**4}
_ALL = _SCALES | _MYRIADS
_CHINESE = "".join(_DIGITS) + "".join(_SCALES)
_LONGEST = 40  # no count of anything has more characters
_POINT = "[零〇一二三四五六七八九]+"

ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = rf"(?:{ARABIC})(?:[十百千]?[万亿](?!元)|[百千](?![克米瓦伏卡]))"
_COMPOUND = rf"(?:{ARABIC})[十百千]?亿(?!元)零?(?:{ARABIC})[十百千]?万|{_SCALED}(?:零?{_SCALED})*"
# 三百万元 is 300 of 万元, as 300万元 is; 三亿五千万元 is so many 元.
CHINESE = rf"[{_CHINESE}]+(?=[万亿]元)|[{_CHINESE}][{_CHINESE}万亿]*(?:点{_POINT})?|[万亿](?=[余多])"
NUMBER = rf"{_COMPOUND}|{ARABIC}|{CHINESE}"

_PIECE = re.compile(rf"零?({ARABIC})([十百千]?[万亿]|[十百千]?)")
_ARABIC_FORM = re.compile(rf"(?:{_PIECE.pattern})+")
_CHINESE_FORM = re.compile(rf"([{_CHINESE}万亿]+)(?:点({_POINT}))?")
_STUTTER = re.compile(r"[一二两三四五六七八九]{2}")  # 唯一一份 has no 11
_PAIR = re.compile(
    rf"^([^点]*)(?<![零〇一二三四五六七八九两])([一二两三四五六七八九])([二两三四五六七八九])([{''.join(_ALL)}]*)$"
)


def parse_number(words: str) -> Decimal | None:
    """The exact value of one number expression, ``None`` when it is not one or is a range (两三).

    A bare scale counts once (``千`` is 1000, as in 千余条); digits alone are read one by one (二〇一三).
    """
    words = unicodedata.normalize("NFKC", words)
    if len(words) > _LONGEST:
        return None
    if words == "半":
        return Decimal("0.5")
    if words[:1].isdecimal():
        return _arabic(words)
    form = _CHINESE_FORM.fullmatch(words)
    if form is None or _pair(words) or _STUTTER.fullmatch(words):
        return None
    fraction = "".join(str(_DIGITS[c]) for c in form[2] or "")
    return Decimal(f"{_chinese(form[1])}.{fraction}" if fraction else _chinese(form[1]))


def parse_bounds(words: str) -> tuple[Decimal, Decimal | None] | None:
    """Lowest and highest value of a number expression: 两三百 is (200, 300), a plain number has no highest."""
    pair = _pair(unicodedata.normalize("NFKC", words))
    low, high = (parse_number(one) for one in pair) if pair else (parse_number(words), None)
    return (low, high) if low is not None else None


def parse_year(words: str) -> int | None:
    """A four-digit year between 1949 and 2099 in Arabic or digit-wise Chinese numerals."""
    value = parse_number(re.sub("[○O]", "〇", words))
    return int(value) if value is not None and value == int(value) and 1949 <= value <= 2099 else None


def _arabic(words: str) -> Decimal | None:
    if not _ARABIC_FORM.fullmatch(words):
        return None
    total = Decimal(0)
    for match in _PIECE.finditer(words):
        value = Decimal(match[1].replace(",", ""))
        for char in match[2]:
            value *= _ALL[char]
        total += value
    return Decimal(int(total)) if total == total.to_integral_value() else total


def _pair(words: str) -> tuple[str, str] | None:
    """The two numbers that neighbouring digits stand for: 三四百 is 三百 and 四百, 十五六 is 十五 and 十六."""
    match = _PAIR.search(words)
    if match is None:
        return None
    prefix, low, high, scale = match.groups()
    first, second = _DIGITS[low], _DIGITS[high]
    if second != first + 1 and (first, second) != (3, 5):
        return None
    return f"{prefix}{low}{scale}", f"{prefix}{high}{scale}"


def _chinese(words: str) -> int:
    if len(words) > 1 and all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words))
    for myriad, size in _MYRIADS.items():
        head, found, tail = words.rpartition(myriad)
        if found:
            return (_chinese(head) if head else 1) * size + _rest(tail, size)
    return _section(words)


def _rest(tail: str, size: int) -> int:
    """What follows a scale: a lone digit counts the next lower one (三万五 is 35000)."""
    if len(tail) == 1 and tail in _DIGITS:
        return _DIGITS[tail] * size // 10
    return _chinese(tail) if tail else 0


def _section(words: str) -> int:
    """Below 万: thousands, hundreds, tens and ones."""
    total = digit = 0
    scale = 1
    for char in words:
        if char in _SCALES:
            scale = _SCALES[char]
            total, digit = total + (digit or 1) * scale, 0
        else:
            digit = _DIGITS[char]
            scale = scale if digit else 1
    return total + (_rest(words[-1], scale) if scale >= 100 and digit else digit)
