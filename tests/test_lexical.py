import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexical import Lexical, destroy, tokens

TEXTS = {1: "主动公开政府信息37条", 2: "主动公开政府信息370条", 3: "举办培训班2期", 4: "受理依申请公开5件"}


def index(folder=None, texts=TEXTS, revision=7, report="r"):
    made = Lexical(folder, create=True)
    made.update([], [(revision, report, texts)])
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开37条", ["公", "公开", "开", "37", "条"]),
        ("12.5%", ["12.5%"]),
        ("OA系统", ["oa", "系", "系统", "统"]),
        ("条，件", ["条", "件"]),
        ("，。", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@given(st.text())
def test_tokens_survive_the_whitespace_tokenizer(text):
    assert all(token and not any(c.isspace() for c in token) for token in tokens(text))


def test_numbers_are_whole():
    assert list(index().search("37", 5)) == [1]
    assert list(index().search("３７条", 5))[0] == 1


def test_best_first_and_limited():
    found = index().search("公开政府信息", 2)
    assert len(found) == 2 and set(found) == {1, 2}
    assert list(index().search("培训", 5)) == [3]


def test_nothing_to_search_for():
    assert index().search("？", 5) == {}
    assert index().search("公开", 0) == {}
    assert index().search("公开", 5, []) == {}


def test_ties_are_settled_by_id_even_beyond_the_cut():
    same = dict.fromkeys(range(500, 0, -1), "一模一样的话")
    assert list(index(texts=same).search("一模一样", 3)) == [1, 2, 3]


def test_equals_that_run_past_the_cut_are_left_out_together_where_half_remains():
    better = {key: f"一模一样的{'好' * key}" for key in (501, 502, 503)}
    same = dict.fromkeys(range(500, 0, -1), "一模一样的话")
    made = index(texts=same | better)
    assert set(made.search("一模一样的好", 6)) == set(better)
    assert set(made.search("一模一样的好", 7)) == {*better, 1, 2, 3, 4}


def test_scope_keeps_scores():
    made = Lexical()
    made.update([], [(1, "a", {1: TEXTS[1]}), (2, "b", {2: TEXTS[2]}), (3, "c", {3: TEXTS[3]})])
    everywhere = made.search("主动公开", 5)
    assert set(everywhere) == {1, 2}
    assert made.search("主动公开", 5, ["b", "c"]) == {2: everywhere[2]}


def test_several_queries_add_up():
    made = index()
    first, second = made.search("公开政府信息", 5), made.search("主动公开培训", 5)
    both = made.search(["公开政府信息", "主动公开培训"], 5)
    assert set(both) == set(first) | set(second) == {1, 2, 3, 4}
    assert both == {pid: pytest.approx(first.get(pid, 0) + second.get(pid, 0), abs=2e-4) for pid in both}


def test_update_replaces_a_revision(tmp_path):
    made = index(tmp_path)
    made.update([7], [(8, "r", {9: "全新的内容"})])
    assert made.revisions() == {8: 1}
    assert made.search("培训", 5) == {}
    assert list(made.search("内容", 5)) == [9]


def test_reopened_from_disk(tmp_path):
    score = index(tmp_path).search("培训", 5)
    again = Lexical(tmp_path)
    assert again.revisions() == {7: 4}
    assert again.search("培训", 5) == score != {}


def test_reload_sees_another_writer(tmp_path):
    reader = index(tmp_path) and Lexical(tmp_path)
    Lexical(tmp_path).update([7], [])
    assert reader.revisions() == {7: 4}
    reader.reload()
    assert reader.revisions() == {}


def test_missing_or_broken_raises(tmp_path):
    with pytest.raises(ValueError, match="."):
        Lexical(tmp_path)
    index(tmp_path)
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(ValueError, match="."):
        Lexical(tmp_path)
    destroy(tmp_path)
    assert not tmp_path.exists()
