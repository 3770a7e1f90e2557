"""Batches to learn from: which query and which passage, as token ids.

Three kinds of pairs make a batch. Written pairs come two by two: a pair, and one that BM25 confuses with it, so that
each is a hard negative of the other (Karpukhin et al. 2020, arXiv:2004.04906). Paraphrases come one from a group. Where
no query was ever written for a passage, one of its own clauses stands in (inverse cloze; Lee et al. 2019,
arXiv:1906.00300). Each step draws from a generator of its own, so that a training that was cut off goes on as it would
have gone.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.training.corpus import Corpus, clauses
from ingest.training.vocabulary import encode

if TYPE_CHECKING:
    import scipy.sparse
    from tokenizers import Tokenizer

# How often an inverse-cloze clause is taken out of its passage, how often the query and the passage stand under the
# document's title, and how many neighbouring passages are drawn together.
HIDDEN, TITLED, RUN = 0.5, (0.5, 0.9), 16
# BM25's best passages are often right answers too, so that the confusable ones are taken from these ranks (from 0).
CONFUSED = (3, 20)
K1, B = 1.2, 0.75
Ids = np.ndarray


class Shares(NamedTuple):
    """What part of a batch is inverse cloze, and what part paraphrases; the rest is written pairs."""

    cloze: float = 0.3
    said: float = 0.25


class Draws:
    """A corpus in token ids, to draw batches from."""

    def __init__(self, tokenizer: "Tokenizer", corpus: Corpus, seed: int, shares: Shares, hard: bool = True) -> None:
        """``hard`` is whether confusable pairs are mined, about half a minute for 40,000 pairs."""
        self._seed, self._shares = seed, shares
        self._cloze = _Cloze(tokenizer, corpus)
        self._said = _Said(tokenizer, corpus)
        self._written = _Written(tokenizer, corpus, hard)

    def batch(self, step: int, size: int) -> tuple[list[Ids], list[Ids]]:
        """The step's ``size`` queries and the passages that answer them, in the same order."""
        rng = np.random.default_rng((self._seed, step))
        said = min(round(self._shares.said * size), len(self._said))
        cloze = max(1, round(self._shares.cloze * size))
        drawn = [
            *self._cloze.draw(rng, cloze),
            *self._said.draw(rng, said),
            *self._written.draw(rng, size - cloze - said),
        ]
        return [query for query, _ in drawn], [passage for _, passage in drawn]

    def counts(self, vocabulary: int) -> np.ndarray:
        """How often each token occurs in the passages, shape (vocabulary,)."""
        return self._cloze.counts(vocabulary)

    def passages(self, step: int, size: int) -> list[Ids]:
        """``size`` whole passages of the step, for a language model to learn from."""
        rng = np.random.default_rng((self._seed, step, 1))
        return self._cloze.whole(rng, size)


class _Cloze:
    """Passages cut into clauses, so that one can be taken out to ask for the rest."""

    def __init__(self, tokenizer: "Tokenizer", corpus: Corpus) -> None:
        cut = [clauses(passage.text) for passage in corpus.passages]
        self._first = np.concatenate([[0], np.cumsum([len(parts) for parts in cut])])
        self._clauses = list(encode(tokenizer, (part for parts in cut for part in parts)))
        titles = list(dict.fromkeys(passage.title for passage in corpus.passages))
        of_title = dict(zip(titles, encode(tokenizer, titles), strict=True))
        self._titles = [of_title[passage.title] for passage in corpus.passages]

    def draw(self, rng: np.random.Generator, number: int) -> list[tuple[Ids, Ids]]:
        """One clause, at times under the title, and its passage, at times without that clause."""
        return [self._pair(rng, at) for at in self._neighbours(rng, number)]

    def counts(self, vocabulary: int) -> np.ndarray:
        return np.bincount(_joined(self._clauses), minlength=vocabulary)

    def whole(self, rng: np.random.Generator, number: int) -> list[Ids]:
        chosen = rng.choice(len(self._titles), min(number, len(self._titles)), replace=False)
        return [_joined(self._clauses[self._first[at] : self._first[at + 1]]) for at in chosen]

    def _pair(self, rng: np.random.Generator, at: int) -> tuple[Ids, Ids]:
        span = range(self._first[at], self._first[at + 1])
        asked = int(rng.choice(span))
        hide = len(span) > 1 and rng.random() < HIDDEN
        kept = [self._clauses[n] for n in span if not (hide and n == asked)]
        title = self._titles[at]
        over = [[title] if rng.random() < often else [] for often in TITLED]
        return _joined([*over[0], self._clauses[asked]]), _joined([*over[1], *kept])

    def _neighbours(self, rng: np.random.Generator, number: int) -> np.ndarray:
        """Runs of passages side by side in the corpus: telling one document's own apart is the harder task."""
        run = min(RUN, number)
        starts = rng.choice(len(self._titles) - run + 1, -(-number // run), replace=False)
        return (starts[:, None] + np.arange(run)).ravel()[:number]


class _Said:
    """Paraphrases: an everyday question and an official sentence that answers it, half of them under a heading."""

    def __init__(self, tokenizer: "Tokenizer", corpus: Corpus) -> None:
        self._asks = [list(encode(tokenizer, group.asks)) for group in corpus.groups]
        self._says = [list(encode(tokenizer, group.says)) for group in corpus.groups]
        titled = (f"政府信息公开工作年度报告{group.under}" for group in corpus.groups)
        self._under = list(encode(tokenizer, titled))

    def __len__(self) -> int:
        return len(self._asks)

    def draw(self, rng: np.random.Generator, number: int) -> list[tuple[Ids, Ids]]:
        """At most one pair a group: its other sentences would be right as well."""
        return [self._pair(rng, at) for at in rng.permutation(len(self))[:number]]

    def _pair(self, rng: np.random.Generator, at: int) -> tuple[Ids, Ids]:
        asked, said = (group[at][rng.integers(len(group[at]))] for group in (self._asks, self._says))
        return asked, _joined([self._under[at], said]) if rng.random() < 0.5 else said


class _Written:
    """Queries that came with their passages."""

    def __init__(self, tokenizer: "Tokenizer", corpus: Corpus, hard: bool) -> None:
        number = {text: n for n, text in enumerate(dict.fromkeys(pair.passage for pair in corpus.pairs))}
        self._passages = list(encode(tokenizer, number))
        self._queries = list(encode(tokenizer, (pair.query for pair in corpus.pairs)))
        self._passage_of = np.array([number[pair.passage] for pair in corpus.pairs])
        self._pair_of = np.zeros(len(number), dtype=np.int64)
        self._pair_of[self._passage_of] = np.arange(len(self._passage_of))
        size = tokenizer.get_vocab_size()
        bags = bags_of(self._queries, size), bags_of(self._passages, size)
        self._confused = confusable(*bags, self._passage_of) if hard else np.zeros((len(self._queries), 0), int)

    def draw(self, rng: np.random.Generator, number: int) -> list[tuple[Ids, Ids]]:
        """Pairs at random, each with one that is confusable with it; no passage twice."""
        chosen: dict[int, int] = {}
        for pair in rng.permutation(len(self._queries)):
            if len(chosen) >= number:
                break
            chosen.setdefault(self._passage_of[pair], pair)
            others = self._confused[pair]
            if len(others) and len(chosen) < number:
                other = others[rng.integers(len(others))]
                chosen.setdefault(other, self._pair_of[other])
        return [(self._queries[pair], self._passages[passage]) for passage, pair in chosen.items()]


def confusable(
    queries: "scipy.sparse.csr_array", passages: "scipy.sparse.csr_array", own: np.ndarray, chunk: int = 256
) -> np.ndarray:
    """For each query the passages at BM25's `CONFUSED` ranks without its own, shape (queries, up to 17)."""
    weights = _bm25(passages).T.tocsr()
    first, last = (min(rank, max(0, passages.shape[0] - 1)) for rank in CONFUSED)
    found = np.empty((queries.shape[0], last - first), dtype=np.int64)
    for start in range(0, queries.shape[0], chunk):
        scores = (queries[start : start + chunk] @ weights).toarray()
        scores[np.arange(len(scores)), own[start : start + chunk]] = -1
        best = np.argpartition(-scores, last - 1 if last else 0, axis=1)[:, :last]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        found[start : start + chunk] = np.take_along_axis(best, order, axis=1)[:, first:]
    return found


def _bm25(bags: "scipy.sparse.csr_array") -> "scipy.sparse.csr_array":
    """Counts turned into BM25's weight of a token in a passage, the query's part left out."""
    bags = bags.copy()
    bags.sum_duplicates()
    length = np.asarray(bags.sum(axis=1)).ravel()
    seen = np.bincount(bags.indices, minlength=bags.shape[1])
    rarity = np.log(1 + (bags.shape[0] - seen + 0.5) / (seen + 0.5))
    norm = np.repeat(K1 * (1 - B + B * length / length.mean()), np.diff(bags.indptr))
    bags.data = (rarity[bags.indices] * bags.data * (K1 + 1) / (bags.data + norm)).astype(np.float32)
    return bags


def bags_of(ids: Sequence[Ids], vocabulary: int) -> "scipy.sparse.csr_array":
    """One row a text, one column a token: how often the token occurs, shape (texts, vocabulary), float32."""
    from scipy.sparse import csr_array

    starts = np.concatenate([[0], np.cumsum([len(row) for row in ids])])
    columns = _joined(ids)
    return csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(ids), vocabulary))


def _joined(parts: Iterable[Ids]) -> Ids:
    return np.concatenate([np.empty(0, np.int32), *parts])
