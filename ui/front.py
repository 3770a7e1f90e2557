"""The desk's style, words and scripts, put at the head of the page itself.

Gradio's ``head=`` reaches the page only after its own start (6.31): too late for the language that its components
speak, which it takes from the navigator, and later than the first paint needs the style.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ui.look import head

ASGI = Callable[[MutableMapping[str, Any], Callable, Callable], Awaitable[None]]
Message = MutableMapping[str, Any]


class Front:
    """A pure-ASGI middleware that adds `head` to every HTML page; every other response passes untouched."""

    def __init__(self, app: ASGI) -> None:
        self.app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Callable, send: Callable) -> None:
        """Pass on; pages are rewritten on their way out."""
        page = scope["type"] == "http" and scope["method"] == "GET"
        await self.app(scope, receive, _Page(send).take if page else send)


class _Page:
    """One response: held back until it is whole where it is a page."""

    def __init__(self, send: Callable) -> None:
        self.send, self.start, self.parts = send, None, []

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None or message["type"] != "http.response.body":
            await self.send(message)
        else:
            self.parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish()

    async def _finish(self) -> None:
        body = b"".join(self.parts).replace(b"<head>", b"<head>" + head().encode(), 1)
        others = [(name, value) for name, value in self.start["headers"] if name.lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self.send({**self.start, "headers": [*others, length]})
        await self.send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
    return any(kind.startswith(b"text/html") for kind in kinds)
