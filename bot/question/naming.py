"""What bodies are called: kinds of body, seats, official short forms, and the places of the country."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from bot.question.left_out import without_middle, without_peoples
from bot.question.short_names import short_names
from ingest.schema import Report

KINDS = (
    "工业园区",
    "科技园区",
    "高新区",
    "开发区",
    "新区",
    "园区",
    "街道办事处",
    "街道办",
    "街道",
    "乡政府",
    "镇政府",
    "县政府",
    "区政府",
    "市政府",
    "管委会",
)
KINDS += ("乡", "镇", "县", "局", "委", "厅", "街道")
KIND = "|".join(KINDS)


@lru_cache(16384)
def names(report: Report) -> frozenset[str]:
    """Every name a report answers to, in cleaned form: its own, and the short forms that everybody uses."""
    return _whole_names(report) | left_out(report)


def _whole_names(report: Report) -> frozenset[str]:
    own = {re.sub(r"[(（].*?[)）]", "", name) for name in (report.agency or "", *report.aliases)} - {""}
    offices = {name.removesuffix("办公室") for name in own if name.endswith("政府办公室")}
    own |= offices | {bare(name) for name in offices}
    return _with_short_forms(own)


@lru_cache(16384)
def left_out(report: Report) -> frozenset[str]:
    """The names that leave out inner parts of the body's own; they yield to a body whose whole name one of them is."""
    whole = re.sub(r"[(（].*?[)）]", "", report.agency or "")
    without = set(without_peoples(whole))
    without |= {short for full in {whole, *without} for short in without_middle(full)}
    return _with_short_forms(without) - _whole_names(report)


def _with_short_forms(own: set[str]) -> frozenset[str]:
    own = own | {short for name in own for short in short_names(name)}
    return frozenset(own | {short for name in own for short in _abbreviated(name)})


@cache
def _offices() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """The official names of offices, as one pattern, and the short forms of each (市场监督管理局: 市监局)."""
    lines = files(__package__).joinpath("offices.txt").read_text(encoding="utf-8").splitlines()
    table = {full: short for full, *short in (line.split() for line in lines if line and not line.startswith("#"))}
    return re.compile("|".join(sorted(table, key=len, reverse=True))), table


def _abbreviated(name: str) -> set[str]:
    pattern, table = _offices()
    found = pattern.search(name)
    if found is None:
        return set()
    forms = {name[: found.start()] + short + name[found.end() :] for short in table[found.group()]}
    return {said for form in forms for said in (form, plain(form)) if len(form) > 2}


def is_kind(report: Report, kind: str) -> bool:
    """Whether the body is of this kind: 园区 fits 科技园区, 新区 does not fit 高新区."""
    if kind.endswith("政府"):
        return plain(report.agency or "").endswith(kind)
    own = next((k for k in sorted(KINDS, key=len, reverse=True) if bare(report.agency).endswith(k)), "")
    if kind == "管委会":
        return own.endswith("区")
    return own == kind or (own.endswith(kind) and (own, kind) != ("高新区", "新区"))


def bare(agency: str | None) -> str:
    """A body's name without its seat (人民政府, 管委会)."""
    return re.sub(r"(?:人民政府|政府|管理委员会|管委会|办事处)$", "", agency or "")


def plain(name: str) -> str:
    """A body's name with its seat in the short form (政府, 管委会)."""
    return name.replace("人民政府", "政府").replace("管理委员会", "管委会")


def abbreviates(name: str, report: Report) -> bool:
    """Whether ``name`` is the agency's name with at most two characters left out inside (宝鸡高新管委会)."""
    agency = plain(report.agency or "")
    name = plain(name)
    if _office_abbreviates(name, agency):
        return True
    for cut in range(1, len(name)):
        at = agency.find(name[:cut])
        rest = agency[at + cut :] if at >= 0 else ""
        if at >= 0 and len(name) > 3 and rest.endswith(name[cut:]) and 0 < len(rest) - (len(name) - cut) <= 2:
            return True
    return False


def _office_abbreviates(name: str, agency: str) -> bool:
    """市场监管局 for 市场监督管理局: the same place or none, the same last character, the rest left out in order."""
    place, office = _split_office(agency)
    stem = place[:-1] if len(place) > 2 and name.startswith(place[:-1]) and not name.startswith(place) else ""
    own_place, short = _split_office(name.removeprefix(stem))
    if (
        len(short) < 3
        or not office
        or short[-1] != office[-1]
        or short[0] != office[0]
        or not place.endswith(own_place)
    ):
        return False
    rest = iter(office)
    return all(char in rest for char in short)


def _split_office(name: str) -> tuple[str, str]:
    """(place, office) of a department's name: (云州市, 市场监督管理局); no office for a government."""
    match = re.fullmatch(
        r"(.*?(?:省|市(?!场)|县|区(?!划)|州|旗))?([^省县]{2,}(?:局|委|厅))", name.replace("委员会", "委")
    )
    return (match[1] or "", match[2]) if match else ("", "")


@cache
def gazetteer() -> str:
    """A pattern of the country's province and prefecture names, without their kind."""
    lines = files(__package__).joinpath("places.txt").read_text(encoding="utf-8").splitlines()
    places = {place for line in lines if not line.startswith("#") for place in line.split()}
    return "|".join(sorted(places, key=len, reverse=True))
