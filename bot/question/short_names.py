"""The short forms that everybody uses of whole kinds of body: 宁川行署, 东衡理工, 桥北区医院, 自来水公司."""

import re
from collections.abc import Iterator

# A school goes without its 大学 only where that leaves a name and no topic: 东衡理工, but neither 北京 nor 东衡农业.
_ALONE = {"理工", "师范", "医科", "医药", "中医药", "药科", "财经", "农林", "外国语", "政法"}
_TAUGHT = (
    r"理工|师范|科技|科学技术|工业|工程|工商|农业|农林|林业|医科|医药|中医药|药科|财经|经贸|交通|邮电|电力|石油|地质|矿业|海洋|海事|航空航天|"
    r"外国语|民族|政法|体育|音乐|艺术|传媒|建筑|纺织|职业技术"
)
_UNIVERSITY = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,}}?)(?P<taught>{_TAUGHT})(?P<kind>大学|学院)")
_SAID_SHORT = {"师范": "师", "农业": "农", "医科": "医", "科技": "科", "科学技术": "科", "财经": "财", "工业": "工"}
_COLLEGES = {"职业技术": "职院", "师范": "师院"}
_ADMINISTRATION = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,}?)(?P<kind>地区|盟)(?:行政公署|行署)")
_HOSPITAL = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,}?)(?P<kind>[市县区州旗])(?P<number>第[一二三四五六七八九十]+)?(?P<whose>人民|中医|中心)医院"
)
_COMPANY = re.compile(r"(?P<name>[\u4e00-\u9fff]{4,}?)(?P<group>集团)?(?:股份)?有限(?:责任)?公司")
_PLACE_OF = re.compile(r"(?:[\u4e00-\u9fff]{2,}?(?:省|市(?!场)|县|区(?!划)|州|旗))+")


def short_names(name: str) -> Iterator[str]:
    """What a body of this full name is called for short, by its kind."""
    for pattern, forms in _FORMS:
        if found := pattern.fullmatch(name):
            yield from forms(found)


def _of_university(found: re.Match[str]) -> Iterator[str]:
    place, taught = found["place"], found["taught"]
    if taught in _ALONE and found["kind"] == "大学":
        yield place + taught
    if found["kind"] == "学院":
        yield from (place + _COLLEGES[taught],) if taught in _COLLEGES else ()
        return
    yield f"{place}{taught}大"
    if taught in _SAID_SHORT:
        yield f"{place}{_SAID_SHORT[taught]}大"


def _of_administration(found: re.Match[str]) -> Iterator[str]:
    """宁川地区行政公署: 宁川地区, 宁川行署, 宁川; a 盟 keeps its kind, 阿拉善 alone could be two banners of it."""
    place, kind = found["place"], found["kind"]
    for office in ("行政公署", "行署", "公署"):
        yield from (place + kind + office, place + office)
    yield from (place + kind, place) if kind == "地区" else (place + kind,)


def _of_hospital(found: re.Match[str]) -> Iterator[str]:
    place, kind, number, whose = found["place"], found["kind"], found["number"] or "", found["whose"]
    yield f"{place}{number}{whose}医院"
    if number:
        ordinal = number.removeprefix("第")
        yield from (f"{place}{kind}{ordinal}院", f"{place}{ordinal}院", f"{place}{kind}第{ordinal}医院")
    elif whose == "人民":
        yield f"{place}{kind}医院"


def _of_company(found: re.Match[str]) -> Iterator[str]:
    """临澜市自来水有限责任公司: 临澜市自来水公司, 临澜自来水公司; its trade alone is anybody's."""
    name, kinds = found["name"], ("公司", "集团", "集团公司") if found["group"] else ("公司",)
    place = _PLACE_OF.match(name)
    trade = name[place.end() :] if place else ""
    for kind in kinds:
        yield name + kind
        if place and len(trade) > 1:
            yield place[0][:-1] + trade + kind


_FORMS = (
    (_UNIVERSITY, _of_university),
    (_ADMINISTRATION, _of_administration),
    (_HOSPITAL, _of_hospital),
    (_COMPANY, _of_company),
)
