"""A calculation about to be worded again: its operands' names, its result and its order in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.computing.arithmetic import Operand, Order, result
from bot.computing.compute_across import way_of
from bot.computing.compute_claims import entry, named
from bot.computing.compute_figures import Holding
from bot.computing.compute_pairs import Pair
from bot.computing.compute_parts import label_of
from bot.proof.bench import Bench
from bot.proof.said_topic import TOPIC
from bot.schema import Computation, Question
from ingest.figures import words
from ingest.schema import Report


@dataclass(frozen=True)
class Worded:
    """A calculation among the reports; ``said`` is the canonical claim, which chooses among many sentences."""

    done: Computation
    bench: Bench
    asked: Question | None
    said: str

    @property
    def reports(self) -> Mapping[str, Report]:
        """All reports by id."""
        return self.bench.reports

    @property
    def line(self) -> tuple[Operand, ...]:
        """The operands in the calculation's order."""
        return self.done.operands

    @property
    def value(self) -> str:
        """The result as said."""
        return result(self.done)

    @property
    def order(self) -> Order:
        """Which end of a ranking comes first."""
        return "smallest" if self.done.op == "smallest" else "largest"

    @property
    def way(self) -> str:
        """The way that a ranking runs, in words."""
        return way_of(self.order, (figure for _, figure in self.line))

    @cached_property
    def report(self) -> Report | None:
        """The one report that all operands are of."""
        ids = {rid for rid, _ in self.line}
        return self.reports[self.line[0][0]] if len(ids) == 1 else None

    @property
    def body(self) -> str:
        """The body of the first operand."""
        report = self.reports[self.line[0][0]]
        return report.agency or report.title

    @cached_property
    def names(self) -> dict[str, str]:
        """How each report is called among the others."""
        return named([Holding(self.reports[rid], figure) for rid, figure in self.line])

    @cached_property
    def entries(self) -> list[str]:
        """Each operand as a list names it: with its body, or with its own label in a list of one report's parts."""
        if self.report and len(self.line) > 1:
            return [f"{label_of(figure)}（{words(figure)}）" for _, figure in self.line]
        return [entry(self.names[rid], figure) for rid, figure in self.line]


def pairs(told: Worded, one: Operand, other: Operand) -> Iterator[Pair]:
    """The ways to name two operands beside each other."""
    first, second = (Holding(told.reports[rid], figure) for rid, figure in (one, other))
    body = first.report.agency or first.report.title
    if told.report:
        yield Pair(first, second, f"{body}的{label_of(one[1])}", label_of(other[1]))
        return
    names = [told.names[rid] for rid, _ in (one, other)]
    if first.report.agency == second.report.agency:
        names[0] = f"{body}{first.report.year}年"
    yield Pair(first, second, names[0], names[1], TOPIC)
