-- Events of activities with one snapshot: every figure is a first sight.
insert into core.engagement_events by name
with snapshots as (
    select * exclude (activity_key, export_key, format, basis, period_from, line)
    from core.observations
    where activity_key in (
        select events_due.activity_key
        from events_due
        where events_due.snapshots = 1
    )
),

figures as (
    unpivot snapshots
    on columns(* exclude (activity_id, export_id, observed_at))
    into name metric value figure
)

select
    activity_id,
    metric,
    cast(null as timestamptz) as from_observed_at,
    observed_at as to_observed_at,
    figure as delta,
    true as is_first_sight,
    false as is_restatement,
    export_id
from figures
where figure <> 0
