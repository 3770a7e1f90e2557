"""The runs of the evals, read from their folders as the plain files that they are.

A run's folder holds ``manifest.json``, ``samples.jsonl`` (what was asked and came back), ``scores.jsonl`` and
``summary.json``; a baseline is one JSON file (``evals/story.py`` writes both). A run that was not scored yet is not
shown. Nothing is written here.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
FILES = {
    "report.html": "text/html; charset=utf-8",
    "summary.json": "application/json; charset=utf-8",
    "scores.jsonl": "application/x-ndjson; charset=utf-8",
    "samples.jsonl": "application/x-ndjson; charset=utf-8",
}
_MARK = "baseline:"


@dataclass(frozen=True)
class EvalDesk:
    """What the tab 评测 shows and does, handed in by the door: the desk itself does not know the evals.

    ``cases()`` gives every case by its id (``{suite, question, after, kind, critical, expected: [{kind, text}]}``);
    ``start(suite, limit)`` how many cases a run will ask and the steps of asking them.
    """

    runs: Path
    baselines: Path
    suites: Sequence[str]
    cases: Callable[[], Mapping[str, Row]]
    start: Callable[[str, int | None], tuple[int, Iterator[None]]]


class Runs:
    """The scored runs in a folder and the accepted baselines beside them, by name."""

    def __init__(self, folder: Path, baselines: Path) -> None:
        self._folder, self._baselines = folder, baselines

    def summaries(self) -> dict[str, Row]:
        """Every scored run's summary by the name of its folder, newest first."""
        found = {path.parent.name: _document(path) for path in self._folder.glob("*/summary.json")}
        known = {name: one for name, one in found.items() if one and one.get("overall")}
        return dict(sorted(known.items(), key=lambda item: (item[1]["created"], item[0]), reverse=True))

    def baselines(self) -> dict[str, Row]:
        """Every accepted baseline by its name, ``baseline:<mode>``."""
        paths = (path for path in sorted(self._baselines.glob("*.json")) if not path.name.endswith(".summary.json"))
        return {_MARK + path.stem: one for path in paths if (one := _document(path)) and "cases" in one}

    def folder(self, name: object) -> Path:
        """The folder of a run.

        Raises:
            ValueError: there is no such scored run.
        """
        if name not in self.summaries():
            raise ValueError(f"no run {name!r:.80}")
        return self._folder / str(name)

    def rows(self, name: str) -> dict[str, Row]:
        """The scores of a run or a baseline over the whole library, by case.

        Raises:
            ValueError: there is no such run or baseline.
        """
        if name.startswith(_MARK):
            return self._accepted(name)
        return {row["case"]: row for row in _lines(self.folder(name) / "scores.jsonl") if row["condition"] == "whole"}

    def samples(self, name: str) -> dict[str, Row]:
        """What a run was answered over the whole library, by case; none for a baseline, which keeps no answers."""
        if name.startswith(_MARK):
            return {}
        return {row["case"]: row for row in _lines(self.folder(name) / "samples.jsonl") if row["condition"] == "whole"}

    def alike(self, name: str) -> list[Row]:
        """The summaries of the runs over the same cases as this one, oldest first."""
        every = self.summaries()
        same = [one | {"name": key} for key, one in every.items() if _asked(one) == _asked(every[name])]
        return same[::-1]

    def _accepted(self, name: str) -> dict[str, Row]:
        held = self.baselines()
        if name not in held:
            raise ValueError(f"no baseline {name!r:.80}")
        kept = held[name]
        return {case: _row(kept["metrics"], row) for case, row in kept["cases"].items()}


def _row(metrics: Sequence[str], row: Row) -> Row:
    scores = {name: value for name, value in zip(metrics, row["scores"], strict=True) if value is not None}
    return {"passed": row["passed"], "scores": scores}


def _asked(summary: Row) -> Any:  # noqa: ANN401
    return summary.get("suites_sha256")


def flips(base: Mapping[str, Row], now: Mapping[str, Row]) -> dict[str, str]:
    """The cases that both were asked and that came out otherwise: ``broken`` or ``mended``, by case."""
    both = ((case, base[case]["passed"], row["passed"]) for case, row in now.items() if case in base)
    return {case: "broken" if was else "mended" for case, was, is_now in both if was != is_now}


def _document(path: Path) -> Any:  # noqa: ANN401
    """A JSON file; None where it cannot be read, as while it is being written."""
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(64)
def _parsed(path: Path, at: int) -> Any:  # noqa: ANN401
    return json.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> tuple[Row, ...]:
    """The rows of a file of JSON lines, the last of each case last; a half-written line is passed over."""
    return _split(path, path.stat().st_mtime_ns) if path.exists() else ()


@lru_cache(8)
def _split(path: Path, at: int) -> tuple[Row, ...]:
    whole, _, _ = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
    return tuple(json.loads(line) for line in whole.split("\n") if line.strip())
