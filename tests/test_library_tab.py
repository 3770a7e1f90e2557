"""The handlers of the tab 报告库: what a browser may send, and what comes of it."""

import base64
import time

import pytest

from bot.chain import AnswerChain
from ingest.errors import LibraryError
from ingest.library import Library
from tests.fakes import FakeEncoder
from ui.library import INCOMING, PIECE, Shelf

TEXT = "某某市测试局2016年政府信息公开工作年度报告\n\n一、概述\n2016年，我局主动公开政府信息37条。\n".encode()


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture
def shelf(tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder(), create=True) as library:
        shelf = Shelf(AnswerChain(library=library))
        yield shelf
        shelf.jobs.close()


def settled(shelf: Shelf, status: str) -> dict:
    for _ in range(400):
        jobs = shelf.look({})["jobs"]
        if jobs and jobs[-1]["status"] == status:
            return jobs[-1]
        time.sleep(0.01)  # the worker has a thread of its own
    raise AssertionError(shelf.look({})["jobs"])


def sent(shelf: Shelf, name: str, data: bytes, step: int = PIECE) -> None:
    id_, pieces = None, [data[at : at + step] for at in range(0, len(data), step)] or [b""]
    for n, piece in enumerate(pieces, 1):
        id_ = shelf.put({"id": id_, "name": name, "data": packed(piece), "last": n == len(pieces)})["id"]


def test_a_file_in_pieces_becomes_a_report(shelf):
    sent(shelf, "r.txt", TEXT, 40)
    job = settled(shelf, "staged")
    assert (job["agency"], job["year"], job["name"]) == ("某某市测试局", 2016, "r.txt")
    shelf.act({"do": "edit", "id": job["id"], "year": 2017})
    shelf.act({"do": "accept", "ids": [job["id"]]})
    settled(shelf, "done")
    (report,) = shelf.look({"find": "测试局"})["reports"]
    assert report["year"] == 2017 and report["file"] == "r.txt" and "/" not in str(report.values())
    assert shelf.look({"find": "没有这个"})["found"] == 0


def test_removed_and_put_back(shelf):
    sent(shelf, "r.txt", TEXT)
    shelf.act({"do": "accept", "ids": [settled(shelf, "staged")["id"]]})
    settled(shelf, "done")
    (report,) = shelf.look({})["reports"]
    after = shelf.act({"do": "remove", "report_id": report["report_id"]})
    assert after["found"] == 0 and after["removed"][0]["report_id"] == report["report_id"]
    again = shelf.act({"do": "undo", "id": after["removed"][0]["id"]})
    assert again["found"] == 1 and not again["removed"]


def test_health_and_encoding(shelf):
    sent(shelf, "r.txt", TEXT)
    shelf.act({"do": "accept", "ids": [settled(shelf, "staged")["id"]]})
    settled(shelf, "done")
    assert all(check["ok"] for check in shelf.act({"do": "check"})["checks"])
    shelf.act({"do": "reindex"})
    shelf._run.wait(20)
    run = shelf.look({})["run"]
    assert run["finished"] and not run["failed"] and run["done"] == run["total"] == 1


@pytest.mark.parametrize(
    "asked",
    [None, [], {}, {"name": "a.txt"}, {"name": "a.txt", "data": "!!"}, {"name": "", "data": ""}, {"name": 3, "data": ""},
     {"id": "nobody", "data": packed(b"x")}, {"name": "a.txt", "data": packed(bytes(PIECE + 9))}],
)  # fmt: skip
def test_what_is_no_piece_is_refused(shelf, asked):
    with pytest.raises(ValueError):
        shelf.put(asked)
    assert not shelf.look({})["jobs"]


@pytest.mark.parametrize(
    "asked",
    [None, {}, {"do": "drop"}, {"do": "accept"}, {"do": "accept", "ids": "abc"}, {"do": "accept", "ids": [1]}, {"do": "edit", "id": 3},
     {"do": "edit", "id": "x", "agency": " "}, {"do": "edit", "id": "x", "year": "2013"}, {"do": "edit", "id": "x", "year": 3},
     {"do": "remove", "report_id": "../x"}, {"do": "correct", "report_id": "x", "agency": "甲"}],
)  # fmt: skip
def test_what_is_no_thing_to_do_is_refused(shelf, asked):
    with pytest.raises(ValueError):
        shelf.act(asked)


def test_files_on_their_way_are_few(shelf):
    for _ in range(INCOMING):
        shelf.put({"name": "a.txt", "data": packed(b"x"), "last": False})
    with pytest.raises(ValueError, match="no file to begin"):
        shelf.put({"name": "a.txt", "data": packed(b"x"), "last": False})


def test_a_library_that_is_read_is_shown_and_not_changed(shelf, tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder()) as reading:
        other = Shelf(AnswerChain(library=reading))
        assert other.look({})["writable"] is False and other.look({})["jobs"] == []
        with pytest.raises(LibraryError, match="opened for reading"):
            other.put({"name": "a.txt", "data": packed(b"x"), "last": True})
        with pytest.raises(LibraryError, match="opened for reading"):
            other.act({"do": "reindex"})
