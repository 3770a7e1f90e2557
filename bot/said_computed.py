"""What the house may say of a calculation: its sentences, worded again from the operands.

A claim of arithmetic is one of these sentences or it falls, so that every body, number, order and verdict in it follows
from the operands. What is counted stands as ``TOPIC`` in them and is looked at by itself (`bot.said_topic`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.arithmetic import Operand, Order, leaders, result, scaled
from bot.bench import Bench
from bot.canonical import canonical
from bot.compute_across import condition_words, place_of, way_of, with_equals
from bot.compute_claims import entry, listed, named
from bot.compute_figures import Holding
from bot.compute_left import left_words
from bot.compute_pairs import Pair, gap_words, supposes_more
from bot.compute_parts import count_words, label_of, parts_named, parts_topic
from bot.compute_prior import growth_words, prior_words, way_of_change
from bot.recheck import condition_of
from bot.said_topic import OTHER, TOPIC, sentence_fault
from bot.schema import Computation, Draft, Question
from ingest.figures import words
from ingest.schema import Report
from prompts import fill

_NTH = re.compile(r"排第(\d+)的是")


@dataclass(frozen=True)
class Worded:
    """A calculation among the reports; ``said`` is the canonical claim, which chooses among many sentences."""

    done: Computation
    bench: Bench
    asked: Question | None
    said: str

    @property
    def reports(self) -> Mapping[str, Report]:
        """All reports by id."""
        return self.bench.reports

    @property
    def line(self) -> tuple[Operand, ...]:
        """The operands in the calculation's order."""
        return self.done.operands

    @property
    def value(self) -> str:
        """The result as said."""
        return result(self.done)

    @property
    def order(self) -> Order:
        """Which end of a ranking comes first."""
        return "smallest" if self.done.op == "smallest" else "largest"

    @property
    def way(self) -> str:
        """The way that a ranking runs, in words."""
        return way_of(self.order, (figure for _, figure in self.line))

    @cached_property
    def report(self) -> Report | None:
        """The one report that all operands are of."""
        ids = {rid for rid, _ in self.line}
        return self.reports[self.line[0][0]] if len(ids) == 1 else None

    @property
    def body(self) -> str:
        """The body of the first operand."""
        report = self.reports[self.line[0][0]]
        return report.agency or report.title

    @cached_property
    def names(self) -> dict[str, str]:
        """How each report is called among the others."""
        return named([Holding(self.reports[rid], figure) for rid, figure in self.line])

    @cached_property
    def entries(self) -> list[str]:
        """Each operand as a list names it: with its body, or with its own label in a list of one report's parts."""
        if self.report and len(self.line) > 1:
            return [f"{label_of(figure)}（{words(figure)}）" for _, figure in self.line]
        return [entry(self.names[rid], figure) for rid, figure in self.line]


def computed_fault(draft: Draft, done: Computation, bench: Bench) -> str | None:
    """What is wrong with the words of a claim of arithmetic, ``None`` where they are one of its sentences."""
    told = Worded(done, bench, draft.asked, canonical(draft.text))
    faults = []
    for sentence in _SAYS[done.op](told):
        fault = sentence_fault(told.said, sentence, done.operands, bench.reports, draft.asked)
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


def _pairs(told: Worded, one: Operand, other: Operand) -> Iterator[Pair]:
    """The ways to name two operands beside each other."""
    first, second = (Holding(told.reports[rid], figure) for rid, figure in (one, other))
    body = first.report.agency or first.report.title
    if told.report:
        yield Pair(first, second, f"{body}的{label_of(one[1])}", label_of(other[1]))
        return
    names = [told.names[rid] for rid, _ in (one, other)]
    if first.report.agency == second.report.agency:
        names[0] = f"{body}{first.report.year}年"
    yield Pair(first, second, names[0], names[1], TOPIC)


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
        for pair in _pairs(told, first, second):
            text = gap_words(pair, ahead, told.value)
            yield text
            if told.asked is not None:
                agreed = supposes_more(told.asked) == ahead and not level
                yield fill("computed_yes", said=text) if agreed else fill("computed_no", said=text)


def _year_before(told: Worded, way: int) -> Iterator[str]:
    """A number and its change since the year before, told as more (1) or less (-1), give that year's."""
    change = told.line[-1][1]
    if told.report and len(told.line) == 2 and change.metric == "change":
        if way_of_change(change, told.bench.text(told.line[0][0])) == way:
            yield prior_words(told.report, TOPIC, told.value)


def _since(told: Worded) -> Iterator[str]:
    """The change since the year before, whose number the same report tells."""
    now, before = (figure for _, figure in told.line)
    year = told.report.year if told.report else None
    if told.report and year and before.scope == "以前年度" and (before.period or "").startswith(str(year - 1)):
        if now.scope != "以前年度":
            yield growth_words(told.report, TOPIC, told.value)


def _ratio(told: Worded) -> Iterator[str]:
    for pair in _pairs(told, *told.line):
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


def _ranking(told: Worded) -> Iterator[str]:
    if len(told.line) == 1:
        yield fill("computed_only", topic=TOPIC, body=told.entries[0])
    elif told.report:
        yield from _parts(told)
    else:
        yield from _leading(told)
        yield from _in_order(told)
        yield from _places(told)


def _leading(told: Worded) -> Iterator[str]:
    first, sure = leaders(told.line, told.order)
    bodies = "、".join(told.entries[: len(first)])
    if sure:
        tied = "并列" if len(first) > 1 else ""
        yield fill("computed_first", order=told.way[1], bodies=bodies, tied=tied, topic=TOPIC)
        return
    yield fill("computed_unsure", order=told.way[1], bodies=bodies, topic=TOPIC)
    for one, other in ((told.line[0], told.line[-1]), (told.line[-1], told.line[0])) if len(told.line) == 2 else ():
        for pair in _pairs(told, one, other):
            said = {"one": words(one[1]), "other": words(other[1])}
            yield fill("computed_pair_unsure", first=pair.one, second=pair.other, topic=pair.what, **said)


def _in_order(told: Worded) -> Iterator[str]:
    """All in order, or as many of the first as the claim names; the trend of one body says whose it is."""
    shown = told.entries[: with_equals(told.line, _named(told))]
    yield fill("computed_order", direction=told.way, bodies=listed(shown), topic=TOPIC)
    if len({told.reports[rid].agency for rid, _ in told.line}) == 1:
        yield fill("computed_order", direction=told.way, bodies=listed(shown), topic=f"{told.body}{TOPIC}")
    if nth := _NTH.search(told.said):
        at = int(nth[1])
        if 0 < at <= len(told.line):
            yield fill("computed_nth", place=at, direction=told.way, body=told.entries[at - 1], topic=TOPIC)


def _named(told: Worded) -> int:
    """How many of the first entries the claim has, one after the other; two at least."""
    absent = (at for at, said in enumerate(told.entries) if canonical(said) not in told.said)
    return max(2, next(absent, len(told.entries)))


def _places(told: Worded) -> Iterator[str]:
    """The place of each body that the claim names."""
    if "排第" not in told.said:
        return
    for mine in told.line:
        name = told.names[mine[0]]
        if canonical(name) not in told.said:
            continue
        slots = {"body": name, "topic": TOPIC, "count": len(told.line), "direction": told.way}
        at = place_of(mine, told.line, told.order)
        yield fill("computed_place", place=at, **slots) if at else fill("computed_place_unsure", **slots)


def _parts(told: Worded) -> Iterator[str]:
    """Sentences on one report's own parts, and on two of its numbers of which neither is surely more."""
    report, entries = told.report, told.entries
    if report is None:
        return
    slots = dict(zip(("body", "topic"), parts_topic(report, told.line[0][1]), strict=True))
    first, sure = leaders(told.line, told.order)
    leading = "、".join(entries[: len(first)])
    if sure:
        tied = "并列" if len(first) > 1 else ""
        yield fill("computed_part_first", order=told.way[1], parts=leading, tied=tied, **slots)
    else:
        yield fill("computed_part_unsure", order=told.way[1], parts=leading, **slots)
    shown = entries[: with_equals(told.line, _named(told))]
    yield fill("computed_part_order", direction=told.way, parts=listed(shown), **slots)
    if (nth := _NTH.search(told.said)) and 0 < (at := int(nth[1])) <= len(entries):
        yield fill("computed_part_nth", direction=told.way, place=at, part=entries[at - 1], **slots)
    if not sure and len(told.line) == 2:
        for one, other in (told.line, told.line[::-1]):
            for pair in _pairs(told, one, other):
                said = {"one": words(one[1]), "other": words(other[1])}
                yield fill("computed_pair_unsure", first=pair.one, second=pair.other, topic=pair.what, **said)


_SAYS: dict[str, Callable[[Worded], Iterator[str]]] = {
    "sum": _sum,
    "difference": _difference,
    "accumulated": _accumulated,
    "ratio": _ratio,
    "share": _share,
    "growth": _growth,
    "largest": _ranking,
    "smallest": _ranking,
    "count": _count,
}
