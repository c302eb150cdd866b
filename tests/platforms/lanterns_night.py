"""A night with Lanternpost; test_new_platform.py runs this in a copy that has the platform."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

import rhumbline
from rhumbline.checks import CheckReport
from rhumbline.lint import lint
from rhumbline.night import check_promises, log_and_run, run_night
from rhumbline.reports.site import write_site
from rhumbline.strategy.file import load
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace

T = TypeVar("T")
HERE = Path(__file__).resolve().parents[2]
EXPORT = HERE / "tests" / "readers" / "lanternpost_lanterns" / "evening" / "lanterns.csv"
AS_OF = date(2026, 9, 7)
STRATEGY = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: hunger, promise: food}
segments:
  volunteers: {who: people with a free Saturday, listens_at: [the harbour]}
goals:
  staffed: {statement: 200 volunteers, why: the kitchen closes}
measures:
  answers: {goal: staffed, segment: volunteers, stage: participate, tier: out_take, value: sum(comments),
    baseline: 0, target: 10, by: 2027-06-30}
ties:
  - {measure: answers, hashtag: "#SaturdayCrew", platform: lantern post}
accounts: {lanternpost: {riverside: }}
expected_exports: {lanternpost: weekly}
"""


def without_checks_and_site(name: str, stage: Callable[..., T], *args: object) -> T:
    instead: dict[Callable[..., Any], Any] = {
        check_promises: CheckReport(AS_OF, (), {}), write_site: None,
    }  # fmt: skip
    return cast("T", instead[stage]) if stage in instead else log_and_run(name, stage, *args)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = Workspace(tmp_path_factory.mktemp("workspace"))
    folder.inbox.mkdir()
    folder.strategy.write_text(STRATEGY, encoding="utf-8")
    shutil.copy2(EXPORT, folder.inbox)
    run_night(folder, AS_OF, step=without_checks_and_site)
    return folder


def test_the_copy_is_what_is_tested() -> None:
    assert HERE in Path(rhumbline.__file__).parents


def test_lint_knows_the_platform(workspace: Workspace) -> None:
    findings = lint(load(workspace.strategy, check_references=False))
    assert [(f.code, f.message) for f in findings] == [
        ("RL211", "`lantern post` is another name of Lanternpost")
    ]


def test_a_night_judges_lanterns_and_refuses_the_row_without_a_date(workspace: Workspace) -> None:
    with open_published(workspace) as published:
        verdicts = published.rows(
            "select activity_id, alignment, measure_id from core.verdicts order by 1"
        )
        refused = published.rows("select line, reason from core.rejections")
    assert verdicts == [
        ("lanternpost:l1", "aligned", "answers"),
        ("lanternpost:l2", "untraceable", None),
    ]
    assert [line for line, _ in refused] == [4]


def test_marts_show_lanterns_by_the_figure_that_the_record_names(workspace: Workspace) -> None:
    with open_published(workspace) as published:
        rows = published.rows(
            "select activity_id, shown_as, shown, responses from marts.activity_performance order by 1"
        )
    assert rows == [
        ("lanternpost:l1", "impressions", 30, 8),
        ("lanternpost:l2", "impressions", 11, 2),
    ]
