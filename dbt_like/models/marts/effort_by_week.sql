-- One row per week, platform, account, measure and alignment: what was put in.
with effort as (
    select * from {{ source('core', 'effort_weeks') }}
)

select
    week,
    platform,
    account,
    segment_id,
    measure_id,
    goal_id,
    alignment,
    activities,
    hours,
    cost,
    {{ is_waste() }} as is_waste,
    stage,
    tier,
    activities - timed_activities as untimed_activities,
    people,
    replies,
    answered_replies,
    other_currencies
from effort
