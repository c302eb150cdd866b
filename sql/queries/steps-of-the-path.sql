-- How far have we come with each segment?
select
    segment_id,
    are_people_named,
    are_people_recognisable,
    stage,
    activities,
    hours,
    people,
    first_at,
    conversations,
    answered_replies,
    round(credibility, 2) as credibility,
    round(returning_share, 2) as returning_share
from marts.path
order by
    segment_id asc,
    list_position(['listen', 'participate', 'lead'], stage) asc
