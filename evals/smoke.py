"""The smoke suite: thirty questions over the five seed reports, and the plain functions that score an answer.

An answer is the JSON ``Answer`` of the product as a dict; ``texts`` holds every report's canonical text by report id.
A score is 1 (right), 0 (wrong) or None (nothing to score: a refusal has no quotation).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from evals.schema import Case, Score, SmokeReport

SMOKE_CASES = Path(__file__).parent / "cases" / "smoke.jsonl"
_CITING = {"quote", "figure", "computed", "generated", "verdict"}

Answer = Mapping[str, Any]


def load_cases(path: Path = SMOKE_CASES) -> tuple[Case, ...]:
    """The cases of a .jsonl file, in file order."""
    return tuple(Case.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line)


def score(case: Case, answer: Answer, texts: Mapping[str, str]) -> list[Score]:
    """Every smoke metric of one answer."""
    return [
        score_status(case, answer),
        score_must(case, answer),
        score_must_not(case, answer),
        score_bodies(case, answer),
        score_quotes(answer, texts),
        score_numbers(answer),
        score_silence(answer),
    ]


def run_smoke(
    ask: Callable[[Case], Answer], texts: Mapping[str, str], cases: tuple[Case, ...] | None = None
) -> SmokeReport:
    """Asks every case and keeps the scores below 1 by case id; what ``ask`` raises goes through."""
    cases = load_cases() if cases is None else cases
    failures = {}
    for case in cases:
        failed = tuple(one for one in score(case, ask(case), texts) if one.value is not None and one.value < 1)
        if failed:
            failures[case.id] = failed
    return SmokeReport(cases=len(cases), failures=failures)


def score_status(case: Case, answer: Answer) -> Score:
    """Answered, refused or asked back, as the case expects."""
    got = str(answer["status"])
    return _verdict("status", got == case.expect, got, f"expected {case.expect!r}")


def score_must(case: Case, answer: Answer) -> Score:
    """Every ``must`` stands in a claim or a cited quotation."""
    said = _claim_text(answer) + "\n" + "\n".join(citation["quote"] for citation in answer["citations"])
    missing = [wanted for wanted in case.must if not _contains(said, wanted)]
    return _optional("must", case.must, not missing, said, f"missing: {missing}")


def score_must_not(case: Case, answer: Answer) -> Score:
    """No ``must_not`` stands in a claim; quotations may hold it, for they are the report's words."""
    said = _claim_text(answer)
    found = [unwanted for unwanted in case.must_not if _contains(said, unwanted)]
    return _optional("must_not", case.must_not, not found, said, f"said: {found}")


def score_bodies(case: Case, answer: Answer) -> Score:
    """Every body of the case is cited; no other one is, unless the question goes to all reports (cluster ``all``)."""
    cited = {citation["agency"] or "" for citation in answer["citations"]}
    missing = [body for body in case.bodies if not any(body in agency for agency in cited)]
    strangers = [] if case.cluster == "all" else sorted(a for a in cited if not any(body in a for body in case.bodies))
    right = not missing and not strangers
    return _optional("bodies", case.bodies, right, "、".join(sorted(cited)), f"missing {missing}, others {strangers}")


def score_quotes(answer: Answer, texts: Mapping[str, str]) -> Score:
    """Every citation, those offered as closest too, quotes its report code point for code point."""
    citations = [*answer["citations"], *answer["closest"]]
    wrong = [citation["quote"] for citation in citations if not _is_exact(citation, texts)]
    return _optional("quotes", citations, not wrong, str(len(citations)), f"not the text: {wrong}")


def score_numbers(answer: Answer) -> Score:
    """Claims cite numbers that exist, once each; kinds that must cite do; no citation is left over; none is doubled."""
    issued = [citation["n"] for citation in answer["citations"]]
    faults = ["two citations share a number"] if len(issued) != len(set(issued)) else []
    for claim in answer["claims"]:
        used = claim["citations"]
        faults += [f"dangling {n} in {claim['text']!r}" for n in used if n not in issued]
        faults += [f"{claim['text']!r} cites twice"] if len(used) != len(set(used)) else []
        faults += [f"{claim['text']!r} cites nothing"] if claim["kind"] in _CITING and not used else []
    spare = set(issued) - {n for claim in answer["claims"] for n in claim["citations"]}
    faults += [f"citations no claim uses: {sorted(spare)}"] if spare else []
    return _optional("numbers", [*issued, *answer["claims"]], not faults, str(issued), "; ".join(faults))


def score_silence(answer: Answer) -> Score:
    """An answer says something; a refusal claims nothing; asking back names two candidates or more."""
    status, claims = answer["status"], answer["claims"]
    if status == "answered":
        return _verdict("silence", bool(claims), status, "answered without a claim")
    if claims or answer["citations"]:
        return _verdict("silence", False, status, f"{status} with claims or citations")
    enough = status != "needs_clarification" or len(answer["candidates"]) >= 2
    return _verdict("silence", enough, status, "asks back without two candidates")


def _verdict(metric: str, right: bool, answer: str, fault: str) -> Score:
    return Score(metric=metric, value=float(right), answer=answer, explanation="" if right else fault)


def _optional(metric: str, asked: object, right: bool, answer: str, fault: str) -> Score:
    if not asked:
        return Score(metric=metric, value=None, answer=answer, explanation="nothing to score")
    return _verdict(metric, right, answer, fault)


def _claim_text(answer: Answer) -> str:
    return "\n".join(claim["text"] for claim in answer["claims"])


def _is_exact(citation: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    text, start, end = texts.get(citation["report_id"]), citation["start"], citation["end"]
    return text is not None and 0 <= start < end <= len(text) and text[start:end] == citation["quote"]


def _contains(text: str, wanted: str) -> bool:
    """Whether one of ``甲|乙`` stands in the text; a number does not stand inside a longer one (31 in 131)."""
    plain = _plain(text)
    return any(re.search(_bounded(_plain(one)), plain) for one in wanted.split("|"))


def _bounded(wanted: str) -> str:
    before = r"(?<![\d.])(?<!\d,)" if wanted[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else ""
    return before + re.escape(wanted) + after


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]", "", unicodedata.normalize("NFKC", text))
