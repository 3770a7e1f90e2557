"""Counting tokens, offline.

The counts are in **our own vocabulary**: a byte-level BPE of 16,000 ranks learned from Chinese statutes and government
reports (`learn_ranks`, run by `gongkai encoder tokens`), about two characters a token. No chat model uses it: keep a
margin when a budget in these counts stands for a model's context window.
"""

import json
from base64 import b64decode
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

NAME = "gongkai-bpe-v1"
MODELS = Path(__file__).parent / "models"
RANKS_NAME = "tokens.tiktoken"
# Han runs are bounded because merging is quadratic in the length of a run.
PATTERN = r"\p{Han}{1,24}|[A-Za-z]+|\p{N}{1,3}|\s+|[^\s\p{L}\p{N}]+|\p{L}"


def count_tokens(text: str) -> int:
    """How many tokens of our own vocabulary the text takes."""
    return len(encoding().encode_ordinary(text))


@cache
def encoding() -> "tiktoken.Encoding":
    """The encoding over the shipped rank file; encoding and decoding a text gives it back byte for byte."""
    import tiktoken

    ranks = read_ranks(MODELS / RANKS_NAME)
    return tiktoken.Encoding(NAME, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def read_ranks(path: Path) -> dict[bytes, int]:
    """The ranks of a ``base64 rank`` file.

    tiktoken's own `load_tiktoken_bpe` would do, but it keeps a copy by path in a shared temporary folder and goes on
    reading that copy after the file has changed.
    """
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {b64decode(token): int(rank) for token, rank in lines}


def learn_ranks(texts: Iterable[str], ranks: int) -> list[bytes]:
    """A byte-level BPE of ``ranks`` tokens: the 256 single bytes, then the merges in the order they were learned."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    split = pre_tokenizers.Split(Regex(PATTERN), "isolated")
    letters = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, letters])
    trainer = trainers.BpeTrainer(vocab_size=ranks, initial_alphabet=sorted(letters.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    byte_of = _byte_of_letter()
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    merged = [bytes(byte_of[letter] for letter in left + right) for left, right in merges]
    return list(dict.fromkeys([bytes([value]) for value in range(256)] + merged))


def _byte_of_letter() -> dict[str, int]:
    """GPT-2's table of printable letters that stand for bytes, which `tokenizers` writes its merges in."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [value for value in range(256) if value not in printable]
    return {chr(value): value for value in printable} | {chr(256 + n): value for n, value in enumerate(others)}
