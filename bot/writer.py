"""The chat-model drafter: claims as JSON lines, each handed on the moment its line is closed.

What it drafts goes through the same gate as everything else; a reply that cannot be read is asked for once more, then
the extractive drafts answer.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.chat.dossier import Dossier
from bot.chat.model import Model, stream
from bot.schema import Draft, Question
from ingest.errors import ModelError
from prompts import fill

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import RunnableConfig

_MOST_LINES = 40
_LONGEST_LINE = 2_000  # characters; a line that never ends is not waited for
_FENCE = re.compile(r"```\w*|[\[\]],?")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)


@dataclass
class Written:
    """What became of one reply: told in an answer's ``usage``."""

    model: str
    calls: int = 0
    lines: int = 0
    unreadable: int = 0
    left_out: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 0.0
    first_line_seconds: float | None = None
    error: str | None = None
    prompt_hash: str = ""
    _last_fault: str = field(default="", repr=False)

    def usage(self) -> dict[str, Any]:
        """The record of the call: model, tokens (None where the server does not tell), seconds, lines."""
        return {key: value for key, value in vars(self).items() if key not in {"prompt_hash", "_last_fault"}}


def write(
    model: Model, question: Question, given: Dossier, written: Written, config: "RunnableConfig | None" = None
) -> Iterator[Draft]:
    """The claims of the model's reply, one as each line closes; ``written`` is filled in on the way.

    Never raises for what a model or its server does: ``written.error`` says what went wrong.
    """
    began = time.monotonic()
    until = began + model.deadline
    messages = _messages(question, given, written)
    try:
        for _ in range(2):
            written.calls += 1
            before = written.lines
            yield from _drafts(model, messages, given, written, until, began, config)
            if written.lines > before:
                return
            messages = _messages(question, given, written, fault=written._last_fault or "空的回答")
        written.error = written.error or "没有一行可读"
    except ModelError as error:
        written.error = str(error)
    finally:
        written.seconds = round(time.monotonic() - began, 3)


def _messages(question: Question, given: Dossier, written: Written, fault: str | None = None) -> "list[BaseMessage]":
    from langchain_core.messages import SystemMessage
    from langchain_core.prompts import ChatPromptTemplate

    chinese = bool(re.search(r"[\u3400-\u9fff]", question.text))
    rules = fill("write_zh") if chinese else fill("write_en")
    written.prompt_hash = hashlib.sha256(rules.encode()).hexdigest()[:12]
    written.left_out = given.left_out
    template = ChatPromptTemplate.from_messages([SystemMessage(rules), ("human", "{request}")])
    request = fill("write_request", question=question.standalone, data=given.text)
    return template.format_messages(request=request + (f"\n\n{fill('write_again', fault=fault)}" if fault else ""))


def _drafts(
    model: Model,
    messages: "Sequence[BaseMessage]",
    given: Dossier,
    written: Written,
    until: float,
    began: float,
    config: "RunnableConfig | None",
) -> Iterator[Draft]:
    for line in _lines(stream(model, messages, until, config), written):
        draft = _draft(line, given)
        if draft is None:
            written.unreadable += 1
            written._last_fault = line[:80]
            continue
        written.lines += 1
        written.first_line_seconds = written.first_line_seconds or round(time.monotonic() - began, 3)
        yield draft
        if written.lines >= _MOST_LINES:
            return


def _lines(chunks: "Iterator[AIMessageChunk]", written: Written) -> Iterator[str]:
    """The closed lines of a reply; what a model thinks aloud and code fences are no lines."""
    waiting = ""
    for chunk in chunks:
        _count(chunk, written)
        waiting += str(chunk.text)
        if "<think>" in waiting:
            if "</think>" not in waiting:
                continue
            waiting = _THOUGHT.sub("", waiting)
        *closed, waiting = waiting.split("\n")
        yield from filter(None, map(_bare, closed))
        if len(waiting) > _LONGEST_LINE:
            raise ModelError("一行没有尽头")
    yield from filter(None, [_bare(_THOUGHT.sub("", waiting))])


def _bare(line: str) -> str:
    line = line.strip()
    return "" if _FENCE.fullmatch(line) else line


def _count(chunk: "AIMessageChunk", written: Written) -> None:
    told = chunk.usage_metadata
    if told:
        written.input_tokens = (written.input_tokens or 0) + told["input_tokens"]
        written.output_tokens = (written.output_tokens or 0) + told["output_tokens"]


def _draft(line: str, given: Dossier) -> Draft | None:
    """The claim of one line ``{"text": …, "evidence": [n, …]}``; None where it is not in that form.

    Evidence numbers that were never given lead to no span: the gate lets no claim through that cites nothing. A
    ``"quote"`` beside them is what the claim cites, at its one exact place in their reports or nowhere.
    """
    try:
        said = json.loads(line.rstrip(","))
    except (ValueError, RecursionError):
        return None
    text, numbers = (said.get("text"), said.get("evidence")) if isinstance(said, dict) else (None, None)
    if not isinstance(text, str) or not text.strip() or not isinstance(numbers, list):
        return None
    whole = [n for n in numbers if type(n) is int]
    spans = given.spans(whole) if len(whole) == len(numbers) else ()
    if isinstance(quote := said.get("quote"), str):
        spans = given.place(quote, whole)
    known = {item.n for item in given.items}
    return Draft(text=" ".join(text.split()), kind="generated", spans=spans if set(whole) <= known else ())
