"""A user's own cases: a template from a report's figures, and a check that their gold stands in the texts.

{"id": "local-…-1", "suite": "local", "library": "own", "question": "丰台科技园区2013年：公开信息多少条？", …}
"""

from collections.abc import Iterator
from pathlib import Path

from evals.schema import Case, GoldNumber, GoldSpan
from evals.suites import LOCAL, faults, lines_of, read_cases, shipped_cases
from ingest.errors import GongkaiError
from ingest.schema import Figure, Stored

_MOST = 20


def append_cases(name: str, year: int | None, place: Path, library: Path | None) -> int:
    """Append a case for each of a report's first figures to a .jsonl file; how many.

    Raises:
        GongkaiError: no such report, or one whose cases are in the file already.
    """
    from bot.settings import open_library

    with open_library(library) as held:
        stored = held.stored(held.find(name, year).report_id)
    known = {case.id for case in read_cases(place)} if place.exists() else set()
    cases = [case for case in _cases(stored) if case.id not in known]
    if not cases:
        raise GongkaiError(f"{str(place)!r} has the cases of {name!r} already, or the report states no figures")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a", encoding="utf-8") as file:
        file.write(lines_of(cases))
    return len(cases)


def _cases(stored: Stored) -> Iterator[Case]:
    report = stored.report
    for nth, figure in enumerate(stored.figures[:_MOST], 1):
        yield Case(
            id=f"local-{report.report_id}-{nth}",
            suite="local",
            library="own",
            cluster=report.report_id,
            split="dev",
            question=f"{report.agency or report.title}{report.year or ''}年：{figure.label}是多少{figure.unit}？",
            report=(report.report_id,),
            expect="answered",
            numbers=(_number(figure, stored),),
            spans=(GoldSpan(report=report.report_id, start=figure.start, end=figure.end, quote=figure.quote),),
        )


def _number(figure: Figure, stored: Stored) -> GoldNumber:
    upper = None if figure.value_max is None else str(figure.value_max)
    return GoldNumber(
        value=str(figure.value), value_max=upper, unit=figure.unit, hedge=figure.hedge, scope=figure.scope,
        body=stored.report.agency or "", year=stored.report.year,
    )  # fmt: skip


def check_cases(file: Path | None, library: Path | None) -> tuple[int, list[str]]:
    """How many cases were checked, and what is wrong, a line each.

    Without a file: every shipped case, and the user's own where there are any.
    """
    own = read_cases(file) if file else read_cases(LOCAL) if LOCAL.exists() else ()
    cases = own if file else (*shipped_cases(), *own)
    texts = _own_texts(library) if any(case.library == "own" for case in cases) else {}
    told = [f"{case.id}：{fault}" for case in cases for fault in faults(case, texts)]
    ids = [case.id for case in cases]
    return len(cases), told + [f"{name}：编号重复" for name in sorted({one for one in ids if ids.count(one) > 1})]


def _own_texts(library: Path | None) -> dict[str, str]:
    from bot.settings import open_library

    with open_library(library) as held:
        return {report.report_id: held.text(report.report_id) for report in held.reports()}
