"""One self-contained HTML file of a run: figures with intervals, suites, trend, every case, flips first.

No script, no font, no style from elsewhere; every text is escaped by the template engine.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.compare import Comparison
from evals.gate import Gated
from evals.schema import Baseline, Case, Sample, Scored
from evals.score import Pairs

TEMPLATES = Path(__file__).parent / "templates"
_WIDTH, _HEIGHT, _EDGE = 640, 150, 24
HEADLINE = (
    ("numbers_bound", "数字落到原文且对得上"),
    ("nugget_strict_vital", "要点答全"),
    ("status", "该答则答、该拒则拒"),
    ("quote_exact", "引文逐字一致"),
    ("citation_precision", "引用精确率"),
    ("citation_recall", "引用召回率"),
    ("number_recall", "数字答出率"),
    ("hit@10", "检索前十命中"),
)


def report_html(
    summary: Mapping[str, Any], scored: Pairs, samples: Sequence[Sample], trend: Sequence[Mapping[str, Any]] = (),
    gated: Gated | None = None, baseline: Baseline | None = None,
) -> str:  # fmt: skip
    """The page; with a verdict and a baseline it begins with what flipped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"share": share, "interval": interval}
    compared = gated.comparison if gated else None
    answers = {(sample.case, sample.condition): sample.answer for sample in samples}
    return environment.get_template("report.html").render(
        summary=summary,
        headline=[(name, told) for name, told in HEADLINE if name in summary["overall"]["metrics"]],
        gated=gated,
        compared=compared,
        accepted=baseline.accepted if baseline else None,
        trend=trend_points(trend),
        size={"width": _WIDTH, "height": _HEIGHT, "edge": _EDGE},
        cases=_ordered([_row(case, one, answers, compared) for case, one in scored]),
    )


def _row(
    case: Case, one: Scored, answers: Mapping[tuple[str, str], Any], compared: Comparison | None
) -> dict[str, Any]:
    answer = answers.get((case.id, one.condition)) or {}
    flip = ""
    if compared and one.condition == "whole":
        flip = "broken" if case.id in compared.broken else "mended" if case.id in compared.mended else ""
    return {
        "case": case,
        "one": one,
        "flip": flip,
        "expected": expected(case),
        "claims": [claim["text"] for claim in answer.get("claims", ())],
        "notes": list(answer.get("notes", ())),
        "citations": _quoted(answer),
    }


def _quoted(answer: Mapping[str, Any]) -> list[str]:
    """What an answer rests on, or what was found instead."""
    places = answer.get("citations") or answer.get("closest") or answer.get("hits") or ()
    return [f"{one.get('n', '')} {one.get('agency') or one['report_id']}：{one['quote'][:160]}" for one in places[:12]]


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Flips first, then what fails, then the rest, each in the order of the cases."""
    rank = {"broken": 0, "mended": 1}
    return sorted(rows, key=lambda row: (rank.get(row["flip"], 2), row["one"].passed))


def expected(case: Case) -> list[str]:
    """What a right answer shows, a line each."""
    told = [f"状态 {case.expect}" + (f"（{case.unanswerable_type}）" if case.unanswerable_type else "")]
    told += [f"{n.body} {n.label} {n.value}{n.hedge or ''}{n.unit} {n.scope or ''}".strip() for n in case.numbers]
    told += [f"要点：{'|'.join(nugget.any_of) or nugget.text}" for nugget in case.nuggets]
    told += [f"须有：{one}" for one in case.must] + [f"不得有：{one}" for one in case.must_not]
    told += [f"{f.key}：{f.status} {f.value or ''}{f.unit}" for f in case.fields]
    return told + [f"原文：{span.quote[:80]}" for span in case.spans[:6]]


def share(value: float | None) -> str:
    """A share in percent; a dash for what is not defined."""
    return "–" if value is None else f"{100 * value:.1f} %"


def interval(figure: Mapping[str, Any]) -> str:
    """The interval of a figure in percent."""
    low, high = figure["low"], figure["high"]
    return "" if low is None or high is None else f"[{100 * low:.1f}, {100 * high:.1f}]"


def trend_points(summaries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The share of cases passed, run by run, as places in the drawing; oldest first."""
    known = [one for one in summaries if one["overall"]["passed"]["value"] is not None]
    step = (_WIDTH - 2 * _EDGE) / max(1, len(known) - 1)
    return [
        {
            "x": round(_EDGE + step * place, 1),
            "y": round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * one["overall"]["passed"]["value"], 1),
            "run": one["run"],
            "value": share(one["overall"]["passed"]["value"]),
            "cases": one["overall"]["cases"],
        }
        for place, one in enumerate(known)
    ]


def read_summaries(runs: Path) -> list[dict[str, Any]]:
    """The summaries of all runs in a folder, oldest first; what cannot be read is passed over."""
    found = []
    for path in runs.glob("*/summary.json"):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue  # a run that is being written just now
    return sorted(found, key=lambda one: one["created"])
