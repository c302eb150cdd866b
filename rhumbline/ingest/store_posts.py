"""Storing posts: each export's figures of an activity are a snapshot, whatever the order of arrival."""

import polars as pl

from models.metrics import NAMES
from rhumbline.ingest.attribute_history import ATTRIBUTES, note_changes
from rhumbline.ingest.repeats import pick_of_repeats
from rhumbline.ingest.store_campaigns import store_periods, sum_of_export
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse


def store_posts(
    warehouse: Warehouse, rows: pl.DataFrame, provenance: Provenance
) -> tuple[int, frozenset[str]]:
    """Store the posts; how many rows were kept, and the ids whose rows tell different figures.

    Of a post that an earlier part of the same export told, and of several rows of one post, the
    one with the higher figures counts. Campaigns keep each of their periods.
    """
    identified = _identified(rows, provenance)
    is_campaign = pl.col("period_from").is_not_null()
    posts, unlike = pick_of_repeats(identified.filter(~is_campaign), "activity_id")
    kept = 0
    if posts.height or identified.is_empty():
        keyed, stored = _store_activities(warehouse, posts, provenance)
        unlike |= _raise_figures(warehouse, stored, provenance)
        _observe(warehouse, keyed, provenance)
        kept += keyed.height
    periods = identified.filter(is_campaign)
    if periods.height:
        _store_campaigns(warehouse, periods, provenance)
        kept += periods.height
    return kept, unlike


def _store_campaigns(warehouse: Warehouse, periods: pl.DataFrame, provenance: Provenance) -> None:
    begun = periods.sort("published_at", nulls_last=True, maintain_order=True)
    campaigns = begun.unique("activity_id", keep="first", maintain_order=True)
    keyed, stored = _store_activities(warehouse, campaigns, provenance)
    keys = pl.concat([part.select("activity_id", "activity_key") for part in (keyed, stored)])
    store_periods(warehouse, periods, keys, provenance)
    _forget_snapshots(warehouse, stored, provenance)
    _observe(warehouse, sum_of_export(warehouse, keys, provenance), provenance)


def _store_activities(
    warehouse: Warehouse, posts: pl.DataFrame, provenance: Provenance
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Store what the posts are; those this export tells of first, and those it told of before.

    Both have their `activity_key`.
    """
    known = _known(warehouse, posts, provenance)
    keyed = posts.join(known, on="activity_id", how="left", maintain_order="left")
    is_told = pl.col("is_told").fill_null(value=False)
    stored, keyed = (keyed.filter(which).drop("is_told") for which in (is_told, ~is_told))
    fresh = keyed["activity_key"].is_null()
    first = int(warehouse.one("select coalesce(max(activity_key), 0) from core.activities"))
    keyed = keyed.with_columns(activity_key=pl.coalesce("activity_key", fresh.cum_sum() + first))
    note_changes(warehouse, keyed.filter(~fresh), provenance)
    # The marts follow new activities because they are judged, and known ones because of this; by id
    # too, since one may prove to be others' and be set aside.
    touched = pl.concat(
        [each.select("activity_key", "activity_id") for each in (keyed.filter(~fresh), stored)]
    )
    warehouse.append("intermediate.touched_activities", touched)
    _add_activities(warehouse, keyed.filter(fresh))
    return keyed, stored


def _raise_figures(
    warehouse: Warehouse, stored: pl.DataFrame, provenance: Provenance
) -> frozenset[str]:
    """Give posts told by an earlier part of the export the higher figures; the ids that differ."""
    if stored.is_empty():
        return frozenset()
    with warehouse.seeing(incoming=stored.select("activity_key")):
        columns = ", ".join(("activity_key", "activity_id", "line", *NAMES))
        before = warehouse.frame(
            f"""
            select {columns}
            from core.observations
            semi join incoming using (activity_key)
            where export_key = ?
            """,  # noqa: S608 - names of ours
            provenance.export_key,
        )
    now = stored.select(before.columns).cast(dict(before.schema))  # type: ignore[arg-type]
    picked, unlike = pick_of_repeats(pl.concat([before, now]), "activity_id")
    raised = picked.join(before, on=before.columns, how="anti", nulls_equal=True)
    if raised.height:
        _forget_snapshots(warehouse, raised, provenance)
        _observe(warehouse, raised, provenance)
    return unlike


def _forget_snapshots(warehouse: Warehouse, stored: pl.DataFrame, provenance: Provenance) -> None:
    """Remove what earlier parts of this export told of these activities."""
    if stored.height:
        with warehouse.seeing(incoming=stored.select("activity_key")):
            warehouse.run(
                """
                delete from core.observations
                where
                    export_key = ?
                    and activity_key in (select incoming.activity_key from incoming)
                """,
                provenance.export_key,
            )


def _identified(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The rows with their activity_id, and what they leave to the file filled in."""
    return rows.with_columns(
        platform=pl.col("platform").fill_null(provenance.platform),
        account=pl.col("account").fill_null(pl.lit(provenance.account, pl.String)),
        type=pl.col("type").fill_null("post"),
        # How exact an unknown moment is says nothing; merged versions leave it out too.
        published_zone=pl.when(pl.col("published_at").is_not_null()).then("published_zone"),
        published_precision=pl.when(pl.col("published_at").is_not_null()).then(
            "published_precision"
        ),
    ).with_columns(activity_id=pl.concat_str("platform", "native_id", separator=":"))


def _known(warehouse: Warehouse, posts: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """activity_id, its key, and whether this export told of it before, of those already stored."""
    with warehouse.seeing(incoming=posts.select("activity_id")):
        return warehouse.frame(
            """
            with told as (
                select activity_key
                from core.observations
                where export_key = ?
            )

            select
                activities.activity_id,
                activities.activity_key,
                told.activity_key is not null as is_told
            from core.activities
            semi join incoming on incoming.activity_id = activities.activity_id
            left join told on told.activity_key = activities.activity_key
            """,
            provenance.export_key,
        )


def _add_activities(warehouse: Warehouse, fresh: pl.DataFrame) -> None:
    if fresh.height:
        identity = ("activity_key", "activity_id", "platform", "native_id")
        warehouse.append("core.activities", fresh.select(*identity, *ATTRIBUTES))


def _observe(warehouse: Warehouse, keyed: pl.DataFrame, provenance: Provenance) -> None:
    if keyed.is_empty():
        return
    period_from = pl.lit(provenance.period[0] if provenance.period else None, pl.Date)
    if "period_from" in keyed.columns:
        period_from = pl.coalesce("period_from", period_from)
    snapshots = keyed.select(
        "activity_key", "activity_id", "line", *NAMES, period_from=period_from
    ).with_columns(
        export_key=pl.lit(provenance.export_key, pl.Int32),
        export_id=pl.lit(provenance.export_id),
        observed_at=pl.lit(provenance.observed_at),
        format=pl.lit(provenance.format),
        basis=pl.lit(str(provenance.basis)),
    )
    warehouse.append("core.observations", snapshots)
