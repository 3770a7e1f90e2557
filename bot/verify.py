"""The gate: nothing is said that the cited text does not say. Pure, deterministic, no model.

Checks: the spans lie in their report and the quotation is exact and short; a ``quote`` claim is its quotation; every
number of a claim is grounded in what it cites, with its unit and hedge; every year and body of a claim is the
evidence's or its report's. What code words (calculations, verdicts, absences) is worded again from what it rests on.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.proof.bench import Bench
from bot.proof.binding import inside, unbound
from bot.proof.canonical import canonical
from bot.proof.citing import cite
from bot.proof.recheck import miscalculation, number_words, numbers_in, uncited
from bot.proof.said_absence import absence_fault
from bot.proof.said_computed import computed_fault
from bot.proof.said_verdict import verdict_fault
from bot.proof.saying import misstatement
from bot.question.naming import names, plain
from bot.reading.numbers import statement
from bot.reading.sentences import QUOTE_LIMIT
from bot.rules.recheck import recheck
from bot.schema import Citation, Claim, Draft, Withheld
from ingest.facts.rows import row_numbers
from ingest.figures import words
from ingest.schema import Report, Span, Stored
from ingest.view import clean

__all__ = ["Verified", "cite", "verify"]

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")

Fault = tuple[str, str] | None


class Verified(NamedTuple):
    """What came out of the gate: claims that stand, the citations that they number, and what fell, with reasons."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Withheld, ...]


def verify(
    drafts: Sequence[Draft],
    reports: Mapping[str, Report],
    text_of: Callable[[str], str],
    stored_of: Callable[[str], Stored],
) -> Verified:
    """The claims that stand, their citations numbered from 1 in order of use, and those that fell, with reasons.

    ``text_of`` and ``stored_of`` give a report's text and all of it by id; the whole is asked for only where needed.
    """
    bench = Bench(drafts, reports, text_of, stored_of)
    claims: list[Claim] = []
    withheld: list[Withheld] = []
    numbers: dict[tuple[str, int, int], int] = {}
    for draft in drafts:
        if fault := next(filter(None, (check(draft, bench) for check in _CHECKS)), None):
            withheld.append(Withheld(text=draft.text, check=fault[0], reason=fault[1]))
            continue
        cited = [numbers.setdefault((rid, span.start, span.end), len(numbers) + 1) for rid, span in draft.spans]
        claims.append(
            Claim(
                text=draft.text,
                kind=draft.kind,
                citations=tuple(dict.fromkeys(cited)),
                computation=draft.computed.text if draft.computed else draft.computation,
                searched=draft.searched,
            )
        )
    citations = tuple(
        cite(n, reports[rid], Span(start=start, end=end), bench.text(rid), bench.sections(rid))
        for (rid, start, end), n in numbers.items()
    )
    return Verified(tuple(claims), citations, tuple(withheld))


def _check_quote(draft: Draft, bench: Bench) -> Fault:
    if draft.kind == "absence":
        reason = absence_fault(draft, bench)
        return ("absence", reason) if reason else None
    if not draft.spans:
        return "quote", "没有引文"
    for rid, span in draft.spans:
        if rid not in bench.reports or span.end > len(bench.text(rid)) or not span.of(bench.text(rid)).strip():
            return "quote", "引文不在报告里"
        if span.end - span.start > QUOTE_LIMIT:
            return "quote", f"引文超过 {QUOTE_LIMIT} 字"
    if draft.kind == "quote" and not any(_same(draft.text, span.of(bench.text(rid))) for rid, span in draft.spans):
        return "quote", "与原文不一致"
    return None


def _same(said: str, quoted: str) -> bool:
    """Whether a claim is its quotation, but for the notation of numbers, quotation marks and spaces."""
    return said == quoted or canonical(said) == canonical(quoted)


def _check_numbers(draft: Draft, bench: Bench) -> Fault:
    if draft.kind in {"quote", "absence"}:
        return None
    if draft.computed:
        reason = miscalculation(draft)
        return ("computation", reason) if reason else None
    if draft.kind == "verdict" and draft.computation:
        reason = recheck(draft, bench.quoted(draft))
        return ("computation", reason) if reason else None
    evidence = numbers_in(bench.quoted(draft), ones=True)
    for rid, span in draft.spans:  # a row of a table says its unit before its number
        evidence |= {(value, None, unit, None) for value, unit in row_numbers(span.of(bench.text(rid)))}
    if draft.kind == "verdict":  # how many bodies it cites is a number it may say
        evidence |= numbers_in(f"{len({report.agency or report.report_id for report in bench.cited(draft)})}家")
    denied = any(figure.value == 0 for _, figure in draft.figures)
    for number in numbers_in(clean(draft.text)):
        if number not in evidence and not (denied and number[0] == 0):
            return "numbers", f"{number_words(number)} 不在引文里"
    return None


def _check_figures(draft: Draft, bench: Bench) -> Fault:
    """A claim must cite the very spans that its figures were read from; a figure's says no number but its figures'."""
    if missing := uncited(draft.spans, draft.figures):
        return "figures", f"{missing.label} 的出处不在引文里"
    if draft.computed and draft.figures != draft.computed.operands:
        return "figures", "所引数据不是算式里的数"
    for rid, figure in draft.figures:
        if not any(figure.start == own.start and figure == own for own in bench.figures(rid)):
            return "figures", f"{words(figure)} 不是报告里的数"
    if draft.kind == "figure":
        own = numbers_in("，".join(words(figure) for _, figure in draft.figures))
        quoted = numbers_in(clean(" ".join(figure.quote for _, figure in draft.figures if figure.value == 0)))
        if strange := numbers_in(clean(draft.text)) - own - quoted:
            return "figures", f"{number_words(min(strange, key=str))} 不是所引数据的数"
    return None


def _check_free(draft: Draft, bench: Bench) -> Fault:
    """What is no template of ours must be the cited text's in every number and word."""
    if draft.kind not in {"generated", "figure"} or _is_statement(draft, bench):
        return None
    if draft.kind == "figure" and draft.figures:
        return "figures", "不是所引数据的说法"
    known = [f for rid, span in draft.spans for f in inside(bench.figures(rid), span.start, span.end)]
    cited = bench.cited(draft)
    years = {report.year for report in cited}
    own = {name for report in cited for name in (*names(report), report.title)}
    if fault := unbound(draft.text, known, years.pop() if len(years) == 1 else None, own):
        return "binding", fault
    evidence = " ".join(span.of(bench.text(rid)) for rid, span in draft.spans)
    fault = misstatement(draft.text, evidence, own)
    return ("words", fault) if fault else None


def _is_statement(draft: Draft, bench: Bench) -> bool:
    """Whether a figure claim is what the house itself says of its figure."""
    if draft.kind != "figure" or len(draft.figures) != 1:
        return False
    ((rid, figure),) = draft.figures
    return rid in bench.reports and _same(draft.text, statement(bench.reports[rid], figure))


def _check_worded(draft: Draft, bench: Bench) -> Fault:
    """What code words must be what it would say again of the places that are cited."""
    if draft.kind == "verdict":
        reason = verdict_fault(draft, bench)
        return ("verdict", reason) if reason else None
    if draft.computed is None:
        return None
    reason = computed_fault(draft, draft.computed, bench)
    return ("computation", reason) if reason else None


def _check_names(draft: Draft, bench: Bench) -> Fault:
    if draft.kind in {"quote", "absence", "computed"}:
        return None
    evidence = bench.quoted(draft)
    cited = bench.cited(draft)
    told = _without_cited(clean(draft.text), cited)
    if year := _strange_year(told, evidence, {report.year for report in cited}):
        return "years", f"{year}年 不是引文或其报告的年份"
    own = {plain(name) for report in cited for name in {*names(report), report.title}}
    text = plain(clean(draft.text))
    for short, other, report in bench.named:
        if short in text and report not in cited and other not in evidence and not _within(short, own):
            return "names", f"{other!r} 不是引文所在报告的单位"
    head = draft.text.partition("：")[0]
    if "：" in draft.text and cited and not any(name in plain(head) for name in own):
        return "names", f"{head!r} 不是引文所在报告的单位"
    return None


def _without_cited(text: str, cited: Sequence[Report]) -> str:
    """The words of a claim without the reports that it cites by name and year (丰台科技园区（2013年））."""
    for report in cited:
        text = text.replace(clean(f"{report.agency or report.title}（{report.year}年）"), " ")
    return text


def _strange_year(text: str, evidence: str, own: set[int | None]) -> str | None:
    """A year that is not its report's where a claim says whose it is, or not the quotation's where it says what."""
    head, colon, rest = text.rpartition(":") if ":" in text else ("", "", text)
    named = next((year for year in _YEAR.findall(head) if int(year) not in own), None) if colon else None
    dated = bool(_YEAR.search(evidence))
    return named or next((y for y in _YEAR.findall(rest) if y not in evidence and (dated or int(y) not in own)), None)


def _within(name: str, own: set[str]) -> bool:
    """Whether a name is only a part of a cited body's name."""
    return any(name in mine for mine in own)


_CHECKS = (_check_quote, _check_numbers, _check_figures, _check_names, _check_free, _check_worded)
