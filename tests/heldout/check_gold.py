"""Check the held-out gold against its report files: every offset, quote and field.

Run ``python tests/heldout/check_gold.py``; it prints what it checked and exits 1 on the first kind of fault found.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STATUSES = {"answered", "no_evidence", "needs_clarification"}


def decoded(name: str, encoding: str) -> str:
    """The report's text as its bytes say: no newline translation, no byte-order mark."""
    return (HERE / "reports" / name).read_bytes().decode(encoding).removeprefix("\ufeff")


def heading_faults(text: str, heading: dict[str, Any]) -> list[str]:
    """What is wrong with one gold heading: `start` must be its number, the title must follow on the same line."""
    rest = text[heading["start"] :]
    line = rest.splitlines()[0]
    good = rest.startswith(heading["number"]) and line[len(heading["number"]) :].lstrip().startswith(heading["title"])
    return [] if good else [f"heading {heading['number']!r}{heading['title']!r} is not at {heading['start']}"]


def fact_faults(text: str, fact: dict[str, Any]) -> list[str]:
    """What is wrong with one gold fact: its quote must stand at its offsets, and occur verbatim."""
    good = text[fact["start"] : fact["end"]] == fact["quote"] and fact["quote"] in text
    return [] if good else [f"fact {fact['metric']!r} {fact['value']!r}: quote is not at {fact['start']}"]


def report_faults(name: str, gold: dict[str, Any]) -> list[str]:
    """All faults of one report's gold."""
    text = decoded(name, gold["encoding"])
    faults = [] if len(text) == gold["chars"] else [f"{len(text)} characters, gold says {gold['chars']}"]
    faults += [fault for heading in gold["headings"] for fault in heading_faults(text, heading)]
    faults += [fault for fact in gold["facts"] for fault in fact_faults(text, fact)]
    faults += [f"{line!r} is not at {at}" for at, line in gold["not_headings"] if not text.startswith(line, at)]
    starts = [heading["start"] for heading in gold["headings"]]
    if starts != sorted(set(starts)):
        faults.append("headings are not in text order")
    if squeezed(gold["title"]) not in squeezed(text):
        faults.append(f"title {gold['title']!r} is not in the text")
    return [f"{name}: {fault}" for fault in faults]


def squeezed(text: str) -> str:
    """The text with width folded, and whitespace and thousands separators removed."""
    return re.sub(r"(?<=\d),(?=\d)|\s", "", unicodedata.normalize("NFKC", text))


def question_faults(path: Path, bodies: str) -> list[str]:
    """Faults of a question file: duplicate ids, unknown status, a `must` string that no report holds."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    faults = [f"{path.name}: {len(rows) - len({r['id'] for r in rows})} duplicate ids"]
    faults = faults if len({r["id"] for r in rows}) < len(rows) else []
    for row in rows:
        if row["expect"] not in STATUSES:
            faults.append(f"{row['id']}: unknown status {row['expect']!r}")
        missing = [m for m in row["must"] if not row.get("computed") and not held(m, bodies)]
        faults += [f"{row['id']}: no report holds {m!r}" for m in missing]
    return faults


def held(must: str, texts: str) -> bool:
    """Whether any of the `|` alternatives of a `must` string occurs in the texts."""
    return any(squeezed(one) in texts for one in must.split("|"))


def main() -> int:
    """Check everything in this folder; exit code 0 when all of it holds."""
    gold = json.loads((HERE / "gold.json").read_text(encoding="utf-8"))
    faults = [fault for name, one in gold.items() for fault in report_faults(name, one)]
    texts = squeezed("\n".join(decoded(name, one["encoding"]) for name, one in gold.items()))
    questions = HERE / "questions_heldout.jsonl"
    faults += question_faults(questions, texts) if questions.exists() else []
    print("\n".join(faults) or f"{len(gold)} reports: every offset, quote and question string holds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
