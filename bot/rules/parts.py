"""A5: parts against their total. Domain table `A5`: more than the whole is an error, less is 未穷尽.

Parts are only called too many where they part the whole (categories, outcomes, ways of applying): one item of
information may go out through several channels (国办发〔2014〕32号: 不同渠道和方式公开相同信息计1条), one person be
counted twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.amounts import Amount
from bot.rules.check import Check
from bot.rules.kinds import OUTCOMES, RULINGS, WAYS, is_ago, is_ground, of_one_kind
from bot.rules.page import Number, Page, Range, plain
from ingest.facts.metrics import MEDIA

_MARK = re.compile(
    r"其中|包括|分别(?!增|减|上升|下降|比|较)(?:为|是|有)?|涉及|按[^,。;\d]{1,10}(?:分|划分|统计)|从[^,。;\d]{2,8}(?:看|分)|在[^,。;]{2,14}中(?=,|属|涉|[^,。;]{2,8}\d)"
    r"|(?<=[条件份篇项次人名个宗起])(?:信息|申请)?:|[的之]\d+[条件份篇][^,。]{0,6}中"
)
_YEARS = re.compile(r"本年|当年|今年|以前|往年|(?:19|20)\d\d年")
_POSTS = re.compile(r"专职|兼职")
_OVERLAPPING = re.compile(
    r"电子化|全文|新增|更新|上网|主动公开|重点|及时|按时|按期|延期|规范性文件|转载|原创|依申请|办公室公开|本级|解读|回应"
)
_OTHER = re.compile(r"其他|其它|其余|另外")
_NEW_HEAD = re.compile(
    r"(?:并|均|已|年内|全年|同时|同比|另外|另|此外|还|共|合计|总计|累计|较|比|收到|接到|受理|接待|举办|召开|印发|发放|开展|组织|配备|上年|去年|增|减"
    r"|结转|满意|不包括|\d{4}年)"
)
# What became of them all, no further part: 咨询703个,投诉151个,办结1093个.
_DONE = re.compile(
    r"(?:其中|已|均|全部|共|按时|按期|及时)*(?:办结|办复|回复|答复|办理|处理|解决|采纳|整改)(?:完毕|完成|了)?数?"
)
_CHANGED = re.compile(
    r"[比较](?:上年|去年|\d{4}年|同期|上期|预算)|同比|环比|增加|增长|减少|下降|平均|年均|人均|月均|户均"
)
_MONEY = "元万亿"  # amounts are rounded each for itself
_PERSONS = "人名位"
_RANK = {"、": 0, "(": 0, ",": 1, ";": 2}
_AFTER = re.compile(r"(?:为|是|属于?|予以|系|不予|涉及)")
_TAIL = re.compile(r"(?:合计|总计|共计|总共|共)(?:有|为|达)?$")


@dataclass(frozen=True)
class Listing:
    """Parts with the numbers that may be their total, the likeliest first; ``close``: the wording ties them to it."""

    parts: tuple[Number, ...]
    bases: tuple[Number, ...]
    close: bool

    @property
    def kind(self) -> str:
        """``parted`` (each item is counted once), ``open`` (one item may be counted more than once)."""
        labels = [part.label for part in self.parts]
        if any(all(says.search(label) for label in labels) for says in (WAYS, OUTCOMES, RULINGS, _POSTS, _YEARS)):
            return "parted"
        if self.parts[0].unit[0] in _PERSONS or any(MEDIA.search(x) or _OVERLAPPING.search(x) for x in labels):
            return "open"
        classes = sum("类" in label for label in labels)
        return "parted" if classes >= 2 or len(labels) >= 3 and max(map(len, labels)) <= 14 else "open"

    @property
    def closed(self) -> bool:
        """Whether the parts claim to be all: the last is 其他, or they are outcomes or ways of applying."""
        labels = [part.label for part in self.parts]
        whole = any(all(says.search(x) for x in labels) for says in (WAYS, OUTCOMES, RULINGS))
        return len(labels) > 1 and (whole or bool(_OTHER.search(labels[-1])))

    @property
    def sum(self) -> Amount:
        """What the parts make together."""
        total = self.parts[0].amount
        for part in self.parts[1:]:
            total = total + part.amount
        return total


def parts_and_totals(page: Page) -> Iterator[Check]:
    """Every list of parts against the total that it belongs to."""
    seen: set[tuple[int, ...]] = set()
    for listing in listings(page):
        key = tuple(part.start for part in listing.parts)
        if listing.bases and key not in seen:
            seen.add(key)
            yield _judged(page, listing)
    for tail in _tails(page):
        key = tuple(part.start for part in tail.parts)
        if key not in seen:
            yield _judged_tail(page, tail)


def listings(page: Page) -> Iterator[Listing]:
    """The lists of parts in a report's prose."""
    for sentence in page.sentences:
        numbers = [n for n in page.within(*sentence) if n.unit != "%"]
        marks = _marks(page, sentence, numbers)
        groups = list(_bracketed(page, numbers))
        inner = {n.start for _, group in groups for n in group}
        flat = [n for n in numbers if n.start not in inner]
        for base, group in groups:
            yield Listing(tuple(group), (base,), True)
        for index, mark in enumerate(marks):
            until = marks[index + 1] if index + 1 < len(marks) else sentence[1]
            parts = _run(page, [n for n in flat if mark <= n.start < until])
            if parts:
                yield Listing(parts, _bases(page, sentence, mark, parts, flat), len(marks) == 1)


def _marks(page: Page, sentence: Range, numbers: Sequence[Number]) -> list[int]:
    """Where lists begin; of marks with no number between them (55条:涉及…) the last."""
    found = [m.end() for m in _MARK.finditer(page.text, *sentence) if not is_ground(page, m)]
    following = [next((n.start for n in numbers if n.start >= mark), None) for mark in found]
    return [mark for i, mark in enumerate(found) if following[i] is not None and following[i] not in following[i + 1 :]]


def _bracketed(page: Page, numbers: Sequence[Number]) -> Iterator[tuple[Number, list[Number]]]:
    """A number with the two or more of its unit that stand in brackets right behind it."""
    for base in numbers:
        opening = re.compile(r"[^,。;、()]{0,8}\(").match(page.text, base.end)
        closing = page.text.find(")", base.end)
        if opening and closing > 0:
            group = [n for n in numbers if opening.end() <= n.start < closing and n.unit == base.unit]
            if len(group) > 1 and not re.search(r"上年|去年|\d{4}年|同期", page.text[opening.end() : closing]):
                yield base, group


def _run(page: Page, numbers: Sequence[Number]) -> tuple[Number, ...]:
    """The numbers from the first on that are items of one list: one unit, no new head, no looser separation."""
    if not numbers:
        return ()
    first, run = numbers[0], [numbers[0]]
    loosest: int | None = None
    for number in numbers[1:]:
        between = page.text[run[-1].end : number.start]
        if "。" in between:
            break
        if number.unit != first.unit or _is_aside(page, first, number):
            continue
        rank = max((_RANK.get(c, 0) for c in between if c in _RANK), default=0)
        loosest = rank if loosest is None else loosest
        if rank > loosest or _begins_anew(page, first, number):
            break
        run.append(number)
    return tuple(run)


def _is_aside(page: Page, first: Number, number: Number) -> bool:
    """Whether a number stands in brackets behind the first of its list: a part of a part (现场20人次(含窗口9人次))."""
    between = page.text[first.end : number.start]
    return between.count("(") > between.count(")")


def _begins_anew(page: Page, first: Number, number: Number) -> bool:
    said = number.label.lstrip('“"①②③④⑤⑥⑦⑧⑨⑩')
    head = _NEW_HEAD.match(said)
    if _CHANGED.search(said) or (_DONE.fullmatch(said) and not _DONE.search(first.label)):
        return True
    if head and not first.label.startswith(head[0]):
        return True
    return not said and not _AFTER.match(page.text, number.end)


def _bases(
    page: Page, sentence: Range, mark: int, parts: Sequence[Number], flat: Sequence[Number]
) -> tuple[Number, ...]:
    """The numbers before the mark that may be the whole, nearest first, here or in the two sentences before."""
    unit, largest = parts[0].unit, max(part.amount.low for part in parts)
    here = [n for n in reversed(flat) if n.start < mark and n.unit == unit and not is_ago(page, n)]
    fitting = [n for n in here if not n.amount.surely_less(Amount(largest, largest))]
    if not fitting:
        start = page.paragraph_at(sentence[0])[0]
        near = [s for s in page.sentences if s[1] <= sentence[0] and s[0] >= start][-2:]
        before = reversed(page.within(near[0][0], sentence[0])) if near else ()
        found = [n for n in before if n.unit == unit and of_one_kind(n, parts) and not is_ago(page, n)]
        found.sort(
            key=lambda n: bool(_CHANGED.search(n.label))
        )  # 其中 opens a sentence on the whole, not on its growth
        fitting = [n for n in found if not n.amount.surely_less(Amount(largest, largest))]
        here = here or found
    return tuple(fitting or here[:1])


def _judged(page: Page, listing: Listing) -> Check:
    for base in listing.bases:
        if len(listing.parts) > 1 and listing.sum.may_equal(base.amount):
            return _check(page, listing, base, "holds", "分项之和与总数一致")
    base = listing.bases[0]
    if base.unit[0] in _MONEY or any(_CHANGED.search(n.label) for n in (base, *listing.parts)):
        return _check(page, listing, base, "cannot_tell", "各数经过舍入或口径不同，不能核对")
    if base.amount.surely_less(listing.sum):
        return _too_many(page, listing, base)
    if listing.kind == "parted" or listing.closed:
        if listing.closed and listing.close and len(listing.parts) > 1:
            rest = _OTHER.search(listing.parts[-1].label)  # with 其他 the parts say that they are all
            said = "分项连同其他之和不等于总数" if rest else "未穷尽，分项之和小于总数"
            return _check(page, listing, base, "fails", said)
        if len(listing.parts) > 3 and listing.close:
            return _check(page, listing, base, "fails", "未穷尽，分项之和小于总数", info=True)
    if _nearly_all(listing, base):
        return _check(page, listing, base, "fails", "未穷尽，分项之和小于总数", info=True)
    return _check(page, listing, base, "cannot_tell", "所列分项不超过总数，未穷尽")


def _nearly_all(listing: Listing, base: Number) -> bool:
    """Whether what is missing is less than the least part: no way of its own was left out, so a number is doubtful."""
    exact = base.amount.exact and listing.sum.exact and len(listing.parts) > 2 and listing.close
    missing = base.amount.low - listing.sum.low
    return exact and 0 < missing < min(part.amount.low for part in listing.parts) and missing * 10 <= base.amount.low


def _too_many(page: Page, listing: Listing, base: Number) -> Check:
    """More than the whole: wrong where the parts are counted once each, unknown where they may overlap."""
    larger = next((n for n in listing.parts if base.amount.surely_less(n.amount)), None)
    if listing.close and listing.kind == "parted" and len(listing.parts) > 1 and larger is None:
        return _check(page, listing, base, "fails", "分项之和大于总数")
    if listing.close and larger is not None and _same_subject(page, base, larger):
        return _check(page, Listing((larger,), (base,), True), base, "fails", "分项大于总数")
    return _check(page, listing, base, "cannot_tell", "各项可能重复计数，不能与总数相比")


def _same_subject(page: Page, base: Number, part: Number) -> bool:
    """其中 right behind the whole, nothing in between: the part is one of it, whatever it is called."""
    return bool(re.fullmatch(r"[^,。;]{0,8}[,;。(:]?其中:?[^,。;、]{0,20}", page.text[base.end : part.start]))


def _tails(page: Page) -> Iterator[Listing]:
    """Parts summed up behind themselves: 网络提交23件、当面提交2件，合计25件."""
    for sentence in page.sentences:
        numbers = [n for n in page.within(*sentence) if n.unit != "%"]
        for i, total in enumerate(numbers):
            before = [n for n in numbers[:i] if n.unit == total.unit]
            if i > 1 and total.sign in ",;、(" and _TAIL.fullmatch(total.label) and len(before) > 1:
                yield Listing(tuple(before), (total,), "其中" not in page.text[sentence[0] : total.start])


def _judged_tail(page: Page, tail: Listing) -> Check:
    total, groups = tail.bases[0], list(_bracketed(page, tail.parts))
    parts = tuple(n for n in tail.parts if all(n not in group for _, group in groups))
    for some in (parts[first:] for first in range(len(parts) - 1)):
        if (listing := Listing(some, (total,), tail.close)).sum.may_equal(total.amount):
            return _check(page, listing, total, "holds", "各项之和与合计一致")
    flat = Listing(parts, (total,), tail.close)
    summed = re.fullmatch(r"(?:合计|总计)(?:为|达)?", total.label)
    if summed and tail.close and not groups and len(_run(page, parts)) == len(parts):
        return _check(page, flat, total, "fails", "各项之和与合计不符", wrong=True)
    return _check(page, flat, total, "cannot_tell", "合计的口径不明")


def _check(
    page: Page,
    listing: Listing,
    base: Number,
    verdict: str,
    message: str,
    *,
    info: bool = False,
    wrong: bool = False,
) -> Check:
    more = base.amount.surely_less(listing.sum) or wrong
    rough = any(n.hedge for n in (*listing.parts, base))
    severity = "info" if info else "error" if more and not rough else "warning"
    ranges = [(n.first, n.end) for n in (base, *listing.parts)]
    return Check(
        rule="A5",
        verdict=verdict,
        severity=severity,
        message=f"{message}（{_named(base)}{base.said}）",
        computation=_sum_shown(listing, base),
        spans=page.spans(ranges),
        touches=tuple(page.span(*place) for place in ranges),
    )


def _named(number: Number) -> str:
    return re.sub(r"[“”\"]|^其中", "", number.label)[-40:]


def _sum_shown(listing: Listing, base: Number) -> str:
    """``2+5+74 = 81 < 273``; the sum of hedged parts keeps to what it may be (``620余+280余 ≥ 900``)."""
    total, shown = listing.sum, "+".join(part.words for part in listing.parts)
    relation = "=" if total.may_equal(base.amount) else ">" if base.amount.surely_less(total) else "<"
    if not total.exact or not base.amount.exact:
        low = sum((part.value for part in listing.parts), start=base.value * 0)
        rough = "≈" if relation == "=" else relation
        return (
            f"{shown} ≈ {plain(low)} {rough} {base.words}"
            if len(listing.parts) > 1
            else f"{shown} {rough} {base.words}"
        )
    if len(listing.parts) == 1:
        return f"{shown} {relation} {base.words}"
    if relation == "=":
        return f"{shown} = {base.words}"
    return f"{shown} = {plain(total.low)} {'≠' if relation == '<' else relation} {base.words}"
