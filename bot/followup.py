"""Follow-up questions, by rule: what a question leaves out is taken from the conversation, and the whole is shown.

A rule reads a follow-up as one kind of leaving out (another body, another year, a pronoun, 占比呢, 一共呢, 为什么) and says
the whole question, or passes; what stands alone stays as it was typed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.asked import metrics_of
from bot.thread import (
    EVERYBODY,
    Turn,
    about,
    bodies_of,
    joined,
    of_kind,
    recent_bodies,
    rest_of,
    same_topic,
    years_in,
)
from bot.wording import terms
from ingest.schema import Report
from ingest.view import clean

_THANKS = re.compile(r"^(?:(?:好的?|谢谢你?|多谢|嗯+|哦+|知道了|明白了?|了解了?|收到|行|可以|ok|OK)[,，。!！、\s]+)+")
_FRESH = re.compile(
    r"^(?:那么?|我)?(?:换(?:一?个|下)(?:问题|话题)|换个别的|不[说聊问]这个了?|先不[说聊问]这个了?|[说问聊]点别的|新问题|另一个问题|下一个问题|另起一个)(?:问问?|吧|说|问一下)?[,，:：。\s]*"
)
_ASIDE = re.compile(
    r"^(?:(?:那|还|我)?(?:另外|顺便|再|还想)(?:问|请问|说|想问|看)?(?:一下|一个|个|一句)?(?:问题)?|那?换一个)[,，:：\s]+"
)
_WRONG = re.compile(
    r"^(?:不对|不是的?|错了|不|搞错了|说错了|弄错了|问错了)[,，。!！\s]+|^我?(?:刚才)?(?:问|说|指|要|想问|想知道|要问|想说)?的?(?:应该)?[是](?:说|问|指|想问)?(?!不是|否)"
)
_NOT_BUT = re.compile(
    r"^我?(?:问|说|指|要)?的?不是(?:问|说|指)?(?P<no>[^,，。]+)[,，。](?:而|应该|我)*(?:问|说|指|要)?的?是(?P<yes>.+)$"
)
_KINDS = r"单位|机关|部门|机构|园区|新区|高新区|开发区|街道|乡|镇|县|区|局|委|厅|市"
_ONE = re.compile(
    rf"(?<!其)它(?!们)|(?:上面|刚才|前面|上述|刚刚)?(?:说的?|提到的?|问的?)?(?:这|那|该|贵|本)(?:个|家)?(?P<kind>{_KINDS})(?:政府)?(?![级里内]|公开)"
    r"|(?:上面|刚才|前面|上述)?[这那](?:一)?家(?!单位)|(?<!其)他(?!们|人)"
)
_MANY = re.compile(
    r"(?P<they>(?<!其)[他它]们|你们)?[这那]?(?P<count>[两二三四五六])(?:家|者|个单位|个)(?:单位)?(?=$|[,，?？一合共加谁哪差相都各的比呢分总平有])|(?<!其)[他它]们|你们|[这那]几家"
)
_EARLIER = re.compile(r"(?<![比较和与跟同])(?:上一年|前一年|去年|上年|头一年|上一年度|上年度)(?!结转)")
_LATER = re.compile(r"(?<![比较和与跟同第])(?:下一年|后一年|第二年|次年|转年|下年|下一年度)(?!结转)")
_SAME = re.compile(
    r"(?:那么?|再|还有|以及|换成?|看看|查查|说说|查一下|看一下|改成|的|情况|怎么样|如何|又|是|有|多少|几条|几件|也|呢|吗|一样|呀|啊|一下|年|度|请问|[\s、,和与跟同及?])*"
)
_COMPARED = re.compile(
    r"^\s*(?:那么?|再|如果)?(?:和|跟|与|同)\s.*?(?:比|相比|比较|对比|比一比|比起来)(?:较|一比|一下)?\s*(?P<more>.*)$"
)
_TOTAL = re.compile(
    r"(?:一共|合计|总共|加起来|合起来|总数|总和|总计|平均)(?:下来|每家)?(?:是|有)?(?:多少|几)?[条件份次个人元名]?"
)
_PLURAL = re.compile(
    r"(?:谁|哪[个一]?家|哪个|哪个单位)(?:更|的|比较)?[多少高低大](?:一?些|一点)?|相?差(?:了|距)?(?:是|有)?(?:多少|几.?)|差几.|多多少|少多少|[多少](?:几|多少)[条件份名]?|是?几倍|差距(?:多大|是多少)?|多还是少|更?[多少高低]吗"
)
_RANKED = re.compile(
    r"(?:谁|哪[个一]?家|哪个(?:单位)?|哪些(?:单位)?)?的?(?:公开)?(?:得|的)?(?:最[多少高低](?:的)?|排?(?:在)?(?:第|倒数第?|前)[一二两三四五六\d]+(?:名|位|家)?|垫底)(?:的)?(?:是谁|是哪[个一]?家|是哪个单位|是多少|有哪些)?"
)
_WITHIN = re.compile(
    r"(?:具体)?(?:是|有)?(?:哪|几|什么)[一几些]?个?(?:类|种|项|方面|渠道|栏目|部分)[^,，]{0,8}|[^,，]{0,6}最[多少高低]的?(?:是)?(?:哪[一几]?|什么)(?:类|种|项|渠道).*"
)
_WHY = re.compile(
    r"(?:这是|那是)?(?:为什么|为何|为啥|什么原因|原因(?:是什么|呢)?|怎么回事|咋回事|怎么会这样)(?:会)?(?:这么|那么)?[多少高低]?"
)
_AGAIN = re.compile(
    r"(?:真的|确定|是真的|当真|是这样|没错|对|是)[吗么]|原文.{0,8}|出处.{0,4}|依据.{0,4}|哪句话.{0,6}|原话.{0,6}|怎么写的|再说一遍|重复一遍"
)
_ALL = re.compile(
    r"(?:每家|各家|都|全部|所有(?:单位)?|全都|每个单位|各单位|都要)(?:的)?(?:都)?(?:要|看|说说?|算|列出来|查|列)?(?:一下|上)?"
)
_OTHERS = re.compile(
    r"(?:其他|其它|其余|别的|剩下|另外)(?:的)?(?:几|那几|[两三四五六七八九十\d]+)?(?:个|家|些)?(?:单位|机关|部门|报告|地方|家|的)?"
)
_QUALIFIER = re.compile(
    r"(?:历年)?累计|历年|当年|本年度?|全年|以前年度|往年|以往|主动|门户网站|网站|网上|微信公众号|公众号|微信|微博|公告栏|公开栏|平台|政府公报|现场|线上|线下|电话|当面|邮件"
)
_SPANNING = re.compile(r"(?:历年)?累计|历年|当年|本年度?|全年|以前年度|往年|以往")
_CONTACT = re.compile(r"(?:电话|地址|网址|邮箱|邮编|传真|名称|时间|期限|联系方式)(?:号码)?$")
_PERSON = re.compile(r"(?:组长|主任|负责人|联系人|局长|书记|主管领导)$")
_ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|有无|为何|咋|没有$|多大|多高|多久|何时|是不是|能不能|了没"
)


@dataclass(frozen=True)
class Said:
    """A follow-up taken apart: its words, what is left without bodies and years, whom and which years it names."""

    text: str
    bare: str
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    thread: tuple[Turn, ...]

    @property
    def last(self) -> Turn:
        """The question before."""
        return self.thread[-1]

    @property
    def subject(self) -> str:
        """Whom it is about: those it names, else those of the question before."""
        return joined(self.bodies) or self.last.subject

    @property
    def dated(self) -> str:
        """Its years, else those of the question before, as a question says them."""
        return in_years(self.years or self.last.years)

    @property
    def own(self) -> bool:
        """Whether it asks something in words of its own."""
        return bool(terms(self.bare) or metrics_of(self.bare))


Rule = Callable[[Said, Sequence[Report]], str | None]


def standing_alone(text: str, thread: Sequence[Turn], reports: Sequence[Report]) -> str:
    """The question with what it leaves out taken from the turns before (oldest first); as typed where nothing is."""
    said = _ASIDE.sub("", _THANKS.sub("", text.strip()))
    fresh = _FRESH.sub("", said)
    if fresh != said and not (_ONE.search(fresh) or _MANY.search(fresh)):
        return fresh or text
    said, thread = _corrected(fresh, tuple(thread))
    said = _relative(_pronouns(said, thread, reports), thread, reports)
    bare = re.sub(r"[?？。!！\s]+$", "", rest_of(said, reports)).strip()
    parts = Said(said, bare, bodies_of(said, reports), years_in(said, reports), thread)
    for rule in _RULES:
        if (whole := rule(parts, reports)) is not None:
            return _polished(whole)
    return said


def _corrected(text: str, thread: tuple[Turn, ...]) -> tuple[str, tuple[Turn, ...]]:
    """A correction's own words (不是丰台，是平凉; 我问的是累计的), and the thread without what it takes back."""
    if swapped := _NOT_BUT.match(text):
        away = re.sub(r"[的呢]$", "", swapped["no"])
        last = thread[-1].model_copy(update={"topic": thread[-1].topic.replace(away, "")})
        return swapped["yes"], (*thread[:-1], last)
    while (said := _WRONG.sub("", text)) != text and said:
        text = said
    return text, thread


def _pronouns(text: str, thread: tuple[Turn, ...], reports: Sequence[Report]) -> str:
    """它, 该乡, 前者, 两家 as the bodies that they stand for."""
    last = thread[-1].bodies
    if len(last) > 1:
        text = text.replace("前者", last[0]).replace("后者", last[-1])
    dated = "" if years_in(text, reports) else in_years(thread[-1].years)
    many = _MANY.search(text)
    if many and not bodies_of(text[: many.start()], reports) and (found := _those(many, thread)):
        text = f"{text[: many.start()]}{joined(found)}{dated if set(found) <= set(last) else ''}{text[many.end() :]}"
    if (one := _ONE.search(text)) and (names := recent_bodies(thread, 1)):
        name = (of_kind(one["kind"], thread, reports) if one["kind"] else None) or names[0]
        text = f"{text[: one.start()]}{name}{dated if name in last else ''}{text[one.end() :]}"
    return text


def _those(many: re.Match[str], thread: Sequence[Turn]) -> tuple[str, ...]:
    """Whom 两家, 它们, 他们 stand for: so many of the bodies last spoken of, or none where there are not so many."""
    last = thread[-1].bodies
    if many["count"]:
        wanted = "两二三四五六".find(many["count"]) or 1
        found = recent_bodies(thread, wanted + 1)
        return found if len(found) == wanted + 1 else ()
    if len(last) > 1 or many[0] in {"他们", "你们"}:
        return last
    found = _names(same_topic(thread))
    return found if len(found) > 1 else recent_bodies(thread, 2)


def _relative(text: str, thread: tuple[Turn, ...], reports: Sequence[Report]) -> str:
    """上一年, 第二年 as the year that it is, counted from the question before."""
    last = thread[-1]
    years = last.years or tuple({r.year for r in reports if r.agency in last.bodies and r.year})
    if not last.years and len(years) != 1:
        return text
    text = _EARLIER.sub(f"{min(years) - 1}年", text)
    return _LATER.sub(f"{max(years) + 1}年", text)


def _again(said: Said, reports: Sequence[Report]) -> str | None:
    return said.last.standalone if _AGAIN.fullmatch(_closed(said.bare)) and not said.bodies else None


def _why(said: Said, reports: Sequence[Report]) -> str | None:
    """为什么 asks for the reason of what the question before asked."""
    if not _WHY.fullmatch(_closed(said.bare)):
        return None
    return f"{said.subject}{said.dated}{about(said.last.topic)}的原因是什么"


def _everybody(said: Said, reports: Sequence[Report]) -> str | None:
    """每家都要 asks it of all, 其他单位呢 of all but those spoken of."""
    bare = _closed(said.bare)
    if _ALL.fullmatch(bare) and not said.bodies:
        return f"{EVERYBODY}{said.dated}{said.last.topic}"
    if _OTHERS.fullmatch(bare) and not said.bodies:
        spoken = tuple(dict.fromkeys(name for turn in same_topic(said.thread) for name in turn.bodies))
        apart = f"除{'、'.join(spoken)}以外，" if spoken else ""
        return f"{apart}其他单位{said.dated}{said.last.topic}"
    return None


def _compared(said: Said, reports: Sequence[Report]) -> str | None:
    """和桐乡比呢, 比丰台多多少: the body (or year) spoken of, beside the one named."""
    if not (said.bodies or said.years) or not said.last.topic:
        return None
    bare, topic = said.bare, said.last.topic
    more = re.fullmatch(r"\s*(?:那么?)?(?P<verb>比)\s*(?P<more>.*)", bare) or _COMPARED.match(
        f" {bare}" if bare[:1] in "比" else bare
    )
    if not more or metrics_of(more["more"]):
        return None
    ask = _closed(more["more"])
    names = recent_bodies(said.thread, 1) if said.bodies else said.last.bodies
    years = in_years(sorted({*said.last.years, *said.years})) if said.years and not said.bodies else said.dated
    if "verb" in more.groupdict() and ask and said.bodies:
        return f"{joined(names)}{years}比{joined(said.bodies)}{about(topic)}{ask}"
    whole = joined((*names, *said.bodies))
    which = "哪年" if said.years and not said.bodies else "谁"
    if ask and not _SAME.fullmatch(ask):
        return f"{whole}{years}{about(topic)}{ask}"
    return f"{whole}{years}{topic}，{which}多" if said.last.counts else f"{whole}{years}{topic}"


def _same_asked(said: Said, reports: Sequence[Report]) -> str | None:
    """丰台呢, 2014年呢: the same asked of another body or year."""
    if not _SAME.fullmatch(said.bare) or not (said.bodies or said.years) or not said.last.topic:
        return None
    ranked = not said.last.counts and re.search(r"最[多少高低]|排|第", said.last.topic)
    topic = f"{about(said.last.topic)}多少" if ranked and not said.last.bodies else said.last.topic
    return f"{said.subject}{said.dated}{topic}"


def _totalled(said: Said, reports: Sequence[Report]) -> str | None:
    """一共呢, 平均呢: over those of the question before, else over all that were asked the same."""
    found = _TOTAL.fullmatch(
        re.sub(r"各|(?:[这那]?[两二三四五几]|全部|所有)年(?:里|中)?(?:的)?", "", _closed(said.bare))
    )
    if not found or not said.last.topic:
        return None
    turns = same_topic(said.thread)
    bodies = said.bodies or (said.last.bodies if len(said.last.bodies) > 1 else _names(turns))
    whom = joined(bodies) if bodies and not said.last.everyone else EVERYBODY
    years = said.years or tuple(sorted({year for turn in turns for year in turn.years}))
    word = "平均" if "平均" in found[0] else "一共"
    topic = re.sub(r"一共|合计|总共|平均|分别|各", "", said.last.topic)
    topic = topic if re.search(r"多少|几", topic) else f"{about(topic)}多少"
    return f"{whom}{in_years(years)}{word}{topic}"


def _ranked(said: Said, reports: Sequence[Report]) -> str | None:
    """谁更多, 差多少 of the bodies spoken of; 谁最多, 第二呢 of all; 哪一年最多 of the body over its years."""
    bare, topic = _closed(said.bare), about(said.last.topic)
    if not topic:
        return None
    if re.fullmatch(r"哪[一个]?年.{0,4}[多少高低]", bare):
        return f"{said.subject}哪一年{topic}{bare[-2:] if '最' in bare else bare[-1]}"
    if _PLURAL.fullmatch(bare):
        bodies = said.bodies or (said.last.bodies if len(said.last.bodies) > 1 else _names(same_topic(said.thread)))
        return f"{joined(bodies) or EVERYBODY}{said.dated}{topic}{bare}"
    among = re.sub(
        r"^(?:那么?)?(?:在|从)?(?:全部|所有|全体|这些|各|[\d两三四五六七八九十]+[家个份])的?(?:单位|报告|机关|部门|家)*(?:里面?|中|当中|之中)?",
        "",
        bare,
    )
    if not _RANKED.fullmatch(among) or not among:
        return None
    whom = joined(said.bodies) or (said.last.subject if len(said.last.bodies) > 1 and among == bare else "各单位里")
    among = re.sub(r"(第[一二两三四五六\d]+)(?=$|的)", r"\1多", re.sub(r"[名位家]$", "", among))
    ask = among if re.search(r"谁|哪", among) else f"{among.removesuffix('的')}的是谁"
    return f"{said.dated}{whom}{topic}{ask}"


def _part_asked(said: Said, reports: Sequence[Report]) -> str | None:
    """占比呢, 具体哪几类, 多少人次: something about the very thing asked before."""
    bare = _closed(re.sub(r"^其中", "", said.bare))
    if not said.last.topic or _CONTACT.search(bare) or metrics_of(bare):
        return None
    if bare in {"占比", "比例", "比重", "占多少", "占多大比例", "占百分之几", "百分比"}:
        ask = "的占比是多少" if len(bare) < 4 and not bare.startswith("占多") else bare
    elif _WITHIN.fullmatch(bare):
        ask = f"中{bare}" if "最" in bare else f"有{bare}"
    elif not terms(bare) and _ASKS.search(bare) and not re.search(r"问题|措施", bare):
        ask = bare
    else:
        return None
    return f"{said.subject}{said.dated}{about(said.last.topic)}{ask}"


def _qualified(said: Said, reports: Sequence[Report]) -> str | None:
    """累计呢, 网站上呢: the same asked with another limit."""
    bare = re.sub(r"(?:上面|里面)?的?(?:数|总数|数字)?$", "", _closed(said.bare))
    if (
        not _QUALIFIER.fullmatch(bare.removesuffix("上"))
        or not said.last.topic
        or _CONTACT.search(bare)
        and not said.last.counts
    ):
        return None
    limit = _SPANNING if _SPANNING.fullmatch(bare) else _QUALIFIER
    return f"{said.subject}{said.dated}{bare}{re.sub(f'{limit.pattern}(?:的)?', '', said.last.topic)}"


def _named_thing(said: Said, reports: Sequence[Report]) -> str | None:
    """那依申请公开呢, 收费呢: the same manner of asking about another thing."""
    bare = _closed(re.sub(r"^(?:那么?|其中|还有)(?:的)?", "", said.bare))
    if not said.own or _ASKS.search(bare) or not said.subject or not said.last.topic:
        return None
    thing, last = re.sub(r"的$", "", bare), said.last.topic
    many = re.search(r"(?:多少|几)(?:人次|万元|[条件份篇次期场人名个项元])?", last)
    if _CONTACT.search(thing) or _PERSON.search(thing):
        ask = f"{thing}是{'谁' if _PERSON.search(thing) else '什么'}"
    elif many and metrics_of(f"{thing}多少")[:1] in {(), metrics_of(last)[:1]}:
        ask = f"{thing}有{many[0]}"
    elif many:
        ask = f"{thing}有多少"
    elif re.search(r"有没有|有无|是否|吗|没有$|了没", last):
        ask = f"有没有{thing}"
    else:
        ask = f"{thing}情况怎么样"
    return f"{said.subject}{said.dated}{ask}"


def _whole_question(said: Said, reports: Sequence[Report]) -> str | None:
    """A question of its own about nobody in particular is still about the body spoken of."""
    scope_words = re.search(
        r"各|所有|全部|每[家个]|哪[些几]|哪个?(?:单位|家|部门)|谁|几家|多少家|[两三四五六七八九十\d]+[家份]|一共|合计",
        said.bare,
    )
    if said.bodies or scope_words or not said.last.bodies or len(reports) == 1:
        return None
    years = "" if said.years else in_years(said.last.years)
    return f"{joined(said.last.bodies)}{years}{re.sub(r'^(?:那么?|其中)', '', said.text)}"


_RULES: tuple[Rule, ...] = (
    _again,
    _why,
    _everybody,
    _compared,
    _same_asked,
    _totalled,
    _ranked,
    _qualified,
    _part_asked,
    _named_thing,
    _whole_question,
)


def in_years(years: Sequence[int]) -> str:
    """Years as a question says them: 2012年、2013年."""
    return "、".join(f"{year}年" for year in dict.fromkeys(years))


def _names(turns: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for turn in turns for name in turn.bodies))


def _closed(bare: str) -> str:
    """A follow-up's bare words without the particles around them."""
    bare = re.sub(r"[\s?？。!！]+", "", bare)
    return re.sub(r"^(?:那么?|再|还有|然后|、|,|和|的)+|(?:呢|啊|呀|吧|的呢)+$", "", bare)


def _polished(question: str) -> str:
    """With one closing mark and no blanks, as a person writes it."""
    whole = re.sub(r"\s+", "", question)
    whole = re.sub(r"呢?[?？。!！]*$", "", whole).replace("?", "？").replace(",", "，")
    return f"{whole}？"
