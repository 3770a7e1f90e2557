"""The gate: nothing is said that the cited text does not say. Pure, deterministic, no model.

Checks: the spans lie in their report and the quotation is exact and short; a ``quote`` claim is its quotation; every
number of a claim is grounded in what it cites, with its unit and hedge; every year and body of a claim is the
evidence's or its report's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.binding import inside, unbound
from bot.canonical import canonical
from bot.naming import names, plain
from bot.numbers import statement
from bot.recheck import miscalculation, number_words, numbers_in
from bot.rules.recheck import recheck
from bot.saying import misstatement
from bot.schema import Citation, Claim, Draft, Withheld
from bot.sentences import QUOTE_LIMIT
from ingest.figures import words
from ingest.schema import Figure, Report, Section, Span, path_at
from ingest.view import clean

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


class Verified(NamedTuple):
    """What came out of the gate: claims that stand, the citations that they number, and what fell, with reasons."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Withheld, ...]


def verify(
    drafts: Sequence[Draft],
    reports: Mapping[str, Report],
    text_of: Callable[[str], str],
    sections_of: Callable[[str], Sequence[Section]],
    figures_of: Callable[[str], Sequence[Figure]],
) -> Verified:
    """The claims that stand, their citations numbered from 1 in order of use, and those that fell, with reasons."""
    claims: list[Claim] = []
    withheld: list[Withheld] = []
    numbers: dict[tuple[str, int, int], int] = {}
    for draft in drafts:
        fault = next(filter(None, (check(draft, reports, text_of) for check in _CHECKS)), None)
        fault = fault or _check_free(draft, reports, text_of, figures_of)
        if fault:
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
        cite(n, reports[rid], Span(start=start, end=end), text_of(rid), sections_of(rid))
        for (rid, start, end), n in numbers.items()
    )
    return Verified(tuple(claims), citations, tuple(withheld))


def cite(n: int, report: Report, span: Span, text: str, sections: Sequence[Section]) -> Citation:
    """A citation of ``span``, with the identity of its report and the path of its section."""
    return Citation(
        n=n,
        report_id=report.report_id,
        agency=report.agency,
        year=report.year,
        section=path_at(sections, span.start),
        start=span.start,
        end=span.end,
        quote=span.of(text),
    )


Fault = tuple[str, str] | None


def _check_quote(draft: Draft, reports: Mapping[str, Report], text_of: Callable[[str], str]) -> Fault:
    if draft.kind == "absence":
        return _check_absence(draft, reports, text_of)
    if not draft.spans:
        return "quote", "没有引文"
    for rid, span in draft.spans:
        if rid not in reports or span.end > len(text_of(rid)) or not span.of(text_of(rid)).strip():
            return "quote", "引文不在报告里"
        if span.end - span.start > QUOTE_LIMIT:
            return "quote", f"引文超过 {QUOTE_LIMIT} 字"
    if draft.kind == "quote" and not any(_same(draft.text, span.of(text_of(rid))) for rid, span in draft.spans):
        return "quote", "与原文不一致"
    return None


def _same(said: str, quoted: str) -> bool:
    """Whether a claim is its quotation, but for the notation of numbers, quotation marks and spaces."""
    return said == quoted or canonical(said) == canonical(quoted)


def _check_absence(draft: Draft, reports: Mapping[str, Report], text_of: Callable[[str], str]) -> Fault:
    """Absence stands only if every report named was searched and has none of the words."""
    if not draft.searched or not draft.absent or not set(draft.searched) <= set(reports):
        return "absence", "没有说明查过哪些报告、哪些说法"
    for rid in draft.searched:
        text = clean(text_of(rid))
        if said := next((word for word in draft.absent if word in text), None):
            return "absence", f"{reports[rid].agency or rid} 的报告里有“{said}”"
    return None


def _check_numbers(draft: Draft, reports: Mapping[str, Report], text_of: Callable[[str], str]) -> Fault:
    if draft.kind in {"quote", "absence"}:
        return None
    if draft.computed:
        reason = miscalculation(draft)
        return ("computation", reason) if reason else None
    if draft.kind == "verdict" and draft.computation:
        reason = recheck(draft, clean(" ".join(span.of(text_of(rid)) for rid, span in draft.spans)))
        return ("computation", reason) if reason else None
    evidence = numbers_in(clean(" ".join(span.of(text_of(rid)) for rid, span in draft.spans)), ones=True)
    if draft.kind == "verdict":  # how many bodies it cites is a number it may say
        evidence |= numbers_in(f"{len({reports[rid].agency or rid for rid, _ in draft.spans})}家")
    denied = any(figure.value == 0 for _, figure in draft.figures)
    for number in numbers_in(clean(draft.text)):
        if number not in evidence and not (denied and number[0] == 0):
            return "numbers", f"{number_words(number)} 不在引文里"
    return None


def _check_figures(draft: Draft, reports: Mapping[str, Report], text_of: Callable[[str], str]) -> Fault:
    """A figure claim must cite the very span that its figure was read from, and say no number but its figures'."""
    for rid, figure in draft.figures:
        if not any(
            rid == other and span.start <= figure.start and figure.end <= span.end for other, span in draft.spans
        ):
            return "figures", f"{figure.label} 的出处不在引文里"
    if draft.kind == "figure":
        own = numbers_in("，".join(words(figure) for _, figure in draft.figures))
        quoted = numbers_in(clean(" ".join(figure.quote for _, figure in draft.figures if figure.value == 0)))
        if strange := numbers_in(clean(draft.text)) - own - quoted:
            return "figures", f"{number_words(min(strange, key=str))} 不是所引数据的数"
    return None


def _check_free(
    draft: Draft,
    reports: Mapping[str, Report],
    text_of: Callable[[str], str],
    figures_of: Callable[[str], Sequence[Figure]],
) -> Fault:
    """What is no template of ours must be the cited text's in every number and word."""
    if draft.kind not in {"generated", "figure"} or _is_statement(draft, reports):
        return None
    if draft.kind == "figure" and draft.figures:
        return "figures", "不是所引数据的说法"
    known = [f for rid, span in draft.spans for f in inside(figures_of(rid), span.start, span.end)]
    years = {reports[rid].year for rid, _ in draft.spans}
    own = {name for rid, _ in draft.spans for name in (*names(reports[rid]), reports[rid].title)}
    if fault := unbound(draft.text, known, years.pop() if len(years) == 1 else None, own):
        return "binding", fault
    evidence = " ".join(span.of(text_of(rid)) for rid, span in draft.spans)
    fault = misstatement(draft.text, evidence, own)
    return ("words", fault) if fault else None


def _is_statement(draft: Draft, reports: Mapping[str, Report]) -> bool:
    """Whether a figure claim is what the house itself says of its figure."""
    if draft.kind != "figure" or len(draft.figures) != 1:
        return False
    ((rid, figure),) = draft.figures
    return rid in reports and _same(draft.text, statement(reports[rid], figure))


def _check_names(draft: Draft, reports: Mapping[str, Report], text_of: Callable[[str], str]) -> Fault:
    if draft.kind in {"quote", "absence"}:
        return None
    evidence = clean(" ".join(span.of(text_of(rid)) for rid, span in draft.spans))
    cited = [reports[rid] for rid, _ in draft.spans]
    told = _without_cited(clean(draft.text), cited)
    dating = "" if draft.computed else evidence  # a calculation speaks for its reports' years, whatever they quote
    if year := _strange_year(told, dating, {report.year for report in cited}):
        return "years", f"{year}年 不是引文或其报告的年份"
    own = {plain(name) for report in cited for name in {*names(report), report.title}}
    text = plain(clean(draft.text))
    for other in (name for report in reports.values() if report not in cited for name in names(report)):
        if len(other) > 2 and plain(other) in text and other not in evidence and not _within(plain(other), own):
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


_CHECKS = (_check_quote, _check_numbers, _check_figures, _check_names)
