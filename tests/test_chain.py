"""The chain and the retriever are what a LangChain program expects of them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from bot.chain import AnswerChain, open_chain
from bot.retrieve import PassageRetriever, fuse, open_retriever
from bot.schema import Answer
from bot.search import search
from ingest.errors import LibraryError
from tests.libraries import said
from tests.test_bodies import REPORTS

QUESTION = "平凉2013年公开了多少条？"


class Listener(BaseCallbackHandler):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []

    def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
        self.heard.append((f"start {kwargs.get('name')}", inputs))

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        self.heard.append(("end", outputs))

    def on_chain_error(self, error: BaseException, **kwargs: Any) -> None:
        self.heard.append(("error", error))

    def on_retriever_start(self, serialized: Any, query: str, **kwargs: Any) -> None:
        self.heard.append(("retriever start", query))

    def on_retriever_end(self, documents: Any, **kwargs: Any) -> None:
        self.heard.append(("retriever end", len(documents)))


def test_invoke(seeds: AnswerChain):
    assert isinstance(seeds, Runnable)
    found = seeds.invoke(QUESTION)
    assert isinstance(found, Answer) and "595条" in said(found)
    assert said(seeds.invoke({"question": QUESTION})) == said(found)


def test_batch_keeps_the_order(seeds: AnswerChain):
    found = seeds.batch(
        [QUESTION, "上海市公开了多少条？", {"question": "公开了多少条？", "report": ["丰台"], "id": "x"}]
    )
    assert [a.status for a in found] == ["answered", "no_evidence", "answered"]
    assert found[2].id == "x" and "273条" in said(found[2])


def test_stream_and_async(seeds: AnswerChain):
    assert ["595条" in said(chunk) for chunk in seeds.stream(QUESTION)] == [True]
    assert "595条" in said(asyncio.run(seeds.ainvoke(QUESTION)))
    assert len(asyncio.run(seeds.abatch([QUESTION, QUESTION]))) == 2


def test_it_pipes(seeds: AnswerChain):
    assert (seeds | RunnableLambda(lambda found: found.status)).invoke(QUESTION) == "answered"


def test_a_handler_sees_the_run(seeds: AnswerChain):
    listener = Listener()
    found = seeds.invoke(QUESTION, config={"callbacks": [listener]})
    assert [name for name, _ in listener.heard] == ["start gongkai", "end"]
    assert listener.heard[-1][1] == found


@pytest.mark.parametrize("asked", [{"question": QUESTION, "reports": ["丰台"]}, {"query": QUESTION}])
def test_unknown_keys_are_an_error_and_seen(seeds: AnswerChain, asked: dict[str, Any]):
    listener = Listener()
    with pytest.raises(ValueError, match="unknown keys .*(?:reports|query)"):
        seeds.invoke(asked, config={"callbacks": [listener]})
    assert listener.heard[-1][0] == "error"


def test_the_retriever(seeds: AnswerChain):
    listener = Listener()
    retriever = PassageRetriever(library=seeds.library, k=4)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("保密审查怎么做", config={"callbacks": [listener]})
    assert [name for name, _ in listener.heard] == ["retriever start", "retriever end"]
    assert len(found) == 4 and "保密" in found[0].page_content
    for document in found:
        meta = document.metadata
        assert seeds.library.text(meta["report_id"])[meta["start"] : meta["end"]] == document.page_content


def test_the_retriever_keeps_to_the_bodies_named(seeds: AnswerChain):
    retriever = PassageRetriever(library=seeds.library)
    (only,) = {document.metadata["report_id"] for document in retriever.invoke("崔各庄怎么做培训？")}
    assert "崔各庄" in seeds.library.text(only)
    assert len(asyncio.run(retriever.ainvoke("怎么做培训？"))) == 10


def test_search_gives_scores_by_channel(seeds: AnswerChain):
    hits = search(seeds, "保密审查", k=5)
    assert len(hits) == 5 and [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert any(h.lexical is not None and h.dense is not None for h in hits)
    assert all(seeds.library.text(h.report_id)[h.start : h.end] == h.quote for h in hits)


def test_a_program_opens_the_library_by_its_path(seeds: AnswerChain, monkeypatch: pytest.MonkeyPatch):
    with open_chain(seeds.library.path) as chain:
        assert "595条" in said(chain.invoke(QUESTION))
    monkeypatch.setenv("GONGKAI_LIBRARY", str(seeds.library.path))
    retriever = open_retriever(k=3)
    assert len(retriever.invoke("保密审查")) == 3
    retriever.library.close()


def test_no_library_there(tmp_path: Path):
    with pytest.raises(LibraryError, match="nowhere"):
        open_chain(tmp_path / "nowhere")


def test_fusion_is_led_by_words_and_breaks_ties_by_meaning():
    scores = fuse({1: 9.0, 2: 1.0, 3: 1.0}, {2: 0.1, 3: 0.9}, 0.1)
    assert sorted(scores, key=lambda pid: -scores[pid]) == [1, 3, 2]
    assert fuse({}, {}, 0.1) == {}
    assert fuse({1: 2.0, 2: 2.0}, {}, 0.1) == {1: 0.0, 2: 0.0}


def test_reports_of_the_tests_are_those_of_the_library(seeds: AnswerChain):
    assert {r.agency for r in REPORTS} == {r.agency for r in seeds.library.reports()}
