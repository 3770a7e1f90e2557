"""Numbers in prose become typed facts: metric, value, unit, hedge, period, scope, exact quote.

Years, dates, document numbers, telephone numbers, list and heading numbers are not figures: they carry no unit of the
list below. Zero statements (未收到…, 无…, 未发生一例…) are figures of value 0 with their quote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.metrics import LABELS, MEDIA, classify
from ingest.numerals import NUMBER, parse_number, parse_year
from ingest.schema import Figure, Identity, Section, path_at
from ingest.view import View
from ingest.zeros import zero_statements

UNITS = (
    r"人\(次\)|人次|条\(次\)|条次|件\(次\)|件次|个工作日|个百分点|平方米|万元|亿元|批次|部分|方面|元|%|‰|"
    r"条(?!例|件|款)|件(?!事)|份|篇|期(?!间|限|末|满)|次|人(?!民|大|力|才|事)|名(?!单)|位|个(?!月|人|体|别|性|案)|项(?!目)|起|例(?!如)|宗|家(?!庭)|"
    r"场|部(?!门|委)|户|批|处(?!理|室|罚)|台|块|幅|页|字|本(?!级|年|单|机|报|着)|册|所|天|小时|倍|座|辆|版|集|种|轮|封|张|套|"
    r"大(?=功能|平台|类|板块|项|方面|任务|举措|领域|栏目|系统)"
)
BEFORE = r"上(?=[百千万])|约占|大约|约|将近|接近|近|超过|超|逾|不少于|不低于|至少|不足|不到|不超过|突破"
FIGURE = re.compile(
    rf"(?P<before>{BEFORE})?(?P<percent>百分之)?(?<![\d.第〔\-/A-Za-z])(?<!\d )(?P<number>{NUMBER})"
    rf"(?:(?:-|—|~|至|到)(?P<upper>{NUMBER}))?(?P<middle>余|多|几)?(?P<scale>[万亿](?!元))?(?P<unit>{UNITS})?(?P<after>左右|以上|以下|上下)?"
)
_STOPS = ",;。:\n!?"
_SENTENCE = re.compile(r"[。;\n!?]")
_LEAD = re.compile(
    r"^(?:[、)(\"”“]|其中|包括|涉及|分别|并|且|及|和|同时|另|还|全年|年内|已|共计|共|累计|合计|总计|截[至止])+"
)
_NUMBERING = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,3}[)、.]+")
_TAIL = re.compile(r"(?:共计|共有|共|累计|合计|总计|总数|数量|分别|达到|达|为|有|了|数|约占|占|近|约|[:\"”“(])+$")
_EARLIER = re.compile(r"(?:以前|之前|此前|往年|以往|历史)")
_SINCE = re.compile(r"以来|历年|开通至今|累计.{0,12}至今|自.{2,24}(?:施行|实施|开通|运行).{0,4}至.{0,24}累计")
_OF_THE_YEAR = re.compile(r"其中.{0,2}(?:本年度?|今年|当年|全年|\d{4}年度?)(?!.{0,3}以来)")
_UNTIL = re.compile(r"截[至止]")
_PLAN = re.compile(r"下一步|打算|计划|改进措施|下步|下阶段|工作安排|工作思路|努力方向|今后|工作重点")
_WILL = re.compile(r"(?:^|[^即])将(?!.{0,8}纳入)|拟(?!定)|力争|计划|争取")
_HEADS = {"disclosed_total", "disclosed_cumulative", "disclosed_earlier"}
_ONE_COUNTED = re.compile(
    r"(?:(?:收到|接到|受理|申请|复议|诉讼|申诉|举报|咨询|答复|办结|公开)(?:信息|申请|案件)?|(?:专职|兼职|工作|监督)(?:人)?员)"
    r"(?:共|各|计|有|为|了)?一[件名人起例条位次宗][^一-龥]?$"
)
_COMPARED = re.compile(r"[较比同与][^,;。]{0,4}(?:19|20)\d{2}年度?(?:的|同期|相比)?")
_SUBJECTS = {"permits", "penalties", "procurement", "normative_documents", "interpretation", "complaints"}
_YEAR = re.compile(r"((?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})年")


@dataclass(frozen=True)
class _Mention:
    """One number with its surroundings, in view indexes."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    hedge: str | None
    before: str
    after: str
    sentence: str


def extract_figures(view: View, sections: Sequence[Section], identity: Identity) -> tuple[Figure, ...]:
    """Every figure of a report in text order; pure, and never raises on any text."""
    found = [_figure(view, sections, identity, m, key) for m in _mentions(view.text) for key in _keys(m)]
    zeros = zero_statements(view, sections, str(identity.year) if identity.year else None)
    figures = sorted([*found, *zeros], key=lambda f: (f.start, f.end, f.metric))
    return tuple(_parts_of_totals(view.original, _totals_of_parts(_shares_of(figures))))


def words(figure: Figure) -> str:
    """The figure as a person would write it: hedge, number and unit (``5300余条``, ``90%以上``, ``约3次``)."""
    number = _plain(figure.value) if figure.value_max is None else f"{_plain(figure.value)}-{_plain(figure.value_max)}"
    return hedged(number, figure.unit, figure.hedge)


def hedged(number: str, unit: str, hedge: str | None) -> str:
    """Number, unit and hedge in the order that the hedge asks for."""
    if hedge in {"余", "多", "几"}:
        return f"{number}{hedge}{unit}"
    if hedge in {"左右", "以上", "以下", "上下"}:
        return f"{number}{unit}{hedge}"
    return f"{hedge or ''}{number}{unit}"


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value == value.to_integral() else value, "f")


def _mentions(text: str) -> Iterator[_Mention]:
    previous = 0
    for match in FIGURE.finditer(text):
        mention = _mention(text, match, previous)
        if mention is not None:
            yield mention
            previous = mention.end


def _mention(text: str, match: re.Match[str], previous: int) -> _Mention | None:
    unit = "%" if match["percent"] else match["unit"]
    value = parse_number(match["number"])
    if not unit or value is None or _is_noise(text, match, unit, value):
        return None
    upper = parse_number(match["upper"]) if match["upper"] else None
    if upper is not None and upper <= value:
        return None
    if match["scale"]:
        value = parse_number(f"{_plain(value)}{match['scale']}") or value
    clause = max(previous, *(text.rfind(stop, 0, match.start()) + 1 for stop in _STOPS))
    stop = re.search(r"[,;。:\n、!?\d]", text[match.end() :])
    end = match.end() + (stop.start() if stop else 0)
    hedge = match["middle"] or match["after"] or (match["before"] or "").removesuffix("占") or None
    if hedge and match["middle"] and match["number"] in {"千", "百", "万", "十"}:
        hedge = match["middle"]
    sentence_start = max((m.end() for m in _SENTENCE.finditer(text, 0, match.start())), default=0)
    return _Mention(
        match.start(),
        match.end(),
        value,
        upper,
        unit,
        hedge,
        text[clause : match.start()],
        text[match.end() : min(end, match.end() + 16)],
        text[sentence_start:end],
    )


def _is_noise(text: str, match: re.Match[str], unit: str, value: Decimal) -> bool:
    chinese = not match["number"][0].isdigit()
    before = text[max(0, match.start() - 1) : match.start("number")]
    if chinese and ("第" in before or (before and before[-1] in "零〇一二两三四五六七八九十百千万同每某这那几数")):
        return True
    if chinese and value <= 1 and unit != "%" and match["number"] not in {"零", "〇"}:
        return not _ONE_COUNTED.search(text[max(0, match.start() - 12) : match.end() + 1])
    if value == 1 and text[max(0, match.start("number") - 1) : match.start("number")] == "计":
        return True
    line = text.rfind("\n", 0, match.start()) + 1
    return match.start() == line and unit == "大"


def _keys(mention: _Mention) -> list[str]:
    clause = mention.before if mention.before.strip("共计累、有为达了") else mention.sentence
    counted_first = not mention.before.strip("共计累、有为达了(“") or mention.unit in "名人位个项次"
    return classify(clause + mention.after if counted_first else clause, mention.unit)


_APPLIED = re.compile(r"申请|公开件")


def _figure(view: View, sections: Sequence[Section], identity: Identity, mention: _Mention, key: str) -> Figure:
    path = path_at(sections, view.at(mention.start))
    period, scope = _period_and_scope(mention, path, identity)
    if key in {"applications_handled", "applications_outcome"} and not _APPLIED.search(
        mention.sentence + "".join(path)
    ):
        key = "other"
    if key == "disclosed_total":
        key = {"累计": "disclosed_cumulative", "以前年度": "disclosed_earlier"}.get(scope, key)
    said = _NUMBERING.sub("", mention.before.lstrip('、"”)'))
    start, end = view.span(mention.start - len(said), mention.end + len(_noun(mention)))
    return Figure(
        metric=key,
        label=_label(mention) or LABELS[key],
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


def _label(mention: _Mention) -> str:
    label = _TAIL.sub("", _LEAD.sub("", _NUMBERING.sub("", mention.before)))
    noun = _noun(mention)
    return (noun if len(label) >= 12 and noun else label + noun)[-40:]


def _noun(mention: _Mention) -> str:
    """What people or things a number before its noun counts (2名专职工作人员)."""
    follows = re.match(r"[^\s,;。:、()\d]{2,10}", mention.after) if mention.unit[0] in "名人位个项批部大" else None
    return follows[0] if follows else ""


def _period_and_scope(mention: _Mention, path: tuple[str, ...], identity: Identity) -> tuple[str | None, str]:
    years = [parse_year(m[1]) for m in _YEAR.finditer(_COMPARED.sub("", mention.sentence))]
    year = years[-1] if years else identity.year
    near = mention.before
    if _is_wider(near, identity.agency):
        return str(year) if year else None, "上级"
    if _EARLIER.search(near):
        return f"{year}年以前" if year else None, "以前年度"
    if _OF_THE_YEAR.search(near):
        return str(year) if year else None, "本年"
    if _SINCE.search(mention.sentence) or ("累计" in near and _UNTIL.search(mention.sentence)):
        return None, "累计"
    if (
        any(_PLAN.search(title) for title in path[-2:])
        and _WILL.search(mention.sentence)
        or year
        and identity.year
        and year > identity.year
    ):
        return str(year) if year else None, "计划"
    if _UNTIL.search(mention.sentence):
        return _until(mention.sentence, year), "截至"
    if "累计" in near and not years:
        return None, "累计"
    return str(year) if year else None, "本年"


def _is_wider(clause: str, agency: str | None) -> bool:
    """Whether a clause counts a whole area (全县) that is not the reporting body's own."""
    area = re.search(
        r"全([国省市县区州旗])(?=各|行政|共|累计|当年|全年|范围|主动|新|系统|政府|公开|收|受|\d|$)", clause
    )
    if not area or not agency:
        return False
    body = re.sub(r"[(（].*?[)）]|人民政府|管理委员会|管委会|政府|办公室$", "", agency)
    return body[-1:] != area[1]


def _until(sentence: str, year: int | None) -> str | None:
    match = re.search(r"截[至止](?:到)?([^,;。]{2,14}?)(?:,|共|累计|,|园|全|我|本|$)", sentence)
    return f"截至{match[1]}" if match else (str(year) if year else None)


def _shares_of(figures: list[Figure]) -> list[Figure]:
    """A share without a subject (占总数的…) is a share of the figure before it."""
    result: list[Figure] = []
    for figure in figures:
        before = result[-1] if result else None
        if (
            figure.metric == "share"
            and re.match(r"约?占|所占|比例|比重", figure.label)
            and before
            and figure.start - before.end < 12
        ):
            figure = figure.model_copy(update={"label": f"{before.label}{figure.label}"})
        result.append(figure)
    return result


def _totals_of_parts(figures: list[Figure]) -> list[Figure]:
    """A yearly total that is another plus the earlier years' is the accumulated one, whatever it is called."""
    yearly = [f for f in figures if f.metric == "disclosed_total" and f.scope == "本年"]
    earlier = [f for f in figures if f.metric == "disclosed_earlier"]
    sums = {y.value + e.value for y in yearly for e in earlier}
    return [
        f.model_copy(update={"metric": "disclosed_cumulative", "scope": "累计"})
        if f in yearly and f.value in sums
        else f
        for f in figures
    ]


def _parts_of_totals(text: str, figures: list[Figure]) -> list[Figure]:
    """Figures listed after a total, in its sentence or the 其中 that follows, are its categories, in its scope."""
    result: list[Figure] = []
    head: Figure | None = None
    for figure in figures:
        part = head is not None and _is_part(text, head, figure)
        if figure.metric in _HEADS | {"disclosed_channel"} and not part:
            head = figure
        elif head and part:
            through = figure.metric in {"disclosed_total", "disclosed_channel"} or MEDIA.search(figure.label)
            metric = "disclosed_channel" if through else "disclosed_category"
            figure = figure.model_copy(update={"metric": metric, "scope": head.scope, "period": head.period})
        result.append(figure)
    return result


def _is_part(text: str, head: Figure, figure: Figure) -> bool:
    between = text[head.end : figure.start]
    if (
        re.search(r"电子化|^[比较]", figure.label)
        or figure.unit != head.unit
        or figure.value > head.value
        or len(between) > 400
    ):
        return False
    joined = re.sub(r"[。;；]\s*其中", "", between + figure.quote[:2])
    if figure.metric in _HEADS | {"disclosed_channel"}:
        if head.scope in {"累计", "截至"} and _OF_THE_YEAR.search(figure.quote[:12]):
            return False
        return "其中" in between + figure.quote[:2] and figure.value < head.value and not re.search(r"[。\n]", joined)
    listed = figure.metric in {"disclosed_category", "other"} or ("类" in figure.label and figure.metric in _SUBJECTS)
    return listed and not re.search(r"[。\n]", joined)
