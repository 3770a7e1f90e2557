"""Y1–Y7: this year's report of a body against its report of last year."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.reading.amounts import amount
from bot.reading.points import section_points
from bot.rules.agreement import words_of
from bot.rules.check import Check
from bot.rules.page import Number, Page, Range, plain
from bot.rules.shares import fits
from ingest.figures import words
from ingest.schema import Figure
from ingest.view import clean

_JUMP = 5
_JUMPING = {"disclosed_total": "主动公开", "applications_received": "收到申请"}
_SAME_PROSE = 0.8
_SAME_NUMBERS = 6
_VALID = re.compile(r"现行有效(?:行政规范性文件|规范性文件)?(?:共|为|有)?(\d+)件")
_MADE = re.compile(r"(?:制发|制定|出台|印发)(?:行政规范性文件|规范性文件)(\d+)件")
_ENDED = re.compile(r"(?:废止|失效|宣布失效|废止(?:行政)?规范性文件)(?:行政规范性文件|规范性文件)?(\d+)件")
_CHANGED = re.compile(
    r"(?:比|较)(?:上年|去年)(?:同期)?(?P<way>增加|减少|增长|下降|上升)(?:了)?$|同比(?P<rate>增加|减少|增长|下降|上升)(?:了)?$"
)


def carried(now: Page, then: Page) -> Iterator[Check]:
    """Y1: what last year carried over is what this year began with."""
    out, came = _flow(then, "out"), _flow(now, "in")
    if out and came:
        yield Check(
            rule="Y1",
            verdict="holds" if out[0] == came[0] else "fails",
            severity="error",
            message=f"上年结转数与上年报告的结转下年数{'一致' if out[0] == came[0] else '不一致'}",
            computation=f"{plain(came[0])} {'=' if out[0] == came[0] else '≠'} {plain(out[0])}",
            spans=(now.span(*came[1]), then.span(*out[1])),
        )


def _flow(page: Page, key: str) -> tuple[Decimal, Range] | None:
    last = rf"(?:上年|上一年|去年|{(page.year or 0) - 1}年)"
    for number in page.numbers:
        if "结转" not in number.label or number.unit[0] not in "件份条宗" or number.hedge:
            continue
        came = re.search(rf"{last}[^,。]*结转|结转(?:的)?{last}", number.label)
        if bool(came) == (key == "in"):
            return number.value, (number.first, number.end)
    return None


def valid_documents(now: Page, then: Page) -> Iterator[Check]:
    """Y2: documents in force = last year's + made − ended, as the prose states them; clean-ups make it soft."""
    before, after = _VALID.search(then.text), _VALID.search(now.text)
    made, ended = _MADE.search(now.text), _ENDED.search(now.text)
    if before and after and made and ended:
        count = int(before[1]) + int(made[1]) - int(ended[1])
        right = count == int(after[1])
        yield Check(
            rule="Y2",
            verdict="holds" if right else "fails",
            message=f"现行有效文件数与上年数、本年制发和废止数{'相符' if right else '不符'}",
            computation=f"{before[1]}+{made[1]}-{ended[1]} = {count}" + ("" if right else f" ≠ {after[1]}"),
            spans=(then.span(*before.span()), *now.spans([m.span() for m in (made, ended, after)])),
        )


def accumulated(now: Page, then: Page) -> Iterator[Check]:
    """Y3: accumulated = accumulated last year + this year's."""
    total, before, year = (
        _only(now, "disclosed_cumulative"),
        _only(then, "disclosed_cumulative"),
        _only(now, "disclosed_total"),
    )
    if total and before and year and total.unit == before.unit == year.unit:
        made = amount(before) + amount(year)
        right = made.may_equal(amount(total))
        shown = f"{words_of(before)}+{words_of(year)} {'=' if made.exact else '≈'} {plain(before.value + year.value)}"
        yield Check(
            rule="Y3",
            verdict="holds" if right else "fails",
            message=f"历年累计与上年累计加本年数{'一致' if right else '不一致'}",
            computation=shown
            if right and amount(total).exact and made.exact
            else f"{shown} {'≈' if right else '≠'} {words_of(total)}",
            spans=(now.figure_span(total), then.figure_span(before), now.figure_span(year)),
        )


def _only(page: Page, metric: str) -> Figure | None:
    """The first figure of a metric that states the body's own year, or its accumulated whole."""
    scopes = {"累计", "截至"} if metric == "disclosed_cumulative" else {"本年", "截至"}
    mine = [f for f in page.stored.figures if f.metric == metric and f.scope in scopes and f.unit != "%"]
    year = [f for f in mine if metric == "disclosed_cumulative" or str(page.year) in (f.period or "")]
    return next((f for f in year if page.in_prose(f)), None)


def jumps(now: Page, then: Page) -> Iterator[Check]:
    """Y4: more than five times last year's, or nothing where there was much, asks for a reason."""
    for metric, what in _JUMPING.items():
        new, old = _only(now, metric), _only(then, metric)
        if not new or not old or new.unit != old.unit or max(new.value, old.value) < 20:
            continue
        low, high = sorted((new.value, old.value))
        jumped = low == 0 or high > _JUMP * low
        yield Check(
            rule="Y4",
            verdict="fails" if jumped else "holds",
            message=f"{what}与上年相比{'变动异常' if jumped else '没有异常变动'}（{words(old)}，{words(new)}）",
            computation=f"{words_of(old)} → {words_of(new)}",
            spans=(then.figure_span(old), now.figure_span(new)),
        )


def same_prose(now: Page, then: Page) -> Iterator[Check]:
    """Y5: the prose of two years is not the same (shingles of five characters, digits and years left out)."""
    ours, theirs = _shingles(now), _shingles(then)
    if min(len(ours), len(theirs)) < 100:
        return
    alike = len(ours & theirs) / len(ours | theirs)
    copied = alike >= _SAME_PROSE
    yield Check(
        rule="Y5",
        verdict="fails" if copied else "holds",
        message="正文与上年报告基本雷同" if copied else "正文与上年报告没有雷同",
        spans=(*now.title_spans, *then.title_spans),
    )


def same_numbers(now: Page, then: Page) -> Iterator[Check]:
    """Y5: the figures of two years are not all the same."""
    ours, theirs = _stated(now), _stated(then)
    if len(ours) >= _SAME_NUMBERS and set(ours) == set(theirs):
        first = list(ours)[0]
        yield Check(
            rule="Y5",
            verdict="fails",
            message="全部数据与上年报告相同",
            spans=(now.figure_span(ours[first]), then.figure_span(theirs[first])),
        )


def _stated(page: Page) -> dict[tuple[str, Decimal, str], Figure]:
    return {(f.metric, f.value, f.unit): f for f in page.stored.figures if f.value > 1 and f.unit != "%"}


def _shingles(page: Page) -> set[str]:
    said = re.sub(r"[\d\W]", "", "".join(page.of(line) for line in page.lines))
    return {said[i : i + 5] for i in range(len(said) - 4)}


def same_problems(now: Page, then: Page) -> Iterator[Check]:
    """Y6: problems repeated word for word from last year."""
    old = {_bare(span.of(then.stored.text)): span for span in section_points(then.stored, "problems")}
    for span in section_points(now.stored, "problems"):
        said = _bare(span.of(now.stored.text))
        match = next((key for key in old if len(min(key, said, key=len)) > 7 and (said in key or key in said)), None)
        if match:
            places = ((now, span), (then, old[match]))
            yield Check(
                rule="Y6",
                verdict="fails",
                severity="info",
                message=f"问题与上年所述相同：“{said[:40]}”",
                spans=tuple(p.span(p.view.find(s.start), p.view.find(s.end)) for p, s in places),
            )


def _bare(words: str) -> str:
    """A point without its number, cut at the first clause that goes into detail."""
    said = re.sub(r"^(?:[一二三四五六七八九十]+是|[(]?[一二三四五六七八九十\d]+[)、.])", "", clean(words))
    return re.split(r"[,。;]", said)[0]


def against_last_year(now: Page, then: Page) -> Iterator[Check]:
    """Y7: a change from last year is the change from what last year's report states."""
    for metric in ("disclosed_total", "applications_received", "reviews", "lawsuits"):
        new, old = _only(now, metric), _only(then, metric)
        change = _change(now, new) if new else None
        if not (new and old and change) or new.unit != old.unit or new.hedge or old.hedge or old.value == 0:
            continue
        number, sign = change
        by = sign * (new.value - old.value)
        right = fits(by, old.value, number) if number.unit == "%" else by == number.value
        shown = f"({plain(new.value)}-{plain(old.value)})÷{plain(old.value)}" if number.unit == "%" else ""
        rate = f"{(100 * (new.value - old.value) / old.value).quantize(Decimal('0.1'))}%"
        plainly = f"{plain(new.value)}-{plain(old.value)} = {plain(new.value - old.value)}"
        yield Check(
            rule="Y7",
            verdict="holds" if right else "fails",
            message=f"比上年的增减与上年报告{'相符' if right else '不符'}（{number.label}{number.said}）",
            computation=(f"{shown} = {rate}" if shown else plainly) + ("" if right else f" ≠ {number.said}"),
            spans=(now.figure_span(new), now.span(number.first, number.end), then.figure_span(old)),
        )


def _change(page: Page, figure: Figure) -> tuple[Number, int] | None:
    """The change from last year stated right behind a figure, with its sign."""
    end = page.view.find(figure.end)
    following = [n for n in page.within(*page.sentence_at(max(0, end - 1))) if n.start >= end]
    if not following or following[0].start - end > 14 or following[0].hedge:
        return None
    said = _CHANGED.search(following[0].label)
    way = said and (said["way"] or said["rate"])
    return (following[0], -1 if way in {"减少", "下降"} else 1) if way else None
