"""What a change of the strategy would do, shown before it is saved: tried on the demonstration."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from models.decision import Action
from rhumbline.decisions.record import Request, record
from rhumbline.errors import BadStrategy
from rhumbline.night import run_night
from rhumbline.reports.change_preview import preview_change
from rhumbline.strategy.editing.edits import Add, Put
from rhumbline.workspace import Workspace

CURE = Add(("ties",), {"measure": "garden-saves", "hashtag": "#SeedSwapMeet"})


def test_a_correction_is_judged_from_the_start(demonstration: Workspace) -> None:
    before = demonstration.strategy.read_bytes()
    preview = preview_change(demonstration, [CURE])
    assert preview.effect is not None
    failing = preview.effect.failing_before
    assert preview.verdict == f"{failing} → {failing - 1} posts fail."
    assert preview.effect.activities["text"].to_list() == [
        "Seeds to swap? The table is open on Thursday. #SeedSwapMeet"
    ]
    added = [line for line in preview.diff.splitlines() if line[:1] in "+-"][2:]
    assert added == ['+  - {measure: garden-saves, hashtag: "#SeedSwapMeet"}']
    assert not preview.is_new_version
    assert demonstration.strategy.read_bytes() == before


def test_a_change_of_course_leaves_posts_before_its_day_as_they_are(
    demonstration: Workspace,
) -> None:
    preview = preview_change(demonstration, [CURE], date(2026, 10, 10))
    assert preview.is_new_version
    assert preview.effect is not None
    assert preview.verdict.endswith("as before.")
    assert preview.effect.activities.is_empty()


def test_a_day_before_the_last_version_is_refused(demonstration: Workspace) -> None:
    with pytest.raises(BadStrategy, match="before the last version's"):
        preview_change(demonstration, [CURE], date(2026, 8, 1))


def test_decisions_that_would_become_suspect_are_named(
    demonstration: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(demonstration.root, tmp_path / "copy")
    copy = Workspace(tmp_path / "copy")
    with_failure = preview_change(copy, [CURE])
    assert with_failure.effect is not None
    (activity,) = with_failure.effect.activities["activity_id"].to_list()
    record(
        copy,
        Request(activity, Action.TIE, "Ana", "garden-saves", "It is about the seed swap."),
    )
    run_night(copy, date(2026, 10, 13))
    preview = preview_change(copy, [Put(("measures", "garden-saves", "target"), "250")])
    assert preview.effect is not None
    assert preview.effect.newly_suspect["activity_id"].to_list() == [activity]
