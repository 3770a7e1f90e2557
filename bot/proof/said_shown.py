"""What the house may say of a calculation of more steps than one, worded and worked out again from its figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.computing.arithmetic import plain, round_percent
from bot.computing.compute_average import each_words
from bot.computing.compute_left import left_words
from bot.computing.compute_parts import label_of
from bot.computing.compute_prior import growth_words, way_of_change
from bot.proof.bench import Bench
from bot.proof.said_topic import OTHER, TOPIC, sentence_fault
from bot.schema import Draft
from ingest.figures import hedged, words
from ingest.schema import Figure, Report
from prompts import fill

Shown = tuple[str, str]


def shown_fault(draft: Draft, said: str, bench: Bench) -> str | None:
    """What is wrong with the canonical words ``said`` of a calculation shown over one report's figures, if anything."""
    ids = {rid for rid, _ in draft.figures}
    if len(ids) != 1:
        return OTHER
    rid = ids.pop()
    figures = [figure for _, figure in draft.figures]
    faults = []
    for sentence, computation in _lines(bench.reports[rid], bench.text(rid), figures):
        if computation == draft.computation:
            faults.append(sentence_fault(said, sentence, draft.figures, bench.reports, draft.asked))
    return None if None in faults else next((fault for fault in faults if fault != OTHER), OTHER)


def _lines(report: Report, text: str, figures: Sequence[Figure]) -> Iterator[Shown]:
    one, *rest = figures
    if "change" in {figure.metric for figure in rest}:
        yield from _since(report, text, figures)
    elif one.value > sum(figure.value for figure in rest):
        yield _left(report, one, rest)
    if len(rest) == 1 and rest[0].value and not (one.hedge or rest[0].hedge):
        yield each_words(report, one, rest[0])
    *parts, whole = figures
    if whole.value >= sum(figure.value for figure in parts) and whole.value:
        yield _together(report, parts, whole)


def _left(report: Report, whole: Figure, parts: Sequence[Figure]) -> Shown:
    value = plain(whole.value - sum(figure.value for figure in parts))
    loose = "约" if any(figure.hedge for figure in (whole, *parts)) else None
    shown = f"{'-'.join(plain(figure.value) for figure in (whole, *parts))} = {value}"
    return left_words(report, whole, parts, hedged(value, whole.unit, loose)), shown


def _together(report: Report, parts: Sequence[Figure], whole: Figure) -> Shown:
    value = round_percent(sum((figure.value for figure in parts), Decimal(0)), whole.value)
    loose = "约" if any(figure.hedge for figure in (*parts, whole)) else ""
    said = fill(
        "computed_share",
        part=f"{report.agency or report.title}的{'、'.join(map(_entry, parts))}合计",
        whole=_entry(whole),
        value=f"{loose}{value}%",
    )
    return said, f"({'+'.join(plain(figure.value) for figure in parts)})÷{plain(whole.value)} = {value}%"


def _since(report: Report, text: str, figures: Sequence[Figure]) -> Iterator[Shown]:
    """The change since the year before in hundredths, from the report's own number and the change in number."""
    own, change, *more = figures
    way = way_of_change(change, text)
    before = own.value - way * change.value
    if more or not way or before <= 0 or own.hedge or change.hedge:
        return
    value = round_percent(change.value, before)
    sign = "-" if way > 0 else "+"
    shown = f"{plain(change.value)}÷({plain(own.value)}{sign}{plain(change.value)}) = {value}%"
    yield growth_words(report, TOPIC, f"{'-' if way < 0 else ''}{value}%"), shown


def _entry(figure: Figure) -> str:
    return f"{label_of(figure)}{words(figure)}"
