-- One row per export whose figures were not compared with others yet, or that is gone.
create or replace temporary table exports_due as
select
    exports.export_key,
    exports.export_id
from core.exports
anti join core.formed_exports on exports.export_id = formed_exports.export_id
where exports.status = 'read'
union all
select
    null as export_key,
    formed_exports.export_id
from core.formed_exports
anti join core.exports on formed_exports.export_id = exports.export_id
