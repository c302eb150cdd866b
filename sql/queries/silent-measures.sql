-- Which measures has nothing told of, and since when?
select
    measure_id,
    value,
    observed_on,
    note,
    as_of - observed_on as silent_days
from marts.measure_progress
where status = 'not measured'
order by observed_on nulls first, measure_id
