"""Which bodies and years a question means, and which it names that the library does not hold."""

import re
from collections.abc import Iterable, Sequence

from bot.mentions import Mention, mentions
from bot.naming import KIND, bare, is_kind, names
from bot.schema import Scope
from ingest.numerals import parse_year
from ingest.schema import Report

_POINTING = r"这个|那个|这家|那家|该|此|某|本|我们|我|贵|这|那"
_VAGUE = re.compile(
    rf"(?:{_POINTING})(?:单位|机关|部门|机构|行政机关|{KIND}|[省市县区州旗](?!级|里|内|域))|(?:这份|该|那份)(?:报告|年报)|他们|你们|它(?!们)"
)
_SINGLE = re.compile(
    r"(?:组长|主任|负责人|联系人|书记|局长|乡长|区长|县长|主管领导)(?:都)?(?:是|叫)?(?:谁|什么)|(?:电话|网址|地址|邮箱)(?:号码)?(?:是|在)"
)
_EVERYONE = re.compile(
    r"各|所有|全部|每[个家一]|哪些(?=单位|机关|部门|地方|报告|地区|街道|乡镇|园区)|^\s*哪些(?=提|有|没|做|搞|开|建)|哪几家|哪[个一]?(?:家|单位|机关|个(?:单位|部门|机关|地方))|几[家个](?:单位)?|多少[家个](?:单位|机关)?|(?<!是)(?<!叫)谁|有没有(?:单位|人|哪|谁)|有单位|"
    r"[两三四五六七八九十\d]+[家份](?:单位|报告)?|一共|合计|大家|普遍|分别|比较|对比|最[多少高低大小]|排名|它们|总共|单位们|有无单位|是否有单位|都(?:有|是|怎么|没)"
)
_YEAR = re.compile(r"((?:19|20)\d{2})(?!\d)年?|([一二][九〇零][〇零一二三四五六七八九]{2})年")
_RANGE = re.compile(r"((?:19|20)\d{2})年?(?:-|—|~|至|到)((?:19|20)\d{2})年?")


def understand_scope(
    question: str, reports: Sequence[Report], only: Iterable[str] = (), years: Iterable[int] = ()
) -> tuple[Scope, str]:
    """The scope of a cleaned question and what is left of it without its bodies and years.

    ``only`` and ``years`` are limits set from outside (the scope picker, ``--report``, ``--year``).
    """
    only = frozenset(only)
    held = [r for r in reports if not only or r.report_id in only]
    asked_years = tuple(sorted({*years, *_years(question)}))
    known, foreign = mentions(question, held)
    rest = _blank(question, [(m.start, m.end) for m in known + foreign] + [m.span() for m in _YEAR.finditer(question)])
    meant = _without_excepted(question, known, held)
    everyone = bool(_EVERYONE.search(rest)) or meant != known
    known = meant
    unknown = tuple(m.name for m in foreign)
    if known:
        vague = next((m.name for m in known if _ambiguous(m, held)), None) if not everyone else None
        ids = set().union(*(m.reports for m in known))
    else:
        vague, ids, kind = _unnamed(rest, held, everyone) if not unknown else (None, set(), None)
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


def nearest(asked: str, reports: Sequence[Report]) -> Report | None:
    """The held report whose name shares most characters with ``asked``, if any is shared."""
    best = max(reports, key=lambda r: (_shared(asked, r), -len(r.agency or "")), default=None)
    return best if best and _shared(asked, best) else None


def _shared(asked: str, report: Report) -> int:
    asked = bare(asked)
    own = {bare(name) for name in names(report)} | {report.region or ""}
    return max((sum(asked[i : i + 2] in name for i in range(len(asked) - 1)) for name in own), default=0)


def _years(question: str) -> set[int]:
    years = {parse_year(m[1] or m[2]) for m in _YEAR.finditer(question)}
    for match in _RANGE.finditer(question):
        years |= set(range(int(match[1]), int(match[2]) + 1))
    return {year for year in years if year}


def _ambiguous(mention: Mention, reports: Sequence[Report]) -> bool:
    return len({r.agency or r.path for r in reports if r.report_id in mention.reports}) > 1


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
        return (None if _one_body(fits, reports) else kind[1]), fits or everybody, kind.span()
    if match := _VAGUE.search(rest) or (not everyone and _SINGLE.search(rest)):
        return match.group(), everybody, None
    return None, everybody, None


def _without_excepted(question: str, known: list[Mention], reports: Sequence[Report]) -> list[Mention]:
    """除宝鸡外 means everybody else."""
    excepted = [
        m for m in known if re.search(r"除了?$", question[: m.start]) and re.match(r"以?之?外", question[m.end :])
    ]
    if not excepted:
        return known
    out = set().union(*(m.reports for m in excepted))
    others = frozenset(r.report_id for r in reports) - out
    return [Mention(m.start, m.end, m.name, others) for m in excepted] + [m for m in known if m not in excepted]


def _one_body(ids: set[str], reports: Sequence[Report]) -> bool:
    return len({r.agency or r.path for r in reports if r.report_id in ids}) == 1


def _one_kind(ids: set[str], reports: Sequence[Report]) -> bool:
    return len(ids) < len(reports) and _one_body(ids, reports)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)
