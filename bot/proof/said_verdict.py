"""What the house may say in a verdict: its lines, worded again after judging the cited places once more.

A number that the question supposes is compared again, a sentence is judged again for what is asked, the rules of the
audit are run again over the report. A verdict that is none of these lines falls.
"""

from collections.abc import Iterator

from bot.proof.bench import Bench
from bot.proof.canonical import canonical
from bot.proof.said_shown import shown_fault
from bot.reading import predicates
from bot.reading.predicate import Predicate, predicate_of
from bot.reading.premises import judged_again
from bot.reading.sentences import sentence_around
from bot.reading.statements import Statement, best_statement
from bot.rules import verdicts
from bot.schema import Draft, Question
from ingest.schema import Span, Stored, path_at

Line = tuple[str, str | None]


def verdict_fault(draft: Draft, bench: Bench) -> str | None:
    """What is wrong with the words of a verdict, ``None`` where the house would say it of the cited places."""
    if draft.asked is None:
        return "没有问题可以对照"
    said = canonical(draft.text)
    if len(draft.figures) > 1:
        return shown_fault(draft, said, bench)
    for text, computation in _lines(draft, draft.asked, bench):
        if computation == draft.computation and canonical(text) == said:
            return None
    return "重新判断得不出这句话"


def _lines(draft: Draft, asked: Question, bench: Bench) -> Iterator[Line]:
    if len(draft.figures) == 1:
        ((rid, figure),) = draft.figures
        yield from judged_again(asked, bench.reports[rid], bench.stored(rid), figure)
    if draft.computation is None and not draft.figures and (predicate := predicate_of(asked)):
        yield from _judged(draft, predicate, bench)
    if not draft.figures:
        yield from _checked(draft, asked, bench)


def _judged(draft: Draft, asked: Predicate, bench: Bench) -> Iterator[Line]:
    """The line of one cited sentence, or the count of all cited; none where a sentence does not say it."""
    hits = []
    for rid, span in draft.spans:
        statement = _statement(asked, bench.stored(rid), span)
        if statement is None:
            return
        hits.append((bench.reports[rid], statement))
    if len(hits) == 1:
        yield predicates.line(asked, *hits[0], bench.text(draft.spans[0][0])).text, None
    if asked.counts and all(predicates.counts(asked, statement) for _, statement in hits):
        yield predicates.number_of(asked, hits).text, None


def _statement(asked: Predicate, stored: Stored, span: Span) -> Statement | None:
    """What the cited words say of the thing, read in their passage, else in their sentence."""
    sentence = sentence_around(stored.text, Span(start=span.start, end=span.start + 1))
    places = [(p.path, p) for p in stored.passages if p.start <= span.start < p.end]
    for where in (places, [(path_at(stored.sections, span.start), sentence)]):
        found = best_statement(asked, stored, where)
        if found is not None and found.span == span:
            return found
    return None


def _checked(draft: Draft, asked: Question, bench: Bench) -> Iterator[Line]:
    """The lines of the checks that the cited report's rules come to, where they rest on the cited places alone."""
    report = bench.cited(draft)[0]
    before = bench.before(report)
    made = verdicts.checked_again(asked, bench.stored(report.report_id), (before,) if before else ())
    cited = set(draft.spans)
    failing = sum(check.verdict == "fails" for check in made)
    for check in made:
        if set(check.spans) <= cited:
            line = verdicts.line(report, check)
            yield line.text, line.computation
            if more := failing - (check.verdict == "fails"):
                yield verdicts.line(report, check, more=more).text, line.computation
