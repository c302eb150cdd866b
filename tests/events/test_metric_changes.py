"""What changed of activities between two exports, by example."""

from datetime import date

import pytest

from rhumbline.events import derive_events
from rhumbline.ingest.store import forget
from rhumbline.reports.questions import read_question
from rhumbline.warehouse.connection import Warehouse
from tests.events.conftest import changes, day, tell


def test_a_later_figure_less_the_first_is_a_change_and_the_first_is_none(
    warehouse: Warehouse,
) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 14}})
    assert derive_events(warehouse) == 1
    assert changes(warehouse) == [("x:1", 0, 7, 4.0, 14.0, False, "b")]


def test_what_one_export_tells_leaves_no_row(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}, "x:2": {"reactions": 3}})
    assert derive_events(warehouse) == 0
    assert warehouse.rows("from core.metric_changes") == []


def test_a_total_that_fell_is_a_restatement(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 48}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 41}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 0, 7, -7.0, 41.0, True, "b")]


def test_what_did_not_change_has_no_row_and_the_next_change_begins_after_it(
    warehouse: Warehouse,
) -> None:
    for export, at, figure in (("a", 0, 5), ("b", 7, 5), ("c", 14, 6)):
        tell(warehouse, export, day(at), {"x:1": {"reactions": figure}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 7, 14, 1.0, 6.0, False, "c")]


def test_a_figure_that_is_not_told_is_skipped_and_not_zero(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 5, "saves": 1}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": None, "saves": 2}})
    tell(warehouse, "c", day(14), {"x:1": {"reactions": 9, "saves": 2}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 0, 14, 4.0, 9.0, False, "c")]
    assert changes(warehouse, "saves") == [("x:1", 0, 7, 1.0, 2.0, False, "b")]


def test_growth_from_zero_is_a_change(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 0}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 3}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 0, 7, 3.0, 3.0, False, "b")]


def test_a_late_export_falls_into_its_place(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "c", day(14), {"x:1": {"reactions": 30}})
    derive_events(warehouse)
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 25}})
    assert derive_events(warehouse) == 1
    assert [row[1:4] for row in changes(warehouse)] == [(0, 7, 15.0), (7, 14, 5.0)]


def test_only_what_a_new_export_tells_of_is_derived(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 1}, "x:2": {"reactions": 2}})
    tell(warehouse, "b", day(1), {"x:1": {"reactions": 1}, "x:2": {"reactions": 3}})
    assert derive_events(warehouse) == 2
    assert derive_events(warehouse) == 0
    tell(warehouse, "c", day(2), {"x:2": {"reactions": 3}, "x:3": {"reactions": 1}})
    assert derive_events(warehouse) == 1


def test_many_activities_are_derived_in_batches_as_few_are_at_once(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rhumbline.events.SNAPSHOTS_A_BATCH", 5)
    for export in range(3):
        posts: dict[str, dict[str, float | None]] = {
            f"x:{post}": {"reactions": post * export} for post in range(20)
        }
        tell(warehouse, f"e{export}", day(export), posts)
    assert derive_events(warehouse) == 20
    assert [row[3] for row in changes(warehouse)] == [
        float(post) for post in sorted(range(1, 20), key=str) for _ in range(2)
    ]


def test_windows_of_another_beginning_are_not_compared(warehouse: Warehouse) -> None:
    for export, at, begins, figure in (("a", 0, 1, 50), ("b", 7, 8, 20), ("c", 9, 8, 26)):
        tell(
            warehouse, export, day(at), {"x:1": {"reactions": figure}},
            basis="window", period_from=date(2026, 8, begins),
        )  # fmt: skip
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 7, 9, 6.0, 26.0, False, "c")]


def test_of_two_formats_one_forms_the_changes_and_nothing_is_doubled(
    warehouse: Warehouse,
) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10, "saves": 1}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 12}}, format_="sprout_posts")
    tell(warehouse, "c", day(8), {"x:1": {"reactions": 13}}, format_="sprout_posts")
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 7, 8, 1.0, 13.0, False, "c")]
    assert changes(warehouse, "saves") == []


def test_what_was_known_on_a_day_stays_whatever_is_told_later(warehouse: Warehouse) -> None:
    """Changes are of the tool that told the post last, after 1 October; what was known is not."""
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10, "saves": 0}})
    tell(warehouse, "b", day(40), {"x:1": {"reactions": 12}}, format_="sprout_posts")
    derive_events(warehouse)
    assert changes(warehouse) == []
    warehouse.run("set variable as_of = date '2026-09-30'")
    sql = read_question("known-on")
    assert sql is not None
    assert [row[:3] for row in warehouse.rows(sql)] == [
        ("x:1", "reactions", 10.0), ("x:1", "saves", 0.0),
    ]  # fmt: skip


def test_lifetime_figures_outrank_a_later_window(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 2}}, basis="window")
    tell(warehouse, "c", day(8), {"x:1": {"reactions": 11}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 0, 8, 1.0, 11.0, False, "c")]


def test_exports_of_the_same_moment_are_ordered_by_their_content(warehouse: Warehouse) -> None:
    tell(warehouse, "b", day(0), {"x:1": {"reactions": 12}})
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    derive_events(warehouse)
    assert changes(warehouse) == [("x:1", 0, 0, 2.0, 12.0, False, "b")]


@pytest.mark.parametrize(
    ("forgotten", "left"), [("a", ("c", 3.0)), ("b", ("c", 5.0)), ("c", ("b", 2.0))]
)
def test_what_a_forgotten_export_said_is_forgotten(
    warehouse: Warehouse, forgotten: str, left: tuple[str, float]
) -> None:
    for export, at, figure in (("a", 0, 10), ("b", 7, 12), ("c", 9, 15)):
        tell(warehouse, export, day(at), {"x:1": {"reactions": figure}})
    warehouse.run(
        """
        insert into core.activities by name
        select 1 as activity_key, 'x:1' as activity_id, 'x' as platform, '1' as native_id,
            'post' as type
        """
    )
    derive_events(warehouse)
    forget(warehouse, forgotten)
    derive_events(warehouse)
    assert [(row[6], row[3]) for row in changes(warehouse)] == [left]


def test_the_first_figures_are_those_that_the_changes_begin_with(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10, "saves": 1}, "x:2": {"saves": None}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 12}}, format_="sprout_posts")
    tell(warehouse, "c", day(8), {"x:1": {"reactions": 15}}, format_="sprout_posts")
    sql = read_question("first-figures")
    assert sql is not None
    assert [(*row[:2], *row[3:]) for row in warehouse.rows(sql)] == [
        ("x:1", "reactions", 12.0, "b"), ("x:1", "saves", 1.0, "a"),
    ]  # fmt: skip
