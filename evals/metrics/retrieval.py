"""Retrieval by trec_eval's measures (ir_measures) over gold *spans*, which survive another way of cutting passages.

A hit is relevant when it covers at least half of a gold span; it counts for the best span that no earlier hit covered
(the same place twice is no second find). Spans that no hit covers are relevant and unretrieved. Grade 2 has the answer,
grade 1 is the right section: hit@k, R@k, RR and AP ask for grade 2, nDCG uses both. Equal scores keep the list's order,
which must therefore be made deterministic (by id) by whoever ranks.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from evals.metrics.world import Answer, Metric, World, no_score, share
from evals.schema import Case, Score

MEASURES = (
    "Success(rel=2)@1", "Success(rel=2)@5", "Success(rel=2)@10", "R(rel=2)@5", "R(rel=2)@10", "RR(rel=2)@10",
    "nDCG@10", "AP(rel=2)",
)  # fmt: skip
NAMES = ("hit@1", "hit@5", "hit@10", "R@5", "R@10", "RR@10", "nDCG@10", "AP")
COVERED = 0.5
_Span = tuple[str, int, int, int]
Hit = Mapping[str, Any]


def relevance(hits: Sequence[Hit], spans: Sequence[_Span]) -> tuple[list[int], list[int]]:
    """The grade of every hit, and of the spans that none covered. A span is (report id, start, end, grade)."""
    left = sorted(spans, key=lambda span: -span[3])
    grades = []
    for hit in hits:
        covered = [span for span in left if _covers(hit, span)]
        grades.append(max((span[3] for span in covered), default=0))
        left = [span for span in left if span not in covered]
    return grades, [span[3] for span in left]


def _covers(hit: Hit, span: _Span) -> bool:
    report, start, end, _ = span
    common = min(hit["end"], end) - max(hit["start"], start)
    return hit["report_id"] == report and common > 0 and common >= COVERED * (end - start)


@lru_cache(8192)
def measured(grades: tuple[int, ...], missed: tuple[int, ...]) -> dict[str, float]:
    """Every measure of one ranked list; a query without hits gets 0, not nothing."""
    import ir_measures
    from ir_measures import Qrel, ScoredDoc

    qrels = [Qrel("q", f"hit{i:05}", grade) for i, grade in enumerate(grades)]
    qrels += [Qrel("q", f"missed{i:05}", grade) for i, grade in enumerate(missed)]
    run = [ScoredDoc("q", f"hit{i:05}", float(len(grades) - i)) for i in range(len(grades))]
    parsed = [ir_measures.parse_measure(name) for name in MEASURES]
    found = {
        metric.measure: metric.value
        for metric in ir_measures.iter_calc(parsed, qrels, run or [ScoredDoc("q", "none", 0.0)])
    }
    return {name: float(found.get(measure, 0.0)) for name, measure in zip(NAMES, parsed, strict=True)}


def _gold(case: Case, world: World) -> list[_Span]:
    placed = [(world.resolve(span.report), span) for span in case.spans]
    return [(rid, span.start, span.end, span.grade) for rid, span in placed if rid]


def _ranked(name: str, case: Case, answer: Answer, world: World) -> Score:
    if "hits" not in answer or not case.spans:
        return no_score(name, "no search, or no qrels")
    gold = _gold(case, world)
    if len(gold) != len(case.spans):
        return no_score(name, "the library does not hold a gold span's report")
    if not any(grade == 2 for *_, grade in gold) and name != "nDCG@10":
        return no_score(name, "no span of grade 2")
    grades, missed = relevance(answer["hits"], gold)
    value = measured(tuple(grades), tuple(missed))[name]
    return Score(metric=name, value=value, answer=str(grades[:10]), explanation=f"not found: {len(missed)} spans")


def doc_hit(case: Case, answer: Answer, world: World, k: int = 5) -> Score:
    """1 when the right report (body and year) is among the first k."""
    reports = {world.resolve(span.report) for span in case.spans}
    if "hits" not in answer or not reports or None in reports:
        return no_score(f"doc_hit@{k}", "no search, or no qrels")
    found = any(hit["report_id"] in reports for hit in answer["hits"][:k])
    return share(f"doc_hit@{k}", int(found), 1, str(len(answer["hits"])), f"none of {sorted(map(str, reports))}")


def right_report(case: Case, answer: Answer, world: World, k: int = 5) -> Score:
    """1 minus the wrong-report rate: the share of the first k hits that lie in a right report."""
    reports = {world.resolve(span.report) for span in case.spans}
    name = f"right_report@{k}"
    if "hits" not in answer or not reports or None in reports:
        return no_score(name, "no search, or no qrels")
    top = [hit["report_id"] for hit in answer["hits"][:k]]
    return share(name, sum(rid in reports for rid in top), len(top), str(top), "hits in other reports")


METRICS: dict[str, Metric] = {name: partial(_ranked, name) for name in NAMES}
METRICS |= {f"doc_hit@{k}": partial(doc_hit, k=k) for k in (1, 5)}
METRICS |= {"right_report@5": right_report}
