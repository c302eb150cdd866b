-- For whom do we say that we are there, and do nothing?
select segment_id
from marts.path
group by segment_id
having sum(activities) = 0
order by segment_id
