"""Does a text support a statement? The offline rule; a judge model plugs in behind the same three questions.

All of: every number found (level 1) · every year and body of the statement in the evidence or its report's identity ·
enough of the statement's content, by character pairs, in the evidence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.question.naming import names
from evals.metrics.binding import body_fault, known_numbers
from evals.metrics.derived import Accounts
from evals.metrics.grounding import evidence_numbers, first_fault
from evals.metrics.norm import bigram_share, norm, statements
from evals.metrics.reading import read
from evals.metrics.world import World
from ingest.schema import Report

# Content pairs that must stand in the evidence. On the development split the lowest right claim of 743 has 0.667; of
# the most similar other sentences of the same reports a quarter reaches 0.7: numbers, bodies, years do the rest.
TAU = 0.65
_ASIDE = re.compile(r"\((?:历年累计|以前年度|计划|全域数,不是本单位)\)|\((?:收到申请|收费|行政复议|行政诉讼)[^)]*\)")
_QUOTED = re.compile(r"“([^“”]+)”")
_NAME = 6
_NOT_WORDS = r"未曾?|没有?|不|无|非"
_NOT = re.compile(rf"(?:{_NOT_WORDS})(?=([\u4e00-\u9fff]{{2}}))")
_NOT_YET = re.compile(rf"(?:{_NOT_WORDS})$")
_FRAME = re.compile(r"年度?|[共计为有达是的了]+|合计|总计|分别|其中|报告|显示|根据")


@dataclass(frozen=True)
class Statement:
    """One sentence of a claim that needs a citation, with the claim it stands in."""

    text: str
    claim: Mapping[str, Any]


def needing(claim: Mapping[str, Any], question: str) -> list[Statement]:
    """The sentences of a claim that need a citation: a number, or words that the question does not have already."""
    if claim["kind"] == "absence":
        return []
    return [Statement(text, claim) for text in statements(claim["text"]) if _needs(text, question)]


def _needs(text: str, question: str) -> bool:
    beyond = bigram_share(text, question)
    return bool(read(text)) or (beyond is not None and beyond < 1)


def supports(cited: Sequence[Mapping[str, Any]], statement: Statement, world: World) -> bool:
    """Whether the cited spans together support a statement."""
    return support_fault(cited, statement, world) is None


def support_fault(cited: Sequence[Mapping[str, Any]], statement: Statement, world: World) -> str | None:
    """What a statement says that the cited spans do not; None when they support it."""
    texts = [world.cited(citation) for citation in cited]
    if not cited or None in texts:
        return "no such place"
    told = "\n".join(text for text in texts if text)
    if why := polarity_fault(statement.text, told) or _quoted_fault(statement.text, told):
        return why
    if norm(statement.text) in norm(told):
        return None
    reports = [world.reports[citation["report_id"]] for citation in cited]
    return (
        _number_fault(cited, statement, world)
        or _identity_fault(statement.text, reports, told, world)
        or _content_fault(statement, reports, told)
    )


def _number_fault(cited: Sequence[Mapping[str, Any]], statement: Statement, world: World) -> str | None:
    evidence = [number for citation in cited for number in evidence_numbers(world, citation)]
    accounts = Accounts.of(statement.claim, known_numbers(world, cited))
    own = {world.reports[citation["report_id"]].year for citation in cited}
    for number in read(statement.text):
        if (number.kind == "year" and int(number.value) in own) or accounts.holds(number):
            continue
        if why := first_fault(number, evidence):
            return f"{number.words}: {why}"
    return None


def _identity_fault(text: str, reports: Sequence[Report], told: str, world: World) -> str | None:
    return body_fault(text, reports, world, told)


def _content_fault(statement: Statement, reports: Sequence[Report], told: str) -> str | None:
    """Words of arithmetic and of judgement (合计, 不一致) stand in no report: such claims stand on their numbers."""
    if statement.claim["kind"] in ("computed", "verdict"):
        return None
    content = _content(statement.text, tuple(reports))
    said = bigram_share(content, told)
    return f"only {said:.0%} of its words" if said is not None and said < TAU else None


def _quoted_fault(text: str, told: str) -> str | None:
    """What a statement puts in quotation marks is the evidence's, word for word; short words are names."""
    strange = [words for words in _QUOTED.findall(text) if len(words) > _NAME and norm(words) not in norm(told)]
    return f"“{strange[0]}” is not said there" if strange else None


def polarity_fault(text: str, told: str) -> str | None:
    """A thing denied that the evidence affirms, or affirmed that the evidence only denies (未收到 and 收到)."""
    said, there = _ASIDE.sub("|", norm(text)), norm(told)
    if any(number.value == 0 and number.kind == "count" for number in read(said)):
        return None  # 收到申请0件 affirms nothing
    for word in _denied(said):
        if word in there and word not in _denied(there):
            return f"{word!r} is not denied there"
    for word in _denied(there):
        if word in said and word not in _denied(said) and not _affirmed(word, there):
            return f"{word!r} is denied there"
    return None


@lru_cache(16384)
def _denied(text: str) -> frozenset[str]:
    """The two characters after every word of denial."""
    return frozenset(word[1] for word in _NOT.finditer(text))


def _affirmed(word: str, text: str) -> bool:
    return any(not _NOT_YET.search(text[max(0, m.start() - 2) : m.start()]) for m in re.finditer(re.escape(word), text))


@lru_cache(8192)
def _content(text: str, reports: tuple[Report, ...]) -> str:
    """A statement without its bodies, years, numbers and the words that only frame them."""
    spans = [(number.start, number.end) for number in read(text)]
    for start, end in reversed(spans):
        text = f"{text[:start]}|{text[end:]}"
    text = _ASIDE.sub("|", norm(text))
    for name in sorted({norm(n) for r in reports for n in (*names(r), r.title, r.agency or "") if n}, key=len)[::-1]:
        text = text.replace(name, "|")
    return _FRAME.sub("|", text)
