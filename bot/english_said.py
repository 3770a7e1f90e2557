"""The Chinese question that a question in English comes to: its frame filled with what is counted and done."""

import re
from collections.abc import Callable, Sequence

from bot.english_cues import Cues
from bot.english_words import Piece
from ingest.schema import Noun

_INFO = Piece(role="counted", chinese="政府信息", unit="条", verb="公开")
_MADE_PUBLIC = re.compile(r"publi|disclos|releas|\bpost(?:s|ed)?\b|made (?:public|available)|issued|put out|open(?:ed|s)?\b")
_CAME_IN = re.compile(r"\b(?:receiv|got\b|get\b|submitted|filed)")
_BARS = (("at_least", "不少于"), ("at_most", "不超过"), ("over", "超过"), ("under", "少于"))
_NUMERALS = "零一二三四五六七八九十"
_AUDITS = {
    "audit_percent": "百分比算得对吗",
    "audit_parts": "各类信息加起来等于总数吗",
    "audit_repeat": "有没有重复的内容",
    "audit_statutory": "缺少哪些法定内容",
    "audit_against": "有没有自相矛盾的地方",
    "audit_numbers": "数字有没有错误",
}


class Heard(Noun):
    """A question taken apart: bodies and years as said, cues, and the phrases with a meaning of their own."""

    bodies: tuple[str, ...]
    years: tuple[str, ...]
    cues: Cues
    words: tuple[Piece, ...]
    asks: tuple[str, ...]
    text: str

    @property
    def who(self) -> str:
        """The bodies in one."""
        return "、".join(self.bodies)

    @property
    def when(self) -> str:
        """The years in one."""
        return "、".join(f"{year}年" for year in self.years)

    @property
    def head(self) -> Piece | None:
        """What is counted: the first particular thing that reports count, else 政府信息 where something is published."""
        counted = [piece for piece in self.words if piece.role == "counted"]
        particular = [piece for piece in counted if piece.chinese != _INFO.chinese]
        if particular or counted:
            return (particular or counted)[0]
        if self.words:
            return _INFO if _MADE_PUBLIC.search(self.text) and "way" in {p.role[:3] for p in self.words} else None
        return _INFO if _MADE_PUBLIC.search(self.text) else _received(self.text)

    @property
    def result(self) -> str:
        """What became of applications, if the question asks for that."""
        return next((piece.chinese for piece in self.words if piece.role == "results"), "")

    def of(self, *roles: str) -> str:
        """The Chinese of the phrases in these roles, in order, without what is counted."""
        return "".join(piece.chinese for piece in self.words if piece.role in roles and piece != self.head)

    @property
    def deed(self) -> str:
        """The verb of what is counted."""
        own = self.head.verb if self.head else ""
        return next((piece.chinese for piece in self.words if piece.role == "deeds"), own)

    @property
    def noun(self) -> str:
        """What is counted, with what narrows it: 专职工作人员; 财务信息 for items of financial information."""
        if self.head is None:
            return self.of("words", "counted")
        narrowed = self.of("words")
        if self.head.chinese == _INFO.chinese:
            return narrowed or _INFO.chinese
        return f"{self.of('ways')}{narrowed}{self.head.chinese}"

    @property
    def unit(self) -> str:
        """The unit of what is counted."""
        return self.head.unit if self.head else ""


def _received(text: str) -> Piece | None:
    return Piece(role="counted", chinese="依申请公开", unit="件", verb="收到") if _CAME_IN.search(text) else None


def said(heard: Heard) -> str:
    """The Chinese question; empty where nothing is asked."""
    for cue, frame in _FRAMES:
        if cue in heard.cues and (told := frame(heard)):
            return f"{told}？"
    told = _plainly(heard)
    return f"{told}？" if told else ""


def many(heard: Heard) -> str:
    """How many there are of what is counted: 主动公开了多少条政府信息, 有多少名专职工作人员."""
    head = heard.head
    if heard.result:
        return f"{heard.result}多少{heard.unit or '件'}"
    if head is None:
        return f"{heard.of('words', 'ways', 'deeds')}{'面积' if 'large' in heard.cues else ''}有多少"
    scope = _scope(heard)
    if head.chinese == _INFO.chinese:
        way = heard.of("ways")
        own = "主动" if not way and heard.noun == _INFO.chinese and "计划" not in scope else ""
        return f"{scope}{way}{own}公开了多少条{heard.noun}"
    if head.chinese == "依申请公开" and heard.deed in {"办理答复", "办结"}:
        return f"{scope}{heard.deed}了多少件申请"
    if heard.of("ways") and head.chinese == "依申请公开":
        return f"{scope}{heard.of('ways')}申请有多少件"
    if heard.unit == "万元" or head.chinese == "费用":
        return f"{scope}{heard.noun}是多少" if heard.unit == "万元" else f"{scope}收取了多少费用"
    verb = heard.deed if heard.deed == "有" else f"{heard.deed}了"
    return f"{scope}{verb}多少{heard.unit}{heard.noun}"


def _scope(heard: Heard) -> str:
    if "before" in heard.cues:
        return "以前"
    if "since" in heard.cues or "until" in heard.cues:
        return "累计"
    return "计划" if "plan" in heard.cues else ""


def doing(heard: Heard) -> str:
    """What bodies do or have, without how many: 公开政府信息, 收到依申请公开."""
    if heard.result:
        return heard.result
    if heard.head is None:
        return heard.of("words", "ways", "deeds", "counted")
    verb = "" if heard.deed == "有" else heard.deed
    way = heard.of("ways") if heard.head.chinese == _INFO.chinese else ""
    return f"{'累计' if 'since' in heard.cues else ''}{way}{verb}{heard.noun}"


def _ranked(heard: Heard) -> str:
    """An order of all: 各单位公开的政府信息按从多到少排名."""
    order = "从少到多" if "order_up" in heard.cues or "least" in heard.cues else "从多到少"
    verb = "" if heard.deed == "有" or heard.head is None else f"{heard.deed}的"
    who = heard.who or "各单位"
    noun = (heard.head or _INFO).chinese if heard.head is None else heard.noun
    return f"{heard.when}{who}{verb or ('公开的' if heard.head is None else '')}{noun}按{order}排名"


def _topmost(heard: Heard) -> str:
    cue = "top" if "top" in heard.cues else "bottom"
    count = int(heard.cues.said[cue])
    many = _NUMERALS[count] if count < len(_NUMERALS) else str(count)
    least = cue == "bottom" or "least" in heard.cues
    return f"{heard.when}{doing(heard) or '公开政府信息'}最{'少' if least else '多'}的前{many}名"


def _extreme(heard: Heard) -> str:
    """The one with most or least of it."""
    most = "最少" if "least" in heard.cues else "最多"
    if _is_short(heard):
        return f"{heard.when}{most}的呢"
    if heard.asks and "公开了哪几类信息" in heard.asks:
        return f"{heard.who}{heard.when}哪类信息{most}"
    second = "第二多" if "second" in heard.text else most
    return f"{heard.who}{heard.when}哪个单位{doing(heard) or '公开政府信息'}{second}"


def _more_of_two(heard: Heard) -> str:
    more = "少" if "less" in heard.cues else "多"
    noun = heard.noun or _INFO.chinese
    verb = heard.deed or "公开"
    return f"{heard.who}{heard.when}谁{'' if verb == '有' else verb + '的'}{noun}更{more}"


def _difference(heard: Heard) -> str:
    """How many more one has than the other, or one year than another."""
    more = "少" if "less" in heard.cues else "多"
    noun, unit = heard.noun or _INFO.chinese, heard.unit or "条"
    verb = heard.deed or "公开"
    if len(heard.bodies) == 2 and "than" in heard.cues:
        return f"{heard.bodies[0]}{heard.when}比{heard.bodies[1]}{more}{verb}多少{unit}{noun}"
    if len(heard.bodies) == 2:
        return f"{'和'.join(heard.bodies)}{heard.when}{verb}的{noun}相差多少{unit}"
    if len(heard.years) == 2:
        return f"{heard.who}{heard.years[0]}年比{heard.years[1]}年{more}{verb}多少{unit}{noun}"
    return ""


def _compared(heard: Heard) -> str:
    """A than B, without a number asked: 丰台公开的政府信息比平凉多吗; 和丰台比呢."""
    noun, verb = heard.noun or _INFO.chinese, heard.deed or "公开"
    if _is_short(heard) and heard.bodies:
        return f"和{heard.who}比呢"
    if len(heard.bodies) == 2 and ({"more", "less"} & heard.cues.said.keys()):
        more = "少" if "less" in heard.cues else "多"
        return f"{heard.bodies[0]}{heard.when}{'' if verb == '有' else verb + '的'}{noun}比{heard.bodies[1]}{more}吗"
    return f"{heard.who}{heard.when}{'' if verb == '有' else verb + '的'}{noun}比较" if len(heard.bodies) > 1 else ""


def _ratio(heard: Heard) -> str:
    verb = heard.deed or "公开"
    noun = heard.noun or _INFO.chinese
    if len(heard.bodies) != 2:
        return ""
    return f"{heard.bodies[0]}{heard.when}{'' if verb == '有' else verb + '的'}{noun}是{heard.bodies[1]}的几倍"


def _growth(heard: Heard) -> str:
    if len(heard.years) == 2:
        return f"{heard.who}{heard.years[0]}年到{heard.years[1]}年{heard.noun}增长了多少"
    return f"{heard.who}{heard.when}{heard.noun}比上年增长多少" if heard.head else ""


def _counted(heard: Heard) -> str:
    return _of_whom(heard, "有几家")


def _which(heard: Heard) -> str:
    return _of_whom(heard, "哪些单位")


def _of_whom(heard: Heard, whom: str) -> str:
    """Which bodies, or how many, do, have, lack or mention it."""
    lead = f"{heard.who}{heard.when}{whom}"
    if bar := next((f"{sign}{heard.cues.said[cue]}" for cue, sign in _BARS if cue in heard.cues), ""):
        head = heard.head or _INFO
        return f"{lead}{'' if heard.deed == '有' else heard.deed or head.verb}{bar}{head.unit}{heard.noun or head.chinese}"
    if any(cue.startswith("audit") for cue in heard.cues.said):
        return f"{heard.when}哪些单位的报告{_audited(heard)}"
    if "problem" in heard.cues and not heard.words:
        return f"{heard.who}{heard.when}各单位存在哪些问题"
    if "mention" in heard.cues:
        return f"{lead}{'没有' if 'not' in heard.cues else ''}提到{_everything(heard)}"
    if "plan" in heard.cues:
        return f"{lead}打算{_everything(heard)}"
    if "not" in heard.cues:
        return f"{lead}没有{doing(heard)}"
    return f"{lead}{'有' if heard.deed == '有' else ''}{doing(heard)}" if doing(heard) else ""


def _everything(heard: Heard) -> str:
    """All that has a meaning, in the order in which it was said."""
    return "".join(piece.chinese for piece in heard.words)


def _audited(heard: Heard) -> str:
    return next(told for cue, told in _AUDITS.items() if cue in heard.cues)


def _audit(heard: Heard) -> str:
    return f"{heard.who}{heard.when}报告{_audited(heard)}"


def _total(heard: Heard) -> str:
    """A sum over bodies; one body's own total is no sum."""
    if len(heard.bodies) < 2 and not ({"everybody", "which"} & heard.cues.said.keys()) and "across" not in heard.text:
        if _is_short(heard):
            return "一共呢"
        return f"{heard.when}所有报告一共{many(heard)}" if not heard.bodies and heard.head else ""
    return f"{heard.who or '所有报告'}{heard.when}一共{many(heard)}"


def _mean(heard: Heard) -> str:
    return f"{heard.who or '各单位'}{heard.when}平均{many(heard)}"


def _share(heard: Heard) -> str:
    return f"{heard.who}{heard.when}{heard.noun}占比是多少" if heard.noun else ""


def _problems(heard: Heard) -> str:
    return f"{heard.who}{heard.when}存在哪些问题" if not heard.words else f"{heard.who}{heard.when}{_everything(heard)}存在哪些问题"


def _why(heard: Heard) -> str:
    rest = "没有" + _everything(heard) if "not" in heard.cues and "enough" not in heard.text else _everything(heard)
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
    scope = _scope(heard)
    return f"{heard.who}{heard.when}{scope}{verb}{numbers[0]}{heard.unit}{heard.noun}，对吗"


def _number(heard: Heard) -> str:
    asked = many(heard)
    if "before" in heard.cues and heard.years:
        return f"{heard.who}{heard.when}{asked}"
    return f"{heard.who}{heard.when}{asked}"


def _yes_or_no(heard: Heard) -> str:
    """Whether something was, or is to be, done."""
    if told := _stated(heard):
        return told
    lead = f"{heard.who}{heard.when}"
    if "plan" in heard.cues:
        return f"{lead}打算{_everything(heard)}吗"
    if "mention" in heard.cues:
        return f"{lead}有没有提到{_everything(heard)}"
    if heard.head is not None and heard.head.chinese == "费用":
        return f"{lead}有没有收费"
    if heard.head is not None and heard.head.chinese == "政府信息" and not heard.of("words"):
        return f"{lead}有没有{doing(heard)}"
    told = doing(heard) if heard.head else _everything(heard)
    return f"{lead}有没有{told}" if told else ""


def _planned(heard: Heard) -> str:
    words = _everything(heard)
    return f"{heard.who}{heard.when}{'打算' + words if words else '下一步有什么打算'}"


def _how(heard: Heard) -> str:
    return f"{heard.who}{heard.when}怎么{_everything(heard)}" if heard.words else ""


def _is_short(heard: Heard) -> bool:
    return bool(re.match(r"\s*(?:and|what about|how about|but|then|how do(?:es)?|ok|so)\b", heard.text)) and not heard.words


def _plainly(heard: Heard) -> str:
    """What is left: the topics one after the other, or what a follow-up goes on with."""
    lead = f"{heard.who}{heard.when}"
    if heard.asks:
        return lead + "？".join([*heard.asks, *([f"{_everything(heard)}怎么样"] if heard.words else [])])
    if re.match(r"\s*(?:and|what about|how about|but|then)\b", heard.text):
        return f"{'' if heard.bodies else '那'}{lead}{heard.noun or heard.of('words', 'ways', 'deeds')}呢"
    if heard.head is not None and re.search(r"receiv|publish|disclos|releas|answered|handled", heard.text):
        return f"{lead}{many(heard)}"
    if heard.head is not None and heard.head.chinese != _INFO.chinese:
        return f"{lead}{heard.noun}情况怎么样"
    return f"{lead}{_everything(heard)}怎么样" if heard.words and _everything(heard) else ""


Frame = Callable[[Heard], str]


def _when_of_many(heard: Heard) -> str:
    return _mean(heard)


_FRAMES: Sequence[tuple[str, Frame]] = (
    ("differ", _difference),
    ("times", _ratio),
    ("order", _ranked),
    ("order_up", _ranked),
    ("top", _topmost),
    ("bottom", _topmost),
    ("which_more", _more_of_two),
    ("count", _counted),
    ("most", _extreme),
    ("least", _extreme),
    ("mean", _mean),
    ("share", _share),
    ("which", _which),
    *((cue, _audit) for cue in _AUDITS),
    ("growth", _growth),
    ("than", _compared),
    ("compare", _compared),
    ("problem", _problems),
    ("why", _why),
    ("sum", _total),
    ("sure", _sure),
    ("many", _number),
    ("yes", _yes_or_no),
    ("since", _number),
    ("before", _number),
    ("plan", _planned),
    ("how", _how),
)
