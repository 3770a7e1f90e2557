"""The desk without a browser: who is let in, what a browser may ask for, and what it is sent."""

import asyncio
import http.client
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.errors import SettingsError
from ingest.schema import Report, Section, Stored
from ui import ask, desk, evidence, front, look, security, summary, visitor, words

CJK = re.compile("[\u4e00-\u9fff]")
TEXT = "标题\n一、概述\n𠮷😀公开信息9条。\n二、问题\n没有。"
SECTIONS = tuple(
    Section(
        number=n,
        title=t,
        level=1,
        path=(n + t,),
        kind="heading",
        start=TEXT.index(n),
        end=TEXT.index(n) + 4,
        body=TEXT.index(n) + 4,
    )
    for n, t in (("一、", "概述"), ("二、", "问题"))
)


def report(
    report_id: str = "r1", agency: str | None = "甲乡", year: int | None = 2013, path: str = "a/甲.txt"
) -> Report:
    return Report(
        report_id=report_id,
        agency=agency,
        year=year,
        title="年度报告",
        region=None,
        addressee=None,
        period=None,
        era="unknown",
        chars=len(TEXT),
        sha256="0" * 64,
        path=path,
    )


STORED = Stored(report=report(), text=TEXT, sections=SECTIONS, passages=(), figures=())


class Shelf:
    def __init__(self, *reports: Report) -> None:
        self._reports = reports

    def reports(self) -> tuple[Report, ...]:
        return self._reports


class Chain:
    def __init__(self, *reports: Report) -> None:
        self.library = Shelf(*reports)


# Who is let in


def refusal(
    host: str = "127.0.0.1:7860", *, bound: str = "127.0.0.1", path: str = "/", method: str = "GET", **headers: str
) -> int | None:
    sent = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "path": path,
        "method": method,
        "headers": [(k.encode(), v.encode()) for k, v in sent.items()],
    }
    return security.Guard(None, bound).refusal(scope)


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860", "192.168.1.5", "LOCALHOST"])
def test_requests_addressed_to_this_machine_pass(host):
    assert refusal(host) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "[::1", "a@evil.example"]
)
def test_other_names_that_resolve_here_are_refused(host):
    assert refusal(host) == 400


def test_the_name_the_desk_was_bound_to_passes():
    assert refusal("desk.internal:80", bound="desk.internal") is None


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:7861", "http://localhost:7860", "https://evil.example", "null", ""]
)
def test_pages_of_other_origins_are_refused(origin):
    assert refusal(origin=origin) == 403


def test_the_desks_own_pages_pass():
    assert refusal(origin="http://127.0.0.1:7860") is None


@pytest.mark.parametrize(("length", "status"), [("12", None), (str(2**20), 413), ("", 411), ("-1", 411)])
def test_large_and_unmeasured_bodies_are_refused(length, status):
    assert refusal(method="POST", content_length=length) == status


def test_uploads_are_closed():
    assert refusal(path="/gradio_api/upload", method="POST", content_length="1") == 403


async def _exchange(host: str) -> list[dict]:
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-app", b"1")]})
        await send({"type": "http.response.body", "body": b"hello"})

    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/", "method": "GET", "headers": [(b"host", host.encode())]}
    await security.Guard(app, "127.0.0.1")(scope, None, send)
    return sent


def test_every_response_carries_the_policy_and_a_refusal_reaches_nobody():
    start, body = asyncio.run(_exchange("127.0.0.1:7860"))
    headers = dict(start["headers"])
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert headers[b"x-app"] == b"1" and headers[b"x-content-type-options"] == b"nosniff"
    assert body["body"] == b"hello"
    start, body = asyncio.run(_exchange("evil.example"))
    assert (start["status"], body["body"]) == (400, b"")


# What a browser may ask for


def test_a_lit_span_is_cut_by_code_points_and_loses_nothing():
    start, end = TEXT.index("𠮷"), TEXT.index("9条") + 2
    lit = evidence.lit(STORED, start, end)
    assert lit["quote"] == "𠮷😀公开信息9条"
    pieces = [*lit["before"], {"text": lit["quote"]}, *lit["after"]]
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert [piece["text"] for piece in lit["before"] + lit["after"] if piece["level"] == 1] == ["一、概述", "二、问题"]


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1), ("0", 3), (0, None), (True, 3), (0.0, 3)]
)
def test_offsets_that_are_no_span_are_refused(start, end):
    with pytest.raises(ValueError, match="not a span"):
        evidence.lit(STORED, start, end)


@pytest.mark.parametrize("request_", [None, [], "r1", {}, {"report_id": 3}, {"report_id": ["r1"]}])
def test_malformed_span_requests_are_refused(request_):
    with pytest.raises(ValueError, match="not a request"):
        evidence.place(None, request_)


# What it is sent


def test_reports_that_read_alike_are_told_apart():
    labels = [
        label
        for label, _ in summary.choices((report("r1"), report("r2", path="b\\乙.txt"), report("r3", agency="丙局")))
    ]
    assert labels == ["甲乡（2013） 甲.txt", "甲乡（2013） 乙.txt", "丙局（2013）"]


def test_holdings_span_the_years():
    held = desk.holdings(Chain(report(), report("r2", year=2019), report("r3", year=None)))
    assert (held["reports"], held["years"], held["model"]) == (3, [2013, 2019], None) and held["version"]
    assert desk.holdings(Chain())["years"] == []


# What it is made of


def test_no_template_has_a_placeholder_so_no_text_can_become_code():
    for template in (ask.TEMPLATE, evidence.TEMPLATE, desk.MASTHEAD):
        assert not re.search(r"\$\{|\{\{|@children", template)


def test_the_scripts_make_elements_only_from_text():
    markup = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|createContextualFragment"
    )
    for script in look.ASSETS.glob("*.js"):
        assert not markup.search(script.read_text("utf-8")), script.name


def test_nothing_on_the_page_points_elsewhere():
    loaded = re.sub(r"http://www\.w3\.org/\S+", "", look.head())
    assert not re.search(r"https?://|url\(|@import", loaded)


def test_every_asset_is_put_into_the_page():
    shipped = {path.name for path in look.ASSETS.iterdir()}
    placed = {path.name for path in (*look.scripts(), *look.styles())}
    assert shipped == placed | {"favicon.svg"} | {path.name for path in look.ASSETS.glob("words.*.yaml")}
    assert [path.name for path in look.scripts()][: len(look.FIRST)] == list(look.FIRST)
    assert look.styles()[0].name == "desk.css"


# What it says


def test_every_text_stands_in_both_languages_with_the_same_slots():
    for key, (chinese, english) in words.table().items():
        assert words.slots(chinese) == words.slots(english), key
        quoting = key.startswith("desk.language") or ".sample." in key  # these quote Chinese on purpose
        assert quoting or re.search("[A-Za-z]", english) or not CJK.search(chinese), key


@pytest.mark.parametrize("path", sorted(look.ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_no_script_speaks_for_itself(path):
    for line in path.read_text("utf-8").splitlines():
        code = re.sub(r"//.*", "", line)
        assert not re.search("[\u4e00-\u9fff]{2}", re.sub(r"/\^?\(?[^/]+/", "", code)), line


@pytest.mark.parametrize("path", sorted(look.ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_every_text_that_a_script_says_is_there(path):
    said = re.findall(r"\bsay\(\"([\w.]+)\"", path.read_text("utf-8"))
    assert [key for key in said if key not in words.table()] == []


def test_texts_are_filled_and_counted():
    assert words.say("desk.holdings", "en", n=1) == "1 report" and words.say("desk.holdings", "en", n=3) == "3 reports"
    assert words.say("ask.error.long", most=500) == "问题太长：请控制在 500 字以内。"
    with pytest.raises(KeyError):
        words.say("ask.error.long")
    with pytest.raises(ValueError, match="slots"):
        words.label("desk.holdings")


@pytest.mark.parametrize(("cookies", "told"), [({}, "zh"), ({words.COOKIE: "en"}, "en"), ({words.COOKIE: "<b>"}, "zh")])
def test_the_language_is_the_visitors(cookies, told):
    assert words.language(SimpleNamespace(cookies=cookies)) == told
    assert words.language(None) == "zh"


def test_the_table_cannot_end_its_script():
    assert "</" not in words.script()


# Who it is


def test_the_owner_comes_from_the_login_and_from_nothing_else():
    import gradio as gr

    assert visitor.owner(None) == "" and visitor.owner(gr.Request(username=None)) == ""
    assert visitor.owner(gr.Request(username="甲")) == "甲"
    app = SimpleNamespace(auth_dependency=None, cookie_id="k", tokens={"t": "乙"})
    bare = SimpleNamespace(scope={"app": app}, cookies={"access-token-k": "t"})
    assert visitor.owner(bare) == "乙"
    assert visitor.owner(SimpleNamespace(scope={"app": app}, cookies={"access-token-k": "x", "owner": "乙"})) == ""
    assert visitor.owner(SimpleNamespace(scope={}, cookies={})) == ""


# The page as it is served


async def _page(kind: bytes, body: bytes) -> list[dict]:
    async def app(scope, receive, send):
        start = {"headers": [(b"content-type", kind), (b"content-length", str(len(body)).encode())]}
        await send({"type": "http.response.start", "status": 200, **start})
        await send({"type": "http.response.body", "body": body[:8], "more_body": True})
        await send({"type": "http.response.body", "body": body[8:]})

    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    await front.Front(app)({"type": "http", "method": "GET", "path": "/"}, None, send)
    return sent


def test_a_page_gets_the_desks_head_and_its_right_length():
    start, body = asyncio.run(_page(b"text/html; charset=utf-8", b"<html><head><title></title></head>"))
    assert body["body"].startswith(b"<html><head><style>") and b"window.Desk" in body["body"]
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()


def test_what_is_no_page_passes_untouched():
    sent = asyncio.run(_page(b"application/json", b'{"a": "<head>"}'))
    assert b"".join(message.get("body", b"") for message in sent) == b'{"a": "<head>"}'


def get(address: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}


def test_a_launched_desk_is_guarded_local_and_says_when_its_port_is_taken(seeds):
    import gradio as gr

    address = desk.launch_desk(seeds, port=None, block=False)
    try:
        assert address.startswith("http://127.0.0.1:")
        status, headers = get(address, "/")
        assert (status, headers["content-security-policy"]) == (200, security.POLICY)
        assert get(address, "/", Host="evil.example")[0] == 400
        assert get(address, "/config", Origin="http://localhost:1")[0] == 403
        port = int(address.rpartition(":")[2])
        with pytest.raises(SettingsError, match=f"{port}.*--port"):
            desk.launch_desk(seeds, port=port, block=False)
    finally:
        gr.close_all(verbose=False)


def test_gradio_is_imported_only_when_a_desk_is_built():
    import subprocess
    import sys

    probe = "import sys, ui.desk; print('gradio' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "False"
