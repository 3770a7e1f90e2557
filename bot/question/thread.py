"""What a conversation was about so far, turn by turn: whom, which years, and what was asked of them."""

import re
from collections.abc import Sequence

from bot.question.mentions import mentions
from bot.question.naming import is_kind
from bot.question.register import register
from bot.question.years import years_said
from bot.schema import Question, Scope
from ingest.schema import Noun, Report
from ingest.view import clean

REMEMBERED = 8  # earlier questions; what lies further back is no longer meant
EVERYBODY = "各单位"
_EVERY = re.compile(
    r"(?:[这那]?[几各每]|哪[一几]?|所有|全部|[两三四五六七八九十\d]+)(?:[家份]|个(?=单位|机关|部门|报告|年报|地方|的|\s|[,?]|$))"
    r"(?:的|单位|机关|部门|报告|年报|地方)*"
    r"|(?:各|所有的?|全部|哪些?|哪个|有?哪些|多少|其他|其余|这些|那些)(?:单位|机关|部门|报告|年报|地方)|(?<!是)(?<!叫)谁家?|大家"
)
_HOW_MANY = r"(?:多少|几|百分之几)(?:万元|人次|批次|平方米|个百分点|[条件份篇次期场人名个项起例宗家元类种])?"
_CONTACT = r"电话|号码|传真|邮编|地址|网址|邮箱"
_JOINED = r"[\s、,和与跟同及]|以及|还有|加上"
_COUNTS = re.compile(
    r"\d[\d,.]*余?[条件份篇次名人个项元](?:信息)?|哪[些几]个?(?:类别|种类|方面|类)的?"
    r"|(?:的?信息)?中?(?:哪[一几]?|什么)(?:类|种|项).*$"
)
_SCENE = re.compile(r"(?:里面?|当中|之?中|之内|方面)$")  # 公开的信息里，业务动态类有多少条
_SUPERLATIVE = r"(?:得|的)?(?:是|最|更|排|第(?!三方)|前|倒数|垫底|从[多高]|从[少低]|超过|不足|少于|多于).*$"


class Turn(Noun):
    """One question of a conversation.

    ``bodies`` are names in the order of the question (also those not held); ``topic`` is what it asks, in words that
    can be asked of another body or year; ``base`` is what a chain of 占比呢, 为什么, 一共呢 is about; ``everyone`` says
    that it asks of all.
    """

    bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topic: str = ""
    base: str = ""
    everyone: bool = False
    standalone: str = ""

    @property
    def subject(self) -> str:
        """Whom the turn is about, as a question says it."""
        return joined(self.bodies) or (EVERYBODY if self.everyone else "")

    @property
    def seeks(self) -> bool:
        """Whether it asks which body: 哪家最多, 甲和乙谁多."""
        return re.search(r"谁|哪[一几个家些]|最[多少高低大小]|垫底|居首|第一", self.standalone) is not None

    @property
    def counts(self) -> bool:
        """Whether it, or what it goes on about, asks how many."""
        return re.search(_HOW_MANY, self.base) is not None and re.search(_CONTACT, self.base) is None


def turn_of(question: Question, reports: Sequence[Report], topic: str | None = None, base: str | None = None) -> Turn:
    """The memory of a question that was understood; ``topic`` and ``base``: those of the turns it goes on."""
    excepted = "除" in question.standalone and question.scope.everyone
    bodies = () if excepted else named_by(question.standalone, question.scope, reports)
    own = topic_of(question.rest)
    return Turn(
        bodies=bodies,
        years=question.scope.years,
        topic=topic or own,
        base=base or own,
        everyone=question.scope.everyone and not bodies,
        standalone=question.standalone,
    )


def bodies_of(text: str, reports: Sequence[Report]) -> tuple[str, ...]:
    """The bodies a text names, in its order: by their full names where held, as named where not.

    A name that fits several is left out beside one of them in full (教育局，望川的教育局).
    """
    known, foreign = mentions(clean(text), reports)
    held = {report.report_id: report for report in reports}
    exact = [m for m in known if not any(other.reports < m.reports for other in known)]
    names: dict[int, list[str]] = {m.start: [m.name] for m in foreign}
    for mention in exact:
        agencies = [report.agency for rid, report in held.items() if rid in mention.reports and report.agency]
        names[mention.start] = agencies if len(set(agencies)) == 1 else [mention.name]
    return tuple(dict.fromkeys(name for start in sorted(names) for name in names[start]))


def named_by(text: str, scope: Scope, reports: Sequence[Report]) -> tuple[str, ...]:
    """The bodies that a text names, or points at by a kind that only one is (县政府)."""
    if bodies := bodies_of(text, reports):
        return bodies
    if not scope.named or len(reports) == len(scope.reports):
        return ()
    held = register(reports).by_id
    return tuple(dict.fromkeys(name for rid in scope.reports if (name := held[rid].agency)))


def years_in(text: str, reports: Sequence[Report]) -> tuple[int, ...]:
    """The years a text names."""
    return tuple(sorted(years_said(clean(text), register(reports).years).named))


def topic_of(rest: str) -> str:
    """What a question asks, ready to be asked of another: without whom, what joined them, and the closing mark."""
    topic = re.sub(r"除\s*[\s、]*(?:以外|之外|外),?", "", rest)
    topic = re.sub(r"^\s*有?哪\s", " ", topic)  # 哪几家, without the count of bodies that was taken out
    topic = _EVERY.sub(" ", re.sub(r"[?？。!！]+(?=\s*$)", "", topic))
    topic = re.sub(
        rf"^(?:{_JOINED}|的|度|年|里|中|比|在|请问|那么?|当中|其中|只看|单看|就看|只说|局|个)+", "", topic.strip()
    )
    topic = re.sub(r"^(?:的|各(?![类项种级])|分别|都)+|(?<=[\s,])(?:和|与|跟)\s+", "", topic)
    return re.sub(r"\s+", "", topic).strip(",、").removesuffix("呢").replace(",", "，")


def about(topic: str) -> str:
    """A topic as a thing that something else can be asked of: 公开了多少条信息 → 公开信息, 怎么做培训 → 培训."""
    said = next((piece for piece in re.split(r"[，;；]", topic) if not _SCENE.search(piece)), topic)
    said = re.sub(
        rf"(?:一共|合计|总共|平均|分别|排名?第几|名次|各(?![类项种级]))|有没有|有无|是不是|是否|(?:收到|有)?过?(?={_HOW_MANY}申请)",
        "",
        said,
    )
    received = "收到" if "申请" in topic and "收到" in topic else ""
    said = re.sub(r"哪[一个]?年", "", said)
    said = re.sub(_SUPERLATIVE, "", re.sub(rf"(?:有|是|为|占)?{_HOW_MANY}", "", said))
    said = _COUNTS.sub("", said)
    said = re.sub(
        r"了(?!解)|(?<=[接收发])到过|吗|呢|没有|怎么样|如何|怎样|怎么(?:做|搞|办|开展|进行)?的?|是?什么|哪些|哪[几一个]?",
        "",
        said,
    )
    said = re.sub(r"^(?:有|是|的|做|搞)+|得?(?<![至众增减很])[多少高低]$|(?:有|是|的|得|过)+$", "", said)
    said = f"{said}信息" if re.fullmatch(r"(?:主动|累计|历年累计|当年|全年)?(?:公开|发布|公布)", said) else said
    return said if not received or received in said else received + said


def joined(names: Sequence[str]) -> str:
    """Names in a row: 甲, 甲和乙, 甲、乙和丙."""
    return "和".join(filter(None, ("、".join(names[:-1]), *names[-1:])))


def in_years(years: Sequence[int]) -> str:
    """Years as a question says them: 2012年、2013年."""
    return "、".join(f"{year}年" for year in dict.fromkeys(years))


def names_of(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The bodies that these turns are about, in the order they came up."""
    return tuple(dict.fromkeys(name for turn in turns for name in turn.bodies))


def recent_bodies(thread: Sequence[Turn], count: int) -> tuple[str, ...]:
    """The bodies last spoken of, as many as ``count``, in the order they came up."""
    found: list[str] = []
    for turn in reversed(thread):
        found += [name for name in reversed(turn.bodies) if name not in found]
    return tuple(reversed(found[:count]))


def same_topic(thread: Sequence[Turn]) -> list[Turn]:
    """The last turns that asked the same thing, of whomever and of whatever year, oldest first."""
    found: list[Turn] = []
    for turn in reversed(thread):
        if about(turn.base) != about(thread[-1].base):
            break
        found.insert(0, turn)
    return found


def of_kind(kind: str, thread: Sequence[Turn], reports: Sequence[Report]) -> str | None:
    """The body of a kind (乡, 园区) last spoken of."""
    kinds = {report.agency: report for report in reports}
    names = recent_bodies(thread, len(thread) * 4)
    return next((name for name in reversed(names) if name in kinds and is_kind(kinds[name], kind)), None)
