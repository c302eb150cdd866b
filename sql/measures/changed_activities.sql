-- Activities that may count otherwise than when they were last counted: told of by an
-- export that was not counted yet, judged since, or of days that no night had reached.
-- Each stands here with every moment of publication that any export tells of it, since
-- another export may have moved it to another week.
create or replace temporary table changed_activities as
with new_exports as (
    select exports.export_key
    from core.exports
    anti join main.measured_exports
        on exports.export_id = measured_exports.export_id
    where exports.status = 'read'
),

keys as (
    select activity_key
    from core.observations
    where export_key in (select new_exports.export_key from new_exports)
    union
    select activity_key
    from main.judged_activities
    union
    select activity_key
    from core.activities
    where
        published_at >= cast($1 as timestamptz)
        and published_at < cast($2 as timestamptz)
    union
    select activity_key
    from undated_days
    where day > cast($3 as date)
)

select
    activities.activity_key,
    activities.published_at
from core.activities
semi join keys on activities.activity_key = keys.activity_key
union
select
    versions.activity_key,
    versions.published_at
from core.activity_versions as versions
semi join keys on versions.activity_key = keys.activity_key
