"""A number asked for by the ground on which something was refused: 以个人隐私为由不予公开的有几件."""

import re
from collections.abc import Sequence

from bot.question.wording import bigram_recall
from bot.reading.sentences import sentence_around, worded
from ingest.schema import Figure, Span
from ingest.view import clean

_GROUND = re.compile(
    r"(?:以|用)(?:其)?(?:涉及到?|属于?|涉)?(?P<said>[\u4e00-\u9fff]{2,12}?)(?:为|作为?|的)(?:理?由|借口|名义)"
    r"|因(?:为)?(?:涉及到?|属于?|涉)(?P<because>[\u4e00-\u9fff]{2,10}?)(?:而|被|,|不予?|没有?|未|拒|不能|无法|驳|遭)"
)
_NAMED = 0.75
_REFUSED = re.compile(r"不予|不公开|拒|不同意|未公开|不能公开")


def of_the_reason(asked: str, chosen: Sequence[Figure], usable: Sequence[Figure], text: str) -> list[Figure]:
    """Of the figures chosen those of the ground asked for, else the one that bears it; the whole is no answer."""
    found = _GROUND.search(clean(asked))
    if found is None:
        return list(chosen)
    ground = found["said"] or found["because"]
    bearing = [f for f in usable if f.unit[0] in "件份宗例条" and bigram_recall(ground, _clause(text, f)) >= _NAMED]
    named = [f for f in bearing if _says_refused(text, f)]
    kept = [f for f in chosen if any(f is one for one in named)]
    return kept[:1] or named[:1]


def _clause(text: str, figure: Figure) -> str:
    """The words around a number between two stops: what it alone is said to be."""
    start = max(text.rfind(stop, 0, figure.start) for stop in "，,；;。\n、：:") + 1
    ends = [at for stop in "，,；;。\n、" if (at := text.find(stop, figure.end)) >= 0]
    return worded(text[start : min(ends, default=len(text))])


def _says_refused(text: str, figure: Figure) -> bool:
    """Whether its sentence or its headings tell of what was refused."""
    around = sentence_around(text, Span(start=figure.start, end=figure.end))
    return bool(_REFUSED.search(worded(around.of(text)) + "".join(figure.section)))
