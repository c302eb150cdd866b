"""Nights that run themselves, on a real server: arrivals, decisions, one writer, nothing twice."""

import json
import re
import subprocess
import urllib.error
from typing import Any

import duckdb
import pytest

from tests.flows.served import (
    FIRST_ID,
    STRATEGY,
    UNTIED,
    Serving,
    environment,
    until,
    x_content,
)

pytestmark = pytest.mark.slow


def _counted(message: str) -> tuple[int, int]:
    """Return how many activities fail, and of how many, as a headline says."""
    found = re.search(r"(\d+) of (\d+) activities cannot be traced", message)
    assert found, message
    return int(found[1]), int(found[2])


def _kept(serving: Serving) -> dict[str, int]:
    """Return file → rows kept, as published; nothing before the first night."""
    if not serving.workspace.published.exists():
        return {}
    with duckdb.connect(serving.workspace.published, read_only=True) as published:
        rows = published.execute("select name, rows_kept from core.exports").fetchall()
    return dict(rows)


def test_ten_exports_within_a_second_while_a_night_runs(serving: Serving) -> None:
    """One night's worth of runs, all files read once, no lock error."""
    (serving.workspace.inbox / "before.csv").write_bytes(x_content(FIRST_ID, "one #SaturdayCrew"))
    before = len(serving.runs())
    nightly = serving.deployment("nightly")
    serving.ask(f"/deployments/{nightly['id']}/create_flow_run", state={"type": "SCHEDULED"})
    until(lambda: len(serving.runs()) > before, 60, "the night begins")
    expected = {"before.csv": 1}
    for number in range(10):
        texts = [f"post {number}.{post} #SaturdayCrew" for post in range(3)]
        export = x_content(FIRST_ID + 100 * (number + 1), *texts)
        (serving.workspace.inbox / f"ten-{number}.csv").write_bytes(export)
        expected[f"ten-{number}.csv"] = 3

    def all_read() -> list[dict[str, Any]] | None:
        left = list(serving.workspace.inbox.glob("*.csv"))
        runs = serving.runs()
        is_over = not left and all(run["end_time"] for run in runs)
        return runs if is_over and expected.items() <= _kept(serving).items() else None

    runs = until(all_read, 240, serving.said()[-2000:])
    assert len(runs) - before <= 2, "the night, and one run for what came after it had looked"
    assert not [run for run in runs if run["state"]["type"] == "CRASHED"]
    assert not re.search(r"\block\b", serving.said().lower())


def test_a_failed_night_says_its_count(red: dict[str, Any]) -> None:
    """In the list of runs, by its name, and first of all on its page."""
    assert red["state"]["type"] == "FAILED"
    failing, judged = _counted(red["state"]["message"])
    assert failing == 2
    assert red["name"].endswith(f"failed: 2 of {judged} fail, 1 refused")


def test_a_failed_night_names_its_failing_stage_in_red(
    serving: Serving, red: dict[str, Any]
) -> None:
    """On a line of its message, and as the one red task of the run; its log leads to the posts."""
    assert red["state"]["message"].endswith("\nFailed at the stage “Check what must hold”.")
    of_the_run = {"id": {"any_": [red["id"]]}}
    tasks = serving.ask("/task_runs/filter", flow_runs=of_the_run, limit=50)
    failed = [task["name"] for task in tasks if task["state"]["type"] == "FAILED"]
    assert failed == ["Check what must hold"]
    artifact = serving.artifact(red, "failing-activities")["id"]
    link = serving.line_of_log(red, f"/v2/artifacts/artifact/{artifact}")
    assert link.startswith("Decide the ")


def test_a_decision_by_form_is_judged_at_once(serving: Serving, red: dict[str, Any]) -> None:
    """Green when recorded, whatever still fails, with the new count in its message."""
    before, _ = _counted(red["state"]["message"])
    decided = {"activity_id": f"x:{UNTIED}", "action": "tie", "measure": "talk"}
    green = serving.submit("review", **decided, decided_by="Ana")
    assert green["state"]["type"] == "COMPLETED"
    assert _counted(green["state"]["message"])[0] == before - 1
    assert green["state"]["message"].endswith("; 1 fewer than before.")
    (line,) = serving.workspace.decisions.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["decided_by"] == "Ana"
    assert green["name"] == f"tie x:{UNTIED} to talk, by Ana: {before - 1} fail"


def test_a_bad_decision_is_refused_with_the_reason(serving: Serving, red: dict[str, Any]) -> None:
    """Nothing is recorded for a waiver without an owner, and the run says what is missing."""
    lines = _lines(serving)
    refused = serving.submit("review", activity_id=f"x:{UNTIED}", action="waive", decided_by="Ana")
    assert refused["state"]["type"] == "FAILED"
    assert (
        "the form needs Why, the reason; Owner, who answers for it." in refused["state"]["message"]
    )
    assert _lines(serving) == lines


def test_one_form_decides_all_posts_of_a_cause(serving: Serving, red: dict[str, Any]) -> None:
    """Both posts that carry the tag are tied by one run; a second form finds none left."""
    serving.drop({"soup.csv": x_content(FIRST_ID + 600_000, "One #soup", "Two #soup")})
    page = serving.artifact(serving.runs("on_arrival")[0], "failing-activities")["data"]
    assert "[Tie all 2](../../deployments/deployment/" in page
    decided = {"cause": "untied hashtag #soup", "action": "tie", "measure": "talk"}
    green = serving.submit("review", **decided, decided_by="Ana")
    assert green["state"]["type"] == "COMPLETED", green["state"]["message"]
    assert green["state"]["message"].startswith("Recorded: tie 2 activities to talk, by Ana.")
    assert green["state"]["message"].endswith("; 2 fewer than before.")
    refused = serving.submit("review", **decided, decided_by="Ana")
    assert refused["state"]["type"] == "FAILED"
    assert "No post fails for this cause any more" in refused["state"]["message"]


def _lines(serving: Serving) -> int:
    decisions = serving.workspace.decisions
    return len(decisions.read_bytes().splitlines()) if decisions.exists() else 0


@pytest.mark.parametrize(
    "parameters",
    [
        {"activity_id": "x:1", "action": "tie", "measure": "talk"},
        {"activity_id": "x:1", "action": "tie", "measure": "followers", "decided_by": "Ana"},
        {"activity_id": "x:1", "action": "like", "measure": "talk", "decided_by": "Ana"},
    ],
    ids=["nobody", "no such measure", "no such action"],
)
def test_the_server_refuses_what_the_form_would(
    serving: Serving, parameters: dict[str, str]
) -> None:
    """A name is required, and only real measures and actions can be chosen."""
    review = serving.deployment("review")
    with pytest.raises(urllib.error.HTTPError, match=r"409|422"):
        serving.ask(
            f"/deployments/{review['id']}/create_flow_run",
            state={"type": "SCHEDULED"},
            parameters=parameters,
        )


def test_the_form_and_the_schedule_follow_the_strategy(serving: Serving) -> None:
    """A measure added in an editor is in the drop-down within seconds, as is a new hour."""
    loaves = (
        "  loaves: {goal: staffed, segment: volunteers, stage: lead, tier: outcome,\n"
        "           value: sum(shares), baseline: 0, target: 9, by: 2027-06-30}\nties:"
    )
    changed = STRATEGY.replace("ties:", loaves).replace("03:17", "04:44")
    serving.workspace.strategy.write_text(changed, encoding="utf-8")

    def follows() -> bool:
        form = serving.deployment("review")["parameter_openapi_schema"]["properties"]
        (schedule,) = serving.deployment("nightly")["schedules"]
        clock = schedule["schedule"]
        assert clock["timezone"] == "America/Toronto"
        return "loaves" in form["measure"]["enum"] and clock["cron"] == "44 4 * * *"

    until(follows, 60, "the form and the schedule follow")
    serving.workspace.strategy.write_text(STRATEGY, encoding="utf-8")
    until(lambda: not follows(), 60, "and follow back")


def test_every_event_can_be_filtered_by_its_resources(
    serving: Serving, red: dict[str, Any]
) -> None:
    """Each names its workspace, and a failing activity is found from either side."""
    names = (
        "export.arrived", "export.read", "export.rejected", "alignment.failed",
        "activity.untraceable", "export.expected.missing",
    )  # fmt: skip
    told = {name: _events(serving, name) for name in names}
    for name, events in told.items():
        assert events[0]["resource"]["rhumbline.workspace"] == str(serving.workspace.root), name
        assert events[0]["resource"]["prefect.resource.id"].startswith("rhumbline."), name
    activity = f"rhumbline.activity.x:{UNTIED + 1}"
    untraceable = [each["resource"]["prefect.resource.id"] for each in told["activity.untraceable"]]
    assert activity in untraceable
    related = [each["prefect.resource.id"] for each in told["alignment.failed"][0]["related"]]
    assert activity in related
    assert told["export.rejected"][0]["payload"]["file"] == "holiday.csv"
    assert told["export.expected.missing"][0]["payload"]["platform"] == "mailchimp"


def _events(serving: Serving, name: str) -> list[dict[str, Any]]:
    return until(lambda: serving.events(f"rhumbline.{name}"), 30, f"an event {name}")


def test_an_expected_export_that_did_not_come_is_a_warning(
    serving: Serving, red: dict[str, Any]
) -> None:
    """It stands in the verdict, beside what was read."""
    page = serving.artifact(red, "verdict")["data"]
    assert "An export of mailchimp is expected every 7 days; none was ever read." in page
    assert "| untied.csv | x posts |" in page


def test_run_in_a_terminal_is_a_flow_run_of_the_server(
    serving: Serving, red: dict[str, Any]
) -> None:
    """`rhumbline run` finds the server by itself, exits as the night says, and shows in the pages."""
    count = len(serving.runs("nightly"))
    command = serving.command("run", "--json")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=240, env=environment()
    )
    assert done.returncode == 1, done.stderr
    assert _counted(json.loads(done.stdout)["headline"])[0] in (1, 2)  # one may be decided by now
    assert len(serving.runs("nightly")) == count + 1
    assert "Traceback" not in done.stderr


def test_rebuild_and_report_end_as_they_should(serving: Serving, red: dict[str, Any]) -> None:
    """A rebuild is as red as the last night; the report is green, with the scorecard."""
    rebuilt = serving.submit("rebuild")
    assert rebuilt["state"]["type"] == "FAILED"
    reported = serving.submit("report")
    assert reported["state"]["type"] == "COMPLETED"
    assert _counted(reported["state"]["message"]) == _counted(rebuilt["state"]["message"])
    assert (serving.workspace.site / "checks" / "index.html").is_file()
    assert serving.artifact(reported, "scorecard")


def test_a_second_serve_names_the_first(serving: Serving) -> None:
    """One serve a workspace."""
    done = subprocess.run(
        serving.command("serve"), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert f"Process {serving.process.pid}" in done.stderr
    assert serving.pages in done.stderr


def test_nothing_is_registered_twice(serving: Serving) -> None:
    """Each flow has one deployment, and the event one automation, however often it was registered."""
    deployments = serving.ask("/deployments/filter", limit=50)
    names = sorted(each["name"] for each in deployments)
    assert names == ["nightly", "on_arrival", "rebuild", "report", "review"]
    (automation,) = serving.ask("/automations/filter", limit=50)
    assert automation["trigger"]["expect"] == ["rhumbline.export.arrived"]
