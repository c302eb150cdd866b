-- One row per activity that an export to process tells of and that was told before or
-- since: how many snapshots there are, and whether all of them can be compared.
create or replace temporary table activities_due as
with told as (
    select activity_key
    from core.observations
    where export_key in (select exports_due.export_key from exports_due)
),

repeated as (
    select
        observations.activity_key,
        count(*) as snapshots
    from core.observations
    semi join told on observations.activity_key = told.activity_key
    group by observations.activity_key
    having count(*) > 1
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
