-- Per measure, platform and whole week what was put in and what came of it, from the
-- first week with an activity on; weeks of which nothing is known are left out.
with effort as (
    select
        measure_id,
        platform,
        week,
        round(sum(hours), 6) as hours,
        sum(activities) as activities,
        sum(timed_activities) as timed_activities
    from core.effort_weeks
    group by measure_id, platform, week
),

weeks as (
    select
        platform_weeks.measure_id,
        platform_weeks.platform,
        platform_weeks.week,
        platform_weeks.value,
        effort.hours,
        coalesce(effort.activities, 0) as activities,
        coalesce(effort.timed_activities, 0) as timed_activities,
        min(platform_weeks.week) filter (where effort.activities > 0) over (
            partition by platform_weeks.measure_id, platform_weeks.platform
        ) as first_week
    from core.platform_weeks
    left join effort
        on
            platform_weeks.week = effort.week
            and platform_weeks.measure_id = effort.measure_id
            and platform_weeks.platform = effort.platform
    where platform_weeks.week + 6 < cast($1 as date)
)

select
    measure_id,
    platform,
    hours,
    activities,
    timed_activities,
    value
from weeks
where week >= first_week and value is not null
order by measure_id, platform, week
