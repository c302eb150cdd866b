-- One row per measure and week: what it was, and where it should have been.
with weeks as (
    select * from {{ source('core', 'measure_weeks') }}
),

measures as (
    select * from {{ source('core', 'measures') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

effort as (
    select
        measure_id,
        week,
        sum(activities) as activities,
        {{ added_up('hours') }} as hours,
        {{ added_up('cost') }} as cost
    from {{ source('core', 'effort_weeks') }}
    group by measure_id, week
)

select
    weeks.measure_id,
    measures.goal_id,
    measures.segment_id,
    weeks.week,
    weeks.value,
    weeks.value_to_date,
    weeks.expected_to_date,
    weeks.data_rows,
    cast(coalesce(effort.activities, 0) as bigint) as activities,
    effort.hours,
    effort.cost
from weeks
inner join current_strategy on true
inner join measures
    on
        weeks.measure_id = measures.measure_id
        and current_strategy.strategy_version = measures.strategy_version
left join effort
    on
        weeks.measure_id = effort.measure_id
        and weeks.week = effort.week
