"""The extractive reader: drafts statements that are exact quotations, as short as they can be and still stand alone."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.question.wording import Term, coverage
from bot.reading.answering import DATE, DEFINE, HOW_MANY, answers
from bot.reading.applied_for import about_applications
from bot.reading.asked_kind import denies_reason, kind_of, takes_up
from bot.reading.asked_lists import MOST_ITEMS, is_next, is_past, listed, named_list, practices, whole_list
from bot.reading.asked_terms import asked_of
from bot.reading.numbers import figure_drafts, strangers
from bot.reading.outcomes import CAUSE, in_time_asked, outright
from bot.reading.scoring import ENOUGH, Place, following, scored_sentences
from bot.reading.sentences import flowing, line_end, shorten, worded
from bot.reading.units import counts_other, wanted_unit
from bot.schema import Draft, Evidence, Question
from bot.understand import parts_of, residual_terms
from ingest.schema import Report, Span, Stored
from ingest.view import clean
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

MOST_BODIES = 30
THOROUGH = 30
MENTIONED = 0.4
_LABEL = 24
_CELLS_FOLLOW = re.compile(r"\s*\n\s*(?:[\d.,%—\-/]+|[^\s，。]{1,4})[ \t]*(?:\n|$)")
_NUMBERED_ROW = re.compile(r"^[(（][一二三四五六七八九十]+[)）][^\d,，。]{2,10}$")
_WHY = re.compile(r"为什么|为何|原因")
_HOW = re.compile(r"怎么(?!回事)|咋|如何(?!\s*[?]?$)|怎样|什么是|是什么意思|流程|程序")
_ROW = re.compile(r"[^\s,，。]{2,30}[ \t]+[^\s\d,，。]{1,3}[ \t]+[\d,.]+[)）]?")  # 微信公众号关注人数 人 5,318
_ADDRESSEE = re.compile(r"写给|主送|抬头|呈报给|报给|送给谁|报送对象|收件")
_ASIDE = re.compile(r"部门|谁|流程|程序|方式|途径|渠道|指南|机制|制度|为什么[^被没]")


def read(question: Question, library: "Library", evidence: Sequence[Evidence]) -> list[Draft]:
    """Draft claims for a question: figures where numbers or statutory facts are asked, quotations otherwise.

    In a scope of at most `THOROUGH` reports the whole of a report is read before it is said to be silent, and the
    silent ones are named in an ``absence`` claim; in a larger one only the retrieved passages are read.
    """
    by_report = {report.report_id: report for report in library.reports()}
    scope = [by_report[rid] for rid in question.scope.reports if rid in by_report]
    alone = len({r.agency or r.path for r in scope}) == 1
    drafts: list[Draft] = []
    silent: list[Report] = []
    for report in _in_order(scope, evidence):
        stored = library.stored(report.report_id)
        mine = [(e.section, e.span) for e in evidence if e.report_id == report.report_id]
        found = _read_one(question, report, stored, mine, alone)
        if not found and len(scope) <= THOROUGH:
            found = _read_one(question, report, stored, [(p.path, p) for p in stored.passages], alone)
        drafts += found
        silent += [] if found else [report]
        if len(scope) - len(silent) > MOST_BODIES and len({d.spans[0][0] for d in drafts}) >= MOST_BODIES:
            break
    return drafts + (_absence(question, silent, library) if drafts and silent and len(scope) <= THOROUGH else [])


def _absence(question: Question, silent: Sequence[Report], library: "Library") -> list[Draft]:
    """One claim that names the reports that have none of the words asked for."""
    asked = asked_of(question)[:4]
    without = [r for r in silent if asked and not mentioned(asked, flowing(library.text(r.report_id)))]
    if not without:
        return []
    bodies = "、".join(called(report) for report in sorted(without, key=lambda r: (r.agency or "", r.year or 0)))
    words = tuple(dict.fromkeys(word for term in asked for word in (term.text, *term.says)))
    text = fill("not_mentioned", topic="、".join(term.text for term in asked), bodies=bodies)
    return [Draft(text=text, kind="absence", searched=tuple(r.report_id for r in without), absent=words)]


def mentioned(asked: Sequence[Term], text: str) -> list[Term]:
    """The terms that a text has in any wording: of these it must not be said that it does not mention them."""
    return [term for term in asked if any(said in text for said in term.says) or term.covered(text) >= MENTIONED]


def called(report: Report) -> str:
    """A report by its body and year, as a reader knows it."""
    year = f"（{report.year}年）" if report.year else ""
    return f"{report.agency or report.title}{year}"


def _read_one(question: Question, report: Report, stored: Stored, places: Sequence[Place], alone: bool) -> list[Draft]:
    """The drafts for every part of a question, each part read for itself."""
    parts = parts_of(question)
    drafts = [draft for part in parts for draft in _read_part(part, report, stored, places, alone)]
    return list({draft.text: draft for draft in drafts}.values())


def _read_part(question: Question, report: Report, stored: Stored, places: Sequence[Place], alone: bool) -> list[Draft]:
    if _ADDRESSEE.search(question.rest):
        return [_quote(report, stored.text, s) for s in stored.sections if s.kind == "addressee"]
    told = kind_of(question)
    given = [one for one in outright(question, report, stored) if not told or told(worded(one.text), False)]
    if given := given or about_applications(question, report, stored):
        return given
    if _WHY.search(question.rest) and (reasons := _quotations(question, report, stored, places, alone, CAUSE)):
        return reasons
    beyond = residual_terms(question)
    how = _HOW.search(question.rest) and not HOW_MANY.search(question.rest)
    counting = not how and (question.intent != "practice" or not (beyond or _ASIDE.search(question.rest)))
    found = figure_drafts(question, report, stored.text, stored.figures) if counting else []
    # How many came in tells nothing of whether it was in time, nor what was asked for and why; that none did does.
    if in_time_asked(question) or told:
        shown = [d.spans[0][1] for d in found if told and told(worded(d.spans[0][1].of(stored.text)), True)]
        found = [] if denies_reason(question.rest) else _denying(found)
        found = found or [_quote(report, stored.text, span) for span in shown]
    if found or (question.metrics and counting and not beyond):
        return found
    denied = how and not DEFINE.search(question.rest)
    quoted = _quotations(question, report, stored, places, alone)
    if counting and (unit := wanted_unit(question.rest)):  # a number of something else is no answer to how many
        quoted = [one for one in quoted if not counts_other(one.text, unit)]
    return quoted or (_denials(question, report, stored) if denied else [])


def _denials(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """A question how something was done is contradicted where the report says that there was none."""
    return _denying(figure_drafts(question, report, stored.text, stored.figures))


def _denying(found: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in found if all(figure.value == 0 for _, figure in draft.figures)]


def _in_order(scope: Sequence[Report], evidence: Sequence[Evidence]) -> list[Report]:
    """Reports with evidence, best first; then the others, whose figures may still answer."""
    rank = {rid: i for i, rid in enumerate(dict.fromkeys(e.report_id for e in evidence))}
    return sorted(scope, key=lambda r: rank.get(r.report_id, len(rank)))


def _quotations(
    question: Question,
    report: Report,
    stored: Stored,
    places: Sequence[Place],
    alone: bool,
    must: re.Pattern[str] | None = None,
) -> list[Draft]:
    """The quotations that answer; ``must``: only those that say this (a reason, where one is asked for)."""
    asked = asked_of(question)
    if not alone and strangers((term for term in asked if not term.says), flowing(stored.text)):
        return []
    year = _foreign_year(question, report)
    if is_next(report, year) and is_past(question.rest):
        return []
    chosen = [] if must else _listed(question, report, stored, asked, year, alone)
    if not chosen:
        found = scored_sentences(stored.text, places, question, asked, year)
        scored = _fitting(question, stored.text, places, found, must)
        best = scored[0][0] if scored else 0.0
        if not must:
            scored = _of_the_kind(question, stored.text, scored)
        chosen = [span for score, span in scored[: 3 if alone else 1] if score >= best - 0.08]
        if alone and chosen and (items := whole_list(stored.text, chosen[0], asked, ENOUGH)):
            chosen = items[:MOST_ITEMS]
    if chosen and not must and _WHY.search(question.rest):
        chosen += following(stored.text, chosen[0])
    chosen = [shorten(stored.text, span, lambda words: coverage(asked, worded(words))) for span in chosen]
    return [_quote(report, stored.text, span) for span in sorted(_apart(chosen), key=lambda s: s.start)]


def _fitting(
    question: Question,
    text: str,
    places: Sequence[Place],
    scored: Sequence[tuple[float, Span]],
    must: re.Pattern[str] | None,
) -> list[tuple[float, Span]]:
    """Those that can answer, no bare label and no row of a table unless a number is asked for; the best first."""
    kept = [
        (score, span)
        for score, span in scored
        if answers(question, span.of(text), _heading(places, span), must)
        and not _is_label(text, span)
        and (HOW_MANY.search(question.rest) or not _ROW.fullmatch(span.of(text)))
    ]
    return sorted(kept, key=lambda pair: (-round(pair[0], 3), pair[1].start))


def _of_the_kind(question: Question, text: str, scored: list[tuple[float, Span]]) -> list[tuple[float, Span]]:
    """Those that hold a thing of the kind asked for (a name, a rank), the sentence that takes the best up too."""
    told = kind_of(question)
    if not scored or told is None:
        return scored
    best, span = scored[0]
    first = worded(span.of(text))
    strictly = not told(first, False)
    taken = [(best, s) for s in following(text, span) if takes_up(worded(s.of(text)), first, question.rest)]
    return [(score, span) for score, span in [*scored, *taken] if told(worded(span.of(text)), strictly)]


def _listed(
    question: Question, report: Report, stored: Stored, asked: Sequence[Term], years: Sequence[int], alone: bool
) -> list[Span]:
    """The items of the list that is asked for, all of them where one body is asked."""
    found = listed(question, report, stored, years)
    if not found and alone and not years:
        found = practices(question, stored) or named_list(question, stored, asked, ENOUGH)
    return found[: MOST_ITEMS if alone else 1]


def _is_label(text: str, span: Span) -> bool:
    """Whether a line is only the label of a table's row or column, or of a group of rows: it tells nothing alone."""
    words = span.of(text).strip()
    if words.count("\t") > 1 and not re.search(r"\d", words):
        return True
    if len(words) > _LABEL or words[-1:] in "。！？；;!?：:，,”" or line_end(text, span.start) > span.end:
        return False
    return bool(_CELLS_FOLLOW.match(text, span.end) or (_NUMBERED_ROW.match(words) and not DATE.search(words)))


def _heading(places: Sequence[Place], span: Span) -> str:
    return next((clean("".join(path)) for path, place in places if place.start <= span.start < place.end), "")


def _foreign_year(question: Question, report: Report) -> tuple[int, ...]:
    """Years asked for that are not the report's own: its sentences must name one of them."""
    return question.scope.years if question.scope.years and report.year not in question.scope.years else ()


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return kept


def _quote(report: Report, text: str, span: Span) -> Draft:
    return Draft(text=span.of(text), kind="quote", spans=((report.report_id, Span(start=span.start, end=span.end)),))
