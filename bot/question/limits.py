"""Follow-ups that narrow or widen what was asked: 不算宝鸡呢, 2013年以前的呢, 从条例施行算起呢, 只要这一年的."""

import re
from collections.abc import Sequence

from bot.question.said import Said
from bot.question.thread import EVERYBODY, about, in_years, joined
from ingest.schema import Report

_FEW = 8  # bodies that a question still names one by one
_WITHOUT = re.compile(
    r"^\s*(?:那么?|如果|要是|再)?(?:不算上?|不含|不包括|不包含|不要|不计|去掉|去除|除去|除掉|除了|除开|除|剔除|扣除|扣掉|抛开"
    r"|撇开|刨去|刨除|排除|减去|拿掉|没有)"
)
_ASKS_MORE = re.compile(r"多少|几|怎么|什么|哪|谁|吗")
_EARLIER = re.compile(
    r"(?:的|年|度|公开|公布|发布)*(?:以前|之前|此前|往年|以往|以前各?年度?|过去|早些?年)(?:年度|年份|各年|几年)?(?:里|公开|公布|发布)?(?:的|了|过)*"
)
_SPANNING = re.compile(r"(?:历年)?累计|历年|以前年度?|之前|以前|往年|以往")
SINCE = re.compile(
    r"^(?:自|从|打)?.{0,8}(?:施行|实施|开始|条例|成立|建[区乡局县市]).{0,6}?(?:以来|算起|开始|起|至今|到现在)(?:的?(?:一共|总共|累计|合计|总数))?(?:有多少|多少|几[条件份])?$"
)
_BOTH = re.compile(
    r"(?:[这那]?(?:两个?|二者|两者|两项|两部分|两边|俩|几个|它们|前后|全部|都))?(?:数字?)?(?:一共|合计|总共|加起来|合起来|加在一起|合在一起|相加|加总|总和|总数|总计)(?:是|有)?(?:多少|几)?[条件份次个]?"
)
_MANY = re.compile(r"(?:多少|几)(?:万元|人次|[条件份篇次期场人名个项元])?")
_ONE_YEAR_ONLY = re.compile(
    r"(?:我|只|就|单|光|仅|要|问|看|说|想|知道|的|是)*(?:这一?年|当年|单年|一年)(?:度)?(?:的|数|内|里|公开)*"
)
ONE_YEAR = re.compile(r"[这那]一?年|当年|单年|只.{0,6}\d{4}年")


def unspanned(topic: str) -> str:
    """A topic without the span of years that it was asked over (累计公开多少 → 公开多少)."""
    return re.sub(f"(?:{_SPANNING.pattern})(?:的)?", "", topic)


def left_out(said: Said, reports: Sequence[Report]) -> str | None:
    """不算宝鸡呢: the same asked of those that the question before was about, but for the one named."""
    found = _WITHOUT.match(said.bare)
    if not found or not said.bodies or not said.last.base or _ASKS_MORE.search(said.bare):
        return None
    last = said.last
    held = tuple(dict.fromkeys(r.agency for r in reports if r.agency and (not last.years or r.year in last.years)))
    spoken = last.bodies if len(last.bodies) > 1 else held
    kept = tuple(name for name in spoken if name not in said.bodies)
    if not kept:
        return None
    if len(kept) <= _FEW:
        return f"{joined(kept)}{said.dated}{last.base}"
    return f"除{'、'.join(said.bodies)}以外，其他{EVERYBODY[1:]}{said.dated}{last.base}"


def earlier(said: Said, reports: Sequence[Report]) -> str | None:
    """2013年以前的呢, 往年呢: the same asked of the time before the year spoken of."""
    bare = re.sub(r"\s+", "", said.closed)
    if not _EARLIER.fullmatch(bare) or not said.last.base:
        return None
    years = said.years or said.last.years
    word = "以前年度" if "年度" in bare else "以前"
    return f"{said.subject}{in_years(years[:1])}{word}{unspanned(said.last.base)}"


def both_times(said: Said, reports: Sequence[Report]) -> str | None:
    """两个加起来呢, after this year's and the earlier ones: the two added."""
    if len(said.thread) < 2 or said.bodies or not _BOTH.fullmatch(re.sub(r"\s+", "", said.closed)):
        return None
    pair = [turn.base for turn in said.thread[-2:]]
    plain = [re.sub(r"^以前(?:年度)?", "", base) for base in pair]
    if plain[0] != plain[1] or pair[0] == pair[1] or len(said.last.bodies) != 1:
        return None
    many = _MANY.search(plain[0])
    thing = about(plain[0])
    return f"{said.subject}{said.dated}当年{thing}和以前的{thing}加起来{many[0] if many else '多少'}"


def one_year(said: Said, reports: Sequence[Report]) -> str | None:
    """只要当年的, after the accumulated number: the same of the year alone."""
    if said.bodies or said.years or not _ONE_YEAR_ONLY.fullmatch(re.sub(r"\s+", "", said.closed)):
        return None
    return f"{said.subject}{said.dated}{'' if said.dated else '当年'}{unspanned(said.last.base)}"
