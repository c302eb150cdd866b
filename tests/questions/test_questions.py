"""Every question of sql/queries is answered from a published database, and by what it should say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rhumbline.errors import UserError
from rhumbline.marts import build_marts, read_compiled
from rhumbline.reports.questions import (
    Narrowing,
    ask,
    list_questions,
    options_of_questions,
    read_question,
)
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.warehouse.publication import publish
from rhumbline.workspace import Workspace
from tests.checks.conftest import AS_OF, SOUND
from tests.demo.test_questions_of_the_demo import ANSWERS as OF_THE_DEMONSTRATION

STORED = SOUND[: SOUND.index("-- The marts as dbt would shape them")]
MORE = """
update core.verdicts set cause = 'no link, tag or phrase' where activity_key = 3;
insert into core.activities by name
select 5 as activity_key, 'facebook:5' as activity_id, 'facebook' as platform, '5' as native_id,
    'river-fb' as account, 'post' as type, timestamptz '2026-09-20 10:00:00+00' as published_at;
insert into core.observations by name
select 5 as activity_key, 'facebook:5' as activity_id, 2 as export_key, 'e2' as export_id,
    timestamptz '2026-10-01 08:00:00+00' as observed_at, 'facebook_posts' as format,
    'lifetime' as basis, 3 as line;
insert into core.verdicts by name
select 5 as activity_key, 'facebook:5' as activity_id, 'orphaned' as alignment,
    'It names a campaign that the strategy does not have.' as reason,
    'unknown campaign gala' as cause, '2026-09-01' as strategy_version, 'f' as judged_with;
insert into core.measures by name
select 'donations' as measure_id, * exclude (measure_id) from core.measures;
insert into raw.columns values ('e1', 'x.csv', '', 'Mood', 'unmapped', null);
insert into core.metric_changes values
(1, 'x:1', 'reactions', '2026-09-20 08:00:00+00', '2026-10-01 08:00:00+00', 8, -2, true, 'e2');
insert into core.check_results values
('2026-10-05', 'exports', 'expect_it', 'warning', false, 1, 2, 'It is broken.', null),
('2026-10-05', 'exports', 'expect_that', 'warning', true, 0, 2, 'It holds.', null);
"""

# question → its answer, by the columns that matter
ANSWERS: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "failing-posts": (
        ("activity_id", "alignment", "suggested_measure_id"),
        [("facebook:5", "orphaned", None), ("x:3", "untraceable", "signups")],
    ),
    "failing-causes": (
        ("cause", "activities", "latest_activity_id"),
        [("no link, tag or phrase", 1, "x:3"), ("unknown campaign gala", 1, "facebook:5")],
    ),
    "aligned-per-week": (
        ("activities", "judged", "aligned", "share"),
        [(1, 1, 0, 0.0), (3, 3, 2, 0.667), (1, 0, 0, None)],
    ),
    "measures-without-activity": (("measure_id",), [("donations",)]),
    "goals-by-platform": (
        ("goal_id", "platform", "shown_as", "activities", "shown", "responses", "link_clicks"),
        [("rota", "x", "impressions", 2, 250, 18, None)],
    ),
    "unknown-names": (("named", "activities"), [("unknown campaign gala", 1)]),
    "read-last": (
        ("name", "rows_seen", "rows_rejected"),
        [("days.csv", 1, 0), ("again.csv", 2, 0), ("x.csv", 5, 1)],
    ),
    "rejected-rows": (("name", "line", "reason"), [("x.csv", 6, "its id is damaged")]),
    "unmapped-columns": (("header", "exports", "latest_file"), [("Mood", 1, "x.csv")]),
    "top-posts": (
        ("measure_id", "activity_id", "age_days", "responses"),
        [("signups", "x:1", 28, 8)],  # x:2 was last told of at an age that is compared with none
    ),
    "waste-by-account": (
        ("platform", "account", "judged", "without_measure", "share"),
        [("facebook", "river-fb", 1, 1, 1.0), ("x", "riverside", 3, 1, 0.333)],
    ),
    "changed-since": (
        ("activity_id", "metric", "delta", "is_restatement", "file"),
        [("x:1", "reactions", -2.0, True, "again.csv")],
    ),
    "first-figures": (
        ("activity_id", "metric", "figure", "export_id"),
        [
            (f"x:{post}", metric, figure, "e1")
            for post in range(1, 5)
            for metric, figure in (("impressions", 100.0), ("reactions", 10.0))
        ],
    ),
    "broken-promises": (("expectation", "failing", "examined"), [("expect_it", 1, 2)]),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A published database of five posts."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    with open_for_writing(workspace) as warehouse:
        warehouse.run(STORED + MORE)
        assert build_marts(warehouse, read_compiled(), AS_OF).failures == ()
        publish(workspace, warehouse)
    with open_published(workspace) as opened:
        yield opened


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_is_answered(name: str, published: Warehouse) -> None:
    columns, rows = ANSWERS[name]
    sql = read_question(name)
    assert sql is not None
    assert published.frame(sql).select(columns).rows() == rows


def test_every_question_has_an_answer_here() -> None:
    assert set(list_questions()) == set(ANSWERS) | set(OF_THE_DEMONSTRATION)


@pytest.mark.parametrize("name", list_questions())
def test_a_question_is_the_first_line(name: str) -> None:
    assert list_questions()[name].endswith("?")
    assert len(list_questions()[name]) <= 100


def test_a_question_may_be_asked_with_underscores() -> None:
    assert read_question("failing_posts") == read_question("failing-posts")


@pytest.mark.parametrize(
    "sql",
    ["select 1", "from marts.measure_progress", "summarize core.exports", "checkpoint", "a-1b c"],
)
def test_sql_is_no_name(sql: str) -> None:
    assert read_question(sql) is None


def test_a_misspelt_name_is_told_what_is_near() -> None:
    with pytest.raises(UserError) as told:
        read_question("faling-posts")
    assert "No question is called faling-posts." in str(told.value)
    assert "failing-posts" in str(told.value)
    assert told.value.exit_code == 2


def test_questions_are_found_where_the_package_is() -> None:
    import sql

    folder = Path(str(sql.__file__)).parent / "queries"
    assert {path.stem for path in folder.glob("*.sql")} == set(list_questions())


def test_a_question_is_narrowed_to_one_measure(published: Warehouse) -> None:
    sql = read_question("top-posts") or ""
    assert ask(published, sql, Narrowing(measure="signups"))["measure_id"].to_list() == ["signups"]
    assert ask(published, sql, Narrowing(measure="donations")).height == 0


def test_what_was_known_is_asked_of_the_end_of_a_day(published: Warehouse) -> None:
    sql = read_question("known-on") or ""
    assert ask(published, sql, Narrowing(as_of=date(2026, 8, 1))).height == 0
    known = ask(published, sql, Narrowing(as_of=date(2026, 10, 1)))
    assert known.height == ask(published, sql, Narrowing(as_of=date(2099, 1, 1))).height > 0


def test_what_a_question_does_not_take_is_refused(published: Warehouse) -> None:
    sql = read_question("failing-posts") or ""
    with pytest.raises(UserError, match="takes no --measure"):
        ask(published, sql, Narrowing(measure="signups"))


def test_an_unknown_measure_is_refused_with_those_there_are(published: Warehouse) -> None:
    with pytest.raises(UserError, match="no measure signup\\.") as refused:
        ask(published, read_question("top-posts") or "", Narrowing(measure="signup"))
    assert "signups" in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "sql",
    [
        'select "by" from marts.measure_progress',
        'select progress."by" from marts.measure_progress as progress',
        'select goal_id from marts.goal_progress order by "by"',
        'from core.measures where "by" > today()',
        "select by from core.measures",
    ],
)
def test_a_query_that_still_says_by_is_told_the_new_name(sql: str, published: Warehouse) -> None:
    with pytest.raises(UserError, match="called due_on now") as refused:
        ask(published, sql)
    assert refused.value.exit_code == 2


def test_the_options_of_questions_are_listed() -> None:
    options = options_of_questions()
    assert options["known-on"] == ("--as-of",)
    assert options["top-posts"] == ("--measure",)
    assert options["failing-posts"] == ()
