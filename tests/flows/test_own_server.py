"""A server, a work pool and a worker of the user's own: prefect.yaml deploys, --watch-only watches."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from rhumbline.server.address import is_healthy
from tests.conftest import REPOSITORY
from tests.flows.served import (
    FIRST_ID,
    STARTS_WITHIN,
    Serving,
    environment,
    free_port,
    until,
    workspace_in,
    x_content,
)

pytestmark = pytest.mark.slow


@contextmanager
def _running(*command: str, log: Path, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment() | variables, cwd=log.parent, stdin=subprocess.PIPE,
            stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()  # by which a server learns that it may end
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


class _Own(Serving):
    """Speaks to the user's server as the tests do to one of ours."""

    def start(self) -> None:
        """Nothing: it runs."""

    def said(self) -> str:
        """Return what the worker said."""
        return (self.log.parent / "worker.log").read_text(encoding="utf-8", errors="replace")


def test_a_worker_runs_what_the_watch_nudges(tmp_path: Path, migrated_home: Path) -> None:
    """Deployed from prefect.yaml, on the strategy's schedule, with a form that follows it."""
    port, home = free_port(), tmp_path / "home"
    shutil.copytree(migrated_home, home)
    own = _Own(workspace_in(tmp_path / "riverside"), port, tmp_path / "serve.log")
    variables = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{own.pages}/api",
        "RHUMBLINE_WORKSPACE": str(own.workspace.root),
    }
    with ExitStack() as running:

        def run(*command: str, log: str) -> subprocess.Popen[bytes]:
            return running.enter_context(_running(*command, log=tmp_path / log, **variables))

        def prefect(*arguments: str) -> None:
            done = subprocess.run(
                [sys.executable, "-m", "prefect", *arguments],
                env=environment() | variables, cwd=REPOSITORY, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr

        run("rhumbline.server.process", "127.0.0.1", str(port), log="server.log")
        until(lambda: is_healthy(variables["PREFECT_API_URL"]), STARTS_WITHIN, "the server answers")
        prefect("work-pool", "create", "--type", "process", "rhumbline")
        prefect("--no-prompt", "deploy", "--all")
        (schedule,) = own.deployment("nightly")["schedules"]
        assert schedule["schedule"]["cron"] == "17 3 * * *"
        assert schedule["schedule"]["timezone"] == "America/Toronto"

        run("prefect", "worker", "start", "--pool", "rhumbline", log="worker.log")
        where = ("--workspace", str(own.workspace.root))
        watch = run("rhumbline", "serve", "--watch-only", *where, log="serve.log")
        until(lambda: "Ctrl-C ends it" in own.log.read_text(), STARTS_WITHIN, "the watch is on")
        form = own.deployment("review")["parameter_openapi_schema"]["properties"]
        assert form["measure"]["enum"] == ["signups", "talk"]
        red = own.drop({"posts.csv": x_content(FIRST_ID, "Soup today", "Join #SaturdayCrew")})
        assert red["state"]["type"] == "FAILED"
        assert red["work_pool_name"] == "rhumbline"
        assert red["state"]["message"].startswith("1 of 2 activities cannot be traced")
        page = own.artifact(red, "failing-activities")["data"]
        review = own.deployment("review")["id"]
        assert f"/deployments/deployment/{review}/run?parameters=" in page
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(30) == 0
