"""The chat model, when one is configured: opened through LangChain, read as a stream, never waited for too long.

Keys stay where the provider's own client reads them (``OPENAI_API_KEY``, ``ANTHROPIC_API_KEY``, …).
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import RunnableConfig

    from bot.settings import Settings

T = TypeVar("T")
_TRIES = 2  # of the provider's own client, after the first: 429 and 5xx are worth asking again


@dataclass(frozen=True)
class Model:
    """A chat model with the limits of one answer: ``deadline`` in seconds, ``budget`` of evidence in our own tokens."""

    name: str
    chat: "BaseChatModel"
    deadline: float = 60.0
    budget: int = 4000


def open_model(settings: "Settings") -> Model | None:
    """The configured chat model; None where none is.

    Raises:
        ModelError: the provider is unknown, its package or its key is missing; the message says what to do.
    """
    if not settings.model:
        return None
    given: dict[str, Any] = {"temperature": 0, "timeout": settings.model_timeout, "max_retries": _TRIES}
    if settings.model.startswith("ollama:"):  # its client names these otherwise and has no retries
        given = {"temperature": 0, "client_kwargs": {"timeout": settings.model_timeout}}
    if settings.model_url:
        given["base_url"] = settings.model_url
    try:
        chat = _opened(settings.model, given)
    except ImportError as error:
        provider = settings.model.partition(":")[0]
        raise ModelError(
            f"GONGKAI_MODEL {settings.model!r} needs a package that is not installed ({error}):"
            f" pip install 'langchain-{provider}'"
        ) from error
    except Exception as error:  # every provider has errors of its own; all mean that it cannot be used as configured
        raise ModelError(f"GONGKAI_MODEL {settings.model!r} cannot be used: {said(error)}") from error
    return Model(settings.model, chat, settings.model_timeout, settings.model_budget)


def _opened(name: str, given: dict[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, **given)
    except ImportError:
        raise
    except Exception:
        if "base_url" not in given or not name.startswith("openai:"):
            raise
        # A server at an address of one's own seldom asks for a key; the client always does.
        return init_chat_model(name, api_key="none", **given)


def stream(
    model: Model, messages: "Sequence[BaseMessage]", until: float, config: "RunnableConfig | None" = None
) -> "Iterator[AIMessageChunk]":
    """The chunks of a reply as they come, until ``until`` (of `time.monotonic`).

    Raises:
        ModelError: whatever went wrong on the way, or the time is over; in words for a reader.
    """
    waiting: queue.Queue[Any] = queue.Queue()
    stopped = threading.Event()

    def pump() -> None:
        try:
            for chunk in model.chat.stream(messages, config=config):
                waiting.put(chunk)
                if stopped.is_set():
                    return
            waiting.put(None)
        except BaseException as error:
            waiting.put(error)

    threading.Thread(target=copy_context().run, args=(pump,), daemon=True, name="gongkai-model").start()
    try:
        while (chunk := _next(waiting, until)) is not None:
            if isinstance(chunk, BaseException):
                raise ModelError(said(chunk)) from chunk
            yield chunk
    finally:
        stopped.set()


def within(model: Model, call: Callable[[], T]) -> T:
    """What ``call`` returns within the model's deadline, the provider's own retries included.

    Raises:
        ModelError: it failed, or the time is over.
    """
    waiting: queue.Queue[Any] = queue.Queue()

    def work() -> None:
        try:
            waiting.put((call(), None))
        except BaseException as error:
            waiting.put((None, error))

    threading.Thread(target=copy_context().run, args=(work,), daemon=True, name="gongkai-model").start()
    result, error = _next(waiting, time.monotonic() + model.deadline)
    if error is not None:
        raise ModelError(said(error)) from error
    return result


def _next(waiting: "queue.Queue[Any]", until: float) -> Any:  # noqa: ANN401 (a chunk, an error or the end)
    try:
        return waiting.get(timeout=max(until - time.monotonic(), 0.001))
    except queue.Empty:
        raise ModelError("超过了规定的时间") from None


def said(error: BaseException) -> str:
    """An error in one short line: its kind and the beginning of what it says."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:160]}" if words else type(error).__name__
