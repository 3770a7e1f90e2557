"""A question whether something is so, taken apart: the thing, the verb, the shortcoming, whether it is denied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.asked import metrics_of
from bot.question.wording import Term, bigram_recall, terms
from bot.reading.polarity import VERBS, fault_pattern, reach
from bot.schema import Question
from ingest.view import clean

_WHO = re.compile(
    r"谁|哪(?:几|些|一)?(?:家|个?(?:单位|机关|部门|地方|报告|街道|乡镇|园区|镇|局)|份报告)|哪几[家个份]|哪(?:些|几个)(?=提|说|没|有|做|搞|开|建|设|把)|"
    r"[几多少]{1,2}(?:家|个(?:单位|机关|部门))|有[单机][位关]|有没有(?:单位|哪|谁|人)|有无单位|是否有单位"
)
_IF = re.compile(r"吗|([一-龥])没\1|是不是|有没有|有无|是否|没有?[?。!\s]*$|了没|不曾")
_OTHER = re.compile(
    r"怎么|如何|怎样|咋|为什么|为何|原因|什么|啥|多少(?!家|个?单位|个?部门|个?机关)|最(?![近新后终])|更(?![新改正换])|相比|对比|区别|差|比(?!较)|[多少高低大][吗?]|一样|相同|超过|过半|半数|占|"
    r"谁(?:来|在)?(?:负责|管|牵头|主管|分管|担任|任|当|是|的|多|少|给)|(?:是|叫|给|由|向|归|找|跟|和)谁|负责|受理|承办|"
    r"哪年|哪天|何时|时候|哪里|哪儿|几[月次期名人条件项点位]|哪几[项点条次]|哪些(?=问题|不足|措施|内容|方面|渠道|平台|制度|信息|人|类|形式|做法|工作|栏目|规定)|"
    r"对吗|对不对|是真的|属实|等于|加起来|合计|一共|总共|平均|分别|各(?:有|是)|可以吗|能不能|可不可以|要不要|需不需要"
)
_MENTION = re.compile(
    r"(?:(?<!提)(?:没有?|未|不曾))?(?:提到|提及|提过|说到|说起|写到|写明|讲到|涉及到?|谈到|(?<=[没有未都谁位告])提(?![供出高升前交起问请醒倡拔案议示取]))(?:过|了)?"
)
# Something made is asked for, whatever it serves: 依申请公开办理系统上线了没有.
_MADE = re.compile(
    r"(?P<thing>[^,。?\s的把]{0,16}(?:系统|平台|制度|栏目|专栏|专区|手册|目录|机制|办法|方案|清单|规程|模板))[^,。?]{0,4}?(?:上线|建成?|开通|启用|出台|制定|编印?|印发|完成|设立|更新|修订|推行)"
)
_OVERTURNED = re.compile(r"(?:纠正|撤销|纠错|改判|变更)(?:(?:或者?|、|和|过)?(?:纠正|撤销|纠错|改判|变更))*")
_BY_REVIEW = re.compile(
    r"(?:的)?答复(?:在|被|曾|有没有|是否)*(?:行政)?(?:复议|诉讼)?(?:机关)?(?:中|里)?(?:被|曾)*(?=依?法?(?:纠|撤|改判|变更))"
)
_EVENTS_COUNTED = re.compile(r"(追责|问责|处分|通报批评|约谈|追究)过?了?(?:几|多少)(?:个人|名|个|人次|人|次|起)")
# 政务（官方）微博 is either of the two, and both are a 微博; what stands alone in brackets only explains.
_ANY_NAME = re.compile(r"(?:政务|官方|新浪|腾讯|政府|门户)?[(（](?:或者?|含|包括)?[一-龥]{1,6}[)）]")
_EITHER = re.compile(r"(?<=\s)(?:或者?|以及|[、和])|(?:或者?|以及)")
_WRITTEN_IN = re.compile(r"(?:写|列|编|放|纳)[进入]了?(?:[下明来]一?[年步])?(?:的)?")
# 补贴发放明细: the details are a thing of their own, which the total (补贴2650户) does not tell.
_DETAILS = re.compile(r"的?(?:明细|细目|细账)(?![表账])")
_SAID = re.compile(r"抱怨|自己|承认|自认|认为|指出|反映|坦言|(?<!听)说(?!明|到)|提到|提及|存在")
_LACK = re.compile(
    r"不(?:够|太|是很|很)?(?:健全|完善|规范|统一|标准|及时|到位|平衡|均衡|高|强|足|深入?|广|多|全面?|丰富|准确?|清晰?|充分|明确|熟悉?|细|严|主动|固定|稳定)|"
    r"不够|不足|偏[少低弱慢]|太[少低弱慢]|较[少低弱慢差]|少(?=吗|的?$|[或、,和])|缺乏|缺少|短缺|紧张|薄弱|滞后|单一|单调|超期|没人手|有待(?:提高|完善|健全|加强|规范|提升)|弱|慢"
)
_TWO_FAULTS = re.compile(
    rf"({_LACK.pattern})(的?[一-龥]{{2,4}}?)(?:或者?|和|以及|、)\1([一-龥]{{2,4}}?)(?=的|$|[?,。\s]|情|现|问)"
)
_PLAN = re.compile(
    r"(?:只是|仅仅?|还|才)?(?:打算|(?<!年度)(?<!工作)(?<!编制)(?<!制定)计划(?=[^吗?,。\s类和])|准备|拟|将要|将|要)(?!求|领|素|点)(?:要|在|于|明年)?|下一步|明年|今后"
)
_DENIED = re.compile(
    r"(?:谁|哪[^,]{1,6}?|单位|报告|家|部门|还|都|也|均|\s|^)(?:还|都|一直|也)?(?:没有?|未|不曾|尚未|从未|不(?=提|设|搞|做|办))(?!有[?。!\s]*$)(?=[一-龥])"
)
_EVENT = re.compile(r"开展|进行|组织|做过")
_HAPPENS = re.compile(r"发生|出现|被|受到|遭|追究过|处分过|通报")
_NOT_THERE = re.compile(r"(?:没有?|未|尚未|还没)(?:建立|健全|形成|完善|跟上)起?来?")
_LIGHT = frozenset(VERBS.split("|")) - {"聘请", "聘任", "聘用", "选聘", "特聘", "招聘", "参加", "购买", "委托", "邀请"}
_GENERIC = frozenset(
    {"制度", "机制", "办法", "规定", "形式", "方式", "政府", "政策", "材料", "资料", "社会", "全部", "有效", "业务"}
    | {"对外", "相关", "年度", "人员", "工作人员", "服务", "情况", "责任", "专业性", "主动公开", "一些", "真正", "专门"}
    | {"部分", "内容", "答复", "报告", "工作", "力度", "信息", "公开", "全员", "问题"}
)
_FRAME = re.compile(
    r"政府信息公开|政务信息公开|政务公开|信息公开|政府信息|政务信息|公开工作|只是|仅仅|有没有|有无|是否|是不是|所有|全部|各个?|都|的做法|把|对|将|给|的"
)
_CUT = re.compile(r"[,;?!。\s了过吗呢着]|谁|哪.{0,3}?(?:单位|机关|部门|家|报告)|单位|部门|机关|报告")
_TWICE = re.compile(r"([一-龥])没(?=\1)")
_OFFICE = re.compile(r"(?:政府信息|政务信息|政务|信息)公开[一-龥]{1,4}?(?=[,?!。\s了吗]|$)")
_KIND = re.compile(r"(?<=..)(?:制度|机制|办法|规定)$")
_VERB = re.compile(
    rf"^(?:{VERBS}|开(?![发放展通设办支源会])|建(?![议设立成])|设(?![施备计立置])|请(?!示)|拍(?!卖)|装(?!修|备))"
)
# What reports say for the same thing, narrower than the thesaurus: it serves to find, this to say yes or no.
_SAME = {
    "明细": ("明细", "细目", "细账", "逐笔", "逐户", "逐项"),
    "培训": ("培训", "讲座", "以会代训", "轮训", "集训", "学习班"),
    "聘请": ("聘请", "聘任", "聘用", "选聘", "特聘", "招聘"),
    "人手": ("人手", "人员", "力量", "队伍", "人才"),
    "考核": ("考核", "考评"),
    "保密审查": ("保密审查", "审查审批", "先审查后公开", "保密(属性)审查", "审查保密", "保密审核"),
    "公开栏": ("公开栏", "公示栏", "公布栏"),
    "查阅点": ("查阅点", "查询点", "查阅场所", "索取场所"),
    "微信": ("微信", "公众号"),
    "公众号": ("公众号", "微信"),
    "电子屏": ("电子屏", "电子显示屏", "显示屏"),
    "归档": ("归档", "立卷", "存档"),
    "经费": ("经费", "预算"),
    "领导小组": ("领导小组",),
    "问责": ("问责", "追责", "责任追究", "追究"),
    "公众": ("公众", "群众"),
    "群众": ("群众", "公众"),
    "纠错": ("纠错", "纠正", "撤销"),
    "收费": ("收费", "费用", "收取"),
}


# Which of a body's own members asks no report whether it is so.
_MEMBERS = re.compile(
    r"(?:直属单位|下属单位|二级单位|成员单位|[科处]室|社区|企业|学校)(?:都|各|分别|具体)?(?:是|有|为)哪"
    r"|[一-龥](?<!单位)(?<!部门)(?<!机关)(?<!报告)(?<!的)有(?:多少|几)家[?？。]?$"
)


@dataclass(frozen=True)
class Predicate:
    """What is asked of every report.

    ``heads`` must all be said; ``generic`` words (内容) only make one sentence better than another; ``verbs`` are
    those that carry meaning (聘请). ``whole`` is the thing in full where the heads are a part of it (年度考核);
    ``kind`` says that a rule is asked for (制度, 机制). ``said`` is the shortcoming that the question names, ``fault``
    how reports word it. ``event``: it happens or is done (开展, 发生), so that a rule about it is no answer;
    ``happens``: it befalls one (发生, 被).
    """

    heads: tuple[Term, ...]
    generic: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    phrase: str = ""
    whole: Term | None = None
    kind: bool = False
    said: str = ""
    fault: re.Pattern[str] | None = None
    mention: bool = False
    planned: bool = False
    denied: bool = False
    event: bool = False
    happens: bool = False
    counts: bool = False
    metrics: tuple[str, ...] = ()

    @property
    def reach(self) -> int:
        """How far from the thing its shortcoming may stand."""
        return reach("".join(term.text for term in self.heads))

    @property
    def topic(self) -> str:
        """The thing asked about, as the question words it."""
        return self.phrase or "、".join(term.text for term in self.heads) or self.said


def predicate_of(question: Question) -> Predicate | None:
    """The predicate that a question asks for, if it asks whether or who; ``None`` for every other question."""
    text, counted = clean(question.standalone), _EVENTS_COUNTED.search(question.rest)
    rest = _EVENTS_COUNTED.sub(r"\1了吗", _ANY_NAME.sub("", question.rest))
    asks = _WHO.search(text) or _IF.search(rest)
    mention, lacks = _MENTION.search(rest), _lacks(rest)
    lack = next(iter(lacks), "")
    made = _MADE.search(rest)
    told = mention or lack or made or counted or _OVERTURNED.search(rest)
    if not asks or _MEMBERS.search(text) or _OTHER.search(rest) or (metrics_counted(question) and not told):
        return None
    either = _either(rest) if lack else None
    named = "" if lack or not made else made["thing"]
    phrase, heads, generic, verbs = _thing(_content(rest, lacks), named, bool(lack), either)
    if not heads and not (lack and not re.fullmatch(r"不足|不够|少|弱|差", lack)):
        return None
    return Predicate(
        heads=heads,
        generic=generic,
        verbs=verbs,
        phrase=phrase,
        whole=_whole(phrase, heads, generic),
        kind=bool(_KIND.search(phrase)),
        said=lack,
        fault=_each(either) if either else _fault(lacks, "".join(term.text for term in heads)),
        mention=bool(mention) and not lack,
        planned=bool(_PLAN.search(rest)) and not re.search(r"只是|仅仅?", rest),
        denied=bool(_denied(rest, mention)),
        event=bool(_EVENT.search(rest) or _HAPPENS.search(rest)),
        happens=bool(_HAPPENS.search(rest)),
        metrics=question.metrics,
        counts=bool(re.search(r"(?<!哪)几(?:家|个(?:单位|机关|部门))|多少(?:家|个?(?:单位|机关|部门))", text)),
    )


def _content(rest: str, lacks: Sequence[str]) -> str:
    """The question without what only frames the thing: who says it, its shortcomings, that it is a plan."""
    rest = _DETAILS.sub(",明细,", rest)
    plain = _SAID.sub(" ", _MENTION.sub(" ", _TWICE.sub("", _OVERTURNED.sub("纠错", _BY_REVIEW.sub(" ", rest)))))
    for said in lacks:
        plain = plain.replace(said, " ").replace("问题", " ")
    return _PLAN.sub(" ", _WRITTEN_IN.sub(" ", _EITHER.sub(" ", plain) if lacks else plain))


_RECEIVED = re.compile(r"(?:收到|接到|受理|收过|接过|提出)(?:过|了)?(?:任何)?的?依申请公开")


def _thing(
    content: str, made: str, lack: bool, either: re.Match[str] | None
) -> tuple[str, tuple[Term, ...], tuple[str, ...], tuple[str, ...]]:
    """The thing asked about in full, its heads, generic words and verbs."""
    phrase = _phrase(content)
    heads, generic, verbs = _things(content, phrase)
    if either:
        return either.group(), (), (), verbs
    if made:
        return made, (Term(made),), (), verbs
    if not (heads or generic or lack) and (office := _OFFICE.search(content)):
        return office.group(), (Term(office.group()),), generic, verbs
    return phrase, heads, generic, verbs


def metrics_counted(question: Question) -> tuple[str, ...]:
    """What a question counts: 依申请公开 in the name of something asks for no applications."""
    if "依申请公开" not in question.rest or not question.metrics or _RECEIVED.search(question.rest):
        return question.metrics
    return metrics_of(question.rest.replace("依申请公开", " "))


def _lacks(rest: str) -> list[str]:
    """The shortcomings that a question names: 不健全或有待完善 are two, and either is one."""
    found = [match.group() for match in _LACK.finditer(rest)]
    if not found and _SAID.search(rest) and (not_there := _NOT_THERE.search(rest)):
        found = [not_there.group()]
    return found


def _either(rest: str) -> re.Match[str] | None:
    """Two things of one shortcoming, of which either is asked for: 超期答复或超期发布."""
    return _TWO_FAULTS.search(rest)


def _each(either: re.Match[str]) -> re.Pattern[str]:
    lack, *things = (re.escape(word.lstrip("的")) for word in either.groups())
    return re.compile("|".join(f"{lack}[^,。]{{0,4}}{thing}|{thing}[^,。]{{0,6}}{lack}" for thing in things))


def _fault(lacks: Sequence[str], of: str) -> re.Pattern[str] | None:
    patterns = dict.fromkeys(fault_pattern(lack, of).pattern for lack in lacks)
    return re.compile("|".join(patterns)) if patterns else None


def _denied(rest: str, mention: re.Match[str] | None) -> bool:
    """Whether the question asks who did not: 哪些单位没有搞培训, but not 有没有 and 建了没有."""
    if mention:
        return mention.group()[0] in "没未不"
    return bool(_DENIED.search(re.sub(r"有没有|有无", " ", rest)))


def _phrase(content: str) -> str:
    """The longest run of the question's own words for the thing (新闻发布会), without its verb."""
    pieces = [piece for part in _CUT.split(_FRAME.sub(" ", content)) for piece in part.split(" ")]
    named = [_bare(piece) for piece in pieces]
    return max((piece for piece in named if len(piece) > 2), key=len, default="")


def _bare(piece: str) -> str:
    piece = re.sub(r"^(?:没有?|未|尚未|都|也|还|曾|已经?|被)+", "", piece)
    while (verb := _VERB.match(piece)) and len(piece) - verb.end() > 1:
        piece = piece[verb.end() :]
    first = next(iter(terms(piece)), None)
    if first and len(piece) > 2 and piece[1:].startswith(first.text):  # 建网站: a verb of one character
        piece = piece[1:]
    piece = re.sub(r"(?<=..)(?:公开|信息|工作|情况|内容|方面)+$", "", piece)
    # 在微博上公开: where it stands is no part of its name.
    return re.sub(r"(?<=[博信站台栏报视屏号])[上里](?:发布|公布|推送|发)?$", "", piece)


def _things(content: str, phrase: str) -> tuple[tuple[Term, ...], tuple[str, ...], tuple[str, ...]]:
    """Heads, generic words and verbs of what is asked."""
    heads: list[Term] = []
    generic: list[str] = []
    verbs: list[str] = []
    for term in terms(_FRAME.sub(" ", content)):
        text = _bare(term.text)
        if term.text in _LIGHT or text in _LIGHT:
            continue
        if _VERB.fullmatch(text):
            verbs.append(text)
        elif text in _GENERIC:
            generic.append(text)
        else:
            heads.append(Term(text, term.says))
    known = sum(len(t) for t in {*generic, *(h.text for h in heads)} if t in phrase)
    if phrase and (known < (len(phrase) if len(phrase) < 4 else 0.5 * len(phrase)) or not heads):
        thing = _KIND.sub("", phrase)
        heads = [Term(thing)] + [h for h in heads if h.text not in phrase]
    if not heads and generic:
        heads, generic = [Term(word) for word in generic], []
    return tuple(heads), tuple(generic), tuple(verbs)


def _whole(phrase: str, heads: Sequence[Term], generic: Sequence[str]) -> Term | None:
    """The thing in full, where the terms leave more than a fifth of it out."""
    thing = _KIND.sub("", phrase)
    known = sum(len(text) for text in {*generic, *(h.text for h in heads)} if text in thing)
    return Term(thing) if len(thing) > 3 and known < 0.8 * len(thing) else None


def strict(term: Term) -> tuple[str, ...]:
    """The wordings that say the very thing: its own, and those of the thesaurus that are no wider than it."""
    if term.text in _SAME:
        return _SAME[term.text]
    if term.says and term.text not in term.says:
        return (term.text, *term.says)
    return (term.text, *(said for said in term.says if bigram_recall(term.text, said) >= 0.5))


def found_at(term: Term, words: str) -> tuple[int, int] | None:
    """Where ``words`` (cleaned) say the term, first place; a long term may have other words between its own."""
    places = [(at, at + len(said)) for said in strict(term) if (at := words.find(said)) >= 0]
    if places:
        return min(places)
    text = term.text
    if len(text) < 4 or _OFFICE.match(text) or bigram_recall(text, words) < 0.6:
        return None
    places = [(at, at + 2) for i in range(len(text) - 1) if (at := words.find(text[i : i + 2])) >= 0]
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    return (start, end) if end - start <= 2 * len(text) else None
