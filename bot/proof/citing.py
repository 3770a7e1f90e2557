"""Citations, and the exact place of words that are given as text."""

from collections.abc import Sequence

from bot.reading.sentences import QUOTE_LIMIT
from bot.schema import Citation
from ingest.schema import Report, Section, Span, path_at
from ingest.view import View, clean


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


def locate(text: str, quote: str) -> Span | None:
    """Where ``quote`` stands in ``text``, character for character and once; ``None`` elsewise, and for one too long.

    Never something similar: a quotation with one other character, or with two places, has no place. Only what cleaning
    folds (full-width characters, blanks) is one: a chat model is shown the cleaned text.
    """
    quote = quote.strip()
    if not 0 < len(quote) <= QUOTE_LIMIT:
        return None
    if (at := text.find(quote)) >= 0:
        return Span(start=at, end=at + len(quote)) if text.find(quote, at + 1) < 0 else None
    view, wanted = View(text), clean(quote)
    at = view.text.find(wanted) if wanted else -1
    if at < 0 or view.text.find(wanted, at + 1) >= 0:
        return None
    start, end = view.span(at, at + len(wanted))
    return Span(start=start, end=end) if end - start <= QUOTE_LIMIT else None
