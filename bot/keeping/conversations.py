"""Conversations, kept in a SQLite file of their own beside the library: they survive a restart, and change no index."""

import json
import sqlite3
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from bot.export import answer_markdown, escaped, source_words
from bot.keeping.beside import transaction
from bot.schema import Answer, Citation
from ingest.errors import LibraryError
from ingest.schema import Noun

FILE = "conversations.sqlite"
LONGEST_TITLE, LONGEST_NOTE = 60, 2000  # characters
MOST_NOTES = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations(
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turns(
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, n INTEGER NOT NULL,
    asked TEXT NOT NULL, answer TEXT, at TEXT NOT NULL, PRIMARY KEY(conversation, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quoted(
    report_id TEXT NOT NULL, conversation TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY(report_id, conversation, n),
    FOREIGN KEY(conversation, n) REFERENCES turns ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes(
    id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    text TEXT NOT NULL, citation TEXT, report_id TEXT, at TEXT NOT NULL);
"""


class NoConversationError(LibraryError):
    """There is no conversation of that id, or it is somebody else's."""


class Conversation(Noun):
    """One conversation without its turns; times are UTC, ISO 8601."""

    id: str
    title: str
    created: str
    changed: str
    turns: int


class Turn(Noun):
    """A question as it was given to the chain, and its answer (None: a report that it quoted has been removed)."""

    n: int
    asked: dict[str, Any]
    answer: Answer | None
    at: str


class Note(Noun):
    """What a reader wrote down in a conversation, with the quotation that it is about, if any."""

    id: str
    text: str
    citation: Citation | None
    at: str


class Conversations:
    """The conversations of one library; every method may be called from any thread or process.

    ``owner`` keeps the users of one desk apart: nobody lists, reads, changes or deletes another's. An unknown id and
    somebody else's are the same error.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is written before the first conversation is."""
        self._path = folder / FILE

    def list(self, owner: str = "") -> tuple[Conversation, ...]:
        """All conversations of an owner, the last changed first."""
        if not self._path.is_file():
            return ()
        with self._open() as file:
            rows = file.execute(
                "SELECT id, title, created, changed, (SELECT count(*) FROM turns WHERE conversation=id)"
                " FROM conversations WHERE owner=? ORDER BY changed DESC, id",
                (owner,),
            ).fetchall()
        return tuple(
            Conversation(id=id_, title=title, created=created, changed=changed, turns=turns)
            for id_, title, created, changed, turns in rows
        )

    def start(self, title: str, owner: str = "") -> str:
        """A new conversation; its id cannot be guessed."""
        id_, now = token_urlsafe(12), _now()
        with self._open(writing=True) as file:
            file.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", (id_, owner, _title(title), now, now))
        return id_

    def turns(self, id_: str, owner: str = "") -> tuple[Turn, ...]:
        """The turns of a conversation, oldest first.

        Raises:
            LibraryError: there is none of that id, or it is somebody else's.
        """
        with self._open() as file:
            self._own(file, id_, owner)
            rows = file.execute("SELECT n, asked, answer, at FROM turns WHERE conversation=? ORDER BY n", (id_,))
            return tuple(_turn(*row) for row in rows)

    def add(self, id_: str, asked: dict[str, Any], answer: Answer, owner: str = "") -> Turn:
        """Append a turn."""
        quoted = {citation.report_id for citation in (*answer.citations, *answer.closest)}
        with self._open(writing=True) as file:
            self._own(file, id_, owner)
            ((n,),) = file.execute("SELECT COALESCE(max(n), 0) + 1 FROM turns WHERE conversation=?", (id_,))
            row = (n, json.dumps(asked, ensure_ascii=False), answer.model_dump_json(), _now())
            file.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?)", (id_, *row))
            file.executemany("INSERT INTO quoted VALUES (?, ?, ?)", [(rid, id_, n) for rid in sorted(quoted)])
            file.execute("UPDATE conversations SET changed=? WHERE id=?", (row[3], id_))
        return _turn(*row)

    def rename(self, id_: str, title: str, owner: str = "") -> None:
        """Give a conversation another title."""
        with self._open(writing=True) as file:
            self._own(file, id_, owner)
            file.execute("UPDATE conversations SET title=? WHERE id=?", (_title(title), id_))

    def delete(self, id_: str, owner: str = "") -> None:
        """Delete a conversation with its turns."""
        with self._open(writing=True) as file:
            self._own(file, id_, owner)
            file.execute("DELETE FROM conversations WHERE id=?", (id_,))

    def notes(self, id_: str, owner: str = "") -> tuple[Note, ...]:
        """The notes of a conversation, oldest first."""
        with self._open() as file:
            self._own(file, id_, owner)
            rows = file.execute("SELECT id, text, citation, at FROM notes WHERE conversation=? ORDER BY rowid", (id_,))
            return tuple(_note(*row) for row in rows)

    def note(self, id_: str, text: str, citation: Citation | None = None, owner: str = "") -> Note:
        """Write down a note; text of one's own or a quotation's.

        Raises:
            LibraryError: it says nothing, it is too long, or there are too many.
        """
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise LibraryError(f"a note has 1 to {LONGEST_NOTE} characters, not {len(text.strip())}")
        cited = (None, None) if citation is None else (citation.model_dump_json(), citation.report_id)
        row = (token_urlsafe(9), text.strip(), cited[0], _now())
        with self._open(writing=True) as file:
            self._own(file, id_, owner)
            ((held,),) = file.execute("SELECT count(*) FROM notes WHERE conversation=?", (id_,))
            if held >= MOST_NOTES:
                raise LibraryError(f"a conversation holds at most {MOST_NOTES} notes: delete some first")
            file.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", (row[0], id_, *row[1:3], cited[1], row[3]))
        return _note(*row)

    def unnote(self, id_: str, note: str, owner: str = "") -> None:
        """Delete a note; one that is not there is deleted already."""
        with self._open(writing=True) as file:
            self._own(file, id_, owner)
            file.execute("DELETE FROM notes WHERE conversation=? AND id=?", (id_, note))

    def forget(self, report_id: str) -> int:
        """Take out every answer and note that quotes a removed report; returns how many. The questions stay."""
        if not self._path.is_file():
            return 0
        with self._open(writing=True) as file:
            gone = file.execute("SELECT conversation, n FROM quoted WHERE report_id=?", (report_id,)).fetchall()
            file.executemany("UPDATE turns SET answer=NULL WHERE conversation=? AND n=?", gone)
            file.executemany("DELETE FROM quoted WHERE conversation=? AND n=?", gone)
            noted = file.execute("DELETE FROM notes WHERE report_id=?", (report_id,)).rowcount
        return len(gone) + noted

    def export(self, id_: str, owner: str = "") -> str:
        """A conversation as Markdown, every answer with its sources, the notes at the end."""
        turns = self.turns(id_, owner)
        title = next(one.title for one in self.list(owner) if one.id == id_)
        told = [f"## {t.asked['question']}\n\n{_told(t)}" for t in turns]
        noted = [_noted(note) for note in self.notes(id_, owner)]
        return "\n\n".join([f"# {title}", *told, *(["## 笔记", *noted] if noted else [])]).strip() + "\n"

    def _open(self, *, writing: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self._path, _SCHEMA, "conversations", writing=writing)

    @staticmethod
    def _own(file: sqlite3.Connection, id_: str, owner: str) -> None:
        if not file.execute("SELECT 1 FROM conversations WHERE id=? AND owner=?", (id_, owner)).fetchone():
            raise NoConversationError(f"there is no conversation {id_!r}: it may have been deleted")


def _turn(n: int, asked: str, answer: str | None, at: str) -> Turn:
    told = None if answer is None else Answer.model_validate_json(answer)
    return Turn(n=n, asked=json.loads(asked), answer=told, at=at)


def _note(id_: str, text: str, citation: str | None, at: str) -> Note:
    return Note(id=id_, text=text, citation=citation and Citation.model_validate_json(citation), at=at)


def _noted(note: Note) -> str:
    source = [] if note.citation is None else [f"  （{escaped(source_words(note.citation))}）"]
    return "\n".join([f"- {escaped(note.text)}", *source])


def _told(turn: Turn) -> str:
    return "（所引报告已移除，答案不再保留。）" if turn.answer is None else answer_markdown(turn.answer).strip()


def _title(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise LibraryError("a conversation's title cannot be empty: give it one")
    return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
