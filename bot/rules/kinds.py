"""What a number counts and of when, for parts that look for their whole: ways, outcomes, rulings, earlier years."""

import re
from collections.abc import Sequence

from bot.rules.page import Number, Page

WAYS = re.compile(
    r"当面|现场|传真|电子邮件|邮件|邮寄|信函|来函|书面|网络|网上|网站提交|平台提交|在线|其他(?:形式|方式|途径)"
)
OUTCOMES = re.compile(
    r"予以公开|同意公开|部分公开|不予公开|不同意公开|无法提供|不予处理|其他处理|信息不存在|不存在|非本机关|不属于|非政府信息"
    r"|不明确|不掌握|已主动公开|主动公开范围|补正|更改补充|其他途径|否决"
)
RULINGS = re.compile(r"维持|纠正|撤销|纠错|驳回|撤回|终止|审结|在审|审理|其他(?:结果|情形)|确认违法|胜诉|败诉|变更")
APPLICANTS = re.compile(r"公民|自然人|个人|法人|企业|组织|律师|媒体")
# The whole of an earlier year, no whole of this one's parts.
_AGO = re.compile(r"(?:上年|去年|上一年|上一?学年|前年|上年度|去年度)(?:同期)?[^,]{0,6}$")
_KINDS = (
    (WAYS, re.compile(r"申请|受理|收到|咨询")),
    (APPLICANTS, re.compile(r"申请|受理|收到")),
    (OUTCOMES, re.compile(r"申请|答复|办结|办理")),
    (RULINGS, re.compile(r"复议|诉讼")),
)
# 因涉及商业秘密不予公开1件: why something was decided, one decision beside the others and no part of the one before.
_GROUND = re.compile(r"因|由于|鉴于")
_DECIDED = re.compile(r"[^,。;、\d]{0,20}(?:不予|予以|部分公开|同意|无法|未予|免予|不公开|不同意)")
_DISPUTED = re.compile(r"申请|复议|诉讼")


def of_one_kind(base: Number, parts: Sequence[Number]) -> bool:
    """Whether a number of another sentence counts what the parts are parts of."""
    for says, whole in _KINDS:
        if all(says.search(part.label) for part in parts):
            return bool(whole.search(base.label))
    return bool(_DISPUTED.search(parts[0].label)) or not _DISPUTED.search(base.label)


def is_ago(page: Page, number: Number) -> bool:
    """Whether a number counts an earlier year ((2012年为1378条), 上年的71件), and does not add it up with this one."""
    years = {int(year) for year in re.findall(r"((?:19|20)\d\d)年(?!以来|起|至|开始|\d|施行)", number.label)}
    earlier = bool(page.year and years and max(years) < page.year)
    return (earlier or bool(_AGO.search(number.label))) and not re.search(r"以来|累计|截[至止]|结转|历年", number.label)


def is_ground(page: Page, mark: re.Match[str]) -> bool:
    """Whether 涉及 tells why something was decided, and begins no list."""
    if mark[0] != "涉及":
        return False
    clause = re.split(r"[,。;:、\d]", page.text[max(0, mark.start() - 24) : mark.start()])[-1]
    return bool(_GROUND.search(clause) or _DECIDED.match(page.text, mark.end()))
