"""One question on its way to an answer: what was asked of which library, and how long each stage took."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.drafters import draft
from bot.question.english import Reading, is_english, read_english
from bot.question.winner import winner
from bot.retrieve import retrieve
from bot.schema import Draft, Evidence, Question
from bot.understand import understand
from bot.verify import Verified, verify
from ingest.schema import Report
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library


@dataclass
class Asking:
    """``asked`` is ``{question, report, year, after, explain, id}`` as given; the stages fill in the rest."""

    library: "Library"
    asked: Mapping[str, Any]
    timings: dict[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    channel: str = ""

    @cached_property
    def question(self) -> Question:
        """The question, understood; one in English is read into Chinese first."""
        limits = self._limits
        after = [self._chinese(str(earlier)) for earlier in self.asked.get("after") or ()]
        reports = self.library.reports()
        understood = understand(self._chinese(self.text), reports, **limits, after=after, meant=self._meant)
        return understood.model_copy(update={"text": self.text})

    @property
    def text(self) -> str:
        """The question as it was asked."""
        return str(self.asked.get("question") or "")

    @cached_property
    def reading(self) -> Reading | None:
        """How a question in English is read; None for one in Chinese."""
        text = clean(self.text)
        return read_english(text, self.library.reports()) if is_english(text) else None

    @property
    def language(self) -> str:
        """The language that the asker is spoken to in."""
        return "en" if self.reading else "zh"

    @cached_property
    def _limits(self) -> dict[str, Any]:
        """The reports and years that the asker limits everything to."""
        years = self.asked.get("year") or ()
        named = self.asked.get("report") or ()
        only = [self.library.find(name, years[0] if len(years) == 1 else None).report_id for name in named]
        return {"only": only, "years": years}

    def _meant(self, standalone: str) -> tuple[str, ...]:
        """Whom the answer to an earlier question (哪家最多) is about; nobody where it names several or none."""
        earlier = understand(standalone, self.library.reports(), **self._limits)
        evidence, _ = retrieve(self.library, earlier)
        drafts = draft(earlier, self.library, evidence).drafts
        stand = verify(drafts, self.reports, self.library.text, self.library.stored)
        return winner(earlier.standalone, stand.claims, stand.citations, self.library.reports())

    def _chinese(self, text: str) -> str:
        said = clean(text)
        return read_english(said, self.library.reports()).chinese if is_english(said) else text

    @property
    def reports(self) -> dict[str, Report]:
        """All reports of the library by id."""
        return {report.report_id: report for report in self.library.reports()}

    @property
    def inside(self) -> list[Report]:
        """The reports in scope, in the library's order."""
        scope = set(self.question.scope.reports)
        return [report for report in self.library.reports() if report.report_id in scope]

    @contextmanager
    def clock(self, stage: str) -> Iterator[None]:
        """Add the seconds spent inside to a stage."""
        start = time.perf_counter()
        yield
        self.timings[stage] = round(self.timings.get(stage, 0.0) + time.perf_counter() - start, 5)

    def verified(self, drafts: tuple[Draft, ...]) -> Verified:
        """The drafts after the gate."""
        with self.clock("verify"):
            return verify(drafts, self.reports, self.library.text, self.library.stored)

    def base(self) -> dict[str, Any]:
        """What every answer to this question carries, whatever it says."""
        question = self.question
        key = hashlib.sha256(f"{question.text}|{question.scope.model_dump_json()}".encode()).hexdigest()[:12]
        return {
            "id": str(self.asked.get("id") or key),
            "question": question.text,
            "standalone_question": question.standalone,
            "scope": question.scope,
            "timings": dict(self.timings),
        }
