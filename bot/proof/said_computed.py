"""What the house may say of a calculation: its sentences, worded again from the operands.

A claim of arithmetic is one of these sentences or it falls, so that every body, number, order and verdict in it follows
from the operands. What is counted stands as ``TOPIC`` in them and is looked at by itself (`bot.proof.said_topic`).
"""

from collections.abc import Callable, Iterator

from bot.computing.arithmetic import Operand, scaled
from bot.computing.compute_across import condition_words
from bot.computing.compute_claims import listed
from bot.computing.compute_left import left_words
from bot.computing.compute_pairs import gap_words, supposes_more
from bot.computing.compute_parts import count_words, label_of, parts_named
from bot.computing.compute_prior import CHANGE_NEAR, growth_words, is_change, prior_words, way_of_change
from bot.proof.bench import Bench
from bot.proof.canonical import canonical
from bot.proof.recheck import condition_of
from bot.proof.said_ranking import ranking
from bot.proof.said_topic import OTHER, TOPIC, sentence_fault
from bot.proof.said_worded import Worded, pairs
from bot.schema import Computation, Draft
from ingest.figures import words
from prompts import fill


def computed_fault(draft: Draft, done: Computation, bench: Bench) -> str | None:
    """What is wrong with the words of a claim of arithmetic, ``None`` where they are one of its sentences."""
    told = Worded(done, bench, draft.asked, canonical(draft.text))
    faults = []
    prior = {*_year_before(told, 1), *_year_before(told, -1)}
    for sentence in _SAYS[done.op](told):
        counted = done.operands[:1] if sentence in prior else done.operands  # the change beside it counts the same
        fault = sentence_fault(told.said, sentence, counted, bench.reports, draft.asked)
        if fault is None:
            return None
        faults.append(fault)
    return next((fault for fault in faults if fault != OTHER), OTHER)


def _sum(told: Worded) -> Iterator[str]:
    count = len(told.line)
    if "÷" in told.done.text:
        yield fill("computed_mean", count=count, topic=TOPIC, value=told.value)
        return
    yield fill("computed_sum", count=count, topic=TOPIC, value=told.value)
    if told.report:
        parts = parts_named([figure for _, figure in told.line])
        yield fill("computed_parts_sum", body=told.body, parts=parts, value=told.value)
        yield from _year_before(told, -1)


def _difference(told: Worded) -> Iterator[str]:
    more, less = told.line
    if told.report:
        if told.done.value >= 0 and less[1].metric != "change":
            yield left_words(told.report, more[1], [less[1]], told.value)
        yield from _since(told)
        yield from _year_before(told, 1)
    if told.done.value < 0:
        return
    level = scaled(more[1]) == scaled(less[1])
    for first, second, ahead in ((more, less, True), (less, more, level)):
        for pair in pairs(told, first, second):
            text = gap_words(pair, ahead, told.value)
            yield text
            if told.asked is not None:
                agreed = supposes_more(told.asked) == ahead and not level
                yield fill("computed_yes", said=text) if agreed else fill("computed_no", said=text)


def _year_before(told: Worded, way: int) -> Iterator[str]:
    """A number and its change since the year before, told as more (1) or less (-1), give that year's."""
    change = told.line[-1][1]
    counted = len(told.line) == 2 and is_change(change) and (change.metric == "change" or _follows(*told.line))
    if told.report and counted and way_of_change(change, told.bench.text(told.line[0][0])) == way:
        yield prior_words(told.report, TOPIC, told.value)


def _follows(own: Operand, change: Operand) -> bool:
    """Whether a change stands right behind what changed: 经费35万元,比上年增加10万元."""
    return 0 <= change[1].start - own[1].end < CHANGE_NEAR


def _since(told: Worded) -> Iterator[str]:
    """The change since the year before, whose number the same report tells."""
    now, before = (figure for _, figure in told.line)
    year = told.report.year if told.report else None
    dated = before.scope == "以前年度" != now.scope and (before.period or "").startswith(str((year or 0) - 1))
    if told.report and dated:
        yield growth_words(told.report, TOPIC, told.value)


def _ratio(told: Worded) -> Iterator[str]:
    for pair in pairs(told, *told.line):
        yield fill("computed_ratio", first=pair.one, second=pair.other, topic=pair.what, value=told.value)


def _share(told: Worded) -> Iterator[str]:
    (_, part), (rid, whole), *more = told.line
    if not more and told.report:
        one, other = (f"{label_of(figure)}{words(figure)}" for figure in (part, whole))
        yield fill("computed_share", part=f"{told.body}的{one}", whole=other, value=told.value)
    elif more:
        body = told.names[told.line[0][0]]
        yield fill("computed_share_of_all", body=body, topic=TOPIC, count=len(told.line) - 1, value=told.value)


def _growth(told: Worded) -> Iterator[str]:
    now, before = (told.reports[rid] for rid, _ in told.line)
    if told.report:
        yield from _since(told)
        return
    yield fill(
        "computed_growth",
        body=f"{told.body}{now.year}年",
        topic=TOPIC,
        before=before.year,
        way="增长" if told.done.value >= 0 else "下降",
        value=told.value.replace("-", ""),
    )


def _accumulated(told: Worded) -> Iterator[str]:
    if told.report:
        yield fill("computed_before", body=told.body, year=told.report.year, value=told.value)


def _count(told: Worded) -> Iterator[str]:
    condition = condition_of(told.done)
    if condition is None:
        return
    if told.report and len(told.line) > 1:
        yield count_words(told.report, [figure for _, figure in told.line], condition, told.value)
        return
    meeting = [told.names[rid] for rid, figure in told.line if condition.holds(figure) is True]
    bar = condition_words(condition)
    if meeting:
        yield fill("computed_count", topic=TOPIC, condition=bar, count=told.value, bodies=listed(meeting))
    else:
        yield fill("computed_count_none", topic=TOPIC, condition=bar, of=len(told.line))


_SAYS: dict[str, Callable[[Worded], Iterator[str]]] = {
    "sum": _sum,
    "difference": _difference,
    "accumulated": _accumulated,
    "ratio": _ratio,
    "share": _share,
    "growth": _growth,
    "largest": ranking,
    "smallest": ranking,
    "count": _count,
}
