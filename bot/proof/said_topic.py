"""What a computed claim says that it counts: the metric of its operands, and words that the question has."""

import re
from collections.abc import Mapping, Sequence

from bot.computing.arithmetic import Operand
from bot.computing.compute_claims import TOPICS
from bot.proof.canonical import canonical
from bot.question.wording import bigram_recall, terms
from bot.schema import Question
from ingest.facts.metrics import LABELS
from ingest.schema import Figure, Report
from ingest.view import clean

_YEAR = re.compile(r"((?:19|20)\d{2})年")
_QUALIFIED = re.compile(r"(?P<base>[^()]+)\((?P<beyond>.+)\)")
_WHOLES = {"disclosed_cumulative", "disclosed_earlier"}
_KNOWN = {canonical(words): metric for metric, words in {**LABELS, **TOPICS}.items()}
_KNOWN |= {canonical(words): metric for metric, words in LABELS.items()}
_ABOUT = 0.5  # the share of a word's character pairs that the operand's own words must have
_UNSAID = "所问数字"
TOPIC = "〓"  # stands for what is counted in a sentence worded again
OTHER = "不是所引数据说明的话"


def sentence_fault(
    said: str, sentence: str, operands: Sequence[Operand], reports: Mapping[str, Report], asked: Question | None
) -> str | None:
    """``None`` where the canonical claim is this sentence with right words for its ``TOPIC``; ``OTHER`` for another."""
    start, found, end = canonical(sentence).partition(TOPIC)
    if not found:
        return None if start == said else OTHER
    if not (said.startswith(start) and said.endswith(end) and len(said) > len(start) + len(end)):
        return OTHER
    return topic_fault(said[len(start) : len(said) - len(end)], operands, reports, asked)


def topic_fault(
    said: str, operands: Sequence[Operand], reports: Mapping[str, Report], asked: Question | None
) -> str | None:
    """What is wrong with the canonical words ``said`` for what is counted; ``None`` where they are right."""
    years = {reports[rid].year for rid, _ in operands}
    if dated := _YEAR.match(said):
        if years != {int(dated[1])}:
            return f"{dated[0]} 不是各数的年份"
        said = said[dated.end() :]
    counted = [figure for _, figure in operands if figure.value] or [figure for _, figure in operands]
    counted = [figure for figure in counted if figure.metric != "change"] or counted  # 比上年增加12件 counts the same
    if said in _KNOWN:
        return _of_another(_KNOWN[said], counted)
    qualified = _QUALIFIED.fullmatch(said)
    if qualified and qualified["base"] in _KNOWN:
        strange = _unasked(qualified["beyond"].split("、"), asked)
        return strange or _of_another(_KNOWN[qualified["base"]], counted)
    if said == _UNSAID:
        return None
    return _unasked([said], asked) or _unlike(said, counted)


def _of_another(metric: str, figures: Sequence[Figure]) -> str | None:
    """Whether a figure is of another metric; the year's whole and the accumulated one are two."""
    for figure in figures:
        family = figure.metric.split("_")[0] == metric.split("_")[0]
        accumulated = metric not in _WHOLES or figure.metric == metric or "累计" in figure.quote
        yearly = metric != "disclosed_total" or figure.metric not in _WHOLES
        waived = figure.metric == metric or {figure.metric, metric} != {"fees", "fees_waived"}
        if not (family and accumulated and yearly and waived):
            return f"{LABELS.get(figure.metric, figure.label)}不是{LABELS.get(metric, metric)}"
    return None


def _unasked(words: Sequence[str], asked: Question | None) -> str | None:
    """The first words that are not the question's own terms, one after the other."""
    own = {canonical(term.text) for text in (asked.standalone, asked.rest) for term in terms(text)} if asked else set()
    for said in words:
        rest = said
        for term in sorted(own, key=len, reverse=True):
            rest = rest.replace(term, "")
        if rest:
            return f"“{rest}”不是问题里的话"
    return None


def _unlike(said: str, figures: Sequence[Figure]) -> str | None:
    """Whether an operand's own words have nothing of what is said to be counted."""
    names = [term.text for term in terms(said)] or [said]
    for figure in figures:
        own = clean(figure.label + figure.quote)
        if max(bigram_recall(name, own) for name in names) < _ABOUT:
            return f"“{said}”不是{figure.label}"
    return None
