"""T1, T3, T4: the period reported on, and the years and days that a report speaks of."""

import re
from collections.abc import Iterator
from datetime import date

from bot.rules.check import Check
from bot.rules.page import Page
from ingest.view import clean

_ELSEWHEN = re.compile(
    r"[较比由从]|同比|上年|去年|上一年|以来|至今|累计|成立|结转|以前|之前|此前|历年|起|报告显示|印发|出台|截至|施行|〔|下达|当年"
)
_CLAIMED = {"disclosed_total", "applications_received", "applications_handled", "reviews", "lawsuits", "fees"}
_MISUSED = re.compile(r"截止(?:到|至)?(?=(?:19|20)\d\d年|目前|\d{1,2}月|当前|年底|上?年末)")
_DAY = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
_STATED_PERIOD = re.compile(
    rf"(?:统计|数据|期限|时限|时间段?|起止|情况)[^。\n]{{0,24}}?{_DAY}(?:起|始|开始)?[,]?(?:至|到|-{{1,2}}|—{{1,2}}|~){_DAY}"
)
_START_2008 = (5, 1)  # the Regulation came into force
_MOST_OF_A_YEAR = 180


def period(page: Page) -> Iterator[Check]:
    """T1: the period is 1 January to 31 December of the report's year (2008: from 1 May, when the Regulation began).

    A school's year runs from 1 September to 31 August (《高等学校信息公开办法》, 教育部令第29号).
    """
    said = _STATED_PERIOD.search(page.text)
    if page.year is None or said is None:
        return
    first, last = _day(said, 1, page.year), _day(said, 4, page.year)
    if first is None or last is None or (last - first).days < _MOST_OF_A_YEAR:
        return
    starts = {date(page.year, 1, 1)} | ({date(2008, *_START_2008)} if page.year == 2008 else set())
    right = first in starts and last == date(page.year, 12, 31)
    if page.school_year and _is_school_year(first, last) and page.year in {first.year, last.year}:
        whole = f"统计期限是完整的一个学年：{first} 至 {last}"
        yield Check(rule="T1", verdict="holds", severity="error", message=whole, spans=(page.span(*said.span()),))
        return
    yield Check(
        rule="T1",
        verdict="holds" if right else "fails",
        severity="error",
        message=f"统计期限{'是' if right else '不是'}报告年度的完整一年：{first} 至 {last}",
        spans=(page.span(*said.span()),),
    )


def _is_school_year(first: date, last: date) -> bool:
    return (first.month, first.day) == (9, 1) and last == date(first.year + 1, 8, 31)


def _day(said: re.Match[str], group: int, year: int) -> date | None:
    try:
        return date(int(said[group] or said[1] or year), int(said[group + 1]), int(said[group + 2]))
    except ValueError:
        return None


def stray_years(page: Page) -> Iterator[Check]:
    """T3: a year's claim dated with last year, where the report makes none for its own: copied, perhaps.

    A school's year has a part in each of two years.
    """
    if page.year is None or page.school_year:
        return
    for figure in page.stored.figures:
        if (
            figure.metric not in _CLAIMED
            or figure.scope not in {"本年", "以前年度", "上年"}
            or figure.unit == "%"
            or not page.in_prose(figure)
        ):
            continue
        sentence = page.sentence_of(figure)
        years = {int(y) for y in re.findall(r"(?:19|20)\d\d(?=年)", sentence)}
        own = [f for f in page.stored.figures if f.metric == figure.metric and str(page.year) in (f.period or "")]
        if years == {page.year - 1} and not own and not _ELSEWHEN.search(sentence):
            yield Check(
                rule="T3",
                verdict="fails",
                message=f"{page.year}年的报告里写的是{page.year - 1}年的数（{clean(figure.quote)[-30:]}）",
                spans=(page.span(*page.sentence_at(page.place(figure)[0])),),
            )


def until(page: Page) -> Iterator[Check]:
    """T4: 截至 goes with a day, 截止 does not."""
    for match in _MISUSED.finditer(page.text):
        yield Check(
            rule="T4",
            verdict="fails",
            severity="info",
            message="“截止”后接时间应为“截至”",
            spans=(page.span(match.start(), min(match.end() + 12, page.sentence_at(match.start())[1])),),
        )
