-- Activities without a date count on the day they were first told of, in the
-- organisation's zone.
create or replace temporary table undated_days as
with undated as (
    select activity_key
    from core.activities
    where published_at is null
)

select
    observations.activity_key,
    min(exports_by_moment.observed_on) as day
from core.observations
inner join exports_by_moment
    on observations.export_key = exports_by_moment.export_key
semi join undated on observations.activity_key = undated.activity_key
group by observations.activity_key
