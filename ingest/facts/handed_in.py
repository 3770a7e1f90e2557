"""Applications told by their ways alone (当面提交3件，网络提交9件，合计12件), and who came to be taught."""

import re

from ingest.facts.beside import changed, same_sentence
from ingest.schema import Figure
from ingest.view import View

_HANDED_IN = re.compile(
    r"(?:当面|现场|窗口|信函|来信|邮寄|寄送|传真|电子邮件|邮件|邮箱|网络|网上|网站|互联网|书面|口头|电话|公民|个人|法人|企业|组织)"
    r"(?:渠道|方式|形式)?(?:提交|提出|递交|报送)?的?(?:公开)?(?:申请)?$"
)
_SUM = re.compile(r"(?:[两三四五六七八九]项)?(?:合计|共计|总计|共|计)(?:为|有|收到)?(?:申请)?")
_ATTEND = re.compile(r"参加|参训|受训|听课|学员|与会|参会|到课")


def handed_in(view: View, figures: list[Figure]) -> list[Figure]:
    """当面提交3件，网络提交9件，合计12件 are applications by their way and their total: the sum says so."""
    result = list(figures)
    for at, figure in enumerate(figures):
        parts = []
        for before in reversed(range(max(0, at - 8), at)):
            if not same_sentence(view, figures[before], figure):
                break
            if figures[before].unit == figure.unit and _HANDED_IN.search(figures[before].label):
                parts.append(before)
        if len(parts) < 2 or sum(figures[i].value for i in parts) != figure.value or not _is_sum(view, figure):
            continue
        for i in (i for i in parts if figures[i].metric == "other"):
            result[i] = changed(figures[i], metric="applications_received")
        if figure.metric == "other":
            result[at] = changed(figure, metric="applications_received", label="申请合计")
    return result


def _is_sum(view: View, figure: Figure) -> bool:
    said = view.text[max(0, view.find(figure.start) - 8) : view.find(figure.end)]
    return re.search(_SUM.pattern + r"\d", said) is not None and not re.search("答复|办结", figure.label)


def attendants(view: View, figures: list[Figure]) -> list[Figure]:
    """参加人员230人次 behind 专题辅导5次 are those who were taught."""
    result: list[Figure] = []
    for figure in figures:
        persons = figure.metric == "other" and figure.unit[0] in "人名" and _ATTEND.search(_around(view, figure))
        taught = any(f.metric == "training" and same_sentence(view, f, figure) for f in result[-2:])
        result.append(changed(figure, metric="training") if persons and taught else figure)
    return result


def _around(view: View, figure: Figure) -> str:
    end = view.find(figure.end)
    return view.text[view.find(figure.start) : end + 4]
