"""Passages for a question: scope first, then words and vectors, fused.

A LangChain program can lift `PassageRetriever` out: ``open_retriever("library").invoke("保密审查怎么做")``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.question.wording import terms
from bot.schema import Evidence, Question
from bot.settings import open_library
from bot.understand import understand
from ingest.rows import Excerpt
from ingest.schema import Span

if TYPE_CHECKING:
    from ingest.library import Library

PER_REPORT = 8
MOST = 120
RERANKED = 30


def retrieve(library: "Library", question: Question, k: int | None = None) -> tuple[tuple[Evidence, ...], str]:
    """The best passages of the question's scope, best first, and the name of the dense channel that served.

    Fusion is a BM25-dominant weighted sum of z-scores; ties break by passage id.
    """
    everything = library.reports()
    scope = question.scope.reports
    k = k or min(MOST, PER_REPORT * max(len(scope), 3))
    reports = None if len(scope) == len(everything) else scope
    vector = library.encoder.encode([asked_text(question)], query=True)[0]
    lexical, dense, channel = library.search(word_queries(question), vector, k, reports)
    scores = fuse(lexical, dense, library.encoder.weight)
    best = [pid for _, pid in sorted((-score, pid) for pid, score in scores.items())[:k]]
    excerpts = library.excerpts(best)
    scores, best = _reranked(library, question, scores, best, excerpts)
    return tuple(
        _evidence(pid, excerpts[pid], scores[pid], lexical.get(pid), dense.get(pid)) for pid in best if pid in excerpts
    ), channel


def word_queries(question: Question) -> tuple[str, str]:
    """A question's own words, for direct wording, and its terms in official words, for what people mean: both count."""
    return asked_text(question), query_text(question)


def asked_text(question: Question) -> str:
    """The question without its bodies and years: what the encoder reads, and the words as they were asked."""
    return " ".join(question.rest.split()) or question.standalone


def _reranked(
    library: "Library", question: Question, scores: dict[int, float], best: list[int], excerpts: Mapping[int, Excerpt]
) -> tuple[dict[int, float], list[int]]:
    """The first passages in the order of the configured reranker, if one is; the others stay behind them."""
    reranker = library.reranker
    if reranker is None:
        return scores, best
    first = [pid for pid in best[:RERANKED] if pid in excerpts]
    given = reranker.scores(asked_text(question), [excerpts[pid].words for pid in first])
    top = max(scores.values(), default=0.0)
    lowest = min(given, default=0.0)
    raised = scores | {pid: top + 1.0 + score - lowest for pid, score in zip(first, given, strict=True)}
    return raised, sorted(best, key=lambda pid: (-raised[pid], pid))


def query_text(question: Question) -> str:
    """The question's terms with the official wordings of the thesaurus."""
    asked = terms(question.rest)
    return " ".join([term.text + " " + " ".join(term.says[:4]) for term in asked]) or question.standalone


def fuse(lexical: dict[int, float], dense: dict[int, float], weight: float) -> dict[int, float]:
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
    values = np.fromiter((scores.get(pid, low) for pid in ids), np.float64, len(ids))
    spread = values.std()
    return (values - values.mean()) / spread if spread else np.zeros(len(ids))


def _evidence(pid: int, found: Excerpt, score: float, lexical: float | None, dense: float | None) -> Evidence:
    return Evidence(
        report_id=found.report_id,
        passage_id=pid,
        section=found.path,
        span=Span(start=found.start, end=found.end),
        quote=found.words,
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
