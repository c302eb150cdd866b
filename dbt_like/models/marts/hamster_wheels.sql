-- One row per platform and measure that was worked on: does more work bring more?
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
    trends.answer as recommendation,
    trends.effort_unit,
    case trends.answer
        when 'stop'
            then
                case
                    when listened.segment_id is null
                        then
                            'More work brings no more, and nobody listens '
                            || 'to these people: start listening before posting more.'
                    else
                        'More work brings no more: stop the increase, '
                        || 'and put the hours elsewhere.'
                end
        when 'watch'
            then
                'The work grows faster than what it brings; it is not sure yet. '
                || 'Add no more until it is.'
        when 'fine' then 'More work brings more, or the work does not grow.'
        else
            'Too early to say'
            || coalesce(
                ': it may be known after '
                || cast(trends.known_after as varchar)
                || ' weeks.',
                '.'
            )
    end as advice,
    trends.effort_growth,
    trends.outcome_growth,
    trends.known_after
from trends
inner join current_strategy on true
inner join measures
    on
        trends.measure_id = measures.measure_id
        and current_strategy.strategy_version = measures.strategy_version
left join listened on measures.segment_id = listened.segment_id
