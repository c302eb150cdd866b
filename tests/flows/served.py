"""A served workspace as its people have it: `rhumbline serve` as a process, spoken to through its API."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from rhumbline.workspace import Workspace

T = TypeVar("T")

STARTS_WITHIN: Final = 150.0  # seconds; a laptop that tests on all cores is slow
NIGHT_WITHIN: Final = 150.0

STRATEGY: Final = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: One in nine households skips meals., promise: Nobody chooses between rent and food.}
segments:
  volunteers: {who: people with a free Saturday, interests: [gardens], listens_at: ["#riverside"]}
goals:
  staffed: {statement: 200 weekend volunteers by 30 June 2027, why: the kitchen closes without them}
measures:
  signups: {goal: staffed, segment: volunteers, stage: lead, tier: outcome,
            value: sum(link_clicks), baseline: 0, target: 200, by: 2027-06-30}
  talk: {goal: staffed, segment: volunteers, stage: participate, tier: out_take,
         value: sum(comments), baseline: 0, target: 400, by: 2027-06-30}
ties:
  - {measure: signups, hashtag: "#SaturdayCrew"}
expected_exports: {mailchimp: weekly}
schedule: "03:17"
"""

_COLUMNS: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)


def workspace_in(root: Path) -> Workspace:
    """Return a workspace with a small strategy and an empty inbox."""
    workspace = Workspace(root)
    workspace.inbox.mkdir(parents=True)
    workspace.strategy.write_text(STRATEGY, encoding="utf-8")
    return workspace


def x_content(first_id: int, *texts: str) -> bytes:
    """X's content export with one post per text, ids counted up from the first."""
    lines = [_COLUMNS]
    for number, text in enumerate(texts, first_id):
        quoted = text.replace('"', '""')
        address = f"https://x.com/riverside/status/{number}"
        figures = ",".join(str(number % 7 + place) for place in range(13))
        lines.append(f'{number},"Fri, Oct 09, 2026","{quoted}",{address},{figures}')
    return "\r\n".join([*lines, ""]).encode()


FIRST_ID: Final = 2_108_000_000_000_000_000  # October 2026, as X counts
UNTIED: Final = FIRST_ID + 900_000  # the first of the posts that the fixture `red` drops


def until(ask: Callable[[], T | None], within: float, what: str) -> T:
    """Ask until there is an answer, and return it; fail after so many seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.25)
    raise AssertionError(f"not within {within:.0f} s: {what}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """A running `rhumbline serve`, in a process group of its own."""

    def __init__(self, workspace: Workspace, port: int, log: Path) -> None:
        """Start it, and return once it says so."""
        self.workspace, self.port, self.log = workspace, port, log
        self.start()

    @property
    def pages(self) -> str:
        """Where a person opens it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, once more where it has ended."""
        begun = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--port", str(self.port)),
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment(),
                start_new_session=True,
            )
        until(lambda: self._says_so(begun), STARTS_WITHIN, "serve says what to do next")

    def _says_so(self, begun: int) -> bool:
        assert self.process.poll() is None, self.said()
        return "Ctrl-C ends it" in self.said()[begun:]

    def command(self, *arguments: str) -> list[str]:
        """Return a command line about this workspace."""
        where = str(self.workspace.root)
        return [sys.executable, "-m", "rhumbline", *arguments, "--workspace", where]

    def said(self) -> str:
        """Return all it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal to its whole process group; its exit code."""
        os.killpg(self.process.pid, how)
        return self.process.wait(60)

    def kill(self) -> None:
        """Kill it alone, as kill -9 of its process does."""
        self.process.kill()
        self.process.wait(10)

    def ask(self, path: str, **body: Any) -> Any:
        """Return the answer of the server's API."""
        return self.ask_with(path, body)

    def ask_with(self, path: str, body: Any) -> Any:
        """Return the answer of the server's API to a body of any kind."""
        request = urllib.request.Request(
            f"{self.pages}/api{path}",
            json.dumps(body).encode() if body else None,
            {"content-type": "application/json"},
        )
        answer = until(lambda: _answer(request), _BUSY_WITHIN, f"an answer to {path}")
        return json.loads(answer) if answer.strip() else None

    def runs(self, flow: str | None = None) -> list[dict[str, Any]]:
        """Return the runs that began, the latest first."""
        begun = {"state": {"type": {"not_any_": ["SCHEDULED"]}}}
        asked: dict[str, Any] = {"sort": "START_TIME_DESC", "flow_runs": begun}
        if flow:
            asked["flows"] = {"name": {"any_": [flow]}}
        return list(self.ask("/flow_runs/filter", **asked))

    def ended(self, count: int, flow: str | None = None) -> list[dict[str, Any]]:
        """Return the runs once so many have ended and none is under way."""

        def all_ended() -> list[dict[str, Any]] | None:
            runs = self.runs(flow)
            over = all(run["state"]["type"] in _OVER for run in runs)
            return runs if over and len(runs) >= count else None

        return until(all_ended, NIGHT_WITHIN, f"{count} runs have ended: {self.said()[-3000:]}")

    def drop(self, exports: dict[str, bytes]) -> dict[str, Any]:
        """Drop exports into inbox/; the run that reads them, once it has ended."""
        count = len(self.runs())
        for name, content in exports.items():
            (self.workspace.inbox / name).write_bytes(content)
        return self.ended(count + 1)[0]

    def submit(self, flow: str, **parameters: Any) -> dict[str, Any]:
        """Start a deployment as its form does; the run, once it has ended."""
        count, deployment = len(self.runs(flow)), self.deployment(flow)
        self.ask(
            f"/deployments/{deployment['id']}/create_flow_run",
            state={"type": "SCHEDULED"},
            parameters=parameters,
        )
        return self.ended(count + 1, flow)[0]

    def artifact(self, run: dict[str, Any], key: str) -> dict[str, Any]:
        """Return an artifact of a run."""
        wanted = {"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": [key]}}
        (found,) = self.ask("/artifacts/filter", artifacts=wanted)
        return dict(found)

    def line_of_log(self, run: dict[str, Any], ending: str) -> str:
        """The line of a run's log with that end; a run sends its last lines as its process ends."""

        def lines() -> list[str]:
            asked = {"flow_run_id": {"any_": [run["id"]]}}
            logged = [line["message"] for line in self.ask("/logs/filter", logs=asked, limit=200)]
            return [line for line in logged if line.endswith(ending)]

        return until(lines, 30, f"a line of the log that ends with {ending}")[0]

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the events of a name, the latest first."""
        asked = {"event": {"name": [name]}, "order": "DESC"}
        return list(self.ask("/events/filter", filter=asked, limit=50)["events"])

    def deployment(self, flow: str) -> dict[str, Any]:
        """Return a deployment by the name of its flow."""
        return dict(self.ask(f"/deployments/name/{flow}/{flow}"))


def _answer(request: urllib.request.Request) -> bytes | None:
    """Return what a server answers; None while its database is busy, when Prefect's client waits too."""
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read()) or b" "
    except urllib.error.HTTPError as refused:
        if refused.code != 503:
            raise
        return None


_BUSY_WITHIN: Final = 60.0
_OVER: Final = ("COMPLETED", "FAILED", "CANCELLED", "CRASHED")


def environment() -> dict[str, str]:
    """Return the environment of a person who set nothing, with a watch in a hurry."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "RHUMBLINE_"))}
    return mine | {"RHUMBLINE_DEBOUNCE_SECONDS": "1", "RHUMBLINE_SETTLE_SECONDS": "0.5"}
