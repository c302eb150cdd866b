-- What did each goal cost, and how far is it?
select
    goal_id,
    status,
    progress,
    activities,
    hours,
    cost
from marts.goal_progress
order by goal_id
