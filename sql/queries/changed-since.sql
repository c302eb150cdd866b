-- What changed between the last two exports that tell of a post?
with latest as (
    select
        activity_id,
        max(to_observed_at) as to_observed_at
    from core.engagement_events
    where not is_first_sight
    group by activity_id
)

select
    events.activity_id,
    events.metric,
    events.from_observed_at,
    events.to_observed_at,
    events.delta,
    events.is_restatement,
    exports.name as file
from core.engagement_events as events
inner join latest
    on
        events.activity_id = latest.activity_id
        and events.to_observed_at = latest.to_observed_at
inner join core.exports on events.export_id = exports.export_id
where not events.is_first_sight
order by events.to_observed_at desc, abs(events.delta) desc, events.activity_id asc
limit 200
