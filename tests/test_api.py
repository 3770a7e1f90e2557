"""The desk for programs over real HTTP: the same JSON as the commands', clear errors, a login that holds."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ingest.errors import SettingsError
from ui import desk, login
from ui.api import LONGEST, MOST, endpoints

ROOT = Path(__file__).parents[1]
PASSWORDS = {"lin": "correct horse", "wang": "battery staple"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the seeds."""
    from bot.settings import open_library
    from ingest.pipeline import ingest_paths

    place = tmp_path_factory.mktemp("api") / "library"
    with open_library(place, write=True, create=True) as held:
        assert len(list(ingest_paths(held, [ROOT / "seeds"]))) > 4
    return place


@pytest.fixture(scope="module")
def chain(library: Path):
    from bot.chain import open_chain

    with open_chain(library) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(chain) -> Iterator[str]:
    import gradio as gr

    yield desk.launch_desk(chain, port=None, block=False)
    gr.close_all(verbose=False)


@pytest.fixture(scope="module")
def client(address: str):
    from gradio_client import Client

    return Client(address, verbose=False, analytics_enabled=False)


def command(library: Path, *arguments: str) -> object:
    from typer.testing import CliRunner

    from app import cli

    done = CliRunner().invoke(cli, [*arguments, "--json", "--library", str(library)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def same(told: object) -> object:
    """An answer without what differs from one asking to the next."""
    return {key: value for key, value in told.items() if key not in ("id", "timings")}


def test_asking_gives_what_the_command_gives(client, library):
    question = "崔各庄乡2013年主动公开了多少条政府信息？"
    told = client.predict(question=question, api_name="/ask")
    assert same(told) == same(command(library, "ask", question))
    assert "111" in told["claims"][0]["text"]


def test_the_other_three_give_what_the_commands_give(chain, library):
    _, summarize, search, list_reports = endpoints(chain)
    assert summarize("振东新区") == command(library, "summarize", "振东新区")
    assert search("信息公开目录", 3) == command(library, "search", "信息公开目录", "-k", "3")
    rows = command(library, "reports")
    told = list_reports()
    assert [row.pop("file") for row in told] == [Path(row.pop("path")).name for row in rows]
    assert told == rows


def test_no_path_of_the_server_is_told_when_asking_back(client, library):
    told = client.predict(question="该单位公开了多少条？", api_name="/ask")
    assert told["status"] == "needs_clarification"
    assert told["candidates"][0]["file"].endswith(".txt")
    assert str(ROOT) not in json.dumps(told)


def test_all_four_are_served(client):
    assert [row["agency"] for row in client.predict(api_name="/list_reports")]
    hits = client.predict(query="依申请公开", k=2, api_name="/search")
    assert len(hits) == 2
    assert hits[0]["quote"]
    assert client.predict(report="振东新区", api_name="/summarize")["agency"].endswith("振东新区")


def test_only_these_four_are_public_typed_and_told(client):
    told = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(told) == {"/ask", "/summarize", "/search", "/list_reports"}
    ask = {one["parameter_name"]: one for one in told["/ask"]["parameters"]}
    assert ask["question"]["type"] == {"type": "string"}
    assert ask["report"]["type"] == {"type": "array", "items": {"type": "string"}}
    assert ask["report"]["parameter_has_default"] is True
    assert all(len(one["description"]) >= 40 for one in told.values())


@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("ask", {"question": "  "}, "not empty"),
        ("ask", {"question": "问" * (LONGEST + 1)}, f"{LONGEST} is the most"),
        ("ask", {"question": 7}, "question is a text"),
        ("ask", {"question": "多少条？", "report": ["平凉"] * (MOST + 1)}, f"at most {MOST}"),
        ("ask", {"question": "多少条？", "year": ["2013"]}, "whole number"),
        ("ask", {"question": "多少条？", "after": "前问"}, "after is a list"),
        ("ask", {"question": "多少条？", "report": ["没有这个单位"]}, "没有这个单位"),
        ("summarize", {"report": "没有这个单位"}, "没有这个单位"),
        ("summarize", {"report": "平凉", "year": 13}, "1949"),
        ("search", {"query": "公开", "k": 0}, "1 to 100"),
        ("search", {"query": "公开", "k": 1e9}, "1 to 100"),
    ],
)
def test_bad_input_is_told_in_a_sentence(client, act, given, said):
    with pytest.raises(Exception, match=said) as raised:
        client.predict(**given, api_name=f"/{act}")
    assert "Traceback" not in str(raised.value)


def test_what_goes_wrong_inside_stays_inside(client, chain, monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError("/secret/path")

    monkeypatch.setattr(type(chain), "invoke", broken)
    with pytest.raises(Exception, match="its log says why") as raised:
        client.predict(question="多少条？", api_name="/ask")
    assert "secret" not in str(raised.value)


# --auth


def users_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "users.txt"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("", 0o600, "names no user"),
        ("# nobody\n\n", 0o600, "names no user"),
        ("lin:plain\n", 0o600, "line 1"),
        ("lin:scrypt$16384$8$1$00112233445566778899$aa\n", 0o600, "line 1"),
        ("lin:scrypt$3$8$1$00112233445566778899$" + "a" * 64, 0o600, "line 1"),
        ("lin:scrypt$1048576$8$1$00112233445566778899$" + "a" * 64, 0o600, "line 1"),
        ("{line}\n{line}\n", 0o600, "line 2"),
        ("{line}\n", 0o644, "chmod 600"),
    ],
)
def test_a_file_of_users_that_will_not_do_is_refused(tmp_path, text, mode, said):
    text = text.replace("{line}", login.line("lin", "correct horse"))
    with pytest.raises(SettingsError, match=said) as raised:
        login.read_users(users_file(tmp_path, text, mode))
    assert "scrypt$1" not in str(raised.value), "a message never shows a hash"


def test_the_command_refuses_before_it_opens_anything(tmp_path):
    path = users_file(tmp_path, "", 0o644)
    done = subprocess.run(
        [sys.executable, "app.py", "serve", "--auth", str(path), "--library", str(tmp_path / "none")],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "chmod 600" in done.stderr


def test_a_line_is_made_from_a_password_typed_twice(monkeypatch):
    monkeypatch.setattr(login.getpass, "getpass", lambda _: "correct horse")
    made = login.main("lin")
    assert login.matches(made.partition(":")[2], "correct horse")
    assert not login.matches(made.partition(":")[2], "correct horse ")
    with pytest.raises(SystemExit):
        login.main("l:n")


@pytest.mark.parametrize("name", ["lin", "nobody"])
def test_guessing_is_slowed_down_also_for_the_right_password(name):
    import asyncio

    from starlette.exceptions import HTTPException

    clock = [0.0]
    users = login.Users({"lin": login.line("lin", "correct horse").partition(":")[2]}, lambda: clock[0])

    async def story() -> None:
        for _ in range(login.TRIES):
            assert await users.check(name, "wrong") is False
        with pytest.raises(HTTPException) as raised:
            await users.check(name, "correct horse")
        assert (raised.value.status_code, raised.value.headers["retry-after"]) == (429, "301")
        clock[0] = login.WINDOW + 1
        assert await users.check(name, "correct horse") is (name == "lin")

    asyncio.run(story())


def test_guessing_at_once_gains_nothing():
    import asyncio

    users = login.Users({"lin": login.line("lin", "correct horse").partition(":")[2]})

    async def story() -> list:
        return await asyncio.gather(*(users.check("lin", "wrong") for _ in range(12)), return_exceptions=True)

    tried = sum(one is False for one in asyncio.run(story()))
    assert tried <= login.TRIES + login.AT_ONCE - 1


@pytest.fixture(scope="module")
def closed(chain, tmp_path_factory) -> Iterator[str]:
    """A desk with a login."""
    import gradio as gr

    lines = "\n".join(login.line(name, password) for name, password in PASSWORDS.items())
    users = login.read_users(users_file(tmp_path_factory.mktemp("users"), lines))
    yield desk.launch_desk(chain, port=None, block=False, users=users)
    gr.close_all(verbose=False)


def send(address: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request(method, path, body=body, headers={"content-type": "application/json", **headers})
    response = connection.getresponse()
    cookies = "; ".join(value.partition(";")[0] for name, value in response.getheaders() if name == "set-cookie")
    return response.status, {"cookie": cookies}, response.read().decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/config", ""),
        ("GET", "/gradio_api/info", ""),
        ("POST", "/gradio_api/call/list_reports", '{"data": []}'),
        ("POST", "/gradio_api/queue/join", '{"data": [], "fn_index": 0, "session_hash": "x"}'),
        ("POST", "/gradio_api/component_server", '{"component_id": 1, "fn_name": "start", "data": {}, "session_hash": "x"}'),
        ("POST", "/gradio_api/upload", "x"),
    ],
)  # fmt: skip
def test_without_a_login_nothing_is_told(closed, method, path, body):
    status, _, told = send(closed, method, path, body)
    assert status in (401, 403)
    assert "平凉" not in told


def test_the_page_without_a_login_holds_nothing_of_the_library(closed):
    status, _, told = send(closed, "GET", "/")
    assert status == 200
    assert not any(body in told for body in ("平凉", "崔各庄", "振东"))


def enter(address: str, name: str, password: str) -> tuple[int, dict[str, str]]:
    form = urlencode({"username": name, "password": password})
    status, cookie, _ = send(address, "POST", "/login", form, **{"content-type": "application/x-www-form-urlencoded"})
    return status, cookie


def test_a_user_comes_in_and_a_stranger_does_not(closed):
    assert enter(closed, "lin", "wrong")[0] == 400
    assert enter(closed, "stranger", PASSWORDS["lin"])[0] == 400
    status, cookie = enter(closed, "lin", PASSWORDS["lin"])
    assert status == 200
    assert send(closed, "GET", "/config", **cookie)[0] == 200


def server_function(address: str, cookie: dict[str, str], name: str, given: dict) -> dict:
    """Call a server function of the tab 问答 as its page does."""
    config = json.loads(send(address, "GET", "/config", **cookie)[2])
    asking = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "asking")
    body = json.dumps({"component_id": asking, "fn_name": f"do_{name}", "data": given, "session_hash": "s"})
    status, _, told = send(address, "POST", "/gradio_api/component_server", body, **cookie)
    assert status == 200, told
    return json.loads(told)


def test_two_users_do_not_see_each_others_conversations(closed):
    lin, wang = (enter(closed, name, password)[1] for name, password in PASSWORDS.items())
    asked = server_function(closed, lin, "ask", {"question": "振东新区2013年主动公开了多少条？"})
    conversation = asked["conversations"][0]["id"]
    mine = server_function(closed, lin, "start", {})
    theirs = server_function(closed, wang, "start", {})
    assert conversation in json.dumps(mine)
    assert conversation not in json.dumps(theirs)
    assert "error" in server_function(closed, wang, "open", {"id": conversation})
    assert "error" not in server_function(closed, lin, "open", {"id": conversation})


# --mcp


def test_mcp_and_a_login_do_not_go_together(chain):
    with pytest.raises(SettingsError, match="--mcp knows no login"):
        desk.launch_desk(chain, port=None, block=False, mcp=True, users=login.Users({}))


def test_mcp_without_its_package_says_what_to_install(chain, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'gongkai\[mcp\]'"):
        desk.launch_desk(chain, port=None, block=False, mcp=True)


def test_an_mcp_client_finds_the_four_tools_and_asks(chain):
    pytest.importorskip("mcp", reason="pip install 'gongkai[mcp]' for this one")
    import asyncio

    import gradio as gr
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    address = desk.launch_desk(chain, port=None, block=False, mcp=True)

    async def story() -> None:
        async with streamablehttp_client(address + desk.MCP) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            tools = {tool.name.rpartition("_")[2]: tool for tool in (await session.list_tools()).tools}
            assert {name.rpartition("_")[2] for name in tools} == {"ask", "summarize", "search", "reports"}
            assert "exact" in tools["ask"].description
            assert tools["ask"].inputSchema["properties"]["question"]["type"] == "string"
            told = await session.call_tool(tools["ask"].name, {"question": "崔各庄乡2013年主动公开了多少条政府信息？"})
            assert "111" in told.content[0].text

    try:
        asyncio.run(story())
    finally:
        gr.close_all(verbose=False)
