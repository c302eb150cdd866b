"""The Prefect server's process: it ends when `serve` does, and refuses requests of other sites."""

import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_GRACE_SECONDS: Final = 10.0
# Pages load from their own address alone, so that no text of a post can make them call out.
_CONTENT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class SameSiteOnly:
    """An ASGI application around another that refuses requests from pages of other sites.

    It checks the Host and Origin headers, so that a page in your browser cannot submit a decision,
    and it sends a content policy that keeps its own pages from loading anything from elsewhere.
    """

    def __init__(self, app: App, hosts: tuple[str, ...] | None) -> None:
        """Wrap `app`; `hosts` are the names it may be called by, None for any."""
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self._is_from_own_pages(scope):
            await _refuse(scope, receive, send)
        else:
            await self.app(scope, receive, _with_content_policy(send))

    def _is_from_own_pages(self, scope: Message) -> bool:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if self.hosts is not None and urlsplit(f"//{host}").hostname not in self.hosts:
            return False  # a name of another site that resolves to this machine
        origin = headers.get(b"origin")
        return origin is None or urlsplit(origin).netloc == host


def _with_content_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name.lower(), value) for name, value in message["headers"]]
            if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
                headers.append((b"content-security-policy", _CONTENT_POLICY.encode()))
            message = {**message, "headers": headers}
        await send(message)

    return sending


async def _refuse(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b"Requests from other sites are refused."})


def _end_with_parent(end: Callable[[], None]) -> None:
    """Call `end` when the pipe from `serve` closes, which a kill -9 of `serve` does as well."""
    sys.stdin.buffer.read()
    end()
    time.sleep(_GRACE_SECONDS)
    os._exit(0)


def main(host: str, port: int) -> None:
    """Run the Prefect server with its pages until `serve` has ended.

    Signals are ignored: one that stops a whole service reaches this process too, and `serve` still
    has to write the last states of its runs.
    """
    import uvicorn
    from prefect.server.api.server import create_app

    class PipeEndedServer(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Do nothing: the pipe ends this server."""

        def end(self) -> None:
            self.should_exit = True

    config = uvicorn.Config(
        SameSiteOnly(create_app(final=True), LOOPBACK if host in LOOPBACK else None),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=int(_GRACE_SECONDS / 2),
    )
    server = PipeEndedServer(config)
    threading.Thread(target=_end_with_parent, args=(server.end,), daemon=True).start()
    server.run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
