"""Breaking the product on purpose makes the gate exit 1 and name cases; putting it right makes it exit 0."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.answer
import bot.asking
import bot.reading.scoring
import bot.verify
import ingest.document
from evals.gate import Gated, gate, make_baseline
from evals.mutants import plus_one
from evals.run import Worlds, manifest_of, run_cases
from evals.schema import Baseline, Case
from evals.score import Pairs, score_run
from evals.suites import shipped_cases
from ingest.lexical import Lexical
from ingest.library import Library

SEEDS = [
    case
    for case in shipped_cases()
    if case.library == "seeds"
    and (
        case.suite in ("smoke", "outline")
        or case.unanswerable_type in ("out_of_domain", "wrong_year")
        or case.id.startswith("seed-fig-baoji")
    )
]
DIRECT = [case for case in shipped_cases() if case.suite == "retrieval" and case.note == "direct"][:12]
CASES = (*SEEDS, *DIRECT)


def run(folder: Path, libraries: Path, cases: tuple[Case, ...] = CASES) -> Pairs:
    with Worlds(cache_folder=libraries) as worlds:
        for _ in run_cases(cases, folder, worlds):
            pass
        return score_run(cases, folder, lambda case: worlds.of(case.library)[1])


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="module")
def baseline(libraries: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Baseline]:
    scored = run(tmp_path_factory.mktemp("base"), libraries)
    yield make_baseline(manifest_of(CASES, {}, ("whole",)), scored, CASES, "as it is")


def gated(baseline: Baseline, folder: Path, libraries: Path, cases: tuple[Case, ...] = CASES) -> Gated:
    return gate(baseline, manifest_of(cases, {}, ("whole",)), run(folder, libraries, cases), cases)


def test_unbroken(baseline: Baseline, tmp_path: Path, libraries: Path):
    found = gated(baseline, tmp_path, libraries)
    assert found.exit_code == 0 and not found.reasons
    assert found.comparison.cases == len(CASES) and not found.comparison.broken


def no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lexical, "search", lambda self, query, k, reports=None: {})


def no_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    right = bot.asking.understand

    def everywhere(text, reports, **given):
        question = right(text, reports, **given)
        held = tuple(report.report_id for report in reports)
        return question.model_copy(update={"scope": question.scope.model_copy(update={"reports": held, "unknown": ()})})

    monkeypatch.setattr(bot.asking, "understand", everywhere)


def no_hedges(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Library.stored

    def bare(self, report_id):
        stored = right(self, report_id)
        return stored.model_copy(
            update={"figures": tuple(f.model_copy(update={"hedge": None}) for f in stored.figures)}
        )

    monkeypatch.setattr(Library, "stored", bare)


def no_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.reading.scoring, "ENOUGH", 0.0)
    monkeypatch.setattr(bot.reading.scoring, "MAIN", 0.0)


def no_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drafter that lies, and nobody who checks it."""
    right = bot.answer.draft

    def lying(question, library, evidence):
        told = right(question, library, evidence)
        lies = [next(plus_one(one.text), f"{one.text}，获得表彰9次") for one in told.drafts]
        drafts = tuple(one.model_copy(update={"text": text}) for one, text in zip(told.drafts, lies, strict=True))
        return told.model_copy(update={"drafts": drafts})

    monkeypatch.setattr(bot.answer, "draft", lying)
    monkeypatch.setattr(bot.verify, "_CHECKS", ())


@pytest.mark.parametrize("broken", [no_words, no_scope, no_hedges, no_threshold, no_gate], ids=lambda one: one.__name__)
def test_broken(broken, baseline: Baseline, tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch):
    broken(monkeypatch)
    found = gated(baseline, tmp_path, libraries)
    assert found.exit_code == 1
    assert found.critical and set(found.critical) <= {case.id for case in CASES}
    assert all(any(name in reason for reason in found.reasons) for name in found.critical)


def test_sections_off_by_one(baseline: Baseline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    right = ingest.document.outline

    def shifted(*given):
        return [
            one.model_copy(update={"start": one.start + 1, "end": max(one.end, one.start + 1)}) for one in right(*given)
        ]

    monkeypatch.setattr(ingest.document, "outline", shifted)
    outlines = tuple(case for case in CASES if case.suite == "outline")
    found = gated(baseline, tmp_path / "run", tmp_path / "libraries", outlines)
    assert found.exit_code == 1
    assert {"seed-outline-丰台", "seed-outline-宝鸡"} <= set(found.critical)
