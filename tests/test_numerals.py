"""Numbers as Chinese prose writes them, checked against a small writer of Chinese numerals that knows nothing of the parser."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import NUMBER, parse_number, parse_year

_NAMES = "零一二三四五六七八九"


def four(n: int) -> str:
    """0 to 9999 in Chinese, without a leading zero; empty for 0."""
    said, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // value % 10
        if not digit:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _NAMES[digit] + unit
        gap = False
    return said


def chinese(n: int) -> str:
    """``n`` as a person writes it in full: 120050 is 十二万零五十."""
    said = ""
    for value, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = n // value % 10**4
        if group:
            said += ("零" if said and group < 1000 else "") + four(group) + unit
    return said[1:] if said.startswith("一十") else said


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (10, "十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (10_002, "一万零二"),
        (12_486, "一万二千四百八十六"),
        (120_050, "十二万零五十"),
    ],
)
def test_the_oracle_writes_as_people_do(n: int, said: str):
    assert chinese(n) == said


@given(st.integers(1, 10**8 - 1))
def test_chinese_numerals_below_a_hundred_million(n: int):
    assert parse_number(chinese(n)) == n


@given(st.integers(1, 9999))
def test_whole_hundred_millions(n: int):
    assert parse_number(four(n) + "亿") == n * 10**8


@pytest.mark.parametrize(
    ("said", "n"), [("一亿二千万", 120_000_000), ("三亿零五十万", 300_500_000), ("一亿零一万零一", 100_010_001)]
)
def test_hundred_millions_with_myriads_after_them(said: str, n: int):
    assert parse_number(said) == n


@given(st.integers(0, 10**12))
def test_thousands_separators_and_full_matches(n: int):
    for written in (str(n), f"{n:,}"):
        assert parse_number(written) == n
        assert re.fullmatch(NUMBER, written)


@given(
    st.decimals(0, 10**6, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("千万", 10**7), ("百万", 10**6)])
)
def test_decimals_with_scales_are_exact(value: Decimal, scale: tuple[str, int]):
    assert parse_number(f"{value:f}{scale[0]}") == value * scale[1]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("千", 1000), ("百", 100), ("万", 10_000), ("十", 10), ("二十", 20), ("两千", 2000), ("二〇一三", 2013), ("二零一九", 2019),
        ("一九九八", 1998), ("伍佰", 500), ("1.2万", 12_000), ("一万二千", 12_000), ("四百一十二", 412), ("零", 0), ("二千零一十三", 2013),
    ],
)  # fmt: skip
def test_ways_of_writing(said: str, value: int):
    assert parse_number(said) == value


@pytest.mark.parametrize("said", ["", "条", "十条", "abc", "三点五", "余"])
def test_what_is_no_number(said: str):
    assert parse_number(said) is None


@given(st.from_regex(NUMBER, fullmatch=True))
def test_whatever_the_pattern_finds_can_be_read(written: str):
    value = parse_number(written)
    assert value is None or value >= 0


@pytest.mark.parametrize("said", ["2013", "二〇一三", "二零一三", "1949", "2099"])
def test_years(said: str):
    assert 1949 <= parse_year(said) <= 2099


@pytest.mark.parametrize("said", ["1948", "2100", "13", "2013.5", "年", ""])
def test_what_is_no_year(said: str):
    assert parse_year(said) is None
