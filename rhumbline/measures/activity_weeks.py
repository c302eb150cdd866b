"""Activities counted by week, anew only for the weeks in which something changed."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Final, NamedTuple

import polars as pl

from rhumbline.alignment.rules import InForce
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure, columns_of, metrics_of
from rhumbline.measures.lineage import store_rows
from rhumbline.measures.period_totals import total_of_periods
from rhumbline.measures.tallies import store_activity_tallies
from rhumbline.warehouse.connection import Warehouse, quoted

BATCH: Final = 500_000  # activities that are counted at once, so that memory has a bound
COUNTING: Final = 2  # raised when the same rows and strategy would be counted differently
# No organisation's day begins so much before or after the same day in UTC.
_ZONES: Final = timedelta(days=1)


def count_activities(
    warehouse: Warehouse,
    versions: Sequence[InForce],
    current: InForce,
    figures: Sequence[MeasureFigure],
    as_of: date,
) -> None:
    """Bring core.effort_weeks, main.figure_weeks and the activities in core.measure_sources up to date.

    A week is counted anew where an export not counted yet tells of one of its activities, or one was
    judged since; all weeks where the strategy or the currency changed, an export that told of
    activities was forgotten, or a night before the last one is asked for. The caller holds the
    transaction, and has noted the strategy in `measuring`.
    """
    warehouse.run(_sql("exports_by_moment"))
    warehouse.run(_sql("undated_days"))
    fingerprint = _fingerprint(warehouse, versions, current)
    if (counted := _counted_until(warehouse, fingerprint, as_of)) is None:
        _forget_all_weeks(warehouse)
    else:
        _forget_weeks_due(warehouse, counted, as_of)
    for batch in _batches(warehouse):
        _count(warehouse, batch, figures)
    _count_undated_effort(warehouse)
    for name in ("latest_figures", "measured_activities"):
        warehouse.run(f"drop table if exists temp.{name}")
    _note_counted(warehouse, fingerprint, as_of)


def _fingerprint(warehouse: Warehouse, versions: Sequence[InForce], current: InForce) -> str:
    """Of everything but activities that the counts rest on."""
    currency = warehouse.one("select currency from measuring")
    texts = [str(COUNTING), str(currency), current.name]
    texts += [f"{each.name} {each.strategy.model_dump_json(by_alias=True)}" for each in versions]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _counted_until(warehouse: Warehouse, fingerprint: str, as_of: date) -> date | None:
    """The night until which what is counted holds; None where nothing of it does."""
    noted = warehouse.rows("select as_of, fingerprint from main.measured_with")
    if not noted or noted[0][1] != fingerprint or noted[0][0] > as_of:
        return None
    forgotten = warehouse.one(
        """
        select count(*)
        from main.measured_exports
        where
            tells_of_activities
            and export_id not in (select exports.export_id from core.exports)
        """
    )
    return None if forgotten else noted[0][0]


def _forget_all_weeks(warehouse: Warehouse) -> None:
    """Make `weeks_due` all weeks with activities, and empty what was counted."""
    warehouse.run(_sql("local_days"), "-infinity", "infinity")
    warehouse.run(
        """
        create or replace temporary table weeks_due as
        select distinct week from local_days
        union
        select distinct cast(date_trunc('week', day) as date) from undated_days
        """
    )
    warehouse.run("delete from core.effort_weeks")
    warehouse.run("delete from main.figure_weeks")
    warehouse.run("delete from core.measure_sources where source = 'activities'")


def _forget_weeks_due(warehouse: Warehouse, counted: date, as_of: date) -> None:
    """Make `weeks_due` the weeks in which something changed, and take them out of what was counted."""
    since, until = _midnight(counted), _midnight(as_of) + timedelta(days=1) + _ZONES
    warehouse.run(_sql("changed_activities"), since, until, counted)
    warehouse.run(_sql("weeks_due"))
    first, last = warehouse.rows("select min(week), max(week) from weeks_due")[0]
    if first is None:
        first, last = date.min, date.min
        warehouse.run(_sql("local_days"), "-infinity", "-infinity")
    else:
        begins = _midnight(first) - _ZONES
        warehouse.run(_sql("local_days"), begins, _midnight(last) + timedelta(weeks=1) + _ZONES)
    due = "week in (select weeks_due.week from weeks_due)"
    warehouse.run(f"delete from core.effort_weeks where {due}")  # noqa: S608 - names of ours
    warehouse.run(f"delete from main.figure_weeks where {due}")  # noqa: S608
    warehouse.run(
        """
        delete from core.measure_sources
        where
            source = 'activities'
            and date_trunc('week', day) in (select weeks_due.week from weeks_due)
        """
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


class _Batch(NamedTuple):
    """Weeks that are counted at once, and the quarters of an hour between which they lie."""

    weeks: tuple[date, ...]
    first_quarter: int
    last_quarter: int


_NO_QUARTERS: Final = (1, -1)  # the last before the first: a batch without activities of a date


def _batches(warehouse: Warehouse) -> Iterator[_Batch]:
    """The weeks due, together until they hold so many activities as are counted at once."""
    weeks: list[tuple[date, int | None, int | None]] = []
    held = 0
    for week, activities, first, last in warehouse.rows(
        """
        select
            weeks_due.week,
            coalesce(sum(local_days.activities), 0) as activities,
            min(local_days.quarter),
            max(local_days.quarter)
        from weeks_due
        left join local_days on weeks_due.week = local_days.week
        group by weeks_due.week
        order by weeks_due.week
        """
    ):
        if weeks and held + activities > BATCH:
            yield _batch(weeks)
            weeks, held = [], 0
        weeks.append((week, first, last))
        held += activities
    if weeks:
        yield _batch(weeks)


def _batch(weeks: Sequence[tuple[date, int | None, int | None]]) -> _Batch:
    mondays, firsts, lasts = zip(*weeks, strict=True)
    return _Batch(
        mondays,
        min((each for each in firsts if each is not None), default=_NO_QUARTERS[0]),
        max((each for each in lasts if each is not None), default=_NO_QUARTERS[1]),
    )


def _count(warehouse: Warehouse, batch: _Batch, figures: Sequence[MeasureFigure]) -> None:
    """Count the activities of a batch into effort, tallies and rows."""
    _select_batch(warehouse, batch)
    _take_latest_figures(warehouse, figures)
    warehouse.run(_sql("effort_weeks"), True)
    columns = ", ".join(map(quoted, columns_of(figures)))
    # Only what is asked for: to copy the texts of a million activities takes as long as all the rest.
    warehouse.run(
        f"""
        create or replace temporary table measured_activities as
        select {columns} from ({_sql("measured_activities")})
        """  # noqa: S608 - names of ours
    )
    of_activities = [each for each in figures if each.source is FigureSource.ACTIVITIES]
    store_activity_tallies(warehouse, of_activities)
    store_rows(warehouse, [each for each in of_activities if each.is_narrowed])


def _count_undated_effort(warehouse: Warehouse) -> None:
    """Count the effort of all activities without a date, which belongs to no week."""
    warehouse.run("delete from core.effort_weeks where week is null")
    weeks = warehouse.rows(
        "select distinct cast(date_trunc('week', day) as date) from undated_days"
    )
    if weeks:
        _select_batch(warehouse, _Batch(tuple(week for (week,) in weeks), *_NO_QUARTERS))
        _take_latest_figures(warehouse, ())
        warehouse.run(_sql("effort_weeks"), False)


def _select_batch(warehouse: Warehouse, batch: _Batch) -> None:
    """Make `counted_activities` the activities of a batch."""
    weeks = pl.DataFrame({"week": batch.weeks}, schema={"week": pl.Date()})
    warehouse.create_temporary("weeks_counted", weeks)
    warehouse.run(f"set variable first_quarter = {batch.first_quarter}")
    warehouse.run(f"set variable last_quarter = {batch.last_quarter}")
    warehouse.run(_sql("counted_activities"))


_OF_EFFORT: Final = ("comments", "shares", "saves", "spend")


def _take_latest_figures(warehouse: Warehouse, figures: Sequence[MeasureFigure]) -> None:
    """Of each metric of the batch the latest that an export tells, lifetime before window.

    Of campaigns it is the sum over the periods that count.
    """
    metrics = tuple(dict.fromkeys((*metrics_of(figures, FigureSource.ACTIVITIES), *_OF_EFFORT)))
    latest = "".join(f", arg_max({quoted(name)}, place) as {quoted(name)}" for name in metrics)
    totals = "".join(f", {total_of_periods(name)} as {quoted(name)}" for name in metrics)
    warehouse.run(
        f"""
        create or replace temporary table latest_figures as
        select activity_key, max(observed_on) as observed_on{latest}
        from (
            select
                observations.*,
                exports_by_moment.observed_on,
                exports_by_moment.place
                + if(observations.basis = 'lifetime', 1000000000, 0) as place
            from core.observations
            inner join exports_by_moment using (export_key)
            semi join counted_activities using (activity_key)
            anti join core.campaign_periods using (activity_key)
        )
        group by activity_key
        union all by name
        select activity_key, max(observed_on) as observed_on{totals}
        from core.campaign_periods
        inner join exports_by_moment using (export_key)
        semi join counted_activities using (activity_key)
        where remark is null
        group by activity_key
        """  # noqa: S608 - metrics of the registry
    )


def _note_counted(warehouse: Warehouse, fingerprint: str, as_of: date) -> None:
    warehouse.run("delete from main.judged_activities")
    warehouse.run("delete from main.measured_with")
    warehouse.run("insert into main.measured_with values (?, ?)", as_of, fingerprint)
    warehouse.run(
        """
        delete from main.measured_exports
        where export_id not in (select exports.export_id from core.exports)
        """
    )
    warehouse.run(_sql("note_exports"))


def _sql(name: str) -> str:
    return (files("sql") / "measures" / f"{name}.sql").read_text(encoding="utf-8")
