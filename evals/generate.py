"""Disclosure reports from drawn facts: one generator for tests, torture, training and benchmarks.

Facts are drawn first (``evals/patterns/draw.py``: parts sum to totals, cumulative >= yearly, received + carried in =
handled + carried over), then worded with sentence patterns (data, grammar in ``evals/patterns/__init__.py``) and laid
out in the manner of the report's year. What a report states is therefore certain. Reports are drawn independently:
two years of one agency do not continue each other. To write .txt files and a gold.jsonl:

    python -m evals.generate --count 200 --out DIR [--seed S]
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from evals.patterns import load_data, load_patterns, usable
from evals.patterns.draw import draw_slots
from evals.patterns.page import Identity, Page, Style, hanzi
from evals.schema import GeneratedReport, HeadingGold, MetricKey, Split
from ingest.errors import GongkaiError

YEARS = range(2008, 2024)
_LEVELS = (("{h}、", "（{h}）", "{d}."), ("{h}、", "（{h}）", "{d}．"), ("{h}、", "{d}、", "（{d}）"))
_NEVER_DROPPED = {"problems", "plans", "disclosed", "nothing", "overview"}
_WORDY = {"overview", "rules", "secrecy", "open", "apply", "platform", "supervise"}
_SILENCES = (
    {"channels", "platform", "aside"}, {"training", "plan_number"}, {"organisation"}, {"staff"}, {"interpretation"},
    {"inquiries", "aside"}, {"disclosed", "categories"}, {"received", "handled"}, {"fees"}, {"disputes"},
)  # fmt: skip
_BOUND_TO = {"categories": "disclosed"}  # 其中… needs the total before it


def _draw_style(rng: random.Random) -> Style:
    return Style(
        half_width=rng.random() < 0.2,
        digits=rng.choice(["plain", "plain", "comma", "full", "hanzi", "wan"]),
        levels=rng.choice(_LEVELS),
        run_in=rng.random() < 0.5,
        itemised=rng.random() < 0.5,
        indent=rng.choice(["", "  ", "　　", "\u00a0\u00a0"]),
        gap=rng.choice(["\n", "\n\n"]),
        wordiness=rng.choice([2, 2, 3]),
    )


def _draw_county(rng: random.Random) -> str:
    names = load_data("names")
    a, b = (rng.choice(names["first"]) + rng.choice(names["second"]) for _ in range(2))
    return rng.choice(names["counties"]).format(a=a, b=b)


def _draw_identity(rng: random.Random, agency: str | None, year: int | None) -> Identity:
    names = load_data("names")
    county, place = _draw_county(rng), rng.choice(names["first"]) + rng.choice(names["second"])
    drawn = rng.choice(names["kinds"])["agency"].format(county=county, c=place, field=rng.choice(names["fields"]))
    agency, year = agency or drawn, year or rng.choice(YEARS)
    fitting = [kind for kind in names["kinds"] if agency.endswith(kind["suffix"])]
    shorts = max(fitting, key=lambda kind: len(kind["suffix"]))["short"] if fitting else ["本机关", "本单位"]
    return Identity(agency, year, rng.choice(shorts), county)


@dataclass
class Writer:
    """Chooses what to say and where; the page records what was said. It keeps silent about ``silent`` topics."""

    rng: random.Random
    page: Page
    split: Split | None
    silent: frozenset[str]
    used: list[str] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)
    hints: set[MetricKey] = field(default_factory=set)

    def title(self, form: str) -> str:
        """Puts the title, on one or two lines; returns it as one line."""
        who = self.page.who
        start, _, text = self.page.put(form.format(agency=who.agency, year=who.year))
        joined = text.replace("\n", "")
        self.page.headings.append(HeadingGold(level=0, number="", title=joined, start=start, kind="title"))
        return joined

    def addressee(self) -> None:
        """Puts 某某办公室： on a line of its own."""
        self.page.put(self.page.style.gap)
        text = self.rng.choice(load_data("names")["addressees"]).format(county=self.page.who.county)
        start, _, text = self.page.put(text)
        self.page.headings.append(HeadingGold(level=0, number="", title=text[:-1], start=start, kind="addressee"))

    def preamble(self, titles: list[str], naming: bool, addressed: bool) -> None:
        """Says who reports (always when ``naming``) and perhaps the outline, the period, a telephone."""
        who, texts = self.page.who, load_data("names")["preamble"]
        kinds = [kind for kind in ("outline", "period", "contact") if self.rng.random() < 0.5]
        words = {"agency": who.agency, "year": who.year, "titles": "、".join(titles), "count": hanzi(len(titles))}
        words["phone"] = f"{self.rng.randint(2, 8)}{self.rng.randint(10**6, 10**7 - 1)}"
        kinds = ["naming", *kinds] if naming else kinds
        kinds += ["reporting"] if addressed else []
        said = "".join(self.rng.choice(texts[kind]).format(**words) for kind in kinds)
        if said:
            self.page.paragraph()
            start, _, _ = self.page.put(said)
            self.page.headings.append(HeadingGold(level=0, number="", title="", start=start, kind="preamble"))

    def section(self, number: int, title: str, plan: dict[str, Any]) -> None:
        """One first-level section with its subsections, if its layout has any."""
        self.page.heading(1, number, title)
        for index, sub in enumerate(plan.get("subs", []), 1):
            self.page.heading(2, index, self.rng.choice(sub["titles"]), run_in=self.page.style.run_in)
            self._body(sub["topics"], 2)
        if "topics" in plan:
            self._body(plan["topics"], 1)

    def _body(self, topics: list[str], level: int) -> None:
        before = self.page.length
        for topic in topics:
            if not self._kept(topic):
                continue
            if topic in ("problems", "plans"):
                self._items(topic, level, alone="plans" not in topics or topic == "plans")
            for _ in range(self._times(topic)):
                fresh = self.page.length > before and topic not in _BOUND_TO and self.rng.random() < 0.35
                self._say(topic, new_paragraph=fresh)
        if self.page.length == before:
            self._say("plain")

    def _kept(self, topic: str) -> bool:
        if topic in self.silent or _BOUND_TO.get(topic, topic) not in {topic, *self.topics}:
            return False
        return topic in _NEVER_DROPPED or self.rng.random() < 0.85

    def _times(self, topic: str) -> int:
        if topic in ("problems", "plans"):
            return 0
        return self.page.style.wordiness if topic in _WORDY else 1

    def _say(self, topic: str, new_paragraph: bool = False) -> None:
        patterns = [p for p in load_patterns()[topic] if topic == "plain" or p.id not in self.used]
        patterns = [p for p in patterns if self.split in (None, p.split)]
        patterns = [p for p in patterns if usable(p, self.page.slots, self.page.who.year)]
        if not patterns:
            return
        if new_paragraph:
            self.page.paragraph()
        pattern = self.rng.choice(patterns)
        self.page.sentence(pattern)
        self.used.append(pattern.id)
        self.topics.add(topic)
        self.hints.update(pattern.hints)

    def _items(self, topic: str, level: int, alone: bool) -> None:
        """Problems or plans: 一是…；二是…。 in one paragraph, or under run-in headings one level down."""
        self._say(f"{topic}_intro", new_paragraph=topic in self.topics or not alone)
        items = self.rng.sample(load_data("items")[topic], self.rng.randint(2, 5))
        for number, item in enumerate(items, 1):
            closing = "。" if number == len(items) else "；"
            self.hints.update(item.get("hints", ()))
            if self.page.style.itemised and alone:
                self.page.heading(level + 1, number, item["title"], run_in=True)
                self.page.statement(topic, f"{item['text']}。", topic)
            else:
                self.page.statement(topic, f"{hanzi(number)}是{item['title']}，{item['text']}{closing}", topic)
        self.topics.add(topic)
        if topic == "problems" or self.page.style.itemised:
            self.page.paragraph()


def generate_report(
    seed: int, *, agency: str | None = None, year: int | None = None, split: Split | None = None
) -> GeneratedReport:
    """One report, the same for the same arguments. ``split`` keeps to the sentence patterns of that split.

    Raises GongkaiError for a ``year`` outside 2008-2023.
    """
    if year is not None and year not in YEARS:
        raise GongkaiError(f"year {year!r} has no layout: choose one of {YEARS.start}-{YEARS.stop - 1}")
    rng = random.Random(f"{seed}|{agency}|{year}|{split}")
    who = _draw_identity(rng, agency, year)
    silent = frozenset[str]().union(*rng.sample(_SILENCES, rng.randint(0, 3)))
    writer = Writer(rng, Page(who, _draw_style(rng), draw_slots(rng, who.year)), split, silent)
    title = _write(rng, writer, who)
    return _report(seed, title, writer)


def _write(rng: random.Random, writer: Writer, who: Identity) -> str:
    layout = rng.choice([one for one in load_data("layouts") if one["from"] <= who.year <= one["to"]])
    plans = layout["sections"]
    titles = [rng.choice(plan["titles"]) for plan in plans]
    form = rng.choice(load_data("names")["titles"])
    title = writer.title(form)
    addressed = rng.random() < 0.25
    if addressed:
        writer.addressee()
    writer.preamble(titles, naming="{agency}" not in form or rng.random() < 0.5, addressed=addressed)
    for number, (heading, plan) in enumerate(zip(titles, plans, strict=True), 1):
        writer.section(number, heading, plan)
    return title


def _report(seed: int, title: str, writer: Writer) -> GeneratedReport:
    page = writer.page
    text = "".join(page.parts)
    stated = {said.metric for said in (*page.facts, *page.statements)}
    return GeneratedReport(
        filename=f"{seed:06d}_{sha256(text.encode()).hexdigest()[:16]}.txt",
        text=text,
        agency=page.who.agency,
        year=page.who.year,
        title=title,
        facts=tuple(page.facts),
        statements=tuple(page.statements),
        not_stated=tuple(key for key in get_args(MetricKey) if key not in stated | writer.hints),
        headings=tuple(page.headings),
        patterns=tuple(writer.used),
    )


def generate_library(count: int, seed: int = 0, split: Split | None = None) -> Iterator[GeneratedReport]:
    """``count`` reports, no two of one agency and year; a longer library begins with the shorter one."""
    seen: set[tuple[str, int]] = set()
    number = seed * 1_000_000
    while len(seen) < count:
        report = generate_report(number, split=split)
        number += 1
        if (report.agency, report.year) not in seen:
            seen.add((report.agency, report.year))
            yield report


def main(arguments: list[str] | None = None) -> None:
    """Writes a library: one .txt a report, and gold.jsonl with a ``GeneratedReport`` a line."""
    parser = argparse.ArgumentParser(prog="python -m evals.generate")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", choices=get_args(Split))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for report in generate_library(options.count, options.seed, options.split):
            (options.out / report.filename).write_bytes(report.text.encode())
            gold.write(report.model_dump_json() + "\n")


if __name__ == "__main__":
    main()
