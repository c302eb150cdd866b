-- What did we know of each activity on 1 October 2026?
with asked as (
    select timestamptz '2026-10-01 00:00:00+00' as moment
)

select
    events.activity_id,
    events.metric,
    sum(events.delta) as known,
    max(events.to_observed_at) as told_at
from core.engagement_events as events
inner join asked on events.to_observed_at <= asked.moment
group by events.activity_id, events.metric
order by events.activity_id, events.metric
