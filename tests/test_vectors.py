import numpy as np
import pytest

from ingest.vectors import BATCH, Vectors, VectorsBroken, destroy, footprint


def unit(rows, dim=16, seed=0):
    made = np.random.default_rng(seed).standard_normal((rows, dim)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture
def store(tmp_path):
    opened = Vectors(tmp_path / "chroma", "gongkai-x-1")
    yield opened
    opened.close()


def test_cosines_nearest_first(store):
    rows = unit(50)
    store.upsert(list(range(100, 150)), rows, ["r"] * 50)
    found = store.search(rows[7], 5)
    exact = rows @ rows[7]
    assert list(found) == [100 + int(i) for i in np.argsort(-exact)[:5]]
    assert found[107] == pytest.approx(1, abs=1e-5)
    assert list(found.values()) == pytest.approx(sorted(exact)[::-1][:5], abs=1e-5)


def test_upsert_replaces_and_delete_takes_out(store):
    rows = unit(3)
    store.upsert([1, 2], rows[:2], ["r", "r"])
    store.upsert([2], rows[2:], ["r"])
    assert store.search(rows[2], 1) == {2: pytest.approx(1, abs=1e-5)}
    store.delete([2, 99])
    assert store.listed() == store.reachable(rows[0]) == {1}


def test_more_rows_than_chroma_takes_at_once(store):
    rows = unit(BATCH * 2 + 5, 4)
    store.upsert(list(range(len(rows))), rows, ["r"] * len(rows))
    assert len(store.listed()) == len(rows)


def test_empty(store):
    assert store.search(unit(1)[0], 5) == {}
    assert store.listed() == store.reachable(unit(1)[0]) == set()


def test_reopened_with_the_same_files(tmp_path):
    rows = unit(1200)
    first = Vectors(tmp_path, "gongkai-x-1")
    first.upsert(list(range(1200)), rows, ["r"] * 1200)
    first.search(rows[0], 1)
    files = footprint(tmp_path)
    first.close()
    second = Vectors(tmp_path, "gongkai-x-1")
    assert second.reachable(rows[0]) == set(range(1200))
    assert footprint(tmp_path) == files != {}
    second.close()


def test_a_corrupt_file_is_reported(tmp_path):
    folder = tmp_path / "chroma"
    first = Vectors(folder, "gongkai-x-1")
    first.upsert([1], unit(1), ["r"])
    first.close()
    (folder / "chroma.sqlite3").write_bytes(b"not a database" * 999)
    with pytest.raises(VectorsBroken):
        Vectors(folder, "gongkai-x-1").listed()
    destroy(folder)
    assert footprint(folder) == {} and not folder.exists()


def test_a_closed_or_absent_store_is_broken(tmp_path, store):
    store.close()
    with pytest.raises(VectorsBroken, match="closed"):
        store.clear("gongkai-")
    with pytest.raises(VectorsBroken):
        Vectors("http://127.0.0.1:9", "gongkai-x-1")


def test_clear_takes_all_generations(tmp_path):
    old = Vectors(tmp_path, "gongkai-x-1")
    old.upsert([1], unit(1, 8), ["r"])
    other = Vectors(tmp_path, "gongkai-y-1")
    other.upsert([5], unit(1, 8), ["r"])
    new = Vectors(tmp_path, "gongkai-x-2")
    new.clear("gongkai-x-")
    assert new.listed() == set() and other.listed() == {5}
    with pytest.raises(VectorsBroken):
        old.listed()
    new.upsert([1], unit(1, 4), ["r"])
    for one in (old, other, new):
        one.close()
