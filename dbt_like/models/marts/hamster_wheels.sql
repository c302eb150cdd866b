-- One row per platform and measure where effort rises and what it is for does not.
with trends as (
    select * from {{ source('core', 'trends') }}
),

measures as (
    select * from {{ source('core', 'measures') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

listened as (
    select distinct segment_id
    from {{ source('core', 'effort_weeks') }}
    where stage = 'listen'
)

select
    trends.platform,
    measures.segment_id,
    trends.measure_id,
    trends.weeks,
    trends.effort_slope,
    trends.outcome_slope,
    trends.confidence,
    case
        when trends.confidence < 0.9 then 'keep'
        when listened.segment_id is null then 'start listening'
        else 'stop'
    end as recommendation,
    trends.effort_unit,
    case
        when trends.confidence < 0.9
            then 'Too early to say: keep on, and look again in a few weeks.'
        when listened.segment_id is null
            then
                'More work brings no more, and nobody listens to these people: '
                || 'start listening before posting more.'
        else
            'More work brings no more: stop the increase, and put the hours elsewhere.'
    end as advice
from trends
inner join current_strategy on true
inner join measures
    on
        trends.measure_id = measures.measure_id
        and current_strategy.strategy_version = measures.strategy_version
left join listened on measures.segment_id = listened.segment_id
where trends.effort_slope > 0 and trends.outcome_slope <= 0
