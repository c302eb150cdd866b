"""The server answers its own pages only: no page of another site can start a run or decide."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from rhumbline.server.process import LOOPBACK, SameSiteOnly

Message = MutableMapping[str, Any]


async def _app(scope: Message, receive: Any, send: Any) -> None:
    kind = b"text/html; charset=utf-8" if scope["path"] == "/" else b"application/json"
    headers = [(b"Content-Type", kind)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _ask(path: str = "/", hosts: tuple[str, ...] | None = LOOPBACK, **headers: str) -> Message:
    """Return the start of the answer to a request with these headers."""
    sent: list[Message] = []
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "headers": pairs}

    async def asking() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            sent.append(message)

        await SameSiteOnly(_app, hosts)(scope, receive, send)

    asyncio.run(asking())
    return sent[0]


@pytest.mark.parametrize("host", ["127.0.0.1:4200", "localhost:4200", "[::1]:4200"])
def test_its_own_pages_are_answered(host: str) -> None:
    assert _ask(host=host)["status"] == 200
    assert _ask(host=host, origin=f"http://{host}")["status"] == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:8000", "https://localhost.evil.example"],
)
def test_pages_of_others_are_refused(origin: str) -> None:
    assert _ask(host="127.0.0.1:4200", origin=origin)["status"] == 403


def test_a_name_that_was_made_to_lead_here_is_refused() -> None:
    host, origin = "evil.example:4200", "http://evil.example:4200"
    assert _ask(host=host, origin=origin)["status"] == 403
    beyond = _ask(hosts=None, host=host, origin=origin)
    assert beyond["status"] == 200, "beyond loopback the password guards"


def test_pages_may_not_call_out() -> None:
    policy = dict(_ask(host="127.0.0.1")["headers"])[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert b"content-security-policy" not in dict(_ask("/api/x", host="127.0.0.1")["headers"])


def test_a_socket_of_another_site_is_closed() -> None:
    sent: list[Message] = []
    headers = [(b"host", b"127.0.0.1:4200"), (b"origin", b"http://evil.example")]

    async def asking() -> None:
        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "websocket", "path": "/api/events/out", "headers": headers}
        await SameSiteOnly(_app, LOOPBACK)(scope, receive, send)

    asyncio.run(asking())
    assert sent == [{"type": "websocket.close", "code": 1008}]
