"""The library: what is a report, what is kept, what is found, who may write, what heals."""

import numpy as np
import pytest

from ingest.errors import EncoderMismatchError, LibraryError, ReportNotFoundError
from ingest.library import Library
from tests.fakes import QUESTION, FakeEncoder, answers, failed, ids, make_document, reopened

# What is a report


def test_statuses(library, documents):
    first = documents[0]
    assert library.put(first).status == "unchanged"
    copied = library.put(first.model_copy(update={"path": "/else/copy.txt"}))
    assert (copied.status, copied.report_id) == ("duplicate", library.find("东山区人民政府", 2013).report_id)
    changed = make_document(first.path, "东山区人民政府", 2013, ["主动公开政府信息41条"])
    outcome = library.put(changed)
    assert (outcome.status, outcome.report_id, outcome.passages) == ("replaced", copied.report_id, 1)
    assert len(library.reports()) == 3
    assert library.text(copied.report_id) == changed.text


def test_second_report_of_the_same_key_is_kept_with_a_warning(library):
    outcome = library.put(make_document("/else/b.txt", "西水镇", 2013, ["补充说明"]))
    assert outcome.status == "new"
    assert "同一机构、年度、标题" in outcome.warnings[0] and ids(library)["西水镇2013"] in outcome.warnings[0]
    with pytest.raises(ReportNotFoundError, match="several") as caught:
        library.find("西水镇", 2013)
    for report in (r for r in library.reports() if r.agency == "西水镇"):
        assert f"{report.report_id} 西水镇 2013 from {report.path!r}" in str(caught.value)


def test_unknown_bodies_are_told_apart_by_path(library):
    one = library.put(make_document("/in/x.txt", None, 2013, ["某某"]))
    two = library.put(make_document("/in/y.txt", None, 2013, ["另外"]))
    assert (one.status, two.status, two.warnings) == ("new", "new", ())


def test_a_path_taken_over_by_a_copy_of_another_report_keeps_both(library, documents):
    a, b = documents[0], documents[2]
    outcome = library.put(b.model_copy(update={"path": a.path}))
    assert outcome.status == "duplicate" and "原先是报告" in outcome.warnings[0]
    assert library.text(library.find("东山区人民政府", 2013).report_id) == a.text


def test_ids_are_of_the_first_version_and_never_collide(library, documents):
    first = documents[0]
    report_id = library.find("东山区人民政府", 2013).report_id
    library.put(make_document(first.path, "东山区人民政府", 2013, ["新版"]))
    back = library.put(first.model_copy(update={"path": "/else/old.txt"}))  # the first version's bytes, elsewhere
    assert back.status == "new" and back.report_id == f"{report_id}-2"


def test_everything_comes_back_as_it_went_in(library, documents):
    stored = library.stored(library.find("西水镇").report_id)
    document = documents[2]
    assert (stored.text, stored.sections, stored.passages, stored.figures) == (
        document.text, document.sections, document.passages, document.figures,
    )  # fmt: skip
    assert str(stored.figures[0].value) == "12.50"
    assert stored.report.aliases == ("西水办",)
    assert [section.body for section in stored.sections] == [section.body for section in document.sections]


def test_reports_are_ordered(library):
    assert [(r.agency, r.year) for r in library.reports()] == [
        ("东山区人民政府", 2013), ("东山区人民政府", 2014), ("西水镇", 2013),
    ]  # fmt: skip


# Finding one


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("西水镇", None, "西水镇2013"),
        ("西水办", None, "西水镇2013"),
        ("西水", None, "西水镇2013"),
        ("东山区人民政府", 2014, "东山区人民政府2014"),
        ("东山", 2013, "东山区人民政府2013"),
    ],
)
def test_find(library, name, year, expected):
    assert library.find(name, year).report_id == ids(library)[expected]
    assert library.find(ids(library)[expected]).report_id == ids(library)[expected]


@pytest.mark.parametrize(
    ("name", "year", "said"),
    [
        ("东山区", None, "several.*2013.*2014"),
        ("年度报告", None, "several"),
        ("西水镇", 2019, "for 2019.*西水镇 2013"),
        ("西水镇人民政府", None, "the library holds: .*西水镇"),
        ("", None, "the library holds"),
    ],
)
def test_find_refuses(library, name, year, said):
    with pytest.raises(ReportNotFoundError, match=said):
        library.find(name, year)


def test_an_exact_name_outranks_a_part(library):
    longer = library.put(make_document("/in/l.txt", "西水镇财政所", 2013, ["说明"]))
    assert library.find("西水镇").report_id == ids(library)["西水镇2013"]
    assert library.find("财政所").report_id == longer.report_id


# Searching


def test_lexical_and_dense_find_the_passage(library):
    (best, *_), (near, *_) = (list(found) for found in answers(library))
    for passage_id in (best, near):
        report_id, passage = library.passages([passage_id])[passage_id]
        assert "主动公开政府信息" in passage.of(library.text(report_id))


def test_unscoped_is_chroma_and_scoped_is_exact(library, encoder):
    vector = encoder.encode([QUESTION])[0]
    everywhere, channel = library.dense(vector, 10)
    within, exact = library.dense(vector, 10, [report.report_id for report in library.reports()])
    assert (channel, exact) == ("chroma", "sqlite")
    assert list(everywhere) == list(within)
    assert list(everywhere.values()) == pytest.approx(list(within.values()), abs=2e-6)


def test_scope_is_kept(library):
    chosen = ids(library)["东山区人民政府2014"]
    for found in answers(library, [chosen]):
        assert found and {report_id for report_id, _ in library.passages(list(found)).values()} == {chosen}
    assert answers(library, []) == ({}, {})


def test_figures(library):
    everything = library.figures()
    assert len(everything) == 3
    chosen = ids(library)["西水镇2013"]
    assert library.figures([chosen]) == [pair for pair in everything if pair[0] == chosen]


def test_replaced_passages_leave_every_index(library, documents):
    before = set(library.lexical("复印费", 5))
    library.put(make_document(documents[0].path, "东山区人民政府", 2013, ["全文只剩一句"]))
    assert before and not before & set(library.lexical("复印费", 5))
    assert library.passages(list(before)) == {}
    assert not before & set(library.dense(FakeEncoder().encode(["复印费"])[0], 10)[0])
    assert failed(library) == []


def test_history_is_kept(library, documents):
    first = documents[0]
    library.put(make_document(first.path, "东山区人民政府", 2013, ["新版"]))
    texts = library._store.rows(
        "SELECT text FROM versions WHERE report_id=? ORDER BY version_id", (ids(library)["东山区人民政府2013"],)
    )
    assert [text for (text,) in texts] == [first.text, "年度报告\n新版"]


# Corrections and removal


def test_edit_outranks_the_text_and_survives_reingest(library, documents):
    report_id = ids(library)["西水镇2013"]
    edited = library.edit(report_id, agency="西水新区", year=2012)
    assert (edited.agency, edited.year) == ("西水新区", 2012)
    assert library.find("西水新区", 2012).report_id == report_id
    assert set(library.passages(list(library.lexical("新区", 5))).values()) and failed(library) == []
    assert library.put(documents[2]).agency == "西水新区"
    outcome = library.put(make_document(documents[2].path, "西水镇", 2013, ["换了内容"]))
    assert (outcome.status, outcome.agency, outcome.year) == ("replaced", "西水新区", 2012)
    assert library.edit(report_id, year=2011).agency == "西水新区"


def test_a_body_is_not_edited_away(library):
    with pytest.raises(LibraryError, match="cannot be empty"):
        library.edit(ids(library)["西水镇2013"], agency=" ")
    assert library.find("西水镇").agency == "西水镇"


def test_remove_leaves_nothing_behind(library, documents):
    report_id = ids(library)["西水镇2013"]
    library.put(make_document(documents[2].path, "西水镇", 2013, ["罕见词魑魅魍魉"]))
    library.put(make_document(documents[2].path, "西水镇", 2013, ["另一罕见词饕餮"]))
    library.flush()
    assert library.remove(report_id).agency == "西水镇"
    assert len(library.reports()) == 2 and failed(library) == []
    with pytest.raises(ReportNotFoundError):
        library.stored(report_id)
    library.close()
    for path in library.path.rglob("*"):
        # hnswlib writes its whole allocation: past the rows it holds whatever this process had in memory there before.
        if path.is_file() and path.name != "data_level0.bin":
            data = path.read_bytes()
            assert not any(word.encode() in data for word in ("魑魅", "饕餮", "保密审查", report_id)), path


def test_a_removed_report_can_come_back(library, documents):
    report_id = ids(library)["西水镇2013"]
    gone = set(library.passages(range(1, 99)))
    library.remove(report_id)
    assert library.put(documents[2]).report_id == report_id
    assert max(library.passages(range(1, 99))) > max(gone), "passage ids are never used twice"


# Encoders


def test_another_encoder_is_refused(library, documents):
    library.close()
    with Library.open(library.path, encoder=FakeEncoder("other", 16), write=True) as other:
        assert len(other.reports()) == 3 and other.lexical(QUESTION, 3)
        with pytest.raises(EncoderMismatchError, match=r"'fake' \(.*\), not with 'other' .*: run `gongkai reindex`"):
            _ = other.encoder
        with pytest.raises(EncoderMismatchError):
            other.put(make_document("/in/n.txt", "北岭局", 2015, ["新的"]))
        with pytest.raises(EncoderMismatchError):
            other.dense(np.ones(16, np.float32), 3)
        assert "encoder" in {name for name, _ in failed(other)}


def test_an_encoder_is_loaded_when_first_needed(library):
    library.close()
    loads = []
    with Library.open(library.path, encoder=lambda: loads.append(1) or FakeEncoder()) as reader:
        reader.reports(), reader.lexical(QUESTION, 3)
        assert loads == []
        assert reader.encoder is reader.encoder and loads == [1]


def test_reindex_changes_over(library, encoder):
    before = library.lexical(QUESTION, 5)
    told = []
    assert library.reindex(FakeEncoder("other", 16), lambda done, of: told.append((done, of))) == 7
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert failed(library) == [] and library.lexical(QUESTION, 5) == before
    assert library.dense(FakeEncoder("other", 16).encode([QUESTION])[0], 9)[1] == "chroma"
    with pytest.raises(EncoderMismatchError):
        library.dense(encoder.encode([QUESTION])[0], 5)


class Stopping(FakeEncoder):
    """Dies after so many calls, as a killed process would."""

    def __init__(self, after):
        super().__init__("other", 16)
        self.after = after

    def encode(self, texts, *, query=False):
        if len(self.calls) == self.after:
            raise KeyboardInterrupt
        return super().encode(texts, query=query)


def test_reindex_is_taken_up_where_it_stopped(library):
    expected = answers(library)
    with pytest.raises(KeyboardInterrupt):
        library.reindex(Stopping(2))
    library.close()
    with reopened(library, write=True) as again:
        assert answers(again) == expected and failed(again) == [], "until it is complete the old generation answers"
        rest = FakeEncoder("other", 16)
        again.edit(again.reports()[0].report_id, year=1999)
        again.reindex(rest)
        assert sorted(rest.calls) == [2, 3], "the report left over, and the one corrected meanwhile"
        assert failed(again) == []


def test_reindex_does_not_mix_encoders(library):
    with pytest.raises(KeyboardInterrupt):
        library.reindex(Stopping(2))
    third = FakeEncoder("third", 16)
    library.reindex(third)
    assert len(third.calls) == 3 and failed(library) == []
