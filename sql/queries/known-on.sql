-- What did we know of each activity at the end of a day (--as-of), or know now?
with asked as (
    select
        coalesce(
            timezone(
                coalesce(arg_max(timezone, in_force_from), 'UTC'),
                cast(cast(getvariable('as_of') as date) + 1 as timestamp)
            ),
            timestamptz 'infinity'
        ) as moment
    from core.strategies
),

snapshots as (
    select
        observations.*,
        observations.basis = 'lifetime' as is_lifetime
    from core.observations
    inner join asked on observations.observed_at <= asked.moment
),

figures as (
    unpivot snapshots
    on columns(
        * exclude (
            activity_key,
            export_key,
            activity_id,
            export_id,
            observed_at,
            format,
            basis,
            period_from,
            line,
            is_lifetime
        )
    )
    into name metric value figure
)

select
    activity_id,
    metric,
    arg_max(figure, row(is_lifetime, observed_at, export_id)) as known,
    arg_max(observed_at, row(is_lifetime, observed_at, export_id)) as told_at
from figures
group by activity_id, metric
order by activity_id, metric
