-- Which campaigns, labels and measures do posts name that the strategy does not have?
select
    verdicts.cause as named,
    count(*) as activities,
    min(activities.published_at) as first_published_at,
    max(activities.published_at) as last_published_at,
    arg_max(verdicts.activity_id, activities.published_at) as latest_activity_id
from core.verdicts
inner join core.activities
    on verdicts.activity_key = activities.activity_key
where verdicts.alignment = 'orphaned'
group by verdicts.cause
order by activities desc, verdicts.cause asc
