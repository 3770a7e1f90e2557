"""Which calculation a question asks for in words: counting, ranking, arithmetic; and the plain question left of it.

公开超过500条的有几家 counts the reports whose answer to 公开多少条 is more than 500条.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bot.computing.arithmetic import Condition
from bot.computing.plain_question import (
    AMOUNT,
    AT_LEAST,
    AT_MOST,
    BAR,
    CHANGED,
    DENIED,
    DID,
    LISTED,
    MOST,
    NTH,
    OVER,
    PLACE,
    PRIOR,
    REPORTS,
    SAYS,
    TOLD,
    TOP,
    UNDER,
    UNWRITTEN,
    plain_question,
)
from ingest.facts.numerals import parse_number
from ingest.schema import Noun
from ingest.view import clean

Kind = Literal[
    "ranking", "place", "count", "sum", "mean", "difference", "compare", "ratio", "share", "growth", "trend", "before",
    "remainder", "stated", "silent",
]  # fmt: skip
Among = Literal["bodies", "years", "category", "channel", "outcome"]

# Audits in words (加起来等于总数吗), what a report mentions, reasons and ways of doing are other drafters'.
_NOT_MINE = re.compile(
    r"等于|对得上|对不上|算得对|算对|算错|算得准|吻合|一致|对吗|对吧|对不对|对么|属实|真的|有没有错|矛盾|核对|正确|相符|为什么|为何|怎么(?!排[?。]?$)|如何|原因|流程|提到|提及|提过|没提(?![?。]|$)|说到|写到|谈到|讲到|是什么意思"
    # 申请人问得最多的是什么 asks for a matter, 第三方评估排第几 for a place that the report tells itself.
    r"|(?:问|关注|关心|反映|咨询)[^,。?]{0,3}最[多集大][^,。?]{0,3}(?:是|为)?(?:什么|啥|哪方面)"
    r"|(?:评估|测评|评议|评比|考核|考评|评分|得分)[^。?]{0,14}(?:排(?:名|在)?第?几|第几|名次|排名)"
)
_BEFORE = re.compile(
    r"年(?:以前|之前|前).{0,14}(?:公开|发布)|(?:年底|年末|年为止|年以前|年之前|年前|年止|底|为止).{0,10}(?:累计|一共|总共|共|公开|发布)|累计.{0,14}(?:年底|年末|为止|年止)"
)
_TREND = re.compile(r"趋势|逐年|历年(?!累计|总)|这[几些两三]年|每年|各年|年年|几年(?:来|间)|变化")
_GROWTH = re.compile(
    r"增长|增幅|增速|增加还是|减少还是|增加.{0,3}减少|是增是减|增加了?(?:多少|几)|减少了?(?:多少|几)|下降了?|降幅|百分点|同比|环比|涨了?(?:多少|几)|涨幅|上升了?"
    r"|[比较](?:上一?|去|前一|头)年.{0,14}[多少增减涨降]|(?:添|涨|增|新增)(?:加|多)?了(?:多少|几)"
)
_SCHOOL_YEAR = re.compile(r"上一?学年度?")  # a school's year before
_LAST = r"(?:上一?|去|前一|头一?|(?:19|20)\d\d)年度?(?:同期)?(?:相比)?,?"
_WENT = r"(?:是|又|净|有所)?(?:提高|提升|上升|升高|增加|增长|增多|上涨|下降|降低|减少|下滑|回落)"
# 占比比上年提高了多少 asks for a change, and 比2022年减少了吗 for its way.
_RATE_WENT = re.compile(rf"(?:率|占比|比重|比例|度)[比较]{_LAST}{_WENT}了?(?:多少|几)")
_WENT_UP_OR_DOWN = re.compile(rf"[比较]{_LAST}(?:{_WENT}|[多少])了?[没吗么]")
# The years are blanks in what is left of a question.
_WENT_SAID = re.compile(
    rf"[比较](?:{_LAST}|\s+)(?:{_WENT}(?:了?(?:多少|几)个?(?:百分点|百分比)?|了?(?:没有|[没吗么]))|[多少]了?(?:没有|[没吗么]))"
)
_SHARE = re.compile(r"占.{0,16}(?:百分|几成|比例|比重|多少|多大|几分)|占比|百分之(?:几|多少)|几分之几|比例是|所占")
_RATIO = re.compile(
    r"(?:几|多少)倍|倍数|翻了?几番|[是为有].{0,8}倍|(?:[顶抵]得?上?|相当于|等同于)(?!了?第).{1,14}(?:几|多少)个"
)
_MEAN = re.compile(r"平均|均值|人均")
_SUM = re.compile(
    r"一共|合计|总共|总计|加起来|加在一起|加到一起|共计|之和|总和|相加|合起来|累加|合在一起|拢共|共(?=公开|收到|发布|有多少)|(?<![增参])加上?(?![大强快])"
    r"|统共|[加合][在到]?一块|加总|(?:[各所全两三四五六七八九十\d]+(?:有|部)?|几)[家份个](?:单位|报告|机关|部门)?(?!里).{0,14}总(?:数|量|额)"
)
_APART = re.compile(r"相差|差距|差[了是]?(?:多少|几)|最[多高].{0,8}比.{0,4}最[少低]|最[少低].{0,8}比.{0,4}最[多高]")
_OVER_TIME = re.compile(r"头几年|连同|攒|这些年|以来|到现在|至今|开始到")  # one accumulated number, not many
_GAP = re.compile(
    r"相差|差[了是]?(?:多少|几)|差距|差额|差值|(?<![多])[多少高低](?:了|出|出了|公开|发布|公布|发|收到?|挂)*(?:了)?(?:多少|几)"
    r"|(?<!多)[多少][发放办接批贷收归提投花建用招录][^\s,。?]{0,2}了(?:多少|几)"
)
# 谁多,多多少: the gap between the two that are named.
_BY_HOW_MUCH = re.compile(r"差|多出|少出|(?:谁|哪[个家边]).{0,16}?[多少高低],?.{0,4}?[多少高低]出?(?:多少|几)")
_THAN = re.compile(r"(?<![占百分对])比(?![较例重上率])")
_WHICH_MORE = re.compile(
    r"[多少高低](?:还是|吗|么|不|些|一些|一点)|更[多少高低]|是不是.{0,4}比|有没有比|超过(?!\d)|不如|还[多少]"
)
_MORE_OF_THEM = re.compile(r"[多少高低](?:的|$|[?。])")  # 比丰台多的有几家, 谁比丰台多
_AGAINST = re.compile(
    r"(?:超过|多于|少于|高于|低于)(?!了?[\d一二三四五六七八九十百千万两])|不如|赶[得不]?上|不及(?!时)"
)
_WHO_MORE = re.compile(
    r"(?:谁|哪[个家一]{1,2}(?:单位|部门|机关|年|类)?|哪[年类]).{0,14}?(?<![提减增])[多少高低](?!少)[?。了呢啊呀些]*$"
)
_FEWEST = re.compile(
    r"最[为]?[少低小后末]|垫底|倒数|末尾|后[一二两三四五六七八九十\d]+(?:名|位|家|个)|从[少低小]到|由[少低小]到|(?:谁|哪).{0,14}(?<!多)[少低](?!少)[?。了呢啊呀些]*$|第.{1,2}少"
)
_FEWER_THAN = re.compile(r"(?<!有)没有?(\s{2,}|[^,。?\s]{2,16}?)(?:那么|这么)?多(?=的?[?。\s]*$|的(?:单位|有))")
_COUNTED = re.compile(
    r"(?:几|多少)(?:家|单位|个(?:单位|机关|部门|地方|报告|[局乡镇县区])|份(?:报告|年报)?)|(?:单位|机关|部门|报告|年报|街道|乡镇|地方)(?:一?共)?(?:有|是)?(?:几|多少)[个家份]|哪几[家个份]|有谁|都有谁|谁|哪[家个]|名单"
    r"|哪些(?!信息|情况|材料|文件|内容|申请|人|方式|渠道|问题|费用|项目|事项|类|栏目|制度|工作|方面|差距|规定)"
    r"|有没有(?:单位|哪[家个]|谁)|的(?:单位|机关|部门)(?:名单|有)?[?。]?$"
)
_WRITTEN = re.compile(
    rf"(?<!没)(?<!没有)(?<!未){SAYS}(?!没|未|无|零)(?:.{{1,14}}?)(?:(?:人|件|条|次)?数(?:字|量|额)?|金额|规模)?(?:的|[?。]|$)"
)
# 由谁受理, 该找谁, 谁来答复 ask who does the work, and 是谁提出的 who came: nobody is counted.
_WHOSE_WORK = re.compile(
    r"[由找向给问跟](?:谁|哪)|(?<![都别各])是谁|谁(?:提|来|申请|负责|管)|(?:谁|哪个(?:部门|科室|机构|单位))(?:负责|受理|接收?|来|管|办|处理|答复|回复)(?!了|过)"
)
_ELSEWHERE = re.compile(r"全[市县省国区](?!公开|主动|各)")
_SIGNS = ((UNDER, "<"), (AT_MOST, "≤"), (AT_LEAST, "≥"), (OVER, ">"), ("正好|刚好|恰好|等于", "="))
_DONE = re.compile(
    r"收到|接到|受理|收取|收过|收了|被|发生|引发|提起|出现|(?<!没)有(?:过|人|依?申请|行政|投诉|举报)|打过?官司|收费|(?:减免|免收|减收)(?:了|过)"
)
_KINDS_ASKED = re.compile(
    r"哪[一几]?(?:个|些)?[类种]|哪(?:一|些)?(?:方面的)?信息|什么(?:信息|类别?|内容|种类|方面的信息)|类别|分类|种类|各类|前[一二三四五六七八九十\d]+类|类(?:别|信息)?(?:里|中|当中)|哪个栏目|[一二两三四五六七八九十几各]类(?:信息|文件)|(?:几|多少)个?类"
)
_CHANNELS = re.compile(r"渠道|途径|方式|平台|载体|网站还是|哪里发")
_OUTCOMES = re.compile(r"(?:答复|处理|办理)(?:结果|类型|方式)?.{0,6}哪|哪.{0,3}(?:结果|答复)")
_WHO = re.compile(r"谁|单位|部门|机关|哪[一几]?家|哪[个些](?:局|乡|镇|县|区|园区|街道)")
_YEARS = re.compile(r"哪[一]?年|什么年份|哪个年[份度]|年份")


class Task(Noun):
    """A calculation asked for.

    ``plain`` is what to ask each report; ``fewest`` turns an order round; ``top`` is how many of it are asked
    (``None``: all), ``nth`` one place of it; ``among`` is what is put in order: bodies, years, one report's parts.
    """

    kind: Kind
    plain: str
    fewest: bool = False
    top: int | None = None
    nth: int | None = None
    condition: Condition | None = None
    among: Among = "bodies"


def task_of(question: str, rest: str) -> Task | None:
    """The calculation that a cleaned question asks for; ``rest`` is the question without its bodies and years."""
    whole, rest = (_ROUND_BAR.sub("一", _SCHOOL_YEAR.sub("上年", text)) for text in (clean(question), rest))
    if _FEWER_THAN.search(rest):  # 谁公开得没有丰台多: fewer than the one named
        whole, rest = (_FEWER_THAN.sub(r"比\1少", text) for text in (whole, rest))
    whole, rest = (_SAID_TO_BE.sub("", text) for text in (whole, rest))
    if _NOT_MINE.search(whole):
        return None
    kind = _kind(whole, rest)
    if kind is None:
        return None
    rest = _WENT_SAID.sub("多少", rest) if kind == "growth" else rest
    condition = _condition(whole) if kind == "count" else None
    if kind == "ranking" and _ONLY_THOSE.search(whole):
        condition = Condition(sign=">", value="0")
    top = TOP.search(whole)
    nth = None if top else NTH.search(whole) if kind == "ranking" else None
    listed = kind == "ranking" and LISTED.search(whole) and not MOST.search(whole)
    return Task(
        kind=kind,
        plain=plain_question(rest, condition if kind == "count" else None, told=kind in {"stated", "silent"}),
        fewest=bool(_FEWEST.search(whole)),
        top=_count(top[1] or top[2]) if top else None if listed else 1,
        nth=_count(nth[1]) if nth else None,
        condition=condition,
        among=_among(whole),
    )


def _kind(whole: str, rest: str) -> Kind | None:
    """The first that fits, the most particular first."""
    than, ranked = _THAN.search(rest), MOST.search(whole) or LISTED.search(whole)
    condition = _condition(whole)
    barred = condition and condition.value
    said = not condition or (condition.sign == ">" and not barred and re.search(r"数|金额|情况|多少钱", rest))
    asks_who = _COUNTED.search(whole) and not _WHOSE_WORK.search(whole)
    dated = _BEFORE.search(whole) and re.search(r"\d{4}年", whole)
    fits: tuple[tuple[Kind, object], ...] = (
        ("silent", (asks_who or _ITEM.search(whole)) and UNWRITTEN.search(_DENIED_AGAIN.sub("", whole))),
        ("remainder", REMAINS.search(rest) or UNPLACED.search(rest) or NOT_OF_IT.search(rest)),
        ("before", PRIOR_YEAR.search(whole)),
        ("sum", WITH_CARRIED.search(whole)),
        ("compare", CHANGED.search(whole) and not barred),
        ("place", PLACE.search(whole) and not _ELSEWHERE.search(whole)),
        ("ratio", _RATIO.search(whole)),
        ("difference", MOST.search(whole) and _APART.search(whole)),
        ("ranking", (ranked or _MAINLY.search(whole)) and not _AT_MOST_SAID.search(whole)),
        ("share", _SHARE.search(whole) and "占" in whole and not _RATE_WENT.search(whole)),
        ("growth", _GROWTH.search(whole) or _RATE_WENT.search(whole)),
        ("share", _SHARE.search(whole)),
        ("difference", _GAP.search(whole) and (than or _BY_HOW_MUCH.search(whole))),
        ("compare", (than and _WHICH_MORE.search(whole)) or _AGAINST.search(whole)),
        ("compare", than and _COUNTED.search(whole) and _MORE_OF_THEM.search(rest)),
        ("sum", _SUM_OF.search(whole) and not barred and not dated),
        ("stated", asks_who and said and _WRITTEN.search(TOLD.sub(" ", rest))),
        ("ranking", _WHO_MORE.search(whole) and not barred and not DENIED.search(whole)),
        ("count", (asks_who and condition) or (_KINDS_COUNTED.search(whole) and barred)),
        ("mean", _MEAN.search(whole)),
        ("before", dated),
        ("sum", _SUM.search(whole) and not _OVER_TIME.search(whole)),
        ("trend", _TREND.search(whole)),
        ("growth", _WENT_UP_OR_DOWN.search(whole)),
    )
    return next((kind for kind, found in fits if found), None)


_KINDS_COUNTED = re.compile(r"(?:几|多少|哪些?|哪几)个?[类种](?:信息|别)?")
_SUM_OF = re.compile(
    r"(?:一共|总共|合计|加起来|共)(?!有).{0,10}(?:多少|几)(?![家份]|个?(?:单位|部门|机关))(?!.*(?:[几多][家少]家|谁))"
)
_ITEM = re.compile(r"这一?项")
_DENIED_AGAIN = re.compile(r"没有?(?=.{0,2}(?:一|任何))")
REMAINS = re.compile(
    r"(?:扣掉|扣除|扣去|除去|除掉|除开|刨去|刨掉|刨开|去掉|减去|减掉|剔除|撇开|抛开|除了?|不算|不含|不计)(?P<parts>.+?)"
    r"(?:(?:以外|之外|外)?的?,?(?:还剩|剩|余下|其余|其他|其它|另外|别的|还有)|(?:以外|之外)的?,?).{0,16}?(?:多少|几|合计|总共|一共)"
)
UNPLACED = re.compile(
    r"没有?(?:(?:放|发布?|挂|登|公布|公开)(?:到|在|上)|上)(?P<parts>[^,]{2,12}?)(?:上|里)?的.{0,4}(?:多少|几)"
)
# 没有电子化的, 不属于本级的: what is not of a part is the whole less it; 不予公开 and 未办结 are parts of their own.
NOT_OF_IT = re.compile(
    r"(?:没有?(?!有|发生|收|接|被|任何|人|因|公开|申请|复议|诉讼|按|写|说|提|答|办)|未(?=[^,]{0,3}[电数][子字]化)|不属于(?!本机|本行|我)|并非|不是)"
    r"(?P<parts>[^,?]{2,12}?)的(?:政府|政务)?(?:信息|部分|文件)?(?:一?共|还|总共)?(?:有|是|占)?(?:多少|几)[条件]"
)
PRIOR_YEAR = re.compile(PRIOR)
WITH_CARRIED = re.compile(
    r"新收的?(?:申请)?(?:数|量)?(?:加上?|和|与|及|连同?|跟)(?:上年|去年|往年)?的?结转"
    r"|(?:连同?|加上|算上|带上|包括|含)(?:上一?年|去年|前一年|往年|以前|\d{4}年)?的?结转.{0,6}(?:一[起共并]|合计|总|共|算|在内)"
)
_ONLY_THOSE = re.compile(rf"{DID}[^,]{{2,14}}?的{REPORTS}(?:当中|之中|里面?|中)")
_MAINLY = re.compile(r"主要(?:是)?(?:来自|通过|从|经|靠)(?:于)?(?:哪|什么)")
_ROUND_BAR = re.compile(r"(?<=[过超逾破上满达到])(?=[百千万亿][条件份篇次人元])")  # 过万条 is more than 一万条
# 几份报告提到申请不足10件 counts those whose number is so, whatever they mention.
_SAID_TO_BE = re.compile(
    rf"(?<=[报年][告报])(?:里|中)?(?:提到|提及|写到|写明|说到|谈到|显示|反映)(?=[^,?]{{2,14}}?(?:{UNDER}|{AT_MOST}|{AT_LEAST}|{OVER})[了有]?{AMOUNT}[条件份篇次期场人名个项元万]|(?:发生|引发|收到|接到|受理|收取|被提起|被申请)[了过]?)"
)
_AT_MOST_SAID = re.compile(rf"最多(?:不超过)?{AMOUNT}")


def _condition(whole: str) -> Condition | None:
    """What each report's number is tested against: a bar with its unit, a denial, or that something happened."""
    bars = [_bar(match) for match in BAR.finditer(re.sub(r"\d{4}年", "  ", whole))]
    if told := [bar for bar in bars if bar is not None]:
        return _between(told)
    if DENIED.search(whole):
        return Condition(sign="=", value="0")
    return Condition(sign=">", value="0") if _DONE.search(whole) else None


def _bar(match: re.Match[str]) -> Condition | None:
    """One bar of a question, ``None`` for a number that is none."""
    if match["low"]:
        low, high = parse_number(match["low"]), parse_number(match["high"])
        return Condition(sign="≥", value=low, unit=match["each"] or "", upto=high) if low and high else None
    value = parse_number(match["number"])
    said = next((sign for words, sign in _SIGNS if re.fullmatch(words, match["sign"] or "")), None)
    sign = {"以上": "≥", "以下": "≤", "以内": "≤"}.get(match["after"] or "", said)
    if value is None or not sign or match["unit"] == "家":
        return None
    return Condition(sign=sign, value=value, unit=match["unit"] or "")


def _between(bars: Sequence[Condition]) -> Condition:
    """至少一件但不到五件 as one range (what is counted is whole); else the first bar."""
    low = next((bar for bar in bars if bar.sign in "≥>" and bar.upto is None), None)
    high = next((bar for bar in bars if bar.sign in "≤<"), None)
    counted = low and high and low.unit == high.unit and low.unit in "条件份篇次期场人名个项起例宗"
    if not (low and high and counted and low.value < high.value):
        return bars[0]
    return Condition(sign="≥", value=low.value + (low.sign == ">"), unit=low.unit, upto=high.value - (high.sign == "<"))


def _among(whole: str) -> Among:
    if _YEARS.search(whole):
        return "years"
    if _WHO.search(whole):
        return "bodies"
    if _OUTCOMES.search(whole):
        return "outcome"
    if _CHANNELS.search(whole):
        return "channel"
    return "category" if _KINDS_ASKED.search(whole) else "bodies"


def _count(said: str | None) -> int | None:
    value = parse_number(said) if said else None
    return int(value) if value else None
