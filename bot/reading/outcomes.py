"""How a thing came out: suits and reviews won or lost, applications answered in time or late, and for what reason."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.question.wording import Term, terms
from bot.reading.numbers import figure_draft
from bot.reading.points import sides
from bot.reading.sentences import sentences, shorten, worded
from bot.schema import Draft, Question
from bot.understand import residual_terms
from ingest.schema import Figure, Report, Span, Stored
from ingest.view import clean

# A reason that is given; 因政府信息公开引发的复议 only names what the review was about.
CAUSE = re.compile(r"因(?!此|而|政府信息公开|信息公开|公开|素|地制宜|特网)|由于|鉴于|导致|致使|原因|以致")
MOST = 4
_ENDING = re.compile(r"败诉|胜诉|打?输|打?赢|结果|结局|判决|判|裁定|驳回")
_NAMES = {"lawsuits": re.compile(r"诉讼|起诉|应诉"), "reviews": re.compile(r"复议")}
_RULED = {
    "lawsuits": re.compile(r"驳回|败诉|胜诉|撤诉|审理中|在审|未审结|判决|裁定|维持|撤销|确认违法"),
    "reviews": re.compile(r"维持|撤销|纠错|纠正|确认违法|变更|终止|驳回|撤回|责令|在审|审理中"),
}
_COUNTED = re.compile(r"多少|几[件起例条次个]")
_WHETHER = re.compile(r"吗|是不是|是否|有没有|有无|没有?[?。]?$|[都全]部?")
_IN_TIME = re.compile(
    r"(?:按[时期]|及时|准时|如期|期限内|时限内)[^,。?]{0,5}(?:办结|办完|答复|回复|办理|处理)"
    r"|(?:逾期|超期|超时|延期|拖延)[^,。?]{0,4}(?:办结|答复|回复|办理|申请|的)"
)
_LATE = re.compile(r"逾期|超期|超时|延期")
_TIMED = re.compile(
    rf"(?:按[时期]|期限内|时限内)[^,;。]{{0,6}}(?:答复|办结|办理|回复)|(?:{_LATE.pattern})[^,;。]{{0,4}}(?:答复|办结|办理|回复|的|数|\d|$)"
)
_ROW = re.compile(rf"(?:按[时期]|{_LATE.pattern})[^\d,，。;；]{{0,8}}数?\s+[件项条个]\s+\d+")
_OF_ITS_YEAR = {None, "本年", "截至"}
_OTHERS = re.compile(r"留言|来信|信箱|热线|诉求")
_ASIDE_WORDS = re.compile(r"申请|答复|办结|办理|回复|[都全均]部?")


def outright(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """What settles how suits or reviews ended, or whether all was done in time; most questions ask neither."""
    if question.intent == "number" and _COUNTED.search(question.rest) or not _of_its_year(question, report):
        return []
    if _ENDING.search(question.rest) and (names := [m for m in question.metrics if m in _NAMES]):
        beside = [t for t in residual_terms(question) if len(_ENDING.sub("", t.text)) > 1]
        found = [span for metric in names for span in _endings(stored, metric)]
        found = [s for s in found if all(t.covered(worded(s.of(stored.text))) > 0.5 for t in beside)]
        return [_quote(report, stored.text, span) for span in found[:MOST]]
    return _timed(question, report, stored) if in_time_asked(question) else []


def in_time_asked(question: Question) -> bool:
    """Whether a question asks if all was done in time: 三件申请都按时办结了吗 is answered by what was late."""
    return bool(_IN_TIME.search(question.rest) and _WHETHER.search(question.rest))


def _of_its_year(question: Question, report: Report) -> bool:
    return not question.scope.years or report.year in question.scope.years


def _endings(stored: Stored, metric: str) -> Iterator[Span]:
    """The sentences that tell how the suits or reviews ended: those that name them, and those that follow on."""
    about: set[str] = set()
    paragraph = -1
    for span in _practice(stored):
        words = worded(span.of(stored.text))
        if "\t" in span.of(stored.text) or "|" in words:
            continue
        line = stored.text.rfind("\n", 0, span.start)
        named = {key for key, names in _NAMES.items() if names.search(words)}
        about = named or (about if line == paragraph else set())
        paragraph = line
        if metric in about and _RULED[metric].search(words):
            yield span


def _timed(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """The figures of what was done in time and late, else the sentences or rows of a table that say so."""
    beside = [t for t in terms(_IN_TIME.sub(" ", question.rest)) if len(_ASIDE_WORDS.sub("", t.text)) > 1]
    told = [f for f in stored.figures if f.scope in _OF_ITS_YEAR and f.unit != "%" and _about(beside, f.quote)]
    told = [f for f in told if re.search(rf"按[时期]|[期时]限内|{_LATE.pattern}", clean(f.label))]
    if any(_LATE.search(clean(figure.label)) for figure in told):
        return [figure_draft(report, stored.text, figure) for figure in _once(told)[:MOST]]
    said = [(span, span.of(stored.text)) for span in _practice(stored)]
    found = [span for span, words in said if _ROW.search(words)] if not beside else []
    if not any(_LATE.search(span.of(stored.text)) for span in found):
        found = [span for span, words in said if _TIMED.search(worded(words)) and _about(beside, words)]
    return [_quote(report, stored.text, span) for span in found[:2]]


def _about(beside: Sequence[Term], words: str) -> bool:
    """Whether a sentence is of what the question names (留言 …); applications need no naming."""
    said = worded(words)
    own = bool(beside) or not _OTHERS.search(said)
    return own and all(term.covered(said) > 0.5 for term in beside)


def _practice(stored: Stored) -> Iterator[Span]:
    """Every sentence that is not of the problems and plans."""
    aside = [span for span, _ in sides(stored)]
    for passage in stored.passages:
        for span in sentences(stored.text, passage.start, passage.end):
            if not any(span.start < a.end and a.start < span.end for a in aside):
                yield span


def _quote(report: Report, text: str, span: Span) -> Draft:
    told = shorten(text, span, lambda words: float(bool(_TIMED.search(worded(words)))))
    return Draft(text=told.of(text), kind="quote", spans=((report.report_id, told),))


def _once(figures: Iterable[Figure]) -> list[Figure]:
    return list({(figure.label, figure.value): figure for figure in figures}.values())
