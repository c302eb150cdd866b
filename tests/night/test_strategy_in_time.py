"""Strategy versions: a correction cures the past, a later version does not, and time never runs back."""

from datetime import date
from pathlib import Path

import pytest

from rhumbline.errors import BadStrategy
from rhumbline.night import run_night
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, STRATEGY, X, unshaped, workspace_in

_TIE = b"ties:\n  - {measure: volunteer-talk, type: reply}\n"
_CURED = STRATEGY.replace(b"ties:\n", _TIE)
_LATER = _CURED.replace(b"in_force_from: 2026-09-01", b"in_force_from: 2026-09-15")


def _verdicts(workspace: Workspace, strategy: bytes) -> dict[str, tuple[str, str, date]]:
    """Post → alignment, version that judged it, and day of publication, after a night."""
    workspace.strategy.write_bytes(strategy)
    run_night(workspace, AS_OF, step=unshaped)
    with open_published(workspace) as published:
        rows = published.rows(
            """
            select
                activity_id,
                alignment,
                strategy_version,
                cast(timezone('America/Toronto', published_at) as date)
            from core.verdicts
            inner join core.activities using (activity_id)
            """
        )
    return {row[0]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[str, str, date]]]:
    """Verdicts of a first night, after a correction, after a later version, and after each alone."""
    first = workspace_in(tmp_path_factory.mktemp("time") / "w", X)
    second = workspace_in(tmp_path_factory.mktemp("later") / "w", X)
    return {
        "first": _verdicts(first, STRATEGY),
        "corrected": _verdicts(first, _CURED),
        "before": _verdicts(second, STRATEGY),
        "later": _verdicts(second, _LATER),
    }


def test_a_tie_added_with_the_same_date_cures_the_posts_of_the_past(
    told: dict[str, dict[str, tuple[str, str, date]]],
) -> None:
    before = {post for post, said in told["first"].items() if said[0] == "untraceable"}
    assert before
    cured = {post for post in before if told["corrected"][post][0] == "aligned"}
    assert cured
    assert {told["corrected"][post][1] for post in cured} == {"2026-09-01"}


def test_a_later_version_leaves_older_posts_their_verdict(
    told: dict[str, dict[str, tuple[str, str, date]]],
) -> None:
    older = {post for post, said in told["later"].items() if said[2] < date(2026, 9, 15)}
    newer = told["later"].keys() - older
    assert older
    assert newer
    assert {post: told["later"][post] for post in older} == {
        post: told["before"][post] for post in older
    }
    assert {told["later"][post][1] for post in newer} == {"2026-09-15"}
    changed = {post for post in newer if told["later"][post][0] != told["before"][post][0]}
    assert changed


def test_a_date_before_the_last_versions_is_an_error_that_names_both(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    run_night(workspace, AS_OF, step=unshaped)
    published = workspace.published.read_bytes()
    workspace.strategy.write_bytes(STRATEGY.replace(b"2026-09-01", b"2026-08-01", 1))
    with pytest.raises(BadStrategy) as raised:
        run_night(workspace, AS_OF, step=unshaped)
    assert "2026-08-01" in str(raised.value)
    assert "2026-09-01" in str(raised.value)
    assert workspace.published.read_bytes() == published


def test_a_broken_strategy_stops_the_night_before_anything_moves(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.strategy.write_bytes(STRATEGY.replace(b"goal: staffed-weekends", b"goal: nobody"))
    with pytest.raises(BadStrategy, match="nobody"):
        run_night(workspace, AS_OF, step=unshaped)
    assert len(list(workspace.inbox.iterdir())) == 1
    assert not workspace.published.exists()
