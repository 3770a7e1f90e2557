"""Train what ships in ``ingest/models``: the rank file that counts tokens and the encoder.

`gongkai encoder train --corpus DIR --out DIR` runs `train_encoder`; `ingest.training.corpus` reads a corpus. All
is seeded: the same corpus, options, machine and number of threads give the same files, cut off and resumed or not.
"""

import hashlib
import json
import os
import shutil
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from ingest.errors import EncoderError
from ingest.tokens import MODELS, RANKS_NAME, learn_ranks
from ingest.training.corpus import OFFICIAL, PARAPHRASES, Corpus, Pair, Passage, read_corpus, read_rows
from ingest.training.draws import Draws, Shares
from ingest.training.vocabulary import learn_vocabulary, say

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FAMILIES = ("static", "transformer")
STEPS = {"static": 2500, "transformer": 1200}
BATCH = {"static": 512, "transformer": 64}
CHECKPOINT = "checkpoint"  # a folder beside what is made, gone once the training is done
EVERY = 50  # steps between two checkpoints
Tell = Callable[[int, int, float], None]


class Recipe(NamedTuple):
    """What a training is asked to do; a checkpoint is taken up by an equal recipe only.

    ``start`` is a static model folder whose vocabulary and vectors a transformer starts from, "" to learn both anew.
    """

    family: str
    steps: int
    batch: int
    seed: int
    vocab: int = 24_000
    dim: int = 256
    shares: Shares = Shares()
    hard: bool = True
    held_out: int = 500
    start: str = ""


def recipe_of(family: str, steps: int | None = None, batch: int | None = None, **options: Any) -> Recipe:
    """A recipe with the family's own steps and batch where none are given. Raises EncoderError for another family."""
    if family not in FAMILIES:
        raise EncoderError(f"encoder family {family!r} is unknown: choose one of {', '.join(FAMILIES)}")
    return Recipe(family, steps or STEPS[family], batch or BATCH[family], **options)


class Score(NamedTuple):
    """How often the right passage came first, and the mean of 1/rank within ten, over ``queries`` queries."""

    queries: int
    hit_at_1: float
    mrr_at_10: float


class Figures(NamedTuple):
    """What a training used and what it reached: the model card's figures."""

    family: str
    seed: int
    steps: int
    batch: int
    vocab: int
    dim: int
    passages: dict[str, int]
    pairs: dict[str, int]
    paraphrases: int
    headings: Score
    questions: Score

    def row(self) -> dict[str, Any]:
        """As a JSON object."""
        return self._asdict() | {"headings": self.headings._asdict(), "questions": self.questions._asdict()}


class Learner(Protocol):
    """A family in training; ``form`` is a sentence on it for the model card."""

    form: str

    def step(self, number: int) -> float:
        """Learn from the batch of step ``number`` (from 0) and return its loss."""

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint's state."""

    def embed(self, texts: list[str]) -> np.ndarray:
        """Unit rows, shape (texts, dim), float32."""

    def save(self, out: Path) -> None:
        """Write a folder that `SentenceTransformer(str(out))` opens."""


def train_tokens(corpus: Path, out: Path, *, ranks: int = 16_000) -> Path:
    """Learn a byte-level BPE of ``ranks`` tokens and write it to ``out`` as tiktoken's ``base64 rank`` lines."""
    tokens = learn_ranks((passage.text for passage in read_rows(corpus, "passages", Passage)), ranks)
    out.mkdir(parents=True, exist_ok=True)
    path = out / RANKS_NAME
    lines = (f"{b64encode(token).decode()} {rank}\n" for rank, token in enumerate(tokens))
    path.write_text("".join(lines), encoding="ascii")
    return path


def train_encoder(
    corpus: Path,
    out: Path,
    recipe: Recipe,
    *,
    paraphrases: Path | None = PARAPHRASES,
    resume: bool = False,
    tell: Tell | None = None,
) -> Figures:
    """Learn an encoder from the corpus and write a sentence-transformers model folder, with its card, to ``out``.

    ``resume`` goes on from the checkpoint of a training that was cut off, where there is one, and gives the bytes that
    the whole training would have given. ``tell`` hears of each step: steps done, steps in all, loss. Raises
    EncoderError for a corpus that is missing, broken or too small, and for a checkpoint of another recipe or corpus.
    """
    text = read_corpus(corpus, recipe.held_out, recipe.seed, paraphrases)
    _check(text, corpus, recipe)
    checkpoint = _Checkpoint(out / CHECKPOINT, _stamp(text, recipe), resume)
    tokenizer = checkpoint.tokenizer() or checkpoint.keep(_vocabulary(text, recipe))
    learner = _learner(tokenizer, text, recipe)
    _learn(learner, recipe.steps, checkpoint, tell or _say_step)
    figures = _figures(learner, text, recipe, tokenizer)
    learner.save(out)
    (out / "README.md").write_text(_card(figures, learner.form), encoding="utf-8")
    checkpoint.drop()
    return figures


def _check(text: Corpus, corpus: Path, recipe: Recipe) -> None:
    if recipe.start and recipe.family != "transformer":
        raise EncoderError("only a transformer starts from a static model: leave out --start, or --family transformer")
    if min(len(text.passages), len(text.pairs)) < recipe.batch:
        raise EncoderError(
            f"corpus {str(corpus)!r} has too few passages or pairs for batches of {recipe.batch}: lower --batch"
        )


def _vocabulary(text: Corpus, recipe: Recipe) -> "Tokenizer":
    from tokenizers import Tokenizer

    if recipe.start:
        return Tokenizer.from_file(str(Path(recipe.start) / "tokenizer.json"))
    words = [passage.text for passage in text.passages] + [pair.query for pair in text.pairs]
    words += [word for group in text.groups for word in (*group.asks, *group.says)]
    return learn_vocabulary(words, recipe.vocab)


def _learner(tokenizer: "Tokenizer", text: Corpus, recipe: Recipe) -> Learner:
    draws = Draws(tokenizer, text, recipe.seed, recipe.shares, recipe.hard)
    if recipe.family == "static":
        from ingest.training.static import StaticLearner

        return StaticLearner(tokenizer, draws, recipe.steps, recipe.batch, recipe.dim, recipe.seed)
    from ingest.training.transformer import TransformerLearner

    vectors = _first_vectors(tokenizer, recipe)
    return TransformerLearner(tokenizer, draws, recipe.steps, recipe.batch, vectors, recipe.seed)


def _first_vectors(tokenizer: "Tokenizer", recipe: Recipe) -> np.ndarray:
    """The token vectors of the static model to start from, or random ones, shape (vocabulary, dim), float32."""
    from safetensors.numpy import load_file

    if not recipe.start:
        rng = np.random.default_rng(recipe.seed)
        return rng.standard_normal((tokenizer.get_vocab_size(), recipe.dim), dtype=np.float32)
    tensors = load_file(Path(recipe.start) / "model.safetensors")
    return tensors["embeddings"].astype(np.float32) * tensors["weights"][:, None]


def _learn(learner: Learner, steps: int, checkpoint: "_Checkpoint", tell: Tell) -> None:
    begun = checkpoint.restore(learner)
    for number in range(begun, steps):
        loss = learner.step(number)
        if (number + 1) % EVERY == 0:
            checkpoint.write(number + 1, learner)
        tell(number + 1, steps, loss)


def _say_step(done: int, steps: int, loss: float) -> None:
    if done % EVERY == 0 or done == steps:
        say(f"step {done}/{steps}: loss {loss:.3f}")


class _Checkpoint:
    """A training's folder of what it would lose: the tokenizer, and after every `EVERY` steps all that it learned.

    Each file appears whole or not at all. Randomness needs no keeping: it is drawn from the seed and the step.
    """

    def __init__(self, folder: Path, stamp: str, resume: bool) -> None:
        """Begin anew unless ``resume``. Raises EncoderError when the folder is of another training."""
        self._tokenizer, self._state, self._stamp = folder / "tokenizer.json", folder / "state.pt", folder / "stamp"
        if not resume:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EncoderError(f"cannot make {str(folder)!r}: {error.strerror}; choose another --out") from None
        if self._stamp.exists() and self._stamp.read_text() != stamp:
            raise EncoderError(
                f"checkpoint {str(folder)!r} is of another corpus or other options: give those, or leave out --resume"
            )
        _replace(self._stamp, lambda path: path.write_text(stamp))

    def tokenizer(self) -> "Tokenizer | None":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._tokenizer)) if self._tokenizer.exists() else None

    def keep(self, tokenizer: "Tokenizer") -> "Tokenizer":
        _replace(self._tokenizer, lambda path: tokenizer.save(str(path), pretty=False))
        return tokenizer

    def restore(self, learner: Learner) -> int:
        """The number of steps that the learner, taken to where the checkpoint is, has done."""
        import torch

        if not self._state.exists():
            return 0
        kept = torch.load(self._state, weights_only=True)
        learner.restore(kept["learner"])
        say(f"resumed at step {kept['done']}")
        return kept["done"]

    def write(self, done: int, learner: Learner) -> None:
        import torch

        _replace(self._state, lambda path: torch.save({"done": done, "learner": learner.state()}, path))

    def drop(self) -> None:
        shutil.rmtree(self._state.parent)


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside, make it durable, then put it in place in one move."""
    beside = path.with_suffix(".new")
    write(beside)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)


def _stamp(text: Corpus, recipe: Recipe) -> str:
    """Changes when the recipe or what is learned from does."""
    digest = hashlib.sha256(json.dumps(recipe).encode())
    for group in text:
        digest.update(json.dumps(group, ensure_ascii=False).encode())
    return digest.hexdigest()


def _figures(learner: Learner, text: Corpus, recipe: Recipe, tokenizer: "Tokenizer") -> Figures:
    return Figures(
        *(recipe.family, recipe.seed, recipe.steps, recipe.batch, tokenizer.get_vocab_size(), recipe.dim),
        dict(Counter(passage.source for passage in text.passages)),
        dict(Counter(pair.kind for pair in text.pairs)),
        len(text.groups),
        *scores(learner.embed, text.held_out),
    )


def scores(embed: Callable[[list[str]], np.ndarray], pairs: list[Pair]) -> tuple[Score, Score]:
    """The held-out headings and the held-out questions, each query against the passages of all held-out pairs."""
    if not pairs:
        return Score(0, 0.0, 0.0), Score(0, 0.0, 0.0)
    likeness = embed([pair.query for pair in pairs]) @ embed([pair.passage for pair in pairs]).T
    ranks = 1 + (likeness > np.diag(likeness)[:, None]).sum(axis=1)
    official = np.array([pair.kind.startswith(OFFICIAL) for pair in pairs])
    return _score(ranks[official]), _score(ranks[~official])


def _score(ranks: np.ndarray) -> Score:
    if not len(ranks):
        return Score(0, 0.0, 0.0)
    return Score(len(ranks), float(np.mean(ranks == 1)), float(np.mean(np.where(ranks <= 10, 1 / ranks, 0))))


def _card(figures: Figures, form: str) -> str:
    """The model card: how the folder was made and what it reached."""
    learned = (
        ("passages", figures.passages),
        ("pairs", figures.pairs),
        ("groups", {"paraphrases": figures.paraphrases}),
    )
    counts = [f"| {what} | {name} | {n:,} |" for what, group in learned for name, n in group.items()]
    reached = [
        f"| {name} | {score.queries} | {score.hit_at_1:.1%} | {score.mrr_at_10:.1%} |"
        for name, score in (("heading → section", figures.headings), ("question → paragraph", figures.questions))
    ]
    words = figures._asdict() | {"form": form, "sources": "\n".join(counts), "scores": "\n".join(reached)}
    return Template((MODELS / "card.md").read_text(encoding="utf-8")).substitute(words)
