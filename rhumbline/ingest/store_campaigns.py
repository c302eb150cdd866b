"""Storing campaigns of ads: what each export tells of which days, and which of it counts."""

from typing import Final

import polars as pl

from models.metrics import NAMES
from rhumbline.ingest.periods import add_up_campaigns, remark_on_rows
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse

_OF_A_PERIOD: Final = ("line", "period_from", "period_until")


def store_periods(
    warehouse: Warehouse, rows: pl.DataFrame, keys: pl.DataFrame, provenance: Provenance
) -> None:
    """Keep what an export tells of campaigns, and settle which periods of them count.

    `rows` are posts with a period and `activity_id`; `keys` has the `activity_key` of each id. The
    caller holds the transaction, and has stored the activities.
    """
    periods = rows.join(keys, on="activity_id", maintain_order="left").select(
        *("activity_key", "activity_id", *_OF_A_PERIOD, *NAMES),
        export_key=pl.lit(provenance.export_key, pl.Int32),
        export_id=pl.lit(provenance.export_id),
        observed_at=pl.lit(provenance.observed_at),
        format=pl.lit(provenance.format),
    )
    warehouse.append("core.campaign_periods", periods)
    _settle(warehouse, keys)
    _note_former_ids(warehouse, rows)


def sum_of_export(warehouse: Warehouse, keys: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """One row for each of these campaigns: what this export alone says of it, periods added up."""
    with warehouse.seeing(incoming=keys.select("activity_key")):
        periods = warehouse.frame(
            """
            select *
            from core.campaign_periods
            semi join incoming using (activity_key)
            where export_key = ?
            """,
            provenance.export_key,
        )
    own = periods.with_columns(remark_on_rows(periods, "activity_key").alias("remark"))
    return add_up_campaigns(own, "activity_key").join(
        keys.select("activity_key", "activity_id"), on="activity_key", maintain_order="left"
    )


def _settle(warehouse: Warehouse, keys: pl.DataFrame) -> None:
    """Note of every period of these campaigns why it does not count."""
    with warehouse.seeing(incoming=keys.select("activity_key")):
        periods = warehouse.frame(
            """
            select
                rowid as row_number,
                activity_key,
                period_from,
                period_until,
                observed_at,
                export_id,
                line
            from core.campaign_periods
            semi join incoming using (activity_key)
            """
        )
        remarks = periods.select("row_number", remark_on_rows(periods, "activity_key"))
        with warehouse.seeing(remarks=remarks):
            warehouse.run(
                """
                update core.campaign_periods set remark = remarks.remark
                from remarks
                where campaign_periods.rowid = remarks.row_number
                """
            )


def _note_former_ids(warehouse: Warehouse, rows: pl.DataFrame) -> None:
    """Note the ids that earlier versions gave these activities: decisions may name them."""
    former = rows.filter(pl.col("former_id").is_not_null()).select(
        "activity_id", former_id=pl.concat_str("platform", "former_id", separator=":")
    )
    with warehouse.seeing(incoming=former.filter(pl.col("activity_id") != pl.col("former_id"))):
        warehouse.run(
            """
            insert into core.former_ids
            select distinct former_id, activity_id
            from incoming
            anti join core.former_ids using (former_id, activity_id)
            """
        )
