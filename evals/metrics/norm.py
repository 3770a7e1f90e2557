"""One form for texts that say the same: width, blanks, quotation marks, dashes, brackets and case do not count."""

import re
from functools import lru_cache

from ingest.view import View

_ALIKE = str.maketrans(
    dict.fromkeys("“”„‟「」『』＂〝〞", '"')
    | dict.fromkeys("‘’‚‛＇", "'")
    | dict.fromkeys("–—―‐‑‒−～", "-")
    | dict.fromkeys("〔［【〖﹝", "(")
    | dict.fromkeys("〕］】〗﹞", ")")
)
_STOPS = "。!?;！？；"
_OPEN, _CLOSE = "“‘「『（(《〔【[", "”’」』）)》〕】]"
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


class Normal:
    """``text`` is the common form; ``span`` leads back to the source.

    The cleaned view (NFKC, blanks between characters dropped) with one-to-one folding of marks and case on top, so
    the view's offset map holds.
    """

    def __init__(self, original: str) -> None:
        self._view = View(original)
        self.text = "".join(_fold(char) for char in self._view.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source range behind ``text[start:end]``."""
        return self._view.span(start, end)


@lru_cache(65536)
def norm(text: str) -> str:
    """The common form alone."""
    return Normal(text).text


def _fold(char: str) -> str:
    low = char.translate(_ALIKE).lower()
    return low if len(low) == 1 else char


@lru_cache(65536)
def statements(text: str) -> tuple[str, ...]:
    """The sentences of a text: cut after 。！？； and at line ends, never inside quotes, brackets or decimals."""
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        depth = max(depth, 0)
        if char == "\n" or (char in _STOPS and depth == 0):
            found.append(text[start : at + 1])
            start, depth = at + 1, 0
    return tuple(one.strip() for one in (*found, text[start:]) if any(c.isalnum() for c in one))


@lru_cache(65536)
def bigrams(words: str) -> frozenset[str]:
    """The character pairs of the runs of Chinese characters; a lone character counts only where there is no pair."""
    runs = _HAN_RUN.findall(norm(words))
    pairs = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return frozenset(pairs or runs)


def bigram_share(words: str, text: str) -> float | None:
    """The share of the pairs of ``words`` that ``text`` has; None when ``words`` has none."""
    wanted, there = bigrams(words), norm(text)
    return sum(pair in there for pair in wanted) / len(wanted) if wanted else None
