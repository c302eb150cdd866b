-- What was read last, and from which file?
select
    name,
    platform,
    account,
    kind,
    status,
    rows_seen,
    rows_kept,
    rows_folded,
    rows_rejected,
    observed_at,
    reason
from core.exports
order by export_key desc
limit 50
