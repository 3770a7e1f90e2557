"""Numbers that grew, without their noun the second time: 监督员由25人增加到40人, 新建公开栏73块,累计达到521块."""

import re
from collections.abc import Sequence

from ingest.schema import Figure, Identity
from ingest.view import clean

_GREW = re.compile(r"^(?:人|个)?(?:增加|提高|扩大|扩充|上升|增|升|减少|下降|压缩|缩减|降)(?:到|至|为)了?")
_NUMBER = r"[\d一二三四五六七八九十百千万.]+"
_FROM = re.compile(
    rf"由(?:原来的?|(?:上一?年|去年|上一?学年)度?的?|(?:19|20)\d\d年度?的)?{_NUMBER}\w{{1,2}}$"
    rf"|由(?:(?:上一?年|去年|上一?学年)度?|(?P<year>(?:19|20)\d\d)年度?)的?{_NUMBER}%$"
)
_FROM_SAID = re.compile(r"由[^,;。]*$")
# 比上一学年的11,245条增加1,435条: a school's year before, no change.
_OF_LAST_YEAR = re.compile(r"[比较]上一?学年度?的[\d,.]+万?\w{1,2}$")
_IN_ALL = re.compile(
    r"(?:累计|总数|总量)(?:已|共)?(?:达到?|有|为|建成|建有)了?[\d一二两三四五六七八九十百千万零〇.]+\w{1,2}$"
)
_NEWLY = re.compile(r"^(?:今年|本年|全年|年内)?新(?:建|增|设|开|添|装)(?:设|加|通)?了?")
_BARE = re.compile(r"(?:其他|全[省市县区乡镇州旗]|累计|总数|)")
_NEAR = 12


def with_grown(figures: Sequence[Figure], identity: Identity) -> list[Figure]:
    """The figures, each number that something grew to with the name of what grew."""
    told = list(figures)
    for at in range(1, len(told)):
        before, after = told[at - 1], told[at]
        if _is_last_years(before, after):
            told[at] = after.model_copy(update={"metric": before.metric, "label": before.label})
            continue
        if before.unit != after.unit or not 0 <= after.start - before.end < _NEAR or not _BARE.fullmatch(after.label):
            continue
        said = clean(after.quote)
        if _GREW.search(said) and (grew := _FROM.search(clean(before.quote))):
            told[at - 1 : at + 1] = _grown(before, after, grew, identity)
        elif _IN_ALL.search(said) and _NEWLY.search(clean(before.label)) and before.scope == "本年":
            name = _NEWLY.sub("", clean(before.label))
            told[at] = after.model_copy(update={"label": f"累计{name}", "scope": "累计", "period": None})
    return told


def _is_last_years(before: Figure, after: Figure) -> bool:
    """Whether a number is what the year before had of the number that stands right before it."""
    near = before.unit == after.unit and 0 <= after.start - before.end < _NEAR
    return near and after.metric == "change" and _OF_LAST_YEAR.search(clean(after.quote)) is not None


def _grown(before: Figure, after: Figure, grew: re.Match[str], identity: Identity) -> list[Figure]:
    """What a number was and what it is now; of a rate both are of one metric (解读率由2022年的62.4%提高到88.3%)."""
    period = grew["year"] or (f"{identity.year}年以前" if identity.year else None)
    earlier = {"scope": "以前年度", "period": period} if before.scope == "本年" else {}
    name = _FROM_SAID.sub("", before.label) or before.label
    now = {"label": name, **({"metric": before.metric} if before.unit == "%" else {})}
    was = {"metric": "other", **earlier} if before.unit != "%" else {"label": name, **earlier}
    return [before.model_copy(update=was), after.model_copy(update=now)]
