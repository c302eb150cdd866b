-- One row per week, platform and account: how much of what was done has a measure.
with traced as (
    select * from {{ ref('int_activities__traced') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

placed as (
    select
        traced.platform,
        traced.account,
        traced.alignment,
        traced.is_judged,
        cast(
            date_trunc('week', timezone(current_strategy.timezone, traced.published_at))
            as date
        ) as week
    from traced
    left join current_strategy on true
),

counted as (
    select
        week,
        platform,
        account,
        count(*) as activities,
        count_if(is_judged) as judged,
        count_if(alignment = 'aligned') as aligned
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
