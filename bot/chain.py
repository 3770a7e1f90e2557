"""The question-answering chain as a LangChain Runnable.

``open_chain("library").invoke("丰台2013年公开了多少条？")`` gives an `Answer`; ``batch``, ``stream``,
``ainvoke``, callbacks and tracing work as for any Runnable.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import RunnableConfig, RunnableSerializable
from pydantic import ConfigDict

from bot.answer import answer
from bot.schema import Answer
from bot.settings import open_library

if TYPE_CHECKING:
    pass

Asked = str | Mapping[str, Any]
_KEYS = {"question", "report", "year", "after", "explain", "id"}


class AnswerChain(RunnableSerializable[Asked, Answer]):
    """Question in, verified `Answer` out.

    A plain string is the question; a mapping may add ``report`` and ``year`` (limits), ``after`` (earlier questions),
    ``explain`` and ``id``. Unknown keys are an error.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    name: str | None = "gongkai"

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ANN401
        """Answer one question."""
        return self._call_with_config(self._answer, input, config, run_type="chain", **kwargs)

    def _answer(self, asked: Asked, run_manager: CallbackManagerForChainRun) -> Answer:
        given = {"question": asked} if isinstance(asked, str) else dict(asked)
        if unknown := set(given) - _KEYS:
            raise ValueError(f"unknown keys {sorted(unknown)}; a question takes {sorted(_KEYS)}")
        return answer(self.library, given)

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def __enter__(self) -> Self:
        """Use the chain as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the library."""
        self.close()


def open_chain(library: Path | str | None = None) -> AnswerChain:
    """The chain over the library at a path; close it, or use it as a context manager."""
    return AnswerChain(library=open_library(library))
