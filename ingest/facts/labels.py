"""What a number counts, in the report's own words: never a dangling 其中 or 的."""

import re

from ingest.facts.mentions import Mention

LONGEST = 40
_LONG, _LISTED = 12, 16
_NUMBERING = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]+|[①-⑳][、.]?|[一二三四五六七八九十]是(?!否))+")
_LEAD = re.compile(
    r"^(?:在(?=已)|[、)|\-—·\"”“(;,:]|其中|分别|并且|并(?![购网行])|而且|且|以及|及(?!时)|和(?!谐)|同时|另外|另(?!行)|还有|还(?![款原清])|此外|上述|全年|年内|"
    r"已经?|共计|共有|共(?![同享青和产])|累计|合计|总计|(?:[以之]?内)(?=[办答回完处])|截[至止](?:目前|今|年底|\d{4}年底)?|目前|现有|加上?(?=上年|去年|\d{4}年)|加上)+"
)
_TAIL = re.compile(
    r"(?:共计|共有|共|累计|合计|总计|总数为|分别为?|各(?=$)|达到了?|达|[均约]|为|有|了(?!解$)|是|至|到|近|占|的|等|及|和|与|(?<!存)在|于|"
    r"[:、|,\-—(“\"]|高达|已(?=$)|已达|约占|(?:提高|上升|增加|下降)[到至]|大约|由(?=$)|突破|超|增至|(?<=[站各均])设(?=$)|包括|包含|其中)+$"
)
_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))
_VERBS_ONLY = re.compile(
    r"(?:(?:19|20)\d{2}年度?)?(?:[^,;。]{0,6}(?:我|本|全)[^,;。]{1,3})?(?:新?收到了?|接到|受理|办结|办理|答复|处理|其余|另有?|有|共向|向|对|共|尚有|已|涉及|召开|举办|组织|开展|举行|的)*"
)
_NOUN = re.compile(r"[^\s,;。:、()|\d]{1,12}")
_CUT = re.compile(
    r"(?<=.)(?:组成|负责|参加|参训|明确|作为|为成员|进行|于一体|具体|任(?=副?组长)|组成员|全部|均|已|由|全年|共|累计|每|的(?!信息|申请|公开)|各(?=[设有配])|中(?:排名|位列|名列)|(?<=申请)中$|、|,).*$"
)
_LISTING = re.compile(r"[、和及]$")
_THINGS = "个处块家所台座"
_COUNTERS = "名人位个批部项"
_DEADLINE = re.compile(r"[均都]?在?(?:规定|法定)?(?:时限|期限)?")
_GOES_ON = re.compile(
    r"(?:左右|净?增[长加]?|净?减少?|有(?:所|较大|大幅|明显|一定)"
    r"|下降|上升|提高|以上|以下|均|全部|已|未|的$|,)"
)
_SHORT_NOUNS = set("类村镇乡县区市校")
_NO_NOUNS = {"参加", "参训", "组成", "构成", "进行", "开展"}
_ATTACHED = "件条份篇次宗起例期家所户块"


def label_of(mention: Mention) -> str:
    """The counted thing as worded; empty where the report leaves it to the context."""
    before = _trimmed(mention.before)
    noun = noun_of(mention)
    if noun and (len(before) >= _LONG or _VERBS_ONLY.fullmatch(before) or _LISTING.search(mention.before)):
        return noun
    if "/" in mention.unit or mention.unit in {"%", "‰", "成"}:
        return (before + _share_of(mention))[-LONGEST:]
    if mention.unit in {"个工作日", "天", "小时"} and _DEADLINE.fullmatch(before):
        return _within(mention)
    linked = "的" if noun and mention.before.endswith("的") else ""
    return _last_listed(before, linked + noun, mention.unit)[-LONGEST:]


def noun_of(mention: Mention) -> str:
    """What a number before its noun counts (2名专职工作人员, 5件申请)."""
    unit = mention.unit[0]
    follows = _NOUN.match(mention.after)
    if not follows or unit not in _COUNTERS + _ATTACHED or mention.unit in {"个工作日", "个百分点"}:
        return ""
    noun = _TAIL.sub("", _CUT.sub("", follows[0]))
    opens = (
        mention.before.endswith("的")
        or _VERBS_ONLY.fullmatch(_trimmed(mention.before))
        or _LISTING.search(mention.before)
    )
    if unit in _ATTACHED and not opens:
        return ""
    if _GOES_ON.match(noun) or noun in _NO_NOUNS:
        return ""
    return noun if len(noun) > 1 or noun in _SHORT_NOUNS else ""


def said_before(mention: Mention) -> str:
    """The words right before the number that belong to its quotation."""
    return re.sub(r"^[(]?[一二三四五六七八九十\d]{1,3}[)、.]+", "", mention.before.lstrip('、"”)'))


def _trimmed(words: str) -> str:
    before = None
    words = next((cell for cell in words.split("|") if re.search(r"[一-龥]", cell)), words)
    while words != before:
        before = words
        words = _TAIL.sub("", _LEAD.sub("", _NUMBERING.sub("", words)))
    for opening, closing in _PAIRS:
        words = _balanced(words, opening, closing)
    return words


def _balanced(words: str, opening: str, closing: str) -> str:
    """Without a closing mark that was never opened, or an opening one never closed."""
    while words.count(closing) > words.count(opening):
        words = words.replace(closing, "", 1)
    while words.count(opening) > words.count(closing):
        words = words.replace(opening, "", 1)
    return words


def _last_listed(before: str, noun: str, unit: str) -> str:
    """Of a long list (甲、乙及丙3个) the last thing is the one that the number stands behind."""
    if unit[0] in _THINGS and len(before) > _LISTED and re.search(r"[、及和]", before):
        before = re.split(r"、|及|(?<!公)和(?!谐)", before)[-1] or before
    return before + noun


def _share_of(mention: Mention) -> str:
    """Where the share comes first (90%以上的政务信息), what it is a share of."""
    follows = re.match(r"的([^\s,;。:、()|\d]{2,12})", mention.after)
    return re.sub(r"(?:是|为|通过|依托|在|由|都|均).*$", "", _CUT.sub("", follows[1])) if follows else ""


def _within(mention: Mention) -> str:
    """What is done within so many days (在15个工作日内答复)."""
    follows = re.match(r"[以之]?内(?:予以|作出|完成)?([^\s,;。:、()|\d]{2,8})", mention.after)
    return follows[1] if follows else ""
