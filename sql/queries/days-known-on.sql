-- What did we know of the days of our accounts on a day (--as-of), or know now?
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

snapshots as (
    select account_days.*
    from core.account_days
    inner join asked on account_days.observed_at <= asked.moment
),

figures as (
    unpivot snapshots
    on columns(
        * exclude (
            export_id, platform, account, date, observed_at, format, line, currency
        )
    )
    into name metric value figure
)

select
    platform,
    account,
    date,
    metric,
    arg_max(figure, row(observed_at, export_id, format)) as known,
    max(observed_at) as told_at
from figures
group by platform, account, date, metric
order by platform, account, date, metric
