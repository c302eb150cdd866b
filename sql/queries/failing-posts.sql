-- Which posts fail, and why?
select
    verdicts.activity_id,
    verdicts.alignment,
    verdicts.reason,
    verdicts.suggested_measure_id,
    activities.published_at,
    activities.permalink,
    left(activities.text, 80) as first_words
from core.verdicts
inner join core.activities
    on verdicts.activity_key = activities.activity_key
where verdicts.alignment in ('untraceable', 'orphaned')
order by activities.published_at desc nulls last, verdicts.activity_id asc
