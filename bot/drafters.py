"""Who drafts the answer: whoever knows best what is asked, the reader of single reports last."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.reader import read
from bot.schema import Drafted, Evidence, Question

if TYPE_CHECKING:
    from ingest.library import Library

Drafter = Callable[[Question, "Library", Sequence[Evidence]], Drafted | None]

DRAFTERS: tuple[Drafter, ...] = ()


def draft(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted:
    """The drafts of the first drafter that takes the question as its own (``None``: not mine)."""
    for drafter in DRAFTERS:
        if (drafted := drafter(question, library, evidence)) is not None:
            return drafted
    return Drafted(drafts=tuple(read(question, library, evidence)))
