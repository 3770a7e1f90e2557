"""Run folders as `gongkai eval run` leaves them, small and scripted."""

import json
from pathlib import Path

from evals.schema import Sample, Scored

CASES = {
    "a": {"suite": "smoke", "question": "甲问？", "after": [], "kind": "ask", "critical": True, "expected": [{"kind": "must", "text": "273"}]},
    "b": {"suite": "smoke", "question": "乙问？", "after": ["先问？"], "kind": "ask", "critical": False, "expected": []},
    "c": {"suite": "figures", "question": "丙问？", "after": [], "kind": "ask", "critical": False, "expected": []},
}  # fmt: skip
CITATION = {"n": 1, "report_id": "held", "agency": "丰台", "year": 2013, "section": ["一、"], "start": 3, "end": 7, "quote": "273条"}  # fmt: skip


def figure(value: float, of: int) -> dict:
    return {"value": value, "low": value - 0.2, "high": min(1.0, value + 0.1), "scored": of}


def make_run(
    folder: Path, name: str, day: int, passed: dict[str, bool], suites: str = "s1", answer: dict | None = None
):
    place = folder / name
    place.mkdir(parents=True)
    said = answer or {"status": "answered", "claims": [{"text": "丰台273条", "citations": [1]}], "notes": ["注"], "citations": [CITATION]}  # fmt: skip
    samples = [Sample(case=id, key="k", condition="whole", answer=said, seconds=0.5) for id in passed]
    samples.append(Sample(case="a", key="k", condition="oracle", answer=None, seconds=9, error="not shown"))
    scored = [
        Scored(case=id, condition="whole", passed=right, said="answered", scores={"status": float(right)}, faults={} if right else {"status": "为何"})
        for id, right in passed.items()
    ]  # fmt: skip
    (place / "samples.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in samples), "utf-8")
    (place / "scores.jsonl").write_text("".join(one.model_dump_json(exclude_defaults=True) + "\n" for one in scored), "utf-8")  # fmt: skip
    share = sum(passed.values()) / len(passed)
    overall = {"cases": len(passed), "passed": figure(share, len(passed)), "metrics": {"status": figure(share, len(passed)), "em": figure(0, 1)}}  # fmt: skip
    summary = {
        "run": name, "created": f"2026-11-{day:02d}T10:00:00+00:00", "mode": "extractive", "encoder": "shipped", "commit": "abc", "errors": 0,
        "suites_sha256": {"smoke": suites}, "overall": overall, "floors": {"quote_exact": {"floor": 1.0, "below": ["a"]}},
        "suites": {"smoke": overall | {"pending": False}}, "cost": {"seconds_p50": 0.1, "seconds_p95": 0.4},
    }  # fmt: skip
    (place / "summary.json").write_text(json.dumps(summary), "utf-8")
    return place
