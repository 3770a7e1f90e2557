"""Conversations are kept beside the library, each owner's apart, and say nothing more of a removed report."""

import sqlite3

import pytest

from bot.answer import answer
from bot.keeping.conversations import FILE, LONGEST_NOTE, LONGEST_TITLE, Conversations
from ingest.errors import LibraryError


@pytest.fixture
def library(seeds):
    return seeds.library


@pytest.fixture
def kept(tmp_path):
    return Conversations(tmp_path)


def ask(library, question, **more):
    asked = {"question": question} | more
    return asked, answer(library, asked)


def test_nothing_is_written_before_the_first(kept, tmp_path):
    assert kept.list() == () and kept.forget("x") == 0 and not (tmp_path / FILE).exists()


def test_a_conversation_survives(kept, library, tmp_path):
    id_ = kept.start("平凉公开了多少？")
    first = ask(library, "平凉2013年公开了多少条？")
    second = ask(library, "丰台呢？", after=["平凉2013年公开了多少条？"])
    kept.add(id_, *first)
    kept.add(id_, *second)
    again = Conversations(tmp_path)
    (listed,) = again.list()
    assert (listed.id, listed.title, listed.turns) == (id_, "平凉公开了多少？", 2)
    assert [(turn.n, turn.asked, turn.answer) for turn in again.turns(id_)] == [(1, *first), (2, *second)]


def test_the_last_changed_comes_first_and_names_are_cut(kept, library):
    old, new = kept.start("旧"), kept.start("很长的题目" * 30)
    assert [one.id for one in kept.list()] == [new, old] and len(kept.list()[0].title) == LONGEST_TITLE
    kept.add(old, *ask(library, "平凉2013年公开了多少条？"))
    kept.rename(old, " 新的\n名字 ")
    assert [one.title for one in kept.list()][0] == "新的 名字"


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_title_says_something(kept, title):
    with pytest.raises(LibraryError, match="title"):
        kept.start(title)


def test_nobody_touches_anothers(kept, library):
    id_ = kept.start("我的", owner="甲")
    asked = ask(library, "平凉2013年公开了多少条？")
    for act in (
        lambda: kept.turns(id_, "乙"),
        lambda: kept.add(id_, *asked, "乙"),
        lambda: kept.rename(id_, "别的", "乙"),
        lambda: kept.delete(id_, "乙"),
        lambda: kept.export(id_, "乙"),
    ):
        with pytest.raises(LibraryError, match="no conversation"):
            act()
    assert kept.list("乙") == () and kept.list("甲")[0].title == "我的" and kept.turns(id_, "甲") == ()


def test_deleted_is_gone(kept, library, tmp_path):
    id_ = kept.start("要删的")
    kept.add(id_, *ask(library, "平凉2013年公开了多少条？"))
    kept.delete(id_)
    assert kept.list() == ()
    with sqlite3.connect(tmp_path / FILE) as file:
        assert [file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("turns", "quoted")] == [0, 0]


def test_a_removed_report_is_forgotten(kept, library, tmp_path):
    id_ = kept.start("两家")
    asked, told = ask(library, "平凉2013年公开了多少条？")
    kept.add(id_, asked, told)
    kept.add(id_, *ask(library, "丰台2013年公开了多少条？"))
    assert kept.forget(told.citations[0].report_id) == 1
    first, second = kept.turns(id_)
    assert first.answer is None and first.asked == asked and second.answer is not None
    assert "595条".encode() not in (tmp_path / FILE).read_bytes()
    assert "已移除" in kept.export(id_)


def test_an_export_carries_its_sources(kept, library):
    id_ = kept.start("出处")
    _, told = asked = ask(library, "平凉2013年公开了多少条？")
    kept.add(id_, *asked)
    said = kept.export(id_)
    assert said.startswith("# 出处\n") and "## 平凉2013年公开了多少条？" in said
    assert all(citation.quote.strip() in said for citation in told.citations)


def test_a_folder_that_cannot_hold_it_is_named(tmp_path):
    with pytest.raises(LibraryError, match="nowhere"):
        Conversations(tmp_path / "nowhere").start("x")


def test_notes_stay_with_their_conversation_and_owner(kept, library, tmp_path):
    id_ = kept.start("记", owner="甲")
    asked, told = ask(library, "平凉2013年公开了多少条？")
    kept.add(id_, asked, told, "甲")
    own = kept.note(id_, " 自己的话 ", owner="甲")
    quoted = kept.note(id_, told.citations[0].quote, told.citations[0], "甲")
    assert Conversations(tmp_path).notes(id_, "甲") == (own, quoted) and own.text == "自己的话"
    for act in (
        lambda: kept.notes(id_, "乙"),
        lambda: kept.note(id_, "偷记", owner="乙"),
        lambda: kept.unnote(id_, own.id, "乙"),
    ):
        with pytest.raises(LibraryError, match="no conversation"):
            act()
    said = kept.export(id_, "甲")
    assert "## 笔记\n\n- 自己的话" in said and said.count(told.citations[0].quote) == 3
    kept.unnote(id_, own.id, "甲")
    assert kept.notes(id_, "甲") == (quoted,)
    kept.delete(id_, "甲")
    with sqlite3.connect(tmp_path / FILE) as file:
        assert file.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_a_note_on_a_removed_report_goes_with_it(kept, library, tmp_path):
    id_ = kept.start("记")
    _, told = ask(library, "平凉2013年公开了多少条？")
    kept.note(id_, "留下")
    kept.note(id_, told.citations[0].quote, told.citations[0])
    assert kept.forget(told.citations[0].report_id) == 1
    assert [note.text for note in kept.notes(id_)] == ["留下"]
    assert "595条".encode() not in (tmp_path / FILE).read_bytes()


@pytest.mark.parametrize("text", ["", " \n", "长" * (LONGEST_NOTE + 1)])
def test_a_note_says_something_and_not_too_much(kept, text):
    with pytest.raises(LibraryError, match="a note has"):
        kept.note(kept.start("记"), text)


def test_there_is_an_end_to_notes(kept, monkeypatch):
    monkeypatch.setattr("bot.keeping.conversations.MOST_NOTES", 2)
    id_ = kept.start("记")
    kept.note(id_, "一")
    kept.note(id_, "二")
    with pytest.raises(LibraryError, match="at most 2"):
        kept.note(id_, "三")


def test_a_note_cannot_write_markup_into_an_export(kept):
    id_ = kept.start("记")
    kept.note(id_, "<img src=x>\n# 标题 [点](javascript:1)")
    assert "\\<img src=x\\> \\# 标题 \\[点\\](javascript:1)" in kept.export(id_)


def test_readers_do_not_wait_for_each_other(kept, monkeypatch):
    monkeypatch.setattr("bot.keeping.beside._PATIENCE", 0)
    kept.start("一")
    with kept._open() as reader:
        reader.execute("SELECT * FROM conversations").fetchall()
        assert [one.title for one in kept.list()] == ["一"]
    with kept._open(writing=True), pytest.raises(LibraryError, match="conversations cannot be kept"):
        kept.start("二")
