"""Of which time and whom a number speaks: 本年, 累计, 以前年度, 截至, 计划, 上级, 他单位; and of which period."""

import re
from collections.abc import Sequence

from ingest.facts.mentions import Mention
from ingest.facts.numerals import parse_year
from ingest.schema import Identity

_DIGITWISE = r"[一二][九〇零○O][〇零○O一二三四五六七八九]{2}"
_YEAR = re.compile(rf"(?<![\d〔])((?:19|20)\d{{2}}|{_DIGITWISE})年(?!来)")
_QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕")
# What a year may stand for besides the time of the count: a beginning, a comparison, a document's date, a hand-over.
_FROM = re.compile(r"(?:自从|自|从|由|始于|起于)[^,;。]{0,4}$")
_AGAINST = re.compile(r"(?:[较比同与]|对比|相比)[^,;。]{0,4}$")
_HANDED = re.compile(r"(?:结转|转入|转至|移至|延至|纳入|列入|根据|按照|依据|印发)(?:到|至)?$")
_DATED = re.compile(
    r"度?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:以来|起(?!草)|开始|成立|施行|实施|颁布|印发|出台|制定|修订|建成|开通)"
)
_EARLIER = re.compile(r"(?:以前|之前|此前|往年|以往|历史)(?!遗留)")
_LAST = re.compile(r"(?:上年度?|去年度?|上一年度?|上一?学年)(?!结转|转)")
_COMPARED = re.compile(r"[较比同与][^,;。]{0,4}(?:上年|去年|上一年|(?:19|20)\d{2}年)")
_NEXT = re.compile(r"(?:明年|下一?年度?)(?!办理|继续|度?继续|度?的?(?:工作|主要)?(?:计划|打算|安排|思路|重点))")
_THIS = re.compile(r"本年度?|今年|当年|全年|年内|年度内|一年来|本年以来|年初以来|报告期|年来(?=[^,]{0,12}共)")
_WITHIN = re.compile(r"(?:今年|本年|年初|一年)以来")
_SINCE = re.compile(
    r"以来|历年|历次|开通至今|成立至今|累计.{0,12}至今|自(?:19|20)\d{2}年[^,;。]{0,8}起|自.{2,24}(?:施行|实施|开通|运行|开展).{0,4}(?:至|后|起).{0,24}(?:累计|共)"
)
_OF_THE_YEAR = re.compile(r"其中.{0,6}(?:本年度?|今年|当年|全年|(?:19|20)\d{2}年度?)(?!.{0,3}以来)")
_UNTIL = re.compile(r"截[至止](?!目前|今|本?年[底末])|至(?=(?:19|20)\d{2}年(?:\d{1,2}月)?底)")
_UNTIL_WORDS = re.compile(r"截[至止](?:到)?([^,;。]{2,14}?)(?:,|共|累计|园|全|我|本|$)")
_SPAN = re.compile(rf"自?((?:19|20)\d{{2}}|{_DIGITWISE})年[^,;。]{{0,10}}?[至到-]((?:19|20)\d{{2}}|{_DIGITWISE})年")
_PLAN = re.compile(r"下一步|打算|计划|改进(?!情况)|下步|下阶段|工作安排|工作思路|努力方向|今后|工作重点|整改")
_WILL = re.compile(
    r"(?:^|[^即])将(?!.{0,8}纳入)|拟(?!定)|力争|(?<!年度)(?<!规划)计划|争取|确保|目标|达到|不少于|不低于"
)
_FUTURE = re.compile(r"(?:我.|本.|,|^|年)(?:将(?!.{0,4}纳入)|拟(?!定)|计划(?=[增举召开组培新建设公])|力争|争取)")
_AHEAD = re.compile(
    r"^.{0,4}(?:下一步|下步|下阶段|今后|明年|来年)(?!.{0,6}[情况]).{0,30}?(?:将|计划|拟|要|打算|争取|力争|继续)"
)
# What the report itself leaves out of its numbers: 不计入本厅统计, 未包括在上述数据中, 由省卫生厅另行统计.
_LEFT_OUT = re.compile(
    r"[^。;]{0,10}?[,(]?[^,。;]{0,6}(?:[未不]|没有)(?:(?:包括|包含|统计)在|(?:计入|列入|纳入)到?)(?:上述|以上|前述|本|我)"
    r"|[^。;]{0,10}?[,(](?:均|都)?(?:不在|未在|未被?)(?:上述|以上|本)[^,。;]{0,8}(?:之列|之内|范围|内|中)"
)
_WAYS = re.compile(r"通过|利用|渠道|方式|形式|媒体|载体")

_NEWLY = re.compile(r"(?:本年度?|今年|当年|((?:19|20)\d{2})年度?)新[增公]")
_NAMED_YEAR = re.compile(r"其中[^一-龥]?((?:19|20)\d{2})年度?(?:为|是|有|共)?$")
_CARRIED = re.compile(r"结转|转入下|转下年")

# A name with a place of its own before the kind of body; 县教育局 and 我局 are not told apart from the reporter's.
_NAME = (
    r"(?![我本该各全市县区乡镇省]|少数|多数|部分|个别|有的|下属|直属|所属|其他|相关)"
    r"([\u4e00-\u9fff]{2,10}(?:局|委员会|管委会|厅|乡|镇|街道|办事处|园区|开发区|新区|人民政府))(?:(?:19|20)\d{2}年度?)?"
)
_ANOTHER = re.compile(
    rf"(?:其中|而|但|另)?,?{_NAME}(?:全年|共|已|累计|主动)*(?:公开|发布|收到|受理|答复|的数)|.*?(?<![一-龥]){_NAME}:"
)

# 全市水利系统共公开… is the whole city's; 举办全市水利系统信息公开培训班1期 is the body's own doing.
_AREA = re.compile(
    r"全([国省市县区州旗盟])(?=各|行政|共|累计|当年|全年|范围|主动|新|系统|政府|公开|收|受|\d|$"
    r"|[一-龥]{2,6}系统(?:全年|本年度?|\d{4}年度?)?(?:共|合计|累计|主动公开|公开信息|公开政府信息|收到|受理))"
)

Scope = tuple[str | None, str]


def period_and_scope(mention: Mention, path: Sequence[str], identity: Identity) -> Scope:
    """The period (``2013``, ``2012年以前``, ``截至2013年底``; None for an accumulated figure) and the scope."""
    own = identity.year
    named = _NAMED_YEAR.search(mention.before)
    if named and own and int(named[1]) <= own:
        return named[1], "本年" if int(named[1]) == own else "以前年度"
    newly = _NEWLY.search(mention.before)
    if _CARRIED.search(mention.before) or newly and newly[1] in (None, str(own)):
        return str(own) if own else None, "本年"
    year = governing(mention.sentence)
    said = str(year or own) if year or own else None
    if _is_wider(mention.clause, identity.agency):
        return said, "计划" if year and own and year > _last_year(identity) else "上级"
    if _is_anothers(mention, identity) or _LEFT_OUT.match(mention.after + mention.rest):
        return said, "他单位"
    return (
        _earlier(mention, year, own)
        or _accumulated(mention, year, own)
        or _planned(mention, path, year, _last_year(identity), own)
        or ((_until(mention.sentence, said), "截至") if _UNTIL.search(mention.sentence) else (said, "本年"))
    )


def governing(sentence: str) -> int | None:
    """The last year of a sentence that says when the counting was done, not since when or in whose title."""
    bare = _QUOTED.sub(lambda m: "□" * len(m[0]), sentence)
    years = [m for m in _YEAR.finditer(bare) if not _is_aside(bare, m)]
    return parse_year(years[-1][1]) if years else None


def _is_aside(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 12]
    if _AGAINST.search(before) or _HANDED.search(before) or _DATED.match(after):
        return True
    return bool(_FROM.search(before)) and _SPAN.match(text, match.start()) is None


def _earlier(mention: Mention, year: int | None, own: int | None) -> Scope | None:
    """What was counted before the reported year: in all years before it, or in the last one (上年为46条)."""
    near = mention.before
    if _EARLIER.search(near):
        return f"{year or own}年以前" if year or own else None, "以前年度"
    last = _LAST.search(mention.clause)
    against = last and re.match(r"(?:同期)?(?:相比|比较)", mention.clause[last.end() :])
    if last and not against and not re.search(r"[增减升降]|多|少(?!于)|提高|结转", mention.clause[last.end() :]):
        return str(own - 1) if own else None, "以前年度"
    compared = re.search(r"[较比]((?:19|20)\d{2})年度?(?:同期)?的?$", near)
    if compared:
        return compared[1], "以前年度"
    if year and own and year < own and not _UNTIL.search(mention.sentence) and _is_counted_then(mention, year):
        return str(year), "以前年度"
    return None


def _is_counted_then(mention: Mention, year: int) -> bool:
    """Whether an earlier year stands at the head of the number's own clause, or of its sentence before a comma."""
    says = re.compile(rf"^[^,]{{0,12}}{year}年度?(?!以来|底前)")
    heads = (mention.before, mention.clause, mention.sentence)
    return any(says.search(head) for head in heads) and not re.search(
        rf"{year}年[^,]{{0,12}}(?:以来|至今|起)", mention.sentence
    )


def is_accumulated(mention: Mention, own: int | None) -> bool:
    """Whether a number counts since some year or day, whosever it is."""
    return _accumulated(mention, governing(mention.sentence), own) is not None


def _accumulated(mention: Mention, year: int | None, own: int | None) -> Scope | None:
    near, sentence = mention.clause, mention.sentence
    if _OF_THE_YEAR.search(near):
        return None
    spans = [(parse_year(m[1]), parse_year(m[2])) for m in _SPAN.finditer(sentence)]
    if any(a and b and a < b for a, b in spans):
        return None, "累计"
    since = next((m for m in _SINCE.finditer(sentence) if not _WITHIN.search(sentence[: m.end()][-4:])), None)
    within = since and own and re.search(rf"(?:自|从)?{own}年[^,;。]{{0,10}}$", sentence[: since.end()])
    if since and not within and not _narrowed(sentence[since.end() :], own):
        return None, "累计"
    if "累计" not in near:
        return None
    if _UNTIL.search(sentence) or re.search(
        r"^.{0,6}其中.{0,4}(?:本年|今年|当年|\d{4}年)", mention.rest + mention.after
    ):
        return None, "累计"
    this_year = year or _THIS.search(sentence) or _WAYS.search(near) or not re.search(r"公开|发布", near)
    return None if this_year else (None, "累计")


def _narrowed(text: str, own: int | None) -> bool:
    """Whether the words behind 以来 come back to the year (自条例施行以来…，2013年公开55条)."""
    year = governing(text)
    return bool(year and year == own) or bool(
        re.search(r"其中.{0,4}(?:本年|今年|当年)|[,;](?:本年|今年|当年|全年)", text)
    )


def _last_year(identity: Identity) -> int | None:
    """The last year that a report counts in: of a school year (2016-09-01/2017-08-31) the second."""
    told = re.search(r"/(\d{4})-", identity.period or "")
    return max(int(told[1]), identity.year) if told and identity.year else identity.year


def _planned(
    mention: Mention, path: Sequence[str], year: int | None, last: int | None, own: int | None
) -> Scope | None:
    said = str(year or own) if year or own else None
    if year and last and year > last:
        return said, "计划"
    if _NEXT.search(mention.clause) and not re.search(r"结转|转入", mention.clause):
        return str(own + 1) if own else None, "计划"
    coming_up = _AHEAD.search(mention.sentence)
    in_plans = any(_PLAN.search(title) for title in path[-2:]) and _WILL.search(mention.sentence)
    coming = str(year or own + 1) if own else said
    return (coming, "计划") if in_plans or coming_up or _FUTURE.search(mention.clause) else None


def _until(sentence: str, said: str | None) -> str | None:
    match = _UNTIL_WORDS.search(sentence)
    return f"截至{match[1]}" if match else said


def _is_anothers(mention: Mention, identity: Identity) -> bool:
    """Whether a number has another body's full name before it (平凉工业园区2013年共公开…): it is that body's."""
    head = mention.sentence.partition(mention.clause)[0] if mention.clause else ""
    named = _ANOTHER.match(mention.clause) or _ANOTHER.fullmatch(head[-40:])
    if not named or not identity.agency:
        return False
    name = named[1] or named[2]
    own = "".join((identity.agency, identity.title, *identity.aliases))
    return not any(name[i : i + 2] in own for i in range(len(name) - 1))


def _is_wider(clause: str, agency: str | None) -> bool:
    """Whether a clause counts a whole area (全县) that is not the reporting body's own."""
    area = _AREA.search(clause)
    if not area or not agency:
        return False
    body = re.sub(r"[(（].*?[)）]|人民政府|管理委员会|管委会|政府|办公室$|行政公署$|行署$", "", agency)
    return body[-1:] != area[1] and not (agency.endswith("人民政府") and {body[-1:], area[1]} <= set("县区旗"))
