-- How many hours went into what, week by week?
select
    week,
    platform,
    cast(sum(activities) as bigint) as activities,
    coalesce(measure_id, '(no measure)') as measure_id,
    sum(hours) as hours,
    sum(cost) as cost
from core.effort_weeks
where getvariable('measure') is null or measure_id = getvariable('measure')
group by all
order by week, platform, measure_id
