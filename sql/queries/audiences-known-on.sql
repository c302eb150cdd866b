-- What did we know of our audiences at the end of a day (--as-of), or know now?
with asked as (
    select
        coalesce(
            timezone(
                coalesce(arg_max(timezone, in_force_from), 'UTC'),
                cast(cast(getvariable('as_of') as date) + 1 as timestamp)
            ),
            timestamptz 'infinity'
        ) as moment
    from core.strategies
),

-- Of each facet the export that told it last: what it leaves out is known no more.
told_last as (
    select audiences.*
    from core.audiences
    inner join asked on audiences.observed_at <= asked.moment
    qualify
        row(audiences.observed_at, audiences.export_id, audiences.format)
        = max(row(audiences.observed_at, audiences.export_id, audiences.format)) over (
            partition by
                audiences.platform,
                audiences.account,
                audiences.audience,
                audiences.facet
        )
)

select
    platform,
    account,
    audience,
    facet,
    value,
    sum(count) as people,
    sum(share) as share,
    max(observed_at) as told_at
from told_last
group by platform, account, audience, facet, value
order by
    platform asc,
    account asc,
    audience asc,
    facet asc,
    people desc,
    share desc,
    value asc
