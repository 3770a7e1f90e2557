"""Counting, ranking and arithmetic in words, over all figures of the scope and never over retrieved passages."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.computing.arithmetic import Condition, scaled
from bot.computing.compute_across import add, count, place, rank
from bot.computing.compute_average import to_each
from bot.computing.compute_figures import Asked, everybody, holdings, metric_of, unit_of
from bot.computing.compute_implied import implied
from bot.computing.compute_left import remainder
from bot.computing.compute_listed import first_within
from bot.computing.compute_pairs import compare
from bot.computing.compute_parts import add_parts, count_parts, rank_parts
from bot.computing.compute_prior import grown_since, year_before
from bot.computing.compute_shares import shares
from bot.computing.compute_stated import silent, stated
from bot.computing.compute_years import over_years, work_back
from bot.computing.operations import PRIOR_YEAR, Kind, Task, task_of
from bot.computing.plain_question import EXCEPT, plain_question
from bot.question.asked import metrics_of
from bot.question.naming import KIND, is_kind
from bot.question.wording import terms
from bot.schema import Drafted, Evidence, Question
from ingest.facts.metrics import LABELS
from ingest.schema import Report
from ingest.view import clean

if TYPE_CHECKING:
    from ingest.library import Library

_RATE_NAMED = re.compile(r"[\u4e00-\u9fff]{2,8}?(满意[度率]|知晓[度率])多少")
_SINCE = re.compile(r"((?:19|20)\d{2})年?(?:以后|之后|以来|起|开始)")
_BACKWARDS = re.compile(r"[,。?;(]*[^,。?;()]*(?:倒推|反推|倒算|反算|往回推|推算|推导|推出来)[^,。?;()]*[)]?")
_EXCEPT = re.compile(EXCEPT)
_AGAINST_YEAR = re.compile(r"[比较]((?:19|20)\d\d)年")
_KIND_ASKED = re.compile(rf"哪[一几]?[个家些]?({KIND})|({KIND})(?:里面?|之?中|当中)(?=[谁哪])")
_WHO = re.compile(r"谁|有没有(?:单位|部门|机关)|哪[些几]|几[家个](?!百分点)|多少[家个](?!百分点)")
_THAN = re.compile(r"比|没有?[^,。?]{2,16}多|超过|高于|多于|不如|少于|低于|不及")
_LESS = re.compile(r"[少低]的?(?![家个条])|(?<!有)没有?[^,。?]{2,16}多|不如|不及")
_WHETHER = re.compile(r"是不是|是否|算不算|[吗么]")
_GOES_ON = re.compile(r"那(?!年|里)")
_OWN_TOPIC = {"remainder", "growth", "trend", "share", "before"}
_BARE = re.compile(r"[\W的了得是有在和与]*多少(?:条|件|元|万元)?")
_BODIES = re.compile(r"(?:几|多少)(?:家|单位|个(?:单位|机关|部门)|份)")
_BOTH_ENDS = re.compile(
    r"最[多高大].{0,8}(?:谁|哪|最).{0,8}(?:最[少低小]|(?<!多)[少低小])"
    r"|最[少低小].{0,8}(?:谁|哪|最).{0,8}最?(?:多(?!少)|[高大])"
)
_DENIED_TOGETHER = ("reviews", "lawsuits", "complaints")


def computed_drafts(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted | None:
    """The computed answer to a question for a calculation; ``None`` where none is asked, or nothing can be computed.

    Every claim cites all its operands and shows the calculation; coverage says how many reports of the scope it goes
    over, the notes name the others and why. ``evidence`` is not used: what was retrieved is only a part.
    """
    task = task_of(question.standalone, question.rest)
    task = task and _with_topic(task, question)
    if task is None:
        return _of_the_year_before(question, library) or implied(question, library)
    held = {report.report_id: report for report in library.reports()}
    scope = question.scope
    reports = _meant(question, [held[rid] for rid in scope.reports if rid in held], library.reports())
    years = {*scope.years, *_years_after(question)}
    if not reports or (task.kind != "before" and scope.years and not any(r.year in years for r in reports)):
        return None
    if len({report.agency or report.path for report in reports}) == 1 and _measured(question):
        return _beyond(Asked(question, task, library, reports))
    return _DOES[task.kind](_by_one_name(Asked(question, task, library, reports)))


def _by_one_name(asked: Asked) -> Asked:
    """群众满意度 of one year and 社会评议满意度 of the next: one rate, where each report has one only."""
    rate = _RATE_NAMED.fullmatch(asked.task.plain)
    if rate is None or len({report.agency for report in asked.reports}) > 1:
        return asked
    figures = {r.report_id: asked.library.stored(r.report_id).figures for r in asked.reports}
    named = [sum(f.unit == "%" and clean(f.label).endswith(rate[1]) for f in own) for own in figures.values()]
    return asked.about(f"{rate[1]}多少") if all(count == 1 for count in named) else asked


def _of_the_year_before(question: Question, library: "Library") -> Drafted | None:
    """A plain number question for a year of which a body's report is not held, but the next year's is."""
    question = _one_year_back(question)
    years = question.scope.years
    if question.intent != "number" or len(years) != 1 or not question.scope.named:
        return None
    ids = set(question.scope.reports)
    reports = tuple(r for r in library.reports() if r.report_id in ids)
    if any(r.year in years for r in reports) or not any(r.year == years[0] + 1 for r in reports):
        return None
    task = Task(kind="before", plain=plain_question(question.rest))
    asked = Asked(question, task, library, reports)
    return year_before(asked)


def _one_year_back(question: Question) -> Question:
    """2011年公开了多少条?可以从2012年的数倒推: the year whose number is asked, without the words on how to find it."""
    years = question.scope.years
    if len(years) != 2 or years[0] + 1 != years[1] or not _BACKWARDS.search(question.rest):
        return question
    scope = question.scope.model_copy(update={"years": years[:1]})
    return question.model_copy(update={"scope": scope, "rest": _BACKWARDS.sub("", question.rest)})


def _meant(question: Question, reports: Sequence[Report], held: Sequence[Report]) -> tuple[Report, ...]:
    """The reports in scope; 除平凉外 means all others, 2019年以后 adds later years, 哪个局 narrows it by kind."""
    whole = clean(question.standalone)
    if question.scope.named and _EXCEPT.search(question.rest):
        years = question.scope.years
        reports = [r for r in held if r not in reports and (not years or r.year in years)]
    if since := _SINCE.search(whole):
        bodies = {report.agency for report in reports} if question.scope.named else None
        later = [r for r in held if r.year and r.year >= int(since[1]) and (bodies is None or r.agency in bodies)]
        reports = later or reports
    if kind := _KIND_ASKED.search(whole):
        reports = [r for r in reports if is_kind(r, kind[1] or kind[2])] or reports
    return tuple(reports)


def _with_topic(task: Task, question: Question) -> Task | None:
    """A calculation on nothing named (谁最多, 丰台比平凉多多少) is on what the unit says, else on what is disclosed.

    那最少的呢 goes on with what was asked before, which is not known here.
    """
    named = (
        task.kind in _OWN_TOPIC or task.among not in {"bodies", "years"} or metric_of(task.plain) or terms(task.plain)
    )
    if named or not _BARE.fullmatch(task.plain):
        return task
    if _GOES_ON.match(clean(question.standalone)):
        return None
    if task.kind in {"sum", "mean"} and _BODIES.search(clean(question.standalone)):
        return None  # 一共有几家单位 counts bodies, not what they disclosed
    unit = unit_of(task.plain) or ""
    plain = {"元": "收费多少元", "万元": "收费多少万元", "件": "收到申请多少件"}.get(unit, f"公开多少{unit}")
    return task.model_copy(update={"plain": plain})


def _measured(question: Question) -> bool:
    """谁公开的比丰台多: all others are measured against the one that is named."""
    whole = clean(question.standalone)
    if len(question.scope.years) > 1:  # 2017年比2016年多多少个 measures a body against itself
        return False
    return question.scope.named and bool(_WHO.search(whole) and _THAN.search(whole)) and not question.scope.unknown


def _beyond(asked: Asked) -> Drafted | None:
    """Who has more, or less, than the one body named; a hedged bar is none."""
    mine = [one for one in holdings(asked) if one.figure is not None]
    figure = mine[0].figure if len(mine) == 1 else None
    if figure is None or not scaled(figure).exact:
        return None
    less = _LESS.search(clean(asked.question.standalone))
    condition = Condition(sign="<" if less else ">", value=figure.value, unit=figure.unit)
    task = asked.task.model_copy(update={"kind": "count", "condition": condition})
    return count(Asked(asked.question, task, asked.library, everybody(asked)))


def _ranking(asked: Asked) -> Drafted | None:
    """Who or what is first; 哪类最多、哪类最少 asks for both ends."""
    if not _BOTH_ENDS.search(clean(asked.question.standalone)):
        return _first(asked)
    ends = [replace(asked, task=asked.task.model_copy(update={"fewest": end})) for end in (False, True)]
    first, last = (_first(end) for end in ends)
    if first is None or last is None:
        return first or last
    drafts = {draft.text: draft for draft in (*first.drafts[:1], *last.drafts[:1], *first.drafts, *last.drafts)}
    notes = dict.fromkeys((*first.notes, *last.notes))
    return Drafted(drafts=tuple(drafts.values()), notes=tuple(notes), coverage=first.coverage)


def _first(asked: Asked) -> Drafted | None:
    if (within := first_within(asked)) is not None:
        return within
    shares = re.search(r"占比|比例|比重|所占", asked.question.rest)
    if asked.task.among in {"category", "channel", "outcome"} or (shares and not asked.question.metrics):
        return rank_parts(asked)
    if len(asked.reports) > 1:
        return rank(asked)
    return place(asked) if _WHETHER.search(asked.question.standalone) else None


def _count(asked: Asked) -> Drafted | None:
    """Reviews and lawsuits asked for together are counted each for itself."""
    if asked.task.among in {"category", "channel", "outcome"} and asked.question.scope.named:
        return count_parts(asked)
    metrics = [metric for metric in _DENIED_TOGETHER if metric in metrics_of(asked.task.plain)]
    if len(metrics) < 2:
        return count(asked)
    answers = [found for metric in metrics if (found := count(asked.about(f"{LABELS[metric]}多少件")))]
    if not answers:
        return None
    notes = dict.fromkeys(note for found in answers for note in found.notes)
    drafts = tuple(draft for found in answers for draft in found.drafts)
    return Drafted(drafts=drafts, notes=tuple(notes), coverage=answers[0].coverage)


def _before(asked: Asked) -> Drafted | None:
    if PRIOR_YEAR.search(clean(asked.question.standalone)):
        return year_before(asked, told=True)
    return work_back(asked) or year_before(asked)


def _grown(asked: Asked) -> Drafted | None:
    return over_years(asked) or (None if _against(asked) is False else grown_since(asked))


def _compared(asked: Asked) -> Drafted | None:
    """Two numbers; 2023年比2022年多多少 of which one report is held is what that report says of the year before."""
    return (grown_since(asked) if _against(asked) else None) or compare(asked)


def _years_after(question: Question) -> list[int]:
    """申请比2022年减少了吗 is answered by the report of 2023, which no word of it names."""
    return [int(year) + 1 for year in _AGAINST_YEAR.findall(clean(question.standalone))]


def _against(asked: Asked) -> bool | None:
    """Whether the year that the one report is measured against is the one before its own; ``None``: none is named."""
    said = _AGAINST_YEAR.search(clean(asked.question.standalone))
    if said is None or len(asked.reports) != 1:
        return None
    return asked.reports[0].year == int(said[1]) + 1


def _sum(asked: Asked) -> Drafted | None:
    return add_parts(asked) if len(asked.reports) == 1 else add(asked)


_DOES: dict[Kind, Callable[[Asked], Drafted | None]] = {
    "ranking": _ranking,
    "place": place,
    "count": _count,
    "sum": _sum,
    "mean": lambda asked: to_each(asked) or add(asked),
    "difference": _compared,
    "compare": _compared,
    "ratio": compare,
    "share": shares,
    "growth": _grown,
    "trend": over_years,
    "before": _before,
    "remainder": remainder,
    "stated": stated,
    "silent": silent,
}
