"""The units that questions and figures count in: 多少户 asks for households, and 483户 is no 733人."""

import re

from bot.question.measures import MEASURE
from bot.question.wording import Term, terms
from ingest.figures import FIGURE
from ingest.view import clean

_UNIT = re.compile(rf"(?:多少|几)(方面|部分|分|{MEASURE})")
_COUNTED = re.compile(rf"(?:多少|几(?={MEASURE}))(?:{MEASURE})?([\u4e00-\u9fff]{{2,}})")
_WORK = re.compile(r"^(?:(?:政府|政务)?信息公开|政务公开)(?=[\u4e00-\u9fff]{2})")  # 信息公开联络员 are 联络员
SHARE = re.compile(r"占|比例|比重|百分|率")
_AREA = re.compile(r"面积|多大(?!比例)|平方米")
_MONEY = re.compile(r"多少(?:[块笔个]?钱|款|资金|经费)")
_CLASSES = ("条件份篇项个起例宗类批部方封则", "个处所家座间", "人名位个", "户个", "次场期届轮批", "元万亿", "%", "平")
PIECES = "条件份篇期"
_OWN_KIND = {"个工作日", "工作日", "天", "小时", "个百分点"}  # 个 counts things, but not in these


def counts_other(quoted: str, unit: str) -> bool:
    """Whether a quotation has numbers with units, and none of them in the unit asked for or its like."""
    units = [match["unit"] for match in FIGURE.finditer(clean(quoted)) if match["unit"]]
    pieces = unit[0] in PIECES
    return bool(units) and not any(same_class(unit, one) and not (pieces and one == "个") for one in units)


def wanted_unit(part: str) -> str | None:
    """The unit that a question asks for: 多少人次, what share, how large an area; None where it names none."""
    if _AREA.search(part):
        return "平"
    if _MONEY.search(part):
        return "元"
    unit = _UNIT.search(part)
    return unit[1] if unit else "%" if SHARE.search(part) else None


def counted(part: str) -> Term | None:
    """The noun that 多少 counts (多少企业), if it is one of the question's own terms."""
    found = _COUNTED.search(part)
    noun = _WORK.sub("", found[1]) if found else ""
    first = terms(noun)[:1]
    return first[0] if first and noun.startswith(first[0].text[:2]) else None


def same_class(wanted: str, unit: str) -> bool:
    """Whether two units count the same kind of thing (条 and 件, 处 and 个); 个工作日 counts no things."""
    if (wanted in _OWN_KIND or unit in _OWN_KIND) and wanted != unit:
        return False
    return wanted[0] == unit[0] or any(wanted[0] in group and unit[0] in group for group in _CLASSES)
