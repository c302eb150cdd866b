"""A server that goes away in the middle of a run costs its pages, never the night."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rhumbline.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.flows.relay import Relay
from tests.flows.served import FIRST_ID, Serving, environment, workspace_in, x_content

pytestmark = pytest.mark.slow

# `rhumbline run` whose night is fast: its checks are those of a night with two failing posts.
_RUN = """
import sys
from datetime import date
from rhumbline import night
from rhumbline.checks import CheckReport, CheckResult
from rhumbline.cli import main
from rhumbline.marts import Shaped

failed = CheckResult("alignment", "traces", "critical", False, 2, 3, message="Posts serve nothing.")
report = CheckReport(date(2026, 10, 13), (failed,), {"untraceable": 2, "aligned": 1})
night.build_marts = lambda *_: Shaped(())
night.check_promises = lambda *_: report
night.write_site = lambda *_: None
sys.argv = ["rhumbline", "run", "--json", "--workspace", sys.argv[1]]
main()
"""


def _run_and_cut(workspace: Workspace, relay: Relay, home: Path, line: str) -> tuple[int, str, str]:
    """Run a night by the relay, and cut it at a line of the log; code, stdout and stderr."""
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(workspace.root)], cwd=REPOSITORY, text=True,
        env=environment() | {"PREFECT_API_URL": relay.api_url, "PREFECT_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    log = ""
    for printed in process.stderr:
        log += printed
        if line in printed:
            relay.cut()
    assert process.stdout
    return process.wait(60), process.stdout.read(), log


@pytest.mark.parametrize(
    "line",
    [
        "Beginning flow run",
        "rhumbline - Read the exports",
        "rhumbline - Publish",
        "rhumbline - Show the verdict",
    ],
)
def test_the_night_ends_without_its_server(serving: Serving, tmp_path: Path, line: str) -> None:
    workspace = workspace_in(tmp_path / "garden")
    (workspace.inbox / "posts.csv").write_bytes(x_content(FIRST_ID, "Soup", "Bread", "Salt"))
    relay = Relay(serving.port)
    code, out, log = _run_and_cut(workspace, relay, tmp_path / "home", line)
    assert line in log
    assert code == 1, log
    verdict = json.loads(out)
    assert (verdict["published"], verdict["failing"]) == (True, 2)
    assert [read["rows"] for read in verdict["read"] if read["platform"] == "x"] == [3]
    assert log.count("The Prefect server went away") == 1
    assert "Traceback" not in log
    assert list(workspace.inbox.iterdir()) == []
    assert workspace.published.is_file()
