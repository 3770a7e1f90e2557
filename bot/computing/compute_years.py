"""Calculations over the years of one body: growth, trend, and working back from an accumulated total."""

import re
from collections.abc import Sequence

from bot.computing.arithmetic import difference, growth, ranking, result, scaled
from bot.computing.compute_claims import (
    computed_draft,
    drafted,
    entry,
    evidence_drafts,
    hedge_notes,
    listed,
    named,
    topic,
    unit_notes,
)
from bot.computing.compute_figures import Asked, Holding, figures_of, holdings
from bot.computing.compute_pairs import Pair, gap
from bot.question.asked import residual
from bot.reading.headline import headline
from bot.schema import Draft, Drafted
from ingest.schema import Figure, Report
from ingest.view import clean
from prompts import fill

_BEFORE_YEAR = re.compile(r"年(?:以前|之前|前)")
_TOTALS = ("disclosed_cumulative", "disclosed_total", "disclosed_earlier")


def over_years(asked: Asked) -> Drafted | None:
    """Growth of one body's number from year to year, or over all the years held for a trend."""
    bodies = {report.agency or report.path for report in asked.reports}
    if len(bodies) != 1:
        return None
    reports = _with_year_before(asked) if asked.task.kind == "growth" else asked.reports
    found = holdings(asked.among(sorted(reports, key=lambda r: r.year or 0)))
    used = [one for one in found if one.figure is not None and one.report.year]
    if len(used) < 2 or len({one.report.year for one in used}) != len(used):
        return None
    claims = _grown(asked, used[0], used[-1])
    if len(used) > 2:
        claims.append(_years_in_order(asked, used))
    room = 3 - len(claims)
    return drafted(asked.library, claims, used, found, unit_notes(used), shown=used[-room:] if room else ())


def _years_in_order(asked: Asked, used: Sequence[Holding]) -> Draft:
    """All years from most to least, beside the change from the first to the last."""
    done = ranking((one.operand for one in used), "largest")
    by_id = {one.report.report_id: one for one in used}
    names = named(used)
    entries = [entry(names[rid], by_id[rid].figure) for rid, _ in done.operands]
    body = used[0].report.agency or used[0].report.title
    text = fill("computed_order", topic=f"{body}{topic(asked)}", direction="由多到少", bodies=listed(entries))
    return computed_draft(asked.library, text, done)


def _with_year_before(asked: Asked) -> Sequence[Report]:
    """The reports asked for; where only one is, with that of the year before, if the library holds it."""
    if len(asked.reports) != 1:
        return asked.reports
    (own,) = asked.reports
    held = asked.library.reports()
    before = [r for r in held if own.year and own.agency and r.agency == own.agency and r.year == own.year - 1]
    return (*before[:1], own)


def _grown(asked: Asked, before: Holding, now: Holding) -> list[Draft]:
    """By how much, and by what percentage where there is something to grow from and the hedges leave no doubt."""
    body = f"{now.report.agency or now.report.title}{now.report.year}年"
    what, then = topic(asked), before.report.year
    claims = [gap(asked, Pair(now, before, body, f"{then}年", what))]
    one, other = scaled(now.operand[1]), scaled(before.operand[1])
    sure = one == other or not one.may_equal(other)
    units = {now.operand[1].unit, before.operand[1].unit}
    if sure and before.operand[1].value and len(units) == 1 and "%" not in units:
        done = growth(now.operand, before.operand)
        way = "增长" if done.value >= 0 else "下降"
        value = result(done).replace("-", "")
        text = fill("computed_growth", body=body, topic=what, before=then, way=way, value=value)
        claims.append(computed_draft(asked.library, text, done))
    return claims


def work_back(asked: Asked) -> Drafted | None:
    """What had been disclosed before a report's own year: its accumulated total less its year's.

    到2012年底 and 2013年以前 both ask the report of 2013. What it states itself as 2013年以前 is left to the reader.
    """
    years = asked.question.scope.years
    if not years or residual(asked.task.plain, ("disclosed_total", "disclosed_cumulative", "disclosed_earlier")):
        return None
    before = bool(_BEFORE_YEAR.search(clean(asked.question.standalone)))
    own_year = max(years) + (0 if before else 1)
    claims, used = [], []
    for report, figures in figures_of(asked.library, [r for r in asked.reports if r.year == own_year]):
        whole, own, stated = (_best(figures, metric, report) for metric in _TOTALS)
        if (stated and before) or whole is None or own is None or whole.unit != own.unit or whole.value < own.value:
            continue
        rid, body = report.report_id, report.agency or report.title
        done = difference((rid, whole), (rid, own), "accumulated")
        text = fill("computed_before", body=body, year=report.year, value=result(done))
        claims.append(computed_draft(asked.library, text, done))
        used += [Holding(report, whole), Holding(report, own)]
    notes = [note for claim in claims if claim.computed for note in hedge_notes(claim.computed)]
    return Drafted(drafts=(*claims, *evidence_drafts(asked.library, used)), notes=tuple(notes)) if claims else None


def _best(figures: Sequence[Figure], metric: str, report: Report) -> Figure | None:
    found = headline(figures, metric, report.year)
    return found.best if found else None
