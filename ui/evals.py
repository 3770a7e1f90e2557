"""The tab 评测: is it right? Figures with intervals, the trend, what flipped between two runs, every case, a run."""

import base64
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from ui.background import Run
from ui.runs import FILES, EvalDesk, Row, Runs, flips
from ui.shown import side
from ui.summary import answered

if TYPE_CHECKING:
    import gradio as gr

    from bot.chain import AnswerChain

TEMPLATE = '<div class="evals"></div>'
SCRIPT = "Desk.evals({ element, props, watch, server })"
HEADLINE = (
    "numbers_bound", "nugget_strict_vital", "status", "quote_exact", "citation_precision", "citation_recall",
    "number_recall", "hit@10",
)  # fmt: skip
PAGE = 50  # cases sent at a time
PART = 1024 * 1024  # bytes of a file sent at a time
MOST = 500  # cases a suite that a run may be limited to
AT_ONCE = 0.2  # seconds to wait for a run that has nothing left to ask
STATES = ("", "failed", "broken", "mended")


def evals_tab(shown: EvalDesk) -> Callable[["AnswerChain", "gr.Blocks", "gr.Tab"], None]:
    """The tab over these runs, as `ui.desk.Tab` wants it."""

    def build(chain: "AnswerChain", desk: "gr.Blocks", tab: "gr.Tab") -> None:
        import gradio as gr

        page = Page(shown, lambda: {report.report_id for report in chain.library.reports()})

        def get_evals(asked: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401 - whatever a browser sends
            return answered(lambda: page.told(asked), "evals.failed", request)

        gr.HTML(html_template=TEMPLATE, js_on_load=SCRIPT, server_functions=[get_evals], elem_id="evals",
                apply_default_css=False)  # fmt: skip

    return build


class Page:
    """What the tab asks for, answered from the run folders; ``held`` are the reports whose evidence can be opened.

    One run at a time for the whole desk. It lives in the server: pages may be reloaded or left meanwhile.
    """

    def __init__(self, shown: EvalDesk, held: Callable[[], set[str]]) -> None:
        self._shown, self._held = shown, held
        self._runs = Runs(shown.runs, shown.baselines)
        self._lock = Lock()
        self._job: Run | None = None
        self._of: dict[str, Any] = {}

    def told(self, asked: object) -> dict[str, Any]:
        """Do what a browser asks: ``{do: "look" | "cases" | "case" | "part" | "start" | "stop" | "job", …}``.

        Raises:
            ValueError: None of these, or with a run, case, file or number that does not exist.
        """
        acts = {"look": self._look, "cases": self._cases, "case": self._case, "part": self._part,
                "start": self._start, "stop": self._stop, "job": lambda _: {"job": self._state()}}  # fmt: skip
        act = acts.get(asked.get("do")) if isinstance(asked, dict) else None
        if act is None:
            raise ValueError(f"not a request for the evals: {asked!r:.200}")
        return act(asked)

    def _look(self, asked: Row) -> dict[str, Any]:
        summaries, accepted = self._runs.summaries(), self._runs.baselines()
        names = [_choice(name, one["created"], one) for name, one in summaries.items()]
        bases = [{"name": name, "created": one["accepted"]} for name, one in accepted.items()]
        told = {"runs": names, "baselines": bases, "job": self._state(), "suites": list(self._shown.suites)}
        run = asked.get("run") if asked.get("run") in summaries else next(iter(summaries), None)
        if run is None:
            return told | {"run": None}
        base = self._base(asked.get("base"), run, summaries, accepted)
        return told | {"run": run, "base": base, **overview(summaries[run]), **self._between(run, base),
                       "trend": [_point(one) for one in self._runs.alike(run)]}  # fmt: skip

    def _base(self, wanted: object, run: str, runs: Mapping[str, Row], accepted: Mapping[str, Row]) -> str | None:
        """What a run is held against: the choice ("": nothing), else the run before it, else a baseline."""
        if wanted == "":
            return None
        if wanted in runs or wanted in accepted:
            return str(wanted)
        before = [one["name"] for one in self._runs.alike(run) if one["created"] < runs[run]["created"]]
        return before[-1] if before else next(iter(accepted), None)

    def _between(self, run: str, base: str | None) -> dict[str, Any]:
        now = self._runs.rows(run)
        was = self._runs.rows(base) if base else {}
        turned = list(flips(was, now).values())
        return {"flips": {"both": sum(case in was for case in now), "broken": turned.count("broken"),
                          "mended": turned.count("mended")},
                "failed": sum(not row["passed"] for row in now.values())}  # fmt: skip

    def _cases(self, asked: Row) -> dict[str, Any]:
        """One page of the cases of a run: flips first, then what fails, then the rest."""
        suite, state, offset = asked.get("suite", ""), asked.get("state", ""), asked.get("offset", 0)
        if state not in STATES or type(offset) is not int or offset < 0:
            raise ValueError(f"not a choice of cases: {asked!r:.200}")
        rows = [row for row in self._listed(asked) if _wanted(row, suite, state)]
        rows.sort(key=lambda row: (("broken", "mended", "").index(row["flip"]), row["now"]))
        return {"total": len(rows), "rows": rows[offset : offset + PAGE]}

    def _listed(self, asked: Row) -> list[dict[str, Any]]:
        run, base = str(asked.get("run")), asked.get("base")
        now, was, cases = self._runs.rows(run), self._runs.rows(str(base)) if base else {}, self._shown.cases()
        turned = flips(was, now)
        return [
            {"id": id, "suite": case.get("suite", ""), "question": case.get("question", id), "kind": case.get("kind"),
             "now": row["passed"], "was": was[id]["passed"] if id in was else None, "flip": turned.get(id, "")}
            for id, row in now.items() for case in [cases.get(id, {})]
        ]  # fmt: skip

    def _case(self, asked: Row) -> dict[str, Any]:
        run, base, id = str(asked.get("run")), asked.get("base"), asked.get("case")
        now, case = self._runs.rows(run).get(str(id)), self._shown.cases().get(str(id), {})
        if now is None:
            raise ValueError(f"no case {id!r:.80} in that run")
        held = self._held()
        was = self._runs.rows(str(base)).get(str(id)) if base else None
        before = side(was, self._runs.samples(str(base)).get(str(id)), held) if was else None
        return {"id": id, "expected": list(case.get("expected", ())), "after": list(case.get("after", ())),
                "critical": bool(case.get("critical")), "before": before,
                "now": side(now, self._runs.samples(run).get(str(id)), held)}  # fmt: skip

    def _part(self, asked: Row) -> dict[str, Any]:
        """A piece of one of a run's files, for the browser to keep."""
        name, offset = asked.get("file"), asked.get("offset")
        if name not in FILES:
            raise ValueError(f"not a file of a run: {name!r:.80}")
        path = self._runs.folder(asked.get("run")) / str(name)
        size = path.stat().st_size if path.exists() else 0
        if type(offset) is not int or not 0 <= offset < size:
            raise ValueError(f"not an offset into {size} bytes: {offset!r:.80}")
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(PART)
        more = offset + len(data) < size
        return {
            "name": f"{asked['run']}-{name}",
            "mime": FILES[str(name)],
            "base64": base64.b64encode(data).decode("ascii"),
            "next": offset + len(data) if more else None,
        }

    def _start(self, asked: Row) -> dict[str, Any]:
        suite, limit = asked.get("suite", ""), asked.get("limit")
        if suite not in ("", *self._shown.suites) or not (limit is None or type(limit) is int and 1 <= limit <= MOST):
            raise ValueError(f"not a run: {asked!r:.200}")
        with self._lock:
            if self._job is None or self._job.finished:
                total, steps = self._shown.start(suite, limit)
                self._of = {"suite": suite, "limit": limit}
                self._job = Run(steps, total)
                self._job.wait(AT_ONCE)
        return {"job": self._state()}

    def _stop(self, asked: Row) -> dict[str, Any]:
        if self._job:
            self._job.stop()
        return {"job": self._state()}

    def _state(self) -> dict[str, Any] | None:
        return None if self._job is None else self._job.told() | self._of


def overview(summary: Row) -> dict[str, Any]:
    """A run's figures: the headline with intervals and counts, the suites, the floors, the time."""
    overall, cost = summary["overall"], summary.get("cost") or {}
    figures = {name: overall["metrics"][name] for name in HEADLINE if name in overall["metrics"]}
    floors = {name: len(one["below"]) for name, one in (summary.get("floors") or {}).items()}
    return {
        "about": {key: summary.get(key) for key in ("created", "mode", "encoder", "commit", "errors")},
        "cases": overall["cases"],
        "headline": [{"name": "passed", **overall["passed"]}, *({"name": n, **one} for n, one in figures.items())],
        "floors": floors,
        "seconds": {"p50": cost.get("seconds_p50"), "p95": cost.get("seconds_p95")},
        "table": [{"suite": name, "cases": one["cases"], "pending": one.get("pending", False), **one["passed"]}
                  for name, one in summary["suites"].items()],
    }  # fmt: skip


def _choice(name: str, created: str, summary: Row) -> dict[str, Any]:
    return {"name": name, "created": created, "mode": summary.get("mode"), "cases": summary["overall"]["cases"],
            "value": summary["overall"]["passed"]["value"], "suites": list(summary["suites"])}  # fmt: skip


def _point(summary: Row) -> dict[str, Any]:
    return {"name": summary["name"], "created": summary["created"], **summary["overall"]["passed"]}


def _wanted(row: Row, suite: object, state: str) -> bool:
    if suite and row["suite"] != suite:
        return False
    return not state or (state == "failed" and not row["now"]) or row["flip"] == state
