-- The day and the week of each quarter of an hour in which anything was published, in
-- the organisation's zone. Zones change by quarters at the finest, and converting a
-- million moments takes ten times as long.
create or replace temporary table local_days as
with quarters as (
    select distinct epoch_us(published_at) // 900000000 as quarter
    from core.activities
    where published_at is not null
),

days as (
    select
        quarters.quarter,
        cast(
            timezone(measuring.timezone, to_timestamp(quarters.quarter * 900)) as date
        ) as day
    from quarters
    cross join measuring
)

select
    quarter,
    day,
    cast(date_trunc('week', day) as date) as week
from days
