"""The door: the `gongkai` command. It only parses; each command calls one function of the house and shows the result.

Human output is Chinese; ``--json`` prints exactly one JSON document on standard output; logs and progress go to
standard error. Exit codes: 0 done (a refusal is an answer, so it is 0 too), 1 the work failed, 2 usage.
"""

import errno
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from evals.door import cli as _evals
from ingest.errors import GongkaiError
from ui.training import cli as _encoder

if TYPE_CHECKING:
    from bot.chain import AnswerChain
    from bot.settings import Settings
    from ingest.library import Library
    from ui.runs import EvalDesk


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG}


class _Door(TyperGroup):
    """Turns the errors a user can act on into one line on standard error and exit code 1."""

    def invoke(self, ctx: typer.Context) -> Any:
        try:
            return self._flushed(ctx)
        except GongkaiError as error:
            typer.echo(f"gongkai: {error}", err=True)
            raise typer.Exit(1) from None

    def _flushed(self, ctx: typer.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            raise  # whoever read has seen enough: Typer ends quietly
        except OSError as error:
            if error.errno in _FULL:
                sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (what it still holds cannot be written at the end either)
            raise GongkaiError(f"the system refuses: {error}; check the disk, the path and its permissions") from None


cli = typer.Typer(
    cls=_Door,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class AnswerFormat(StrEnum):
    """How `ask` prints for people."""

    text = "text"
    md = "md"


class SummaryFormat(StrEnum):
    """How `summarize` prints."""

    text = "text"
    md = "md"
    json = "json"
    docx = "docx"


def _whole(text: str) -> str:
    """Refuse arguments that held bytes outside the terminal's encoding: they cannot be asked for, nor printed."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise typer.BadParameter(f"{text!r} is not valid text in this terminal's encoding: use UTF-8") from None
    return text


def _said(text: str) -> str:
    """Refuse what says nothing."""
    if not text.strip():
        raise typer.BadParameter("is empty: say something")
    return _whole(text)


def _metric(name: str) -> str:
    """The key of a metric that goes by this name."""
    from bot.output.columns import columns

    try:
        return columns([_whole(name)])[0].key
    except GongkaiError as error:
        raise typer.BadParameter(str(error)) from None


def _rule(name: str) -> str:
    """A rule of the audit by its id."""
    from bot.rules import TITLES

    if _whole(name).upper() not in TITLES:
        raise typer.BadParameter(f"no rule {name!r}: choose from {', '.join(TITLES)}")
    return name.upper()


LibraryDir = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library. [default: $GONGKAI_LIBRARY, else ./library]"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
ReportName = Annotated[
    str, typer.Argument(metavar="REPORT", help="A report id, or an unambiguous body name.", parser=_whole)
]
OfYear = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", help="Which year's report, where a body has several.")
]
Reports = Annotated[
    list[str], typer.Option("--report", metavar="REPORT", help="Only this report; may be repeated.", parser=_whole)
]
Years = Annotated[
    list[int],
    typer.Option("--year", metavar="YEAR", min=1949, max=2099, help="Only this year; may be repeated."),
]
Metrics = Annotated[
    list[str], typer.Argument(metavar="[METRIC]...", help="A metric's key or Chinese name.", parser=_metric)
]
Rules = Annotated[
    list[str], typer.Option("--rule", metavar="RULE", help="Only this rule (A5, S3 …); may be repeated.", parser=_rule)
]
Earlier = Annotated[
    list[str],
    typer.Option("--after", metavar="EARLIER", help="An earlier question; repeated, oldest first.", parser=_whole),
]


@cli.callback(invoke_without_command=True)
def _desk(ctx: typer.Context, library: LibraryDir = None) -> None:
    """公开 Gongkai: reads disclosure reports, answers with exact quotations, and says nothing that it cannot prove.

    With no command it serves the desk.
    """
    if ctx.invoked_subcommand is None:
        return serve(library=library)
    if library is not None:
        raise typer.BadParameter(f"give --library after the command: {ctx.invoked_subcommand} --library {library}")


@cli.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...")], as_json: AsJson = False, library: LibraryDir = None
) -> None:
    """Take files and folders into the library. What is there already stays as it is."""
    from ingest.pipeline import discover, ingest_paths, nothing_to_take
    from ui import terminal

    outcomes = nothing_to_take(paths)
    if not outcomes:
        with _open(library, write=True, create=True) as held:
            outcomes = list(terminal.progress(ingest_paths(held, paths), total=len(discover(paths))))
    terminal.show(outcomes, as_json, terminal.outcomes)
    if any(outcome.status == "failed" for outcome in outcomes):
        raise typer.Exit(1)


@cli.command()
def reports(as_json: AsJson = False, library: LibraryDir = None) -> None:
    """List what the library holds."""
    from ui import terminal

    with _open(library) as held:
        terminal.show(held.reports(), as_json, terminal.reports, terminal.report_row)


@cli.command()
def text(report: ReportName, year: OfYear = None, library: LibraryDir = None) -> None:
    """Print a report's canonical text. It is UTF-8, exact: the offsets of every quotation point into it."""
    with _open(library) as held:
        canonical = held.text(held.find(report, year).report_id)
    sys.stdout.flush()
    sys.stdout.buffer.write(canonical.encode("utf-8"))


@cli.command()
def show(report: ReportName, year: OfYear = None, as_json: AsJson = False, library: LibraryDir = None) -> None:
    """Take one report apart: sections, figures."""
    from ui import terminal

    with _open(library) as held:
        stored = held.stored(held.find(report, year).report_id)
    terminal.show(stored, as_json, terminal.stored, terminal.stored_row)


@cli.command()
def edit(
    report: ReportName,
    agency: Annotated[str | None, typer.Option(metavar="BODY", help="The body's right name.", parser=_said)] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", min=1949, max=2099, help="The right year.")] = None,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Correct a report's body or year. This outranks the text and survives re-ingesting."""
    from ui import terminal

    if agency is None and year is None:
        raise typer.BadParameter("nothing to correct: give --agency, --year or both")
    with _open(library, write=True) as held:
        edited = held.edit(held.find(report).report_id, agency=agency, year=year)
    terminal.show(edited, as_json, terminal.report, terminal.report_row)


@cli.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", parser=_said)],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Find passages, best first. Each comes with its score in every channel."""
    from bot.chain import open_chain
    from bot.search import search as find
    from ui import terminal

    with open_chain(_settings(library).library) as chain:
        terminal.show(find(chain, query, k), as_json, lambda hits: terminal.hits(hits, chain.library.reports()))


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", parser=_whole)] = None,
    report: Reports = [],  # noqa: B006 (Typer makes a new list for every call)
    year: Years = [],  # noqa: B006
    after: Earlier = [],  # noqa: B006
    file: Annotated[
        Path | None, typer.Option(metavar="Q.jsonl", help="Questions, - for standard input; one Answer a line.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show scope, terms, channels and scores.")] = False,
    format: Annotated[AnswerFormat, typer.Option(help="md: paste-ready, with its sources.")] = AnswerFormat.text,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Answer with citations, or refuse. A refusal exits 0: it is an answer."""
    if file is not None:
        if question or report or year or after:
            raise typer.BadParameter("--file brings its own questions, with their reports, years and earlier questions")
        return _ask_many(file, explain, library)
    if not (question or "").strip():
        raise typer.BadParameter("give a QUESTION, or --file with many")
    from bot.chain import open_chain
    from bot.export import answer_markdown
    from ui import terminal

    with open_chain(_settings(library).library) as chain:
        answer = chain.invoke(
            {"question": question, "report": report, "year": year, "after": after, "explain": explain}
        )
    for_people = (lambda it: terminal.line(answer_markdown(it))) if format is AnswerFormat.md else terminal.answer
    terminal.show(answer, as_json, for_people)


def _ask_many(file: Path, explain: bool, library: Path | None) -> None:
    from bot.chain import open_chain
    from ui import terminal
    from ui.questions import check_reports, read_questions

    questions = read_questions(file)
    with open_chain(_settings(library).library) as chain:
        check_reports(questions, chain.library.find)
        for asked in terminal.progress(questions, total=len(questions)):
            answer = chain.invoke(asked.given() | {"explain": explain})
            terminal.json_line(terminal.plain(answer) | {"id": asked.id})


@cli.command()
def summarize(
    report: ReportName,
    year: OfYear = None,
    format: Annotated[SummaryFormat, typer.Option(help="docx, a Word document, needs --out.")] = SummaryFormat.text,
    out: Annotated[Path | None, typer.Option(help="Write to this file (Markdown unless --format says else).")] = None,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Put one report on one page, every word cited."""
    if format is SummaryFormat.docx and out is None:
        raise typer.BadParameter("--format docx needs a file to write to: give --out FILE.docx")
    from bot.chain import open_chain
    from bot.export import summary_markdown
    from ui import terminal

    with open_chain(_settings(library).library) as chain:
        summary = chain.summarize(chain.library.find(report, year).report_id)
    if as_json or format is SummaryFormat.json:
        return terminal.deliver(terminal.document(summary), out)
    if out is not None and format is SummaryFormat.docx:
        return terminal.deliver_word(summary, out)
    if out is not None or format is SummaryFormat.md:
        return terminal.deliver(summary_markdown(summary), out)
    terminal.summary(summary)


@cli.command()
def compare(
    metric: Metrics = [],  # noqa: B006
    report: Reports = [],  # noqa: B006
    year: Years = [],  # noqa: B006
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="F", help="Write the table to this file, for spreadsheets.")
    ] = None,
    wide: Annotated[bool, typer.Option("--wide", help="One line a report in the CSV, not one a figure.")] = False,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Set figures side by side, each cited; what is not stated is told apart from 0.

    METRIC is a key or a Chinese name (主动公开总数, 收到申请); by default, the numbers of the summary.
    """
    if wide and csv is None:
        raise typer.BadParameter("--wide shapes the CSV: give --csv F with it")
    from bot.compare import compare as make
    from ui import terminal

    with _open(library) as held:
        made = make(held, metric, report, year)
    if csv is not None:
        terminal.deliver_csv(made, metric, csv, wide)
    if as_json or csv is None:
        terminal.show(made, as_json, lambda it: terminal.comparison(it, metric))


@cli.command()
def audit(
    report: Annotated[
        str | None, typer.Argument(metavar="[REPORT]", help="A report; all of the library by default.", parser=_whole)
    ] = None,
    year: OfYear = None,
    rule: Rules = [],  # noqa: B006
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Check reports against themselves: sums, shares, what is said twice, parts, residues. Exits 0 in any case."""
    from bot.audit import audit_library
    from ui import terminal

    if report is None and year is not None:
        raise typer.BadParameter("--year says which of a body's reports: give the REPORT with it")
    with _open(library) as held:
        chosen = held.reports() if report is None else [held.find(report, year)]
        steps = chosen if report is not None else terminal.progress(chosen, total=len(chosen))
        found = list(audit_library(held, steps, rule))
    terminal.show(found, as_json, terminal.findings)


@cli.command()
def remove(report: ReportName, year: OfYear = None, as_json: AsJson = False, library: LibraryDir = None) -> None:
    """Take a report out of the library and every index."""
    from bot.keeping.conversations import Conversations
    from ui import terminal

    with _open(library, write=True) as held:
        gone = held.find(report, year)
        held.remove(gone.report_id)
        Conversations(held.path).forget(gone.report_id)
    terminal.show({"report_id": gone.report_id, "removed": True}, as_json, lambda _: terminal.removed(gone))


@cli.command()
def doctor(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Rebuild the indexes; re-encodes nothing.")] = False,
    as_json: AsJson = False,
    library: LibraryDir = None,
) -> None:
    """Check the library and its indexes. Exits 1 where something is ill."""
    from ui import terminal

    with _open(library, write=rebuild) as held:
        if rebuild:
            held.rebuild()
        checks = held.check()
    ok = all(check.ok for check in checks)
    terminal.show({"ok": ok, "checks": [check._asdict() for check in checks]}, as_json, terminal.health)
    if not ok:
        raise typer.Exit(1)


@cli.command()
def reindex(as_json: AsJson = False, library: LibraryDir = None) -> None:
    """Encode everything again. An interrupted run goes on where it stopped."""
    from ingest.encoder import load_encoder
    from ui import terminal

    encoder = load_encoder(_settings(library).encoder)
    with _open(library, write=True) as held, terminal.counter() as count:
        passages = held.reindex(encoder, count)
    terminal.show({"passages": passages, "encoder": encoder.name}, as_json, terminal.reindexed)


cli.add_typer(_encoder, name="encoder", help="The model that retrieval by meaning rests on.")
cli.add_typer(_evals, name="eval", help="Is it right, how sure are we, and did we make it worse?")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 7860,
    auth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only these users; `python -m ui.login NAME` makes a line.")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve MCP clients too.")] = False,
    library: LibraryDir = None,
) -> None:
    """Serve the desk in the browser."""
    from bot.chain import open_chain
    from ui.desk import launch_desk
    from ui.login import read_users

    users = read_users(auth) if auth is not None else None
    with open_chain(_settings(library).library, write=True) as chain:
        launch_desk(chain, host=host, port=port or None, evals=_eval_desk(chain), users=users, mcp=mcp)


def _eval_desk(chain: "AnswerChain") -> "EvalDesk":
    """What the tab 评测 shows: the door hands it over, for desk and evals do not know each other."""
    from evals.desk import SUITE_NAMES, case_rows, starter
    from evals.gate import BASELINES
    from evals.libraries import RUNS
    from ui.runs import EvalDesk

    return EvalDesk(RUNS, BASELINES, SUITE_NAMES, case_rows, starter(chain.library.path))


def _settings(library: Path | None) -> "Settings":
    from bot.settings import Settings

    return Settings.from_env(os.environ, library=library)


def _open(library: Path | None, *, write: bool = False, create: bool = False) -> "Library":
    from bot.settings import open_library

    return open_library(library, write=write, create=create)


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    cli(prog_name="gongkai")


if __name__ == "__main__":
    main()
