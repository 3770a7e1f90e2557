"""Work that goes on in a thread of its own while pages come and go."""

import logging
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

log = logging.getLogger(__name__)


class Run:
    """Steps worked off one after another; ``done`` of ``total`` can be read from any thread.

    ``steps`` does one piece of work each time it is asked for its next item. A step that raises ends the run:
    ``failed`` is true then, and the reason is in the log.
    """

    def __init__(self, steps: Iterator[object], total: int) -> None:
        self.total = total
        self.done = 0
        self.failed = False
        self._steps = steps
        self._stop = Event()
        self._thread = Thread(target=self._work, daemon=True, name="desk-run")
        self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether nothing more will be done, for whatever reason."""
        return not self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop before its end."""
        return self._stop.is_set() and self.done < self.total

    def wait(self, seconds: float) -> None:
        """Wait for the end, but no longer than this."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Stop after the step under way."""
        self._stop.set()

    def told(self) -> dict[str, Any]:
        """How far it is, for a browser."""
        ends = {"finished": self.finished, "failed": self.failed, "stopped": self.stopped}
        return {"done": self.done, "total": self.total} | ends

    def _work(self) -> None:
        try:
            for _ in self._steps:
                self.done += 1
                if self._stop.is_set():
                    return
        except Exception:
            log.exception("a run in the background failed at step %d of %d", self.done + 1, self.total)
            self.failed = True
        finally:
            if close := getattr(self._steps, "close", None):
                close()  # here and now: what the steps hold open is closed in the thread that opened it
