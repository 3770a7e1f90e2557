"""One side of a case in the tab 评测: what a run was answered, in lines with their citations, whatever was asked."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
MOST_LINES = 40
LONGEST = 400  # characters of a line
_CITED = ("n", "report_id", "agency", "year", "section", "start", "end", "quote")


def side(scored: Row, sample: Row | None, held: set[str]) -> dict[str, Any]:
    """``{passed, status, error, faults, scores, seconds, lines, citations}``; a citation says if its report is held.

    Without a sample (a baseline keeps no answers) there are no lines.
    """
    answer = (sample or {}).get("answer") or {}
    faults = scored.get("faults") or {}
    lines = list(_lines(answer))
    return {
        "passed": scored["passed"],
        "kept": sample is not None,
        "status": answer.get("status"),
        "error": scored.get("error"),
        "faults": [{"metric": name, "text": text[:LONGEST]} for name, text in faults.items()],
        "scores": {name: value for name, value in scored["scores"].items() if value < 1},
        "seconds": (sample or {}).get("seconds"),
        "lines": [{**line, "text": line["text"][:LONGEST]} for line in lines[:MOST_LINES]],
        "more": max(0, len(lines) - MOST_LINES),
        "citations": [_cited(n, one, held) for n, one in enumerate(_cited_by(answer), 1)],
    }


def _lines(answer: Row) -> Iterable[dict[str, Any]]:
    """An answer's claims and notes, a summary's fields, an outline's headings; found passages are their citations."""
    if "fields" in answer:
        for field in answer["fields"].values():
            yield {"text": f"{field['label']}：{_field(field)}", "citations": field.get("citations", [])}
    for section in answer.get("sections", ()) if "fields" not in answer else ():
        indent = "　" * max(0, section["level"] - 1)
        yield {"text": f"{indent}{section['number']}{section['title']}", "citations": []}
    for claim in answer.get("claims", ()):
        yield {"text": claim["text"], "citations": claim["citations"]}
    for note in answer.get("notes", ()):
        yield {"text": note, "citations": [], "note": True}


def _field(field: Row) -> str:
    if field["status"] == "not_stated":
        return "—"
    value = "".join(str(field.get(key) or "") for key in ("value", "hedge", "unit"))
    items = "；".join(f"{i['label']}{i.get('value') or ''}{i.get('unit') or ''}" for i in field.get("items", ()))
    return " ".join(filter(None, (value, items or field.get("text"))))


def _cited_by(answer: Row) -> list[Row]:
    """What an answer rests on, or what was found instead."""
    return list(answer.get("citations") or answer.get("closest") or answer.get("hits") or ())[:MOST_LINES]


def _cited(place: int, one: Row, held: set[str]) -> dict[str, Any]:
    return {key: one.get(key) for key in _CITED} | {"n": one.get("n", place), "held": one["report_id"] in held}
