-- Which ties never traced anything?
with versions as (
    select max(strategy_version) as strategy_version
    from core.measure_values
)

select
    ties.tie_id,
    ties.measure_id,
    ties.kind,
    ties.pattern
from core.ties
inner join versions on ties.strategy_version = versions.strategy_version
anti join core.traces on ties.tie_id = traces.tie_id
order by ties.position
