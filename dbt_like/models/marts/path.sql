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

-- Of the places where the strategy says its people talk, those that listening names.
heard as (
    select
        segment_id,
        count(distinct place) as conversations
    from {{ ref('int_activities__heard') }}
    group by segment_id
),

-- Of the visitors whom tied web traffic tells, those who had been there before.
returned as (
    select
        measures.segment_id,
        measures.stage,
        sum(traffic.users - least(traffic.new_users, traffic.users))
        / nullif(sum(traffic.users), 0) as share
    from {{ source('core', 'claims') }} as claims
    inner join {{ source('core', 'traffic') }} as traffic
        on
            claims.export_id = traffic.export_id
            and claims.line = traffic.line
            and claims.name is not distinct from traffic.report
    inner join {{ source('core', 'measures') }} as measures
        on
            claims.measure_id = measures.measure_id
            and claims.strategy_version = measures.strategy_version
    where
        claims.source = 'traffic'
        and traffic.users is not null
        and traffic.new_users is not null
    group by measures.segment_id, measures.stage
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
    coalesce(segments.audience <> '{}', false) as are_people_recognisable,
    returned.share as returning_share,
    case
        when stages.stage = 'listen'
            then cast(coalesce(heard.conversations, 0) as bigint)
    end as conversations,
    cast(timezone(current_strategy.timezone, done.first_at) as date) as first_on
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
left join returned
    on
        segments.segment_id = returned.segment_id
        and stages.stage = returned.stage
left join heard on segments.segment_id = heard.segment_id
left join listened on segments.segment_id = listened.segment_id
