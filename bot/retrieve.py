"""Passages for a question: scope first, then words and vectors, fused.

A LangChain program can lift `PassageRetriever` out: ``open_retriever("library").invoke("保密审查怎么做")``.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.schema import Evidence, Question
from bot.settings import open_library
from bot.understand import understand
from bot.wording import terms
from ingest.schema import Passage, Span

if TYPE_CHECKING:
    from ingest.library import Library

DENSE_WEIGHT = 0.1
PER_REPORT = 8
MOST = 200


def retrieve(library: "Library", question: Question, k: int | None = None) -> tuple[tuple[Evidence, ...], str]:
    """The best passages of the question's scope, best first, and the name of the dense channel that served.

    Fusion is a BM25-dominant weighted sum of z-scores; ties break by passage id.
    """
    everything = library.reports()
    scope = question.scope.reports
    k = k or min(MOST, PER_REPORT * max(len(scope), 3))
    reports = None if len(scope) == len(everything) else scope
    query = query_text(question)
    lexical = library.lexical(query, k, reports)
    dense, channel = library.dense(library.encoder.encode([query], query=True)[0], k, reports)
    scores = fuse(lexical, dense)
    best = sorted(scores, key=lambda pid: (-scores[pid], pid))[:k]
    found, quotes = library.passages(best), library.quotes(best)
    return tuple(
        _evidence(quotes[pid], pid, *found[pid], scores[pid], lexical.get(pid), dense.get(pid))
        for pid in best
        if pid in found
    ), channel


def query_text(question: Question) -> str:
    """What is searched for: the question without its bodies and years, and the official wordings of its terms."""
    asked = terms(question.rest)
    return " ".join([term.text + " " + " ".join(term.says[:4]) for term in asked]) or question.standalone


def fuse(lexical: dict[int, float], dense: dict[int, float], weight: float = DENSE_WEIGHT) -> dict[int, float]:
    """z(lexical) + weight · z(dense) over the union; a passage that a channel misses has its lowest score."""
    ids = sorted({*lexical, *dense})
    if not ids:
        return {}
    summed = _z(lexical, ids) + weight * _z(dense, ids)
    return dict(zip(ids, summed.tolist(), strict=True))


def _z(scores: dict[int, float], ids: list[int]) -> np.ndarray:
    if not scores:
        return np.zeros(len(ids))
    low = min(scores.values())
    values = np.array([scores.get(pid, low) for pid in ids])
    spread = values.std()
    return (values - values.mean()) / spread if spread else np.zeros(len(ids))


def _evidence(
    quote: str,
    pid: int,
    report_id: str,
    passage: Passage,
    score: float,
    lexical: float | None,
    dense: float | None,
) -> Evidence:
    return Evidence(
        report_id=report_id,
        passage_id=pid,
        section=passage.path,
        span=Span(start=passage.start, end=passage.end),
        quote=quote,
        score=score,
        lexical=lexical,
        dense=dense,
    )


class PassageRetriever(BaseRetriever):
    """A LangChain retriever over a library: a question's scope decides which reports are searched."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        evidence, _ = retrieve(self.library, understand(query, self.library.reports()))
        return [_document(item) for item in evidence[: self.k]]


def _document(item: Evidence) -> Document:
    metadata = item.model_dump(mode="json", exclude={"quote", "span"}) | {
        "start": item.span.start,
        "end": item.span.end,
    }
    return Document(id=str(item.passage_id), page_content=item.quote, metadata=metadata)


def open_retriever(library: Path | str | None = None, k: int = 10) -> PassageRetriever:
    """A retriever over the library at a path (default: the configured one)."""
    return PassageRetriever(library=open_library(library), k=k)
