-- Which outcomes count for no measure, and why?
select
    day,
    name,
    value,
    currency,
    measure_id,
    reason,
    file,
    line
from marts.unclaimed
where source = 'outcomes'
order by day, line
