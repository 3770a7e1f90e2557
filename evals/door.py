"""The `gongkai eval` commands. They only parse; each calls one function of `evals.story` and shows the result.

Exit codes of `gate`: 0 pass, 1 regression or floor broken, 2 no verdict possible, 3 inconclusive under --policy strict.
"""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.tell import bar, comparison_row, gate_markdown, gated_row, show, tell_comparison, tell_gate
from ingest.errors import GongkaiError

if TYPE_CHECKING:
    from evals.story import Selection

cli = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
cases_cli = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(cases_cli, name="cases", help="The questions: list, check, make your own.")


class SplitName(StrEnum):
    """Which half of the cases."""

    dev = "dev"
    test = "test"
    all = "all"


class ConditionName(StrEnum):
    """How much a question is given."""

    closed_book = "closed_book"
    oracle = "oracle"
    given = "given"
    whole = "whole"
    all = "all"


class BenchmarkName(StrEnum):
    """A public benchmark."""

    cmrc2018 = "cmrc2018"
    rgb = "rgb"


class PolicyName(StrEnum):
    """What an inconclusive comparison is worth."""

    warn = "warn"
    strict = "strict"


Suites = Annotated[
    list[str], typer.Option("--suite", metavar="SUITE", help="Only this suite; may be repeated. [default: all]")
]
Split = Annotated[SplitName, typer.Option(help="Tune on dev only.")]
Limit = Annotated[int | None, typer.Option(min=1, help="So many cases of each suite, always the same ones.")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="The run's folder. [default: evals/runs/<id>]")]
Local = Annotated[
    Path | None, typer.Option("--cases", metavar="FILE", help="Your own cases. [default: evals/cases/local.jsonl]")
]
Library = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="The library that your own cases are about.")
]
Run = Annotated[str | None, typer.Argument(metavar="RUN", help="A run's id or folder. [default: the latest]")]
BaselineFile = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="[default: evals/baselines/<mode>.json]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Margin = Annotated[float, typer.Option(min=0, max=1, help="A drop smaller than this is not worse.")]


@cli.command()
def run(
    suite: Suites = [],  # noqa: B006 (Typer makes a new list for every call)
    split: Split = SplitName.all,
    limit: Limit = None,
    out: Out = None,
    condition: Annotated[ConditionName, typer.Option(help="all: tells failures to find from failures to read.")] = (
        ConditionName.whole
    ),
    cases: Local = None,
    library: Library = None,
    as_json: AsJson = False,
) -> None:
    """Ask and score. An interrupted run goes on where it stopped; nothing is asked twice."""
    from evals.run import CONDITIONS
    from evals.story import ask

    conditions = CONDITIONS if condition is ConditionName.all else (condition.value,)
    with bar("提问") as tell:
        told = ask(_selection(suite, split, limit, cases, library), conditions, out, tell)
    show(told, as_json)
    if told.summary["errors"]:
        raise typer.Exit(1)


@cli.command()
def score(run: Run = None, as_json: AsJson = False) -> None:
    """Score a run's stored answers again; asks nothing."""
    from evals.run import run_folder
    from evals.story import score as again

    show(again(run_folder(run)), as_json)


@cli.command()
def compare(
    base: Annotated[str, typer.Argument(metavar="A")],
    candidate: Annotated[str, typer.Argument(metavar="B")],
    margin: Margin = 0.05,
    as_json: AsJson = False,
) -> None:
    """What changed from run A to run B: flips, intervals, verdicts."""
    from evals.run import run_folder
    from evals.story import compare as between

    found = between(run_folder(base), run_folder(candidate), margin)
    if as_json:
        return typer.echo(json.dumps(comparison_row(found), ensure_ascii=False))
    tell_comparison(found)


@cli.command()
def gate(
    run: Run = None,
    suite: Suites = [],  # noqa: B006
    limit: Limit = None,
    baseline: BaselineFile = None,
    policy: Annotated[PolicyName, typer.Option(help="strict: inconclusive is exit 3.")] = PolicyName.warn,
    margin: Margin = 0.05,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--md", help="Print Markdown for a pull request.")] = False,
) -> None:
    """Did we make it worse? Without RUN, asks first (everything, or --suite). Exits 0, 1, 2 or 3."""
    from evals.run import run_folder
    from evals.story import ask, hold
    from evals.story import score as again

    try:
        if run is not None:
            told = again(run_folder(run))
        else:
            with bar("提问") as tell:
                told = ask(_selection(suite, SplitName.all, limit, None, None), tell=tell)
        gated = hold(told, baseline, policy.value, margin)
    except GongkaiError as error:
        typer.echo(f"gongkai: {error}", err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(gated_row(gated, told), ensure_ascii=False))
    elif markdown:
        typer.echo(gate_markdown(gated, told))
    else:
        tell_gate(gated, told)
    raise typer.Exit(gated.exit_code)


@cli.command()
def accept(
    reason: Annotated[str, typer.Option(help="Why this run may be the baseline.")],
    run: Run = None,
    baseline: BaselineFile = None,
) -> None:
    """Make a run over everything the baseline. Nothing else ever changes it."""
    from evals.run import run_folder
    from evals.story import accept as take
    from evals.story import score as again

    typer.echo(f"已认可 {take(again(run_folder(run)), reason, baseline)}")


@cli.command()
def mutate(suite: Suites = [], limit: Limit = None, as_json: AsJson = False) -> None:  # noqa: B006
    """The metrics' own test: planted faults must be seen, equal rewordings must not. Exits 1 where that fails."""
    from evals.mutations import mutations

    with bar("提问") as tell:
        found = mutations(_selection(suite, SplitName.all, limit, None, None), tell)
    if as_json:
        typer.echo(json.dumps(found.row(), ensure_ascii=False))
    else:
        typer.echo(found.text())
    if found.broken:
        raise typer.Exit(1)


@cli.command()
def report(run: Run = None) -> None:
    """Write the run's page again, with all runs so far, and print where it is."""
    from evals.gate import baseline_path
    from evals.run import run_folder
    from evals.story import hold, write_pages
    from evals.story import score as again

    told = again(run_folder(run))
    if baseline_path(told.manifest.mode).exists():
        hold(told)
    else:
        write_pages(told)
    typer.echo(str(told.folder / "report.html"))


@cli.command()
def external(
    name: Annotated[BenchmarkName, typer.Argument(metavar="cmrc2018|rgb")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The data, from its authors; it is not shipped.")],
    noise: Annotated[float, typer.Option(min=0, max=1, help="RGB: the share of passages without the answer.")] = 0.4,
    sha256: Annotated[str | None, typer.Option(help="Refuse any other file.")] = None,
    limit: Limit = None,
) -> None:
    """Run a public benchmark from a file that you have; prints one JSON document."""
    from evals.external import load_cmrc, load_rgb, run_cmrc, run_rgb

    benchmark = (load_cmrc if name is BenchmarkName.cmrc2018 else load_rgb)(file, sha256)
    typer.echo(benchmark.told(), err=True)
    with bar("提问") as tell:
        if name is BenchmarkName.cmrc2018:
            found = run_cmrc(benchmark, limit, tell)
        else:
            found = run_rgb(benchmark, noise, limit, tell)
    typer.echo(json.dumps(found, ensure_ascii=False))


@cases_cli.command("list")
def list_cases(suite: Suites = [], split: Split = SplitName.all, as_json: AsJson = False) -> None:  # noqa: B006
    """The suites with their sizes; with --suite, its cases as JSON lines."""
    from evals.suites import PENDING, SUITES, lines_of, shipped_cases

    if suite:
        sys.stdout.write(lines_of(_selection(suite, split, None, None, None).cases()))
        return
    halves = [case for case in shipped_cases() if split in (SplitName.all, case.split)]
    sizes = {name: sum(case.suite == name for case in halves) for name in SUITES}
    if as_json:
        return typer.echo(json.dumps(sizes))
    for name, told in SUITES.items():
        typer.echo(f"{name:<14}{sizes[name]:>5}  {told}{'（待开发）' if name in PENDING else ''}")
    typer.echo(f"{'':<14}{sum(sizes.values()):>5}")


@cases_cli.command()
def new(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A report id, or an unambiguous body name.")],
    year: Annotated[int | None, typer.Option(metavar="YEAR")] = None,
    out: Local = None,
    library: Library = None,
) -> None:
    """Append a template to your own cases, one a figure of the report: word the questions, keep what you want."""
    from evals.own_cases import append_cases
    from evals.suites import LOCAL

    place = out or LOCAL
    typer.echo(f"已写入 {append_cases(report, year, place, library)} 题：{place}")


@cases_cli.command()
def check(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="[default: every case there is]")] = None,
    library: Library = None,
) -> None:
    """Check that every gold span and number stands in its text. Exits 1 where one does not."""
    from evals.own_cases import check_cases

    checked, told = check_cases(file, library)
    for line in told:
        typer.echo(line)
    typer.echo(f"{checked} 题，{len(told)} 处有误")
    if told:
        raise typer.Exit(1)


def _selection(
    suite: list[str], split: SplitName, limit: int | None, cases: Path | None, library: Path | None
) -> "Selection":
    from evals.story import Selection

    wanted = tuple(dict.fromkeys([*suite, *(["local"] if cases is not None and not suite else [])]))
    return Selection(wanted, None if split is SplitName.all else split.value, limit, cases, library)
