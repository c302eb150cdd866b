"""Attributes of an activity that differ between exports: every word is kept, the latest is taken."""

from typing import Final

import polars as pl

from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse

ATTRIBUTES: Final = (
    "account", "type", "published_at", "published_zone", "published_precision", "permalink", "text",
    "campaign", "labels", "segment_hint", "measure_hint", "hours", "cost", "currency", "people",
)  # fmt: skip
_PUBLICATION: Final = ("published_at", "published_zone", "published_precision")


def note_changes(warehouse: Warehouse, again: pl.DataFrame, provenance: Provenance) -> None:
    """Keep what this export says of known activities where it differs, and take the latest word.

    Until exports differ, an activity has one set of attributes and no version; the first that
    differs puts both sets into core.activity_versions, and from then on every export adds its own.
    So the outcome does not depend on the order in which exports arrive.
    """
    if again.is_empty():
        return
    said = again.select("activity_key", *ATTRIBUTES)
    with warehouse.seeing(incoming=said):
        changed = _differing(warehouse)
        if changed.is_empty():
            return
        with warehouse.seeing(changed=changed):
            _add_versions(warehouse, provenance)
            _merge_versions(warehouse)


def _differing(warehouse: Warehouse) -> pl.DataFrame:
    differs = " or ".join(f"incoming.{c} is distinct from activities.{c}" for c in ATTRIBUTES)
    return warehouse.frame(
        f"""
        select activity_key
        from core.activities
        inner join incoming using (activity_key)
        where {differs} or activity_key in (select activity_key from core.activity_versions)
        """  # noqa: S608 - names of ours
    )


def _add_versions(warehouse: Warehouse, provenance: Provenance) -> None:
    columns = ", ".join(("activity_key", *ATTRIBUTES))
    warehouse.run(
        f"""
        insert into core.activity_versions ({columns}, export_id, observed_at)
        select {columns}, seen.export_id, seen.observed_at
        from core.activities
        semi join changed using (activity_key)
        anti join core.activity_versions using (activity_key)
        inner join core.observations as seen using (activity_key)
        """  # noqa: S608
    )
    warehouse.run(
        f"""
        insert into core.activity_versions ({columns}, export_id, observed_at)
        select {columns}, $export_id, $observed_at
        from incoming
        semi join changed using (activity_key)
        """,  # noqa: S608
        export_id=provenance.export_id,
        observed_at=provenance.observed_at,
    )


def _merge_versions(warehouse: Warehouse) -> None:
    """Each attribute from the latest export that says it; the time of publication from the most precise.

    Of ads it is the earliest: their exports tell since when their figures are.
    """
    stamp = "(observed_at, export_id)"
    rank = "list_position(['day', 'minute', 'second'], published_precision)"
    earliest = "if(type = 'ad', -epoch(published_at), 0)"
    choices = ", ".join(
        f"arg_max({c}, ({rank}, {earliest}, {stamp})) filter (published_at is not null) as {c}"
        if c in _PUBLICATION
        else f"arg_max({c}, {stamp}) filter ({c} is not null) as {c}"
        for c in ATTRIBUTES
    )
    settings = ", ".join(f"{c} = merged.{c}" for c in ATTRIBUTES)
    warehouse.run(
        f"""
        update core.activities set {settings}
        from (
            select activity_key, {choices}
            from core.activity_versions
            semi join changed using (activity_key)
            group by activity_key
        ) as merged
        where activities.activity_key = merged.activity_key
        """  # noqa: S608
    )


def forget_versions(warehouse: Warehouse, export_id: str) -> pl.DataFrame:
    """Forget what an export said of attributes; the `activity_key` of the activities it spoke of."""
    changed = warehouse.frame(
        "select distinct activity_key from core.activity_versions where export_id = ?", export_id
    )
    warehouse.run("delete from core.activity_versions where export_id = ?", export_id)
    return changed


def settle(warehouse: Warehouse, changed: pl.DataFrame) -> None:
    """Take the latest word that is left on these activities; exports that agree need no versions."""
    if changed.height:
        with warehouse.seeing(changed=changed):
            _merge_versions(warehouse)
            _drop_agreeing_versions(warehouse)


def _drop_agreeing_versions(warehouse: Warehouse) -> None:
    warehouse.run(
        f"""
        delete from core.activity_versions
        where activity_key in (
            select activity_key
            from core.activity_versions
            semi join changed using (activity_key)
            group by activity_key
            having count(distinct ({", ".join(ATTRIBUTES)})) = 1
        )
        """  # noqa: S608
    )
