"""Follow-ups about amounts that leave out what is counted: 和桐乡比呢, 一共呢, 谁更多, 占比呢, 累计呢."""

import re
from collections.abc import Sequence

from bot.question.asked import metrics_of
from bot.question.limits import SINCE
from bot.question.said import SAME, Said
from bot.question.thread import EVERYBODY, about, in_years, joined, names_of, recent_bodies, same_topic
from bot.question.wording import terms
from ingest.schema import Report

_COMPARED = re.compile(
    r"^\s*(?:那么?|再|如果)?(?:和|跟|与|同)\s.*?(?:比|相比|比较|对比|比一比|比起来)(?:较|一比|一下)?\s*(?P<more>.*)$"
)
_TOTAL = re.compile(
    r"(?:一共|合计|总共|加起来|合起来|总数|总和|总计|平均)(?:下来|每家)?(?:是|有)?(?:多少|几)?[条件份次个人元名项期篇]{0,2}"
)
_PLURAL = re.compile(
    r"(?:谁|哪[个一]?家|哪个|哪个单位)(?:更|的|比较)?[多少高低大](?:一?些|一点)?|相?差(?:了|距)?(?:是|有)?(?:多少|几.?)|差几.|[多少](?:出|了)?(?:几|多少)[条件份名个项]?|是?几倍|差距(?:多大|是多少)?|(?:增加|减少|增长|上升|下降|涨|降)了?(?:多少|几.{0,2}|百分之几)|多还是少|更?[多少高低]吗"
)
_RANKED = re.compile(
    r"(?:谁|哪[个一]?家|哪个(?:单位)?|哪些(?:单位)?)?的?(?:公开)?(?:得|的)?(?:最[多少高低](?:的)?|排?(?:在)?(?:第|倒数第?|前)[一二两三四五六\d]+(?:名|位|家|[多少高低])?|垫底)(?:的)?(?:是谁|是哪[个一]?家|是哪个单位|是多少|有哪些)?"
)
_WITHIN = re.compile(
    r"(?:具体)?(?:是|有)?(?:哪|几|什么)[一几些]?个?(?:类|种|项|方面|渠道|栏目|部分)[^,，]{0,8}|[^,，]{0,6}最[多少高低]的?(?:是)?(?:哪[一几]?|什么)(?:类|种|项|渠道).*"
)
_QUALIFIER = re.compile(
    r"(?:历年)?累计|历年|当年|本年度?|全年|以前年度|往年|以往|主动|门户网站|网站|网上|微信公众号|公众号|微信|微博|公告栏|公开栏|平台|政府公报|现场|线上|线下|电话|当面|邮件"
)
# 哪个部门最多 asks within the body that reports: 第二多的呢 stays there.
_WITHIN_ONE = re.compile(r"哪[个些一](部门|科室|处室|局|乡镇|街道|县区|区县|社区|学院)")
_SPANNING = re.compile(r"(?:历年)?累计|历年|当年|本年度?|全年|以前年度|往年|以往")
_CONTACT = re.compile(r"(?:电话|地址|网址|邮箱|邮编|传真|名称|时间|期限|联系方式)(?:号码)?$")
_PERSON = re.compile(r"(?:组长|主任|负责人|联系人|局长|书记|主管领导)$")
_HOW = re.compile(r"(?:都|全|又|是)*(?:怎么|如何|怎样).*|(?:都|全部|按时|及时).{1,6}(?:了吗|了没有|没有)")
_ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|有无|为何|咋|没有$|多大|多高|多久|何时|是不是|能不能|了没"
)
_HOW = re.compile(r"(?:都|全|又|是)*(?:怎么|如何|怎样).*|(?:都|全部|按时|及时).{1,6}(?:了吗|了没有|没有)")
_ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|有无|为何|咋|没有$|多大|多高|多久|何时|是不是|能不能|了没"
)
_MUCH = re.compile(r"最[多少高低]|[多少高低]$|第[一二三四五六\d]")
_AMONG = re.compile(
    r"^(?:那么?)?(?:在|从)?(?:全部|所有|全体|这些|各|[\d两三四五六七八九十]+[家个份])的?"
    r"(?:单位|报告|机关|部门|家)*(?:里面?|中|当中|之中)?"
)
_ADDED = re.compile(r"^\s*(?:那么?|再|如果)*(?:加上|算上|加)\s")
_CONTACT = re.compile(r"(?:电话|地址|网址|邮箱|邮编|传真|名称|时间|期限|联系方式)(?:号码)?$")
ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|哪|谁|吗|是否|有没有|有无|为何|咋|没有$|多大|多高|多久|何时|是不是|能不能|了没"
)
_OUTCOME = re.compile(r"(?:处理|办理|答复|裁决|判决|审理|最后|最终)?结[果论](?:如何|怎么?样)?")
_SHARE = re.compile(r"(?:占比|比例|比重|百分比)(?:是|有)?(?:多少|多大)?|占.{0,16}(?:多少|几|比例|比重|多大).{0,4}")
_SAID_AGAIN = 2  # characters; so few are in many questions
_PLACE = re.compile(r"(?:排名?(?:在)?第?几(?:位|名)?|排名(?:多少|如何|怎么样)?|名次(?:是多少|如何)?|第几(?:名|位)?)")
_CHECKED = re.compile(
    r"(?:[这那](?:个|些)?)?(?:数字?|数据|结果|总数)?(?P<right>(?:准确|可靠|对得上|算得对|正确|属实|有误|一致|准)(?:吗|么|不))"
)
_ENDED = re.compile(
    r"(?:那|都|最后|最终|最终的|后来)*(?:判决|裁决|复议|审理|处理|裁定)?的?(?:结果|结局)(?:都|又)?(?:是|为)?(?:如何|怎么样?|怎样|什么|咋样)?"
    r"|(?:那|都|最后|最终|后来)*(?:是)?(?:怎么|如何)(?:判|处理|裁决|裁定|决定|结案)的?"
)
_WHO_DOES = re.compile(r"(?:是)?谁来?(?:负责|管|牵头|把关|审批?|签字|分管|主管)的?")
_PART_OF_IT = re.compile(r".{1,10}的(?:有|是|占)?(?:多少|几).{0,4}")


def compared(said: Said, reports: Sequence[Report]) -> str | None:
    """和桐乡比呢, 比丰台多多少: the body (or year) spoken of, beside the one named."""
    if not (said.bodies or said.years) or not said.last.base:
        return None
    than = re.fullmatch(r"\s*(?:那么?)?比\s*(?P<more>.*)", said.bare)
    more = than or _COMPARED.match(said.bare) or _ADDED.match(said.bare)
    if not more or metrics_of(more.groupdict().get("more") or ""):
        return None
    ask = re.sub(r"呢?[?？\s]*$", "", more.groupdict().get("more") or "")
    thing, last = about(said.last.base), said.last
    names = (last.bodies if len(last.bodies) > 1 else recent_bodies(said.thread, 1)) if said.bodies else last.bodies
    if than and ask:
        before = f"{joined(names)}{in_years(last.years)}"
        other = f"比{joined(said.bodies)}" if said.bodies else f"{thing}比{in_years(said.years)}"
        return f"{before}{other}{thing if said.bodies else ''}{ask}"
    spoken = next((turn.years for turn in reversed(said.thread) if turn.years), ())
    over = sorted({*spoken, *said.years}) if said.years and not said.bodies else said.years or last.years
    whole = f"{joined(tuple(dict.fromkeys((*names, *said.bodies))))}{in_years(over)}"
    return whole + _beside(said, ask, added=more.re is _ADDED)


def _beside(said: Said, ask: str, *, added: bool) -> str:
    """What is asked of several side by side, after it was asked of one."""
    topic, thing = said.last.base, about(said.last.base)
    if ask and not SAME.fullmatch(ask):
        return f"{thing}{ask}"
    which = "哪年" if said.years and not said.bodies else "谁"
    if said.last.counts:
        return f"一共{topic}" if added else f"{topic}，{which}多"
    return f"{thing}{which}最多" if re.search(r"[多高]$", topic) else topic


def totalled(said: Said, reports: Sequence[Report]) -> str | None:
    """一共呢, 平均呢: over those of the question before, else over all that were asked the same."""
    found = _TOTAL.fullmatch(re.sub(r"各|(?:[这那]?[两二三四五几]|全部|所有)年(?:里|中)?(?:的)?", "", said.closed))
    if not found or not said.last.base:
        return None
    if not said.last.counts and re.search(r"[几多]", said.closed):
        return f"{said.subject}{said.dated}{about(said.last.base)}{said.closed}"
    turns = same_topic(said.thread)
    bodies = said.bodies or (said.last.bodies if len(said.last.bodies) > 1 else names_of(turns))
    whom = joined(bodies) if bodies and not said.last.everyone else EVERYBODY
    years = said.years or tuple(sorted({year for turn in turns for year in turn.years}))
    word = "平均" if "平均" in found[0] else "一共"
    topic = re.sub(r"一共|合计|总共|平均|分别|各(?![类项种])", "", said.last.base)
    topic = topic if re.search(r"多少|几", topic) else f"{about(topic)}多少"
    return f"{whom}{in_years(years)}{word}{topic}"


def ranked(said: Said, reports: Sequence[Report]) -> str | None:
    """谁更多, 差多少 of the bodies spoken of; 谁最多, 第二呢 of all; 哪一年最多 of the body over its years."""
    bare = said.closed
    counted = next((turn for turn in reversed(said.thread) if turn.counts or _MUCH.search(turn.base)), None)
    if counted is None or not (topic := about(counted.base)):
        return None
    if re.fullmatch(r"哪[一个]?年.{0,4}[多少高低]", bare):
        return f"{said.subject}哪一年{topic}{bare[-2:] if '最' in bare else bare[-1]}"
    if _PLURAL.fullmatch(bare):
        bodies = said.bodies or (said.last.bodies if len(said.last.bodies) > 1 else names_of(same_topic(said.thread)))
        years = sorted({year for turn in same_topic(said.thread) for year in turn.years})
        over = in_years(years) if len(bodies) == 1 and not said.years else said.dated
        # 多多少 asks for the difference, whoever has more.
        sides = 2 in (len(bodies), len(bodies) * len(years))
        asks = re.sub(r"^更?[多少](?:出|了)?(?=多少|几)", "相差", bare) if sides else bare
        return f"{joined(bodies) or EVERYBODY}{over}{topic}{asks}"
    among = _AMONG.sub("", bare)
    if not _RANKED.fullmatch(among) or not among:
        return None
    if not said.bodies and len(said.last.bodies) == 1 and (within := _WITHIN_ONE.search(said.last.standalone)):
        place = re.sub(r"(第[一二两三四五六\d]+)(?:名|位|家)?(?=$|的)", r"\1多", among)
        ask = place if re.search(r"谁|哪", place) else f"{place.removesuffix('的')}的是哪个{within[1]}"
        return f"{said.subject}{said.dated}{_WITHIN_ONE.sub('', topic)}{ask}"
    whom = joined(said.bodies) or (said.last.subject if len(said.last.bodies) > 1 and among == bare else "各单位里")
    among = re.sub(r"(第[一二两三四五六\d]+)(?=$|的)", r"\1多", re.sub(r"[名位家]$", "", among))
    ask = among if re.search(r"谁|哪", among) else f"{among.removesuffix('的')}的是谁"
    return f"{said.dated}{whom}{topic}{ask}"


def part_asked(said: Said, reports: Sequence[Report]) -> str | None:
    """占比呢, 具体哪几类, 多少人次: something about the very thing asked before."""
    bare = re.sub(r"^其中", "", said.closed)
    thing = about(said.last.base)
    if not thing or not bare or _CONTACT.search(bare):
        return None
    if ASKS.search(bare) and len(bare) > _SAID_AGAIN and bare in said.last.base:
        return f"{said.subject}{said.dated}{said.last.base}"
    ask = _ask_of(bare, thing)
    if ask is None or (said.of_all and not said.bodies and not bare.startswith("占")):
        return None
    return f"{said.subject}{said.dated}{thing}{ask}"


def _ask_of(bare: str, thing: str) -> str | None:
    """What is asked of a thing that the follow-up does not name, as it is said right after the thing."""
    if _SHARE.fullmatch(bare):
        return bare if bare.startswith("占") and len(bare) > 2 else "的占比是多少"
    if _ENDED.fullmatch(bare) and {"reviews", "lawsuits"} & set(metrics_of(thing)):
        return "的结果如何"
    if _OUTCOME.fullmatch(bare) and metrics_of(f"{thing}多少"):
        return f"的{re.sub('如何|怎么?样', '', bare)}如何"
    if checked := _CHECKED.fullmatch(bare):
        return f"的数字{checked['right']}"
    if _WITHIN.fullmatch(bare):
        return f"中{bare}" if "最" in bare else f"有{bare}"
    if _PLACE.fullmatch(bare) or _WHO_DOES.fullmatch(bare):
        return bare
    if metrics_of(bare):
        return None
    if _PART_OF_IT.fullmatch(bare):
        return f"中{bare}"
    new = set(metrics_of(f"{thing}{bare}")) - set(metrics_of(thing))
    blank = not terms(bare) and ASKS.search(bare) and not re.search(r"问题|措施", bare)
    done = re.fullmatch(r"(?:都|全部?|有没有全).{1,6}(?:吗|没有?)", bare)
    return bare if done or (_HOW.fullmatch(bare) and new) or blank else None


def qualified(said: Said, reports: Sequence[Report]) -> str | None:
    """累计呢, 网站上呢: the same asked with another limit."""
    bare = SINCE.sub("累计", re.sub(r"(?:上面|里面)?的?(?:数|总数|数字)?$", "", said.closed))
    spoken = _CONTACT.search(bare) and not said.last.counts
    if not _QUALIFIER.fullmatch(bare.removesuffix("上")) or not said.last.base or spoken:
        return None
    limit = _SPANNING if _SPANNING.fullmatch(bare) else _QUALIFIER
    return f"{said.subject}{said.dated}{bare}{re.sub(f'(?:{limit.pattern})(?:的)?', '', said.last.base)}"
