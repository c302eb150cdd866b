-- Which posts did best when they were a week old?
select
    ages.activity_id,
    ages.platform,
    ages.type,
    ages.responses,
    ages.usual_responses,
    ages.compared_with,
    ages.measure_id,
    activities.text,
    round(ages.times_usual, 2) as times_usual
from marts.activity_at_age as ages
inner join core.activities on ages.activity_id = activities.activity_id
where
    ages.age_days = 7
    and (getvariable('measure') is null or ages.measure_id = getvariable('measure'))
order by ages.times_usual desc nulls last, ages.activity_id asc
limit 50
