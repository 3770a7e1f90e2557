"""Scoring: stored answers through every metric, then the figures of a run, each with its interval.

Scoring asks nothing: ``gongkai eval score`` does it again whenever a metric has changed.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from evals.metrics import FLOORS, GATE, METRICS, measures
from evals.metrics.aggregate import abstention, abstention_by_type, eligible, risk_coverage_auc, selective_accuracy
from evals.metrics.consistency import consistency
from evals.metrics.world import Metric, World
from evals.outline_score import outline_f1
from evals.run import read_samples
from evals.schema import Case, Manifest, Sample, Score, Scored
from evals.statistics import Interval, cluster_interval
from evals.suites import PENDING

ALL_METRICS: dict[str, Metric] = {**METRICS, "outline_f1": outline_f1}
MUST_BE_WHOLE = (*GATE, "outline_f1", "hit@10")
WorldOf = Callable[[Case], World]
Pairs = list[tuple[Case, Scored]]


def score_sample(case: Case, sample: Sample, world: World) -> Scored:
    """One sample through every metric; a sample without an answer has no scores and does not pass."""
    base = {"case": case.id, "condition": sample.condition, "error": sample.error}
    if sample.answer is None:
        return Scored(**base, passed=False, said=None, scores={})
    answer, found = sample.answer, []
    for name, metric in ALL_METRICS.items():
        score = metric(case, answer, world)
        found.append((name, score, eligible(case, score, answer)))
    known = [(name, score, value) for name, score, value in found if value is not None]
    return Scored(
        **base,
        passed=all(value >= 1 for name, _, value in known if name in MUST_BE_WHOLE),
        said=answer.get("status"),
        scores={name: round(value, 6) for name, _, value in known},
        counts={name: (s.hits, s.of) for name, s, _ in known if s.hits is not None and s.of is not None},
        faults={name: _fault(score) for name, score, value in known if value < 1},
        measures=measures(case, answer, world) | {"seconds": sample.seconds},
    )


def _fault(score: Score) -> str:
    return score.explanation[:400] or f"answer: {score.answer[:200]}"


def score_run(cases: Sequence[Case], folder: Path, world_of: WorldOf, tell: Callable[[], None] = lambda: None) -> Pairs:
    """Score every sample of a run and write ``scores.jsonl``; samples of other cases are passed over."""
    by_id = {case.id: case for case in cases}
    scored: Pairs = []
    for sample in read_samples(folder):
        if case := by_id.get(sample.case):
            scored.append((case, score_sample(case, sample, world_of(case))))
            tell()
    lines = (one.model_dump_json(exclude_defaults=True) + "\n" for _, one in scored)
    (folder / "scores.jsonl").write_text("".join(lines), encoding="utf-8")
    return scored


def read_scores(folder: Path) -> list[Scored]:
    """The scores of a run, none where it was not scored yet."""
    path = folder / "scores.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Scored.model_validate_json(line) for line in lines]


def summarise(manifest: Manifest, scored: Pairs, samples: Sequence[Sample]) -> dict[str, Any]:
    """The figures of a run: over all, by suite, by condition; every share with its interval and its counts."""
    whole = [(case, one) for case, one in scored if one.condition == "whole"]
    counted = [(case, one) for case, one in whole if case.suite not in PENDING]
    answers = {(s.case, s.condition): s.answer for s in samples if s.answer is not None}
    return {
        "run": manifest.run,
        "created": manifest.created,
        "mode": manifest.mode,
        "encoder": manifest.encoder,
        "commit": manifest.commit,
        "suites_sha256": manifest.suites,
        "texts_sha256": manifest.texts,
        "errors": sum(one.error is not None for _, one in scored),
        "overall": _figures(counted),
        "floors": {name: _floor(counted, name) for name in FLOORS},
        "abstention": _abstention(counted, answers),
        "consistency": _consistency(whole, answers),
        "suites": {suite: _suite(suite, whole) for suite in dict.fromkeys(case.suite for case, _ in whole)},
        "splits": {split: _passed([p for p in counted if p[0].split == split]) for split in ("dev", "test")},
        "conditions": _conditions(scored),
        "cost": _cost([one for _, one in whole]),
    }


def _suite(suite: str, scored: Pairs) -> dict[str, Any]:
    return {"pending": suite in PENDING} | _figures([pair for pair in scored if pair[0].suite == suite])


def _figures(scored: Pairs) -> dict[str, Any]:
    """Cases, clusters, the share that passed, and every metric that was scored at least once."""
    names = [name for name in ALL_METRICS if any(name in one.scores for _, one in scored)]
    return {
        "cases": len(scored),
        "clusters": len({case.cluster for case, _ in scored}),
        "passed": _passed(scored),
        "metrics": {name: _metric(scored, name) for name in names},
    }


def _passed(scored: Pairs) -> dict[str, Any]:
    return _share((case.cluster, float(one.passed)) for case, one in scored)


def _metric(scored: Pairs, name: str) -> dict[str, Any]:
    known = [(case.cluster, one.scores[name]) for case, one in scored if name in one.scores]
    counts = [one.counts[name] for _, one in scored if name in one.counts]
    micro = sum(hits for hits, _ in counts) / of if (of := sum(of for _, of in counts)) else None
    return _share(known) | {"unscored": len(scored) - len(known), "micro": micro}


def _share(values: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """A mean with the interval of its clusters; None of nothing."""
    by_cluster: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for cluster, value in values:
        by_cluster[cluster].append((value, 1.0))
    every = [value for parts in by_cluster.values() for value, _ in parts]
    interval: Interval = cluster_interval(by_cluster)
    mean = sum(every) / len(every) if every else None
    return {"value": mean, "low": interval.low, "high": interval.high, "scored": len(every)}


def _floor(scored: Pairs, name: str) -> dict[str, Any]:
    below = [case.id for case, one in scored if one.scores.get(name, 1.0) < FLOORS[name]]
    return {"floor": FLOORS[name], "below": below}


def _abstention(scored: Pairs, answers: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    asked = [(case, answers[case.id, "whole"], one.passed) for case, one in scored if case.kind == "ask" and one.said]
    pairs = [(case, answer) for case, answer, _ in asked]
    told = [(answer, passed) for _, answer, passed in asked]
    return abstention(pairs) | {
        "by_type": {kind: {"right": right, "of": of} for kind, (right, of) in abstention_by_type(pairs).items()},
        "selective_accuracy": selective_accuracy(told),
        "risk_coverage_auc": risk_coverage_auc(told),
    }


def _consistency(scored: Pairs, answers: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """The share of pairs of wordings that agree, over all groups."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for case, _ in scored:
        if case.group and (answer := answers.get((case.id, "whole"))):
            groups[case.group].append(answer)
    found = {group: consistency(several) for group, several in groups.items()}
    return _share((group, score.value) for group, score in found.items() if score.value is not None) | {
        "unlike": [group for group, score in found.items() if score.value is not None and score.value < 1]
    }


def _conditions(scored: Pairs) -> dict[str, Any]:
    """The same cases under every condition: closed book, oracle passage, right report given, whole library."""
    by_condition: dict[str, dict[str, tuple[Case, Scored]]] = defaultdict(dict)
    for case, one in scored:
        by_condition[one.condition][case.id] = (case, one)
    common = set.intersection(*(set(rows) for rows in by_condition.values())) if len(by_condition) > 1 else set()
    return {name: _figures([rows[id] for id in sorted(common)]) for name, rows in by_condition.items() if common}


def _cost(scored: Sequence[Scored]) -> dict[str, Any]:
    seconds = sorted(one.measures["seconds"] for one in scored if "seconds" in one.measures)
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    found: dict[str, list[float]] = defaultdict(list)
    for one in scored:
        for name, value in one.measures.items():
            found[name].append(value)
    means = {name: sum(values) / len(values) for name, values in sorted(found.items())}
    return {"seconds_p50": cuts[9] if cuts else None, "seconds_p95": cuts[18] if cuts else None, "means": means}


def write_summary(folder: Path, summary: Mapping[str, Any]) -> None:
    """``summary.json`` of a run."""
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
