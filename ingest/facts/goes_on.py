"""What a figure tells of those behind it: a whole area's goes on, applications in 项, lists by line."""

import re
from collections.abc import Iterator

from ingest.facts.beside import between, changed, same_sentence
from ingest.facts.metrics import CHANNELS_OF_APPLICATIONS, classify
from ingest.schema import Figure
from ingest.view import View

_AREA_WIDE = ("disclosed_total", "disclosed_cumulative", "applications_")
_COUNTED = ("disclosed_total", "applications_", "reviews", "lawsuits", "complaints", "fees")
_OWN = re.compile(r"我|本(?!年|次|报告)|机关|[省市县区州](?:局|厅|委|办|政府)|;")
_ROW = re.compile(r"\n(?:[(]?(?:\d{1,2}|[一二三四五六七八九十])[)、.]|[①-⑳])?")
_SORTED = re.compile(
    r"(?:^|[,;。])(?:[从按][^,;。]{0,10}(?:看|分|划分|分类|统计)|(?:申请|提交)(?:途径|方式|渠道|形式)[^,;。]{0,4})[,:]"
)


def wider_goes_on(view: View, figures: list[Figure]) -> list[Figure]:
    """受理申请13件 behind 全市7个物价局合计公开2945条 is the whole city's too, until the body speaks of itself."""
    result: list[Figure] = []
    head: Figure | None = None
    for figure in figures:
        goes_on = head is not None and same_sentence(view, head, figure) and not _OWN.search(_told(view, head, figure))
        if goes_on and figure.scope == "本年" and figure.metric.startswith(_COUNTED):
            figure = changed(figure, scope="上级")
        elif not goes_on:
            head = figure if figure.scope == "上级" and figure.metric.startswith(_AREA_WIDE) else None
        result.append(figure)
    return result


def _told(view: View, head: Figure, figure: Figure) -> str:
    return view.text[view.find(head.end) : view.find(figure.end)]


def in_items(view: View, figures: list[Figure]) -> list[Figure]:
    """答复11项 behind 收到信息公开申请11项 are applications, although 项 counts much else."""
    result: list[Figure] = []
    head: Figure | None = None
    for figure in figures:
        loose = figure.metric == "other" or figure.metric.startswith("disclosed")
        if figure.metric == "applications_received" and figure.unit == "项":
            head = figure
        elif head and loose and figure.unit == "项" and "\n" not in between(view, head, figure):
            key = classify(figure.label, "件")[0]
            figure = changed(figure, metric=key) if key.startswith("applications") else figure
        result.append(figure)
    return result


def rows_of_parts(view: View, figures: list[Figure]) -> list[Figure]:
    """财政资金14条 on a line of its own right below a category on one is the next category."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        if (
            before
            and before.metric == "disclosed_category"
            and figure.metric == "other"
            and figure.unit == before.unit
            and _ROW.fullmatch(between(view, before, figure))
            and re.match(r"[;,。]?(?:\n|$)", view.text[view.find(figure.end) :])
        ):
            figure = changed(figure, metric=before.metric, scope=before.scope, period=before.period)
        result.append(figure)
    return result


def by_way(view: View, figures: list[Figure]) -> list[Figure]:
    """从途径看,网上21件、信函14件 behind 收到申请35件 are applications; 从内容看,征地类26件、其他9件 only sort them."""
    result = list(figures)
    for head in figures:
        if head.metric == "applications_received" and head.value and head.scope == "本年":
            for parts in _sorted(view, figures, head):
                ways = all(CHANNELS_OF_APPLICATIONS.search(figures[i].label) for i in parts)
                for i in parts:
                    if ways:
                        result[i] = changed(result[i], metric=head.metric, scope=head.scope, period=head.period)
                    elif result[i].metric.startswith(("disclosed", "applications_received")):
                        result[i] = changed(result[i], metric="other")
    return result


def _sorted(view: View, figures: list[Figure], head: Figure) -> Iterator[list[int]]:
    """The parts behind 从…看 or 按…分 on the line of a total that add up to it."""
    start = view.find(head.end)
    line = view.text.find("\n", start) if "\n" in view.text[start:] else len(view.text)
    for lead in _SORTED.finditer(view.text, start, line):
        stop = re.compile(r"[;。\n]").search(view.text, lead.end())
        until = stop.start() if stop else line
        parts = [i for i, f in enumerate(figures) if lead.end() <= view.find(f.start) < until and f.unit == head.unit]
        if len(parts) > 1 and sum(figures[i].value for i in parts) == head.value:
            yield parts
