"""The metrics' number reader: every notation of evals.md 2.3, hand-made, and properties with cn2an as the oracle."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.norm import Normal, norm, statements
from evals.metrics.reading import in_digits, read
from evals.mutants import hanzi


def told(text: str) -> list[tuple[str, str, str | None, str]]:
    return [(format(n.value.normalize(), "f"), n.unit, n.hedge, n.sign) for n in read(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge", "sign"),
    [
        ("三十七条", "37", "条", None, ""),
        ("３７条", "37", "条", None, ""),
        ("1,234件", "1234", "件", None, ""),
        ("1，234件", "1234", "件", None, ""),
        ("1.2万条", "12000", "条", None, ""),
        ("一万二千条", "12000", "条", None, ""),
        ("1万2千条", "12000", "条", None, ""),
        ("3亿5千万元", "350000000", "元", None, ""),
        ("1.5万元", "15000", "元", None, ""),
        ("壹佰贰拾叁元", "123", "元", None, ""),
        ("5300余条", "5300", "条", "more", ""),
        ("千余条", "1000", "条", "more", ""),
        ("约30人次", "30", "人次", "about", ""),
        ("90%以上", "90", "%", "least", ""),
        ("over 5,300 items", "5300", "", "more", ""),
        ("about 30 people", "30", "", "about", ""),
        ("近3次", "3", "次", "near", ""),
        ("不足5件", "5", "件", "under", ""),
        ("百分之九十", "90", "%", None, ""),
        ("占比三成", "30", "%", None, ""),
        ("5‰", "0.5", "%", None, ""),
        ("千分之五", "0.5", "%", None, ""),
        ("提高2.5个百分点", "2.5", "个百分点", None, "up"),
        ("同比下降12%", "12", "%", None, "down"),
        ("同比增长百分之十二", "12", "%", None, "up"),
        ("2倍", "2", "倍", None, ""),
        ("二〇二四年", "2024", "年", None, ""),
        ("兼职人员一名。", "1", "名", None, ""),
    ],
)
def test_a_number_is_read(text: str, value: str, unit: str, hedge: str | None, sign: str):
    assert told(text) == [(value, unit, hedge, sign)]


def test_percent_points_are_not_percent():
    assert [n.kind for n in read("占12%，提高12个百分点")] == ["percent", "pp"]


def test_a_range_has_two_ends():
    (number,) = read("2至3个工作日")
    assert (number.value, number.upper) == (2, 3)


def test_a_fraction_is_a_ratio():
    (number,) = read("三分之二的单位")
    assert (number.value, number.unit, number.kind) == (2, "/3", "ratio")


def test_a_document_number_is_one_string():
    (number,) = read("按照国办发〔2021〕30号")
    assert (number.kind, number.words) == ("identifier", "按照国办发〔2021〕30号")


@pytest.mark.parametrize(
    "text", ["第三条", "[1]", "1、公开情况", "（一）概述", "统一一个窗口", "一方面加强", "十分重视", "每月一次例会"]
)
def test_words_that_only_look_like_numbers(text: str):
    assert read(text) == ()


@pytest.mark.parametrize("text", ["2013年12月31日", "2009-2013年", "电话010-12345678"])
def test_dates_and_telephones_are_no_counts(text: str):
    assert read(text)
    assert {n.kind for n in read(text)} <= {"year", "date", "identifier"}


def test_places_are_the_sources():
    text = "共公开　三十七 余条"
    (number,) = read(text)
    assert text[number.start : number.end] == "三十七 余条"


@given(st.integers(2, 99_999_999))
def test_a_chinese_numeral_is_its_arabic_one(value: int):
    for words in (cn2an.an2cn(str(value)), hanzi(value)):
        assert told(f"公开{words}条") == [(str(value), "条", None, "")], words


@given(st.integers(2, 99_999_999), st.sampled_from(["{}", "{:,}"]), st.booleans(), st.sampled_from("条件份篇项"))
def test_notations_of_a_count_are_equal(value: int, form: str, wide: bool, unit: str):
    digits = form.format(value)
    digits = digits.translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)}) if wide else digits
    assert told(f"公开{digits}{unit}") == [(str(value), unit, None, "")]


@given(st.text(alphabet="一二三十百千万亿零〇半两0123456789.,，%％余约近至-—~年月日条件元〔〕[]号第 公开", max_size=40))
def test_no_text_makes_the_reader_raise(text: str):
    for number in read(text):
        assert 0 <= number.start < number.end <= len(text)


def test_in_digits_keeps_the_words():
    assert in_digits("三十七条、1.2万余件、百分之九十") == "37条、12000余件、90%"
    assert in_digits("第三条") == "第三条"


def test_norm_drops_what_does_not_count():
    assert norm("「公开」３７ 条——ＡＢ（一）") == norm("“公开”37条--ab(一)")


@given(st.text(max_size=40))
def test_norm_leads_back(text: str):
    normal = Normal(text)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_sentences_are_not_cut_in_quotes_brackets_or_decimals():
    assert statements("公开“一网。通办”栏目（含3.5万条；另计）。收到2件！\n无") == (
        "公开“一网。通办”栏目（含3.5万条；另计）。",
        "收到2件！",
        "无",
    )


def test_decimal_is_exact():
    assert read("1.1万条")[0].value == Decimal(11000)
