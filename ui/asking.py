"""Questions on their way: each is answered in a thread of its own, outlives the page that asked it, can be stopped.

What has passed the gate so far is a whole verified answer; stopping keeps it. An answer is stored in its conversation
the moment it ends, whoever is still looking.
"""

import asyncio
import logging
import time
from collections import deque
from secrets import token_urlsafe
from threading import BoundedSemaphore, Condition, Lock, Thread
from typing import Any, Literal, NamedTuple

from bot.chain import AnswerChain
from bot.keeping.conversations import Conversations, Turn
from bot.schema import Answer
from ui.words import say

AT_ONCE = 4  # questions answered together; the rest wait their turn
MOST = 64  # questions waiting or running; one more is told to come back
REST = 0.02  # seconds between two looks of a follower, at first

State = Literal["waiting", "running", "done", "stopped", "failed"]
ENDED = {"done", "stopped", "failed"}

log = logging.getLogger(__name__)


class BusyError(Exception):
    """There is no room for another question now."""


class Look(NamedTuple):
    """A run at one moment; ``seq`` grows with every change."""

    seq: int
    state: State
    answer: Answer | None
    turn: Turn | None


class Run:
    """One question being answered, for one owner's conversation."""

    def __init__(self, owner: str, conversation: str, asked: dict[str, Any], language: str) -> None:
        self.id, self.since = token_urlsafe(9), time.monotonic()
        self.owner, self.conversation, self.asked, self.language = owner, conversation, asked, language
        self._now = Look(0, "waiting", None, None)
        self._changed = Condition()
        self.claimed = Lock()  # taken by whoever ends it

    def look(self) -> Look:
        """How it stands."""
        return self._now

    def tell(self, state: State, answer: Answer | None = None, turn: Turn | None = None) -> bool:
        """Go on to a state, unless it has ended already; whether it did."""
        with self._changed:
            if self._now.state in ENDED:
                return False
            self._now = Look(self._now.seq + 1, state, answer or self._now.answer, turn)
            self._changed.notify_all()
            return True

    def wait(self, seconds: float) -> Look:
        """Until it ends, but no longer than ``seconds``."""
        with self._changed:
            self._changed.wait_for(lambda: self._now.state in ENDED, seconds)
        return self._now

    async def after(self, seq: int, seconds: float) -> Look:
        """Until something has changed since ``seq``, but no longer than ``seconds``; holds no thread meanwhile."""
        rest, end = REST, time.monotonic() + seconds
        while self._now.seq <= seq and time.monotonic() < end:
            await asyncio.sleep(rest)
            rest = min(rest * 1.3, 0.1)
        return self._now


class Runs:
    """All questions on their way at one desk."""

    def __init__(self, chain: AnswerChain, kept: Conversations) -> None:
        self._chain, self._kept = chain, kept
        self._runs: dict[str, Run] = {}
        self._ended: deque[Run] = deque(maxlen=MOST)  # for followers who have not seen the end yet
        self._lock, self._room = Lock(), BoundedSemaphore(AT_ONCE)

    def start(self, owner: str, conversation: str, asked: dict[str, Any], language: str) -> Run:
        """Begin to answer.

        Raises:
            BusyError: Too many questions are waiting, or this conversation's last one is still being answered.
        """
        run = Run(owner, conversation, asked, language)
        with self._lock:
            if len(self._runs) >= MOST or any(one.conversation == conversation for one in self._runs.values()):
                raise BusyError
            self._runs[run.id] = run
        Thread(target=self._work, args=(run,), name=f"ask-{run.id}", daemon=True).start()
        return run

    def full(self) -> bool:
        """Whether there is no room for another question."""
        return len(self._runs) >= MOST

    def get(self, owner: str, id_: str) -> Run | None:
        """An owner's run that has not ended, or ended lately."""
        run = self._runs.get(id_) or next((one for one in tuple(self._ended) if one.id == id_), None)
        return run if run and run.owner == owner else None

    def of(self, owner: str, conversation: str) -> Run | None:
        """The run of a conversation, if one has not ended."""
        with self._lock:
            return next((r for r in self._runs.values() if (r.owner, r.conversation) == (owner, conversation)), None)

    def stop(self, run: Run) -> None:
        """End a run now, if it has not ended; what has passed so far is kept and says that it was stopped."""
        told = run.look().answer
        if told is None or not told.claims:
            self._end(run, "stopped", None)
            return
        note = say("ask.stopped.note", run.language)
        self._end(run, "stopped", told.model_copy(update={"notes": (*told.notes, note)}))

    def _work(self, run: Run) -> None:
        try:
            with self._room:
                told = self._follow(run)
            if told is not None:
                self._end(run, "done", told)
        except Exception:
            log.exception("asking failed: %r", run.asked)
            self._end(run, "failed", None)

    def _follow(self, run: Run) -> Answer | None:
        """The final answer; None where the run was stopped on the way."""
        if not run.tell("running"):
            return None
        told = None
        for told in self._chain.stream(run.asked):
            if not run.tell("running", told):
                return None
        return told

    def _end(self, run: Run, state: State, told: Answer | None) -> None:
        """Store the turn, let followers know, and make room; only the first end of a run counts."""
        if not run.claimed.acquire(blocking=False):
            return
        turn = None
        try:
            if told is None:
                self._discard(run)
            else:
                turn = self._kept.add(run.conversation, run.asked, told, run.owner)
        except Exception:
            log.exception("an answer could not be stored: %r", run.asked)
            state = "failed"
        run.tell(state, told, turn)
        with self._lock:
            self._ended.append(run)
            self._runs.pop(run.id, None)

    def _discard(self, run: Run) -> None:
        """Leave no empty conversation behind a first question that got no answer."""
        where = (run.conversation, run.owner)
        if not self._kept.turns(*where) and not self._kept.notes(*where):
            self._kept.delete(*where)
