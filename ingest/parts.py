"""The parts of a report: those that the Regulation asks for, and those that the report itself declares."""

import re

# Art. 32 of the 2007 Regulation, art. 50 of the 2019 one, and the forms of notices 60/2019 and 30/2021 built on them.
# The order decides where a title has words of two: 因政府信息公开申请行政复议 is about reviews.
_TOPICS = tuple(
    re.compile(pattern)
    for pattern in (
        r"复议|诉讼|申诉",
        r"收费|费用|减免",
        r"依申请|申请情况|收到和处理",
        r"主动公开",
        r"问题|不足|改进|打算|措施|下一步",
        r"概述|概况|总体情况|基本情况",
        r"其他需要|需要(?:说明|报告)|其他(?:报告|有关)?事项",
    )
)
STATUTORY = "|".join(topic.pattern for topic in _TOPICS)
_DECLARED = re.compile(
    r"(?:全文|报告|内容|全篇|年报)(?:主要)?(?:由|包括|包含|分为|共分)[:为]?([^。\n]{4,200}?)"
    r"(?=等?(?:共?计?有?(?P<count>[一二三四五六七八九十\d]+)个?大?(?:部分|方面)|组成)|。|\n)"
)
_SEPARATOR = re.compile(r"([,、;]|以及|和|及)")
# Words that say nothing about which part of a report a heading opens.
_COMMON = re.compile(r"政府信息公开|政务信息公开|政府信息|政务信息|政务公开|信息公开|工作|情况|年度|本年|主要|存在|的")


def declared_parts(text: str) -> tuple[str, ...]:
    """The parts that a report's opening says it has ("全文包括概述、…四部分"); ``text`` is cleaned.

    A conjunction or comma between words of one topic (存在的主要问题以及改进情况) does not part them, unless the
    declared number of parts says so.
    """
    match = _DECLARED.search(text)
    if not match:
        return ()
    pieces = tuple(piece for piece in _SEPARATOR.split(match[1])[::2] if piece)
    return pieces if _number(match["count"]) == len(pieces) else tuple(_joined(match[1]))


def _joined(listing: str) -> list[str]:
    parts: list[str] = []
    signs = ["、", *_SEPARATOR.split(listing)]
    for sign, piece in zip(signs[::2], signs[1::2], strict=True):
        if parts and _belongs(parts[-1], sign, piece):
            parts[-1] += sign + piece
        elif piece:
            parts.append(piece)
    return parts


def _number(digits: str | None) -> int:
    """A small number in either script; 0 for none or for one too large to count parts."""
    if digits and digits.isdecimal():
        return int(digits)
    return "零一二三四五六七八九十".find(digits) if digits and len(digits) == 1 else 0


def is_statutory(title: str) -> bool:
    """Whether a heading names a part that the Regulation asks for."""
    return any(topic.search(title) for topic in _TOPICS)


def alike(title: str, part: str) -> bool:
    """Whether a heading opens the declared part: half of the shorter one's character pairs occur in the other."""
    ours, theirs = (_pairs(_COMMON.sub("", words)) for words in (title, part))
    shared = len(ours & theirs)
    return shared > 0 and shared * 2 >= min(len(ours), len(theirs))


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _belongs(before: str, sign: str, piece: str) -> bool:
    """Whether a piece goes on with the part before it: about the same topic, or about none behind a mere "and"."""
    topic = _topic(piece)
    if topic is None:
        return sign not in ",、;" or not piece
    return topic == _topic(before)


def _topic(words: str) -> int | None:
    return next((i for i, topic in enumerate(_TOPICS) if topic.search(words)), None)
