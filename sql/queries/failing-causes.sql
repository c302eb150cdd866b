-- What are the likely causes of failing, and how many posts would each cure?
select
    verdicts.cause,
    count(*) as activities,
    mode(verdicts.suggested_measure_id) as nearest_measure_id,
    min(activities.published_at) as first_published_at,
    max(activities.published_at) as last_published_at,
    arg_max(verdicts.activity_id, activities.published_at) as latest_activity_id
from core.verdicts
inner join core.activities
    on verdicts.activity_key = activities.activity_key
where verdicts.alignment in ('untraceable', 'orphaned')
group by verdicts.cause
order by activities desc, verdicts.cause asc
