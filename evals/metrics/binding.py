"""Level 2: a number of the answer must be *that* number: same label or metric, unit, hedge, period, scope and body.

A sentence that lists 2, 17, 19, 2, 10, 4 items would ground any of them. The words around a number in the answer choose
which number of the cited text it can be; it must then agree with that one. Words are compared by character pairs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.question.naming import names, plain
from evals.metrics.grounding import as_number, evidence_numbers, fault, same_unit
from evals.metrics.norm import bigram_share, bigrams, norm
from evals.metrics.reading import Number, read
from evals.metrics.world import World
from ingest.facts.metrics import classify
from ingest.schema import Figure, Report

SCOPE_WORDS = {
    "累计": re.compile(r"累计|历年|以来|截[至止]"),
    "以前年度": re.compile(r"以前|之前|此前|往年|历史"),
    "计划": re.compile(r"计划|打算|将|拟|力争|争取|下一步|明年"),
    "上级": re.compile(r"全[国省市县区州旗域]|上级"),
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_OFFICIAL = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,40}?(?:人民政府|街道办事处|管理委员会|管委会|委员会|开发区|[市县区]政府))"
)
_HEAD = re.compile(r"([\u4e00-\u9fff]{4,40})(?=\d{4}年|:)")
_SEAT = re.compile(r"(?:政府|办事处|管委会|委员会|[局委厅乡镇村]|街道|社区|开发区|园区|新区|分局)$")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")  # no label of a report is in English: value, unit and hedge must do
_DATED = re.compile(r"\d*年度?")
_NO_COUNTS = ("year", "date", "identifier")
_ALIKE = 0.5  # half of a label's character pairs name it
_CLOSE = 0.01
_FEW = 2


@dataclass(frozen=True)
class Known:
    """A number of the cited text with what it counts; ``figure`` is None where only its clause says so."""

    number: Number
    report: Report
    figure: Figure | None

    @property
    def label(self) -> str:
        """The words that say what is counted."""
        return self.figure.label if self.figure else self.number.before + self.number.after


def known_numbers(world: World, citations: Iterable[Mapping[str, Any]]) -> list[Known]:
    """Every number of the cited spans, as a figure where the text has one."""
    found: list[Known] = []
    for citation in citations:
        report = world.reports.get(citation["report_id"])
        if report is None or world.cited(citation) is None:
            continue
        figures = world.figures_in(citation)
        found += [Known(as_number(figure), report, figure) for figure in figures]
        covered = [(figure.start, figure.end) for figure in figures]
        for number in evidence_numbers(world, citation):
            if not any(figure.value == number.value for figure in figures) or not covered:
                found.append(Known(number, report, None))
    return found


def binding_fault(
    said: Number, statement: str, known: Sequence[Known], world: World, operands: Iterable[Decimal] = ()
) -> str | None:
    """Why ``said`` is not the number that its words name in the cited text; None when it is.

    ``operands`` are the values that the claim's own computation goes over: it may say them without their labels.
    """
    if said.kind in _NO_COUNTS:
        return None
    reports = {one.report.report_id: one.report for one in known}
    owners = _owners(said, statement, list(reports.values()))
    usable = [one for one in known if one.report in owners and one.number.kind not in _NO_COUNTS]
    named = _named(said, usable, frozenset(operands))
    if not named:
        return "nothing in the cited text is called so"
    faults = [_disagreement(said, statement, one, owners) for one in named]
    if None not in faults:
        return next((why for why in faults if why and not why.startswith("value")), faults[0])
    return body_fault(statement, list(reports.values()), world, " ".join(o.figure.quote for o in named if o.figure))


def _owners(said: Number, statement: str, reports: Sequence[Report]) -> Sequence[Report]:
    """Whose number it is where several bodies are cited: of the body named last before it, else of any."""
    head = plain(norm(statement[: said.start]))
    last = {
        report.report_id: max((head.rfind(name) + len(name) for name in _own(report) if name in head), default=-1)
        for report in reports
    }
    nearest = max(last.values(), default=-1)
    return [report for report in reports if last[report.report_id] == nearest] if nearest >= 0 else reports


def _named(said: Number, known: Sequence[Known], operands: frozenset[Decimal]) -> list[Known]:
    """The numbers that the words around ``said`` mean: by label, else by metric, else the only one there is."""
    follows = len(bigrams(said.before)) < _FEW or said.unit[:1] in tuple("名人位个项次")
    clause = said.before + (said.after if follows else "")
    scored = [(_likeness(one.label, clause), one) for one in known]
    best = max((score for score, _ in scored), default=0.0)
    if best >= _ALIKE:
        return [one for score, one in scored if score >= best - _CLOSE]
    if said.value in operands or (_ENGLISH.search(said.before + said.after) and not bigrams(clause)):
        return [one for one in known if fault(said, one.number) is None]
    keys = set(classify(norm(clause), said.unit or "条")) - {"other"} if clause.strip() else set()
    alike = [(score, one) for score, one in scored if one.number.kind == said.kind]
    if by_metric := [one for _, one in alike if one.figure and one.figure.metric in keys]:
        return by_metric
    best = max((score for score, _ in alike), default=0.0)
    if best > 0:
        return [one for score, one in alike if score >= best - _CLOSE]
    return [one for _, one in alike] if len({one.number.value for _, one in alike}) == 1 else []


def _likeness(label: str, clause: str) -> float:
    """Both ways: a label inside a longer clause, a short clause inside a longer label."""
    label, clause = _DATED.sub("|", norm(label)), _DATED.sub("|", norm(clause))
    there, back = bigram_share(label, clause), bigram_share(clause, label)
    return ((there or 0.0) + (back or 0.0)) / 2 if there and back else 0.0


def _disagreement(said: Number, statement: str, one: Known, owners: Sequence[Report]) -> str | None:
    why = fault(said, one.number)
    if why and not (why == "direction" and one.figure and _directed(said, one.figure)):
        return f"{why}: {one.label!r} is {one.number.words!r}"
    if said.unit and one.number.unit and not same_unit(said.unit, one.number.unit):
        return f"unit: {one.label!r} is counted in {one.number.unit!r}"
    return _period_fault(statement, one, owners) or _scope_fault(statement, said, one)


def _directed(said: Number, figure: Figure) -> bool:
    """A figure has its direction in its quotation."""
    return any(n.sign == said.sign and n.value == said.value for n in read(figure.quote))


def _period_fault(statement: str, one: Known, owners: Sequence[Report]) -> str | None:
    """Every year said is the figure's, its report's or its quotation's; one of the figure's own must be among them."""
    said = set(_YEAR.findall(norm(statement)))
    figure, ours = one.figure, {str(report.year) for report in owners if report.year}
    own = set(_YEAR.findall(figure.period or "")) if figure else set()
    told = set(_YEAR.findall(norm(figure.quote))) if figure else set()
    allowed = (own or {str(one.report.year)}) | told
    if figure and (figure.scope not in (None, "本年", "计划") or figure.metric == "applications_carried"):
        allowed.add(str(one.report.year))
    if said and (said - allowed - ours or (own and not said & allowed)):
        return f"period: {one.label!r} is of {sorted(allowed)}"
    return None


def _scope_fault(statement: str, said: Number, one: Known) -> str | None:
    if one.figure is None:
        return None
    text, scope, quote = norm(statement), one.figure.scope or "本年", norm(one.figure.quote)
    wanted = SCOPE_WORDS.get(scope)
    if wanted and not wanted.search(text):
        return f"scope: {one.label!r} is {scope}"
    own = said.before + (said.after if said.after.startswith("(") else "")
    for other in ("累计", "以前年度"):
        if scope == "本年" and SCOPE_WORDS[other].search(own) and not SCOPE_WORDS[other].search(quote):
            return f"scope: {one.label!r} is not {other}"
    return None


def body_fault(statement: str, reports: Sequence[Report], world: World, quote: str) -> str | None:
    """A body named in a statement must be a cited report's own, or stand in the quotation."""
    text, told = plain(norm(statement)), plain(norm(quote))
    own = set().union(*(_own(report) for report in reports))
    agencies = {report.agency for report in reports}
    others = {name for name, holders in _names(world).items() if not holders & agencies and name in text}
    official = [plain(name) for name in _OFFICIAL.findall(norm(statement))]
    said = [*others, *(name for name in official if not any(name.endswith(mine) for mine in own))]
    said = [name for name in said if name[-6:] not in told]
    strange = [name for name in said if name not in told and not any(name in mine for mine in own)]
    strange += _extended(text, own)
    return f"body: {strange[0]!r} is not {sorted(map(str, agencies))}" if strange else None


def _extended(text: str, own: Iterable[str]) -> list[str]:
    """A longer name at the head of a statement is another body (某委 → 某委东关街道办事处)."""
    head = _HEAD.match(text)
    name = head[1] if head else ""
    longer = any(name.startswith(mine) for mine in own) and name not in own
    return [name] if longer and _SEAT.search(name) else []


def _names(world: World) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for report in world.reports.values():
        for name in _own(report):
            if len(name) > 2:
                found.setdefault(name, set()).add(report.agency)
    return found


@lru_cache(4096)
def _own(report: Report) -> frozenset[str]:
    return frozenset({plain(norm(name)) for name in {*names(report), report.title, report.agency or ""} if name})
