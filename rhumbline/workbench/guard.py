"""The guard before every page: this machine, this browser, our own pages, and nothing from elsewhere."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rhumbline.workbench.door import Door, Session

ENTRANCE: Final = "/enter"
UPLOADS: Final = "/inbox/files"
_FORM_BYTES: Final = 4 * 1024**2
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_READING: Final = ("GET", "HEAD")
_REFUSAL: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not open here</title></head>
<body><main><h1>The workbench is not open in this browser.</h1>
<p>{why}</p>
<p>Run <code>rhumbline open</code> again; it opens the page that lets you in.</p></main></body></html>
"""


class Guard:
    """An ASGI application around another: it refuses what is not asked by the user's own browser.

    Every request must name this machine as its host, every change must come from a page of the
    workbench, and all but the entrance need the cookie of a session, which becomes
    `request.state.session`.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Wrap `app`; `door` knows the sessions."""
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        why = self._objection(scope)
        session = None if why else self._session(scope)
        is_entrance = scope["path"] == ENTRANCE and scope["method"] == "POST"
        if why is None and _is_too_large(scope):
            why = "It sends more than a form holds."
        if why is None and session is None and not is_entrance:
            why = "This page opens only with the key that Rhumbline keeps in a file of yours."
        if why is not None:
            refusal = HTMLResponse(_REFUSAL.format(why=why), status_code=403)
            await refusal(scope, receive, _with_headers(send))
            return
        scope.setdefault("state", {})["session"] = session
        await self.app(scope, receive, _with_headers(send))

    def _objection(self, scope: Scope) -> str | None:
        """Why a request is refused whoever sent it; None where nothing speaks against it."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if len(headers.getlist("host")) != 1 or host not in self.door.hosts:
            return "It is reached by a name that is not this machine's."
        origin = headers.get("origin")
        sender = headers.get("sec-fetch-site", "")
        is_own = origin == f"http://{host}" or (
            origin in (None, "null") and sender == "same-origin"
        )
        if scope["path"] == ENTRANCE:  # sent from a file, whose origin browsers call null
            return None if is_own or origin in (None, "null") else _OF_ANOTHER_SITE
        if scope["method"] not in _READING:
            return None if is_own else _OF_ANOTHER_SITE
        if sender in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            return _OF_ANOTHER_SITE
        return None if is_own or origin is None else _OF_ANOTHER_SITE

    def _session(self, scope: Scope) -> Session | None:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        value = cookies.get(self.door.cookie)
        return self.door.session(value) if value else None


def _is_too_large(scope: Scope) -> bool:
    """Whether a request brings more than a form may; files are counted by the route that takes them."""
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    is_unknown = "transfer-encoding" in headers or not length.isdecimal()
    return scope["path"] != UPLOADS and (is_unknown or int(length) > _FORM_BYTES)


_OF_ANOTHER_SITE: Final = "The request comes from a page of another site."


def _with_headers(send: Send) -> Send:
    """Send the headers that protect a page with every answer; one that a page sets itself is kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
