"""The outline against its gold: a heading is right when level, number, title and place agree.

Preambles and bare numbered paragraphs are left out on both sides: they have no title to be right about.
"""

from evals.metrics.norm import norm
from evals.metrics.world import Answer, World, no_score, share
from evals.schema import Case, Score

_KINDS = {"title", "addressee", "heading", "run_in"}
_Heading = tuple[int, str, str, int]


def outline_f1(case: Case, answer: Answer, world: World) -> Score:
    """2 x right over gold plus found."""
    if not case.headings or "sections" not in answer:
        return no_score("outline_f1")
    gold = {_key(h.level, h.number, h.title, h.start) for h in case.headings if h.kind in _KINDS}
    found = {_key(s["level"], s["number"], s["title"], s["start"]) for s in answer["sections"] if s["kind"] in _KINDS}
    told = f"missing {_told(gold - found)}; surplus {_told(found - gold)}"
    return share("outline_f1", 2 * len(gold & found), len(gold) + len(found), f"{len(found)} headings", told)


def _key(level: int, number: str, title: str, start: int) -> _Heading:
    return level, norm(number), norm(title).rstrip("。：:."), start


def _told(headings: set[_Heading]) -> str:
    placed = sorted(headings, key=lambda heading: heading[3])
    return "、".join(f"{number}{title}@{start}" for _, number, title, start in placed) or "–"
