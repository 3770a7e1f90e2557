"""Every passage encoded anew, into a generation of its own that takes over when it is complete."""

from collections.abc import Callable

import numpy as np

from ingest.encoder import Encoder
from ingest.store import Held, Store


def reencode(
    store: Store, encoder: Encoder, texts: Callable[[Held], dict[int, str]], progress: Callable[[int, int], None] | None
) -> int:
    """Fill the next generation report by report, one transaction each, then swap; returns the number of passages.

    What a killed run with the same encoder has finished is kept; of another encoder's, nothing is.
    """
    generation = _begin(store, encoder)
    held = list(store.held().values())
    done = {row[0] for row in store.rows("SELECT version_id FROM embeddings WHERE generation=?", (generation,))}
    for number, one in enumerate(held, 1):
        if one.version_id not in done:
            found = list(texts(one).values())
            vectors = encoder.encode(found) if found else np.zeros((0, encoder.dim), np.float32)
            with store.transaction():
                store.set_vectors(one.version_id, generation, vectors)
        if progress is not None:
            progress(number, len(held))
    _swap(store, encoder, generation)
    return sum(one.count for one in held)


def _begin(store: Store, encoder: Encoder) -> int:
    generation = store.generation + 1
    with store.transaction():
        if store.meta("next_fingerprint") != encoder.fingerprint:
            store.rows("DELETE FROM embeddings WHERE generation<>?", (store.generation,))
        store.set_meta(next_fingerprint=encoder.fingerprint)
    return generation


def _swap(store: Store, encoder: Encoder, generation: int) -> None:
    with store.transaction():
        store.rows("DELETE FROM embeddings WHERE generation<>?", (generation,))
        store.set_meta(generation=generation)
        store.set_encoder(encoder.name, encoder.fingerprint, encoder.dim)
        store.drop_meta("next_fingerprint")
