"""The library among processes: who may write, what a killed or damaged one leaves, what heals."""

import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ingest.errors import LibraryBusyError, LibraryError
from ingest.library import Library
from tests.fakes import QUESTION, FakeEncoder, answers, failed, make_document, reopened, run_python

# Opening, locks


def test_there_must_be_a_library(tmp_path):
    with pytest.raises(LibraryError, match="gongkai ingest"):
        Library.open(tmp_path / "none")
    with pytest.raises(LibraryError, match="gongkai ingest"):
        Library.open(tmp_path / "none", write=True)
    (tmp_path / "library.sqlite").write_bytes(b"something else entirely" * 99)
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.open(tmp_path)


@pytest.mark.parametrize("place", ["file", "file/below", "x" * 300, "/proc/gongkai"])
def test_a_place_that_can_hold_no_library(tmp_path, place):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot hold a library .*: choose another folder"):
        Library.open(tmp_path / place, create=True)


def test_a_newer_library_is_refused(library):
    library.close()
    with sqlite3.connect(library.path / "library.sqlite") as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(LibraryError, match="newer"):
        reopened(library)


def test_readers_may_not_write(library, documents):
    report_id = library.reports()[0].report_id
    with reopened(library) as reader:
        for act in (
            lambda: reader.put(documents[0]), lambda: reader.remove(report_id), lambda: reader.edit(report_id, year=1),
            reader.flush, reader.rebuild, lambda: reader.reindex(FakeEncoder()),
        ):  # fmt: skip
            with pytest.raises(LibraryError, match="opened for reading"):
                act()


HOLD = """
import sys
from tests.fakes import FakeEncoder, make_document
from ingest.library import Library
library = Library.open(sys.argv[1], encoder=FakeEncoder(), write=True)
print("open", flush=True)
for line in sys.stdin:
    print(library.put(make_document(f"/other/{line.strip()}.txt", "他处镇", 2020, [line.strip()])).status, flush=True)
"""


def test_one_writer_and_the_message_says_who(library):
    library.close()
    writer = run_python(HOLD, library.path)
    assert writer.stdout.readline() == "open\n"
    with pytest.raises(LibraryBusyError, match=rf"process {writer.pid} \(-c .*\) since 20\d\d-"):
        reopened(library, write=True)
    writer.kill()
    writer.wait()
    reopened(library, write=True).close()


def test_readers_see_what_a_living_writer_has_stored(library):
    before = answers(library)
    library.close()
    writer = run_python(HOLD, library.path)
    writer.stdout.readline()
    with reopened(library) as reader:
        assert answers(reader) == before
        writer.stdin.write("罕见的饕餮纹\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "new\n"
        (found,) = reader.passages(list(reader.lexical("饕餮", 5))).values()
        assert reader.find("他处镇").report_id == found[0]
        assert reader.dense(FakeEncoder().encode(["饕餮"])[0], 1)[1] == "sqlite"
    writer.kill()
    writer.wait()


def test_chroma_belongs_to_one_process(library):
    library.close()
    vector = FakeEncoder().encode([QUESTION])[0]
    owner = reopened(library)
    mine, channel = owner.dense(vector, 5)
    with reopened(library) as other:
        theirs, fallback = other.dense(vector, 5)
    assert (channel, fallback) == ("chroma", "sqlite")
    assert list(mine) == list(theirs)
    with reopened(library, write=True) as writer:
        writer.put(make_document("/in/n.txt", "北岭局", 2015, ["北岭局主动公开政府信息4条"]))
    assert owner.dense(vector, 5)[1] == "chroma", "the owner mends its own copy once nobody writes"
    assert len(owner.dense(vector, 99)[0]) == 8
    owner.close()


def test_a_busy_library_is_not_an_ill_one(library):
    library.close()
    writer = run_python(HOLD, library.path)
    writer.stdout.readline()
    writer.stdin.write("新的一句\n")
    writer.stdin.flush()
    writer.stdout.readline()
    with reopened(library) as reader:
        said = {check.name: check for check in reader.check()}
        assert all(check.ok for check in said.values())
        assert f"process {writer.pid}" in said["lexical index"].detail
    writer.kill()
    writer.wait()
    with reopened(library) as reader:
        assert failed(reader) == []
        assert "8 passages on disk" in {check.name: check for check in reader.check()}["lexical index"].detail


# Healing


def killed_writer(library):
    """The library after a process stored one more report and died before it could touch an index."""
    library.close()
    writer = run_python(HOLD, library.path)
    writer.stdout.readline()
    writer.stdin.write("最后一句\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "new\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()


def test_the_next_writer_heals_what_a_killed_one_left(library):
    killed_writer(library)
    encoder = FakeEncoder()
    with Library.open(library.path, encoder=encoder, write=True) as healed:
        assert failed(healed) == [] and encoder.calls == []
        assert healed.find("他处镇").report_id in {
            r for r, _ in healed.passages(list(healed.lexical("最后", 1))).values()
        }


def test_the_next_reader_heals_too_if_nobody_writes(library):
    killed_writer(library)
    with reopened(library) as reader:
        assert reader.dense(FakeEncoder().encode([QUESTION])[0], 3)[1] == "chroma"
        assert failed(reader) == []


def test_an_index_that_is_being_written_has_no_stamp(library, monkeypatch):
    library.flush()
    stamps = {path.name for path in library.path.glob("*.stamp")}

    def killed(self, *_):
        raise KeyboardInterrupt

    library.put(make_document("/in/n.txt", "北岭局", 2015, ["北岭局主动公开政府信息4条"]))
    with monkeypatch.context() as patch:
        patch.setattr("ingest.vectors.Vectors.upsert", killed)
        with pytest.raises(KeyboardInterrupt):
            library.flush()
    assert stamps - {path.name for path in library.path.glob("*.stamp")} == {"chroma.stamp"}
    library.close()
    with reopened(library) as reader:
        assert len(reader.dense(FakeEncoder().encode([QUESTION])[0], 99)[0]) == 8 and failed(reader) == []


def damage_lexical_gone(path):
    shutil.rmtree(path / "lexical")


def damage_lexical_garbled(path):
    for file in (path / "lexical").glob("meta.json"):
        file.write_text("{}")


def damage_lexical_emptied(path):
    from ingest.lexical import Lexical

    index = Lexical(path / "lexical")
    index.update(list(index.revisions()), [])


def damage_chroma_gone(path):
    shutil.rmtree(path / "chroma")


def damage_chroma_database(path):
    for file in (path / "chroma").rglob("chroma.sqlite3"):
        file.write_bytes(b"nonsense" * 999)


def damage_chroma_truncated(path):
    for file in (path / "chroma").rglob("header.bin"):
        file.write_bytes(b"")


def damage_chroma_segment_gone(path):
    for folder in (path / "chroma").glob("*/*/"):
        shutil.rmtree(folder)


def damage_chroma_rows(path):
    from ingest.vectors import Vectors

    place = json.loads((path / "chroma.stamp").read_text())["place"]
    with sqlite3.connect(path / "library.sqlite") as db:
        (name,) = db.execute("SELECT value FROM meta WHERE key='library_id'").fetchone()
    store = Vectors(path / "chroma" / place, f"gongkai-{name}-1")
    store.delete([1])
    store.close()


def damage_stamps(path):
    for stamp in path.glob("*.stamp"):
        stamp.write_text("{")


DAMAGES = [value for name, value in sorted(globals().items()) if name.startswith("damage_")]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_heals_without_encoding(library, damage):
    expected = answers(library)
    library.close()
    damage(library.path)
    encoder = FakeEncoder()
    with Library.open(library.path, encoder=encoder, write=True) as healed:
        assert answers(healed) == expected
        assert failed(healed) == [] and encoder.calls == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_reader_who_may_not_mend_answers_the_same(library, damage):
    expected = answers(library)
    library.close()
    damage(library.path)
    from ingest.locks import hold

    lock = hold(library.path / "write.lock")
    with reopened(library) as reader:
        assert answers(reader) == (expected[0], pytest.approx(expected[1], abs=2e-6))
    lock.release()


def test_answers_do_not_depend_on_history(library, documents, tmp_path):
    library.put(make_document(documents[0].path, "东山区人民政府", 2013, ["先是这样"]))
    library.flush()
    library.put(documents[0])
    library.flush()
    with Library.open(tmp_path / "fresh", encoder=FakeEncoder(), create=True) as fresh:
        for document in (*documents[1:], documents[0]):  # passage ids rise with the time of storing
            fresh.put(document)
        for old, new in zip(answers(library), answers(fresh), strict=True):
            assert sorted(old.values()) == pytest.approx(sorted(new.values()), abs=2e-6)


def test_check_tells_a_broken_truth(library):
    library._store.rows("DELETE FROM embeddings WHERE version_id=1")
    library._store.rows("DELETE FROM passages WHERE version_id=2 AND section=0")
    assert {name for name, _ in failed(library)} >= {"embeddings", "passages"}
    with pytest.raises(LibraryError, match="gongkai reindex"):
        library.dense(FakeEncoder().encode([QUESTION])[0], 3, [library.reports()[0].report_id])


def copies(library, bodies, lines):
    """Reports that all say the same."""
    for number in range(bodies):
        said = [f"{line}，这是每份报告都有的话" for line in lines]
        library.put(make_document(f"/in/copy{number}.txt", f"第{number}镇", 2013, [*said, f"附注{number}"]))
    library.flush()


def test_near_duplicates_are_all_reached(library):
    copies(library, 150, ["主动公开", "依申请公开", "行政复议", "收费", "机构", "问题", "打算"])
    library.close()
    with reopened(library) as reader:
        (check,) = (check for check in reader.check() if check.name == "chroma")
        assert (check.ok, check.detail) == (True, "1207 vectors, 1207 of them reached by a search for everything")


def test_a_graph_of_islands_is_scanned_not_built_again_and_again(library, encoder, monkeypatch):
    vector = encoder.encode([QUESTION])[0]
    expected = library.dense(vector, 7)[0]
    library.close()
    damage_stamps(library.path)
    monkeypatch.setattr("ingest.vectors.Vectors.reachable", lambda self, vector: {1, 2})
    with reopened(library) as reader:
        assert reader.dense(vector, 7) == (pytest.approx(expected, abs=2e-6), "sqlite")
        (check,) = (check for check in reader.check() if check.name == "chroma")
        assert check.ok and check.detail.startswith("5 vectors out of reach among near-duplicates")
    monkeypatch.setattr("ingest.vectors.Vectors.upsert", lambda *_: pytest.fail("built again"))
    with reopened(library, write=True) as writer:
        assert writer.dense(vector, 7)[1] == "sqlite" and failed(writer) == []


def test_an_open_collection_that_lost_its_way_is_ill(library, monkeypatch):
    assert failed(library) == []
    monkeypatch.setattr("ingest.vectors.Vectors.reachable", lambda self, vector: {1, 2})
    assert failed(library) == [
        (
            "chroma",
            "7 vectors, 2 of them reached by a search for everything: near-duplicates hide the others;"
            " run `gongkai doctor --rebuild`",
        )
    ]


def test_rebuild(library):
    expected = answers(library)
    library.rebuild()
    assert answers(library) == expected and failed(library) == []


def test_an_empty_library_is_well(tmp_path):
    with Library.open(tmp_path, encoder=FakeEncoder(), create=True) as empty:
        assert failed(empty) == [] and empty.reports() == () and answers(empty) == ({}, {})


# Several at once


def test_questions_while_another_thread_ingests(library):
    faults, done = [], threading.Event()

    def ask():
        while not done.is_set():
            try:
                words, vectors = answers(library)
                held = library.passages(list(words) + list(vectors))
                faults.extend(key for key in (*words, *vectors) if key not in held)
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(25):
        library.put(make_document(f"/in/{number}.txt", f"第{number}局", 2016, [f"主动公开政府信息{number}条"]))
    done.set()
    for thread in threads:
        thread.join()
    assert faults == [] and len(library.reports()) == 28 and failed(library) == []


@pytest.fixture
def server(tmp_path):
    """A Chroma server on the loopback; (url, process)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", tmp_path / "server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_a_chroma_server_is_used_when_named(tmp_path, encoder, documents, server):
    url, process = server
    vector = encoder.encode([QUESTION])[0]
    with Library.open(tmp_path / "lib", encoder=encoder, create=True, chroma_url=url) as library:
        for document in documents:
            library.put(document)
        expected, channel = library.dense(vector, 9)
        assert channel == "chroma" and failed(library) == [] and not (library.path / "chroma").exists()
        with reopened(library, chroma_url=url) as reader:
            assert reader.dense(vector, 9) == (expected, "chroma"), "a server has room for many"
        library.remove(library.find("西水镇").report_id)
        assert len(library.dense(vector, 9)[0]) == 5 and failed(library) == []
        library.reindex(FakeEncoder("other", 16))
        assert library.dense(FakeEncoder("other", 16).encode([QUESTION])[0], 9)[1] == "chroma"
        process.kill()
        process.wait()
        found, channel = library.dense(FakeEncoder("other", 16).encode([QUESTION])[0], 9)
        assert len(found) == 5 and channel == "sqlite"
