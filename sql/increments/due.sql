-- Activities whose events are due: those that an export tells of which was not formed
-- yet, and those with events of an export that was forgotten.
create or replace temporary table events_due as
with new_exports as (
    select exports.export_key
    from core.exports
    anti join core.formed_exports on exports.export_id = formed_exports.export_id
    where exports.status = 'read'
),

gone_exports as (
    select formed_exports.export_id
    from core.formed_exports
    anti join core.exports on formed_exports.export_id = exports.export_id
),

told as (
    select activity_key
    from core.observations
    where export_key in (select new_exports.export_key from new_exports)
    union
    select activities.activity_key
    from core.activities
    inner join core.engagement_events
        on activities.activity_id = engagement_events.activity_id
    semi join gone_exports on engagement_events.export_id = gone_exports.export_id
)

select
    observations.activity_key,
    any_value(observations.activity_id) as activity_id,
    count(*) as snapshots,
    min(hash(observations.format, observations.basis, observations.period_from))
    = max(hash(observations.format, observations.basis, observations.period_from))
    and bool_and(
        observations.basis = 'lifetime' or observations.period_from is not null
    ) as has_one_series
from core.observations
semi join told on observations.activity_key = told.activity_key
group by observations.activity_key
