"""The artifacts as text: what a person reads at eight in the morning."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pytest

from rhumbline.decisions.record import Request
from rhumbline.errors import UserError
from rhumbline.ingest.exports import Read
from rhumbline.marts import Node
from rhumbline.reports.artifacts import models_page, verdict_page
from rhumbline.reports.failing_page import failing_page
from rhumbline.reports.review_form import refuse_incomplete
from rhumbline.reports.run_texts import failing_headline, stopped_message
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.reports.verdict_rows import FailingActivity, VerdictRows
from rhumbline.workspace import Workspace
from tests.night.workspaces import workspace_in

POST = FailingActivity(
    activity_id="x:1",
    platform="x",
    account="riverside",
    type="post",
    published_at=datetime(2026, 10, 9, 20, 0, tzinfo=UTC),
    permalink="https://x.com/riverside/status/1",
    text="Is a hot dog a sandwich?",
    alignment="untraceable",
    cause="no link, tag or phrase",
    reason="No tie matches.",
    suggested_measure_id=None,
    suggestion=None,
)
GALA = replace(POST, activity_id="x:2", cause="unknown campaign gala", text="Last tickets")
VERDICT = Verdict(
    as_of=date(2026, 10, 13),
    headline="3 of 9 activities cannot be traced to a strategy measure",
    judged=9,
    failing=3,
    causes=(
        Cause(GALA.cause, 2, "x:2", "Last tickets", "Add a tie for it."),
        Cause(POST.cause, 1, "x:1", "Is a hot dog a sandwich?", "Decide it."),
    ),
    alignment=("x",),
    published=True,
)


def _workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "of two words")


def test_failing_activities_are_read_cause_by_cause(tmp_path: Path) -> None:
    again = replace(GALA, activity_id="x:3")
    page = failing_page(_workspace(tmp_path), VERDICT, (POST, GALA, again), None)
    first, second = page.split("\n## ")[1:]
    assert first.startswith("unknown campaign gala: 2\n\nAdd a tie for it.")
    assert first.count("Last tickets") == 2
    assert second.startswith("no link, tag or phrase: 1\n\nDecide it.")
    assert "2026-10-09 16:00" in page
    assert "nearest" not in page
    assert "Times are those of America/Toronto" in page


def test_a_cut_list_says_the_count_and_a_command_to_copy(tmp_path: Path) -> None:
    page = failing_page(_workspace(tmp_path), VERDICT, (POST,), None)
    assert "The newest 1 of **3**" in page
    assert f"--workspace '{tmp_path}/of two words'`" in page


def test_a_verdict_tells_of_files_dropped_again(tmp_path: Path) -> None:
    verdict = replace(
        VERDICT,
        known=("posts.csv",),
        read=(Read("notes.csv", "0" * 16, "refused", reason="It was refused before."),),
    )
    page = verdict_page(_workspace(tmp_path), verdict, VerdictRows((), (), ()))
    assert "Read before, nothing new in it: posts.csv" in page
    assert "**refused**: It was refused before." in page
    assert "Decide it. Such as “Is a hot dog a sandwich?” (x:1)" in page


def test_the_name_of_a_test_breaks_where_the_page_ends() -> None:
    name = "accepted_values_alignment__aligned__suspect"
    page = models_page([Node(name, "test", "pass", 0.1, 0, "")])
    assert "accepted values alignment: aligned: suspect" in page


def test_a_long_tail_of_causes_is_one_table(tmp_path: Path) -> None:
    """What fails for a reason of its own does not get a heading of its own."""
    posts = [replace(POST, activity_id=f"x:{n}", cause=f"untied hashtag #{n}") for n in range(30)]
    causes = tuple(Cause(each.cause, 1, each.activity_id, "", "Tie it.") for each in posts)
    workspace = _workspace(tmp_path)
    verdict = replace(VERDICT, causes=causes, failing=30)
    page = failing_page(workspace, verdict, posts, None)
    assert page.count("\n## ") == 11
    rest = page.split("## Other causes: 20")[1]
    assert rest.count("untied hashtag") == 20
    verdict_text = verdict_page(workspace, verdict, VerdictRows((), (), ()))
    assert "**20** of 20 other causes" in verdict_text


def test_a_form_shows_the_posts_words_cause_and_suggestion(tmp_path: Path) -> None:
    near = replace(POST, suggested_measure_id="talk", suggestion="it shares a phrase")
    page = failing_page(_workspace(tmp_path), VERDICT, (near,), UUID(int=7))
    (address,) = re.findall(r"\[tie\]\(([^)]+)\)", page)
    assert json.loads(unquote(address.split("parameters=")[1])) == {
        "post": "“Is a hot dog a sandwich?” (x). Fails: no link, tag or phrase. "
        "Nearest measure: talk, it shares a phrase",
        "activity_id": "x:1",
        "action": "tie",
        "measure": "talk",
    }
    assert "[waive](../../deployments/deployment/" in page


def test_posts_of_one_cause_have_one_form(tmp_path: Path) -> None:
    page = failing_page(_workspace(tmp_path), VERDICT, (POST, GALA), UUID(int=7))
    addresses = re.findall(r"\[Tie all 2\]\(([^)]+)\)", page)
    assert len(addresses) == 1, "one cause has two posts, the other has one"
    assert json.loads(unquote(addresses[0].split("parameters=")[1]))["cause"] == GALA.cause


@pytest.mark.parametrize(
    ("request_", "cause", "needs"),
    [
        (Request("x:1", "tie", "Ana"), None, "Measure, which it serves"),
        (Request("x:1", "waive", "Ana"), None, "Why, the reason; Owner, who answers for it"),
        (
            Request("", "waive", "Ana", why="No.", owner="Ana"),
            "untied hashtag #soup",
            "Expires, since a waiver of many posts ends",
        ),
        (Request("", "confirm", "Ana"), None, "Activity, the post it is about"),
        (Request("x:1", "withdraw", "Ana"), "no text", "Activity or Cause alone, not both"),
    ],
    ids=["tie", "waive", "waive a cause", "nothing", "both"],
)
def test_a_form_that_lacks_something_says_what(
    request_: Request, cause: str | None, needs: str
) -> None:
    with pytest.raises(UserError, match=re.escape(needs)):
        refuse_incomplete(request_, cause)
    refuse_incomplete(Request("x:1", "tie", "Ana", measure="talk"), None)


def test_a_run_that_stopped_names_its_stage_below_the_reason() -> None:
    text = stopped_message("The inbox is empty.", "Collect the inbox")
    assert text == "The inbox is empty.\nFailed at the stage “Collect the inbox”."
    assert stopped_message("It is broken.", None) == "It is broken."
    assert failing_headline("a result of any other stage") is None
