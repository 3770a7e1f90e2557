"""The doctor's questions to a library: is the truth whole, and do the indexes hold exactly that?"""

from collections.abc import Callable
from typing import NamedTuple

from ingest.errors import GongkaiError, LibraryError
from ingest.lexical_cache import LexicalCache
from ingest.store import Store
from ingest.vector_cache import VectorCache


class Check(NamedTuple):
    """One line of `doctor`: what was looked at, whether it is well, and what was seen."""

    name: str
    ok: bool
    detail: str


def truth(store: Store, encoder: Callable[[], str]) -> list[Check]:
    """SQLite by itself; ``encoder`` names the configured encoder or raises on a mismatch."""
    with store.snapshot():
        return [_integrity(store), _references(store), _numbering(store), _embeddings(store), _encoder(encoder)]


def indexes(store: Store, lexical: LexicalCache, vectors: VectorCache, writer: str | None) -> list[Check]:
    """The indexes against SQLite: what they find, not what they say they hold.

    ``writer`` is another process that is writing: an index that lags behind one is not ill.
    """
    with store.snapshot():
        return [_lexical(store, lexical, writer), _chroma(store, vectors, writer)]


def _integrity(store: Store) -> Check:
    try:
        said = [row[0] for row in store.rows("PRAGMA integrity_check")]
    except LibraryError as error:
        said = [str(error)]
    return Check("sqlite integrity", said == ["ok"], "; ".join(said[:3]))


def _references(store: Store) -> Check:
    loose = store.rows("PRAGMA foreign_key_check")
    return Check("sqlite references", not loose, f"{len(loose)} dangling rows")


def _numbering(store: Store) -> Check:
    counted = {
        row[0]: row[1:]
        for row in store.rows("SELECT version_id, COUNT(*), MIN(passage_id), MAX(passage_id) FROM passages GROUP BY 1")
    }
    expected = {h.version_id: (h.count, h.first, h.first + h.count - 1) for h in store.held().values() if h.count}
    wrong = {key for key in counted.keys() | expected.keys() if counted.get(key) != expected.get(key)}
    total = sum(count for count, *_ in counted.values())
    return Check("passages", not wrong, f"{total} passages in {len(store.held())} reports, {len(wrong)} reports wrong")


def _embeddings(store: Store) -> Check:
    dim, generation = int(store.meta("encoder_dim") or 0), store.generation
    found = dict(store.rows("SELECT version_id, LENGTH(vectors) FROM embeddings WHERE generation=?", (generation,)))
    held = {one.version_id: one.count * dim * 4 for one in store.held().values()}
    wrong = sum(found.get(key) != held.get(key) for key in found.keys() | held.keys())
    rows = sum(found.values()) // (4 * dim) if dim else 0
    return Check("embeddings", not wrong, f"{rows} of dimension {dim}, generation {generation}, {wrong} reports wrong")


def _encoder(encoder: Callable[[], str]) -> Check:
    try:
        return Check("encoder", True, encoder())
    except GongkaiError as error:
        return Check("encoder", False, str(error))


def _lexical(store: Store, lexical: LexicalCache, writer: str | None) -> Check:
    if lexical.ready(thoroughly=True):
        count = sum(held.count for held in store.held().values())
        return Check("lexical index", True, f"{count} passages on disk, as in SQLite")
    if writer:
        return Check("lexical index", True, f"behind {writer}, which is writing: searched from memory meanwhile")
    return Check("lexical index", False, "not as SQLite: searched from memory; run `gongkai doctor --rebuild`")


def _chroma(store: Store, vectors: VectorCache, writer: str | None) -> Check:
    if not any(held.count for held in store.held().values()):
        return Check("chroma", True, "nothing to hold")
    if owner := vectors.owner():
        return Check("chroma", True, f"belongs to {owner}: this process scans the embeddings instead")
    if missed := vectors.missed():
        return Check("chroma", True, f"{missed} vectors out of reach among near-duplicates: all embeddings are scanned")
    if not vectors.ready():
        if writer:
            return Check("chroma", True, f"behind {writer}, which is writing: embeddings are scanned meanwhile")
        return Check("chroma", False, "not as SQLite: embeddings are scanned; run `gongkai doctor --rebuild`")
    listed, reached = vectors.ids()
    counts = f"{len(listed)} vectors, {len(reached)} of them reached by a search for everything"
    if vectors.sound():
        return Check("chroma", True, counts + _few(len(listed) - len(reached)))
    return Check("chroma", False, f"{counts}: near-duplicates hide the others; run `gongkai doctor --rebuild`")


def _few(missed: int) -> str:
    return f"; {missed} missed, no more than a graph may where passages are near-duplicates" if missed else ""
