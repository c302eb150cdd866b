-- Which line of which file tells of each activity, and where is it counted?
with told as (
    select
        activity_key,
        arg_max(export_id, row(observed_at, export_id)) as export_id,
        arg_max(line, row(observed_at, export_id)) as line
    from core.observations
    group by activity_key
)

select
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.published_at,
    verdicts.alignment,
    verdicts.measure_id,
    measures.goal_id,
    measures.segment_id,
    measures.stage,
    measures.tier,
    activities.hours,
    activities.cost,
    activities.currency,
    exports.name as file,
    told.line
from core.activities
left join core.verdicts on activities.activity_key = verdicts.activity_key
left join core.measures
    on
        verdicts.measure_id = measures.measure_id
        and verdicts.strategy_version = measures.strategy_version
left join told on activities.activity_key = told.activity_key
left join core.exports on told.export_id = exports.export_id
where
    getvariable('measure') is null
    or verdicts.measure_id = getvariable('measure')
order by measures.goal_id, verdicts.measure_id, activities.activity_id
