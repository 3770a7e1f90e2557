from hypothesis import given
from hypothesis import strategies as st

from ingest.view import View, clean

SIGNS = list("一、（一）1２.．　 \xa0\t\r\n\u200b：。ａZ㈠①…﹝#*|条")
TEXTS = st.text(alphabet=st.sampled_from(SIGNS) | st.characters(), max_size=60)


def test_full_width_and_residues_are_folded():
    assert clean("（一）２０１３年，共 ５９５ 条。") == "(一)2013年,共595条。"
    assert clean("[bookmark: _GoBack]概\xa0 述\u3000") == "概述"
    assert clean("﹝2013﹞«指南»") == "〔2013〕《指南》"


def test_blanks_stay_only_between_ascii_words():
    assert clean("annual  report 年 报 2013 1 2") == "annual report年报2013 1 2"


def test_positions_lead_back_to_the_original():
    text = "\u3000（ 一 ）[bookmark: _GoBack]概 述\r\n"
    view = View(text)
    at = view.text.index("概述")
    start, end = view.span(at, at + 2)
    assert text[start:end] == "概 述"
    assert view.text[view.find(start)] == "概"
    assert view.text[view.find(0)] == "("
    assert view.at(len(view)) == len(text)


@given(TEXTS)
def test_every_span_is_a_range_of_the_original(text):
    view = View(text)
    offsets = [view.at(i) for i in range(len(view) + 1)]
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    for i in range(len(view)):
        start, end = view.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert view.find(start) <= i


@given(TEXTS)
def test_lines_cover_the_view_without_its_newlines(text):
    view = View(text)
    assert "\n".join(view.text[s:e] for s, e in view.lines) == view.text
    assert all("\n" not in view.text[s:e] for s, e in view.lines)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
