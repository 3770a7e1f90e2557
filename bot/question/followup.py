"""Follow-up questions, by rule: what a question leaves out is taken from the conversation, and the whole is shown.

A rule reads a follow-up as one kind of leaving out (丰台呢, 占比呢, 一共呢) and says the whole question, or passes;
what stands alone stays as it was typed.
"""

import re
from collections.abc import Callable, Sequence

from bot.question.asked import metrics_of
from bot.question.bodies import understand_scope
from bot.question.ellipses import ASKS, compared, part_asked, qualified, ranked, totalled
from bot.question.limits import ONE_YEAR, both_times, earlier, left_out, one_year, unspanned
from bot.question.pronouns import corrected, opened, relative, resolved
from bot.question.register import register
from bot.question.said import Said
from bot.question.thread import EVERYBODY, Turn, about, bodies_of, in_years, joined, named_by, same_topic, years_in
from bot.question.wording import terms
from ingest.schema import Noun, Report
from ingest.view import clean

_WHY = re.compile(
    r"(?:这是|那是)?(?:为什么|为何|为啥|什么原因|原因(?:是什么|呢)?|怎么回事|咋回事|怎么会这样)(?:会)?(?:这么|那么)?[多少高低]?"
)
_AGAIN = re.compile(
    r"还有(?:别的|其他|什么)?[吗么]?|然后|继续|接着说|(?:真的|确定|是真的|当真|是这样|没错|对|是)[吗么]|原文.{0,8}|出处.{0,4}|依据.{0,4}|哪句话.{0,6}|原话.{0,6}|怎么写的|再说一遍|重复一遍"
)
_ALL = re.compile(
    r"(?:每家|各家|都|全部|所有(?:单位)?|全都|每个单位|各单位|都要)(?:的)?(?:都)?(?:要|看|说说?|算|列出来|查|列)?(?:一下|上)?"
)
_OTHERS = re.compile(
    r"(?:其他|其它|其余|别的|剩下|另外)(?:的)?(?:几|那几|[两三四五六七八九十\d]+)?(?:个|家|些)?(?:单位|机关|部门|报告|地方|家|的)?"
)
_WHO_ELSE = re.compile(
    r"(?:还有|另外)?(?P<who>有?(?:谁|哪些单位|哪几家|哪家|哪些|哪个单位|(?:有没有)(?:其他|别的)?单位))(?:也|还|是|都)*.{0,5}"
)
_MENTIONED = re.compile(r"(?:有没有|是否)?(?:提到|提及|提过|说到|说过|写到|写过|谈到|讲到|写明)")
_MENTIONS = re.compile(r"(?:也|都|有没有|有没|是否|有)*(?:提|说|写|谈|讲)(?:到|及|过|了)*(?:吗|没有?|么|没)?")
_PERSON = re.compile(r"(?:组长|主任|负责人|联系人|局长|书记|主管领导)$")
_NAMED = re.compile(r"(?:电话|地址|网址|邮箱|邮编|传真|名称|时间|期限|联系方式)(?:号码)?$")

_ASSESSED = re.compile(r"评估|测评|评议|评比|考核|考评|评分|得分")
# 排第几？前一年呢？ is asked of the year spoken of; the sentence that ranks it tells of the year before as well.
_PRIOR_TOO = re.compile(r"(?<=[几位名次])[?？][,，]?(?:那么?)?(?:上一?|前一|去)年(?:度)?的?呢?[?？]?\s*$")

Rule = Callable[[Said, Sequence[Report]], str | None]


class Whole(Noun):
    """A question that stands alone; ``topic`` and ``base`` are those of the turn before where it goes on about them."""

    text: str
    topic: str | None = None
    base: str | None = None


def standing_alone(text: str, thread: Sequence[Turn], reports: Sequence[Report]) -> Whole:
    """The question with what it leaves out taken from the turns before (oldest first); as typed where nothing is."""
    said, fresh = opened(text)
    if fresh or not thread:
        return Whole(text=said or text)
    said = _PRIOR_TOO.sub("？", said) if _ASSESSED.search(thread[-1].base) else said
    said, kept = corrected(said, tuple(thread))
    said = relative(resolved(said, kept, reports), kept, reports)
    scope, rest = understand_scope(clean(said), reports)
    bare = re.sub(r"[?？。!！\s]+$", "", rest).strip()
    parts = Said(said, bare, named_by(said, scope, reports), years_in(said, reports), kept)
    for rule in _RULES:
        if (whole := rule(parts, reports)) is not None:
            topic = kept[-1].topic if rule in {_why, _again} else None
            return Whole(text=_polished(whole), topic=topic, base=kept[-1].base if rule in _ASPECTS else None)
    return Whole(text=said)


def _again(said: Said, reports: Sequence[Report]) -> str | None:
    return said.last.standalone if _AGAIN.fullmatch(said.closed) and not said.bodies else None


def _why(said: Said, reports: Sequence[Report]) -> str | None:
    """为什么 asks for the reason of what the question before asked."""
    if not _WHY.fullmatch(said.closed):
        return None
    return f"{said.subject}{said.dated}{about(said.last.base)}的原因是什么"


def _everybody(said: Said, reports: Sequence[Report]) -> str | None:
    """每家都要 asks it of all, 其他单位呢 of all but those spoken of."""
    bare = said.closed
    if _ALL.fullmatch(bare) and not said.bodies:
        return f"{EVERYBODY}{said.dated}{said.last.base}"
    if _OTHERS.fullmatch(bare) and not said.bodies:
        spoken = tuple(dict.fromkeys(name for turn in same_topic(said.thread) for name in turn.bodies))
        apart = f"除{'、'.join(spoken)}以外，" if spoken else ""
        return f"{apart}其他单位{said.dated}{said.last.base}"
    return None


def _narrowed(said: Said, reports: Sequence[Report]) -> str | None:
    """望川市的, after 教育局 that fits several: the one that is there."""
    if not said.same or len(said.bodies) != 1 or len(said.last.bodies) != 1:
        return None
    place = said.bodies[0].removesuffix("人民政府")
    whole = bodies_of(f"{place}的{said.last.bodies[0]}{said.last.topic}", reports)
    if len(whole) != 1 or whole[0] in {*said.bodies, *said.last.bodies} or whole[0] not in register(reports).by_name:
        return None
    return f"{whole[0]}{said.dated}{said.last.topic}"


def _who_else(said: Said, reports: Sequence[Report]) -> str | None:
    """哪些单位也聘了: the same asked of everybody."""
    who = _WHO_ELSE.fullmatch(said.closed)
    if not who or said.bodies or terms(said.bare) or not said.last.topic or said.last.counts:
        return None
    topic = re.sub(r"有没有|有无|是否|是不是|吗$|没有$", "", said.last.topic)
    return f"{said.dated}{who['who']}{topic}"


def _mentioned(said: Said, reports: Sequence[Report]) -> str | None:
    """丰台提了吗, after 哪几家提到…: whether another one mentions it too."""
    if not said.bodies or not _MENTIONS.fullmatch(said.closed) or not _MENTIONED.match(said.last.base):
        return None
    return f"{said.subject}{said.dated}有没有{said.last.base.removesuffix('吗')}"


def _same_asked(said: Said, reports: Sequence[Report]) -> str | None:
    """丰台呢, 2014年呢: the same asked of another body or year."""
    if not said.same or not (said.bodies or said.years) or not said.last.topic:
        return None
    topic = unspanned(said.last.topic) if ONE_YEAR.search(said.text) else said.last.topic
    if len(said.bodies) < 2 and re.search(r"最[多少高低]|排|第|(?<![是叫])谁|差|比|[得的员息件条请][多少高低]$", topic):
        topic = said.last.base if said.last.counts else f"{about(topic)}多少"
    topic = re.sub(r"^没有?(?=收|发生|提|有)", "有没有", topic) if said.last.everyone else topic
    return f"{said.subject}{said.dated}{topic}"


def _named_thing(said: Said, reports: Sequence[Report]) -> str | None:
    """那依申请公开呢, 收费呢: the same manner of asking about another thing."""
    bare = re.sub(r"^(?:其中|还有)的?", "", said.closed)
    if not said.own or ASKS.search(bare) or not said.last.topic:
        return None
    thing, last = re.sub(r"的$", "", bare), said.last.topic
    many = re.search(r"(?:多少|几)(?:人次|万元|[条件份篇次期场人名个项元])?", last)
    if _NAMED.search(thing) or _PERSON.search(thing):
        ask = f"{thing}是{'谁' if _PERSON.search(thing) else '什么'}"
    elif (
        many
        and not re.search(r"情况|问题|做法|内容|措施$", thing)
        and metrics_of(f"{thing}多少")[:1] in {(), metrics_of(last)[:1]}
    ):
        ask = f"{thing}有{many[0]}"
    elif many and not re.search(r"情况|问题|做法|内容|措施$", thing):
        ask = f"{thing}有多少"
    elif re.search(r"情况|问题|做法|内容|措施$", thing):
        ask = f"{thing}怎么样"
    elif re.search(r"有没有|有无|是否|吗|没有$|了没", last):
        ask = f"有没有{thing}"
    else:
        ask = f"{thing}情况怎么样"
    return f"{said.subject}{said.dated}{ask}"


def _whole_question(said: Said, reports: Sequence[Report]) -> str | None:
    """A question of its own about nobody in particular is still about the body spoken of."""
    if said.bodies or said.of_all or not said.last.bodies or len(reports) == 1:
        return None
    years = "" if said.years else in_years(said.last.years)
    return f"{joined(said.last.bodies)}{years}{re.sub(r'^(?:那么?|其中)', '', said.text)}"


_RULES: tuple[Rule, ...] = (
    _again,
    _why,
    _everybody,
    left_out,
    one_year,
    earlier,
    compared,
    _narrowed,
    _mentioned,
    _same_asked,
    _who_else,
    both_times,
    totalled,
    ranked,
    qualified,
    part_asked,
    _named_thing,
    _whole_question,
)

# Rules that ask something more about the same thing; the others say a thing of their own.
_ASPECTS = frozenset({_again, _why, _mentioned, compared, totalled, ranked, part_asked})


def _polished(question: str) -> str:
    """With one closing mark and no blanks, as a person writes it."""
    whole = re.sub(r"\s+", "", question)
    whole = re.sub(r"呢?[?？。!！]*$", "", whole).replace("?", "？").replace(",", "，")
    return f"{whole}？"
