"""What is left of a report's whole when some of its parts are taken away: 273条扣掉业务动态类还剩几条."""

import re
from collections.abc import Sequence

from bot.computing.arithmetic import difference, plain, result, scaled
from bot.computing.compute_claims import computed_draft, hedge_notes, shown_draft
from bot.computing.compute_figures import Asked
from bot.computing.compute_parts import figure_said, label_of, numbered
from bot.computing.operations import NOT_OF_IT, REMAINS, UNPLACED
from bot.reading.headline import headline
from bot.reading.numbers import figure_draft
from bot.schema import Draft, Drafted
from ingest.figures import hedged, words
from ingest.schema import Figure, Report
from ingest.view import clean
from prompts import fill

_NEAR = 80  # characters
_AND = re.compile(r"和|与|及|以及|跟|、|还有")
_SORTS = re.compile(r"(?:这?[两二三四五几\d]*[类项种个])$")


def remainder(asked: Asked) -> Drafted | None:
    """The whole less the parts named, hedges kept; ``None`` where one of them cannot be told or added."""
    rest = clean(asked.question.rest)
    found = REMAINS.search(rest) or UNPLACED.search(rest) or NOT_OF_IT.search(rest)
    if found is None or len(asked.reports) != 1:
        return None
    (report,) = asked.reports
    pieces = [piece for piece in _AND.split(_SORTS.sub("", found["parts"])) if len(piece) > 1]
    parts = [figure for piece in pieces if (figure := figure_said(asked, piece, report)) is not None]
    if not parts or len(parts) != len(pieces) or len({(f.start, f.end) for f in parts}) < len(parts):
        return None
    whole = _whole(asked, report, rest[: found.start()], parts[0])
    if found.re is NOT_OF_IT and not _of_disclosed(whole, parts):
        return None  # what was not answered or not given is told by a number of its own
    if whole is None or any(f.unit != whole.unit or not scaled(f).surely_less(scaled(whole)) for f in parts):
        return None
    if sum(f.value for f in parts) > whole.value:
        return None
    drafts = left_over(asked, report, whole, parts)
    return Drafted(drafts=drafts, notes=tuple(hedge_notes(drafts[0].computed)) if drafts[0].computed else ())


def left_over(asked: Asked, report: Report, whole: Figure, parts: Sequence[Figure]) -> tuple[Draft, ...]:
    """The claim of the whole less its parts, and the figures that it is worked out from."""
    text = asked.library.text(report.report_id)
    claim = _one_left(asked, report, whole, parts[0]) if len(parts) == 1 else _left(asked, report, whole, parts)
    return (claim, *(figure_draft(report, text, figure) for figure in (whole, *parts[:2])))


def _of_disclosed(whole: Figure | None, parts: Sequence[Figure]) -> bool:
    """Whether the parts are of what was disclosed: by their metric, or told right behind the whole."""
    if whole is None or whole.metric != "disclosed_total":
        return False
    beside = [f.metric == "other" and f.section == whole.section and 0 < f.start - whole.end < _NEAR for f in parts]
    return all(told or f.metric.startswith("disclosed") for told, f in zip(beside, parts, strict=True))


def _whole(asked: Asked, report: Report, before: str, part: Figure) -> Figure | None:
    """The whole named before the parts, by its number or its words; else the headline that the parts belong to."""
    figures = asked.library.stored(report.report_id).figures
    if counted := numbered(figures, before):
        return counted
    metric = "applications_received" if part.metric.startswith("applications_") else "disclosed_total"
    found = headline(figures, metric, report.year)
    said = figure_said(asked, before, report) if len(before.strip(" ,的里中")) > 3 else None
    if said is not None and scaled(part).surely_less(scaled(said)):
        return said
    return found.best if found else None


def _one_left(asked: Asked, report: Report, whole: Figure, part: Figure) -> Draft:
    done = difference((report.report_id, whole), (report.report_id, part))
    return computed_draft(asked.library, left_words(report, whole, [part], result(done)), done)


def _left(asked: Asked, report: Report, whole: Figure, parts: Sequence[Figure]) -> Draft:
    loose = any(figure.hedge for figure in (whole, *parts))
    value = whole.value - sum(figure.value for figure in parts)
    shown = f"{'-'.join(plain(figure.value) for figure in (whole, *parts))} = {plain(value)}"
    text = left_words(report, whole, parts, hedged(plain(value), whole.unit, "约" if loose else None))
    return shown_draft(asked.library, report, text, shown, (whole, *parts))


def left_words(report: Report, whole: Figure, parts: Sequence[Figure], value: str) -> str:
    """The sentence of a remainder."""
    return fill(
        "computed_remainder",
        body=report.agency or report.title,
        whole=f"{label_of(whole)}{words(whole)}",
        parts="、".join(f"{label_of(figure)}{words(figure)}" for figure in parts),
        value=value,
    )
