"""What the desk's tab 评测 needs of the evals, as plain dicts: the questions with their gold, and a run of its own.

A run started at the desk is a process of its own, so that asking hundreds of questions slows no reader down:

    python -m evals.desk '{"suite": "smoke", "limit": 5, "library": null}'

It prints one line ``{"done": 3, "total": 30}`` a question. Like every run it goes on where it stopped.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from evals.libraries import ROOT
from evals.schema import Case
from evals.story import Selection, ask
from evals.suites import LOCAL, SUITES, shipped_cases
from ingest.errors import GongkaiError

SUITE_NAMES = tuple(SUITES)
_GENTLE = {"OMP_NUM_THREADS": "2", "PYTHONUNBUFFERED": "1"}


def case_rows() -> dict[str, dict[str, Any]]:
    """Every case by its id: ``{suite, question, after, kind, critical, expected: [{kind, text}]}``."""
    return {case.id: _row(case) for case in (*shipped_cases(), *_own())}


def _own() -> tuple[Case, ...]:
    try:
        return Selection(("local",)).cases() if LOCAL.exists() else ()
    except GongkaiError:  # a broken file of one's own does not hide the others; `gongkai eval cases check` tells of it
        return ()


def _row(case: Case) -> dict[str, Any]:
    kept = case.model_dump(mode="json", include={"suite", "question", "after", "kind", "critical"})
    return kept | {"expected": [{"kind": kind, "text": text} for kind, text in _expected(case)]}


def _expected(case: Case) -> Iterator[tuple[str, str]]:
    """What a right answer shows: ``(what it is, in the case's own words)``."""
    if case.kind == "ask":
        yield "status", case.expect
    if case.unanswerable_type:
        yield "reason", case.unanswerable_type
    for n in case.numbers:
        value = f"{n.value}{f'–{n.value_max}' if n.value_max else ''}{n.hedge or ''}{n.unit}"
        yield "number", " ".join(filter(None, (n.body, n.label, value, n.scope)))
    yield from (("nugget", "|".join(one.any_of) or one.text) for one in case.nuggets)
    yield from (("must", one) for one in case.must)
    yield from (("must_not", one) for one in case.must_not)
    yield from ((f"field.{f.status}", f"{f.key} {f.value or f.text or ''}{f.hedge or ''}{f.unit}") for f in case.fields)
    yield from (("heading", f"{'　' * max(0, h.level - 1)}{h.number}{h.title}") for h in case.headings)
    yield from (("source", span.quote[:160]) for span in case.spans[:6])


def starter(library: Path) -> Callable[[str, int | None], tuple[int, Iterator[None]]]:
    """``start(suite, limit)`` for a desk over that library: how many cases it will ask, and the steps of asking them.

    ``suite`` "" is all of them. Ending the steps early ends the process; what was asked by then stays on disk.
    """

    def start(suite: str, limit: int | None) -> tuple[int, Iterator[None]]:
        asked = {"suite": suite, "limit": limit, "library": str(library) if suite == "local" else None}
        return len(_selection(asked).cases()), _steps(asked)

    return start


def _selection(asked: dict[str, Any]) -> Selection:
    suites = (asked["suite"],) if asked["suite"] else ()
    return Selection(suites, limit=asked["limit"], library=Path(asked["library"]) if asked["library"] else None)


def _steps(asked: dict[str, Any]) -> Iterator[None]:
    """One item a case that was asked, those of an earlier, interrupted run at once."""
    command = [sys.executable, "-m", "evals.desk", json.dumps(asked)]
    environ = os.environ | _GENTLE
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, encoding="utf-8") as child:
        try:
            seen = 0
            for line in child.stdout or ():
                done = json.loads(line)["done"]
                yield from (None for _ in range(done - seen))
                seen = done
        except BaseException:  # told to stop, or the desk itself ends
            child.terminate()
            raise
    if child.returncode:
        raise GongkaiError(f"the run ended with exit code {child.returncode}; its reason stands above in the log")


def main(arguments: str) -> None:
    """Run what a desk asked for, telling how far it is."""
    if hasattr(os, "nice"):
        os.nice(10)

    def tell(done: int, total: int) -> None:
        print(json.dumps({"done": done, "total": total}), flush=True)

    told = ask(_selection(json.loads(arguments)), tell=tell)
    tell(len(told.samples), len(told.samples))


if __name__ == "__main__":
    main(sys.argv[1])
