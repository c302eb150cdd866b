-- Which goals does nothing we do serve?
select
    goal_id,
    statement,
    measures
from marts.goal_progress
where activities = 0
order by goal_id
