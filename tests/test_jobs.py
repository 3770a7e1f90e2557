"""Ingestion in the background: staged, corrected, taken in, interrupted, removed and put back."""

import threading

import pytest

from bot.keeping.conversations import Conversations
from bot.keeping.job_rows import FILE, Rows
from bot.keeping.jobs import Jobs
from bot.keeping.removals import UNDO_FOR
from bot.schema import Answer, Citation, Claim
from ingest.errors import LibraryError
from ingest.library import Library
from tests.fakes import FakeEncoder
from tests.read_samples import html_page, word

REPORT = "{body}{year}年政府信息公开工作年度报告\n一、概述\n{body}高度重视政府信息公开工作。\n二、主动公开情况\n{year}年主动公开政府信息{n}条。\n"


def report(body="东山县人民政府", year=2013, n=7) -> bytes:
    return REPORT.format(body=body, year=year, n=n).encode()


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder(), create=True) as opened:
        yield opened


@pytest.fixture
def jobs(library):
    with Jobs(library, run=False) as opened:
        yield opened


def work(jobs: Jobs) -> None:
    while jobs.step():
        pass


def staged(jobs: Jobs, *files) -> list:
    ids = [job.id for job in jobs.stage(files)]
    work(jobs)
    return [job for job in jobs.list() if job.id in ids]


def taken(jobs: Jobs, *files) -> list:
    ids = [job.id for job in staged(jobs, *files)]
    jobs.accept(ids)
    work(jobs)
    return [job for job in jobs.list() if job.id in ids]


def test_files_of_every_kind_are_recognised_and_taken_in(jobs, library, tmp_path):
    lying = tmp_path / "elsewhere.txt"
    lying.write_bytes(report("北岭局", 2015, 3))
    text = report("西水镇人民政府", 2022, 9).decode()
    files = [
        ("a.txt", report()),
        ("b.html", html_page(text).encode()),
        ("c.docx", word(report("南江局").decode())),
        ("d.txt", lying),
    ]
    first = jobs.stage(files)
    assert [job.status for job in first] == ["queued"] * 4 and jobs.progress().busy == 4
    work(jobs)
    found = jobs.list()
    assert [(job.agency, job.year, job.status) for job in found] == [
        ("东山县人民政府", 2013, "staged"), ("西水镇人民政府", 2022, "staged"), ("南江局", 2013, "staged"), ("北岭局", 2015, "staged"),
    ]  # fmt: skip
    assert (
        found[1].era == "2021-"
        and found[0].title
        and found[0].chars == len(report().decode())
        and not library.reports()
    )
    assert len(jobs.accept([job.id for job in found[:3]])) == 3
    work(jobs)
    assert {job.status for job in jobs.list()[:3]} == {"done"} and jobs.list()[3].status == "staged"
    assert {one.report_id for one in library.reports()} == {job.report_id for job in jobs.list()[:3]}
    assert jobs.progress().model_dump() == {"busy": 0, "staged": 1, "done": 3, "failed": 0, "name": None}
    assert all(check.ok for check in library.check())


def test_what_fails_says_why_and_the_others_go_on(jobs):
    big = b"x" * 20_000_001
    files = [
        ("旧.doc", b"x"),
        ("a.pdf", html_page("x").encode()),
        ("空.txt", b""),
        ("大.txt", big),
        ("好.txt", report()),
    ]
    found = staged(jobs, *files)
    assert [job.status for job in found] == ["failed"] * 4 + ["staged"]
    assert [
        word in (job.error or "") for word, job in zip((".docx", "改为 .html", "空的", "20 MB"), found, strict=False)
    ] == [True] * 4
    assert not any("/" in (job.error or "").replace("、", "") for job in found), "no path of the server is shown"


def test_a_bug_that_one_file_trips_stops_no_other(jobs, monkeypatch):
    from ingest.document import parse

    def broken(text, **keys):
        if "北岭" in text:
            raise IndexError("off by one")
        return parse(text, **keys)

    monkeypatch.setattr("ingest.pipeline.parse", broken)
    found = staged(jobs, ("a.txt", report("北岭局")), ("b.txt", report()))
    assert [job.status for job in found] == ["failed", "staged"] and "off by one" in found[0].error
    monkeypatch.setattr("ingest.pipeline.parse", parse)
    jobs.retry([found[0].id])
    work(jobs)
    assert jobs.list()[0].status == "staged" and jobs.list()[0].error is None


def test_corrections_before_taking_in(jobs, library):
    (job,) = staged(jobs, ("a.txt", report()))
    job = jobs.edit(job.id, agency=" 东山区人民政府 ", year=2014)
    assert (job.agency, job.year, job.edited) == ("东山区人民政府", 2014, ("agency", "year"))
    for wrong in ({"agency": " "}, {"year": 13}):
        with pytest.raises(LibraryError):
            jobs.edit(job.id, **wrong)
    jobs.accept([job.id])
    with pytest.raises(LibraryError, match="not waiting"):
        jobs.edit(job.id, year=2015)
    work(jobs)
    (held,) = library.reports()
    assert (held.agency, held.year) == ("东山区人民政府", 2014)


def test_duplicates_and_versions_are_explained(jobs, library):
    (first,) = taken(jobs, ("a.txt", report()))
    same, newer, twin, other = staged(
        jobs, ("copy.txt", report()), ("new.txt", report(n=8)), ("twin.txt", report(n=8)), ("b.txt", report(year=2014))
    )
    assert [job.relation for job in (same, newer, twin, other)] == ["duplicate", "version", "twin", None]
    assert same.same_as == newer.same_as == first.report_id and "东山县人民政府2013年" in same.remark
    assert "替换" in newer.remark and "new.txt" in twin.remark and other.remark is None
    assert jobs.edit(other.id, year=2013).relation == "version"
    assert jobs.edit(newer.id, year=2016).relation is None
    jobs.accept([same.id])
    work(jobs)
    assert jobs.list()[1].report_id == first.report_id and len(library.reports()) == 1


def test_a_new_version_stands_beside_the_old_one_or_takes_its_place(jobs, library):
    (first,) = taken(jobs, ("a.txt", report()))
    (newer,) = staged(jobs, ("new.txt", report(n=8)))
    assert jobs.replace(newer.id, True).replaces == first.report_id
    jobs.accept([newer.id])
    work(jobs)
    (held,) = library.reports()
    assert held.report_id == first.report_id and "信息8条" in library.text(held.report_id)
    (beside,) = taken(jobs, ("newest.txt", report(n=9)))
    assert len(library.reports()) == 2 and beside.warnings
    with pytest.raises(LibraryError, match="no new version"):
        jobs.replace(beside.id, True)


@pytest.mark.parametrize("phase", ["queued", "parsing", "accepted", "storing"])
def test_what_a_killed_desk_left_is_interrupted_and_goes_on(library, monkeypatch, phase):
    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    first = Jobs(library, run=False)
    (job,) = first.stage([("a.txt", report())])
    if phase in {"accepted", "storing"}:
        work(first)
        first.edit(job.id, year=2014)
        first.accept([job.id])
    with monkeypatch.context() as patch:
        patch.setattr("bot.keeping.jobs.read_data" if phase == "parsing" else "ingest.library.Library.put", die)
        if phase in {"parsing", "storing"}:
            with pytest.raises(Killed):
                first.step()
    assert first.list()[0].status == phase
    again = Jobs(library, run=False)
    assert again.list()[0].status == "interrupted" and "可以重试" in again.list()[0].error and not again.step()
    again.retry([job.id])
    work(again)
    if phase in {"queued", "parsing"}:
        again.accept([job.id])
        work(again)
    assert again.list()[0].status == "done" and len(library.reports()) == 1
    assert library.reports()[0].year == (2014 if phase in {"accepted", "storing"} else 2013)


def test_a_correction_survives_a_kill_between_storing_and_correcting(library, monkeypatch):
    first = Jobs(library, run=False)
    (job,) = staged(first, ("a.txt", report()))
    first.edit(job.id, agency="东山区人民政府")
    first.accept([job.id])
    with monkeypatch.context() as patch:
        patch.setattr(Library, "edit", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            first.step()
    again = Jobs(library, run=False)
    again.retry([job.id])
    work(again)
    assert [one.agency for one in library.reports()] == ["东山区人民政府"]


def test_what_was_staged_survives_a_restart(library):
    with Jobs(library, run=False) as first:
        (job,) = staged(first, ("a.txt", report()))
        first.edit(job.id, year=2014)
    with Jobs(library, run=False) as again:
        assert (again.list()[0].status, again.list()[0].year) == ("staged", 2014)


def test_discarding_forgets_the_file_but_never_a_reports_original(jobs, library):
    (kept,) = taken(jobs, ("a.txt", report()))
    (gone,) = staged(jobs, ("b.txt", report(n=8)))
    assert len(list((library.path / "uploads").iterdir())) == 2
    assert jobs.discard([kept.id, gone.id, "nothing"]) == 2 and jobs.list() == ()
    (left,) = (library.path / "uploads").iterdir()
    assert library.reports()[0].path == str(next(left.iterdir()).resolve())


def test_names_of_uploads_lead_nowhere(jobs, library):
    names = [
        "../../evil.txt",
        "..\\..\\evil.txt",
        "/etc/passwd.txt",
        "a\u202etxt.txt",
        "年" * 200 + ".txt",
        "<img onerror=x>.txt",
        ".txt",
    ]
    found = jobs.stage([(name, report(n=n)) for n, name in enumerate(names)])
    assert [job.name for job in found][:4] == ["evil.txt", "evil.txt", "passwd.txt", "atxt.txt"]
    assert all(len(job.name.encode()) < 140 and not set(job.name) & set('/\\<>:"|?*') for job in found)
    inside = [path for path in library.path.rglob("*.txt")]
    assert len(inside) == sum(job.status == "queued" for job in found) >= 6
    with pytest.raises(LibraryError, match="too many"):
        jobs.stage([("a.txt", b"x")] * 201)


def quoting(report_id: str) -> Answer:
    cited = Citation(
        n=1, report_id=report_id, agency="东山县人民政府", year=2013, section=(), start=0, end=2, quote="东山"
    )
    claim = Claim(text="“东山”", kind="quote", citations=(1,))
    return Answer(
        id="1",
        question="问",
        standalone_question="问",
        confidence=1.0,
        scope={"reports": (report_id,)},
        status="answered",
        claims=(claim,),
        citations=(cited,),
    )


def test_a_removed_report_is_forgotten_and_can_be_put_back(jobs, library):
    (job,) = taken(jobs, ("a.txt", report()))
    library.edit(job.report_id, agency="东山区人民政府", year=2014)
    before = library.stored(job.report_id)
    talk = Conversations(library.path)
    talk.add(chat := talk.start("问"), {"question": "问"}, quoting(job.report_id))
    removed = jobs.remove(job.report_id)
    assert library.reports() == () and "东山区人民政府 2014" in removed.name and jobs.removed() == (removed,)
    assert talk.turns(chat)[0].answer is None
    assert jobs.undo(removed.id).report_id == job.report_id
    assert library.stored(job.report_id) == before and jobs.removed() == ()
    with pytest.raises(LibraryError, match="cannot be undone"):
        jobs.undo(removed.id)
    with pytest.raises(LibraryError):
        jobs.remove("nothing")


def test_after_its_time_a_removed_report_is_gone_for_good(jobs, library, monkeypatch):
    (job,) = taken(jobs, ("a.txt", report("独一无二局")))
    removed = jobs.remove(job.report_id)
    monkeypatch.setattr("bot.keeping.removals.time", lambda: removed.until - 1)
    assert jobs.removed() and list((library.path / "uploads").iterdir())
    monkeypatch.setattr("bot.keeping.removals.time", lambda: removed.until)
    assert jobs.removed() == () and not list((library.path / "uploads").iterdir())
    jobs.discard([job.id])
    assert "独一无二局".encode() not in (library.path / FILE).read_bytes() and UNDO_FOR == 600
    with pytest.raises(LibraryError):
        jobs.undo(removed.id)


def test_a_removal_is_undone_after_a_restart_too(library):
    with Jobs(library, run=False) as first:
        (job,) = taken(first, ("a.txt", report()))
        removed = first.remove(job.report_id)
    with Jobs(library, run=False) as again:
        assert again.undo(removed.id).report_id == job.report_id


def test_a_reader_has_no_jobs(library, tmp_path):
    with Library.open(tmp_path / "lib", encoder=FakeEncoder()) as reader, pytest.raises(LibraryError):
        Jobs(reader)


def test_the_worker_works_beside_us(library):
    done = threading.Event()
    others = set(threading.enumerate())
    watched = Rows.update

    def told(self, id_, **values):
        watched(self, id_, **values)
        if values.get("status") in {"staged", "done"}:
            done.set()

    with pytest.MonkeyPatch.context() as patch, Jobs(library) as jobs:
        patch.setattr(Rows, "update", told)
        (job,) = jobs.stage([("a.txt", report())])
        assert done.wait(10)
        done.clear()
        jobs.accept([job.id])
        assert done.wait(10)
    assert library.reports() and not [t for t in threading.enumerate() if t.name == "gongkai-jobs" and t not in others]
