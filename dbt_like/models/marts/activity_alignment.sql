-- One row per activity: whether it serves the strategy, and why.
with activities as (
    select * from {{ source('core', 'activities') }}
    {{ where_due() }}
),

verdicts as (
    select * from {{ source('core', 'verdicts') }}
    {{ where_due() }}
),

measures as (
    select * from {{ source('core', 'measures') }}
)

select
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.published_at,
    activities.permalink,
    activities.text,
    verdicts.alignment,
    verdicts.reason,
    verdicts.measure_id,
    measures.goal_id,
    measures.segment_id,
    verdicts.tie_id,
    verdicts.evidence,
    verdicts.strategy_version
from activities
left join verdicts
    on activities.activity_key = verdicts.activity_key
left join measures
    on
        verdicts.strategy_version = measures.strategy_version
        and verdicts.measure_id = measures.measure_id
