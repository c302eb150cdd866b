-- One row per segment, account, kind of audience and day: how much of it belongs.
with fit as (
    select * from {{ source('core', 'fit') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

dated as (
    select
        fit.*,
        cast(timezone(current_strategy.timezone, fit.observed_at) as date) as as_of
    from fit
    cross join current_strategy
),

daily as (
    select *
    from dated
    qualify
        row_number() over (
            partition by segment_id, platform, account, audience, as_of
            order by observed_at desc
        ) = 1
)

select
    segment_id,
    platform,
    account,
    as_of,
    total as audience,
    share_low,
    share_high,
    matched_low,
    matched_high,
    audience as audience_kind,
    total - lag(total) over in_time as audience_change,
    matched_low - lag(matched_low) over in_time as matched_low_change,
    matched_high - lag(matched_high) over in_time as matched_high_change,
    lead(as_of) over in_time is null as is_latest,
    facets_told,
    note
from daily
window in_time as (
    partition by segment_id, platform, account, audience
    order by as_of
)
