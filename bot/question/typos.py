"""Held names typed with one character of the same sound (崔各庒乡, 平凉工叶园区): read as meant where only one fits.

岭南省 for 岭东省 is another place and no slip of the keyboard: the two characters sound different.
"""

import re
from collections.abc import Sequence

from bot.question.mentions import mentions
from bot.question.naming import gazetteer
from bot.question.register import Register, register
from ingest.schema import Report
from ingest.view import clean

_SHORTEST = 3
_SHORTEST_UNMARKED = 4  # where nothing but its place in the question says that it is a name
_LONGEST = 20
_STARTS = re.compile(r"(?:^|(?<=[,。;、?!]))(?:请问|请教|那么?|在)?(?=[\u4e00-\u9fff])")


def spelled(question: str, reports: Sequence[Report]) -> str:
    """The question with a mistyped name of a held body as the body spells it, so that everybody sees how it is read."""
    read = clean(question)
    if len(read) != len(question):
        return question
    known, foreign = mentions(read, reports)
    held = register(reports)
    spans = [(mention.start, mention.end) for mention in foreign]
    if not known and not foreign:
        spans = [(m.end(), min(len(question), m.end() + _LONGEST)) for m in _STARTS.finditer(read)]
    for start, end in sorted(spans, reverse=True):
        if meant := _meant(read[start:end], held, whole=bool(foreign)):
            question = question[:start] + meant + question[start + len(meant) :]
    return question


def _meant(said: str, held: Register, *, whole: bool) -> str | None:
    """The one held name that ``said`` (or how it begins, unless ``whole``) is but for one character of its sound."""
    for length in range(min(len(said), _LONGEST), (_SHORTEST if whole else _SHORTEST_UNMARKED) - 1, -1):
        near = [name for name in held.by_length.get(length, ()) if _one_off(said[:length], name)]
        bodies = {held.by_id[rid].agency for name in near for rid in held.by_name[name]}
        if len(bodies) == 1:
            return near[0]
        if whole:
            break
    return None


def _one_off(said: str, name: str) -> bool:
    if said[-1] != name[-1] and said[0] != name[0]:
        return False
    unlike = [(one, other) for one, other in zip(said, name, strict=True) if one != other]
    if len(unlike) != 1 or set(re.findall(gazetteer(), said)) - set(re.findall(gazetteer(), name)):
        return False  # 宜春 and 伊春 sound alike and are two places
    return _sound(unlike[0][0]) & _sound(unlike[0][1]) != set()


def _sound(character: str) -> set[str]:
    from pypinyin import Style, pinyin  # a table of all characters: only where a name is not found

    return {said for said in pinyin(character, style=Style.NORMAL, heteronym=True)[0] if said != character}
