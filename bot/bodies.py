"""Which bodies and years a question means, and which it names that the library does not hold."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.schema import Scope
from ingest.numerals import parse_year
from ingest.schema import Report

_KINDS = (
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
_KINDS += ("乡", "镇", "县", "局", "委", "厅", "街道")
_KIND = "|".join(_KINDS)
_POINTING = r"这个|那个|这家|那家|该|此|某|本|我|贵|这|那"
_VAGUE = re.compile(
    rf"(?:{_POINTING})(?:单位|机关|部门|机构|行政机关|{_KIND}|[省市县区州旗](?!级|里|内|域))|他们|你们|它(?!们)"
)
_SINGLE = re.compile(
    r"(?:组长|主任|负责人|联系人|书记|局长|乡长|区长|县长|主管领导)(?:都)?(?:是|叫)?(?:谁|什么)|(?:电话|网址|地址|邮箱)(?:号码)?(?:是|在)"
)
_EVERYONE = re.compile(
    r"各|所有|全部|每[个家一]|哪些|哪几|哪[个一]?(?:家|单位|机关|个(?:单位|部门|机关|地方))|几[家个](?:单位)?|多少[家个](?:单位|机关)?|(?<!是)(?<!叫)谁|有没有(?:单位|人|哪|谁)|有单位|"
    r"[两三四五六七八九十\d]+[家份](?:单位|报告)?|一共|合计|大家|普遍|分别|比较|对比|最[多少高低大小]|排名|它们|总共|单位们|有无单位|是否有单位|都(?:有|是|怎么|没)"
)
_PROVINCES = frozenset(
    re.findall(
        r"\S+",
        "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 "
        "陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 北京 天津 上海 重庆",
    )
)
_YEAR = re.compile(r"((?:19|20)\d{2})(?!\d)年?|([一二][九〇零][〇零一二三四五六七八九]{2})年")
_RANGE = re.compile(r"((?:19|20)\d{2})年?(?:-|—|~|至|到)((?:19|20)\d{2})年?")
_GENERIC = re.compile(
    r"(?:社|小|地|城|辖|郊|景|校|库|厂|市|山|全|本|该|园|新|各|哪个|哪|这个|那个|乡|村|集|有关|相关|上级|当地|基层|地方|政|部|农村|我|我们|贵|此|敝|其|[一二三四五六七八九十两几]个?)"
)
_SUFFIX = (
    r"省|市|县|区|乡|镇|街道|街道办事处|自治州|自治县|旗|局|厅|委(?![员托派屈会])|委员会|管委会|管理委员会|"
    r"开发区|高新区|园区|新区|人民政府|政府|办事处|大学|医院|海关|法院"
)
_BREAK = r"的了吗呢是有在和对于把被怎么什多少哪谁各每所其该本这那不没未与或及等用向到收公开申请\d,。?!:;、年"
_NAMED = re.compile(
    rf"(?:^|(?<=[的和与跟、,。?!:;在年请问比较说看\d]))([^{_BREAK}]{{1,10}}?(?:{_SUFFIX})+)(?=$|[{_BREAK}发接依主信有报公办])"
)
_OFFICE = rf"[^{_BREAK}]{{0,6}}?(?:局|厅|委员会|委|大学|医院|法院|检察院)"
_OFFICIAL = re.compile(
    r"(?:^|(?<=[,。?!:;、]))(?:请问|请教)?(?!各|哪|所有|有没有|多少|几|什么|怎么|每|全部|有些|一些|这|那|该|本|我|上级)"
    r"([\u4e00-\u9fff]{2,20}?(?:人民政府|街道办事处|管理委员会|委员会|开发区管委会))(?!信息|公报|网站|门户|采购)"
)
_GOVERNMENT = r"政府(?!信息|采购|集中|网站|网|门户|公报|职能|办公|工作|购买|公开)"
_INSTITUTION = r"中学|小学|学校|幼儿园|派出所|医院|法院|检察院|村委会|居委会|村(?![务级里民])|社区|分局|税务局|供电局"
_EXTENSION = re.compile(
    rf"(?:市|省|县|区|镇|乡|州|街道)?(?:人民政府|{_GOVERNMENT}|党委|人大|政协|管委会|管理委员会|党工委|工委)|{_INSTITUTION}|"
    rf"[^{_BREAK}]{{2,6}}?(?:区|县|市|乡|镇|街道|{_INSTITUTION})(?=$|[{_BREAK}发接依主信有报公办])|"
    rf"(?:市|省|县|区|镇|乡|州)(?!.?(?:工业园|新区|高新|开发))(?:{_OFFICE})?|{_OFFICE}(?=$|[{_BREAK}])"
)
_SEAT = re.compile(rf"人民政府|{_GOVERNMENT}|党委|管委会|管理委员会|党工委|工委|办事处|{_INSTITUTION}")
_COMPLETE = re.compile(r"(?:园区|新区|开发区|科技园|工业园|街道|局|厅|委员会|大学)$")
_SEATS = {"管委会", "管理委员会", "工委", "党工委"}


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    name: str
    reports: frozenset[str]


def understand_scope(
    question: str, reports: Sequence[Report], only: Iterable[str] = (), years: Iterable[int] = ()
) -> tuple[Scope, str]:
    """The scope of a cleaned question and what is left of it without its bodies and years.

    ``only`` and ``years`` are limits set from outside (the scope picker, ``--report``, ``--year``).
    """
    only = frozenset(only)
    held = [r for r in reports if not only or r.report_id in only]
    asked_years = tuple(sorted({*years, *_years(question)}))
    known, foreign = _mentions(question, held)
    rest = _blank(question, [(m.start, m.end) for m in known + foreign] + [m.span() for m in _YEAR.finditer(question)])
    everyone = bool(_EVERYONE.search(rest))
    unknown = tuple(m.name for m in foreign)
    if known:
        vague = next((m.name for m in known if _ambiguous(m, held)), None) if not everyone else None
        ids = set().union(*(m.reports for m in known))
    else:
        vague, ids, kind = _unnamed(rest, held) if not unknown else (None, set(), None)
        rest = _VAGUE.sub(" ", _blank(rest, [kind] if kind else []))
    if vague and unknown:
        vague = None
    scope = Scope(
        reports=tuple(r.report_id for r in held if r.report_id in ids),
        years=asked_years,
        named=bool(known) or len(held) == 1 or _one_kind(ids, held),
        everyone=everyone,
        unknown=unknown,
        vague=vague,
    )
    return scope, rest


def in_years(scope: Scope, reports: Sequence[Report]) -> tuple[str, ...]:
    """The reports of the scope that are about one of its years; all of them when it names none."""
    inside = set(scope.reports)
    return tuple(r.report_id for r in reports if r.report_id in inside and (not scope.years or r.year in scope.years))


def names(report: Report) -> set[str]:
    """Every name a report answers to, in cleaned form."""
    own = {report.agency or "", *report.aliases}
    return {re.sub(r"[(（].*?[)）]", "", name) for name in own} - {""}


def nearest(asked: str, reports: Sequence[Report]) -> Report | None:
    """The held report whose name shares most characters with ``asked``, if any is shared."""
    best = max(reports, key=lambda r: (_shared(asked, r), -len(r.agency or "")), default=None)
    return best if best and _shared(asked, best) else None


def _shared(asked: str, report: Report) -> int:
    asked = _bare(asked)
    own = {_bare(name) for name in names(report)} | {report.region or ""}
    return max((sum(asked[i : i + 2] in name for i in range(len(asked) - 1)) for name in own), default=0)


def _years(question: str) -> set[int]:
    years = {parse_year(m[1] or m[2]) for m in _YEAR.finditer(question)}
    for match in _RANGE.finditer(question):
        years |= set(range(int(match[1]), int(match[2]) + 1))
    return {year for year in years if year}


def _mentions(question: str, reports: Sequence[Report]) -> tuple[list[_Mention], list[_Mention]]:
    """Bodies named: those held, and those not (a longer name that is no alias is another body)."""
    known: list[_Mention] = []
    foreign: list[_Mention] = []
    by_name = _by_name(reports)
    taken = [False] * len(question)
    for name in sorted(by_name, key=len, reverse=True):
        for match in re.finditer(re.escape(name), question):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _extended(question, match.start(), match.end(), by_name, reports)
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
            (known if mention.reports else foreign).append(mention)
    starts = {mention.start: mention.reports for mention in known}
    for mention in _places(question, taken, reports):
        holders = starts.get(mention.end, frozenset())
        if any(mention.name in (r.agency or "") + (r.region or "") for r in reports if r.report_id in holders):
            continue
        own = frozenset(r.report_id for r in reports if _abbreviates(mention.name, r))
        (known if own else foreign).append(_Mention(mention.start, mention.end, mention.name, own))
    return sorted(known, key=lambda m: m.start), sorted(foreign, key=lambda m: m.start)


def _by_name(reports: Sequence[Report]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for report in reports:
        for name in names(report):
            if len(name) > 1:
                found.setdefault(name, set()).add(report.report_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _extended(
    question: str, start: int, end: int, by_name: dict[str, frozenset[str]], reports: Sequence[Report]
) -> _Mention:
    """The mention at ``[start, end)`` grown over a seat (管委会) or into another body (平凉 → 平凉市人民政府)."""
    name = question[start:end]
    own = by_name[name]
    if re.search(rf"(?:^|[{_BREAK}])[省市县区]$", question[:start]):
        start -= 1
    before = _place_before(question, start)
    mine = "".join(f"{r.agency}{r.region or ''}{''.join(r.aliases)}" for r in reports if r.report_id in own)
    if before and before not in mine and not _region_before(before, own, reports):
        return _Mention(start - len(before), end, before + name, frozenset())
    start -= len(before)
    if shortened := _shortened(question, start, end, own, reports):
        return shortened
    if kind := _own_kind(question, end, own, reports):
        end += len(kind)
        name += kind
    whole = _COMPLETE.search(name) or any(_bare(r.agency).endswith(name) for r in reports if r.report_id in own)
    grown = (_SEAT if whole else _EXTENSION).match(question, end)
    if not grown or not grown.group():
        return _Mention(start, end, name, own)
    longer = name + grown.group()
    same = {r.report_id for r in reports if r.report_id in own and _same_body(longer, name, grown.group(), r)}
    if same:
        return _Mention(start, grown.end(), longer, frozenset(same))
    return _Mention(start, grown.end(), longer, frozenset())


def _shortened(question: str, start: int, end: int, own: frozenset[str], reports: Sequence[Report]) -> _Mention | None:
    """A name that goes on into its body's shortened official name (宝鸡 → 宝鸡高新管委会)."""
    for stop in range(min(len(question), end + 8), end + 1, -1):
        same = frozenset(r.report_id for r in reports if r.report_id in own and _abbreviates(question[start:stop], r))
        if same:
            return _Mention(start, stop, question[start:stop], same)
    return None


def _own_kind(question: str, end: int, own: frozenset[str], reports: Sequence[Report]) -> str:
    """A kind word after a short name that is the body's own kind (丰台 + 园区)."""
    kind = re.match(_KIND, question[end:])
    if kind and any(_is_kind(r, kind.group()) for r in reports if r.report_id in own):
        return kind.group()
    return ""


def _is_kind(report: Report, kind: str) -> bool:
    """Whether the body is of this kind: 园区 fits 科技园区, 新区 does not fit 高新区."""
    if kind.endswith("政府"):
        return plain(report.agency or "").endswith(kind)
    own = next((k for k in sorted(_KINDS, key=len, reverse=True) if _bare(report.agency).endswith(k)), "")
    if kind == "管委会":
        return own.endswith("区")
    return own == kind or (own.endswith(kind) and (own, kind) != ("高新区", "新区"))


def _same_body(longer: str, name: str, grown: str, report: Report) -> bool:
    agency = plain(report.agency or "")
    if longer in names(report) or agency.endswith(plain(longer)) or _abbreviates(longer, report):
        return True
    return grown in _SEATS and name[-1] in "区园" and (not agency.endswith("政府"))


def _bare(agency: str | None) -> str:
    """A body's name without its seat (人民政府, 管委会)."""
    return re.sub(r"(?:人民政府|政府|管理委员会|管委会|办事处)$", "", agency or "")


def plain(name: str) -> str:
    """A body's name with its seat in the short form (政府, 管委会)."""
    return name.replace("人民政府", "政府").replace("管理委员会", "管委会")


def _region_before(before: str, own: frozenset[str], reports: Sequence[Report]) -> bool:
    """A province before a city's body (甘肃平凉) is no other body: its own text seldom names the province."""
    return before in _PROVINCES and not any(r.region and before in r.region for r in reports if r.report_id not in own)


def _place_before(question: str, start: int) -> str:
    """A place name that ends right at ``start`` (西安高新区: 西安)."""
    match = re.search(
        rf"(?:{_gazetteer()})(?:省|市|县|区)?$|(?:^|[{_BREAK}])([^{_BREAK}]{{1,3}}[市县区])$", question[:start]
    )
    return (match[1] or match.group()) if match else ""


def _places(question: str, taken: list[bool], reports: Sequence[Report]) -> list[_Mention]:
    found: list[_Mention] = []
    patterns = (
        _OFFICIAL,
        re.compile(rf"(?:{_gazetteer()})(?:(?:{_SUFFIX})|[^{_BREAK}]{{1,6}}?(?:{_SUFFIX}))*"),
        _NAMED,
    )
    for pattern in patterns:
        for match in pattern.finditer(question):
            start, end = match.span(match.lastindex or 0)
            name = question[start:end]
            if any(taken[start:end]) or _is_generic(name):
                continue
            taken[start:end] = [True] * (end - start)
            found.append(_Mention(start, end, name, frozenset()))
    for stem in _areas(reports):
        for match in re.finditer(rf"{stem}(?:[省市县区州]?)(?:{_INSTITUTION}|人民政府|{_GOVERNMENT})?", question):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                found.append(_Mention(match.start(), match.end(), match.group(), frozenset()))
    return found


def _areas(reports: Sequence[Report]) -> set[str]:
    """The areas that held bodies lie in and that are no body's own name (朝阳 for 崔各庄乡)."""
    own = {name for report in reports for name in names(report)}
    stems = {stem for r in reports for stem in re.findall(r"([\u4e00-\u9fff]{2,}?)(?:省|市|县|区|州)", r.region or "")}
    return {stem for stem in stems if stem not in own}


def _abbreviates(name: str, report: Report) -> bool:
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


def _is_generic(name: str) -> bool:
    """Words that end like a body's name and name none (社区, 各县, 乡镇, 上级部门)."""
    stem = re.sub(rf"(?:{_SUFFIX})+$", "", name)
    return len(name) < 2 or name in _KINDS or not stem or bool(_GENERIC.fullmatch(stem))


@cache
def _gazetteer() -> str:
    lines = files(__package__).joinpath("places.txt").read_text(encoding="utf-8").splitlines()
    places = {place for line in lines if not line.startswith("#") for place in line.split()}
    return "|".join(sorted(places, key=len, reverse=True))


def _ambiguous(mention: _Mention, reports: Sequence[Report]) -> bool:
    return len({r.agency or r.path for r in reports if r.report_id in mention.reports}) > 1


def _unnamed(rest: str, reports: Sequence[Report]) -> tuple[str | None, set[str], tuple[int, int] | None]:
    """No body named: the vague wording that points at one, the reports it could be, and where a kind of body stands."""
    everybody = {r.report_id for r in reports}
    kind = re.search(
        rf"^[\s,。]*(?:请问|请教|那|在)?(?:{_POINTING})?({_KIND})(?![镇村级土域里])(?![^的年收公有是在一共主依,\s\d都]{{1,2}}(?:信息|公开|建设))",
        rest,
    )
    if kind and not _EVERYONE.search(rest[: kind.end() + 1]):
        fits = {r.report_id for r in reports if _is_kind(r, kind[1])}
        return (None if _one_body(fits, reports) else kind[1]), fits or everybody, kind.span()
    if match := _VAGUE.search(rest) or _SINGLE.search(rest):
        return match.group(), everybody, None
    return None, everybody, None


def _one_body(ids: set[str], reports: Sequence[Report]) -> bool:
    return len({r.agency or r.path for r in reports if r.report_id in ids}) == 1


def _one_kind(ids: set[str], reports: Sequence[Report]) -> bool:
    return len(ids) < len(reports) and _one_body(ids, reports)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)
