-- The weeks in which activities are due to be counted; those without a date in every
-- week in which an export told of them, since any of these may have been their first.
create or replace temporary table weeks_due as
with undated as (
    select activity_key
    from changed_activities
    where published_at is null
),

quarters as (
    select distinct epoch_us(published_at) // 900000000 as quarter
    from changed_activities
    where published_at is not null
),

days as (
    select
        cast(
            timezone(measuring.timezone, to_timestamp(quarters.quarter * 900)) as date
        ) as day
    from quarters
    cross join measuring
    union
    select exports_by_moment.observed_on as day
    from core.observations
    inner join exports_by_moment
        on observations.export_key = exports_by_moment.export_key
    semi join undated on observations.activity_key = undated.activity_key
)

select distinct cast(date_trunc('week', day) as date) as week
from days
