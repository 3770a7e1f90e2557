"""Which bodies and years a question means, and which it names that the library does not hold."""

import re
from collections.abc import Iterable, Sequence

from bot.question.media import bodies_there, media_named, set_apart
from bot.question.mentions import Mention, mentions
from bot.question.naming import KIND, bare, is_kind
from bot.question.register import register
from bot.question.years import resolved, years_said
from bot.schema import Scope
from ingest.schema import Report

_POINTING = r"这个|那个|这家|那家|该|此|某|本|我们|我|贵|这|那"
_VAGUE = re.compile(
    rf"(?:{_POINTING})(?:单位|机关|部门|机构|行政机关|{KIND}|[省市县区州旗](?!级|里|内|域))|(?:这份|该|那份)(?:报告|年报)|他们|你们|它(?!们)|[这那]家(?!单位|企业|公司|媒体|网|店)"
)
_SINGLE = re.compile(
    r"(?:组长|主任|负责人|联系人|书记|局长|乡长|区长|县长|主管领导)(?:都)?(?:是|叫)?(?:谁|什么)|(?:电话|网址|地址|邮箱)(?:号码)?(?:是|在)"
)
_BODIES = r"(?:单位|机关|部门|机构|地方|地区|街道|乡镇|园区|报告|年报)"
_SO_MANY = r"[两三四五六七八九十百\d]+"
# Words that ask of everybody: every, which, how many, the most; then nobody is asked back whom is meant.
_EVERYONE = re.compile(
    r"各(?!类|种|项|级|式|方面|渠道|界)|所有|全部|每[个家一份](?!月|季|人|类|项|条|件)"
    rf"|(?:哪些|哪几[个家份]|[这那]些|[这那]几[家份个]?)(?:{_BODIES}|个{_BODIES})|哪几[家份]|[这那]几[家份]"
    r"|^\s*有?哪些(?=提|有|没|做|搞|开|建|写|设|办)|哪[个一]?(?:家|份|单位|机关)|哪个(?:部门|地方|局|委|乡|镇|县|区|街道|园区)|哪一?年"
    rf"|(?:几|多少)[家个份]?{_BODIES}|(?:几|多少)家|{_BODIES}.{{0,14}}(?:几|多少)[个家份]|(?:有|是|共)几[家份](?=$|[?,])"
    rf"|{_SO_MANY}(?:家(?!媒体|企业|公司)|个{_BODIES}|份(?:{_BODIES}|[里中的都加]|一共|合计|总共|$|[?,]))"
    r"|(?<!是)(?<!叫)谁|有没有(?:单位|人|哪|谁)|有无单位|是否有单位|有单位|单位们|大家|普遍|库[里中内]"
    r"|总和|之和|加总|加起来|合起来|平均|分别|比较|对比|最[多少高低大小勤]|它们|都(?:有|是|怎么|没)"
    r"|排名|排行|名次|垫底|居首|[排居](?:在|名)?(?:第|前|末|首)|前[一二三四五六七八九十\d]+[名位家]|从[多高大]到|从[少低小]到"
)

_OF_PLACE = re.compile(
    r"的?(?:市直|县直|区直|这|那)?(?:[两二三四五六七八九十几各]|所有|全部)(?:的|个|家|份)*(?:部门|单位|机关|报告|年报|局)"
)
# 望河那边, 管理局下面: words about where something is, not about what is asked.
_BESIDE = re.compile(r"(?:那边|那里|那儿|那头|这边|里头|里面|下面|底下|方面)")
_EXCEPT = re.compile(r"除了?[^,。?!]{2,120}?(?:以外|之外|外(?![^,、的其]))")


def understand_scope(
    question: str, reports: Sequence[Report], only: Iterable[str] = (), years: Iterable[int] = ()
) -> tuple[Scope, str]:
    """The scope of a cleaned question and what is left of it without its bodies and years.

    ``only`` and ``years`` are limits set from outside (the scope picker, ``--report``, ``--year``).
    """
    only = frozenset(only)
    held = tuple(r for r in reports if r.report_id in only) if only else reports
    said = years_said(question, register(held).years)
    known, foreign = _with_places(question, *mentions(question, held), held)
    rest = _blank(question, [_with_what_is_beside(question, m) for m in known + foreign] + list(said.spans))
    meant = _without_excepted(question, known, held)
    everyone = bool(_EVERYONE.search(rest)) or meant != known
    unknown = tuple(m.name for m in foreign)
    if meant:
        vague = next((m.name for m in meant if distinct(_of(m.reports, held)) > 1), None) if not everyone else None
        ids: set[str] = set().union(*(m.reports for m in meant))
    else:
        vague, ids, kind = _unnamed(rest, held, everyone) if not unknown else (None, set(), None)
        things = media_named(question, register(held))
        if not (unknown or everyone or vague):
            ids = set(bodies_there(question, things, register(held))) or ids
        rest = _VAGUE.sub(" ", set_apart(_blank(rest, [kind] if kind else []), things))
    inside = [r for r in held if r.report_id in ids]
    scope = Scope(
        reports=tuple(r.report_id for r in inside),
        years=tuple(sorted({*years, *resolved(said, inside)})),
        named=bool(meant) or len(held) == 1 or (len(inside) < len(held) and distinct(inside) == 1),
        everyone=everyone,
        unknown=unknown,
        vague=None if unknown else vague,
    )
    return scope, rest


def in_years(scope: Scope, reports: Sequence[Report]) -> tuple[str, ...]:
    """The reports of the scope that are about one of its years; all of them when it names none."""
    inside = set(scope.reports)
    return tuple(r.report_id for r in reports if r.report_id in inside and (not scope.years or r.year in scope.years))


def nearest(asked: str, reports: Sequence[Report]) -> Report | None:
    """The held report whose name shares most characters with ``asked``, if any is shared."""
    grams = {(asked := bare(asked))[i : i + 2] for i in range(len(asked) - 1)}
    held = register(reports)
    shared: dict[str, int] = {}
    for name, ids in (*held.by_name.items(), *held.by_region.items()):
        if found := sum(gram in bare(name) for gram in grams):
            shared |= {rid: found for rid in ids if found > shared.get(rid, 0)}
    near = held.of(frozenset(shared))
    return min(near, key=lambda r: (-shared[r.report_id], len(r.agency or ""), r.report_id), default=None)


def distinct(reports: Iterable[Report]) -> int:
    """How many bodies these reports are of: the same name in two regions that do not lie in each other is two."""
    regions: dict[str, list[str]] = {}
    for report in reports:
        known = regions.setdefault(report.agency or report.path, [])
        mine = report.region or ""
        if not any(mine in other or other in mine for other in known):
            known.append(mine)
    return sum(map(len, regions.values()))


def _of(ids: frozenset[str], reports: Sequence[Report]) -> list[Report]:
    return register(reports).of(ids)


def _unnamed(
    rest: str, reports: Sequence[Report], everyone: bool
) -> tuple[str | None, set[str], tuple[int, int] | None]:
    """No body named: the vague wording that points at one, the reports it could be, and where a kind of body stands."""
    everybody = {r.report_id for r in reports}
    if several := re.search(rf"[两三四五六七八九十各]个?({KIND})(?![镇村级土域里])", rest):
        fits = {r.report_id for r in reports if is_kind(r, several[1])}
        return None, fits or everybody, several.span() if fits else None
    kind = re.search(
        rf"^[\s,。]*(?:请问|请教|那|在)?(?:{_POINTING})?({KIND})(?![镇村级土域里])(?![^的年收公有是在一共主依,\s\d都]{{1,2}}(?:信息|公开|建设))",
        rest,
    )
    if kind and not _EVERYONE.search(rest[: kind.end() + 1]):
        fits = {r.report_id for r in reports if is_kind(r, kind[1])}
        return (None if distinct(_of(frozenset(fits), reports)) == 1 else kind[1]), fits or everybody, kind.span()
    if match := _VAGUE.search(rest) or (not everyone and _SINGLE.search(rest)):
        return match.group(), everybody, None
    return None, everybody, None


def _with_places(
    question: str, known: list[Mention], foreign: list[Mention], reports: Sequence[Report]
) -> tuple[list[Mention], list[Mention]]:
    """望川市两个部门, 云州市各单位: the bodies held of a place, where several are asked for."""
    several = {
        m: frozenset(r.report_id for r in reports if m.name in f"{r.region or ''} {r.agency or ''}")
        for m in foreign
        if m.name[-1] in "省市县区州旗" and _OF_PLACE.match(question, m.end)
    }
    places = {m: Mention(m.start, m.end, m.name, ids) for m, ids in several.items() if len(ids) > 1}
    both = sorted([*known, *places.values()], key=lambda m: m.start)
    return both, [m for m in foreign if m not in places]


def _without_excepted(question: str, known: list[Mention], reports: Sequence[Report]) -> list[Mention]:
    """除宝鸡外, 除丰台、平凉以外: everybody else is meant."""
    apart = [match.span() for match in _EXCEPT.finditer(question)]
    excepted = [m for m in known if any(start <= m.start and m.end <= end for start, end in apart)]
    if not excepted:
        return known
    others = frozenset(r.report_id for r in reports).difference(*(m.reports for m in excepted))
    return [Mention(m.start, m.end, m.name, others) for m in excepted] + [m for m in known if m not in excepted]


def _with_what_is_beside(question: str, body: Mention) -> tuple[int, int]:
    beside = _BESIDE.match(question, body.end)
    return body.start, beside.end() if beside else body.end


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)
