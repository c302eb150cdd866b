-- One row per activity of the batch that counts for a measure of the strategy in force,
-- with the figures that measures ask for.
with measures as (
    select
        measure_id,
        goal_id,
        segment_id,
        stage,
        tier
    from core.measures
    where strategy_version in (select measuring.strategy_version from measuring)
),

verdicts as (
    select
        activity_key,
        measure_id
    from core.verdicts
    where measure_id is not null and alignment in ('aligned', 'suspect')
)

select
    latest_figures.* exclude (
        activity_key, spend -- noqa: RF02
    ),
    verdicts.measure_id,
    measures.measure_id as measure,
    measures.goal_id as goal,
    measures.segment_id as segment,
    measures.stage,
    measures.tier,
    activities.activity_key,
    activities.platform,
    activities.account,
    activities.type,
    activities.campaign,
    activities.hours,
    activities.people,
    activities.day,
    case
        when coalesce(activities.currency = measuring.currency, true)
            then latest_figures.spend
    end as spend,
    case
        when coalesce(activities.currency = measuring.currency, true)
            then activities.cost
    end as cost
from verdicts
inner join counted_activities as activities
    on verdicts.activity_key = activities.activity_key
inner join measures on verdicts.measure_id = measures.measure_id
left join latest_figures on verdicts.activity_key = latest_figures.activity_key
cross join measuring
