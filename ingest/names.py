"""Names of official bodies: their parts, and what else a body is called."""

import re
from collections import Counter
from collections.abc import Iterator

HAN = r"[\u4e00-\u9fff·×X]"
KIND = (
    r"(?:人民政府办公[厅室]|人民政府|政府办公[厅室]|政府|办事处|委员会|管委会|办公[厅室]|海关|大学|学院|学校|[中小]学|幼儿园|医院"
    r"|中心|总队|支队|大队|中队|兵团|集团|公司|银行|[分支]行|科技园|工业园|产业园|[农林牧]场|第[一二三四五六七八九十]{1,3}师|(?<![全内外局])部|(?<![之好用])处"
    r"|[局厅署院委办社馆所站台会]|街道|[乡镇区县市省州盟旗])"
)
BRACKET = r"(?:\([^)\n]{1,40}\))?"
SIGNED = rf"{HAN}{{2,30}}{KIND}{BRACKET}"
# Words of grammar: in a run of characters cut out of a sentence they mostly show that it is no name.
_GRAMMAR = "的在对为了是将把被与其以从经由因及并向"
_NOBODYS = "我本全各该"
# But places have such names too: 将乐县, 对青山镇, 为民街道, 从化区; 无为市.
ODD_PLACE = (
    rf"(?:[{_GRAMMAR}](?![{_NOBODYS}省市县区乡镇街])[^{_GRAMMAR}{_NOBODYS}\W]{{1,4}}?"
    rf"|(?!作为|成为|存在|现在|所在|针对|面对|参与|即将|关于|对于|由于|以及|及其|尤其)"
    rf"[^{_GRAMMAR}{_NOBODYS}\W]{{1,2}}[{_GRAMMAR}][^{_GRAMMAR}{_NOBODYS}\W]{{0,3}}?)(?:街道|[乡镇县区市州旗])"
)
_ODD_PLACES = re.compile(rf"(?:^|(?<=[省市州盟县区旗])){ODD_PLACE}")
_NO_NAME = re.compile(
    r"[的在对为了是将把被与其]|^(?:根据|按照|围绕|通过|依据|结合|以|从|经|由|因|及|并|向)|领导|要求|精神|部署"
    r"|会同(?!县)|共同|相关|有关"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|[省市州盟县区旗])")
_NO_PLACE = re.compile(r"[局委厅办院]|管理|工业|开发|高新")
_ZONE = re.compile(
    r"(?:国家级?|综合|经济|技术|高新|新技术|产业|工业|科技|农业|循环|旅游|自由|贸易|生态|临港|空港|出口|加工|物流|文化|产城)*"
    r"(?:开发区|园区|新区|高新区|经开区|示范区|试验区|保税区|度假区|集聚区|风景名胜区|风景区|景区|科技园|工业园|产业园|合作区|管理区)$"
)
_OFFICE = re.compile(r"(?:人民政府|政府|管理委员会|管委会|(?<=街道)办事处|党工委)$")
_OFFICES = ("人民政府", "政府", "管理委员会", "管委会", "办事处")
# 振东新区政府信息公开 speaks of 振东新区 and of 政府信息, not of a 振东新区政府.
_WHOLE = (r"(?!办公)", r"(?!信息|网站|门户|公开|办公)")
_BARE = re.compile(r"(?:自治区|自治州|自治县|地区|街道|[省市州盟县区旗乡镇])$")
_PREFIX = re.compile(r"^(?:中华人民共和国|国家税务总局)")
_GENERIC = re.compile(
    r"(?:我|本(?!溪)|全(?![南州椒])|各|该|上级|有关|相关|所属|直属).*"
    r"|(?:党中央|中央|国务院|国家)(?:办公[厅室])?|[省市区县]委.{0,4}"
    r"|[省市区县州盟旗乡镇局委厅院处]{0,2}(?:级|直)?(?:委|人民)?(?:政府)?(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:领导小组)?"
    r"(?:办公[室厅]|[办局委厅院处]|管委会|委员会|街道办事处|街道|办事处|中心|园区|新区|开发区)?"
    r"|(?:政府|行政|国家)?机关|.{0,4}(?:单位|部门)"
)


def extends(name: str, core: str) -> bool:
    """Whether ``name`` is ``core`` with the place before it or the office behind it, and so the same body in full."""
    before, found, after = name.partition(stem(core))
    return bool(found) and (after == "" or after in _OFFICES) and (not before or before[-1] in "省市区县州盟旗")


def is_generic(name: str) -> bool:
    """Whether a name could be anybody's (我局, 市政府办公室) and so identifies no body."""
    return len(name) < 2 or _GENERIC.fullmatch(name) is not None


def reads_as_name(name: str, text: str, *, led: bool = False) -> bool:
    """Whether a run of characters in a sentence is a body's name rather than a piece of the sentence.

    A word of grammar in it has to be explained by a place: 将乐县 is one where ``text`` never says 乐县 alone. At the
    very beginning, where it may as well lead the sentence, the name has to recur or be ``led`` by 由 or 现将.
    """
    odd = list(_ODD_PLACES.finditer(name))
    if odd and odd[0].start() == 0 and not led and text.count(name) < 2:
        return False
    leading = [m.start() for m in odd if m[0][0] in _GRAMMAR]
    if any(text.count(name[at + 1 :]) > text.count(name[at:]) for at in leading):
        return False
    return _NO_NAME.search(_ODD_PLACES.sub("", name)) is None


def stem(name: str) -> str:
    """The name without the office at its end: 崔各庄乡人民政府 is of 崔各庄乡."""
    return _OFFICE.sub("", name)


def split_places(name: str) -> tuple[list[str], str]:
    """The places that a full name begins with (省, 市, 县 …), and the body's own name after them."""
    places: list[str] = []
    rest = _PREFIX.sub("", name)
    while match := _PLACE.match(rest):
        if _ZONE.search(match[0]) or _NO_PLACE.search(match[0]) or match.end() == len(rest):
            break
        places.append(match[0])
        rest = rest[match.end() :]
    if places and not stem(rest):
        rest = places.pop() + rest
    return places, rest


def names_a_body(name: str, text: str) -> bool:
    """Whether the subject of a sentence is likely the report's body: it has a place or a kind of its own, or recurs."""
    places, own = split_places(name)
    return bool(places) or re.search(r"(?:街道|[乡镇])$", stem(own)) is not None or text.count(name) > 1


def region(agency: str, text: str) -> str | None:
    """The administrative area a body belongs to, as far as its name and the text tell."""
    places, own = split_places(agency)
    core = stem(own)
    if re.search(r"[省市州盟县区旗]$", core) and not _ZONE.search(core):
        places = [*places, core]
    if places:
        return "".join(places)
    place = _ZONE.sub("", core)
    if place == core or len(place) < 2:
        return None
    found = Counter(re.findall(rf"{re.escape(place)}[省市州盟县区旗]", text))
    if not found and re.search(rf"{re.escape(place)}(?:人民|日报|晚报|电视台|广播)", text):
        return place
    return found.most_common(1)[0][0] if found else None


def aliases(agency: str, text: str) -> tuple[str, ...]:
    """Other names of the same body, the longest first: the text's own short forms and unambiguous parts of the name.

    Never a longer name, and never the place a department belongs to: that would be another body.
    """
    names = {agency, *_parts(agency, text)}
    names |= {name.replace("人民政府", "政府") for name in names}
    kept = {name for name in names if len(name) > 1 and not is_generic(name)} - {agency}
    return tuple(sorted(kept, key=lambda name: (-len(name), name)))


def _parts(agency: str, text: str) -> Iterator[str]:
    places, own = split_places(agency)
    core = stem(own)
    is_place = _BARE.search(core) and not _ZONE.search(core) and not core.endswith("街道")
    forms = {own, core, core + "人民政府"} if is_place else {own, core}
    for i in range(len(places) + 1):
        yield from ("".join(places[i:]) + form for form in forms)
    if places and core == own:
        yield _BARE.sub("", places[-1]) + own
    for office in _OFFICES:
        if re.search(re.escape(core + office) + _WHOLE[office == "政府"], text):
            yield core + office
    yield from _zone_names(core, places, text) if _ZONE.search(core) else _bare_names(own, core)
    yield from _declared(agency, text)


def _bare_names(own: str, core: str) -> Iterator[str]:
    """崔各庄 of 崔各庄乡; a department's name is not cut."""
    bare = _BARE.sub("", core)
    if core != own or _BARE.search(core):
        yield bare


def _zone_names(core: str, places: list[str], text: str) -> Iterator[str]:
    """A zone goes by its proper name, by its kind where the text calls it so, and by its city."""
    kind = _ZONE.search(core)
    proper = core[: kind.start()] if kind else core
    yield proper
    if core.endswith("园区") and re.search(rf"{re.escape(core[:-1])}(?!区)", text):
        yield core[:-1]
    if kind and len(kind[0]) > 2 and text.count(kind[0]) > text.count(core):
        yield kind[0]
    if places:
        yield _BARE.sub("", places[-1])


def _declared(agency: str, text: str) -> Iterator[str]:
    for match in re.finditer(rf"{re.escape(agency)}\((?:以下)?(?:统一)?简称:?[“\"‘《]?([^”\"’》)\n]{{2,20}})", text):
        yield match[1].strip()
