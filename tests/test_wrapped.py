"""A report broken at a fixed width says what it says unbroken: its sentences go over such line ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chain import AnswerChain
from bot.reading.sentences import flowing, line_end, sentence_around, sentences, unbroken, worded
from ingest.schema import Span
from tests.libraries import NAMES, opened, seed_text

WIDTH = 30
QUESTIONS = [
    "丰台科技园区2013年一共公开了多少条信息？",
    "崔各庄乡2014年要抓好哪三项工作？",
    "振东新区领导小组由哪些人组成？",
    "宝鸡高新区下一步打算做什么？",
    "丰台园区收费了吗？",
    "有没有单位搞培训？",
    "怎么做保密审查？",
    "宝鸡高新区公开了多少条？",
    "崔各庄乡收到多少申请？",
    "丰台园区的公开渠道有哪些？",
    "振东新区2013年以前公开了多少条？",
    "有没有被起诉的？",
    "宝鸡高新区政策解读做得怎么样？",
    "平凉工业园区怎样考核？",
    "老百姓怎么查文件？",
    "丰台园区机构职能信息有多少条？",
    "崔各庄乡有多少人负责信息公开？",
    "宝鸡高新区组长是谁？",
    "平凉工业园区公开了哪些内容？",
    "振东新区怎么做监督检查？",
]


def wrapped(text: str) -> str:
    return "\n".join(line[at : at + WIDTH] for line in text.split("\n") for at in range(0, len(line) or 1, WIDTH))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    folder = tmp_path_factory.mktemp("broken")
    (reports := folder / "reports").mkdir()
    for name, file in NAMES.items():
        Path(reports / f"{file}.txt").write_text(wrapped(seed_text(name)), encoding="utf-8")
    with opened(folder / "library", reports) as chain:
        yield chain


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_same(seeds: AnswerChain, broken: AnswerChain, question: str):
    asked = {"question": question}
    whole, wrapped_too = seeds.invoke(asked), broken.invoke(asked)
    assert wrapped_too.status == whole.status
    assert sorted(bare(c.text) for c in wrapped_too.claims) == sorted(bare(c.text) for c in whole.claims)


def test_sections_and_figures_are_the_same(seeds: AnswerChain, broken: AnswerChain):
    for report in seeds.library.reports():
        (other,) = (r for r in broken.library.reports() if Path(r.path).name == Path(report.path).name)
        one, two = seeds.library.stored(report.report_id), broken.library.stored(other.report_id)
        assert [(s.level, bare(s.title)) for s in one.sections] == [(s.level, bare(s.title)) for s in two.sections]
        read = [[(f.metric, f.value, f.unit, bare(f.quote)) for f in stored.figures] for stored in (one, two)]
        assert read[0] == read[1]


LONG = "认真贯彻落实条例规定要求，扎实做好各项公开工作，切实保障群众的知情权利。" * 4
TEXT = wrapped(LONG) + "\n全年未收到申请。"


def test_a_sentence_goes_over_a_broken_line_but_not_over_a_paragraph():
    found = [worded(span.of(TEXT)) for span in sentences(TEXT, 0, len(TEXT))]
    assert found == [LONG[: len(LONG) // 4].replace("，", ",")] * 4 + ["全年未收到申请。"]


def test_the_sentence_around_a_word_is_whole():
    at = TEXT.index("知情")
    assert bare(sentence_around(TEXT, Span(start=at, end=at + 2)).of(TEXT)) == LONG[: len(LONG) // 4]


def test_a_paragraph_ends_where_it_ends():
    assert line_end(TEXT, 0) == TEXT.index("\n全年")
    assert flowing(TEXT) == LONG.replace("，", ",") + "\n全年未收到申请。"


def test_a_number_over_a_broken_line_is_whole_and_others_stay_apart():
    text = TEXT + "\n公开12\n收到3件"
    assert "\n" not in unbroken(text, Span(start=0, end=WIDTH * 2))
    assert unbroken(text, Span(start=text.index("公开12"), end=len(text))) == "公开12\n收到3件"
