-- Which ties never traced anything?
with versions as (
    select max(strategy_version) as strategy_version
    from core.measure_values
),

met as (
    select tie_id
    from core.traces
    union
    select unnest(also_tied_by) as tie_id
    from core.traces
)

select
    ties.tie_id,
    ties.measure_id,
    ties.kind,
    ties.pattern
from core.ties
inner join versions on ties.strategy_version = versions.strategy_version
anti join met on ties.tie_id = met.tie_id
order by ties.position
