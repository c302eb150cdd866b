-- What are the likely causes of failing, and how many posts would each cure?
with measures_in_force as (
    select measure_id
    from core.measures
    where
        strategy_version = (
            select max(strategies.strategy_version) from core.strategies
        )
)

select
    verdicts.cause,
    count(*) as activities,
    mode(verdicts.suggested_measure_id) filter (
        where
        verdicts.suggested_measure_id in (
            select measures_in_force.measure_id from measures_in_force
        )
    ) as nearest_measure_id,
    min(activities.published_at) as first_published_at,
    max(activities.published_at) as last_published_at,
    arg_max(verdicts.activity_id, activities.published_at) as latest_activity_id
from core.verdicts
inner join core.activities
    on verdicts.activity_key = activities.activity_key
where verdicts.alignment in ('untraceable', 'orphaned')
group by verdicts.cause
order by activities desc, verdicts.cause asc
