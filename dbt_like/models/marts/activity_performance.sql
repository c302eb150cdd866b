-- One row per activity: what is last known of how it was received.
with activities as (
    select * from {{ source('core', 'activities') }}
),

latest as (
    select * from {{ ref('int_observations__latest') }}
)

select
    activities.activity_id,
    activities.platform,
    activities.type,
    latest.observed_at,
    -- Whole days by the microsecond: date_diff and epoch take longer than all the rest.
    (epoch_us(latest.observed_at) - epoch_us(activities.published_at)) // 86400000000
        as age_days,
    latest.shown_as,
    latest.shown,
    latest.reach,
    latest.reactions,
    latest.comments,
    latest.shares,
    latest.saves,
    latest.link_clicks,
    latest.follows,
    latest.watch_seconds,
    latest.responses,
    latest.responses / nullif(latest.shown, 0) as response_rate
from activities
left join latest on activities.activity_key = latest.activity_key
