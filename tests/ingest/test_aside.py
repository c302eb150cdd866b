"""Accounts that are others', or that nobody was asked about: kept, not judged, and brought back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from models.strategy import Strategy
from rhumbline.night import rebuild, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.workspace import Workspace
from tests.night.workspaces import (
    AS_OF,
    STORED,
    STRATEGY,
    X,
    content,
    lost,
    put,
    unshaped,
    workspace_in,
)

_HEADER: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
)
_POST: Final = (
    '{id},"Sat, Sep 19, 2026","Soup at noon. #SaturdayCrew",https://x.com/{handle}/status/{id},'
    "{shown},3,5,0,0,0,0,0,0,3,2,0,0\n"
)
_FIRST, _LATER = 2101280140293046001, 2101280140293046002
_AS_OURS: Final = b"\nnot_ours: []\naccounts: {x: {riverside_food: , soup_kitchen: }}\n"
_AS_THEIRS: Final = b"\nnot_ours: [x/soup_kitchen]\n"


def _export(shown: int, *ids: int) -> bytes:
    rows = (_POST.format(id=each, handle="soup_kitchen", shown=shown) for each in ids)
    return (_HEADER + "".join(rows)).encode()


def _judge(workspace: Workspace, addition: bytes = b"") -> Verdict:
    workspace.strategy.write_bytes(STRATEGY + addition)
    return run_night(workspace, AS_OF, unshaped)


def _accounts(workspace: Workspace, table: str = "core.activities") -> dict[str | None, int]:
    with open_for_writing(workspace) as warehouse:
        return dict(
            warehouse.rows(
                f"select account, count(*) from {table} where platform = 'x' group by all"
            )
        )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace whose inbox holds posts of riverside_food and of soup_kitchen."""
    made = workspace_in(tmp_path / "ours", X)
    put(made, "theirs.csv", _export(100, _FIRST))
    return made


def test_posts_of_an_account_that_is_not_ours_are_kept_and_not_judged(workspace: Workspace) -> None:
    _judge(workspace, _AS_THEIRS)
    assert "soup_kitchen" not in _accounts(workspace)
    assert _accounts(workspace, "aside.activities") == {"soup_kitchen": 1}
    with open_for_writing(workspace) as warehouse:
        judged = warehouse.rows("select activity_id from core.verdicts")
        traced = warehouse.rows("select activity_id from core.traces")
    assert (f"x:{_FIRST}",) not in judged + traced


def test_an_answer_can_be_changed_both_ways_by_the_next_night(workspace: Workspace) -> None:
    _judge(workspace, _AS_OURS)
    as_ours = content(workspace.warehouse, "core")
    _judge(workspace, _AS_THEIRS)
    as_theirs = content(workspace.warehouse, "core")
    assert len(as_theirs["core.activities"][1]) == len(as_ours["core.activities"][1]) - 1
    _judge(workspace, _AS_OURS)
    again = content(workspace.warehouse, "core")
    for table in ("core.activities", "core.observations", "core.verdicts", "core.measure_values"):
        assert again[table] == as_ours[table]
    assert _accounts(workspace, "aside.activities") == {}


def test_what_arrives_while_set_aside_is_compared_with_what_was_there(workspace: Workspace) -> None:
    _judge(workspace, _AS_THEIRS)
    later = datetime(2026, 10, 1, tzinfo=UTC)
    put(workspace, "theirs again.csv", _export(140, _FIRST, _LATER), later)
    _judge(workspace, _AS_THEIRS)
    assert _accounts(workspace, "aside.activities") == {"soup_kitchen": 2}
    _judge(workspace, _AS_OURS)
    with open_for_writing(workspace) as warehouse:
        changes = warehouse.rows(
            "select delta from core.metric_changes where activity_id = ? and metric = 'impressions'",
            f"x:{_FIRST}",
        )
    assert changes == [(40.0,)]


def test_an_account_that_exports_do_not_name_is_set_aside_with_its_platform(tmp_path: Path) -> None:
    workspace = workspace_in(
        tmp_path, "riverside-food-bank_content*", "riverside-food-bank_followers*"
    )
    _judge(workspace, b"\nnot_ours: [linkedin/*]\n")
    with open_for_writing(workspace) as warehouse:
        for table in ("activities", "account_days", "audiences"):
            rows = warehouse.one(f"select count(*) from core.{table} where platform = 'linkedin'")
            kept = warehouse.one(f"select count(*) from aside.{table} where platform = 'linkedin'")
            assert (rows, kept > 0) == (0, True)


@pytest.mark.slow
def test_rows_of_an_account_leave_the_marts_and_come_back(workspace: Workspace) -> None:
    mart = "marts.activity_alignment"
    for addition, posts in ((_AS_OURS, 1), (_AS_THEIRS, 0), (_AS_OURS, 1)):
        workspace.strategy.write_bytes(STRATEGY + addition)
        assert not run_night(workspace, AS_OF).integrity
        with open_published(workspace) as published:
            assert (
                published.one(f"select count(*) from {mart} where account = 'soup_kitchen'")
                == posts
            )


def test_a_rebuild_sets_the_same_accounts_aside(workspace: Workspace, tmp_path: Path) -> None:
    _judge(workspace, _AS_THEIRS)
    copy = lost(workspace, tmp_path / "rebuilt")
    rebuild(copy, unshaped)
    for schema in ("core", "aside"):
        assert content(copy.warehouse, schema) == content(workspace.warehouse, schema)


def test_a_new_account_is_asked_about_before_its_posts_are_judged(workspace: Workspace) -> None:
    verdict = _judge(workspace, b"\nnot_ours: []\naccounts: {x: {riverside_food: }}\n")
    (question,) = [line for line in verdict.warnings if "soup_kitchen" in line]
    assert question.startswith("x/soup_kitchen is new: is it yours? Its 1 post is kept and not")
    assert "`not_ours: [x/soup_kitchen]`" in question
    assert "soup_kitchen" not in _accounts(workspace)


def test_a_strategy_that_names_no_account_judges_all_of_them(workspace: Workspace) -> None:
    verdict = _judge(workspace)
    assert "soup_kitchen" in _accounts(workspace)
    assert not [line for line in verdict.warnings if "soup_kitchen" in line]


@pytest.mark.parametrize(
    ("keys", "account", "is_known"),
    [
        ({}, "soup_kitchen", True),
        ({"not_ours": []}, "soup_kitchen", True),
        ({"not_ours": [], "accounts": {"facebook": {"riverside": {}}}}, "soup_kitchen", False),
        ({"not_ours": [], "accounts": {"facebook": {"riverside": {}}}}, None, True),
        ({"accounts": {"facebook": {"riverside": {}}}}, "soup_kitchen", True),
        ({"accounts": {"Twitter": {"riverside": {}}}}, "soup_kitchen", False),
        ({"accounts": {"x": {"kitchen": {"handles": ["@soup_kitchen"]}}}}, "soup_kitchen", True),
    ],
)
def test_an_account_is_known_where_it_is_declared_or_none_is(
    keys: dict[str, object], account: str | None, is_known: bool
) -> None:
    strategy = Strategy.model_validate(STORED.model_dump(by_alias=True) | keys)
    assert strategy.knows_account("x", account) is is_known


def test_an_account_that_is_not_ours_is_named_with_its_platform() -> None:
    strategy = Strategy.model_validate(
        STORED.model_dump(by_alias=True) | {"not_ours": ["Twitter/@Soup_Kitchen", "facebook/*"]}
    )
    assert strategy.disowns("x", "soup_kitchen")
    assert strategy.disowns("facebook", None)
    assert not strategy.disowns("instagram", "soup_kitchen")
