-- One row per activity: what is last known of how it was received.
with traced as (
    select * from {{ ref('int_activities__traced') }}
),

latest as (
    select * from {{ ref('int_observations__latest') }}
)

select
    traced.activity_id,
    traced.platform,
    traced.type,
    latest.observed_at,
    -- By the second: date_diff, which minds time zones, takes longer than all the rest.
    cast(
        floor(
            (epoch(latest.observed_at) - epoch(traced.published_at)) / 86400
        ) as bigint
    ) as age_days,
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
from traced
left join latest on traced.activity_key = latest.activity_key
