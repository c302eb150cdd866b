"""What happened between two exports, by example."""

from datetime import date

from rhumbline.events import derive_events
from rhumbline.reports.questions import read_question
from rhumbline.warehouse.connection import Warehouse
from tests.increments.conftest import day, events, tell


def test_the_first_figure_is_a_first_sight_and_the_next_an_increment(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 14}})
    assert derive_events(warehouse) == 1
    assert events(warehouse) == [
        ("x:1", 0, 7, 4.0, False, False, "b"),
        ("x:1", None, 0, 10.0, True, False, "a"),
    ]


def test_a_total_that_fell_is_a_restatement(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 48}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 41}})
    derive_events(warehouse)
    assert events(warehouse)[0] == ("x:1", 0, 7, -7.0, False, True, "b")


def test_what_did_not_change_is_no_event_and_the_next_change_begins_after_it(
    warehouse: Warehouse,
) -> None:
    for export, at, figure in (("a", 0, 5), ("b", 7, 5), ("c", 14, 6)):
        tell(warehouse, export, day(at), {"x:1": {"reactions": figure}})
    derive_events(warehouse)
    assert events(warehouse) == [
        ("x:1", 7, 14, 1.0, False, False, "c"),
        ("x:1", None, 0, 5.0, True, False, "a"),
    ]


def test_a_figure_that_is_not_told_is_skipped_and_not_zero(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 5, "saves": 1}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": None, "saves": 2}})
    tell(warehouse, "c", day(14), {"x:1": {"reactions": 9, "saves": 2}})
    derive_events(warehouse)
    assert events(warehouse) == [
        ("x:1", 0, 14, 4.0, False, False, "c"),
        ("x:1", None, 0, 5.0, True, False, "a"),
    ]


def test_a_zero_is_no_event_and_what_follows_it_is_growth(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 0}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 3}})
    derive_events(warehouse)
    assert events(warehouse) == [("x:1", 0, 7, 3.0, False, False, "b")]


def test_a_late_export_falls_into_its_place(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "c", day(14), {"x:1": {"reactions": 30}})
    derive_events(warehouse)
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 25}})
    assert derive_events(warehouse) == 1
    assert [(row[1], row[2], row[3]) for row in events(warehouse)] == [
        (0, 7, 15.0),
        (7, 14, 5.0),
        (None, 0, 10.0),
    ]


def test_only_what_a_new_export_tells_of_is_formed(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 1}, "x:2": {"reactions": 2}})
    assert derive_events(warehouse) == 2
    assert derive_events(warehouse) == 0
    tell(warehouse, "b", day(1), {"x:2": {"reactions": 3}})
    assert derive_events(warehouse) == 1


def test_windows_of_another_beginning_are_not_compared(warehouse: Warehouse) -> None:
    for export, at, begins, figure in (("a", 0, 1, 50), ("b", 7, 8, 20), ("c", 9, 8, 26)):
        tell(
            warehouse, export, day(at), {"x:1": {"reactions": figure}},
            basis="window", period_from=date(2026, 8, begins),
        )  # fmt: skip
    derive_events(warehouse)
    assert events(warehouse) == [
        ("x:1", 7, 9, 6.0, False, False, "c"),
        ("x:1", None, 7, 20.0, True, False, "b"),
    ]


def test_of_two_formats_one_forms_the_events_and_nothing_is_doubled(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10, "saves": 1}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 12}}, format_="sprout_posts")
    derive_events(warehouse)
    assert events(warehouse) == [("x:1", None, 7, 12.0, True, False, "b")]
    assert events(warehouse, "saves") == [("x:1", None, 0, 1.0, True, False, "a")]


def test_what_was_known_on_a_day_stays_whatever_is_told_later(warehouse: Warehouse) -> None:
    """The events are of the tool that told the post last, after 1 October; what was known is not."""
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10, "saves": 0}})
    tell(warehouse, "b", day(40), {"x:1": {"reactions": 12}}, format_="sprout_posts")
    derive_events(warehouse)
    assert events(warehouse) == [("x:1", None, 40, 12.0, True, False, "b")]
    sql = read_question("known-on")
    assert sql is not None
    assert [row[:3] for row in warehouse.rows(sql)] == [
        ("x:1", "reactions", 10.0), ("x:1", "saves", 0.0),
    ]  # fmt: skip


def test_lifetime_figures_outrank_a_later_window(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 2}}, basis="window")
    derive_events(warehouse)
    assert events(warehouse) == [("x:1", None, 0, 10.0, True, False, "a")]


def test_exports_of_the_same_moment_are_ordered_by_their_content(warehouse: Warehouse) -> None:
    tell(warehouse, "b", day(0), {"x:1": {"reactions": 12}})
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    derive_events(warehouse)
    assert [(row[3], row[6]) for row in events(warehouse)] == [(2.0, "b"), (10.0, "a")]


def test_what_a_forgotten_export_said_is_forgotten(warehouse: Warehouse) -> None:
    tell(warehouse, "a", day(0), {"x:1": {"reactions": 10}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 12}, "x:2": {"reactions": 5}})
    warehouse.append(
        "core.activities",
        warehouse.frame(
            """
            select distinct activity_key, activity_id, 'x' as platform, '1' as native_id, 'post' as type
            from core.observations
            """
        ),
    )
    derive_events(warehouse)
    for table in ("observations", "exports"):
        warehouse.run(f"delete from core.{table} where export_id = 'b'")
    derive_events(warehouse)
    assert events(warehouse) == [("x:1", None, 0, 10.0, True, False, "a")]
