-- One row per week, platform and account: how much of what was done has a measure.
with traced as (
    select * from {{ ref('int_activities__traced') }}
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
        is_judged,
        epoch_us(published_at) // 900000000 as quarter,
        count(*) as activities
    from traced
    group by all
),

placed as (
    select
        quarters.platform,
        quarters.account,
        quarters.alignment,
        quarters.is_judged,
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
        sum(if(is_judged, activities, 0)) as judged,
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
