-- One row per segment and stage: what was done, since when, and in which order.
with segments as (
    select * from {{ source('core', 'segments') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

effort as (
    select * from {{ source('core', 'effort_weeks') }}
),

strategies as (
    select * from {{ source('core', 'strategies') }}
),

stages as (
    select unnest(['listen', 'participate', 'lead']) as stage
),

done as (
    select
        segment_id,
        stage,
        sum(activities) as activities,
        {{ added_up('hours') }} as hours,
        sum(people) as people,
        sum(replies) as replies,
        sum(answered_replies) as answered_replies,
        sum(earning) as earning,
        sum(telling) as telling,
        min(first_at) as first_at
    from effort
    where segment_id is not null
    group by segment_id, stage
),

listened as (
    select
        segment_id,
        first_at
    from done
    where stage = 'listen'
)

select
    segments.segment_id,
    stages.stage,
    cast(coalesce(done.activities, 0) as bigint) as activities,
    done.hours,
    done.first_at,
    coalesce(
        stages.stage = 'lead'
        and done.activities > 0
        and coalesce(done.first_at < listened.first_at, listened.segment_id is null),
        false
    ) as is_out_of_order,
    cast(done.people as bigint) as people,
    cast(done.replies as bigint) as replies,
    cast(done.answered_replies as bigint) as answered_replies,
    done.earning / nullif(done.telling, 0) as credibility,
    strategies.problem is not null as is_why_declared,
    len(segments.interests) > 0 as are_people_named,
    coalesce(segments.audience <> '{}', false) as are_people_recognisable
from segments
inner join current_strategy
    on segments.strategy_version = current_strategy.strategy_version
inner join strategies
    on current_strategy.strategy_version = strategies.strategy_version
cross join stages
left join done
    on
        segments.segment_id = done.segment_id
        and stages.stage = done.stage
left join listened on segments.segment_id = listened.segment_id
