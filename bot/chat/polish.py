"""A summary's words made readable by a chat model, under the same gate; its numbers and quotations stay as they are.

A field's text is replaced only by one that stands on the very spans which the field cites. Whatever the model or its
server does, what does not stand is left in the report's own words.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from bot.chat.model import Model, within
from bot.schema import Draft, Summary, SummaryField
from bot.verify import verify
from ingest.errors import ModelError
from ingest.schema import Span
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

_LONGEST = 120  # characters that a field's new text may have


class Polished(BaseModel):
    """One field's new text."""

    key: str = Field(description="the field's key, as given")
    text: str = Field(description="the field's content in one Chinese sentence")


class PolishedFields(BaseModel):
    """The fields that could be put better."""

    fields: list[Polished]


def polish(summary: Summary, library: "Library", model: Model) -> Summary:
    """The summary with field texts by the model where they stand at the gate, else as it was."""
    worded = {key: field for key, field in summary.fields.items() if _is_wordy(field)}
    if not worded:
        return summary
    fields = dict(summary.fields)
    for one in _asked(worded, model):
        field = worded.get(one.key)
        if field is not None and _stands(one.text, field, summary, library):
            fields[one.key] = field.model_copy(update={"text": " ".join(one.text.split())})
    return summary.model_copy(update={"fields": fields})


def _is_wordy(field: SummaryField) -> bool:
    """Fields told in words: what has a value or items is told by figures and points."""
    return field.status == "stated" and field.value is None and bool(field.text) and not field.items


def _asked(worded: Mapping[str, SummaryField], model: Model) -> list[Polished]:
    from langchain_core.messages import HumanMessage, SystemMessage

    given = "\n".join(f"{key}｜{field.label}｜{field.text}" for key, field in worded.items())
    messages = [SystemMessage(fill("polish")), HumanMessage(given)]
    try:
        told = within(model, lambda: model.chat.with_structured_output(PolishedFields).invoke(messages))
    except ModelError:  # the report's own words are there already
        return []
    return told.fields if isinstance(told, PolishedFields) else []


def _stands(text: str, field: SummaryField, summary: Summary, library: "Library") -> bool:
    if not text.strip() or len(text) > _LONGEST:
        return False
    cited = [c for c in summary.citations if c.n in field.citations]
    spans = tuple((c.report_id, Span(start=c.start, end=c.end)) for c in cited)
    stored = library.stored(summary.report_id)
    of = {summary.report_id: stored.report}
    draft = Draft(text=text, kind="generated", spans=spans)
    return bool(verify([draft], of, lambda _: stored.text, lambda _: stored).claims)
