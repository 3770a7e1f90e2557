"""False premises: a question that supposes what the report denies, or a number that it does not have, is contradicted.

为什么被起诉 where none was · 公开了5400条对吗 where it says 5300余条 · 703条是怎么在2013年公开的 where
703 is the accumulated total.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.computing.arithmetic import plain
from bot.question.asked import metrics_of
from bot.reader import THOROUGH, read
from bot.reading.amounts import amount
from bot.reading.numbers import figure_draft, figure_drafts, statement
from bot.reading.outcomes import in_time_asked
from bot.reading.predicate import metrics_counted
from bot.schema import Draft, Drafted, Evidence, Question
from ingest.facts.metrics import LABELS
from ingest.facts.numerals import parse_number
from ingest.figures import FIGURE, hedged, words
from ingest.schema import Figure, Report, Stored
from ingest.view import clean
from prompts import fill

if TYPE_CHECKING:
    from ingest.library import Library

_EVENTS = frozenset({"reviews", "lawsuits", "complaints", "incidents", "fees", "fees_waived", "applications_received"})
_APPLIED = frozenset({"applications_handled", "applications_outcome", "applications_carried", "applications_channel"})
_WHY = re.compile(
    r"为什么|为何|为啥|怎么会|原因|凭什么|何以|怎么(?=[^,]{0,4}(?:被|收了|拒绝|泄|出了)|这么|那么|才|只|就)"
    r"|咋(?:这么|那么|才|只)"
)
_HOW_IT_WAS = re.compile(
    r"是(?:怎么|如何)(?!受理|办理|申请|规定|操作|提交|处理的?$)|怎样了|怎么[判处答回办解]|结果|输了|赢了|败诉|胜诉|打赢|打输|谁(?:提|申请|起诉|告|投诉|举报)|"
    r"哪些人|什么人|几个人(?:告|申请)|那[一二两三四五六七八九十几\d]+[件起例]|去哪|用到哪|用在哪|[为被](?:谁|什么人)"
)
_RIGHT = re.compile(
    r"对吗|对吧|对不对|对么|是吗|是吧|是不是|是真的|真的吗|属实|没错吧|正确吗|准确吗|是否(?:属实|正确|公开|收到)|吗"
)
_COUNTS = re.compile(
    r"多少|几[条件份次人名个项家]|等于|加起来|合计|之和|相差|增长|占|比例|百分|平均|算得|算的|计划|打算|最"
)
_OR_UNSAID = re.compile(r"还是(?:没|未|压根没)(?:说|写|提|有说|有写)")
_WHO = re.compile(r"谁(?!提|来|的)")
_PRACTICE = re.compile(r"怎么|如何|负责|受理|[是由给向]谁|制度|打算|计划|准备")
_NOT = re.compile(r"没有?(?=[一-龥]*(?:收|接|受|被|发|提|人|复议|诉讼|申请|投诉))|未|从不|不收|免收|无人|零")
_HAD = re.compile(r"(?<!没)有(?:[一两二三四五六七八九\d]+)[件起份条]")  # 有一件申请没给: there was one
_ASIDE = re.compile(rf"{_WHY.pattern}|{_HOW_IT_WAS.pattern}|{_RIGHT.pattern}|只|就|才|[的呢?。!,]")
_OF_THE_YEAR = re.compile(r"今年|本年|当年|全年")
_ALL_RULED = re.compile(r"[都全](?:部|都)?(?:是|被|给|得到|获得?)*(?:撤销|纠正|纠错|维持|驳回|败诉|胜诉|撤回)")
_DISPUTES = {"reviews", "lawsuits"}
_BEHIND = 60  # characters
_WHOLE = {"累计", "以前年度"}
_AT_MOST = {"不足", "不到", "以下", "不超过"}
_BOUNDS = _AT_MOST | {"超", "超过", "逾", "以上", "不少于", "不低于", "至少", "突破"}
_TOTALS = {"disclosed_cumulative", "disclosed_earlier"}


def premise_drafts(question: Question, library: "Library", evidence: Sequence[Evidence]) -> Drafted | None:
    """Claims that contradict (or confirm) what a question supposes; ``None`` where it supposes nothing false."""
    ids = set(question.scope.reports)
    scope = [report for report in library.reports() if report.report_id in ids]
    if _who_suffered(question):
        return Drafted(drafts=tuple(read(question.model_copy(update={"intent": "yes_no"}), library, evidence)))
    if not question.scope.named or not 0 < len(scope) <= THOROUGH or in_time_asked(question):
        return None
    found = [(report, _one(question, report, library)) for report in scope]
    agreed = {report.agency for report, drafts in found if any(d.text.partition("：")[2][:2] == "一致" for d in drafts)}
    kept = [d for report, drafts in found for d in drafts if report.agency not in agreed or "：一致" in d.text]
    return Drafted(drafts=tuple(kept)) if kept else None


def _one(question: Question, report: Report, library: "Library") -> list[Draft]:
    """What one report has against the question, or for it."""
    stored = library.stored(report.report_id)
    asks_why = bool(_WHY.search(question.rest) or _HOW_IT_WAS.search(question.rest))
    number = _supposed(question.rest)
    right = _RIGHT.search(question.rest)
    if number and (asks_why or right) and not _COUNTS.search(question.rest):
        found = _number(question, report, stored, number, confirm=not asks_why)
        if found:
            return found
    if _ALL_RULED.search(question.rest) and (ruled := _rulings(question, report, stored)):
        return ruled
    return _event(question, report, stored) if asks_why else _none_of_it(question, report, stored)


def _none_of_it(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """Asked for a part or result of what never came (收了多少复印费, 答复率有多高), the denial of the whole answers."""
    supposes = question.intent == "number" or _RIGHT.search(question.rest) or _OR_UNSAID.search(question.rest)
    told = question.metrics and set(question.metrics) <= _EVENTS | _APPLIED
    if not supposes or not told or figure_drafts(question, report, stored.text, stored.figures):
        return []
    keys = dict.fromkeys("applications_received" if m in _APPLIED else m for m in question.metrics)
    own = [f for f in stored.figures if f.metric in keys and _of_its_year(question, report, f)]
    if not own or any(figure.value for figure in own):
        return []
    return [figure_draft(report, stored.text, own[0])]


def _rulings(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """How the reviews or lawsuits ended, as told behind their number: 4件复议都被撤销了吗 where 3 were upheld."""
    told = sorted(stored.figures, key=lambda f: f.start)
    for i, own in enumerate(told):
        if own.metric in _DISPUTES & set(question.metrics) and own.value and _of_its_year(question, report, own):
            ends = takewhile(lambda f: f.metric == "disputes_outcome", told[i + 1 :])
            behind = [f for f in ends if f.section == own.section and f.start - own.end < _BEHIND]
            if behind:
                return [figure_draft(report, stored.text, figure) for figure in behind[:4]]
    return []


def _who_suffered(question: Question) -> bool:
    """谁泄密了 asks of every report what 泄密了吗 asks of one: its figures answer, not its practice."""
    told = metrics_counted(question) and set(question.metrics) <= _EVENTS and question.intent == "practice"
    aside = _PRACTICE.search(question.rest) or _NOT.search(question.rest)
    return bool(told and _WHO.search(question.rest) and not aside)


# ---- an event that did not happen ----


def _event(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """The statement that denies the event supposed, or the figure of one that the question denies."""
    drafts: list[Draft] = []
    for metric in question.metrics:
        key = "applications_received" if metric in _APPLIED else metric
        if key not in _EVENTS:
            continue
        own = [f for f in stored.figures if f.metric == key and _of_its_year(question, report, f)]
        happened = [f for f in own if f.value > 0]
        never = [f for f in own if f.value == 0]
        denied = _NOT.search(question.rest) and not _HAD.search(question.rest)
        against = happened if denied else never if not happened else []
        drafts += [figure_draft(report, stored.text, figure) for figure in against[:1]]
    return drafts


def _of_its_year(question: Question, report: Report, figure: Figure) -> bool:
    """A report denies only for its own year; what it says of others is no contradiction."""
    if question.scope.years and report.year not in question.scope.years:
        return False
    return figure.scope in {None, "本年", "截至"}


# ---- a number that is not the report's ----


@dataclass(frozen=True)
class _Supposed:
    """The number that a question supposes (5400条), as a person would write it and as it can be compared."""

    value: Decimal
    unit: str
    hedge: str | None
    said: str

    def equals(self, figure: Figure) -> bool:
        """Whether the figure is this very number, its hedge left aside."""
        return figure.value == self.value and figure.unit[0] == self.unit[0] and figure.value_max is None


def _supposed(rest: str) -> _Supposed | None:
    for match in FIGURE.finditer(rest):
        value = parse_number(match["number"]) if match["unit"] and not match["upper"] else None
        if value is not None and match["number"] not in {"一", "1"}:
            value *= (parse_number("1" + match["scale"]) if match["scale"] else None) or 1
            hedge = match["middle"] or match["after"] or match["before"]
            return _Supposed(value, match["unit"], hedge, rest[match.start() : match.end()])
    return None


def _number(question: Question, report: Report, stored: Stored, number: _Supposed, *, confirm: bool) -> list[Draft]:
    """The verdict on the number supposed, and what it is where the report has it in another scope.

    Nothing true is contradicted: a number that the report has for the year asked, be it of another thing, is left to
    the reader. A question why is contradicted only; one whether it is right is confirmed too.
    """
    asked, own = _asked_figures(question, report, stored, number)
    if not own:
        return []
    same = [f for f in stored.figures if number.equals(f) and f.scope not in {"上级", "他单位"}]
    true = next((f for f in own if f in same), None)
    whole = next((f for f in same if f.scope in _WHOLE), None)
    if true and not (true.scope in _WHOLE and _of_one_year(question, report)):
        return [_verdict(report, stored, true, number)] if confirm else []
    other = next((f for f in own if f.scope not in _WHOLE), None)
    if whole and other:
        return [_verdict(report, stored, other, number, "口径不同"), figure_draft(report, stored.text, whole)]
    named = own[0].metric in metrics_of(asked) or LABELS.get(own[0].metric, "?") in question.rest
    if same or not (named or clean(own[0].label) in question.rest):
        return []
    return [_verdict(report, stored, own[0], number)]


def _asked_figures(question: Question, report: Report, stored: Stored, number: _Supposed) -> tuple[str, list[Figure]]:
    """The number question behind the supposition and its figures; the year's total where only a whole is named."""
    for asked in _as_number_questions(question.rest, number):
        changed = question.model_copy(update={"intent": "number", "rest": asked})
        drafts = figure_drafts(changed, report, stored.text, stored.figures)
        if figures := [figure for draft in drafts for _, figure in draft.figures]:
            return asked, figures
    named = [f for f in stored.figures if number.equals(f) and f.metric in _TOTALS and f.scope in _WHOLE]
    if not named or not _of_one_year(question, report):
        return "", []
    return "", [f for f in stored.figures if f.metric == "disclosed_total" and f.scope == "本年"][:1]


def _as_number_questions(rest: str, number: _Supposed) -> tuple[str, str]:
    """公开了703条对吗 as 公开了多少条: the number asked for in its place, or at the end."""
    before, _, after = (_ASIDE.sub(" ", piece) for piece in rest.partition(number.said))
    return f"{before}多少{number.unit}{after}", f"{before}{after}多少{number.unit}"


def _of_one_year(question: Question, report: Report) -> bool:
    return report.year in question.scope.years or bool(_OF_THE_YEAR.search(question.rest))


def _verdict(report: Report, stored: Stored, figure: Figure, number: _Supposed, word: str | None = None) -> Draft:
    """A figure's claim with the verdict on the number supposed before it."""
    draft = figure_draft(report, stored.text, figure)
    word = word or _compared(number, figure)
    text, computation = _worded(draft.text, figure, number, word)
    return draft.model_copy(update={"text": text, "kind": "verdict", "computation": computation})


def judged_again(question: Question, report: Report, stored: Stored, figure: Figure) -> Iterator[tuple[str, str]]:
    """What may be said of the number that a question supposes beside this figure: the words and the comparison."""
    if (number := _supposed(question.rest)) is None:
        return
    said = statement(report, figure)
    yield _worded(said, figure, number, _compared(number, figure))
    if figure.scope not in _WHOLE and any(number.equals(f) and f.scope in _WHOLE for f in stored.figures):
        yield _worded(said, figure, number, "口径不同")


def _worded(told: str, figure: Figure, number: _Supposed, word: str) -> tuple[str, str]:
    head, _, said = told.partition("：")
    sign = {"一致": "=", "不一致": "≠", "口径不同": "≠"}.get(word, "≈")
    if number.hedge in _BOUNDS and not number.equals(figure):
        sign = "<" if number.value < figure.value else ">"
    asked = hedged(plain(number.value), number.unit, number.hedge)
    return fill("premise_number", body=head, verdict=word, said=said), f"{asked} {sign} {words(figure)}"


def _compared(number: _Supposed, figure: Figure) -> str:
    """一致; 基本一致 where only a hedge differs; 无法确认 where a hedged figure may be this; else 不一致."""
    if number.equals(figure):
        return "一致" if (number.hedge or "") == (figure.hedge or "") else "基本一致"
    own = amount(figure)
    if number.hedge in _BOUNDS:
        right, wrong = own.low >= number.value, own.high < number.value
        if number.hedge in _AT_MOST:
            right, wrong = own.high <= number.value, own.low > number.value
        return "一致" if right else "不一致" if wrong else "无法确认"
    as_figure = figure.model_copy(update={"value": number.value, "value_max": None, "hedge": number.hedge})
    rough = bool(figure.hedge or figure.value_max)
    return "无法确认" if rough and amount(as_figure).may_equal(own) else "不一致"
