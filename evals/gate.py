"""The gate: did we make it worse? 0 pass, 1 regression or floor broken, 2 no verdict possible, 3 inconclusive (strict).

Two questions are kept apart. Did behaviour change? Offline answers are deterministic, so every flip is real: a critical
case that passed and fails now, or a broken floor, fails the gate by itself. Is it worse on the population of questions?
Paired statistics over the primary metrics, clustered by report, say so, or say that they cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from evals.compare import DIGITS, KEPT, MARGIN, Comparison, compare_runs, rows_of_baseline, rows_of_pairs
from evals.metrics import FLOORS
from evals.schema import Baseline, BaselineRow, Case, Manifest, Scored
from evals.score import Pairs
from evals.suites import PENDING
from ingest.errors import GongkaiError

BASELINES = Path(__file__).parent / "baselines"
PASS, REGRESSION, INVALID, INCONCLUSIVE = 0, 1, 2, 3
_ALWAYS_CRITICAL = {"smoke", "outline"}
Policy = Literal["warn", "strict"]


@dataclass(frozen=True)
class Gated:
    """The verdict with its reasons; every reason names its cases."""

    exit_code: int
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    floors: tuple[tuple[str, str], ...] = ()
    critical: tuple[str, ...] = ()
    comparison: Comparison | None = None


def gate(
    baseline: Baseline, manifest: Manifest, scored: Pairs, cases: Sequence[Case], policy: Policy = "warn",
    margin: float = MARGIN,
) -> Gated:  # fmt: skip
    """Hold a scored run over ``cases`` (those that it was to ask) against the accepted one."""
    asked = [case for case in cases if case.suite not in PENDING and case.library != "own"]
    if invalid := [*_not_comparable(baseline, manifest, asked), *_incomplete(scored, cases)]:
        return Gated(INVALID, tuple(invalid))
    compared = compare_runs(asked, rows_of_baseline(baseline), rows_of_pairs(scored), margin)
    floors = _broken_floors(scored)
    by_id = {case.id: case for case in cases}
    critical = tuple(id for id in compared.broken if is_critical(by_id[id]))
    told = [f"{one.metric}: {one.verdict}, {one.change.delta:+.3f}" for one in compared.primary]
    worse = [line for line, one in zip(told, compared.primary, strict=True) if one.verdict == "REGRESSED"]
    unsure = tuple(line for line, one in zip(told, compared.primary, strict=True) if one.verdict == "INCONCLUSIVE")
    reasons = [f"floor {name} broken by {case}" for name, case in floors]
    reasons += [f"critical case {id} passed and fails now" for id in critical] + worse
    code = REGRESSION if reasons else INCONCLUSIVE if unsure and policy == "strict" else PASS
    return Gated(code, tuple(reasons), unsure, floors, critical, compared)


def is_critical(case: Case) -> bool:
    """Whether this case alone can fail the gate.

    So can: what is marked, the smoke suite, outlines, every question that has no answer (answering it is the worst
    that this product can do), and passages asked for in the report's own words.
    """
    direct = case.suite == "retrieval" and case.note == "direct"
    return case.critical or case.suite in _ALWAYS_CRITICAL or case.expect == "no_evidence" or direct


def _not_comparable(baseline: Baseline, manifest: Manifest, cases: Sequence[Case]) -> list[str]:
    told = []
    if baseline.manifest.mode != manifest.mode:
        told.append(f"the baseline is of mode {baseline.manifest.mode!r}, the run of {manifest.mode!r}")
    for kind, found in manifest.texts.items():
        if baseline.manifest.texts.get(kind) != found:
            told.append(f"the texts of the library {kind!r} are not those of the baseline: accept a new one")
    new = [case.id for case in cases if case.id not in baseline.cases]
    moved = [c.id for c in cases if c.id in baseline.cases and baseline.cases[c.id].case != case_sha256(c)]
    told += [f"{len(new)} cases are not in the baseline ({_few(new)}): accept a new one"] if new else []
    told += [f"{len(moved)} cases are not as they were ({_few(moved)}): accept a new one"] if moved else []
    return told


def _incomplete(scored: Pairs, cases: Sequence[Case]) -> list[str]:
    """A run with a missing case or an error says nothing: the case is not dropped."""
    held = {one.case for _, one in scored if one.condition == "whole"}
    missing = [case.id for case in cases if case.id not in held]
    failed = [one.case for _, one in scored if one.error is not None]
    told = [f"{len(missing)} cases were not asked ({_few(missing)}): run it to the end"] if missing else []
    return told + ([f"{len(failed)} cases raised an error ({_few(failed)})"] if failed else [])


def _broken_floors(scored: Pairs) -> tuple[tuple[str, str], ...]:
    """(metric, case) of every invariant that does not hold; pending suites are held to them too."""
    return tuple(
        (name, one.case) for name, floor in FLOORS.items() for _, one in scored if one.scores.get(name, 1.0) < floor
    )


def _few(ids: Sequence[str]) -> str:
    return "、".join(ids[:5]) + ("…" if len(ids) > 5 else "")


def case_sha256(case: Case) -> str:
    """A short hash of a case: a baseline holds for exactly these questions and this gold."""
    return sha256(case.model_dump_json().encode()).hexdigest()[:12]


def make_baseline(manifest: Manifest, scored: Pairs, cases: Sequence[Case], reason: str) -> Baseline:
    """The run as the one that later runs are held against.

    Raises:
        GongkaiError: no reason, or the run is not over everything, lacks cases, has errors or breaks a floor.
    """
    if not reason.strip():
        raise GongkaiError("a baseline is accepted for a reason: give --reason")
    if any(manifest.selection.values()):
        raise GongkaiError("a baseline is a run over all cases: run without --suite, --split and --limit")
    floors = [f"floor {name} broken by {case}" for name, case in _broken_floors(scored)]
    if invalid := [*_incomplete(scored, cases), *floors]:
        raise GongkaiError(f"this run cannot be accepted: {'; '.join(invalid)}")
    kept = [(c, one) for c, one in scored if c.suite not in PENDING and one.condition == "whole" and c.library != "own"]
    accepted = datetime.now(UTC).isoformat(timespec="seconds")
    rows = {case.id: _row(case, one) for case, one in kept}
    return Baseline(accepted=accepted, reason=reason, manifest=manifest, metrics=KEPT, cases=rows)


def _row(case: Case, one: Scored) -> BaselineRow:
    return BaselineRow(
        case=case_sha256(case), passed=one.passed, scores=tuple(_short(one.scores.get(name)) for name in KEPT)
    )


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def baseline_path(mode: str) -> Path:
    """Where the baseline of a mode is kept."""
    return BASELINES / f"{mode.partition(':')[0]}.json"


def read_baseline(path: Path) -> Baseline:
    """The accepted run.

    Raises:
        GongkaiError: there is none, or it cannot be read.
    """
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GongkaiError(f"no baseline in {str(path)!r}: `gongkai eval accept --reason …` makes one") from None
    except (ValidationError, OSError) as error:
        raise GongkaiError(f"cannot read the baseline {str(path)!r}: {error}") from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """One line a case, so that a change of one case is one line of a diff."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = baseline.model_copy(update={"cases": {}}).model_dump_json(indent=1)
    rows = (f'  "{id}": {row.model_dump_json()}' for id, row in sorted(baseline.cases.items()))
    path.write_text(head.replace('"cases": {}', '"cases": {\n' + ",\n".join(rows) + "\n }") + "\n", encoding="utf-8")
