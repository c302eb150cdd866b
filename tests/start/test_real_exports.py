"""Groups of real exports: they decide most posts, and none claims them by whose or what kind they are."""

import shutil
from pathlib import Path

import pytest

from models.strategy import TieKind
from rhumbline.start.groups import WIDE_SHARE
from rhumbline.start.reading import read_exports
from rhumbline.start.survey import survey_exports
from rhumbline.workspace import Workspace


@pytest.mark.parametrize(
    "folders", [("meta/account-09", "linkedin/account-09"), ("x/account-19",)], ids=["page", "x"]
)
def test_groups_decide_most_posts(
    real_exports: Path, tmp_path: Path, folders: tuple[str, ...]
) -> None:
    workspace = Workspace(tmp_path)
    for folder in folders:
        shutil.copytree(real_exports / folder, workspace.inbox / folder)
    survey = survey_exports(read_exports(workspace), "UTC")
    covered = {row for group in survey.groups for row in group.rows}
    assert len(covered) >= 0.7 * survey.posts
    kinds = {cue.kind for group in survey.groups for cue in group.cues}
    assert not kinds & {TieKind.ACCOUNT, TieKind.TYPE}
    wide = [group for group in survey.groups if len(group.rows) > WIDE_SHARE * survey.posts]
    assert all(group.is_wide for group in wide)
