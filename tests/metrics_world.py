"""A library of two made-up bodies as the metrics see it, and answers to put into it."""

from typing import Any

from evals.metrics.world import World
from evals.schema import Case
from ingest.schema import Figure, Report
from tests.fakes import make_document

TEXTS = {
    "east13": "东山区2013年报告\n东山区2013年主动公开政府信息273条，其中财务信息12条、业务动态187条。累计公开5300余条。未收到政府信息公开申请。\n开展培训2次，参训约30人次，同比增长12%。\n东山区建立了保密审查制度。",
    "east14": "东山区2014年报告\n东山区2014年主动公开政府信息301条。\n",
    "west13": "西水镇2013年报告\n西水镇2013年主动公开政府信息55条，收取检索费1.2万元。\n",
}
AGENCY = {"east13": ("东山区人民政府", 2013), "east14": ("东山区人民政府", 2014), "west13": ("西水镇人民政府", 2013)}


def figure(rid: str, quote: str, metric: str, label: str, value: str, unit: str, **more: Any) -> Figure:
    start = TEXTS[rid].index(quote)
    kept = {"period": str(AGENCY[rid][1]), "scope": "本年", "section": (), **more}
    return Figure(
        start=start, end=start + len(quote), quote=quote, metric=metric, label=label, value=value, unit=unit, **kept
    )


FIGURES = {
    "east13": (
        figure("east13", "主动公开政府信息273条", "disclosed_total", "主动公开政府信息", "273", "条"),
        figure("east13", "财务信息12条", "disclosed_category", "财务信息", "12", "条"),
        figure("east13", "业务动态187条", "disclosed_category", "业务动态", "187", "条"),
        figure(
            "east13",
            "累计公开5300余条",
            "disclosed_cumulative",
            "公开",
            "5300",
            "条",
            hedge="余",
            scope="累计",
            period=None,
        ),
        figure("east13", "未收到政府信息公开申请", "applications_received", "收到申请", "0", "件"),
        figure("east13", "开展培训2次", "training", "开展培训", "2", "次"),
        figure("east13", "参训约30人次", "training", "参训", "30", "人次", hedge="约"),
        figure("east13", "同比增长12%", "change", "同比增长", "12", "%"),
    ),
    "east14": (figure("east14", "主动公开政府信息301条", "disclosed_total", "主动公开政府信息", "301", "条"),),
    "west13": (
        figure("west13", "主动公开政府信息55条", "disclosed_total", "主动公开政府信息", "55", "条"),
        figure("west13", "收取检索费1.2万元", "fees", "收取检索费", "1.2", "万元"),
    ),
}


def _report(rid: str) -> Report:
    agency, year = AGENCY[rid]
    document = make_document(f"/in/{rid}.txt", agency, year, ["主动公开"])
    return Report(
        **document.identity.model_dump(),
        report_id=rid,
        chars=len(TEXTS[rid]),
        sha256=f"sha-{rid}",
        path=f"/in/{rid}.txt",
    )


WORLD = World(texts=TEXTS, reports={rid: _report(rid) for rid in TEXTS}, figures=FIGURES)


def cite(n: int, rid: str, quote: str, /, **changes: Any) -> dict[str, Any]:
    """A citation of the first place where a report says ``quote``."""
    start, (agency, year) = TEXTS[rid].index(quote), AGENCY[rid]
    plain = {"n": n, "report_id": rid, "agency": agency, "year": year, "section": [], "quote": quote}
    return plain | {"start": start, "end": start + len(quote)} | changes


def claim(text: str, *citations: int, kind: str = "figure", **changes: Any) -> dict[str, Any]:
    return {"text": text, "kind": kind, "citations": list(citations), "computation": None, "searched": None} | changes


def answer(claims: list[dict[str, Any]], citations: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    plain = {
        "id": "a",
        "question": "多少？",
        "standalone_question": "多少？",
        "status": "answered" if claims else "no_evidence",
        "claims": claims,
        "citations": citations,
        "closest": [],
        "candidates": [],
        "notes": [],
        "confidence": 0.9,
        "coverage": None,
        "timings": {},
        "usage": None,
    }
    return plain | changes


def case(**gold: Any) -> Case:
    plain = {
        "id": "c",
        "suite": "figures",
        "cluster": "east13",
        "split": "dev",
        "question": "多少？",
        "expect": "answered",
    }
    return Case(**(plain | gold))


TOTAL = "东山区2013年主动公开政府信息273条，其中财务信息12条、业务动态187条。"


def right(text: str = "东山区人民政府2013年：主动公开政府信息273条") -> dict[str, Any]:
    """One figure claim that cites the sentence with 273, 12 and 187."""
    return answer([claim(text, 1)], [cite(1, "east13", TOTAL)])
