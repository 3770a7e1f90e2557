"""Calculations within one report: its categories, channels and outcomes in order, and sums of its own numbers."""

import re
from collections.abc import Sequence

from bot.arithmetic import addable, leaders, ranking, result, scaled, total
from bot.asked import residual
from bot.compute_across import direction, doubts_of, order_of, with_equals
from bot.compute_claims import computed_draft, hedge_notes, listed, missing_notes
from bot.compute_figures import Asked, Holding, figures_of, metric_of
from bot.headline import headline
from bot.numbers import figure_draft, figure_drafts
from bot.reader import MOST_BODIES, called
from bot.schema import Coverage, Draft, Drafted
from ingest.figures import words
from ingest.metrics import LABELS
from ingest.schema import Figure, Report
from ingest.view import clean
from prompts import fill

_METRICS = {"category": "disclosed_category", "channel": "disclosed_channel", "outcome": "applications_outcome"}
_NUMBERED = re.compile(r"^(?:[①-⑳]|\d+[.、]|[(（]\d+[)）]|其中|涉及|包括)+")
_SORT = re.compile(r"(?:类?(?:政府)?信息|类)$")
_AND = re.compile(r"和|与|及|跟|、|加上?")
_EARLIER = re.compile(r"以前|之前|往年|历年")
_WHOLES = {"disclosed_total", "disclosed_cumulative", "disclosed_earlier", "applications_received"}
_CHANNEL = re.compile(r"当面|信函|传真|邮件|网|电话|现场|书面|口头|自然人|法人|企业")
_OF = re.compile(r"(?:约|大约|所)?占.*$")
_SAME = {"人": "名", "位": "名"}
_SHARES = re.compile(r"占比|比例|比重")


def rank_parts(asked: Asked) -> Drafted | None:
    """The most or the least of each report's own categories, channels or outcomes."""
    drafts: list[Draft] = []
    notes: list[str] = []
    silent: list[Holding] = []
    for report, figures in figures_of(asked.library, asked.reports[:MOST_BODIES]):
        parts = _parts(asked, figures)
        if len(parts) < 2:
            silent.append(Holding(report, None))
            continue
        drafted, doubts = _ranked(asked, report, parts)
        drafts += drafted
        notes += doubts
    if not drafts:
        return None
    return Drafted(
        drafts=tuple(drafts), notes=(*notes, *missing_notes(silent)), coverage=_coverage(asked.reports, silent)
    )


def _parts(asked: Asked, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one division, each part once, of the report's own year and of the unit of most."""
    shares = bool(_SHARES.search(asked.question.rest))
    metric = "share" if shares else _METRICS.get(asked.task.among, "disclosed_category")
    own = [f for f in figures if f.metric == metric and f.scope in {"本年", None}]
    own = own or [f for f in figures if f.metric == metric and f.scope == "截至"]
    base = max(own, key=lambda f: sum(addable(f, other) for other in own), default=None)
    alike = [f for f in own if base is not None and addable(base, f)]
    return list({label_of(f): f for f in reversed(alike)}.values())[::-1]


def label_of(figure: Figure) -> str:
    """What a figure is of: its metric where it is a whole, its own name, without its number in a list, for a part."""
    part = figure.metric == "applications_received" and _CHANNEL.search(figure.label)
    if figure.metric in _WHOLES and not part:
        return LABELS[figure.metric]
    return _NUMBERED.sub("", _OF.sub("", clean(figure.label))) or LABELS.get(figure.metric, figure.metric)


def _ranked(asked: Asked, report: Report, parts: Sequence[Figure]) -> tuple[list[Draft], list[str]]:
    done = ranking([(report.report_id, figure) for figure in parts], order_of(asked))
    line = [figure for _, figure in done.operands]
    entries = [f"{label_of(figure)}（{words(figure)}）" for figure in line]
    body = f"{report.agency or report.title}{f'{report.year}年' if report.year else ''}"
    way = direction(asked, [Holding(report, line[0])])
    what = LABELS["share" if line[0].unit == "%" else line[0].metric]
    top, nth = asked.task.top, asked.task.nth
    first, sure = leaders(done.operands, order_of(asked))
    notes: list[str] = []
    if nth and nth <= len(line):
        text = fill("computed_part_nth", body=body, topic=what, direction=way, place=nth, part=entries[nth - 1])
    elif top is None or top > 1:
        shown = entries if top is None else entries[: with_equals(done.operands, top)]
        text = fill("computed_part_order", body=body, topic=what, direction=way, parts=listed(shown))
        notes = doubts_of(done.operands, entries)
    elif not sure:
        text = fill("computed_part_unsure", body=body, topic=what, order=way[1], parts="、".join(entries[: len(first)]))
    else:
        tied = "并列" if len(first) > 1 else ""
        said = "、".join(entries[: len(first)])
        text = fill("computed_part_first", body=body, topic=what, order=way[1], parts=said, tied=tied)
    claim = computed_draft(asked.library, text, done)
    evidence = [figure_draft(report, asked.library.text(report.report_id), figure) for figure in line[:2]]
    return [claim, *evidence], notes


def add_parts(asked: Asked) -> Drafted | None:
    """Two or more numbers of one report added: categories named in the question, or this year's and the earlier."""
    if len(asked.reports) != 1:
        return None
    (report,) = asked.reports
    stored = asked.library.stored(report.report_id)
    if _EARLIER.search(asked.question.rest):
        chosen = [
            found.best
            for metric in ("disclosed_total", "disclosed_earlier")
            if (found := headline(stored.figures, metric, report.year)) and found.best
        ]
    else:
        pieces = [piece for piece in _AND.split(asked.task.plain) if piece.replace("多少", "")]
        if any(re.search(r"多少|几", piece) for piece in pieces[:-1]):
            return None
        chosen = [f for piece in pieces if (f := figure_said(asked, piece, report)) is not None]
        chosen = chosen if len(chosen) == len(pieces) else []
    chosen = list({(f.start, f.end): f for f in chosen}.values())
    if len(chosen) < 2 or len({_SAME.get(figure.unit, figure.unit) for figure in chosen}) > 1:
        return None
    done = total([(report.report_id, figure) for figure in chosen])
    parts = "、".join(label_of(figure) for figure in chosen)
    text = fill("computed_parts_sum", body=report.agency or report.title, parts=parts, value=result(done))
    evidence = [figure_draft(report, stored.text, figure) for figure in chosen[:2]]
    claim = computed_draft(asked.library, text, done)
    return Drafted(drafts=(claim, *evidence), notes=tuple(hedge_notes(done)))


def figure_said(asked: Asked, phrase: str, report: Report) -> Figure | None:
    """The figure of one report that a phrase names: by its label, else as a plain number question would find it."""
    stored = asked.library.stored(report.report_id)
    own = [f for f in stored.figures if f.scope in {"本年", None} and f.unit not in {"%", "‰"}]
    asking = f"{phrase}多少"
    metric = metric_of(asking)
    plainly = metric and not residual(asking, (metric,)) and headline(stored.figures, metric, report.year)
    if plainly and plainly.best:
        return plainly.best
    said = [f for f in own if len(core := _SORT.sub("", _NUMBERED.sub("", clean(f.label)))) > 1 and core in phrase]
    if said:
        return max(said, key=lambda f: len(f.label))
    rest = phrase if "多少" in phrase else asking
    plain = asked.question.model_copy(update={"rest": rest, "intent": "number", "metrics": ()})
    drafts = figure_drafts(plain, report, stored.text, stored.figures)
    figures = [f for draft in drafts for _, f in draft.figures if f.unit not in {"%", "‰"} and f.scope != "以前年度"]
    return figures[0] if figures else None


def same_amount(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same statement or the same number of the same thing."""
    return (one.start, one.end) == (other.start, other.end) or (
        one.metric == other.metric and scaled(one) == scaled(other)
    )


def _coverage(reports: Sequence[Report], silent: Sequence[Holding]) -> Coverage | None:
    if len(reports) < 2:
        return None
    missing = tuple(called(one.report) for one in silent)
    return Coverage(answered=len(reports) - len(missing), of=len(reports), missing=missing)
