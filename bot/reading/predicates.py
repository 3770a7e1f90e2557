"""Predicates over text, answered per report: it is so, it is planned, it is denied, it is not mentioned.

谁聘请了监督员 · 哪几家提到长效机制不健全 · 有单位开通微博吗 · 崔各庄搞培训了吗
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.question.wording import Term
from bot.reader import MOST_BODIES, called, mentioned
from bot.reading.predicate import Predicate, predicate_of, strict
from bot.reading.statements import Statement, best_statement, denial_beside
from bot.schema import Draft, Drafted, Evidence, Question
from ingest.schema import Report
from ingest.view import clean
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

READ_WHOLE = 150  # reports read from end to end: about 7 ms each; of a larger library the retrieved passages are read
_LABELS = {"done": "是", "denied": "否", "planned": "计划", "lacking": "未说明", "mentioned": "未说明"}
_PLANNED = _LABELS | {"done": "已做"}  # 谁打算…: what is done already is no plan
_NEGATED = _LABELS | {"done": "有", "denied": "没有"}
_CLAUSES = re.compile(r"[,;:。?!\n]")
_TOLD = ("done", "denied", "planned")


@dataclass(frozen=True)
class _Read:
    """What one report says of the thing; no statement: its words are not there (``silent``) or say nothing of it.

    ``denial``: what it says besides a plan, that there is none yet.
    """

    report: Report
    statement: Statement | None
    silent: bool
    denial: Statement | None = None

    @property
    def told(self) -> bool:
        return self.statement is not None and self.statement.mood in _TOLD


def predicate_drafts(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted | None:
    """Claims for a question whether or who, one a report; ``None`` where it asks for something else or none tells.

    An event that no report tells of is refused; what only sounds like it (责任追究制度) is no answer.
    """
    asked = predicate_of(question)
    scope = [r for r in library.reports() if r.report_id in set(question.scope.reports)]
    if asked is None or not scope:
        return None
    thorough = len(scope) <= READ_WHOLE
    found = [_read(asked, library, report, evidence, thorough) for report in _inside(scope, evidence, thorough)]
    told = [read for read in found if read.told]
    silent = [read.report for read in found if read.silent] if thorough else []
    if not told and not (asked.mention and asked.denied and silent):
        return Drafted() if asked.happens else None
    return _drafted(asked, library, found, silent, thorough)


def _inside(scope: Sequence[Report], evidence: Sequence[Evidence], thorough: bool) -> list[Report]:
    """All reports of a small scope; of a large one those that the retriever found something in, best first."""
    if thorough:
        return sorted(scope, key=lambda r: (r.agency or r.title, r.year or 0))
    by_id = {report.report_id: report for report in scope}
    return [by_id[rid] for rid in dict.fromkeys(e.report_id for e in evidence) if rid in by_id]


def _read(asked: Predicate, library: "Library", report: Report, evidence: Sequence[Evidence], thorough: bool) -> _Read:
    stored = library.stored(report.report_id)
    places = None if thorough else [(e.section, e.span) for e in evidence if e.report_id == report.report_id]
    statement = best_statement(asked, stored, places)
    denial = denial_beside(asked, stored, places) if statement and statement.mood == "planned" else None
    return _Read(report, statement, statement is None and bool(_missing(asked, clean(stored.text))), denial)


def _drafted(
    asked: Predicate, library: "Library", found: Sequence[_Read], silent: Sequence[Report], thorough: bool
) -> Drafted:
    telling = sorted((r for r in found if r.told or _worth_showing(asked, r)), key=lambda read: _place(asked, read))
    shown = telling[:MOST_BODIES]
    alone = len({read.report.agency or read.report.path for read in found}) == 1  # asked of one: no, but it is planned
    absence = _absence(asked, silent, library)
    lines = [
        line(asked, read.report, statement, library.text(read.report.report_id))
        for read in shown
        for statement in (read.denial if alone else None, read.statement)
        if statement is not None
    ]
    drafts = absence + lines if asked.mention and asked.denied else lines + absence
    counted = _count(asked, telling) if asked.counts and thorough else []
    notes = [fill("predicate_more", count=len(telling) - len(shown))] if len(telling) > len(shown) else []
    notes += _aside(asked, [r.report for r in found if r not in telling and not r.silent]) if thorough else []
    return Drafted(drafts=(*counted, *drafts), notes=(*notes, *([] if thorough else [fill("predicate_sampled")])))


def _worth_showing(asked: Predicate, read: _Read) -> bool:
    """A shortcoming in the very thing asked for (培训力度还需加大) is shown; a bare mention is not."""
    return read.statement is not None and read.statement.mood == "lacking" and not asked.fault


def _place(asked: Predicate, read: _Read) -> int:
    """The group that the question asks for comes first."""
    order = ["done", "planned", "denied", "lacking"]
    if asked.denied:
        order = ["denied", "planned", "done", "lacking"]
    elif asked.planned:
        order = ["planned", "done", "denied", "lacking"]
    return order.index(read.statement.mood) if read.statement and read.statement.mood in order else len(order)


def line(asked: Predicate, report: Report, statement: Statement, text: str) -> Draft:
    """One report's line: whose, the verdict, the words of its ``text`` that it rests on, cited."""
    quote = statement.span.of(text).rstrip("，,；;：:。")
    told = fill("predicate_line", body=_body(report), verdict=_label(asked, statement), quote=quote)
    return Draft(text=told, kind="verdict", spans=((report.report_id, statement.span),))


def _label(asked: Predicate, statement: Statement) -> str:
    """The verdict in a word; what was denied in the question is answered with 有 or 没有, which cannot be misread."""
    if asked.mention:
        return "提到"
    return (_NEGATED if asked.denied else _PLANNED if asked.planned else _LABELS)[statement.mood]


def _body(report: Report) -> str:
    return f"{report.agency or report.title}{f'{report.year}年' if report.year else ''}"


def _missing(asked: Predicate, text: str) -> tuple[Term, ...]:
    """The heads that a text has in no wording at all; none where it has the whole phrase."""
    if asked.phrase and asked.phrase in text:
        return ()
    clauses = _CLAUSES.split(text)
    said = [h for h in asked.heads if any(word in text for word in (*strict(h), *h.says))]
    said += [h for h in asked.heads if h not in said and any(mentioned([h], clause) for clause in clauses)]
    return tuple(h for h in asked.heads if h not in said)


def _absence(asked: Predicate, silent: Sequence[Report], library: "Library") -> list[Draft]:
    """Claims that name the reports without the thing, one for each of the words that are missing."""
    lacking = {report: _missing(asked, clean(library.text(report.report_id))) for report in silent}
    common = tuple(h for h in asked.heads if all(h in missing for missing in lacking.values()))
    groups: dict[tuple[Term, ...], list[Report]] = {}
    for report, missing in lacking.items():
        groups.setdefault(common or missing, []).append(report)
    return [
        Draft(
            text=fill(
                "not_mentioned",
                topic=asked.phrase or "、".join(term.text for term in missing),
                bodies="、".join(called(report) for report in reports),
            ),
            kind="absence",
            searched=tuple(report.report_id for report in reports),
            absent=tuple(dict.fromkeys(w for term in missing for w in (term.text, *strict(term), *term.says))),
        )
        for missing, reports in groups.items()
    ]


def _count(asked: Predicate, telling: Sequence[_Read]) -> list[Draft]:
    """How many bodies it is, each of them cited; a body with two reports counts once."""
    hits = [(read.report, read.statement) for read in telling if read.statement and counts(asked, read.statement)]
    return [number_of(asked, hits)] if hits else []


def counts(asked: Predicate, statement: Statement) -> bool:
    """Whether a report with this statement is one of those that the question counts."""
    return statement.mood == ("denied" if asked.denied else "planned" if asked.planned else "done")


def number_of(asked: Predicate, hits: Sequence[tuple[Report, Statement]]) -> Draft:
    """The line that counts the bodies of these reports."""
    bodies = {report.agency or report.path for report, _ in hits}
    names = "、".join(called(report) for report, _ in hits[:MOST_BODIES]) + ("等" if len(hits) > MOST_BODIES else "")
    return Draft(
        text=fill("predicate_count", verdict=_label(asked, hits[0][1]), count=len(bodies), bodies=names),
        kind="verdict",
        spans=tuple((report.report_id, statement.span) for report, statement in hits),
    )


def _aside(asked: Predicate, reports: Sequence[Report]) -> list[str]:
    """A note on the reports that have words of it and do not say whether it is so."""
    if not reports:
        return []
    bodies = "、".join(called(report) for report in reports[:MOST_BODIES]) + (
        "等" if len(reports) > MOST_BODIES else ""
    )
    return [fill("predicate_aside", topic=asked.topic, bodies=bodies)]
