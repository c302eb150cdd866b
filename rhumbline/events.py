"""Events: what changed between two exports that tell of the same thing."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from rhumbline.warehouse.connection import Warehouse

SNAPSHOTS_A_BATCH: Final = 500_000  # so many rows of observations are unpivoted at once


def derive_events(warehouse: Warehouse) -> int:
    """Bring core.metric_changes, account_day_events and audience_events up to date with core.

    Returns how many activities were told more than once, by an export not processed before among
    others. Only what such an export tells of is derived, and that wholly anew, so that an export
    of the past falls into its place. Within one series (one format and basis, for a window one
    beginning) a figure less the one before it is a change; a total that fell is a restatement, and
    what did not change has no row. A figure that an export leaves out is skipped, not zero. Where
    several series tell a metric, one forms its changes: lifetime figures before others, then the
    one told last, so that the first figure and the changes add up to what is known of it.
    """
    with warehouse.transaction():
        warehouse.run(_sql("exports_due"))
        if not warehouse.one("select count(*) from exports_due"):
            return 0
        repeated = _derive_changes(warehouse)
        for events in (_OF_ACCOUNT_DAYS, _OF_AUDIENCES):
            _derive_anew(warehouse, events)
        _note_processed(warehouse)
    return repeated


def _derive_changes(warehouse: Warehouse) -> int:
    """The changes of all activities that an export to process tells of; how many those are."""
    warehouse.run(_sql("exports_in_order"))
    warehouse.run(_sql("activities_due"))
    warehouse.run(
        """
        delete from core.metric_changes
        where
            activity_key in (select activities_due.activity_key from activities_due)
            or export_id not in (select exports.export_id from core.exports)
        """
    )
    insert = _sql("metric_changes")
    for first, last in _batches(warehouse):
        warehouse.run(insert, first, last)
    return int(warehouse.one("select count(*) from activities_due"))


def _batches(warehouse: Warehouse) -> list[tuple[int, int]]:
    """First and last activity_key of batches with about as many snapshots each."""
    return warehouse.rows(
        """
        with numbered as (
            select
                activity_key,
                sum(snapshots) over (order by activity_key) // ? as batch
            from activities_due
        )

        select
            min(activity_key),
            max(activity_key)
        from numbered
        group by batch
        order by batch
        """,
        SNAPSHOTS_A_BATCH,
    )


@dataclass(frozen=True)
class _Events:
    """A table of events, the table of core they are derived from, and what they share as a key."""

    table: str
    source: str
    keys: tuple[str, ...]


_OF_ACCOUNT_DAYS: Final = _Events(
    "account_day_events", "account_days", ("platform", "account", "date")
)
_OF_AUDIENCES: Final = _Events(
    "audience_events", "audiences", ("platform", "account", "audience", "facet")
)


def _derive_anew(warehouse: Warehouse, events: _Events) -> None:
    """Derive the events of every key that an export to process has, or had before."""
    keys = ", ".join(events.keys)
    of_due_exports = "where export_id in (select exports_due.export_id from exports_due)"
    warehouse.run(
        f"""
        create or replace temporary table keys_due as
        select {keys} from core.{events.source} {of_due_exports}
        union
        select {keys} from core.{events.table} {of_due_exports}
        """  # noqa: S608 - names of ours
    )
    if warehouse.one("select count(*) from keys_due"):
        same = " and ".join(
            f"{events.table}.{key} is not distinct from keys_due.{key}" for key in events.keys
        )
        warehouse.run(f"delete from core.{events.table} using keys_due where {same}")  # noqa: S608
        warehouse.run(_sql(events.table))


def _note_processed(warehouse: Warehouse) -> None:
    warehouse.run(
        """
        delete from core.formed_exports
        where export_id not in (select exports.export_id from core.exports)
        """
    )
    warehouse.run(
        """
        insert into core.formed_exports
        select export_id
        from exports_due
        where export_key is not null
        """
    )


def _sql(name: str) -> str:
    return (files("sql") / "events" / f"{name}.sql").read_text(encoding="utf-8")
