"""The process of the Prefect server: it ends with `serve`, and answers its own pages only."""

import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_GRACE_SECONDS: Final = 10.0
# Pages load from their own address alone: nothing phones home, and no post's text can make them.
_CONTENT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class Guarded:
    """An ASGI application that refuses other sites' pages and keeps its own from calling out.

    A browser lets any page post to a loopback address; without this one could decide for you.
    """

    def __init__(self, app: App, hosts: tuple[str, ...] | None) -> None:
        """Guard `app`; `hosts` are the names it may be called by, None for any."""
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self._is_welcome(scope):
            await _refuse(scope, receive, send)
        else:
            await self.app(scope, receive, _keeping_to_itself(send))

    def _is_welcome(self, scope: Message) -> bool:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if self.hosts is not None and urlsplit(f"//{host}").hostname not in self.hosts:
            return False  # another name that leads here: a rebound DNS entry
        origin = headers.get(b"origin")
        return origin is None or urlsplit(origin).netloc == host


def _keeping_to_itself(send: Send) -> Send:
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
    await send({"type": "http.response.body", "body": b"Not from here."})


def _end_with_parent() -> None:
    """Ends this process when the pipe from `serve` closes, however that ended, kill -9 included."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(0)


def main(host: str, port: int) -> None:
    """Run the Prefect server with its pages until it is told to end."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    names = LOOPBACK if host in LOOPBACK else None
    uvicorn.run(
        Guarded(create_app(final=True), names),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=int(_GRACE_SECONDS / 2),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
