"""Zero statements: 未收到…, 没有…, 无…, 未发生一例… say that a statutory indicator was nought."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.facts.metrics import LABELS
from ingest.facts.scopes import governing
from ingest.schema import Figure, Section, path_at
from ingest.view import View

_CLAUSE = re.compile(r"[^,;。\n]+")
_NEGATED = re.compile(
    r"(?:均|都|也|并|从|尚|暂|仍)?"
    r"(?:未(?:曾|有)?(?:收到|接到|受理|接收|接获|发生|出现|产生|收取|引发|提起|涉及|被|因|对|进行|向|收(?=费|过)|形成|开展收费)"
    r"|(?:数|数量|总量|件数|金额|总额)(?:均|都|合计)?为(?:零|0)(?=[,;。、)\n]|$)"
    r"|(?:复议|诉讼|申诉|投诉|举报|申请|收费)(?:案件?)?(?:[、及这以上]{0,3}[两二三四五2-5](?:项|者|类))?(?:数字?)?(?:均|都|皆|全部?)?[为是](?:零|0)(?=[,;。、)\n]|$)"
    r"|没有(?!条件|完善|形成|及时|得到|达到|做到|专业|广泛|把握)|无(?!法|正当|条件|障碍|缝|误|偿|关|需|疑|限|私|论)|不存在(?!的)|不收取|不收费|免收|免费(?=提供|公开|$)|零(?=收费|申请|投诉|复议|诉讼))"
)
_OBJECTS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("fees", "元", re.compile(r"收费|费用|收取|减免|免费")),
    ("reviews", "件", re.compile(r"复议")),
    ("lawsuits", "件", re.compile(r"诉讼|应诉|起诉")),
    ("complaints", "件", re.compile(r"申诉|举报|投诉")),
    ("incidents", "起", re.compile(r"泄密|失密|事故|社会稳定|失实|虚假信息")),
    (
        "applications_received",
        "件",
        re.compile(r"依申请公开|申请公开|公开申请|申请(?!人|行政|复议|方式|渠道|表|处理)|要求公开"),
    ),
)
# Beside reviews and lawsuits only an application that stands for itself:
# in 没有收到行政复议申请, 未收到因公开申请引起的诉讼 none does.
_ASKED = re.compile(
    r"(?<!复议)(?<!诉讼)(?<!应诉)(?:依申请公开|申请公开|公开申请|要求公开|申请(?!公开))"
    r"(?!人|行政|复议|方式|渠道|表|处理|[^、和及或与,]{0,6}?(?:引|而|产生|提起|被|的(?!申请|要求)))"
)
# One way of applying tells nothing of the others. In writing is no such way where a report tells none apart: every
# application has to be (Regulation of 2007, article 20; of 2019, article 29).
_CHANNEL = r"口头|当面|网上|网络|信函|传真|邮件"
# 未发生一例…, 无一起…: the unit is the one that is denied.
_COUNTED = re.compile(r"^[^,]{1,6}?(?:任何)?[一1]([例起件宗次])(?!性)")
_AIMED = re.compile(r"力争|确保(?!了)|争取|努力|杜绝|避免|防止|(?:^|[^即])将(?=.{0,20}零)")
# 对3名申请人免收费用 spares these, and says nothing of the others.
_SPARED = re.compile(
    r"(?:对|为|给)?(?:其中)?(?:的)?(?:\d+|[一二两三四五六七八九十]+)(?:余)?[名位人个户件](?!均|全|都)[^,;。]{0,20}(?:免收|免除|减免|免费|免交|减收|没有?收)"
    r"|(?:对|为|给)[^,;。]{0,10}(?:困难|低保|残疾|贫困|五保|特困|农村|弱势|老年|部分|个别)[^,;。]{0,16}(?:免收|免除|减免|免费|免交|减收)"
)
_BARE = re.compile(
    r"(?:本年度?|\d{4}年度?|全年|我\S{1,4}|本\S{1,3})?[,:]?(?:均)?(?:无|没有|暂无|未发生|零|0)(?:此类?|上述|相关|该类|这类)?(?:情况|事项|情形)?"
)


def zero_statements(view: View, sections: Sequence[Section], period: str | None) -> Iterator[Figure]:
    """A figure of value 0 for every statutory indicator that a clause denies; one clause may deny several."""
    by_channel = re.search(rf"(?:{_CHANNEL})[^,;。\n]{{0,6}}申请", view.text)
    for start, end in _clauses(view.text):
        negated = _NEGATED.search(view.text, start, end)
        if negated is None:
            continue
        said_last = negated[0][-1] in "零0"  # 受理数为零 names its object before the nought
        if _AIMED.search(view.text[start:end]) or _SPARED.search(view.text[start:end]):
            continue
        denied = view.text[start if said_last else negated.start() : end]
        if "书面" in denied and by_channel:
            continue
        counted = _COUNTED.search(denied)
        for key, unit in _denied(denied):
            unit = counted[1] if counted and unit != "元" else unit
            yield _zero(view, sections, period, start, end, key, unit)
    yield from _bare_sections(view, sections, period)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Clauses in view indexes; one that only goes on listing (行政诉讼…) belongs to the clause before it."""
    held: tuple[int, int] | None = None
    for match in _CLAUSE.finditer(text):
        goes_on = re.match(r"(?:也|亦)?(?:行政)?(?:诉讼|复议|申诉)", match.group())
        if held and goes_on and text[held[1]] == ",":
            held = (held[0], match.end())
            continue
        if held:
            yield held
        held = match.span()
    if held:
        yield held


def _denied(clause: str) -> list[tuple[str, str]]:
    if re.search(r"答复|办结|处理完|及时|按时|超期|满意", clause) and "收到" not in clause:
        return []
    if "结转" in clause:
        return []
    if re.search(_CHANNEL, clause) and "申请" in clause:
        return []
    named = [(key, unit) for key, unit, says in _OBJECTS if says.search(clause)]
    if any(key == "fees" for key, _ in named):
        return [pair for pair in named if pair[0] != "applications_received"]
    if any(key in {"reviews", "lawsuits"} for key, _ in named):
        asked = re.search(r"收到|接到|受理", clause) and _ASKED.search(clause)
        return [pair for pair in named if pair[0] != "applications_received" or asked]
    return named


def _bare_sections(view: View, sections: Sequence[Section], period: str | None) -> Iterator[Figure]:
    """A section of its own that says nothing but 无 denies what its title names."""
    for section in sections:
        start, end = view.find(section.body), view.find(section.end)
        body = view.text[start:end].strip("\n。 ")
        if section.title and _BARE.fullmatch(body):
            at = view.text.index(body, start)
            for key, unit in _denied(section.title):
                yield _zero(view, sections, period, at, at + len(body), key, unit)


def _zero(
    view: View, sections: Sequence[Section], period: str | None, start: int, end: int, key: str, unit: str
) -> Figure:
    lo, hi = view.span(start, end)
    year = governing(view.text[start:end])
    earlier = year is not None and period is not None and str(year) < period
    return Figure(
        metric=key,
        label=LABELS[key],
        value=Decimal(0),
        unit=unit,
        period=str(year) if earlier else period,
        scope="以前年度" if earlier else "本年",
        section=path_at(sections, lo),
        start=lo,
        end=hi,
        quote=view.original[lo:hi],
    )
