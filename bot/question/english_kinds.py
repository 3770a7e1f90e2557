"""Which held body an English name means, where the usual translation of its kind is not how the body is called.

A department is a 局 or a 厅, water 水利 or 水务, a prefecture a 地区 or a 盟: the held names decide, where one fits.
"""

import re
from collections.abc import Sequence

from bot.question.mentions import mentions
from bot.question.naming import bare
from bot.question.register import register
from ingest.schema import Report

_OFFICE = re.compile(r"(?P<field>.{2,}?)(?P<kind>局|厅|委员会|委|办公室)$")
_OFFICES = ("局", "厅", "委员会", "委", "办公室")
_LEVELS = "省市县区州盟旗"
_OTHERS = {
    "水利": ("水务",),
    "科学技术": ("科技",),
    "环境保护": ("环保", "生态环境"),
    "国土资源": ("国土",),
    "商务": ("商业", "经贸"),
    "规划": ("城乡规划",),
    "文化": ("文化广电", "文广"),
}
# English has one word for these; a county is no city and a city no district.
_ALIKE = (
    {"乡", "镇"},
    {"州", "自治州", "地区", "盟"},
    {"街道", "街道办事处", "街道办"},
    {"县", "自治县", "旗"},
    {"省", "自治区"},
    {"开发区", "经济开发区", "经济技术开发区", "高新区", "高新技术产业开发区", "工业园区", "园区", "科技园区", "新区"},
)
_SEATS = {"", "政府", "人民政府", "管委会", "局", "委员会", "政府办公室"}  # these name no kind of place


def as_held(place: str, kind: str, reports: Sequence[Report]) -> str:
    """The name of the one held body that ``place`` and ``kind`` mean; else the two as they were put together."""
    said = place + kind
    known, foreign = mentions(said, reports)
    if not foreign and any(mention.end == len(said) for mention in known):
        return said
    fits = _office(place, kind, reports) or _place(place, kind, reports)
    return fits if fits else said


def _office(place: str, kind: str, reports: Sequence[Report]) -> str | None:
    """The one held department of that place and field: 南江省 + 水利局 is 南江省水利厅."""
    level = kind[0] if kind[:1] in set(_LEVELS) else ""
    found = _OFFICE.fullmatch(kind[len(level) :])
    if found is None:
        return None
    fields = (found["field"], *_OTHERS.get(found["field"], ()))
    names = {
        r.agency
        for r in reports
        if r.agency and place + level in r.agency and any(_same_field(r.agency, place + level, f) for f in fields)
    }
    return names.pop() if len(names) == 1 else None


def _same_field(agency: str, place: str, field: str) -> bool:
    """Whether an agency of the place has that field, as far as both say it: 交通 and 交通运输, 卫生 and 卫生健康."""
    own = re.sub(rf"^[{_LEVELS}]", "", agency.split(place, 1)[1])
    found = _OFFICE.fullmatch(own)
    if found is None or found["kind"] not in _OFFICES:
        return False
    length = min(len(field), len(found["field"]), 4)
    return found["field"][:length] == field[:length]


def _place(place: str, kind: str, reports: Sequence[Report]) -> str | None:
    """The one held body that goes by the place alone, unless the kind said is plainly another."""
    ids = register(reports).by_name.get(place, frozenset())
    names = {r.agency for r in register(reports).of(ids) if r.agency}
    if len(names) != 1:
        return None
    (agency,) = names
    said = bare(kind) if bare(kind) else kind
    if kind in _SEATS or any(said in alike and _ends_in(agency, alike) for alike in _ALIKE):
        return agency
    return None


def _ends_in(agency: str, kinds: set[str]) -> bool:
    own = re.sub(r"(?:行政公署|行署)$", "", bare(agency))
    return any(own.endswith(kind) or agency.endswith(kind) for kind in kinds)
