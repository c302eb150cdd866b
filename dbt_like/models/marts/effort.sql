-- One row per platform, measure and alignment: what was put in, and if it is waste.
with effort as (
    select * from {{ source('core', 'effort_weeks') }}
)

select
    platform,
    segment_id,
    measure_id,
    goal_id,
    alignment,
    cast(sum(activities) as bigint) as activities,
    {{ added_up('hours') }} as hours,
    {{ added_up('cost') }} as cost,
    {{ is_waste() }} as is_waste,
    stage,
    tier,
    cast(sum(activities) - sum(timed_activities) as bigint) as untimed_activities,
    string_agg(other_currencies, ', ' order by week) as other_currencies
from effort
group by platform, segment_id, measure_id, goal_id, alignment, stage, tier
