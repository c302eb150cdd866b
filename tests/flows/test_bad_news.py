"""Bad news reaches whoever strategy.yaml names: automations made, kept and removed as it says."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest

from tests.flows.served import STRATEGY, Serving, until

pytestmark = pytest.mark.slow

HEADLINE = "7 of 312 activities cannot be traced to a strategy measure"


@pytest.fixture
def inbox_of_ana() -> Iterator[tuple[str, list[str]]]:
    """Return an address that takes notifications, and what it was told."""
    told: list[str] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", told
    server.shutdown()


def _make_block(serving: Serving, address: str) -> None:
    """Make the block that a person makes on the page Blocks."""
    kind = serving.ask("/block_types/slug/custom-webhook")
    wanted = {"block_type_id": {"any_": [kind["id"]]}}
    (schema, *_) = serving.ask("/block_schemas/filter", block_schemas=wanted)
    data = {"name": "Ana", "url": address, "method": "POST", "json_data": {"text": "{{subject}}"}}
    serving.ask(
        "/block_documents/",
        name="ops", data=data, block_type_id=kind["id"], block_schema_id=schema["id"],
    )  # fmt: skip


def _ours(serving: Serving) -> dict[str, Any]:
    found = serving.ask("/automations/filter", limit=50)
    return {each["name"]: each for each in found if each["name"].startswith("rhumbline ")}


def test_a_failed_alignment_is_told(serving: Serving, inbox_of_ana: tuple[str, list[str]]) -> None:
    """Named before it is there, then made, then told of; and no automation is left when it is not."""
    address, told = inbox_of_ana
    notify = f"{STRATEGY}notify: custom-webhook/ops\n"
    serving.workspace.strategy.write_text(notify, encoding="utf-8")
    until(lambda: "custom-webhook/ops under notify" in serving.said(), 30, "that it is missing")
    assert not _ours(serving)

    _make_block(serving, address)
    serving.workspace.strategy.write_text(f"{notify}# again\n", encoding="utf-8")
    until(lambda: len(_ours(serving)) == 3, 30, "the automations are made")
    before = _ours(serving)
    serving.workspace.strategy.write_text(f"{notify}# and again\n", encoding="utf-8")
    until(lambda: serving.said().count("follow it") >= 3, 30, "the strategy is followed")
    assert {name: each["updated"] for name, each in _ours(serving).items()} == {
        name: each["updated"] for name, each in before.items()
    }, "the same again changes nothing"

    failed = {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "rhumbline.alignment.failed",
        "resource": {
            "prefect.resource.id": "rhumbline.organisation.riverside",
            "rhumbline.workspace": str(serving.workspace.root),
        },
        "payload": {"headline": HEADLINE, "as_of": "2026-11-24"},
    }
    serving.ask_with("/events", [failed])
    until(lambda: told, 30, "Ana is told")
    assert f"Riverside Food Bank: {HEADLINE}" in told[0]

    serving.workspace.strategy.write_text(STRATEGY, encoding="utf-8")
    until(lambda: not _ours(serving), 30, "the automations are gone")
