"""Calculations over many reports: ranking, place, counting, sum and mean."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.computing.arithmetic import (
    Condition,
    Operand,
    Order,
    addable,
    leaders,
    mean,
    plain,
    ranking,
    result,
    scaled,
    tally,
    total,
)
from bot.computing.compute_claims import (
    beside_notes,
    computed_draft,
    drafted,
    entry,
    listed,
    missing_notes,
    named,
    topic,
    unit_notes,
    when,
)
from bot.computing.compute_figures import OTHER_UNIT, Asked, Holding, everybody, holdings
from bot.reader import called
from bot.schema import Drafted
from ingest.schema import Figure
from prompts import fill

# What a report denies in words where there was none: only of these is a nought, or more than nought, to be counted.
DENIABLE = {
    "applications_received", "reviews", "lawsuits", "complaints", "fees", "fees_waived", "incidents", "disclosed_total",
}  # fmt: skip


def rank(asked: Asked) -> Drafted | None:
    """Who has most or least, the first k, one place, or everybody in order."""
    found = holdings(asked)
    used = [one for one in found if one.figure is not None]
    asking, used = used, [one for one in used if asked.task.condition is None or asked.task.condition.holds(one.figure)]
    if not used:
        return _nothing(found, asked)
    done = ranking((one.operand for one in used), order_of(asked))
    by_id = {one.report.report_id: one for one in used}
    line = [by_id[rid] for rid, _ in done.operands]
    text, notes = _ranked(asked, line)
    if aside := [called(one.report) for one in asking if one not in used]:
        notes = [*notes, fill("computed_nought", bodies=listed(aside))]
        found = [one for one in found if one not in asking or one in used]
    claim = computed_draft(asked.library, text, done)
    return drafted(asked.library, (claim,), line, found, (*notes, *unit_notes(used)))


def place(asked: Asked) -> Drafted | None:
    """Which place a body has among all reports of its years."""
    asking = {report.report_id for report in asked.reports}
    found = holdings(asked.among(everybody(asked)))
    used = [one for one in found if one.figure is not None]
    mine = [one for one in used if one.report.report_id in asking]
    if len(mine) != 1 or len(used) < 2:
        return None
    done = ranking((one.operand for one in used), order_of(asked))
    at = place_of(mine[0].operand, done.operands, order_of(asked))
    name = named(used)[mine[0].report.report_id]
    what, way, of = _topic(asked, used), direction(asked, used), len(used)
    text = (
        fill("computed_place", body=name, topic=what, count=of, direction=way, place=at)
        if at
        else fill("computed_place_unsure", body=name, topic=what, count=of, direction=way)
    )
    claim = computed_draft(asked.library, text, done)
    return drafted(asked.library, (claim,), used, found, unit_notes(used), shown=mine)


def count(asked: Asked) -> Drafted | None:
    """How many reports meet the condition, and which."""
    condition = asked.task.condition
    if condition is None or len(asked.reports) < 2 or _is_of_nothing(asked, condition):
        return None
    found = holdings(asked)
    used = [one for one in found if one.figure is not None]
    if not used:
        return _nothing(found, asked)
    condition = _with_unit(condition, used)
    unit = "家" if len({one.report.agency or one.report.path for one in used}) == len(used) else "份"
    done = tally([one.operand for one in used], condition, unit)
    meeting = [one for one in used if condition.holds(one.figure) is True]
    doubtful = [one for one in used if condition.holds(one.figure) is None]
    names = named(used)
    what, bar = _topic(asked, used), condition_words(condition)
    who = listed([names[one.report.report_id] for one in meeting])
    text = (
        fill("computed_count", topic=what, condition=bar, count=result(done), bodies=who)
        if meeting
        else fill("computed_count_none", topic=what, condition=bar, of=len(used))
    )
    doubt = "、".join(entry(names[one.report.report_id], one.figure) for one in doubtful)
    notes = [fill("computed_doubtful", bodies=doubt)] if doubtful else []
    claim = computed_draft(asked.library, text, done)
    return drafted(asked.library, (claim,), used, found, (*notes, *unit_notes(used)), shown=meeting or used)


def _is_of_nothing(asked: Asked, condition: Condition) -> bool:
    """Whether the bar is a nought that no report states, or one that is not of the metric at all."""
    if condition.value != 0:
        return False
    if condition.sign == "=" and asked.metric == "disclosed_total" and "信息" not in asked.task.plain:
        return True  # 没有公开年报 is no nought of information
    return condition.sign != "≥" and asked.metric not in DENIABLE


def _with_unit(condition: Condition, used: Sequence[Holding]) -> Condition:
    """公开量过百: the bar is in the unit of most figures."""
    units = [one.figure.unit for one in used if one.figure and one.figure.value]
    unit = condition.unit or (max(units, key=units.count) if condition.value and units else "")
    return condition.model_copy(update={"unit": unit})


def add(asked: Asked) -> Drafted | None:
    """The sum over the reports, or its mean; what cannot be added is named."""
    found = _one_unit(holdings(asked))
    used = [one for one in found if one.figure is not None]
    if len(used) < 2:
        return _nothing(found, asked) if not used and len(found) > 1 else None
    averaged = asked.task.kind == "mean"
    operands = [one.operand for one in used]
    done = mean(operands) if averaged else total(operands)
    what, value = _topic(asked, used), result(done)
    text = (
        fill("computed_mean", count=len(used), topic=what, value=value)
        if averaged
        else fill("computed_sum", count=len(used), topic=what, value=value)
    )
    years = sorted({one.report.year for one in used if one.report.year})
    notes = [fill("computed_years", years="、".join(f"{y}年" for y in years))] if len(years) > 1 else []
    notes += beside_notes(used)
    return drafted(asked.library, (computed_draft(asked.library, text, done),), used, found, notes)


def _one_unit(found: Sequence[Holding]) -> list[Holding]:
    """The reports whose figures can be added to those of most; the others have another unit."""
    figures = [one.figure for one in found if one.figure is not None]
    counted = [f for f in figures if f.value] or figures
    first: dict[tuple[str, bool], Figure] = {}  # unit and noughtness decide whether two figures add up
    for figure in counted:
        first.setdefault((figure.unit, figure.value == 0), figure)
    kinds = Counter((f.unit, f.value == 0) for f in counted)
    base = max(
        first.values(), key=lambda f: sum(n for kind, n in kinds.items() if addable(f, first[kind])), default=None
    )
    return [
        one
        if one.figure is None or base is None or addable(base, one.figure)
        else Holding(one.report, None, OTHER_UNIT)
        for one in found
    ]


def _ranked(asked: Asked, line: Sequence[Holding]) -> tuple[str, list[str]]:
    """The sentence of a ranking in order, and what is doubtful in it."""
    names = named(line)
    operands = [one.operand for one in line]
    what, way = _topic(asked, line), direction(asked, line)
    entries = [entry(names[one.report.report_id], one.figure) for one in line]
    doubts = doubts_of(operands, entries)
    if len(line) == 1:
        return fill("computed_only", topic=what, body=entries[0]), []
    if asked.task.nth and asked.task.nth <= len(line):
        nth = asked.task.nth
        return fill("computed_nth", place=nth, direction=way, body=entries[nth - 1], topic=what), doubts
    top = asked.task.top
    if top is None or top > 1:
        shown = entries if top is None else entries[: with_equals(operands, top)]
        return fill("computed_order", direction=way, bodies=listed(shown), topic=what), doubts
    first, sure = leaders(operands, order_of(asked))
    bodies = "、".join(entries[: len(first)])
    if not sure:
        return fill("computed_unsure", order=way[1], bodies=bodies, topic=what), []
    tied = "并列" if len(first) > 1 else ""
    return fill("computed_first", order=way[1], bodies=bodies, tied=tied, topic=what), []


def with_equals(operands: Sequence[Operand], top: int) -> int:
    """So many first places, and whoever is level with the last of them."""
    end = min(top, len(operands))
    while end < len(operands) and scaled(operands[end][1]) == scaled(operands[end - 1][1]):
        end += 1
    return end


def doubts_of(operands: Sequence[Operand], entries: Sequence[str]) -> list[str]:
    """Neighbours whose order their hedges leave open."""
    pairs = [
        f"{entries[i]}与{entries[i + 1]}"
        for i in range(len(operands) - 1)
        if scaled(operands[i][1]) != scaled(operands[i + 1][1])
        and scaled(operands[i][1]).may_equal(scaled(operands[i + 1][1]))
    ]
    return [fill("computed_overlap", pairs="；".join(pairs))] if pairs else []


def place_of(mine: Operand, line: Iterable[Operand], order: Order) -> int | None:
    """The place of one report's number among all, from 1; ``None`` where a hedge leaves it open."""
    passed = [o for o in line if o[0] != mine[0] and not _behind(o, mine, order)]
    ahead = [o for o in passed if _behind(mine, o, order)]
    sure = all(o in ahead or scaled(o[1]) == scaled(mine[1]) for o in passed)
    return len(ahead) + 1 if sure else None


def _behind(one: Operand, other: Operand, order: Order) -> bool:
    """Whether ``one`` surely stands behind ``other``."""
    a, b = scaled(one[1]), scaled(other[1])
    return b.surely_less(a) if order == "smallest" else a.surely_less(b)


def order_of(asked: Asked) -> Order:
    """Which end of the order comes first."""
    return "smallest" if asked.task.fewest else "largest"


def direction(asked: Asked, used: Sequence[Holding]) -> str:
    """由多到少, or the other way round; shares and rates are high and low."""
    return way_of(order_of(asked), (one.figure for one in used if one.figure))


def way_of(order: Order, figures: Iterable[Figure]) -> str:
    """The way that an order runs, in words."""
    most, least = ("高", "低") if any(figure.unit == "%" for figure in figures) else ("多", "少")
    return f"由{least}到{most}" if order == "smallest" else f"由{most}到{least}"


def condition_words(condition: Condition) -> str:
    """A condition as it follows a topic: 超过500条, 为零, 在100条到300条之间."""
    if condition.value == 0 and condition.sign in "=>":
        return "为零" if condition.sign == "=" else "大于零"
    if condition.upto is not None:
        return f"在{plain(condition.value)}{condition.unit}到{plain(condition.upto)}{condition.unit}之间"
    if condition.sign == "≥" and not condition.value:
        return "有写明"
    verb = {">": "超过", "≥": "达到", "<": "不足", "≤": "不超过", "=": "正好为"}[condition.sign]
    return f"{verb}{str(condition)[1:]}"


def _topic(asked: Asked, used: Sequence[Holding]) -> str:
    accumulated = asked.metric in {"disclosed_cumulative", "disclosed_earlier"}
    return ("" if accumulated else when(used)) + topic(asked)


def _nothing(found: Sequence[Holding], asked: Asked) -> Drafted | None:
    """No report has a number of the metric: refused, with who is silent; what is asked in other words may be quoted."""
    return None if asked.qualified else Drafted(notes=tuple(missing_notes(found)))
