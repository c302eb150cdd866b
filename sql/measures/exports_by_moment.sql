-- Exports in their order as one number, and the day of each in the organisation's zone:
-- comparing moments and names row by row takes five times as long.
create or replace temporary table exports_by_moment as
select
    exports.export_key,
    cast(timezone(measuring.timezone, exports.observed_at) as date) as observed_on,
    row_number() over (order by exports.observed_at, exports.export_id) as place
from core.exports
cross join measuring
