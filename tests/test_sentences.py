"""Sentences and the quotations cut from them are spans of the text as it is."""

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.reading.sentences import QUOTE_LIMIT, sentence_around, sentences, shorten, unbroken
from ingest.schema import Span
from tests.libraries import NAMES, seed_text

PROSE = st.lists(
    st.sampled_from(["公开", "信息37条", "，", "。", "；", "\n", "：", "”", "“", "1.5", " ", "\u3000", "！", "收到申请"]), max_size=60
).map("".join)  # fmt: skip


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, 0, len(text))]


def test_stops_and_closing_quotes_stay_with_their_sentence():
    assert cut("他说：“公开。”主动公开1.5万条；收到申请2件！\n  全部答复") == [
        "他说：“公开。”",
        "主动公开1.5万条；",
        "收到申请2件！",
        "全部答复",
    ]


def test_marks_alone_are_no_sentence():
    assert cut("。 。\n——\n好。") == ["好。"]


@given(PROSE)
def test_sentences_are_apart_trimmed_and_lose_nothing(text: str):
    assume("\n”" not in text)
    spans = list(sentences(text, 0, len(text)))
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    assert all(s.of(text) == s.of(text).strip() and "\n" not in unbroken(text, s) for s in spans)
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert all(i in covered for i, char in enumerate(text) if char.isalnum())


def test_a_sentence_never_crosses_a_line_end():
    assert cut("主动公开\n”的做法") == ["主动公开", "”的做法"]


@given(PROSE, st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject):
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume("\n" not in text[start:end])
    around = sentence_around(text, Span(start=start, end=end))
    assert around.start <= start and end <= around.end
    assert "\n" not in unbroken(text, around).strip("\n")


def test_the_sentence_around_a_number_is_one_sentence():
    text = "共公开37条。收到申请2件，均已答复。未收费。"
    at = text.index("2件")
    assert sentence_around(text, Span(start=at, end=at + 2)).of(text) == "收到申请2件，均已答复。"


@given(PROSE, st.data())
def test_a_cut_keeps_its_number_within_the_limit(text: str, data: st.DataObject):
    text = text + "公开" * 100
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
    keep = Span(start=start, end=end)
    assume(text[start] not in "，：" and text[end - 1] not in "，：")
    quote = shorten(text, Span(start=0, end=len(text)), lambda _: 0.0, keep=keep)
    assert quote.start <= start and end <= quote.end
    assert quote.end - quote.start <= QUOTE_LIMIT


def test_a_cut_takes_the_clauses_that_say_most():
    text = "，".join(["无关的话" * 12, "保密审查由领导小组负责", "别的内容" * 30]) + "。"
    quote = shorten(text, Span(start=0, end=len(text)), lambda words: float("保密审查" in words))
    assert quote.of(text) == "保密审查由领导小组负责"


def test_what_is_short_enough_is_left_whole():
    assert shorten("一句话，就这样。", Span(start=0, end=8), lambda _: 0.0) == Span(start=0, end=8)


def test_every_sentence_of_the_seeds_can_be_quoted():
    for name in NAMES:
        text = seed_text(name)
        for span in sentences(text, 0, len(text)):
            quote = shorten(text, span, lambda _: 0.0)
            assert 0 < quote.end - quote.start <= QUOTE_LIMIT
            assert span.start <= quote.start and quote.end <= span.end
