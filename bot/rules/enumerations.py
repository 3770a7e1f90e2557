"""S9: N项、N个方面 against the enumeration that follows (一是…二是…) or stands before (A、B、C三方面)."""

import re
from collections.abc import Iterator

from bot.rules.check import Check
from bot.rules.page import Page
from ingest.facts.numerals import parse_number

_N = r"(?P<n>[二两三四五六七八九十]{1,2}|\d{1,2})"
_AHEAD = re.compile(
    rf"(?:以下|如下|下列|抓好|做好|做到|着力|围绕|突出|存在|主要(?:有|是|表现在?)?|从|在){{1,3}}[^,。;:\d]{{0,10}}?{_N}(?:个?方面|大?项|点|条(?!例)|个(?=问题|不足|环节|重点|任务|措施|薄弱|突出|主要))"
    r"[^,。;\d]{0,10}[:。,]"
)
_ITEM = re.compile(
    r"(?:^|(?<=[。;:,\n]))(?:(?P<shi>[一二三四五六七八九十]{1,2})是|第(?P<di>[一二三四五六七八九十])[,是]|[(]?(?P<num>[一二三四五六七八九十]{1,2}|\d{1,2})(?:[)、]|\.(?!\d)))"
)
_QUOTED = re.compile(rf"((?:“[^“”\n]{{1,24}}”[、,和及与]?)+)(?P<etc>等)?的?{_N}(?:个|大|项|种|类|方面|部分|点|位|级)")
_PLAIN = re.compile(
    rf"(?P<list>[^,。;:\n“”()]{{2,80}}?[、][^,。;:\n“”]{{1,60}}?)(?P<etc>等)?{_N}(?:个|大|项|种|类)?(?:方面|功能|等次|部分|环节|类别|渠道|平台|举措|措施)"
)
_REACH = 6000


def announced(page: Page) -> Iterator[Check]:
    """S9: the number of points announced is the number of points that follow."""
    for match in _AHEAD.finditer(page.text):
        count = int(parse_number(match["n"]) or 0)
        found = _points(page, match.end())
        if count < 2 or len(found) < 2 or not any(s <= match.start() < e for s, e in page.lines):
            continue
        right, said = len(found) == count, match[0][-24:].rstrip(":。,")
        yield Check(
            rule="S9",
            verdict="holds" if right else "fails",
            message=f"说的数目与列出的{'一致' if right else '不一致'}（“{said}”，列出的数目为 {len(found)}）",
            computation=f"{count} {'=' if right else '≠'} {len(found)}",
            spans=page.spans([match.span(), *((at, min(at + 16, page.sentence_at(at)[1])) for at in found)]),
        )


def _points(page: Page, start: int) -> list[int]:
    """Where the points of one enumeration begin, counted from one up, right behind ``start``; none if it is broken."""
    following = next((s.start for s in page.headings if page.view.find(s.start) >= start and s.level == 1), None)
    until = min(start + _REACH, page.view.find(following) if following is not None else len(page.text))
    items = [(m.start(), *_read(m)) for m in _ITEM.finditer(page.text, start, until)]
    between = page.text[start : items[0][0]] if items else ""
    if not items or len(between) > 12 or "。" in between or items[0][2] != 1:
        return []
    style, found = items[0][1], [items[0][0]]
    for at, kind, value in items[1:]:
        if kind == style and value == len(found) + 1:
            found.append(at)
        elif kind == style and value == 1:
            break
    return found


def _read(match: re.Match[str]) -> tuple[str, int]:
    kind = next(name for name in ("shi", "di", "num") if match[name])
    style = kind if kind != "num" else "num" + ("(" if match[0].startswith("(") else match[0][-1])
    return style + ("1" if match[kind].isdigit() else "一"), int(parse_number(match[kind]) or 0)


def listed_before(page: Page) -> Iterator[Check]:
    """S9: the number behind a list is the number of its items; 等 leaves it open, and so does a list unquoted."""
    for match in _QUOTED.finditer(page.text):
        items = re.findall(r"“([^“”]*)”", match[1])
        count, said = int(parse_number(match["n"]) or 0), len(items)
        if said < 2 and "、" in match[1]:
            items = re.split("、", items[0])
            said = len(items)
        if said < 2 or count < 2:
            continue
        right = said == count
        if right or not match["etc"] or said > count:
            yield _listed(page, match.span(), said, count, right, certain="“" in match[1][1:])
    for match in _PLAIN.finditer(page.text):
        items = [item for item in re.split(r"、|以及|及|和|与", match["list"]) if item]
        count = int(parse_number(match["n"]) or 0)
        if count > 1 and count in {len(items), match["list"].count("、") + 1}:
            yield _listed(page, match.span(), count, count, True, certain=False)


def _listed(page: Page, place: tuple[int, int], said: int, count: int, right: bool, *, certain: bool) -> Check:
    return Check(
        rule="S9",
        verdict="holds" if right else "fails" if certain else "cannot_tell",
        message=f"说的数目与列出的{'一致' if right else '不一致'}（“{page.of(place)[-60:]}”，列出的数目为 {said}）",
        computation=f"{count} {'=' if right else '≠'} {said}",
        spans=(page.span(*place),),
    )
