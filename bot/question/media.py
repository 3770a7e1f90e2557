"""Websites, newspapers, accounts named after a place (临澜价格网, 云州日报): things reports tell of, and no bodies."""

import re
from collections.abc import Sequence

from bot.question.naming import gazetteer
from bot.question.register import Register

_PART = r"(?!政府(?!信息公开网)|[省市县区州旗乡镇局厅委的了吗呢是有在和与对把被怎么什多少哪谁各每年])[\u4e00-\u9fff]"
# 临澜日报 is a thing of its own; 临澜网站 is the website of a body, and only what stands between makes it a name.
_PRESS = (
    r"(?:日报|晚报|晨报|早报|商报|时报|都市报|周报|政报|(?:人民)?广播电台|广播电视台|电视台|电台|新闻网|信息网|信息港)"
)
_MEDIUM = r"(?<![上入联互全])网(?![上络格民购友吧]|点(?!击))|微博|微信公众号|公众号|客户端|热线|频道|栏目|杂志|内刊"
_ANYBODYS = r"(?!(?:门户|官方|政府|政务|新浪|腾讯|官|主|外|内)+(?:网|微博|微信|公众号|客户端|热线|频道|栏目))"
_AFTER_PLACE = re.compile(rf"市?{_PRESS}(?!社|局)|{_ANYBODYS}(?:{_PART}){{2,8}}?(?:{_MEDIUM})")


def media_named(question: str, held: Register) -> list[tuple[int, int]]:
    """Where the question names such a thing, place and all; the place is one of the country or of a held body."""
    places = [match.span() for match in re.finditer(gazetteer(), question)]
    areas = [(start, start + len(area_at(question, start, held))) for start in range(len(question) - 1)]
    places += [(start, end) for start, end in areas if end > start]
    return [(start, named.end()) for start, end in places if (named := _AFTER_PLACE.match(question, end))]


def area_at(question: str, start: int, held: Register) -> str:
    """The area of held bodies that the question names at ``start`` (朝阳), the longest; empty if there is none."""
    return next((question[start : start + n] for n in (6, 5, 4, 3, 2) if question[start : start + n] in held.areas), "")


def bodies_there(question: str, spans: Sequence[tuple[int, int]], held: Register) -> frozenset[str]:
    """The reports of the one body held that lies where a thing is named after; empty where there are several."""
    for start, _ in spans:
        area = area_at(question, start, held)
        inside = [r for r in held.reports if area and area in f"{r.region or ''}{r.agency or ''}"]
        if inside and len({(r.agency, r.region) for r in inside}) == 1:
            return frozenset(r.report_id for r in inside)
    return frozenset()


def set_apart(question: str, spans: Sequence[tuple[int, int]]) -> str:
    """The question with such a name as a word of its own: 临澜价格网 点击量."""
    for start, end in sorted(spans, reverse=True):
        question = f"{question[:start]} {question[start:end]} {question[end:]}"
    return question
