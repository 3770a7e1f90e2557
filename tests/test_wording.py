"""What is left of a question without its words of asking, and how well a sentence carries it."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import wording
from bot.question.bodies import understand_scope
from bot.question.wording import Term, bigram_recall, coverage, read_thesaurus, terms, thesaurus
from ingest.errors import SettingsError
from ingest.schema import Report
from tests.libraries import NAMES, SEEDS, parsed


def names(question: str) -> list[str]:
    return [term.text for term in terms(question)]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("怎么做保密审查？", ["保密审查"]),
        ("有没有单位搞培训？", ["培训"]),
        ("公开了多少条？", []),
        ("请问你们是怎么做的呢？", []),
        ("依申请公开怎么办理？", ["依申请公开", "办理"]),
        ("政务微博、政务微博", ["政务", "微博"]),
        ("信息员有哪些", ["信息员"]),
        ("ＡＰＰ上线了吗", ["APP"]),
    ],
)
def test_terms(question: str, asked: list[str]):
    assert [name for name in names(question) if name in asked] == asked
    assert set(names(question)) - set(asked) <= {"上线"}


def test_a_term_knows_the_official_wordings():
    (term,) = terms("打官司")
    assert "诉讼" in term.says
    assert term.covered("未发生行政诉讼") == 0.98 > term.covered("主动公开信息")


def test_the_terms_own_words_count_most():
    (term,) = terms("培训")
    assert term.covered("举办培训班") == 1.0
    assert term.covered("天气很好") == 0.0


def test_richness_counts_wordings():
    (term,) = terms("保密审查")
    assert term.richness("保密审查，先审查后公开，涉密信息") > term.richness("保密") > term.richness("天气") == 0


def test_bigram_recall_is_a_share():
    assert bigram_recall("政务大楼", "在政务服务大厅") == pytest.approx(2 / 3)


def test_nothing_asked_is_not_covered():
    assert coverage((), "主动公开政府信息") == 0.0


def test_longer_words_weigh_more():
    long, short = Term("责任追究制度"), Term("网站")
    assert coverage((long, short), "责任追究制度") > coverage((long, short), "网站")


@given(st.lists(st.text(min_size=1, max_size=8), max_size=5), st.text(max_size=30))
def test_coverage_is_between_none_and_all(words: list[str], text: str):
    asked = [Term(word) for word in words]
    assert 0.0 <= coverage(asked, text) <= 1.0 + 1e-9
    assert not asked or coverage(asked, "".join(words)) == pytest.approx(1.0)


@given(st.text(max_size=40))
def test_terms_come_from_the_question_and_once(question: str):
    found = names(question)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("民告官", "引发行政诉讼1件"),
        ("不给看", "不予公开14件"),
        ("没办完", "结转下年度12件"),
        ("点击量", "全年访问量38.6万人次"),
        ("登报", "通过报刊、公示栏公开"),
        ("记者会", "参加新闻发布会1次"),
        ("残疾人", "完成网站适老化改造"),
        ("谣言", "未发生虚假信息、不完整信息"),
        ("瓶颈", "认识有待提升"),
        ("到哪查", "设立政府信息查阅点一处"),
    ],
)
def test_everyday_words_know_the_official_ones(asked: str, said: str):
    (term,) = terms(asked)
    assert term.covered(said) == 0.98


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("亮点", "科技自主创新，创新型园区"),
        ("通报批评", "定期督查，情况通报"),
        ("没办完", "上年结转8件"),
        ("没人维护", "坚决杜绝僵尸网站"),
        ("食品安全", "网站安全漏洞"),
        ("环保", "优化营商环境"),
        ("扯皮", "劳动争议仲裁"),
        ("满意度", "组织社会评议1次"),
        ("不给看", "无法提供22件"),
        ("几天内", "每季度1次"),
        ("瓶颈", "全文包括概述、存在的问题及不足"),
    ],
)
def test_everyday_words_say_no_more_than_they_mean(asked: str, said: str):
    (term,) = terms(asked)
    assert term.covered(said) < 0.5


def test_every_everyday_wording_stands_in_one_entry_only():
    asks = Counter(ask for synonyms in thesaurus() for ask in synonyms.entry)
    assert [ask for ask, count in asks.items() if count > 1] == []


def test_every_entry_says_something():
    assert all(synonyms.entry and synonyms.expansions for synonyms in thesaurus())


def test_a_users_own_entries_are_added(tmp_path, monkeypatch):
    own = tmp_path / "own.yaml"
    own.write_text("- entry: [晒账本]\n  expansions: [财政预决算]\n", encoding="utf-8")
    monkeypatch.setenv("GONGKAI_THESAURUS", str(own))
    fresh()
    try:
        (term,) = terms("怎么晒账本")
        assert term.says == ("财政预决算",) and "诉讼" in terms("打官司")[0].says
    finally:
        monkeypatch.undo()
        fresh()


@pytest.mark.parametrize("text", ["entry: 培训", "- [培训]", "- {entry: [培训]}", "- entry: [a\n"])
def test_a_broken_thesaurus_is_named(text: str):
    with pytest.raises(SettingsError, match="mine.yaml"):
        read_thesaurus(text, "mine.yaml")


def test_a_missing_thesaurus_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_THESAURUS", str(tmp_path / "none.yaml"))
    fresh()
    try:
        with pytest.raises(SettingsError, match="none.yaml"):
            terms("培训")
    finally:
        monkeypatch.undo()
        fresh()


def row(name: str) -> Report:
    document = parsed(SEEDS / f"{NAMES[name]}.txt")
    kept = {"report_id": name, "chars": len(document.text), "sha256": document.sha256, "path": document.path}
    return Report(**document.identity.model_dump(), **kept)


def fresh() -> None:
    thesaurus.cache_clear()
    wording._lexicon.cache_clear()


def test_no_expansion_changes_whose_report_or_which_year_is_meant():
    """The thesaurus works on what is left of a question: every entry beside every body leaves the scope as it was."""
    reports = [row(name) for name in NAMES]
    for synonyms in thesaurus():
        for asked in synonyms.entry:
            for report in reports:
                scope, _ = understand_scope(f"{report.agency}{report.year}年{asked}", reports)
                assert (scope.reports, scope.years, scope.unknown) == ((report.report_id,), (report.year,), ()), asked
        assert not any(re.search(r"[12]\d{3}", words) for words in (*synonyms.entry, *synonyms.expansions))
