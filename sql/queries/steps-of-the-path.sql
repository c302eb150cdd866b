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
    round(credibility, 2) as credibility
from marts.path
order by
    segment_id asc,
    list_position(['listen', 'participate', 'lead'], stage) asc
