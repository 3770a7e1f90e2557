"""Numbers of automatic lists as they are printed: 一, 十二, 3, ③, b, iv."""

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "japaneseDigitalTenThousand",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified", "koreanDigital2",
}  # fmt: skip
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_FORMAL = str.maketrans("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_MOST = 999


def counted(number: int, format_: str) -> str:
    """``number`` in a format named as in Word's numbering (ECMA-376, 17.18.59); what is not known counts in digits."""
    if format_ in _CHINESE:
        said = _chinese(number)
        return said.translate(_FORMAL) if format_ == "chineseLegalSimplified" else said
    if format_ in _CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if format_ in _STEMS and 1 <= number <= len(_STEMS[format_]):
        return _STEMS[format_][number - 1]
    if format_ in {"none", "bullet"}:
        return ""
    return _latin(number, format_)


def _latin(number: int, format_: str) -> str:
    said = str(number)
    if format_.endswith("Letter") and number > 0:
        said = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif format_.endswith("Roman"):
        said = _roman(number)
    elif format_ == "decimalZero":
        said = f"{number:02}"
    return said.upper() if format_.startswith("upper") else said


def _chinese(number: int) -> str:
    """Up to 999 as spoken, 10 as 十; beyond that in digits."""
    if not 0 < number <= _MOST:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    if not 0 < number <= _MOST:
        return str(number)
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said
