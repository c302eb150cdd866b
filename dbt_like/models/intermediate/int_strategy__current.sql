-- One row: the strategy version in force on the night, or the first where none is yet.
with strategies as (
    select * from {{ source('core', 'strategies') }}
),

night as (
    select * from {{ source('intermediate', 'night') }}
),

current_version as (
    select
        coalesce(
            max(strategies.strategy_version)
            filter (where strategies.in_force_from <= night.as_of),
            min(strategies.strategy_version)
        ) as strategy_version
    from strategies
    cross join night
)

select
    strategies.strategy_version,
    strategies.timezone,
    night.as_of
from strategies
inner join current_version
    on strategies.strategy_version = current_version.strategy_version
cross join night
