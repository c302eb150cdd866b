-- One row per activity: whether it serves the strategy, and why.
with traced as (
    select * from {{ ref('int_activities__traced') }}
)

select
    activity_id,
    platform,
    account,
    published_at,
    permalink,
    text,
    alignment,
    reason,
    measure_id,
    goal_id,
    segment_id,
    tie_id,
    evidence,
    strategy_version
from traced
