"""What many tests need: a deterministic encoder, reports made by hand, a library in a temporary folder."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
from hypothesis import settings

from bot.chain import AnswerChain
from ingest.library import Library
from ingest.schema import Document
from tests.fakes import FakeEncoder, make_document
from tests.libraries import HELDOUT, SEEDS, opened


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def documents() -> list[Document]:
    """Three reports of two bodies, enough alike that a search has to choose."""
    return [
        make_document(
            "/in/a13.txt", "东山区人民政府", 2013, ["主动公开政府信息37条", "受理依申请公开5件", "收取复印费0元"]
        ),
        make_document("/in/a14.txt", "东山区人民政府", 2014, ["主动公开政府信息370条", "受理依申请公开6件"]),
        make_document("/in/b13.txt", "西水镇", 2013, ["举办保密审查培训班2期", "主动公开政府信息12条"]),
    ]


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder, documents: list[Document]) -> Iterator[Library]:
    """A library of the three documents, open for writing."""
    with Library.open(tmp_path / "lib", encoder=encoder, create=True) as opened:
        for document in documents:
            opened.put(document)
        yield opened


# ---- Chains over real reports, read-only, made once a session (tests/libraries.py) ----

settings.register_profile("house", deadline=None)  # a busy machine is no fault
settings.load_profile("house")


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """The chain over the five seed reports."""
    with opened(tmp_path_factory.mktemp("seeds") / "library", SEEDS) as chain:
        yield chain


@pytest.fixture(scope="session")
def heldout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """The chain over the ten held-out reports."""
    with opened(tmp_path_factory.mktemp("heldout") / "library", HELDOUT / "reports") as chain:
        yield chain


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """The chain over the second examiner's nine reports."""
    with opened(tmp_path_factory.mktemp("second") / "library", HELDOUT / "second") as chain:
        yield chain


@pytest.fixture(scope="session")
def third(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    """The chain over the third examiner's eight reports."""
    with opened(tmp_path_factory.mktemp("third") / "library", HELDOUT / "third") as chain:
        yield chain
