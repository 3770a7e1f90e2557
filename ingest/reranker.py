"""A second look at the best passages: a cross-encoder that reads question and passage together, when one is configured.

None ships. ``GONGKAI_RERANKER`` names a model folder, or a hub model such as ``BAAI/bge-reranker-base``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.errors import EncoderError
from ingest.hub import Wanted, local_folder, open_model, places

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_reranker(name: str) -> "Reranker":
    """The reranker of that name or folder; nothing heavy is imported or read before its first scores.

    Raises EncoderError where the name can be no model's, or is not here while the network is not allowed.
    """
    return Reranker(name)


class Reranker:
    """Scores of passages for one question; the higher, the better. Only their order and distances mean anything."""

    def __init__(self, name: str) -> None:
        """See `load_reranker`."""
        self.name = name
        self._wanted = Wanted("reranker", name, "leave the reranker unset")
        self._folder = local_folder(self._wanted)
        self._model: CrossEncoder | None = None
        places(self._wanted, self._folder)

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, in order. Raises EncoderError when the model cannot be loaded or gives no one number."""
        import numpy as np

        if not passages:
            return []
        self._model = self._model or open_model(self._wanted, self._folder, _open)
        found = np.asarray(self._model.predict([(query, passage) for passage in passages], show_progress_bar=False))
        if found.shape != (len(passages),) or not np.isfinite(found).all():
            raise EncoderError(
                f"reranker {self.name!r} gives no single number for a passage: configure one with one output"
            )
        return [float(score) for score in found]


def _open(place: str, local: bool) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(place, local_files_only=local)
    if model.num_labels != 1:
        raise ValueError(f"it has {model.num_labels} outputs, not one")
    return model
