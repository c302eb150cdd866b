-- What changed between the last two exports that tell of a post?
with latest as (
    select
        activity_id,
        max(to_observed_at) as to_observed_at
    from core.metric_changes
    group by activity_id
)

select
    changes.activity_id,
    changes.metric,
    changes.from_observed_at,
    changes.to_observed_at,
    changes.delta,
    changes.is_restatement,
    exports.name as file
from core.metric_changes as changes
inner join latest
    on
        changes.activity_id = latest.activity_id
        and changes.to_observed_at = latest.to_observed_at
inner join core.exports on changes.export_id = exports.export_id
order by
    changes.to_observed_at desc, abs(changes.delta) desc, changes.activity_id asc
limit 200
