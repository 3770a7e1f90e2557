"""Fusion by hand, a second look when one is configured, and the same answers from rebuilt indexes."""

import shutil
from collections.abc import Sequence

import pytest

from bot.chain import AnswerChain
from bot.retrieve import RERANKED, asked_text, fuse, query_text, retrieve
from bot.understand import understand
from ingest.encoder import load_encoder
from ingest.library import Library
from ingest.pipeline import ingest_paths
from tests.libraries import HELDOUT, SEEDS, rows


def test_fusion_adds_z_scores():
    assert fuse({}, {}, 0.5) == {}
    alone = fuse({1: 3.0, 2: 1.0}, {}, 0.5)
    assert alone == {1: pytest.approx(1.0), 2: pytest.approx(-1.0)}
    both = fuse({1: 3.0, 2: 1.0}, {2: 0.9, 1: 0.1}, 0.5)
    assert both == {1: pytest.approx(0.5), 2: pytest.approx(-0.5)}
    assert fuse({1: 3.0, 2: 1.0}, {2: 0.9, 1: 0.1}, 0.0) == alone


def test_a_passage_that_a_channel_misses_has_its_lowest_score():
    scores = fuse({1: 2.0, 2: 1.0}, {3: 0.5, 1: 0.1}, 1.0)
    assert scores[1] > scores[2] and scores[3] == pytest.approx(
        fuse({1: 2.0, 2: 1.0, 3: 1.0}, {1: 0.1, 2: 0.1, 3: 0.5}, 1.0)[3]
    )


def test_the_encoder_reads_the_plain_question_and_the_words_are_asked_both_ways(seeds: AnswerChain):
    question = understand("平凉2013年有没有人打官司？", seeds.library.reports())
    assert asked_text(question) == "有没有人打官司?" and "平凉" not in query_text(question)
    assert "诉讼" in query_text(question) and "诉讼" not in asked_text(question)


class Backwards:
    """A reranker that likes what the search liked least."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        self.seen = list(passages)
        return [float(i) for i in range(len(passages))]


def test_a_reranker_reorders_the_first_passages_and_no_others(seeds: AnswerChain, monkeypatch: pytest.MonkeyPatch):
    question = understand("保密审查怎么做", seeds.library.reports())
    plain, _ = retrieve(seeds.library, question)
    reranker = Backwards()
    monkeypatch.setattr(seeds.library, "reranker", reranker)
    again, _ = retrieve(seeds.library, question)
    assert len(plain) > RERANKED and reranker.seen == [e.quote for e in plain[:RERANKED]]
    assert [e.passage_id for e in again[:RERANKED]] == [e.passage_id for e in reversed(plain[:RERANKED])]
    assert [e.passage_id for e in again[RERANKED:]] == [e.passage_id for e in plain[RERANKED:]]
    assert all(first.score >= second.score for first, second in zip(again, again[1:], strict=False))


def test_fifty_questions_are_answered_alike_from_rebuilt_indexes(tmp_path):
    """Chroma's and tantivy's folders deleted, `doctor --rebuild`: everything comes from SQLite, nothing is re-encoded."""
    asked = [row["question"] for row in rows(HELDOUT / "questions_seeds.jsonl")][:50]
    with Library.open(tmp_path, encoder=load_encoder, create=True) as library:
        assert all(outcome.status != "failed" for outcome in ingest_paths(library, [SEEDS]))
        before = [told(library, question) for question in asked]
    for folder in ("chroma", "lexical"):
        shutil.rmtree(tmp_path / folder)
    with Library.open(tmp_path, encoder=no_encoder, write=True) as library:
        library.rebuild()
    with Library.open(tmp_path, encoder=load_encoder) as library:
        assert all(check.ok for check in library.check())
        assert [told(library, question) for question in asked] == before


def no_encoder() -> None:
    raise AssertionError("rebuilding encodes nothing")


def told(library: Library, question: str) -> dict:
    return AnswerChain(library=library).invoke({"question": question, "explain": True}).model_dump(exclude={"timings"})
