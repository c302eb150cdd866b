-- Note the exports that are counted from now on.
insert into main.measured_exports
with new_exports as (
    select
        exports.export_key,
        exports.export_id
    from core.exports
    anti join main.measured_exports
        on exports.export_id = measured_exports.export_id
    where exports.status = 'read'
),

telling as (
    select distinct export_key
    from core.observations
    where export_key in (select new_exports.export_key from new_exports)
)

select
    new_exports.export_id,
    telling.export_key is not null as tells_of_activities
from new_exports
left join telling on new_exports.export_key = telling.export_key
