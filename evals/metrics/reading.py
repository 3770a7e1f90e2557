"""Numbers of a text as typed mentions: value, unit, kind, hedge, direction, place.

Read: full width, ``1,234``, 1.2万, 3亿5千万, Chinese numerals small and large, 二〇二四年, 百分之九十, ‰, 成, 个百分点,
三分之二, 倍, ranges, 余/约/近/超/不足, 下降. Not numbers of a statement: citation marks ``[1]``, list numbers,
ordinals (第三). Document numbers (国办发〔2021〕30号) and telephone numbers are identifiers: compared as strings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ingest.facts.numerals import ARABIC, CHINESE, parse_bounds, parse_number, parse_year
from ingest.view import View

# The metrics' own list, apart from the product's: a reader that shares its eyes shares its blind spots.
UNITS = (
    r"人\(次\)|人次|条\(次\)|条次|件\(次\)|件次|个工作日|个?百分点|平方米|平方公里|公里|万元|亿元|美元|批次|部分|方面|元|%|‰|"
    r"条(?!例|件|款)|件(?!事)|份|篇|期(?!间|限|末|满)|次(?!日)|人(?!民|大|力|才|事)|名(?!单)|位|个(?!月|人|体|别|性|案)|"
    r"项(?!目)|起|例(?!如)|宗|家(?!庭)|场|部(?!门|委)|户|批|处(?!理|室|罚)|台|块|幅|页|字|本(?!级|年|单|机|报|着)|册|所|天|小时|"
    r"倍|座|辆|版|集|种|轮|届|封|张|套|类|只|支|吨|亩|大(?=功能|平台|类|板块|项|方面|任务|举措|领域|栏目|系统)"
)
BEFORE = r"上(?=[百千万])|约占|大约|约|将近|接近|近|超过|超|逾|不少于|不低于|至少|不足|不到|不超过|突破|高达|多达"
_ENGLISH = {
    **dict.fromkeys(("over", "more than"), "more"),
    **dict.fromkeys(("about", "around", "approximately", "roughly"), "about"),
    **dict.fromkeys(("nearly", "almost", "close to"), "near"),
    **dict.fromkeys(("at least", "no fewer than"), "least"),
    **dict.fromkeys(("fewer than", "less than", "under"), "under"),
}
Kind = Literal["count", "money", "percent", "pp", "ratio", "year", "date", "identifier"]

_MIXED = rf"(?:(?:{ARABIC})[十百千]?[万亿千百](?!元)){{1,3}}(?:\d{{1,4}}(?![\d.,]))?|{ARABIC}"
_NUM = rf"(?:{_MIXED}|{CHINESE})"
_IDENTIFIER = re.compile(
    r"[\u4e00-\u9fff]{1,10}[〔\[(](?:19|20)\d{2}[〕\])]第?\d+号|第\d+号|(?:https?://|www\.)[\w./?=&%-]+|"
    r"[\w.-]+@[\w.-]+|\d{3,4}-\d{7,8}(?!\d)|(?<![\d.,])\d{7,}(?![\d.,]|[余多]?[万亿]?[条件份元人次篇个项])"
)
_DIGIT_YEAR = r"[一二][九〇零○][〇零○一二三四五六七八九]{2}"
_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}}(?!\d)|{_DIGIT_YEAR})年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?|"
    r"(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})日)?|(?<![\d.,])(?P<bare>(?:19|20)\d{2})(?=[-至—~](?:19|20)\d{2}年)"
)
_PART = re.compile(
    rf"(?P<of>{_NUM})分之(?P<part>{_NUM})(?P<after>左右|以上|以下)?|(?P<tenths>{_NUM})成(?![立为员果功效绩品都分])"
)
_NUMBER = re.compile(
    rf"(?P<before>{BEFORE}|(?:{'|'.join(_ENGLISH)}) )?(?<![\d.第A-Za-z])(?<!\d,)(?P<minus>-(?=\d))?(?P<number>{_NUM})"
    rf"(?:(?:-|—|~|至|到)(?P<upper>{_NUM}))?(?P<middle>余|多|几|来(?=[条件份人次]))?(?P<scale>[万亿](?!元))?"
    rf"(?P<unit>{UNITS})?(?P<after>左右|以上|以下|上下|以内)?"
)
_LISTED = re.compile(
    r"(?:^|\n)[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.](?!\d)|[(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]|\[\d+\]"
)
_UP = re.compile(r"(?:增长|增加|上升|提高|上涨|提升|增幅|多)[了至到达为约近超过]*$")
_DOWN = re.compile(r"(?:下降|减少|降低|下滑|回落|降幅|减幅|少)[了至到达为约近超过]*$")
_ONE = re.compile(r"(?:收到|接到|受理|申请|复议|诉讼|答复|办结|公开|举办|召开|共|计|为|有)$")
HEDGES = {
    **dict.fromkeys(("余", "多", "几", "来"), "more"),
    **dict.fromkeys(("约", "大约", "左右", "上下", "约占"), "about"),
    **dict.fromkeys(("近", "将近", "接近"), "near"),
    **dict.fromkeys(("超", "超过", "逾", "以上", "不少于", "不低于", "至少", "突破", "上", "高达", "多达"), "least"),
    **dict.fromkeys(("不足", "不到", "以下", "不超过", "以内"), "under"),
    **_ENGLISH,
}
_HEDGE = re.compile("|".join(sorted(HEDGES, key=len, reverse=True)))
_MIDDLE, _AFTER = re.compile(r"[余多几]"), re.compile(r"(?:左右|以上|以下|上下|以内)$")
_YUAN = {"元": 1, "万元": 10**4, "亿元": 10**8}


@dataclass(frozen=True)
class Number:
    """One number as read; ``value`` is in units of ``unit``, money in 元, shares in %; offsets are the source's.

    ``hedge`` is its class in ``HEDGES``; ``sign`` is "up", "down" or ""; ``words`` is the number as printed.
    ``before`` and ``after`` are its clause on either side, without other numbers.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    kind: Kind
    hedge: str | None
    sign: str
    words: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@lru_cache(65536)
def read(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order; never raises on any text."""
    view = View(text)
    taken = [match.span() for match in _LISTED.finditer(view.text)]
    found: list[Number] = []
    for reader in (_identifiers, _dates, _parts, _plain):
        for number in reader(view.text):
            if not any(number.start < end and start < number.end for start, end in taken):
                taken.append((number.start, number.end))
                found.append(number)
    found.sort(key=lambda one: one.start)
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found[1:]), len(view.text)]
    return tuple(_placed(view, one, low, high) for one, low, high in zip(found, ends, starts, strict=False))


@lru_cache(65536)
def in_digits(text: str) -> str:
    """A text with its numbers in plain digits (三十七条 and 1.2万件 become 37条 and 12000件), the rest as it is."""
    for number in reversed(read(text)):
        if number.kind in ("count", "money", "percent", "pp") and number.upper is None:
            words = text[number.start : number.end]
            before, middle, after = _HEDGE.match(words), _MIDDLE.search(words), _AFTER.search(words)
            value = format(number.value.normalize(), "f") + (middle[0] if middle else "")
            said = f"{before[0] if before else ''}{value}{number.unit}{after[0] if after else ''}"
            text = text[: number.start] + said + text[number.end :]
    return text


def amount_of(words: str) -> Decimal | None:
    """The value of one number expression, mixed ones (3亿5千万, 1万2千) too; None when it is none."""
    pieces = re.findall(r"[\d.,]+[十百千]?[万亿千百]?", words)
    if len(pieces) < 2 or "".join(pieces) != words:
        return parse_number(words)
    values = [parse_number(piece) for piece in pieces]
    falling = all(a and b and a > b for a, b in zip(values, values[1:], strict=False))
    return sum((value for value in values if value), Decimal(0)) if falling else None


def normal_value(value: Decimal, unit: str) -> Decimal:
    """A value in the base of its kind: money in 元, ‰ in %."""
    if unit in _YUAN:
        return value * _YUAN[unit]
    return value / 10 if unit == "‰" else value


def hedge_class(words: str | None) -> str | None:
    """The class of a hedge as printed (``余``, ``千余``, ``左右``); None of none."""
    found = _HEDGE.search(words or "")
    return HEDGES[found[0]] if found else None


def kind_of(unit: str) -> Kind:
    """The kind of number that a unit makes."""
    if unit in _YUAN:
        return "money"
    return {"%": "percent", "‰": "percent", "个百分点": "pp", "百分点": "pp"}.get(unit, "count")  # type: ignore[return-value]


def _identifiers(text: str) -> Iterator[Number]:
    for match in _IDENTIFIER.finditer(text):
        yield _Make("identifier").of(Decimal(0), match)


def _dates(text: str) -> Iterator[Number]:
    for match in _DATE.finditer(text):
        words = match["year"] or match["bare"]
        year = parse_year(words.replace("○", "〇")) if words else None
        if year:
            stop = match.start() + len(words) + (1 if match["year"] else 0)
            yield _Make("year", "年").of(Decimal(year), match, end=stop)
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        if month:
            start = match.start() + (len(words) + 1 if words else 0)
            yield _Make("date").of(Decimal(int(month) * 100 + int(day or 0)), match, start=start)


def _parts(text: str) -> Iterator[Number]:
    for match in _PART.finditer(text):
        hedge = hedge_class(match["after"])
        if match["tenths"]:
            value = amount_of(match["tenths"])
            if value is not None and 0 < value <= 10:
                yield _Make("percent", "%", hedge, _sign(text, match.start())).of(value * 10, match)
            continue
        of, part = amount_of(match["of"]), amount_of(match["part"])
        if not of or part is None:
            continue
        if of in (100, 1000, 10000):
            yield _Make("percent", "%", hedge, _sign(text, match.start())).of(part * 100 / of, match)
        else:
            yield _Make("ratio", f"/{of}", hedge).of(part, match)


def _plain(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        words, unit = match["number"], match["unit"] or ""
        if "亿" in words and unit == "万元":  # 3亿5千万元: the 万 is the number's, not the unit's
            words, unit = f"{words}万", "元"
        value, pair = amount_of(words), parse_bounds(words)
        if value is None and pair:  # 两三百条 is a range
            value = pair[0]
        if value is None or _is_noise(text, match, value, unit):
            continue
        if match["scale"]:
            value *= 10**4 if match["scale"] == "万" else 10**8
        upper = amount_of(match["upper"]) if match["upper"] else pair[1] if pair else None
        if upper is not None and match["scale"]:
            upper *= 10**4 if match["scale"] == "万" else 10**8
        if not unit and 1949 <= value <= 2099 and re.fullmatch(r"\d{4}", match["number"]):
            yield _Make("year", "年").of(value, match)
            continue
        said = match["middle"] or match["after"] or match["before"]
        sign = "down" if match["minus"] else _sign(text, match.start())
        make = _Make(kind_of(unit), "%" if unit == "‰" else "元" if unit in _YUAN else unit, hedge_class(said), sign)
        high = normal_value(upper, unit) if upper is not None and upper > value else None
        yield make.of(normal_value(value, unit), match, upper=high)


def _is_noise(text: str, match: re.Match[str], value: Decimal, unit: str) -> bool:
    """Words that only look like numbers: 一方面, 统一, 十分, 同一, 第三."""
    if match["number"][0].isdigit():
        return False
    before = text[max(0, match.start("number") - 1) : match.start("number")]
    if not unit or before in set("第每某这那几数同统唯任零〇一二两三四五六七八九十百千万"):
        return True
    if value > 1:
        return False
    head, tail = text[: match.start("number")], text[match.end() : match.end() + 1]
    counted = unit[0] in "件名人起例条位次宗期场份篇项" and not re.search(r"每[^,;。]{0,4}$", head)
    return not (counted and (_ONE.search(head) or not ("\u4e00" <= tail <= "\u9fff")))


def _sign(text: str, at: int) -> str:
    near = text[max(0, at - 12) : at]
    return "down" if _DOWN.search(near) else "up" if _UP.search(near) else ""


@dataclass(frozen=True)
class _Make:
    """Everything of a number but its value and place."""

    kind: Kind
    unit: str = ""
    hedge: str | None = None
    sign: str = ""

    def of(
        self, value: Decimal, match: re.Match[str], start: int | None = None, end: int | None = None,
        upper: Decimal | None = None,
    ) -> Number:  # fmt: skip
        """The number at a match, or at a part of it."""
        start, end = match.start() if start is None else start, match.end() if end is None else end
        return Number(value, upper, self.unit, self.kind, self.hedge, self.sign, match.string[start:end], start, end)


def _placed(view: View, number: Number, low: int, high: int) -> Number:
    """With source offsets and the clause around it, no further than the next number or stop."""
    before = re.split(
        r"[,;。:\n!?\d—]|[一二三四五六七八九十]是", view.text[max(low, number.start - 60) : number.start]
    )[-1]
    after = re.split(r"[,;。:\n、!?\d—]", view.text[number.end : min(high, number.end + 16)])[0]
    start, end = view.span(number.start, number.end)
    return Number(**{**vars(number), "start": start, "end": end, "before": before, "after": after})
