-- What did the first export that tells of a post say of it?
with snapshots as (
    select
        *,
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
            is_lifetime,
            series
        )
    )
    into name metric value figure
),

-- Of several series the one that core.metric_changes compares: lifetime figures before
-- others, then the one told last.
compared as (
    select *
    from figures
    qualify
        series = last_value(series) over (
            partition by activity_id, metric
            order by is_lifetime, observed_at, export_id
            rows between unbounded preceding and unbounded following
        )
)

select
    activity_id,
    metric,
    min(observed_at) as observed_at,
    arg_min(figure, row(observed_at, export_id)) as figure,
    arg_min(export_id, row(observed_at, export_id)) as export_id
from compared
group by activity_id, metric
order by activity_id, metric
