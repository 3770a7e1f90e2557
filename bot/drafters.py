"""Who drafts the answer: whoever knows best what is asked, the reader of single reports last."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.computing.compute import computed_drafts
from bot.reader import read
from bot.reading.predicates import predicate_drafts
from bot.reading.premises import premise_drafts
from bot.rules.verdicts import verdict_drafts
from bot.schema import Drafted, Evidence, Question

if TYPE_CHECKING:
    from ingest.library import Library

Drafter = Callable[[Question, "Library", Sequence[Evidence]], Drafted | None]

# 甲比乙多吗, 谁没有收到申请 are calculations, no predicates; 对吗 and 提到 are left to those who come after.
DRAFTERS: tuple[Drafter, ...] = (verdict_drafts, computed_drafts, premise_drafts, predicate_drafts)


def draft(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted:
    """The drafts of the first drafter that takes the question as its own (``None``: not mine)."""
    for drafter in DRAFTERS:
        if (drafted := drafter(question, library, evidence)) is not None:
            return _for(question, drafted)
    return _for(question, Drafted(drafts=tuple(read(question, library, evidence))))


def _for(question: Question, drafted: Drafted) -> Drafted:
    """The drafts with the question that they answer, by which the gate judges them again."""
    return drafted.model_copy(
        update={"drafts": tuple(one.model_copy(update={"asked": question}) for one in drafted.drafts)}
    )
