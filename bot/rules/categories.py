"""A5 for parts in a sentence of their own behind their total: 招生考试类118条，教师管理类64条，其他56条.

Categories of the year's total, outcomes of the applications answered (予以公开67件，部分公开12件，…).

No word ties such a list to its total, so it is only ever confirmed, never called wrong.
"""

from collections.abc import Collection, Iterator, Sequence

from bot.reading.headline import headline
from bot.rules.check import Check
from bot.rules.page import Page, plain
from bot.rules.parts import listings
from ingest.schema import Figure

_FEWEST = 3
_FAMILIES = {"disclosed_category": "disclosed_total", "applications_outcome": "applications_handled"}


def categories_and_total(page: Page) -> Iterator[Check]:
    """The parts of a sentence that make up their total, where no list with a mark (其中) has them."""
    listed = {part.start for listing in listings(page) for part in listing.parts}
    for family, whole in _FAMILIES.items():
        found = headline(page.stored.figures, whole, page.year)
        if found and found.best and not found.best.hedge:
            yield from _confirmed(page, family, found.best, listed)


def _confirmed(page: Page, family: str, total: Figure, listed: Collection[int]) -> Iterator[Check]:
    groups: dict[tuple[int, int], list[Figure]] = {}
    for figure in page.stored.figures:
        if figure.metric == family and figure.scope == "本年" and figure.unit == total.unit:
            groups.setdefault(page.sentence_at(page.place(figure)[0]), []).append(figure)
    for parts in groups.values():
        apart = not any(page.place(part)[0] <= start < page.place(part)[1] for part in parts for start in listed)
        if len(parts) >= _FEWEST and apart and _make(parts, total):
            yield _check(page, parts, total)


def _make(parts: Sequence[Figure], total: Figure) -> bool:
    return not any(part.hedge for part in parts) and sum(part.value for part in parts) == total.value


def _check(page: Page, parts: Sequence[Figure], total: Figure) -> Check:
    ranges = [page.place(figure) for figure in (total, *parts)]
    return Check(
        rule="A5",
        verdict="holds",
        message=f"分项之和与总数一致（{total.label}{plain(total.value)}{total.unit}）",
        computation=f"{'+'.join(plain(part.value) for part in parts)} = {plain(total.value)}",
        spans=page.spans(ranges),
        touches=tuple(page.span(*place) for place in ranges),
    )
