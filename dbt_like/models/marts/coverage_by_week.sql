-- One row per week, platform and account: how much of what was done has a measure.
with activities as (
    select * from {{ ref('activity_alignment') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

-- Zones change by quarters of an hour at the finest, so a quarter's activities share a
-- week: there are far fewer of them to convert.
quarters as (
    select
        platform,
        account,
        alignment,
        epoch_us(published_at) // 900000000 as quarter,
        count(*) as activities
    from activities
    group by all
),

placed as (
    select
        quarters.platform,
        quarters.account,
        quarters.alignment,
        quarters.activities,
        cast(
            date_trunc(
                'week',
                timezone(
                    current_strategy.timezone, to_timestamp(quarters.quarter * 900)
                )
            ) as date
        ) as week
    from quarters
    left join current_strategy on true
),

counted as (
    select
        week,
        platform,
        account,
        sum(activities) as activities,
        sum(if(alignment <> 'predates_strategy', activities, 0)) as judged,
        sum(if(alignment = 'aligned', activities, 0)) as aligned
    from placed
    group by all
)

select
    week,
    platform,
    account,
    cast(activities as bigint) as activities,
    cast(judged as bigint) as judged,
    cast(aligned as bigint) as aligned,
    aligned / nullif(judged, 0) as share
from counted
