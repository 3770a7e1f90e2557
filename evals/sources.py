"""The reports that the cases rest on: the five real ones in ``seeds/`` and sixty-one generated from drawn facts.

A report is named by its file's name without ``.txt``: ``000_504c661b44bdf89f``, ``generated-9000``. Generated texts are
not kept in the repository: the same seed gives the same text, and `texts_sha256` says whether it still does.
"""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.generate import generate_report
from evals.schema import GeneratedReport, GoldSpan, LibraryKind, Split
from ingest.errors import GongkaiError

GENERATED = range(9000, 9061)
SEEDS = Path(__file__).parents[1] / "seeds"
CASES = Path(__file__).parent / "cases"
_SEEDS_FOR_TEST = {"001_f843b8d3fb49b13b", "004_6ba6c3a8cce380d2"}  # as in cases/retrieval.jsonl


@cache
def generated(number: int) -> GeneratedReport:
    """The generated report of that number, with its gold."""
    return generate_report(number)


def name_of(number: int) -> str:
    """What the generated report of that number is called."""
    return f"generated-{number}"


@cache
def texts_of(library: LibraryKind) -> Mapping[str, str]:
    """The texts of a library by name: ``seeds`` the real ones, ``wide`` those and the generated ones.

    Raises:
        GongkaiError: the seed reports are not there (they stand in the repository, not in the wheel).
    """
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        raise GongkaiError(f"no seed reports in {str(SEEDS)!r}: the evals run in a clone of the repository")
    real = {file.stem: file.read_bytes().decode("utf-8") for file in files}
    return real if library == "seeds" else real | {name_of(n): generated(n).text for n in GENERATED}


@cache
def texts_sha256(library: LibraryKind) -> str:
    """One hash over the names and texts of a library."""
    told = json.dumps(sorted(texts_of(library).items()), ensure_ascii=False)
    return sha256(told.encode()).hexdigest()


def split_of(name: str) -> Split:
    """Which half a report belongs to: thresholds are tuned on ``dev`` only."""
    if name.startswith("generated-"):
        return "dev" if int(name.rpartition("-")[2]) % 2 == 0 else "test"
    return "test" if name in _SEEDS_FOR_TEST else "dev"


def span(name: str, start: int, end: int, grade: int = 2) -> GoldSpan:
    """A gold span of a report, with its words."""
    quote = texts_of("wide")[name][start:end]
    return GoldSpan.model_validate({"report": name, "start": start, "end": end, "quote": quote, "grade": grade})


@cache
def wordings() -> dict[str, Any]:
    """The question templates, by suite and what they ask for."""
    return json.loads((CASES / "wordings.json").read_text(encoding="utf-8"))
