-- What did we know of each day of our accounts on 1 October 2026?
with asked as (
    select timestamptz '2026-10-01 00:00:00+00' as moment
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
