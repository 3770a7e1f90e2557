"""The figure of a metric for a report: the one number it states for its year, what contradicts it, what is beside it.

Summaries, comparisons and computations all choose here, so that they never disagree about one report.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.reading.amounts import Amount, amount
from bot.reading.points import PLANS, PROBLEMS
from ingest.facts.metrics import MEDIA
from ingest.schema import Figure
from ingest.view import clean

# What a metric counts by its meaning; every other metric counts the report's own year.
_OWN = {"disclosed_cumulative": ("累计", "截至"), "disclosed_earlier": ("以前年度",)}
# Of these a report states one number; of other metrics (咨询, 解读, 培训) it may count several things.
_TOTALS = {
    "disclosed_total", "disclosed_cumulative", "applications_received", "applications_handled", "reviews", "lawsuits",
    "fees",
}  # fmt: skip
_NEAREST = {"截至": 0, "累计": 1, "以前年度": 2, "上级": 3, "他单位": 4}
_BESIDE = {"disclosed_total": ("disclosed_cumulative", "disclosed_earlier")}
_WHOLE = re.compile(r"共|总|累计|主动公开|收到|接到|受理|新收|收办|办结|答复|全年|接待|收取|复议|诉讼")
_PART = re.compile(
    r"其中|专职(?![和与及、兼])|(?<!专)兼职|按时|延期|当场|当面|信函|传真|邮件|网上|网络|电话|现场|书面|口头|撤回|撤销|撤诉|纠正|纠错"
    r"|维持|驳回|败诉|胜诉|审结|违法|同意|部分|不予|属于|未办结|未答复|尚|期限|正在|结转|(?<![各多几大种\d])类|上半年|下半年|季度|\d月"
    r"|第[一二三四]批|图解|动漫|视频|(?:自然人|个人|公民)(?![、和与及或])|(?<![、和与及或])(?:法人|企业)(?![、和与及或])"
)
# 累计22297条，其中2022年新增公开2710条: the year's whole.
_YEARS_PART = re.compile(r"其中[:,]?(?=(?:本年度?|今年|当年|全年|\d{4}年度?)[^,;。]{0,6}公开)")
_WAYS = re.compile(r"当面|信函|传真|邮件|邮寄|网上|网络|电话|现场|口头")
_PART_DENIED = re.compile(r"其他|其它|额外|另行|免费|免收|减免|困难|低保|败诉|纠|撤销|逾期|超期|违法")
_OBJECT = re.compile(r"(?:公开|发布|公布|更新|推送)(?:了|的)?([^,;。\d]*?)(?:信息|[条件份篇])")
_ANY_OBJECT = re.compile(r"(?:各[类种项]|有关|相关|本级|政府|政务|文字|公共|工作|共|计|总计|共计|各类别|的|等)*")
_FORMS = re.compile(r"(?:等|多种|各种)(?:形式|方式|途径|渠道)?")  # 收到信函、网站申请等形式…: all of them, no part
_SUBJECT = re.compile(
    r"全[国省市县区州旗镇乡]|各(?:级|部门|单位|乡镇|街道|镇街|处室|科室)"
    r"|本级|办公室|直属|下属|部分|少数|个别"
)
# 印发《…》等5项配套制度 counts rules that were made, not what was disclosed.
_RULES_MADE = re.compile(r"[^公开布]{0,8}(?:制度|办法|规定|细则|方案|规程|预案|机制)")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True)
class Headline:
    """``best`` is the figure in the metric's own scope, ``None`` where the report has parts or other scopes only.

    ``rivals`` are statements of the same whole that cannot be the same number; ``elsewhere`` are the figures of the
    metric in other scopes (累计, 截至, 以前年度, 上级) or of another year, the nearest first; ``parts`` are the year's
    own parts (当面申请3件, 网上申请6件) where no whole is stated, not added up.
    """

    best: Figure | None
    rivals: tuple[Figure, ...] = ()
    elsewhere: tuple[Figure, ...] = ()
    parts: tuple[Figure, ...] = ()

    @property
    def conflicting(self) -> bool:
        """Whether the report contradicts itself."""
        return bool(self.rivals)


def headline(figures: Iterable[Figure], metric: str, year: int | None) -> Headline | None:
    """The figure of ``metric`` that one report states for its own ``year``; ``None`` where it states none at all.

    ``figures`` are all of one report's. Shares, plans and what is said under problems or plans never are a headline.
    """
    beside = _BESIDE.get(metric, ())
    stated = [f for f in figures if (f.metric == metric or f.metric in beside) and states(f)]
    own = [f for f in stated if f.metric == metric and _is_own(f, year)]
    elsewhere = sorted((f for f in stated if f not in own and not _is_part(f)), key=_distance)
    if not own:
        return Headline(None, elsewhere=tuple(elsewhere)) if elsewhere else None
    best = min(own, key=_preference)
    if best.value and _is_part(best) and not _in_writing(best, own) and len(parts := {f.quote: f for f in own}) > 1:
        return Headline(None, elsewhere=tuple(elsewhere), parts=tuple(parts.values()))
    elsewhere = [f for f in elsewhere if f.scope != "截至" or f.value != best.value]  # 截至年底: the same, said again
    return Headline(best, tuple(_rivals(best, own)), tuple(elsewhere))


def _in_writing(figure: Figure, own: Sequence[Figure]) -> bool:
    """收到书面申请14件 is every application, as each has to be in writing, unless other ways are told beside it."""
    ways = any(_WAYS.search(clean(other.quote)) for other in own)
    return "书面" in figure.quote and not ways and not _PART.search(clean(figure.quote).replace("书面", ""))


def states(figure: Figure) -> bool:
    """Whether a figure states what was done: no plan, no share, nothing said under problems or plans."""
    aside = any(PROBLEMS.search(title) or PLANS.search(title) for title in figure.section[-2:])
    rules = figure.metric == "disclosed_total" and bool(_RULES_MADE.fullmatch(clean(figure.label)))
    return figure.scope != "计划" and figure.unit not in {"%", "‰"} and not aside and not rules


def contradict(one: Figure, other: Figure) -> bool:
    """Whether two statements of one thing cannot both be right; hedged numbers are intervals, 件 and 条 one kind."""
    return not _scaled(one).may_equal(_scaled(other))


def _is_own(figure: Figure, year: int | None) -> bool:
    if (figure.scope or "本年") not in _OWN.get(figure.metric, ("本年",)):
        return False
    dated = re.fullmatch(r"(\d{4})年?", figure.period or "")
    return not (dated and year and int(dated[1]) != year) or figure.metric in _OWN


def _preference(figure: Figure) -> tuple[bool, bool, bool, bool, int]:
    said, denied = clean(figure.quote), figure.value == 0
    whole = denied or bool(_WHOLE.search(said))
    return _is_part(figure), not whole, bool(MEDIA.search(said)) and not denied, figure.scope == "截至", figure.start


def _distance(figure: Figure) -> tuple[int, bool, int]:
    return _NEAREST.get(figure.scope or "", 2), not _WHOLE.search(figure.quote), figure.start


def _is_part(figure: Figure) -> bool:
    """Whether the words say that more than this was counted: 其中, 网上, 上半年, 维持, 财政信息, 未收取其他费用."""
    said = _YEARS_PART.sub("", clean(figure.quote))
    if figure.value == 0:
        return bool(_PART_DENIED.search(said))
    counted = _OBJECT.search(said) if figure.metric in {"disclosed_total", *_OWN} else None
    if counted and not _ANY_OBJECT.fullmatch(counted[1]):
        return True
    return bool(_PART.search(said)) and not _FORMS.search(said)


def _rivals(best: Figure, own: Sequence[Figure]) -> list[Figure]:
    """Statements of the best one's whole that contradict it; what is no statutory total must say the same words."""
    if not _speaks_for_all(best):
        return []
    rest = (f for f in own if f is not best and _speaks_for_all(f) and _subject(f) == _subject(best))
    alike = (f for f in rest if best.metric in _TOTALS or clean(f.label) == clean(best.label))
    return [f for f in alike if _same_measure(f, best) and contradict(f, best)]


def _speaks_for_all(figure: Figure) -> bool:
    said = clean(figure.quote)
    stated = figure.value == 0 or bool(_WHOLE.search(said) and not MEDIA.search(said))
    return stated and not _is_part(figure)


def _subject(figure: Figure) -> frozenset[str]:
    return frozenset(_SUBJECT.findall(clean(figure.quote)))


def _same_measure(one: Figure, other: Figure) -> bool:
    """Persons are not times; money is not pieces; 件, 条, 份 count the same things."""
    return _measure(one.unit) == _measure(other.unit)


def _measure(unit: str) -> str:
    if unit.endswith("元"):
        return "元"
    return "人" if unit[0] in "人名位" else "次" if unit[0] in "次场期届轮" else "件"


def _scaled(figure: Figure) -> Amount:
    said, scale = amount(figure), _SCALE.get(figure.unit[0], Decimal(1)) if figure.unit.endswith("元") else Decimal(1)
    return Amount(said.low * scale, said.high * scale, said.low_open, said.high_open)
