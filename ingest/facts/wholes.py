"""What figures say of each other: parts of a total, a total of parts, a share of the figure before, last year's value.

A pass takes the figures of a report in text order and the view they were read from, and gives them back, some re-read.
"""

import re
from collections.abc import Sequence

from ingest.facts.beside import STOP, begins, between, changed, same_sentence
from ingest.facts.goes_on import by_way, in_items, rows_of_parts, wider_goes_on
from ingest.facts.handed_in import attendants, handed_in
from ingest.facts.metrics import CHANNELS_OF_APPLICATIONS, MEDIA
from ingest.schema import Figure
from ingest.view import View

_HEADS = {"disclosed_total", "disclosed_cumulative", "disclosed_earlier"}
_SUBJECTS = {
    "permits",
    "penalties",
    "procurement",
    "normative_documents",
    "interpretation",
    "complaints",
    "fees",
    "fees_waived",
}
_OF_THE_YEAR = re.compile(r"其中.{0,6}(?:本年度?|今年|当年|全年|(?:19|20)\d{2}年度?)(?!.{0,3}以来)")
_SORTED = re.compile(
    r"(?:按|从)[^,;。]{0,8}(?:内容|类别|类型|主题|性质|领域|分类|划分|分|看|来看)|(?:类别|分类|构成|领域)[^,;。]{0,6}(?:看|为|有|上|情况)|以下[^,;。]{0,6}类"
)
_SORTED_TITLE = re.compile(r"类别|分类|公开(?:的)?内容")
# A part by who published it, not by where or about what.
_BODIES = re.compile(r"(?:本级|办公室|各部门|机关|街道|乡镇|单位|局|委|镇|乡)(?:共|主动)?公开")
_DISPUTES = {"reviews", "lawsuits"}
_RESULT = re.compile(
    r"维持|纠正|纠错|撤销|驳回|撤回|撤诉|终止|审结|审理|其他(?:结果|情形)|违法|变更|胜诉|败诉|裁定|判决|和解|责令"
)
_RUNNING = re.compile(r"(?:已|目前|至今|历年)?累计(?:已?达到?|为|共|有|数)?[\d一二三四五六七八九十百千万]")
_NEWLY = re.compile(r"^(?:(?:19|20)\d{2}年度?|当年|本年度?|今年|全年|年内)(?:新增|新公开|公开|发布|$)")
_SEASON = re.compile(r"^(?:\d{1,2}-)?\d{1,2}月|季度|半年")
_OURS = re.compile(r"我[局委办厅市县区镇街]|本[级机局单]")
_THROUGH = re.compile(r"通过|利用|依托|在.{2,}(?:公开|发布)|(?<!予以)公开$")
_BECAME = re.compile(r"废止|失效|有效")
_RECEIVED = {"applications_received", "applications_carried"}
_BELONGS = re.compile(r"^(?:归?属于?|涉及)(?!.{0,4}(?:主动公开|不予|本机关|国家秘密))")
_TOLD = re.compile(r"公开|发布|公布|更新|信息")
_NOT_TOLD = re.compile(r"申请|复议|诉讼|答复|建议|提案|信访|咨询|留言")


def related(view: View, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """All passes in their order."""
    result = list(figures)
    for relate in (
        in_items,
        _running_totals,
        _shares_of,
        _totals_of_parts,
        _parts_of_totals,
        _parts_by_sum,
        rows_of_parts,
        _sorted_parts,
        handed_in,
        _parts_of_applications,
        by_way,
        _results,
        _scopes_of_parts,
        wider_goes_on,
        attendants,
    ):
        result = relate(view, result)
    return tuple(_units_of_zeros(view, _last_years(view, result)))


def _shares_of(view: View, figures: list[Figure]) -> list[Figure]:
    """A share without a subject (占总数的…) is a share of the figure before it."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        subjectless = re.match(r"约?占|所占|比例|比重|$", figure.label)
        if figure.metric == "share" and subjectless and before and figure.start - before.end < 12:
            figure = changed(figure, label=f"{before.label}{figure.label or '占比'}", scope=before.scope)
        result.append(figure)
    return result


def _running_totals(view: View, figures: list[Figure]) -> list[Figure]:
    """累计达1203条 right behind 新增56条 goes back to the beginning."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        bare = _RUNNING.match(begins(view, figure)) and before and before.unit == figure.unit
        if bare and before.value <= figure.value and same_sentence(view, before, figure):
            metric = "disclosed_cumulative" if before.metric == "disclosed_total" else before.metric
            figure = changed(
                figure, metric=metric, scope="累计", period=None, label=f"累计{before.label.removeprefix('新增')}"
            )
        result.append(figure)
    return result


def _totals_of_parts(view: View, figures: list[Figure]) -> list[Figure]:
    """A yearly total that is another plus the earlier years' is the accumulated one, whatever it is called."""
    yearly = {f.value for f in figures if _is_yearly(f)}
    earlier = {f.value for f in figures if f.metric == "disclosed_earlier"}
    sums = {f.value for f in figures if _is_yearly(f) and any(f.value - e in yearly for e in earlier)}
    return [
        changed(f, metric="disclosed_cumulative", scope="累计") if _is_yearly(f) and f.value in sums else f
        for f in figures
    ]


def _is_yearly(figure: Figure) -> bool:
    return figure.metric == "disclosed_total" and figure.scope == "本年"


def _parts_of_totals(view: View, figures: list[Figure]) -> list[Figure]:
    """Figures listed after a total, in its sentence or the 其中 that follows, are its categories, in its scope."""
    result: list[Figure] = []
    head: Figure | None = None
    for figure in figures:
        part = head is not None and _is_part(view, head, figure)
        since = head and (head.metric == "disclosed_cumulative" or head.scope == "截至")
        if part and head and since and _NEWLY.search(figure.label):
            scope = "上级" if head.scope == "上级" else figure.scope
            figure, part = changed(figure, metric="disclosed_total", scope=scope), False
        if figure.metric in _HEADS | {"disclosed_channel"} and not part:
            head = figure
        elif head and part:
            through = (
                figure.metric == "disclosed_channel" or _THROUGH.search(figure.label) or MEDIA.search(figure.label)
            )
            metric = "disclosed_channel" if through else "disclosed_category"
            metric = "other" if _BODIES.search(figure.label) and not MEDIA.search(figure.label) else metric
            figure = changed(figure, metric=metric, scope=head.scope, period=head.period)
        result.append(figure)
    return result


def _parts_by_sum(view: View, figures: list[Figure]) -> list[Figure]:
    """Categories that add up to the year's total are the year's, although earlier years were counted in between."""
    result = list(figures)
    for at, head in enumerate(figures):
        follows = range(at + 1, min(at + 24, len(figures)))
        parts = [i for i in follows if figures[i].metric == "disclosed_category" and figures[i].unit == head.unit]
        astray = [i for i in parts if figures[i].scope != head.scope]
        if _is_yearly(head) and len(astray) > 1 and sum(figures[i].value for i in parts) == head.value:
            for i in parts:
                result[i] = changed(result[i], scope=head.scope, period=head.period)
    return result


def _is_part(view: View, head: Figure, figure: Figure) -> bool:
    joining, opening = between(view, head, figure), begins(view, figure)
    if (
        re.search(r"电子化|^[比较]|^上年|^去年", figure.label)
        or _SEASON.search(figure.label)
        or figure.unit != head.unit
        or figure.value > head.value
        or len(joining) > 400
        or figure.scope in {"以前年度", "计划"}
        and figure.scope != head.scope
    ):
        return False
    joined = re.sub(r"[。;]\n?其中", "", joining + opening[:2])
    if figure.metric in _HEADS | {"disclosed_channel"}:
        if head.scope in {"累计", "截至"} and _OF_THE_YEAR.search(opening):
            return False
        return "其中" in joining + opening[:2] and figure.value < head.value and not STOP.search(joined)
    listed = figure.metric in {"disclosed_category", "other"} or ("类" in figure.label and figure.metric in _SUBJECTS)
    return listed and not STOP.search(joined)


def _sorted_parts(view: View, figures: list[Figure]) -> list[Figure]:
    """What is listed under 按内容划分 or in a section on categories is a category, also without a total before it."""
    result: list[Figure] = []
    for figure in figures:
        listed = figure.metric in {"other", "disclosed_total", *_SUBJECTS} and figure.unit in {"条", "件", "份", "篇"}
        if listed and _is_sorted(view, result, figure):
            figure = changed(figure, metric="disclosed_category")
        result.append(figure)
    return result


def _is_sorted(view: View, before: Sequence[Figure], figure: Figure) -> bool:
    end = view.find(figure.end)
    said = STOP.split(view.text[max(0, view.find(figure.start) - 300) : end])[-1]
    belongs = _BELONGS.match(figure.label) and _TOLD.search(said)
    if _SORTED.search(said) or (belongs and not _NOT_TOLD.search(said)):
        return not re.search(r"申请|复议|诉讼|答复", said)
    if figure.metric in _SUBJECTS:
        return bool(before) and before[-1].metric == "disclosed_category" and same_sentence(view, before[-1], figure)
    titled = bool(figure.section) and _SORTED_TITLE.search(figure.section[-1])
    last = before[-1] if before else None
    return bool(titled and last and last.metric == "disclosed_category" and last.unit == figure.unit)


def _parts_of_applications(view: View, figures: list[Figure]) -> list[Figure]:
    """网络44件 behind 收到申请57件 are applications; 共59件 behind received and carried ones is their total."""
    result: list[Figure] = []
    for figure in figures:
        heads = [f for f in result[-8:] if f.metric in _RECEIVED and same_sentence(view, f, figure)]
        bare = re.fullmatch(r"(?:申请|结转申请|其他)?", figure.label)
        sums = {a.value + b.value for a in heads for b in heads if a.metric != b.metric}
        if bare and figure.value in sums:
            said = {"label": "新收与结转申请合计", "period": heads[0].period}
            figure = changed(figure, metric="applications_total", **said)
        elif heads and figure.metric == "other" and CHANNELS_OF_APPLICATIONS.search(begins(view, figure)):
            whole = max(head.value for head in heads)
            is_part = figure.unit == heads[-1].unit and figure.value <= whole
            figure = changed(figure, metric="applications_received") if is_part else figure
        result.append(figure)
    return result


def _scopes_of_parts(view: View, figures: list[Figure]) -> list[Figure]:
    """其中专职45人 behind 全市工作人员356人 are of the whole city too; 其中公开32件 of 文件35件 is no total."""
    result: list[Figure] = []
    whole: Figure | None = None
    for figure in figures:
        among = "其中" in between(view, result[-1], figure) + begins(view, figure)[:4] if result else False
        whole = result[-1] if among else whole
        if whole and same_sentence(view, whole, figure) and figure.value <= whole.value and figure.unit == whole.unit:
            if whole.scope == "上级" and not _OURS.search(begins(view, figure)):
                figure = changed(figure, scope=whole.scope, period=whole.period)
            if figure.label in {"公开", "主动公开"} and not whole.metric.startswith("disclosed"):
                figure = changed(figure, metric="other")
        result.append(figure)
    return result


def _results(view: View, figures: list[Figure]) -> list[Figure]:
    """维持2件 behind 行政复议3件 is an outcome, 废止4件 behind 规范性文件33件 one of theirs."""
    result: list[Figure] = []
    for figure in figures:
        heads = [f for f in result[-8:] if f.metric in _DISPUTES and same_sentence(view, f, figure)]
        named = re.search(r"复议|诉讼|申请", figure.label)  # 1件维持 is one of them, 维持原判的诉讼 counts lawsuits
        loose = figure.metric in {"other", "applications_received"} or figure.metric in _DISPUTES and not named
        if heads and loose and _RESULT.search(figure.label):
            figure = changed(figure, metric="disputes_outcome")
        elif figure.metric == "other" and (became := _BECAME.search(figure.label)):
            behind = any(f.metric == "normative_documents" and same_sentence(view, f, figure) for f in result[-4:])
            metric = "normative_in_force" if became[0] == "有效" else "normative_repealed"
            figure = changed(figure, metric=metric) if behind else figure
        result.append(figure)
    return result


def _last_years(view: View, figures: list[Figure]) -> list[Figure]:
    """A bare 上年为46条 is last year's value of the figure before it."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        bare = re.fullmatch(r"(?:[比较]?(?:上年|去年|上一年|(?:19|20)\d{2}年)度?(?:同期)?的?)?(?:为|是)?", figure.label)
        compared = figure.scope == "以前年度" and bare and figure.metric != "disclosed_earlier"
        if compared and before and before.unit == figure.unit and same_sentence(view, before, figure):
            label = re.sub(r"^(?:(?:19|20)\d{2}年度?|本年度?|全年|今年)[,，]?", "", before.label)
            figure = changed(figure, metric=before.metric, label=label)
        result.append(figure)
    return result


def _units_of_zeros(view: View, figures: list[Figure]) -> list[Figure]:
    """行政诉讼3起，未发生行政复议 denies in the unit that its sentence counts in."""
    counted = [f for f in figures if f.metric in _DISPUTES and f.value > 0]
    result = []
    for figure in figures:
        if figure.metric in _DISPUTES and figure.value == 0 and figure.unit == "件":
            beside = [f for f in counted if same_sentence(view, *sorted((f, figure), key=lambda g: g.start))]
            figure = changed(figure, unit=beside[-1].unit) if beside else figure
        result.append(figure)
    return result
