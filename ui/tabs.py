"""What the tabs share: the stage that a script draws on, and how a browser's wish becomes an answer."""

import base64
import logging
from collections.abc import Callable
from typing import Any

from ingest.errors import GongkaiError
from ingest.schema import Report
from ui.words import language, say

STAGE = '<div class="stage"></div>'
View = dict[str, Any]

log = logging.getLogger(__name__)


def answered(make: Callable[[], View], failure: str, request: Any) -> View:  # noqa: ANN401 - Gradio's or Starlette's
    """What a server function returns: what was made, or ``{error}`` in the reader's words; the insides go to the log.

    ``failure`` is the key of those words.
    """
    try:
        return make()
    except (GongkaiError, ValueError) as error:
        log.info("refused (%s): %s", failure, error)
    except Exception:
        log.exception("failed (%s)", failure)
    return {"error": say(failure, language(request))}


def sent(event: Any) -> View:  # noqa: ANN401 - Gradio's EventData
    """What a script sent with its event; nothing where it is not a mapping."""
    return event._data if isinstance(event._data, dict) else {}


def held(library: Any, report_id: object) -> Report:  # noqa: ANN401 - a Library, or what reads like one
    """The report that a browser named.

    Raises:
        ValueError: The library does not hold it.
    """
    for report in library.reports():
        if report.report_id == report_id:
            return report
    raise ValueError(f"not a report of the library: {report_id!r:.200}")


def file(name: str, mime: str, data: bytes) -> View:
    """A file for the browser to save (``Desk.save``)."""
    return {"name": name, "mime": mime, "base64": base64.b64encode(data).decode("ascii")}
