"""Is this number of a claim *that* number of the cited text: same metric or label, value, unit, hedge, scope, year?

Being in the cited sentence is not enough: one that lists 2, 17 and 19 items would ground any of them. The claim is read
by the same rules as a report (`ingest.figures`), and each figure found in it must be one of those that the report has
inside the cited spans.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.question.wording import bigram_recall
from bot.reading.amounts import Amount, amount
from ingest.figures import extract_figures, words
from ingest.schema import Figure, Identity
from ingest.view import View, clean

ALIKE = 0.5  # the share of a label's character pairs that names it
_CURRENT = {"本年", "截至", None}
_GENERIC = {"other", "disclosed_category", "disclosed_channel", "share", "rate", "change"}
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_TIMES = {"人(次)": "人次", "条(次)": "条次", "件(次)": "件次"}
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATED = re.compile(r"(?:19|20)\d{2}年度?")


def figures_of(claim: str, year: int | None) -> tuple[Figure, ...]:
    """The figures that a claim states, read as a report's are; ``year`` is that of the cited report."""
    whose = Identity(agency=None, year=year, title="", region=None, addressee=None, period=None, era="unknown")
    return tuple(f for f in extract_figures(View(claim), (), whose) if any(c.isnumeric() for c in f.quote))


def unbound(claim: str, known: Sequence[Figure], year: int | None, own: Iterable[str] = ()) -> str | None:
    """What is wrong with the first number of a claim that is none of the ``known`` figures; None when all are.

    ``own`` are the names of the cited bodies, which label nothing. A number whose value is in no known figure is left
    to the check of numbers: it may be a date, a rank, a part.
    """
    claim = clean(claim)
    for name in sorted(own, key=len, reverse=True):
        claim = claim.replace(name, "")
    head, colon, rest = claim.partition(":")
    if colon:  # whose and of when; a year there is not said of every number that follows
        claim, year = rest, int(told[0]) if (told := _YEAR.search(head)) else year
    for said in figures_of(claim, year):
        near = [one for one in known if _same_unit(said, one) and _may_say(said, one)]
        if not any(_same_unit(said, one) and one.value == said.value for one in known) and not near:
            continue
        faults = [_disagreement(said, one, claim) for one in near]
        if None not in faults:
            return next(filter(None, faults), f"{words(said)} 不是引文里的数")
    return None


def _same_unit(said: Figure, one: Figure) -> bool:
    a, b = (_TIMES.get(unit, unit) for unit in (said.unit, one.unit))
    return a == b or (a in _MONEY and b in _MONEY)


def _may_say(said: Figure, one: Figure) -> bool:
    """Whether the claim's number may stand for the report's (evals: hedged by exact, never exact by hedged)."""
    mine, its = _scaled(amount(said), said.unit), _scaled(amount(one), one.unit)
    if said.hedge == one.hedge:
        return mine == its
    if one.hedge:
        return False
    low = mine.low < its.low or (mine.low == its.low and not mine.low_open)
    return low and (its.high < mine.high or (its.high == mine.high and not mine.high_open))


def _scaled(value: Amount, unit: str) -> Amount:
    scale = _MONEY.get(unit, Decimal(1))
    return Amount(value.low * scale, value.high * scale, value.low_open, value.high_open)


def _disagreement(said: Figure, one: Figure, claim: str) -> str | None:
    told = f"{words(said)}：原文是“{clean(one.quote)[:40]}”"
    if not _same_scope(said, one):
        return f"{told}（{one.scope}）"
    years = [_YEAR.match(figure.period or "") for figure in (said, one)]
    if all(years) and years[0][0] != years[1][0] and one.scope in _CURRENT:
        return f"{told}（{one.period}年）"
    return None if _same_thing(said, one, claim) else told


def _same_scope(said: Figure, one: Figure) -> bool:
    if said.scope == one.scope or (said.scope in _CURRENT and one.scope in _CURRENT):
        return True
    return said.scope == "累计" and "累计" in one.quote


def _same_thing(said: Figure, one: Figure, claim: str) -> bool:
    """Whether both count the same: one metric of the vocabulary, or labels that share half their character pairs."""
    if said.metric == one.metric and said.metric not in _GENERIC:
        return True
    if said.metric not in _GENERIC and one.metric not in _GENERIC:
        return {said.metric, one.metric} <= {"disclosed_total", "disclosed_cumulative", "disclosed_earlier"}
    mine, its = (_DATED.sub("", clean(figure.label)).strip(":,") for figure in (said, one))
    mine = mine if said.label in claim else ""  # a number without words of its own is given its metric's label
    around = clean(one.quote + "".join(one.section))
    return not mine or bigram_recall(its, mine) >= ALIKE or bigram_recall(mine, around) >= ALIKE and _next(mine, one)


def _next(label: str, one: Figure) -> bool:
    """Whether the last words of a label, the thing counted, are the figure's own and not its neighbour's."""
    return bigram_recall(label[-4:], clean(one.label + one.quote)) >= ALIKE


def inside(figures: Iterable[Figure], start: int, end: int) -> list[Figure]:
    """The figures that lie in a span."""
    return [figure for figure in figures if start <= figure.start and figure.end <= end]
