"""Exact match and character F1 by CMRC2018's definition (Cui et al. 2019), and a bag-of-characters F1 beside it.

Each Chinese character (4e00-9fa5) is a token, other runs are word-tokenised, the listed marks are dropped; F1 goes over
the *longest common contiguous run* of tokens; the best of the references counts. Kept quirks of the official script:
``……`` is one entry of two characters in a list compared character by character, so … survives; ASCII . and , stay.
Word tokenising here splits off marks and keeps 3.5 and 1,234 whole, as the official one (nltk) does.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from evals.metrics.world import Answer, World, claim_text, is_answer, no_score
from evals.schema import Case, Score

_MARKS = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
_HAN = re.compile(r"[\u4e00-\u9fa5]")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\.\.\.|[^\w\s]|\w")


def tokens(text: str) -> list[str]:
    """The tokens of a text without the listed marks."""
    found, run = [], ""
    for char in text.lower().strip():
        if char in _MARKS:
            continue
        if _HAN.match(char):
            found += [*_WORD.findall(run), char]
            run = ""
        else:
            run += char
    return found + _WORD.findall(run)


def cmrc_em(prediction: str, references: Sequence[str]) -> float:
    """1 when the prediction is one of the references, the listed marks, case and outer blanks aside."""
    return float(_bare(prediction) in {_bare(one) for one in references})


def _bare(text: str) -> str:
    return "".join(char for char in text.lower().strip() if char not in _MARKS)


def cmrc_f1(prediction: str, references: Sequence[str]) -> float:
    """F1 over the longest common contiguous run of tokens, the best of the references."""
    return max((_f1(tokens(prediction), tokens(one), _longest_run) for one in references), default=0.0)


def char_bag_f1(prediction: str, references: Sequence[str]) -> float:
    """F1 over tokens as a bag (SQuAD's), the best of the references; not CMRC's."""
    return max((_f1(tokens(prediction), tokens(one), _shared) for one in references), default=0.0)


def _f1(got: list[str], wanted: list[str], common: Callable[[list[str], list[str]], int]) -> float:
    same = common(got, wanted)
    return 2 * same / (len(got) + len(wanted)) if same else 0.0


def _shared(one: list[str], other: list[str]) -> int:
    return (Counter(one) & Counter(other)).total()


def _longest_run(one: list[str], other: list[str]) -> int:
    best, row = 0, [0] * (len(other) + 1)
    for token in one:
        row = [0] + [row[j] + 1 if token == other[j] else 0 for j in range(len(other))]
        best = max(best, *row)
    return best


def _score(metric: str, case: Case, answer: Answer, measure: Callable[[str, Sequence[str]], float]) -> Score:
    if not case.answers or not is_answer(answer):
        return no_score(metric, "no reference answer")
    said = claim_text(answer)
    return Score(
        metric=metric, value=measure(said, case.answers), answer=said, explanation=f"references: {case.answers}"
    )


def em(case: Case, answer: Answer, world: World) -> Score:
    """CMRC's exact match of all claims together."""
    return _score("em", case, answer, cmrc_em)


def f1(case: Case, answer: Answer, world: World) -> Score:
    """CMRC's F1 of all claims together."""
    return _score("f1", case, answer, cmrc_f1)


def bag_f1(case: Case, answer: Answer, world: World) -> Score:
    """Bag-of-tokens F1 of all claims together."""
    return _score("bag_f1", case, answer, char_bag_f1)
