"""A question becomes a scope, metrics, an intent and the terms to look for."""

import re
from collections.abc import Iterable, Sequence

from bot.bodies import in_years, understand_scope
from bot.schema import Intent, Question, Scope
from bot.wording import Term, terms
from ingest.schema import Report
from ingest.view import clean

_HOW_MANY = r"多少|几(?=[条件份次人名个项家期篇起例位部门字页封批场种类分大])|百分之几"
_NUMBER = re.compile(
    rf"{_HOW_MANY}|数量|总数|总量|条数|件数|人数|次数|占比|比例|比率|[复结用化]率|面积|金额|多大|规模|最[多少高低]|条数|(?:谁|哪[家个]).{{0,12}}[多少]|(?:公开|发布).{{0,6}}\d+余?[条件]"
)
_BODIES_COUNTED = re.compile(r"(?:几|多少)(?:家|个(?=单位|机关|部门))(?:单位|机关|部门)?(?!媒体|企业)")
_YES_NO = re.compile(r"吗|是不是|有没有|有无|是否|是否有|没有$")

_ASKED: tuple[tuple[str, str], ...] = (
    (
        "disclosed_cumulative",
        r"累计.{0,8}(?:公开|发布)|历年.{0,6}公开|以来.{0,10}(?:公开|发布).{0,8}(?:多少|几)|(?:公开|发布).{0,6}累计",
    ),
    ("disclosed_earlier", r"(?:以前|之前|此前|往年|年前).{0,10}公开"),
    (
        "disclosed_total",
        rf"(?:公开|发布|公布|晒|挂).{{0,10}}(?:{_HOW_MANY})|(?:{_HOW_MANY})[条件份篇项]?(?:政府|政务)?信息(?!公开费|公开申请)|(?:公开|发布).{{0,8}}(?:\d+余?[条件]|最[多少]|[多少]$|得[多少])|(?:公开|发布).{{0,6}}(?:信息|条数).{{0,3}}(?:最?[多少]|条数)|信息(?:公开)?(?:总数|数量|总量|条数)|公开(?:信息)?(?:量|数|总数|总量|条数)|公开.{{0,6}}数量|公开最[多少]",
    ),
    ("incidents", r"泄密|失密|事故|虚假信息|错误公开|失实"),
    ("staff", r"多少人(?!次|申请|来)|几个人|(?:多少|几)[名个位](?:专职|兼职|工作|专兼职)|人手"),
    ("fees", r"收.{0,8}费(?!用?标准)|收费|收钱|要钱|费用|收取|交钱|收了.{0,3}钱|免费|减免|花钱|付费|掏钱"),
    ("reviews", r"复议"),
    ("lawsuits", r"诉讼|起诉|官司|告上|被告|应诉|告状|法院|法庭"),
    ("complaints", r"申诉|举报|投诉"),
    (
        "applications_handled",
        r"(?:答复|办结|回复|处理|办理).{0,8}申请|申请.{0,12}(?:答复|办结|回复|处理|办理|予以公开|不予)",
    ),
    ("applications_received", r"申请(?!人|书|表|方式|渠道|指南|流程|程序)"),
    ("interpretation", rf"解读.{{0,6}}(?:{_HOW_MANY})|(?:{_HOW_MANY}).{{0,6}}解读"),
    ("training", rf"培训.{{0,6}}(?:{_HOW_MANY})|(?:{_HOW_MANY}).{{0,6}}培训"),
    ("inquiries", rf"咨询.{{0,8}}(?:{_HOW_MANY})|(?:{_HOW_MANY}).{{0,10}}咨询|接待.{{0,8}}(?:{_HOW_MANY})"),
    ("messages", rf"(?:留言|来信|信件|信箱).{{0,8}}(?:{_HOW_MANY})|(?:{_HOW_MANY}).{{0,8}}(?:留言|来信|信件|意见)"),
)
_METRICS = tuple((key, re.compile(says)) for key, says in _ASKED)
_VOCABULARY = {
    "disclosed_total": r"类别|哪类|包括|包含|组成|主动公开|公开量|公开|发布|公布|信息|累计|历年|以来|一年|网上|挂|晒",
    "disclosed_cumulative": r"主动公开|公开|发布|信息|累计|历年|以来|条例|施行|实施|自|至今|截至|年底",
    "disclosed_earlier": r"主动公开|公开|信息|以前|之前|此前|往年|年前",
    "incidents": r"泄密|失密|事故|虚假信息|错误公开|失实|公开|事件|处理|错误|信息",
    "staff": r"人|专职|兼职|工作人员|做|公开|信息|人手|负责|管",
    "fees": r"收费|收钱|要钱|费用|收取|交钱|收了|钱|免费|减免|花钱|付费|掏钱|申请|公开|信息",
    "reviews": r"行政|复议|提起|引发|因|案件|申请|被",
    "lawsuits": r"行政|诉讼|起诉|官司|打|告上|被告|应诉|告状|法院|法庭|提起|引发|因|案件|被|告",
    "complaints": r"申诉|举报|投诉|行政|接到|收到|受理",
    "applications_handled": r"依申请|申请|公开|答复|办结|回复|处理|办理|结果|收到|按时|全部",
    "applications_received": r"依申请|申请|公开|收到|接到|受理|老百姓|群众|公众|人来|有人|市民|居民|过|来",
    "interpretation": r"政策|解读|回应",
    "training": r"培训|举办|组织|办|业务",
    "inquiries": r"咨询|接待|来访|政府信息|人次|服务|方面",
    "messages": r"留言|来信|信件|信箱|网上|网民|网友|群众|收到|意见|建议|网站|办理|门户网站",
}


def understand(
    text: str,
    reports: Sequence[Report],
    *,
    only: Iterable[str] = (),
    years: Iterable[int] = (),
    after: Sequence[str] = (),
) -> Question:
    """Read a question in the light of the conversation's earlier questions (``after``, oldest first)."""
    limits = {"only": tuple(only), "years": tuple(years)}
    standalone = text.strip()
    if after and standalone:
        earlier = understand(after[-1], reports, **limits, after=after[:-1])
        standalone = _standing_alone(standalone, earlier, reports)
    scope, rest = understand_scope(clean(standalone), reports, **limits)
    rest = _BODIES_COUNTED.sub(" ", rest)
    inside = in_years(scope, reports)
    scope = scope.model_copy(update={"reports": inside or scope.reports})
    metrics = tuple(key for key, says in _METRICS if says.search(rest))
    if "disclosed_cumulative" in metrics or "disclosed_earlier" in metrics:
        metrics = tuple(key for key in metrics if key != "disclosed_total")
    return Question(
        text=text,
        standalone=standalone,
        scope=scope,
        intent=_intent(rest, metrics),
        metrics=metrics,
        terms=tuple(term.text for term in terms(rest)),
        rest=rest,
    )


def _standing_alone(text: str, earlier: Question, reports: Sequence[Report]) -> str:
    """The question with what it leaves out taken from the one before: bodies and years, or what was asked of them."""
    scope, rest = understand_scope(clean(text), reports)
    bare = re.sub(r"^\s*(?:那么|那|再|还有|以及|和|跟|换成)|呢?[?。!\s]*$", "", rest).strip()
    asks_nothing = not terms(bare) and not any(says.search(bare) for _, says in _METRICS)
    if asks_nothing and (scope.named or scope.years):
        named = scope.named and _named(scope, reports) or _named(earlier.scope, reports)
        years = scope.years or earlier.scope.years
        return f"{named}{_years_said(years)}{earlier.rest.strip()}"
    if scope.named or scope.everyone or scope.unknown or not earlier.scope.named or len(reports) == 1:
        return text
    years = "" if scope.years else _years_said(earlier.scope.years)
    return f"{_named(earlier.scope, reports)}{years}{re.sub(r'^那么?', '', text)}"


def _named(scope: Scope, reports: Sequence[Report]) -> str:
    held = {r.report_id: r.agency or "" for r in reports}
    return "、".join(dict.fromkeys(held[rid] for rid in scope.reports if held.get(rid))) if scope.named else ""


def _years_said(years: Sequence[int]) -> str:
    return "、".join(f"{year}年" for year in years)


def residual_terms(question: Question) -> tuple[Term, ...]:
    """What the question says beyond its metrics' own words: the qualifiers that a figure must match."""
    vocabulary = re.compile("|".join(_VOCABULARY[key] for key in question.metrics) or r"(?!)")
    return tuple(
        term for term in terms(question.rest) if len(re.sub(r"[\d.%]+", "", vocabulary.sub("", term.text))) > 1
    )


def _intent(rest: str, metrics: tuple[str, ...]) -> Intent:
    if _NUMBER.search(rest):
        return "number"
    if metrics and _YES_NO.search(rest):
        return "yes_no"
    return "practice"
