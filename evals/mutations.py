"""`gongkai eval mutate`: the kill matrix over a fresh run's right answers, and the systems that deserve no trust."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evals.degenerate import SYSTEMS, broken_floors
from evals.kill import KillMatrix, kill_matrix
from evals.mutate import MOST
from evals.planted import Desk, holds, kills, matrix
from evals.run import Worlds
from evals.story import Selection, Tell, ask


@dataclass(frozen=True)
class Mutations:
    """Kill matrices by library, and for every degenerate system the floors that it breaks."""

    matrices: Mapping[str, KillMatrix]
    fallen: Mapping[tuple[str, str], Mapping[str, float]]
    gates: Mapping[str, Mapping[str, Counter[str]]] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """Promises that do not hold; a system that breaks no floor is one."""
        told = [f"{kind}: {line}" for kind, matrix in self.matrices.items() for line in matrix.broken()]
        told += [f"{kind}: the gate lets faults through" for kind, table in self.gates.items() if not holds(table)]
        return told + [f"{kind}: {name} breaks no floor" for (kind, name), means in self.fallen.items() if not means]

    def text(self) -> str:
        """For people."""
        tables = [f"{kind}\n{made.table()}" for kind, made in self.matrices.items()]
        tables += [f"{kind}: the gate\n{matrix(table)}" for kind, table in self.gates.items()]
        systems = [
            f"{kind:<8}{name:<20}" + ", ".join(f"{metric} {mean:.2f}" for metric, mean in means.items())
            for (kind, name), means in self.fallen.items()
        ]
        return "\n\n".join([*tables, "\n".join(systems), "\n".join(self.broken) or "every promise holds"])

    def row(self) -> dict[str, Any]:
        """For programs."""
        return {
            "matrices": {
                kind: {
                    "answers": matrix.answers,
                    "tried": dict(matrix.tried),
                    "killed": {f"{operator} {metric}": n for (operator, metric), n in matrix.killed.items()},
                }
                for kind, matrix in self.matrices.items()
            },
            "gates": {kind: {name: dict(row) for name, row in table.items()} for kind, table in self.gates.items()},
            "degenerate": {f"{kind} {name}": dict(means) for (kind, name), means in self.fallen.items()},
            "broken": self.broken,
        }


def mutations(selection: Selection, tell: Tell = lambda done, total: None) -> Mutations:
    """Plant faults in the right answers of a fresh run, and give the degenerate systems their chance.

    Each library is a world of its own: its kill matrix comes from its own right answers.
    """
    told = ask(selection, tell=tell)
    answers = {sample.case: sample.answer for sample in told.samples if sample.answer is not None}
    matrices, fallen, gates = {}, {}, {}
    with Worlds(selection.library) as worlds:
        for kind in dict.fromkeys(case.library for case in told.cases):
            world = worlds.of(kind)[1]
            cases = [case for case in told.cases if case.library == kind]
            matrices[kind] = kill_matrix([(case, answers[case.id]) for case in cases if case.id in answers], world)
            asked = [case for case in cases if case.kind == "ask"]
            desk = Desk(worlds.of(kind)[0].library)
            gates[kind] = kills(desk, desk.standing(case.question for case in asked), MOST)
            fallen |= {(kind, name): broken_floors(name, asked, world) for name in SYSTEMS if asked}
    return Mutations(matrices, fallen, gates)
