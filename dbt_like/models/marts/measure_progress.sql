-- One row per measure of the strategy in force: where it stands, where it should be.
with measures as (
    select * from {{ source('core', 'measures') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
)

select
    measures.measure_id,
    measures.goal_id,
    measures.segment_id,
    measures.stage,
    measures.tier,
    current_strategy.as_of,
    -- Values are computed by the kernel; until it has computed one, nothing is claimed.
    cast(null as double) as value,
    measures.baseline,
    measures.target,
    measures."by",
    cast(null as double) as progress,
    cast(null as double) as expected_today,
    cast(null as double) as forecast,
    cast(null as double) as forecast_low,
    cast(null as double) as forecast_high,
    'not measured' as status
from measures
inner join current_strategy
    on measures.strategy_version = current_strategy.strategy_version
