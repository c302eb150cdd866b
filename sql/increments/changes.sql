-- Events of activities with several snapshots, per metric within one series: snapshots
-- of one format and basis, for a window also of one beginning. Where several series
-- tell a metric, lifetime figures form its events, else those that were told last.
insert into core.engagement_events by name
with snapshots as (
    select
        * exclude (export_key, format, basis, period_from, line),
        basis = 'lifetime' as is_lifetime,
        concat_ws(
            ' ',
            format,
            basis,
            case
                when basis <> 'lifetime'
                    then coalesce(cast(period_from as varchar), export_id)
            end
        ) as series
    from core.observations
    where activity_key in (
        select events_due.activity_key
        from events_due
        where events_due.snapshots > 1
    )
),

figures as (
    unpivot snapshots
    on columns(* exclude (
        activity_key, activity_id, export_id, observed_at, is_lifetime, series
    ))
    into name metric value figure
),

ranked as (
    select
        *,
        last_value(series) over (
            partition by activity_key, metric
            order by is_lifetime, observed_at, export_id
            rows between unbounded preceding and unbounded following
        ) as formed_series
    from figures
),

steps as (
    select
        activity_id,
        metric,
        lag(observed_at) over in_time as from_observed_at,
        observed_at as to_observed_at,
        figure,
        lag(figure) over in_time as before,
        export_id
    from ranked
    where series = formed_series
    window in_time as (
        partition by activity_key, metric
        order by observed_at, export_id
    )
)

select
    activity_id,
    metric,
    from_observed_at,
    to_observed_at,
    if(from_observed_at is null, figure, figure - before) as delta,
    from_observed_at is null as is_first_sight,
    from_observed_at is not null and figure < before as is_restatement,
    export_id
from steps
where if(from_observed_at is null, figure, figure - before) <> 0
