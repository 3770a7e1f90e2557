"""Answers to questions about numbers, drafted from figures, never from passages that merely look alike."""

import re
from collections.abc import Iterable, Sequence

from bot.schema import Draft, Question
from bot.sentences import sentence_around, shorten
from bot.understand import residual_terms
from bot.wording import Term, coverage, terms
from ingest.figures import words
from ingest.schema import Figure, Report, Span
from ingest.view import clean

_UNIT = re.compile(
    r"(?:多少|几)(个工作日|人次|万元|平方米|批次|方面|部分|[条件份次人名个项家期篇起例位元封页场种类分])"
)
_SHARE = re.compile(r"占|比例|比重|百分|率")
_AREA = re.compile(r"面积|多大(?!比例)|平方米")
_PLAN = re.compile(r"计划|打算|拟|下一步|明年|今后|准备|将")
_CLASSES = ("条件份篇项个起例宗类批", "人名位户个", "次场期届轮批", "元万亿", "%", "平")
_MIN = 0.6
_PLURAL = {"staff"}
_ASKED_SCOPE = (
    ("以前年度", re.compile(r"以前|之前|此前|往年")),
    ("累计", re.compile(r"累计|历年|以来|总共到")),
)
_SCOPES = {"本年": 0, "截至": 1, "累计": 2, "以前年度": 3, "计划": 4, "上级": 6}


def figure_drafts(question: Question, report: Report, text: str, figures: Sequence[Figure]) -> list[Draft]:
    """At most three claims for one report: the figures that the question asks for, with their scope said."""
    usable = [
        f for f in figures if _in_year(question, report, f, text) and (f.scope != "计划" or _PLAN.search(question.rest))
    ]
    chosen: list[Figure] = []
    share = _wanted_unit(question.rest) == "%"
    for metric in () if share else question.metrics:
        chosen += _stated(question, metric, usable, text)
    if not chosen and question.intent == "number" and (share or not question.metrics or residual_terms(question)):
        for part in re.split(r"[,;?]", question.rest):
            chosen += _by_words(part, usable, text)
    chosen = _with_accumulated(_distinct(chosen), usable)
    return [_draft(report, text, figure) for figure in chosen[:3]]


def _in_year(question: Question, report: Report, figure: Figure, text: str) -> bool:
    years = question.scope.years
    if not years or report.year in years or report.year is None:
        return True
    return any(str(year) in (figure.period or "") and str(year) in _sentence(text, figure) for year in years)


def _stated(question: Question, metric: str, figures: Iterable[Figure], text: str) -> list[Figure]:
    """The figures of one metric whose words carry every qualifier of the question, best first."""
    asked = residual_terms(question)
    found = [
        (coverage(asked, _context(text, f)), f)
        for f in figures
        if f.metric == metric or _accumulated(question, metric, f)
    ]
    fits = [(covered, f) for covered, f in found if not asked or covered >= _MIN]
    fits.sort(key=lambda pair: (-round(pair[0], 3), *_rank(pair[1], question.rest)))
    return [f for _, f in fits[: 3 if metric in _PLURAL else 1]]


def _accumulated(question: Question, metric: str, figure: Figure) -> bool:
    """A year's total that its report itself calls 累计 answers a question for the accumulated one only in that year."""
    return metric == "disclosed_cumulative" and figure.metric == "disclosed_total" and "累计" in figure.quote


def _rank(figure: Figure, asked: str) -> tuple[int, int, int]:
    """The scope asked for first, then statements of a whole, then the earlier in the text."""
    wanted = next((scope for scope, says in _ASKED_SCOPE if says.search(asked)), None)
    place = -1 if wanted and figure.scope == wanted else _SCOPES.get(figure.scope or "本年", 5)
    return place, 0 if re.search(r"共|总|累计|主动公开", figure.quote) else 1, figure.start


def _by_words(part: str, figures: Iterable[Figure], text: str) -> list[Figure]:
    """Figures whose label and clause carry what is asked, with the unit asked for."""
    asked = terms(part)
    if not asked:
        return []
    wanted = _wanted_unit(part)
    scored = [(_closeness(asked, f, text), f) for f in figures if wanted is None or _same_class(wanted, f.unit)]
    best = max((score for score, _ in scored), default=0.0)
    fits = [f for score, f in scored if score >= max(_MIN, best - 0.05)]
    several = bool(re.search(r"各有|各是|分别|、", part))
    return sorted(fits, key=lambda f: _rank(f, part))[: 3 if several else 1]


def _wanted_unit(part: str) -> str | None:
    if _AREA.search(part):
        return "平"
    unit = _UNIT.search(part)
    return unit[1] if unit else "%" if _SHARE.search(part) else None


def _closeness(asked: Sequence[Term], figure: Figure, text: str) -> float:
    """How well a figure's own clause carries the terms, its sentence and headings helping a little."""
    near = coverage(asked, clean(figure.label + _clause(text, figure)))
    return 0.75 * near + 0.25 * coverage(asked, _context(text, figure)) if near > 0.3 else 0.0


def _clause(text: str, figure: Figure) -> str:
    """From where the figure's words begin to the next stop after it."""
    stop = re.search(r"[,，;；。\n]", text[figure.end :])
    return text[figure.start : figure.end + (stop.start() if stop else 0)]


def _same_class(wanted: str, unit: str) -> bool:
    return wanted[0] == unit[0] or any(wanted[0] in group and unit[0] in group for group in _CLASSES)


def _with_accumulated(chosen: list[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """Beside a year's total, the accumulated one that a reader could take for it."""
    if not any(f.metric == "disclosed_total" for f in chosen):
        return chosen
    return _distinct([*chosen, *(f for f in figures if f.metric == "disclosed_cumulative")])


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({(f.metric, f.value, f.unit, f.scope, f.start): f for f in figures}.values())


def _draft(report: Report, text: str, figure: Figure) -> Draft:
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
    scope = {
        "累计": "（历年累计）",
        "以前年度": "（以前年度）",
        "计划": "（计划）",
        "上级": "（全域数，不是本单位）",
    }.get(figure.scope or "", "")
    when = "" if scope or report.year is None else f"{report.year}年"
    if figure.value == 0 and not any(c.isdigit() for c in figure.quote.replace(str(report.year), "")):
        return f"{report.agency or report.title}{when}：{clean(figure.quote)}（{figure.label}{words(figure)}）"
    label = re.sub(rf"^(?:{report.year}年度?)", "", figure.label)
    return f"{report.agency or report.title}{when}：{label}{words(figure)}{scope}"


def _context(text: str, figure: Figure) -> str:
    return clean(_sentence(text, figure) + "".join(figure.section) + figure.label)


def _sentence(text: str, figure: Figure) -> str:
    return sentence_around(text, Span(start=figure.start, end=figure.end)).of(text)
