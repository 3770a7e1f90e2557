"""The sentence of a report that best says whether something is so, with what it says of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.question.wording import Term
from bot.reading.points import PLANS, sides
from bot.reading.polarity import Mood, falls_short, last_year, mood, strong, when_said, will
from bot.reading.predicate import Predicate, found_at, strict
from bot.reading.scoring import is_heading, with_lead_in
from bot.reading.sentences import QUOTE_LIMIT, sentences, shorten, worded
from ingest.schema import Span, Stored

Place = tuple[tuple[str, ...], Span]
SHOWN = 90
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_RULE = re.compile(r"制度|机制|办法|规定|规程|规则|方案|体系|流程|程序|细则")
_OUTLINE = re.compile(
    r"(?:全文|本?报告)[^。]{0,8}(?:由|包括|分为)|[几一二三四五六七八九十\d]个?部分(?:内容)?(?:组成|构成|内容)"
)
_COLON = re.compile(r"[：:](?![\d/])")
# 新闻发布会总次数 次 0 is a row of a table, 发布会0场 a count: both say that there was none.
_NOUGHT = re.compile(
    r"[^,;。:\d]{0,10}(?:数|量)?[\s(]*(?:场次|人次|[次场期个件条篇家处人名份例起批])?[\s):]*(?:0|为零)\s*(?:场次|人次|[次场期个件条篇家处人名份例起批])?[\s)]*(?=[,;。]|$)"
)
_CELL = re.compile(r"\s*\n\s*(?:[\d.,%—\-/]+|[^\s，。]{1,4})\s*(?:\n|$)")
_ENDED = "。！？；;!?：:，,”"
_POINT = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]+|[一二三四五六七八九十]是)")


@dataclass(frozen=True)
class Statement:
    """One sentence that speaks of the thing: its mood, its fit (higher is better), its quotation.

    ``whole``: one clause has all of the thing; ``strong``: it says that it was done, and does not only name it.
    """

    mood: Mood
    fit: float
    span: Span
    whole: bool = True
    strong: bool = True


def best_statement(asked: Predicate, stored: Stored, places: Sequence[Place] | None = None) -> Statement | None:
    """The statement that settles the question for one report; ``None`` where no sentence speaks of the thing.

    ``places`` limits the reading to these spans; without them the whole report is read.
    """
    found = _all_of(asked, stored, places)
    denied = any(s.mood == "denied" for s in found)
    return min(found, key=lambda s: (_rank(asked, s, denied), -s.fit, s.span.start), default=None)


def denial_beside(asked: Predicate, stored: Stored, places: Sequence[Place] | None = None) -> Statement | None:
    """The denial that a plan answers (没有开通微信公众号, beside 2015年开通): whether it is so is told by both."""
    if asked.planned or asked.fault or asked.mention:
        return None
    found = [s for s in _all_of(asked, stored, places) if s.mood == "denied" and s.whole and s.fit >= 1]
    return min(found, key=lambda s: (-s.fit, s.span.start), default=None)


def _all_of(asked: Predicate, stored: Stored, places: Sequence[Place] | None) -> list[Statement]:
    """Every statement of the thing, a figure of it telling most."""
    plans = [span for span, side in sides(stored) if side == "plans"]
    found: list[Statement] = []
    last = last_year(stored.report)
    for path, span in _sentences(stored, places):
        planned = any(span.start < p.end and p.start < span.end for p in plans) or _under_plans(path)
        told = any(f.metric in asked.metrics and span.start <= f.start < span.end for f in stored.figures)
        found += [replace(s, fit=s.fit + told) for s in _statements(asked, stored.text, span, planned, last)]
    return found


def _rank(asked: Predicate, statement: Statement, denied: bool) -> int:
    """What settles the question first: a practice that is told as one, then a plan before the denial that it answers.

    Where the denial is asked for, or an event that either happened or not, the denial comes before the plan. What only
    names the thing (通过网站公开) tells that it is there, unless the report denies it (``denied``). Where the plan
    is asked for, what was done before does not stand in its way.
    """
    if asked.planned:
        return ("planned", "done", "denied", "lacking", "mentioned").index(statement.mood)
    if statement.mood == "done":
        return 0 if not denied or (statement.fit >= 1 and statement.strong) else 3
    order = ("denied", "planned") if asked.denied or asked.happens else ("planned", "denied")
    return {order[0]: 1, order[1]: 2, "lacking": 4, "mentioned": 5}[statement.mood]


def _under_plans(path: tuple[str, ...]) -> bool:
    """Whether the innermost heading that tells names plans alone (a heading for both is told apart by its turn)."""
    told = [title for title in path if PLANS.search(title)]
    return bool(told) and not re.search(r"问题|不足|困难|差距", told[-1])


def _sentences(stored: Stored, places: Sequence[Place] | None) -> Iterator[Place]:
    """Every sentence that says something: no heading, no table row, no outline of the report."""
    where: Iterable[Place] = ((p.path, p) for p in stored.passages) if places is None else places
    for path, place in where:
        for span in sentences(stored.text, place.start, place.end):
            words = span.of(stored.text)
            if _is_cell(stored.text, span) or _OUTLINE.search(words) or _is_heading(worded(words), path):
                continue
            yield path, span


def _is_heading(words: str, path: tuple[str, ...]) -> bool:
    return is_heading(words, path) or is_heading(_POINT.sub("", words), path)


def _is_cell(text: str, span: Span) -> bool:
    words = span.of(text)
    if "|" in words or "\t" in words or "……" in words:
        return True
    return words[-1] not in _ENDED and len(words) < 40 and bool(_CELL.match(text, span.end))


def _statements(asked: Predicate, text: str, span: Span, planned: bool, last: int | None = None) -> Iterator[Statement]:
    """What each clause of a sentence says of the thing; heads spread over clauses are a mention only."""
    clauses = _clauses(text, span)
    whole = worded(span.of(text))
    places = [found_at(head, whole) for head in asked.heads]
    if any(place is None for place in places):
        return
    coming = planned or (bool(_WILL_HEAD.match(whole)) and will(whole))
    found = []
    for clause in clauses:
        words = worded(clause.of(text)).rstrip(",:")
        at = sorted(place for head in asked.heads if (place := found_at(head, words)))
        later = _coming(worded(text[span.start : clause.end]), last, coming)
        said = _mood(asked, words, at, later) if at or not asked.heads else None
        if said:
            fit = _fit(asked, words, whole, len(at))
            all_of_it = _all_of_it(asked, words, len(at))
            told = bool(asked.mention or asked.fault) or strong(words, at)
            found.append(Statement(said, fit, _quotation(asked, text, span, clause), all_of_it, told))
    if asked.fault or asked.mention or any(statement.whole for statement in found):
        yield from (s for s in found if s.whole or asked.fault or asked.mention)
    elif found:
        yield replace(found[-1], mood="mentioned")


def _coming(said: str, last: int | None, planned: bool) -> bool:
    """Whether the last clause of ``said`` is still to come: by the year that it is put under, else as it stands."""
    when = when_said(said, last) if last else None
    return planned if when is None else when == "coming"


def _clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence; what 其中 begins belongs to what stands before it."""
    found: list[Span] = []
    for match in _CLAUSE.finditer(span.of(text)):
        clause = Span(start=span.start + match.start(), end=span.start + match.end())
        if found and match.group().lstrip().startswith("其中"):
            clause = Span(start=found.pop().start, end=clause.end)
        found.append(clause)
    return found


_WILL_HEAD = re.compile(r"^.{0,16}?(?:下一步|下阶段|接下来|今后|明年|\d{4}年[^,。]{0,12}(?:将|重点|要|计划|力争))")


def _mood(asked: Predicate, words: str, at: Sequence[tuple[int, int]], planned: bool) -> Mood | None:
    if asked.mention:
        return "done"
    if asked.fault:
        if falls_short(asked.fault, words, at, asked.reach):
            return "done"
        return "mentioned" if at else None
    if at and _NOUGHT.match(words[at[-1][1] :]):
        return "denied"
    event = asked.event and not asked.kind
    said = mood(words, at, planned=planned, occurrence=event, happens=asked.happens and event)
    return "mentioned" if asked.kind and said in {"done", "planned"} and not _RULE.search(words) else said


def _all_of_it(asked: Predicate, words: str, heads: int) -> bool:
    return heads == len(asked.heads) and (asked.whole is None or found_at(asked.whole, words) is not None)


def _fit(asked: Predicate, words: str, sentence: str, heads: int) -> float:
    """1 and more where the clause has every head, and the verb that is asked; words of its own count beside."""
    whole = heads == len(asked.heads)
    verbs = all(any(one in sentence for one in _verbs(verb)) for verb in asked.verbs)
    rich = 0.03 * sum(one in sentence for head in asked.heads for one in strict(head))
    extra = rich + 0.2 * (bool(asked.phrase) and asked.phrase in words) + 0.1 * sum(g in words for g in asked.generic)
    return (1.0 if whole and verbs else 0.5) + extra


def _verbs(verb: str) -> tuple[str, ...]:
    return (verb, *(said for said in Term(verb).says)) if verb not in _HIRE else _HIRE


_HIRE = ("聘请", "聘任", "聘用", "选聘", "特聘", "招聘")


def _quotation(asked: Predicate, text: str, sentence: Span, clause: Span) -> Span:
    """As much of the sentence around the clause as a claim can show, within the colons that it stands between."""
    keep = Span(start=clause.start, end=clause.end - (text[clause.end - 1] in "，,：:"))
    if keep.end - keep.start > QUOTE_LIMIT:
        return _cut(asked, text, keep)
    before = [m.end() for m in _COLON.finditer(text, sentence.start, keep.start)]
    after = _COLON.search(text, keep.end, sentence.end)
    inside = Span(start=before[-1] if before else sentence.start, end=after.start() if after else sentence.end)
    short = shorten(text, inside, lambda _: 0.0, keep=keep, limit=SHOWN)
    longer = with_lead_in(text, short)
    return short if _COLON.search(longer.of(text)) else longer


def _cut(asked: Predicate, text: str, clause: Span) -> Span:
    """The part of a clause too long to quote that has the thing in its middle."""
    words = [word for head in asked.heads for word in strict(head)]
    at = min((i for word in words if (i := text.find(word, clause.start, clause.end)) >= 0), default=clause.start)
    start = max(clause.start, min(at - QUOTE_LIMIT // 2, clause.end - QUOTE_LIMIT))
    return Span(start=start, end=min(start + QUOTE_LIMIT, clause.end))
