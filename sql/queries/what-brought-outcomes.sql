-- What brought volunteers, gifts and other outcomes?
with counted as (
    select
        claims.measure_id,
        outcomes.source,
        outcomes.campaign,
        claims.tie_id,
        claims.value
    from core.claims
    inner join core.outcomes
        on
            claims.export_id = outcomes.export_id
            and claims.line = outcomes.line
    where
        claims.source = 'outcomes'
        and claims.is_counted
        and (
            getvariable('measure') is null
            or claims.measure_id = getvariable('measure')
        )
)

select
    measure_id,
    source,
    campaign,
    tie_id,
    sum(value) as value,
    count(*) as rows_told
from counted
group by measure_id, source, campaign, tie_id
order by measure_id asc, value desc, source asc, tie_id asc
