"""The Chinese question that a question in English comes to: its frame filled with what is counted and done."""

import re
from collections.abc import Callable, Sequence

from bot.question import english_across as across
from bot.question.english_heard import AUDITS, BARS, INFO, Heard, audited, doing, everything, many, scope_of

_BESIDE_ASKS = {"most", "least"}  # frames that a whole question of the glossary can stand in
_BARRED = {"count", "which", "yes", "sure"}  # frames that say a bar (超过5件)
_DENIED = {"count", "which", "yes", "why", "sure", "many", "mention", "audit_statutory", "audit_percent", "audit_parts"}


def said(heard: Heard) -> str:
    """The Chinese question; empty where nothing is asked."""
    for cue, frame in _FRAMES:
        if heard.asks and cue not in _BESIDE_ASKS:
            continue
        if cue in heard.cues and (told := frame(heard)):
            return f"{told}？" if _keeps(heard, cue) else ""
    told = _plainly(heard)
    return f"{told}？" if told else ""


def _keeps(heard: Heard, frame: str) -> bool:
    """Whether a frame says the denial and the bar that a question has; one that drops them says something else."""
    barred = any(bar in heard.cues for bar, _ in BARS)
    return (not barred or frame in _BARRED) and ("not" not in heard.cues or frame in _DENIED)


def _audit(heard: Heard) -> str:
    return f"{heard.who}{heard.when}报告{audited(heard)}"


def _problems(heard: Heard) -> str:
    who = heard.who or ("各单位" if "everybody" in heard.cues else "")
    return f"{who}{heard.when}{everything(heard)}存在哪些问题"


def _why(heard: Heard) -> str:
    rest = "没有" + everything(heard) if "not" in heard.cues and "enough" not in heard.text else everything(heard)
    rest += "不够" if "not" in heard.cues and "enough" in heard.text else ""
    return f"{heard.who}{heard.when}为什么{rest}" if rest else f"{heard.who}为什么"


def _sure(heard: Heard) -> str:
    return _stated(heard) or f"{_plainly(heard)}"


def _stated(heard: Heard) -> str:
    """A number put to the test: 崔各庄2013年公开703条政府信息，对吗."""
    numbers = [piece.english.replace(",", "") for piece in heard.words if piece.role == "number"]
    if not numbers or heard.head is None:
        return ""
    verb = "" if heard.deed == "有" else heard.deed
    scope = scope_of(heard)
    return f"{heard.who}{heard.when}{scope}{verb}{numbers[0]}{heard.unit}{heard.noun}，对吗"


def _number(heard: Heard) -> str:
    asked = many(heard)
    return f"{heard.who}{heard.when}{asked}" if asked else ""


def _barred(heard: Heard) -> str:
    """Whether a number reaches a bar: 丰台收到的依申请公开超过5件吗; of nobody named: 有没有单位收到超过5件."""
    bar = next((f"{sign}{heard.cues.said[cue]}" for cue, sign in BARS if cue in heard.cues), "")
    if not bar:
        return ""
    if not heard.bodies:
        return across.of_whom(heard, "有没有单位")
    verb = "" if heard.deed == "有" else f"{heard.deed}的"
    return f"{heard.who}{heard.when}{verb}{heard.noun}{bar}{heard.unit}吗"


def _who_is(heard: Heard) -> str:
    return f"{heard.who}{heard.when}{everything(heard)}是谁" if heard.words else ""


def _when(heard: Heard) -> str:
    return f"{heard.who}{heard.when}什么时候{everything(heard)}" if heard.words else ""


def _often(heard: Heard) -> str:
    return f"{heard.who}{heard.when}多久{everything(heard)}一次" if heard.words else ""


def _scope_asked(heard: Heard) -> str:
    """Whether a number is the year's or accumulated."""
    numbers = [piece.english for piece in heard.words if piece.role == "number"]
    if not numbers or not re.search(r"\bor\b", heard.text):
        return ""
    return f"{heard.who}的{numbers[0]}{heard.unit or '条'}是当年的还是累计的"


def _yes_or_no(heard: Heard) -> str:
    """Whether something was, or is to be, done."""
    if told := _barred(heard) or _stated(heard):
        return told
    lead = f"{heard.who}{heard.when}"
    if "plan" in heard.cues:
        return f"{lead}打算{everything(heard)}吗"
    if "mention" in heard.cues:
        return f"{lead}有没有提到{everything(heard)}"
    if heard.head is not None and heard.head.chinese == "费用":
        return f"{lead}有没有收费"
    if heard.head is not None and heard.head.chinese == "政府信息" and not heard.of("words"):
        return f"{lead}有没有{doing(heard)}"
    told = doing(heard) if heard.head else everything(heard)
    return f"{lead}有没有{told}" if told else ""


def _planned(heard: Heard) -> str:
    words = everything(heard)
    return f"{heard.who}{heard.when}{'打算' + words if words else '下一步有什么打算'}"


def _how(heard: Heard) -> str:
    said = "".join(piece.chinese for piece in heard.words if piece.chinese != INFO.chinese)
    return f"{heard.who}{heard.when}怎么{said}" if said else ""


def _plainly(heard: Heard) -> str:
    """What is left: the topics one after the other, or what a follow-up goes on with."""
    lead = f"{heard.who}{heard.when}"
    if heard.asks:
        more = "".join(p.chinese for p in heard.words if p.role in {"counted", "words"} and p.chinese != INFO.chinese)
        return lead + "？".join([*heard.asks, *([f"{more}怎么样"] if more else [])])
    if re.match(r"\s*(?:and|what about|how about|but|then)\b", heard.text):
        return f"{'' if heard.bodies else '那'}{lead}{heard.noun or heard.of('words', 'ways', 'deeds')}呢"
    if (
        heard.head is not None
        and not heard.of("words")
        and re.search(r"receiv|publish|disclos|releas|answered|handled", heard.text)
    ):
        return f"{lead}{many(heard)}"
    if heard.head is not None and heard.head.chinese != INFO.chinese:
        return f"{lead}{heard.noun}情况怎么样"
    said = "".join(piece.chinese for piece in heard.words if piece.chinese != INFO.chinese)
    asks = "是多少" if re.search(r"面积|率|电话|号码$", said) else "怎么样"
    return f"{lead}{said}{asks}" if said else ""


Frame = Callable[[Heard], str]


_FRAMES: Sequence[tuple[str, Frame]] = (
    ("since", _scope_asked),
    ("differ", across.difference),
    ("times", across.ratio),
    ("order", across.ranked),
    ("order_up", across.ranked),
    ("top", across.topmost),
    ("bottom", across.topmost),
    ("which_more", across.more_of_two),
    ("count", across.counted),
    ("problem", _problems),
    ("most", across.extreme),
    ("least", across.extreme),
    ("mean", across.mean),
    ("share", across.share),
    ("who_is", _who_is),
    ("which", across.which),
    *((cue, _audit) for cue in AUDITS),
    ("growth", across.growth),
    ("than", across.compared),
    ("compare", across.compared),
    ("why", _why),
    ("when", _when),
    ("often", _often),
    ("sum", across.total),
    ("sure", _sure),
    ("large", _number),
    ("many", _number),
    ("yes", _yes_or_no),
    ("since", _number),
    ("before", _number),
    ("plan", _planned),
    ("how", _how),
)
