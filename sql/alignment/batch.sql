-- One row per activity to judge, from one key to another, with what a person decided.
select
    due.*,
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.type,
    activities.published_at,
    activities.published_zone,
    activities.published_precision,
    activities.permalink,
    activities.text,
    activities.campaign,
    activities.labels,
    activities.segment_hint,
    activities.measure_hint
from due
inner join core.activities on due.activity_key = activities.activity_key
where
    due.activity_key between ? and ?
    and activities.activity_key between ? and ?
