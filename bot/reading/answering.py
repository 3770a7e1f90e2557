"""Whether a sentence that carries the words of a question has the kind of thing that answers it: a number, a time."""

import re

from bot.question.wording import Term, terms
from bot.reading.sentences import worded
from bot.reading.singled_out import may_be_of, of_that_name
from bot.reading.units import counted
from bot.schema import Question
from ingest.figures import FIGURE
from ingest.view import clean

_WHEN = re.compile(r"哪年|哪一年|什么时候|何时|几月|日期")
_DISPUTE = re.compile(r"复议|诉讼|官司|[起应败胜]诉|法院|被告|原告|维权")
_LARGE = re.compile(r"[万亿]|\d{3}")  # needs no unit where the noun that it counts stands beside it (粉丝达5.2万)
_HAS_MANY = re.compile(r"([\u4e00-\u9fff]{2,})有(?:多少|几[百千万])[?？。]?\s*$")
_CONTACT = re.compile(r"电话|网址|邮箱|邮编|传真号")
_ADDRESS = re.compile(r"\d{5,}|https?:|www|@")
DATE = re.compile(r"\d{4}年|\d{1,2}月|[二一][〇零九][〇零一二三四五六七八九]{2}年")
DEFINE = re.compile(r"什么是|是什么意思|啥意思|定义")
HOW_MANY = re.compile(r"多少|(?<!哪)几(?=[条件份次人名个项家期篇起例位封页批])")


def answers(question: Question, words: str, heading: str, must: re.Pattern[str] | None) -> bool:
    """A question for a number needs one with its unit, a question for a time needs a date."""
    if must and not must.search(worded(words)):
        return False
    if _DISPUTE.search(question.rest) and not _DISPUTE.search(clean(words) + heading):
        return False
    if DEFINE.search(question.rest):
        return "是指" in words or "指的是" in words
    if _WHEN.search(question.rest):
        return bool(DATE.search(worded(words)))
    if _CONTACT.search(question.rest):
        return bool(_ADDRESS.search(worded(words)))
    if not HOW_MANY.search(question.rest):
        return True
    noun = counted(question.rest)
    found = FIGURE.finditer(clean(words))
    numbers = [match for match in found if match["unit"] or _is_large(match, noun, question.rest)]
    said = clean(words)
    numbers = [m for m in numbers if may_be_of(question.rest, question.rest, said, said[: m.start()])]
    if not of_that_name(question.rest, said + heading):
        return False
    if noun is None or not numbers:
        return bool(numbers)
    # 按受理机关分，市政府本级1106件: what they are is said once, over all of them.
    above = noun.covered(heading) > 0.5 and not noun.covered(worded(words))
    return above or any(_beside(noun, match) for match in numbers)


def _is_large(match: re.Match[str], noun: Term | None, rest: str) -> bool:
    """Whether a number without a unit is of a size that things are counted in, beside what is asked (粉丝42.7万)."""
    last = _HAS_MANY.search(rest)
    things = [noun] if noun else terms(last[1])[-1:] if last else []
    return bool(_LARGE.search(match["number"])) and any(noun or _beside(thing, match) for thing in things)


def _beside(noun: Term, match: re.Match[str]) -> bool:
    """Whether a number stands right before or after the noun that it is to count."""
    text = match.string
    return noun.covered(text[max(0, match.start() - 12) : match.start()] + text[match.end() : match.end() + 8]) > 0.5
