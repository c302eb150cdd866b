-- One row per activity: whether it serves the strategy, and why.
with activities as (
    select * from {{ source('core', 'activities') }}
    {{ where_due() }}
),

verdicts as (
    select * from {{ source('core', 'verdicts') }}
    {{ where_due() }}
),

measures as (
    select * from {{ ref('strategy_measures') }}
),

zones as (
    select name from pg_timezone_names()
),

published_days as (
    {{ local_days('activities', 'published_at') }}
)

select
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.published_at,
    activities.permalink,
    activities.text,
    verdicts.alignment,
    verdicts.reason,
    verdicts.measure_id,
    measures.goal_id,
    measures.segment_id,
    verdicts.tie_id,
    verdicts.evidence,
    verdicts.strategy_version,
    activities.type,
    -- A file without times gives a date, which is no moment in another zone.
    case
        when activities.published_precision = 'day'
            then
                cast(
                    timezone(
                        coalesce(zones.name, 'UTC'), activities.published_at
                    ) as date
                )
        else published_days.day
    end as published_on
from activities
left join verdicts
    on activities.activity_key = verdicts.activity_key
left join measures
    on
        verdicts.strategy_version = measures.strategy_version
        and verdicts.measure_id = measures.measure_id
left join zones on activities.published_zone = zones.name
left join published_days
    on epoch_us(activities.published_at) // 900000000 = published_days.quarter
