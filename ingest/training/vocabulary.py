"""The encoder's vocabulary, learned from text alone: Han n-grams that hold together, weighed as a Unigram model."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "<unk>"
# No word of three characters or more begins or ends with one of these: such a string is a scrap of a phrase.
LOOSE = frozenset("的和或及与等在并其对由于从为把被了不应可")


def learn_vocabulary(texts: list[str], size: int, longest: int = 3, rounds: int = 4) -> "Tokenizer":
    """A Unigram tokenizer of ``size`` pieces, learned without a dictionary.

    Candidates are the Han n-grams that hold together (see `cohesive`), with every character, number and Latin word;
    then, round by round, the corpus is cut with the candidates, pieces are weighed by how often they were used, and the
    least used are dropped: Unigram training (Kudo 2018, arXiv:1804.10959) with the best cut in place of all cuts.
    """
    texts = [unicodedata.normalize("NFKC", text).lower() for text in texts]
    letters = Counter("".join(texts))
    must = [c for c, n in letters.most_common(size // 3) if c.isalnum()]
    words = Counter(w for text in texts for w in re.findall(r"[a-z]{2,12}|[0-9]{2,4}", text))
    pieces = dict(cohesive(texts, longest, least=max(3, len(texts) // 8000)))
    pieces |= {word: count for word, count in words.items() if count >= 5}
    pieces |= {letter: letters[letter] for letter in must}
    tokenizer = _unigram(pieces)
    for left in range(rounds - 1, -1, -1):
        used = _count_pieces(tokenizer, texts)
        room = int(size * 1.5**left) - len(must) - 1
        best = Counter({p: n for p, n in used.items() if len(p) > 1}).most_common(room)
        pieces = dict(best) | {letter: used[letter] + 1 for letter in must}
        tokenizer = _unigram(pieces)
        say(f"vocabulary: {len(pieces)} pieces, {sum(used.values()) / len(texts):.1f} a text")
    return tokenizer


def cohesive(
    texts: list[str], longest: int, least: int, bond: float = 1.0, freedom: float = 0.8
) -> Iterator[tuple[str, int]]:
    """The Han n-grams of 2 to ``longest`` characters, seen ``least`` times, that look like words, with their counts.

    Such a string occurs exp(``bond``) times as often as its halves would meet by chance, at its weakest joint, and is
    not a fragment: no single neighbour follows (or precedes) it in more than ``freedom`` of its occurrences.
    """
    counts = _ngrams(texts, longest + 1, least)
    total = sum(n for gram, n in counts.items() if len(gram) == 1)
    after: dict[str, int] = {}
    for gram, count in counts.items():
        for part in {gram[:-1], gram[1:]}:
            after[part] = max(after.get(part, 0), count)
    for gram, count in counts.items():
        if not 2 <= len(gram) <= longest or after.get(gram, 0) > freedom * count:
            continue
        if len(gram) > 2 and (gram[0] in LOOSE or gram[-1] in LOOSE):
            continue
        if min(count * total / (counts[gram[:i]] * counts[gram[i:]]) for i in range(1, len(gram))) > np.exp(bond):
            yield gram, count


def _ngrams(texts: list[str], longest: int, least: int) -> dict[str, int]:
    """Counts of Han n-grams up to ``longest``; an n-gram is looked at only where its beginning was frequent enough."""
    joined = "\n".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    han = ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 0x3400) & (codes <= 0x4DBF))
    letter = np.where(han, codes, 0).astype(np.int64)
    counts: dict[str, int] = {}
    places, ids = np.flatnonzero(letter), None
    for n in range(1, longest + 1):
        key = letter[places] if ids is None else ids * 0x10000 + letter[places + n - 1]
        _, first, inverse, number = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        counts |= {
            joined[places[at] : places[at] + n]: int(c) for at, c in zip(first, number, strict=True) if c >= least
        }
        ahead = np.minimum(places + n, len(letter) - 1)
        going_on = (number[inverse] >= least) & (letter[ahead] > 0) & (places + n < len(letter))
        places, ids = places[going_on], inverse[going_on].astype(np.int64)
    return counts


def _unigram(counts: dict[str, int]) -> "Tokenizer":
    """A tokenizer over these pieces; punctuation and space are dropped, numbers are cut in runs of four digits."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    total = np.log(sum(counts.values()))
    pieces = [(piece, float(np.log(count) - total)) for piece, count in sorted(counts.items())]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -30.0), *pieces], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"[0-9]{1,4}|\p{Han}+"), "isolated"),
        ]
    )
    return tokenizer


def _count_pieces(tokenizer: "Tokenizer", texts: list[str]) -> Counter[str]:
    total = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for ids in encode(tokenizer, texts):
        total += np.bincount(ids, minlength=len(total))
    return Counter({tokenizer.id_to_token(i): int(n) for i, n in enumerate(total) if i and n})


def encode(tokenizer: "Tokenizer", texts: Iterable[str], chunk: int = 4096) -> Iterator[np.ndarray]:
    """The token ids of each text, in order."""
    texts = list(texts)
    for start in range(0, len(texts), chunk):
        for encoding in tokenizer.encode_batch_fast(texts[start : start + chunk], add_special_tokens=False):
            yield np.asarray(encoding.ids, dtype=np.int32)


def say(line: str) -> None:
    """A line of progress, on standard error."""
    print(line, file=sys.stderr, flush=True)
