-- One row per measure of the strategy in force: where it stands, where it should be.
with measures as (
    select * from {{ source('core', 'measures') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

measured as (
    select * from {{ source('core', 'measure_values') }}
),

effort as (
    select
        measure_id,
        sum(activities) as activities,
        {{ added_up('hours') }} as hours,
        {{ added_up('cost') }} as cost
    from {{ source('core', 'effort_weeks') }}
    where measure_id is not null
    group by measure_id
)

select
    measures.measure_id,
    measures.goal_id,
    measures.segment_id,
    measures.stage,
    measures.tier,
    current_strategy.as_of,
    measured.value,
    measures.baseline,
    measures.target,
    measures.due_on,
    measured.progress,
    measured.expected_today,
    measured.forecast,
    measured.forecast_low,
    measured.forecast_high,
    coalesce(measured.status, 'not measured') as status,
    measures.direction,
    measured.kind,
    measured.value_high,
    measured.observed_on,
    measured.data_rows,
    cast(coalesce(effort.activities, 0) as bigint) as activities,
    effort.hours,
    effort.cost,
    case when measured.kind = 'flow' then effort.cost / nullif(measured.value, 0) end
        as cost_per_unit,
    measured.note
from measures
inner join current_strategy
    on measures.strategy_version = current_strategy.strategy_version
left join measured
    on
        measures.measure_id = measured.measure_id
        and measures.strategy_version = measured.strategy_version
left join effort on measures.measure_id = effort.measure_id
