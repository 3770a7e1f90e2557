"""Words: BM25 over character unigrams and bigrams, by tantivy, on disk or in memory.

Chinese is cut into characters and pairs of neighbours; a run of ASCII letters or digits is one token, so that 37 never
answers for 370. One index serves the library from disk; the same index built in memory serves a reader who may not mend
a broken one, so both give the same scores.
"""

import re
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from operator import neg
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.view import clean

if TYPE_CHECKING:
    import tantivy

_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)*%?|[^\W\d_a-z]+")
_DIGITS = 4  # scores are float32 sums whose last digits depend on how the index is cut into segments
_HEAP = 64_000_000


def tokens(text: str) -> list[str]:
    """The search tokens of a cleaned text, in order: 公开37条 → 公 公开 开 37 条."""
    cut: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run.isascii():
            cut.append(run)
        else:
            cut.extend(piece for i in range(len(run)) for piece in (run[i], run[i : i + 2]))
            cut.pop()  # the last character has no right neighbour: its "pair" is itself
    return cut


class Lexical:
    """An index of passages; ``folder=None`` keeps it in memory.

    A passage belongs to a report (the filter) and to a revision, the unit that is added and removed as a whole.
    """

    def __init__(self, folder: Path | None = None, *, create: bool = False) -> None:
        """Open the index in ``folder``, or make an empty one; raises what tantivy raises on a broken or missing one."""
        import tantivy

        self._schema = _schema()
        if folder is None or create:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=None if folder is None else str(folder))
        else:
            self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")
        self.reload()

    def reload(self) -> None:
        """See what has been committed since, by this or another process."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def revisions(self) -> dict[int, int]:
        """The revisions held, with their number of passages, as the inverted index itself has them."""
        query = _query_type().all_query()
        room = self._searcher.num_docs + 1  # allocated at once; no more revisions than passages
        found = self._searcher.terms_with_prefix("revision", "", filter_query=query, limit=room)
        return {int(term): count for term, count in found}

    def update(self, gone: Iterable[int], new: Iterable[tuple[int, str, Mapping[int, str]]]) -> None:
        """Drop revisions and add others, ``(revision, report_id, {passage_id: cleaned text})``, in one commit."""
        import tantivy

        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for revision in gone:
            writer.delete_documents_by_term("revision", str(revision))
        for revision, report_id, texts in new:
            for passage_id, text in texts.items():
                document = tantivy.Document()
                document.add_unsigned("passage", passage_id)
                document.add_text("report", report_id)
                document.add_text("revision", str(revision))
                document.add_text("body", " ".join(tokens(text)))
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def search(self, query: str | Sequence[str], k: int, reports: Sequence[str] | None = None) -> dict[int, float]:
        """BM25 of the ``k`` best passages, best first, ties by passage id; within ``reports`` where given.

        For several queries a passage has the sum of its scores for each, from one pass over the index. Equals of which
        only some were seen are left out together, unless that would leave less than half of ``k``: fewer than ``k``.
        """
        parsed = self._parse([query] if isinstance(query, str) else query, reports)
        if parsed is None or k <= 0:
            return {}
        searcher, limit = self._searcher, k + 16  # one state of the index, whoever reloads it meanwhile
        while True:
            hits = searcher.search(parsed, limit, count=False).hits
            scores = [round(score, _DIGITS) for score, _ in hits]
            # Which equals were seen at the end depends on how the index is cut into segments: all of them or none.
            sure = len(hits) if len(hits) < limit else bisect_left(scores, -scores[-1], key=neg)
            if len(hits) < limit or 2 * sure >= k:
                break
            limit *= 4
        hits, scores = hits[:sure], scores[:sure]
        passages = searcher.fast_field_values("passage", [address for _, address in hits])
        ranked = sorted((-score, int(passage)) for passage, score in zip(passages, scores, strict=True))
        return {passage: -score for score, passage in ranked[:k]}

    def _parse(self, queries: Sequence[str], reports: Sequence[str] | None) -> "tantivy.Query | None":
        from tantivy import Occur, Query

        # A term that two queries share stands twice: a boost would keep tantivy from skipping blocks.
        terms = [term for query in queries for term in dict.fromkeys(tokens(clean(query)))]
        if not terms or (reports is not None and not reports):
            return None
        either = [(Occur.Should, Query.term_query(self._schema, "body", term, index_option="freq")) for term in terms]
        words = Query.boolean_query(either)
        if reports is None:
            return words
        scope = Query.const_score_query(Query.term_set_query(self._schema, "report", list(reports)), 0.0)
        return Query.boolean_query([(Occur.Must, scope), (Occur.Must, words)])


def destroy(folder: Path) -> None:
    """Delete the index in ``folder``, in whatever state it is."""
    shutil.rmtree(folder, ignore_errors=True)


def _query_type() -> "type[tantivy.Query]":
    import tantivy

    return tantivy.Query


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=True, indexed=True, fast=True)
    builder.add_text_field("report", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("revision", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
