"""The smoke suite: thirty questions over the five seed reports, every score right."""

import pytest

from bot.chain import AnswerChain
from evals.schema import Case
from evals.smoke import SMOKE_CASES, run_smoke
from evals.suites import read_cases

CASES = read_cases(SMOKE_CASES)


def scored(chain: AnswerChain, *cases: Case) -> dict[str, list[tuple[str, str]]]:
    texts = {r.report_id: chain.library.text(r.report_id) for r in chain.library.reports()}

    def ask(case: Case) -> dict:
        given = case.model_dump(include={"question", "report", "year", "after", "id"})
        return chain.invoke(given).model_dump(mode="json")

    report = run_smoke(ask, texts, cases)
    return {key: [(one.metric, one.explanation) for one in failed] for key, failed in report.failures.items()}


def test_thirty_cases():
    assert len(CASES) == len({case.id for case in CASES}) == 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_smoke(seeds: AnswerChain, case: Case):
    assert scored(seeds, case) == {}


def test_a_wrong_answer_fails(seeds: AnswerChain):
    """The suite can fail: another case's answer does not pass."""
    by_id = {case.id: case for case in CASES}
    right = by_id["smoke-number-fengtai-total"]
    wrong = right.model_copy(update={"question": by_id["smoke-number-pingliang-total"].question})
    assert scored(seeds, wrong)
