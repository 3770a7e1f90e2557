"""Files into a library: what goes in, what is passed over, what fails, and that nothing goes in twice."""

import os
import re
from pathlib import Path

import pytest

from ingest.document import parse
from ingest.errors import EncoderMismatchError
from ingest.library import Library
from ingest.pipeline import discover, ingest_paths, nothing_to_take
from tests.fakes import FakeEncoder

REPORT = """{body}{year}年政府信息公开工作年度报告

一、概述
{body}高度重视政府信息公开工作。

二、主动公开情况
{year}年主动公开政府信息{n}条。
"""


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "in"
    (inside / "sub").mkdir(parents=True)
    (inside / ".git").mkdir()
    for name, body, year, n in (("b.txt", "东山县人民政府", 2013, 7), ("sub/a.md", "西水镇人民政府", 2014, 9)):
        (inside / name).write_text(REPORT.format(body=body, year=year, n=n), encoding="utf-8")
    for name in ("README.md", "readme.txt", ".hidden.txt", ".git/x.txt", "photo.jpg"):
        (inside / name).write_bytes(b"\x00\x01")
    return inside


@pytest.fixture
def empty(tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder(), create=True) as opened:
        yield opened


def taken(library, *paths):
    return {os.path.basename(outcome.path): outcome for outcome in ingest_paths(library, paths)}


def test_a_folder(empty, folder):
    outcomes = taken(empty, folder)
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "b.txt": "new", "a.md": "new", "README.md": "skipped", "readme.txt": "skipped", ".hidden.txt": "skipped",
        ".git": "skipped", "photo.jpg": "skipped",
    }  # fmt: skip
    assert "jpg" in outcomes["photo.jpg"].error
    new = outcomes["b.txt"]
    assert (new.agency, new.year) == ("东山县人民政府", 2013) and new.sections and new.passages
    assert {status for status in (o.status for o in taken(empty, folder).values())} == {"unchanged", "skipped"}
    assert len(empty.reports()) == 2 and all(check.ok for check in empty.check())


def test_discover_knows_the_total(folder):
    found = discover([folder, folder / "b.txt"])
    assert len(found) == 8 and [f.path.name for f in found if not f.skip] == ["b.txt", "a.md", "b.txt"]


def test_what_is_named_is_never_passed_over(empty, folder):
    (folder / "README.txt").write_text(REPORT.format(body="北岭局", year=2015, n=1), encoding="utf-8")
    outcomes = taken(empty, folder / "README.txt", folder / "photo.jpg", folder / "nowhere.txt")
    assert [outcome.status for outcome in outcomes.values()] == ["new", "failed", "failed"]
    assert "不是支持的文件类型" in outcomes["photo.jpg"].error and "不存在" in outcomes["nowhere.txt"].error


def test_what_a_person_reads_is_chinese(empty, folder):
    (folder / "link").symlink_to(folder / "sub")
    (folder / "noise.txt").write_bytes(bytes(range(128, 256)) * 4)
    said = [outcome.error for outcome in ingest_paths(empty, [folder, folder / "no"]) if outcome.error]
    assert len(said) == 8
    assert not [error for error in said if re.search(r"[a-z]{3,} [a-z]{2,}", error) or not re.search("[一-龥]", error)]


def test_nothing_to_take(folder):
    gone, picture, only_readme = folder / "gone", folder / "photo.jpg", folder.parent / "only"
    only_readme.mkdir()
    (only_readme / "README.txt").write_text("x")
    outcomes = nothing_to_take([gone, picture, only_readme])
    assert [outcome.status for outcome in outcomes] == ["failed", "failed", "skipped"]
    assert repr(str(gone)) in outcomes[0].error and "不存在" in outcomes[0].error
    assert nothing_to_take([gone, folder]) == []


def test_one_unreadable_file_does_not_stop_the_others(empty, folder):
    (folder / "a0.txt").write_bytes(b"")
    (folder / "a1.txt").write_bytes(b"\x00\xff\xfe\x00" * 50)
    (folder / "a2.txt").mkdir()
    outcomes = taken(empty, folder)
    assert [outcomes[name].status for name in ("a0.txt", "a1.txt", "b.txt", "a.md")] == ["failed"] * 2 + ["new"] * 2


def test_one_file_that_trips_a_bug_does_not_stop_the_others(empty, folder, monkeypatch):
    def broken(text, *, path, sha256):
        if path.endswith("b.txt"):
            raise IndexError("off by one")
        return parse(text, path=path, sha256=sha256)

    monkeypatch.setattr("ingest.pipeline.parse", broken)
    outcomes = taken(empty, folder)
    assert (outcomes["b.txt"].status, outcomes["a.md"].status) == ("failed", "new")
    assert "off by one" in outcomes["b.txt"].error


def test_the_same_file_by_another_name_of_its_path(empty, folder, monkeypatch):
    taken(empty, folder / "b.txt")
    monkeypatch.chdir(folder)
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert [o.status for o in ingest_paths(empty, [Path("b.txt"), link / "b.txt", Path("./sub/../b.txt")])] == [
        "unchanged"
    ] * 3


def test_copies_and_new_versions(empty, folder):
    first = taken(empty, folder / "b.txt")["b.txt"]
    (folder / "copy.txt").write_bytes((folder / "b.txt").read_bytes())
    assert taken(empty, folder / "copy.txt")["copy.txt"].status == "duplicate"
    (folder / "b.txt").write_text(REPORT.format(body="东山县人民政府", year=2013, n=8), encoding="utf-8")
    again = taken(empty, folder / "b.txt")["b.txt"]
    assert (again.status, again.report_id) == ("replaced", first.report_id)
    second = taken(empty, folder / "copy.txt")["copy.txt"]
    assert second.status == "new" and any("同一机构、年度、标题" in warning for warning in second.warnings)


def test_each_outcome_is_safe_when_it_is_told(empty, folder):
    for outcome in ingest_paths(empty, [folder]):
        if outcome.status == "new":
            with Library.open(empty.path) as reader:
                assert outcome.report_id in {report.report_id for report in reader.reports()}


def test_stopping_half_way_leaves_a_sound_library(empty, folder):
    outcomes = ingest_paths(empty, [folder / "b.txt", folder / "sub"])
    next(outcomes)
    outcomes.close()
    assert len(empty.reports()) == 1 and all(check.ok for check in empty.check())


def test_a_wrong_encoder_stops_everything(empty, folder):
    taken(empty, folder / "b.txt")
    empty.close()
    with Library.open(empty.path, encoder=FakeEncoder("other"), write=True) as other:
        with pytest.raises(EncoderMismatchError):
            taken(other, folder / "sub")
        assert len(other.reports()) == 1


def test_a_name_that_is_no_utf8(empty, folder):
    name = os.fsencode(folder) + b"/\xb1\xa8.txt"
    with open(name, "w", encoding="utf-8") as file:
        file.write(REPORT.format(body="北岭局", year=2015, n=1))
    (outcome,) = ingest_paths(empty, [Path(os.fsdecode(name))])
    assert outcome.status == "new" and outcome.path.encode("utf-8")
