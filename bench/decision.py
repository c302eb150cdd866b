"""A decision submitted to `rhumbline serve` as its form does: seconds until the run has judged it again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from bench.measure import Failed, Run

_STARTS_WITHIN_SECONDS: Final = 180.0
_ENDS_WITHIN_SECONDS: Final = 180.0
_LOOKS_EVERY_SECONDS: Final = 0.05
_OVER: Final = ("COMPLETED", "FAILED", "CANCELLED", "CRASHED")


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """`rhumbline serve` of a workspace for as long as the context lasts; the address of its API."""
    port = _free_port()
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "RHUMBLINE_"))}
    with folder.with_suffix(".serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "rhumbline", "serve", "--port", str(port), "--workspace", folder],
            stdout=log, stderr=subprocess.STDOUT, env=alone, start_new_session=True,
        )  # fmt: skip
    try:
        api = f"http://127.0.0.1:{port}/api"
        _wait_for_the_form(api)
        yield api
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def decide_in_turns(folder: Path, api: str, turns: int) -> list[Run]:
    """Waive so many failing activities, one after the other; what each took on the clock alone."""
    deployment = _ask(api, "/deployments/name/review/review")["id"]
    return [
        _submitted(api, deployment, activity, str(folder)) for activity in _failing(folder, turns)
    ]


def _submitted(api: str, deployment: str, activity_id: str, workspace: str) -> Run:
    form = {
        "activity_id": activity_id, "action": "waive", "decided_by": "bench", "why": "measured",
        "owner": "bench", "workspace": workspace,
    }  # fmt: skip
    begin = time.perf_counter()
    run = _ask(
        api,
        f"/deployments/{deployment}/create_flow_run",
        {"state": {"type": "SCHEDULED"}, "parameters": form},
    )
    end = begin + _ENDS_WITHIN_SECONDS
    while time.perf_counter() < end:
        state = _ask(api, f"/flow_runs/{run['id']}")["state"]
        if state["type"] in _OVER:
            if state["type"] != "COMPLETED":
                raise Failed(f"The decision ended as {state['type']}: {state['message']}")
            return Run(time.perf_counter() - begin, 0.0, 0)
        time.sleep(_LOOKS_EVERY_SECONDS)
    raise Failed(f"The decision was not judged within {_ENDS_WITHIN_SECONDS:.0f} seconds.")


def _failing(folder: Path, count: int) -> list[str]:
    with duckdb.connect(str(folder / "published.duckdb"), read_only=True) as published:
        rows = published.execute(
            "select activity_id from core.failed_activities order by activity_id limit ?", [count]
        ).fetchall()
    if len(rows) < count:
        raise Failed(f"{folder} has {len(rows)} failing activities, {count} are needed")
    return [activity_id for (activity_id,) in rows]


def _wait_for_the_form(api: str) -> None:
    end = time.monotonic() + _STARTS_WITHIN_SECONDS
    while time.monotonic() < end:
        try:
            _ask(api, "/deployments/name/review/review")
        except OSError:
            time.sleep(0.5)
        else:
            time.sleep(5)  # what serve does at its start is not what a decision waits for
            return
    raise Failed(f"rhumbline serve registered no form within {_STARTS_WITHIN_SECONDS:.0f} seconds.")


def _ask(api: str, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        api + path,
        json.dumps(body).encode() if body else None,
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
