-- The rows of core that figures of audiences are taken of: the facets that each asks
-- for (or all of them), and the followers of account days that say how many people
-- there are.
insert into core.measure_sources by name
with told as (
    select
        audiences.platform,
        audiences.account,
        audiences.audience,
        regexp_replace(lower(audiences.facet), '[ -]', '_', 'g') as facet,
        audiences.export_id,
        audiences.line,
        coalesce(audiences.count, audiences.share) as figure,
        cast(timezone(measuring.timezone, audiences.observed_at) as date) as day
    from core.audiences
    cross join measuring
    union all
    select
        platform,
        account,
        'followers' as audience,
        cast(null as varchar) as facet,
        export_id,
        line,
        followers as figure,
        date as day
    from core.account_days
    where followers is not null
)

select
    asked.measure_id,
    asked.position,
    'audience' as source,
    told.export_id,
    told.line,
    told.day,
    told.figure
from told
inner join asked_audiences as asked
    on told.audience = asked.audience and told.day <= asked.until
where
    (
        len(asked.facets) = 0
        or told.facet is null
        or list_contains(asked.facets, told.facet)
    )
    and (
        len(asked.platforms) = 0
        or list_contains(asked.platforms, lower(told.platform))
    )
    and (
        len(asked.accounts) = 0
        or list_contains(asked.accounts, lower(told.account))
    )
