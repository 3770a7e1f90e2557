"""The static family: a bag of learned token vectors (sentence-transformers' ``StaticEmbedding``).

The mean of a text's token vectors, trained so that a query lies nearer to its own passage than to the others of its
batch, in both directions (multiple negatives ranking; Henderson et al. 2017, arXiv:1705.00652), on prefixes of the
vector too (Matryoshka; Kusupati et al. 2022, arXiv:2205.13147).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.encoder import SHIPPED_FOLDER, unit
from ingest.training.draws import Draws, bags_of
from ingest.training.vocabulary import encode

if TYPE_CHECKING:
    import scipy.sparse
    import torch
    from tokenizers import Tokenizer

SHORTER = (128, 64)
SHARPNESS = 20.0  # what cosines are multiplied by, sentence-transformers' usual value
RATE = 0.005


class StaticLearner:
    """Token vectors, shape (vocabulary, dim), learned by Adam, its rate falling to zero in a line."""

    form = "The mean of learned token vectors, stored as int8 with one scale a token."

    def __init__(self, tokenizer: "Tokenizer", draws: Draws, steps: int, batch: int, dim: int, seed: int) -> None:
        import torch

        self._tokenizer, self._draws, self._steps, self._batch = tokenizer, draws, steps, batch
        first = _first_vectors(tokenizer, draws, dim, np.random.default_rng(seed))
        self._vectors = torch.nn.Parameter(torch.from_numpy(first))
        self._adam = torch.optim.Adam([self._vectors], lr=RATE, fused=True)

    def step(self, number: int) -> float:
        """Learn from the batch of step ``number`` (from 0) and return its loss."""
        size = self._tokenizer.get_vocab_size()
        queries, passages = (bags_of(side, size) for side in self._draws.batch(number, self._batch))
        self._adam.param_groups[0]["lr"] = RATE * (1 - number / self._steps)
        loss = _gradient(self._vectors, queries, passages)
        self._adam.step()
        return loss

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"vectors": self._vectors.detach(), "adam": self._adam.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint's state."""
        self._vectors.data.copy_(state["vectors"])
        self._adam.load_state_dict(state["adam"])

    def embed(self, texts: list[str]) -> np.ndarray:
        """Unit rows, shape (texts, dim), float32."""
        bags = bags_of(list(encode(self._tokenizer, texts)), self._tokenizer.get_vocab_size())
        return unit(bags @ self._vectors.detach().numpy())

    def save(self, out: Path) -> None:
        """Write a folder that `SentenceTransformer(str(out))` opens: int8 vectors and one float32 scale a token."""
        from safetensors.numpy import save

        vectors = self._vectors.detach().numpy()
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
        whole = np.round(vectors / scale[:, None]).astype(np.int8)
        for name in ("modules.json", "config_sentence_transformers.json", "1_Normalize/config.json"):
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes((SHIPPED_FOLDER / name).read_bytes())
        # `save_file` would make it readable to its owner only.
        (out / "model.safetensors").write_bytes(save({"embeddings": whole, "weights": scale}))
        self._tokenizer.save(str(out / "tokenizer.json"), pretty=False)


def _first_vectors(tokenizer: "Tokenizer", draws: Draws, dim: int, rng: np.random.Generator) -> np.ndarray:
    """Random directions, shorter for commoner tokens (smooth inverse frequency; Arora et al. 2017); unknown is zero."""
    seen = draws.counts(tokenizer.get_vocab_size())
    vectors = rng.standard_normal((len(seen), dim), dtype=np.float32) * 0.1
    vectors *= (1e-3 / (1e-3 + seen / seen.sum()))[:, None]
    vectors[0] = 0
    return vectors.astype(np.float32)


def _gradient(
    vectors: "torch.nn.Parameter", queries: "scipy.sparse.csr_array", passages: "scipy.sparse.csr_array"
) -> float:
    """Sets the gradient of one batch and returns its loss.

    The sparse products are scipy's, ten times faster here than torch's `EmbeddingBag`; sums stand in for means because
    the loss sees directions only.
    """
    import torch
    from scipy.sparse import vstack

    bags = vstack([queries, passages], "csr")
    rows = torch.from_numpy(bags @ vectors.detach().numpy()).requires_grad_()
    loss = contrast(rows[: len(rows) // 2], rows[len(rows) // 2 :])
    loss.backward()
    gradient = (bags.T @ rows.grad.numpy()).astype(np.float32)
    gradient[0] = 0
    vectors.grad = torch.from_numpy(gradient)
    return loss.item()


def contrast(queries: "torch.Tensor", passages: "torch.Tensor") -> "torch.Tensor":
    """The cross entropy of each query among the passages and of each passage among the queries.

    Mean over both directions and over the whole vectors and their `SHORTER` prefixes.
    """
    import torch
    from torch.nn.functional import cross_entropy, normalize

    target = torch.arange(len(queries))
    losses = []
    whole = queries.shape[1]
    for dim in (whole, *(shorter for shorter in SHORTER if shorter < whole)):
        scores = SHARPNESS * normalize(queries[:, :dim]) @ normalize(passages[:, :dim]).T
        losses.append(cross_entropy(scores, target) + cross_entropy(scores.T, target))
    return torch.stack(losses).mean() / 2
