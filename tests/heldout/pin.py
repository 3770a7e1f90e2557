"""The held-out questions that the product gets wrong today, and the file that pins them.

Run ``HF_HUB_OFFLINE=1 PYTHONPATH=. python tests/heldout/pin.py`` after a change of behaviour that is meant: it rewrites
``known_failures.json`` (id → what is wrong) and prints what changed. ``tests/test_heldout.py`` holds the product to it.
Questions marked ``soft`` (another behaviour is defensible) are not asked.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.chain import AnswerChain
from bot.schema import Answer
from tests.libraries import HELDOUT, SEEDS, asked, bodies, opened, rows, said

PINNED = HELDOUT / "known_failures.json"
QUESTIONS = {
    "questions_seeds": SEEDS,
    "questions_heldout": HELDOUT / "reports",
    "questions_second": HELDOUT / "second",
    "questions_third": HELDOUT / "third",
    "questions_free_second": HELDOUT / "second",
    "questions_free_heldout": HELDOUT / "reports",
}
_PLACE = re.compile(r"^[^省市县区]{2,4}(?:省|市(?!场)|县|区)(?=.{2})")
_ENDING = re.compile(r"(?:人民政府|管理委员会|管委会)$")


def faults(row: Mapping[str, Any], answer: Answer) -> str | None:
    """What is wrong with an answer, in a line; ``None`` when nothing is."""
    if answer.status != row["expect"]:
        return f"{answer.status}, not {row['expect']}"
    claimed = squeezed(said(answer))
    shown = claimed + "\n" + squeezed("\n".join(citation.quote for citation in answer.citations))
    wrong = [f"不见 {must}" for must in row["must"] if not any(stands(one, shown) for one in must.split("|"))]
    wrong += [f"说了 {bad}" for bad in row["must_not"] if any(stands(one, claimed) for one in bad.split("|"))]
    cited = bodies(answer)
    wrong += [f"未引 {name}" for name in row["bodies"] if not any(same_body(name, agency) for agency in cited)]
    return "；".join(wrong) or None


def stands(wanted: str, text: str) -> bool:
    """Whether ``wanted`` is in the squeezed ``text``; a number does not stand inside a longer one (31 in 131)."""
    wanted = squeezed(wanted)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if wanted[-1:].isdigit() else ""
    return bool(re.search(before + re.escape(wanted) + after, text))


def squeezed(text: str) -> str:
    """The text with width folded, and whitespace and thousands separators removed (as in ``check_gold.py``)."""
    return re.sub(r"(?<=\d),(?=\d)|\s", "", unicodedata.normalize("NFKC", text))


def same_body(name: str, agency: str) -> bool:
    """Whether a gold name and an agency are one body but for the place before it and 人民政府 after it."""
    return name in agency or _ENDING.sub("", _PLACE.sub("", name)) in agency


def failures(chain: AnswerChain, questions: str) -> dict[str, str]:
    """The failing questions of one file, by id."""
    told = [row for row in rows(HELDOUT / f"{questions}.jsonl") if not row.get("soft")]
    found = {row["id"]: faults(row, chain.invoke(asked(row, ("question", "after")))) for row in told}
    return {key: fault for key, fault in found.items() if fault}


def pin() -> dict[str, dict[str, str]]:
    """Today's failures of both files, measured on fresh libraries."""
    found = {}
    for questions, reports in QUESTIONS.items():
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "library", reports) as chain:
            found[questions] = failures(chain, questions)
    return found


def main() -> None:
    """Rewrite the pin and say what changed."""
    old = json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    new = pin()
    for questions, failing in new.items():
        before = old.get(questions, {})
        print(f"{questions}: {len(failing)} fail")
        print(*(f"  worse   {key}: {failing[key]}" for key in failing if key not in before), sep="\n")
        print(*(f"  better  {key}" for key in before if key not in failing), sep="\n")
    PINNED.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
