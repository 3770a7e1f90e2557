"""Public benchmarks from files that the user has: CMRC 2018 and RGB. Their data is never part of this repository.

CMRC 2018 (Cui et al., EMNLP 2019): find the paragraph of a question among all of them, then read the answer.
RGB (Chen et al., AAAI 2024): answer in spite of noise, refuse when there is only noise. RGB counts an answer as right
when the gold stands anywhere in it, so a system that repeats all passages scores 100 %; here an answer has a length
limit, and a number never counts inside a longer one.

Neither publishes a checksum that we could pin: the shape of a known release is checked, and the sha256 is printed so
that two people can compare; ``sha256`` refuses any other file.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256 as hashed
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evals.metrics.basics import contains
from evals.metrics.text import cmrc_em, cmrc_f1
from evals.statistics import wilson
from ingest.errors import GongkaiError

if TYPE_CHECKING:
    from bot.chain import AnswerChain

SHAPES = {("cmrc2018", 848, 3219): "CMRC 2018 development set", ("cmrc2018", 256, 1002): "CMRC 2018 trial set",
          ("rgb", 300, 300): "RGB zh", ("rgb", 100, 100): "RGB zh_int or zh_fact"}  # fmt: skip
HITS = (1, 5, 10)
LONGEST = 200  # characters of an answer that may still count as one
PASSAGES = 5
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """A question with its references and, for RGB, the passages with and without the answer."""

    question: str
    answers: tuple[Any, ...]
    context: int = 0
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True)
class Benchmark:
    """A file read: paragraphs (CMRC only) and questions; ``release`` is None where the shape is of none we know."""

    name: str
    sha256: str
    contexts: tuple[str, ...]
    questions: tuple[Asked, ...]
    release: str | None

    def told(self) -> str:
        """What the file is, and how sure that is."""
        shape = self.release or "no release that we know by its shape"
        return (
            f"{self.name}: {len(self.questions)} questions, {shape}; sha256 {self.sha256} (no published one to check)"
        )


def load_cmrc(path: Path, sha256: str | None = None) -> Benchmark:
    """CMRC 2018 in its own format or as SQuAD.

    Raises:
        GongkaiError: not there, another file than ``sha256`` says, or no such data.
    """
    data, found = _read(path, sha256)
    try:
        rows = json.loads(data)
        pairs = list(_squad(rows["data"]) if isinstance(rows, dict) else _original(rows))
    except (ValueError, KeyError, TypeError) as error:
        raise GongkaiError(f"{str(path)!r} is no CMRC 2018 file: {error!r}") from None
    contexts = tuple(context for context, _ in pairs)
    questions = tuple(
        Asked(text, answers, place) for place, (_, asked) in enumerate(pairs) for text, answers in asked if answers
    )
    return Benchmark("cmrc2018", found, contexts, questions, SHAPES.get(("cmrc2018", len(contexts), len(questions))))


def load_rgb(path: Path, sha256: str | None = None) -> Benchmark:
    """RGB, a JSON line a question.

    Raises:
        GongkaiError: not there, another file than ``sha256`` says, or no such data.
    """
    data, found = _read(path, sha256)
    try:
        rows = [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]
        questions = tuple(_rgb(row) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise GongkaiError(f"{str(path)!r} is no RGB file: {error!r}") from None
    release = SHAPES.get(("rgb", len(questions), len(questions)))
    return Benchmark("rgb", found, (), questions, release)


def _read(path: Path, wanted: str | None) -> tuple[bytes, str]:
    if not path.is_file():
        raise GongkaiError(f"skipped: no file {str(path)!r}; the data is not shipped, get it from its authors")
    data = path.read_bytes()
    found = hashed(data).hexdigest()
    if wanted and found != wanted.lower():
        raise GongkaiError(f"{str(path)!r} has sha256 {found}, not {wanted}")
    return data, found


def _original(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    for row in rows:
        yield row["context_text"], [(qa["query_text"], tuple(qa["answers"])) for qa in row["qas"]]


def _squad(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    for part in (part for row in rows for part in row["paragraphs"]):
        asked = [(qa["question"], tuple(answer["text"] for answer in qa["answers"])) for qa in part["qas"]]
        yield part["context"], asked


def _rgb(row: dict[str, Any]) -> Asked:
    answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
    positive = [p for one in row["positive"] for p in (one if isinstance(one, list) else [one])]
    return Asked(row["query"], tuple(answers), positive=tuple(positive), negative=tuple(row["negative"]))


def human(benchmark: Benchmark) -> dict[str, float]:
    """EM and F1 of every annotator against the other two: on the development set 92.60 and 97.82 (a metric's test)."""
    pairs = [
        (one, [*asked.answers[:place], *asked.answers[place + 1 :]])
        for asked in benchmark.questions
        for place, one in enumerate(asked.answers)
        if len(asked.answers) > 1
    ]
    if not pairs:
        return {}
    scores = {"human_em": cmrc_em, "human_f1": cmrc_f1}
    return {name: sum(score(one, others) for one, others in pairs) / len(pairs) for name, score in scores.items()}


def run_cmrc(benchmark: Benchmark, limit: int | None = None, tell: Tell = lambda *_: None) -> dict[str, Any]:
    """hit@k of the right paragraph among all, and EM and F1 of what is read from it.

    The library holds every paragraph; reading is asked of the right one alone, so that the two do not mix.
    """
    from bot.search import search

    questions = benchmark.questions[:limit]
    ranks, read = [], []
    with _library(benchmark.contexts) as (chain, ids):
        for done, asked in enumerate(questions, 1):
            report = ids[asked.context]
            hits = list(dict.fromkeys(hit.report_id for hit in search(chain, asked.question, 3 * max(HITS))))
            ranks.append(hits.index(report) if report in hits else None)
            answer = chain.invoke({"question": asked.question, "report": [report]})
            said = answer.claims[0].text if answer.claims else ""
            read.append((cmrc_em(said, asked.answers), cmrc_f1(said, asked.answers), bool(said)))
            tell(done, len(questions))
    found = {f"hit@{k}": _share(sum(r is not None and r < k for r in ranks), len(ranks)) for k in HITS}
    em, f1, said = (sum(column) / len(read) for column in zip(*read, strict=True))
    return {"questions": len(questions), **human(benchmark), **found, "em": em, "f1": f1, "answered": said}


def run_rgb(
    benchmark: Benchmark, noise: float, limit: int | None = None, tell: Tell = lambda *_: None
) -> dict[str, Any]:
    """The share answered rightly among ``PASSAGES`` passages, a share ``noise`` of them without the answer.

    With ``noise`` 1 every answer is wrong. A refusal is read from the status, never from a phrase.
    """
    questions, right, refused = benchmark.questions[:limit], 0, 0
    for done, asked in enumerate(questions, 1):
        wrong = ceil(PASSAGES * noise)
        shown = [*asked.positive[: PASSAGES - wrong], *asked.negative[:wrong]]
        with _library(tuple(shown)) as (chain, _):
            answer = chain.invoke({"question": asked.question})
        said = "\n".join(claim.text for claim in answer.claims)
        refused += answer.status == "no_evidence"
        right += answer.status == "answered" and is_right(said, asked.answers)
        tell(done, len(questions))
    total = len(questions)
    return {"questions": total, "noise": noise, "right": _share(right, total), "refused": _share(refused, total)}


def is_right(said: str, answers: Sequence[Any]) -> bool:
    """Whether an answer that is no longer than ``LONGEST`` says every gold part; a part may be a list of wordings."""
    parts = [part if isinstance(part, list) else [part] for part in answers]
    return len(said) <= LONGEST and all(any(contains(said, re.sub(r"\|", "", str(w))) for w in part) for part in parts)


def _share(hits: int, of: int) -> dict[str, float | None]:
    bounds = wilson(hits, of)
    return {"value": hits / of if of else None, "low": bounds.low, "high": bounds.high}


@contextmanager
def _library(texts: Sequence[str]) -> "Iterator[tuple[AnswerChain, list[str]]]":
    """A library of texts in a folder that goes away: the chain, and the report ids in the order of the texts."""
    from bot.chain import open_chain
    from bot.settings import open_library
    from ingest.pipeline import ingest_paths

    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "texts").mkdir()
        for place, text in enumerate(texts):
            (folder / "texts" / f"{place:06}.txt").write_text(text or "（空）", encoding="utf-8")
        with open_library(folder / "library", write=True, create=True) as library:
            outcomes = list(ingest_paths(library, [folder / "texts"]))
        by_place = {int(Path(one.path).stem): one.report_id or "" for one in outcomes}
        with open_chain(folder / "library") as chain:
            yield chain, [by_place[place] for place in range(len(texts))]
