"""A question in English taken apart, and the Chinese of what it counts and of what bodies do."""

import re

from bot.question.english_cues import Cues
from bot.question.english_words import Piece
from ingest.schema import Noun

INFO = Piece(role="counted", chinese="政府信息", unit="条", verb="公开")
_MADE_PUBLIC = re.compile(
    r"publi|disclos|releas|\bpost(?:s|ed)?\b"
    r"|made (?:public|available)|issued|put out|open(?:ed|s)?\b"
)
_CAME_IN = re.compile(r"\b(?:receiv|got\b|get\b|submitted|filed)")
BARS = (("at_least", "不少于"), ("at_most", "不超过"), ("over", "超过"), ("under", "少于"))
AUDITS = {
    "audit_percent": "百分比算得对吗",
    "audit_parts": "各类信息加起来等于总数吗",
    "audit_repeat": "有没有重复的内容",
    "audit_statutory": "缺少哪些法定内容",
    "audit_against": "有没有自相矛盾的地方",
    "audit_numbers": "数字有没有错误",
}


_RULED = {"行政复议", "行政诉讼"}  # what became of them is not what became of applications


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
        """What is counted: the first thing that reports count, else 政府信息 where something is published."""
        counted = [piece for piece in self.words if piece.role == "counted"]
        particular = [piece for piece in counted if piece.chinese != INFO.chinese]
        if particular or counted:
            return (particular or counted)[0]
        if self.words:
            return INFO if _MADE_PUBLIC.search(self.text) and "way" in {p.role[:3] for p in self.words} else None
        return INFO if _MADE_PUBLIC.search(self.text) else _received(self.text)

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
        if self.head.chinese == INFO.chinese:
            return narrowed or INFO.chinese
        return f"{self.of('ways')}{narrowed}{self.head.chinese}"

    @property
    def unit(self) -> str:
        """The unit of what is counted."""
        return self.head.unit if self.head else ""


def _received(text: str) -> Piece | None:
    return Piece(role="counted", chinese="依申请公开", unit="件", verb="收到") if _CAME_IN.search(text) else None


def scope_of(heard: Heard) -> str:
    """Of which time it is besides the year: 以前, 累计, 计划; empty for the year's own."""
    if "before" in heard.cues:
        return "以前"
    if "since" in heard.cues or "until" in heard.cues:
        return "累计"
    return "计划" if "plan" in heard.cues else ""


def many(heard: Heard) -> str:
    """How many there are of what is counted: 主动公开了多少条政府信息, 有多少名专职工作人员."""
    head = heard.head
    if heard.result:
        of = head.chinese if head and head.chinese in _RULED else ""
        return f"{of}{heard.result}多少{heard.unit or '件'}"
    if head is None:
        thing = heard.of("words", "ways", "deeds")
        return f"{thing}{'面积' if 'large' in heard.cues and '面积' not in thing else ''}是多少" if thing else ""
    scope = scope_of(heard)
    if "not" in heard.cues:
        return f"没有{heard.deed}的{heard.noun}有多少{heard.unit}"
    if head.chinese == INFO.chinese:
        way = heard.of("ways")
        own = "主动" if not way and heard.noun == INFO.chinese and "计划" not in scope else ""
        return f"{scope}{way}{own}公开了多少条{heard.noun}"
    if head.chinese == "依申请公开" and heard.deed in {"办理答复", "办结"}:
        return f"{scope}{heard.deed}了多少件申请"
    if heard.of("ways") and head.chinese == "依申请公开":
        return f"{scope}{heard.of('ways')}申请有多少件"
    if head.chinese == "费用" and heard.deed not in {"", head.verb, "使用"}:
        return f"{scope}{heard.deed}了多少钱"
    if heard.unit == "万元" or head.chinese == "费用":
        return f"{scope}{heard.noun}是多少" if heard.unit == "万元" else f"{scope}收取了多少费用"
    verb = heard.deed if heard.deed in {"有", "收到"} or scope == "计划" else f"{heard.deed}了"
    return f"{scope}{verb}多少{heard.unit}{heard.noun}"


def doing(heard: Heard) -> str:
    """What bodies do or have, without how many: 公开政府信息, 收到依申请公开."""
    if heard.result:
        return heard.result
    if heard.head is None:
        return heard.of("words", "ways", "deeds", "counted")
    verb = "" if heard.deed == "有" else heard.deed
    way = heard.of("ways") if heard.head.chinese == INFO.chinese else ""
    return f"{scope_of(heard)}{way}{verb}{heard.noun}"


def everything(heard: Heard) -> str:
    """All that has a meaning, in the order in which it was said."""
    return "".join(piece.chinese for piece in heard.words)


def is_short(heard: Heard) -> bool:
    """Whether a question only goes on: and the fewest, what about 2012, together."""
    if heard.words:
        return False
    few = len(re.findall(r"[a-z]+", heard.text)) <= 2
    return few or bool(re.match(r"\s*(?:and|what about|how about|but|then|how do(?:es)?|ok|so)\b", heard.text))


def audited(heard: Heard) -> str:
    """What of a report's own consistency is asked."""
    return next(told for cue, told in AUDITS.items() if cue in heard.cues)
