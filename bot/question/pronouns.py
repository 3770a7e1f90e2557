"""What a follow-up points back with: corrections, pronouns, 前者 and 两家, last year; and what opens a new topic."""

import re
from collections.abc import Sequence

from bot.question.mentions import mentions
from bot.question.thread import (
    Turn,
    about,
    bodies_of,
    in_years,
    joined,
    names_of,
    of_kind,
    recent_bodies,
    same_topic,
    years_in,
)
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
    r"|(?:上面|刚才|前面|上述)?[这那](?:一)?家(?!单位|公司|企业|媒体)|(?<!其)他(?!们|人)"
)
_MANY = re.compile(
    r"(?P<they>(?<!其)[他它]们|你们)?[这那]?(?P<count>[两二三四五六])(?:家|者|个单位|个)(?:单位)?(?=$|[,，?？一合共加谁哪差相都各的比呢分总平有])|(?<!其)[他它]们|你们|[这那]几家"
)
_PROBLEM = re.compile(r"(?:这个|这一|该|此|上述|这种|那个)(?:问题|不足|短板|困难)(?!是|有|没)")
_NAMED_THING = 4  # characters; less is no problem that could be looked for
_EARLIER = re.compile(r"(?<![比较和与跟同])(?:上一年|前一年|去年|上年|头一年|上一年度|上年度)(?!结转)")
_THAN_EARLIER = re.compile(r"^((?:那么?)?[和跟与同])(?:上一年|前一年|去年|上年|头一年)(?:度)?(?=相?比|比较)")
_NEWEST = re.compile(r"(?:最近|最新|最后)的?一年度?")
_LATER = re.compile(r"(?<![比较和与跟同第])(?:下一年|后一年|第二年|次年|转年|下年|下一年度)(?!结转)")


def points_at_one(text: str) -> bool:
    """Whether it speaks of one body by a word that points back (它, 这家, 该单位)."""
    return _ONE.search(text) is not None


def opened(text: str) -> tuple[str, bool]:
    """A question without its opening words (谢谢, 再问一个), and whether they open a new topic (换个问题)."""
    said = _ASIDE.sub("", _THANKS.sub("", text.strip()))
    if not said or _THANKS.fullmatch(f"{said},"):
        return text, True  # nothing is asked
    fresh = _FRESH.sub("", said)
    return fresh, fresh != said and not (_ONE.search(fresh) or _MANY.search(fresh))


def corrected(text: str, thread: tuple[Turn, ...]) -> tuple[str, tuple[Turn, ...]]:
    """A correction's own words (不是丰台，是平凉; 我问的是累计的), and the thread without what it takes back."""
    if swapped := _NOT_BUT.match(text):
        away = re.sub(r"[的呢]$", "", swapped["no"])
        kept = {key: getattr(thread[-1], key).replace(away, "") for key in ("topic", "base")}
        last = thread[-1].model_copy(update=kept)
        return swapped["yes"], (*thread[:-1], last)
    while (said := _WRONG.sub("", text)) != text and said:
        text = said
    return text, thread


def resolved(text: str, thread: tuple[Turn, ...], reports: Sequence[Report]) -> str:
    """它, 该乡, 前者, 两家 as the bodies that they stand for."""
    last = thread[-1].bodies
    if len(last) > 1:
        text = text.replace("前者", last[0]).replace("后者", last[-1])
    text = _this_problem(text, thread)
    dated = "" if years_in(text, reports) else in_years(thread[-1].years)
    many = _MANY.search(text)
    if many and not bodies_of(text[: many.start()], reports) and (found := _those(many, thread)):
        text = f"{text[: many.start()]}{joined(found)}{dated if set(found) <= set(last) else ''}{text[many.end() :]}"
    # After a question of everybody, 它 could be anyone: the product asks back.
    named = mentions(clean(text), reports)[0]
    one = next(
        (m for m in _ONE.finditer(text) if not any(n.start < m.end() and m.start() < n.end for n in named)), None
    )
    if one and (last or one["kind"]):
        name = (of_kind(one["kind"], thread, reports) if one["kind"] else None) or next(reversed(last), "")
        if not name:
            return text
        text = f"{text[: one.start()]}{name}{dated if name in last else ''}{text[one.end() :]}"
    return text


def _this_problem(text: str, thread: Sequence[Turn]) -> str:
    """怎么解决这个问题 with the problem that was spoken of; as typed where none was named."""
    thing = re.sub(r"^(?:有没有|是否)?(?:提到|提及|说到|写到|谈到)", "", about(thread[-1].base))
    if len(thing) < _NAMED_THING or re.search(r"问题|不足", thing):
        return text
    return _PROBLEM.sub(f"{thing}的问题", text, count=1)


def _those(many: re.Match[str], thread: Sequence[Turn]) -> tuple[str, ...]:
    """Whom 两家, 它们, 他们 stand for: so many of the bodies last spoken of, or none where there are not so many."""
    last = thread[-1].bodies
    if many["count"]:
        wanted = "两二三四五六".find(many["count"]) or 1
        found = recent_bodies(thread, wanted + 1)
        return found if len(found) == wanted + 1 else ()
    if len(last) > 1 or many[0] in {"他们", "你们"}:
        return last
    found = names_of(same_topic(thread))
    return found if len(found) > 1 else recent_bodies(thread, 2)


def relative(text: str, thread: tuple[Turn, ...], reports: Sequence[Report]) -> str:
    """上一年, 第二年 as the year that it is, counted from the question before."""
    last = thread[-1]
    held = sorted({r.year for r in reports if r.agency in last.bodies and r.year})
    text = _NEWEST.sub(f"{held[-1]}年", text) if held else text
    years = last.years or tuple(held[-1:])
    if not years:
        return text
    text = _THAN_EARLIER.sub(rf"\g<1>{min(years) - 1}年", text)
    text = _EARLIER.sub(f"{min(years) - 1}年", text)
    return _LATER.sub(f"{max(years) + 1}年", text)
