-- How did each measure move, week by week?
select
    measure_id,
    week,
    value,
    value_to_date,
    expected_to_date,
    activities,
    hours
from marts.measure_weeks
order by measure_id, week
