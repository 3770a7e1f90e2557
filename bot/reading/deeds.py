"""How many were dealt with: 回复了多少封来信 asks for 回复1,011封, never for the 收到来信1,026封 before it.

A report names the thing once and then only the deed (发放测评表六百份,收回五百八十二份): the words before such a
figure in its sentence say what it is of.
"""

import re
from collections.abc import Sequence

from bot.question.wording import bigram_recall, terms
from bot.reading.sentences import sentence_around, worded
from bot.reading.zones import Zones
from ingest.schema import Figure, Span
from ingest.view import clean

_DEEDS = (
    "回复|回信|回应|答复|办复",
    "办结|办理完毕|办完",
    "收回|回收",
    "采纳|吸收",
    "整改",
    "解决",
    "反馈",
    "兑现",
)  # fmt: skip
_VERB = "|".join(_DEEDS)
_ASKED = re.compile(
    rf"(?P<deed>{_VERB})(?!率)(?:了|过|完|到|的|有|意见|建议)*(?P<thing>[\u4e00-\u9fff]{{0,8}}?)(?:一?共|总共|是|有|了)*(?:多少|几)"
)
_COUNTED = re.compile(r"(?P<deed>[\u4e00-\u9fff]{2,4}?)(?P<done>了|过|出)?(?:多少|几)")
_BARE = re.compile(r"(?:[均都全其]|已经?|全部|其中|当场|现场|共|按[时期]|及时)*")
_SAID = 0.6


def deed_asked(part: str, figures: Sequence[Figure] = ()) -> str | None:
    """The deed that a question counts, with its like; ``None`` where it counts none.

    What a report itself counts by a verb alone (查实894件) is a deed too where the question has it before 几 or 多少.
    """
    if found := _ASKED.search(part):
        return next(deeds for deeds in _DEEDS if re.search(deeds, found["deed"]))
    counted = _COUNTED.search(part)
    labels = {_BARE.sub("", clean(f.label)) if counted["done"] else clean(f.label) for f in figures} if counted else ()
    return next((re.escape(label) for label in labels if len(label) > 1 and counted["deed"].endswith(label)), None)


def done(part: str, deeds: str, zones: Zones, figures: Sequence[Figure]) -> list[Figure]:
    """The figure that has nothing but the deed for its label and stands behind what the question names."""
    asked = [term for term in terms(re.sub(deeds, " ", part)) if len(term.text) > 1]
    said = [f for f in figures if f.unit != "%" and _BARE.sub("", re.sub(deeds, "", clean(f.label))) == ""]
    found = [f for f in said if re.search(deeds, f.label) and all(_named(t.text, _before(f, zones)) for t in asked)]
    return found[:1] if asked else []


def tells(deeds: str, zones: Zones, figure: Figure) -> bool:
    """Whether a figure's own words have the deed, so that it may answer how many were dealt with."""
    return bool(re.search(deeds, zones.own(figure) + clean(figure.quote)))


def _named(word: str, before: str) -> bool:
    return bigram_recall(word, before) >= _SAID


def _before(figure: Figure, zones: Zones) -> str:
    around = sentence_around(zones.text, Span(start=figure.start, end=figure.end))
    return worded(zones.text[around.start : figure.start])
