-- Which measures are not where they should be today?
select
    measure_id,
    goal_id,
    status,
    value,
    expected_today,
    progress,
    due_on,
    note
from marts.measure_progress
where status in ('behind', 'adrift', 'not measured')
order by progress nulls first, measure_id
