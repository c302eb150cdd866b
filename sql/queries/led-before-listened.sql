-- Whom do we lead without having listened to them first?
select
    lead_step.segment_id,
    lead_step.first_at as led_since,
    lead_step.activities as lead_activities,
    listen_step.first_at as listened_since
from marts.path as lead_step
left join marts.path as listen_step
    on
        lead_step.segment_id = listen_step.segment_id
        and listen_step.stage = 'listen'
where lead_step.is_out_of_order
order by lead_step.segment_id
