"""Shares: a part of a report's own whole, or one body's number of everybody's; what the report itself prints beside."""

import re
from collections.abc import Sequence

from bot.computing.arithmetic import plain, result, round_percent, scaled, share
from bot.computing.compute_claims import computed_draft, drafted, hedge_notes, named, shown_draft, topic, unit_notes
from bot.computing.compute_figures import OTHER_UNIT, Asked, Holding, everybody, holdings
from bot.computing.compute_parts import figure_said, label_of, numbered, same_amount
from bot.reader import MOST_BODIES
from bot.reading.amounts import amount
from bot.reading.headline import headline
from bot.reading.numbers import figure_draft
from bot.schema import Draft, Drafted
from ingest.figures import words
from ingest.schema import Figure, Report
from ingest.view import clean
from prompts import fill

_HOW_MUCH = r"(?:百分之几|百分之多少|百分比|几成|多大的?(?:比例|比重)|多少(?:比例|比重)?|比例|比重|比|几分之几|了?多大)"
_OF = re.compile(rf"(?P<part>.*?)(?:大概|大约|约|一共|总共|所)?占(?:了|到|据)?(?P<whole>.*?)的?{_HOW_MUCH}")
_AMONG = re.compile(
    rf"(?:(?P<whole>.+?)(?:当中|之中|里面?|中)?,?)?有{_HOW_MUCH}(?:的(?P<thing>.+?))?是(?P<part>.+?)的?(?:[?。]|$)"
)
_VERB = re.compile(r"(?:提出?|提交|递交|收到|来)的?$")
_AT = re.compile(r"^(?:在|通过|由|从|以)")
_IN = re.compile(r"(?P<part>.+?)在(?P<whole>.+?)[中里](?:所|的)?占")
_OUT_OF = re.compile(r"(?P<whole>.+?)(?:当中|之中|里面?|中),?(?P<part>.+?)(?:所|的)?占")
_OF_IT_ALL = re.compile(r"(?:(?:主动)?公开的?)?(?:(?:政府|政务)?信息)?[量数]?")
_ALL = re.compile(r"总|全部|所有|整个|合计")
_WHOLE_SAID = re.compile(r"(?:的)?(?:总数|总量|合计|总和|全部|所有|一共|总共)|当中|之中|里面?|中间?$|,")
_AREA = re.compile(r"全[省市县区州旗镇乡]")
_SEVERAL = re.compile(r"和|与|及|跟|、|加上?(?!起来)")
_TOGETHER = re.compile(
    r"(?:这?[两二三四五几]?[类项种个部分]*)?(?:加起来|加在一起|合计|合起来|一共|总共|共计|之和|两类|两项|三类|三项)"
)
_EVERYBODY = re.compile(
    r"[一二两三四五六七八九十\d几各所有全部]+(?:家|个|份)?(?:单位|机关|部门|报告)|[一二两三四五六七八九十\d几]+[家份]"
)


def shares(asked: Asked) -> Drafted | None:
    """What share of the whole a part is, for every report in scope; ``None`` where part or whole cannot be told."""
    said = _phrases(asked.question.rest)
    if said is None:
        return None
    part, whole = said
    if asked.question.scope.named and _EVERYBODY.search(clean(asked.question.standalone)):
        return _of_everybody(asked, part)
    drafts: list[Draft] = []
    notes: list[str] = []
    for report in asked.reports[:MOST_BODIES]:
        claims, remarks = _of_own(asked, report, part, whole)
        drafts += claims
        notes += [note for claim in claims if claim.computed for note in hedge_notes(claim.computed)]
        notes += remarks
    return Drafted(drafts=tuple(drafts), notes=tuple(notes)) if drafts else None


def _phrases(rest: str) -> tuple[str, str] | None:
    """The words of the part and of the whole."""
    rest = clean(rest)
    trim = r"^[\s,的]+|[\s,的是]+$"
    if (found := _AMONG.search(rest)) and "占" not in rest and (whole := found["whole"] or found["thing"]):
        part = _VERB.sub("申请" if "申请" in whole else "", _AT.sub("", found["part"]))
        return re.sub(trim, "", part), re.sub(trim, "", found["thing"] or whole)
    found = _IN.search(rest) or _OF.search(rest)
    if found and _OUT_OF.search(rest) and not found["whole"]:
        found = _OUT_OF.search(rest)
    if found is None:
        return None
    return re.sub(trim, "", found["part"]), re.sub(trim, "", found["whole"])


def share_claim(asked: Asked, report: Report, of_part: Figure, of_whole: Figure) -> Draft:
    """What share one figure of a report is of another of the same report."""
    done = share((report.report_id, of_part), [(report.report_id, of_whole)])
    said = fill(
        "computed_share",
        part=f"{report.agency or report.title}的{label_of(of_part)}{words(of_part)}",
        whole=f"{label_of(of_whole)}{words(of_whole)}",
        value=result(done),
    )
    return computed_draft(asked.library, said, done)


def _of_own(asked: Asked, report: Report, part: str, whole: str) -> tuple[list[Draft], list[str]]:
    if len(pieces := _SEVERAL.split(_TOGETHER.sub("", part))) > 1:
        return _of_several(asked, report, pieces, whole)
    of_part = figure_said(asked, part, report) if part else None
    of_whole = _whole(asked, report, of_part, whole) if of_part else None
    if of_part is None or of_whole is None or not of_whole.value or same_amount(of_part, of_whole):
        return [], []
    if of_part.unit != of_whole.unit or scaled(of_whole).surely_less(scaled(of_part)):
        return [], []
    text = asked.library.text(report.report_id)
    claim = share_claim(asked, report, of_part, of_whole)
    done, body = claim.computed, report.agency or report.title
    printed = _printed(asked, report, of_part)
    if printed is None:
        return [claim, figure_draft(report, text, of_part), figure_draft(report, text, of_whole)], []
    differs = not amount(printed).low <= done.value <= amount(printed).high and printed.value != done.value
    note = [fill("computed_printed", body=body, printed=words(printed), value=result(done))] if differs else []
    return [figure_draft(report, text, printed), claim], note


def _of_several(asked: Asked, report: Report, pieces: Sequence[str], whole: str) -> tuple[list[Draft], list[str]]:
    """Several parts together as a share of the whole: shown as one calculation, done again by the gate."""
    parts = [f for piece in pieces if (f := figure_said(asked, piece, report)) is not None]
    of_whole = _whole(asked, report, parts[0], whole) if len(parts) == len(pieces) else None
    alike = of_whole and {f.unit for f in parts} == {of_whole.unit} and len({(f.start, f.end) for f in parts}) > 1
    if of_whole is None or not alike or sum(f.value for f in parts) > of_whole.value:
        return [], []
    value = round_percent(sum(f.value for f in parts), of_whole.value)
    loose = "约" if any(f.hedge for f in (*parts, of_whole)) else ""
    body = report.agency or report.title
    said = fill(
        "computed_share",
        part=f"{body}的{'、'.join(f'{label_of(f)}{words(f)}' for f in parts)}合计",
        whole=f"{label_of(of_whole)}{words(of_whole)}",
        value=f"{loose}{value}%",
    )
    shown = f"({'+'.join(plain(f.value) for f in parts)})÷{plain(of_whole.value)} = {value}%"
    return [shown_draft(asked.library, report, said, shown, (*parts, of_whole))], []


def _whole(asked: Asked, report: Report, part: Figure, phrase: str) -> Figure | None:
    """The figure of the whole: named in the question, else the headline that the part belongs to."""
    figures = asked.library.stored(report.report_id).figures
    if (said := numbered(figures, phrase)) is not None:
        return said
    own = headline(figures, "disclosed_total", report.year)
    if own and own.best and (area := _AREA.search(phrase)) and area[0] in own.best.quote:
        phrase = phrase.replace(area[0], "")
    if re.search(r"累计|历年|以来", phrase):
        metric = "disclosed_cumulative"
    elif not phrase or _ALL.search(phrase) or _OF_IT_ALL.fullmatch(phrase):
        metric = "applications_received" if part.metric.startswith("applications_") else "disclosed_total"
        if "申请" in asked.question.rest and (among := _all_applications(figures, part, report)):
            return among
    else:
        return figure_said(asked, phrase, report)
    found = headline(figures, metric, report.year)
    return found.best if found else None


def _all_applications(figures: Sequence[Figure], part: Figure, report: Report) -> Figure | None:
    """The applications that a part is of where it stands behind them under their heading (征地拆迁类26件)."""
    found = headline(figures, "applications_received", report.year)
    best = found.best if found else None
    return best if best and best.section == part.section and best.start <= part.start else None


def _printed(asked: Asked, report: Report, part: Figure) -> Figure | None:
    """The share of the part that the report prints itself, right after it."""
    figures = asked.library.stored(report.report_id).figures
    own = [f for f in figures if f.metric == "share" and f.unit == "%" and clean(f.label).startswith(clean(part.label))]
    return next((f for f in own if 0 <= f.start - part.end < 12), None)


def _of_everybody(asked: Asked, part: str) -> Drafted | None:
    """One body's number as a share of the sum over all reports of its years."""
    mine = {report.report_id for report in asked.reports}
    part = _WHOLE_SAID.sub("", part)
    asking = f"{part}多少" if len(part) > 1 else "公开多少"
    of_all = asked.about(asking).among(everybody(asked))
    found = holdings(of_all)
    base = next((one for one in found if one.report.report_id in mine and one.figure is not None), None)
    if base is None or base.figure is None or len(mine) != 1:
        return None
    found = [
        one if one.figure is None or one.figure.unit == base.figure.unit else Holding(one.report, None, OTHER_UNIT)
        for one in found
    ]
    used = [one for one in found if one.figure is not None]
    if len(used) < 2:
        return None
    done = share(base.operand, [one.operand for one in used])
    text = fill(
        "computed_share_of_all",
        body=named(used)[base.report.report_id],
        topic=topic(of_all),
        count=len(used),
        value=result(done),
    )
    return drafted(asked.library, (computed_draft(asked.library, text, done),), used, found, unit_notes(used))
