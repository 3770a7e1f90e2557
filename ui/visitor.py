"""Who asks: the logged-in name, taken from the request and from nothing that a page can write."""

from typing import Any


def owner(request: Any) -> str:  # noqa: ANN401 - Gradio's request in events, Starlette's in server functions
    """The user's name where the desk has a login, else ""; conversations and notes belong to it.

    Gradio hands its server functions the bare request (6.31), so the name is looked up there as Gradio itself does.
    """
    if request is None:
        return ""
    if "username" in vars(request):
        return request.username or ""
    return _named(request) or ""


def _named(request: Any) -> str | None:  # noqa: ANN401
    app = request.scope.get("app")
    if app is None:
        return None
    if getattr(app, "auth_dependency", None) is not None:
        return app.auth_dependency(request)
    name = getattr(app, "cookie_id", "")
    token = request.cookies.get(f"access-token-{name}") or request.cookies.get(f"access-token-unsecure-{name}")
    return getattr(app, "tokens", {}).get(token)
