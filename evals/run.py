"""Asking: every case once, in one process, each answer on disk before the next question.

``samples.jsonl`` is only ever appended to. An interrupted run goes on where it stopped, for a case is known by a hash
of its question, its gold, the product's code and the configuration; a line that a killed process left half written is
dropped.
"""

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.libraries import ROOT, RUNS, OracleLibrary, code_sha256, empty_library, library_folder
from evals.metrics.world import World
from evals.schema import Case, Condition, LibraryKind, Manifest, Sample
from evals.sources import texts_sha256
from evals.suites import cases_sha256
from ingest.errors import GongkaiError

if TYPE_CHECKING:
    from bot.chain import AnswerChain

CONDITIONS: tuple[Condition, ...] = ("closed_book", "oracle", "given", "whole")
HITS = 10


class Worlds:
    """The libraries of a run, each opened when a case first needs it; ``own`` is the user's, by path."""

    def __init__(self, own: Path | None = None, cache_folder: Path | None = None) -> None:
        self._own, self._cache, self._stack = own, cache_folder, ExitStack()
        self._open: dict[str, tuple[AnswerChain, World]] = {}
        self._empty: AnswerChain | None = None

    def __enter__(self) -> "Worlds":
        """These libraries."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them all."""
        self._stack.close()

    def of(self, kind: LibraryKind) -> "tuple[AnswerChain, World]":
        """The chain over a library and what the metrics see of it."""
        from bot.chain import open_chain

        if kind not in self._open:
            folder = self._own if kind == "own" else library_folder(kind, self._cache)
            chain = self._stack.enter_context(open_chain(folder))
            self._open[kind] = chain, World.of(chain.library)
        return self._open[kind]

    def empty(self) -> "AnswerChain":
        """The chain over nothing."""
        if self._empty is None:
            self._empty = self._stack.enter_context(empty_library())
        return self._empty


def conditions_of(case: Case, wanted: Sequence[Condition]) -> list[Condition]:
    """The conditions that a case can be asked under: those with less than the whole library need gold spans."""
    able = case.kind == "ask" and case.expect == "answered" and bool(case.spans)
    return [condition for condition in wanted if condition == "whole" or able]


def answer_of(case: Case, condition: Condition, worlds: Worlds) -> dict[str, Any]:
    """What the product says to a case, as JSON."""
    chain, world = worlds.of(case.library)
    if case.kind == "ask":
        return _asked(case, condition, worlds)
    if case.kind == "search":
        from bot.search import search

        return {"hits": [hit.model_dump(mode="json") for hit in search(chain, case.question, HITS)]}
    report_id = world.resolve(case.report[0]) or chain.library.find(case.report[0]).report_id
    if case.kind == "summary":
        from bot.summarize import summarize

        return summarize(chain.library, report_id).model_dump(mode="json")
    return {"sections": [one.model_dump(mode="json") for one in chain.library.stored(report_id).sections]}


def _asked(case: Case, condition: Condition, worlds: Worlds) -> dict[str, Any]:
    chain, world = worlds.of(case.library)
    given = case.model_dump(include={"question", "report", "year", "after", "id"})
    if condition == "closed_book":
        chain, given = worlds.empty(), given | {"report": (), "year": ()}
    elif condition == "oracle":
        chain = chain.model_copy(update={"library": OracleLibrary(chain.library, case, world.resolve)})
    elif condition == "given":
        given |= {"report": tuple(dict.fromkeys(filter(None, (world.resolve(s.report) for s in case.spans))))}
    return chain.invoke(given).model_dump(mode="json")


def run_cases(
    cases: Sequence[Case], folder: Path, worlds: Worlds, conditions: Sequence[Condition] = ("whole",)
) -> Iterator[Sample]:
    """Ask what has not been asked yet; each sample is yielded when it is on disk.

    What the product raises is kept in the sample: a run with an error is no basis for a verdict.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = {(sample.case, sample.key) for sample in read_samples(folder) if sample.error is None}
    with (folder / "samples.jsonl").open("a", encoding="utf-8") as file:
        for case, condition in plan(cases, conditions):
            key = case_key(case, condition)
            if (case.id, key) in done:
                continue
            sample = _sample(case, key, condition, worlds)
            file.write(sample.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
            yield sample


def plan(cases: Sequence[Case], conditions: Sequence[Condition]) -> list[tuple[Case, Condition]]:
    """Every case with every condition that it can be asked under."""
    return [(case, condition) for case in cases for condition in conditions_of(case, conditions)]


def _sample(case: Case, key: str, condition: Condition, worlds: Worlds) -> Sample:
    answer, error, start = None, None, time.perf_counter()
    try:
        answer = answer_of(case, condition, worlds)
    except Exception as raised:  # one question that trips a bug must not lose the others
        error = f"{type(raised).__name__}: {raised}"
    seconds = round(time.perf_counter() - start, 4)
    return Sample(case=case.id, key=key, condition=condition, answer=answer, seconds=seconds, error=error)


def read_samples(folder: Path) -> list[Sample]:
    """The samples of a run, the last of each case and condition; a half-written last line is cut off the file."""
    path = folder / "samples.jsonl"
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        path.write_bytes(whole)
    samples = [Sample.model_validate_json(line) for line in whole.decode("utf-8").splitlines()]
    return list({(sample.case, sample.condition): sample for sample in samples}.values())


def case_key(case: Case, condition: Condition) -> str:
    """A hash of the case and of everything that its answer depends on."""
    made_of = f"{case.model_dump_json()}|{condition}|{configuration()}"
    return sha256(made_of.encode()).hexdigest()[:16]


def configuration() -> str:
    """What answers depend on beside the question: code, prompts, encoder, settings."""
    from bot.settings import Settings

    settings = Settings.from_env(os.environ).model_dump(mode="json", exclude={"library"})
    return f"{code_sha256('bot', 'ingest', 'prompts')}|{json.dumps(settings, sort_keys=True, default=str)}"


def manifest_of(cases: Sequence[Case], selection: Mapping[str, Any], conditions: Sequence[Condition]) -> Manifest:
    """The manifest of a run over these cases, with the code as it is now."""
    from bot.settings import Settings

    suites = {suite: cases_sha256(c for c in cases if c.suite == suite) for suite in {case.suite for case in cases}}
    made_of = f"{configuration()}|{sorted(suites.items())}|{sorted(conditions)}"
    settings, now = Settings.from_env(os.environ), datetime.now(UTC)
    return Manifest(
        run=f"{now:%Y%m%d}-{sha256(made_of.encode()).hexdigest()[:8]}",
        created=now.isoformat(timespec="seconds"),
        code=code_sha256("bot", "ingest", "prompts"),
        commit=_commit(),
        mode=f"chat:{settings.model}" if settings.model else "extractive",
        encoder=settings.encoder or "shipped",
        python=platform.python_version(),
        conditions=tuple(conditions),
        selection=dict(selection),
        suites=dict(sorted(suites.items())),
        texts={kind: texts_sha256(kind) for kind in sorted({case.library for case in cases} - {"own"})},
        cases=len(cases),
    )


def _commit() -> str | None:
    try:
        found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, timeout=10)
    except OSError:
        return None
    return found.stdout.strip() or None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run.

    Raises:
        GongkaiError: there is no run in that folder.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise GongkaiError(f"no run in {str(folder)!r}: `gongkai eval run` makes one")
    return Manifest.model_validate_json(path.read_text(encoding="utf-8"))


def run_folder(name: str | None) -> Path:
    """A run by its folder or id; the latest one where none is named.

    Raises:
        GongkaiError: no such run, or none at all.
    """
    if name:
        folder = Path(name) if Path(name).is_dir() else RUNS / name
        read_manifest(folder)
        return folder
    runs = [path.parent for path in RUNS.glob("*/manifest.json")]
    if not runs:
        raise GongkaiError(f"no run in {str(RUNS)!r}: `gongkai eval run` makes one")
    return max(runs, key=lambda folder: read_manifest(folder).created)
