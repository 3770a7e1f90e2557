"""The question-answering chain as a LangChain Runnable.

``open_chain("library").invoke("丰台2013年公开了多少条？")`` gives an `Answer`; ``batch``, ``stream``,
``ainvoke``, callbacks and tracing work as for any Runnable. ``stream`` gives the answer as it grows: every chunk is a
whole verified `Answer` that takes the place of the one before.
"""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import RunnableConfig, RunnableSerializable
from langchain_core.runnables.config import run_in_executor
from pydantic import ConfigDict

from bot.answer import answer, answers
from bot.chat.model import open_model
from bot.chat.polish import polish
from bot.schema import Answer, Summary
from bot.settings import Settings, open_library
from bot.summarize import summarize
from ingest.errors import LibraryBusyError

Asked = str | Mapping[str, Any]
_KEYS = {"question", "report", "year", "after", "explain", "id"}


class AnswerChain(RunnableSerializable[Asked, Answer]):
    """Question in, verified `Answer` out.

    A plain string is the question; a mapping may add ``report`` and ``year`` (limits), ``after`` (earlier questions),
    ``explain`` and ``id``. Unknown keys are an error.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, protected_namespaces=())

    library: Any
    model: Any = None
    name: str | None = "gongkai"

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ANN401
        """Answer one question."""
        return self._call_with_config(self._answer, input, config, run_type="chain", **kwargs)

    def stream(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Answer]:  # noqa: A002, ANN401
        """The answer as it grows, the last one final; without a chat model there is only that one."""
        yield from self._transform_stream_with_config(iter([input]), self._growing, config, run_type="chain", **kwargs)

    async def astream(  # noqa: D102 (as `stream`)
        self,
        input: Asked,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> AsyncIterator[Answer]:
        growing = self.stream(input, config, **kwargs)
        while (told := await run_in_executor(config, next, growing, None)) is not None:
            yield told

    def _answer(self, asked: Asked, run_manager: CallbackManagerForChainRun, config: RunnableConfig) -> Answer:
        return answer(self.library, _given(asked), self.model, config)

    def _growing(
        self, asked: Iterator[Asked], run_manager: CallbackManagerForChainRun, config: RunnableConfig
    ) -> Iterator[Answer]:
        for one in asked:
            yield from answers(self.library, _given(one), self.model, config)

    def summarize(self, report_id: str) -> Summary:
        """The structured summary of a report; with a chat model its words are polished under the same gate."""
        summary = summarize(self.library, report_id)
        return summary if self.model is None else polish(summary, self.library, self.model)

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def __enter__(self) -> Self:
        """Use the chain as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the library."""
        self.close()


def _given(asked: Asked) -> dict[str, Any]:
    given = {"question": asked} if isinstance(asked, str) else dict(asked)
    if unknown := set(given) - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}; a question takes {sorted(_KEYS)}")
    return given


def open_chain(library: Path | str | None = None, *, write: bool = False) -> AnswerChain:
    """The chain over the library at a path with the configured chat model; close it, or use it as a context manager.

    With ``write`` the library is opened for writing, and made where there is none; for reading where another process
    is writing to it.
    """
    model = open_model(Settings.from_env(os.environ))
    try:
        held = open_library(library, write=write, create=write)
    except LibraryBusyError:
        held = open_library(library)
    return AnswerChain(library=held, model=model)
