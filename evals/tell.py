"""What the `gongkai eval` commands print: figures for people, rows for programs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from evals.compare import Comparison
    from evals.gate import Gated
    from evals.story import Tell, Told

_VERDICTS = {0: "通过", 1: "退步", 2: "无法判定", 3: "尚无定论"}


@contextmanager
def bar(words: str) -> Iterator["Tell"]:
    """A bar on standard error; what is no terminal gets none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show(told: "Told", as_json: bool) -> None:
    """Every suite with its share of cases passed, the whole, the conditions, and where the page is."""
    if as_json:
        return typer.echo(json.dumps(told.summary, ensure_ascii=False))
    for name, suite in told.summary["suites"].items():
        pending = "（待开发）" if suite["pending"] else ""
        typer.echo(f"{name:<14}{suite['cases']:>5} 题  {_figure(suite['passed'])}{pending}")
    overall = told.summary["overall"]
    typer.echo(f"{'':<14}{overall['cases']:>5} 题  {_figure(overall['passed'])}  出错 {told.summary['errors']}")
    for name, one in told.summary["conditions"].items():
        typer.echo(f"{name:<14}{one['cases']:>5} 题  {_figure(one['passed'])}")
    typer.echo(str(told.folder / "report.html"))


def _figure(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return "–"
    return f"{100 * one['value']:5.1f} %  [{100 * one['low']:.1f}, {100 * one['high']:.1f}]"


def tell_gate(gated: "Gated", told: "Told") -> None:
    """The comparison, every reason and warning, the verdict."""
    if gated.comparison:
        tell_comparison(gated.comparison)
    for line in gated.reasons:
        typer.echo(f"✗ {line}")
    for line in gated.warnings:
        typer.echo(f"? {line}")
    typer.echo(f"{_VERDICTS[gated.exit_code]}  {told.folder / 'report.html'}")


def gate_markdown(gated: "Gated", told: "Told") -> str:
    """The verdict for a pull request: reasons, the metrics that changed, every flip."""
    lines = [f"## Evals: {_VERDICTS[gated.exit_code]} (exit {gated.exit_code})", "", f"Run `{told.manifest.run}`"]
    lines += ["", *(f"- **{line}**" for line in gated.reasons), *(f"- {line}" for line in gated.warnings)]
    if found := gated.comparison:
        lines += ["", "| metric | change | 95 % interval | p | verdict |", "|---|---:|---|---:|---|"]
        for one in found.metrics:
            if one.primary or one.change.delta:
                between = f"{_points(one.change.interval.low)} … {_points(one.change.interval.high)}"
                lines.append(
                    f"| {one.metric}{' *' if one.primary else ''} | {_points(one.change.delta)} | {between} "
                    f"| {one.p:.4f} | {one.verdict} |"
                )
        lines += ["", f"{found.cases} cases: {len(found.broken)} broken, {len(found.mended)} mended."]
        lines += [f"- ✗ `{name}`" for name in found.broken] + [f"- ✓ `{name}`" for name in found.mended]
    return "\n".join(lines)


def _points(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:+.1f}"


def tell_comparison(found: "Comparison") -> None:
    """A line a metric (``*``: primary), then the flips."""
    for one in found.metrics:
        low, high = one.change.interval.low, one.change.interval.high
        between = f"[{100 * low:+.1f}, {100 * high:+.1f}]" if low is not None and high is not None else "[?]"
        star = "*" if one.primary else " "
        typer.echo(f"{star}{one.metric:<22}{100 * one.change.delta:+6.1f}  {between:<16} p={one.p:.4f}  {one.verdict}")
    typer.echo(f"{found.cases} 题：由对变错 {len(found.broken)}，由错变对 {len(found.mended)}，缺 {len(found.missing)}")
    for name in found.broken:
        typer.echo(f"- {name}")
    for name in found.mended:
        typer.echo(f"+ {name}")


def comparison_row(found: "Comparison") -> dict[str, Any]:
    """A comparison as JSON."""
    metrics = [
        {
            "metric": one.metric, "primary": one.primary, "verdict": one.verdict, "p": one.p,
            "base": one.change.base, "candidate": one.change.candidate, "delta": one.change.delta,
            "low": one.change.interval.low, "high": one.change.interval.high,
            "detectable": one.change.detectable, "clusters": one.change.clusters, "cases": one.change.cases,
        }
        for one in found.metrics
    ]  # fmt: skip
    return {
        "cases": found.cases,
        "missing": list(found.missing),
        "broken": list(found.broken),
        "mended": list(found.mended),
        "metrics": metrics,
    }


def gated_row(gated: "Gated", told: "Told") -> dict[str, Any]:
    """A verdict as JSON."""
    compared = comparison_row(gated.comparison) if gated.comparison else None
    return {
        "exit": gated.exit_code,
        "run": told.manifest.run,
        "reasons": list(gated.reasons),
        "warnings": list(gated.warnings),
        "critical": list(gated.critical),
        "floors": [list(one) for one in gated.floors],
        "comparison": compared,
    }
