"""Quote exactness: ``text[start:end] == quote``, code point for code point, of every citation; the hard floor.

Beside it, never a floor: equality under ``norm``, lengths, and how often a quotation occurs in its report.
"""

import re
from collections.abc import Mapping
from typing import Any

from evals.metrics.norm import norm
from evals.metrics.world import Answer, World, no_score, share
from evals.schema import Case, Score

_WORDS = re.compile(r"[\d\u3400-\u9fff]")


def exact(case: Case, answer: Answer, world: World) -> Score:
    """The share of citations, those offered as closest too, that are the text; a ``quote`` claim is its quotation."""
    citations = all_citations(answer)
    wrong = [c["quote"] for c in citations if not is_exact(c, world)] + misquoted(answer)
    quotes = [claim for claim in answer.get("claims", ()) if claim["kind"] == "quote"]
    total = len(citations) + len(quotes)
    if not total:
        return no_score("quote_exact", "no citation")
    return share("quote_exact", total - len(wrong), total, str(total), f"not the text: {wrong}")


def all_citations(answer: Answer) -> list[Mapping[str, Any]]:
    """The citations of an answer or a summary, and an answer's closest."""
    return [*answer.get("citations", ()), *answer.get("closest", ())]


def is_exact(citation: Mapping[str, Any], world: World) -> bool:
    """Whether a citation is its text."""
    return bool(citation["quote"]) and world.cited(citation) == citation["quote"]


def misquoted(answer: Answer) -> list[str]:
    """``quote`` claims that are none of their citations' quotations; a lead-in in another language may stand before."""
    by_n = {citation["n"]: citation["quote"] for citation in answer.get("citations", ())}
    return [
        claim["text"]
        for claim in answer.get("claims", ())
        if claim["kind"] == "quote" and not any(_says(claim["text"], by_n.get(n)) for n in claim["citations"])
    ]


def _says(text: str, quote: str | None) -> bool:
    return bool(quote) and text.endswith(quote or "") and not _WORDS.search(text.removesuffix(quote or ""))


def quote_measures(answer: Answer, world: World) -> dict[str, float | None]:
    """Equality under ``norm`` (share), length in characters (mean, max), occurrences in the report (mean)."""
    citations = all_citations(answer)
    if not citations:
        return dict.fromkeys(("quote_normalised", "quote_chars_mean", "quote_chars_max", "quote_occurrences"))
    lengths = [len(citation["quote"]) for citation in citations]
    alike = [norm(world.cited(c) or "") == norm(c["quote"]) for c in citations]
    times = [world.texts.get(c["report_id"], "").count(c["quote"]) for c in citations]
    count = len(citations)
    return {
        "quote_normalised": sum(alike) / count,
        "quote_chars_mean": sum(lengths) / count,
        "quote_chars_max": float(max(lengths)),
        "quote_occurrences": sum(times) / count,
    }
