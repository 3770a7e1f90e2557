"""Numbers in a list that a lead-in calls plans: 改进措施:(1)聘请顾问1名;(2)… – each item has lost the word for it."""

import re

from ingest.facts.mentions import Mention

_LEAD = re.compile(r"(?:^|[。;])([^。;:]{0,40}):")
_PLANS = re.compile(
    r"改进措施|今后[^,]{0,6}打算|下一?步[^,]{0,4}(?:打算|措施|计划|工作|安排)|(?:工作|重点|主要)(?:安排|打算|计划|思路)|努力方向"
    r"|(?:将|拟|打算|计划)[^,]{0,14}(?:以下|如下|[几二两三四五六七八九十](?:件|个|项|方面)(?:事|方面|工作|措施)?)"
    r"|(?:明年|下一?年度?|下一学年)[^,]{0,14}$"
)
_DONE = re.compile(r"上年|去年|落实情况|整改情况|完成情况|已")
_ITEM = re.compile(r"(?:[(]?(?:[一二三四五六七八九十]|\d{1,2})(?:[)、]|\.(?!\d))|[①-⑳]|[一二三四五六七八九十]是|首先)")
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
