"""Vectors of the whole library: Chroma, embedded in a folder or behind a URL; a cache that is never trusted.

It holds ids, vectors and report ids, no text. Whatever Chroma raises leaves here as ``VectorsBroken``: its Rust core
panics with a BaseException on a corrupt file.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

T = TypeVar("T")
BATCH = 4096  # Chroma takes at most 5461 rows at once
# Reports of one body repeat each other: with fewer neighbours than near-duplicates a graph falls into islands. At 64
# and 400 none of 500 copies of 20 passages is missed (of 10,000: 1,084 at 24 and 128, 1,165 at 64 and 200).
_HNSW = {"space": "cosine", "ef_construction": 400, "max_neighbors": 64, "ef_search": 200, "num_threads": 2}
_DIGITS = 6


class VectorsBroken(Exception):
    """Chroma failed, or answers with something else than was put in; the remedy is always to rebuild."""


class Vectors:
    """One collection of cosine vectors, by passage id."""

    def __init__(self, place: Path | str, collection: str) -> None:
        """Open ``collection`` in a folder (``Path``) or on a server (``str``, a URL), creating what is missing.

        Raises:
            VectorsBroken: the folder is corrupt or the server does not answer.
        """
        self._client: ClientAPI | None = None
        self._name = collection
        self._client = _guard(lambda: _connect(place))
        self._collection = _guard(self._open_collection)

    def clear(self, prefix: str) -> None:
        """Delete every collection whose name begins with ``prefix``, then make this one anew."""
        client = self._required()
        for collection in _guard(client.list_collections):
            if collection.name.startswith(prefix):
                _guard(lambda name=collection.name: client.delete_collection(name))
        self._collection = _guard(self._open_collection)

    def upsert(self, ids: Sequence[int], vectors: np.ndarray, reports: Sequence[str]) -> None:
        """Put rows in, replacing those of the same id; ``vectors`` is float32 (n, dim)."""
        for at in range(0, len(ids), BATCH):
            part = slice(at, at + BATCH)
            _guard(
                lambda part=part: self._collection.upsert(
                    ids=[str(i) for i in ids[part]],
                    embeddings=vectors[part],
                    metadatas=[{"report_id": report} for report in reports[part]],
                )
            )

    def delete(self, ids: Sequence[int]) -> None:
        """Take rows out; unknown ids are ignored."""
        for at in range(0, len(ids), BATCH):
            part = [str(i) for i in ids[at : at + BATCH]]
            _guard(lambda part=part: self._collection.delete(ids=part))

    def search(self, vector: np.ndarray, k: int) -> dict[int, float]:
        """Cosine of the ``k`` nearest rows, nearest first, ties by id; approximate (HNSW)."""
        if k <= 0:
            return {}
        found = _guard(  # a k beyond the rows gives all; asking for their number takes longer than the search
            lambda: self._collection.query(
                query_embeddings=[vector.astype(np.float32)], n_results=k, include=["distances"]
            )
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        ranked = sorted((-round(1.0 - distance, _DIGITS), int(key)) for key, distance in pairs)
        return {key: -score for score, key in ranked}

    def listed(self) -> set[int]:
        """The ids that the collection says it holds; says nothing about what a search can find."""
        return {int(key) for key in _guard(lambda: self._collection.get(include=[]))["ids"]}

    def reachable(self, vector: np.ndarray) -> set[int]:
        """The ids that a search for everything finds: the only count that reads the vector index itself."""
        return set(self.search(vector, max(1, _guard(self._collection.count))))

    def close(self) -> None:
        """Let go of the folder; Chroma keeps one system a path until then."""
        if self._client is not None:
            client, self._client = self._client, None
            _guard(client.close)

    def _required(self) -> "ClientAPI":
        if self._client is None:
            raise VectorsBroken("the collection is closed")
        return self._client

    def _open_collection(self) -> Any:  # noqa: ANN401 (a chromadb Collection, imported late)
        return self._required().get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": _HNSW}
        )


def footprint(folder: Path) -> dict[str, int]:
    """Sizes in bytes of the vector files under ``folder``: opening one that was cut short kills the process."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.glob("*/*")) if path.is_file()}


def destroy(folder: Path) -> None:
    """Delete the store in ``folder``, in whatever state it is."""
    shutil.rmtree(folder, ignore_errors=True)


def _connect(place: Path | str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(path=str(place), settings=quiet)
    url = urlsplit(place if "//" in place else f"//{place}")
    ssl = url.scheme == "https"
    return chromadb.HttpClient(
        host=url.hostname or "localhost", port=url.port or (443 if ssl else 8000), ssl=ssl, settings=quiet
    )


def _guard(call: Callable[[], T]) -> T:
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise VectorsBroken(f"{type(error).__name__}: {error}") from error
