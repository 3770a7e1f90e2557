"""Stand-ins that tests share, here and in the processes that they start: an encoder, reports made by hand."""

import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from ingest.library import Library
from ingest.rows import text_sha
from ingest.schema import Document, Figure, Identity, Passage, Section

ROOT = Path(__file__).parents[1]
QUESTION = "主动公开了多少条政府信息"


class FakeEncoder:
    """Bags of hashed character pairs: similar texts are near, and the same in every process."""

    def __init__(self, name: str = "fake", dim: int = 32) -> None:
        self.name, self.dim, self.fingerprint = name, dim, f"fingerprint of {name}"
        self.weight = 0.1
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        self.calls.append(len(texts))
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for pair in zip(text, text[1:], strict=False):
                digest = blake2b("".join((self.name, *pair)).encode(), digest_size=4).digest()
                row[int.from_bytes(digest, "big") % self.dim] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def make_document(
    path: str, agency: str | None, year: int | None, lines: Sequence[str], title: str = "年度报告"
) -> Document:
    """A report of one section a line; its first figure is a count of its lines."""
    text = "\n".join([title, *lines])
    sections, passages, at = [], [], len(title) + 1
    for number, line in enumerate(lines):
        end, name = at + len(line), f"第{number}节"
        sections.append(
            Section(number="", title=name, level=1, path=(name,), kind="heading", start=at, end=end, body=at)
        )
        passages.append(Passage(start=at, end=end, path=(name,), section=number, tokens=len(line)))
        at = end + 1
    figure = Figure(
        metric="lines", label="行", value="12.50", unit="行", section=("第0节",), start=0, end=2, quote=text[:2]
    )
    identity = Identity(
        agency=agency, year=year, title=title, region=None, addressee=None, period=None, era="unknown",
        aliases=(f"{agency[:2]}办",) if agency else (),
    )  # fmt: skip
    return Document(
        path=path, sha256=text_sha(text), text=text, identity=identity, sections=tuple(sections),
        passages=tuple(passages), figures=(figure,),
    )  # fmt: skip


def run_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process running ``code``; ``print(..., flush=True)`` in it is read from ``.stdout``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip


def reopened(library: Library, **options: object) -> Library:
    """The same library, seen by somebody else."""
    return Library.open(library.path, encoder=FakeEncoder(), **options)


def answers(library: Library, reports: Sequence[str] | None = None) -> tuple[dict[int, float], dict[int, float]]:
    """Everything a search can say, for comparison."""
    vector = FakeEncoder().encode([QUESTION])[0]
    return library.lexical(QUESTION, 10, reports), library.dense(vector, 10, reports)[0]


def failed(library: Library) -> list[tuple[str, str]]:
    """The checks that are not well."""
    return [(check.name, check.detail) for check in library.check() if not check.ok]


def ids(library: Library) -> dict[str, str]:
    """Report ids by body and year."""
    return {report.agency + str(report.year): report.report_id for report in library.reports()}
