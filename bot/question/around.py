"""What stands around the question proper: who asks and why (我在写论文，…), requests (请核对：…), what is not meant.

Only what says nothing of what is asked is taken away: where the clause that asks has no words of its own, or points
back (这类), all stays. What must not be counted is dropped only where the question says so otherwise too.
"""

import re
from collections.abc import Sequence

from bot.question.asked import metrics_of
from bot.question.mentions import mentions
from bot.question.register import register
from bot.question.wording import terms
from bot.question.years import years_said
from ingest.schema import Report
from ingest.script import simplified
from ingest.view import clean

_CLAUSE = re.compile(r"(?<=[，。！；：？!?;\n])|(?<=[,:])(?!\d)|(?<=,)(?=(?:19|20)\d{2}年)")
_END = " ,，.。!！;；:：?？\n\t"
_ASKS = re.compile(r"多少|几|怎么|如何|怎样|什么|啥|咋|哪|谁|吗|[?？]|是否|有没有|有无|为何|是不是|能不能|多[大高久长]")
_ASKS_OF = re.compile(r"(?:总?数|总量|数量|[率额]|名单|情况|缘由|原因|理由)$")
_BACK = re.compile(r"这[类种样些个]|那[类种样]|此类|该类|它|其中|^[其这此](?!次|年)")
_TASK = (
    r"(?:稿子?|论文|研究|调研|课题|报道|文章|材料|汇报|作业|分析|综述|选题|专题"
    r"|数据库|毕业设计|调查|报告|总结|教案|评论|通讯)"
)
_WE = r"(?:我们?|咱们?|俺们?|本人|笔者)"
_OUR_BODY = re.compile(rf"{_WE}(?:[省市县区州旗乡镇村街局院校委厅处站所馆园队]|办(?![理事])|中心|单位|部门|机关)")
_NOW = r"(?:最近|近来|近期|目前|现在|今天|这[两几]天|这次|手头|正|刚|都|就)*"
# Of oneself and of what one writes: nothing else is asked about by it, whatever follows.
_ASKER = re.compile(
    rf"{_WE}{_NOW}(?:(?:只|也|就)?[是系]|在读).{{1,24}}|(?:作为一[名个位]|身为).{{1,16}}"
    rf"|{_WE}?{_NOW}(?:[在想要得]|打算|准备|需要|负责)*(?:写|做|搞|编|撰写|起草|准备|完成|整理|采写|备)"
    rf"(?!了|过|出).{{0,30}}{_TASK}(?:[要需]?用|时|中)?"
    rf"|{_WE}{_NOW}在.{{1,14}}(?:工作|上班|上学|读书|教书|读研|读博)"
)
# Why one asks, and what one heard: only before words that ask outright, for the reports may speak of such things too.
_PURPOSE = re.compile(
    rf"(?:因为?|由于|为了?|出于|鉴于)(?!民|此).{{2,30}}|(?:{_WE}的?|{_WE}?家里?|家中)(?:有|住|是).{{1,14}}"
    rf"|(?:领导|上级|上面|上头|导师|老师|主任|编辑|老板|客户|单位)(?:那边|今天|[催急]着?)*(?:[要让叫催]|等着|布置|安排).{{0,20}}"
    r"|(?:听说|据说|据称|听闻|网上说|有人说|听.{1,6}说).{2,30}"
    r"|(?:有|接到?|收到)?(?:读者|网友|网民|群众|市民|村民|居民|家长|企业|听众|观众)"
    r"(?:来信|来电|来访|打电话|写信|留言|投诉|给我们)*(?:反映|说|称|问|讲|提到|举报).{1,30}"
)
_VERB = (
    r"(?:核[对实查算]|确认|证实|查[证明找询]|查(?![处阅收封扣看实验办])"
    r"|报(?![送告名销备批警刊纸社道考到废账])|提供|给出|告[知诉](?:我们?|(?!书)))"
)
_PLEASE = r"(?:烦请|敬请|恳请|麻烦[您你]?|帮忙|帮[我咱]们?|请[您你]?(?:帮[我忙])?)"
_WANTS = (
    rf"(?:所以|因此|现在?|特|故|就|也|还|{_WE})*"
    r"(?:想(?:问|知道|了解|请教|查|看看|咨询|打听|核实|确认|弄清|搞清)|需要?(?:知道|了解|核实)|问[问一]|求问)"
)
_REQUEST = re.compile(rf"{_PLEASE}(?:问|教|列|说|讲|介绍|解释|比|统计|算|{_VERB})|{_WANTS}")
_WRAP = re.compile(rf"^(?:(?:现|特|故)?{_PLEASE}{_VERB}(?:一下|下|给我)?|{_WANTS}[一问]?下?)(?:[,，:：]|(?=.))")
# 请附数字, 把两年的数都给我, 可以从2012年的数倒推: how to answer.
_FIGURES = r"(?:具体的?|准确的?|确切的?|各自的?|相关|有关|[两二三四几各]年的?|一?个)*(?:数字|数据|数值|数)"
_HINT = re.compile(
    rf"(?:请|麻烦|最好|顺便|记得|并|要)*(?:附上?|带上?|给出?|列出?|写上|注明|标明){_FIGURES}(?:就行|即可|就好|吧)?"
    rf"|(?:请|麻烦|并|最好)*[把将](?:这|那)?(?:[两二三四几各]|每一?)年(?:度)?的?(?:数字?|数据|数值)(?:[都也各]|分别)*"
    r"(?:给我|列出?来?|报出?来?|写出?来?|说出?来?|附上|给出|告诉我|摆出来)(?:看看|吧|一下)?"
    r"|(?:应该|其实|也|都)*(?:可以|能够?|可)(?:[从用拿按由]|根据|通过)[^,，]{2,20}(?:[倒反]?推算?|[倒反推]?算|推导)(?:出来|出|得到)?"
)
_OUT = re.compile(
    r"(?:但|可|注意|记得|千万|请)*(?:别|不要|勿|甭|不用|不必)(?:再|也)?[把将](?P<a>.{1,14}?)(?:[都也]|一[起块]儿?)*"
    r"(?:[算计加放混掺]|统计|包括)(?:进去|进来|在内|上|入|到一起|一起)?"
    r"|(?P<b>.{1,14}?)[都就可也]?(?:不要算|不用算|别算|不算|不计入|不计|不统计|不包括|不含|除外)(?:在内|进去|进来|内)?[了哦啊哈]?"
    r"|(?:不含|不包括|不包含|不算上?|不计|除去|扣除|剔除)(?P<c>.{1,14}?)(?:在内)?|(?:而)?不是(?P<d>.{2,8})"
)
_BRACKETS = re.compile(r"[（(]([^（）()]{2,20})[）)]")
_BELOW = re.compile(
    r"(?:下属|所属|下级|下[面边]|直属|基层|其[他它]|别的|各级?|里|自己|单位|部门|委办局|街道|社区|学校|幼儿园|[省市州县区乡镇村街]+级?"
    r"|全[省市县区]|系统|分局|站所|[贴发晒挂办]|公开|信息|数字?|那些|[、和与及的])+"
)
_OWN = re.compile(r"本级|一级|局机关|本机关|自己的?(?:门户|官方)?(?:网|公众号|微)")
_SPAN = re.compile(r"(?:历年|累计|往年|以往|以前(?:年度)?|总?数|[的和])+")
_WAIVED = re.compile(r"(?:减免|免[掉收除去了]|免费)(?:[的了]|部分|那些|申请人|费用)*")
_AT_THE_END = re.compile(r"(?<=报告|年报|总结)的?(?:末尾|结尾|篇末|文末)(?:部分|处|里|中|上)?")
_AT_LENGTH = 5
_PLACE = re.compile(r"[一-龥]{2,}(?:[省市县区州旗乡镇]|街道)(?:[的人,]|[市村居]民|群众|$)")
_YEAR_OF = re.compile(r"((?:19|20)\d{2}年)度(?=[那这])")


def asked_alone(text: str, reports: Sequence[Report]) -> str:
    """The question without what stands around it; as typed where nothing does."""
    plain = "".join(map(simplified, text))
    said = _BRACKETS.sub(lambda found: "" if _not_meant(found[1], _BRACKETS.sub("", plain)) else found[0], plain)
    pieces = [piece for piece in _CLAUSE.split(said) if piece]
    asking = [piece for piece in pieces if _asks(piece)]
    if not asking:
        return text
    core = _without_bodies("".join(asking), reports)
    kept = [p for n, p in enumerate(pieces) if p in asking or not _aside(p, pieces[n + 1 : n + 2], core)]
    if any(_excludes(part) for part in (*_BRACKETS.findall(said), *kept)):
        return text
    dropped = "".join(p for p in pieces if p not in kept)
    head = _named_before(dropped, "".join(kept), reports)
    if head is None:
        kept, head = pieces, ""
    said = head + "".join(_unwrapped(piece, kept) for piece in kept).rstrip(",，;；:： ")
    said = _YEAR_OF.sub(r"\1", _AT_THE_END.sub("", said))
    return said if said != plain else text


def _asks(clause: str) -> bool:
    bare = clause.strip(_END)
    named = _ASKS_OF.search(bare) and not _PURPOSE.fullmatch(bare)
    return bool(_ASKS.search(clause) or named) and not _HINT.fullmatch(bare)


def _aside(clause: str, after: Sequence[str], core: str) -> bool:
    """Whether a clause that asks nothing may be left out beside those that ask (``core``)."""
    bare = clause.strip(_END)
    if _HINT.fullmatch(bare):
        return True
    if _OUT.fullmatch(bare):
        return _not_meant(bare, core)
    if _BACK.search(core) or _OUR_BODY.match(bare) or not _of_its_own(core):
        return False
    return bool(_ASKER.fullmatch(bare) or (_PURPOSE.fullmatch(bare) and after and _REQUEST.match(after[0].strip())))


def _of_its_own(core: str) -> bool:
    """Whether it says what is asked without the rest: a metric, or more than one thing, or one at length."""
    bare = _WRAP.sub("", core)
    said = terms(re.sub(r"\d{4}年度?", "  ", bare))
    return bool(metrics_of(bare)) or len(said) > 1 or any(len(term.text) >= _AT_LENGTH for term in said)


def _without_bodies(text: str, reports: Sequence[Report]) -> str:
    known, foreign = mentions(cleaned := clean(text), reports)
    for mention in (*known, *foreign):
        cleaned = cleaned.replace(mention.name, "  ")
    return cleaned


def _not_meant(clause: str, core: str) -> bool:
    """Whether what a clause excludes is excluded by the question's own words already."""
    if not (found := _excludes(clause)):
        return False
    what = next(part for part in found.groups() if part)
    if _BELOW.fullmatch(what):
        return bool(_OWN.search(core))
    metrics = metrics_of(core)
    if _SPAN.fullmatch(what):
        return "disclosed_total" in metrics
    return bool(_WAIVED.fullmatch(what)) and "fees" in metrics and "fees_waived" not in metrics


def _excludes(clause: str) -> re.Match[str] | None:
    return _OUT.fullmatch(clause.strip(_END))


def _named_before(dropped: str, kept: str, reports: Sequence[Report]) -> str | None:
    """The body and the years that only the dropped clauses name; None where they name one that is not held."""
    if not dropped:
        return ""
    lost, left = clean(dropped), clean(kept)
    known, foreign = mentions(lost, reports)
    if named := any(mentions(left, reports)):
        known, foreign = [], []
    held = register(reports).years
    years = () if years_said(left, held).spans else years_said(lost, held).spans
    if foreign or (not known and not named and _PLACE.search(lost)):
        return None
    return "、".join(lost[m.start : m.end] for m in known) + "、".join(lost[start:end] for start, end in years)


def _unwrapped(clause: str, kept: Sequence[str]) -> str:
    """A clause without its request (请核对, 想问问), which may be all that it is."""
    bare = _WRAP.sub("", clause)
    return bare if bare != clause and (_asks(bare) or (not bare.strip(_END) and len(kept) > 1)) else clause
