"""Nouns to rows and back: what one report is made of, as the tables of `ingest.store` hold it."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from ingest.passages import search_text
from ingest.schema import Document, Figure, Identity, Noun, Outcome, Passage, Report, Section, Stored
from ingest.store import Held, Store, by_parts

N = TypeVar("N", bound=Noun)
Status = Literal["new", "unchanged", "replaced", "duplicate"]


class Excerpt(NamedTuple):
    """A passage's words with where they stand; ``start`` and ``end`` are offsets into its report's text."""

    report_id: str
    path: tuple[str, ...]
    start: int
    end: int
    words: str


_IDENTITY = ("agency", "year", "title", "region", "addressee", "period", "era", "aliases")
_SECTION = ("number", "title", "level", "path", "kind", "start", "end", "body")
_PASSAGE = ("path", "section", "start", "end", "tokens")
_FIGURE = (
    "metric",
    "label",
    "value",
    "value_max",
    "unit",
    "hedge",
    "period",
    "scope",
    "section",
    "start",
    "end",
    "quote",
)
_REPORT = (
    "r.report_id, v.chars, v.sha256, r.path, COALESCE(r.agency_edit, v.agency), COALESCE(r.year_edit, v.year),"
    " v.title, v.region, v.addressee, v.period, v.era, v.aliases"
)


def text_sha(text: str) -> str:
    """The name of a canonical text: two files of one text in two encodings have the same."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reports(store: Store, report_id: str | None = None) -> tuple[Report, ...]:
    """All reports by (agency, year, path), or the one of that id; corrections already outrank the text."""
    where, values = ("WHERE r.report_id=?", (report_id,)) if report_id is not None else ("", ())
    rows = store.rows(f"SELECT {_REPORT} FROM reports r JOIN versions v USING (version_id) {where}", values)
    made = (_report(row) for row in rows)
    return tuple(sorted(made, key=lambda report: (report.agency or "", report.year or 0, report.path)))


def namesakes(store: Store, agency: str) -> tuple[Report, ...]:
    """Reports that went by ``agency`` at any time, by their text or by correction."""
    ids = store.rows(
        "SELECT report_id FROM versions WHERE agency=? UNION SELECT report_id FROM reports WHERE agency_edit=?",
        (agency, agency),
    )
    return tuple(report for (report_id,) in ids for report in reports(store, report_id))


def outcome(store: Store, path: str, status: Status, held: Held, warnings: Sequence[str]) -> Outcome:
    """What is to be said of a report that now is, or already was, in the library."""
    (report,) = reports(store, held.report_id)
    ((count,),) = store.rows("SELECT COUNT(*) FROM sections WHERE version_id=?", (held.version_id,))
    return Outcome(
        path=path,
        status=status,
        report_id=report.report_id,
        agency=report.agency,
        year=report.year,
        title=report.title,
        sections=count,
        passages=held.count,
        warnings=tuple(warnings),
    )


def sections(store: Store, version_id: int) -> tuple[Section, ...]:
    """A version's outline, in text order."""
    sql = f"SELECT {_columns(_SECTION)} FROM sections WHERE version_id=? ORDER BY position"
    return tuple(_noun(Section, _SECTION, row, "path") for row in store.rows(sql, (version_id,)))


def passages(store: Store, version_id: int) -> tuple[Passage, ...]:
    """A version's passages, in order of their ids."""
    sql = f"SELECT {_columns(_PASSAGE)} FROM passages WHERE version_id=? ORDER BY passage_id"
    return tuple(_noun(Passage, _PASSAGE, row, "path") for row in store.rows(sql, (version_id,)))


def passages_by_id(store: Store, passage_ids: Sequence[int]) -> dict[int, tuple[str, Passage]]:
    """``{passage_id: (report_id, passage)}``; ids that are no longer held are left out."""
    columns = ", ".join(f'p."{name}"' for name in _PASSAGE)
    sql = f"SELECT p.passage_id, v.report_id, {columns} FROM passages p JOIN versions v USING (version_id)"
    found = by_parts(store, sql + " WHERE p.passage_id IN ({})", list(passage_ids))
    return {row[0]: (row[1], _noun(Passage, _PASSAGE, row[2:], "path")) for row in found}


def excerpts_by_id(store: Store, passage_ids: Sequence[int]) -> dict[int, Excerpt]:
    """``{passage_id: excerpt}``; the words are cut by SQLite so that no report has to be loaded whole."""
    words = 'substr(v.text, p."start" + 1, p."end" - p."start")'
    sql = f'SELECT p.passage_id, v.report_id, p.path, p."start", p."end", {words} FROM passages p JOIN versions v'
    found = by_parts(store, sql + " USING (version_id) WHERE p.passage_id IN ({})", list(passage_ids))
    return {pid: Excerpt(rid, _unpacked(path), *rest) for pid, rid, path, *rest in found}


def figures(store: Store, held: Iterable[Held]) -> list[tuple[str, Figure]]:
    """``(report_id, figure)`` of some reports, each report's in text order."""
    sql = f"SELECT {_columns(_FIGURE)} FROM figures WHERE version_id=? ORDER BY position"
    return [
        (one.report_id, _noun(Figure, _FIGURE, row, "section"))
        for one in held
        for row in store.rows(sql, (one.version_id,))
    ]


def text(store: Store, held: Held) -> str:
    """One report's canonical text."""
    ((found,),) = store.rows("SELECT text FROM versions WHERE version_id=?", (held.version_id,))
    return found


def stored(store: Store, held: Held) -> Stored:
    """One report, whole."""
    with store.snapshot():
        (report,) = reports(store, held.report_id)
        ((text, warnings),) = store.rows("SELECT text, warnings FROM versions WHERE version_id=?", (held.version_id,))
        return Stored(
            report=report,
            text=text,
            sections=sections(store, held.version_id),
            passages=passages(store, held.version_id),
            figures=tuple(figure for _, figure in figures(store, [held])),
            warnings=tuple(json.loads(warnings)),
        )


def search_texts(store: Store, held: Held) -> dict[int, str]:
    """What is indexed and encoded for each passage of a report; corrections are in it."""
    (report,) = reports(store, held.report_id)
    ((text,),) = store.rows("SELECT text FROM versions WHERE version_id=?", (held.version_id,))
    found = zip(held.ids, passages(store, held.version_id), strict=False)  # whether all are there, `doctor` counts
    return {passage_id: search_text(report, passage, text) for passage_id, passage in found}


def same_text(store: Store, text: str) -> dict[str, str]:
    """``{path: report_id}`` of the reports whose current text this is."""
    sql = "SELECT r.path, r.report_id FROM reports r JOIN versions v USING (version_id) WHERE v.text_sha=?"
    return dict(store.rows(sql, (text_sha(text),)))


def id_at(store: Store, path: str) -> str | None:
    """The report that was read from ``path``."""
    found = store.row("SELECT report_id FROM reports WHERE path=?", (path,))
    return found[0] if found else None


def correct(store: Store, held: Held, agency: str | None, year: int | None, vectors: np.ndarray) -> None:
    """Note a correction and the embeddings that go with it; call inside a transaction."""
    sql = "UPDATE reports SET agency_edit=COALESCE(?, agency_edit), year_edit=COALESCE(?, year_edit) WHERE report_id=?"
    store.rows(sql, (agency, year, held.report_id))
    store.rows("UPDATE versions SET revision=? WHERE version_id=?", (store.bump(), held.version_id))
    store.rows("DELETE FROM embeddings WHERE version_id=?", (held.version_id,))  # a half-made generation's too
    store.set_vectors(held.version_id, store.generation, vectors)


def corrected(store: Store, identity: Identity, report_id: str | None) -> Identity:
    """``identity`` under the corrections made to a report."""
    row = store.row("SELECT agency_edit, year_edit FROM reports WHERE report_id=?", (report_id,)) or (None, None)
    update = {key: value for key, value in zip(("agency", "year"), row, strict=True) if value is not None}
    return identity.model_copy(update=update)


def store_document(store: Store, document: Document, report_id: str | None, warnings: Sequence[str]) -> Held:
    """Write a document as a new report, or as the next version of ``report_id``; call inside a transaction."""
    if report_id is None:
        held = _add_version(store, _fresh_id(store, text_sha(document.text)), document, warnings)
        store.rows(
            "INSERT INTO reports(report_id, path, version_id) VALUES (?, ?, ?)",
            (held.report_id, document.path, held.version_id),
        )
        return held
    (before,) = store.row("SELECT version_id FROM reports WHERE report_id=?", (report_id,)) or (None,)
    held = _add_version(store, report_id, document, warnings)
    store.rows("UPDATE reports SET version_id=? WHERE report_id=?", (held.version_id, report_id))
    _retire_version(store, before)
    return held


def _fresh_id(store: Store, sha: str) -> str:
    """The first digits of a text's sha, numbered on where an older report has them already."""
    taken = {row[0] for row in store.rows("SELECT report_id FROM reports WHERE report_id GLOB ?", (f"{sha[:12]}*",))}
    names = chain([sha[:12]], (f"{sha[:12]}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _add_version(store: Store, report_id: str, document: Document, warnings: Sequence[str]) -> Held:
    revision = store.bump()
    first = _next_passage(store)
    identity = [_packed(getattr(document.identity, name)) for name in _IDENTITY]
    row = store.row(
        "INSERT INTO versions(report_id, revision, first_passage, passages, sha256, text_sha, text, chars, warnings,"
        f" {_columns(_IDENTITY)}) VALUES ({', '.join('?' * (9 + len(_IDENTITY)))}) RETURNING version_id",
        (
            report_id,
            revision,
            first,
            len(document.passages),
            document.sha256,
            text_sha(document.text),
            document.text,
            len(document.text),
            _packed(tuple(warnings)),
            *identity,
        ),
    )
    assert row is not None
    _add_parts(store, row[0], first, document)
    return Held(revision, report_id, row[0], first, len(document.passages))


def _retire_version(store: Store, version_id: int | None) -> None:
    """Keep a version's text and identity as history; what was derived from it leaves."""
    for table in ("sections", "passages", "figures", "embeddings"):
        store.rows(f"DELETE FROM {table} WHERE version_id=?", (version_id,))


def _add_parts(store: Store, version_id: int, first: int, document: Document) -> None:
    def insert(table: str, key: str, names: Sequence[str], nouns: Sequence[Noun], start: int = 0) -> None:
        marks = ", ".join("?" * (2 + len(names)))
        rows = [(version_id, at, *(_packed(getattr(n, name)) for name in names)) for at, n in enumerate(nouns, start)]
        store.many(f"INSERT INTO {table}(version_id, {key}, {_columns(names)}) VALUES ({marks})", rows)

    insert("sections", "position", _SECTION, document.sections)
    insert("figures", "position", _FIGURE, document.figures)
    insert("passages", "passage_id", _PASSAGE, document.passages, first)


def _next_passage(store: Store) -> int:
    row = store.row("SELECT seq FROM sqlite_sequence WHERE name='passages'")  # never reused, even after a removal
    return (row[0] if row else 0) + 1


def _report(row: Sequence[Any]) -> Report:
    values = dict(zip(("report_id", "chars", "sha256", "path", *_IDENTITY), row, strict=True))
    return Report(**{**values, "aliases": tuple(json.loads(values["aliases"]))})


def _noun(kind: type[N], names: Sequence[str], row: Sequence[Any], packed: str) -> N:
    values = dict(zip(names, row, strict=True))
    return kind(**{**values, packed: _unpacked(values[packed])})


@lru_cache(4096)
def _unpacked(written: str) -> tuple[str, ...]:
    """The heading path of a row; the same few headings come back row after row, report after report."""
    return tuple(json.loads(written))


def _packed(value: Any) -> Any:  # noqa: ANN401 (any field of any noun)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, (int, str)) else format(value, "f")


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
