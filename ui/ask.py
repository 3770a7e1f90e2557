"""The tab 问答: a question in, an answer with its citations out."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.schema import Answer
from ingest.schema import Report

if TYPE_CHECKING:
    import gradio as gr

    from bot.chain import AnswerChain

LONGEST_QUESTION = 500  # characters
EXAMPLES = (
    "各单位主动公开了多少条信息？",
    "各单位收到多少件依申请公开？",
    "公开工作还存在哪些问题？",
    "群众怎么查阅公开的信息？",
)
TEMPLATE = '<div class="stage"></div>'
SCRIPT = "Desk.answer({ element, props, watch, ask: (payload) => trigger('ask', payload) })"

log = logging.getLogger(__name__)
View = dict[str, Any]


def ask_tab(chain: "AnswerChain", desk: "gr.Blocks", tab: "gr.Tab") -> None:
    """Build the question box and the answer below it; the returned component shows a ``start`` view when given one."""
    import gradio as gr

    with gr.Row(elem_id="asking"):
        box = gr.Textbox(label="问题", placeholder="输入问题，按回车提问", max_length=LONGEST_QUESTION, lines=1,
                         show_label=False, container=False, elem_id="question", scale=1)  # fmt: skip
        button = gr.Button("提问", variant="primary", elem_id="ask", scale=0, min_width=88)
    answer = gr.HTML(html_template=TEMPLATE, js_on_load=SCRIPT, elem_id="answer", apply_default_css=False)

    def on_submit(question: str) -> Iterator[View]:
        yield from answering(chain, question)

    def on_ask(event: gr.EventData) -> Iterator[tuple[str, View]]:
        question, report = event._data.get("question"), event._data.get("report")
        for view in answering(chain, question, report):
            yield str(question)[:LONGEST_QUESTION], view

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([box.submit, button.click], on_submit, box, answer, trigger_mode="once", **quiet)
    answer.ask(on_ask, None, [box, answer], trigger_mode="once", **quiet)
    desk.load(lambda: start_view(chain.library.reports()), None, answer, **quiet)


def start_view(reports: tuple[Report, ...]) -> View:
    """What stands below the box before the first question: example questions, none for an empty library."""
    named = next((report for report in reports if report.agency and report.year), None)
    own = (f"{named.agency}{named.year}年主动公开了多少条政府信息？",) if named else ()
    return {"kind": "start", "examples": [*own, *EXAMPLES] if reports else []}


def answering(chain: "AnswerChain", question: object, report: object = None) -> Iterator[View]:
    """The views of one question: loading, then the answer; or one error that a reader can act on."""
    try:
        request = read_request(chain.library.reports(), question, report)
    except ValueError as error:
        yield {"kind": "error", "message": str(error)}
        return
    yield {"kind": "loading", "question": request["question"]}
    try:
        yield answer_view(chain.invoke(request), chain.library.reports())
    except Exception:
        log.exception("asking failed: %r", request)
        yield {"kind": "error", "message": "这次没有完成回答。请重试；若仍不行，请查看服务日志或运行 gongkai doctor。"}


def read_request(reports: tuple[Report, ...], question: object, report: object) -> dict[str, Any]:
    """The chain's input from what a browser sent.

    Raises:
        ValueError: In Chinese, for the reader: no question, too long a question, or a report that is not held.
    """
    text = re.sub(r"[\x00-\x1f\x7f]+", " ", question).strip() if isinstance(question, str) else ""
    if not text:
        raise ValueError("请输入问题。")
    if len(text) > LONGEST_QUESTION:
        raise ValueError(f"问题太长：请控制在 {LONGEST_QUESTION} 字以内。")
    if report is not None and report not in {held.report_id for held in reports}:
        raise ValueError("所选报告已不在库中，请重新提问。")
    return {"question": text} | ({"report": [report]} if report is not None else {})


def answer_view(answer: Answer, reports: tuple[Report, ...]) -> View:
    """The answer as the browser draws it, with the names of the reports it speaks of."""
    names = {report.report_id: name(report) for report in reports}
    return {"kind": "answer", "answer": answer.model_dump(mode="json"), "names": names}


def name(report: Report) -> str:
    """A report in a few words: body and year, or its title where the text names no body."""
    who = report.agency or report.title
    return f"{who}（{report.year}）" if report.year else who
