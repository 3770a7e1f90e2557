"""The story of a run: choose, ask, score, hold against the baseline, write it down.

A run's folder holds ``manifest.json``, ``samples.jsonl``, ``scores.jsonl``, ``summary.json``, ``junit.xml`` and
``report.html``; when it was gated, the last two know the verdict.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.compare import MARGIN, Comparison, compare_runs, rows_of
from evals.gate import Gated, Policy, baseline_path, gate, make_baseline, read_baseline, write_baseline
from evals.junit import junit_xml
from evals.libraries import RUNS
from evals.quality import trimmed
from evals.report import read_summaries, report_html
from evals.run import Worlds, manifest_of, plan, read_manifest, read_samples, run_cases
from evals.schema import Baseline, Case, Condition, Manifest, Sample, Split
from evals.score import Pairs, read_scores, score_run, summarise, write_summary
from evals.suites import choose
from ingest.errors import GongkaiError

Tell = Callable[[int, int], None]  # done, in all


@dataclass(frozen=True)
class Selection:
    """Which cases a run is over; ``local`` is a user's own file, ``library`` the one that it is about."""

    suites: tuple[str, ...] = ()
    split: Split | None = None
    limit: int | None = None
    local: Path | None = None
    library: Path | None = None

    def cases(self) -> tuple[Case, ...]:
        """The cases themselves."""
        return choose(self.suites, self.split, self.limit, self.local)

    def told(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        paths = {name: str(path.resolve()) if path else None for name, path in self._paths()}
        return {"suites": list(self.suites), "split": self.split, "limit": self.limit, **paths}

    def _paths(self) -> tuple[tuple[str, Path | None], ...]:
        return ("local", self.local), ("library", self.library)


def selection_of(manifest: Manifest) -> Selection:
    """The selection that a run was made with."""
    kept = manifest.selection
    paths = {name: Path(kept[name]) if kept.get(name) else None for name in ("local", "library")}
    return Selection(tuple(kept.get("suites") or ()), kept.get("split"), kept.get("limit"), **paths)


@dataclass(frozen=True)
class Told:
    """A scored run."""

    folder: Path
    manifest: Manifest
    cases: tuple[Case, ...]
    scored: Pairs
    samples: list[Sample]
    summary: dict[str, Any]


def ask(
    selection: Selection, conditions: Sequence[Condition] = ("whole",), out: Path | None = None,
    tell: Tell = lambda done, total: None,
) -> Told:  # fmt: skip
    """Ask what was not asked yet, and score it all; the same selection and code go on in the same folder.

    Raises:
        GongkaiError: ``out`` holds another run.
    """
    cases = selection.cases()
    manifest = manifest_of(cases, selection.told(), conditions)
    folder = out or RUNS / manifest.run
    if (folder / "manifest.json").exists():
        manifest = _same(read_manifest(folder), manifest, folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    with Worlds(selection.library) as worlds:
        total = len(plan(cases, conditions))
        done = total - _left(cases, conditions, folder)
        for asked, _ in enumerate(run_cases(cases, folder, worlds, conditions), done + 1):
            tell(asked, total)
        return _scored(folder, manifest, cases, worlds)


def _left(cases: Sequence[Case], conditions: Sequence[Condition], folder: Path) -> int:
    done = {(sample.case, sample.condition) for sample in read_samples(folder)}
    return sum((case.id, condition) not in done for case, condition in plan(cases, conditions))


def _same(old: Manifest, new: Manifest, folder: Path) -> Manifest:
    alike = ("code", "mode", "encoder", "conditions", "suites", "texts")
    if differ := [name for name in alike if getattr(old, name) != getattr(new, name)]:
        raise GongkaiError(f"{str(folder)!r} holds another run ({', '.join(differ)} differ): give another --out")
    return old


def score(folder: Path) -> Told:
    """Score a run's stored answers again."""
    manifest = read_manifest(folder)
    selection = selection_of(manifest)
    with Worlds(selection.library) as worlds:
        return _scored(folder, manifest, selection.cases(), worlds)


def _scored(folder: Path, manifest: Manifest, cases: tuple[Case, ...], worlds: Worlds) -> Told:
    scored = score_run(cases, folder, lambda case: worlds.of(case.library)[1])
    samples = read_samples(folder)
    told = Told(folder, manifest, cases, scored, samples, summarise(manifest, scored, samples))
    write_summary(folder, told.summary)
    write_pages(told)
    return told


def write_pages(told: Told, gated: Gated | None = None, baseline: Baseline | None = None) -> Path:
    """``junit.xml`` and ``report.html``; returns the page."""
    (told.folder / "junit.xml").write_text(junit_xml(told.manifest.run, told.scored), encoding="utf-8")
    alike = told.summary["suites_sha256"]
    trend = [one for one in read_summaries(told.folder.parent) if one["suites_sha256"] == alike]
    page = told.folder / "report.html"
    page.write_text(report_html(told.summary, told.scored, told.samples, trend, gated, baseline), encoding="utf-8")
    return page


def hold(told: Told, path: Path | None = None, policy: Policy = "warn", margin: float = MARGIN) -> Gated:
    """Hold a scored run against the accepted one and write the verdict into its pages."""
    baseline = read_baseline(path or baseline_path(told.manifest.mode))
    gated = gate(baseline, told.manifest, told.scored, told.cases, policy, margin)
    write_pages(told, gated, baseline)
    return gated


def accept(told: Told, reason: str, path: Path | None = None) -> Path:
    """Make a run the one that later runs are held against; its figures are kept beside it for the READMEs."""
    place = path or baseline_path(told.manifest.mode)
    write_baseline(place, make_baseline(told.manifest, told.scored, told.cases, reason))
    figures = json.dumps(trimmed(told.summary), ensure_ascii=False, indent=1) + "\n"
    place.with_suffix(".summary.json").write_text(figures, encoding="utf-8")
    return place


def compare(base: Path, candidate: Path, margin: float = MARGIN) -> Comparison:
    """Two runs, over the cases of the candidate.

    Raises:
        GongkaiError: they share no case that both were asked, or a case differs between them.
    """
    one, other = read_manifest(base), read_manifest(candidate)
    if differ := sorted(s for s, sha in other.suites.items() if one.suites.get(s, sha) != sha):
        raise GongkaiError(f"the two runs were asked other cases in {', '.join(differ)}: they cannot be compared")
    cases = selection_of(other).cases()
    found = compare_runs(cases, rows_of(read_scores(base)), rows_of(read_scores(candidate)), margin)
    if not found.cases:
        raise GongkaiError("the two runs have no scored case in common: run `gongkai eval score` on both")
    return found
