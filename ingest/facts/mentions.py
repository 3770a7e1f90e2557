"""Where a cleaned text says a number with a unit, and how it reads; years, numbering and the like are left out.

What is no mention has no unit of ``UNITS``, or is part of an article of law (第三十二条), of a list or of a telephone
number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge

from ingest.facts.numerals import NUMBER, parse_bounds, parse_number

UNITS = (
    r"人\(次\)|人次|条\(次\)|条次|件\(次\)|件次|个工作日|个?百分点|平方米|万元|亿元|批次|部分|方面|元|%|‰|"
    r"条(?!例|件|款)|件(?!事)|份|篇|期(?!间|限|末|满|工程|项目|建设)|次|人(?!民|大|力|才|事)|名(?!单)|位|个(?!月|人|体|别|性|案|一)|项(?!目)|起|例(?!如)|宗|家(?!庭)|"
    r"场次|场|部(?!门|委|署|分|队|长)|户|批|处(?!理|室|罚)|台|块|幅|页|字|本(?!级|年|单|机|报|着)|册|所|天|小时|倍|座|辆|版|集|种|轮|封|张|套|"
    r"笔(?!记|者|试|录|迹|误)|公里|公顷|分(?=[,;。、)提增]|到第|$)|"
    r"成(?![立员为果效功分本长熟绩就交不])|番|半(?![天年月小个])|(?<=半)数|"
    r"大(?=功能|平台|类|板块|项|方面|任务|举措|领域|栏目|系统|工程|体系|行动|渠道|载体)"
)
BEFORE = (
    r"上(?=[百千万])|约占|大约|(?<![节预签违集契])约|将近|接近|近|超过|超|逾|不少于|不低于|至少|不足|不到|不超过|突破"
    r"|高达(?=\d)"
)
_BASE = r"[一二两三四五六七八九十百千万]{1,8}|\d{1,6}"
_RANGE = r"-{1,2}|—{1,2}|~|至|到"
_PATTERN = re.compile(
    rf"(?P<before>{BEFORE})?(?:(?P<percent>百分之|百分(?=百))|(?P<base>{_BASE})分之)?"
    rf"(?<![\d.第〔\-/A-Za-z])(?<!\d )(?P<number>{NUMBER}|半(?=天|小时|个小时|个工作日|数))"
    rf"(?:%?(?:{_RANGE})(?P<upper>{NUMBER}))?(?P<middle>余|多|几)?(?P<scale>[万亿](?!元))?(?P<unit>{UNITS})?"
    rf"(?P<after>左右|以上|以下|上下|(?<=成)多|(?<=成)以上)?"
)
# A table's row in one line: 收到申请数(件):38.
_UNIT_FIRST = re.compile(
    rf"(?<=[一-龥])\((?P<unit>人次|平方米|万元|亿元|[条件份篇次人名个项期起元宗例户])\)[:|]?(?P<number>{NUMBER})(?![\d.]*[年月日、]|[\d.]*\w)"
)
# One notation for a unit that is written in several ways; 大 counts items (三大功能).
_NOTATION = {"大": "项", "百分点": "个百分点"}
_STOPS = ",;。:\n!?"
_TAIL = re.compile(r"[,;。:\n、!?(]")
_HEAD_OF_TAIL = re.compile(r"[,;。:\n、!?(\d]")
_SENTENCE = re.compile(r"[。;!?]|(?<![,;:、])\n")
_ARTICLE = re.compile(
    r"第[\d零〇一二三四五六七八九十百]+(?:条|款|项|章)?(?:第?\(?[\d一二三四五六七八九十]+\)?[款项])?[、和及与至到\-—~]+$"
)
_SPOKEN = "零〇一二两三四五六七八九十百千万同每某这那几数各"
_ONE_UNITS = "件名人起例条位宗份篇期次场"
_NO_ONE = re.compile(
    r"(?:未|没有|无|不)(?:曾)?(?:发生|收到|接到|出现|受理|发现|有|因|得|能)|[无每逐]$|(?:未|没有|没)$|每|一(?:年|季度?|个?月|周|日|天|事|人)$"
)
_COUNTED = re.compile(r"(?:[尚仅只共另]?有|收到|接到|受理|答复|办结|另|其余|结转)了?$")
# 新建查阅点一个
_BUILT = re.compile(r"(?:设|建|增|开通|开办|配)[^,;。]{0,12}(?:点|室|栏|窗口|场所|中心|平台|网站|专栏|公众号|屏)$")
_LONGEST = 200  # characters of a clause or sentence on either side of its number
_ALL_NONE = re.compile(r"(?:均|都|皆|全部?)(?:[为是](?:零|0)|无|没|未|空白)")
_HALVES = {"半", "数"}
_BARE_SCALES = {"十", "百", "千", "万"}


class Found:
    """One match of ``FIGURE``: read like a ``re.Match``, its unit in the one notation."""

    def __init__(self, match: re.Match[str]) -> None:
        """Take over a match."""
        self.string, self.start, self.end, self._match = match.string, match.start, match.end, match

    def __getitem__(self, group: str) -> str | None:
        said = self._match[group]
        return _NOTATION.get(said, said) if group == "unit" and said else said


class NumberPattern:
    """Every number of a text with its unit and hedge; as ``re.Pattern``, but for units in one notation."""

    def finditer(self, text: str) -> Iterator[Found]:
        """The numbers of a cleaned text, in order, also those without a unit."""
        return (Found(match) for match in _PATTERN.finditer(text))


FIGURE = NumberPattern()


@dataclass(frozen=True)
class Mention:
    """One number with its surroundings, in view indexes.

    ``before`` is its own clause up to it, or up to the number before it; ``clause`` the same over numbers and 、;
    ``sentence`` the sentence up to the end of the number's clause, ``rest`` what the sentence goes on with.
    """

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    hedge: str | None
    before: str
    after: str
    clause: str
    sentence: str
    rest: str


Read = tuple[Decimal, Decimal | None, str, str | None]  # value, upper end, unit, hedge


def mentions(text: str) -> Iterator[Mention]:
    """The numbers of a cleaned text that count something, in order."""
    yield from merge(_counted(text), _rows(text), key=lambda mention: mention.start)


def _counted(text: str) -> Iterator[Mention]:
    previous = 0
    for found in FIGURE.finditer(text):
        read = _read(found)
        if read is not None and not _is_noise(text, found, read[0], read[2]):
            yield _mention(text, found.start(), found.end(), previous, (*read, _hedge(found)))
            previous = found.end()


def _rows(text: str) -> Iterator[Mention]:
    for match in _UNIT_FIRST.finditer(text):
        value = parse_number(match["number"])
        if value is not None:
            yield _mention(text, match.start(), match.end(), 0, (value, None, match["unit"], None))


def _read(found: Found) -> tuple[Decimal, Decimal | None, str] | None:
    """Value, upper end and unit; None for what is no number with a unit, or a range that goes down."""
    bounds = parse_bounds(found["number"] or "")
    unit = _unit(found)
    if not unit or bounds is None:
        return None
    value, upper = bounds
    if found["upper"]:
        upper = parse_number(found["upper"])
        if upper is None:
            return None
        value = _scaled_alike(value, upper, found["upper"])
    scale = (parse_number("1" + found["scale"]) if found["scale"] else None) or Decimal(1)
    value, upper = value * scale, upper * scale if upper is not None else None
    if upper is not None and upper <= value:
        return None
    return (Decimal(1), None, unit) if found["unit"] in _HALVES else (value, upper, unit)


def _scaled_alike(low: Decimal, high: Decimal, words: str) -> Decimal:
    """1至2万 is ten to twenty thousand."""
    scale = parse_number("1" + words[-1]) if words[-1] in "万亿" else None
    return low * scale if scale and low < high / scale else low


def _unit(found: Found) -> str:
    """The unit; a fraction's is its denominator: 三分之二 counts 2 of ``/3``, 千分之三 counts 3 of ‰."""
    if found["percent"]:
        return "%"
    if found["base"]:
        base = parse_number(found["base"])
        known = {Decimal(100): "%", Decimal(1000): "‰"}
        return known.get(base, f"/{base:f}") if base else ""
    return "/2" if found["unit"] in _HALVES else found["unit"] or ""


def _hedge(found: Found) -> str | None:
    if found["middle"] and found["number"] in _BARE_SCALES and not found["scale"]:
        return f"{found['number']}{found['middle']}"
    before = (found["before"] or "").removesuffix("占")
    return found["middle"] or found["after"] or (None if before == "高达" else before) or None


def _mention(text: str, start: int, end: int, previous: int, read: Read) -> Mention:
    clause = max(start - _LONGEST, 0, *(text.rfind(stop, max(0, start - _LONGEST), start) + 1 for stop in _STOPS))
    sentence = max((m.end() for m in _SENTENCE.finditer(text, max(0, start - 400), start)), default=max(0, start - 400))
    stop = _TAIL.search(text, end, end + _LONGEST)
    tail = stop.start() if stop else min(end + _LONGEST, len(text))
    number = _HEAD_OF_TAIL.search(text, end, end + _LONGEST)
    last = _SENTENCE.search(text, end, end + _LONGEST)
    return Mention(
        start,
        end,
        *read,
        text[max(previous, clause) : start],
        text[end : min(tail, end + 16)],
        text[clause:start],
        text[sentence : number.start() if number else tail],
        text[tail : min(last.start() if last else min(end + _LONGEST, len(text)), tail + 60)],
    )


def _is_noise(text: str, found: Found, value: Decimal, unit: str) -> bool:
    at = found.start("number")
    number = found["number"] or ""
    before = text[max(0, at - 14) : at]
    if unit in {"项", "者", "类"} and _ALL_NONE.match(text, found.end()):
        return True  # 复议、诉讼两项均为零 counts kinds, and says that there was none
    if unit == "分" and re.search(r"[时点:]$", before):
        return True  # 8时30分
    if unit == "成" and (value > 10 or number[0].isdigit() and value < 1):
        return True
    if _ARTICLE.search(before):
        return True
    if not number[0].isdigit():
        if "第" in before[-1:] or before[-1:] in _SPOKEN and before and not (unit in {"%", "‰"} or unit[0] == "/"):
            return True
        if value <= 1 and unit[0] not in "%‰/倍成万亿" and number not in {"零", "〇", "半"}:
            return not _counts_one(text, found, unit)
    if unit == "版" and 1949 <= value <= 2099:
        return True  # (2017版): an edition's year
    if value == 1 and before[-1:] == "计":
        return True
    return text.rfind("\n", 0, found.start()) + 1 == found.start() and unit == "项" and text[found.end() - 1] == "大"


def _counts_one(text: str, found: Found, unit: str) -> bool:
    """Whether 一 counts: at the end of its clause (被申请复议一件), or a person (一名专职人员); else it is an idiom."""
    start = found.start("number")
    clause = text[max(start - 24, *(text.rfind(stop, 0, start) + 1 for stop in _STOPS + "、"), 0) : start]
    if _NO_ONE.search(clause):
        return False
    if unit in {"名", "位"}:
        return not re.search(r"[任某同这那哪第唯]$", clause)
    ends = re.match(r"[^一-龥]|$", text[found.end() : found.end() + 1])
    if unit in {"件", "起", "例", "宗"} and _COUNTED.search(clause):
        return True
    if unit in {"个", "处", "家", "所"} and ends and _BUILT.search(clause):
        return True
    return bool(clause and unit[0] in _ONE_UNITS and ends and re.search(r"[一-龥)”》]$", clause)) and not re.search(
        r"[任何某同这那哪第唯统另之进专]$", clause
    )
