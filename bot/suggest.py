"""What could be asked next: questions of the same report or across all, each tried before it is offered."""

from collections.abc import Callable, Iterator

from bot.asking import Asking
from bot.schema import Answer
from ingest.schema import Report

MOST = 3
TRIED = 8
_SMALL = 200  # reports; a question across a bigger library takes too long to be tried unasked

# metric or topic -> the question, in the two languages that a reader is spoken to in; $who is a body with its year
_OF_ONE = {
    "disclosed_total": ("{who}主动公开了多少条政府信息？", "How many items did {who} publish?"),
    "applications_received": ("{who}收到多少件依申请公开？", "How many applications did {who} receive?"),
    "problems": ("{who}存在哪些问题？", "What problems does {who} report?"),
    "plans": ("{who}下一步有什么打算？", "What are the plans of {who}?"),
    "fees": ("{who}收费了吗？", "Did {who} charge fees?"),
    "lawsuits": ("{who}被提起过行政诉讼吗？", "Was {who} sued?"),
    "channels": ("{who}通过哪些渠道公开信息？", "Through which channels does {who} publish?"),
    "training": ("{who}有没有组织培训？", "Was there training in {who}?"),
}
_OF_ALL = {
    "disclosed_total": ("{when}哪个单位主动公开的政府信息最多？", "Which body published the most information{when}?"),
    "applications_received": ("{when}哪些单位没有收到依申请公开？", "How many bodies received no applications{when}?"),
}


def suggestions(asking: Asking, told: Answer, ask: Callable[[str], Answer]) -> tuple[str, ...]:
    """At most `MOST` questions that ``ask`` answers, other than those asked already."""
    kept: list[str] = []
    asked = {asking.text, asking.question.standalone, *map(str, asking.asked.get("after") or ())}
    new = (question for question in _candidates(asking, told) if question not in asked)
    for tried, question in enumerate(new):
        if len(kept) == MOST or tried == TRIED:
            break
        if ask(question).status == "answered":
            kept.append(question)
    return tuple(kept)


def _candidates(asking: Asking, told: Answer) -> Iterator[str]:
    english = asking.language == "en"
    topics = set(asking.question.metrics) | {topic for topic in ("problems", "plans") if _is_about(asking, topic)}
    report = _report(asking, told)
    if len(asking.reports) > 1 and len(asking.reports) <= _SMALL and asking.question.scope.named:
        when = f"{report.year}年" if report and report.year else ""
        yield from (
            said[english].format(when=f" in {when[:-1]}" if english and when else when)
            for topic, said in _OF_ALL.items()
            if topic in topics
        )
    if report and report.agency:
        who = report.agency if english else f"{report.agency}{report.year}年" if report.year else report.agency
        yield from (said[english].format(who=who) for topic, said in _OF_ONE.items() if topic not in topics)


def _is_about(asking: Asking, topic: str) -> bool:
    return ("问题" if topic == "problems" else "打算") in asking.question.rest


def _report(asking: Asking, told: Answer) -> Report | None:
    """The report that the answer speaks of first, else the only one in scope."""
    cited = (*told.citations, *told.closest)
    if cited:
        return asking.reports.get(cited[0].report_id)
    return asking.inside[0] if len(asking.inside) == 1 else None
