"""What applications asked for, and why some were refused: the sentences that say so."""

import re
from collections.abc import Iterator

from bot.question.wording import terms
from bot.reading.asked_kind import CONTENT_ASKED, REASON_ASKED, content_asked
from bot.reading.points import sides
from bot.reading.sentences import QUOTE_LIMIT, sentences, shorten, worded
from bot.schema import Draft, Question
from ingest.schema import Report, Span, Stored

_REFUSED_ASKED = re.compile(
    r"(?:不予|不|没有?(?:给予?|予以|同意)?|未予?)公开(?!透明)|(?:没|不)给(?:看|公开)?(?=[?？,，。的]|\s*$)|拒[绝掉]|被拒|不同意公开"
)
_REFUSED = re.compile(r"(?:不予|不同意|未予|不能|拒绝|不)公开")
_ASKED_FOR = re.compile(
    r"申请(?:人)?[^,。;]{0,10}(?:内容|事项|关注|关心|集中)[^,。;]{0,6}(?:是|为|有|涉及|集中|以|包括|征|[一-龥])|(?:上述|[\d]件)?申请(?:均|都|主要|多)?涉及"
    r"|申请[^。;]{0,24},内容(?:为|是|涉及|包括)|以[^。;]{2,40}为主|从内容看|申请(?:查[看询]|获取)|索取|要求提供"
)
_APPLIED = re.compile(r"申请")
_ANOTHER = re.compile(r"留言|来信|信箱|咨询|热线|投诉|举报|意见|复议|诉讼|解读|访谈|发布会|信息不存在|撤回|补正")
_FRAME = re.compile(
    r"申请人?|公开|不予|政府|信息|内容|理由|缘由|凭|索要|索取|要求|[那这]?[件份]|年?度|请?核实|提出|收到|关注|最多|方面|群众|老百姓|拒[绝掉]|被拒|不给|得|主要|集中|要"
)
_MOST = 2


def about_applications(question: Question, report: Report, stored: Stored) -> list[Draft]:
    """The sentences on the matter of the applications, or on the refused ones and the reason; mostly not asked."""
    if question.scope.years and report.year not in question.scope.years:
        return []
    rest = question.rest
    told = content_asked(rest)
    if told is None or _ANOTHER.search(rest):
        return []
    refused = bool(_REFUSED_ASKED.search(rest))
    if not refused and not (CONTENT_ASKED.search(rest) and _APPLIED.search(rest) and not REASON_ASKED.search(rest)):
        return []
    needed = _REFUSED if refused else _ASKED_FOR
    beside = [t for t in terms(_FRAME.sub(" ", _REFUSED_ASKED.sub(" ", rest))) if len(t.text) > 1]
    found = [
        span
        for span, words in _practice(stored)
        if needed.search(words) and told(words, True) and all(t.covered(words) > 0.5 for t in beside)
    ]
    if refused:  # what is only a kind of information (不予公开的范围) is no application
        found = [s for s in found if re.search(r"\d|申请", worded(s.of(stored.text)))]
    cut = [shorten(stored.text, s, lambda w: float(bool(needed.search(worded(w))))) for s in found[:_MOST]]
    return [Draft(text=s.of(stored.text), kind="quote", spans=((report.report_id, s),)) for s in cut]


def _practice(stored: Stored) -> Iterator[tuple[Span, str]]:
    """The sentences of what was done, with their words; tables and plans hold no such thing."""
    aside = [span for span, _ in sides(stored)]
    for passage in stored.passages:
        for span in sentences(stored.text, passage.start, passage.end):
            raw = span.of(stored.text)
            if "\t" in raw or any(span.start < a.end and a.start < span.end for a in aside):
                continue
            if span.end - span.start <= 3 * QUOTE_LIMIT:
                yield span, worded(raw)
