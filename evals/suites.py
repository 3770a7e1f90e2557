"""The suites: what there is to ask, which of it counts, and whether its gold stands in the texts.

``seeds.jsonl``, ``smoke.jsonl``, ``talks.jsonl`` (an examiner's) and ``retrieval.jsonl`` are written by hand. The cases
over generated reports are made by the ``cases_*`` modules whenever they are needed, always the same; ``dataset.json``
holds the hash of every suite and of the texts, and a test fails when one has moved. After a wanted change:

    python -m evals.suites
"""

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from evals.cases_across import across_cases, comparison_cases, listed_cases, talk_cases
from evals.cases_figures import figure_cases, trap_cases
from evals.cases_refusals import refusal_cases
from evals.cases_reports import outline_cases, retrieval_cases, summary_cases
from evals.schema import Case, GoldNumber, Split
from evals.sources import CASES, texts_of, texts_sha256
from ingest.errors import GongkaiError

SUITES = {
    "smoke": "thirty questions over the five real reports",
    "figures": "one number of one report",
    "traps": "this year, 累计, last year, plans",
    "descriptive": "problems, plans, organisation, procedures: nuggets",
    "practices": "one question to all reports",
    "comparison": "two or more numbers side by side or computed",
    "unanswerable": "no answer, by reason; false premises",
    "summaries": "fields of the one-page summary",
    "outline": "sections with level, number, title and place",
    "retrieval": "passages found for a question, by gold span",
    "conversation": "follow-up questions",
    "english": "questions in English",
    "adversarial": "instructions in the question, other scripts",
    "local": "the user's own cases",
}
PENDING: frozenset[str] = frozenset()  # suites that are run and reported, but outside the baseline
LOCAL = CASES / "local.jsonl"
DATASET = CASES / "dataset.json"
_NUMERALS = re.compile(r"[零一二两三四五六七八九十百千]+")
_MAKERS = (figure_cases, trap_cases, refusal_cases, comparison_cases, across_cases, listed_cases, summary_cases,
           outline_cases, talk_cases)  # fmt: skip


@cache
def shipped_cases() -> tuple[Case, ...]:
    """Every case of the repository, written or made; ids are unique."""
    written = [case for name in ("smoke", "seeds", "talks") for case in read_cases(CASES / f"{name}.jsonl")]
    made = [case for maker in _MAKERS for case in maker()]
    return (*written, *made, *retrieval_cases())


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a .jsonl file, one a line; empty lines are passed over.

    Raises:
        GongkaiError: the file is not there, or a line is no case; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GongkaiError(f"cannot read cases from {str(path)!r}: {error}") from None
    return tuple(_case(line, f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors()[:3])
        raise GongkaiError(f"{where} is no case: {told}") from None


def choose(
    suites: Sequence[str] = (), split: Split | None = None, limit: int | None = None, local: Path | None = None
) -> tuple[Case, ...]:
    """The cases of the suites (default: all shipped), of one half if ``split``; ``limit`` keeps so many of each suite.

    ``limit`` draws the same cases every time, spread over the suite.

    Raises:
        GongkaiError: no such suite, or nothing left.
    """
    if unknown := sorted(set(suites) - set(SUITES)):
        raise GongkaiError(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    cases = read_cases(local or LOCAL) if "local" in suites else ()
    wanted = set(suites) or set(SUITES)
    chosen = [c for c in (*shipped_cases(), *cases) if c.suite in wanted or (c in cases and "local" in suites)]
    chosen = [case for case in chosen if split in (None, case.split)]
    if limit is not None:
        kept = {case.id for suite in wanted for case in _few([c for c in chosen if c.suite == suite], limit)}
        chosen = [case for case in chosen if case.id in kept]
    if not chosen:
        raise GongkaiError("no case is left: widen --suite, --split or --limit")
    return tuple(chosen)


def _few(cases: Sequence[Case], limit: int) -> Sequence[Case]:
    return random.Random("limit").sample(cases, min(limit, len(cases)))


def cases_sha256(cases: Iterable[Case]) -> str:
    """One hash over cases, whatever their order."""
    lines = sorted(case.model_dump_json() for case in cases)
    return sha256("\n".join(lines).encode()).hexdigest()


def faults(case: Case, own: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """What is wrong with a case's gold: spans that are not the text's, numbers that stand in none of its spans.

    ``own`` are the texts that cases of a user's library point into, by report id.
    """
    texts = own if case.library == "own" else texts_of("wide")
    told = [
        f"{span.quote!r} is not {span.report}[{span.start}:{span.end}]"
        for span in case.spans
        if texts.get(span.report, "")[span.start : span.end] != span.quote
    ]
    loose = [gold for gold in case.numbers if not _stands(gold, case) and not _computed(gold, case)]
    return told + [f"{gold.value}{gold.unit} stands in no span" for gold in loose if case.spans]


def _stands(gold: GoldNumber, case: Case) -> bool:
    """Whether a span says the number: as digits or numerals, or in words that deny it where it is zero."""
    from evals.metrics.reading import normal_value, read
    from ingest.facts.numerals import parse_number

    quotes = [span.quote for span in case.spans]
    wanted = normal_value(Decimal(gold.value), gold.unit)
    said = {number.value for quote in quotes for number in read(quote)}
    said |= {parse_number(words) for quote in quotes for words in _NUMERALS.findall(quote)}
    denied = wanted == 0 and any(word in quote for quote in quotes for word in ("未", "无", "没有", "零", "不"))
    return wanted in said or denied


def _computed(gold: GoldNumber, case: Case) -> bool:
    """A result is checked by doing the arithmetic again."""
    others = [int(n.value) for n in case.numbers if n is not gold and n.value.isdigit()]
    return not gold.body and len(others) == 2 and int(gold.value) in (sum(others), abs(others[0] - others[1]))


def lines_of(cases: Iterable[Case]) -> str:
    """Cases as JSON lines, without what is default."""
    rows = (case.model_dump(mode="json", exclude_defaults=True) for case in cases)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def dataset() -> dict[str, object]:
    """The hashes that say whether a run was asked the same questions about the same texts."""
    by_suite = {suite: [case for case in shipped_cases() if case.suite == suite] for suite in SUITES}
    told = {s: {"cases": len(cases), "sha256": cases_sha256(cases)} for s, cases in by_suite.items() if cases}
    return {"texts": {name: texts_sha256(name) for name in ("seeds", "wide")}, "suites": told}


if __name__ == "__main__":
    DATASET.write_text(json.dumps(dataset(), indent=1) + "\n", encoding="utf-8")
