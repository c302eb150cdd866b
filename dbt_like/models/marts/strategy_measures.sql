-- One row per strategy version and measure: what it is for and for whom, in words.
with measures as (
    select * from {{ source('core', 'measures') }}
),

goals as (
    select * from {{ source('core', 'goals') }}
),

segments as (
    select * from {{ source('core', 'segments') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
)

select
    measures.strategy_version,
    measures.measure_id,
    measures.goal_id,
    goals.statement as goal,
    goals.why as goal_why,
    measures.segment_id,
    segments.who as segment,
    measures.stage,
    measures.tier,
    measures.value,
    measures.baseline,
    measures.target,
    measures.due_on,
    measures.direction,
    coalesce(
        measures.strategy_version = current_strategy.strategy_version, false
    ) as is_in_force
from measures
left join goals
    on
        measures.strategy_version = goals.strategy_version
        and measures.goal_id = goals.goal_id
left join segments
    on
        measures.strategy_version = segments.strategy_version
        and measures.segment_id = segments.segment_id
left join current_strategy
    on measures.strategy_version = current_strategy.strategy_version
