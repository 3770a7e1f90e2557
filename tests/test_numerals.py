"""Numbers as Chinese prose writes them, checked against a small writer of Chinese numerals that knows nothing of the parser."""

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.numerals import NUMBER, parse_bounds, parse_number, parse_year

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


@given(st.integers(0, 10**15))
def test_cn2an_writes_what_is_read(n: int):
    """The oracle's numerals, plain and 壹贰叁, are read back."""
    assert parse_number(cn2an.an2cn(n)) == n
    # 圆 and 零元 aside, the capital form differs in its digits only.
    assert parse_number(cn2an.an2cn(n, "up")) == n


@given(st.integers(1, 10**12 - 1), st.integers(1, 99))
def test_cn2an_writes_decimals_that_are_read(n: int, hundredths: int):
    written = cn2an.an2cn(f"{n}.{hundredths:02d}")
    assert parse_number(written) == Decimal(f"{n}.{hundredths:02d}")


@given(st.integers(1, 10**12 - 1))
def test_cn2an_reads_what_we_write(n: int):
    assert cn2an.cn2an(chinese(n), "strict" if n >= 20 or n < 10 else "smart") == n == parse_number(chinese(n))


@pytest.mark.parametrize(
    "said",
    [
        "一百二",
        "一千三",
        "三万五",
        "一万二千三",
        "两百五",
        "二〇一三",
        "五零",
        "一二〇",
        "3亿5千万",
        "二十三点五",
        "十五",
    ],
)
def test_spoken_forms_as_cn2an_reads_them(said: str):
    assert parse_number(said) == Decimal(str(cn2an.cn2an(said, "smart")))


@pytest.mark.parametrize(
    ("said", "ours", "theirs"),
    [("两三", (2, 3), 23), ("三五", (3, 5), 35), ("百", (100, None), None), ("万", (10_000, None), None)],
)
def test_where_cn2an_differs(said: str, ours: tuple[int, int | None], theirs: int | None):
    """Neighbouring digits are a range in prose, and a bare scale counts once (千余条); the oracle says otherwise."""
    assert parse_bounds(said) == ours
    if theirs is None:
        with pytest.raises(ValueError):
            cn2an.cn2an(said, "smart")
    else:
        assert cn2an.cn2an(said, "smart") == theirs


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [("两三百", 200, 300), ("十五六", 15, 16), ("二三十万", 200_000, 300_000), ("七八", 7, 8), ("一两", 1, 2)],
)
def test_neighbouring_digits_are_a_range(said: str, low: int, high: int):
    assert parse_bounds(said) == (low, high) and parse_number(said) is None


@given(st.text(max_size=60) | st.text("零〇一二两三九十百千万亿点半壹拾0123,.，１", max_size=45))
def test_no_string_raises(said: str):
    value = parse_number(said)
    assert value is None or value >= 0
    parse_bounds(said)
    parse_year(said)


@given(st.integers(0, 10**12))
def test_thousands_separators_and_full_matches(n: int):
    for written in (str(n), f"{n:,}"):
        assert parse_number(written) == n
        assert re.fullmatch(NUMBER, written)
    full = str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_number(full) == n == parse_number(f"{n:,}".replace(",", "，"))


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


@pytest.mark.parametrize("said", ["", "条", "十条", "abc", "三点", "余", "两三", "三四百", "1,2", "1.2.3", "九" * 50])
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
