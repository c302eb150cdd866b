-- One row per row of outcomes or web traffic that counts for no measure, and why.
with claims as (
    select * from {{ source('core', 'claims') }}
),

exports as (
    select * from {{ source('core', 'exports') }}
)

select
    claims.source,
    claims.day,
    claims.name,
    claims.value,
    claims.currency,
    claims.measure_id,
    claims.reason,
    claims.export_id,
    exports.name as file,
    claims.line
from claims
left join exports on claims.export_id = exports.export_id
where not claims.is_counted
