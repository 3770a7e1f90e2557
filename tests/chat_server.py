"""A scripted chat server over real HTTP, speaking OpenAI's chat completions: streaming, errors, cuts and lies."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def owner(self) -> "ChatServer":
        return self.server.owner

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        script = self.owner
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        step = script.script[min(len(script.asked), len(script.script) - 1)]
        script.asked.append(body)
        step = {"say": step} if isinstance(step, str) else step
        if "hang" in step:
            time.sleep(step["hang"])
        with suppress(BrokenPipeError, ConnectionResetError):
            self._reply(step, body)
        script.ended.append(time.monotonic())

    def _reply(self, step: dict[str, Any], body: dict[str, Any]) -> None:
        if "status" in step:
            return self._whole(step["status"], json.dumps({"error": {"message": "scripted", "type": "scripted"}}))
        if "raw" in step:
            return self._whole(200, step["raw"])
        if body.get("stream"):
            return self._stream(step)
        choice = {"index": 0, "message": {"role": "assistant", "content": step.get("say", "")}, "finish_reason": "stop"}
        whole = {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [choice],
            "usage": USAGE,
        }
        return self._whole(200, json.dumps(whole))

    def _stream(self, step: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        said = step.get("say", "")
        for at in range(0, len(said), self.owner.piece):
            self._event({"content": said[at : at + self.owner.piece]})
            time.sleep(self.owner.pause)
        if step.get("cut"):
            return self.connection.shutdown(2)
        if "refusal" in step:
            self._event({"refusal": step["refusal"]})
        self._event({}, finish=step.get("finish", "stop"))
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        if finish:
            chunk["usage"] = USAGE
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _whole(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("retry-after", "0")
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())


class ChatServer:
    """Answers each request with the next step of its script, the last one for ever; keeps what it was asked.

    A step is a string (streamed in pieces of ``piece`` characters, ``pause`` seconds apart) or a dict with any of:
    ``status`` (an HTTP error), ``hang`` (seconds of silence before anything), ``say`` and ``cut`` (the connection ends
    after it), ``raw`` (a body sent as it is), ``refusal`` (the model declines), ``finish`` (the finish reason).
    """

    def __init__(self, *script: Any, piece: int = 7, pause: float = 0.0) -> None:
        self.script, self.piece, self.pause = list(script), piece, pause
        self.asked: list[dict[str, Any]] = []
        self.ended: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def chat_server(*script: Any, **manners: Any) -> Iterator[ChatServer]:
    """A server for the time of a test."""
    server = ChatServer(*script, **manners)
    try:
        yield server
    finally:
        server.close()
