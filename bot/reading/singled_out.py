"""Whether a number may be said of what a question singles out.

用水价格、出租汽车运价听证会2次,参加人共47名 is said of both hearings, 通过人员97人 not of those that failed,
入群企业540家 not of those that are foreign: the words stand beside each other and still do not answer.
"""

import re

from bot.question.asked import metrics_of
from bot.question.wording import bigram_recall, terms

_NAMED, _OTHER, _HINTED = 0.6, 0.35, 0.1
_SHORTEST_ITEM = 3
_AND = re.compile(r"、|和|与(?!会)|以?及(?!时)")
_CLAUSE = re.compile(r"[,;:。]|其中")
_NUMBERED = re.compile(r"[\d一二两三四五六七八九十百]+(?=[余多]?[万千]?[条件个次人名项份期处场家户])")
_MARKS = re.compile(r"[“”\"‘’《》]")  # a figure's label has lost them
_DENIED = re.compile(
    r"(?:多少|几)[^,。?]{1,10}(?:没有?|未)[\u4e00-\u9fff]{2}|[没未](?!来)[\u4e00-\u9fff]{1,10}的|不(?:合格|达标|满意|予|及格|通过)[\u4e00-\u9fff]{0,6}的"
)
_DENIES = re.compile(r"[没未无不落缺]|尚|待|剩|其余|仍")
_IS_WHAT = re.compile(r"(?:多少|几)[\u4e00-\u9fff]{1,2}?(?:是|属于?)(?!多少|几)(?P<what>[\u4e00-\u9fff]{2,10})")
_OF_A_WHOLE = re.compile(
    r"(?:里[面头]?|当中|之中|(?<=[\u4e00-\u9fff]{2})中(?![学心考国央医小专]))[,，]?的?(?P<what>[^,，。?？里]{1,12}?)"
    r"的?(?:一?共|总共|有|是|占|各)*(?:多少|(?<!哪)几)(?!月|年)[\u4e00-\u9fff]{0,2}(?=[?？,，。]|$)"
)
_FAMILIES = (
    re.compile(r"申诉|举报|投诉"),
    re.compile(r"(?<!专)[专兼]职"),
    re.compile(r"微博|微信|公众号|抖音|头条号|客户端"),
)
_LOWER = re.compile(r"各(?:个|县|区|乡|镇|街道|市|部门|科室)|下属|下级|所辖|基层")
_OWN_LEVEL = re.compile(r"本级|本机关|机关本身")


def may_be_of(rest: str, part: str, own: str, before: str) -> bool:
    """Whether a number may be the one that ``part`` of the question ``rest`` asks for.

    ``own``: the cleaned words that belong to the number; ``before``: those of its sentence that stand before it.
    """
    if _DENIED.search(part) and not _DENIES.search(before + own):
        return False
    if (what := _IS_WHAT.search(part)) and any(term.covered(own) < _NAMED for term in terms(what["what"])[:1]):
        return False
    if (sub := _OF_A_WHOLE.search(part)) and not metrics_of(sub["what"]) and not _told_apart(sub["what"], own):
        return False
    if _LOWER.search(rest) and not _OWN_LEVEL.search(rest) and _OWN_LEVEL.search(before + own):
        return False
    return not _of_several(_MARKS.sub("", part), before)


def of_that_name(part: str, words: str) -> bool:
    """Whether words have the one of its family that is asked for by name: 投诉 are no 举报, 兼职 no 专职."""
    asked = [family.findall(part) for family in _FAMILIES]
    return all(any(name in words for name in names) for names in asked if names)


def _told_apart(what: str, own: str) -> bool:
    """Whether the words of a number tell the part of a whole that is asked for (81名专职人员里女的有几个)."""
    asked = terms(what)
    if not asked:
        return bool(set(what) & set(own)) or not re.sub(r"[的了是有都各共一总占]", "", what)
    return any(term.covered(own) >= _HINTED for term in asked)


def _of_several(part: str, before: str) -> bool:
    """Whether the question names one of several things of which the number is said together.

    What the number's own clause names again (公开预算和“三公”经费,“三公”经费决算为…) is told by itself.
    """
    *earlier, own = _CLAUSE.split(_MARKS.sub("", before))
    shared = [item for clause in (*earlier, own) for item in _one_of(part, clause)]
    return any(item not in own or len(_AND.split(own)) > 1 for item in shared)


def _one_of(part: str, clause: str) -> list[str]:
    """The things of a clause that the question names, where it does not name all of them.

    行政许可3件、行政处罚2件 gives each its own number.
    """
    items = _AND.split(clause)
    if any(len(item) < _SHORTEST_ITEM for item in items) or any(_NUMBERED.search(item) for item in items[:-1]):
        return []
    items[-1] = _NUMBERED.split(items[-1])[0] or items[-1]
    named = [item for item in items if bigram_recall(item, part) >= _NAMED]
    shared = "".join(named)  # 用水价格听证会 beside 用电价格听证会 is told by 用水 alone
    others = [[gram for gram in _grams(item) if gram not in shared] for item in items if item not in named]
    return named if any(own and own[-1] not in part and _share(own, part) < _OTHER for own in others) else []


def _grams(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1)]


def _share(grams: list[str], part: str) -> float:
    return sum(gram in part for gram in grams) / len(grams)
