"""What the terminal shows: Chinese for people, JSON for programs. Text of reports is never read as markup."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from bot.export import SEVERITY, field_words, item_words, save, speaker
from bot.schema import Answer, Citation, Claim, Comparison, Finding, Item, Summary, SummaryField
from ingest.figures import words
from ingest.schema import Outcome, Report, Section, Stored

if TYPE_CHECKING:
    from bot.search import Hit

STATUS = {
    "new": "新入库",
    "unchanged": "未变",
    "replaced": "已更新",
    "duplicate": "重复",
    "skipped": "跳过",
    "failed": "失败",
}
STEPS = {
    "scope": "范围",
    "intent": "意图",
    "metrics": "指标",
    "terms": "用词",
    "query": "检索式",
    "channels": "通道",
}
FIELD_STATUS = {"not_stated": "未提及", "conflicting": "原文自相矛盾："}
T = TypeVar("T")


def show(value: Any, as_json: bool, people: Callable[[Any], None], row: Callable[[Any], Any] | None = None) -> None:
    """Print ``value`` as one JSON document (``row`` gives the shape of it, or of each part of it) or for people."""
    if not as_json:
        return people(value)
    shape = row or plain
    many = isinstance(value, (list, tuple))
    line(_dumps([shape(part) for part in value] if many else shape(value), indent=2))


def plain(value: Any) -> Any:
    """The JSON form of a noun; what is no noun stays as it is."""
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def json_line(value: Any) -> None:
    """One JSON document on one line, at once."""
    line(_dumps(value))
    sys.stdout.flush()


def document(value: BaseModel) -> str:
    """A noun as an indented JSON document."""
    return _dumps(plain(value), indent=2)


def deliver(text: str, out: Path | None) -> None:
    """Print the text, or write it to ``out`` as UTF-8 and say so on standard error."""
    if out is None:
        return line(text)
    _write(out, (text.rstrip("\n") + "\n").encode())


def deliver_word(value: Summary, out: Path) -> None:
    """Write a summary to ``out`` as a Word document and say so on standard error."""
    from bot.output.export_docx import summary_docx

    _write(out, summary_docx(value, datetime.now().astimezone()))


def deliver_csv(value: Comparison, metrics: Sequence[str], out: Path, wide: bool) -> None:
    """Write a comparison to ``out`` for spreadsheets and say so on standard error."""
    from bot.output.columns import columns
    from bot.output.export_csv import long_csv, wide_csv

    _write(out, (wide_csv if wide else long_csv)(value, columns(metrics)))


def _write(out: Path, data: bytes) -> None:
    save(out, data)
    Console(stderr=True, soft_wrap=True).print(f"已写入 {escape(str(out))}", highlight=False)


def line(text: str) -> None:
    """Print plain text, ending in exactly one newline."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def progress(steps: Iterable[T], total: int) -> Iterator[T]:
    """Walk the steps under a bar on standard error; what is no terminal gets no bar."""
    with _bar() as bar:
        yield from bar.track(steps, total=total, description="进度")


@contextmanager
def counter() -> Iterator[Callable[[int, int], None]]:
    """A function of (done, in all) that moves a bar on standard error."""
    with _bar() as bar:
        task = bar.add_task("进度", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def outcomes(values: Sequence[Outcome]) -> None:
    """What became of every file, then the sum of it."""
    table = _table("结果", "文件", "机构", "年份", "段落", "说明")
    for it in values:
        remarks = "；".join(filter(None, (it.error, *it.warnings)))
        table.add_row(STATUS[it.status], *map(_cell, (it.path, it.agency, it.year, it.passages or None, remarks)))
    _print(table)
    counts = {name: sum(it.status == status for it in values) for status, name in STATUS.items()}
    _say("，".join(f"{name} {count}" for name, count in counts.items() if count) or "没有文件")


def report_row(value: Report) -> dict[str, Any]:
    """A row of ``reports --json``."""
    return value.model_dump(
        mode="json",
        include={"report_id", "agency", "year", "title", "region", "era", "chars", "sha256", "path"},
    )


def reports(values: Sequence[Report]) -> None:
    """The library's list."""
    table = _table("编号", "机构", "年份", "标题", "字数")
    for it in values:
        table.add_row(*map(_cell, (it.report_id, it.agency, it.year, it.title, it.chars)))
    _print(table) if values else _say("库里还没有报告：gongkai ingest 文件或文件夹")


def report(value: Report) -> None:
    """One row of the list."""
    reports([value])


def removed(value: Report) -> None:
    """Say which report is gone."""
    _say(f"已移除 {_name(value.agency, value.year)}《{value.title}》（{value.report_id}）")


def stored_row(value: Stored) -> dict[str, Any]:
    """The shape of ``show --json``."""
    head = {"report_id", "agency", "year", "title", "region", "addressee", "period", "era"}
    rows = value.model_dump(mode="json", include={"sections", "figures"})
    return value.report.model_dump(mode="json", include=head) | rows


def stored(value: Stored) -> None:
    """A report taken apart: its identity, its outline, its figures."""
    it = value.report
    _say(f"{it.title}\n", style="bold")
    labels = {"编号": it.report_id, "机构": it.agency, "年份": it.year, "地区": it.region, "主送": it.addressee}
    for label, what in (labels | {"统计期限": it.period, "格式": it.era}).items():
        _say(f"{label}  {_cell(what)}")
    _say("\n目录", style="bold")
    for section in value.sections:
        _say(_outline_line(section))
    _say(f"\n数据 {len(value.figures)} 项", style="bold")
    table = _table("项目", "数值", "范围", "原文")
    for it in value.figures:
        table.add_row(*map(_cell, (it.label, words(it), it.scope, it.quote)))
    _print(table)


def hits(values: Sequence["Hit"], held: Sequence[Report]) -> None:
    """Passages found, best first."""
    names = {it.report_id: _name(it.agency, it.year) for it in held}
    for n, hit in enumerate(values, 1):
        scores = _scores(hit.score, hit.lexical, hit.dense)
        _say(f"{n}. {names.get(hit.report_id, hit.report_id)} · {_path(hit.section)}  {scores}", style="bold")
        _say(f"   {_one_line(hit.quote)}")
    if not values:
        _say("没有找到段落")


def answer(value: Answer) -> None:
    """An answer with its sources; a refusal with the nearest passages; a question back with the candidates."""
    for claim in value.claims:
        _say(speaker(value, claim) + _claim(claim))
    for note in value.notes:
        _say(f"注：{note}" if value.claims else note)
    for candidate in value.candidates:
        _say(f"· {_name(candidate.agency, candidate.year)}《{candidate.title}》（{candidate.report_id}）")
    sources(value.citations, "依据")
    sources(value.closest, "最接近的原文")
    if value.suggestions:
        _say("\n可以这样问\n" + "\n".join(f"· {question}" for question in value.suggestions))
    if value.explain is not None:
        explanation(value)


def sources(citations: Sequence[Citation], heading: str) -> None:
    """Every citation: body, year, section, quotation."""
    if citations:
        _say(f"\n{heading}", style="bold")
    for it in citations:
        _say(f"[{it.n}] {_name(it.agency, it.year)} · {_path(it.section)}")
        _say(f"    “{_one_line(it.quote)}”")


def explanation(value: Answer) -> None:
    """How the answer came about: scope, terms, channels, passages with their scores, what fell at the gate."""
    _say("\n过程", style="bold")
    steps = dict(value.explain or {})
    passages = steps.pop("passages", ())
    for key, what in steps.items():
        _say(f"{STEPS.get(key, key)}  {what if isinstance(what, str) else _dumps(what)}")
    for n, it in enumerate(passages, 1):
        scores = _scores(it["score"], it["lexical"], it["dense"])
        _say(f"{n:3}. {scores}  {it['report_id']} {it['start']}–{it['end']}  {_path(it['section'])}")
    for fallen in value.withheld:
        _say(f"未通过核对（{fallen.check}）：{fallen.text}：{fallen.reason}")
    _say("用时  " + "，".join(f"{stage} {seconds * 1000:.0f} 毫秒" for stage, seconds in value.timings.items()))


def summary(value: Summary) -> None:
    """One report on one page."""
    _say(f"{_name(value.agency, value.year)}《{value.title}》", style="bold")
    if value.period:
        _say(f"统计期限  {value.period}")
    table = _table("项目", "内容")
    for field in value.fields.values():
        table.add_row(_cell(field.label), _cell(_field(field)))
    _print(table)
    for section in value.sections:
        _say(f"\n{_path(section.path)}", style="bold")
        for point in section.points:
            _say(f"· {_claim(point)}")
    for it in value.findings:
        _say(f"\n{_finding(it)}{_marks([c.n for c in it.citations])}")
    sources(value.citations, "依据")


def comparison(value: Comparison, metrics: Sequence[str]) -> None:
    """Figures side by side, what hinders comparing them, and their sources."""
    from bot.compare import notes
    from bot.output.columns import columns
    from ui.comparison import grid, numbered

    rules, cited = columns(metrics), numbered(value)
    across, lines = grid(value, rules, cited)
    table = _table("", *across)
    for cells in lines:
        table.add_row(*map(_cell, cells))
    _print(table) if value.rows else _say("没有可比的报告")
    for note in notes(value, rules):
        _say(f"注：{note}")
    sources(cited, "依据")


def findings(values: Sequence[Finding]) -> None:
    """What the audit found, body by body, with computation and quotations."""
    said = None
    for it in values:
        body = _name(it.citations[0].agency, it.citations[0].year) if it.citations else ""
        if body != said:
            _say(f"\n{body}" if said is not None else body, style="bold")
        said = body
        _say(f"· {_finding(it)}")
        for citation in it.citations[:3]:
            _say(f"    [{citation.n}] “{_one_line(citation.quote)}”")
    counts = {name: sum(it.severity == key for it in values) for key, name in SEVERITY.items()}
    _say("\n" + "，".join(f"{name} {n}" for name, n in counts.items() if n) if values else "没有发现问题")


def _finding(finding: Finding) -> str:
    shown = f"：{finding.computation}" if finding.computation else ""
    return f"【{SEVERITY[finding.severity]} {finding.rule}】{finding.message}{shown}"


def reindexed(value: dict[str, Any]) -> None:
    """Say what was encoded with what."""
    _say(f"已用 {value['encoder']} 重新编码 {value['passages']} 段")


def health(value: dict[str, Any]) -> None:
    """The library's checks, one a line."""
    for check in value["checks"]:
        _say(f"{'正常' if check['ok'] else '异常'}  {check['name']}  {check['detail']}")
    _say("一切正常" if value["ok"] else "有异常：gongkai doctor --rebuild 从库中重建索引", style="bold")


def _field(field: SummaryField) -> str:
    items = [_item(item) for item in field.items]
    said = [field.text or ""] if field.status == "conflicting" else items or [field_words(field)]
    marks = "" if items and field.status != "conflicting" else _marks(field.citations)
    return "\n".join(filter(None, [FIELD_STATUS.get(field.status), *said])) + marks


def _item(item: Item) -> str:
    return f"{item_words(item)}{_marks(item.citations)}"


def _claim(claim: Claim) -> str:
    computed = f"（{claim.computation}）" if claim.computation and claim.computation not in claim.text else ""
    return f"{claim.text}{computed}{_marks(claim.citations)}"


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _name(agency: str | None, year: int | None) -> str:
    return f"{agency or '机构不详'} {f'{year}年' if year else '年份不详'}"


def _path(path: Sequence[str]) -> str:
    return " › ".join(path) or "正文"


def _outline_line(section: Section) -> str:
    return f"{'  ' * section.level}{section.number}{section.title}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _scores(*channels: float | None) -> str:
    total, lexical, dense = ("–" if score is None else f"{score:.3f}" for score in channels)
    return f"{total}（字词 {lexical}，语义 {dense}）"


def _cell(value: Any) -> str:
    return "–" if value is None or value == "" else escape(str(value))


def _bar() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _say(text: str, style: str | None = None) -> None:
    _console().print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _print(table: Table) -> None:
    _console().print(table)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 120, emoji=False, highlight=False)


def _dumps(value: Any, indent: int | None = None) -> str:
    """JSON that standard output can carry: escaped to ASCII where its encoding is not Unicode's."""
    wide = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not wide, indent=indent)
