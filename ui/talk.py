"""What the tab 问答 asks of the server: conversations, questions, notes, exports, feedback.

Every method takes what a browser sent, who it is and the language to answer in, and gives JSON. What a visitor may
touch is decided by ``owner``, which comes from the request; whatever else was sent is checked here.
"""

import re
from collections.abc import Sequence
from typing import Any

from bot.chain import AnswerChain
from bot.export import answer_markdown
from bot.keeping.conversations import LONGEST_NOTE, Conversation, Conversations, NoConversationError, Turn
from bot.keeping.feedback import LONGEST_COMMENT, REASONS, append_case
from bot.schema import Answer, Citation
from ingest.schema import path_at
from ui.asking import ENDED, BusyError, Look, Run, Runs
from ui.evidence import place
from ui.refused import RefusedError
from ui.scope import choices, limits, span
from ui.turns import View, note_view, run_view, turn_view
from ui.words import say

LONGEST_QUESTION = 500  # characters
REMEMBERED = 12  # earlier questions that a follow-up is read in the light of
AT_ONCE = 0.35  # seconds that an answer may take to come back with the question itself
PATIENCE = 2.0  # seconds that a follower waits for news
EXAMPLES = ("ask.example.each", "ask.example.applications", "ask.example.problems", "ask.example.access")
_UNSAID = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")  # control, zero width, bidi


class Talk:
    """The conversations of one desk."""

    def __init__(self, chain: AnswerChain) -> None:
        self.chain, self.kept = chain, Conversations(chain.library.path)
        self.runs = Runs(chain, self.kept)

    def start(self, given: View, owner: str, language: str) -> View:
        """Everything that the page shows first, with the conversation of its address where there is one."""
        reports = self.chain.library.reports()
        model = getattr(self.chain, "model", None)
        shown = {"reports": len(reports), "years": span(reports), "examples": examples(reports, language),
                 "conversations": self._listed(owner), "model": model.name if model else None, "open": None,
                 "longest": {"question": LONGEST_QUESTION, "note": LONGEST_NOTE, "comment": LONGEST_COMMENT},
                 "reasons": list(REASONS)}  # fmt: skip
        if given.get("id"):
            try:
                shown["open"] = self.open(given, owner, language)
            except NoConversationError:
                shown["missing"] = say("ask.gone", language)
        return shown

    def scope(self, given: View, owner: str, language: str) -> View:
        """The reports to choose among."""
        return {"reports": choices(self.chain.library.reports())}

    def open(self, given: View, owner: str, language: str) -> View:
        """A conversation whole: its turns, its notes, and the question on its way."""
        id_, reports = _text(given, "id"), self.chain.library.reports()
        run = self.runs.of(owner, id_)
        return {
            "conversation": self._one(id_, owner),
            "turns": [turn_view(turn, reports) for turn in self.kept.turns(id_, owner)],
            "notes": [note_view(note) for note in self.kept.notes(id_, owner)],
            "run": run and run_view(run, run.look(), reports),
        }

    def ask(self, given: View, owner: str, language: str) -> View:
        """Begin to answer a question; a quick answer comes back at once."""
        reports = self.chain.library.reports()
        asked = {"question": tidied(given.get("question"))} | limits(reports, given) | {"explain": True}
        if self.runs.full():
            raise RefusedError("desk.busy")
        id_ = _text(given, "conversation") if given.get("conversation") else None
        turns = self.kept.turns(id_, owner) if id_ else ()
        told = [turn.asked["question"] for turn in turns]
        if earlier := [one for one in told if one != asked["question"]][-REMEMBERED:]:  # asked again is no follow-up
            asked["after"] = earlier
        id_ = id_ or self.kept.start(asked["question"], owner)
        try:
            run = self.runs.start(owner, id_, asked, language)
        except BusyError:
            raise RefusedError("ask.error.running" if turns else "desk.busy") from None
        return {"conversations": self._listed(owner)} | self._told(run, run.wait(AT_ONCE), language)

    async def look(self, given: View, owner: str, language: str) -> View:
        """News of a question on its way, as soon as there is any."""
        run = self.runs.get(owner, _text(given, "run"))
        if run is None:
            return {"state": "gone"}
        seq = given.get("seq")
        return self._told(run, await run.after(seq if type(seq) is int else -1, PATIENCE), language)

    def stop(self, given: View, owner: str, language: str) -> View:
        """End a question on its way."""
        run = self.runs.get(owner, _text(given, "run"))
        if run is None:
            return {"state": "gone"}
        self.runs.stop(run)
        return self._told(run, run.look(), language)

    def rename(self, given: View, owner: str, language: str) -> View:
        """Give a conversation another title."""
        id_, title = _text(given, "id"), _text(given, "title")
        if not title.strip():
            raise RefusedError("ask.error.title")
        self.kept.rename(id_, title, owner)
        return {"conversations": self._listed(owner), "conversation": self._one(id_, owner)}

    def delete(self, given: View, owner: str, language: str) -> View:
        """Delete a conversation with its turns and notes."""
        id_ = _text(given, "id")
        if run := self.runs.of(owner, id_):
            self.runs.stop(run)
        self.kept.delete(id_, owner)
        return {"conversations": self._listed(owner)}

    def export(self, given: View, owner: str, language: str) -> View:
        """A conversation, or one answer of it (``n``), as a Markdown file with its sources."""
        id_ = _text(given, "id")
        title = self._one(id_, owner)["title"]
        if given.get("n") is None:
            return {"name": _file(title), "mime": "text/markdown", "text": self.kept.export(id_, owner)}
        turn, told = self._answered(given, owner)
        return {"name": _file(turn.asked["question"]), "mime": "text/markdown", "text": answer_markdown(told)}

    def note(self, given: View, owner: str, language: str) -> View:
        """Write down a note: words of one's own, or a quotation, which is cut from the report anew."""
        text = given.get("text") if isinstance(given.get("text"), str) else ""
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise RefusedError("ask.error.note", most=LONGEST_NOTE)
        cited = None if given.get("citation") is None else self._cited(given["citation"])
        return {"note": note_view(self.kept.note(_text(given, "id"), text, cited, owner))}

    def unnote(self, given: View, owner: str, language: str) -> View:
        """Delete a note."""
        self.kept.unnote(_text(given, "id"), _text(given, "note"), owner)
        return {}

    def complain(self, given: View, owner: str, language: str) -> View:
        """Append a case to the reader's own eval cases, for an answer that is wrong."""
        comment = given.get("comment") or ""
        if given.get("reason") not in REASONS or not isinstance(comment, str) or len(comment) > LONGEST_COMMENT:
            raise RefusedError("ask.error.request")
        turn, told = self._answered(given, owner)
        return {"case": append_case(turn.asked, told, given["reason"], comment)}

    def _told(self, run: Run, now: Look, language: str) -> View:
        """A question on its way, with words for one that ended without an answer."""
        shown = run_view(run, now, self.chain.library.reports()) | {"title": self._title(run)}
        if now.state in ENDED:
            shown["conversations"] = self._listed(run.owner)
        if now.state == "failed":
            shown["error"] = say("ask.failed", language)
        if now.state == "stopped" and now.turn is None:
            shown["error"] = say("ask.stopped", language)
        return shown

    def _title(self, run: Run) -> str | None:
        return next((one.title for one in self.kept.list(run.owner) if one.id == run.conversation), None)

    def _listed(self, owner: str) -> list[View]:
        return [_conversation(one) for one in self.kept.list(owner)]

    def _one(self, id_: str, owner: str) -> View:
        found = next((one for one in self.kept.list(owner) if one.id == id_), None)
        if found is None:
            raise NoConversationError(f"there is no conversation {id_!r}: it may have been deleted")
        return _conversation(found)

    def _answered(self, given: View, owner: str) -> tuple[Turn, Answer]:
        turns = {turn.n: turn for turn in self.kept.turns(_text(given, "id"), owner)}
        turn = turns.get(given.get("n"))
        if turn is None or turn.answer is None:
            raise RefusedError("ask.error.request")
        return turn, turn.answer

    def _cited(self, sent: Any) -> Citation:  # noqa: ANN401 - whatever a browser sent
        """A quotation cut from its report; what the browser says that it reads is not believed."""
        stored, (start, end) = place(self.chain.library, sent)
        n, report = sent.get("n"), stored.report
        return Citation(n=n if type(n) is int and n > 0 else 1, report_id=report.report_id, agency=report.agency,
                        year=report.year, section=path_at(stored.sections, start), start=start, end=end,
                        quote=stored.text[start:end])  # fmt: skip


def tidied(question: object) -> str:
    """A question without control characters.

    Raises:
        RefusedError: There is none, or it is too long.
    """
    text = _UNSAID.sub(" ", question).strip() if isinstance(question, str) else ""
    if not text:
        raise RefusedError("ask.error.empty")
    if len(text) > LONGEST_QUESTION:
        raise RefusedError("ask.error.long", most=LONGEST_QUESTION)
    return text


def examples(reports: Sequence[Any], language: str) -> list[str]:
    """Questions to begin with, the first about a report that is held; none for an empty library."""
    named = next((report for report in reports if report.agency and report.year), None)
    own = [say("ask.example.own", language, who=named.agency, year=named.year)] if named else []
    return [*own, *(say(key, language) for key in EXAMPLES)] if reports else []


def _conversation(one: Conversation) -> View:
    return one.model_dump(mode="json")


def _text(given: View, key: str) -> str:
    if not isinstance(given.get(key), str) or len(given[key]) > 200:
        raise RefusedError("ask.error.request")
    return given[key]


def _file(title: str) -> str:
    stem = re.sub(r"[^\w（）-]+", "", title)[:40]
    return f"{stem or 'gongkai'}.md"
