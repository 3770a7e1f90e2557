"""Answers to questions about numbers, drafted from figures, never from passages that merely look alike."""

import re
from collections.abc import Iterable, Sequence

from bot.computing.operations import WITH_CARRIED
from bot.question.asked import metrics_of, residual
from bot.question.measures import MEASURE
from bot.question.wording import Term, terms
from bot.reading.deeds import deed_asked, done, tells
from bot.reading.reasons import of_the_reason
from bot.reading.sentences import sentence_around, shorten, worded
from bot.reading.singled_out import may_be_of, of_that_name
from bot.reading.units import PIECES, SHARE, counted, same_class, wanted_unit
from bot.reading.zones import Zones
from bot.schema import Draft, Question
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE, words
from ingest.schema import Figure, Report, Span
from ingest.view import clean

ENOUGH = 0.6
STRANGE = 0.34
_NEXT_TO = 12
NAMED = 0.3  # the question says the figure's label word for word
# The measure before what is counted is no word of it: 多少块宣传栏 asks for 宣传栏.
_RELATES = re.compile(r"涉及到?")
_MEASURE = re.compile(r"(?:多少|几)(?:批次|[块处台幅张套])(?=[\u4e00-\u9fff]{2})")
_PLAN = re.compile(r"计划|打算|拟|下一步|下一?年|明年|来年|今后|准备|将|新设|增设")
_SEVERAL = re.compile(r"各有|各是|各公开|分别|、")
_NUMERAL = re.compile(r"[\d.,一二三四五六七八九十百千万零〇]+")
_PARTS = re.compile(r",(?!\d)|[;?!。]|其中|(?<=[几少]\w)、|(?<=多少)、")
_ASKS = re.compile(r"多少|几|数|率|占|比|吗|[没无]|哪|谁|大|[?]|\d")  # a part without any sets the scene for the next
_ONLY_MEASURED = re.compile(rf"\s*(?:一?共|涉及|和|分别|各|是|有|\s)*(?:多少|几)(?:{MEASURE})?\s*")
_FROM_ASKING = re.compile(r"(?:有|是|为|共)*(?:多少|几).*$")
_HOW_MANY = re.compile(r"多少|几|[?]|谁|哪")
_SCENE = re.compile(r"(?:[里中内上]|以前|之前|此前|往年|方面)\s*$")
_OF_REPORT = re.compile(r"((?:19|20)\d{2})年度?的?(?:工作|年度)*(?:报告|年报)")
_LAST_YEAR = re.compile(r"(?<![比较同与和])(?:上年|上一年|前一年)(?!结转|转|相比|同期|比|增|减|下降|多|少)")
_CLAUSE_END = re.compile(r"[,，;；。\n]")
_CASES = re.compile(r"申请|复议|诉讼")
_DIVISIONS = {"disclosed_channel", "disclosed_category"}
_UPWARDS = re.compile(r"上报|报送|投稿|(?<!举)(?<!申)(?<!年)报(?:了|过|给|到)")
# Whom it was reported to is no qualifier of its own, and 不是总数 only says that a part is asked for.
_TOWARDS = re.compile(
    r"[往向给](?:省|市|县|区|国家|中央|自治区|上级)(?=(?:人民)?(?:政府|政务)?(?:门户|网|官网|平台)[^,。?]{0,8}报)"
    r"|,?(?:而)?(?:不是|不算|不含|别算|不要)(?:全部|总|全[区市县省镇])[^,。?]*"
)
_PLURAL = {"staff"}
_ASKED_SCOPE = (
    ("以前年度", re.compile(r"以前|之前|此前|往年")),
    ("累计", re.compile(r"累计|历年|以来|总共到|(?:一共|总共|加起来|合计).{0,16}了[?。]?\s*$")),
)
_OWN_LEVEL = "本级"
_KINDS = "元人名"
_DIGITS = re.compile(r"[\d,.]+")
_PERSON = re.compile(r"人|员|者|干部|代表|师|学生")
_SCOPES = {"本年": 0, "截至": 1, "累计": 2, "以前年度": 3, "计划": 4, "上级": 6, "他单位": 7}
_SAID = {"累计": "（历年累计）", "以前年度": "（以前年度）", "计划": "（计划）", "上级": "（全域数，不是本单位）"}
_SAID["他单位"] = "（其他单位的数，不是本单位）"


def figure_drafts(question: Question, report: Report, text: str, figures: Sequence[Figure]) -> list[Draft]:
    """At most three claims for one report: the figures that the question asks for, with their scope said."""
    zones = Zones(text, figures)
    planned = bool(_PLAN.search(question.rest))
    ours = _of_the_years(question, report, zones.figures)
    usable = [f for f in ours if _in_year(question, report, f, text) and (f.scope != "计划" or planned)]
    if WITH_CARRIED.search(question.rest) and (both := [f for f in usable if f.metric == "applications_total"]):
        return [figure_draft(report, text, both[0])]
    chosen: list[Figure] = []
    asked_of = _TOWARDS.sub(" ", question.rest)
    for part in (one for asked in _parts(asked_of) for one in _spread(asked)):
        bare = _MEASURE.sub("多少", part)
        if not strangers(residual(_RELATES.sub(" ", bare), metrics_of(bare)), zones.cleaned):
            named = [f for f in usable if not f.value or of_that_name(bare, zones.own(f) + zones.shared(f))]
            found = _answers(bare, question, zones, named, wanted_unit(part))
            chosen += [f for f in found if _may_answer(question.rest, bare, f, zones)]
    chosen = of_the_reason(question.rest, chosen, usable, text)
    chosen = _with_accumulated(_distinct([*chosen, *_supposed(question.rest, chosen, usable)]), usable)
    return [figure_draft(report, text, figure) for figure in chosen[:3]]


def _parts(rest: str) -> list[str]:
    """The parts of a question that ask, each with the words before it that set its scene (以前, …; 公开的信息里, …)."""
    parts: list[str] = []
    scene, before = "", ""
    for piece in _PARTS.split(rest):
        if _ONLY_MEASURED.fullmatch(piece):  # 减免了多少钱、几个人; 社会监督员,两年各是多少人: of the same
            piece = (_FROM_ASKING.sub("", parts[-1]) if parts else before) + piece
        before = piece
        if _SCENE.search(piece) and not _HOW_MANY.search(piece):
            scene += piece
        elif _ASKS.search(piece):
            parts.append(scene + piece)
            scene = ""
    return parts or [rest]


def _years_asked(question: Question, report: Report) -> set[int]:
    """The years whose numbers are asked for: 2016年公开了多少（看2017年的报告） asks for 2016."""
    named = set(question.scope.years)
    if report.year and _LAST_YEAR.search(question.rest):
        return {report.year - 1}
    of_report = {int(year) for year in _OF_REPORT.findall(question.standalone)}
    return named - of_report if report.year in of_report and named - of_report else named


def _of_the_years(question: Question, report: Report, figures: Iterable[Figure]) -> list[Figure]:
    """Where the report's own year is asked for, the earlier years' figures are no answer."""
    own = report.year in _years_asked(question, report) and not re.search(r"以前|之前|此前|往年", question.rest)
    return [f for f in figures if not (own and f.scope == "以前年度")]


def _spread(part: str) -> list[str]:
    """行政许可和行政处罚各多少项 asks two questions."""
    shared = re.fullmatch(r"(.+?)各((?:有|是|公开|为)?(?:多少|几).*)", part)
    named = re.split(r"和|及|与|跟|、", shared[1]) if shared else []
    return [f"{item}{shared[2]}" for item in named if item.strip()] or [part]  # between years that are gone is nothing


def strangers(asked: Iterable[Term], cleaned: str) -> list[Term]:
    """The terms that a cleaned report has in no wording at all: a name not its own, or a thing it does not speak of."""
    return [t for t in asked if _is_strange(t, cleaned) and not _NUMERAL.fullmatch(t.text)]


def _is_strange(term: Term, text: str) -> bool:
    """Names come first: a term whose first two characters the text never has is none of its own."""
    known = term.text in text or any(said in text for said in term.says)
    return not known and (term.covered(text) < STRANGE or term.text[:2] not in text)


def _in_year(question: Question, report: Report, figure: Figure, text: str) -> bool:
    years = _years_asked(question, report)
    if not years or report.year in years or report.year is None:
        return True
    if figure.scope in {"计划", "以前年度"} and any(figure.period == str(year) for year in years):
        return True
    sentence = sentence_around(text, Span(start=figure.start, end=figure.end)).of(text)
    return any(str(year) in (figure.period or "") and str(year) in sentence for year in years)


def _answers(
    part: str, question: Question, zones: Zones, figures: Sequence[Figure], wanted: str | None
) -> list[Figure]:
    """The figures that one part of the question asks for: by label word for word, by its metrics, else by its words."""
    fitting = [f for f in figures if wanted is None or same_class(wanted, f.unit)]
    if wanted and (named := _by_label(part, zones.cleaned, fitting)):
        return named
    deeds = deed_asked(part, fitting)
    if deeds is None or any(metric.startswith("applications") for metric in metrics_of(part)):
        return _by_metric(part, question, zones, figures, wanted)
    said = done(part, deeds, zones, fitting)
    return said or [f for f in _by_metric(part, question, zones, figures, wanted) if tells(deeds, zones, f)]


def _may_answer(rest: str, part: str, figure: Figure, zones: Zones) -> bool:
    """How much money or how many people is told in no other unit, and what is said of others is no answer."""
    wanted = wanted_unit(part)
    if wanted and ((wanted[0] in PIECES and figure.unit == "个") or (wanted == "个" and figure.unit in {"条", "篇"})):
        return False
    kind = wanted and wanted[0] in _KINDS and figure.unit != "%"
    things = figure.unit == "个" and (wanted == "人次" or not _PERSON.search(figure.label))
    if kind and (not same_class(wanted, figure.unit) or (wanted[0] in "人名" and things)):
        return False
    around = sentence_around(zones.text, Span(start=figure.start, end=figure.end))
    before = worded(zones.text[around.start : figure.start] + figure.label)
    return may_be_of(rest, part, zones.own(figure), before)


def _by_metric(
    part: str, question: Question, zones: Zones, figures: Sequence[Figure], wanted: str | None
) -> list[Figure]:
    """The figures of the metrics that a part asks for, else those whose words carry it."""
    fitting = [f for f in figures if wanted is None or same_class(wanted, f.unit)]
    metrics = () if wanted == "%" else metrics_of(part)
    beyond = residual(part, metrics)
    if "disclosed_total" in metrics and beyond and (divided := _divided(part, beyond, fitting)):
        return divided
    chosen = [
        f for m in metrics for f in _stated(m, part, beyond, zones, fitting) or _stated(m, part, beyond, zones, figures)
    ]
    chosen = [_in_unit(f, wanted, fitting, zones.text) for f in chosen]
    noun = counted(part)
    if noun in beyond:  # 举报电话接了多少个来电 counts calls: 举报 only says where
        chosen = [f for f in chosen if _counts(f, noun, zones)]
    if chosen or question.intent != "number" or (metrics and not beyond):
        return chosen
    if "fees" in metrics and wanted is None:
        fitting = [f for f in fitting if f.unit.endswith("元")]
    if "disclosed_total" in metrics:
        fitting = [f for f in fitting if not _of_others(f, part, wanted, zones)]
    return _by_words(part, zones, fitting)


def _of_others(figure: Figure, part: str, wanted: str | None, zones: Zones) -> bool:
    """Whether a number is surely none of what was disclosed: 18个乡镇, 行署本级58件 of applications."""
    if figure.metric.startswith("disclosed"):
        return False
    if figure.unit == "个" and wanted is not None and wanted in "条件份篇":
        return True
    around = sentence_around(zones.text, Span(start=figure.start, end=figure.end))
    return "申请" not in part and bool(_CASES.search(worded(zones.text[around.start : figure.end])))


def _in_unit(figure: Figure, wanted: str | None, fitting: Sequence[Figure], text: str) -> Figure:
    """办培训1次,参训152人: asked how many people, what stands right behind in that unit is the answer.

    对3名申请人减免费用84元: so is what stands right before in its clause.
    """
    if wanted is None or same_class(wanted, figure.unit):
        return figure
    behind = (f for f in fitting if f.metric == figure.metric and 0 <= f.start - figure.end < _NEXT_TO)
    before = [f for f in fitting if f.metric == "other" and 0 < figure.start - f.start < _NEXT_TO]
    before = [f for f in before if not _CLAUSE_END.search(text[f.start : figure.start])]
    return min(behind, key=lambda f: f.start, default=before[-1] if before else figure)


def _by_label(part: str, cleaned: str, figures: Iterable[Figure]) -> list[Figure]:
    """The figure whose whole label the question says, the longest label first."""
    plain = re.sub(r"(?<=涉及)(?:多少|几)(?=[\u4e00-\u9fff]{2})", "", part)  # 涉及多少样品: 涉及样品
    fitting = (f for f in figures if _of_the_time(f, part))
    said = [f for f in fitting if len(f.label) > 2 and clean(f.label) in plain and clean(f.label) in clean(f.quote)]
    said = [f for f in said if not strangers(terms(plain.replace(clean(f.label), " ")), cleaned)]
    longest = max((len(f.label) for f in said), default=0)
    return sorted((f for f in said if len(f.label) == longest), key=lambda f: _rank(f, part))[:1]


def _divided(part: str, beyond: Sequence[Term], figures: Sequence[Figure]) -> list[Figure]:
    """The channel, category or report upwards whose own label carries every qualifier (门户网站公开了多少条)."""
    kinds = {"reported_up"} if _UPWARDS.search(part) else _DIVISIONS
    named = (f for f in figures if f.metric in kinds and (f.scope in {"本年", None} or _OWN_LEVEL in f.label))
    return [f for f in named if all(term.covered(clean(f.label)) >= ENOUGH for term in beyond)][:1]


def _stated(metric: str, part: str, beyond: Sequence[Term], zones: Zones, figures: Iterable[Figure]) -> list[Figure]:
    """The figures of one metric whose words carry every qualifier, best first."""
    fits = [(zones.fit(beyond, f), f) for f in figures if f.metric == metric or _accumulated(metric, f)]
    fits = [(fit, f) for fit, f in fits if fit >= ENOUGH]
    fits.sort(key=lambda pair: (-round(pair[0], 2), *_rank(pair[1], part)))
    return [f for _, f in fits[: 3 if metric in _PLURAL and not beyond else 1]]


def _accumulated(metric: str, figure: Figure) -> bool:
    """A year's total that its report itself calls 累计 answers a question for the accumulated one only in that year."""
    return metric == "disclosed_cumulative" and figure.metric == "disclosed_total" and "累计" in figure.quote


def _rank(figure: Figure, asked: str) -> tuple[int, int, int, int]:
    """The scope asked for first, then statements of a whole, shares last, then the earlier in the text."""
    wanted = next((scope for scope, says in _ASKED_SCOPE if says.search(asked)), None)
    place = -1 if wanted and figure.scope == wanted else _SCOPES.get(figure.scope or "本年", 5)
    part = 1 if figure.unit == "%" and not SHARE.search(asked) else 0
    return place, part, 0 if re.search(r"共|总|累计|合计|主动公开", figure.quote) else 1, figure.start


def _of_the_time(figure: Figure, asked: str) -> bool:
    """Whether a figure may answer by its label alone: an accumulated or earlier one only where that is asked for."""
    return figure.scope not in dict(_ASKED_SCOPE) or dict(_ASKED_SCOPE)[figure.scope].search(asked) is not None


def _by_words(part: str, zones: Zones, figures: Iterable[Figure]) -> list[Figure]:
    """Figures whose own words carry what is asked, with the unit asked for."""
    asked = terms(part)
    if not asked:
        return []
    noun = counted(part)
    fits = [
        (fit + (NAMED if len(f.label) > 1 and clean(f.label) in part and _of_the_time(f, part) else 0.0), f)
        for f in figures
        if (noun is None or _counts(f, noun, zones)) and (fit := zones.fit(asked, f)) >= ENOUGH
    ]
    best = max((fit for fit, _ in fits), default=0.0)
    near = 0.3 if _SEVERAL.search(part) else 0.05
    kept = sorted((pair for pair in fits if pair[0] >= max(ENOUGH, best - near)), key=lambda p: -round(p[0], 2))
    unit = wanted_unit(part)
    opened = {f.start for f in figures if any(clean(f.label).startswith(term.text) for term in asked)}
    kept.sort(
        key=lambda pair: (
            -round(pair[0], 1),
            _rank(pair[1], part)[0] >= 0,
            pair[1].start not in opened,
            unit is not None and pair[1].unit[0] != unit[0],
            *_rank(pair[1], part),
        )
    )
    return [f for _, f in kept[: 3 if _SEVERAL.search(part) else 1]]


def _counts(figure: Figure, noun: Term, zones: Zones) -> bool:
    """Whether the figure counts that noun: it stands at the end of its label or after its number."""
    behind = _DIGITS.split(zones.own(figure))[-1]  # 8座水厂、21个营业所: 水厂 stands before the 21
    return max(noun.covered(figure.label[-10:]), noun.covered(behind[-14:])) >= ENOUGH


def _with_accumulated(chosen: list[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """Beside a year's total, the accumulated one where the report itself words it as that year's."""
    if not any(f.metric == "disclosed_total" for f in chosen):
        return chosen
    traps = (f for f in figures if f.metric == "disclosed_cumulative" and not re.search(r"累计|以来|历年", f.quote))
    return _distinct([*chosen, *traps])


def _supposed(asked: str, chosen: Sequence[Figure], figures: Iterable[Figure]) -> list[Figure]:
    """What a number that the question supposes (公开703条，对吗) really is, when the report has it in another scope."""
    supposed = {(parse_number(m["number"]), m["unit"]) for m in FIGURE.finditer(asked) if m["unit"]}
    kinds = {f.metric.split("_")[0] for f in chosen}
    return [f for f in figures if (f.value, f.unit) in supposed and f.metric.split("_")[0] in kinds]


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({(f.metric, f.value, f.unit, f.scope, f.start): f for f in figures}.values())


def figure_draft(report: Report, text: str, figure: Figure) -> Draft:
    """The claim of one figure, with as much of its sentence as a quotation may hold."""
    own = Span(start=figure.start, end=figure.end)
    quote = shorten(text, sentence_around(text, own), lambda _: 0.0, keep=own)
    return Draft(
        text=statement(report, figure),
        kind="figure",
        spans=((report.report_id, quote),),
        figures=((report.report_id, figure),),
    )


def statement(report: Report, figure: Figure) -> str:
    """One line: whose, of when, what, how many, and the scope where it is not the year's."""
    own = figure.scope == "上级" and _OWN_LEVEL in figure.label  # 其中行署本级公开7240条: a part that is its own
    scope = "" if own else _SAID.get(figure.scope or "", "")
    when = "" if scope or report.year is None else f"{report.year}年"
    if figure.value == 0 and not any(c.isdigit() for c in figure.quote.replace(str(report.year), "")):
        return f"{report.agency or report.title}{when}：{clean(figure.quote)}（{figure.label}{words(figure)}）"
    label = re.sub(rf"^(?:{report.year}年度?)", "", figure.label)
    return f"{report.agency or report.title}{when}：{label}{words(figure)}{scope}"
