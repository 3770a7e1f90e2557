"""The transformer family: a small BERT that starts from static token vectors.

First it learns to fill in hidden tokens of the passages (masked language model; Devlin et al. 2019, arXiv:1810.04805),
then to bring queries to their passages (`ingest.training.static`). The mean of its last layer is the text's vector.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.encoder import unit
from ingest.training.draws import Draws, Ids
from ingest.training.static import contrast
from ingest.training.vocabulary import UNKNOWN, encode

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

LAYERS, HEAD = 2, 64
LONGEST = 256  # tokens that a text may have; training looks at the first TRAINED of them
TRAINED = 96
MASKED = 0.15
FILLING = 0.3  # the share of the steps that fill in hidden tokens
RATE, WARM = 5e-4, 0.06  # the highest learning rate, and the share of the steps that climb to it
SPECIAL = ("[PAD]", "[CLS]", "[MASK]")


class TransformerLearner:
    """A BERT of `LAYERS` layers, ``dim`` wide, over the tokenizer's pieces and `SPECIAL`."""

    form = f"A BERT of {LAYERS} layers, the mean of its last layer, stored in half precision."

    def __init__(
        self, tokenizer: "Tokenizer", draws: Draws, steps: int, batch: int, vectors: np.ndarray, seed: int
    ) -> None:
        """``vectors`` are the token vectors to start from, shape (vocabulary, dim)."""
        import torch

        torch.manual_seed(seed)
        self._tokenizer, self._draws, self._steps, self._batch = tokenizer, draws, steps, batch
        self._pieces = len(vectors)
        self._bert = _bert(*vectors.shape)
        _start(self._bert, vectors)
        self._bias = torch.nn.Parameter(torch.zeros(self._pieces))
        self._adam = torch.optim.AdamW([*self._bert.parameters(), self._bias], lr=RATE, fused=True)

    def step(self, number: int) -> float:
        """Learn from the batch of step ``number`` (from 0) and return its loss."""
        import torch

        filling = number < FILLING * self._steps
        loss = self._fill_in(number) if filling else self._contrast(number)
        self._adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._bert.parameters(), 1.0)
        self._adam.param_groups[0]["lr"] = RATE * _climb_and_fall(number / self._steps)
        self._adam.step()
        return loss.item()

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"bert": self._bert.state_dict(), "bias": self._bias.detach(), "adam": self._adam.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint's state."""
        self._bert.load_state_dict(state["bert"])
        self._bias.data.copy_(state["bias"])
        self._adam.load_state_dict(state["adam"])

    def embed(self, texts: list[str], size: int = 64) -> np.ndarray:
        """Unit rows, shape (texts, dim), float32."""
        import torch

        ids = list(encode(self._tokenizer, texts))
        with torch.inference_mode():
            rows = [self._mean(ids[at : at + size], LONGEST).numpy() for at in range(0, len(ids), size)]
        return unit(np.concatenate(rows))

    def save(self, out: Path) -> None:
        """Write a folder that `SentenceTransformer(str(out))` opens; the weights are halves and load as float32."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

        with TemporaryDirectory() as bert:
            self._bert.save_pretrained(bert)
            _fast(self._tokenizer, self._pieces).save_pretrained(bert)
            words = Transformer(bert, max_seq_length=LONGEST)
        words.model.half()
        modules = [words, Pooling(words.get_embedding_dimension()), Normalize()]
        SentenceTransformer(modules=modules, device="cpu").save(str(out), create_model_card=False)
        _load_as_float32(out / "config.json")

    def _fill_in(self, number: int) -> "torch.Tensor":
        import torch
        from torch.nn.functional import cross_entropy

        ids, seen = self._padded(self._draws.passages(number, self._batch), TRAINED)
        hidden = torch.from_numpy(np.random.default_rng(number).random(ids.shape) < MASKED) & (ids < self._pieces)
        asked = ids.masked_fill(hidden, self._pieces + SPECIAL.index("[MASK]"))
        states = self._bert(asked, attention_mask=seen).last_hidden_state[hidden]
        table = self._bert.embeddings.word_embeddings.weight[: self._pieces]
        return cross_entropy(states @ table.T + self._bias, ids[hidden])

    def _contrast(self, number: int) -> "torch.Tensor":
        queries, passages = self._draws.batch(number, self._batch)
        return contrast(self._mean(queries, TRAINED), self._mean(passages, TRAINED))

    def _mean(self, texts: list[Ids], longest: int) -> "torch.Tensor":
        ids, seen = self._padded(texts, longest)
        states = self._bert(ids, attention_mask=seen).last_hidden_state
        return (states * seen[:, :, None]).sum(1) / seen.sum(1, keepdim=True)

    def _padded(self, texts: list[Ids], longest: int) -> tuple["torch.Tensor", "torch.Tensor"]:
        """Ids after `[CLS]`, cut at ``longest`` and padded, and which of them are there: both (texts, tokens)."""
        import torch

        pad, cls = (self._pieces + SPECIAL.index(name) for name in ("[PAD]", "[CLS]"))
        rows = [torch.from_numpy(np.concatenate([[cls], text[: longest - 1]]).astype(np.int64)) for text in texts]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad)
        return ids, (ids != pad).long()


def _climb_and_fall(done: float) -> float:
    return min(done / WARM, (1 - done) / (1 - WARM)) + 1e-3


def _bert(pieces: int, dim: int) -> "BertModel":
    """No dropout: so short a training never sees a passage twice, and nothing is drawn outside the batches."""
    from transformers import BertConfig, BertModel

    shape = BertConfig(
        vocab_size=pieces + len(SPECIAL),
        hidden_size=dim,
        num_hidden_layers=LAYERS,
        num_attention_heads=max(1, dim // HEAD),
        intermediate_size=4 * dim,
        max_position_embeddings=LONGEST,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=pieces,
    )
    return BertModel(shape)


def _start(bert: "BertModel", vectors: np.ndarray) -> None:
    """Put the vectors' directions where BERT's random ones were, at the length of random ones."""
    import torch

    table = bert.embeddings.word_embeddings.weight.data
    length = table[: len(vectors)].norm(dim=1).mean()
    table[: len(vectors)] = torch.from_numpy(unit(vectors)) * length


def _fast(tokenizer: "Tokenizer", pieces: int) -> "PreTrainedTokenizerFast":
    from tokenizers import Tokenizer, processors
    from transformers import PreTrainedTokenizerFast

    own = Tokenizer.from_str(tokenizer.to_str())
    own.add_special_tokens(list(SPECIAL))
    own.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", pieces + 1)])
    names = {"pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]", "unk_token": UNKNOWN}
    return PreTrainedTokenizerFast(tokenizer_object=own, model_max_length=LONGEST, **names)


def _load_as_float32(path: Path) -> None:
    """Halves save room on the disk; arithmetic with them is slow on a CPU."""
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"dtype": "float32"}, indent=2), encoding="utf-8")
