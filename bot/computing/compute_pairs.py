"""Calculations on two numbers: difference, comparison, ratio."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.computing.arithmetic import addable, difference, leaders, ranking, ratio, result, scaled
from bot.computing.compute_claims import (
    computed_draft,
    drafted,
    evidence_drafts,
    hedge_notes,
    listed,
    named,
    topic,
    unit_notes,
)
from bot.computing.compute_figures import Asked, Holding, holdings
from bot.computing.compute_parts import figure_said, label_of, same_amount
from bot.computing.compute_prior import grown_since, is_change, way_of_change
from bot.computing.plain_question import CHANGED
from bot.question.mentions import mentions
from bot.reader import called
from bot.reading.sentences import sentence_around
from bot.schema import Coverage, Draft, Drafted, Question
from ingest.facts.numerals import NUMBER, parse_number
from ingest.figures import words
from ingest.schema import Figure, Report, Span
from ingest.view import clean
from prompts import fill

_LESS = re.compile(r"不如|不及|少于|低于|[少低](?:于|了|[吗么些?,]|一[些点])|更[少低]|不如")
_EXTREMES = re.compile(r"最[多高].{0,12}最[少低]|最[少低].{0,12}最[多高]")
_TWO_PLACES = re.compile(rf"第({NUMBER})(?:名|位)?[的]?[和与跟比到]第({NUMBER})")
_FALLS = re.compile(r"减|降|少|低|滑|落")
_NO_CHANGE = "没有写明比上年的增减"
_AGAINST = re.compile(r"比|是|和|与|跟|同|、")
_ASKING = re.compile(
    r"(?:[多少高低]?(?:相?差|出|了)?(?:多少|几)[条件份个项次倍]?.*|(?:公开)?得?[多少高低][吗么]?|相差.*|的?差距.*|[?。])$"
)


@dataclass(frozen=True)
class Pair:
    """Two holdings with their names; ``topic`` is what both count, empty where the names say it."""

    first: Holding
    second: Holding
    one: str
    other: str
    topic: str = ""

    @property
    def what(self) -> str:
        """The topic as it follows a name."""
        return f"的{self.topic}" if self.topic else ""


def compare(asked: Asked) -> Drafted | None:
    """One more or less than the other, by how much, how many times; 是 or 不是 where that is asked."""
    if CHANGED.search(clean(asked.question.standalone)):
        return changed(asked)
    if len(asked.reports) == 1 and not asked.question.scope.unknown:
        both = _of_two_bodies(asked)
        return compare(asked.among(both)) if both else _compare_parts(asked)
    ends = _places(clean(asked.question.standalone)) if len(asked.reports) > 2 else None
    found = holdings(asked) if ends else _two(asked)
    used = [one for one in found if one.figure is not None]
    if len(used) < 2:
        return _one_left(asked, found, used)
    if ends:
        return _between_places(asked, found, used, ends)
    if asked.task.kind in {"compare", "difference"} and re.search(r"谁|哪", asked.question.standalone):
        order = "largest" if supposes_more(asked.question) else "smallest"
        first = ranking((one.operand for one in used), order).operands[0]
        used.sort(key=lambda one: one.operand != first)
    pair = _paired(asked, *used)
    claim = times(asked, pair) if asked.task.kind == "ratio" else gap(asked, pair)
    return drafted(asked.library, (claim,), used, found, unit_notes(used)) if claim else None


def changed(asked: Asked) -> Drafted | None:
    """Who has more, or less, than in the year before, by what each report says of itself; who is silent is named."""
    if len({report.agency or report.path for report in asked.reports}) < 2:
        return None
    way = -1 if _FALLS.search(_changing(asked)) else 1
    told = {report: _change(asked, report) for report in asked.reports}
    silent = [called(report) for report, (found, _) in told.items() if not found]
    if len(silent) == len(told) and asked.metric is None:
        return None  # 服务水平提高了 is told in words
    said = [draft for found, draft in told.values() if found == way and draft is not None]
    notes = [fill("computed_left_out", bodies=listed(silent), why=_NO_CHANGE)] if silent else []
    coverage = Coverage(answered=len(told) - len(silent), of=len(told), missing=tuple(silent))
    return Drafted(drafts=tuple(said), notes=tuple(notes), coverage=coverage)


def _changing(asked: Asked) -> str:
    found = CHANGED.search(clean(asked.question.standalone))
    return found[0] if found else ""


def _change(asked: Asked, report: Report) -> tuple[int, Draft | None]:
    """Which way one report's number went since the year before, with the sentence that says so; 0 where none does."""
    grown = grown_since(asked.among([report]))
    text = asked.library.text(report.report_id)
    figures = [figure for draft in (grown.drafts if grown else ()) for _, figure in draft.figures]
    counted = [draft.computed for draft in (grown.drafts if grown else ()) if draft.computed]
    changes = [figure for figure in figures if is_change(figure)]
    if not figures or not (counted or changes):
        return 0, None
    way = (counted[0].value > 0) - (counted[0].value < 0) if counted else way_of_change(changes[0], text)
    own = counted[0].operands[0][1] if counted else changes[0]
    sentence = sentence_around(text, Span(start=own.start, end=own.end))
    return way, Draft(text=sentence.of(text), kind="quote", spans=((report.report_id, sentence),))


def _of_two_bodies(asked: Asked) -> tuple[Report, ...]:
    """某区2022年 against another body of which one report is held: that one is meant, whatever its year."""
    known, _ = mentions(clean(asked.question.standalone), asked.library.reports())
    (own,) = asked.reports
    others = {rid for mention in known if own.report_id not in mention.reports for rid in mention.reports}
    other = [report for report in asked.library.reports() if report.report_id in others]
    return (own, *other) if len(other) == 1 else ()


def _places(whole: str) -> tuple[int, int] | None:
    """The places whose distance is asked: the first and the last, or 第一和第二; counted from 0, -1 is the last."""
    if _EXTREMES.search(whole):
        return 0, -1
    found = _TWO_PLACES.search(whole)
    one, other = (parse_number(said) for said in found.groups()) if found else (None, None)
    return (int(one) - 1, int(other) - 1) if one and other else None


def _between_places(
    asked: Asked, found: Sequence[Holding], used: Sequence[Holding], places: tuple[int, int]
) -> Drafted | None:
    line = ranking((one.operand for one in used), "largest").operands
    if max(places) >= len(line):
        return None
    by_id = {one.report.report_id: one for one in used}
    ends = [by_id[line[place][0]] for place in places]
    claim = gap(asked, _paired(asked, *ends))
    return drafted(asked.library, (claim,), used, found, unit_notes(used), shown=ends)


def _compare_parts(asked: Asked) -> Drafted | None:
    """Two numbers of one report: 高新新闻比通知公告多多少."""
    (report,) = asked.reports
    asking = _ASKING.sub("", clean(asked.question.rest))
    pieces = [piece for piece in _AGAINST.split(asking) if len(piece) > 1]
    figures = [figure_said(asked, piece, report) for piece in pieces[:2]]
    first, second = (figures + [None, None])[:2]
    if first is None or second is None or same_amount(first, second) or not addable(first, second):
        return None
    drafts = of_two_parts(asked, report, first, second)
    if not drafts or drafts[0].computed is None:
        return None
    return Drafted(drafts=drafts, notes=tuple(hedge_notes(drafts[0].computed)))


def of_two_parts(asked: Asked, report: Report, first: Figure, second: Figure) -> tuple[Draft, ...]:
    """The claim that compares two figures of one report, with both of them; nothing where it cannot be made."""
    pair = (Holding(report, first), Holding(report, second))
    body = report.agency or report.title
    compared = Pair(*pair, f"{body}的{label_of(first)}", label_of(second))
    claim = times(asked, compared) if asked.task.kind == "ratio" else gap(asked, compared)
    return (claim, *evidence_drafts(asked.library, pair)) if claim is not None else ()


def _paired(asked: Asked, first: Holding, second: Holding) -> Pair:
    """Two bodies by name; two years of one body as 某单位2023年 and 2022年."""
    names = named((first, second))
    one, other = (names[holding.report.report_id] for holding in (first, second))
    if first.report.agency == second.report.agency:
        one = f"{first.report.agency or first.report.title}{first.report.year}年"
    return Pair(first, second, one, other, topic(asked))


def _one_left(asked: Asked, found: Sequence[Holding], used: Sequence[Holding]) -> Drafted | None:
    """One side is not held or is silent: what is known of the other is said, the calculation is not made."""
    alone = asked.question.scope.unknown and len(used) == 1
    return drafted(asked.library, (), used, found) if len(found) == 2 or alone else None


def _two(asked: Asked) -> list[Holding]:
    """The two reports compared, in the order of the question: two bodies or two years."""
    whole = clean(asked.question.standalone)
    bodies = {report.agency or report.path for report in asked.reports}
    years = sorted({report.year for report in asked.reports if report.year}, reverse=True)
    if len(bodies) == 2 and not (asked.question.scope.everyone and not asked.question.scope.named):
        common = [y for y in years if len({r.agency for r in asked.reports if r.year == y}) == 2]
        pair = [r for r in asked.reports if len(asked.reports) == 2 or (common and r.year == common[0])]
        return holdings(asked.among(_as_mentioned(pair, asked, whole))) if len(pair) == 2 else []
    if len(bodies) == 1 and len(years) == 2 == len(asked.reports):
        order = sorted(asked.reports, key=lambda r: whole.find(str(r.year)))
        return holdings(asked.among(order))
    return holdings(asked) if len(asked.reports) == 1 and asked.question.scope.unknown else []


def _as_mentioned(pair: Sequence[Report], asked: Asked, whole: str) -> list[Report]:
    known, _ = mentions(whole, asked.library.reports())
    first = {rid: mention.start for mention in reversed(known) for rid in mention.reports}
    return sorted(pair, key=lambda report: first.get(report.report_id, len(whole)))


def gap(asked: Asked, pair: Pair) -> Draft:
    """The claim of a difference, or that it cannot be known which is more; 是 or 不是 where that is asked."""
    first, second = pair.first.operand, pair.second.operand
    (best, *_), sure = leaders((first, second), "largest")
    if not sure:
        text = fill(
            "computed_pair_unsure",
            first=pair.one,
            second=pair.other,
            topic=pair.what,
            one=words(first[1]),
            other=words(second[1]),
        )
        return computed_draft(asked.library, text, ranking((first, second), "largest"))
    more = best == first
    done = difference(first, second) if more else difference(second, first)
    text = gap_words(pair, more, result(done))
    if asked.task.kind == "compare" and not re.search(r"谁|哪", asked.question.standalone):
        agreed = supposes_more(asked.question) == more and scaled(first[1]) != scaled(second[1])
        text = fill("computed_yes", said=text) if agreed else fill("computed_no", said=text)
    return computed_draft(asked.library, text, done)


def supposes_more(question: Question) -> bool:
    """Whether a question supposes that the first has more: 甲比乙多吗, but not 甲比乙少吗."""
    return not _LESS.search(clean(question.standalone).replace("多少", "几"))


def gap_words(pair: Pair, more: bool, value: str) -> str:
    """By how much the first of a pair has more, or less; that they are level."""
    first, second = pair.first.figure, pair.second.figure
    if first and second and scaled(first) == scaled(second):
        return fill("computed_equal", first=pair.one, second=pair.other, topic=pair.what, value=words(first))
    ends = "高低" if first and first.unit == "%" else "多少"
    way = ends[0 if more else 1]
    return fill("computed_difference", first=pair.one, second=pair.other, topic=pair.what, more=way, value=value)


def times(asked: Asked, pair: Pair) -> Draft | None:
    """The claim of a ratio; ``None`` where the second number is nought."""
    first, second = pair.first.operand, pair.second.operand
    if not second[1].value:
        return None
    done = ratio(first, second)
    text = fill("computed_ratio", first=pair.one, second=pair.other, topic=pair.what, value=result(done))
    return computed_draft(asked.library, text, done)
