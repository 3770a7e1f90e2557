"""Libraries that many tests read: the five seed reports and the ten held-out ones, with the shipped encoder."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.chain import AnswerChain
from bot.schema import Answer
from ingest.document import parse
from ingest.encoder import load_encoder
from ingest.library import Library
from ingest.pipeline import ingest_paths
from ingest.read import read_text
from ingest.schema import Document

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
HELDOUT = Path(__file__).parent / "heldout"
NAMES = {
    "丰台": "000_504c661b44bdf89f",
    "平凉": "001_f843b8d3fb49b13b",
    "崔各庄": "002_8f38e6278bd335ce",
    "桐乡": "003_c4cfa57f45cffb20",
    "宝鸡": "004_6ba6c3a8cce380d2",
}


@contextmanager
def opened(folder: Path, reports: Path) -> Iterator[AnswerChain]:
    """A chain over a library, made in ``folder``, of every report in the folder ``reports``."""
    with Library.open(folder, encoder=load_encoder, create=True) as library:
        failed = [outcome for outcome in ingest_paths(library, [reports]) if outcome.status == "failed"]
        assert not failed, failed
        yield AnswerChain(library=library)


def seed_text(name: str) -> str:
    """The text of a seed, decoded here and not by the product."""
    return (SEEDS / f"{NAMES[name]}.txt").read_bytes().decode("utf-8")


def parsed(path: Path) -> Document:
    """A report taken apart, without a library."""
    text, sha256 = read_text(path)
    return parse(text, path=str(path), sha256=sha256)


def said(answer: Answer) -> str:
    """Everything an answer claims."""
    return "\n".join(claim.text for claim in answer.claims)


def bodies(answer: Answer) -> set[str]:
    """The bodies that an answer cites."""
    return {citation.agency or "" for citation in answer.citations}


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def asked(
    row: Mapping[str, Any], keys: Sequence[str] = ("question", "report", "year", "after", "id")
) -> dict[str, Any]:
    """A case as the chain takes it."""
    return {key: row[key] for key in keys if row.get(key)}


def inexact(citations: Iterable[Any], texts: Mapping[str, str]) -> list[Any]:
    """The citations that are not, code point for code point, what their report says, or too long to be one."""
    return [
        c
        for c in citations
        if texts[c.report_id][c.start : c.end] != c.quote or not c.quote.strip() or len(c.quote) > 160
    ]
