"""Where a question mentions bodies: those held, and those not; a longer name that is no alias is another body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.question.left_out import PROVINCES, goes_on
from bot.question.media import area_at, media_named
from bot.question.naming import KIND, KINDS, abbreviates, bare, gazetteer, is_kind, names, plain
from bot.question.register import Register, register
from ingest.schema import Report

_GENERIC = re.compile(
    r"占全|[整覆]盖全|(?:(?:政务|办事|服务|业务)?大|社|小|地|城|辖|郊|景|校|库|厂|市|山|全|本|该|园|新|各|哪个|哪|这个|那个|乡|村|集|有关|相关|上级|当地|基层|地方|政|部|农村|我|我们|贵|此|敝|其|[一二三四五六七八九十两几]个?|[余多来]?[条件份篇项宗期批次])"
)
_HEAD = re.compile(r"([省市县区镇乡州局厅处科])\1长")
_ASKING = re.compile(r"如何|怎|为何|为什么|是否|将|请|能否|可否|谁|几")
SUFFIX = (
    r"省|市|县|区|乡|镇|街道|街道办事处|自治州|自治县|旗|局|厅|委(?![员托派屈会])|委员会|管委会|管理委员会|"
    r"开发区|高新区|园区|新区|人民政府|政府|办事处|大学|医院|海关|法院"
)
# Verbs and comparisons end a name too: 崔各庄比桐乡, 宝鸡给市委, 占全县.
BREAK = (
    r"比跟给占说往较顶的了吗呢是有在和对于把被怎么什多少哪谁各每所其该本这那不没未与或及等用向到收公开申请\d,。?!:;、年"
)
_NAMED = re.compile(
    rf"(?:^|(?<=[的和与跟同、,。?!:;在年请问比较说看给占往顶\d]))"
    rf"([^{BREAK}]{{1,10}}?(?:{SUFFIX})+)(?=$|[{BREAK}发接依主信有报公办])"
)
_OFFICE = rf"[^{BREAK}]{{0,6}}?(?:局|厅|委员会|委|大学|学院|医院|法院|检察院)"
_OFFICIAL = re.compile(
    r"(?:^|(?<=[,。?!:;、]))(?:请问|请教)?(?!各|哪|所有|有没有|多少|几|什么|怎么|每|全部|有些|一些|这|那|该|本|我|上级)"
    r"([\u4e00-\u9fff]{2,20}?(?:人民政府|街道办事处|管理委员会|委员会|开发区管委会))(?!信息|公报|网站|门户|采购)"
)
GOVERNMENT = r"政府(?!信息|采购|集中|网站|网|门户|公报|职能|办公|工作|购买|公开)"
# 长乐街道社区服务类 is a kind of information of 长乐街道, 长乐街道社区服务中心 another body.
_COMMUNITY = r"社区(?!(?:服务|宣传|矫正|治理|建设|工作|养老)(?!中心|站|局|所)|[^,。?]{0,6}类)"
INSTITUTION = (
    r"中学|小学|(?<!大学)(?<!学院)(?<![中小]学)学校|幼儿园|派出所|医院|法院|检察院"
    rf"|村委会|居委会|村(?![务级里民])|{_COMMUNITY}|分局|税务局|供电局"
)
_ZONE = (
    r"(?:经济|工业|高新|技术|产业|旅游|综合|自然|生态|农业|科技){0,3}(?:开发区|高新区|经开区|度假区|保税区|保护区)(?!域)"
    r"|街道(?:办事处|办)?(?![上旁边口两])"
)
_EXTENSION = re.compile(
    rf"(?:市|省|县|区|镇|乡|州|街道)?(?:人民政府|{GOVERNMENT}|党委|人大|政协|管委会|管理委员会|党工委|工委)|{INSTITUTION}|"
    rf"[^{BREAK}]{{2,6}}?(?:区|县|市|乡|镇|街道|{INSTITUTION})(?=$|[{BREAK}发接依主信有报公办])|"
    rf"(?:市|省|县|区|镇|乡|州)(?!.?(?:工业园|新区|高新|开发))(?:{_OFFICE})?|{_ZONE}|{_OFFICE}(?=$|[{BREAK}])"
)
_SEAT = re.compile(rf"人民政府|{GOVERNMENT}|党委|管委会|管理委员会|党工委|工委|办事处|{INSTITUTION}")
_COMPLETE = re.compile(r"(?:园区|新区|开发区|科技园|工业园|街道|局|厅|委员会|大学)$")
_SEATS = {"管委会", "管理委员会", "工委", "党工委"}
_FEW = 50  # 教育局 is what hundreds are called; it goes on into nobody's shortened name in particular
_OF_IT = (
    re.compile(r"(?:那边|那里|那儿|这边|当地)?的?"),
    re.compile(r"(?:全[省市县州])?[各\d一二两三四五六七八九十]+个?(?:市州|州市|市县|区县|县市|县区|地市|乡镇)的?"),
)
_AREA_OFFICE = re.compile(rf"(?:[省县区州]|市(?!场))?(?:{INSTITUTION}|人民政府|{GOVERNMENT})?")
_JOINING = re.compile(r"[比跟同与和及给对向往从将把占说顶较加减除或]|以及|还是")
# A title or a name of something else in quotes is no body for having a place in it (“云州市场监管”公众号).
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]+)[”\"」』》]")


@dataclass(frozen=True)
class Mention:
    """A body mentioned at ``[start, end)`` of a question; no ``reports``: one that the library does not hold."""

    start: int
    end: int
    name: str
    reports: frozenset[str]


def mentions(question: str, reports: Sequence[Report]) -> tuple[list[Mention], list[Mention]]:
    """Bodies named: those held, and those not (a longer name that is no alias is another body)."""
    known: list[Mention] = []
    foreign: list[Mention] = []
    held = register(reports)
    taken = [False] * len(question)
    for start, end in _held_names(question, held):
        if any(taken[start:end]):
            continue
        mention = _extended(question, start, end, held)
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        (known if mention.reports else foreign).append(mention)
    for mention in _places(question, taken, held):
        if whose := next((m for m in known if m.start in _of_it(question, mention.end)), None):
            if any(mention.name in (r.agency or "") + (r.region or "") for r in held.of(whose.reports)):
                known.append(replace(mention, reports=whose.reports))  # what stands between is asked for
                continue
            if _of_another_place(mention, whose, held):
                known.remove(whose)
                foreign.append(replace(mention, end=whose.end, name=mention.name + whose.name))
                continue
        own = frozenset(r.report_id for r in held.ending(mention.name) if abbreviates(mention.name, r))
        (known if own else foreign).append(Mention(mention.start, mention.end, mention.name, own))
    return sorted(known, key=lambda m: m.start), sorted(foreign, key=lambda m: m.start)


def _of_it(question: str, end: int) -> set[int]:
    """Where that which belongs to a place ending at ``end`` may begin: right there, or after 的, 那边的, 14个市州的."""
    return {end} | {found.end() for pattern in _OF_IT if (found := pattern.match(question, end))}


def _of_another_place(place: Mention, body: Mention, held: Register) -> bool:
    """岭南省的安监局, where only that of 岭东省 is held: the name of a body said without its own place."""
    if place.name in PROVINCES or body.start == place.end:
        return False
    if place.name[-1] not in "省市县区州旗" and not re.fullmatch(gazetteer(), place.name):
        return False
    return not any((r.agency or "").startswith(body.name[:2]) for r in held.of(body.reports))


def _held_names(question: str, held: Register) -> list[tuple[int, int]]:
    """Where the question says a held name, longest first; stretches are looked up, so the cost is the question's."""
    found = [
        (start, end)
        for start in range(len(question))
        for end in range(start + 2, min(len(question), start + held.longest) + 1)
        if question[start:end] in held.by_name
        and not (_spending(question, start, end) or goes_on(question[start:end], question[end:]))
    ]
    return sorted(found, key=lambda span: (span[0] - span[1], span[0]))


def _spending(question: str, start: int, end: int) -> bool:
    """石桥镇政府采购 is the 政府采购 of 石桥镇, not something that 石桥镇政府 did."""
    return (
        question[start:end].endswith("政府")
        and re.match(r"采购|购买|性基金|债|投资|补贴|公报", question[end:]) is not None
    )


def _extended(question: str, start: int, end: int, held: Register) -> Mention:
    """The mention at ``[start, end)`` grown over a seat (管委会) or into another body (平凉 → 平凉市人民政府)."""
    name = question[start:end]
    own = held.by_name[name]
    if re.search(rf"(?:^|[{BREAK}])[省市县区]$", question[:start]):
        start -= 1
    start, own, before = _placed(question, start, name, own, held)
    if before:
        return Mention(start - len(before), end, before + name, frozenset())
    if _HEAD.match(question, end - 1):  # 白马镇镇长: the second 镇 is the head's
        return Mention(start, end, question[start:end], own)
    return _grown(question, start, end, own, held)


def _placed(
    question: str, start: int, name: str, own: frozenset[str], held: Register
) -> tuple[int, frozenset[str], str]:
    """Where a name begins with its place before it, whose it then is; and that place, if it makes it another body."""
    if region := _region_of(question, start, own, held):
        begins, within = region
        return begins, within, ""
    before = _place_before(question, start)
    if name in KINDS and not before:
        before = (re.search(rf"[^{BREAK}请问]{{1,6}}$", question[:start]) or [""])[0]
    mine = "".join(f"{r.agency}{r.region or ''}{''.join(r.aliases)}" for r in held.of(own))
    if before and before not in mine and not _region_before(before, own, held):
        return start, own, before
    return start - len(before), own, ""


def _region_of(question: str, start: int, own: frozenset[str], held: Register) -> tuple[int, frozenset[str]] | None:
    """A place before a name that only some of its bodies lie in (望川的教育局): where it begins, and those bodies."""
    if len(own) < 2:
        return None
    place = re.search(rf"([^{BREAK}]{{2,9}}?)(?:[省市县区州旗]?的?)$", question[:start])
    for at in range(place.start(1), place.end(1) - 1) if place else ():
        said = re.sub(r"的$", "", question[at:start])
        within = frozenset(r.report_id for r in held.of(own) if said in f"{r.region or ''} {r.agency or ''}")
        if within:
            return at, within
    return None


def _grown(question: str, start: int, end: int, own: frozenset[str], held: Register) -> Mention:
    """The mention grown over what follows it: its official form, its kind, a seat, or what makes it another body."""
    name = question[start:end]
    reports = held.of(own)
    if len(own) <= _FEW and (shortened := _shortened(question, start, end, reports)):
        return shortened
    if kind := _own_kind(question, end, reports):
        end += len(kind)
        name += kind
    whole = _COMPLETE.search(name) or any(bare(r.agency).endswith(name) for r in reports)
    grown = (_SEAT if whole else _EXTENSION).match(question, end)
    if not grown or not grown.group() or _JOINING.match(grown.group()):
        return Mention(start, end, name, own)
    longer = name + grown.group()
    same = {r.report_id for r in reports if _same_body(longer, name, grown.group(), r)}
    return Mention(start, grown.end(), longer, frozenset(same))


def _shortened(question: str, start: int, end: int, reports: Sequence[Report]) -> Mention | None:
    """A name that goes on into its body's shortened official name (宝鸡 → 宝鸡高新管委会)."""
    for stop in range(min(len(question), end + 8), end + 1, -1):
        same = frozenset(r.report_id for r in reports if abbreviates(question[start:stop], r))
        if same:
            return Mention(start, stop, question[start:stop], same)
    return None


def _own_kind(question: str, end: int, reports: Sequence[Report]) -> str:
    """A kind word after a short name that is the body's own kind (丰台 + 园区)."""
    kind = re.match(KIND, question[end:])
    if kind and any(is_kind(r, kind.group()) for r in reports):
        return kind.group()
    return ""


def _same_body(longer: str, name: str, grown: str, report: Report) -> bool:
    agency = plain(report.agency or "")
    if longer in names(report) or agency.endswith(plain(longer)) or abbreviates(longer, report):
        return True
    return grown in _SEATS and name[-1] in "区园" and (not agency.endswith("政府"))


def _region_before(before: str, own: frozenset[str], held: Register) -> bool:
    """A province before a city's body (甘肃平凉) is no other body: its own text seldom names the province."""
    return before in PROVINCES and not any(
        r.region and before in r.region for r in held.reports if r.report_id not in own
    )


def _place_before(question: str, start: int) -> str:
    """A place name that ends right at ``start`` (西安高新区: 西安)."""
    match = re.search(
        rf"(?:{gazetteer()})(?:省|市|县|区|州)?$|(?:^|[{BREAK}])([^{BREAK}]{{1,3}}[省市县区州旗])$", question[:start]
    )
    return (match[1] or match.group()) if match else ""


def _places(question: str, taken: list[bool], held: Register) -> list[Mention]:
    found: list[Mention] = []
    patterns = (
        _OFFICIAL,
        re.compile(rf"(?:{gazetteer()})(?:(?:{SUFFIX})|[^{BREAK}]{{1,6}}?(?:{SUFFIX}))*"),
        _NAMED,
    )
    quoted = [match.span(1) for match in _QUOTED.finditer(question)]
    things = media_named(question, held)
    spans = [m.span(m.lastindex or 0) for pattern in patterns for m in pattern.finditer(question)]
    for start, end in [*spans, *_area_names(question, held)]:
        name = question[start:end]
        titled = any(at <= start and end <= stop and (at, stop) != (start, end) for at, stop in quoted)
        if any(taken[start:end]) or titled or _is_generic(name) or any(at <= start < stop for at, stop in things):
            continue
        taken[start:end] = [True] * (end - start)
        found.append(Mention(start, end, name, frozenset()))
    return found


def _area_names(question: str, held: Register) -> list[tuple[int, int]]:
    """Where the question names an area that a held body lies in (朝阳区), with the office after it."""
    found = []
    for start in range(len(question) - 1):
        if stem := len(area_at(question, start, held)):
            office = _AREA_OFFICE.match(question, start + stem)
            found.append((start, office.end() if office else start + stem))
    return found


def _is_generic(name: str) -> bool:
    """Words that end like a body's name and name none (社区, 各县, 乡镇, 上级部门)."""
    stem = re.sub(rf"(?:{SUFFIX})+$", "", name)
    return len(name) < 2 or bool(_ASKING.match(name)) or name in KINDS or not stem or bool(_GENERIC.fullmatch(stem))
