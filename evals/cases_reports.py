"""Cases about whole reports: ``summaries`` (field by field), ``outline``, and ``retrieval`` (spans to be found).

E.g. gongkai summarize {who}  ->  disclosed_total 165 条, fees 0 元, lawsuits not stated, problems: two points
"""

import json
from collections.abc import Iterator

from evals.cases_across import _nugget
from evals.cases_figures import placed
from evals.schema import Case, GeneratedReport, GoldField, GoldItem, StatedFact
from evals.sources import CASES, GENERATED, generated, name_of, span, split_of

_NUMBERS = {"disclosed_total": "本年", "disclosed_cumulative": "累计", "applications_received": "本年",
            "applications_handled": "本年", "fees": "本年", "reviews": "本年", "lawsuits": "本年",
            "inquiries": "本年"}  # fmt: skip
_LISTS = ("categories", "staff", "problems", "plans")


def summary_cases() -> Iterator[Case]:
    """One summary a report, every second report; only fields whose gold is certain are asked."""
    for number in GENERATED[::2]:
        yield Case(
            id=f"gen-{number}-summary",
            suite="summaries",
            kind="summary",
            question=generated(number).title,
            report=(name_of(number),),
            expect="answered",
            fields=tuple(_fields(generated(number))),
            **placed(number),
        )


def _fields(gold: GeneratedReport) -> Iterator[GoldField]:
    for key in gold.not_stated:
        kind = "number" if key in _NUMBERS else "list" if key in _LISTS else "text"
        yield GoldField(key=key, kind=kind, status="not_stated")
    for key, scope in _NUMBERS.items():
        facts = [f for f in gold.facts if f.metric == key and f.scope == scope and not f.label]
        if facts:
            first = facts[0]
            yield GoldField(
                key=key, kind="number", status="stated", value=first.value, unit=first.unit, hedge=first.hedge,
                scope=scope,
            )  # fmt: skip
    for key in _LISTS:
        if items := tuple(_items(gold, key)):
            yield GoldField(key=key, kind="list", status="stated", items=items)


def _items(gold: GeneratedReport, key: str) -> Iterator[GoldItem]:
    if key in ("problems", "plans"):
        for told in gold.statements:
            if told.metric == key:
                yield GoldItem(label=_nugget(gold, told).any_of[-1])
        return
    facts: dict[str, StatedFact] = {f.label: f for f in gold.facts if f.metric == key and f.scope == "本年" and f.label}
    yield from (GoldItem(label=f.label, value=f.value, unit=f.unit) for f in facts.values())


def outline_cases() -> Iterator[Case]:
    """The outline of every generated report, as it was typed."""
    for number in GENERATED:
        yield Case(
            id=f"gen-{number}-outline",
            suite="outline",
            kind="outline",
            question=generated(number).title,
            report=(name_of(number),),
            expect="answered",
            headings=generated(number).headings,
            **placed(number),
        )


def retrieval_cases() -> Iterator[Case]:
    """The lines of ``retrieval.jsonl`` as cases."""
    for line in (CASES / "retrieval.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = _named(row["report"])
        gold = [span(name, *place) for place in row["spans"]]
        gold += [span(_named(report), start, end) for report, start, end in row.get("also", [])]
        yield Case(
            id=row["id"],
            suite="retrieval",
            kind="search",
            library="wide",
            cluster=name,
            split=split_of(name),
            question=row["question"],
            expect="answered",
            spans=tuple(gold),
            note=row["style"],
        )


def _named(report: str) -> str:
    return report.removesuffix(".txt").replace("generated:", "generated-")
