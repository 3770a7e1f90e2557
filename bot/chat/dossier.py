"""What a chat model is given to write from: numbered exact quotations with their figures, within a token budget."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pydantic import Field

from bot.proof.citing import locate
from bot.question.wording import Term, coverage, terms
from bot.reading.sentences import sentences, shorten
from bot.schema import Draft, Evidence, Question
from ingest.figures import words
from ingest.schema import Noun, Report, Span, Stored, path_at
from ingest.tokens import count_tokens
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_PER_PASSAGE = 3


class Item(Noun):
    """One numbered quotation; ``line`` is what the model reads of it, one line of JSON."""

    n: int
    report_id: str
    span: Span
    line: str


class Dossier(Noun):
    """The quotations given, best first, and how many more there were that the budget left out."""

    items: tuple[Item, ...]
    left_out: int
    texts: dict[str, str] = Field(default={}, repr=False)

    @property
    def text(self) -> str:
        """The data lines. JSON keeps a report's text inside its quotation marks, whatever it contains."""
        return "\n".join(item.line for item in self.items)

    def spans(self, numbers: Iterable[int]) -> tuple[tuple[str, Span], ...]:
        """The spans of the items with these numbers; numbers that were never given are left out."""
        held = {item.n: (item.report_id, item.span) for item in self.items}
        return tuple(dict.fromkeys(held[n] for n in numbers if n in held))

    def place(self, quote: str, numbers: Iterable[int]) -> tuple[tuple[str, Span], ...]:
        """The one exact place of a quotation in the reports of these items; none where it has no place, or several."""
        reports = dict.fromkeys(rid for rid, _ in self.spans(numbers))
        found = [(rid, span) for rid in reports if (span := locate(self.texts.get(rid, ""), quote)) is not None]
        return tuple(found) if len(found) == 1 else ()


def dossier(
    library: "Library", question: Question, drafts: Sequence[Draft], evidence: Sequence[Evidence], budget: int
) -> Dossier:
    """Quotations for a question: those the extractive drafts rest on, then the fitting sentences of the passages.

    ``budget`` is in tokens of our own vocabulary; a quotation that does not fit ends the list.
    """
    reports = {report.report_id: report for report in library.reports()}
    wanted = dict.fromkeys(
        [spot for draft in drafts for spot in draft.spans] + list(_sentences(library, terms(question.rest), evidence))
    )
    items: list[Item] = []
    for n, (rid, span) in enumerate(wanted, 1):
        line = _line(n, reports[rid], library.stored(rid), span)
        budget -= count_tokens(line) + 1
        if budget < 0:
            break
        items.append(Item(n=n, report_id=rid, span=span, line=line))
    texts = {item.report_id: library.text(item.report_id) for item in items}
    return Dossier(items=tuple(items), left_out=len(wanted) - len(items), texts=texts)


def _sentences(library: "Library", asked: Sequence[Term], evidence: Sequence[Evidence]) -> Iterator[tuple[str, Span]]:
    for item in evidence:
        text = library.text(item.report_id)
        heading = clean("".join(item.section))
        told = [
            (coverage(asked, clean(s.of(text)), heading), s) for s in sentences(text, item.span.start, item.span.end)
        ]
        best = sorted(told, key=lambda pair: -pair[0])[:_PER_PASSAGE]
        for score, span in sorted(best, key=lambda pair: pair[1].start):
            if score > 0:
                yield item.report_id, shorten(text, span, partial(_carried, asked, heading))


def _carried(asked: Sequence[Term], heading: str, said: str) -> float:
    return coverage(asked, clean(said), heading)


def _line(n: int, report: Report, stored: Stored, span: Span) -> str:
    figures = [
        {"指标": f.label, "数": words(f), "范围": f.scope, "时期": f.period}
        for f in stored.figures
        if span.start <= f.start and f.end <= span.end
    ]
    told: Mapping[str, object] = {
        "n": n,
        "单位": report.agency or report.title,
        "年份": report.year,
        "章节": " › ".join(path_at(stored.sections, span.start)),
        "原文": clean(span.of(stored.text)),
        **({"数据": figures} if figures else {}),
    }
    return json.dumps(told, ensure_ascii=False)
