"""The rival that words are measured against: BM25 over jieba's words."""

from collections.abc import Mapping

import numpy as np

from ingest.view import clean

Ranking = dict[int, float]


def first(scores: Ranking, k: int) -> Ranking:
    """The ``k`` best, best first, ties by id."""
    return {i: scores[i] for i in sorted(scores, key=lambda i: (-scores[i], i))[:k]}


class JiebaBM25:
    """BM25 over jieba's words (search mode), k1 and b as tantivy has them, on the very texts that the product indexes.

    Words are weighed over the whole library, whatever the scope, as an index does it.
    """

    def __init__(self, texts: Mapping[int, str], k1: float = 1.2, b: float = 0.75) -> None:
        """``texts`` by passage id."""
        from scipy.sparse import csr_array

        cut = [self._words(text) for text in texts.values()]
        self._ids = np.array(list(texts))
        self._rows = {word: row for row, word in enumerate(sorted({word for words in cut for word in words}))}
        places = [(self._rows[word], column) for column, words in enumerate(cut) for word in words]
        shape = (len(self._rows), len(cut))
        counts = csr_array((np.ones(len(places)), tuple(np.array(places).T)), shape=shape)  # duplicates add up
        counts.sum_duplicates()
        df = np.diff(counts.indptr)
        length = counts.sum(axis=0)
        damping = k1 * (1 - b + b * length / length.mean())
        counts.data = counts.data * (k1 + 1) / (counts.data + damping[counts.indices])
        counts.data *= np.repeat(np.log1p((len(cut) - df + 0.5) / (df + 0.5)), df)
        self._weights = counts

    @staticmethod
    def _words(text: str) -> list[str]:
        import jieba

        jieba.setLogLevel("ERROR")
        return [word for word in jieba.lcut_for_search(clean(text).lower()) if word.isalnum()]

    def search(self, query: str, k: int, within: frozenset[int] | None = None) -> Ranking:
        """Scores of the ``k`` best passages, of those ``within`` where given."""
        rows = [self._rows[word] for word in dict.fromkeys(self._words(query)) if word in self._rows]
        scores = self._weights[rows].sum(axis=0) if rows else np.zeros(len(self._ids))
        found = {int(i): float(s) for i, s in zip(self._ids, scores, strict=True) if s > 0}
        return first({i: s for i, s in found.items() if within is None or i in within}, k)
