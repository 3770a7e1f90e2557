"""The torture itself must be able to say no."""

import sqlite3

from benchmarks import torture
from ingest.library import Library
from tests.fakes import FakeEncoder, reopened


def test_torture_tells_what_is_wrong(library, documents, monkeypatch, tmp_path):
    monkeypatch.setattr(torture, "load_encoder", FakeEncoder)
    library.close()
    finished = {report.path: report.report_id for report in library_reports(library.path)}
    files = {document.path: document.text for document in documents}
    assert torture.examine(library.path, finished, files)[0] == []
    lost = torture.examine(library.path, finished | {"/in/lost.txt": "0"}, files)[0]
    assert lost == ["/in/lost.txt was finished and is lost"]
    assert torture.examine(library.path, finished, files | {"/in/b13.txt": "?"})[0] == ["/in/b13.txt is not its file"]
    with sqlite3.connect(library.path / "library.sqlite") as db:
        db.execute("UPDATE versions SET text=(SELECT text FROM versions WHERE version_id=1) WHERE version_id=2")
    assert any("2 times" in fault for fault in torture.examine(library.path, finished, files)[0])
    with Library.open(tmp_path / "other", encoder=FakeEncoder(), create=True) as other, reopened(library) as one:
        assert torture.differences(one, other) == ["reports", "contents", "answers"]
        assert torture.differences(one, one) == []


def library_reports(path):
    with Library.open(path) as reader:
        return reader.reports()
