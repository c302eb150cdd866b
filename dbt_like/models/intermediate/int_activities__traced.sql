-- One row per activity: its verdict, and what the measure it counts for is about.
with activities as (
    select * from {{ source('core', 'activities') }}
),

verdicts as (
    select * from {{ source('core', 'verdicts') }}
),

measures as (
    select * from {{ source('core', 'measures') }}
)

select
    ---------- ids
    activities.activity_key,
    activities.activity_id,
    verdicts.strategy_version,
    verdicts.measure_id,
    measures.goal_id,
    measures.segment_id,
    verdicts.tie_id,

    ---------- the activity
    activities.platform,
    activities.account,
    activities.type,
    activities.published_at,
    activities.permalink,
    activities.text,

    ---------- the verdict
    verdicts.alignment,
    verdicts.reason,
    verdicts.evidence,
    measures.stage,
    measures.tier,
    verdicts.alignment <> 'predates_strategy' as is_judged
from activities
left join verdicts
    on activities.activity_key = verdicts.activity_key
left join measures
    on
        verdicts.strategy_version = measures.strategy_version
        and verdicts.measure_id = measures.measure_id
