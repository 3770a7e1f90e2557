"""Numbers in a list that a lead-in calls plans: 改进措施:(1)聘请顾问1名;(2)… – each item has lost the word for it."""

import re
from collections.abc import Sequence

from ingest.facts.mentions import Mention
from ingest.view import clean

_LEAD = re.compile(r"(?:^|[。;])([^。;:]{0,40}):")
_PLANS = re.compile(
    r"改进(?:措施|举措|办法)|^(?:工作)?(?:打算|计划)$|今后[^,]{0,6}打算|下一?步[^,]{0,4}(?:打算|措施|计划|工作|安排)|(?:工作|重点|主要)(?:安排|打算|计划|思路)|努力方向"
    r"|(?:将|拟|打算|计划)[^,]{0,14}(?:以下|如下|[几二两三四五六七八九十](?:件|个|项|方面)(?:事|方面|工作|措施)?)"
    r"|(?:明年|下一?年度?|下一学年)[^,]{0,14}$"
)
_DONE = re.compile(r"上年|去年|落实情况|整改情况|完成情况|已")
_ITEM = re.compile(
    r"(?:[(]?(?:[一二三四五六七八九十]|\d{1,2})(?:[)、]|\.(?!\d))|[①-⑳]|[一二三四五六七八九十]是|首先|其一)"
)
# A heading of nothing but plans: 来年打算, 第五部分 2009年安排; 问题和改进措施 tells of both.
_HEAD = re.compile(
    r"(?:(?:第?[一二三四五六七八九十]+(?:部分)?|\d{1,2})[、.]?)?(?:(?P<year>(?:19|20)\d{2})年度?|来年|明年|下一?年度?|下一?步|今后)的?"
    r"(?:主要|重点|工作|信息公开|政务公开|政府|[,、和及])*(?:怎么[干办做]|安排|打算|计划|思路|设想|举措|措施)(?:和|与|及)?(?:安排|打算|计划|思路|设想|举措|措施)?"
)
_FAULTS = re.compile(r"问题|不足|困难|毛病|短板|差距")
_LISTED = re.compile(r"以下|如下")
_NOW = re.compile(r"已|目前|现有|原有|现|由$|由原")


def is_ahead(text: str, mention: Mention) -> bool:
    """Whether the last lead-in before a number on its line announces a list of plans, and the number is not of now."""
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    leads = [lead for lead in _LEAD.finditer(line) if _ITEM.match(line, lead.end()) or _LISTED.search(lead[1])]
    last = leads[-1] if leads else None
    if last is None or not _PLANS.search(last[1]) or _DONE.search(last[1]):
        return False
    return not _NOW.search(mention.before)


def is_under_plans(path: Sequence[str], mention: Mention, own: int | None) -> bool:
    """Whether a number stands under a heading of plans alone, and its words do not say that it is of now."""
    heads = [found for title in path[-2:] if (found := _HEAD.fullmatch(re.sub(r"[\s:]", "", clean(title))))]
    coming = any(not head["year"] or not own or int(head["year"]) > own for head in heads)
    return coming and not _NOW.search(mention.before) and not _DONE.search(mention.clause)


def is_of_faults(text: str, mention: Mention) -> bool:
    """Whether the last lead-in before a number on its line tells of what went wrong: of now, whatever its heading."""
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    leads = list(_LEAD.finditer(line))
    return bool(leads) and bool(_FAULTS.search(leads[-1][1])) and not _PLANS.search(leads[-1][1])
