"""How well the right passage is found: words, vectors, both, and both with the thesaurus, on the same passages.

    python -m benchmarks.retrieval [--split dev|test] [--encoder NAME] [--cases FILE] [--cmrc FILE] [--json]

The library is the five reports of ``seeds/`` and every generated report that a case names. A passage answers (grade 2),
or is of the right section (grade 1), when it holds the gold span or at least half of it. Answers count for Success and
RR, both grades for nDCG; a question that finds nothing scores 0. In scope, bodies and years that a question names limit
the search and are no words of it, as in the product; unscoped, they are words like any other. A wrong report is a first
passage from a report without an answer. Intervals are 95 % bootstraps over reports, which questions of one report
resemble. ``--cmrc`` takes the development set of CMRC2018, which is not part of this project, in its own form or
SQuAD's: every paragraph is a passage, nothing has a scope.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.jieba_bm25 import JiebaBM25, Ranking, first
from bot import retrieve
from bot.schema import Question, Scope
from bot.understand import understand
from evals.generate import generate_report
from ingest.encoder import load_encoder
from ingest.library import Library
from ingest.passages import search_text
from ingest.pipeline import ingest_paths
from ingest.rows import text_sha
from ingest.schema import Document, Identity, Passage, Section

ROOT = Path(__file__).parents[1]
CASES = ROOT / "evals" / "cases" / "retrieval.jsonl"
GENERATED = "generated:"
ANSWERS = 2
ENOUGH = 0.5  # of a gold span
RESAMPLES = 9_999
BASELINE, PRODUCT = "BM25 characters", "fused + thesaurus"
GAIN = f"{PRODUCT} − {BASELINE}"
SYSTEMS = (BASELINE, "BM25 jieba", "dense", "fused", PRODUCT)
MEASURES = ("hit@1", "hit@5", "hit@10", "RR@10", "nDCG@10", "wrong report")


class Gold(NamedTuple):
    """One question: the cluster it is resampled with, the passages that are right, by grade, and their reports."""

    key: str
    cluster: str
    style: str
    question: Question
    grades: dict[int, int]
    reports: frozenset[str]


class Bench:
    """A library with every system that ranks its passages."""

    def __init__(self, library: Library) -> None:
        """Index the library's texts by jieba's words too."""
        self.library, self._weight = library, library.encoder.weight
        reports = {report.report_id: report for report in library.reports()}
        count = sum(len(library.stored(report_id).passages) for report_id in reports)
        found = library.passages(range(1, count + 1))  # ids of a library that nothing was ever taken from
        self.spans: dict[str, dict[int, Passage]] = {report_id: {} for report_id in reports}
        for key, (report_id, passage) in found.items():
            self.spans[report_id][key] = passage
        self.report_of = {key: report_id for key, (report_id, _) in found.items()}
        texts = {i: search_text(reports[r], passage, library.text(r)) for i, (r, passage) in found.items()}
        self._jieba = JiebaBM25(texts)

    def rank(self, question: Question) -> dict[str, Ranking]:
        """What each system finds for a question in its scope, best first, ties by passage id."""
        reports = question.scope.reports
        k = min(retrieve.MOST, retrieve.PER_REPORT * max(len(reports), 3))
        within = frozenset(i for report_id in reports for i in self.spans[report_id])
        scope = None if len(reports) == len(self.spans) else reports
        asked = retrieve.asked_text(question)
        words, vectors = self.library.lexical(asked, k, scope), self._dense(asked, k, scope)
        queries = retrieve.word_queries(question)
        more_words = self.library.lexical(queries, k * len(queries), scope)
        found = (
            words,
            self._jieba.search(asked, k, within),
            vectors,
            retrieve.fuse(words, vectors, self._weight),
            retrieve.fuse(more_words, vectors, self._weight),
        )
        return {system: first(scores, k) for system, scores in zip(SYSTEMS, found, strict=True)}

    def _dense(self, query: str, k: int, scope: Sequence[str] | None) -> Ranking:
        vector = self.library.encoder.encode([query], query=True)[0]
        return self.library.dense(vector, k, scope)[0]


def unscoped(question: Question, reports: Iterable[str]) -> Question:
    """The question as one that limits nothing: its bodies and years are words to look for."""
    scope = Scope(reports=tuple(reports))
    return question.model_copy(update={"scope": scope, "rest": question.standalone})


def read_cases(path: Path, split: str | None = None) -> list[dict[str, Any]]:
    """The cases of a file, of one half or of both."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    return [case for case in cases if split in (None, case["split"])]


def named_reports(case: Mapping[str, Any]) -> set[str]:
    """Every report that a case points into, as the case calls it."""
    return {case["report"], *(report for report, *_ in case.get("also", ()))}


def build(folder: Path, cases: Iterable[Mapping[str, Any]]) -> Iterator[Path]:
    """The files of the library in ``folder``: all seeds, and the generated reports that cases name."""
    yield from sorted((ROOT / "seeds").glob("*.txt"))
    names = sorted({name for case in cases for name in named_reports(case) if name.startswith(GENERATED)})
    for name in names:
        path = folder / f"{name.replace(':', '-')}.txt"
        path.write_text(generate_report(int(name.removeprefix(GENERATED))).text, encoding="utf-8", newline="")
        yield path


def take_in(library: Library, files: Sequence[Path]) -> dict[str, str]:
    """Ingest the files; ``{name of the report in the cases: report id}``."""
    outcomes = list(ingest_paths(library, files))
    if failed := [outcome.error for outcome in outcomes if outcome.report_id is None]:
        sys.exit(f"a report cannot be taken in: {failed[0]}")
    return {Path(outcome.path).stem: str(outcome.report_id) for outcome in outcomes}


def gold(case: Mapping[str, Any], bench: Bench, ids: Mapping[str, str]) -> Gold:
    """A case with its question understood and its spans turned into passages."""
    spans = [(case["report"], *span) for span in case["spans"]]
    spans += [(report, start, end, ANSWERS) for report, start, end in case.get("also", ())]
    grades: dict[int, int] = {}
    reports = set()
    for name, start, end, grade in spans:
        report_id = ids[name.removesuffix(".txt").replace(":", "-")]
        if not 0 <= start < end <= len(bench.library.text(report_id)):
            sys.exit(f"case {case['id']!r}: the span [{start}, {end}) is not within {name!r}; mend the case")
        for key in overlapping(bench.spans[report_id], start, end):
            grades[key] = max(grade, grades.get(key, 0))
        reports |= {report_id} if grade == ANSWERS else set()
    question = understand(case["question"], bench.library.reports())
    return Gold(case["id"], case["report"], case["style"], question, grades, frozenset(reports))


def overlapping(passages: Mapping[int, Passage], start: int, end: int) -> list[int]:
    """The passages that have at least half of ``[start, end)``."""
    shared = {key: min(p.end, end) - max(p.start, start) for key, p in passages.items()}
    return [key for key, length in shared.items() if length >= ENOUGH * (end - start)]


def score(golds: Sequence[Gold], rankings: Sequence[Ranking], report_of: Mapping[int, str]) -> dict[str, np.ndarray]:
    """Every measure of one system, one value a question, in order."""
    from ir_measures import RR, Success, iter_calc, nDCG

    asked = {"hit@1": Success(rel=2) @ 1, "hit@5": Success(rel=2) @ 5, "hit@10": Success(rel=2) @ 10}
    asked |= {"RR@10": RR(rel=2) @ 10, "nDCG@10": nDCG @ 10}
    names = {measure: name for name, measure in asked.items()}
    none = {"": 1}  # a question that no passage answers is not left out: it scores 0
    qrels = {g.key: {str(i): grade for i, grade in g.grades.items()} or none for g in golds}
    # Ranks stand for scores: where scores are equal ir_measures would order by the digits of the id.
    run = {g.key: {str(i): -float(n) for n, i in enumerate(r)} for g, r in zip(golds, rankings, strict=True)}
    at = {g.key: n for n, g in enumerate(golds)}
    scores = {name: np.zeros(len(golds)) for name in MEASURES}
    for metric in iter_calc(list(names), qrels, run):
        scores[names[metric.measure]][at[metric.query_id]] = metric.value
    tops = [next(iter(ranking), None) for ranking in rankings]
    wrong = [top is not None and report_of[top] not in g.reports for g, top in zip(golds, tops, strict=True)]
    return scores | {"wrong report": np.array(wrong, float)}


def interval(values: np.ndarray, clusters: Sequence[str], floor: float = 0) -> tuple[float, float, float]:
    """Mean and its 95 % interval, resampled by cluster, of values from ``floor`` to 1.

    Where nothing varies no bootstrap says anything: then the rule of three, 3 in the number of clusters, either way.
    """
    from scipy.stats import bootstrap

    names = sorted(set(clusters))
    where = np.array([names.index(cluster) for cluster in clusters])
    sums, sizes = np.bincount(where, values, len(names)), np.bincount(where, minlength=len(names))
    mean = float(values.mean())
    if np.ptp(sums / sizes) < 1e-12:
        return mean, max(floor, mean - 3 / len(names)), min(1.0, mean + 3 / len(names))
    found = bootstrap(
        (sums, sizes), lambda s, n, axis: s.sum(axis) / n.sum(axis), paired=True, vectorized=True,
        n_resamples=RESAMPLES, rng=np.random.default_rng(0),
    ).confidence_interval  # fmt: skip
    low, high = (mean if math.isnan(bound) else float(bound) for bound in found)
    return mean, low, high


def table(golds: Sequence[Gold], bench: Bench, where: str, questions: Sequence[Question]) -> list[dict[str, Any]]:
    """One row a style and system: each measure as ``[mean, low, high]``; and the product's gain over the baseline."""
    ranked = [bench.rank(question) for question in questions]
    scores = {system: score(golds, [found[system] for found in ranked], bench.report_of) for system in SYSTEMS}
    rows = []
    for style in sorted({g.style for g in golds}) + ["all"] * (len({g.style for g in golds}) > 1):
        chosen = np.array([style in ("all", g.style) for g in golds])
        clusters = [g.cluster for g, inside in zip(golds, chosen, strict=True) if inside]
        gains = {name: scores[PRODUCT][name] - scores[BASELINE][name] for name in MEASURES}
        for system, values in (*scores.items(), (GAIN, gains)):
            floor = -1 if system == GAIN else 0
            cells = {name: interval(values[name][chosen], clusters, floor) for name in MEASURES}
            row = {"set": style, "where": where, "system": system, "questions": len(clusters)}
            rows.append(row | {"reports": len(set(clusters))} | cells)
    return rows


def on_cases(path: Path, split: str | None, encoder: Callable[[], Any], scratch: Path) -> dict[str, Any]:
    """The table over the cases of a file."""
    every = read_cases(path)
    cases = [case for case in every if split in (None, case["split"])]
    if not cases:
        sys.exit(f"{str(path)!r} holds no case of split {split!r}: choose another one")
    with Library.open(scratch / "reports", encoder=encoder, create=True) as library:
        ids = take_in(library, list(build(scratch, every)))
        bench = Bench(library)
        golds = [gold(case, bench, ids) for case in cases]
        anywhere = [unscoped(g.question, bench.spans) for g in golds]
        rows = table(golds, bench, "scope", [g.question for g in golds])
        rows += table(golds, bench, "whole library", anywhere)
        counts = {"questions": len(golds), "reports": len(bench.spans), "passages": len(bench.report_of)}
        astray = [g.key for g in golds if not g.reports & set(g.question.scope.reports)]
        unreachable = [g.key for g in golds if ANSWERS not in g.grades.values()]
        encoded = library.encoder.name
    return counts | {"encoder": encoded, "rows": rows, "scope astray": astray, "no passage has half": unreachable}


def paragraphs(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """``(paragraph, [(question id, question)])`` of a CMRC2018 file, in its own form or in SQuAD's."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(data, list):
        yield from ((p["context_text"], [(q["query_id"], q["query_text"]) for q in p["qas"]]) for p in data)
    else:
        for p in (p for article in data["data"] for p in article["paragraphs"]):
            yield p["context"], [(q["id"], q["question"]) for q in p["qas"]]


def on_cmrc(path: Path, encoder: Callable[[], Any], scratch: Path) -> dict[str, Any]:
    """The table over CMRC2018's paragraphs: each is a report of one passage, and a cluster."""
    asked: list[tuple[str, str, str]] = []
    with Library.open(scratch / "cmrc", encoder=encoder, create=True) as library:
        for text, questions in paragraphs(path):
            outcome = library.put(whole(text))
            asked += [(str(outcome.report_id), key, question) for key, question in questions]
        library.flush()
        bench = Bench(library)
        golds = [
            Gold(key, report_id, "CMRC2018", _plain(question, bench), dict.fromkeys(bench.spans[report_id], ANSWERS),
                 frozenset([report_id]))
            for report_id, key, question in asked
        ]  # fmt: skip
        rows = table(golds, bench, "whole library", [g.question for g in golds])
        counts = {"questions": len(golds), "passages": len(bench.report_of)}
        return counts | {"encoder": library.encoder.name, "rows": rows}


def whole(text: str) -> Document:
    """A paragraph as a report whose only passage it is."""
    sha = text_sha(text)
    identity = Identity(agency=None, year=None, title="", region=None, addressee=None, period=None, era="unknown")
    section = Section(number="", title="", level=0, path=(), kind="preamble", start=0, end=len(text), body=0)
    passage = Passage(path=(), section=0, start=0, end=len(text), tokens=len(text))
    return Document(path=sha, sha256=sha, text=text, identity=identity, sections=(section,), passages=(passage,),
                    figures=())  # fmt: skip


def _plain(question: str, bench: Bench) -> Question:
    read = Question(text=question, standalone=question, scope=Scope(reports=()), intent="practice")
    return unscoped(read, bench.spans)


def show(result: Mapping[str, Any], title: str) -> None:
    """Print a table, in percent; an interval in brackets."""
    counts = ", ".join(f"{result[key]} {key}" for key in ("questions", "reports", "passages") if key in result)
    print(f"{title}: {counts}; encoder {result['encoder']}; percent [95 % interval]")
    before = None
    for row in result["rows"]:
        if before != (row["set"], row["where"]):
            before = row["set"], row["where"]
            head = f"{row['set']}, {row['where']} ({row['questions']})"
            print(f"\n{head:<36}" + "".join(f"{measure:>21}" for measure in MEASURES))
        print(f"{row['system']:<36}" + "".join(f"{_cell(row[measure]):>21}" for measure in MEASURES))
    for key in ("scope astray", "no passage has half"):
        if result.get(key):
            print(f"\n{key}: {len(result[key])} (--json names them)")
    print()


def _cell(cell: tuple[float, float, float]) -> str:
    mean, low, high = (100 * part for part in cell)
    return f"{mean:.1f} [{low:.1f}, {high:.1f}]"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--encoder", help="a model folder or hub name; default: the shipped one")
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--cmrc", type=Path, help="CMRC2018's development set, as JSON")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for file in filter(None, (options.cases, options.cmrc)):
        if not file.is_file():
            parser.error(f"there is no file {str(file)!r}")
    model = load_encoder(options.encoder)
    results = {}
    with tempfile.TemporaryDirectory(prefix="gongkai-retrieval-") as scratch:
        title = f"{options.cases.name}, {options.split or 'both halves'}"
        results[title] = on_cases(options.cases, options.split, lambda: model, Path(scratch))
        if options.cmrc:
            results["CMRC2018"] = on_cmrc(options.cmrc, lambda: model, Path(scratch))
        else:
            print("CMRC2018: skipped, no --cmrc FILE", file=sys.stderr)
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        for title, result in results.items():
            show(result, title)
    return 0


if __name__ == "__main__":
    sys.exit(main())
