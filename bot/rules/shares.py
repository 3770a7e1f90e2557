"""A6, A8: percentages against their base, each alone and together, at the precision that they are printed with.

Every plausible base is tried before a percentage is called wrong: the total named, every number of its unit around it,
the sum of the parts listed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.reading.amounts import place
from bot.rules.check import Check
from bot.rules.page import Number, Page, Range, plain

_SHARE = re.compile(r"约?(?:分别)?占(?:到|有|了)?(?P<of>[^,。;%\d]{0,16}?)(?:的|比|比例|比重|达|为|约|近|[:,])*$")
# The whole in general words: what is named more particularly (本年预算支出) need not be the number before.
_WHOLE = re.compile(
    r"(?:全年|全部|主动|已|所有|本年度?|当年|年度|信息|政府|政务|公开|发布|申请|受理|收到|办结|答复|依|的)*(?:总数|总体|总量|总条数|总件数|条数|件数|公开数|公开量|总公开量|信息|申请|申请量)"
)
_RATE = re.compile(r"(?:[^,。;]{0,6})(?P<what>电子化|答复|办结|回复|采用|采纳|处理)率(?:达到|达|为|均为|是)?$")
_QUALIFIED = re.compile(r"按时|按期|及时|满意|限期|规定|如期|准时|时限")
_ABOUT = {"约", "大约", "左右", "上下", "近", "将近", "接近"}
_MORE = {"余", "多", "以上", "超", "超过", "逾", "不少于", "不低于", "至少", "突破", "上"}
_LESS = {"不足", "不到", "以下", "不超过"}


@dataclass(frozen=True)
class Base:
    """What a part may be a share of: its value, as it is shown, and where it stands."""

    value: Decimal
    shown: str
    places: tuple[Range, ...]


@dataclass(frozen=True)
class Share:
    """A percentage, the number that it is the share of, and the totals it may be a share of; ``named``: one is said."""

    percent: Number
    part: Number
    bases: tuple[Base, ...]
    total: Number | None
    named: bool


def shares(page: Page) -> Iterator[Check]:
    """A6: every percentage of a number against its base."""
    for share in found_shares(page):
        base = next((b for b in share.bases if fits(share.part.value, b.value, share.percent)), None)
        if base is not None:
            yield _check(page, share, base, "holds", "百分比与数量相符")
        elif share.named and share.total and not (share.part.hedge or share.total.hedge):
            yield _check(page, share, _base(share.total), "fails", "百分比与数量不符")
        else:
            yield Check(
                rule="A6",
                verdict="cannot_tell",
                message=f"基数没有写明（{_label(share.part)}{share.part.said}，{_label(share.percent)}{share.percent.said}）",
                spans=page.spans([_range(share.part), _range(share.percent)]),
            )


def shares_together(page: Page) -> Iterator[Check]:
    """A8: the percentages of one whole together: as much as their parts together, and 100 % where these are all."""
    groups: dict[int, list[Share]] = {}
    for share in found_shares(page):
        if share.total and share.named:
            groups.setdefault(share.total.start, []).append(share)
    for group in groups.values():
        whole = group[0].total
        if len(group) > 2 and whole and not any(s.part.hedge for s in group) and not whole.hedge:
            yield _together(page, group, whole)


def _together(page: Page, group: Sequence[Share], whole: Number) -> Check:
    said = sum((s.percent.value for s in group), Decimal(0))
    parts = sum((s.part.value for s in group), Decimal(0))
    true = 100 * parts / whole.value
    slack = sum((place(s.percent.value) if s.percent.hedge else last(s.percent.value) for s in group), Decimal(0))
    right = abs(said - true) <= slack
    exact = _rounded(true, last(min(group, key=lambda s: last(s.percent.value)).percent.value))
    shown = (
        f"{'+'.join(plain(s.percent.value) for s in group)} = {plain(said)}%，"
        f"({'+'.join(plain(s.part.value) for s in group)})÷{plain(whole.value)} = {exact}%"
    )
    return Check(
        rule="A8",
        verdict="holds" if right else "fails",
        severity="error",
        message="各项百分比之和与各项数量之和占比相符" if right else "各项百分比之和与各项数量之和占比不符",
        computation=f"{shown}，{plain(said)} {'≈' if right else '≠'} {exact}",
        spans=page.spans([_range(whole), *(_range(n) for s in group for n in (s.part, s.percent))]),
        touches=tuple(page.span(*_range(s.percent)) for s in group),
    )


def found_shares(page: Page) -> Iterator[Share]:
    """The percentages that follow the number they are a share of, with their bases, the likeliest first."""
    for sentence in page.sentences:
        numbers = page.within(*sentence)
        for i, percent in enumerate(numbers):
            if percent.unit == "%" and i and percent.value <= 100 and (share := _share(page, sentence[0], numbers, i)):
                yield share


def _share(page: Page, start: int, numbers: Sequence[Number], index: int) -> Share | None:
    percent, part = numbers[index], numbers[index - 1]
    said = page.text[max(start, part.end) : percent.start]
    if part.unit == "%" or len(said) > 30 or re.search(r"[。;]", said):
        return None
    label = _label(percent)
    of, rate = _SHARE.search(label), _RATE.search(label)
    if of:
        whole = of["of"].rstrip("的")
        named = bool(_WHOLE.fullmatch(whole)) or (not whole and "其中" in page.text[start : part.start])
    elif rate and rate["what"] in part.label and not _QUALIFIED.search(label + part.label):
        named = False
    else:
        return None
    before = _around(page, part)
    total = _total(page, before, part, of["of"] if of else "")
    listed = [n for n in numbers if n.unit == part.unit and n is not total]
    total = total or (_only_total(page, part) if named and of and of["of"] else None)
    bases = [_base(total)] if total else []
    bases += [_base(n) for n in before if n.value >= part.value and n is not part]
    bases += [_sum_of(listed)] if len(listed) > 1 else []
    bases += [
        Base(f.value, plain(f.value), (page.place(f),))
        for f in page.stored.figures
        if f.metric in _TOTALS and f.unit == part.unit and page.in_prose(f)
    ]
    return Share(percent, part, tuple(b for b in bases if b.value > 0), total, named)


def _only_total(page: Page, part: Number) -> Number | None:
    """The one total of the year that a report states, wherever it stands."""
    totals = [f for f in page.stored.figures if f.metric == "disclosed_total" and f.scope in {"本年", "截至"}]
    totals = [f for f in totals if f.unit == part.unit and page.in_prose(f)]
    if len({f.value for f in totals}) != 1 or not re.search(r"公开.{0,8}信息", totals[0].label):
        return None
    place = page.place(totals[0])
    return next((n for n in page.within(*place) if n.value == totals[0].value >= part.value), None)


def _base(number: Number) -> Base:
    return Base(number.value, plain(number.value), (_range(number),))


def _sum_of(numbers: Sequence[Number]) -> Base:
    shown = f"({'+'.join(plain(n.value) for n in numbers)})"
    return Base(sum((n.value for n in numbers), Decimal(0)), shown, tuple(map(_range, numbers)))


_TOTALS = {"disclosed_total", "disclosed_cumulative", "applications_received", "applications_handled"}


def _around(page: Page, part: Number) -> list[Number]:
    """The numbers of the part's unit in its paragraph, the nearest before it first."""
    inside = [n for n in page.within(*page.paragraph_at(part.start)) if n.unit == part.unit and n is not part]
    return sorted(inside, key=lambda n: (n.start > part.start, abs(n.start - part.start)))


_PARTS = {"disclosed_category", "disclosed_channel", "applications_outcome", "applications_channel", "change"}
_WORDED = re.compile(
    r"共(?!服务|同|享|建|治)|总(?!务|体|工)|主动公开|累计|收到|受理|全年|公开(?:各类)?(?:政府|政务)?信息|发布|制作|举办"
)


def _total(page: Page, around: Sequence[Number], part: Number, of: str) -> Number | None:
    """The whole that is meant: before the part, larger, worded as one and no part of another whole."""
    larger = [n for n in around if n.start < part.start and n.value >= part.value and _metric(page, n) not in _PARTS]
    worded = [n for n in larger if _WORDED.search(n.label)]
    about = [n for n in worded if ("申请" in n.label) == ("申请" in of + part.label)]
    return next(iter(about or worded), None)


def _metric(page: Page, number: Number) -> str | None:
    """What the figure read from a number states."""
    at = page.view.at(number.start)
    inside = (f for f in page.stored.figures if f.start <= at < f.end and f.value == number.value)
    return next((f.metric for f in inside), None)


def fits(part: Decimal, base: Decimal, percent: Number) -> bool:
    """Whether part ÷ base is the percentage at its printed precision, rounded or cut off; hedges widen it."""
    true, said = 100 * part / base, percent.value
    step = place(said) if percent.hedge else last(said)
    if percent.hedge in _MORE:
        return said - last(said) / 2 <= true <= said + max(step, Decimal(10))
    if percent.hedge in _LESS:
        return said - max(step, Decimal(10)) <= true <= said + last(said) / 2
    if percent.hedge in _ABOUT:
        return abs(true - said) <= step
    return abs(true - said) <= step / 2 or 0 <= true - said < step


def last(value: Decimal) -> Decimal:
    """The last printed place of a value: 0.7 -> 0.1, 90 -> 1, 12.50 -> 0.01."""
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _rounded(value: Decimal, step: Decimal) -> str:
    return str(value.quantize(min(step, Decimal("0.1")), rounding=ROUND_HALF_UP))


def _range(number: Number) -> tuple[int, int]:
    return number.first, number.end


def _label(number: Number) -> str:
    """The words before a number, without the hedge that goes with it and without 其中."""
    label = re.sub(r"^其中:?", "", number.label)
    return label.removesuffix(number.hedge or "") if number.hedge in _ABOUT else label


def _check(page: Page, share: Share, base: Base, verdict: str, message: str) -> Check:
    percent, part = share.percent, share.part
    true = _rounded(100 * part.value / base.value, last(percent.value))
    if verdict == "fails" and Decimal(true) == percent.value:
        true = _rounded(100 * part.value / base.value, last(percent.value) / 10)
    sign = "≠" if verdict == "fails" else "=" if Decimal(true) == percent.value else "≈"
    rest = "" if sign == "=" else f" {sign} {percent.said}"
    return Check(
        rule="A6",
        verdict=verdict,
        severity="error",
        message=f"{message}（{_label(part)}{part.said}，{_label(percent)}{percent.said}）",
        computation=f"{plain(part.value)}÷{base.shown} = {true}%{rest}",
        spans=page.spans([_range(part), _range(percent), *base.places]),
        touches=(page.span(*_range(part)), page.span(*_range(percent))),
    )
