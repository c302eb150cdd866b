"""Decisions: checked before they are kept, appended for good, and told apart from what a crash leaves."""

import csv
from pathlib import Path

import polars as pl
import pytest

from models.decision import Action
from rhumbline.decisions.batches import filled_in, selected
from rhumbline.decisions.proposed_tie import propose
from rhumbline.decisions.record import Request, load_decisions, read, record, record_all
from rhumbline.errors import UserError
from rhumbline.strategy.file import loads
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.warehouse.publication import publish
from rhumbline.workspace import Workspace

STRATEGY = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: People skip meals., promise: Nobody does.}
segments:
  cooks: {who: people who cook}
goals:
  kitchen: {statement: 20 cooks by June, why: it closes otherwise}
measures:
  signups:
    {goal: kitchen, segment: cooks, stage: lead, tier: outcome,
     value: sum(signups), baseline: 0, target: 20, by: 2027-06-30}
  talk:
    {goal: kitchen, segment: cooks, stage: participate, tier: out_take,
     value: sum(comments), baseline: 0, target: 9, by: 2027-06-30}
ties:
  # what people type
  - {measure: talk, hashtag: "#cook"}
sites: [riverside.example]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "strategy.yaml").write_text(STRATEGY)
    here = Workspace(tmp_path)
    with open_for_writing(here) as warehouse:
        _two_posts(warehouse)
        publish(here, warehouse)
    return here


def _two_posts(warehouse: Warehouse) -> None:
    rows = pl.DataFrame(
        {
            "activity_key": [1, 2],
            "activity_id": ["x:1", "x:2"],
            "platform": ["x", "x"],
            "native_id": ["1", "2"],
            "type": ["post", "reply"],
            "text": ["Soup #swap", "@ann see you #swap"],
        }
    )
    warehouse.append("core.activities", rows)
    references = pl.DataFrame(
        {
            "activity_key": [1, 2],
            "kind": "hashtag",
            "reference": "#swap",
            "is_own": False,
            "is_shortened": False,
        }
    )
    warehouse.append("core.activity_references", references)
    warehouse.run(
        """
        create table marts.activity_alignment as
        select activity_id, platform, text, 'untraceable' as alignment
        from core.activities
        """
    )


def tie(activity: str = "x:1", **said: str) -> Request:
    return Request(
        activity, "tie", said.pop("decided_by", "Ann"), measure=said.pop("measure", "talk")
    )


def test_a_decision_is_kept_with_who_when_and_what_the_measure_was(workspace: Workspace) -> None:
    kept = record(workspace, tie())
    assert read(workspace) == [kept]
    assert kept.fingerprint == loads(STRATEGY).strategy.fingerprint("talk")
    assert kept.decided_by == "Ann"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (tie("x:9"), "No activity x:9"),
        (tie(measure="nope"), "'nope' is not a measure; there are signups, talk"),
        (tie(decided_by=""), "who took it"),
        (Request("x:1", "bless", "Ann"), "'bless' is not an action"),
        (Request("x:1", "waive", "Ann", why="a joke"), "owner"),
        (Request("x:1", "confirm", "Ann"), "no decision on it to confirm"),
        (Request("x:1", "waive", "Ann", why="a", owner="b", expires="soon"), "date"),
    ],
)
def test_what_a_decision_lacks_is_said_and_nothing_is_kept(
    workspace: Workspace, request_: Request, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        record_all(workspace, [tie("x:2"), request_])
    assert read(workspace) == []


def test_a_waiver_of_many_needs_its_last_day(workspace: Workspace) -> None:
    waiver = Request("x:1", "waive", "Ann", why="greetings", owner="Bo")
    with pytest.raises(UserError, match="expires"):
        record_all(workspace, [waiver], by_rule=True)
    assert record_all(workspace, [waiver])[0].action is Action.WAIVE


def test_confirming_takes_the_measure_that_was_decided(workspace: Workspace) -> None:
    record(workspace, tie(measure="signups"))
    changed = STRATEGY.replace("target: 20", "target: 90")
    workspace.strategy.write_text(changed)
    confirmed = record(workspace, Request("x:1", "confirm", "Bo"))
    assert confirmed.measure == "signups"
    assert confirmed.fingerprint == loads(changed).strategy.fingerprint("signups")


def test_a_line_that_a_crash_cut_costs_no_other(workspace: Workspace) -> None:
    record(workspace, tie())
    with workspace.decisions.open("a") as file:
        file.write('{"activity_id":"x:2","act')
    record(workspace, tie("x:2"))
    assert [d.activity_id for d in read(workspace)] == ["x:1", "x:2"]


def test_a_line_that_somebody_edited_is_named(workspace: Workspace) -> None:
    workspace.decisions.write_text('{"activity_id": "x:1", "action": "tie"}\n')
    with pytest.raises(UserError, match="Line 1 is not a decision"):
        read(workspace)


def test_core_has_a_copy_in_order(workspace: Workspace) -> None:
    record_all(workspace, [tie(), tie("x:2")])
    record(workspace, Request("x:1", "withdraw", "Bo"))
    with open_for_writing(workspace) as warehouse:
        load_decisions(workspace, warehouse)
        load_decisions(workspace, warehouse)
        rows = warehouse.rows("select position, activity_id, action from core.decisions order by 1")
    assert rows == [(1, "x:1", "tie"), (2, "x:2", "tie"), (3, "x:1", "withdraw")]


def test_a_condition_selects_activities(workspace: Workspace) -> None:
    assert selected(workspace, "type = 'reply'") == ["x:2"]
    with pytest.raises(UserError, match="selects no activity"):
        selected(workspace, "platform = 'y'")
    with pytest.raises(UserError, match="cannot read the condition"):
        selected(workspace, "type == = 1")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_comes_back_filled_in(
    workspace: Workspace, tmp_path: Path, separator: str
) -> None:
    path = tmp_path / "filled.csv"
    rows = [
        ["activity_id", "text", "action", "measure", "why", "owner", "expires", "decided_by"],
        ["x:1", "'=SUM(a)", "", "talk", "", "", "", ""],
        ["x:2", "a\nb", "waive", "", "a joke", "Bo", "2027-01-31", "Cy"],
        ["x:3", "left open", "", "", "", "", "", ""],
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    requests = filled_in(path, "Ann")
    assert [(r.activity_id, r.action, r.decided_by) for r in requests] == [
        ("x:1", "tie", "Ann"),
        ("x:2", "waive", "Cy"),
    ]
    assert [str(d.expires) for d in record_all(workspace, requests)] == ["None", "2027-01-31"]


def test_a_proposed_tie_is_one_more_line_and_keeps_every_other(workspace: Workspace) -> None:
    patch = propose(workspace, ["x:1", "x:2"], "signups").patch
    added = [
        line for line in patch.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert added == ['+  - {measure: signups, hashtag: "#swap"}']


def test_nothing_is_proposed_where_nothing_is_shared(workspace: Workspace) -> None:
    with open_for_writing(workspace) as warehouse:
        warehouse.run("delete from core.activity_references")
        publish(workspace, warehouse)
    with pytest.raises(UserError, match="share no campaign"):
        propose(workspace, ["x:1", "x:2"], "signups")


def test_one_error_names_all_that_a_proposal_lacks(workspace: Workspace) -> None:
    with open_for_writing(workspace) as warehouse:
        warehouse.run("delete from core.activity_references")
        publish(workspace, warehouse)
    with pytest.raises(UserError, match=r"(?s)share no campaign.*'tea' is not a measure"):
        propose(workspace, ["x:1", "x:2"], "tea")
