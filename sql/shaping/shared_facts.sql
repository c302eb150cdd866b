-- A fingerprint of what rows by activity rest on besides the activity itself: measures,
-- where the strategy in force on the night says that people talk, and its zone.
with current_version as (
    select
        coalesce(
            max(strategies.strategy_version)
            filter (where strategies.in_force_from <= night.as_of),
            min(strategies.strategy_version)
        ) as strategy_version
    from core.strategies
    cross join intermediate.night
),

facts as (
    select hash(strategy_version, measure_id, goal_id, segment_id, stage) as digest
    from core.measures
    union all
    select hash(segments.segment_id, segments.listens_at) as digest
    from core.segments
    inner join current_version
        on segments.strategy_version = current_version.strategy_version
    union all
    select hash(strategies.timezone) as digest
    from core.strategies
    inner join current_version
        on strategies.strategy_version = current_version.strategy_version
)

select string_agg(digest, ' ' order by digest) as digest
from facts
