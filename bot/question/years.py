"""Which years a question means: those of reports, and not those of a regulation, a document number or a count."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.facts.numerals import parse_number, parse_year
from ingest.identity import academic_year
from ingest.schema import Report

_YEAR = re.compile(
    r"(?<!\d)(?<!\d[.,])((?:19|20)\d{2})(?!\d|[.,]\d|余|多[条件份]|[条件份篇项名元万次%]|个(?!年)|人次)年?"
    r"|([一二][九〇零][〇零一二三四五六七八九]{2})年"
)
_RANGE = re.compile(r"((?:19|20)\d{2})年?(?:-|—|~|至|到)((?:19|20)\d{2})年?")
# 2016—2017学年 is one year, that of a report which bears either number; 2016-17学年, 2016/2017学年.
_ACADEMIC = re.compile(r"((?:19|20)\d{2})(?:学?年)?[(]?(?:(?:-|—|–|~|/|至|到)+((?:20)?\d{2}))?[)]?学年度?")
_SHORT = re.compile(
    r"(?<![\d第])([012]\d)年度?(?=公开|收到?|有|谁|哪|的?(?:报告|年报)|全年|主动|发|办|比|[,?和与、]|$)"
)
# 一六年 as people write it; not 一二年 for a year or two, nor 十六年, 第一二年.
_SHORT_HAN = re.compile(
    r"(?<![\d第近这过满前后头历一二三四五六七八九十〇零百千两])([〇零一二][〇零一二三四五六七八九])年(?![级多来半以之内间前后]|时间|左右|期)(?:度(?!报)|份)?"
)
# 16年多还是17年多: two years are held against each other.
_SHORT_AGAINST = re.compile(
    r"(?<![\d第])([012]\d)年(?=[多少高低大小快慢强好]?(?:还是|或者?|跟|同)[012]\d年)|(?<=还是)([012]\d)年(?=[多少高低大小快慢强好]|[?,]|$)"
)
_END_OF_YEAR = re.compile(r"度(?!报|计划|工作|考)|底(?![线数价稿册图层])|末(?![位端梢])|初(?![步次审级中始])")
_RULE = r"(?:《[^》]*》|(?:政府)?(?:信息公开)?条例|公开法)"
# 2007年条例, 条例(2019年修订), 国办发〔2019〕14号: the year of a rule or of a document is no report's.
_OF_A_RULE = re.compile(
    rf"(?:19|20)\d{{2}}年?(?:\d+月\d+日)?(?:修订|修正|施行|实施|公布|颁布|发布|制定|出台)?(?:后|前)?(?:的|版|[新旧])*{_RULE}"
    rf"|(?:19|20)\d{{2}}年?版(?!块|本说|面)"
    rf"|{_RULE}[(]?(?:19|20)\d{{2}}年?(?:版|修订|修正|施行|实施|公布|颁布)[)]?"
    r"|(?:19|20)\d{2}年(?:修订|修正)|[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d+号"
)
_SINCE = re.compile(
    r"(?:自|从)?((?:19|20)\d{2})年?(?:\d+月)?(?:\d+日)?(?:(?:施行|实施)?以来|起至今|起(?![诉草来因点步伏用码])|开始(?!时)|至今|到现在|到目前)"
)
_LATEST = re.compile(
    r"(?:最近|最新|最后)(?:的?一年|的?一[份期](?:年报|报告)?|(?:的|年度|这份)*(?:年报|报告)|年度)(?:里|中|的)?"
)
_EARLIEST = re.compile(r"最早(?:的?一年|的?一[份期](?:年报|报告)?|(?:的|年度)*(?:年报|报告))(?:里|中|的)?")
_LAST_FEW = re.compile(r"(?:最近|近)([两二三四五六七八九十\d])年(?:来|间|里|中)?")


# 打算2022年搞培训: what is planned for a year stands in the report of the year before.
_PLANNED_FOR = re.compile(
    r"(?:打算|准备|预备|(?<![一-龥])拟|(?<!工作)(?<!年度)计划)(?:[在于到]|放在)?((?:19|20)\d{2})年"
)


@dataclass(frozen=True)
class YearsSaid:
    """The years a question names, and the words that name years only in the light of the reports held."""

    named: frozenset[int] = frozenset()
    since: int | None = None
    last: int | None = None
    earliest: bool = False
    academic: tuple[tuple[int, int], ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    planned: frozenset[int] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()


def years_said(question: str, held: Iterable[int | None]) -> YearsSaid:
    """The years in a cleaned question; ``held`` are the years that the library has reports of (13年 is 2013年 then)."""
    rules = [match.span() for match in _OF_A_RULE.finditer(question)]
    since = next((m for m in _SINCE.finditer(question) if not _inside(m.span(), rules)), None)
    academic = list(_ACADEMIC.finditer(question))
    aside = rules + [m.span() for m in academic] + ([since.span()] if since else [])
    years = {parse_year(m[1] or m[2]) for m in _YEAR.finditer(question) if not _inside(m.span(), aside)}
    ranges = [(int(m[1]), int(m[2])) for m in _RANGE.finditer(question) if not _inside(m.span(), aside)]
    for first, last in ranges:
        years |= set(range(first, last + 1))
    known = set(held)
    short = [m for m in _SHORT.finditer(question) if 2000 + int(m[1]) in known]
    against = [m for m in _SHORT_AGAINST.finditer(question) if 2000 + int(m[1] or m[2]) in known]
    years |= {2000 + int(match[1] or match[2]) for match in (*short, *against)}
    spoken = [m for m in _SHORT_HAN.finditer(question) if _spoken(m[1]) in known]
    years |= {_spoken(match[1]) for match in spoken}
    few = _LAST_FEW.search(question)
    latest, earliest = _LATEST.search(question), _EARLIEST.search(question)
    worded = [match.span() for match in (few, latest, earliest, *short, *against, *spoken, *academic) if match]
    return YearsSaid(
        named=frozenset(year for year in years if year),
        since=int(since[1]) if since else None,
        last=_count(few[1]) if few else 1 if latest else None,
        earliest=earliest is not None,
        academic=tuple((int(m[1]), int(m[2] or m[1]) % 100 + 2000) for m in academic),
        pairs=tuple((first, last) for first, last in ranges if last == first + 1),
        planned=frozenset(int(m[1]) for m in _PLANNED_FOR.finditer(question)),
        spans=tuple(worded + [_with_its_end(match, question) for match in _YEAR.finditer(question)]),
    )


def resolved(said: YearsSaid, reports: Sequence[Report]) -> tuple[int, ...]:
    """The years meant, given the reports in scope: 最近一年 is the last that there is, 2019年以来 all from then on.

    A beginning that all of them lie after (2008年以来累计) limits nothing: it belongs to what is counted.
    """
    years = sorted({report.year for report in reports if report.year})
    pairs = {pair for pair in said.pairs if _is_academic(pair, reports)}
    named = {_told_in(year, said, years) for year in said.named if not any(year in pair for pair in pairs)}
    meant = {*named, *(_of_academic(span, reports) for span in (*said.academic, *pairs))}
    if said.last and years:
        meant |= set(years[-said.last :])
    if said.earliest and years:
        meant.add(years[0])
    if said.since and years and said.since > years[0]:
        meant |= {year for year in years if year >= said.since} or {said.since}
    return tuple(sorted(meant))


def _of_academic(span: tuple[int, int], reports: Sequence[Report]) -> int:
    """The year by which the report of an academic year goes: the one it begins in, unless only the other is held.

    A report that says which academic year it is of stands for no other: 2020—2021 is another than 2019—2020.
    """
    told = {report: academic_year(report) for report in reports if report.year}
    own = [report.year for report, years in told.items() if years and years[0] == span[0]]
    held = {report.year for report, years in told.items() if years is None}
    return next((year for year in (*own, *span) if year and (year in own or year in held)), span[0])


def _is_academic(pair: tuple[int, int], reports: Sequence[Report]) -> bool:
    """Whether 2019年至2020年 is one academic year: of a body that reports by such, where not both years are held."""
    held = {report.year for report in reports}
    return bool(reports) and not held >= set(pair) and all(map(academic_year, reports))


def _told_in(year: int, said: YearsSaid, years: Sequence[int]) -> int:
    """The year of the reports that tell of a year: of what is planned for it, the one before where both are held."""
    return year - 1 if year in said.planned and {year - 1, year} <= set(years) else year


def _inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _with_its_end(year: re.Match[str], question: str) -> tuple[int, int]:
    """2013年底, 2012年度: the part of the year goes with it and makes no word with what follows (底公示)."""
    end = _END_OF_YEAR.match(question, year.end()) if year.group().endswith("年") else None
    return year.start(), end.end() if end else year.end()


def _spoken(digits: str) -> int:
    """一六 is 2016."""
    return 2000 + int(digits.translate(str.maketrans("〇零一二三四五六七八九", "00123456789")))


def _count(said: str) -> int | None:
    value = parse_number(said)
    return int(value) if value else None
