"""Ranked passages with their scores by channel, for people who want to look for themselves."""

from typing import TYPE_CHECKING

from bot.retrieve import query_text, retrieve
from bot.understand import understand
from ingest.schema import Noun

if TYPE_CHECKING:
    from bot.chain import AnswerChain


class Hit(Noun):
    """One passage found."""

    report_id: str
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    score: float
    lexical: float | None
    dense: float | None


def search(chain: "AnswerChain", query: str, k: int = 10) -> list[Hit]:
    """The ``k`` best passages for a query; bodies and years that it names limit where it looks.

    None where no passage holds any of its words: what is nearest in meaning then is near nothing.
    """
    library = chain.library
    question = understand(query, library.reports())
    if not library.lexical(query_text(question), 1, question.scope.reports):
        return []
    evidence, _ = retrieve(library, question, k)
    return [
        Hit(
            report_id=e.report_id,
            section=e.section,
            start=e.span.start,
            end=e.span.end,
            quote=e.quote,
            score=e.score,
            lexical=e.lexical,
            dense=e.dense,
        )
        for e in evidence
    ]
