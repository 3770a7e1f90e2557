"""The pure part of ingestion: a text taken apart, with nothing read, written or asked."""

from ingest.frame import is_report_title
from ingest.identity import identify
from ingest.outline import outline
from ingest.passages import split_passages
from ingest.schema import Document, Identity, Section
from ingest.view import View, clean

_OUTLINED = {"heading", "run_in", "numbered"}


def parse(text: str, *, path: str, sha256: str) -> Document:
    """Everything that follows from a canonical text alone; the same text always gives the same document."""
    from ingest.figures import extract_figures

    view = View(text)
    sections = outline(view)
    identity = identify(view, sections)
    return Document(
        path=path,
        sha256=sha256,
        text=text,
        identity=identity,
        sections=sections,
        passages=split_passages(text, sections),
        figures=extract_figures(view, sections, identity),
        warnings=_warnings(identity, sections),
    )


def _warnings(identity: Identity, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """What a user should know about a text that does not say all of what a report says; in Chinese, for users."""
    warnings = []
    if not is_report_title(clean(identity.title)) and not any(s.kind in _OUTLINED for s in sections):
        warnings.append("既没有政府信息公开报告的标题，也没有章节结构：可能不是年度报告，已按普通文本收录")
    if identity.agency is None:
        warnings.append("正文没有写明编制单位：可用 gongkai edit 补上 --agency")
    if identity.year is None:
        warnings.append("正文没有写明报告年度：可用 gongkai edit 补上 --year")
    return tuple(warnings)
