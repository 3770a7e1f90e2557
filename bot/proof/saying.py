"""Do the words of a claim say what the cited text says: nothing denied that it affirms, nothing beyond it?"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.proof.canonical import canonical
from bot.question.wording import bigram_recall
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE

CARRIED = 0.6  # share of a claim's own character pairs that its evidence must have; tuned on development claims
_CLAUSE = re.compile(r"[^,;。:!?()\n]+")
_NEGATION = re.compile(
    r"未曾|尚未|没有|并未|从未|未(?!来)|没(?!收)|不(?!断|仅|但|同|少于|低于|超过|到|足|论|管)|无(?!锡|障碍|线|偿)|零(?=收费|申请|投诉|复议|诉讼)|免(?=费)"
)
_ITEM = re.compile(r"[^,;。:!?()、\n]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BARE = re.compile(r"\d+(?:\.\d+)?[万亿]?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_POINT = re.compile(r"^\(?\d{1,2}[)、.]")  # its number in a list of claims
_SHORTEST = 2  # characters of a clause beside its numbers; one says nothing
_LONG = 8  # a longer clause has words of its own to be carried, half as many as a whole claim
_NEAR = 0.75  # the share of a clause's character pairs that makes it the report's own
_FILLER = re.compile(r"[的了已共并等其中为是在对由将及和与、“”\"'()《》]|政府信息公开|\d|年度?")
_UP = re.compile(r"增长|增加|上升|提高|提升|增多|多(?=[了\d])")
_DOWN = re.compile(r"下降|减少|降低|下滑|回落|少(?=[了\d])")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:人民政府|管理委员会|管委会|委员会|街道办事处|办事处|开发区|高新区|工业园区|(?<![本我该])[局厅])"
)


def misstatement(claim: str, evidence: str, given: Iterable[str]) -> str | None:
    """What a claim says that its evidence does not; None when nothing.

    ``evidence`` is the cited text, ``given`` what may be said besides: the names of its bodies.
    """
    said, told = canonical(claim), canonical(evidence)
    named = [canonical(name) for name in given]
    if fault := _negation(said, told) or _direction(said, told) or _exchanged(said, told, named) or _unread(said, told):
        return fault
    for body in _BODY.findall(said):
        if body not in told and not any(body in name or body.endswith(name) for name in named if name):
            return f"{body!r} 不在引文里"
    clauses = [clause for clause in _CLAUSE.findall(said) if len(clause) > _LONG]
    faults = (_beyond(clause, told, "".join(named), CARRIED / 2) for clause in clauses)
    return _beyond(said, told, "".join(named)) or next(filter(None, faults), None)


def _negation(said: str, told: str) -> str | None:
    """Clause by clause: one that is nearly the report's own denies as often as that does."""
    there = [(_bare(clause), _denials(clause)) for clause in _CLAUSE.findall(told)]
    for clause in _CLAUSE.findall(said):
        alike = [(_likeness(_bare(clause), bare), denials) for bare, denials in there]
        near = max((score for score, _ in alike), default=0.0)
        denied = {denials for score, denials in alike if score == near}
        if near >= _NEAR and _denials(clause) not in denied:
            return f"“{clause[:24]}”的肯定或否定与原文不同"
    return None


def _exchanged(said: str, told: str, named: Iterable[str]) -> str | None:
    """A number that the evidence has elsewhere and not in the clause that says nearly the same: two cells swapped.

    Clauses are compared without the names of the cited bodies.
    """
    for name in sorted(filter(None, named), key=len, reverse=True):
        said = said.replace(name, "")
    for parted in (_ITEM, _CLAUSE):
        there = [(_NUMBER.sub("", clause), _NUMBER.findall(clause)) for clause in parted.findall(told)]
        for clause in parted.findall(said):
            if strange := _not_its_own(clause, there):
                return f"{strange} 不是“{_NUMBER.sub('', clause)[:16]}”的数"
    return None


def _not_its_own(clause: str, there: Sequence[tuple[str, Sequence[str]]]) -> str | None:
    """The first number of a clause that the clauses most like it have not, or not so often, and another one has."""
    numbers, bare = Counter(_NUMBER.findall(clause)), _NUMBER.sub("", clause)
    if not numbers or len(bare) < _SHORTEST:
        return None
    alike = [(_likeness(bare, words), own) for words, own in there if own]
    near = max((score for score, _ in alike), default=0.0)
    own: Counter[str] = Counter()
    for score, numbers_there in alike:
        own |= Counter(numbers_there) if score == near else Counter()
    everywhere = {number for _, held in there for number in held}
    return next((n for n in numbers - own if n in everywhere), None) if near >= _NEAR else None


def _unread(said: str, told: str) -> str | None:
    """A bare number, one without a unit that we know (12320卫生热线, 1周), that the evidence does not have."""
    found = [f for f in FIGURE.finditer(said) if (f["unit"] or f["percent"]) and parse_number(f["number"]) is not None]
    counted = [(f.start(), f.end()) for f in found]
    held = set(_BARE.findall(told))
    bare = [n for n in _BARE.finditer(said) if not any(start <= n.start() < end for start, end in counted)]
    strange = (n[0] for n in bare if n[0] not in held and not _YEAR.fullmatch(n[0]) and n.start() > _point(said))
    return next((f"{n} 不在引文里" for n in strange), None)


def _point(said: str) -> int:
    """Where the number that a claim has in a list (1. …) ends; -1 without one."""
    found = _POINT.match(said)
    return found.end() if found else -1


def _denials(clause: str) -> int:
    return len(_NEGATION.findall(clause))


def _bare(clause: str) -> str:
    return _NEGATION.sub("", clause)


def _likeness(said: str, told: str) -> float:
    return bigram_recall(said, told) if len(said) > 1 else 0.0


def _direction(said: str, told: str) -> str | None:
    if _UP.search(said) and not _UP.search(told) and _DOWN.search(told):
        return "原文是下降"
    if _DOWN.search(said) and not _DOWN.search(told) and _UP.search(told):
        return "原文是增长"
    return None


def _beyond(said: str, told: str, given: str, least: float = CARRIED) -> str | None:
    own = [run for run in re.findall(r"[\u3400-\u9fff]+", _FILLER.sub(" ", said)) if len(run) > 1]
    pairs = [run[i : i + 2] for run in own for i in range(len(run) - 1)]
    new = [pair for pair in pairs if pair not in given]
    carried = sum(pair in told for pair in new)
    if new and carried / len(new) < least:
        strange = next(pair for pair in new if pair not in told)
        return f"“{strange}”等话不在引文里"
    return None
