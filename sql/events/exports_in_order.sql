-- One row per export and its place among all: by its moment, then by its content.
create or replace temporary table exports_in_order as
select
    export_key,
    export_id,
    observed_at,
    row_number() over (order by observed_at, export_id) as place
from core.exports
