"""Numbers in prose become typed facts: metric, value, unit, hedge, period, scope, exact quote.

Years, dates, document numbers, telephone numbers, list and heading numbers are not figures. Zero statements (未收到…,
无…, 未发生一例…) are figures of value 0 with their quote. Lines broken at a fixed width are read as one; a quote then
holds the line end.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.facts.ahead import is_ahead, is_of_faults, is_under_plans
from ingest.facts.flow import Flow
from ingest.facts.grown import with_grown
from ingest.facts.labels import label_of, noun_of, said_before
from ingest.facts.mentions import FIGURE, UNITS, Mention, mentions
from ingest.facts.metrics import LABELS, classify
from ingest.facts.rows import table_rows
from ingest.facts.scopes import governing, is_accumulated, period_and_scope
from ingest.facts.wholes import related
from ingest.facts.zeros import zero_statements
from ingest.schema import Figure, Identity, Section, path_at
from ingest.view import View

__all__ = ["FIGURE", "UNITS", "extract_figures", "hedged", "words"]

_APPLIED = re.compile(r"申请|公开件")
_SPOKEN = re.compile(
    r"[“\"「](?=[^”\"」]*(?:公开|发布|收到|受理|答复))[^”\"」]*$"
)  # somebody's words, not the report's
_RULED = re.compile(r"予以公开|同意公开|部分公开|不予(?:公开|处理)|无法提供|信息不存在|不掌握|没有现成|其他处理")
_APPLIED_ITEMS = re.compile(r"(?:信息公开|公开信息|依申请公开|公开)的?(?:政府|学校)?(?:信息)?申请(?:共计?|为|有)?$")
_WAIVED = re.compile(r"(?:免除|减免|免收|减收)(?!.*收取)")  # 免除残疾申请人1人费用12元
_NOT_AS_ONE = re.compile(r"不(?:作为|按|属于?|视为)[^,;。]{0,10}申请(?:处理|办理|受理|对待)?$")
_UPHELD = re.compile(r"(?:维持|撤销|变更|撤回|驳回)[^,;。]{0,8}$")
_ON_REQUEST = re.compile(r"依申请公开|申请公开|公开申请|申请办理")
# 46.5元全部免收,对其他申请人也只收了工本费,共计92元: the sum is of the clause before it.
_CHARGED = re.compile(
    r"(?:收了|收取了?|只收|实收|共收)[^,;。免减\d]{0,10}费用?,[^,;。\d]{0,4}[\d一二三四五六七八九十百千万两.]*元?$"
)
_COUNT_WORDS = "共计累、有为达了("


def extract_figures(view: View, sections: Sequence[Section], identity: Identity) -> tuple[Figure, ...]:
    """Every figure of a report in text order; pure, and never raises on any text."""
    flow = Flow(view, sections)
    rows = table_rows(view, sections, identity)
    found = [_figure(flow, sections, identity, m, key) for m in mentions(flow.text) for key in _keys(m)]
    found = [f for f in found if not any(row.start <= f.start < row.end for row in rows)]
    zeros = zero_statements(flow, sections, str(identity.year) if identity.year else None)
    figures = sorted([*rows, *found, *zeros], key=lambda f: (f.start, f.end, f.metric))
    return related(flow, with_grown(figures, identity))


def words(figure: Figure) -> str:
    """The figure as a person would write it: hedge, number and unit (``5300余条``, ``90%以上``, ``约3次``)."""
    number = _plain(figure.value) if figure.value_max is None else f"{_plain(figure.value)}-{_plain(figure.value_max)}"
    return hedged(number, figure.unit, figure.hedge)


def hedged(number: str, unit: str, hedge: str | None) -> str:
    """Number, unit and hedge in the order that the hedge asks for; 千余 stands for its number too."""
    if hedge in {"余", "多", "几"} and unit != "成":
        return f"{number}{hedge}{unit}"
    if hedge and hedge[0] in "十百千万" and hedge[-1] in "余多几":
        return f"{hedge}{unit}"
    if hedge in {"左右", "以上", "以下", "上下", "多"}:
        return f"{number}{unit}{hedge}"
    return f"{hedge or ''}{number}{unit}"


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value == value.to_integral() else value, "f")


def _keys(mention: Mention) -> list[str]:
    """The metrics of a number: by the words before it, and by those after it where it stands before its noun."""
    bare = not mention.before.strip(_COUNT_WORDS)
    clause = mention.sentence if bare else mention.before
    noun = noun_of(mention)
    if re.match(r"将?于", mention.after) or _SPOKEN.search(mention.before):
        return ["other"]
    if mention.unit[0] in "个项" and noun:
        return classify(mention.before + noun, mention.unit, noun)
    if bare or (noun and mention.unit[0] in "名位人"):
        return classify(clause + mention.after, mention.unit, noun)
    if mention.unit == "项" and _APPLIED_ITEMS.search(mention.before):
        return classify(clause, "件", noun)
    keys = classify(clause, mention.unit, noun)
    return classify(clause + mention.after, mention.unit, noun) if keys == ["other"] and mention.after else keys


def _figure(view: View, sections: Sequence[Section], identity: Identity, mention: Mention, key: str) -> Figure:
    path = path_at(sections, view.at(mention.start))
    period, scope = period_and_scope(mention, path, identity)
    period, scope = _when(view, identity, mention, path, period, scope)
    metric = _metric(mention, key, path, identity, period, scope)
    label = label_of(mention)
    label = "" if metric == "fees_waived" and label == "费用" else label
    start, end = view.span(mention.start - len(said_before(mention)), mention.end + len(noun_of(mention)))
    return Figure(
        metric=metric,
        label=label or LABELS[metric],
        value=mention.value,
        value_max=mention.upper,
        unit=mention.unit,
        hedge=mention.hedge,
        period=period,
        scope=scope,
        section=path,
        start=start,
        end=end,
        quote=view.original[start:end],
    )


def _when(
    view: View, identity: Identity, mention: Mention, path: Sequence[str], period: str | None, scope: str
) -> tuple[str | None, str]:
    """Period and scope once the lead-ins and headings have had their say: a list of plans, or of what went wrong."""
    own = str(identity.year) if identity.year else None
    if (
        scope == "计划"
        and is_of_faults(view.text, mention)
        and (governing(mention.sentence) or 0) <= (identity.year or 0)
    ):
        return own, "本年"
    if scope != "本年" or (own and period != own):
        return period, scope
    if is_ahead(view.text, mention) or is_under_plans(path, mention, identity.year):
        return str(identity.year + 1) if identity.year else None, "计划"
    return period, scope


def _metric(mention: Mention, key: str, path: Sequence[str], identity: Identity, period: str | None, scope: str) -> str:
    """What a number states, once it is known of when and whom it speaks."""
    said = mention.sentence + mention.after + "".join(path)
    if key in {"applications_handled", "applications_outcome"} and not (_APPLIED.search(said) or _RULED.search(said)):
        return "other"
    if key == "applications_received" and _NOT_AS_ONE.search(mention.before):
        return "applications_outcome"
    if key == "applications_handled" and _UPHELD.search(mention.before) and "复议" in mention.sentence:
        return "disputes_outcome"
    if key == "fees_waived" and not mention.clause.strip(_COUNT_WORDS) and _CHARGED.search(mention.sentence):
        return "fees"
    if key == "disclosed_total" and mention.unit[0] == "件" and _ON_REQUEST.search("".join(path)):
        said_here = mention.before.strip(_COUNT_WORDS)
        return "applications_outcome" if re.fullmatch(r"(?:已|均|全部|予以|依法|答复)*公开", said_here) else key
    if key == "fees" and _WAIVED.search(mention.clause.rpartition("、")[2]):
        return "fees_waived"
    if key != "disclosed_total":
        return key
    wide = scope == "上级" and is_accumulated(mention, identity.year)
    return "disclosed_cumulative" if wide else _disclosed_key(period, scope)


def _disclosed_key(period: str | None, scope: str) -> str:
    """All the years before are a metric of their own; one earlier year's total is a total of that period."""
    if scope == "累计":
        return "disclosed_cumulative"
    return "disclosed_earlier" if scope == "以前年度" and (period or "以前").endswith("以前") else "disclosed_total"
