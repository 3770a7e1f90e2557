"""Everybody the library holds, by name: looked up once for every change of the library, not for every question."""

import re
from collections.abc import Sequence
from functools import cached_property

from bot.question.naming import left_out, names
from ingest.schema import Report

_KEPT = 4
_registers: list["Register"] = []


class Register:
    """The names of the bodies that ``reports`` are of."""

    def __init__(self, reports: tuple[Report, ...]) -> None:
        """Nothing is looked up before it is asked for."""
        self.reports = reports

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """The reports by their id."""
        return {report.report_id: report for report in self.reports}

    @cached_property
    def by_name(self) -> dict[str, frozenset[str]]:
        """The ids of the reports that answer to a name."""
        found: dict[str, set[str]] = {}
        for report in self.reports:
            for name in names(report):
                if len(name) > 1:
                    found.setdefault(name, set()).add(report.report_id)
        # 青坪乡 is short for 青坪彝族苗族乡 only where no 青坪乡 is held.
        whole = {name: {rid for rid in ids if name not in left_out(self.by_id[rid])} for name, ids in found.items()}
        return {name: frozenset(whole[name] or ids) for name, ids in found.items()}

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the reports are of."""
        return frozenset(report.year for report in self.reports if report.year)

    @cached_property
    def longest(self) -> int:
        """The length of the longest name, in characters."""
        return max(map(len, self.by_name), default=0)

    @cached_property
    def areas(self) -> frozenset[str]:
        """The areas that held bodies lie in and that are no body's own name (朝阳 for 崔各庄乡), without their kind."""
        regions = {report.region for report in self.reports if report.region}
        stems = {stem for region in regions for stem in re.findall(r"([\u4e00-\u9fff]{2,}?)(?:省|市|县|区|州)", region)}
        return frozenset(stem for stem in stems if stem not in self.by_name)

    @cached_property
    def by_region(self) -> dict[str, frozenset[str]]:
        """The ids of the reports whose bodies lie in a region."""
        found: dict[str, set[str]] = {}
        for report in self.reports:
            if report.region:
                found.setdefault(report.region, set()).add(report.report_id)
        return {region: frozenset(ids) for region, ids in found.items()}

    @cached_property
    def by_length(self) -> dict[int, tuple[str, ...]]:
        """The names by their length, in characters."""
        found: dict[int, list[str]] = {}
        for name in self.by_name:
            found.setdefault(len(name), []).append(name)
        return {length: tuple(same) for length, same in found.items()}

    @cached_property
    def _by_ending(self) -> dict[str, list[Report]]:
        found: dict[str, list[Report]] = {}
        for report in self.reports:
            found.setdefault(_ending(report.agency or ""), []).append(report)
        return found

    def ending(self, name: str) -> list[Report]:
        """The reports whose agency ends as ``name`` does (委 and 委员会 are one ending): who it could be short for."""
        return self._by_ending.get(_ending(name), [])

    def of(self, ids: frozenset[str]) -> list[Report]:
        """The reports of these ids."""
        return [self.by_id[rid] for rid in ids]


def _ending(name: str) -> str:
    return name.replace("委员会", "委")[-1:]


def register(reports: Sequence[Report]) -> Register:
    """The register of these reports; the last few are kept, because a library gives the same tuple until it changes."""
    asked = reports if isinstance(reports, tuple) else tuple(reports)
    for kept in list(_registers):
        if kept.reports is asked or kept.reports == asked:
            return kept
    made = Register(asked)
    _registers.insert(0, made)
    del _registers[_KEPT:]
    return made
