"""A10–A14, X8: figures of one report that have to agree with each other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bot.reading.amounts import amount
from bot.reading.points import PLANS, PROBLEMS
from bot.rules.check import Check
from bot.rules.page import Page, plain
from ingest.figures import words
from ingest.schema import Figure
from ingest.view import clean

_TIME = re.compile(
    r"(?:19|20)\d\d年?度?|本年度?|全年|年内|今年|一年来|当年|年度|截[至止].{0,12}?(?:底|末|日|目前)|[,:“”\"]|在|内"
)
_SAYING = re.compile(
    r"其中|共计|累计|共|总计|合计|主动|各类|政府|政务|通过[^,。]{0,6}(?:方式|途径|渠道|形式|载体)|向社会|全部|已|数量|总数|了|有|为|达到?|约|的"
)
_APPLIED = re.compile(r"(?P<verb>新?收到|接到|受理)(?:信息|依)*(?:公开)?(?:信息)?申请(?:公开)?(?:信息|事项)?")
_SELF = re.compile(r"(?:本|我)(?:单位|机关|级|部门|[局县市区乡镇委办厅处街道村省州旗]{1,2})(?!级)")
_OTHER_TIME = re.compile(r"上半年|下半年|季度|\d月份|上年|去年|同期|以前|之前|以来|下一步|历年")
_PART = re.compile(r"其中|包括|分别|涉及|按.{1,8}分")
_SAME = re.compile(r"公开.{0,6}信息|发布.{0,6}信息|申请|复议|诉讼|收费|费用|解读")
_CUMULATIVE = re.compile(r"累计|历年|以来|至今|截[至止]|总量|以往")
_HANDLED = {"applications_handled", "applications_outcome"}
_NOT_APPLIED = re.compile(r"咨询|建议|提案|信件|留言|许可|审批|来访|来信|投诉|举报|热线")
_RECEIVED = {
    "applications_received": re.compile(r"(?:收到|接到|受理|新收|接收|收悉).{0,24}(?:申请|依申请)"),
    "reviews": re.compile(r"(?:收到|受理|发生|引发|提起|申请|被).{0,20}复议"),
    "lawsuits": re.compile(r"(?:收到|受理|发生|引发|提起|被).{0,20}诉讼"),
    "fees": re.compile(r"(?:收取|收费|收缴).{0,16}"),
}
_SHOWN = {"applications_received": "申请", "reviews": "行政复议", "lawsuits": "行政诉讼", "fees": "收费"}
_LIMITED = re.compile(r"其他|其它|额外|违规|乱|超标|书面|口头|当面|重复|恶意|再次|逾期|败诉|被纠|纠正")


def cumulative_and_yearly(page: Page) -> Iterator[Check]:
    """A10: what is accumulated over the years is not less than the year's."""
    for total in _figures(page, "disclosed_cumulative"):
        yearly = [f for f in _of_the_year(page, "disclosed_total") if f.unit == total.unit and f != total]
        for figure in yearly[:1]:
            less = amount(total).surely_less(amount(figure))
            yield Check(
                rule="A10",
                verdict="fails" if less else "holds",
                severity="error",
                message=f"历年累计{'小于' if less else '不小于'}本年数",
                computation=f"{words_of(total)} {'<' if less else '≥'} {words_of(figure)}",
                spans=(page.figure_span(total), page.figure_span(figure)),
            )


def cumulative_sum(page: Page) -> Iterator[Check]:
    """A11: accumulated = this year's + earlier years', where all three are stated."""
    for total, year, earlier in _triples(page):
        made = amount(year) + amount(earlier)
        right = made.may_equal(amount(total))
        exact = made.exact and amount(total).exact
        shown = f"{words_of(year)}+{words_of(earlier)} {'=' if exact else '≈'} {plain(year.value + earlier.value)}"
        yield Check(
            rule="A11",
            verdict="holds" if right else "fails",
            severity="error",
            message=f"历年累计与本年、以前年度之和{'一致' if right else '不一致'}",
            computation=shown if right and exact else f"{shown} {'≈' if right else '≠'} {words_of(total)}",
            spans=tuple(page.figure_span(f) for f in (total, year, earlier)),
        )


def cumulative_called_yearly(page: Page) -> Iterator[Check]:
    """A14: a number worded as the year's that is the sum of this year's and the earlier years'."""
    for total, year, earlier in _triples(page):
        same = total.value == year.value + earlier.value
        if (
            same
            and page.year
            and str(page.year) in clean(total.quote)
            and not _CUMULATIVE.search(page.sentence_of(total))
        ):
            yield Check(
                rule="A14",
                verdict="fails",
                message=f"“{clean(total.quote)[-40:]}”写作当年的数，实为历年累计",
                computation=f"{words_of(year)}+{words_of(earlier)} = {words_of(total)}",
                spans=tuple(page.figure_span(f) for f in (total, year, earlier)),
            )


def _triples(page: Page) -> Iterator[tuple[Figure, Figure, Figure]]:
    totals, earlier = _figures(page, "disclosed_cumulative"), _figures(page, "disclosed_earlier")
    years = [f for f in _of_the_year(page, "disclosed_total") if f not in totals]
    for before in earlier[:1]:
        whole = [f for f in totals if f.unit == before.unit and not amount(f).surely_less(amount(before))]
        own = [f for f in years if f.unit == before.unit]
        right = [(t, y, before) for t in whole for y in own if (amount(y) + amount(before)).may_equal(amount(t))]
        yield from (right or [(t, y, before) for t in whole[:1] for y in own[:1]])[:1]


def stated_twice(page: Page) -> Iterator[Check]:
    """A12: what is stated in two places of a report agrees."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in page.stored.figures:
        if _is_whole(page, figure) and _SAME.search(what := core(page, figure)):
            groups.setdefault((what, figure.unit), []).append(figure)
    for figures in groups.values():
        first = figures[0]
        for other in figures[1:]:
            if abs(other.start - first.start) > 8:
                yield _twice(page, first, other)
    yield from _same_value(page, groups.values())


def _twice(page: Page, first: Figure, other: Figure) -> Check:
    right = amount(first).may_equal(amount(other))
    exact = first.hedge is None and other.hedge is None
    return Check(
        rule="A12",
        verdict="holds" if right else "fails",
        severity="error",
        message=f"前后所述的同一数据{'一致' if right else '不一致'}（{words(first)}，{words(other)}）",
        computation=f"{words_of(first)} {('=' if exact else '≈') if right else '≠'} {words_of(other)}",
        spans=(page.figure_span(first), page.figure_span(other)),
    )


def _same_value(page: Page, groups: Iterable[Sequence[Figure]]) -> Iterator[Check]:
    """Two statements of one metric in other words that say the same number."""
    known = {id(f) for group in groups for f in group if len(group) > 1}
    for metric in ("disclosed_total", "applications_received", "reviews", "lawsuits"):
        whole = [f for f in _figures(page, metric) if id(f) not in known and (f.value == 0 or _is_whole(page, f))]
        for first, other in zip(whole, whole[1:], strict=False):
            same = (first.value, first.unit, first.hedge) == (other.value, other.unit, other.hedge)
            if same and other.start - first.start > 8:
                yield _twice(page, first, other)


def core(page: Page, figure: Figure) -> str:
    """What a figure counts, without time, body and the words of summing up."""
    label = clean(figure.label)
    for name in sorted({page.report.agency or "", *page.report.aliases}, key=len, reverse=True):
        label = label.replace(clean(name), "") if len(name) > 2 else label
    said = _SAYING.sub("", _SELF.sub("", _TIME.sub("", label)))
    applied = _APPLIED.fullmatch(said)
    return f"{applied['verb']}申请" if applied else said


def _is_whole(page: Page, figure: Figure) -> bool:
    """Whether a figure states a whole of the report's own year, in prose that reports and does not plan."""
    if figure.unit == "%" or figure.scope not in {"本年", "截至"} or figure.value == 0 or not page.in_prose(figure):
        return False
    if any(PLANS.search(t) or PROBLEMS.search(t) for t in figure.section):
        return False
    at = page.place(figure)[0]
    sentence = page.sentence_at(at)
    years = {int(y) for y in re.findall(r"(?:19|20)\d\d(?=年)", page.of(sentence))}
    if _OTHER_TIME.search(page.of(sentence)) or (page.year and years - {page.year}):
        return False
    return not _PART.search(page.text[sentence[0] : at + 4])


def zero_and_more(page: Page) -> Iterator[Check]:
    """A12: nothing is both denied and counted."""
    for metric, says in _RECEIVED.items():
        zero = next((f for f in _figures(page, metric) if f.value == 0 and not _LIMITED.search(f.quote)), None)
        if zero is None:
            continue
        for figure in _figures(page, metric):
            quote = clean(figure.quote)
            counted = figure.value > 0 and says.search(quote) and not _LIMITED.search(quote) and _is_whole(page, figure)
            if counted:
                yield Check(
                    rule="A12",
                    verdict="fails",
                    severity="error",
                    message=f"{_SHOWN[metric]}一处说没有，一处说有{words(figure)}",
                    computation=f"0 ≠ {words_of(figure)}",
                    spans=(page.figure_span(zero), page.figure_span(figure)),
                )


def zero_applications(page: Page) -> Iterator[Check]:
    """X8: where nobody applied, nothing was answered and nothing charged; disputes then only surprise."""
    zero = next((f for f in _figures(page, "applications_received") if f.value == 0), None)
    if zero is None or any(f.value > 0 for f in _figures(page, "applications_carried", "applications_received")):
        return
    outcomes = [f for f in _figures(page, *_HANDLED) if f.value > 0 and _of_applications(page, f)]
    charged = [f for f in _figures(page, "fees") if f.value > 0]
    disputes = [f for f in _figures(page, "reviews", "lawsuits") if f.value > 0]
    for figure in (*outcomes, *charged, *disputes):
        yield Check(
            rule="X8",
            verdict="fails",
            severity="warning" if figure in disputes else "error",
            message=f"没有收到申请，却有“{clean(figure.quote)[-30:]}”",
            computation=f"0 < {words_of(figure)}",
            spans=(page.figure_span(zero), page.figure_span(figure)),
        )
    nothing = [f for f in _figures(page, "fees", "reviews", "lawsuits") if f.value == 0]
    if nothing and not (outcomes or charged or disputes):
        unique = {(f.start, f.end): f for f in nothing}
        said = "、".join(dict.fromkeys(_SHOWN[f.metric] for f in nothing))
        yield Check(
            rule="X8",
            verdict="holds",
            message=f"没有收到申请，与没有{said}相符",
            spans=(page.figure_span(zero), *(page.figure_span(f) for f in unique.values())),
        )


def _of_applications(page: Page, figure: Figure) -> bool:
    sentence = page.sentence_of(figure)
    return "申请" in sentence and not _NOT_APPLIED.search(sentence) and page.in_prose(figure)


def applications_balance(page: Page) -> Iterator[Check]:
    """A13: new + carried in = handled + carried over, where the prose states them (form of notice 60/2019, T3)."""
    for sentences in _paragraphs(page):
        found = _flows(page, sentences)
        if {"new", "handled"} <= set(found) and {"in", "out"} & set(found):
            yield _balance(page, found)


def _balance(page: Page, found: dict[str, tuple[Decimal, tuple[int, int]]]) -> Check:
    left = [plain(found[key][0]) for key in ("new", "in") if key in found]
    right = [plain(found[key][0]) for key in ("handled", "out") if key in found]
    sums = [sum(map(Decimal, side), Decimal(0)) for side in (left, right)]
    equal = sums[0] == sums[1]
    # What was carried in may be left unsaid, but it is never less than nothing.
    impossible = "in" not in found and sums[0] > sums[1]
    verdict = "holds" if equal else "fails" if len(found) == 4 or impossible else "cannot_tell"
    return Check(
        rule="A13",
        verdict=verdict,
        severity="warning" if impossible else "error",
        message=f"新收与上年结转之和{'等于' if equal else '不等于'}办结与结转下年之和",
        computation=_both_sides(left, right, equal),
        spans=page.spans([place for _, place in found.values()]),
    )


def _both_sides(left: Sequence[str], right: Sequence[str], equal: bool) -> str:
    """``126+4 = 130 = 124+6``; without the sum where a side is one number, or where they differ."""
    if not equal:
        return f"{'+'.join(left)} ≠ {'+'.join(right)}"
    total = [plain(sum(map(Decimal, left), Decimal(0)))] if len(left) > 1 and len(right) > 1 else []
    return " = ".join(["+".join(left), *total, "+".join(right)])


def _paragraphs(page: Page) -> Iterator[tuple[int, int]]:
    yield from (line for line in page.lines if "申请" in page.of(line) and "结转" in page.of(line))
    together = [line for line in page.lines if re.search(r"结转|办结|申请.{0,12}\d", page.of(line))]
    pairs = [(a[0], b[1]) for a, b in zip(together, together[1:], strict=False) if "结转" in page.of(b) + page.of(a)]
    yield from (pair for pair in pairs if pair[1] - pair[0] < 600)


def _flows(page: Page, place: tuple[int, int]) -> dict[str, tuple[Decimal, tuple[int, int]]]:
    """The four quantities that a range of prose states exactly, with their places; each one's first statement."""
    found: dict[str, tuple[Decimal, tuple[int, int]]] = {}
    for number in page.within(*place):
        key = _flow(page, number.label)
        if key and number.unit[0] in "件份条宗" and number.hedge is None:
            found.setdefault(key, (number.value, (number.first, number.end)))
    return found


def _flow(page: Page, label: str) -> str | None:
    if "结转" in label:
        last = rf"上年|上一年|去年|{(page.year or 0) - 1}年"
        return "in" if re.search(rf"(?:{last})[^,。]*结转|结转(?:的)?(?:{last})", label) else "out"
    if re.search(r"(?:办结|办理完毕)(?:申请|答复)?(?:数量|数|总数)?(?:为|共)?$", label) and "率" not in label:
        return "handled"
    if re.search(r"(?:新收|收到|接到|受理|接收).{0,20}申请", label):
        return "new"
    return None


def words_of(figure: Figure) -> str:
    """A figure's number as printed, without its unit."""
    return words(figure.model_copy(update={"unit": ""}))


def _figures(page: Page, *metrics: str) -> list[Figure]:
    return [f for f in page.stored.figures if f.metric in metrics and f.unit != "%" and page.in_prose(f)]


def _of_the_year(page: Page, metric: str) -> list[Figure]:
    mine = [f for f in _figures(page, metric) if f.scope in {"本年", "截至"}]
    return [f for f in mine if page.year is None or str(page.year) in (f.period or "")]
