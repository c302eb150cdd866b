-- One row per activity that counts for a measure of the strategy in force, with the
-- figures that measures ask for.
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
        activity_key, first_observed_on, spend -- noqa: RF02
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
    case
        when coalesce(activities.currency = measuring.currency, true)
            then latest_figures.spend
    end as spend,
    case
        when coalesce(activities.currency = measuring.currency, true)
            then activities.cost
    end as cost,
    coalesce(local_days.day, latest_figures.first_observed_on) as day
from verdicts
inner join core.activities on verdicts.activity_key = activities.activity_key
inner join measures on verdicts.measure_id = measures.measure_id
left join latest_figures on verdicts.activity_key = latest_figures.activity_key
left join local_days
    on epoch_us(activities.published_at) // 900000000 = local_days.quarter
cross join measuring
