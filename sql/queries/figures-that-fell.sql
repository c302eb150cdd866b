-- Which figures fell between two exports, and by how much?
select
    changes.activity_id,
    activities.text,
    changes.metric,
    changes.delta,
    changes.from_observed_at,
    changes.to_observed_at,
    exports.name as file
from core.metric_changes as changes
inner join core.activities on changes.activity_id = activities.activity_id
inner join core.exports on changes.export_id = exports.export_id
where changes.is_restatement
order by changes.delta, changes.activity_id
