"""Which list of a report a question asks for: its problems, its plans, what was done, or a list that names its noun."""

import re
from collections.abc import Sequence

from bot.question.wording import Term, coverage, terms
from bot.reading.lists import TURN, Listing, lists_of
from bot.reading.points import Kind, led_runs, section_points, sides
from bot.reading.sentences import QUOTE_LIMIT, sentences, worded
from bot.schema import Question
from ingest.schema import Report, Span, Stored

MOST_ITEMS = 10
_TOPICS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "problems",
        re.compile(
            r"问题|不足(?:之处)?|短板|困难|毛病|缺点|薄弱(?:环节|之处)?|差距|面临的?(?=困难|问题)|(?:做|干)得(?:还|仍)?不够|(?:做得|干得|做|干)不好|没[干做]好|差在哪"
            r"|(?:(?:做|干|工作|公开|落实|开展)得?)?(?:还有?|仍|也)?(?:不够|不太|不大|欠|不)(?:好|到位|理想|完善|充分|妥当|健全|扎实|规范)"
            r"|(?:需要|有待|还要|该)改进"
        ),
    ),
    (
        "plans",
        re.compile(
            r"计划|打算|下一步|下阶段|下一?个?学?年度?|接下来|未来|将来|后续|后面|明年|今后|(?:改进|整改)(?:方向|思路)?|对策|努力方向|准备怎么|准备做|准备|拟(?=采取|开展|做|怎|如何|从)"
            r"|重点工作|工作重点|安排|重点(?!的?(?:公开|领域|信息))"
        ),
    ),
)
_TO_DO = re.compile(r"要(?!求)|将|会(?!议)|抓好?|做好?|干")  # 2014年要抓好哪三项工作: plans of the report of 2013
_PAST = re.compile(r"(?<!为)了(?!解)|过(?![去来程])|已经|取得|成效|成绩")  # 抓了哪几件事: no report told so beforehand
_THINGS = re.compile(r"[哪那这几一二两三四五六七八九十]*[几一二两三四五六七八九十]?[件项个](?:大?事情?|工作|方面)")
_REMEDY = re.compile(
    r"针对[^,。?]{0,14}?(?:问题|不足|差距|短板|困难)|(?:问题|不足|差距|短板)[^,。?]{0,4}?(?:怎么|如何|咋|打算怎么)(?:整?改|解决|办)"
)
_REMEDY_WORDS = re.compile(
    r"针对|(?:这些|上述|以上|自身|存在的?)(?=问题|不足|差距|短板)|提出|解决|整?改|办法?|方向|思路|措施|举措"
)
_AND = re.compile(r"[和与及、]|以及")
_DONE = re.compile(
    r"(?:怎么样?|如何|怎样|咋)(?:来|去)?(?:推进|推动|开展|落实|做|抓|搞|干)|做法(?:[和与及、]?(?:主要)?(?:成效|经验|成绩))?|(?:哪些|什么|啥)(?:工作)?(?:措施|举措|办法)"
)
_DONE_LEAD = re.compile(r"推进|做法|措施|举措|开展|落实|以下(?:几|[一二三四五六七八九十])?个?(?:方面|工作)")
_LED = {
    "problems": re.compile(r"(?<!解决)(?:问题|不足|差距|困难|薄弱环节|短板)[^,。;]{0,6}[:。]?$"),
    "plans": re.compile(
        r"打算|计划|下一步|今后|明年|(?:将|拟|准备|要)[^,。;]{0,4}(?:抓|做|重点|着力|着重|从|采取|继续)[^。;]{0,16}[:。]?$"
    ),
}
_AGAINST = re.compile(r"针对|为解决|解决")
_CHANNELS = ("渠道", "途径", "形式", "方式", "载体", "平台")
_AIM = re.compile(r"拓[展宽]|加强|创新|丰富|完善|健全|畅通|优化|规范")  # what is to be widened is no list of what is
_HAS = re.compile(r"(?P<noun>[一-龥]{3,8})(?:主要|具体)?(?:都|分别)?有(?:哪些|什么|哪几[个种条类项]?)")
_NOUN = re.compile(
    r"(?:哪些|哪[几一二两三四五六七八九十]+[个种条类项]?|什么|啥|几[个种条类项])(?:主要|具体|重要)?的?(?P<noun>[一-龥]{2,6})"
)
_LEAD_LIMIT = 40


def listed(question: Question, report: Report, stored: Stored, foreign: Sequence[int]) -> list[Span]:
    """The points of the list that a question asks for, when it asks for nothing else (``foreign``: other years)."""
    coming = is_next(report, foreign)
    if foreign and not coming:
        return []
    kinds = kinds_asked(question.rest, coming=coming)
    return [span for kind in kinds for span in section_points(stored, kind) or led_points(stored, kind)]


def is_next(report: Report, years: Sequence[int]) -> bool:
    """Whether the year asked for is the one after the report's: of it only plans are told."""
    return report.year is not None and set(years) == {report.year + 1}


def is_past(rest: str) -> bool:
    """Whether a question asks what has been done."""
    return _PAST.search(rest) is not None


def kinds_asked(rest: str, *, coming: bool = False) -> list[Kind]:
    """Which sides a question asks for, where it asks for nothing beside; of remedies for problems only the remedies."""
    if coming and is_past(rest):
        return []
    if coming and (_TO_DO.search(rest) or _TOPICS[1][1].search(rest)):
        plain = _THINGS.sub(" ", _TO_DO.sub(" ", _TOPICS[1][1].sub(" ", rest)))
        return [] if terms(plain) else ["plans"]
    if _REMEDY.search(rest):
        plain = _REMEDY_WORDS.sub(" ", rest)
        for _, asked in _TOPICS:
            plain = asked.sub(" ", plain)
        return [] if terms(plain) else ["plans"]
    found: list[Kind] = []
    plain = rest
    for kind, asked in _TOPICS:
        if asked.search(plain):
            found.append(kind)
            plain = asked.sub(" ", plain)
    if len(found) == 2 and not _AND.search(rest):
        return [kind for kind, asked in _TOPICS if asked.search(rest) and not terms(asked.sub(" ", rest))]
    return [] if terms(plain) else found


def led_points(stored: Stored, kind: Kind) -> list[Span]:
    """The items of a list that its own lead-in, not a heading, says to be of problems or of plans."""
    for listing in lists_of(stored.text):
        if _LED[kind].search(listing.lead) and (kind == "plans" or not _AGAINST.search(listing.lead)):
            return quotable(stored.text, listing)
    return led_runs(stored, _LED[kind])


def practices(question: Question, stored: Stored) -> list[Span]:
    """The list of what was done, for a question how the whole work was pushed on that names nothing beside."""
    if not _DONE.search(question.rest) or terms(_DONE.sub(" ", question.rest)):
        return []
    aside = [span for span, _ in sides(stored)]
    for listing in lists_of(stored.text):
        late = TURN.match(listing.lead) or any(span.start <= listing.start < span.end for span in aside)
        if _DONE_LEAD.search(listing.lead) and len(listing.lead) <= _LEAD_LIMIT and not late:
            return quotable(stored.text, listing)
    return []


def named_list(question: Question, stored: Stored, asked: Sequence[Term], enough: float) -> list[Span]:
    """The whole of the list whose lead-in names what is asked for (主要渠道如下：（1）…), if it carries all."""
    noun = _HAS.search(question.rest) or _NOUN.search(question.rest)
    if not asked or noun is None:
        return []
    best: tuple[float, list[Span]] = (0.0, [])
    for listing in lists_of(stored.text):
        lead = listing.lead
        if len(lead) > _LEAD_LIMIT or not _names(noun["noun"], lead):
            continue
        items = quotable(stored.text, listing)
        said = lead + "".join(worded(item.of(stored.text)) for item in items)
        covered = coverage(asked, said)
        if covered >= enough and covered > best[0]:
            best = (covered, items)
    return best[1]


def _names(noun: str, lead: str) -> bool:
    """Whether a lead-in ends in the very thing that the list is of: its noun itself, or another word for a channel."""
    words = _CHANNELS if noun.startswith(_CHANNELS) else (noun[:4], noun[:3], noun[:2], noun[-5:], noun[-4:])
    ends = rf"(?:{'|'.join(map(re.escape, words))})(?:主要|大致)?(?:有|包括|是|为|如下|以下[^,。]{{0,3}})*[:。]?$"
    return bool(re.search(ends, lead)) and not _AIM.search(lead)


def whole_list(text: str, span: Span, asked: Sequence[Term], enough: float) -> list[Span]:
    """All items of the list that a sentence leads into, where its lead-in alone carries what is asked."""
    for listing in lists_of(text):
        if span.start < listing.start <= span.end + 2 and coverage(asked, listing.lead) >= enough:
            return quotable(text, listing)
    return []


def quotable(text: str, listing: Listing) -> list[Span]:
    """The items of a list, each as much of it as a quotation holds: its first sentence and what fits behind."""
    found = []
    for item in listing.items:
        end = item.start
        for sentence in sentences(text, item.start, item.end):
            if end > item.start and sentence.end - item.start > QUOTE_LIMIT:
                break
            end = sentence.end
        found.append(Span(start=item.start, end=end))
    return found
