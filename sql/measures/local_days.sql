-- The day and the week of each quarter of an hour in which anything was published
-- between two moments, in the organisation's zone, and how many activities these are.
-- Zones change by quarters at the finest, and converting a million moments takes ten
-- times as long.
create or replace temporary table local_days as
with quarters as (
    select
        epoch_us(published_at) // 900000000 as quarter,
        count(*) as activities
    from core.activities
    where
        published_at >= cast($1 as timestamptz)
        and published_at < cast($2 as timestamptz)
    group by quarter
),

days as (
    select
        quarters.quarter,
        quarters.activities,
        cast(
            timezone(measuring.timezone, to_timestamp(quarters.quarter * 900)) as date
        ) as day
    from quarters
    cross join measuring
)

select
    quarter,
    activities,
    day,
    cast(date_trunc('week', day) as date) as week
from days
