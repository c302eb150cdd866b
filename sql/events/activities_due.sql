-- One row per activity that an export to process tells of and that was told before or
-- since: how many snapshots there are, and whether all of them can be compared.
create or replace temporary table activities_due as
with told as materialized (
    select
        activity_key,
        count(*) as snapshots
    from core.observations
    where export_key in (select exports_due.export_key from exports_due)
    group by activity_key
),

told_otherwise as (
    select
        observations.activity_key,
        count(*) as snapshots
    from core.observations
    semi join told on observations.activity_key = told.activity_key
    anti join exports_due on observations.export_key = exports_due.export_key
    group by observations.activity_key
),

repeated as (
    select
        told.activity_key,
        told.snapshots + coalesce(told_otherwise.snapshots, 0) as snapshots
    from told
    left join told_otherwise on told.activity_key = told_otherwise.activity_key
    where told.snapshots > 1 or told_otherwise.activity_key is not null
)

select
    observations.activity_key,
    any_value(observations.activity_id) as activity_id,
    any_value(repeated.snapshots) as snapshots,
    min(hash(observations.format, observations.basis, observations.period_from))
    = max(hash(observations.format, observations.basis, observations.period_from))
    and bool_and(
        observations.basis = 'lifetime' or observations.period_from is not null
    ) as has_one_series
from core.observations
inner join repeated on observations.activity_key = repeated.activity_key
group by observations.activity_key
