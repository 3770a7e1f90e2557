"""What the house may say of what is not there: the words looked for, and the reports that have none of them."""

from bot.proof.bench import Bench
from bot.proof.canonical import canonical
from bot.reader import called
from bot.schema import Draft
from ingest.facts.metrics import LABELS
from ingest.view import clean
from prompts import fill

_TOPIC = "〓"
_METRICS = {canonical(label) for label in LABELS.values()}


def absence_fault(draft: Draft, bench: Bench) -> str | None:
    """What is wrong with an absence, ``None`` where it stands.

    Every report named was searched and has none of the words; the claim names these reports, and no others, and as
    missing only words that were looked for.
    """
    if not draft.searched or not draft.absent or not set(draft.searched) <= set(bench.reports):
        return "没有说明查过哪些报告、哪些说法"
    for rid in draft.searched:
        text = clean(bench.text(rid))
        if said := next((word for word in draft.absent if word in text), None):
            return f"{bench.reports[rid].agency or rid} 的报告里有“{said}”"
    topic = _topic(draft, bench)
    if topic is None:
        return "说的不是查过的那些报告"
    looked = {canonical(word) for word in draft.absent}
    asked = canonical(draft.asked.standalone) if draft.asked else ""
    strange = (part for part in topic.split("、") if part not in looked and not _asked(part, looked, asked))
    return next((f"“{part}”不是查找过的话" for part in strange), None)


def _asked(part: str, looked: set[str], asked: str) -> bool:
    """A phrase of the question, or a metric's name, that has something of a word looked for (新闻发布会: 发布会)."""
    return (part in asked or part in _METRICS) and any(_akin(word, part) for word in looked)


def _akin(word: str, part: str) -> bool:
    """Whether two words share a pair of characters."""
    return any(word[i : i + 2] in part for i in range(len(word) - 1))


def _topic(draft: Draft, bench: Bench) -> str | None:
    """The canonical words said to be missing; ``None`` where the claim is not the house's on these very reports."""
    said = canonical(draft.text)
    reports = [bench.reports[rid] for rid in draft.searched or ()]
    for order in (reports, sorted(reports, key=lambda r: (r.agency or "", r.year or 0))):
        bodies = "、".join(called(report) for report in order)
        start, _, end = canonical(fill("not_mentioned", topic=_TOPIC, bodies=bodies)).partition(_TOPIC)
        if said.startswith(start) and said.endswith(end) and len(said) > len(start) + len(end):
            return said[len(start) : len(said) - len(end)]
    return None
