"""How many of one thing to each of another that the same sentence counts: 接待日12次，接访群众93批 → 平均一次几批."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.computing.arithmetic import plain
from bot.computing.compute_claims import shown_draft
from bot.computing.compute_figures import Asked
from bot.computing.compute_parts import label_of
from bot.question.wording import bigram_recall, terms
from bot.reading.numbers import figure_draft
from bot.reading.sentences import sentence_around, worded
from bot.schema import Drafted
from ingest.figures import words
from ingest.schema import Figure, Report, Span
from ingest.view import clean
from prompts import fill

_UNIT = "人次|批次|万元|亿元|[次期场批人名个件条份篇笔户天班堂家元位]"
_EACH = re.compile(
    rf"(?:平均|均)(?:下来)?,?(?:到|给)?(?:每|一)(?:一)?(?P<one>{_UNIT})(?P<told>[^,。?]{{0,14}}?)(?:多少|几)(?P<many>{_UNIT})"
)
_NAMED = 0.6
_HUNDREDTH = Decimal("0.01")


def to_each(asked: Asked) -> Drafted | None:
    """So many to each, of two exact numbers that one sentence of one report states; ``None`` where it is not so."""
    said = _EACH.search(clean(asked.question.rest))
    if said is None or len(asked.reports) != 1:
        return None
    (report,) = asked.reports
    stored = asked.library.stored(report.report_id)
    own = [f for f in stored.figures if f.scope in {"本年", None} and not f.hedge and f.value_max is None]
    scene = clean(asked.question.rest)[: said.start()]
    wanted = [t.text for part in (scene, said["told"]) for t in terms(part)]
    found = [
        pair for pair in _pairs(own, said["one"], said["many"], stored.text) if _is_asked(wanted, pair, stored.text)
    ]
    return _drafted(asked, report, stored.text, *found[0]) if len(found) == 1 else None


def _pairs(own: Sequence[Figure], one: str, many: str, text: str) -> list[tuple[Figure, Figure]]:
    """The figures in the two units, side by side in one sentence with nothing else in either unit."""
    pairs = []
    for each in (f for f in own if f.unit == one and f.value):
        around = sentence_around(text, Span(start=each.start, end=each.end))
        inside = list({f.start: f for f in own if around.start <= f.start < around.end}.values())
        rivals = [f for f in inside if f.unit == one]
        whole = [f for f in inside if f.unit == many and f.start > each.start]
        if len(rivals) == 1 and len(whole) == 1:
            pairs.append((whole[0], each))
    return pairs


def _is_asked(wanted: Sequence[str], pair: tuple[Figure, Figure], text: str) -> bool:
    """Whether the words from the one number to the other have all that is asked."""
    told = worded(pair[1].label + text[pair[1].start : pair[0].end])
    return bool(wanted) and all(bigram_recall(term, told) >= _NAMED for term in wanted)


def each_words(report: Report, whole: Figure, each: Figure) -> tuple[str, str]:
    """The sentence of so many to each, and the calculation as shown; the gate says it again."""
    exact = whole.value / each.value
    rounded = exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
    value = plain(rounded.normalize())
    said = fill(
        "computed_each",
        body=report.agency or report.title,
        one=f"{label_of(each)}{words(each)}",
        many=f"{label_of(whole)}{words(whole)}",
        unit=each.unit,
        value=f"{'' if rounded == exact else '约'}{value}{whole.unit}",
    )
    return said, f"{plain(whole.value)}÷{plain(each.value)} = {value}"


def _drafted(asked: Asked, report: Report, text: str, whole: Figure, each: Figure) -> Drafted:
    said, shown = each_words(report, whole, each)
    evidence = [figure_draft(report, text, figure) for figure in (whole, each)]
    return Drafted(drafts=(shown_draft(asked.library, report, said, shown, (whole, each)), *evidence))
