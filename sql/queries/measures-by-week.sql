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
where getvariable('measure') is null or measure_id = getvariable('measure')
order by measure_id, week
