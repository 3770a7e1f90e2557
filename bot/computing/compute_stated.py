"""Who states a number and who is silent: 写明专职人员人数的有几家 · 哪几份报告没写收费.

Silence is never counted as nought.
"""

import re
from collections.abc import Sequence

from bot.computing.arithmetic import Condition
from bot.computing.compute_across import DENIABLE, count
from bot.computing.compute_figures import ELSEWHERE, IN_WORDS, SILENT, Asked, Holding, holdings
from bot.question.wording import terms
from bot.reader import called
from bot.schema import Coverage, Draft, Drafted
from ingest.view import clean
from prompts import fill

# The words of which a report that speaks of the metric has one, first what it is called; other senses (教育收费类) are
# left out.
_WORDS = {
    "fees": "收费情况 收取 处理费 成本费 工本费 复印费 检索费 邮寄费 免收 减免 未收费 不收费 进行收费 收费0元",
    "fees_waived": "减免 免收 减收",
    "reviews": "行政复议",
    "lawsuits": "行政诉讼 提起诉讼 被诉 应诉",
    "complaints": "申诉 举报 投诉",
    "incidents": "泄密 失密 事故 虚假信息",
    "staff": "专职 兼职 工作人员",
    "applications_received": "收到 接到 受理",
    "training": "培训 轮训 讲座",
    "interpretation": "解读",
    "inquiries": "咨询 接待",
    "messages": "留言 信件 来信 信箱",
}
_ZERO = re.compile(r"[是为](?:零|0)|写零|零的")


def stated(asked: Asked) -> Drafted | None:
    """How many reports state a number of it, whatever it is, and which."""
    if asked.metric is None and not terms(asked.task.plain):
        return None
    condition = Condition(sign="≥", value=0)
    return count(
        Asked(asked.question, asked.task.model_copy(update={"condition": condition}), asked.library, asked.reports)
    )


def silent(asked: Asked) -> Drafted | None:
    """The reports that have no word of it, each searched from end to end; with 写的是零, those that deny it too."""
    metric = asked.metric
    if metric not in _WORDS or asked.qualified or len(asked.reports) < 2:
        return None
    found = holdings(asked)
    quiet = [one for one in found if one.figure is None and one.why in {SILENT, ELSEWHERE}]
    quiet = [one for one in quiet if not any(word in _text(asked, one) for word in _words(metric))]
    drafts = _absence(metric, quiet)
    if _ZERO.search(clean(asked.question.standalone)) and metric in DENIABLE:
        task = asked.task.model_copy(update={"condition": Condition(sign="=", value=0)})
        denied = count(Asked(asked.question, task, asked.library, asked.reports))
        drafts = [*(denied.drafts if denied else ()), *drafts]
    if not drafts:
        return None
    unread = tuple(called(one.report) for one in found if one.figure is None and one not in quiet)
    notes = (fill("computed_left_out", bodies="、".join(unread), why=IN_WORDS),) if unread else ()
    coverage = Coverage(answered=len(found) - len(unread), of=len(found), missing=unread)
    return Drafted(drafts=tuple(drafts), notes=notes, coverage=coverage)


def _absence(metric: str, quiet: Sequence[Holding]) -> list[Draft]:
    if not quiet:
        return []
    bodies = "、".join(called(one.report) for one in quiet)
    text = fill("not_mentioned", topic=_words(metric)[0], bodies=bodies)
    searched = tuple(one.report.report_id for one in quiet)
    return [Draft(text=text, kind="absence", searched=searched, absent=_words(metric))]


def _words(metric: str) -> tuple[str, ...]:
    return tuple(_WORDS[metric].split())


def _text(asked: Asked, one: Holding) -> str:
    return clean(asked.library.text(one.report.report_id))
