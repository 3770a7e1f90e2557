"""Whom an answer is about: the one that comes first in a ranking, or the only body that it speaks of."""

import re
from collections.abc import Sequence

from bot.question.thread import bodies_of
from bot.schema import Citation, Claim
from ingest.schema import Report

_MORE, _LESS = re.compile(r"比.{1,40}多"), re.compile(r"比.{1,40}少")
_RANKED = re.compile(r"最[多少高低大小]|更[多少高低大小]|[多少高低][?？]?$|第[一二三四五六七八九十]|垫底|居首")
_LEAST = re.compile(r"[少低小](?!于)|垫底|最后|倒数")


def winner(
    question: str, claims: Sequence[Claim], citations: Sequence[Citation], reports: Sequence[Report]
) -> tuple[str, ...]:
    """The one body that the answer to a question for one (哪家, 谁) names, in a tuple; empty where it names several."""
    computed = next((claim for claim in claims if claim.kind == "computed"), None)
    names = bodies_of(computed.text, reports) if computed else ()
    if computed and len(names) == 2 and (pair := _pair(question, computed.text, names)):
        return pair
    if computed and names:
        return names if len(names) == 1 else ()
    if _RANKED.search(question):
        return ()  # a ranking that was not computed tells of nobody who came first
    said = {n for claim in claims if claim.kind != "absence" for n in claim.citations}
    agencies = {citation.agency for citation in citations if citation.n in said and citation.agency}
    return tuple(agencies) if len(agencies) == 1 else ()


def _pair(question: str, told: str, names: Sequence[str]) -> tuple[str, ...]:
    """甲比乙多322条: 甲 where the most was asked for, 乙 where the least."""
    if not (more := bool(_MORE.search(told))) and not _LESS.search(told):
        return ()
    return (names[0 if more != bool(_LEAST.search(question)) else 1],)
