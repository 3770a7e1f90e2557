"""The desk's functions for programs: four endpoints, typed and documented, also served to MCP clients (``--mcp``).

Each gives the same JSON as the command of its name does with ``--json``, but for the paths of files. Whatever is wrong
with what was sent is told in one sentence; what goes wrong inside goes to the log.
"""

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ingest.errors import ReportNotFoundError

if TYPE_CHECKING:
    from bot.chain import AnswerChain

LONGEST = 500  # characters of a question, a query or a name
MOST = 50  # reports, years or earlier questions
MOST_HITS = 100  # passages
AT_ONCE = 2  # calls of programs worked on together, so that people at the desk are not kept waiting
P, R = ParamSpec("P"), TypeVar("R")

log = logging.getLogger(__name__)


class CallError(Exception):
    """What was sent cannot be worked on; the message says why."""


def serve_api(chain: "AnswerChain") -> None:
    """Add the endpoints to the page being built."""
    import gradio as gr

    for act in endpoints(chain):
        gr.api(_told(act), api_name=act.__name__, concurrency_limit=AT_ONCE, concurrency_id="api")


class Endpoints:
    """The four functions over a chain; they raise `CallError` for what cannot be done as asked."""

    def __init__(self, chain: "AnswerChain") -> None:
        self._chain = chain

    def ask(
        self, question: str, report: list[str] = [], year: list[int] = [], after: list[str] = []  # noqa: B006
    ) -> dict[str, Any]:  # fmt: skip
        """Answer a question about Chinese government disclosure reports with exact, checked quotations, or refuse.

        Args:
            question: The question, in Chinese or simple English; at most 500 characters.
            report: Only these reports, each a report id or an unambiguous body name; all of them when empty.
            year: Only reports of these years; all of them when empty.
            after: Earlier questions of the same conversation, oldest first.

        Returns:
            An Answer: status (answered, no_evidence, needs_clarification), claims with the numbers of their
            citations, citations with report id, start, end (code points) and quote, notes and suggestions.
        """
        asked = {"question": _text("question", question), "report": _texts("report", report),
                 "year": _years(year), "after": _texts("after", after)}  # fmt: skip
        told = _plain(self._chain.invoke(asked))
        return told | {"candidates": [listed(report) for report in told["candidates"]]}

    def summarize(self, report: str, year: int | None = None) -> dict[str, Any]:
        """Put one report on one page: its figures, key points by section and audit findings, every word cited.

        Args:
            report: A report id, or an unambiguous body name.
            year: Which year's report, where the body has several.

        Returns:
            A Summary: fields with status (stated, not_stated, conflicting), value, unit and hedge, sections with key
            points, findings, and the citations that they number.
        """
        found = self._chain.library.find(_text("report", report), _year(year))
        return _plain(self._chain.summarize(found.report_id))

    def search(self, query: str, k: int = 10) -> list[dict[str, Any]]:
        """Find passages in the reports, best first; nothing where no passage holds any word of the query.

        Args:
            query: Words or a question; at most 500 characters. Bodies and years that it names limit the search.
            k: How many passages, 1 to 100.

        Returns:
            The passages: report_id, section, start, end, quote, score, and the scores by channel.
        """
        from bot.search import search as find

        if type(k) is not int or not 1 <= k <= MOST_HITS:
            raise CallError(f"k is a whole number from 1 to {MOST_HITS}")
        return [_plain(hit) for hit in find(self._chain, _text("query", query), k)]

    def list_reports(self) -> list[dict[str, Any]]:
        """List the reports that the library holds: whose they are, of which year, under which title.

        Returns:
            The reports: report_id, agency, year, title, region, era, chars, sha256 and file name.
        """
        from ui.terminal import report_row

        return [listed(report_row(report)) for report in self._chain.library.reports()]


def endpoints(chain: "AnswerChain") -> tuple[Callable[..., Any], ...]:
    """The four, in the order in which they are told."""
    all_ = Endpoints(chain)
    return all_.ask, all_.summarize, all_.search, all_.list_reports


def listed(report: dict[str, Any]) -> dict[str, Any]:
    """A report's JSON with its file's name as ``file`` instead of the server's ``path``.

    (Gradio's client takes every dict with a ``path`` for a file, and tries to fetch it.)
    """
    name = report["path"].replace("\\", "/").rpartition("/")[2]
    return {key: value for key, value in report.items() if key != "path"} | {"file": name}


def _told(act: Callable[P, R]) -> Callable[P, R]:
    """The function with its errors as sentences that Gradio passes on; it hides all others."""

    @functools.wraps(act)
    def served(*args: P.args, **kwargs: P.kwargs) -> R:
        import gradio as gr

        try:
            return act(*args, **kwargs)
        except (CallError, ReportNotFoundError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception:
            log.exception("%s failed", act.__name__)
            raise gr.Error("The desk could not do this; its log says why.", print_exception=False) from None

    return served


def _plain(noun: Any) -> dict[str, Any]:  # noqa: ANN401
    return noun.model_dump(mode="json")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CallError(f"{name} is a text that is not empty")
    if len(value) > LONGEST:
        raise CallError(f"{name} has {len(value)} characters; {LONGEST} is the most")
    return value.strip()


def _texts(name: str, value: object) -> list[str]:
    return [_text(f"each of {name}", one) for one in _few(name, value)]


def _few(name: str, value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST:
        raise CallError(f"{name} is a list of at most {MOST}")
    return value


def _years(value: object) -> list[int]:
    return [year for one in _few("year", value) if (year := _year(one)) is not None]


def _year(value: object) -> int | None:
    if value is not None and (type(value) is not int or not 1949 <= value <= 2099):
        raise CallError("a year is a whole number from 1949 to 2099")
    return value
