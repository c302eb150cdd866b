-- What did each platform cost per sign-up, gift or other outcome?
with brought as (
    select
        claims.measure_id,
        lower(outcomes.source) as platform,
        sum(claims.value) as value
    from core.claims
    inner join core.outcomes
        on
            claims.export_id = outcomes.export_id
            and claims.line = outcomes.line
    where
        claims.source = 'outcomes'
        and claims.is_counted
        and outcomes.source is not null
        and (
            getvariable('measure') is null
            or claims.measure_id = getvariable('measure')
        )
    group by all
),

effort as (
    select
        platform,
        measure_id,
        sum(hours) as hours,
        sum(cost) as cost
    from marts.effort
    where measure_id is not null
    group by all
)

select
    brought.measure_id,
    brought.platform,
    brought.value,
    effort.hours,
    effort.cost,
    effort.cost / nullif(brought.value, 0) as cost_per_one
from brought
left join effort
    on
        brought.measure_id = effort.measure_id
        and brought.platform = effort.platform
order by brought.measure_id, brought.platform
