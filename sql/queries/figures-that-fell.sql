-- Which figures fell between two exports, and by how much?
select
    events.activity_id,
    activities.text,
    events.metric,
    events.delta,
    events.from_observed_at,
    events.to_observed_at,
    exports.name as file
from core.engagement_events as events
inner join core.activities on events.activity_id = activities.activity_id
inner join core.exports on events.export_id = exports.export_id
where events.is_restatement
order by events.delta, events.activity_id
