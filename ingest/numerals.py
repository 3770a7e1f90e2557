"""Number words of Chinese prose: ``1,234`` ``1.2万`` ``五千三百`` ``千余`` ``百分之九十`` to exact decimals.

Works on the cleaned view (``ingest.view``), where full-width digits and punctuation are already half-width.
"""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4}
_DIGITS |= {"伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = "".join(_DIGITS) + "".join(_SCALES)

ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = rf"[{_CHINESE}][{_CHINESE}万亿]*"
NUMBER = rf"(?:{ARABIC})(?:[十百千]?[万亿](?!元))?|{CHINESE}"
_DIGITWISE = re.compile(r"[零〇一二三四五六七八九]{4}")


def parse_number(words: str) -> Decimal | None:
    """The exact value of one number expression, ``None`` when it is not one.

    A bare scale counts once (``千`` is 1000, as in 千余条); four digits in a row are read digit by digit (二〇一三).
    """
    arabic = re.match(r"[\d,]+(?:\.\d+)?", words)
    if arabic:
        value = Decimal(arabic.group().replace(",", ""))
        for char in words[arabic.end() :]:
            value *= _SCALES.get(char, _MYRIADS.get(char, 1))
        return Decimal(int(value)) if value == value.to_integral_value() else value
    if _DIGITWISE.fullmatch(words):
        return Decimal("".join(str(_DIGITS[c]) for c in words))
    if not words or any(c not in _CHINESE and c not in _MYRIADS for c in words):
        return None
    return Decimal(_chinese(words))


def parse_year(words: str) -> int | None:
    """A four-digit year between 1949 and 2099 in Arabic or digit-wise Chinese numerals."""
    value = parse_number(words)
    return int(value) if value is not None and value == int(value) and 1949 <= value <= 2099 else None


def _chinese(words: str) -> int:
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit and section == 0 and char != "零" else _DIGITS[char]
        elif char in _SCALES:
            section += (digit or 1) * _SCALES[char]
            digit = 0
        elif char == "亿":
            total = (total + section + digit or 1) * 10**8
            section = digit = 0
        else:
            total += (section + digit or 1) * 10**4
            section = digit = 0
    return total + section + digit
