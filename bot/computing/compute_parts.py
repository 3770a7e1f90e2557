"""Calculations within one report: its categories, channels and outcomes in order, and sums of its own numbers."""

import re
from collections.abc import Sequence

from bot.computing.arithmetic import Condition, addable, leaders, ranking, result, same_kind, scaled, tally, total
from bot.computing.compute_across import condition_words, direction, doubts_of, order_of, with_equals
from bot.computing.compute_claims import computed_draft, hedge_notes, listed, missing_notes
from bot.computing.compute_figures import Asked, Holding, figures_of, metric_of, unit_of
from bot.computing.operations import WITH_CARRIED
from bot.question.asked import residual
from bot.question.wording import Term
from bot.reader import MOST_BODIES, called
from bot.reading.headline import headline
from bot.reading.numbers import figure_draft, figure_drafts
from bot.schema import Coverage, Draft, Drafted
from ingest.facts.metrics import LABELS
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE, words
from ingest.schema import Figure, Report
from ingest.view import clean
from prompts import fill

_METRICS = {"category": "disclosed_category", "channel": "disclosed_channel", "outcome": "applications_outcome"}
_NUMBERED = re.compile(r"^(?:[①-⑳]|\d+[.、]|[(（]\d+[)）]|其中|涉及|包括)+")
_SORT = re.compile(r"(?:类?(?:政府)?信息|类)$")
_AND = re.compile(r"和|与|及|跟|、|加上?")
_EARLIER = re.compile(r"以前|之前|往年|历年")
_WHOLES = {"disclosed_total", "disclosed_cumulative", "disclosed_earlier", "applications_received"}
_CHANNEL = re.compile(r"当面|信函|传真|邮件|网|电话|现场|书面|口头|自然人|法人|企业")
_TOPIC = re.compile(r"内容[为是]|涉及|^其他$")
_OF = re.compile(r"(?:约|大约|所)?占.*$")
_NEW = re.compile(
    r"(?:当年|本年|今年|全年|年度|\d{4}年)?(?:新增?|当年|本年)(?:公开|发布)?的?(?:部分|信息|那?部分|政府信息)*"
)
_LEVEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:本级|机关)")
# 9个村, 各学校: what these have is theirs alone, never the whole of the report.
_OTHERS = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+|各|所有|全部|几)(?:个|家|所)?((?:行政)?村|社区|学校|乡镇|街道|部门|下属单位|科室|区县|县区)(?!务|本级)"
)
_CARRIES = 0.5
_SAME = {"人": "名", "位": "名"}
_SHARES = re.compile(r"占比|比例|比重")


def rank_parts(asked: Asked) -> Drafted | None:
    """The most or the least of each report's own categories, channels or outcomes."""
    drafts: list[Draft] = []
    notes: list[str] = []
    silent: list[Holding] = []
    for report, figures in figures_of(asked.library, asked.reports[:MOST_BODIES]):
        parts = _parts(asked, figures)
        if len(parts) < 2:
            silent.append(Holding(report, None))
            continue
        drafted, doubts = _ranked(asked, report, parts)
        drafts += drafted
        notes += doubts
    if not drafts:
        return None
    return Drafted(
        drafts=tuple(drafts), notes=(*notes, *missing_notes(silent)), coverage=_coverage(asked.reports, silent)
    )


def _parts(asked: Asked, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one division, each part once, of the report's own year and of the unit of most."""
    shares = bool(_SHARES.search(asked.question.rest))
    metric = "share" if shares else _METRICS.get(asked.task.among, "disclosed_category")
    scopes = {"以前年度"} if _EARLIER.search(clean(asked.question.standalone)) else {"本年", None}
    if metric == "disclosed_channel" and "申请" in asked.question.rest:
        ways = [f for f in figures if f.metric == "applications_received" and f.scope in scopes]
        return list({label_of(f): f for f in ways if _CHANNEL.search(f.label)}.values())
    own = [f for f in figures if f.metric == metric and f.scope in scopes]
    own = own or [f for f in figures if f.metric == metric and f.scope == "截至"]
    base = max(own, key=lambda f: sum(addable(f, other) for other in own), default=None)
    alike = [f for f in own if base is not None and addable(base, f)]
    return list({label_of(f): f for f in reversed(alike)}.values())[::-1]


def label_of(figure: Figure) -> str:
    """What a figure is of: its metric where it is a whole, its own name, without its number in a list, for a part."""
    part = figure.metric == "applications_received" and (_CHANNEL.search(figure.label) or _TOPIC.search(figure.label))
    if figure.metric in _WHOLES and not part:
        return LABELS[figure.metric]
    return _NUMBERED.sub("", _OF.sub("", clean(figure.label))) or LABELS.get(figure.metric, figure.metric)


def _ranked(asked: Asked, report: Report, parts: Sequence[Figure]) -> tuple[list[Draft], list[str]]:
    done = ranking([(report.report_id, figure) for figure in parts], order_of(asked))
    line = [figure for _, figure in done.operands]
    entries = [f"{label_of(figure)}（{words(figure)}）" for figure in line]
    body, what = parts_topic(report, line[0])
    way = direction(asked, [Holding(report, line[0])])
    top, nth = asked.task.top, asked.task.nth
    first, sure = leaders(done.operands, order_of(asked))
    notes: list[str] = []
    if nth and nth <= len(line):
        text = fill("computed_part_nth", body=body, topic=what, direction=way, place=nth, part=entries[nth - 1])
    elif top is None or top > 1:
        shown = entries if top is None else entries[: with_equals(done.operands, top)]
        text = fill("computed_part_order", body=body, topic=what, direction=way, parts=listed(shown))
        notes = doubts_of(done.operands, entries)
    elif not sure:
        text = fill("computed_part_unsure", body=body, topic=what, order=way[1], parts="、".join(entries[: len(first)]))
    else:
        tied = "并列" if len(first) > 1 else ""
        said = "、".join(entries[: len(first)])
        text = fill("computed_part_first", body=body, topic=what, order=way[1], parts=said, tied=tied)
    claim = computed_draft(asked.library, text, done)
    evidence = [figure_draft(report, asked.library.text(report.report_id), figure) for figure in line[:2]]
    return [claim, *evidence], notes


def parts_topic(report: Report, part: Figure) -> tuple[str, str]:
    """Whose parts, of which year, and what they are parts of; what was disclosed in earlier years is not the year's."""
    earlier = part.scope == "以前年度"
    body = f"{report.agency or report.title}{f'{report.year}年' if report.year and not earlier else ''}"
    return body, f"{'以前年度' if earlier else ''}{LABELS['share' if part.unit == '%' else part.metric]}"


def count_parts(asked: Asked) -> Drafted | None:
    """How many of one report's categories, channels or outcomes meet the condition, and which."""
    condition = asked.task.condition
    if condition is None or len(asked.reports) != 1:
        return None
    ((report, figures),) = figures_of(asked.library, asked.reports)
    parts = _parts(asked, figures)
    if len(parts) < 2:
        return None
    done = tally([(report.report_id, figure) for figure in parts], condition, "类")
    meeting = [figure for figure in parts if condition.holds(figure) is True]
    text = count_words(report, parts, condition, result(done))
    evidence = [figure_draft(report, asked.library.text(report.report_id), figure) for figure in meeting[:2]]
    return Drafted(drafts=(computed_draft(asked.library, text, done), *evidence))


def count_words(report: Report, parts: Sequence[Figure], condition: Condition, value: str) -> str:
    """The sentence of so many parts that meet a condition, with those that do."""
    what = f"{report.agency or report.title}的{LABELS[parts[0].metric]}"
    bar = condition_words(condition)
    said = "、".join(f"{label_of(f)}（{words(f)}）" for f in parts if condition.holds(f) is True)
    if not said:
        return fill("computed_count_none_of_parts", topic=what, condition=bar, of=len(parts))
    return fill("computed_count", topic=what, condition=bar, count=value, bodies=said)


def add_parts(asked: Asked) -> Drafted | None:
    """Two or more numbers of one report added: categories named in the question, or this year's and the earlier."""
    if len(asked.reports) != 1:
        return None
    (report,) = asked.reports
    stored = asked.library.stored(report.report_id)
    if WITH_CARRIED.search(clean(asked.question.standalone)):
        chosen = _with_carried(report, stored.figures)
    elif _EARLIER.search(asked.question.rest) and not (chosen := _over_time(asked, stored.figures)):
        chosen = [
            found.best
            for metric in ("disclosed_total", "disclosed_earlier")
            if (found := headline(stored.figures, metric, report.year)) and found.best
        ]
    elif not _EARLIER.search(asked.question.rest):
        pieces = [piece for piece in _AND.split(asked.task.plain) if piece.replace("多少", "")]
        if any(re.search(r"多少|几", piece) for piece in pieces[:-1]):
            return None
        chosen = [f for piece in pieces if (f := figure_said(asked, piece, report)) is not None]
        chosen = chosen if len(chosen) == len(pieces) else []
    chosen = list({(f.start, f.end): f for f in chosen}.values())
    if len(chosen) < 2 or len({_SAME.get(figure.unit, figure.unit) for figure in chosen}) > 1:
        return None
    done = total([(report.report_id, figure) for figure in chosen])
    parts = parts_named(chosen)
    text = fill("computed_parts_sum", body=report.agency or report.title, parts=parts, value=result(done))
    evidence = [figure_draft(report, stored.text, figure) for figure in chosen[:2]]
    claim = computed_draft(asked.library, text, done)
    return Drafted(drafts=(claim, *evidence), notes=tuple(hedge_notes(done)))


def _with_carried(report: Report, figures: Sequence[Figure]) -> list[Figure]:
    """What came in and what the year before left over; none where the report states their sum itself."""
    if any(f.metric == "applications_total" for f in figures):
        return []
    new = headline(figures, "applications_received", report.year)
    last = f"{report.year - 1}年" if report.year else "上年"
    left = [f for f in figures if f.metric == "applications_carried" and re.search(rf"上一?年|去年|{last}", f.quote)]
    return [new.best, left[0]] if new and new.best and left else []


def parts_named(parts: Sequence[Figure]) -> str:
    """The parts by name, with their scope where one name stands for two (政策文件类 of this year and of earlier)."""
    twice = len({label_of(figure) for figure in parts}) < len(parts)
    return "、".join(f"{label_of(figure)}{f'（{figure.scope}）' if twice else ''}" for figure in parts)


def _over_time(asked: Asked, figures: Sequence[Figure]) -> list[Figure]:
    """The parts named in a sum that goes over earlier years: 往年的甲和乙, or 甲 of this year and of those before."""
    whole = clean(asked.question.standalone)
    named = [f for f in figures if f.metric == "disclosed_category" and len(c := _core(f)) > 1 and c in whole]
    earlier = [f for f in named if f.scope == "以前年度"]
    own = [f for f in named if f.scope in {"本年", None}]
    if len({_core(f) for f in named}) == 1 and own and earlier:
        return [own[0], earlier[0]]
    return earlier if len(earlier) > 1 else []


def figure_said(asked: Asked, phrase: str, report: Report) -> Figure | None:
    """The figure of one report that a phrase names: by its label, else as a plain number question would find it."""
    stored = asked.library.stored(report.report_id)
    scopes = {"以前年度"} if _EARLIER.search(phrase) else {"本年", None}
    own = [f for f in stored.figures if f.scope in scopes and f.unit not in {"%", "‰"}]
    unit = unit_of(asked.task.plain)
    if (counted := numbered(own, phrase)) and (unit is None or same_kind(unit, counted.unit)):
        return counted
    if _NEW.fullmatch(phrase):
        phrase = "主动公开信息"
    if named := next((f for f in own if _names(_core(f), phrase)), None):
        return named
    if level := _LEVEL.fullmatch(phrase):
        return next((f for f in own if f.metric == "disclosed_total" and level[0] in _core(f)[:8]), None)
    if others := _OTHERS.search(phrase):
        return next((f for f in own if f.metric.startswith("disclosed") and _is_of(others[1], _core(f))), None)
    asking = f"{phrase}多少"
    metric = metric_of(asking)
    plainly = metric and not residual(asking, (metric,)) and headline(stored.figures, metric, report.year)
    if plainly and plainly.best:
        return plainly.best
    said = [f for f in own if len(core := _core(f)) > 1 and core in phrase]
    if said:  # 二期工程概算中地方配套 is about what it ends with
        return max(said, key=lambda f: (phrase.endswith(_core(f)), len(f.label)))
    if metric == "disclosed_total" and (channel := _part_named(own, residual(asking, (metric,)))):
        return channel
    rest = phrase if "多少" in phrase else asking
    plain = asked.question.model_copy(update={"rest": rest, "intent": "number", "metrics": ()})
    drafts = figure_drafts(plain, report, stored.text, stored.figures)
    figures = [f for draft in drafts for _, f in draft.figures if f.unit not in {"%", "‰"} and f.scope != "以前年度"]
    return figures[0] if figures else None


def _core(figure: Figure) -> str:
    return _SORT.sub("", _NUMBERED.sub("", clean(figure.label)))


def _names(core: str, phrase: str) -> bool:
    """Whether a phrase is the end of a label's words (本级公开: 县政府本级公开)."""
    phrase = re.sub(r"[的了]|多少.*$", "", phrase)
    return len(phrase) > 2 and core.endswith(phrase) and not re.fullmatch(r"(?:主动)?公开(?:政府|政务)?信息", phrase)


def _is_of(whose: str, label: str) -> bool:
    """Whether a label begins with these others (各学校、幼儿园通过校园网公开), and not with what is put up there."""
    return bool(re.match(rf"各?(?:行政)?{whose}(?![务校]|公开栏|宣传栏)", label))


def _part_named(own: Sequence[Figure], beyond: Sequence[Term]) -> Figure | None:
    """The channel or category whose words carry every qualifier (门户网站公开的信息)."""
    parts = [f for f in own if f.metric in {"disclosed_channel", "disclosed_category"}]
    return next((f for f in parts if beyond and all(t.covered(clean(f.label)) >= _CARRIES for t in beyond)), None)


def numbered(figures: Sequence[Figure], phrase: str) -> Figure | None:
    """The figure that a phrase names by its number (那55条), a whole before a part."""
    for match in FIGURE.finditer(clean(phrase)):
        value = parse_number(match["number"]) if match["unit"] and match["number"] not in {"一", "1"} else None
        alike = [f for f in figures if f.value == value and f.unit[0] == match["unit"][0] and f.scope != "计划"]
        if alike:
            return min(alike, key=lambda f: (f.metric not in _WHOLES, f.start))
    return None


def same_amount(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same statement or the same number of the same thing."""
    return (one.start, one.end) == (other.start, other.end) or (
        one.metric == other.metric and scaled(one) == scaled(other)
    )


def _coverage(reports: Sequence[Report], silent: Sequence[Holding]) -> Coverage | None:
    if len(reports) < 2:
        return None
    missing = tuple(called(one.report) for one in silent)
    return Coverage(answered=len(reports) - len(missing), of=len(reports), missing=missing)
