"""serve killed in the middle of a run, and served again: everything read once, nothing half published."""

import json
import signal
from pathlib import Path

import duckdb
import psutil
import pytest

from tests.flows.conftest import serving_in
from tests.flows.served import FIRST_ID, NIGHT_WITHIN, until, x_content

pytestmark = pytest.mark.slow


def test_kill_9_in_the_middle_of_a_run(tmp_path: Path, migrated_home: Path) -> None:
    """The run that was cut off is said so, another one ends it, and serve then ends clean."""
    serving = serving_in(tmp_path, migrated_home)
    assert serving.runs() == [], "it starts no run while nothing lies in inbox/"
    for number in range(4):
        texts = [f"post {number}.{post} #SaturdayCrew" for post in range(50)]
        export = x_content(FIRST_ID + 1000 * number, *texts)
        (serving.workspace.inbox / f"export-{number}.csv").write_bytes(export)
    until(lambda: "Shape the marts" in serving.said(), NIGHT_WITHIN, serving.said())
    children = psutil.Process(serving.process.pid).children(recursive=True)
    serving.kill()
    assert not serving.workspace.published.exists()
    psutil.wait_procs(children, timeout=20)
    left = [child for child in children if child.is_running()]
    assert not left, "neither the server nor a run outlives it"

    serving.start()
    good, cut_off = serving.ended(2)
    assert "The last run was cut off; a run goes on where it stopped." in serving.said()
    assert cut_off["state"]["type"] == "CRASHED"
    assert good["state"]["type"] == "COMPLETED"
    assert good["state"]["message"] == "All 200 activities trace to a strategy measure"
    with duckdb.connect(serving.workspace.published, read_only=True) as published:
        exports = published.execute(
            "select name, status, rows_kept from core.exports order by name"
        ).fetchall()
        (observed,) = published.execute("select count(*) from core.observations").fetchall()[0]
    assert exports == [(f"export-{number}.csv", "read", 50) for number in range(4)]
    assert observed == 200

    (serving.workspace.inbox / "later.csv").write_bytes(x_content(FIRST_ID + 9000, "late"))
    until(lambda: len(serving.runs()) == 3, 60, "a third run begins")
    assert serving.end(signal.SIGINT) == 0
    assert serving.said().rstrip().endswith("Ended. Nothing is half done.")
    assert not (serving.workspace.state / "server.json").exists()


def test_serve_ends_with_its_server(tmp_path: Path, migrated_home: Path) -> None:
    """A dead server is said, with what it said last, and the exit lets a supervisor start anew."""
    serving = serving_in(tmp_path, migrated_home)
    said = json.loads((serving.workspace.state / "server.json").read_text(encoding="utf-8"))
    psutil.Process(said["server_pid"]).kill()
    assert serving.process.wait(60) == 2
    assert "The Prefect server ended by itself." in serving.said()
    assert "Traceback" not in serving.said()
