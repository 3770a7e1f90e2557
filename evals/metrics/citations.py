"""Citation recall, precision and F1 after ALCE (Gao et al. 2023), with its faults mended.

Unit: a sentence that needs a citation. Recall: the cited spans together support it; none, or one that resolves to
nothing, is 0. Precision: a citation is right if it supports the sentence alone, or if the others do not without it;
over *all citations emitted*: ALCE's code leaves ``[99]`` out of the denominator, and ``[1][1][1]`` costs nothing there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.metrics.derived import operands
from evals.metrics.grounding import evidence_numbers
from evals.metrics.quotes import all_citations
from evals.metrics.support import Statement, needing, support_fault, supports
from evals.metrics.world import Answer, World, is_answer, no_score, share
from evals.schema import Case, Score

Citation = Mapping[str, Any]


def resolve(case: Case, answer: Answer, world: World) -> Score:
    """1 minus the dangling rate: citations that lead to a place, and say whose and of when it is; hard floor 1."""
    citations = all_citations(answer)
    used = [n for claim in answer.get("claims", ()) for n in claim["citations"]]
    wrong = [f"[{n}]" for n in dangling(answer)]
    wrong += [f"[{c['n']}] {fault}" for c in citations if (fault := place_fault(c, world))]
    total = len(used) + len(citations)
    if not total:
        return no_score("citations_resolve", "no citation")
    return share("citations_resolve", total - len(wrong), total, str(total), "; ".join(wrong))


def dangling(answer: Answer) -> list[int]:
    """Numbers that claims cite and that lead to no citation, or to more than one."""
    issued = [citation["n"] for citation in answer.get("citations", ())]
    return [n for claim in answer.get("claims", ()) for n in claim["citations"] if issued.count(n) != 1]


def unused(answer: Answer) -> list[int]:
    """The numbers of citations that no claim cites."""
    used = {n for claim in answer["claims"] for n in claim["citations"]}
    return [citation["n"] for citation in answer["citations"] if citation["n"] not in used]


def place_fault(citation: Citation, world: World) -> str | None:
    """Why a citation leads nowhere or misnames its report."""
    report = world.reports.get(citation["report_id"])
    if report is None:
        return f"no report {citation['report_id']!r}"
    if world.cited(citation) is None:
        return "outside the text"
    named = (citation["agency"], citation["year"])
    return None if named == (report.agency, report.year) else f"is not of {named}"


def recall(case: Case, answer: Answer, world: World) -> Score:
    """The share of the sentences that need a citation whose citations together support them."""
    if not is_answer(answer):
        return no_score("citation_recall")
    checked = [(one, _fault(one, answer, world)) for one in _statements(answer)]
    told = "; ".join(f"{one.text}: {why}" for one, why in checked if why)
    return share("citation_recall", sum(not why for _, why in checked), len(checked), str(len(checked)), told)


def _fault(statement: Statement, answer: Answer, world: World) -> str | None:
    cited = [_find(n, answer) for n in dict.fromkeys(statement.claim["citations"])]
    if not cited or None in cited:
        return "no citation, or one of nothing"
    return support_fault([one for one in cited if one], statement, world)


def _statements(answer: Answer) -> list[Statement]:
    return [one for claim in answer["claims"] for one in needing(claim, answer.get("question", ""))]


def _find(n: int, answer: Answer) -> Citation | None:
    return next((citation for citation in answer["citations"] if citation["n"] == n), None)


def precision(case: Case, answer: Answer, world: World) -> Score:
    """The share of all citations emitted that are right; unresolvable, duplicate and unused ones are wrong."""
    if not is_answer(answer):
        return no_score("citation_precision")
    right, wrong = 0, []
    for claim in answer["claims"]:
        statements = needing(claim, answer.get("question", "")) or [Statement(claim["text"], claim)]
        for at, n in enumerate(claim["citations"]):
            if n in claim["citations"][:at] or not _is_right(n, claim, statements, answer, world):
                wrong.append(f"[{n}] in {claim['text'][:20]!r}")
            else:
                right += 1
    wrong += [f"[{n}] used by no claim" for n in unused(answer)]
    return share("citation_precision", right, right + len(wrong), str(right + len(wrong)), "; ".join(wrong))


def _is_right(n: int, claim: Mapping[str, Any], statements: Sequence[Statement], answer: Answer, world: World) -> bool:
    """Supports a sentence of the claim alone, or is needed among the others, or holds an operand of its arithmetic."""
    citation = _find(n, answer)
    if citation is None or world.cited(citation) is None:
        return False
    evidence = evidence_numbers(world, citation) if claim["kind"] in ("computed", "verdict") else ()
    over = {operand.value for operand in operands(claim.get("computation"))}
    if any(number.value in over and number.kind not in ("year", "date") for number in evidence):
        return True
    cited = [one for m in dict.fromkeys(claim["citations"]) if (one := _find(m, answer)) and world.cited(one)]
    rest = [one for one in cited if one is not citation]
    return any(
        supports([citation], one, world) or (supports(cited, one, world) and not supports(rest, one, world))
        for one in statements
    )


def f1(case: Case, answer: Answer, world: World) -> Score:
    """The harmonic mean of recall and precision; None where either is."""
    got, right = recall(case, answer, world).value, precision(case, answer, world).value
    if got is None or right is None:
        return no_score("citation_f1")
    value = 2 * got * right / (got + right) if got + right else 0.0
    return Score(metric="citation_f1", value=value, answer=f"R {got:.2f} P {right:.2f}", explanation="")


def citation_measures(answer: Answer, world: World) -> dict[str, float | None]:
    """Dangling rate, overcite rate (still supported without it), cited characters a sentence (LongCite)."""
    if not is_answer(answer):
        return {}
    used = [(claim, n) for claim in answer["claims"] for n in claim["citations"]]
    lost = sum(_find(n, answer) is None for _, n in used)
    surplus = [_is_surplus(n, claim, answer, world) for claim, n in used if len(claim["citations"]) > 1]
    chars = [
        sum(len(c["quote"]) for n in set(one.claim["citations"]) if (c := _find(n, answer)))
        for one in _statements(answer)
    ]
    return {
        "citation_dangling_rate": lost / len(used) if used else None,
        "citation_overcite_rate": sum(surplus) / len(used) if used else None,
        "cited_chars": sum(chars) / len(chars) if chars else None,
    }


def _is_surplus(n: int, claim: Mapping[str, Any], answer: Answer, world: World) -> bool:
    rest = [c for m in set(claim["citations"]) - {n} if (c := _find(m, answer)) and world.cited(c)]
    statements = needing(claim, answer.get("question", ""))
    return bool(rest) and bool(statements) and all(supports(rest, one, world) for one in statements)
