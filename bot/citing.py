"""Citations, and the exact place of words that are given as text."""

from collections.abc import Sequence

from bot.schema import Citation
from bot.sentences import QUOTE_LIMIT
from ingest.schema import Report, Section, Span, path_at


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

    Never something similar: a quotation with one other character, or with two places, has no place.
    """
    quote = quote.strip()
    at = text.find(quote) if 0 < len(quote) <= QUOTE_LIMIT else -1
    if at < 0 or text.find(quote, at + 1) >= 0:
        return None
    return Span(start=at, end=at + len(quote))
