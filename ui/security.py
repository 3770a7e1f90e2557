"""Who may talk to the desk and what its pages may load: one pure-ASGI middleware (streams pass through untouched)."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

ASGI = Callable[[MutableMapping[str, Any], Callable, Callable], Awaitable[None]]

# Gradio builds its components with `new Function` and inline styles, hence the two 'unsafe-' words: the policy stops
# beacons, frames and foreign scripts; that report text never becomes markup is the panel's own doing.
POLICY = "; ".join((
    "default-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:", "font-src 'self' data:", "connect-src 'self'", "form-action 'self'",
    "frame-src 'none'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST_BODY = 64 * 1024  # bytes; a question has 500 characters
LARGEST_PIECE = 400 * 1024  # bytes; a server function may be sent a piece of a file (ui/library.py)
PIECES = "/gradio_api/component_server"
CLOSED = ("/gradio_api/upload",)  # Gradio opens it to everybody; files come through PIECES


class Guard:
    """Lets in requests addressed to this desk from its own pages, and adds the security headers to every response.

    A ``Host`` must be an IP address, ``localhost`` or the name the desk was bound to: a page of another name that
    resolves here (DNS rebinding) is refused. An ``Origin``, when sent, must be that same host and port.
    """

    def __init__(self, app: ASGI, host: str) -> None:
        self.app = app
        self.names = {"localhost", host.lower()}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Callable, send: Callable) -> None:
        """Refuse with a plain status, or pass on with headers added."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        if status := self.refusal(scope):
            return await _refuse(scope, send, status)
        return await self.app(scope, receive, _with_headers(send))

    def refusal(self, scope: MutableMapping[str, Any]) -> int | None:
        """The status to refuse a request with: 400 wrong host, 403 foreign origin or closed path, 411, 413."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not self._ours(host):
            return 400
        if "origin" in headers and headers["origin"].partition("://")[2] != host:
            return 403
        if scope["path"].startswith(CLOSED):
            return 403
        largest = LARGEST_PIECE if scope["path"].startswith(PIECES) else LARGEST_BODY
        return _size_refusal(headers, largest) if scope.get("method") == "POST" else None

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _size_refusal(headers: dict[str, str], largest: int) -> int | None:
    length = headers.get("content-length", "")
    if not length.isdecimal():
        return 411
    return 413 if int(length) > largest else None


async def _refuse(scope: MutableMapping[str, Any], send: Callable, status: int) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(send: Callable) -> Callable:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *ours]}
        await send(message)

    return sending
