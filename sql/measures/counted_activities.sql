-- The activities of a batch of weeks, each with its day and, where it has a date, the
-- week of it. Bounds of the moments spare a look at the activities of other weeks.
create or replace temporary view counted_activities as
select
    activities.*,
    local_days.day,
    local_days.week
from core.activities
inner join local_days
    on epoch_us(activities.published_at) // 900000000 = local_days.quarter
semi join weeks_counted on local_days.week = weeks_counted.week
where
    activities.published_at >= to_timestamp(getvariable('first_quarter') * 900)
    and activities.published_at < to_timestamp(getvariable('last_quarter') * 900 + 900)
union all
select
    activities.*,
    undated_days.day,
    cast(null as date) as week
from core.activities
inner join undated_days on activities.activity_key = undated_days.activity_key
semi join weeks_counted
    on date_trunc('week', undated_days.day) = weeks_counted.week
