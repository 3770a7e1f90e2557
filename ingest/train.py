"""Train what ships in ``ingest/models``: the rank file that counts tokens and the static encoder.

    python -m ingest.train --corpus DIR --out DIR

The corpus is two JSON-lines files, plain or ``.xz``: ``passages.jsonl`` (``source``, ``title``, ``text``) and
``pairs.jsonl`` (``kind``, ``query``, ``passage``). Both trainings are seeded: the same corpus, options, machine and
number of threads give the same files. Progress goes to stderr.

The encoder is a bag of learned token vectors (sentence-transformers' ``StaticEmbedding``): the mean of a text's token
vectors, trained so that a query lies nearer to its own passage than to the others of its batch, in both directions
(multiple negatives ranking; Henderson et al. 2017, arXiv:1705.00652), on prefixes of the vector too (Matryoshka;
Kusupati et al. 2022, arXiv:2205.13147). Where no query was ever written for a passage, one of its own clauses stands in
(inverse cloze; Lee et al. 2019, arXiv:1906.00300).
"""

import argparse
import json
import lzma
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.encoder import SHIPPED_FOLDER
from ingest.errors import EncoderError
from ingest.tokens import MODELS, RANKS_NAME, learn_ranks
from ingest.vocabulary import encode, learn_vocabulary, say

if TYPE_CHECKING:
    import scipy.sparse
    import torch
    from tokenizers import Tokenizer

OFFICIAL = ("law", "gov")
SHORTER = (128, 64)
SHARPNESS = 20.0  # what cosines are multiplied by, sentence-transformers' usual value
# Inverse cloze: how often the clause is taken out of its passage, how often the query and the passage stand under the
# document's title, and how many neighbouring passages are drawn together.
HIDDEN, TITLED, RUN = 0.5, ([0.5], [0.9]), 16
CLAUSE_END = r"[，。；：！？,;:!?\n]"


class Passage(NamedTuple):
    """A passage to learn from, the title of the document it stands in, and where it came from."""

    source: str
    title: str
    text: str


class Pair(NamedTuple):
    """A query and the passage that answers it; ``kind`` says where the pair comes from."""

    kind: str
    query: str
    passage: str


class Corpus(NamedTuple):
    """What is learned from, and the pairs kept back: no held-out passage is among the first two."""

    passages: list[Passage]
    pairs: list[Pair]
    held_out: list[Pair]


class Recipe(NamedTuple):
    """``cloze`` is the share of inverse-cloze pairs in a batch, ``rate`` the first learning rate."""

    steps: int
    batch: int
    dim: int
    seed: int
    cloze: float
    rate: float


class Score(NamedTuple):
    """How often the right passage came first, and the mean of 1/rank within ten, over ``queries`` queries."""

    queries: int
    hit_at_1: float
    mrr_at_10: float


class Figures(NamedTuple):
    """What a training used and what it reached: the model card's figures."""

    seed: int
    steps: int
    batch: int
    vocab: int
    dim: int
    passages: dict[str, int]
    pairs: dict[str, int]
    headings: Score
    questions: Score


def train_tokens(corpus: Path, out: Path, *, ranks: int = 16_000) -> Path:
    """Learn a byte-level BPE of ``ranks`` tokens and write it to ``out`` as tiktoken's ``base64 rank`` lines."""
    tokens = learn_ranks((passage.text for passage in _read(corpus, "passages", Passage)), ranks)
    out.mkdir(parents=True, exist_ok=True)
    path = out / RANKS_NAME
    lines = (f"{b64encode(token).decode()} {rank}\n" for rank, token in enumerate(tokens))
    path.write_text("".join(lines), encoding="ascii")
    return path


def train_encoder(
    corpus: Path,
    out: Path,
    *,
    steps: int = 2500,
    batch: int = 512,
    vocab: int = 24_000,
    dim: int = 256,
    seed: int = 20130101,
    cloze: float = 0.4,
    rate: float = 0.005,
    held_out: int = 500,
) -> Figures:
    """Learn a vocabulary and its vectors from the corpus and write a sentence-transformers model folder to ``out``.

    ``cloze`` is the share of each batch that is inverse-cloze pairs. Raises EncoderError when the corpus is too small
    to fill a batch.
    """
    text = read_corpus(corpus, held_out, seed)
    if min(len(text.passages), len(text.pairs)) < batch:
        raise EncoderError(
            f"corpus {str(corpus)!r} has too few passages or pairs for batches of {batch}: lower --batch"
        )
    words = [passage.text for passage in text.passages] + [pair.query for pair in text.pairs]
    tokenizer = learn_vocabulary(words, vocab)
    vectors = _fit(tokenizer, text, Recipe(steps, batch, dim, seed, cloze, rate))
    figures = Figures(
        *(seed, steps, batch, tokenizer.get_vocab_size(), dim),
        dict(Counter(p.source for p in text.passages)),
        dict(Counter(p.kind for p in text.pairs)),
        *_scores(tokenizer, vectors, text.held_out),
    )
    save_model(tokenizer, vectors, out)
    (out / "README.md").write_text(_card(figures), encoding="utf-8")
    return figures


def read_corpus(folder: Path, held_out: int, seed: int) -> Corpus:
    """Read both files; keep ``held_out`` pairs of official text, and half as many questions, out of training.

    Out with them goes whatever shares a long clause with their passages.
    """
    pairs = list(_read(folder, "pairs", Pair))
    passages = list(_read(folder, "passages", Passage))
    official = {pair.passage: pair for pair in pairs if pair.kind.startswith(OFFICIAL)}
    questions = {pair.passage: pair for pair in pairs if not pair.kind.startswith(OFFICIAL)}
    rng = np.random.default_rng(seed)
    kept = [
        list(group.values())[i]
        for group, number in ((official, held_out), (questions, held_out // 2))
        for i in rng.permutation(len(group))[:number]
    ]
    secret = set().union(*(_long_clauses(pair.passage) for pair in kept))
    return Corpus(
        [passage for passage in passages if secret.isdisjoint(_long_clauses(passage.text))],
        [pair for pair in pairs if secret.isdisjoint(_long_clauses(pair.passage))],
        kept,
    )


def _long_clauses(text: str, least: int = 16) -> set[str]:
    """What gives a passage away when a collection cuts the same document elsewhere; a short passage is one clause."""
    return {clause for clause in re.split(CLAUSE_END, text) if len(clause) >= least} or {text}


def _read(folder: Path, name: str, noun: type[NamedTuple]) -> Iterator[Any]:
    packed, plain = folder / f"{name}.jsonl.xz", folder / f"{name}.jsonl"
    if not packed.exists() and not plain.exists():
        raise EncoderError(f"corpus {str(folder)!r} has no {plain.name} (or .xz): see the docstring of ingest/train.py")
    with lzma.open(packed, "rt", encoding="utf-8") if packed.exists() else plain.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield noun(*(row[field] for field in noun._fields))


def _bags(tokenizer: "Tokenizer", texts: Iterable[str]) -> "scipy.sparse.csr_array":
    """One row a text, one column a token: how often the token occurs, shape (texts, vocabulary), float32."""
    from scipy.sparse import csr_array

    ids = list(encode(tokenizer, texts))
    starts = np.concatenate([[0], np.cumsum([len(row) for row in ids])])
    columns = np.concatenate(ids)
    bags = csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(ids), tokenizer.get_vocab_size()))
    bags.sum_duplicates()
    return bags


class _Clauses:
    """Passages cut at their punctuation, kept as bags, so that a clause can be taken out to ask for the rest."""

    def __init__(self, tokenizer: "Tokenizer", passages: list[Passage]) -> None:
        cut = [[c for c in re.split(CLAUSE_END, p.text) if len(c) > 3] or [p.text] for p in passages]
        self.first = np.concatenate([[0], np.cumsum([len(clauses) for clauses in cut])])
        self.bags = _bags(tokenizer, (clause for clauses in cut for clause in clauses))
        titles = {title: n for n, title in enumerate(dict.fromkeys(p.title for p in passages))}
        self.titles = _bags(tokenizer, titles)
        self.title_of = np.array([titles[p.title] for p in passages])

    def draw(self, rng: np.random.Generator, number: int) -> tuple["scipy.sparse.csr_array", "scipy.sparse.csr_array"]:
        """``number`` pairs of one clause (at times under the title) and its passage (mostly without that clause)."""
        from scipy.sparse import csr_array, diags_array

        chosen = self._neighbours(rng, number)
        spans = [np.arange(self.first[i], self.first[i + 1]) for i in chosen]
        asked = np.array([rng.choice(span) for span in spans])
        hidden = rng.random(number) < HIDDEN
        kept = [s[s != q] if hide and len(s) > 1 else s for s, q, hide in zip(spans, asked, hidden, strict=True)]
        rows = np.repeat(np.arange(number), [len(s) for s in kept])
        shape = (number, self.bags.shape[0])
        pick = csr_array((np.ones(len(rows), np.float32), (rows, np.concatenate(kept))), shape=shape)
        titles = self.titles[self.title_of[chosen]]
        flags = (rng.random((2, number)) < np.array(TITLED)).astype(np.float32)
        return self.bags[asked] + diags_array(flags[0]) @ titles, pick @ self.bags + diags_array(flags[1]) @ titles

    def _neighbours(self, rng: np.random.Generator, number: int) -> np.ndarray:
        """Runs of passages side by side in the corpus: telling one document's own apart is the harder task."""
        run = min(RUN, number)
        starts = rng.choice(len(self.title_of) - run + 1, -(-number // run), replace=False)
        return (starts[:, None] + np.arange(run)).ravel()[:number]


def _fit(tokenizer: "Tokenizer", text: Corpus, recipe: Recipe) -> np.ndarray:
    """The learned token vectors, shape (vocabulary, dim), float32. Adam, its rate falling to zero in a line."""
    import torch
    from scipy.sparse import vstack

    rng = np.random.default_rng(recipe.seed)
    clauses = _Clauses(tokenizer, text.passages)
    queries = _bags(tokenizer, (pair.query for pair in text.pairs))
    passages = _bags(tokenizer, (pair.passage for pair in text.pairs))
    vectors = torch.nn.Parameter(torch.from_numpy(_first_vectors(clauses.bags, recipe.dim, rng)))
    adam = torch.optim.Adam([vectors], lr=recipe.rate, fused=True)
    falling = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.0, recipe.steps)
    clozes = max(1, round(recipe.cloze * recipe.batch))
    for step in range(recipe.steps):
        drawn = rng.choice(len(text.pairs), recipe.batch - clozes, replace=False)
        asked, given = clauses.draw(rng, clozes)
        loss = _step(vectors, vstack([asked, queries[drawn]], "csr"), vstack([given, passages[drawn]], "csr"))
        adam.step()
        falling.step()
        if step % 100 == 0 or step == recipe.steps - 1:
            say(f"step {step + 1}/{recipe.steps}: loss {loss:.3f}")
    return vectors.detach().numpy()


def _first_vectors(bags: "scipy.sparse.csr_array", dim: int, rng: np.random.Generator) -> np.ndarray:
    """Random directions, shorter for commoner tokens (smooth inverse frequency; Arora et al. 2017); unknown is zero."""
    seen = np.asarray(bags.sum(axis=0)).ravel()
    share = seen / seen.sum()
    vectors = rng.standard_normal((len(seen), dim), dtype=np.float32) * 0.1
    vectors *= (1e-3 / (1e-3 + share))[:, None]
    vectors[0] = 0
    return vectors.astype(np.float32)


def _step(
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


def _embed(tokenizer: "Tokenizer", vectors: np.ndarray, texts: list[str]) -> np.ndarray:
    rows = _bags(tokenizer, texts) @ vectors
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def _scores(tokenizer: "Tokenizer", vectors: np.ndarray, pairs: list[Pair]) -> tuple[Score, Score]:
    """The held-out headings and the held-out questions, each query against the passages of all held-out pairs."""
    if not pairs:
        return Score(0, 0.0, 0.0), Score(0, 0.0, 0.0)
    passages = _embed(tokenizer, vectors, [pair.passage for pair in pairs])
    likeness = _embed(tokenizer, vectors, [pair.query for pair in pairs]) @ passages.T
    ranks = 1 + (likeness > np.diag(likeness)[:, None]).sum(axis=1)
    official = np.array([pair.kind.startswith(OFFICIAL) for pair in pairs])
    return _score(ranks[official]), _score(ranks[~official])


def _score(ranks: np.ndarray) -> Score:
    if not len(ranks):
        return Score(0, 0.0, 0.0)
    return Score(len(ranks), float(np.mean(ranks == 1)), float(np.mean(np.where(ranks <= 10, 1 / ranks, 0))))


def save_model(tokenizer: "Tokenizer", vectors: np.ndarray, out: Path) -> None:
    """Write a folder that `SentenceTransformer(str(out))` opens: int8 vectors and one float32 scale a token."""
    from safetensors.numpy import save

    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
    whole = np.round(vectors / scale[:, None]).astype(np.int8)
    for name in ("modules.json", "config_sentence_transformers.json", "1_Normalize/config.json"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes((SHIPPED_FOLDER / name).read_bytes())
    # `save_file` would make it readable to its owner only.
    (out / "model.safetensors").write_bytes(save({"embeddings": whole, "weights": scale}))
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)


def _card(figures: Figures) -> str:
    """The model card: how the folder was made and what it reached."""
    learned = (("passages", figures.passages), ("pairs", figures.pairs))
    counts = [f"| {what} | {name} | {n:,} |" for what, group in learned for name, n in group.items()]
    scores = [
        f"| {name} | {score.queries} | {score.hit_at_1:.1%} | {score.mrr_at_10:.1%} |"
        for name, score in (("heading → section", figures.headings), ("question → paragraph", figures.questions))
    ]
    words = figures._asdict() | {"sources": "\n".join(counts), "scores": "\n".join(scores)}
    return Template((MODELS / "card.md").read_text(encoding="utf-8")).substitute(words)


def main() -> None:
    """Train both from the command line; the figures go to stdout as JSON."""
    parser = argparse.ArgumentParser(description="Train the token ranks and the static encoder.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for option, default in (("steps", 2500), ("batch", 512), ("vocab", 24_000), ("dim", 256), ("seed", 20130101)):
        parser.add_argument(f"--{option}", type=int, default=default)
    options = vars(parser.parse_args())
    corpus, out = options.pop("corpus"), options.pop("out")
    train_tokens(corpus, out)
    figures = train_encoder(corpus, out / "encoder", **options)
    print(json.dumps(figures._asdict(), ensure_ascii=False))


if __name__ == "__main__":
    main()
