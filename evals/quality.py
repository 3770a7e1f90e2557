"""The quality table of the READMEs, written from the accepted run's figures and never by hand.

Between the markers ``<!-- quality -->`` and ``<!-- /quality -->``; a test fails when it is stale. To write it anew:

    python -m evals.quality README.md README.zh-CN.md
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.gate import BASELINES
from ingest.errors import GongkaiError

OPEN, CLOSE = "<!-- quality -->", "<!-- /quality -->"
SUMMARY = BASELINES / "extractive.summary.json"
KEPT = ("numbers_bound", "number_recall", "nugget_strict_vital", "citation_recall", "citation_precision",
        "quote_exact", "citations_resolve", "field_f1", "field_null_accuracy", "outline_f1", "hit@10", "RR@10",
        "nDCG@10")  # fmt: skip
_WORDS = {
    "en": ("suite", "questions", "reports", "passed whole", "95 % interval", "metric", "mean", "scored",
           "Mode {mode}, run {run}, {cases} questions over {clusters} reports, {errors} errors; questions sha256 "
           "`{questions}`, texts sha256 `{texts}`. Intervals draw whole reports.",
           "not counted", "abstention F1", "same answer in other words"),
    "zh": ("题集", "题数", "报告数", "整题全对", "95 % 区间", "指标", "均值", "计分题数",
           "模式 {mode}，运行 {run}，{clusters} 份报告上的 {cases} 题，出错 {errors}；题目 sha256 `{questions}`，"
           "文本 sha256 `{texts}`。区间以报告为单位抽样。",
           "不计入", "拒答 F1", "换说法仍一致"),
}  # fmt: skip


def read_summary(path: Path = SUMMARY) -> dict[str, Any]:
    """The figures of the accepted run.

    Raises:
        GongkaiError: no run was accepted yet.
    """
    if not path.is_file():
        raise GongkaiError(f"no {str(path)!r}: `gongkai eval accept --reason …` writes it")
    return json.loads(path.read_text(encoding="utf-8"))


def trimmed(summary: Mapping[str, Any]) -> dict[str, Any]:
    """What of a run's summary is committed beside the baseline: counts, shares, intervals, hashes; no case names."""
    overall = summary["overall"]
    return {name: summary[name] for name in ("run", "created", "mode", "encoder", "errors")} | {
        "suites_sha256": summary["suites_sha256"],
        "texts_sha256": summary["texts_sha256"],
        "overall": _of(overall) | {"metrics": {k: overall["metrics"][k] for k in KEPT if k in overall["metrics"]}},
        "abstention_f1": summary["abstention"]["abstention_f1"],
        "abstention_by_type": summary["abstention"]["by_type"],
        "consistency": {key: summary["consistency"][key] for key in ("value", "low", "high", "scored")},
        "splits": summary["splits"],
        "suites": {name: _of(suite) | {"pending": suite["pending"]} for name, suite in summary["suites"].items()},
        "cost": {key: summary["cost"][key] for key in ("seconds_p50", "seconds_p95")},
    }


def _of(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: part[key] for key in ("cases", "clusters", "passed")}


def quality_table(summary: Mapping[str, Any], language: str = "en") -> str:
    """The table as Markdown: every suite, pending ones named as such, then the metrics over all that count."""
    words = _WORDS[language]
    lines = [f"| {words[0]} | {words[1]} | {words[2]} | {words[3]} | {words[4]} |", "|---|---:|---:|---:|---|"]
    for name, suite in summary["suites"].items():
        told = f"{name} ({words[9]})" if suite["pending"] else name
        lines.append(f"| {told} | {suite['cases']} | {suite['clusters']} | {_share(suite['passed'])} |")
    overall = summary["overall"]
    lines.append(f"| **all** | {overall['cases']} | {overall['clusters']} | {_share(overall['passed'])} |")
    lines += [f"| {name} | {half['scored']} | | {_share(half)} |" for name, half in summary["splits"].items()]
    lines += ["", f"| {words[5]} | {words[6]} | {words[4]} | {words[7]} |", "|---|---:|---|---:|"]
    lines += [f"| {name} | {_share(one)} | {one['scored']} |" for name, one in overall["metrics"].items()]
    lines.append(f"| {words[10]} | {_percent(summary['abstention_f1'])} | | {overall['cases']} |")
    lines.append(f"| {words[11]} | {_share(summary['consistency'])} | {summary['consistency']['scored']} |")
    return "\n".join([*lines, "", _source(summary, words[8])])


def _source(summary: Mapping[str, Any], words: str) -> str:
    return words.format(
        mode=summary["mode"],
        run=summary["run"],
        cases=summary["overall"]["cases"],
        clusters=summary["overall"]["clusters"],
        errors=summary["errors"],
        questions=_joined(summary["suites_sha256"]),
        texts=_joined(summary["texts_sha256"]),
    )


def _joined(hashes: Mapping[str, str]) -> str:
    from hashlib import sha256

    return sha256("".join(f"{name}{hashes[name]}" for name in sorted(hashes)).encode()).hexdigest()[:12]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _share(one: Mapping[str, Any]) -> str:
    """Two cells: the share and its interval."""
    between = "" if one["low"] is None else f"{100 * one['low']:.1f}–{100 * one['high']:.1f}"
    return f"{_percent(one['value'])} | {between}"


def between_markers(text: str) -> str:
    """What stands between the markers.

    Raises:
        GongkaiError: there are not exactly one of each, in order.
    """
    found = re.findall(f"{re.escape(OPEN)}\n(.*?)\n{re.escape(CLOSE)}", text, flags=re.S)
    if len(found) != 1:
        raise GongkaiError(f"expected one {OPEN} … {CLOSE}, each on a line of its own, found {len(found)}")
    return found[0]


def rewritten(text: str, table: str) -> str:
    """The text with the table between its markers."""
    return text.replace(f"{OPEN}\n{between_markers(text)}\n{CLOSE}", f"{OPEN}\n{table}\n{CLOSE}")


def language_of(path: Path) -> str:
    """``zh`` for README.zh-CN.md, else ``en``."""
    return "zh" if ".zh" in path.name else "en"


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:]):
        table = quality_table(read_summary(), language_of(page))
        page.write_text(rewritten(page.read_text(encoding="utf-8"), table), encoding="utf-8")
