"""A folder that keeps its own today is judged as of that day, in any year, and says so."""

from datetime import date
from pathlib import Path

import pytest

from rhumbline import demo
from rhumbline.errors import UserError
from rhumbline.night import run_night
from rhumbline.reports.terminal import print_verdict
from tests.night.workspaces import STORED, X, unshaped, workspace_in

LONG_AGO = date(2024, 2, 29)


def test_a_night_is_judged_as_of_the_day_that_the_folder_keeps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.keep_today(LONG_AGO)
    verdict = run_night(workspace, step=unshaped)
    assert verdict.as_of == LONG_AGO
    print_verdict(verdict, workspace)
    assert capsys.readouterr().out.count("the day this folder keeps as its today") == 1


def test_a_day_that_is_asked_for_comes_before_the_kept_one(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.keep_today(LONG_AGO)
    assert run_night(workspace, date(2026, 10, 13), unshaped).as_of == date(2026, 10, 13)


def test_a_kept_day_that_is_none_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    workspace.keep_today(LONG_AGO)
    (workspace.state / "today").write_text("yesterday\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"\.rhumbline/today"):
        workspace.today(STORED.zone)


def test_the_demonstration_keeps_the_day_of_its_last_night(tmp_path: Path) -> None:
    workspace = demo.begin(tmp_path / "demo")
    assert workspace.kept_today == demo.nights()[-1][1]
