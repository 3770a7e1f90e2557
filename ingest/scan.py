"""Exact nearest passages by a walk over stored embeddings: a scope's few rows, or all of them a block at a time."""

from collections.abc import Iterable, Iterator

import numpy as np

from ingest.errors import LibraryError
from ingest.store import Held, Store

_ROWS = 16_384  # rows in memory at once
_DIGITS = 6  # float32 sums differ in the last digits with the shape of the block


def nearest(store: Store, scope: Iterable[Held], vector: np.ndarray, k: int) -> dict[int, float]:
    """Cosines of the ``k`` passages of ``scope`` nearest to ``vector`` (unit length), best first, ties by id."""
    best = np.zeros(0, np.int64), np.zeros(0, np.float64)
    for ids, block in _blocks(store, scope):
        scores = np.round((block @ vector.astype(np.float32)).astype(np.float64), _DIGITS)
        ids, scores = np.concatenate([best[0], ids]), np.concatenate([best[1], scores])
        order = np.lexsort((ids, -scores))[: max(k, 0)]
        best = ids[order], scores[order]
    return {int(key): float(score) for key, score in zip(*best, strict=True)}


def _blocks(store: Store, scope: Iterable[Held]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    generation = store.generation
    ids: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    waiting = 0
    for held in scope:
        if not held.count:
            continue
        block = store.vectors(held, generation)
        if len(block) != held.count:
            raise LibraryError(f"the embeddings of report {held.report_id!r} are missing: run `gongkai reindex`")
        ids.append(np.arange(held.first, held.first + held.count))
        rows.append(block)
        waiting += held.count
        if waiting >= _ROWS:
            yield np.concatenate(ids), np.concatenate(rows)
            ids, rows, waiting = [], [], 0
    if waiting:
        yield np.concatenate(ids), np.concatenate(rows)
