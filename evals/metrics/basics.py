"""What every answer must show whatever it is about: the words asked for, none forbidden, the right bodies, silence."""

import re
import unicodedata

from evals.metrics.reading import in_digits
from evals.metrics.world import Answer, World, claim_text, is_answer, no_score, whole
from evals.schema import Case, Score

LONGEST_QUOTE = 160
MOST_CLAIMS = 8


def must(case: Case, answer: Answer, world: World) -> Score:
    """Every ``must`` stands in a claim or a cited quotation."""
    if not case.must or not is_answer(answer):
        return no_score("must")
    said = claim_text(answer) + "\n" + "\n".join(citation["quote"] for citation in answer["citations"])
    missing = [wanted for wanted in case.must if not contains(said, wanted)]
    return whole("must", not missing, said, f"missing: {missing}")


def must_not(case: Case, answer: Answer, world: World) -> Score:
    """No ``must_not`` stands in a claim; quotations may hold it, for they are the report's words."""
    if not case.must_not or not is_answer(answer):
        return no_score("must_not")
    said = claim_text(answer)
    found = [unwanted for unwanted in case.must_not if contains(said, unwanted)]
    return whole("must_not", not found, said, f"said: {found}")


def bodies(case: Case, answer: Answer, world: World) -> Score:
    """Every body of the case is cited; no other one is, unless the question goes to all reports (cluster ``all``)."""
    if not case.bodies or not is_answer(answer):
        return no_score("bodies")
    cited = {_agency(citation, world) for citation in answer["citations"]}
    missing = [body for body in case.bodies if not any(body in agency for agency in cited)]
    strangers = [] if case.cluster == "all" else sorted(a for a in cited if not any(body in a for body in case.bodies))
    told = f"missing {missing}, others {strangers}"
    return whole("bodies", not missing and not strangers, "、".join(sorted(cited)), told)


def _agency(citation: Answer, world: World) -> str:
    """The body of the report that is cited, not the one that the answer says it is."""
    report = world.reports.get(citation["report_id"])
    return (report.agency if report else citation["agency"]) or ""


def silence(case: Case, answer: Answer, world: World) -> Score:
    """An answer says something; a refusal claims nothing; asking back names two candidates or more."""
    if not is_answer(answer):
        return no_score("silence")
    status, claims = answer["status"], answer["claims"]
    if status == "answered":
        return whole("silence", bool(claims), status, "answered without a claim")
    if claims or answer["citations"]:
        return whole("silence", False, status, f"{status} with claims or citations")
    enough = status != "needs_clarification" or len(answer["candidates"]) >= 2
    return whole("silence", enough, status, "asks back without two candidates")


def brief(case: Case, answer: Answer, world: World) -> Score:
    """The contract's measure: quotations of at most 160 characters, at most so many claims for each body cited."""
    if not is_answer(answer) or not answer["claims"]:
        return no_score("brief", "no claim")
    long = [citation["quote"][:20] for citation in answer["citations"] if len(citation["quote"]) > LONGEST_QUOTE]
    bodies = {citation["report_id"] for citation in answer["citations"]}
    most = MOST_CLAIMS * max(1, len(bodies))
    told = f"{len(answer['claims'])} claims for {len(bodies)} bodies, too long: {long}"
    return whole("brief", not long and len(answer["claims"]) <= most, str(len(answer["claims"])), told)


def contains(text: str, wanted: str) -> bool:
    """Whether one of ``甲|乙`` stands in the text; a number does not stand inside a longer one (31 in 131).

    Numerals count as their digits: 三十一条 holds 31.
    """
    forms = (_plain(text), _plain(in_digits(text)))
    words = [word for one in wanted.split("|") for word in {_plain(one), _plain(in_digits(one))}]
    return any(re.search(_bounded(word), form) for word in words for form in forms)


def _bounded(wanted: str) -> str:
    before = r"(?<![\d.])(?<!\d,)" if wanted[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else ""
    return before + re.escape(wanted) + after


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]", "", unicodedata.normalize("NFKC", text))
