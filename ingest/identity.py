"""Whose report of which year a text is, as the text itself tells it: never from the file's name."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.frame import SIGNED_DATE, is_date
from ingest.headings import paragraphs
from ingest.names import (
    BRACKET,
    HAN,
    KIND,
    ODD_PLACE,
    SIGNED,
    aliases,
    extends,
    is_generic,
    names_a_body,
    reads_as_name,
    region,
)
from ingest.schema import Era, Identity, Section
from ingest.view import View, clean

_YEAR = r"20\d\d(?:[—–\-~至]+(?:20)?\d\d)?(?:学年|年)?度?"
_CHINESE_YEAR = re.compile(r"[二2][〇○零Oo0][〇○零一二三四五六七八九0-9]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_TITLE_BODY = re.compile(
    rf"(?:关于)?(?:报送|印发|公布|发布|上报)?(?:{_YEAR})?(?P<body>.*?)(?:关于)?(?:报送)?(?:{_YEAR})?的?(?:年度)?(?:政府|政务|党务|部门|机关)*(?:信息)?公开"
)
# What a website puts before a title: 【政府信息公开年报】.
_LABEL = re.compile(r"^(?:【[^】]*】|\[[^\]]*\])+")
_MADE = (
    re.compile(rf"由({HAN}{{2,40}}?{KIND}){BRACKET}(?:负责|组织|牵头|统一|汇总)*(?:编制|编写|撰写|制作|编印|发布)"),
    re.compile(rf"(?:^|[,。;\n]|现将|现公布|公布)({HAN}{{2,40}}?{KIND}){BRACKET}(?:组织|现|特|已)*(?:编制|编写)"),
    re.compile(rf"(?:现将|现公布|兹将)({HAN}{{2,40}}?{KIND}){BRACKET}20\d\d年"),
)
_VERB = (
    r"(?:深入|坚持|坚决|认真|根据|按照|依据|严格|高度|积极|不断|全面|紧紧|紧扣|持续|始终|切实|贯彻|结合|围绕|以|在|扎实|大力|共|主动"
    r"|进一步|政府信息公开|信息公开|政务公开|将|着力|全力|深化|强化|继续|依法|立足|充分|通过|努力|稳步)"
)
_SUBJECT = re.compile(
    rf"(?:^|[,。;\n])(?:20\d\d年度?(?:以?来)?)?({HAN}{{2,30}}?{KIND}){BRACKET}(?={_VERB})"
    # 朝阳区将台乡 is one name: its 将 is no verb.
    rf"(?!{ODD_PLACE}(?:人民政府|政府|办事处|{_VERB}))"
)
_ALONE = re.compile(SIGNED)
_DAY = r"(\d{1,2})[月./-](?:(\d{1,2})日?)?"
_PERIOD = re.compile(rf"(20\d\d)[年./-]{_DAY}(?:零时|0时)?(?:起|开始)?,?(?:至|到|—|–|-|~)+(?:(20\d\d)[年./-])?{_DAY}")
_ACADEMIC = re.compile(r"(20\d\d)(?:学?年)?[—–\-~/至到]+((?:20)?\d\d)学年")
_HEAD = 1500
_SHORTEST_PERIOD = 300


def identify(view: View, sections: Sequence[Section]) -> Identity:
    """The identity of a report; ``None`` for whatever the text does not say."""
    titled = next((s for s in sections if s.kind == "title"), None)
    addressed = next((s for s in sections if s.kind == "addressee"), None)
    title = re.sub(r"\s+", "", titled.title) if titled else ""
    text = _plain(view, 0)
    opening = _plain(view, max((view.find(s.end) for s in (titled, addressed) if s), default=0))[:_HEAD]
    above = view.text[: view.find(titled.start)] if titled else ""
    agency = _agency(_arabic_years(clean(title)), text, opening, above)
    period = _period(text)
    year = _year(_arabic_years(clean(title)), period, opening)
    return Identity(
        agency=agency,
        year=year,
        title=title,
        region=region(agency, text) if agency else None,
        addressee=addressed.title if addressed else None,
        period=period,
        era=era(year),
        aliases=aliases(agency, text) if agency else (),
    )


def academic_year(report: Identity) -> tuple[int, int] | None:
    """The two years of the academic year that a report is of, by its period, else by its title; ``None`` for others."""
    if report.period:
        first, last = (date.fromisoformat(day) for day in report.period.split("/"))
        return (first.year, last.year) if last.year == first.year + 1 and 6 < first.month < 11 else None
    match = _ACADEMIC.search(clean(report.title))
    return (int(match[1]), int(match[1]) + 1) if match and int(match[2]) % 100 == int(match[1]) % 100 + 1 else None


def era(year: int | None) -> Era:
    """Which form a report of that year follows: free (2008), with 统计表 (2014), notice 60/2019, notice 30/2021."""
    if year is None or year < 2008:
        return "unknown"
    return "2008-2013" if year < 2014 else "2014-2018" if year < 2019 else "2019-2020" if year < 2021 else "2021-"


def _arabic_years(text: str) -> str:
    """二〇一三年 as 2013年; the length stays."""
    return _CHINESE_YEAR.sub(lambda m: m[0].replace("二", "2", 1).translate(_CHINESE_DIGITS).replace("二", "2"), text)


def _plain(view: View, start: int) -> str:
    """The paragraphs from ``start`` on, one a line, with years in Arabic digits."""
    lines = (view.text[max(s, start) : e].replace("\n", "") for s, e in paragraphs(view) if e > start)
    return _arabic_years("\n".join(lines))


def _agency(title: str, text: str, opening: str, above: str) -> str | None:
    """The first name found where reports name their body, in its fullest form."""
    names = [name for name in _names(title, text, opening, above) if not is_generic(name)]
    if not names:
        return None
    fuller = [name for name in names[1:] if extends(name, names[0])]
    return max([names[0], *fuller], key=len)


def _names(title: str, text: str, opening: str, above: str) -> Iterator[str]:
    """Candidates, the surest first: title, letterhead, "由…编制", signature, subject of the first sentences."""
    match = _TITLE_BODY.match(_LABEL.sub("", title).lstrip("《"))
    if match and match["body"]:
        body = match["body"] + ("政府" if match["body"].endswith("人民") else "")
        if re.fullmatch(rf".*{KIND}{BRACKET}", body) or text.count(body) > 2:
            yield _bare(body)
    for line in above.split("\n"):
        if _ALONE.fullmatch(line.removesuffix("文件")):
            yield line.removesuffix("文件")
    for pattern in _MADE:
        yield from (m[1] for m in pattern.finditer(opening) if _is_name(m, text))
    yield from _signatures(text)
    first_lines = "\n".join(opening.split("\n", 3)[:3])
    subjects = (m[1] for m in _SUBJECT.finditer(first_lines) if _is_name(m, text))
    yield from (name for name in subjects if names_a_body(name, text))


def _bare(name: str) -> str:
    """The name without what stands in brackets behind it: （本级）, （盖章）."""
    return re.sub(rf"{BRACKET}$", "", name)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether the first group is a name; words before it in the match (由, 现将) lead to one."""
    before = match[0][: match.start(1) - match.start()]
    return reads_as_name(match[1], text, led=bool(re.search("[由将布]$", before)))


def _signatures(text: str) -> Iterator[str]:
    """Names that stand alone on a line before a date, before a date on one line, or on the last two lines."""
    lines = [line for line in text.split("\n") if line]
    for i, line in enumerate(lines[1:], 1):
        signed = SIGNED_DATE.fullmatch(line)
        dated = i + 1 < len(lines) and is_date(lines[i + 1])
        if i <= len(lines) / 2:
            continue
        if signed:
            yield _bare(signed[1])
        elif (dated or i >= len(lines) - 2) and _ALONE.fullmatch(line):
            yield _bare(line)


def _year(title: str, period: str | None, opening: str) -> int | None:
    for pattern in (r"(20\d\d)(?:年度?(?!\d+月)|-?度)", r"(20\d\d)(?!\d)"):
        match = re.search(pattern, title)
        if match:
            return int(match[1])
    if period:
        return int(period[:4])
    plain = re.sub(r"《[^》]*》", "", opening)
    match = re.search(r"(20\d\d)年度", plain)
    years = Counter(re.findall(r"(20\d\d)年(?!\d{1,2}月)", plain))
    return int(match[1]) if match else int(years.most_common(1)[0][0]) if years else None


def _period(text: str) -> str | None:
    """The statistical period as ``2013-01-01/2013-12-31``, when a span of most of a year is stated."""
    for match in _PERIOD.finditer(text):
        year, month, day, last_year, last_month, last_day = match.groups()
        first = _date(year, month, day or "1")
        last = _date(last_year or year, last_month, last_day)
        if first and last and _SHORTEST_PERIOD <= (last - first).days <= 366:
            return f"{first.isoformat()}/{last.isoformat()}"
    return None


def _date(year: str, month: str, day: str | None) -> date | None:
    """A date, or the month's last day where no day is given; None when there is no such day."""
    if not 1 <= int(month) <= 12:
        return None
    longest = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), int(day or longest)) if 1 <= int(day or longest) <= longest else None
