"""What the house may say of an order: who comes first, who stands where, which of one report's parts is most."""

import re
from collections.abc import Iterator

from bot.computing.arithmetic import leaders
from bot.computing.compute_across import place_of, with_equals
from bot.computing.compute_claims import listed
from bot.computing.compute_parts import parts_topic
from bot.proof.canonical import canonical
from bot.proof.said_topic import TOPIC
from bot.proof.said_worded import Worded, pairs
from ingest.figures import words
from prompts import fill

_NTH = re.compile(r"排第(\d+)的是")


def ranking(told: Worded) -> Iterator[str]:
    """The sentences that an order of the operands supports: the first, all, one place, what hedges leave open."""
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
    if len(told.line) == 2:
        yield from _unsure_pair(told)


def _unsure_pair(told: Worded) -> Iterator[str]:
    """Two of which neither is surely more, either named first."""
    for one, other in (told.line, told.line[::-1]):
        for pair in pairs(told, one, other):
            yield fill(
                "computed_pair_unsure",
                first=pair.one,
                second=pair.other,
                topic=pair.what,
                one=words(one[1]),
                other=words(other[1]),
            )


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
        count, way = len(told.line), told.way
        if at := place_of(mine, told.line, told.order):
            yield fill("computed_place", body=name, topic=TOPIC, count=count, direction=way, place=at)
        else:
            yield fill("computed_place_unsure", body=name, topic=TOPIC, count=count, direction=way)


def _parts(told: Worded) -> Iterator[str]:
    """Sentences on one report's own parts, and on two of its numbers of which neither is surely more."""
    report, entries = told.report, told.entries
    if report is None:
        return
    body, what = parts_topic(report, told.line[0][1])
    first, sure = leaders(told.line, told.order)
    leading, way = "、".join(entries[: len(first)]), told.way
    if sure:
        tied = "并列" if len(first) > 1 else ""
        yield fill("computed_part_first", body=body, topic=what, order=way[1], parts=leading, tied=tied)
    else:
        yield fill("computed_part_unsure", body=body, topic=what, order=way[1], parts=leading)
    shown = listed(entries[: with_equals(told.line, _named(told))])
    yield fill("computed_part_order", body=body, topic=what, direction=way, parts=shown)
    if (nth := _NTH.search(told.said)) and 0 < (at := int(nth[1])) <= len(entries):
        yield fill("computed_part_nth", body=body, topic=what, direction=way, place=at, part=entries[at - 1])
    if not sure and len(told.line) == 2:
        yield from _unsure_pair(told)
