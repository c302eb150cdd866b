-- One row per account, audience, facet and value: who its people are, as told last.
with audiences as (
    select * from {{ source('core', 'audiences') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

-- Of each facet the export that told it last: what it leaves out is known no more.
told_last as (
    select *
    from audiences
    qualify
        row(observed_at, export_id, format)
        = max(row(observed_at, export_id, format)) over (
            partition by platform, account, audience, facet
        )
),

known as (
    select
        platform,
        account,
        audience,
        facet,
        value,
        sum(count) as people,
        sum(share) as share,
        any_value(export_id) as export_id,
        max(observed_at) as told_at
    from told_last
    group by platform, account, audience, facet, value
)

select
    known.*,
    cast(timezone(current_strategy.timezone, known.told_at) as date) as told_on
from known
left join current_strategy on true
